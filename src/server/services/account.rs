//! The visitor's session, and the own account.

use std::sync::Arc;

use chrono::{Duration, Weekday};

use super::colleagues::zone_field;
use super::organisation;
use crate::api::account::{DoorView, Me, ProfileView, SaveProfile};
use crate::api::error::ApiError;
use crate::domain::can;
use crate::domain::error::FieldErrors;
use crate::domain::id::{EventId, UserId};
use crate::domain::locale::{Clock, Language};
use crate::domain::password::password_field;
use crate::domain::people::{Actor, EmailAddress, Role, name_field};
use crate::server::ctx::{AppState, Ctx};
use crate::server::error::{Error, Result, StoreError};
use crate::server::keys::Token;
use crate::server::passwords;
use crate::server::store::history::Event;
use crate::server::store::links::Purpose;
use crate::server::store::users::UserRow;

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
    let user = own(ctx).await?;
    let organisation = ctx.store().read().await?.organisation().await?.map(|organisation| organisation.name).unwrap_or_default();
    Ok(Me { id: user.id, name: user.name, email: user.email.to_string(), role: user.role, organisation })
}

/// What the pages before signing in need to know.
///
/// # Errors
/// When the database fails.
pub async fn door(ctx: &Ctx) -> Result<DoorView> {
    let is_set_up = ctx.store().read().await?.organisation().await?.is_some();
    Ok(DoorView { is_set_up, is_signed_in: can::be_signed_in(&ctx.actor) })
}

/// The own account.
///
/// # Errors
/// `Unauthorized` for who is not signed in.
pub async fn profile(ctx: &Ctx) -> Result<ProfileView> {
    let user = own(ctx).await?;
    let sessions = ctx.store().read().await?.count_sessions(user.id, ctx.now()).await?;
    Ok(ProfileView {
        name: user.name,
        email: user.email.to_string(),
        zone: user.zone,
        sessions: u32::try_from(sessions).unwrap_or(u32::MAX),
        version: user.version,
    })
}

/// Changes the own name and zone.
///
/// # Errors
/// `Invalid` for what is typed wrong, `Stale` when the account changed meanwhile.
pub async fn save_profile(ctx: &Ctx, input: SaveProfile) -> Result<()> {
    let mut user = own(ctx).await?;
    let mut errors = FieldErrors::default();
    user.name = name_field(&input.name, "name", &mut errors);
    zone_field(&input.zone, &mut errors);
    errors.or(())?;
    (user.zone, user.version) = (input.zone, input.version);
    let mut tx = ctx.store().begin().await?;
    tx.update_user(&user).await?;
    super::hours::follow(&mut tx, user.id, &user.zone).await?;
    let mut event = about_user(ctx, ctx.actor.clone(), "user.changed", user.id)?;
    event.topics.push(format!("calendar:{}", user.id));
    tx.record(event).await?;
    Ok(tx.commit().await?)
}

/// Changes the own password; all other sessions end.
///
/// # Errors
/// `Invalid` when the present one is wrong or the new one is not taken, `TooMany` after many wrong ones.
pub async fn change_password(ctx: &Ctx, present: String, new: String, session: Option<Token>) -> Result<()> {
    let user = own(ctx).await?;
    let mut errors = FieldErrors::default();
    if present.is_empty() {
        errors.add("present", "error-required");
    }
    password_field(&new, user.email.as_str(), "password", &mut errors);
    errors.or(())?;
    let attempt = super::throttle::begin(ctx, "change-password", &user.email).await?;
    if !passwords::verify(present, user.password_hash.clone()).await? {
        return Err(FieldErrors::one("present", "error-password-wrong").into());
    }
    let hash = passwords::hash(new).await?;
    let mut tx = ctx.store().begin().await?;
    attempt.succeeded(&mut tx).await?;
    tx.update_user(&UserRow { password_hash: Some(hash), ..user.clone() }).await?;
    tx.delete_sessions(user.id, session.as_ref()).await?;
    // A link that was mailed before must not set another one.
    tx.revoke_links(Purpose::PasswordReset, &user.id.to_string(), ctx.now()).await?;
    tx.record(about_user(ctx, ctx.actor.clone(), "user.password_changed", user.id)?).await?;
    Ok(tx.commit().await?)
}

