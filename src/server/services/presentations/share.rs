//! Sharing a page: its links, and what became of it.

use super::{event_of, recipient, sender};
use crate::api::error::ApiError;
use crate::api::presentations::{FreshLink, PageLine};
use crate::domain::booking::RequestStage;
use crate::domain::can;
use crate::domain::id::{EventId, JobId, PageId};
use crate::domain::time::Instant;
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::mail::message::Presentation;
use crate::server::services::{links, messages};
use crate::server::store::Tx;
use crate::server::store::links::Purpose;
use crate::server::store::pages::PageLineRow;
use crate::server::store::pools::{PageRow, Pool};

async fn page_of(tx: &mut Tx, page: PageId) -> Result<(Pool, PageRow)> {
    let pool = tx.pool_of_page(page).await?.ok_or(ApiError::NotFound)?;
    let page = pool.page.clone().ok_or(ApiError::NotFound)?;
    Ok((pool, page))
}

/// A fresh link to copy; those given out before still hold.
///
/// # Errors
/// `NotFound`.
pub async fn page_link(ctx: &Ctx, page: PageId) -> Result<FreshLink> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let (pool, row) = page_of(&mut tx, page).await?;
    let link = links::issue(&mut tx, ctx, Purpose::ClientPage, page).await?;
    tx.record(event_of(ctx, ctx.id(EventId::new)?, &pool, &row, "link.made")).await?;
    tx.commit().await?;
    Ok(link.to_copy(ctx))
}

/// Makes all links of a page useless at once.
///
/// # Errors
/// `NotFound`.
pub async fn revoke_links(ctx: &Ctx, page: PageId) -> Result<()> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let (pool, row) = page_of(&mut tx, page).await?;
    tx.revoke_links(Purpose::ClientPage, &page.to_string(), ctx.now()).await?;
    tx.record(event_of(ctx, ctx.id(EventId::new)?, &pool, &row, "link.revoked")).await?;
    Ok(tx.commit().await?)
}

/// Mails the page to its contact once more, with a fresh link and the words of before.
///
/// # Errors
/// `NotFound`; `NotPossible` when nobody on it is pursued any more.
pub async fn resend(ctx: &Ctx, page: PageId) -> Result<()> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let (pool, row) = page_of(&mut tx, page).await?;
    let candidates: Vec<String> = tx
        .requests_of_page(page)
        .await?
        .into_iter()
        .filter(|request| !matches!(request.state, RequestStage::Declined | RequestStage::Withdrawn | RequestStage::Booked))
        .map(|request| request.candidate_name)
        .collect();
    if candidates.is_empty() {
        return Err(ApiError::NotPossible("error-nobody-to-present".into()).into());
    }
    tx.share_page(page, None, ctx.now()).await?;
    let link = links::issue(&mut tx, ctx, Purpose::ClientPage, page).await?;
    let event = ctx.id(EventId::new)?;
    tx.record(event_of(ctx, event, &pool, &row, "page.shared")).await?;
    let message = Presentation {
        to: recipient(&row.contact),
        sender: sender(&pool.recruiter),
        job_title: pool.job_title.clone(),
        candidates,
        words: row.message.clone(),
        link: link.path,
    };
    messages::enqueue(&mut tx, ctx, event, message).await?;
    Ok(tx.commit().await?)
}

/// The pages of a job, the last sent first.
///
/// # Errors
/// When the actor may not see them.
pub async fn pages_of_job(ctx: &Ctx, job: JobId) -> Result<Vec<PageLine>> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let rows = ctx.store().read().await?.pages_of_job(job).await?;
    let now = ctx.now();
    Ok(rows.into_iter().map(|row| line(row, now)).collect())
}

/// One page of a job as staff see it at `now`.
pub(super) fn line(row: PageLineRow, now: Instant) -> PageLine {
    let [undecided, to_book, booked, declined] = row.counts.map(|count| u32::try_from(count).unwrap_or(u32::MAX));
    PageLine {
        id: row.id,
        contact: row.contact,
        contact_name: row.contact_name,
        contact_email: row.contact_email,
        shared_at: row.shared_at,
        opened_at: row.opened_at,
        answered_at: row.answered_at,
        answered_by: row.answered_by,
        link: links::state((row.links, row.latest_link), now),
        undecided,
        to_book,
        booked,
        declined,
    }
}
