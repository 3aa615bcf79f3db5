//! The clipboard.

use super::native;

/// Puts a text on the clipboard. `false` where the browser refuses (no TLS, no permission): then show the text, so that it can be
/// copied by hand.
pub async fn copy(text: impl Into<String>) -> bool {
    native::copy(text.into()).await
}
