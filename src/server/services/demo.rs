//! The demo organisation.

use std::sync::Arc;

use crate::server::ctx::AppState;
use crate::server::error::Result;

/// Settings that only the demo has: a secret key, where none is configured.
pub fn settings(overrides: &mut Vec<(&str, String)>) {
    if std::env::var_os("AGENDUM_SECRET_KEY").is_none() {
        overrides.push(("secret_key", "for the demo organisation only, never for people's data".into()));
    }
}

/// Fills an empty database; prints the accounts and links.
///
/// # Errors
/// When the database refuses.
pub async fn fill(_app: &Arc<AppState>) -> Result<()> {
    Ok(())
}
