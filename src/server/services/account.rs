//! Accounts, sessions and the organisation.

use std::sync::Arc;

use crate::domain::people::Actor;
use crate::server::ctx::{AppState, Ctx};
use crate::server::error::Result;

/// The organisation's zone; UTC while there is none.
///
/// # Errors
/// When the database fails.
pub async fn organisation_zone(_ctx: &Ctx) -> Result<String> {
    Ok("UTC".into())
}

/// Who the session cookie says it is.
///
/// # Errors
/// When the database fails.
pub async fn actor(_ctx: &Ctx, _cookie: Option<&str>) -> Result<Actor> {
    Ok(Actor::Public)
}

/// `agendum user add`.
///
/// # Errors
/// What to tell whoever typed it.
pub async fn add_from_command_line(_app: &Arc<AppState>, _email: &str, _name: &str, _role: &str) -> std::result::Result<(), String> {
    Ok(())
}
