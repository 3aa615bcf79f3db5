//! Asking a system for what changed: the same records as its deliveries bring, merged in the same way.

use std::collections::{BTreeSet, HashMap};

use chrono::Duration;
use serde_json::Value;
use tokio::sync::OwnedMutexGuard;

use super::{is_as_it_was, known, opened, report, secrets, take};
use crate::domain::ats::connection::AtsSystem;
use crate::domain::ats::record::{Key, Record, RecordKind, field};
use crate::domain::ats::{greenhouse, lever};
use crate::domain::id::AtsId;
use crate::domain::time::ms;
use crate::server::ats::Trouble;
use crate::server::ats::harvest::{Harvest, MOST_IDS};
use crate::server::ats::lever::{Lever, Told};
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::server::store::Tx;
use crate::server::store::ats::ConnectionRow;

/// How often a system is asked.
const EVERY: Duration = Duration::minutes(10);
/// For so long nobody else begins a pull. One that takes longer does no harm: what two bring is merged.
const LONGEST: Duration = Duration::minutes(10);
/// What changed so shortly before the last pull is asked for once more: clocks differ, and lists lag.
const OVERLAP: Duration = Duration::minutes(5);
/// Deliveries are kept so long.
const KEPT: Duration = Duration::days(90);
/// Pages of a list, at most: an end where a system's pages have none.
const MOST_PAGES: usize = 2_000;
/// A record that the system refuses is asked for again after so long.
const POSTPONED: Duration = Duration::hours(1);
/// Records that are asked for singly in one pull.
const MOST_ASKED: i64 = 500;

/// What ends a pull.
enum Stop {
    /// The system.
    Trouble(Trouble),
    /// The database.
    Ours(Error),
    /// The connection was changed or switched off meanwhile: what it says as it was counts no more.
    Changed,
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Ours(error)
    }
}

impl From<crate::server::error::StoreError> for Stop {
    fn from(error: crate::server::error::StoreError) -> Self {
        Self::Ours(error.into())
    }
}

/// Pulls from every connection whose time has come. Says whether any had.
///
/// # Errors
/// When the database fails.
pub async fn pull_due(ctx: &Ctx) -> Result<bool> {
    let due = ctx.store().read().await?.ats_due(ctx.now()).await?;
    for id in &due {
        pull(ctx, *id).await?;
    }
    Ok(!due.is_empty())
}

/// Forgets old deliveries.
///
/// # Errors
/// When the database fails.
pub async fn sweep(ctx: &Ctx) -> Result<()> {
    let mut tx = ctx.store().begin().await?;
    tx.sweep_ats_deliveries(ctx.now() - KEPT).await?;
    Ok(tx.commit().await?)
}

/// Pulls from one connection, if nobody else does, and notes how it went.
///
/// # Errors
/// When the database fails.
pub async fn pull(ctx: &Ctx, id: AtsId) -> Result<()> {
    let begun = ctx.now();
    let mut tx = ctx.store().begin().await?;
    let claimed = tx.claim_ats_pull(id, begun, begun + LONGEST, begun + EVERY).await?;
    let connection = tx.ats_connection(id).await?;
    tx.commit().await?;
    let Some(connection) = connection.filter(|_| claimed) else { return Ok(()) };
    let pulled = match connection.system {
        AtsSystem::Greenhouse => greenhouse_pull(ctx, &connection).await,
        AtsSystem::Lever => lever_pull(ctx, &connection).await,
        AtsSystem::Generic => Ok(()),
    };
    let mut tx = ctx.store().begin().await?;
    let counts = pulled.is_ok() && is_as_it_was(&mut tx, &connection).await?;
    tx.end_ats_pull(id, counts.then_some(begun), ctx.now()).await?;
    tx.commit().await?;
    match pulled {
        Ok(()) => report(ctx, &connection, Ok(())).await,
        Err(Stop::Trouble(trouble)) => report(ctx, &connection, Err(trouble)).await,
        Err(Stop::Ours(error)) => Err(error),
        Err(Stop::Changed) => Ok(()),
    }
}

