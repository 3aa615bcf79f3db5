//! The history of candidates.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::domain::history::{HistoryLine, HistoryQuery, Person};
use crate::domain::id::CandidateId;
use crate::domain::time::Zone;

/// A part of a candidate's history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HistoryTab {
    /// The candidate.
    pub candidate: CandidateId,
    /// The candidate's name.
    pub candidate_name: String,
    /// The candidate stands in a stage of kind Offer.
    pub offers: bool,
    /// The latest first.
    pub lines: Vec<HistoryLine>,
    /// How many there are in all that were asked for.
    pub total: u32,
    /// Everybody who did something.
    pub people: Vec<Person>,
    /// The viewer's zone.
    pub zone: Zone,
}

/// A candidate's history.
#[server(name = HistoryTabCall, prefix = "/api", endpoint = "history/tab", input = Json)]
pub async fn history_tab(candidate: CandidateId, query: HistoryQuery) -> Result<HistoryTab, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::history::tab(&ctx, candidate, &query).await)
}
