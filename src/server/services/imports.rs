//! Candidates from a table: uploaded, its columns named, looked through, taken.

use std::collections::HashMap;

use serde_json::json;

use super::again::again;
use super::clients::known_zone;
use super::{applications, candidates};
use crate::api::error::ApiError;
use crate::api::imports::{ImportFate, ImportLine, ImportView, Imported};
use crate::domain::can;
use crate::domain::candidates::SaveCandidate;
use crate::domain::error::FieldErrors;
use crate::domain::id::{EventId, ImportId, UserId};
use crate::domain::import::{MOST_BYTES, MapImport, Mapping};
use crate::domain::time::Instant;
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::server::store::Tx;
use crate::server::store::history::Event;
use crate::server::store::imports::ImportRow;
use crate::server::table::{self, Row, Table};

/// Rows shown of those that can not be taken, and of the others.
const SHOWN: (usize, usize) = (200, 50);
/// How long a table that is not taken is kept, in days.
const KEPT_DAYS: i64 = 1;

/// Keeps a table to be looked through; the colleague's former one is forgotten.
///
/// # Errors
/// `Invalid` at `file` for what is no table, or too large; `Forbidden`.
pub async fn upload(ctx: &Ctx, file_name: &str, bytes: &[u8]) -> Result<ImportId> {
    let user = keeper(ctx)?;
    if bytes.is_empty() {
        return Err(FieldErrors::one("file", "error-file-empty").into());
    }
    if bytes.len() > MOST_BYTES {
        return Err(FieldErrors::one("file", "error-import-too-large").into());
    }
    let table = table::read(bytes).map_err(|none| FieldErrors::one("file", &none.to_string()))?;
    let id = ctx.id(ImportId::new)?;
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let import = ImportRow {
        id,
        version: 1,
        file_name: name.chars().filter(|c| !c.is_control()).take(120).collect(),
        job: None,
        mapping: Mapping::guess(&table.headings),
        sealed: ctx.app.keys.seal(&place(id), bytes).map_err(|error| Error::Internal(error.to_string()))?,
    };
    let mut tx = ctx.store().begin().await?;
    tx.delete_left_imports(user, kept_since(ctx)).await?;
    tx.insert_import(&import, user, ctx.now()).await?;
    record(ctx, &mut tx, "import.uploaded", id, json!({ "name": import.file_name, "rows": table.rows.len() })).await?;
    tx.commit().await?;
    Ok(id)
}

/// A table with what becomes of its rows.
///
/// # Errors
/// `NotFound` for a table that somebody else uploaded, too; `Forbidden`.
pub async fn view(ctx: &Ctx, id: ImportId) -> Result<ImportView> {
    let mut tx = ctx.store().read().await?;
    let (row, table) = own(ctx, &mut tx, id).await?;
    let judged = judged(ctx, &mut tx, &row, &table).await?;
    let (mut new, mut joining, mut known, mut wrong) = (0, 0, 0, 0);
    for (_, _, fate) in &judged {
        match fate {
            ImportFate::New => new += 1,
            ImportFate::Known { joins: true, .. } => joining += 1,
            ImportFate::Known { .. } => known += 1,
            ImportFate::Wrong { .. } => wrong += 1,
        }
    }
    let (bad, good): (Vec<_>, Vec<_>) = judged.into_iter().partition(|(_, _, fate)| matches!(fate, ImportFate::Wrong { .. }));
    let lines = bad.into_iter().take(SHOWN.0).chain(good.into_iter().take(SHOWN.1));
    let lines = lines.map(|(line, written, fate)| {
        let shown = |text: String| text.chars().take(120).collect::<String>();
        let SaveCandidate { name, email, phone, zone, .. } = written;
        ImportLine { line, name: shown(name), email: shown(email), phone: shown(phone), zone: shown(zone), fate }
    });
    let lines = lines.collect();
    drop(tx);
    Ok(ImportView {
        id,
        version: row.version,
        file_name: row.file_name,
        headings: table.headings,
        mapping: row.mapping,
        job: row.job,
        jobs: candidates::choices(ctx).await?.jobs,
        zone: ctx.zone.clone(),
        new,
        joining,
        known,
        wrong,
        lines,
    })
}

/// Says which column is what, and for which job.
///
/// # Errors
/// `Invalid` at the fields; `Stale`; `NotFound`; `Forbidden`.
pub async fn map(ctx: &Ctx, input: &MapImport) -> Result<()> {
    let mut tx = ctx.store().begin().await?;
    let (_, table) = own(ctx, &mut tx, input.id).await?;
    let mapping = input.read(table.headings.len())?;
    if let Some(job) = input.job_id
        && tx.open_jobs().await?.iter().all(|(open, ..)| *open != job)
    {
        return Err(FieldErrors::one("job_id", "error-choose").into());
    }
    tx.update_import((input.id, input.version), &mapping, input.job_id).await?;
    record(ctx, &mut tx, "import.mapped", input.id, json!({})).await?;
    Ok(tx.commit().await?)
}

/// Makes a candidate of each row that is sound, and puts those who are known on the job; all of it, or nothing.
///
/// # Errors
/// `NotPossible` where no row can be taken; `Invalid` at `job_id` when the job was closed; `Stale` when it was changed, or one of them was entered
/// by somebody else at this moment; `NotFound`; `Forbidden`.
pub async fn run(ctx: &Ctx, id: ImportId, version: i64) -> Result<Imported> {
    again(|| run_once(ctx, id, version)).await
}