/// First what jobs are made of, as one: what comes with a new job is no news of its own. Then people, page by page.
async fn greenhouse_pull(ctx: &Ctx, connection: &ConnectionRow) -> std::result::Result<(), Stop> {
    let mut harvest = Harvest::new(&connection.base_url, secrets(ctx, connection)?)?;
    let since = connection.pulled_until.map(|until| Harvest::since(until - OVERLAP));
    // The first time what is open and used; later whatever changed.
    let first = |name: &'static str, value: &str| vec![since.clone().unwrap_or((name, value.to_owned()))];
    let changed: Vec<(&str, String)> = since.clone().into_iter().collect();
    let mut records = Vec::new();
    for (list, conditions) in [
        ("users", changed.clone()),
        ("jobs", first("status", "open")),
        ("job_owners", changed.clone()),
        ("job_hiring_managers", changed.clone()),
        ("job_interview_stages", first("active", "true")),
        ("job_interviews", first("active", "true")),
    ] {
        records.extend(whole(ctx, &mut harvest, list, &conditions).await?);
    }
    merge(ctx, connection, records).await?;
    let mut next = Some(harvest.list("applications", &first("status", "active")));
    for _ in 0..MOST_PAGES {
        let Some(address) = next else { break };
        let page = harvest.page(&address).await?;
        let applications = rows(ctx, "applications", &page.rows);
        let people: BTreeSet<String> = applications.iter().filter_map(|record| record.text(field::CANDIDATE).map(str::to_owned)).collect();
        let mut records = unknown_people(ctx, &mut harvest, connection, people).await?;
        records.extend(applications);
        merge(ctx, connection, records).await?;
        next = page.next;
    }
    // Who is not on any application here is left where they are.
    if since.is_some() {
        let people = whole(ctx, &mut harvest, "candidates", &changed).await?;
        let mut tx = ctx.store().read().await?;
        let mut ours = Vec::new();
        for person in people {
            if tx.ats_record(connection.id, &person.key).await?.is_some() {
                ours.push(person);
            }
        }
        drop(tx);
        merge(ctx, connection, ours).await?;
    }
    Ok(())
}

/// All pages of a list.
async fn whole(ctx: &Ctx, harvest: &mut Harvest, list: &str, conditions: &[(&str, String)]) -> std::result::Result<Vec<Record>, Stop> {
    let mut records = Vec::new();
    let mut next = Some(harvest.list(list, conditions));
    for _ in 0..MOST_PAGES {
        let Some(address) = next else { break };
        let page = harvest.page(&address).await?;
        records.extend(rows(ctx, list, &page.rows));
        next = page.next;
    }
    Ok(records)
}

fn rows(ctx: &Ctx, list: &str, rows: &[Value]) -> Vec<Record> {
    rows.iter().flat_map(|row| greenhouse::harvest(list, row, ms(ctx.now()))).collect()
}

/// The people of applications of whom nothing is known yet.
async fn unknown_people(
    ctx: &Ctx,
    harvest: &mut Harvest,
    connection: &ConnectionRow,
    people: BTreeSet<String>,
) -> std::result::Result<Vec<Record>, Stop> {
    let mut unknown = Vec::new();
    let mut tx = ctx.store().read().await?;
    for id in people {
        if tx.ats_record(connection.id, &Key::new(RecordKind::Candidate, id.as_str())).await?.is_none() {
            unknown.push(id);
        }
    }
    drop(tx);
    let mut records = Vec::new();
    for ids in unknown.chunks(MOST_IDS) {
        records.extend(whole(ctx, harvest, "candidates", &[("ids", ids.join(","))]).await?);
    }
    Ok(records)
}

async fn merge(ctx: &Ctx, connection: &ConnectionRow, records: Vec<Record>) -> std::result::Result<(), Stop> {
    let (_turn, mut tx) = merging(ctx, connection).await?;
    take(ctx, &mut tx, connection, records).await?;
    Ok(tx.commit().await?)
}

/// A transaction in which what the system said may be merged, with the turn that it takes.
async fn merging(ctx: &Ctx, connection: &ConnectionRow) -> std::result::Result<(OwnedMutexGuard<()>, Tx), Stop> {
    let turn = ctx.app.turns.next(connection.id).await;
    let mut tx = ctx.store().begin().await?;
    tx.lock_ats(connection.id).await?;
    if is_as_it_was(&mut tx, connection).await? { Ok((turn, tx)) } else { Err(Stop::Changed) }
}

