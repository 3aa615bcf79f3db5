//! The visitor's session, and the own account.

use std::sync::Arc;

use chrono::{Duration, Weekday};

use crate::api::account::Me;
use crate::api::error::ApiError;
use crate::domain::locale::Clock;
use crate::domain::people::Actor;
use crate::server::ctx::{AppState, Ctx};
use crate::server::error::Result;
use crate::server::keys::Token;

/// A session ends when it was not used for so long.
pub const SESSION_IDLE: Duration = Duration::days(14);
/// A session ends so long after it began, used or not.
pub const SESSION_MOST: Duration = Duration::days(90);
/// A session's use is noted at most so often.
const TOUCH_EVERY: Duration = Duration::hours(1);

/// What the database knows of a visitor.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// Who it is.
    pub actor: Actor,
    /// The colleague's zone, else the organisation's; UTC while there is none.
    pub zone: String,
    /// The organisation's clock and week start, for its colleagues.
    pub reading: Option<(Clock, Weekday)>,
}

/// Who the session cookie says it is, and what the organisation says of zone and clock.
///
/// # Errors
/// When the database fails.
pub async fn visitor(ctx: &Ctx, cookie: Option<&str>) -> Result<Visitor> {
    let token = cookie.and_then(Token::parse);
    let now = ctx.now();
    let mut tx = ctx.store().read().await?;
    let organisation = tx.organisation().await?;
    let session = match &token {
        Some(token) => tx.session(token, now).await?,
        None => None,
    };
    drop(tx);
    let organisation_zone = organisation.as_ref().map_or_else(|| "UTC".to_owned(), |organisation| organisation.zone.clone());
    let (Some(token), Some(session)) = (token, session) else {
        return Ok(Visitor { actor: Actor::Public, zone: organisation_zone, reading: None });
    };
    if now - session.seen_at > TOUCH_EVERY {
        let expires_at = (now + SESSION_IDLE).min(session.created_at + SESSION_MOST);
        let mut tx = ctx.store().begin().await?;
        tx.touch_session(&token, now, expires_at).await?;
        tx.commit().await?;
    }
    Ok(Visitor {
        actor: Actor::User { id: session.user_id, name: session.name, role: session.role },
        zone: session.zone,
        reading: organisation.map(|organisation| (organisation.clock, organisation.week_start)),
    })
}

/// Who is signed in.
///
/// # Errors
/// `Unauthorized` for anybody else.
pub async fn me(ctx: &Ctx) -> Result<Me> {
    let id = ctx.actor.user_id().ok_or(ApiError::Unauthorized)?;
    let mut tx = ctx.store().read().await?;
    let user = tx.user(id).await?.ok_or(ApiError::Unauthorized)?;
    let organisation = tx.organisation().await?.map(|organisation| organisation.name).unwrap_or_default();
    Ok(Me { id, name: user.name, email: user.email.to_string(), role: user.role, organisation })
}

/// `agendum user add`.
///
/// # Errors
/// What to tell whoever typed it.
pub async fn add_from_command_line(_app: &Arc<AppState>, _email: &str, _name: &str, _role: &str) -> std::result::Result<(), String> {
    Ok(())
}
