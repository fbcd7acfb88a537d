//! Codes of the area `book`.

codes! {
}
