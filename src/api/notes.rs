//! Notes about candidates, and the tasks among them.

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use super::clients::Choice;
use super::error::ApiError;
use super::tasks::TaskLine;
use crate::domain::id::{ApplicationId, CandidateId, NoteId};
use crate::domain::notes::{NoteText, SaveNote};
use crate::domain::time::{Instant, Zone};

/// A note as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteView {
    /// The note.
    pub id: NoteId,
    /// For the next change.
    pub version: i64,
    /// On which job.
    pub application: Option<ApplicationId>,
    /// That job's title.
    pub job_title: Option<String>,
    /// What it says.
    pub said: NoteText,
    /// When it was done, and by whom.
    pub done: Option<(Instant, String)>,
    /// Its author's name.
    pub author_name: String,
    /// Its author's mail address.
    pub author_email: String,
    /// When it was written.
    pub created_at: Instant,
    /// When it was changed last.
    pub changed_at: Option<Instant>,
    /// The viewer may change and delete it.
    pub may_edit: bool,
}

/// The notes about a candidate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NotesTab {
    /// The candidate.
    pub candidate: CandidateId,
    /// The candidate's name.
    pub candidate_name: String,
    /// The candidate stands in a stage of kind Offer.
    pub offers: bool,
    /// The latest first.
    pub notes: Vec<NoteView>,
    /// The applications that a note can be about; the one that is worked on first.
    pub applications: Vec<Choice<ApplicationId>>,
    /// Colleagues who can be named, by name.
    pub colleagues: Vec<String>,
    /// The viewer's zone.
    pub zone: Zone,
    /// Only notes of the application that is worked on, and about the candidate as such, are here; others have some, too.
    pub is_narrowed: bool,
    /// The present at the server.
    pub now: Instant,
}

/// What the viewer has to do, on Home.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Todo {
    /// Tasks of notes, by date, overdue ones first, those without one last.
    pub notes: Vec<TodoLine>,
    /// Tasks of the task list, what is urgent first, then the oldest.
    pub tasks: Vec<TaskLine>,
    /// How many tasks of the list there are; `tasks` has the first.
    pub all_tasks: u32,
    /// The viewer's zone.
    pub zone: Zone,
    /// The present at the server.
    pub now: Instant,
}

/// A task of a note on Home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TodoLine {
    /// The note that it is.
    pub note: NoteId,
    /// For completing it.
    pub version: i64,
    /// Whom it is about.
    pub candidate: CandidateId,
    /// The candidate's name.
    pub candidate_name: String,
    /// What is to be done.
    pub text: String,
    /// Until when.
    pub due_on: Option<NaiveDate>,
    /// That day has passed where the viewer is.
    pub is_overdue: bool,
}

/// The notes about a candidate: of the application that is worked on with those about the candidate as such, or of all.
#[server(name = NotesTabCall, prefix = "/api", endpoint = "notes/tab", input = Json)]
pub async fn notes_tab(candidate: CandidateId, all: bool) -> Result<NotesTab, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::notes::tab(&ctx, candidate, all).await)
}

/// Writes or changes a note. A plain form does, too.
#[server(name = SaveNoteCall, prefix = "/api", endpoint = "notes/save")]
pub async fn save_note(input: SaveNote) -> Result<NoteId, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    let back = crate::paths::candidate_notes(input.candidate);
    ctx.answer_form(crate::server::services::notes::save(&ctx, input).await, &back)
}

/// Completes a task, or opens it again. A plain form does, too, which leads back to the page that it stood on: `back`.
#[server(name = CompleteNote, prefix = "/api", endpoint = "notes/complete")]
pub async fn complete_note(id: NoteId, version: i64, done: bool, #[server(default)] back: String) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer_form(crate::server::services::notes::complete(&ctx, id, version, done).await, crate::paths::local(&back))
}

/// Deletes a note.
#[server(name = DeleteNote, prefix = "/api", endpoint = "notes/delete")]
pub async fn delete_note(id: NoteId, version: i64) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::notes::delete(&ctx, id, version).await)
}

/// What the viewer has to do.
#[server(name = TodoCall, prefix = "/api", endpoint = "notes/todo", input = Json)]
pub async fn todo() -> Result<Todo, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::notes::todo(&ctx).await)
}
