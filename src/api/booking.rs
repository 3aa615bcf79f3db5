//! Inviting a candidate, and the candidate's booking page.
//!
//! What a candidate does (`book`, `reschedule`, `cancel`) is a plain form: it works without scripts, leads back to the
//! page, and an error comes back in the page's query.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use super::presentations::{FreshLink, LinkState};
use crate::domain::availability::conflict::Blocker;
use crate::domain::booking::RequestStage;
use crate::domain::id::{ApplicationId, CandidateId, InterviewId, PageId, RequestId};
use crate::domain::jobs::Place;
use crate::domain::span::Span;
use crate::domain::time::{Instant, Zone};

/// What the candidate's page is about now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BookingState {
    /// Not invited yet, or the client has shared no time yet.
    Waiting,
    /// A slot can be picked.
    Open,
    /// An interview is confirmed and still to come.
    Booked,
    /// The interview was called off by the organisation or client: wait for a new invitation.
    Cancelled,
    /// The interview has begun or is past.
    Over,
    /// The application is not pursued (declined, withdrawn, ended), or the job is closed.
    Closed,
}

/// The interview that stands, or the last that stood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BookedInterview {
    /// The interview: its calendar file is `paths::calendar_file(page, id)`.
    pub id: InterviewId,
    /// Its version.
    pub version: i64,
    /// When.
    pub span: Span,
    /// Where.
    pub place: Place,
    /// Whether it stands.
    pub confirmed: bool,
    /// Why it was called off.
    pub reason: String,
    /// Until when it can be moved or called off by the candidate: its start less the least notice.
    pub changeable_until: Instant,
}

/// Everything that the candidate's page shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BookingView {
    /// The request.
    pub request: RequestId,
    /// What the page is about.
    pub state: BookingState,
    /// Our organisation.
    pub organisation: String,
    /// The company one would work for: the client, else the organisation.
    pub company: String,
    /// The role.
    pub role: String,
    /// Where the work is.
    pub location: String,
    /// The interview's name (`Interview`, `Technical interview`).
    pub title: String,
    /// Its length.
    pub duration_minutes: u32,
    /// Whom one meets, where the job shows names.
    pub people: Vec<String>,
    /// Where; the text is empty until booked.
    pub place: Place,
    /// The client's message for candidates.
    pub message: String,
    /// Whom to ask.
    pub recruiter: String,
    /// The recruiter's mail address.
    pub recruiter_email: String,
    /// The candidate's name.
    pub candidate: String,
    /// The candidate's mail address.
    pub candidate_email: String,
    /// The candidate's telephone number, perhaps empty.
    pub candidate_phone: String,
    /// Whether text messages can be sent at all.
    pub has_text: bool,
    /// The zone that the page is shown in.
    pub zone: Zone,
    /// The present.
    pub now: Instant,
    /// The slots of the whole horizon, where one can be picked (open), or the booked one moved.
    pub slots: Vec<Span>,
    /// The interview that stands, or the last that stood.
    pub interview: Option<BookedInterview>,
    /// Other interviews of the round whose time is still to be picked, each by the link of its own mail.
    pub next: Vec<String>,
}

/// A request as staff schedule it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RequestView {
    /// The request.
    pub id: RequestId,
    /// Its version.
    pub version: i64,
    /// The candidate.
    pub candidate: CandidateId,
    /// The candidate's name.
    pub candidate_name: String,
    /// The application.
    pub application: ApplicationId,
    /// The job's title.
    pub job_title: String,
    /// The client's page, where the job has a client.
    pub page: Option<PageId>,
    /// Where it stands.
    pub state: RequestStage,
    /// Since when.
    pub since: Instant,
    /// When the candidate first opened the booking link.
    pub opened_at: Option<Instant>,
    /// Whether the candidate's link holds.
    pub link: LinkState,
    /// Whether there is availability to book in.
    pub answered: bool,
    /// Length of the interview.
    pub duration_minutes: u32,
    /// The zone the slots are aligned to.
    pub zone: Zone,
    /// The slots of the whole horizon.
    pub slots: Vec<Span>,
    /// The interview that stands, or the last that stood.
    pub interview: Option<BookedInterview>,
}

/// Whether a start is free, and if not, why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// The start.
    pub start: Instant,
    /// What stands in the way: none when it is free. Other people's busy times come with their titles.
    pub blockers: Vec<Blocker>,
    /// At most six free slots around it.
    pub nearest: Vec<Span>,
}

/// The booking page of a link, shown in `zone` (an IANA name; the viewer's where it is none). Changes nothing.
#[server(prefix = "/api", endpoint = "booking/page", input = Json)]
pub async fn booking_page(token: String, zone: Option<String>) -> Result<BookingView, ApiError> {
    let (ctx, request) = crate::server::ctx::Ctx::at_booking(&token).await?;
    ctx.answer(crate::server::services::booking::booking_page(&ctx, request, zone.as_deref()).await)
}

/// Notes that the candidate has opened the page: only the first time counts, and no colleague who tries the link. A form that the page
/// sends by itself.
#[server(prefix = "/api", endpoint = "booking/opened")]
pub async fn note_booking_opened(token: String) -> Result<(), ApiError> {
    let (ctx, request) = crate::server::ctx::Ctx::at_booking(&token).await?;
    if crate::server::ctx::Ctx::is_staff().await? {
        return Ok(());
    }
    ctx.answer(crate::server::services::booking::note_opened(&ctx, request).await)
}

