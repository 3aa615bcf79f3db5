//! The organisation: set up at the first visit, settings.

use chrono::Weekday;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::domain::error::{FieldErrors, text};
use crate::domain::locale::Clock;
use crate::domain::password::{Secret, password_field};
use crate::domain::people::{EmailAddress, name_field};

/// The first account of an empty installation.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct SetUp {
    /// The organisation's name.
    pub organisation: String,
    /// The name of who sets it up.
    pub name: String,
    /// The mail address.
    pub email: String,
    /// IANA zone of the organisation and of who sets it up.
    pub zone: String,
    /// The first password.
    pub password: Secret,
}

impl SetUp {
    /// What is wrong with it at first sight; only the server knows the zones.
    pub fn check(&self) -> FieldErrors {
        let mut errors = FieldErrors::default();
        text(&self.organisation, "organisation", 1, 120, &mut errors);
        name_field(&self.name, "name", &mut errors);
        EmailAddress::field(&self.email, "email", &mut errors);
        password_field(self.password.as_str(), &self.email, "password", &mut errors);
        errors
    }
}

/// The settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationView {
    /// The name, in mails and on public pages.
    pub name: String,
    /// IANA zone.
    pub zone: String,
    /// The clock of mails and of colleagues' pages.
    pub clock: Clock,
    /// The first day of colleagues' weeks.
    pub week_start: Weekday,
    /// As it was read.
    pub version: i64,
}

/// Changes of the settings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveOrganisation {
    /// The name.
    pub name: String,
    /// IANA zone.
    pub zone: String,
    /// The clock's name.
    pub clock: String,
    /// The weekday, in English (`Mon`).
    pub week_start: String,
    /// As it was read.
    pub version: i64,
}

/// Makes the organisation and the first account, and signs in.
#[server(name = SubmitSetUp, prefix = "/api", endpoint = "organisation/set-up")]
pub async fn set_up(input: SetUp) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::public().await?;
    let token = ctx.answer(crate::server::services::organisation::set_up(&ctx, input).await)?;
    ctx.start_session(&token);
    ctx.lead(crate::paths::HOME);
    Ok(())
}

/// The settings.
#[server(name = AskOrganisation, prefix = "/api", endpoint = "organisation/view")]
pub async fn organisation() -> Result<OrganisationView, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::organisation::view(&ctx).await)
}

/// Changes the settings.
#[server(name = SubmitOrganisation, prefix = "/api", endpoint = "organisation/save")]
pub async fn save_organisation(input: SaveOrganisation) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer_form(crate::server::services::organisation::save(&ctx, input).await, &crate::paths::settings_saved("organisation"))
}
