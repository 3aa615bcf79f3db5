//! How people are told besides by mail.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::domain::channels::NoText;
use crate::domain::id::CandidateId;
use crate::domain::time::{Instant, Zone};

/// The own choices, and what the installation has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnChannels {
    /// The number for text messages; may be empty.
    pub phone: String,
    /// By text, too.
    pub by_text: bool,
    /// By Teams, too.
    pub by_teams: bool,
    /// Whether there is a gateway for text messages.
    pub has_text: bool,
    /// Whether there is a webhook for Teams.
    pub has_teams: bool,
    /// As it was read.
    pub version: i64,
}

/// Changes of the own choices.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveChannels {
    /// The number for text messages.
    #[serde(default)]
    pub phone: String,
    /// By text, too.
    #[serde(default)]
    pub by_text: bool,
    /// By Teams, too.
    #[serde(default)]
    pub by_teams: bool,
    /// As it was read.
    pub version: i64,
}

/// What a candidate agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentView {
    /// For which number.
    pub phone: String,
    /// When.
    pub given_at: Instant,
    /// Who noted it: the candidate, or a colleague.
    pub given_by: String,
    /// When they withdrew it.
    pub withdrawn_at: Option<Instant>,
}

/// Whether a candidate can be told by text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextView {
    /// Why not; none where it is possible.
    pub why_not: Option<NoText>,
    /// The number of the record as it is sent to; none where it can not be.
    pub number: Option<String>,
    /// What they agreed to, if they ever did.
    pub consent: Option<ConsentView>,
    /// The viewer's zone.
    pub zone: Zone,
}

/// The own choices.
///
/// # Errors
/// `Unauthorized` without an account.
#[server(name = AskOwnChannels, prefix = "/api", endpoint = "channels/own")]
pub async fn own_channels() -> Result<OwnChannels, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::channels::own(&ctx).await)
}

/// Changes the own choices.
///
/// # Errors
/// `Invalid` where texts are wanted without a number that can be sent to; `Stale` when they changed meanwhile.
#[server(name = SubmitChannels, prefix = "/api", endpoint = "channels/save-own")]
pub async fn save_own_channels(input: SaveChannels) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer_form(crate::server::services::channels::save_own(&ctx, input).await, &crate::paths::account_saved("channels"))
}

/// Whether a candidate can be told by text, and what they agreed to.
///
/// # Errors
/// `NotFound`.
#[server(name = AskCandidateText, prefix = "/api", endpoint = "channels/candidate")]
pub async fn candidate_text(candidate: CandidateId) -> Result<TextView, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::channels::candidate_text(&ctx, candidate).await)
}

/// Notes that a candidate agreed to texts.
///
/// # Errors
/// `NotFound`; `NotPossible` without a number that can be sent to.
#[server(name = SubmitConsent, prefix = "/api", endpoint = "channels/note-consent")]
pub async fn note_consent(candidate: CandidateId) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer_form(crate::server::services::channels::note_consent(&ctx, candidate).await, &crate::paths::candidate(candidate))
}

/// Notes that a candidate no longer agrees.
///
/// # Errors
/// `NotFound`.
#[server(name = SubmitWithdrawal, prefix = "/api", endpoint = "channels/withdraw-consent")]
pub async fn withdraw_consent(candidate: CandidateId) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer_form(crate::server::services::channels::withdraw_consent(&ctx, candidate).await, &crate::paths::candidate(candidate))
}
