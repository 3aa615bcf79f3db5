//! The calendar of all interviews, and one interview in full.

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use super::answers::PersonAnswer;
use super::error::ApiError;
use crate::domain::availability::weekly::WeeklyHours;
use crate::domain::calendar::view::View;
use crate::domain::id::{ApplicationId, CandidateId, ClientId, InterviewId, JobId, PageId, RequestId, RoomId, UserId};
use crate::domain::jobs::Place;
use crate::domain::scheduling::interview::{InterviewState, PersonKind, Response};
use crate::domain::span::Span;
use crate::domain::time::{Instant, Zone};

/// Which days of the calendar are wanted, and of whom.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarQuery {
    /// A date that is to be seen, in the zone; today where it is none. The viewer's locale says with which weekday weeks begin.
    pub date: Option<NaiveDate>,
    /// How the days are laid out.
    pub view: View,
    /// IANA name; the viewer's where it is none.
    pub zone: Option<String>,
    /// Interviews for this job only.
    pub job: Option<JobId>,
    /// Interviews with this client only.
    pub client: Option<ClientId>,
    /// Interviews that this colleague attends only, with the colleague's busy times.
    pub person: Option<UserId>,
    /// Interviews of this candidate only.
    #[serde(default)]
    pub candidate: Option<CandidateId>,
    /// Interviews in this room only.
    pub room: Option<RoomId>,
    /// As many days again before and after: what stands there can be shown at once when the page is turned.
    #[serde(default)]
    pub around: bool,
}

/// Somebody in an interview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarPerson {
    /// In what part.
    pub kind: PersonKind,
    /// The account, for colleagues.
    pub user: Option<UserId>,
    /// The name.
    pub name: String,
    /// The answer to the invitation.
    pub response: Response,
    /// The interview takes place without them, too.
    pub optional: bool,
}

/// An interview on the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarInterview {
    /// The interview.
    pub id: InterviewId,
    /// Its version, to be given back with a change.
    pub version: i64,
    /// The application.
    pub application: ApplicationId,
    /// Whether it takes place.
    pub state: InterviewState,
    /// When.
    pub span: Span,
    /// What kind of interview.
    pub title: String,
    /// The candidate's name.
    pub candidate_name: String,
    /// The job.
    pub job: JobId,
    /// Its title.
    pub job_title: String,
    /// The client's name; none in-house.
    pub client_name: Option<String>,
    /// Where.
    pub place: Place,
    /// The room's name.
    pub room: Option<String>,
    /// Who takes part besides the candidate.
    pub people: Vec<CalendarPerson>,
}

/// A colleague's busy time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarBusy {
    /// Whose.
    pub person_name: String,
    /// When.
    pub span: Span,
    /// What for: only one's own.
    pub title: Option<String>,
}

/// What the filters offer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarChoices {
    /// Open jobs with their titles.
    pub jobs: Vec<(JobId, String)>,
    /// Clients with their names.
    pub clients: Vec<(ClientId, String)>,
    /// Colleagues with their names; none for those who see their own interviews only.
    pub people: Vec<(UserId, String)>,
    /// Rooms with their names; none for those who see their own interviews only.
    pub rooms: Vec<(RoomId, String)>,
    /// Names of zones.
    pub zones: Vec<String>,
}

/// What the calendar shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CalendarView {
    /// The zone that it is shown in.
    pub zone: Zone,
    /// The first day.
    pub from: NaiveDate,
    /// The present at the server.
    pub now: Instant,
    /// Interviews by their start; those around the days shown, too, where they were asked for.
    pub interviews: Vec<CalendarInterview>,
    /// Busy times: one's own, and the person's who is looked at.
    pub busy: Vec<CalendarBusy>,
    /// That person's own weekly hours, with the zone that they are in.
    pub hours: Option<(WeeklyHours, Zone)>,
    /// There are more than are shown: narrow the filter.
    pub cut: bool,
    /// What the filters offer.
    pub choices: CalendarChoices,
}

/// Somebody in an interview, in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterviewPerson {
    /// In what part.
    pub kind: PersonKind,
    /// The name.
    pub name: String,
    /// The mail address.
    pub email: String,
    /// The zone of the person's messages.
    pub zone: Zone,
    /// The answer to the invitation.
    pub response: Response,
    /// What they said with it, for those who schedule and for themselves.
    pub answer: Option<PersonAnswer>,
}

/// One interview in full.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InterviewView {
    /// The interview.
    pub id: InterviewId,
    /// Its version, to be given back with a change.
    pub version: i64,
    /// How often its invitation was changed.
    pub sequence: i64,
    /// Whether it takes place.
    pub state: InterviewState,
    /// Why it was called off; empty otherwise.
    pub reason: String,
    /// What kind of interview.
    pub title: String,
    /// When.
    pub span: Span,
    /// The viewer's zone.
    pub zone: Zone,
    /// Where.
    pub place: Place,
    /// The room that it takes, with the way there.
    pub room: Option<(RoomId, String)>,
    /// The candidate.
    pub candidate: CandidateId,
    /// The candidate's name.
    pub candidate_name: String,
    /// The application.
    pub application: ApplicationId,
    /// The job.
    pub job: JobId,
    /// Its title.
    pub job_title: String,
    /// The client with its name; none in-house.
    pub client: Option<(ClientId, String)>,
    /// The request it was booked for.
    pub request: Option<RequestId>,
    /// The client's page it was booked from.
    pub page: Option<PageId>,
    /// Everybody in it, candidate first.
    pub people: Vec<InterviewPerson>,
    /// The viewer's own response, where the viewer is asked for one.
    pub own: Option<Response>,
    /// Whether the viewer may move it and call it off.
    pub can_manage: bool,
    /// The present at the server.
    pub now: Instant,
}

/// The calendar as the actor may see it.
///
/// # Errors
/// `Unauthorized` without a session; `Invalid` for a date or a zone that can not be.
#[server(prefix = "/api", endpoint = "calendar/range", input = Json)]
pub async fn calendar(query: CalendarQuery) -> Result<CalendarView, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::calendar::calendar(&ctx, query).await)
}

/// One interview.
///
/// # Errors
/// `NotFound` for one that the actor may not know of, too.
#[server(prefix = "/api", endpoint = "calendar/interview", input = Json)]
pub async fn interview(interview: InterviewId) -> Result<InterviewView, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::calendar::interview(&ctx, interview).await)
}
