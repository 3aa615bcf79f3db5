//! Colleagues: inviting, accepting, roles, closing accounts.

use chrono::Duration;

use super::account::{about_user, acting};
use super::{messages, sign_in};
use crate::api::colleagues::{AcceptInvitation, ColleagueLine, ColleagueState, InvitationView, InviteColleague};
use crate::api::error::ApiError;
use crate::domain::can;
use crate::domain::error::FieldErrors;
use crate::domain::id::{LinkId, UserId};
use crate::domain::password::password_field;
use crate::domain::people::{EmailAddress, Role, name_field};
use crate::domain::time::{Instant, ms};
use crate::paths;
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::server::keys::Token;
use crate::server::mail::message::{ColleagueInvitation, Recipient, Sender};
use crate::server::store::Tx;
use crate::server::store::links::Purpose;
use crate::server::store::users::UserRow;
use crate::server::{passwords, zones};

/// How long an invitation holds.
const INVITATION_HOLDS: Duration = Duration::days(7);

/// All colleagues, with what an administrator may do about them.
///
/// # Errors
/// `Forbidden` for all but administrators.
pub async fn list(ctx: &Ctx) -> Result<Vec<ColleagueLine>> {
    ctx.require(can::administer(&ctx.actor))?;
    let mut tx = ctx.store().read().await?;
    let creator = tx.organisation().await?.map(|organisation| organisation.creator_id);
    let invitations = tx.open_links(Purpose::Invitation, ctx.now()).await?;
    let until = |id: UserId| invitations.iter().filter(|link| link.subject_id == id.to_string()).map(|link| ms(link.expires_at)).max();
    let users = tx.users().await?;
    Ok(users
        .into_iter()
        .map(|user| ColleagueLine {
            state: match (user.active, user.password_hash.is_some(), until(user.id)) {
                (false, _, _) => ColleagueState::Deactivated,
                (true, true, _) => ColleagueState::Active,
                (true, false, Some(until_ms)) => ColleagueState::Invited { until_ms },
                (true, false, None) => ColleagueState::Expired,
            },
            is_me: ctx.actor.user_id() == Some(user.id),
            is_creator: creator == Some(user.id),
            id: user.id,
            name: user.name,
            email: user.email.to_string(),
            role: user.role,
            version: user.version,
        })
        .collect())
}

/// Invites a colleague by mail; who was invited before and has not accepted is invited anew.
///
/// # Errors
/// `Invalid` when the address has an account already.
pub async fn invite(ctx: &Ctx, input: InviteColleague) -> Result<UserId> {
    ctx.require(can::administer(&ctx.actor))?;
    let mut errors = FieldErrors::default();
    let name = name_field(&input.name, "name", &mut errors);
    let email = EmailAddress::field(&input.email, "email", &mut errors);
    let role = role_field(&input.role, &mut errors);
    let (Some(email), Some(role)) = errors.or((email, role))? else {
        return Err(ApiError::Transport.into());
    };
    let mut tx = ctx.store().begin().await?;
    let user = match tx.user_by_email(&email).await? {
        Some(user) if user.password_hash.is_some() => return Err(FieldErrors::one("email", "error-colleague-exists").into()),
        Some(mut user) => {
            (user.name, user.role, user.active) = (name, role, true);
            tx.update_user(&user).await?;
            user
        }
        None => {
            let zone = tx.organisation().await?.map_or_else(|| "UTC".into(), |organisation| organisation.zone);
            let user = UserRow {
                id: ctx.id(UserId::new)?,
                email,
                name,
                role,
                zone,
                password_hash: None,
                active: true,
                created_at: ctx.now(),
                version: 1,
            };
            tx.insert_user(&user).await?;
            user
        }
    };
    send_invitation(&mut tx, ctx, &user).await?;
    tx.commit().await?;
    Ok(user.id)
}

