//! What the records know for the tags of a letter.

use crate::api::error::ApiError;
use crate::domain::offers::filled::Known;
use crate::domain::offers::tags::{TagValue, names};
use crate::domain::time::{Zone, plus_minutes};
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::store::Tx;
use crate::server::store::applications::ApplicationRow;
use crate::server::store::candidates::CandidateRow;
use crate::server::zones;

/// A year, for offers are not answered later.
const YEAR_MINUTES: i64 = 366 * 24 * 60;

/// The organisation's zone around the present: what `today` and a day to answer by mean.
///
/// # Errors
/// When the database fails.
pub async fn house_zone(ctx: &Ctx, tx: &mut Tx) -> Result<Zone> {
    let name = tx.organisation().await?.map_or_else(|| "UTC".to_owned(), |organisation| organisation.zone);
    let zone = zones::zone(&name, plus_minutes(ctx.now(), -YEAR_MINUTES), plus_minutes(ctx.now(), 2 * YEAR_MINUTES));
    Ok(zone.unwrap_or_else(Zone::utc))
}

/// What is known of a candidate without any application: for mails.
///
/// # Errors
/// When the database fails.
pub async fn candidate_known(ctx: &Ctx, tx: &mut Tx, candidate: &CandidateRow) -> Result<Known> {
    let organisation = tx.organisation().await?.map(|row| row.name).unwrap_or_default();
    let mut known =
        texts(of_candidate(candidate).into_iter().chain([("organisation.name", organisation.clone()), ("company.name", organisation)]));
    let today = house_zone(ctx, tx).await?.date(ctx.now());
    known.insert("today".to_owned(), TagValue::Date { date: today });
    Ok(known)
}

fn of_candidate(candidate: &CandidateRow) -> [(&'static str, String); 5] {
    let (first, last) = names(&candidate.name);
    [
        ("candidate.name", candidate.name.clone()),
        ("candidate.first_name", first.to_owned()),
        ("candidate.last_name", last.to_owned()),
        ("candidate.email", candidate.email.clone()),
        ("candidate.phone", candidate.phone.clone()),
    ]
}

fn texts(pairs: impl Iterator<Item = (&'static str, String)>) -> Known {
    let there = pairs.filter(|(_, text)| !text.trim().is_empty());
    there.map(|(name, text)| (name.to_owned(), TagValue::Text { text })).collect()
}

/// What is known for an application's letter; what the records leave empty is not in it.
///
/// # Errors
/// `NotFound`.
pub async fn known(ctx: &Ctx, tx: &mut Tx, application: &ApplicationRow) -> Result<Known> {
    let candidate = tx.candidate_record(application.candidate_id).await?.ok_or(ApiError::NotFound)?;
    let job = tx.job_record(application.job_id).await?.ok_or(ApiError::NotFound)?;
    let recruiter = tx.user(job.recruiter.id).await?.ok_or(ApiError::NotFound)?;
    let organisation = tx.organisation().await?.map(|row| row.name).unwrap_or_default();
    let client = job.client.map(|client| client.name).unwrap_or_default();
    let company = if client.is_empty() { organisation.clone() } else { client.clone() };
    let others = [
        ("job.title", job.title),
        ("job.location", job.location),
        ("client.name", client),
        ("company.name", company),
        ("organisation.name", organisation),
        ("recruiter.name", recruiter.name),
        ("recruiter.email", recruiter.email.to_string()),
    ];
    let mut known = texts(of_candidate(&candidate).into_iter().chain(others));
    let today = house_zone(ctx, tx).await?.date(ctx.now());
    known.insert("today".to_owned(), TagValue::Date { date: today });
    Ok(known)
}
