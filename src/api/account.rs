//! Accounts: who is signed in, signing in and out, forgotten passwords, the own account.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::domain::error::FieldErrors;
use crate::domain::id::UserId;
use crate::domain::password::{Secret, password_field};
use crate::domain::people::{EmailAddress, Role, name_field};

/// Who is signed in, for the frame around every page of staff.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// The account.
    pub id: UserId,
    /// The name.
    pub name: String,
    /// The mail address.
    pub email: String,
    /// The role.
    pub role: Role,
    /// The organisation's name.
    pub organisation: String,
}

/// Who asks for a page of staff; the server hands it over with the page, as a context.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Visit(pub Result<Me, ApiError>);

/// Mail address and password.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct SignIn {
    /// The mail address.
    pub email: String,
    /// The password.
    pub password: Secret,
    /// The page to go on to; home where it is none of this site.
    #[serde(default)]
    pub next: String,
}

impl SignIn {
    /// What is wrong with it at first sight.
    pub fn check(&self) -> FieldErrors {
        let mut errors = FieldErrors::default();
        EmailAddress::field(&self.email, "email", &mut errors);
        if self.password.as_str().is_empty() {
            errors.add("password", "error-required");
        }
        errors
    }
}

/// What the pages before signing in need to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoorView {
    /// Whether the installation has its first account.
    pub is_set_up: bool,
    /// Whether the visitor is signed in.
    pub is_signed_in: bool,
}

/// Whose password a reset link sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetView {
    /// The mail address.
    pub email: String,
}

/// The own account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileView {
    /// The name.
    pub name: String,
    /// The mail address.
    pub email: String,
    /// IANA zone.
    pub zone: String,
    /// How many browsers are signed in.
    pub sessions: u32,
    /// As it was read.
    pub version: i64,
}

/// Changes of the own account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveProfile {
    /// The name.
    pub name: String,
    /// IANA zone.
    pub zone: String,
    /// As it was read.
    pub version: i64,
}

impl SaveProfile {
    /// What is wrong with it at first sight; only the server knows the zones.
    pub fn check(&self) -> FieldErrors {
        let mut errors = FieldErrors::default();
        name_field(&self.name, "name", &mut errors);
        errors
    }
}

/// A new password.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ChangePassword {
    /// The password so far.
    pub present: Secret,
    /// The new one.
    pub password: Secret,
}

impl ChangePassword {
    /// What is wrong with it at first sight.
    pub fn check(&self, email: &str) -> FieldErrors {
        let mut errors = FieldErrors::default();
        if self.present.as_str().is_empty() {
            errors.add("present", "error-required");
        }
        password_field(self.password.as_str(), email, "password", &mut errors);
        errors
    }
}

/// Who is signed in; `Unauthorized` when nobody is: then go to `paths::sign_in`.
#[server(name = WhoAmI, prefix = "/api", endpoint = "account/me")]
pub async fn me() -> Result<Me, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::account::me(&ctx).await)
}

/// Whether there is an account to sign in to, and whether the visitor is signed in already.
#[server(name = AskDoor, prefix = "/api", endpoint = "account/door")]
pub async fn door() -> Result<DoorView, ApiError> {
    let ctx = crate::server::ctx::Ctx::public().await?;
    ctx.answer(crate::server::services::account::door(&ctx).await)
}

/// Signs in and leads on to `next`.
#[server(name = SubmitSignIn, prefix = "/api", endpoint = "account/sign-in")]
pub async fn sign_in(input: SignIn) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::public().await?;
    let token = ctx.answer(crate::server::services::sign_in::sign_in(&ctx, &input.email, input.password.reveal(), ctx.session()).await)?;
    ctx.start_session(&token);
    ctx.lead(crate::paths::local(&input.next));
    Ok(())
}

/// Signs out and leads to the sign-in page.
#[server(name = SubmitSignOut, prefix = "/api", endpoint = "account/sign-out")]
pub async fn sign_out() -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::public().await?;
    ctx.answer(crate::server::services::sign_in::sign_out(&ctx, ctx.session()).await)?;
    ctx.end_session();
    ctx.lead(crate::paths::SIGN_IN);
    Ok(())
}

/// Ends all sessions of the own account, this one too.
#[server(name = SubmitSignOutEverywhere, prefix = "/api", endpoint = "account/sign-out-everywhere")]
pub async fn sign_out_everywhere() -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::account::sign_out_everywhere(&ctx).await)?;
    ctx.end_session();
    ctx.lead(crate::paths::SIGN_IN);
    Ok(())
}

/// Mails a link to set a new password. The answer is the same whether there is such an account or not.
#[server(name = SubmitForgot, prefix = "/api", endpoint = "account/forgot-password")]
pub async fn forgot_password(email: String) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::public().await?;
    ctx.answer_form(crate::server::services::sign_in::forgot(&ctx, &email).await, &format!("{}?sent", crate::paths::FORGOT))
}

/// Whose password a reset link sets; `Unauthorized` when it does not hold.
#[server(name = AskReset, prefix = "/api", endpoint = "account/reset")]
pub async fn reset_view(token: String) -> Result<ResetView, ApiError> {
    let ctx = crate::server::ctx::Ctx::public().await?;
    ctx.answer(crate::server::services::sign_in::reset_view(&ctx, &token).await)
}

/// Sets a new password by a reset link and leads to the sign-in page.
#[server(name = SubmitReset, prefix = "/api", endpoint = "account/reset-password")]
pub async fn reset_password(token: String, password: Secret) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::public().await?;
    ctx.answer(crate::server::services::sign_in::reset(&ctx, &token, password.reveal()).await)?;
    ctx.end_session();
    ctx.lead(&format!("{}?reset", crate::paths::SIGN_IN));
    Ok(())
}

/// The own account.
#[server(name = AskProfile, prefix = "/api", endpoint = "account/profile")]
pub async fn profile() -> Result<ProfileView, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::account::profile(&ctx).await)
}

/// Changes the own name and zone.
#[server(name = SubmitProfile, prefix = "/api", endpoint = "account/save-profile")]
pub async fn save_profile(input: SaveProfile) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer_form(crate::server::services::account::save_profile(&ctx, input).await, &crate::paths::account_saved("profile"))
}

/// Changes the own password; all other sessions end.
#[server(name = SubmitPassword, prefix = "/api", endpoint = "account/change-password")]
pub async fn change_password(input: ChangePassword) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    let changed =
        crate::server::services::account::change_password(&ctx, input.present.reveal(), input.password.reveal(), ctx.session()).await;
    ctx.answer_form(changed, &crate::paths::account_saved("password"))
}
