//! Applicant tracking systems: what they deliver or are asked for is merged (`domain::ats`), and the records here are brought in step
//! with what is known then, whatever order it came in.

pub mod mapping;
mod project;
pub mod pull;
pub mod receive;
pub mod settings;

use std::collections::BTreeSet;

use serde_json::json;

use crate::domain::ats::connection::Secrets;
use crate::domain::ats::record::{Key, Record, RecordKind, field, gathered};
use crate::domain::connections::{self as domain, Connection};
use crate::domain::error::FieldErrors;
use crate::domain::id::{AtsId, EventId};
use crate::domain::people::phone_field;
use crate::domain::time::plus_minutes;
use crate::server::ats::Trouble;
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::server::services::connections;
use crate::server::store::Tx;
use crate::server::store::ats::ConnectionRow;
use crate::server::store::ats_records::RecordRow;
use crate::server::store::history::Event;

/// What live changes of the pages are about.
const ALL: &str = "ats:all";
/// Records with a problem that are tried again at a time.
const RETRIED: i64 = 50;

/// A record as it is stored, opened.
struct Known {
    row: RecordRow,
    record: Record,
}

/// Notes how it went when a connection was asked last; nothing where it was changed or switched off meanwhile.
///
/// # Errors
/// When the database fails.
pub async fn report(ctx: &Ctx, connection: &ConnectionRow, outcome: std::result::Result<(), Trouble>) -> Result<()> {
    let id = connection.id;
    if !is_as_it_was(&mut ctx.store().read().await?, connection).await? {
        return Ok(());
    }
    let key = Connection::Ats(id.to_string());
    let (text, trouble) = match outcome {
        Ok(()) => (String::new(), None),
        Err(Trouble::Lasting(reason, text)) => (text, Some(domain::Trouble::Lasting(reason))),
        Err(Trouble::Passing(text)) => (text, Some(domain::Trouble::Passing)),
    };
    let broken = match &trouble {
        None => connections::worked(ctx, &key).await.map(|()| false)?,
        Some(trouble) => connections::failed(ctx, &key, trouble, &text).await?,
    };
    let lasts = matches!(trouble, Some(domain::Trouble::Lasting(_)));
    let mut tx = ctx.store().begin().await?;
    if !tx.set_ats_trouble((id, connection.version), &text, lasts, ctx.now()).await? {
        // Between the two: what was tried is not what is set up now.
        connections::removed(&mut tx, ctx, &key).await?;
    } else if broken {
        // It is mended by itself at the next success: as soon as for other connections.
        tx.want_ats_pull(id, plus_minutes(ctx.now(), domain::PROBE_MINUTES)).await?;
    }
    // Only that the pages ask again: what fails every ten minutes would fill the history.
    tx.announce(ctx.id(EventId::new)?, "ats.reported", vec![ALL.to_owned()]);
    Ok(tx.commit().await?)
}

/// Whether a connection is switched on, and set up as when it was read.
async fn is_as_it_was(tx: &mut Tx, connection: &ConnectionRow) -> Result<bool> {
    Ok(tx.ats_connection(connection.id).await?.is_some_and(|now| now.active && now.version == connection.version))
}

/// Merges reports into what is known, and brings the records here in step. What had a problem is tried again.
async fn take(ctx: &Ctx, tx: &mut Tx, connection: &ConnectionRow, reports: Vec<Record>) -> Result<()> {
    let mut changed = BTreeSet::new();
    for (key, report) in gathered(reports.into_iter().map(with_phone_that_will_do)) {
        let known = known(ctx, tx, connection.id, &key).await?;
        let (row, before) = match known {
            Some(Known { row, record }) => (row, Some(record)),
            None => (RecordRow::new(key.clone()), None),
        };
        let merged = match before.clone() {
            Some(before) => before.merged(report),
            None => report,
        };
        // That something is still so is no news, and undoes nothing that was done here. Of two applications that are one here the later
        // one is followed, which the moment says.
        let is_news = key.kind.0 == RecordKind::Application || !before.as_ref().is_some_and(|before| before.says_as(&merged));
        if before.as_ref() != Some(&merged) {
            store(ctx, tx, connection.id, &mut Known { row, record: merged }).await?;
            if is_news {
                changed.insert(key);
            }
        }
    }
    changed.extend(tx.ats_to_retry(connection.id, RETRIED).await?);
    project::run(ctx, tx, connection, changed).await
}

