//! Applications: put on a job, moved from stage to stage, ended, taken up again.

use serde_json::json;

use super::booking::{self, next_of_round};
use crate::api::error::ApiError;
use crate::domain::booking::RequestStage;
use crate::domain::can;
use crate::domain::candidates::{AddApplication, ApplicationState, Disposition, EndApplication, MoveApplication, SetCoordinator};
use crate::domain::error::FieldErrors;
use crate::domain::id::{ApplicationId, CandidateId, EventId, JobId, RequestId, StageId};
use crate::domain::jobs::{JobState, SaveStage};
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result, StoreError};
use crate::server::store::Tx;
use crate::server::store::applications::ApplicationRow;
use crate::server::store::history::Event;
use crate::server::store::jobs::JobRow;

/// Whether whoever enters a stage is invited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Invite {
    /// Where the job says so.
    AsTheJobSays,
    /// By somebody here.
    ByHand,
}

/// Puts a candidate on an open job.
///
/// # Errors
/// `Invalid` at `job_id` when the candidate is on it already or it is closed; `NotFound`.
pub async fn add(ctx: &Ctx, input: AddApplication) -> Result<ApplicationId> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let job = input.validate()?;
    let mut tx = ctx.store().begin().await?;
    tx.candidate_record(input.candidate_id).await?.ok_or(ApiError::NotFound)?;
    let id = put_on_job(ctx, &mut tx, input.candidate_id, job, input.stage_id).await?;
    tx.commit().await?;
    Ok(id)
}

/// The same within another use case's transaction.
pub(super) async fn put_on_job(
    ctx: &Ctx,
    tx: &mut Tx,
    candidate: CandidateId,
    job_id: JobId,
    stage: Option<StageId>,
) -> Result<ApplicationId> {
    let at_job = |message| Error::from(FieldErrors::one("job_id", message));
    let job = tx.job_record(job_id).await?.ok_or_else(|| at_job("error-choose"))?;
    if job.state != JobState::Open {
        return Err(at_job("error-job-closed"));
    }
    let stages = tx.stages(job_id).await?;
    let stage = match stage {
        Some(stage) => stages.iter().find(|known| known.id == Some(stage)).ok_or_else(|| FieldErrors::one("stage_id", "error-choose"))?,
        None => stages.first().ok_or_else(|| at_job("error-no-stage"))?,
    };
    let row = place(ctx, tx, candidate, &job, stage).await?;
    enter_stage(ctx, tx, &row, stage, Invite::AsTheJobSays).await?;
    Ok(row.id)
}

/// Puts a candidate into a stage of a job, open or not, without what follows from being in it: what another system says happened.
pub(super) async fn place(ctx: &Ctx, tx: &mut Tx, candidate: CandidateId, job: &JobRow, stage: &SaveStage) -> Result<ApplicationRow> {
    let stage_id = stage.id.ok_or_else(|| Error::Internal("a stored stage without an id".into()))?;
    let id = ctx.id(ApplicationId::new)?;
    tx.insert_application(id, candidate, job.id, stage_id, ctx.now()).await.map_err(|error| match error {
        StoreError::Unique(_) => FieldErrors::one("job_id", "error-already-on-job").into(),
        error => Error::from(error),
    })?;
    let row = ApplicationRow {
        id,
        candidate_id: candidate,
        job_id: job.id,
        job_state: job.state,
        in_house: job.client.is_none(),
        stage_id,
        state: ApplicationState::Active,
    };
    record(ctx, tx, "application.created", &row, json!({ "job": job.title, "stage": stage.name })).await?;
    Ok(row)
}

/// Moves an application to another stage of its job.
///
/// A request of the stage that is left, where no interview is booked, is withdrawn: its link must not book one any more.
///
/// # Errors
/// `NotPossible` when it has ended, or while the candidate has an offer to answer; `Stale`; `Invalid` at `stage_id`; `NotFound`.
pub async fn move_to(ctx: &Ctx, input: MoveApplication) -> Result<()> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    move_within(ctx, &mut tx, input, Invite::AsTheJobSays).await?;
    Ok(tx.commit().await?)
}

