//! Accounts: who is signed in, signing in and out, colleagues, the organisation.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::domain::id::UserId;
use crate::domain::people::Role;

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

/// Who is signed in; `Unauthorized` when nobody is: then go to `paths::SIGN_IN` with `next`.
#[server(name = WhoAmI, prefix = "/api", endpoint = "account/me")]
pub async fn me() -> Result<Me, ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::account::me(&ctx).await)
}
