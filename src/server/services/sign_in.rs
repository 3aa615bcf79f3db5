//! Signing in and out; forgotten passwords.

use chrono::Duration;

use super::account::{self, SESSION_IDLE, about_user};
use super::{messages, throttle};
use crate::api::account::ResetView;
use crate::api::error::ApiError;
use crate::domain::error::FieldErrors;
use crate::domain::id::{LinkId, UserId};
use crate::domain::password::password_field;
use crate::domain::people::{Actor, EmailAddress};
use crate::paths;
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::server::keys::Token;
use crate::server::mail::message::{PasswordReset, Recipient};
use crate::server::passwords;
use crate::server::store::Tx;
use crate::server::store::links::Purpose;
use crate::server::store::users::UserRow;

/// How long a reset link holds.
const RESET_HOLDS: Duration = Duration::hours(1);
/// How long asking for a link takes, whether there is such an account or not: longer than writing the mail.
const FORGOT_TAKES: std::time::Duration = std::time::Duration::from_millis(250);

/// Signs a colleague in: the token of the new session.
///
/// # Errors
/// `Invalid` for a wrong address or password (not which), `TooMany` while the wait of earlier failures lasts.
pub async fn sign_in(ctx: &Ctx, email: &str, password: String, former: Option<Token>) -> Result<Token> {
    let mut errors = FieldErrors::default();
    let email = EmailAddress::field(email, "email", &mut errors);
    if password.is_empty() {
        errors.add("password", "error-required");
    }
    let Some(email) = errors.or(email)? else {
        return Err(ApiError::Transport.into());
    };
    let attempt = throttle::begin(ctx, "sign-in", &email).await?;
    let mut tx = ctx.store().read().await?;
    let user = tx.user_by_email(&email).await?.filter(|user| user.active);
    drop(tx);
    let stored = user.as_ref().and_then(|user| user.password_hash.clone());
    let right = passwords::verify(password, stored.clone()).await?;
    let (true, Some(user)) = (right, user) else {
        return Err(FieldErrors::one("password", "error-credentials").into());
    };
    let mut tx = ctx.store().begin().await?;
    // The password may have been changed, or the account closed, while this one was computed.
    let present = tx.user(user.id).await?.filter(|user| user.active && user.password_hash == stored);
    let Some(user) = present else {
        return Err(FieldErrors::one("password", "error-credentials").into());
    };
    attempt.succeeded(&mut tx).await?;
    if let Some(former) = former {
        tx.delete_session(&former).await?;
    }
    let token = begin_session(&mut tx, ctx, user.id).await?;
    tx.record(about_user(ctx, account::acting(&user), "user.signed_in", user.id)?).await?;
    tx.commit().await?;
    Ok(token)
}

/// Begins a session of this account.
///
/// # Errors
/// When there is no randomness or the database refuses.
pub async fn begin_session(tx: &mut Tx, ctx: &Ctx, user: UserId) -> Result<Token> {
    let token = Token::random().map_err(|error| Error::Internal(error.to_string()))?;
    tx.insert_session(&token, user, ctx.now(), ctx.now() + SESSION_IDLE).await?;
    Ok(token)
}

/// Ends the visitor's session, if there is one.
///
/// # Errors
/// When the database fails.
pub async fn sign_out(ctx: &Ctx, token: Option<Token>) -> Result<()> {
    let Some(token) = token else {
        return Ok(());
    };
    let mut tx = ctx.store().begin().await?;
    tx.delete_session(&token).await?;
    if let Some(id) = ctx.actor.user_id() {
        tx.record(about_user(ctx, ctx.actor.clone(), "user.signed_out", id)?).await?;
    }
    Ok(tx.commit().await?)
}

