//! Jobs, their stages and interview templates.

use std::collections::HashSet;

use serde_json::json;

use super::clients::known_zone;
use super::pipeline;
use crate::api::clients::Choice;
use crate::api::error::ApiError;
use crate::api::jobs::{JobChoices, JobLine, JobView};
use crate::domain::can;
use crate::domain::error::FieldErrors;
use crate::domain::id::{EventId, JobId, StageId, TemplateId, UserId};
use crate::domain::jobs::{JobState, SaveJob, SaveStage, SaveTemplate, StageKind};
use crate::domain::list::{ListQuery, Page};
use crate::domain::time::plus_minutes;
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::server::store::Tx;
use crate::server::store::history::Event;
use crate::server::zones;

/// A page of the jobs that the actor may see.
///
/// # Errors
/// `Unauthorized` without a session.
pub async fn list(ctx: &Ctx, query: &ListQuery) -> Result<Page<JobLine>> {
    ctx.require(can::be_signed_in(&ctx.actor))?;
    let scope = pipeline::scope(&ctx.actor).ok_or(ApiError::Forbidden)?;
    Ok(ctx.store().read().await?.jobs(scope, query).await?)
}

/// One job with stages and applications.
///
/// # Errors
/// `NotFound`, also for those who may not see it.
pub async fn get(ctx: &Ctx, id: JobId) -> Result<JobView> {
    ctx.require(can::be_signed_in(&ctx.actor))?;
    let mut tx = ctx.store().read().await?;
    let job = tx.job_record(id).await?.ok_or(ApiError::NotFound)?;
    if !can::see_job(&ctx.actor, job.hiring_manager.as_ref().map(|user| user.id)) {
        return Err(ApiError::NotFound.into());
    }
    let stages = tx.stages(id).await?;
    let attendees = tx.attendee_names(id).await?;
    let applications = tx.job_applications(id, ctx.now()).await?;
    Ok(JobView {
        id,
        version: job.version,
        title: job.title,
        client: job.client,
        recruiter: job.recruiter,
        coordinator: job.coordinator,
        hiring_manager: job.hiring_manager,
        zone: job.zone,
        location: job.location,
        state: job.state,
        auto_invite: job.auto_invite,
        show_attendees: job.show_attendees,
        stages,
        attendees,
        applications,
        may_manage: can::manage_records(&ctx.actor),
        viewer_zone: viewer_zone(ctx)?,
        now: ctx.now(),
    })
}

/// The viewer's zone around the present, for a page that shows when something happened or will.
pub(super) fn viewer_zone(ctx: &Ctx) -> Result<crate::domain::time::Zone> {
    const YEAR_MINUTES: i64 = 366 * 24 * 60;
    zones::zone(&ctx.zone, plus_minutes(ctx.now(), -2 * YEAR_MINUTES), plus_minutes(ctx.now(), 2 * YEAR_MINUTES))
        .ok_or_else(|| Error::Internal(format!("no zone {}", ctx.zone)))
}

/// What the job's form offers.
///
/// # Errors
/// `Forbidden` for those who do not manage records.
pub async fn choices(ctx: &Ctx) -> Result<JobChoices> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let me = ctx.actor.user_id().ok_or(ApiError::Forbidden)?;
    let mut tx = ctx.store().read().await?;
    let forms = tx.offered_forms().await?.into_iter().map(|(id, name, _)| Choice { id, name }).collect();
    Ok(JobChoices { clients: tx.client_choices().await?, colleagues: tx.colleagues().await?, forms, me })
}

