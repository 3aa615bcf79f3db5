//! An interview as a calendar file, for those who come by link.

use super::told::invitation;
use crate::api::error::ApiError;
use crate::domain::can;
use crate::domain::id::{InterviewId, PageId, RequestId};
use crate::domain::scheduling::interview::PersonKind;
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::server::services::files::Opened;
use crate::server::services::messages::house;
use crate::server::store::occasions::Occasion;
use crate::server::{ics, mail};

/// For the contact of a page; `link` is the page's path.
///
/// # Errors
/// `NotFound` for another page's interview.
pub async fn file_for_contact(ctx: &Ctx, page: PageId, interview: InterviewId, link: &str) -> Result<Opened> {
    ctx.require(can::use_page(&ctx.actor, page))?;
    file(ctx, interview, link, PersonKind::Contact, |row| row.pool.page.as_ref().is_some_and(|own| own.id == page)).await
}

/// For the candidate of a request; `link` is the booking page's path.
///
/// # Errors
/// `NotFound` for another request's interview.
pub async fn file_for_candidate(ctx: &Ctx, request: RequestId, interview: InterviewId, link: &str) -> Result<Opened> {
    ctx.require(can::use_request(&ctx.actor, request))?;
    file(ctx, interview, link, PersonKind::Candidate, |row| row.id == request).await
}

async fn file(
    ctx: &Ctx,
    interview: InterviewId,
    link: &str,
    reader: PersonKind,
    own: impl Fn(&crate::server::store::requests::RequestRow) -> bool,
) -> Result<Opened> {
    let mut tx = ctx.store().read().await?;
    let interview = tx.interview(interview).await?.ok_or(ApiError::NotFound)?;
    let request = interview.request.ok_or(ApiError::NotFound)?;
    let row = tx.request(request).await?.filter(own).ok_or(ApiError::NotFound)?;
    let people = tx.people_of_interview(interview.id).await?;
    let house = house(&mut tx, ctx).await?;
    let invitation = invitation(&Occasion::from(&row), &interview, &people);
    let reader = invitation.people.iter().find(|person| person.kind == reader).ok_or(ApiError::NotFound)?;
    let entry = mail::entry(&invitation, reader, link, &house);
    let text = ics::file(&entry).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(Opened { name: "interview.ics".into(), media_type: "text/calendar; charset=utf-8".into(), bytes: text.into_bytes() })
}
