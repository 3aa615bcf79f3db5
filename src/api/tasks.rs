//! Tasks of coordinators.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use super::clients::Choice;
use super::error::ApiError;
use crate::domain::id::{ApplicationId, CandidateId, InterviewId, JobId, StageId, TaskId, UserId};
use crate::domain::list::{ListQuery, Page};
use crate::domain::span::Span;
use crate::domain::tasks::{Assigned, TaskCategory};
use crate::domain::time::{Instant, Zone};

/// The interview that a task is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskInterview {
    /// The interview.
    pub id: InterviewId,
    /// Its name.
    pub title: String,
    /// When it is, or was to be.
    pub span: Span,
}

/// A task in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskLine {
    /// The task.
    pub id: TaskId,
    /// For the next change.
    pub version: i64,
    /// What it is about.
    pub category: TaskCategory,
    /// Which candidate.
    pub candidate: Option<Choice<CandidateId>>,
    /// On which job.
    pub application: Option<ApplicationId>,
    /// Which job.
    pub job: Option<Choice<JobId>>,
    /// That job's client; none in-house.
    pub client: Option<String>,
    /// The client wants the interview; the candidate is to be invited.
    pub is_chosen: bool,
    /// Which interview.
    pub interview: Option<TaskInterview>,
    /// Which stage.
    pub stage: Option<Choice<StageId>>,
    /// Who declined, the room, what is new, the connection.
    pub name: String,
    /// Why.
    pub reason: String,
    /// What is wrong with the connection: the name of a `domain::connections::Reason`.
    pub prompt: Option<String>,
    /// Whose it is; none: the team's, or every administrator's.
    pub assignee: Option<Choice<UserId>>,
    /// It is the viewer's own.
    pub is_mine: bool,
    /// Since when.
    pub raised_at: Instant,
    /// When it was done, and by whom: empty where it completed itself.
    pub completed: Option<(Instant, String)>,
}

/// Whose tasks can be looked at, with how many are open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssigneeChoice {
    /// Whose.
    pub assigned: Assigned,
    /// The name; empty for the viewer and the team.
    pub name: String,
    /// How many are open.
    pub open: u32,
}

/// What the list is to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskQuery {
    /// Whose tasks.
    pub assigned: Assigned,
    /// Those that are done, too.
    pub done: bool,
    /// Order and page.
    pub list: ListQuery,
}

/// The list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskList {
    /// The tasks, what is urgent first, what is done last.
    pub page: Page<TaskLine>,
    /// Whose can be looked at: the viewer, the team, then colleagues who schedule.
    pub assignees: Vec<AssigneeChoice>,
    /// The viewer's zone.
    pub zone: Zone,
    /// The present at the server.
    pub now: Instant,
}

/// A page of the tasks.
#[server(name = ListTasksCall, prefix = "/api", endpoint = "tasks/list", input = Json)]
pub async fn list_tasks(query: TaskQuery) -> Result<TaskList, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::tasks::list(&ctx, &query).await)
}

/// How many open tasks the viewer has.
#[server(name = CountTasksCall, prefix = "/api", endpoint = "tasks/count", input = Json)]
pub async fn count_tasks() -> Result<u32, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::tasks::count(&ctx).await)
}

/// Completes a task by hand, or opens it again. A plain form does, too, which leads back to the page that it stood on: `back`.
#[server(name = CompleteTask, prefix = "/api", endpoint = "tasks/complete")]
pub async fn complete_task(id: TaskId, version: i64, done: bool, #[server(default)] back: String) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer_form(crate::server::services::tasks::complete(&ctx, id, version, done).await, crate::paths::local(&back))
}

/// Makes a task the viewer's own. A plain form does, too.
#[server(name = TakeTask, prefix = "/api", endpoint = "tasks/take")]
pub async fn take_task(id: TaskId, version: i64, #[server(default)] back: String) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer_form(crate::server::services::tasks::take(&ctx, id, version).await, crate::paths::local(&back))
}