/// Ends all sessions of the own account, this one too.
///
/// # Errors
/// `Unauthorized` for who is not signed in.
pub async fn sign_out_everywhere(ctx: &Ctx) -> Result<()> {
    let user = own(ctx).await?;
    let mut tx = ctx.store().begin().await?;
    tx.delete_sessions(user.id, None).await?;
    tx.record(about_user(ctx, ctx.actor.clone(), "user.signed_out_everywhere", user.id)?).await?;
    Ok(tx.commit().await?)
}

/// `agendum user add`: an account that can sign in at once. On an empty installation it makes the organisation, too.
///
/// # Errors
/// What to tell whoever typed it.
pub async fn add_from_command_line(app: &Arc<AppState>, email: &str, name: &str, role: &str) -> std::result::Result<(), String> {
    let mut password = String::new();
    std::io::stdin().read_line(&mut password).map_err(|error| format!("the password could not be read from standard input: {error}"))?;
    let ctx = Ctx::system(Arc::clone(app), "user add".into());
    let password = password.trim_end_matches(['\n', '\r']).to_owned();
    add(&ctx, email, name, role, password).await.map_err(|error| match error {
        Error::Api(ApiError::Invalid(errors)) => {
            let lines = errors.iter().map(|error| format!("{}: {}", error.field, crate::text::field_error(Language::English, error)));
            lines.collect::<Vec<_>>().join("\nagendum: ")
        }
        other => other.to_string(),
    })?;
    println!("{email} can sign in.");
    Ok(())
}

/// Adds an account with its password. The first account of an installation must be an administrator: it becomes the creator.
///
/// # Errors
/// `Invalid`, by field.
pub async fn add(ctx: &Ctx, email: &str, name: &str, role: &str, password: String) -> Result<UserId> {
    ctx.require(matches!(ctx.actor, Actor::System))?;
    let mut errors = FieldErrors::default();
    let name = name_field(name, "name", &mut errors);
    let address = EmailAddress::field(email, "email", &mut errors);
    password_field(&password, email, "password", &mut errors);
    let role = Role::parse(role);
    if role.is_none() {
        errors.add("role", "error-role");
    }
    let (Some(email), Some(role)) = errors.or((address, role))? else {
        return Err(ApiError::Transport.into());
    };
    let password_hash = Some(passwords::hash(password).await?);
    let mut tx = ctx.store().begin().await?;
    let organisation = tx.organisation().await?;
    let zone = organisation.as_ref().map_or_else(|| "UTC".into(), |organisation| organisation.zone.clone());
    let id = ctx.id(UserId::new)?;
    let user = UserRow { id, email, name, role, zone, password_hash, active: true, created_at: ctx.now(), version: 1 };
    if organisation.is_some() {
        tx.insert_user(&user).await.map_err(|error| match error {
            StoreError::Unique(_) => FieldErrors::one("email", "error-colleague-exists").into(),
            other => Error::from(other),
        })?;
        tx.record(about_user(ctx, ctx.actor.clone(), "user.created", id)?).await?;
    } else if role == Role::Administrator {
        organisation::found(&mut tx, ctx, "Agendum".into(), &user).await?;
    } else {
        return Err(FieldErrors::one("role", "error-first-administrator").into());
    }
    tx.commit().await?;
    Ok(id)
}

/// The account as an actor, for what it does before it is signed in.
pub fn acting(user: &UserRow) -> Actor {
    Actor::User { id: user.id, name: user.name.clone(), role: user.role }
}

/// An event on an account.
///
/// # Errors
/// When there is no randomness to be had.
pub fn about_user(ctx: &Ctx, actor: Actor, action: &'static str, id: UserId) -> Result<Event> {
    Ok(Event {
        id: ctx.id(EventId::new)?,
        at: ctx.now(),
        actor,
        action,
        subject: ("user", id.to_string()),
        candidate_id: None,
        application_id: None,
        job_id: None,
        data: serde_json::json!({}),
        topics: Vec::new(),
    })
}

async fn own(ctx: &Ctx) -> Result<UserRow> {
    let id = ctx.actor.user_id().ok_or(ApiError::Unauthorized)?;
    Ok(ctx.store().read().await?.user(id).await?.filter(|user| user.active).ok_or(ApiError::Unauthorized)?)
}