/// The same within another use case's transaction.
pub(super) async fn move_within(ctx: &Ctx, tx: &mut Tx, input: MoveApplication, invite: Invite) -> Result<()> {
    let row = tx.application(input.id).await?.ok_or(ApiError::NotFound)?;
    if row.state != ApplicationState::Active {
        return Err(not_possible("error-application-ended"));
    }
    let stages = tx.stages(row.job_id).await?;
    let name_of = |id: StageId| stages.iter().find(|stage| stage.id == Some(id)).map(|stage| stage.name.clone()).unwrap_or_default();
    let stage = stages.iter().find(|stage| stage.id == Some(input.stage_id)).ok_or_else(|| FieldErrors::one("stage_id", "error-choose"))?;
    if input.stage_id == row.stage_id {
        return Ok(());
    }
    no_open_offer(tx, input.id).await?;
    tx.move_application(input.id, input.version, input.stage_id, ctx.now()).await?;
    withdraw_requests(ctx, tx, &row, Some(input.stage_id)).await?;
    record(ctx, tx, "application.moved", &row, json!({ "from": name_of(row.stage_id), "to": stage.name })).await?;
    let row = ApplicationRow { stage_id: input.stage_id, ..row };
    enter_stage(ctx, tx, &row, stage, invite).await
}

/// Ends an application; its requests are withdrawn.
///
/// # Errors
/// `Invalid` at `disposition`; `NotPossible` when it has ended, or while an interview is booked or the candidate has an offer to answer; `Stale`; `NotFound`.
pub async fn end(ctx: &Ctx, input: EndApplication) -> Result<()> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let reason = input.validate()?;
    let mut tx = ctx.store().begin().await?;
    end_within(ctx, &mut tx, (input.id, input.version), reason).await?;
    Ok(tx.commit().await?)
}

/// The same within another use case's transaction.
pub(super) async fn end_within(ctx: &Ctx, tx: &mut Tx, (id, version): (ApplicationId, i64), reason: Disposition) -> Result<()> {
    let row = tx.application(id).await?.ok_or(ApiError::NotFound)?;
    if row.state != ApplicationState::Active {
        return Err(not_possible("error-application-ended"));
    }
    if tx.has_interview_to_come(id, ctx.now()).await? {
        return Err(not_possible("error-application-has-interview"));
    }
    no_open_offer(tx, id).await?;
    tx.end_application(id, version, Some(reason)).await?;
    withdraw_requests(ctx, tx, &row, None).await?;
    record(ctx, tx, "application.ended", &row, json!({ "disposition": reason.name() })).await
}

/// Takes an ended application up again, in the stage in which it ended.
///
/// # Errors
/// `NotPossible` when it has not ended or the job is closed; `Stale`; `NotFound`.
pub async fn reopen(ctx: &Ctx, id: ApplicationId, version: i64) -> Result<()> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let row = tx.application(id).await?.ok_or(ApiError::NotFound)?;
    if row.state != ApplicationState::Ended {
        return Err(not_possible("error-not-possible"));
    }
    if row.job_state != JobState::Open {
        return Err(not_possible("error-job-closed"));
    }
    tx.end_application(id, version, None).await?;
    record(ctx, &mut tx, "application.reopened", &row, json!({})).await?;
    let stages = tx.stages(row.job_id).await?;
    if let Some(stage) = stages.iter().find(|stage| stage.id == Some(row.stage_id)) {
        enter_stage(ctx, &mut tx, &row, stage, Invite::AsTheJobSays).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Says who schedules a candidate on a job, or that the job's coordinator does.
///
/// # Errors
/// `Invalid` at `coordinator` for who does not schedule or has no account; `NotPossible` when the application has ended; `Stale`; `NotFound`.
pub async fn set_coordinator(ctx: &Ctx, input: &SetCoordinator) -> Result<()> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let row = tx.application(input.id).await?.ok_or(ApiError::NotFound)?;
    if row.state != ApplicationState::Active {
        return Err(not_possible("error-application-ended"));
    }
    let name = match input.coordinator {
        None => None,
        Some(id) => {
            let chosen = tx.colleagues().await?.into_iter().find(|colleague| colleague.id == id && colleague.role.is_staff());
            Some(chosen.ok_or_else(|| FieldErrors::one("coordinator", "error-colleague-gone"))?.name)
        }
    };
    tx.set_coordinator(input.id, input.version, input.coordinator).await?;
    let action = if name.is_some() { "application.coordinator_chosen" } else { "application.coordinator_removed" };
    record(ctx, &mut tx, action, &row, json!({ "coordinator": name })).await?;
    Ok(tx.commit().await?)
}