/// Makes or changes a job with its stages.
///
/// # Errors
/// `Invalid`; `Stale` when somebody changed it since it was read; `NotFound`.
pub async fn save(ctx: &Ctx, input: SaveJob) -> Result<JobId> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let input = input.validate()?;
    known_zone(&input.zone)?;
    let mut tx = ctx.store().begin().await?;
    check_people(&mut tx, &input).await?;
    let before = match input.id {
        Some(id) => tx.stages(id).await?,
        None => Vec::new(),
    };
    check_forms(&mut tx, &input, &before).await?;
    let (id, action) = match input.id {
        Some(id) => {
            let before = tx.job_record(id).await?.ok_or(ApiError::NotFound)?;
            let client = before.client.map(|client| client.id);
            if client != input.client_id {
                check_client(&mut tx, &input).await?;
                if tx.job_has_requests(id).await? {
                    return Err(FieldErrors::one("client_id", "error-client-fixed").into());
                }
            }
            tx.update_job(id, &input).await?;
            (id, "job.changed")
        }
        None => {
            check_client(&mut tx, &input).await?;
            let id = ctx.id(JobId::new)?;
            tx.insert_job(id, &input, ctx.now()).await?;
            (id, "job.created")
        }
    };
    save_stages(ctx, &mut tx, id, &input.stages).await?;
    // Who stands in a stage that is enabled for scheduling now is ready to be scheduled.
    let was_enabled = |id: Option<StageId>| id.is_some() && before.iter().any(|stage| stage.id == id && stage.scheduling);
    let enabled = input.stages.iter().any(|stage| stage.scheduling && !was_enabled(stage.id));
    record(ctx, &mut tx, action, id, json!({ "title": input.title, "enabled": enabled })).await?;
    tx.commit().await?;
    Ok(id)
}

/// Closes a job, or opens it again. Interviews that are booked stand.
///
/// # Errors
/// `Stale`; `NotFound`.
pub async fn close(ctx: &Ctx, id: JobId, version: i64, closed: bool) -> Result<()> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let job = tx.job_record(id).await?.ok_or(ApiError::NotFound)?;
    let offered = tx.client_choices().await?;
    if !closed && job.client.as_ref().is_some_and(|client| !offered.iter().any(|choice| choice.id == client.id)) {
        return Err(ApiError::NotPossible("error-client-archived".into()).into());
    }
    let (state, action) = if closed { (JobState::Closed, "job.closed") } else { (JobState::Open, "job.reopened") };
    tx.set_job_state(id, version, state).await?;
    record(ctx, &mut tx, action, id, json!({ "title": job.title })).await?;
    tx.commit().await?;
    Ok(())
}

async fn check_client(tx: &mut Tx, input: &SaveJob) -> Result<()> {
    match input.client_id {
        Some(client) if !tx.client_choices().await?.iter().any(|choice| choice.id == client) => {
            Err(FieldErrors::one("client_id", "error-choose").into())
        }
        _ => Ok(()),
    }
}

/// Recruiter and coordinator work on records; all are colleagues whose accounts are active.
async fn check_people(tx: &mut Tx, input: &SaveJob) -> Result<()> {
    let colleagues = tx.colleagues().await?;
    let staff: HashSet<UserId> = colleagues.iter().filter(|colleague| colleague.role.is_staff()).map(|colleague| colleague.id).collect();
    let all: HashSet<UserId> = colleagues.iter().map(|colleague| colleague.id).collect();
    let mut errors = FieldErrors::default();
    for (field, user, of) in [
        ("recruiter_id", input.recruiter_id, &staff),
        ("coordinator_id", input.coordinator_id, &staff),
        ("hiring_manager_id", input.hiring_manager_id, &all),
    ] {
        if user.is_some_and(|user| !of.contains(&user)) {
            errors.add(field, "error-colleague-gone");
        }
    }
    for (i, stage) in input.stages.iter().enumerate() {
        let gone = |people: &[UserId]| people.iter().any(|user| !all.contains(user));
        for (k, interview) in stage.interviews.iter().enumerate() {
            let part = format!("stages.{i}.interviews.{k}");
            if gone(&interview.attendees) {
                errors.add(format!("{part}.attendees"), "error-colleague-gone");
            }
            for (number, _) in interview.pools.iter().enumerate().filter(|(_, pool)| gone(&pool.people)) {
                errors.add(format!("{part}.pools.{number}.people"), "error-colleague-gone");
            }
        }
    }
    Ok(errors.or(())?)
}

