//! Inviting a candidate to pick a time.

use crate::api::error::ApiError;
use crate::api::presentations::FreshLink;
use crate::domain::booking::{RequestStage, RequestStep};
use crate::domain::can;
use crate::domain::id::{ApplicationId, EventId, RequestId, TemplateId};
use crate::domain::jobs::JobState;
use crate::domain::people::Actor;
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::mail::message::{BookingInvitation, Recipient, Sender};
use crate::server::services::presentations::{into_stage, raced};
use crate::server::services::{links, messages};
use crate::server::store::Tx;
use crate::server::store::history::Event;
use crate::server::store::links::Purpose;
use crate::server::store::requests::RequestRow;
use crate::server::store::rounds::RoundLine;

/// Mails the candidate a booking link; again renews it.
///
/// # Errors
/// `NotFound`; `NotPossible` in a state without invitation, or when the job is closed or has no template.
pub async fn invite(ctx: &Ctx, request: RequestId) -> Result<()> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let row = tx.request(request).await?.ok_or(ApiError::NotFound)?;
    invite_in(&mut tx, ctx, &row).await?;
    Ok(tx.commit().await?)
}

/// The same within another use case's transaction.
///
/// # Errors
/// As for [`invite`].
pub async fn invite_in(tx: &mut Tx, ctx: &Ctx, row: &RequestRow) -> Result<()> {
    let pool = &row.pool;
    let timing = pool.timing().ok_or_else(|| ApiError::NotPossible("error-no-template".into()))?;
    if !row.application_active || !row.in_stage {
        return Err(ApiError::NotPossible("error-application-ended".into()).into());
    }
    if pool.job_state != JobState::Open {
        return Err(ApiError::NotPossible("error-job-closed".into()).into());
    }
    let state = row.state.after(RequestStep::Invite)?;
    tx.set_request_state(row.id, row.version, state, "", ctx.now()).await?;
    let link = links::issue(tx, ctx, Purpose::Booking, row.id).await?;
    let event = ctx.id(EventId::new)?;
    tx.record(event_of(ctx, event, row, "request.invited")).await?;
    let message = BookingInvitation {
        to: Recipient { name: row.candidate.name.clone(), email: row.candidate.email.clone(), zone: row.candidate.zone.clone() },
        sender: Sender { name: pool.recruiter.name.clone(), email: pool.recruiter.email.clone() },
        application_id: row.application,
        job_title: pool.job_title.clone(),
        company: pool.company().to_owned(),
        interview: pool.named_interview().map(str::to_owned),
        duration_minutes: timing.duration_minutes,
        words: pool.page.as_ref().map(|page| page.availability.message.clone()).unwrap_or_default(),
        link: link.path,
    };
    messages::enqueue(tx, ctx, event, message).await
}

/// The interview of a round that comes next: the first that is not booked; the first of all where every one is.
pub fn next_of_round(round: &[RoundLine]) -> Option<TemplateId> {
    round.iter().find(|line| !line.is_booked).or(round.first()).map(|line| line.template)
}

/// Once a candidate has a time for one interview of a round, they are asked for the next that nobody asked them for: in the transaction of the
/// booking.
///
/// # Errors
/// When the database refuses.
pub(super) async fn invite_to_next(tx: &mut Tx, ctx: &Ctx, row: &RequestRow) -> Result<()> {
    let Some(stage) = row.pool.stage.filter(|_| row.application_active && row.in_stage && row.pool.is_answered()) else { return Ok(()) };
    let round = tx.round(row.application, stage).await?;
    let Some(next) = round.into_iter().find(|line| !line.is_booked && line.request.is_none()) else { return Ok(()) };
    let (id, page) = (ctx.id(RequestId::new)?, row.pool.page.as_ref().map(|page| page.id));
    tx.insert_request(id, (row.application, stage, Some(next.template), page), RequestStage::Chosen, ctx.now()).await.map_err(raced)?;
    let next = tx.request(id).await?.ok_or(ApiError::NotFound)?;
    invite_in(tx, ctx, &next).await
}