/// A number that the rules here refuse is kept without meaning: the last one that will do holds, whichever comes first.
fn with_phone_that_will_do(mut report: Record) -> Record {
    if report.key.kind.0 == RecordKind::Candidate
        && report.text(field::PHONE).is_some()
        && phone_of(&report).is_none()
        && let Some(refused) = report.fields.remove(field::PHONE)
    {
        report.set(&format!("{}{}", field::UNKNOWN, field::PHONE), refused.at, refused.value);
    }
    report
}

/// The telephone number; none where it is none by the rules here.
fn phone_of(candidate: &Record) -> Option<String> {
    let mut errors = FieldErrors::default();
    let phone = phone_field(candidate.text(field::PHONE)?, "phone", &mut errors);
    errors.is_empty().then_some(phone)
}

/// What is known of a record.
async fn known(ctx: &Ctx, tx: &mut Tx, connection: AtsId, key: &Key) -> Result<Option<Known>> {
    tx.ats_record(connection, key).await?.map(|row| opened(ctx, connection, row)).transpose()
}

/// A stored record with its fields.
fn opened(ctx: &Ctx, connection: AtsId, row: RecordRow) -> Result<Known> {
    let unreadable = |error: String| Error::Internal(format!("{}: {error}", place(connection, &row.key)));
    let plain = ctx.app.keys.open(&place(connection, &row.key), &row.merged).map_err(|error| unreadable(error.to_string()))?;
    let fields = serde_json::from_slice(&plain).map_err(|error| unreadable(error.to_string()))?;
    Ok(Known { record: Record { key: row.key.clone(), fields }, row })
}

/// Stores a record with its fields.
async fn store(ctx: &Ctx, tx: &mut Tx, connection: AtsId, known: &mut Known) -> Result<()> {
    let plain = serde_json::to_vec(&known.record.fields).map_err(|error| Error::Internal(error.to_string()))?;
    known.row.merged = seal(ctx, &place(connection, &known.row.key), &plain)?;
    known.row.updated_at = known.record.updated_at();
    if known.row.key.kind.0 != RecordKind::Job {
        known.row.job = known.record.text(field::JOB).map(str::to_owned);
    }
    Ok(tx.put_ats_record(connection, &known.row).await?)
}

fn place(connection: AtsId, key: &Key) -> String {
    format!("ats-record:{connection}:{}", key.label())
}

fn seal(ctx: &Ctx, place: &str, plain: &[u8]) -> Result<Vec<u8>> {
    ctx.app.keys.seal(place, plain).map_err(|error| Error::Internal(error.to_string()))
}

/// A connection's secrets, sealed.
fn sealed_secrets(ctx: &Ctx, id: AtsId, secrets: &Secrets) -> Result<Vec<u8>> {
    let plain = serde_json::to_vec(secrets).map_err(|error| Error::Internal(error.to_string()))?;
    seal(ctx, &format!("ats:{id}"), &plain)
}

/// A connection's secrets.
fn secrets(ctx: &Ctx, connection: &ConnectionRow) -> Result<Secrets> {
    let plain = ctx.app.keys.open(&format!("ats:{}", connection.id), &connection.secrets);
    let plain = plain.map_err(|error| Error::Internal(format!("secrets of {}: {error}", connection.id)))?;
    serde_json::from_slice(&plain).map_err(|error| Error::Internal(error.to_string()))
}

/// Records what happened to a connection.
async fn record(ctx: &Ctx, tx: &mut Tx, action: &'static str, connection: &ConnectionRow, data: serde_json::Value) -> Result<()> {
    let mut data = data;
    if let Some(data) = data.as_object_mut() {
        data.insert("name".into(), json!(connection.name));
    }
    tx.record(Event {
        id: ctx.id(EventId::new)?,
        at: ctx.now(),
        actor: ctx.actor.clone(),
        action,
        subject: ("ats", connection.id.to_string()),
        candidate_id: None,
        application_id: None,
        job_id: None,
        data,
        topics: vec![ALL.to_owned()],
    })
    .await?;
    Ok(())
}
