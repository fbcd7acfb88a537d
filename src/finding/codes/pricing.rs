//! Codes of the area `pricing`.

codes! {
}
