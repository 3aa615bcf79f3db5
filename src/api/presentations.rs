//! Presenting candidates to a client; the client's page.
//!
//! `page` in the functions below is what opens the page: the token of its link for the client, or the page's id for
//! signed-in staff, who then act on the client's behalf.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::domain::availability::page::{PageAvailability, Surroundings};
use crate::domain::booking::RequestStage;
use crate::domain::id::{ApplicationId, ContactId, FileId, InterviewId, JobId, PageId, RequestId};
use crate::domain::jobs::Place;
use crate::domain::span::Span;
use crate::domain::time::Instant;

/// Candidates to present to a client's contact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PresentCandidates {
    /// The job.
    pub job: JobId,
    /// Who shall look at them; a contact of the job's client.
    pub contact: ContactId,
    /// Open applications on the job, 1 to 50.
    pub applications: Vec<ApplicationId>,
    /// A message to the contact, at most 2,000 characters.
    pub message: String,
}

/// A link to give to somebody: made for this answer, it can not be shown again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FreshLink {
    /// The whole address.
    pub address: String,
    /// Until when it holds.
    pub expires_at: Instant,
}

/// Whether somebody can still open a page by link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LinkState {
    /// A link holds.
    Live {
        /// Until when.
        until: Instant,
    },
    /// All links have expired.
    Expired,
    /// The links were revoked.
    Revoked,
    /// There was none yet.
    None,
}

/// A client page in a job's list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageLine {
    /// The page.
    pub id: PageId,
    /// Whose it is.
    pub contact: ContactId,
    /// The contact's name.
    pub contact_name: String,
    /// The contact's mail address.
    pub contact_email: String,
    /// When it was last sent.
    pub shared_at: Instant,
    /// When its link was first opened.
    pub opened_at: Option<Instant>,
    /// When availability was last saved; none while there is none.
    pub answered_at: Option<Instant>,
    /// Who saved it.
    pub answered_by: Option<String>,
    /// Whether the link holds.
    pub link: LinkState,
    /// Candidates on whom the contact has not decided.
    pub undecided: u32,
    /// Candidates chosen and not booked yet (invited or cancelled ones too).
    pub to_book: u32,
    /// Candidates with an interview.
    pub booked: u32,
    /// Candidates declined.
    pub declined: u32,
}

/// A document of a presented candidate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PresentedFile {
    /// The file: `paths::presented_file(token, id)`, for staff `paths::file(id)`.
    pub id: FileId,
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its size.
    pub size_bytes: i64,
}

/// A candidate on a client's page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PresentedCandidate {
    /// The request, by which the candidate is chosen or declined.
    pub request: RequestId,
    /// Its version, to be given back with a decision.
    pub version: i64,
    /// The name.
    pub name: String,
    /// Which interview of the round it is about, where that has several.
    pub round: Option<String>,
    /// Where the request stands; withdrawn ones are not shown.
    pub state: RequestStage,
    /// Since when.
    pub since: Instant,
    /// Why declined; empty otherwise.
    pub reason: String,
    /// Résumés, the latest first.
    pub files: Vec<PresentedFile>,
    /// The confirmed interview.
    pub interview: Option<InterviewId>,
}

/// A confirmed interview on a client's page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageInterview {
    /// The interview: its calendar file is `paths::calendar_file(page, id)`.
    pub id: InterviewId,
    /// Its request.
    pub request: RequestId,
    /// Its version.
    pub version: i64,
    /// The candidate's name.
    pub candidate: String,
    /// When.
    pub span: Span,
    /// Where.
    pub place: Place,
    /// Our people in it, by name.
    pub attendees: Vec<String>,
}

