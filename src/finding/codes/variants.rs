//! Codes of the area `variants`.

codes! {
}
