//! Interviews that staff puts on the calendar and changes there.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use super::clients::Choice;
use super::error::ApiError;
use crate::domain::availability::slots::{Busy, Participant};
use crate::domain::channels::NoText;
use crate::domain::id::{ApplicationId, InterviewId, RoomId, TemplateId, UserId};
use crate::domain::jobs::Place;
use crate::domain::rooms::Room;
use crate::domain::scheduling::invitation::Papers;
use crate::domain::scheduling::plan::{PlanInterview, PlannedAttendee};
use crate::domain::span::Span;
use crate::domain::time::Instant;

/// A colleague who can attend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttendeeChoice {
    /// The account.
    pub id: UserId,
    /// The name.
    pub name: String,
    /// The mail address.
    pub email: String,
}

/// An application to choose: a candidate on a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationChoice {
    /// The application.
    pub id: ApplicationId,
    /// The candidate's name.
    pub candidate: String,
    /// The job's title.
    pub job: String,
    /// The client's name; none in-house.
    pub client: Option<String>,
}

/// What the panel begins with: the application's stage, or the interview to be changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanView {
    /// The application.
    pub application: ApplicationChoice,
    /// Which interview of the stage's round it is; none for another one.
    pub template: Option<TemplateId>,
    /// The interviews of the round, in their order.
    pub round: Vec<Choice<TemplateId>>,
    /// What kind of interview.
    pub title: String,
    /// Who interviews.
    pub attendees: Vec<PlannedAttendee>,
    /// How long it lasts.
    pub duration_minutes: u32,
    /// Where.
    pub place: Place,
    /// The room that it takes.
    pub room: Option<Room>,
    /// Heads the attendees' mail.
    pub description: String,
    /// Whether the candidate is sent a mail.
    pub tell_candidate: bool,
    /// Whether the candidate is told by text.
    pub text_candidate: bool,
    /// Why that can not be.
    pub why_no_text: Option<NoText>,
    /// Which documents go with the attendees' mail.
    pub papers: Papers,
    /// Which there are.
    pub at_hand: Papers,
    /// Its time and version, where it is an interview to be changed.
    pub interview: Option<(InterviewId, Span, i64)>,
    /// Everybody who can be chosen.
    pub colleagues: Vec<AttendeeChoice>,
}

/// Who is to be at an interview, and in which days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleQuery {
    /// Whose interview.
    pub application: ApplicationId,
    /// Which interview of the stage's round: its attendees have its buffers.
    #[serde(default)]
    pub template: Option<TemplateId>,
    /// The interview to be changed: it is not in its own way.
    pub interview: Option<InterviewId>,
    /// The colleagues.
    pub attendees: Vec<UserId>,
    /// The room that is chosen.
    pub room: Option<RoomId>,
    /// The days looked at, at most 92.
    pub range: Span,
}

/// A room with what takes its time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomTime {
    /// The room.
    pub room: Room,
    /// By start; titles only of interviews.
    pub busy: Vec<Busy>,
}

/// When everybody can: candidate, the client's contact if one is in it, the attendees asked for, then the room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PeopleView {
    /// Their busy times and hours in the range; titles only of interviews.
    pub participants: Vec<Participant>,
    /// All rooms that are offered, with the same range.
    pub rooms: Vec<RoomTime>,
    /// The present at the server.
    pub now: Instant,
}

/// What is to be stored: a new interview, or a change of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveInterview {
    /// The interview with the version it was read with; none for a new one.
    pub interview: Option<(InterviewId, i64)>,
    /// The form.
    pub plan: PlanInterview,
}

/// Another time for an interview, given on the calendar itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftInterview {
    /// The interview.
    pub interview: InterviewId,
    /// The version it was read with.
    pub version: i64,
    /// The new time.
    pub span: Span,
}

/// An interview was given another time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shifted {
    /// The version it has now.
    pub version: i64,
    /// Until then nobody is told, and the move can be taken back.
    pub undo_until: Instant,
}

/// Applications that are worked on, whose candidate or job matches the words; the first twenty.
#[server(name = FindApplicationsCall, prefix = "/api", endpoint = "interviews/applications", input = Json)]
pub async fn find_applications(words: String) -> Result<Vec<ApplicationChoice>, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::interviews::find_applications(&ctx, &words).await)
}

/// What the panel for a new interview of this application begins with: that interview of the stage's round, else the next that is not booked.
#[server(name = PlanInterviewCall, prefix = "/api", endpoint = "interviews/plan", input = Json)]
pub async fn plan_interview(application: ApplicationId, template: Option<TemplateId>) -> Result<PlanView, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::interviews::plan(&ctx, application, template).await)
}

/// What the panel for changing this interview begins with.
#[server(name = ReplanInterviewCall, prefix = "/api", endpoint = "interviews/replan", input = Json)]
pub async fn replan_interview(interview: InterviewId) -> Result<PlanView, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::interviews::replan(&ctx, interview).await)
}

/// What the panel for a new interview that begins as this one is begins with.
#[server(name = CopyInterviewCall, prefix = "/api", endpoint = "interviews/copy", input = Json)]
pub async fn copy_interview(interview: InterviewId) -> Result<PlanView, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::interviews::copy(&ctx, interview).await)
}

/// When everybody who is to be at an interview can.
#[server(name = InterviewPeopleCall, prefix = "/api", endpoint = "interviews/people", input = Json)]
pub async fn interview_people(query: PeopleQuery) -> Result<PeopleView, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::interviews::people(&ctx, query).await)
}

/// Stores an interview and tells everybody whom it concerns.
///
/// # Errors
/// `Invalid` at the fields, at `reason` where something stands in the way and no reason is given; `Stale`; `Forbidden`.
#[server(name = SaveInterviewCall, prefix = "/api", endpoint = "interviews/save", input = Json)]
pub async fn save_interview(input: SaveInterview) -> Result<InterviewId, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::interviews::save(&ctx, input).await)
}

/// Gives an interview another time; everybody is told a moment later, unless it is taken back until then.
///
/// # Errors
/// `Invalid` at `starts_at` where another interview stands in the way, at `reason` where something does that a reason lifts; `Stale`;
/// `NotPossible`; `Forbidden`.
#[server(name = ShiftInterviewCall, prefix = "/api", endpoint = "interviews/shift", input = Json)]
pub async fn shift_interview(input: ShiftInterview) -> Result<Shifted, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::interviews::shift(&ctx, input).await)
}

/// Takes a move back of which nobody was told yet; `version` is the one that [`shift_interview`] answered.
///
/// # Errors
/// `NotPossible` when it is too late or the time was taken; `Stale`; `Forbidden`.
#[server(name = UndoShiftCall, prefix = "/api", endpoint = "interviews/undo-shift", input = Json)]
pub async fn undo_shift(interview: InterviewId, version: i64) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::interviews::undo_shift(&ctx, interview, version).await)
}
