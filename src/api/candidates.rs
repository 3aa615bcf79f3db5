//! Candidates, their applications and files.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use super::clients::Choice;
use super::error::ApiError;
use super::jobs::{NextInterview, RequestState};
use crate::domain::candidates::{
    AddApplication, ApplicationState, Disposition, EndApplication, FileKind, MoveApplication, SaveCandidate, SetCoordinator,
};
use crate::domain::id::{ApplicationId, CandidateId, ClientId, FileId, InterviewId, JobId, StageId, UserId};
use crate::domain::jobs::{JobState, Place};
use crate::domain::list::{ListQuery, Page};
use crate::domain::scheduling::interview::{InterviewState, Response};
use crate::domain::span::Span;
use crate::domain::time::{Instant, Zone};

/// A candidate in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CandidateLine {
    /// The candidate.
    pub id: CandidateId,
    /// The name.
    pub name: String,
    /// The mail address.
    pub email: String,
    /// The telephone number, or nothing.
    pub phone: String,
    /// The jobs of active applications that the viewer may see, by title.
    pub jobs: Vec<Choice<JobId>>,
    /// When the candidate was added.
    pub created_at: Instant,
}

/// A candidate with all that belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CandidateView {
    /// The candidate.
    pub id: CandidateId,
    /// For the next change.
    pub version: i64,
    /// The name.
    pub name: String,
    /// The mail address.
    pub email: String,
    /// The telephone number, or nothing.
    pub phone: String,
    /// IANA zone.
    pub zone: String,
    /// Those that the viewer may see: active ones first, the latest first.
    pub applications: Vec<CandidateApplication>,
    /// The candidate stands in a stage of kind Offer.
    pub offers: bool,
    /// The latest first.
    pub files: Vec<FileView>,
    /// Those that the viewer may see, the latest first.
    pub interviews: Vec<CandidateInterview>,
    /// Whether the viewer may change anything.
    pub may_manage: bool,
    /// Who can schedule, for those who manage records.
    pub coordinators: Vec<Choice<UserId>>,
    /// The viewer's zone.
    pub viewer_zone: Zone,
    /// The present at the server.
    pub now: Instant,
}

/// A candidate's application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CandidateApplication {
    /// The application.
    pub id: ApplicationId,
    /// For the next change.
    pub version: i64,
    /// The job.
    pub job: Choice<JobId>,
    /// Whether the job is open.
    pub job_state: JobState,
    /// The client's name; none in-house.
    pub client: Option<Choice<ClientId>>,
    /// Who schedules; none: the job's coordinator.
    pub coordinator: Option<Choice<UserId>>,
    /// The stage.
    pub stage_id: StageId,
    /// Whether its stage is enabled for scheduling.
    pub scheduling: bool,
    /// All stages of the job in their order.
    pub stages: Vec<Choice<StageId>>,
    /// Since when in its stage.
    pub stage_since: Instant,
    /// Whether it is worked on.
    pub state: ApplicationState,
    /// Why it ended.
    pub disposition: Option<Disposition>,
    /// The request of the present stage.
    pub request: Option<RequestState>,
    /// The next confirmed interview.
    pub next: Option<NextInterview>,
}

/// An uploaded file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileView {
    /// The file.
    pub id: FileId,
    /// What it is.
    pub kind: FileKind,
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its size.
    pub size_bytes: i64,
    /// When it was uploaded.
    pub created_at: Instant,
}

/// An interview of a candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CandidateInterview {
    /// The interview.
    pub id: InterviewId,
    /// Its title.
    pub title: String,
    /// When.
    pub span: Span,
    /// Where.
    pub place: Place,
    /// Whether it takes place.
    pub state: InterviewState,
    /// Whether everybody who is asked comes: candidate, contact, attendees.
    pub responses: Vec<Response>,
}

/// What the candidate's forms offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CandidateChoices {
    /// Open jobs, by title; with the client's name where there is one.
    pub jobs: Vec<Choice<JobId>>,
    /// The largest upload in bytes.
    pub most_bytes: u32,
}

/// A page of the candidates that the viewer may see. Sorts: `name`, `email`, `created`.
#[server(name = ListCandidatesCall, prefix = "/api", endpoint = "candidates/list", input = Json)]
pub async fn list_candidates(query: ListQuery) -> Result<Page<CandidateLine>, ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::candidates::list(&ctx, &query).await)
}

/// One candidate.
#[server(name = GetCandidateCall, prefix = "/api", endpoint = "candidates/get", input = Json)]
pub async fn get_candidate(id: CandidateId) -> Result<CandidateView, ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::candidates::get(&ctx, id).await)
}

/// What the candidate's forms offer.
#[server(name = CandidateChoicesCall, prefix = "/api", endpoint = "candidates/choices", input = Json)]
pub async fn candidate_choices() -> Result<CandidateChoices, ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::candidates::choices(&ctx).await)
}

/// Makes or changes a candidate. Whoever made one is led to it.
#[server(name = SaveCandidateCall, prefix = "/api", endpoint = "candidates/save")]
pub async fn save_candidate(input: SaveCandidate) -> Result<CandidateId, ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    let is_new = input.id.is_none();
    let saved = services::candidates::save(&ctx, input).await;
    if let (true, Ok(id)) = (is_new, &saved) {
        leptos_axum::redirect(&crate::paths::candidate(id));
    }
    ctx.answer(saved)
}

/// Puts a candidate on a job.
#[server(name = AddApplicationCall, prefix = "/api", endpoint = "applications/add")]
pub async fn add_application(input: AddApplication) -> Result<ApplicationId, ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::applications::add(&ctx, input).await)
}

/// Moves an application to another stage.
#[server(name = MoveApplicationCall, prefix = "/api", endpoint = "applications/move")]
pub async fn move_application(input: MoveApplication) -> Result<(), ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::applications::move_to(&ctx, input).await)
}

/// Ends an application with a reason.
#[server(name = EndApplicationCall, prefix = "/api", endpoint = "applications/end")]
pub async fn end_application(input: EndApplication) -> Result<(), ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::applications::end(&ctx, input).await)
}

/// Says who schedules a candidate on a job.
#[server(name = SetCoordinatorCall, prefix = "/api", endpoint = "applications/coordinator")]
pub async fn set_coordinator(input: SetCoordinator) -> Result<(), ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::applications::set_coordinator(&ctx, &input).await)
}

/// Takes an ended application up again, in the stage in which it ended.
#[server(name = ReopenApplicationCall, prefix = "/api", endpoint = "applications/reopen")]
pub async fn reopen_application(id: ApplicationId, version: i64) -> Result<(), ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::applications::reopen(&ctx, id, version).await)
}

/// Deletes an uploaded file for good.
#[server(name = DeleteFileCall, prefix = "/api", endpoint = "files/delete")]
pub async fn delete_file(id: FileId) -> Result<(), ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::files::delete(&ctx, id).await)
}