/// In a stage that is enabled for scheduling, an in-house job needs no client's choice: the request stands at once, and where
/// the job says so the candidate is invited. On a client's job it begins when the candidate is presented.
pub(super) async fn enter_stage(ctx: &Ctx, tx: &mut Tx, row: &ApplicationRow, stage: &SaveStage, invite: Invite) -> Result<()> {
    if !stage.scheduling || !row.in_house {
        return Ok(());
    }
    let template = next_of_round(&tx.round(row.id, row.stage_id).await?);
    let id = match tx.request_of(row.id, row.stage_id, template).await? {
        None => {
            let id = ctx.id(RequestId::new)?;
            tx.insert_request(id, (row.id, row.stage_id, template, None), RequestStage::Chosen, ctx.now()).await?;
            id
        }
        Some(request) if matches!(request.state, RequestStage::Withdrawn | RequestStage::Declined) => {
            tx.set_request_state(request.id, request.version, RequestStage::Chosen, "", ctx.now()).await?;
            request.id
        }
        Some(_) => return Ok(()),
    };
    let mut event = event(ctx, "request.chosen", row, json!({ "in_house": true }))?;
    event.topics.push(format!("request:{id}"));
    tx.record(event).await?;
    let request = tx.request(id).await?.ok_or(ApiError::NotFound)?;
    if invite == Invite::AsTheJobSays && tx.job_record(row.job_id).await?.is_some_and(|job| job.auto_invite) {
        booking::invite_in(tx, ctx, &request).await?;
    }
    Ok(())
}

/// An offer that the candidate can still accept is rescinded first: nobody is hired by a link that was forgotten.
async fn no_open_offer(tx: &mut Tx, id: ApplicationId) -> Result<()> {
    if tx.has_open_offer(id).await? { Err(not_possible("error-application-has-offer")) } else { Ok(()) }
}

async fn withdraw_requests(ctx: &Ctx, tx: &mut Tx, row: &ApplicationRow, keep: Option<StageId>) -> Result<()> {
    for (request, stage) in tx.open_requests(row.id).await? {
        if Some(stage) == keep {
            continue;
        }
        tx.withdraw_open_request(request, ctx.now()).await?;
        let mut event = event(ctx, "request.withdrawn", row, json!({}))?;
        event.topics.push(format!("request:{request}"));
        tx.record(event).await?;
    }
    Ok(())
}

fn not_possible(message: &str) -> Error {
    ApiError::NotPossible(message.into()).into()
}

/// Records what happened to an application.
pub(super) async fn record(ctx: &Ctx, tx: &mut Tx, action: &'static str, row: &ApplicationRow, data: serde_json::Value) -> Result<()> {
    Ok(tx.record(event(ctx, action, row, data)?).await?)
}

fn event(ctx: &Ctx, action: &'static str, row: &ApplicationRow, data: serde_json::Value) -> Result<Event> {
    Ok(Event {
        id: ctx.id(EventId::new)?,
        at: ctx.now(),
        actor: ctx.actor.clone(),
        action,
        subject: ("application", row.id.to_string()),
        candidate_id: Some(row.candidate_id),
        application_id: Some(row.id),
        job_id: Some(row.job_id),
        data,
        topics: Vec::new(),
    })
}
