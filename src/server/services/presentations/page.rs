//! The contact's page.

use super::event_of;
use super::share::line;
use crate::api::error::ApiError;
use crate::api::presentations::{ClientPageView, PageInterview, PresentedCandidate, PresentedFile};
use crate::domain::booking::RequestStage;
use crate::domain::can;
use crate::domain::id::{EventId, FileId, PageId};
use crate::domain::people::Actor;
use crate::domain::rooms::place_with;
use crate::domain::scheduling::interview::PersonKind;
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::services::files::{self, Opened};
use crate::server::services::slots::surroundings;
use crate::server::store::Tx;
use crate::server::store::pages::PresentedFileRow;

/// Everything that the page shows.
///
/// # Errors
/// `NotFound`, or when the actor may not see it.
pub async fn client_page(ctx: &Ctx, id: PageId) -> Result<ClientPageView> {
    ctx.require(can::use_page(&ctx.actor, id))?;
    let now = ctx.now();
    let mut tx = ctx.store().read().await?;
    let pool = tx.pool_of_page(id).await?.ok_or(ApiError::NotFound)?;
    let page = pool.page.clone().ok_or(ApiError::NotFound)?;
    let zones = [page.availability.zone.as_str(), page.contact.zone.as_str(), pool.job_zone.as_str(), ctx.zone.as_str()];
    let around = surroundings(&mut tx, now, &pool, &zones).await?;
    let requests = tx.requests_of_page(id).await?;
    let files = tx.presented_files(id, None).await?;
    let interviews = tx.interviews_of_page(id, now).await?;
    let people = tx.people_of_page(id, now).await?;
    let on_behalf = !matches!(ctx.actor, Actor::Contact { .. });
    let sharing = if on_behalf { tx.pages_of_job(pool.job).await?.into_iter().find(|row| row.id == id) } else { None };

    let candidates = requests.into_iter().filter(|request| request.state != RequestStage::Withdrawn).map(|request| PresentedCandidate {
        request: request.id,
        version: request.version,
        name: request.candidate_name,
        round: request.interview,
        state: request.state,
        since: request.since,
        reason: request.reason,
        files: files.iter().filter(|file| file.candidate == request.candidate).map(presented).collect(),
        interview: interviews.iter().find(|interview| interview.request == Some(request.id)).map(|interview| interview.id),
    });
    let shown = interviews.iter().filter_map(|interview| {
        let of = |kind| {
            people.iter().filter(move |(of, person)| *of == interview.id && person.kind == kind).map(|(_, person)| person.name.clone())
        };
        Some(PageInterview {
            id: interview.id,
            request: interview.request?,
            version: interview.version,
            candidate: of(PersonKind::Candidate).next().unwrap_or_default(),
            span: interview.span,
            place: place_with(&interview.place, interview.room.as_ref()),
            attendees: of(PersonKind::Attendee).collect(),
        })
    });
    Ok(ClientPageView {
        id,
        version: page.version,
        on_behalf,
        sharing: sharing.map(|row| line(row, now)),
        organisation: pool.organisation.clone(),
        recruiter: pool.recruiter.name.clone(),
        recruiter_email: pool.recruiter.email.to_string(),
        job: pool.job,
        job_title: pool.job_title.clone(),
        job_location: pool.job_location.clone(),
        client: pool.client.clone().unwrap_or_default(),
        contact: page.contact.name.clone(),
        contact_zone: page.contact.zone.clone(),
        message: page.message.clone(),
        candidates: candidates.collect(),
        availability: page.availability.clone(),
        answered_at: page.answered_at,
        answered_by: page.answered_by.clone(),
        interviews: shown.collect(),
        around,
    })
}

fn presented(file: &PresentedFileRow) -> PresentedFile {
    PresentedFile { id: file.id, name: file.name.clone(), media_type: file.media_type.clone(), size_bytes: file.size_bytes }
}

/// A résumé of a candidate presented on this page; no other file is handed out by its link.
///
/// # Errors
/// `NotFound` when it is none, or the actor may not see the page.
pub async fn open_presented(ctx: &Ctx, page: PageId, file: FileId) -> Result<Opened> {
    ctx.require(can::use_page(&ctx.actor, page))?;
    let row = {
        let mut tx = ctx.store().read().await?;
        if tx.presented_files(page, Some(file)).await?.is_empty() {
            return Err(ApiError::NotFound.into());
        }
        tx.file(file).await?.ok_or(ApiError::NotFound)?
    };
    files::open(ctx, &row).await
}

/// Notes that the contact opened the page; staff's visits do not count.
///
/// # Errors
/// When the actor may not see it.
pub async fn note_opened(ctx: &Ctx, id: PageId) -> Result<()> {
    ctx.require(can::use_page(&ctx.actor, id))?;
    let mut tx = ctx.store().begin().await?;
    opened_in(&mut tx, ctx, id).await?;
    Ok(tx.commit().await?)
}

/// The same within another use case's transaction: whoever decides or saves has opened the page, also where no script could say so.
///
/// # Errors
/// When the database fails.
pub(in crate::server::services) async fn opened_in(tx: &mut Tx, ctx: &Ctx, id: PageId) -> Result<()> {
    if matches!(ctx.actor, Actor::Contact { .. }) && tx.note_page_opened(id, ctx.now()).await? {
        let pool = tx.pool_of_page(id).await?.ok_or(ApiError::NotFound)?;
        let page = pool.page.clone().ok_or(ApiError::NotFound)?;
        tx.record(event_of(ctx, ctx.id(EventId::new)?, &pool, &page, "page.opened")).await?;
    }
    Ok(())
}
