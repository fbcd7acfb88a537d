//! Codes of the area `structure`.

codes! {
}