/// Everything that the client's page shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClientPageView {
    /// The page.
    pub id: PageId,
    /// Its version, to be given back when availability is saved.
    pub version: i64,
    /// Whether staff looks at it on the client's behalf.
    pub on_behalf: bool,
    /// How it was shared, for staff.
    pub sharing: Option<PageLine>,
    /// Our organisation.
    pub organisation: String,
    /// The recruiter.
    pub recruiter: String,
    /// The recruiter's mail address.
    pub recruiter_email: String,
    /// The job.
    pub job: JobId,
    /// Its title.
    pub job_title: String,
    /// Where the work is.
    pub job_location: String,
    /// The client company.
    pub client: String,
    /// The contact's name.
    pub contact: String,
    /// The contact's IANA zone.
    pub contact_zone: String,
    /// The recruiter's message to the contact.
    pub message: String,
    /// The presented candidates, undecided ones first.
    pub candidates: Vec<PresentedCandidate>,
    /// What was shared, or what to start from.
    pub availability: PageAvailability,
    /// When availability was last saved; none while there is none.
    pub answered_at: Option<Instant>,
    /// Who saved it.
    pub answered_by: Option<String>,
    /// Confirmed interviews from today on, by start.
    pub interviews: Vec<PageInterview>,
    /// For the live number of slots: `availability.question(&around)`. Nobody's name, no title of a busy time.
    pub around: Surroundings,
}

/// Presents candidates: makes or takes up the page of this contact and job, and mails its link.
#[server(prefix = "/api", endpoint = "presentations/present", input = Json)]
pub async fn present(input: PresentCandidates) -> Result<PageId, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::presentations::present(&ctx, input).await)
}

/// Takes a candidate back from a client; not once an interview is booked.
#[server(prefix = "/api", endpoint = "presentations/withdraw", input = Json)]
pub async fn withdraw(request: RequestId, version: i64) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::presentations::withdraw(&ctx, request, version).await)
}

/// A fresh link to copy; those given out before still hold.
#[server(prefix = "/api", endpoint = "presentations/link", input = Json)]
pub async fn page_link(page: PageId) -> Result<FreshLink, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::presentations::page_link(&ctx, page).await)
}

/// Makes all links of a page useless at once.
#[server(prefix = "/api", endpoint = "presentations/revoke", input = Json)]
pub async fn revoke_page_links(page: PageId) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::presentations::revoke_links(&ctx, page).await)
}

/// Mails the page to its contact once more, with a fresh link.
#[server(prefix = "/api", endpoint = "presentations/resend", input = Json)]
pub async fn resend_page(page: PageId) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::presentations::resend(&ctx, page).await)
}

/// The client pages of a job.
#[server(prefix = "/api", endpoint = "presentations/pages", input = Json)]
pub async fn pages_of_job(job: JobId) -> Result<Vec<PageLine>, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::presentations::pages_of_job(&ctx, job).await)
}

/// The client's page. Changes nothing.
#[server(prefix = "/api", endpoint = "presentations/page", input = Json)]
pub async fn client_page(page: String) -> Result<ClientPageView, ApiError> {
    let (ctx, page) = crate::server::ctx::Ctx::at_page(&page).await?;
    ctx.answer(crate::server::services::presentations::client_page(&ctx, page).await)
}

/// Notes that the client has opened the page: only the first time counts, staff's visits do not.
#[server(prefix = "/api", endpoint = "presentations/opened", input = Json)]
pub async fn note_page_opened(page: String) -> Result<(), ApiError> {
    let (ctx, page) = crate::server::ctx::Ctx::at_page(&page).await?;
    let staff = crate::server::ctx::Ctx::is_staff().await? && matches!(ctx.actor, crate::domain::people::Actor::Contact { .. });
    if staff { Ok(()) } else { ctx.answer(crate::server::services::presentations::note_opened(&ctx, page).await) }
}

/// Chooses (`choice` is `choose`) or declines (`decline`, with a reason of 1 to 1,000 characters) a candidate. A plain form does, too.
#[server(prefix = "/api", endpoint = "presentations/decide")]
pub async fn decide(
    page: String,
    request: RequestId,
    version: i64,
    choice: String,
    #[server(default)] reason: String,
) -> Result<(), ApiError> {
    let back = crate::paths::opened_page(&page);
    let (ctx, page) = crate::server::ctx::Ctx::at_page(&page).await?;
    ctx.answer_form(crate::server::services::presentations::decide(&ctx, page, request, version, &choice, &reason).await, &back)
}
