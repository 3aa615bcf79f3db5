//! Presenting candidates.

use super::{MAX_WORDS, event_of, recipient, sender};
use crate::api::error::ApiError;
use crate::api::presentations::PresentCandidates;
use crate::domain::availability::page::PageAvailability;
use crate::domain::booking::{RequestStage, RequestStep};
use crate::domain::can;
use crate::domain::error::{FieldErrors, text};
use crate::domain::id::{ApplicationId, ContactId, EventId, JobId, PageId, RequestId, StageId};
use crate::domain::jobs::JobState;
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result, StoreError};
use crate::server::mail::message::Presentation;
use crate::server::services::again::again;
use crate::server::services::{links, messages};
use crate::server::store::Tx;
use crate::server::store::history::Event;
use crate::server::store::links::Purpose;
use crate::server::store::pools::{PageRow, Pool};
use crate::server::store::requests::ApplicationRow;

/// Most candidates presented at once.
const MAX_CANDIDATES: usize = 50;

/// Presents candidates: makes or takes up the page of this contact and job, and mails its link.
///
/// # Errors
/// `Invalid` at `applications`, `contact` or `message`; `NotPossible` when the job is closed or has no stage with
/// interviews, or an application was presented to somebody else or is further on.
pub async fn present(ctx: &Ctx, input: PresentCandidates) -> Result<PageId> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut errors = FieldErrors::default();
    let words = text(&input.message, "message", 0, MAX_WORDS, &mut errors);
    let mut applications = input.applications;
    applications.sort_unstable();
    applications.dedup();
    match applications.len() {
        0 => errors.add("applications", "error-choose"),
        1..=MAX_CANDIDATES => {}
        _ => errors.add_with("applications", "error-too-many-lines", &[("most", MAX_CANDIDATES.to_string())]),
    }
    errors.or(())?;
    again(|| present_all(ctx, (input.job, input.contact), &applications, &words)).await
}

async fn present_all(ctx: &Ctx, (job, contact): (JobId, ContactId), applications: &[ApplicationId], words: &str) -> Result<PageId> {
    let mut tx = ctx.store().begin().await?;
    let pool = tx.pool_of_job(job, Some(contact)).await?.ok_or(ApiError::NotFound)?;
    if pool.job_state != JobState::Open {
        return Err(ApiError::NotPossible("error-job-closed".into()).into());
    }
    let (client, zone) = tx.contact_of_job(job, contact).await?.ok_or_else(|| FieldErrors::one("contact", "error-choose"))?;
    let id = match &pool.page {
        Some(page) => {
            tx.share_page(page.id, Some(words), ctx.now()).await?;
            page.id
        }
        None => {
            let template = pool.template.as_ref().ok_or_else(|| ApiError::NotPossible("error-no-template".into()))?;
            let availability = PageAvailability::starting_from(&zone, template.timing, template.place.clone());
            let id = ctx.id(PageId::new)?;
            tx.insert_page(id, (client, contact, job), &availability, words, ctx.now()).await.map_err(raced)?;
            id
        }
    };
    let pool = tx.pool_of_page(id).await?.ok_or(ApiError::NotFound)?;
    let page = pool.page.clone().ok_or(ApiError::NotFound)?;
    let mut names = Vec::with_capacity(applications.len());
    for application in applications {
        names.push(present_one(&mut tx, ctx, &pool, &page, *application).await?);
    }
    let link = links::issue(&mut tx, ctx, Purpose::ClientPage, id).await?;
    let event = ctx.id(EventId::new)?;
    tx.record(event_of(ctx, event, &pool, &page, "page.shared")).await?;
    let message = Presentation {
        to: recipient(&page.contact),
        sender: sender(&pool.recruiter),
        job_title: pool.job_title.clone(),
        candidates: names,
        words: words.to_owned(),
        link: link.path,
    };
    messages::enqueue(&mut tx, ctx, event, message).await?;
    tx.commit().await?;
    Ok(id)
}

/// Somebody else presented the same at the same moment: look again.
pub(in crate::server::services) fn raced(error: StoreError) -> Error {
    match error {
        StoreError::Unique(_) => ApiError::Stale.into(),
        other => other.into(),
    }
}

/// Presents one application on a page; gives the candidate's name.
async fn present_one(tx: &mut Tx, ctx: &Ctx, pool: &Pool, page: &PageRow, application: ApplicationId) -> Result<String> {
    let unknown = || FieldErrors::one("applications", "error-choose");
    let (application, job) = tx.application_to_schedule(application).await?.ok_or_else(unknown)?;
    if job != pool.job {
        return Err(unknown().into());
    }
    let stage = into_stage(tx, ctx, &application, pool).await?;
    let template = tx.round(application.id, stage).await?.first().map(|line| line.template);
    let request = match tx.request_of(application.id, stage, template).await? {
        None => {
            let id = ctx.id(RequestId::new)?;
            tx.insert_request(id, (application.id, stage, template, Some(page.id)), RequestStage::Presented, ctx.now())
                .await
                .map_err(raced)?;
            id
        }
        // Sent once more to the same contact: nothing else changes.
        Some(request) if request.state == RequestStage::Presented && request.page == Some(page.id) => request.id,
        Some(request) => {
            let presented = |_| ApiError::NotPossible("error-already-presented".into());
            let state = request.state.after(RequestStep::Present).map_err(presented)?;
            tx.set_request_state(request.id, request.version, state, "", ctx.now()).await?;
            tx.set_request_page(request.id, page.id).await?;
            request.id
        }
    };
    tx.record(Event {
        id: ctx.id(EventId::new)?,
        at: ctx.now(),
        actor: ctx.actor.clone(),
        action: "candidate.presented",
        subject: ("request", request.to_string()),
        candidate_id: Some(application.candidate),
        application_id: Some(application.id),
        job_id: Some(pool.job),
        data: serde_json::json!({ "contact": page.contact.name }),
        topics: vec![format!("page:{}", page.id)],
    })
    .await?;
    Ok(application.candidate_name)
}

/// The stage with interviews that an application is in, or is moved to: the job's first.
///
/// # Errors
/// `NotPossible` when the application has ended or the job has no such stage.
pub async fn into_stage(tx: &mut Tx, ctx: &Ctx, application: &ApplicationRow, pool: &Pool) -> Result<StageId> {
    if !application.active {
        return Err(ApiError::NotPossible("error-application-ended".into()).into());
    }
    if application.scheduling {
        return Ok(application.stage);
    }
    let stage = pool.stage.ok_or_else(|| ApiError::NotPossible("error-no-template".into()))?;
    tx.put_into_stage(application.id, stage, ctx.now()).await?;
    let (from, to) = (tx.stage_name(application.stage).await?, tx.stage_name(stage).await?);
    tx.record(Event {
        id: ctx.id(EventId::new)?,
        at: ctx.now(),
        actor: ctx.actor.clone(),
        action: "application.moved",
        subject: ("application", application.id.to_string()),
        candidate_id: Some(application.candidate),
        application_id: Some(application.id),
        job_id: Some(pool.job),
        data: serde_json::json!({ "from": from, "to": to }),
        topics: Vec::new(),
    })
    .await?;
    Ok(stage)
}
