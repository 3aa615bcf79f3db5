//! Brings the records here in step with what is known of those of a system: a function of what is known, not of the order in which it came.
//! What refers to something that is not here yet waits for it. What the rules here refuse is noted, and tried again with the next delivery.

mod applications;
mod candidates;
mod jobs;
mod stages;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{Known, known, opened, store};
use crate::api::error::ApiError;
use crate::domain::ats::connection::Mapping;
use crate::domain::ats::record::{Key, RecordKind, field};
use crate::domain::id::{JobId, StageId, UserId};
use crate::domain::people::EmailAddress;
use crate::domain::time::ms;
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result, StoreError};
use crate::server::store::Tx;
use crate::server::store::ats::ConnectionRow;

/// How often one record is looked at in one go: each time something that it waits for came.
const MOST_LOOKS: u8 = 8;

/// Where a record stands after a look at it.
enum Step {
    /// In step.
    Done,
    /// Nothing is to be done with it.
    Idle,
    /// It waits for a record, by its label; with the key of a message where somebody has to see to that.
    Waits(String, &'static str),
}

/// One go at bringing records in step.
struct Projection<'a> {
    ctx: &'a Ctx,
    connection: &'a ConnectionRow,
    /// In the order in which they depend on each other.
    todo: BTreeSet<Key>,
    looks: HashMap<Key, u8>,
    /// Who is who changed: jobs that name them may have other people now.
    people_changed: bool,
    /// Jobs that came with this go: what comes with them is no news.
    new_jobs: HashSet<JobId>,
    /// Stages that did.
    new_stages: HashSet<StageId>,
    /// Whether a job had stages before.
    had_stages: HashMap<JobId, bool>,
}

/// Brings records in step, and whatever waited for them.
///
/// # Errors
/// When the database fails or holds nonsense.
pub(super) async fn run(ctx: &Ctx, tx: &mut Tx, connection: &ConnectionRow, changed: BTreeSet<Key>) -> Result<()> {
    let mut projection = Projection {
        ctx,
        connection,
        todo: changed,
        looks: HashMap::new(),
        people_changed: false,
        new_jobs: HashSet::new(),
        new_stages: HashSet::new(),
        had_stages: HashMap::new(),
    };
    loop {
        let users_left = projection.todo.first().is_some_and(|key| key.kind.0 == RecordKind::User);
        if projection.people_changed && !users_left {
            projection.people_changed = false;
            let jobs = tx.ats_records(connection.id, RecordKind::Job).await?;
            projection.todo.extend(jobs.into_iter().map(|row| row.key));
        }
        let Some(key) = projection.todo.pop_first() else { return Ok(()) };
        let looks = projection.looks.entry(key.clone()).or_default();
        *looks += 1;
        if *looks <= MOST_LOOKS {
            projection.look(tx, &key).await?;
        }
    }
}

