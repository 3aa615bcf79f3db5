//! Which record here a record of a system is: what Agendum found, and what administrators say instead.

use std::collections::BTreeSet;

use serde_json::json;

use super::{Known, known, opened, project, record, store};
use crate::api::ats::{ConnectionLine, MappedJob, MappedStage, MappedUser, MappingView, ProblemLine};
use crate::api::clients::Choice;
use crate::api::error::ApiError;
use crate::api::jobs::Colleague;
use crate::domain::ats::connection::{MapRecord, Mapping};
use crate::domain::ats::record::{Key, RecordKind, field};
use crate::domain::can;
use crate::domain::error::FieldErrors;
use crate::domain::id::{AtsId, JobId, StageId, UserId};
use crate::domain::list::{PER_PAGE, Page, fold};
use crate::paths;
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::services::jobs::viewer_zone;
use crate::server::store::Tx;

/// Problems shown, at most.
const SHOWN: i64 = 100;

/// A connection, and what of it is what here; its jobs in pages, from 0.
///
/// # Errors
/// `Forbidden` for all but administrators; `NotFound`.
pub async fn view(ctx: &Ctx, id: AtsId, page: u32) -> Result<MappingView> {
    ctx.require(can::administer(&ctx.actor))?;
    let mut tx = ctx.store().read().await?;
    let connection: ConnectionLine = tx.ats_lines(ctx.now()).await?.into_iter().find(|line| line.id == id).ok_or(ApiError::NotFound)?;
    let colleagues = tx.colleagues().await?;
    let open_jobs = tx.open_jobs().await?;
    let choice = |(id, title, client): (JobId, String, Option<String>)| Choice {
        id,
        name: client.map_or_else(|| title.clone(), |client| format!("{title} · {client}")),
    };
    Ok(MappingView {
        address: format!("{}{}", ctx.app.config.base_url.trim_end_matches('/'), paths::ats_hook(id)),
        jobs: jobs(ctx, &mut tx, id, page).await?,
        users: users(ctx, &mut tx, id, &colleagues).await?,
        problems: problems(ctx, &mut tx, id).await?,
        local_jobs: open_jobs.into_iter().map(choice).collect(),
        colleagues,
        zone: viewer_zone(ctx)?,
        connection,
    })
}

async fn all(ctx: &Ctx, tx: &mut Tx, id: AtsId, kind: RecordKind) -> Result<Vec<Known>> {
    tx.ats_records(id, kind).await?.into_iter().map(|row| opened(ctx, id, row)).collect()
}

fn name_of(known: &Known) -> String {
    known.record.text(field::NAME).unwrap_or(&known.row.key.id).to_owned()
}

async fn jobs(ctx: &Ctx, tx: &mut Tx, id: AtsId, page: u32) -> Result<Page<MappedJob>> {
    let mut jobs = all(ctx, tx, id, RecordKind::Job).await?;
    // Here, not in the database, where their names lie sealed.
    jobs.sort_by_cached_key(|job| (!is_open(job), fold(&name_of(job)), job.row.key.id.clone()));
    let total = u32::try_from(jobs.len()).unwrap_or(u32::MAX);
    let size = usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    let before = usize::try_from(page).unwrap_or(usize::MAX).saturating_mul(size);
    let mut rows = Vec::new();
    for job in jobs.into_iter().skip(before).take(size) {
        rows.push(mapped(ctx, tx, id, job).await?);
    }
    Ok(Page { rows, total, page })
}

fn is_open(job: &Known) -> bool {
    job.record.text(field::STATE).is_none_or(|state| state == "open") && !job.record.is(field::DELETED)
}