/// A form that is chosen now is one that is offered; one that was retired since may stay.
async fn check_forms(tx: &mut Tx, input: &SaveJob, before: &[SaveStage]) -> Result<()> {
    let kept: HashSet<_> = before.iter().flat_map(|stage| &stage.interviews).filter_map(|interview| interview.form).collect();
    let offered: HashSet<_> = tx.offered_forms().await?.into_iter().map(|(form, ..)| form).collect();
    let mut errors = FieldErrors::default();
    for (i, stage) in input.stages.iter().enumerate() {
        for (k, interview) in stage.interviews.iter().enumerate() {
            if interview.form.is_some_and(|form| !kept.contains(&form) && !offered.contains(&form)) {
                errors.add(format!("stages.{i}.interviews.{k}.form"), "error-choose");
            }
        }
    }
    Ok(errors.or(())?)
}

async fn save_stages(ctx: &Ctx, tx: &mut Tx, job: JobId, stages: &[SaveStage]) -> Result<()> {
    let before = tx.stages(job).await?;
    let kept: HashSet<StageId> = stages.iter().filter_map(|stage| stage.id).collect();
    for gone in &before {
        if let Some(id) = gone.id.filter(|id| !kept.contains(id)) {
            if tx.stage_is_used(id).await? != (false, false) {
                let mut errors = FieldErrors::default();
                errors.add_with("stages", "error-stage-in-use", &[("name", gone.name.clone())]);
                return Err(errors.into());
            }
            for interview in gone.interviews.iter().filter_map(|interview| interview.id) {
                tx.delete_template(interview).await?;
            }
            tx.delete_stage(id).await?;
        }
    }
    for (i, stage) in stages.iter().enumerate() {
        let position = i32::try_from(i).map_err(|error| Error::Internal(error.to_string()))?;
        let id = match stage.id {
            Some(id) => {
                let old = before.iter().find(|old| old.id == Some(id)).ok_or(ApiError::Stale)?;
                if old.kind == StageKind::Interview && stage.kind != StageKind::Interview && tx.stage_is_used(id).await?.1 {
                    return Err(FieldErrors::one(format!("stages.{i}.kind"), "error-stage-has-requests").into());
                }
                if old.kind == StageKind::Offer && stage.kind != StageKind::Offer && tx.stage_has_open_offer(id).await? {
                    return Err(FieldErrors::one(format!("stages.{i}.kind"), "error-stage-has-offers").into());
                }
                tx.update_stage(id, position, stage).await?;
                id
            }
            None => {
                let id = ctx.id(StageId::new)?;
                tx.insert_stage(id, job, position, stage).await?;
                id
            }
        };
        let old = before.iter().find(|old| old.id == stage.id).map(|old| old.interviews.as_slice()).unwrap_or_default();
        save_round(ctx, tx, id, &format!("stages.{i}"), old, &stage.interviews).await?;
    }
    Ok(())
}

/// Saves the interviews of a stage's round. One for which candidates were asked for times stays.
async fn save_round(ctx: &Ctx, tx: &mut Tx, stage: StageId, part: &str, before: &[SaveTemplate], after: &[SaveTemplate]) -> Result<()> {
    let known = |id: TemplateId| before.iter().any(|interview| interview.id == Some(id));
    let kept: HashSet<TemplateId> = after.iter().filter_map(|interview| interview.id).collect();
    for gone in before {
        if let Some(id) = gone.id.filter(|id| !kept.contains(id)) {
            if tx.template_has_requests(id).await? {
                let mut errors = FieldErrors::default();
                errors.add_with(format!("{part}.interviews"), "error-interview-has-requests", &[("name", gone.name.clone())]);
                return Err(errors.into());
            }
            tx.delete_template(id).await?;
        }
    }
    for (position, interview) in (0_i32..).zip(after) {
        let id = match interview.id {
            Some(id) if known(id) => id,
            Some(_) => return Err(ApiError::Stale.into()),
            None => ctx.id(TemplateId::new)?,
        };
        tx.put_template(id, stage, position, interview).await?;
    }
    Ok(())
}

/// Records what happened to a job.
pub(super) async fn record(ctx: &Ctx, tx: &mut Tx, action: &'static str, id: JobId, data: serde_json::Value) -> Result<()> {
    tx.record(Event {
        id: ctx.id(EventId::new)?,
        at: ctx.now(),
        actor: ctx.actor.clone(),
        action,
        subject: ("job", id.to_string()),
        candidate_id: None,
        application_id: None,
        job_id: Some(id),
        data,
        topics: Vec::new(),
    })
    .await?;
    Ok(())
}