impl Projection<'_> {
    /// One record: what it refuses is undone and noted.
    async fn look(&mut self, tx: &mut Tx, key: &Key) -> Result<()> {
        let Some(mut now) = known(self.ctx, tx, self.connection.id, key).await? else { return Ok(()) };
        let before = now.row.clone();
        tx.mark().await?;
        let step = match key.kind.0 {
            RecordKind::User => self.user(tx, &mut now).await,
            RecordKind::Job => self.job(tx, &mut now).await,
            RecordKind::Stage => self.stage(tx, &mut now).await,
            RecordKind::Interview => self.interview(tx, &mut now).await,
            RecordKind::Candidate => self.candidate(tx, &mut now).await,
            RecordKind::Application => self.application(tx, &mut now).await,
        };
        let (waits_for, problem) = match step {
            Ok(step) => {
                tx.keep().await?;
                match step {
                    Step::Done | Step::Idle => (None, String::new()),
                    Step::Waits(label, problem) => (Some(label), problem.to_owned()),
                }
            }
            Err(error) => {
                let problem = problem_of(&error).ok_or(error)?;
                tx.take_back().await?;
                now.row = before.clone();
                (None, problem)
            }
        };
        let is_new_here = now.row.local.is_some() && now.row.local != before.local;
        (now.row.waits_for, now.row.problem) = (waits_for, problem);
        now.row.tried_at = Some(ms(self.ctx.now()));
        tx.put_ats_record(self.connection.id, &now.row).await?;
        // A candidate's address may be what an application waited for.
        if is_new_here || key.kind.0 == RecordKind::Candidate {
            self.wake(tx, &key.label()).await?;
        }
        if let (RecordKind::Stage, Some(job), true) = (key.kind.0, &now.row.job, is_new_here) {
            self.wake(tx, &stages_of(job)).await?;
        }
        Ok(())
    }

    /// Whoever waits for this is looked at again.
    async fn wake(&mut self, tx: &mut Tx, label: &str) -> Result<()> {
        let waiting = tx.ats_waiting_for(self.connection.id, label).await?;
        self.todo.extend(waiting);
        Ok(())
    }

    /// A colleague: found by the mail address.
    async fn user(&mut self, tx: &mut Tx, user: &mut Known) -> Result<Step> {
        if user.row.mapping == Mapping::Auto {
            let email = user.record.text(field::EMAIL).and_then(|email| EmailAddress::parse(email).ok());
            let found = match email {
                Some(email) => tx.user_by_email(&email).await?,
                None => None,
            };
            let local = found.map(|user| user.id.to_string());
            self.people_changed |= local != user.row.local;
            user.row.local = local;
        }
        Ok(Step::Done)
    }

    /// The colleague that a job of the system names; one who works on records where that is asked for.
    async fn colleague(&self, tx: &mut Tx, job: &Known, part: &str, staff: bool) -> Result<Option<UserId>> {
        let Some(id) = job.record.text(part) else { return Ok(None) };
        let Some(row) = tx.ats_record(self.connection.id, &Key::new(RecordKind::User, id)).await? else { return Ok(None) };
        let Some(local) = row.local.as_deref().and_then(|id| id.parse::<UserId>().ok()) else { return Ok(None) };
        let user = tx.user(local).await?.filter(|user| user.active && (!staff || user.role.is_staff()));
        Ok(user.map(|user| user.id))
    }

    /// What is known of a record that another one names.
    async fn named(&self, tx: &mut Tx, kind: RecordKind, id: &str) -> Result<Option<Known>> {
        known(self.ctx, tx, self.connection.id, &Key::new(kind, id)).await
    }

    /// The records of a kind that belong to a job of the system.
    async fn of_job(&self, tx: &mut Tx, kind: RecordKind, job: &str) -> Result<BTreeMap<Key, Known>> {
        let rows = tx.ats_records_of_job(self.connection.id, kind, job).await?;
        let open = |row| opened(self.ctx, self.connection.id, row).map(|known| (known.row.key.clone(), known));
        rows.into_iter().map(open).collect()
    }

    /// Stores what changed of a record that is not the one looked at.
    async fn put(&self, tx: &mut Tx, other: &mut Known) -> Result<()> {
        store(self.ctx, tx, self.connection.id, other).await
    }
}

/// What those wait for that need any stage of a job.
fn stages_of(job: &str) -> String {
    format!("stages:{job}")
}

/// The key of the message that says why a record is not in step; none for a failure of ours, which fails the whole.
fn problem_of(error: &Error) -> Option<String> {
    match error {
        Error::Api(ApiError::Invalid(errors)) => errors.iter().next().map(|error| error.message.clone()),
        Error::Api(ApiError::Internal { .. }) => None,
        Error::Api(error) => Some(error.message_key().to_owned()),
        Error::Store(StoreError::Stale | StoreError::Unique(_) | StoreError::Overlap) => Some("ats-problem-meanwhile".to_owned()),
        Error::Store(_) | Error::Internal(_) => None,
    }
}

/// A refusal that the mapping page explains.
fn refused(problem: &'static str) -> Error {
    ApiError::NotPossible(problem.to_owned()).into()
}

/// A text of at most so many characters.
fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect::<String>().trim().to_owned()
}