async fn run_once(ctx: &Ctx, id: ImportId, version: i64) -> Result<Imported> {
    let mut tx = ctx.store().begin().await?;
    let (row, table) = own(ctx, &mut tx, id).await?;
    // First: of two who press at once the second finds nothing any more.
    tx.delete_import(id, version).await?;
    let mut imported = Imported::default();
    for (_, candidate, fate) in judged(ctx, &mut tx, &row, &table).await? {
        match (fate, row.job) {
            (ImportFate::New, job) => {
                let new = candidates::create(ctx, &mut tx, &candidate).await;
                let new =
                    new.map_err(|error| if matches!(error, Error::Api(ApiError::Invalid(_))) { ApiError::Stale.into() } else { error })?;
                if let Some(job) = job {
                    applications::put_on_job(ctx, &mut tx, new, job, None).await?;
                }
                imported.added += 1;
            }
            (ImportFate::Known { id, joins: true, .. }, Some(job)) => {
                applications::put_on_job(ctx, &mut tx, id, job, None).await?;
                imported.joined += 1;
            }
            _ => {}
        }
    }
    if imported == Imported::default() {
        return Err(ApiError::NotPossible("error-import-nothing".into()).into());
    }
    record(ctx, &mut tx, "import.taken", id, json!({ "added": imported.added, "joined": imported.joined })).await?;
    tx.commit().await?;
    Ok(imported)
}

/// Forgets a table.
///
/// # Errors
/// `Stale`; `NotFound`; `Forbidden`.
pub async fn discard(ctx: &Ctx, id: ImportId, version: i64) -> Result<()> {
    let user = keeper(ctx)?;
    let mut tx = ctx.store().begin().await?;
    tx.import(id, user, kept_since(ctx)).await?.ok_or(ApiError::NotFound)?;
    tx.delete_import(id, version).await?;
    record(ctx, &mut tx, "import.discarded", id, json!({})).await?;
    Ok(tx.commit().await?)
}

fn keeper(ctx: &Ctx) -> Result<UserId> {
    ctx.require(can::manage_records(&ctx.actor))?;
    Ok(ctx.actor.user_id().ok_or(ApiError::Unauthorized)?)
}

/// Tables of before are not opened any more, though they may still be there.
fn kept_since(ctx: &Ctx) -> Instant {
    ctx.now() - chrono::Duration::days(KEPT_DAYS)
}

/// The place that the seal of a table is bound to.
fn place(id: ImportId) -> String {
    format!("import:{id}")
}

async fn own(ctx: &Ctx, tx: &mut Tx, id: ImportId) -> Result<(ImportRow, Table)> {
    let row = tx.import(id, keeper(ctx)?, kept_since(ctx)).await?.ok_or(ApiError::NotFound)?;
    let broken = |error: String| Error::Internal(format!("import {id}: {error}"));
    let bytes = ctx.app.keys.open(&place(id), &row.sealed).map_err(|error| broken(error.to_string()))?;
    let table = table::read(&bytes).map_err(|error| broken(error.to_string()))?;
    Ok((row, table))
}

/// The rows with what becomes of each; none before it is said which column is what.
async fn judged(ctx: &Ctx, tx: &mut Tx, row: &ImportRow, table: &Table) -> Result<Vec<(u32, SaveCandidate, ImportFate)>> {
    if row.mapping.check().is_err() {
        return Ok(Vec::new());
    }
    let known = tx.candidates_by_address().await?;
    let on_job = match row.job {
        Some(job) => Some(tx.candidates_on_job(job).await?),
        None => None,
    };
    let mut seen: HashMap<String, u32> = HashMap::new();
    let judge = |Row { line, cells }: &Row| {
        let written = row.mapping.candidate(cells, &ctx.zone);
        let sound = match written.clone().validate().map_err(Error::from).and_then(|sound| known_zone(&sound.zone).map(|()| sound)) {
            Ok(sound) => sound,
            Err(Error::Api(ApiError::Invalid(errors))) => return Ok((*line, written, ImportFate::Wrong { errors })),
            Err(error) => return Err(error),
        };
        if let Some(first) = seen.get(&sound.email) {
            let mut errors = FieldErrors::default();
            errors.add_with("email", "error-import-twice", &[("line", first.to_string())]);
            return Ok((*line, written, ImportFate::Wrong { errors }));
        }
        seen.insert(sound.email.clone(), *line);
        let fate = match known.get(&sound.email) {
            None => ImportFate::New,
            Some((id, name)) => {
                let joins = on_job.as_ref().is_some_and(|on_job| !on_job.contains(id));
                ImportFate::Known { id: *id, name: name.clone(), joins }
            }
        };
        Ok((*line, sound, fate))
    };
    table.rows.iter().map(judge).collect()
}

async fn record(ctx: &Ctx, tx: &mut Tx, action: &'static str, id: ImportId, data: serde_json::Value) -> Result<()> {
    tx.record(Event {
        id: ctx.id(EventId::new)?,
        at: ctx.now(),
        actor: ctx.actor.clone(),
        action,
        subject: ("import", id.to_string()),
        candidate_id: None,
        application_id: None,
        job_id: None,
        data,
        topics: Vec::new(),
    })
    .await?;
    Ok(())
}
