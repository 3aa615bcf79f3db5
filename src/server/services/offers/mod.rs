//! Offers: templates of letters, writing one, having it approved, sending it, and what the candidate does with it.

pub mod approving;
pub mod known;
pub mod paper;
pub mod portal;
pub mod sending;
pub mod templates;
pub mod writing;

use serde_json::{Value, json};

use crate::api::error::ApiError;
use crate::domain::can;
use crate::domain::candidates::ApplicationState;
use crate::domain::id::{EventId, OfferId};
use crate::domain::jobs::StageKind;
use crate::domain::offers::offer::{NotFromHere, OfferState, OfferStep, Transition};
use crate::domain::people::EmailAddress;
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result, StoreError};
use crate::server::mail::message::{OfferNews, OfferStaffStep, Recipient};
use crate::server::store::Tx;
use crate::server::store::applications::ApplicationRow;
use crate::server::store::history::Event;
use crate::server::store::offer_templates::OfferVersionRow;
use crate::server::store::offers::OfferRow;

/// An offer with the letter that it is written from.
async fn with_letter(tx: &mut Tx, id: OfferId) -> Result<(OfferRow, OfferVersionRow)> {
    let row = tx.offer(id).await?.ok_or(ApiError::NotFound)?;
    let letter = tx.offer_version(row.letter).await?.ok_or(ApiError::NotFound)?;
    Ok((row, letter))
}

/// An offer that whoever keeps the records works on.
async fn own(ctx: &Ctx, tx: &mut Tx, id: OfferId) -> Result<(OfferRow, OfferVersionRow)> {
    ctx.require(can::manage_records(&ctx.actor))?;
    with_letter(tx, id).await
}

/// Refuses unless the application is worked on in a stage of kind Offer.
async fn in_offer_stage(tx: &mut Tx, application: &ApplicationRow) -> Result<()> {
    let stages = tx.stages(application.job_id).await?;
    let here = stages.iter().any(|stage| stage.id == Some(application.stage_id) && stage.kind == StageKind::Offer);
    if here && application.state == ApplicationState::Active { Ok(()) } else { Err(not_possible("error-offer-stage")) }
}

/// The step, or why it is not possible: what the offer has become meanwhile.
fn step(row: &OfferRow, version: i64, step: OfferStep, needs_approval: bool) -> Result<Transition> {
    let transition = row.state.step(step, needs_approval).map_err(|NotFromHere { from, .. }| is_already(from))?;
    if row.version == version { Ok(transition) } else { Err(ApiError::Stale.into()) }
}

fn is_already(state: OfferState) -> Error {
    not_possible(&format!("error-offer-is-{}", state.name()))
}

fn not_possible(key: &str) -> Error {
    ApiError::NotPossible(key.to_owned()).into()
}

/// Somebody else was first: says what the offer is now, where that is more than another text.
async fn lost(ctx: &Ctx, id: OfferId, error: StoreError) -> Error {
    if !matches!(error, StoreError::Stale) {
        return error.into();
    }
    let now = async { ctx.store().read().await?.offer(id).await };
    match now.await {
        Ok(Some(row)) if row.state.is_frozen() => is_already(row.state),
        Ok(_) => ApiError::Stale.into(),
        Err(error) => error.into(),
    }
}

/// Records what happened to an offer.
async fn record(ctx: &Ctx, tx: &mut Tx, action: &'static str, row: &OfferRow, data: Value) -> Result<EventId> {
    let id = ctx.id(EventId::new)?;
    tx.record(Event {
        id,
        at: ctx.now(),
        actor: ctx.actor.clone(),
        action,
        subject: ("offer", row.id.to_string()),
        candidate_id: Some(row.candidate),
        application_id: Some(row.application),
        job_id: Some(row.job),
        data,
        topics: Vec::new(),
    })
    .await?;
    Ok(id)
}

/// Tells the job's recruiter, and whoever wrote an offer, what became of it, each once; nobody of what they did themselves.
async fn tell_authors(ctx: &Ctx, tx: &mut Tx, event: EventId, row: &OfferRow, step: OfferStaffStep, words: &str) -> Result<()> {
    let job = tx.job_record(row.job).await?.ok_or(ApiError::NotFound)?;
    let mut people = tx.authors_of_offer(row.id).await?;
    people.retain(|author| *author != job.recruiter.id);
    people.insert(0, job.recruiter.id);
    for whom in people.into_iter().filter(|whom| ctx.actor.user_id() != Some(*whom)) {
        tell(ctx, tx, event, row, (whom, step), words).await?;
    }
    Ok(())
}

/// Tells a colleague of an offer.
async fn tell(
    ctx: &Ctx,
    tx: &mut Tx,
    event: EventId,
    row: &OfferRow,
    (whom, step): (crate::domain::id::UserId, OfferStaffStep),
    words: &str,
) -> Result<()> {
    let job = tx.job_record(row.job).await?.ok_or(ApiError::NotFound)?;
    let candidate = tx.candidate_record(row.candidate).await?.ok_or(ApiError::NotFound)?;
    let user = tx.user(whom).await?.ok_or(ApiError::NotFound)?;
    // Who keeps the records no longer could not open what the mail leads to; whoever is asked to approve can.
    let may_read = step == OfferStaffStep::Asked || user.role.is_staff();
    if !user.active || !may_read {
        return Ok(());
    }
    let news = OfferNews {
        to: Recipient { name: user.name, email: user.email, zone: user.zone },
        step,
        candidate: candidate.name,
        job_title: job.title,
        words: words.to_owned(),
        link: crate::paths::candidate_offers_of(row.candidate, row.application),
    };
    super::messages::enqueue(tx, ctx, event, news).await
}

/// A stored address, which was parsed when it was stored.
fn address(stored: &str) -> Result<EmailAddress> {
    EmailAddress::parse(stored).map_err(|error| Error::Internal(error.to_string()))
}

/// What an event says of a letter.
fn letter_data(title: &str) -> Value {
    json!({ "letter": title })
}
