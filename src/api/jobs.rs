//! Jobs, their stages and applications.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use super::clients::Choice;
use super::error::ApiError;
use crate::domain::booking::RequestStage;
use crate::domain::candidates::{ApplicationState, Disposition};
use crate::domain::id::{ApplicationId, CandidateId, ClientId, FormTemplateId, InterviewId, JobId, RequestId, StageId, UserId};
use crate::domain::jobs::{JobState, SaveJob, SaveStage};
use crate::domain::list::{ListQuery, Page};
use crate::domain::people::Role;
use crate::domain::time::{Instant, Zone};

/// A job in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobLine {
    /// The job.
    pub id: JobId,
    /// Its title.
    pub title: String,
    /// The place of work.
    pub location: String,
    /// The client; none in-house.
    pub client: Option<Choice<ClientId>>,
    /// The recruiter's name.
    pub recruiter: String,
    /// Whether it is open.
    pub state: JobState,
    /// How many applications are active.
    pub active: u32,
    /// When it was made.
    pub created_at: Instant,
}

/// A job with its stages and applications.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JobView {
    /// The job.
    pub id: JobId,
    /// For the next change.
    pub version: i64,
    /// Its title.
    pub title: String,
    /// The client; none in-house.
    pub client: Option<Choice<ClientId>>,
    /// Who answers for it.
    pub recruiter: Choice<UserId>,
    /// Who schedules.
    pub coordinator: Option<Choice<UserId>>,
    /// Who decides on our side.
    pub hiring_manager: Option<Choice<UserId>>,
    /// IANA zone.
    pub zone: String,
    /// The place of work.
    pub location: String,
    /// Whether it is open.
    pub state: JobState,
    /// The candidate is invited as soon as the client has answered.
    pub auto_invite: bool,
    /// Candidates see whom they meet.
    pub show_attendees: bool,
    /// In their order.
    pub stages: Vec<SaveStage>,
    /// The names of all attendees of the templates.
    pub attendees: Vec<Choice<UserId>>,
    /// Active ones first, by stage, longest in it first.
    pub applications: Vec<JobApplication>,
    /// Whether the viewer may change it.
    pub may_manage: bool,
    /// The viewer's zone.
    pub viewer_zone: Zone,
    /// The present at the server.
    pub now: Instant,
}

impl JobView {
    /// The form filled with what is stored.
    pub fn form(&self) -> SaveJob {
        SaveJob {
            id: Some(self.id),
            version: self.version,
            title: self.title.clone(),
            client_id: self.client.as_ref().map(|client| client.id),
            recruiter_id: Some(self.recruiter.id),
            coordinator_id: self.coordinator.as_ref().map(|user| user.id),
            hiring_manager_id: self.hiring_manager.as_ref().map(|user| user.id),
            zone: self.zone.clone(),
            location: self.location.clone(),
            auto_invite: self.auto_invite,
            show_attendees: self.show_attendees,
            stages: self.stages.clone(),
        }
    }

    /// The stage in which interviews are scheduled.
    pub fn scheduling_stage(&self) -> Option<&SaveStage> {
        self.stages.iter().find(|stage| stage.scheduling)
    }
}

/// An interview request of an application, in its present stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestState {
    /// The request.
    pub id: RequestId,
    /// For the next step.
    pub version: i64,
    /// Where it stands.
    pub state: RequestStage,
    /// Since when.
    pub since: Instant,
    /// The client has shared availability, or the job needs none.
    pub answered: bool,
    /// Why declined or cancelled; empty otherwise.
    pub reason: String,
}

impl RequestState {
    /// The words of whoever declined or cancelled, where there are some.
    pub fn why(&self) -> Option<String> {
        (!self.reason.is_empty() && matches!(self.state, RequestStage::Declined | RequestStage::Cancelled)).then(|| self.reason.clone())
    }
}

/// A confirmed interview to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextInterview {
    /// The interview.
    pub id: InterviewId,
    /// When it starts.
    pub starts_at: Instant,
}

/// A candidate on a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobApplication {
    /// The application.
    pub id: ApplicationId,
    /// For the next change.
    pub version: i64,
    /// The candidate.
    pub candidate: Choice<CandidateId>,
    /// The stage.
    pub stage_id: StageId,
    /// Since when in it.
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

/// A colleague to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    /// The account.
    pub id: UserId,
    /// The name.
    pub name: String,
    /// The mail address.
    pub email: String,
    /// The role.
    pub role: Role,
}

/// What the job's form offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobChoices {
    /// Clients that are not archived, by name.
    pub clients: Vec<Choice<ClientId>>,
    /// Colleagues with an active account, by name.
    pub colleagues: Vec<Colleague>,
    /// Forms that interviewers may be given, in their order.
    pub forms: Vec<Choice<FormTemplateId>>,
    /// Who asks: the recruiter of a new job, unless another is chosen.
    pub me: UserId,
}

/// A page of the jobs that the viewer may see (filter `closed`: only those that are). Sorts: `title`, `client`, `active`, `created`.
#[server(name = ListJobsCall, prefix = "/api", endpoint = "jobs/list", input = Json)]
pub async fn list_jobs(query: ListQuery) -> Result<Page<JobLine>, ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::jobs::list(&ctx, &query).await)
}

/// One job.
#[server(name = GetJobCall, prefix = "/api", endpoint = "jobs/get", input = Json)]
pub async fn get_job(id: JobId) -> Result<JobView, ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::jobs::get(&ctx, id).await)
}

/// What the job's form offers.
#[server(name = JobChoicesCall, prefix = "/api", endpoint = "jobs/choices", input = Json)]
pub async fn job_choices() -> Result<JobChoices, ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::jobs::choices(&ctx).await)
}

/// Makes or changes a job with its stages.
#[server(name = SaveJobCall, prefix = "/api", endpoint = "jobs/save", input = Json)]
pub async fn save_job(input: SaveJob) -> Result<JobId, ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::jobs::save(&ctx, input).await)
}

/// Closes a job, or opens it again.
#[server(name = CloseJobCall, prefix = "/api", endpoint = "jobs/close")]
pub async fn close_job(id: JobId, version: i64, closed: bool) -> Result<(), ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::jobs::close(&ctx, id, version, closed).await)
}