/// Sends the invitation again, with a fresh link; older ones no longer hold.
///
/// # Errors
/// `NotPossible` when the colleague has accepted already.
pub async fn resend(ctx: &Ctx, id: UserId) -> Result<()> {
    ctx.require(can::administer(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let user = invited(&mut tx, id).await?;
    send_invitation(&mut tx, ctx, &user).await?;
    Ok(tx.commit().await?)
}

/// A fresh link of an invitation, to hand over by other ways than mail; older ones no longer hold.
///
/// # Errors
/// `NotPossible` when the colleague has accepted already.
pub async fn copy_link(ctx: &Ctx, id: UserId) -> Result<String> {
    ctx.require(can::administer(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let user = invited(&mut tx, id).await?;
    let (path, _) = make_link(&mut tx, ctx, &user).await?;
    tx.record(about_user(ctx, ctx.actor.clone(), "link.made", user.id)?).await?;
    tx.commit().await?;
    Ok(format!("{}{path}", ctx.app.config.base_url))
}

/// Takes an invitation back: its links no longer hold.
///
/// # Errors
/// `NotPossible` when the colleague has accepted already.
pub async fn revoke(ctx: &Ctx, id: UserId) -> Result<()> {
    ctx.require(can::administer(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let mut user = invited(&mut tx, id).await?;
    user.active = false;
    tx.update_user(&user).await?;
    tx.revoke_links(Purpose::Invitation, &id.to_string(), ctx.now()).await?;
    tx.record(about_user(ctx, ctx.actor.clone(), "user.invitation_revoked", id)?).await?;
    Ok(tx.commit().await?)
}

/// What an invitation is to.
///
/// # Errors
/// `Unauthorized` when the link does not hold.
pub async fn invitation(ctx: &Ctx, token: &str) -> Result<InvitationView> {
    let mut tx = ctx.store().read().await?;
    let (_, user) = behind(&mut tx, ctx, token).await?;
    let organisation = tx.organisation().await?.map(|organisation| organisation.name).unwrap_or_default();
    Ok(InvitationView { organisation, name: user.name, email: user.email.to_string(), role: user.role, zone: user.zone })
}

/// Accepts an invitation, which is used up, and signs the new colleague in.
///
/// # Errors
/// `Unauthorized` when the link does not hold, `Invalid` for what is typed wrong.
pub async fn accept(ctx: &Ctx, input: AcceptInvitation) -> Result<Token> {
    let mut tx = ctx.store().read().await?;
    let (_, user) = behind(&mut tx, ctx, &input.token).await?;
    drop(tx);
    let mut errors = FieldErrors::default();
    let name = name_field(&input.name, "name", &mut errors);
    zone_field(&input.zone, &mut errors);
    password_field(input.password.as_str(), user.email.as_str(), "password", &mut errors);
    errors.or(())?;
    let hash = passwords::hash(input.password.reveal()).await?;
    let mut tx = ctx.store().begin().await?;
    let (link, mut user) = behind(&mut tx, ctx, &input.token).await?;
    if !tx.use_link(link, ctx.now()).await? {
        return Err(ApiError::Unauthorized.into());
    }
    (user.name, user.zone, user.password_hash) = (name, input.zone, Some(hash));
    tx.update_user(&user).await?;
    super::hours::follow(&mut tx, user.id, &user.zone).await?;
    let token = sign_in::begin_session(&mut tx, ctx, user.id).await?;
    tx.record(about_user(ctx, acting(&user), "user.invitation_accepted", user.id)?).await?;
    tx.commit().await?;
    Ok(token)
}

/// Gives a colleague another role.
///
/// # Errors
/// `NotPossible` for the last administrator, `Stale` when somebody changed the account meanwhile.
pub async fn change_role(ctx: &Ctx, id: UserId, role: &str, version: i64) -> Result<()> {
    ctx.require(can::administer(&ctx.actor))?;
    let mut errors = FieldErrors::default();
    let Some(role) = role_field(role, &mut errors) else {
        return Err(errors.into());
    };
    let mut tx = ctx.store().begin().await?;
    tx.lock_organisation().await?;
    let mut user = tx.user(id).await?.ok_or(ApiError::NotFound)?;
    let former = user.role;
    if former == Role::Administrator && role != former {
        another_administrator(&mut tx, &user).await?;
    }
    (user.role, user.version) = (role, version);
    tx.update_user(&user).await?;
    let mut event = about_user(ctx, ctx.actor.clone(), "user.role_changed", id)?;
    event.data = serde_json::json!({ "from": former.name(), "to": role.name() });
    tx.record(event).await?;
    Ok(tx.commit().await?)
}

/// Closes an account or opens it again. A closed one has no sessions and its links no longer hold.
///
/// # Errors
/// `NotPossible` for the last administrator, `Stale` when somebody changed the account meanwhile.
pub async fn set_active(ctx: &Ctx, id: UserId, active: bool, version: i64) -> Result<()> {
    ctx.require(can::administer(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    tx.lock_organisation().await?;
    let mut user = tx.user(id).await?.ok_or(ApiError::NotFound)?;
    if user.role == Role::Administrator && !active {
        another_administrator(&mut tx, &user).await?;
    }
    (user.active, user.version) = (active, version);
    tx.update_user(&user).await?;
    if !active {
        tx.delete_sessions(id, None).await?;
        tx.revoke_links(Purpose::Invitation, &id.to_string(), ctx.now()).await?;
        tx.revoke_links(Purpose::PasswordReset, &id.to_string(), ctx.now()).await?;
    }
    let action = if active { "user.activated" } else { "user.deactivated" };
    tx.record(about_user(ctx, ctx.actor.clone(), action, id)?).await?;
    Ok(tx.commit().await?)
}

/// A zone as a form field.
pub fn zone_field(zone: &str, errors: &mut FieldErrors) {
    if zone.is_empty() {
        errors.add("zone", "error-required");
    } else if !zones::is_known(zone) {
        errors.add("zone", "error-zone");
    }
}

fn role_field(role: &str, errors: &mut FieldErrors) -> Option<Role> {
    let parsed = Role::parse(role);
    if parsed.is_none() {
        errors.add("role", "error-choose");
    }
    parsed
}

async fn another_administrator(tx: &mut Tx, user: &UserRow) -> Result<()> {
    let can_sign_in = user.active && user.password_hash.is_some();
    if can_sign_in && tx.other_administrators(user.id).await? == 0 {
        return Err(ApiError::NotPossible("error-last-administrator".into()).into());
    }
    Ok(())
}

async fn invited(tx: &mut Tx, id: UserId) -> Result<UserRow> {
    let user = tx.user(id).await?.ok_or(ApiError::NotFound)?;
    if user.password_hash.is_some() || !user.active {
        return Err(ApiError::NotPossible("error-no-open-invitation".into()).into());
    }
    Ok(user)
}

async fn make_link(tx: &mut Tx, ctx: &Ctx, user: &UserRow) -> Result<(String, Instant)> {
    tx.revoke_links(Purpose::Invitation, &user.id.to_string(), ctx.now()).await?;
    let token = Token::random().map_err(|error| Error::Internal(error.to_string()))?;
    let expires_at = ctx.now() + INVITATION_HOLDS;
    let by = ctx.actor.user_id().map(|id| id.to_string());
    tx.insert_link(ctx.id(LinkId::new)?, &token, Purpose::Invitation, &user.id.to_string(), by, ctx.now(), expires_at).await?;
    Ok((paths::invitation(token.reveal()), expires_at))
}

async fn send_invitation(tx: &mut Tx, ctx: &Ctx, user: &UserRow) -> Result<()> {
    let (link, expires_at) = make_link(tx, ctx, user).await?;
    let inviter = ctx.actor.user_id().ok_or(ApiError::Unauthorized)?;
    let inviter = tx.user(inviter).await?.ok_or(ApiError::Unauthorized)?;
    let event = about_user(ctx, ctx.actor.clone(), "user.invited", user.id)?;
    let event_id = event.id;
    tx.record(event).await?;
    let to = Recipient { name: user.name.clone(), email: user.email.clone(), zone: user.zone.clone() };
    let sender = Sender { name: inviter.name, email: inviter.email };
    messages::enqueue(tx, ctx, event_id, ColleagueInvitation { to, sender, link, expires_at }).await?;
    Ok(())
}

async fn behind(tx: &mut Tx, ctx: &Ctx, token: &str) -> Result<(LinkId, UserRow)> {
    let token = Token::parse(token).ok_or(ApiError::Unauthorized)?;
    let link = tx.link(&token, Purpose::Invitation, ctx.now()).await?.ok_or(ApiError::Unauthorized)?;
    let id = link.subject_id.parse().map_err(|_| ApiError::Unauthorized)?;
    let user = tx.user(id).await?.filter(|user| user.active && user.password_hash.is_none()).ok_or(ApiError::Unauthorized)?;
    Ok((link.id, user))
}