/// Mails a link to set a new password, where there is such an account: the answer is the same where there is none.
///
/// # Errors
/// `Invalid` for what is no mail address, `TooMany` when asked again and again.
pub async fn forgot(ctx: &Ctx, email: &str) -> Result<()> {
    let mut errors = FieldErrors::default();
    let email = EmailAddress::field(email, "email", &mut errors);
    let Some(email) = errors.or(email)? else {
        return Err(ApiError::Transport.into());
    };
    // Never taken back: asking often costs a wait, whoever is asked for.
    throttle::begin(ctx, "forgot", &email).await?;
    // Nor does the time that the answer takes tell whether there is such an account.
    let (sent, ()) = tokio::join!(mail_reset(ctx, &email), tokio::time::sleep(FORGOT_TAKES));
    sent
}

async fn mail_reset(ctx: &Ctx, email: &EmailAddress) -> Result<()> {
    let mut tx = ctx.store().begin().await?;
    // Who has not accepted an invitation yet has nothing to reset.
    let Some(user) = tx.user_by_email(email).await?.filter(|user| user.active && user.password_hash.is_some()) else {
        return Ok(());
    };
    let token = Token::random().map_err(|error| Error::Internal(error.to_string()))?;
    let expires_at = ctx.now() + RESET_HOLDS;
    tx.insert_link(ctx.id(LinkId::new)?, &token, Purpose::PasswordReset, &user.id.to_string(), None, ctx.now(), expires_at).await?;
    let event = about_user(ctx, Actor::Public, "user.reset_asked", user.id)?;
    let event_id = event.id;
    tx.record(event).await?;
    let link = paths::reset(token.reveal());
    let to = Recipient { name: user.name, email: user.email, zone: user.zone };
    messages::enqueue(&mut tx, ctx, event_id, PasswordReset { to, link, expires_at }).await?;
    Ok(tx.commit().await?)
}

/// Whose password a reset link sets.
///
/// # Errors
/// `Unauthorized` when the link does not hold.
pub async fn reset_view(ctx: &Ctx, token: &str) -> Result<ResetView> {
    let mut tx = ctx.store().read().await?;
    let (_, user) = behind(&mut tx, ctx, token).await?;
    Ok(ResetView { email: user.email.to_string() })
}

/// Sets a new password by a reset link, which is used up; all sessions of the account end.
///
/// # Errors
/// `Unauthorized` when the link does not hold, `Invalid` for a password that is not taken.
pub async fn reset(ctx: &Ctx, token: &str, password: String) -> Result<()> {
    let mut tx = ctx.store().read().await?;
    let (_, user) = behind(&mut tx, ctx, token).await?;
    drop(tx);
    let mut errors = FieldErrors::default();
    password_field(&password, user.email.as_str(), "password", &mut errors);
    errors.or(())?;
    let hash = passwords::hash(password).await?;
    let mut tx = ctx.store().begin().await?;
    let (link, mut user) = behind(&mut tx, ctx, token).await?;
    if !tx.use_link(link, ctx.now()).await? {
        return Err(ApiError::Unauthorized.into());
    }
    // Other links that were mailed must not set the password again.
    tx.revoke_links(Purpose::PasswordReset, &user.id.to_string(), ctx.now()).await?;
    user.password_hash = Some(hash);
    tx.update_user(&user).await?;
    tx.delete_sessions(user.id, None).await?;
    throttle::forgive(&mut tx, "sign-in", &user.email).await?;
    tx.record(about_user(ctx, account::acting(&user), "user.password_reset", user.id)?).await?;
    Ok(tx.commit().await?)
}

async fn behind(tx: &mut Tx, ctx: &Ctx, token: &str) -> Result<(LinkId, UserRow)> {
    let token = Token::parse(token).ok_or(ApiError::Unauthorized)?;
    let link = tx.link(&token, Purpose::PasswordReset, ctx.now()).await?.ok_or(ApiError::Unauthorized)?;
    let id = link.subject_id.parse().map_err(|_| ApiError::Unauthorized)?;
    let user = tx.user(id).await?.filter(|user| user.active && user.password_hash.is_some()).ok_or(ApiError::Unauthorized)?;
    Ok((link.id, user))
}