/// A job with its stages.
async fn mapped(ctx: &Ctx, tx: &mut Tx, id: AtsId, job: Known) -> Result<MappedJob> {
    let here = match job.row.local.as_deref().and_then(|local| local.parse::<JobId>().ok()) {
        Some(local) => tx.job_record(local).await?,
        None => None,
    };
    let local_stages: Vec<Choice<String>> = match &here {
        Some(here) => {
            let choice = |stage: crate::domain::jobs::SaveStage| Some(Choice { id: stage.id?.to_string(), name: stage.name });
            tx.stages(here.id).await?.into_iter().filter_map(choice).collect()
        }
        None => Vec::new(),
    };
    let own = tx.ats_records_of_job(id, RecordKind::Stage, &job.row.key.id).await?;
    let mut own = own.into_iter().map(|row| opened(ctx, id, row)).collect::<Result<Vec<Known>>>()?;
    own.sort_by_key(|stage| (stage.record.number(field::POSITION).unwrap_or(i64::MAX), fold(&name_of(stage))));
    let stage = |stage: Known| MappedStage {
        name: name_of(&stage),
        local: local_stages.iter().find(|local| stage.row.local.as_deref() == Some(local.id.as_str())).cloned(),
        mapping: stage.row.mapping,
        record: stage.row.key.id,
    };
    Ok(MappedJob {
        name: name_of(&job),
        open: is_open(&job),
        local: here.filter(|_| job.row.mapping != Mapping::Ignored).map(|here| Choice { id: here.id.to_string(), name: here.title }),
        stages: own.into_iter().map(stage).collect(),
        unknown: u32::try_from(job.record.unknown().count()).unwrap_or(u32::MAX),
        mapping: job.row.mapping,
        record: job.row.key.id,
        local_stages,
    })
}

async fn users(ctx: &Ctx, tx: &mut Tx, id: AtsId, colleagues: &[Colleague]) -> Result<Vec<MappedUser>> {
    let user = |user: Known| MappedUser {
        name: name_of(&user),
        email: user.record.text(field::EMAIL).unwrap_or_default().to_owned(),
        local: colleagues
            .iter()
            .find(|colleague| user.row.local.as_deref() == Some(colleague.id.to_string().as_str()))
            .map(|colleague| Choice { id: colleague.id.to_string(), name: colleague.name.clone() }),
        mapping: user.row.mapping,
        record: user.row.key.id,
    };
    let mut users: Vec<MappedUser> = all(ctx, tx, id, RecordKind::User).await?.into_iter().map(user).collect();
    users.sort_by_key(|user| (fold(&user.name), user.record.clone()));
    Ok(users)
}

async fn problems(ctx: &Ctx, tx: &mut Tx, id: AtsId) -> Result<Vec<ProblemLine>> {
    let mut lines = Vec::new();
    for row in tx.ats_problems(id, SHOWN).await? {
        let of = opened(ctx, id, row)?;
        let candidate = of.record.text(field::CANDIDATE).map(|candidate| Key::new(RecordKind::Candidate, candidate));
        let person = match &candidate {
            Some(key) => known(ctx, tx, id, key).await?,
            None => None,
        };
        let path = match (of.row.key.kind.0, &of.row.local, person.as_ref().and_then(|person| person.row.local.as_ref())) {
            (RecordKind::Job, Some(job), _) => paths::job(job),
            (RecordKind::Candidate, Some(candidate), _) | (RecordKind::Application, _, Some(candidate)) => paths::candidate(candidate),
            _ => String::new(),
        };
        lines.push(ProblemLine {
            kind: of.row.key.kind.0,
            name: person.as_ref().map_or_else(|| name_of(&of), name_of),
            record: of.row.key.id,
            problem: of.row.problem,
            path,
        });
    }
    Ok(lines)
}

