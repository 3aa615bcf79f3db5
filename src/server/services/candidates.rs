//! Candidates.

use serde_json::json;

use super::clients::{known_zone, taken};
use super::{applications, jobs, pipeline};
use crate::api::candidates::{CandidateChoices, CandidateLine, CandidateView, FileView};
use crate::api::clients::Choice;
use crate::api::error::ApiError;
use crate::domain::can;
use crate::domain::candidates::SaveCandidate;
use crate::domain::error::FieldErrors;
use crate::domain::id::{CandidateId, EventId, UserId};
use crate::domain::list::{ListQuery, Page};
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::store::Tx;
use crate::server::store::history::Event;

/// A page of the candidates that the actor may see.
///
/// # Errors
/// `Unauthorized` without a session.
pub async fn list(ctx: &Ctx, query: &ListQuery) -> Result<Page<CandidateLine>> {
    ctx.require(can::be_signed_in(&ctx.actor))?;
    let scope = pipeline::scope(&ctx.actor).ok_or(ApiError::Forbidden)?;
    Ok(ctx.store().read().await?.candidates(scope, query).await?)
}

/// Refuses those who may not see this candidate, as if there were none.
pub(super) async fn visible(ctx: &Ctx, tx: &mut Tx, id: CandidateId) -> Result<()> {
    ctx.require(can::be_signed_in(&ctx.actor))?;
    let scope = pipeline::scope(&ctx.actor).ok_or(ApiError::Forbidden)?;
    if tx.candidate_in_scope(scope, id).await? { Ok(()) } else { Err(ApiError::NotFound.into()) }
}

/// Whether a candidate stands in a stage of kind Offer: the Offers tab is there only then.
pub(super) async fn is_in_offer(tx: &mut Tx, id: CandidateId) -> Result<bool> {
    Ok(!tx.applications_to_offer(id).await?.is_empty())
}

/// One candidate with applications, files and interviews.
///
/// # Errors
/// `NotFound`, also for those who may not see the candidate.
pub async fn get(ctx: &Ctx, id: CandidateId) -> Result<CandidateView> {
    let mut tx = ctx.store().read().await?;
    visible(ctx, &mut tx, id).await?;
    let scope = pipeline::scope(&ctx.actor).ok_or(ApiError::Forbidden)?;
    let row = tx.candidate_record(id).await?.ok_or(ApiError::NotFound)?;
    let files = tx.files_of(id).await?.into_iter().map(|file| FileView {
        id: file.id,
        kind: file.kind,
        name: file.name,
        media_type: file.media_type,
        size_bytes: file.size_bytes,
        created_at: file.created_at,
    });
    Ok(CandidateView {
        id,
        version: row.version,
        name: row.name,
        email: row.email,
        phone: row.phone,
        zone: row.zone,
        files: files.collect(),
        offers: is_in_offer(&mut tx, id).await?,
        applications: tx.candidate_applications(scope, id, ctx.now()).await?,
        interviews: tx.candidate_interviews(scope, id).await?,
        may_manage: can::manage_records(&ctx.actor),
        coordinators: coordinators(ctx, &mut tx).await?,
        viewer_zone: jobs::viewer_zone(ctx)?,
        now: ctx.now(),
    })
}

/// Who can schedule, for those who choose one.
async fn coordinators(ctx: &Ctx, tx: &mut Tx) -> Result<Vec<Choice<UserId>>> {
    if !can::manage_records(&ctx.actor) {
        return Ok(Vec::new());
    }
    let staff = tx.colleagues().await?.into_iter().filter(|colleague| colleague.role.is_staff());
    Ok(staff.map(|colleague| Choice { id: colleague.id, name: colleague.name }).collect())
}

/// What the candidate's forms offer.
///
/// # Errors
/// `Forbidden` for those who do not manage records.
pub async fn choices(ctx: &Ctx) -> Result<CandidateChoices> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let jobs = ctx.store().read().await?.open_jobs().await?;
    Ok(CandidateChoices {
        most_bytes: u32::try_from(ctx.app.config.files.most_bytes).unwrap_or(u32::MAX),
        jobs: jobs
            .into_iter()
            .map(|(id, title, client)| Choice { id, name: client.map_or_else(|| title.clone(), |client| format!("{title} · {client}")) })
            .collect(),
    })
}

/// Makes or changes a candidate; a new one is put on the chosen job.
///
/// # Errors
/// `Invalid`, also at `email` when another candidate has this address (the message's arguments name that one); `Stale`; `NotFound`.
pub async fn save(ctx: &Ctx, input: SaveCandidate) -> Result<CandidateId> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let input = input.validate()?;
    known_zone(&input.zone)?;
    let mut tx = ctx.store().begin().await?;
    // Looked up first for a message that names the other; the constraint decides when two do it at once.
    if let Some(other) = tx.candidate_with_email(&input.email).await?.filter(|other| Some(other.id) != input.id) {
        let mut errors = FieldErrors::default();
        errors.add_with("email", "error-candidate-exists", &[("name", other.name), ("link", crate::paths::candidate(other.id))]);
        return Err(errors.into());
    }
    let id = match input.id {
        Some(id) => {
            tx.candidate_record(id).await?.ok_or(ApiError::NotFound)?;
            tx.update_candidate(id, &input).await.map_err(|error| taken(error, "email"))?;
            record(ctx, &mut tx, "candidate.changed", id, json!({ "name": input.name })).await?;
            id
        }
        None => create(ctx, &mut tx, &input).await?,
    };
    if let (None, Some(job)) = (input.id, input.job_id) {
        applications::put_on_job(ctx, &mut tx, id, job, None).await?;
    }
    tx.commit().await?;
    Ok(id)
}

/// Makes a candidate, checked before, within another use case's transaction.
///
/// # Errors
/// `Invalid` at `email` when another candidate has this address.
pub(super) async fn create(ctx: &Ctx, tx: &mut Tx, input: &SaveCandidate) -> Result<CandidateId> {
    let id = ctx.id(CandidateId::new)?;
    tx.insert_candidate(id, input, ctx.now()).await.map_err(|error| taken(error, "email"))?;
    record(ctx, tx, "candidate.created", id, json!({ "name": input.name })).await?;
    Ok(id)
}

/// Records what happened to a candidate.
pub(super) async fn record(ctx: &Ctx, tx: &mut Tx, action: &'static str, id: CandidateId, data: serde_json::Value) -> Result<()> {
    tx.record(Event {
        id: ctx.id(EventId::new)?,
        at: ctx.now(),
        actor: ctx.actor.clone(),
        action,
        subject: ("candidate", id.to_string()),
        candidate_id: Some(id),
        application_id: None,
        job_id: None,
        data,
        topics: Vec::new(),
    })
    .await?;
    Ok(())
}