/// Books a slot. `start_ms` is its start in milliseconds since 1970 (UTC), `zone` the zone it was read in, `phone` the
/// candidate's number (empty: as it is), `texts` whether they agree to text messages to it. The same start once more gives the same booking.
#[server(prefix = "/api", endpoint = "booking/book")]
pub async fn book(
    token: String,
    start_ms: i64,
    #[server(default)] zone: String,
    #[server(default)] phone: String,
    #[server(default)] texts: bool,
) -> Result<BookedInterview, ApiError> {
    let (ctx, request) = crate::server::ctx::Ctx::at_booking(&token).await?;
    let back = crate::paths::booking_in(&token, if crate::domain::time::is_zone_name(&zone) { &zone } else { "" });
    let booked = match texts {
        true => crate::server::services::booking::book_with_texts(&ctx, request, start_ms, &zone, &phone).await,
        false => crate::server::services::booking::book(&ctx, request, start_ms, &zone, &phone).await,
    };
    ctx.answer_form(booked, &back)
}

/// Moves the booked interview to another slot, not later than the least notice before it.
#[server(prefix = "/api", endpoint = "booking/reschedule")]
pub async fn reschedule(token: String, start_ms: i64, #[server(default)] zone: String) -> Result<BookedInterview, ApiError> {
    let (ctx, request) = crate::server::ctx::Ctx::at_booking(&token).await?;
    let back = crate::paths::booking_in(&token, if crate::domain::time::is_zone_name(&zone) { &zone } else { "" });
    ctx.answer_form(crate::server::services::booking::reschedule(&ctx, request, start_ms, &zone).await, &back)
}

/// Calls the booked interview off, with a reason of at most 1,000 characters, not later than the least notice before it.
#[server(prefix = "/api", endpoint = "booking/cancel")]
pub async fn cancel(token: String, #[server(default)] reason: String, #[server(default)] zone: String) -> Result<(), ApiError> {
    let back = crate::paths::booking_in(&token, if crate::domain::time::is_zone_name(&zone) { &zone } else { "" });
    let (ctx, request) = crate::server::ctx::Ctx::at_booking(&token).await?;
    ctx.answer_form(crate::server::services::booking::cancel(&ctx, request, &reason).await, &back)
}

/// A request with its slots, for staff.
#[server(prefix = "/api", endpoint = "booking/request", input = Json)]
pub async fn request(request: RequestId) -> Result<RequestView, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::booking::request_view(&ctx, request).await)
}

/// Mails the candidate the booking link. For a chosen, invited or cancelled request: again renews the link.
#[server(prefix = "/api", endpoint = "booking/invite", input = Json)]
pub async fn invite(request: RequestId) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::booking::invite(&ctx, request).await)
}

/// Invites a candidate of a job without a client: makes the request for the application's stage first.
#[server(prefix = "/api", endpoint = "booking/invite-directly", input = Json)]
pub async fn invite_directly(application: ApplicationId) -> Result<RequestId, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::booking::invite_directly(&ctx, application).await)
}

/// A fresh booking link to copy; those given out before still hold.
#[server(prefix = "/api", endpoint = "booking/link", input = Json)]
pub async fn booking_link(request: RequestId) -> Result<FreshLink, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::booking::booking_link(&ctx, request).await)
}

/// Makes all booking links of a request useless at once.
#[server(prefix = "/api", endpoint = "booking/revoke", input = Json)]
pub async fn revoke_booking_links(request: RequestId) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::booking::revoke_links(&ctx, request).await)
}

/// Books a slot on the candidate's behalf.
#[server(prefix = "/api", endpoint = "booking/book-for", input = Json)]
pub async fn book_for(request: RequestId, start: Instant) -> Result<BookedInterview, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::booking::book_for(&ctx, request, start).await)
}

/// Moves an interview to another slot; least notice does not bind staff.
#[server(prefix = "/api", endpoint = "booking/reschedule-interview", input = Json)]
pub async fn reschedule_interview(interview: InterviewId, start: Instant, version: i64) -> Result<BookedInterview, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::booking::reschedule_interview(&ctx, interview, start, version).await)
}

/// Calls an interview off, with a reason of 1 to 1,000 characters that everybody in it is told.
#[server(prefix = "/api", endpoint = "booking/cancel-interview", input = Json)]
pub async fn cancel_interview(interview: InterviewId, reason: String, version: i64) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::booking::cancel_interview(&ctx, interview, &reason, version).await)
}

/// The client's contact calls an interview of the own page off. A plain form does, too.
#[server(prefix = "/api", endpoint = "booking/cancel-from-page")]
pub async fn cancel_from_page(page: String, interview: InterviewId, version: i64, reason: String) -> Result<(), ApiError> {
    let back = crate::paths::opened_page(&page);
    let (ctx, page) = crate::server::ctx::Ctx::at_page(&page).await?;
    ctx.answer_form(crate::server::services::booking::cancel_from_page(&ctx, page, interview, &reason, version).await, &back)
}

/// Why a start is refused, for staff.
#[server(prefix = "/api", endpoint = "booking/explain", input = Json)]
pub async fn explain(request: RequestId, start: Instant) -> Result<Explanation, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::booking::explain(&ctx, request, start).await)
}
