//! An offer as the candidate reads it. All of it is plain forms: it works without scripts.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::domain::offers::letter::Block;
use crate::domain::offers::offer::OfferState;
use crate::domain::time::{Instant, Zone};

/// What the link of an offer opens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PortalView {
    /// Nothing, until the code is given.
    Locked {
        /// Whose offer it is.
        organisation: String,
        /// Where the code goes, all but its first letter hidden.
        email: String,
        /// One was sent and still holds.
        code_sent: bool,
    },
    /// The offer.
    Open(Box<OfferPage>),
}

/// The offer as the candidate reads it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfferPage {
    /// Where it stands.
    pub state: OfferState,
    /// Our organisation.
    pub organisation: String,
    /// Whom the job is with.
    pub company: String,
    /// The job's title.
    pub role: String,
    /// The candidate's name.
    pub name: String,
    /// The candidate's address.
    pub email: String,
    /// What the letter is called.
    pub title: String,
    /// The letter.
    pub blocks: Vec<Block>,
    /// Its hash: what is signed.
    pub sha256: String,
    /// When it was sent.
    pub sent_at: Instant,
    /// When the time to answer is over.
    pub expires_at: Instant,
    /// When it was answered, rescinded or expired.
    pub answered_at: Option<Instant>,
    /// The name it was signed with.
    pub signed_as: String,
    /// Whom to ask.
    pub recruiter: String,
    /// The recruiter's mail address.
    pub recruiter_email: String,
    /// The zone that the page is shown in.
    pub zone: Zone,
}

/// A typed signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptOffer {
    /// The name.
    #[serde(default)]
    pub name: String,
    /// That it stands for a signature.
    #[serde(default)]
    pub consent: bool,
    /// The hash of what was read.
    pub sha256: String,
}

/// The page of an offer. Changes nothing.
#[server(name = AskOfferPage, prefix = "/api", endpoint = "portal/page", input = Json)]
pub async fn offer_page(token: String) -> Result<PortalView, ApiError> {
    let (ctx, visit) = crate::server::ctx::Ctx::at_offer(&token).await?;
    ctx.answer(crate::server::services::offers::portal::page(&ctx, visit).await)
}

/// Mails a code.
#[server(name = SendOfferCode, prefix = "/api", endpoint = "portal/code")]
pub async fn send_offer_code(token: String) -> Result<(), ApiError> {
    let (ctx, visit) = crate::server::ctx::Ctx::at_offer(&token).await?;
    ctx.answer_form(crate::server::services::offers::portal::send_code(&ctx, visit).await, &crate::paths::offer(&token))
}

/// Takes the code: this browser may read the offer from then on.
#[server(name = EnterOffer, prefix = "/api", endpoint = "portal/enter")]
pub async fn enter_offer(token: String, #[server(default)] code: String) -> Result<(), ApiError> {
    let (ctx, visit) = crate::server::ctx::Ctx::at_offer(&token).await?;
    let entered = crate::server::services::offers::portal::enter(&ctx, visit, &code).await;
    if let Ok(session) = &entered {
        ctx.start_offer_session(session);
    }
    ctx.answer_form(entered.map(drop), &crate::paths::offer(&token))
}

/// Accepts the offer.
#[server(name = SignOffer, prefix = "/api", endpoint = "portal/accept")]
pub async fn accept_offer(token: String, input: AcceptOffer) -> Result<(), ApiError> {
    let (ctx, visit) = crate::server::ctx::Ctx::at_offer(&token).await?;
    ctx.answer_form(crate::server::services::offers::portal::accept(&ctx, visit, input).await, &crate::paths::offer(&token))
}

/// Declines the offer.
#[server(name = DeclineOffer, prefix = "/api", endpoint = "portal/decline")]
pub async fn decline_offer(token: String, #[server(default)] reason: String) -> Result<(), ApiError> {
    let (ctx, visit) = crate::server::ctx::Ctx::at_offer(&token).await?;
    ctx.answer_form(crate::server::services::offers::portal::decline(&ctx, visit, &reason).await, &crate::paths::offer(&token))
}
