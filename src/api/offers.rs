//! The Offers tab of a candidate.

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use super::clients::Choice;
use super::error::ApiError;
use crate::domain::history::HistoryLine;
use crate::domain::id::{ApplicationId, CandidateId, OfferId, OfferTemplateId, OfferVersionId};
use crate::domain::offers::filled::{Known, SaveOffer, SentLetter, Typed};
use crate::domain::offers::offer::OfferState;
use crate::domain::offers::template::OfferContent;
use crate::domain::time::{Instant, Zone};

/// The offers of a candidate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OffersTab {
    /// The candidate.
    pub candidate: CandidateId,
    /// The candidate's name.
    pub candidate_name: String,
    /// The candidate's mail address: where an offer goes.
    pub candidate_email: String,
    /// The applications in a stage of kind Offer, with the jobs' titles.
    pub applications: Vec<Choice<ApplicationId>>,
    /// The one that is shown; none where there is none in such a stage.
    pub application: Option<Choice<ApplicationId>>,
    /// What is worked on.
    pub work: Option<OfferWork>,
    /// The candidate before this one among those in a stage of kind Offer.
    pub previous: Option<Choice<CandidateId>>,
    /// The one after.
    pub next: Option<Choice<CandidateId>>,
    /// The viewer writes and sends offers.
    pub may_manage: bool,
    /// The viewer's zone.
    pub zone: Zone,
    /// The present at the server.
    pub now: Instant,
}

/// The offer of one application.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfferWork {
    /// What is known from the records, by tag.
    pub known: Known,
    /// The approved letters.
    pub letters: Vec<LetterChoice>,
    /// The latest offer.
    pub offer: Option<OfferView>,
    /// How many there were before it.
    pub earlier: u32,
    /// The day, in the organisation's zone.
    pub today: NaiveDate,
    /// The day to answer by that an offer begins with.
    pub usual_expiry: NaiveDate,
    /// The organisation's zone: the last day to answer ends by its clock.
    pub house_zone: Zone,
}

/// A version of a letter to write an offer from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterChoice {
    /// The version.
    pub id: OfferVersionId,
    /// Its template.
    pub template: OfferTemplateId,
    /// The template's name.
    pub name: String,
    /// Which version, from 1.
    pub number: i32,
    /// What it says.
    pub content: OfferContent,
    /// Who has to approve, by name, in their order.
    pub approvers: Vec<String>,
}

/// An offer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfferView {
    /// The offer.
    pub id: OfferId,
    /// For the next change.
    pub version: i64,
    /// Which of the application, from 1.
    pub number: i32,
    /// Where it stands.
    pub state: OfferState,
    /// What it is written from.
    pub letter: LetterChoice,
    /// What was typed.
    pub typed: Typed,
    /// The last day to answer.
    pub expires_on: NaiveDate,
    /// When it was saved last.
    pub saved_at: Instant,
    /// By whom.
    pub saved_by: String,
    /// What was sent.
    pub sent: Option<OfferSent>,
    /// When it was answered, rescinded or expired.
    pub ended_at: Option<Instant>,
    /// The name with which it was signed.
    pub signed_as: String,
    /// The network address that the signature came from.
    pub signed_from: String,
    /// Why it was declined or rescinded.
    pub reason: String,
    /// Who has to approve it as it stands.
    pub approvals: Vec<ApprovalView>,
    /// The viewer is one of them.
    pub is_approver: bool,
    /// It is the viewer's turn to approve or refuse.
    pub may_decide: bool,
}

/// What was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferSent {
    /// When.
    pub at: Instant,
    /// To which address.
    pub to: String,
    /// What it says.
    pub letter: SentLetter,
    /// The hash of that.
    pub sha256: String,
    /// When the time to answer is over.
    pub expires_at: Instant,
    /// When the candidate opened it first.
    pub opened_at: Option<Instant>,
}

/// Somebody who has to approve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalView {
    /// The name.
    pub name: String,
    /// The account can be used; else an administrator decides in its place.
    pub active: bool,
    /// When it was approved, and by whom.
    pub approved: Option<(Instant, String)>,
}

/// A decision about an offer that is to be approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecideOffer {
    /// The offer.
    pub id: OfferId,
    /// The version that was read.
    pub version: i64,
    /// Yes, or back to whoever wrote it.
    pub approve: bool,
    /// Why; needed for a refusal.
    #[serde(default)]
    pub reason: String,
}

/// The offers of a candidate.
#[server(name = OffersTabCall, prefix = "/api", endpoint = "offers/tab", input = Json)]
pub async fn offers_tab(candidate: CandidateId, application: Option<ApplicationId>) -> Result<OffersTab, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::offers::writing::tab(&ctx, candidate, application).await)
}

/// Saves an offer, or begins one.
#[server(name = SaveOfferCall, prefix = "/api", endpoint = "offers/save", input = Json)]
pub async fn save_offer(input: SaveOffer) -> Result<OfferId, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::offers::writing::save(&ctx, input).await)
}

/// Asks those who have to approve an offer.
#[server(name = AskApproval, prefix = "/api", endpoint = "offers/ask")]
pub async fn ask_approval(id: OfferId, version: i64) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::offers::approving::ask(&ctx, id, version).await)
}

/// Approves an offer, or refuses it.
#[server(name = DecideOfferCall, prefix = "/api", endpoint = "offers/decide", input = Json)]
pub async fn decide_offer(input: DecideOffer) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::offers::approving::decide(&ctx, input).await)
}

/// Sends an offer to the candidate, at the address that was confirmed.
#[server(name = SendOffer, prefix = "/api", endpoint = "offers/send")]
pub async fn send_offer(id: OfferId, version: i64, email: String) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::offers::sending::send(&ctx, id, version, &email).await)
}

/// Takes an offer back.
#[server(name = RescindOffer, prefix = "/api", endpoint = "offers/rescind", input = Json)]
pub async fn rescind_offer(id: OfferId, version: i64, reason: String) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::offers::sending::rescind(&ctx, id, version, &reason).await)
}

/// What happened with the offers of the same application, the latest first.
#[server(name = OfferHistoryCall, prefix = "/api", endpoint = "offers/history", input = Json)]
pub async fn offer_history(id: OfferId) -> Result<Vec<HistoryLine>, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::offers::writing::happened(&ctx, id).await)
}
