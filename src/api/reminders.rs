//! When people are reminded of interviews.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::error::ApiError;

/// The setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReminderSettings {
    /// Times before the start, as one types them: `24 h, 1 h`.
    pub times: String,
    /// Times after the end, for who has not filled in the form.
    pub form_times: String,
    /// As it was read.
    pub version: i64,
}

/// A change of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveReminders {
    /// Times before the start; empty for no reminders.
    #[serde(default)]
    pub times: String,
    /// Times after the end, for who has not filled in the form; empty for none.
    #[serde(default)]
    pub form_times: String,
    /// As it was read.
    pub version: i64,
}

/// When reminders go out.
///
/// # Errors
/// `Forbidden` for anybody but administrators.
#[server(name = AskReminderSettings, prefix = "/api", endpoint = "reminders/view")]
pub async fn reminder_settings() -> Result<ReminderSettings, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::reminders::settings(&ctx).await)
}

/// Changes when reminders go out.
///
/// # Errors
/// `Invalid` for what is no time; `Stale` when somebody changed it meanwhile.
#[server(name = SubmitReminders, prefix = "/api", endpoint = "reminders/save")]
pub async fn save_reminders(input: SaveReminders) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer_form(crate::server::services::reminders::save_settings(&ctx, input).await, &crate::paths::settings_saved("reminders"))
}
