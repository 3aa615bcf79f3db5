//! Colleagues: inviting, accepting, roles, closing accounts.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::domain::error::FieldErrors;
use crate::domain::id::UserId;
use crate::domain::password::{Secret, password_field};
use crate::domain::people::{EmailAddress, Role, name_field};

/// Where a colleague's account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ColleagueState {
    /// Can sign in.
    Active,
    /// Has an invitation that holds.
    Invited {
        /// Until then, in milliseconds since 1970.
        until_ms: i64,
    },
    /// Has an invitation that holds no longer.
    Expired,
    /// Can not sign in.
    Deactivated,
}

/// A colleague in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColleagueLine {
    /// The account.
    pub id: UserId,
    /// The name.
    pub name: String,
    /// The mail address.
    pub email: String,
    /// The role.
    pub role: Role,
    /// Where the account stands.
    pub state: ColleagueState,
    /// Whether it is the viewer.
    pub is_me: bool,
    /// Whether it set the installation up.
    pub is_creator: bool,
    /// As it was read.
    pub version: i64,
}

/// Somebody to invite.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteColleague {
    /// The name; it can be changed on accepting.
    pub name: String,
    /// The mail address.
    pub email: String,
    /// The role's name.
    pub role: String,
}

impl InviteColleague {
    /// What is wrong with it at first sight.
    pub fn check(&self) -> FieldErrors {
        let mut errors = FieldErrors::default();
        name_field(&self.name, "name", &mut errors);
        EmailAddress::field(&self.email, "email", &mut errors);
        if Role::parse(&self.role).is_none() {
            errors.add("role", "error-choose");
        }
        errors
    }
}

/// What an invitation is to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationView {
    /// The organisation's name.
    pub organisation: String,
    /// The name the inviter wrote.
    pub name: String,
    /// The mail address.
    pub email: String,
    /// The role.
    pub role: Role,
    /// The organisation's zone.
    pub zone: String,
}

/// The new colleague's words.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct AcceptInvitation {
    /// The link's token.
    pub token: String,
    /// The name.
    pub name: String,
    /// IANA zone.
    pub zone: String,
    /// The first password.
    pub password: Secret,
}

impl AcceptInvitation {
    /// What is wrong with it at first sight; only the server knows the zones.
    pub fn check(&self, email: &str) -> FieldErrors {
        let mut errors = FieldErrors::default();
        name_field(&self.name, "name", &mut errors);
        password_field(self.password.as_str(), email, "password", &mut errors);
        errors
    }
}

/// All colleagues, for administrators.
#[server(name = AskColleagues, prefix = "/api", endpoint = "colleagues/list")]
pub async fn colleagues() -> Result<Vec<ColleagueLine>, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::colleagues::list(&ctx).await)
}

/// Invites a colleague by mail.
#[server(name = SubmitInvite, prefix = "/api", endpoint = "colleagues/invite")]
pub async fn invite_colleague(input: InviteColleague) -> Result<UserId, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer_form(crate::server::services::colleagues::invite(&ctx, input).await, &crate::paths::settings_saved("invited"))
}

/// Sends an invitation again, with a fresh link.
#[server(name = SubmitResend, prefix = "/api", endpoint = "colleagues/resend-invitation")]
pub async fn resend_invitation(user: UserId) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer_form(crate::server::services::colleagues::resend(&ctx, user).await, &crate::paths::settings_saved("invited"))
}

/// A fresh link of an invitation, to hand over by other ways than mail.
#[server(name = CopyInvitation, prefix = "/api", endpoint = "colleagues/copy-invitation")]
pub async fn copy_invitation(user: UserId) -> Result<String, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::colleagues::copy_link(&ctx, user).await)
}

/// Takes an invitation back.
#[server(name = SubmitRevoke, prefix = "/api", endpoint = "colleagues/revoke-invitation")]
pub async fn revoke_invitation(user: UserId) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer_form(crate::server::services::colleagues::revoke(&ctx, user).await, &crate::paths::settings_saved("revoked"))
}

/// Gives a colleague another role.
#[server(name = SubmitRole, prefix = "/api", endpoint = "colleagues/change-role")]
pub async fn change_role(user: UserId, role: String, version: i64) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer_form(
        crate::server::services::colleagues::change_role(&ctx, user, &role, version).await,
        &crate::paths::settings_saved("role"),
    )
}

/// Closes an account, or opens it again.
#[server(name = SubmitActive, prefix = "/api", endpoint = "colleagues/set-active")]
pub async fn set_active(user: UserId, active: bool, version: i64) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer_form(
        crate::server::services::colleagues::set_active(&ctx, user, active, version).await,
        &crate::paths::settings_saved(if active { "activated" } else { "deactivated" }),
    )
}

/// What an invitation is to; `Unauthorized` when its link does not hold.
#[server(name = AskInvitation, prefix = "/api", endpoint = "colleagues/invitation")]
pub async fn invitation(token: String) -> Result<InvitationView, ApiError> {
    let ctx = crate::server::ctx::Ctx::public().await?;
    ctx.answer(crate::server::services::colleagues::invitation(&ctx, &token).await)
}

/// Accepts an invitation and signs in.
#[server(name = SubmitAcceptance, prefix = "/api", endpoint = "colleagues/accept-invitation")]
pub async fn accept_invitation(input: AcceptInvitation) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::public().await?;
    let token = ctx.answer(crate::server::services::colleagues::accept(&ctx, input).await)?;
    ctx.start_session(&token);
    ctx.lead(crate::paths::HOME);
    Ok(())
}