/// Invites a candidate of a job without a client.
///
/// # Errors
/// `NotFound`; `NotPossible` for a client's job, without a stage for interviews, or when the request stands otherwise.
pub async fn invite_directly(ctx: &Ctx, application: ApplicationId) -> Result<RequestId> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let (application, job) = tx.application_to_schedule(application).await?.ok_or(ApiError::NotFound)?;
    let pool = tx.pool_of_job(job, None).await?.ok_or(ApiError::NotFound)?;
    if pool.client.is_some() {
        return Err(ApiError::NotPossible("error-present-first".into()).into());
    }
    let stage = into_stage(&mut tx, ctx, &application, &pool).await?;
    let template = next_of_round(&tx.round(application.id, stage).await?);
    let request = match tx.request_of(application.id, stage, template).await? {
        Some(request) => {
            if matches!(request.state, RequestStage::Declined | RequestStage::Withdrawn) {
                tx.set_request_state(request.id, request.version, RequestStage::Chosen, "", ctx.now()).await?;
            }
            request.id
        }
        None => {
            let id = ctx.id(RequestId::new)?;
            // Somebody else invites at the same moment: look again.
            tx.insert_request(id, (application.id, stage, template, None), RequestStage::Chosen, ctx.now()).await.map_err(raced)?;
            id
        }
    };
    let row = tx.request(request).await?.ok_or(ApiError::NotFound)?;
    invite_in(&mut tx, ctx, &row).await?;
    tx.commit().await?;
    Ok(request)
}

/// A fresh booking link to copy.
///
/// # Errors
/// `NotFound`; `NotPossible` before the candidate is invited.
pub async fn booking_link(ctx: &Ctx, request: RequestId) -> Result<FreshLink> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let row = tx.request(request).await?.ok_or(ApiError::NotFound)?;
    if !matches!(row.state, RequestStage::Invited | RequestStage::Booked | RequestStage::Cancelled) {
        return Err(ApiError::NotPossible("error-not-invited".into()).into());
    }
    let link = links::issue(&mut tx, ctx, Purpose::Booking, request).await?;
    let event = ctx.id(EventId::new)?;
    tx.record(event_of(ctx, event, &row, "link.made")).await?;
    tx.commit().await?;
    Ok(link.to_copy(ctx))
}

/// Makes all booking links of a request useless.
///
/// # Errors
/// `NotFound`.
pub async fn revoke_links(ctx: &Ctx, request: RequestId) -> Result<()> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let row = tx.request(request).await?.ok_or(ApiError::NotFound)?;
    tx.revoke_links(Purpose::Booking, &request.to_string(), ctx.now()).await?;
    let event = ctx.id(EventId::new)?;
    tx.record(event_of(ctx, event, &row, "link.revoked")).await?;
    Ok(tx.commit().await?)
}

/// Notes that the candidate opened the page; staff's visits do not count.
///
/// # Errors
/// When the actor may not see it.
pub async fn note_opened(ctx: &Ctx, request: RequestId) -> Result<()> {
    ctx.require(can::use_request(&ctx.actor, request))?;
    let mut tx = ctx.store().begin().await?;
    let row = tx.request(request).await?.ok_or(ApiError::NotFound)?;
    opened_in(&mut tx, ctx, &row).await?;
    Ok(tx.commit().await?)
}

/// The same within another use case's transaction: whoever books has opened the page, also where no script could say so.
///
/// # Errors
/// When the database fails.
pub(super) async fn opened_in(tx: &mut Tx, ctx: &Ctx, row: &RequestRow) -> Result<()> {
    if matches!(ctx.actor, Actor::Candidate { .. }) && row.opened_at.is_none() && tx.note_request_opened(row.id, ctx.now()).await? {
        let event = ctx.id(EventId::new)?;
        tx.record(event_of(ctx, event, row, "request.opened")).await?;
    }
    Ok(())
}

/// An event about a request.
pub(in crate::server::services) fn event_of(ctx: &Ctx, id: EventId, row: &RequestRow, action: &'static str) -> Event {
    Event {
        id,
        at: ctx.now(),
        actor: ctx.actor.clone(),
        action,
        subject: ("request", row.id.to_string()),
        candidate_id: Some(row.candidate.id),
        application_id: Some(row.application),
        job_id: Some(row.pool.job),
        data: serde_json::json!({}),
        topics: row.pool.page.iter().map(|page| format!("page:{}", page.id)).collect(),
    }
}
