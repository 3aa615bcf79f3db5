//! Pipeline and home.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::domain::id::{ApplicationId, ClientId, InterviewId, JobId, UserId};
use crate::domain::jobs::Place;
use crate::domain::pipeline::{PipelineFilter, PipelineLine};
use crate::domain::scheduling::interview::Response;
use crate::domain::span::Span;
use crate::domain::time::{Instant, Zone};

/// What the pipeline page shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PipelineView {
    /// The applications that the filter lets through, before it looks at whom they wait for.
    pub lines: Vec<PipelineLine>,
    /// There are more than are shown: narrow the filter.
    pub cut: bool,
    /// What the filters offer.
    pub choices: PipelineChoices,
    /// The present at the server.
    pub now: Instant,
    /// The viewer's zone.
    pub zone: Zone,
}

/// What the filters offer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PipelineChoices {
    /// Open jobs with their titles.
    pub jobs: Vec<(JobId, String)>,
    /// Clients with their names.
    pub clients: Vec<(ClientId, String)>,
    /// Coordinators with their names.
    pub coordinators: Vec<(UserId, String)>,
}

/// An interview of today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TodayLine {
    /// The interview.
    pub id: InterviewId,
    /// The application it is of.
    pub application: ApplicationId,
    /// The candidate's name.
    pub candidate_name: String,
    /// The job's title.
    pub job_title: String,
    /// The client's name; none in-house.
    pub client_name: Option<String>,
    /// When.
    pub span: Span,
    /// Where.
    pub place: Place,
    /// Who takes part besides the candidate, with their answers.
    pub people: Vec<(String, Response)>,
}

/// What the home page shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HomeView {
    /// Today's interviews, in order.
    pub today: Vec<TodayLine>,
    /// Applications that wait for somebody, longest first.
    pub waiting: Vec<PipelineLine>,
    /// The present at the server.
    pub now: Instant,
    /// The viewer's zone.
    pub zone: Zone,
}

/// The pipeline as the actor may see it.
///
/// # Errors
/// `Unauthorized` without a session.
#[server(prefix = "/api", endpoint = "pipeline/list", input = Json)]
pub async fn pipeline(filter: PipelineFilter) -> Result<PipelineView, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::pipeline::pipeline(&ctx, filter).await)
}

/// Today, and what waits.
///
/// # Errors
/// `Unauthorized` without a session.
#[server(prefix = "/api", endpoint = "home", input = Json)]
pub async fn home() -> Result<HomeView, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::pipeline::home(&ctx).await)
}
