//! The page as a whole.

use leptos::prelude::*;

use super::native;

/// Whether a media query holds now; for handlers and effects only, since the server can not know.
pub fn matches(query: &str) -> bool {
    native::matches(query)
}

/// Whether the page is narrow, as a phone is.
pub fn is_narrow() -> bool {
    matches("(max-width: 700px)")
}

/// Opens the browser's printing.
pub fn print() {
    let _ = window().print();
}