/// Says what a record of the system is here: a job, a stage or a colleague. What hangs on it is brought in step.
///
/// # Errors
/// `Invalid` at `to`; `NotFound`.
pub async fn map(ctx: &Ctx, input: &MapRecord) -> Result<()> {
    ctx.require(can::administer(&ctx.actor))?;
    let id = input.connection.ok_or(ApiError::NotFound)?;
    let kind = RecordKind::parse(&input.kind).filter(|kind| matches!(kind, RecordKind::Job | RecordKind::Stage | RecordKind::User));
    let key = Key::new(kind.ok_or(ApiError::NotFound)?, input.record.as_str());
    let mut tx = ctx.store().begin().await?;
    let connection = tx.ats_connection(id).await?.ok_or(ApiError::NotFound)?;
    tx.lock_ats(id).await?;
    let mut of = known(ctx, &mut tx, id, &key).await?.ok_or(ApiError::NotFound)?;
    let before = (of.row.mapping, of.row.local.clone());
    match input.to.as_str() {
        "auto" => {
            of.row.mapping = Mapping::Auto;
            // The job that was made for it is not made once more.
            if key.kind.0 == RecordKind::Job && before.0 == Mapping::Mapped {
                if let Some(made) = &of.row.made
                    && tx.ats_local_is_taken(id, &key, made).await?
                {
                    return Err(FieldErrors::one("to", "error-ats-taken").into());
                }
                (of.row.local, of.row.local_version) = (of.row.made.clone(), None);
            }
        }
        // It keeps what it is here for the day it is wanted again.
        "ignored" if key.kind.0 == RecordKind::Job => of.row.mapping = Mapping::Ignored,
        local => {
            check_local(&mut tx, id, &of, local).await?;
            (of.row.mapping, of.row.local, of.row.local_version) = (Mapping::Mapped, Some(local.to_owned()), None);
        }
    }
    // Found anew, where it was said by hand until now.
    if of.row.mapping == Mapping::Auto && before.0 == Mapping::Mapped && key.kind.0 != RecordKind::Job {
        (of.row.local, of.row.local_version) = (None, None);
    }
    if before == (of.row.mapping, of.row.local.clone()) {
        return Ok(());
    }
    store(ctx, &mut tx, id, &mut of).await?;
    let changed = hanging_on(ctx, &mut tx, id, &of, before.1 != of.row.local).await?;
    let data = json!({ "kind": key.kind.0.name(), "record": key.id, "to": input.to });
    record(ctx, &mut tx, "ats.mapped", &connection, data).await?;
    project::run(ctx, &mut tx, &connection, changed).await?;
    Ok(tx.commit().await?)
}

/// A record here that this one can be.
async fn check_local(tx: &mut Tx, id: AtsId, of: &Known, local: &str) -> Result<()> {
    let wrong = |message: &str| FieldErrors::one("to", message);
    let there = match of.row.key.kind.0 {
        RecordKind::Job => match local.parse::<JobId>() {
            Ok(job) => tx.job_record(job).await?.is_some(),
            Err(_) => false,
        },
        RecordKind::User => match local.parse::<UserId>() {
            Ok(user) => tx.user(user).await?.is_some_and(|user| user.active),
            Err(_) => false,
        },
        _ => {
            let job = match &of.row.job {
                Some(job) => tx.ats_record(id, &Key::new(RecordKind::Job, job.as_str())).await?,
                None => None,
            };
            match (job.and_then(|job| job.local).and_then(|job| job.parse::<JobId>().ok()), local.parse::<StageId>()) {
                (Some(job), Ok(stage)) => tx.stages(job).await?.iter().any(|known| known.id == Some(stage)),
                _ => false,
            }
        }
    };
    if !there {
        return Err(wrong("error-choose").into());
    }
    // Two colleagues there may be one here; two jobs or stages may not: what is moved in one would be moved in the other.
    if of.row.key.kind.0 != RecordKind::User && tx.ats_local_is_taken(id, &of.row.key, local).await? {
        return Err(wrong("error-ats-taken").into());
    }
    Ok(())
}

/// What is to be looked at after the mapping of a record changed. What belongs to a job that is another one here is found anew.
async fn hanging_on(ctx: &Ctx, tx: &mut Tx, id: AtsId, of: &Known, moved: bool) -> Result<BTreeSet<Key>> {
    let mut changed = BTreeSet::from([of.row.key.clone()]);
    let job = match of.row.key.kind.0 {
        RecordKind::Job => of.row.key.id.as_str(),
        RecordKind::Stage => of.row.job.as_deref().unwrap_or_default(),
        _ => {
            changed.extend(tx.ats_records(id, RecordKind::Job).await?.into_iter().map(|row| row.key));
            return Ok(changed);
        }
    };
    for kind in [RecordKind::Stage, RecordKind::Interview, RecordKind::Application] {
        for row in tx.ats_records_of_job(id, kind, job).await? {
            let mut row = opened(ctx, id, row)?;
            if moved && of.row.key.kind.0 == RecordKind::Job && kind != RecordKind::Interview {
                (row.row.local, row.row.local_version, row.row.mapping, row.row.applied) = (None, None, Mapping::Auto, None);
                tx.put_ats_record(id, &row.row).await?;
            } else if moved && kind == RecordKind::Application && row.record.text(field::STAGE) == Some(of.row.key.id.as_str()) {
                // The same stage there is another one here.
                row.row.applied = None;
                tx.put_ats_record(id, &row.row).await?;
            }
            changed.insert(row.row.key);
        }
    }
    Ok(changed)
}