/// What is new in the pipeline, for every job; and opportunities that webhooks named, each with the posting that it is for and the stages.
async fn lever_pull(ctx: &Ctx, connection: &ConnectionRow) -> std::result::Result<(), Stop> {
    let asked = ctx.store().read().await?.ats_to_ask(connection.id, ctx.now(), MOST_ASKED).await?;
    let mut asking = Lever::new(&connection.base_url, &secrets(ctx, connection)?)?;
    // Also where nothing else is asked for: whether the key is good is seen, and what is new in it.
    let since = ms(ctx.now());
    let pipeline = asking.stages().await?;
    let news = news_of_pipeline(ctx, connection, &pipeline, since).await?;
    if !news.is_empty() {
        merge(ctx, connection, news).await?;
    }
    for (key, ask_at) in asked {
        let told = opportunity(ctx, connection, &mut asking, &key, &pipeline).await?;
        let (_turn, mut tx) = merging(ctx, connection).await?;
        let again = match told {
            Told::Here(records) => {
                take(ctx, &mut tx, connection, records).await?;
                None
            }
            Told::Gone => None,
            // It is about this one: the others are not to wait for it.
            Told::Refused(said) => {
                tracing::warn!(connection = %connection.id, record = %key.label(), %said, "refused by the system: asked for again later");
                Some(ctx.now() + POSTPONED)
            }
        };
        tx.asked_for_ats_record(connection.id, (&key, ask_at), again).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// What the pipeline says otherwise than is known of the stages of the jobs that are open here, as of a moment (milliseconds). A job that is
/// closed or ignored is left until it is not: what is new to it is news then.
async fn news_of_pipeline(ctx: &Ctx, connection: &ConnectionRow, pipeline: &Value, at: i64) -> std::result::Result<Vec<Record>, Stop> {
    let mut tx = ctx.store().read().await?;
    let jobs = tx.ats_open_jobs(connection.id).await?;
    let mut stages = HashMap::new();
    for row in tx.ats_records(connection.id, RecordKind::Stage).await? {
        let stage = opened(ctx, connection.id, row)?.record;
        stages.insert(stage.key.clone(), stage);
    }
    drop(tx);
    let is_known = |told: &Record| stages.get(&told.key).is_some_and(|before: &Record| before.clone().merged(told.clone()).says_as(before));
    let told = jobs.iter().flat_map(|job| lever::stages(&job.id, pipeline, at));
    Ok(told.filter(|told| !is_known(told)).collect())
}

/// An opportunity with what belongs to it.
async fn opportunity(
    ctx: &Ctx,
    connection: &ConnectionRow,
    asking: &mut Lever,
    key: &Key,
    pipeline: &Value,
) -> std::result::Result<Told<Vec<Record>>, Stop> {
    let mut records = match asking.opportunity(&key.id).await? {
        Told::Here(opportunity) => lever::opportunity(&opportunity),
        Told::Gone => return Ok(Told::Gone),
        Told::Refused(said) => return Ok(Told::Refused(said)),
    };
    let posting = records.iter().find(|record| record.key == *key).and_then(|record| record.text(field::JOB)).map(str::to_owned);
    let Some(id) = posting else { return Ok(Told::Here(records)) };
    let mut of_job = match asking.posting(&id).await? {
        Told::Here(posting) => lever::posting(&posting),
        Told::Gone => Vec::new(),
        Told::Refused(said) => return Ok(Told::Refused(said)),
    };
    let mut tx = ctx.store().read().await?;
    let before = known(ctx, &mut tx, connection.id, &Key::new(RecordKind::Job, id.as_str())).await?;
    // Lever does not say since when its pipeline is as it is: as of the posting's last change. Where the job is known, the pull has said the rest.
    let at = of_job.iter().chain(before.as_ref().map(|known| &known.record)).map(Record::updated_at).max().unwrap_or_default();
    of_job.extend(lever::stages(&id, pipeline, at));
    records.extend(of_job);
    Ok(Told::Here(records))
}
