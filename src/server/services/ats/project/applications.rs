//! Applications of a system: their stage, and whether and why they are over, follow, with everything that follows here from that.

use std::cmp::Reverse;

use serde_json::json;

use super::super::{Known, opened};
use super::stages::local;
use super::{Projection, Step, stages_of};
use crate::domain::ats::connection::ended;
use crate::domain::ats::record::{Key, Record, RecordKind, field};
use crate::domain::candidates::{ApplicationState, Disposition, MoveApplication};
use crate::domain::id::{ApplicationId, CandidateId, JobId, StageId};
use crate::domain::jobs::{JobState, SaveStage};
use crate::domain::list::fold;
use crate::server::error::{Error, Result};
use crate::server::services::applications::{self as ours, Invite};
use crate::server::store::Tx;
use crate::server::store::applications::ApplicationRow;

/// Which of several records is followed: the least.
type Rank = (bool, bool, Reverse<i64>, String);

impl Projection<'_> {
    pub(super) async fn application(&mut self, tx: &mut Tx, application: &mut Known) -> Result<Step> {
        let record = &application.record;
        let (Some(job), Some(candidate)) = (record.text(field::JOB).map(str::to_owned), record.text(field::CANDIDATE).map(str::to_owned))
        else {
            return Ok(Step::Idle);
        };
        if record.is(field::PROSPECT) {
            return Ok(Step::Idle);
        }
        let job_id = match self.job_here(tx, &job).await? {
            Ok(job_id) => job_id,
            Err(step) => return Ok(step),
        };
        let gone = self.is_gone(tx, record).await?;
        let over = ended(record).or(gone.then_some(Disposition::CandidateWithdrew));
        let says = says(record, over);
        let id = if gone {
            // What is gone ends what it was here: nobody is made for it, and nothing ends in another's stead.
            let own = application.row.local.as_deref().and_then(|id| id.parse::<ApplicationId>().ok());
            match own {
                Some(id) if tx.application(id).await?.is_some() => id,
                _ => return Ok(Step::Idle),
            }
        } else {
            let candidate = match self.candidate_here(tx, &candidate).await? {
                Ok(candidate) => candidate,
                Err(step) => return Ok(step),
            };
            match tx.application_on_job(candidate, job_id).await? {
                Some(id) => id,
                None => {
                    let stage = match self.stage_here(tx, application, &job, job_id).await? {
                        Ok(stage) => stage,
                        Err(step) => return Ok(step),
                    };
                    let id = self.make_application(tx, candidate, job_id, stage, over).await?;
                    (application.row.local, application.row.applied) = (Some(id.to_string()), Some(says));
                    return Ok(Step::Done);
                }
            }
        };
        self.follow(tx, application, (id, &job, job_id), (over, says)).await
    }

    /// Brings an application that is here in step, where this record is the one that it follows and says something else than last time:
    /// what was done here since stays.
    async fn follow(
        &mut self,
        tx: &mut Tx,
        application: &mut Known,
        (id, job, job_id): (ApplicationId, &str, JobId),
        (over, says): (Option<Disposition>, String),
    ) -> Result<Step> {
        let local = id.to_string();
        if let Some(was) = application.row.local.replace(local.clone()).filter(|was| *was != local) {
            application.row.applied = None;
            // Another one may be followed there now.
            let left = tx.ats_records_here(self.connection.id, RecordKind::Application, &was).await?;
            self.todo.extend(left.into_iter().map(|row| row.key).filter(|key| *key != application.row.key));
        }
        let mut others = Vec::new();
        let mut first = (self.rank(tx, application).await?, None);
        for row in tx.ats_records_here(self.connection.id, RecordKind::Application, &local).await? {
            if row.key == application.row.key {
                continue;
            }
            let other = opened(self.ctx, self.connection.id, row)?;
            let rank = self.rank(tx, &other).await?;
            if rank < first.0 {
                first = (rank, Some((other.row.key.clone(), other.row.applied.is_some())));
            }
            others.push(other.row);
        }
        if let Some((key, is_followed)) = first.1 {
            if !is_followed {
                self.todo.insert(key);
            }
            return Ok(Step::Done);
        }
        let applied = application.row.applied.clone().or_else(|| others.iter().find_map(|other| other.applied.clone()));
        if applied.as_ref() != Some(&says) {
            let stage = match self.stage_here(tx, application, job, job_id).await? {
                Ok(stage) => stage,
                Err(step) => return Ok(step),
            };
            // What comes here, or is followed from now on, was not moved by anybody: nobody is written to unasked.
            let invite = if application.row.applied.is_some() { Invite::AsTheJobSays } else { Invite::ByHand };
            self.keep_application(tx, id, (stage, over), job, invite).await?;
        }
        for other in others.iter_mut().filter(|other| other.applied.is_some()) {
            other.applied = None;
            tx.put_ats_record(self.connection.id, other).await?;
        }
        application.row.applied = Some(says);
        Ok(Step::Done)
    }

    /// Of several records that are one application here the least is followed: not gone, then active, then the one told of last.
    async fn rank(&self, tx: &mut Tx, application: &Known) -> Result<Rank> {
        let record = &application.record;
        let gone = self.is_gone(tx, record).await? || record.is(field::PROSPECT);
        Ok((gone, ended(record).is_some(), Reverse(record.updated_at()), record.key.id.clone()))
    }

    /// Whether an application, or the person whose it is, was deleted there.
    async fn is_gone(&self, tx: &mut Tx, application: &Record) -> Result<bool> {
        if application.is(field::DELETED) {
            return Ok(true);
        }
        let Some(candidate) = application.text(field::CANDIDATE) else { return Ok(false) };
        Ok(self.person(tx, candidate).await?.is_ok_and(|person| person.record.is(field::DELETED)))
    }

    /// The stage here that an application stands in; made where only somebody in it makes it needed. Where the system says neither its id
    /// nor its name, the first one.
    async fn stage_here(
        &mut self,
        tx: &mut Tx,
        application: &Known,
        job: &str,
        job_id: JobId,
    ) -> Result<std::result::Result<StageId, Step>> {
        let stages = tx.stages(job_id).await?;
        let id = application.record.text(field::STAGE);
        if let Some(id) = id {
            let is_here = |id: &StageId| stages.iter().any(|stage| stage.id == Some(*id));
            let known = self.named(tx, RecordKind::Stage, id).await?;
            if let Some(here) = known.as_ref().and_then(local).filter(is_here) {
                return Ok(Ok(here));
            }
            let of_job = |known: &Known| known.row.job.as_deref() == Some(job) && known.record.text(field::NAME).is_some();
            if let Some(mut known) = known.filter(of_job) {
                self.find_or_make_stage(tx, &mut known, job_id, &stages).await?;
                self.put(tx, &mut known).await?;
                // It finds its place among the others, and who waits for it.
                self.todo.insert(known.row.key.clone());
                self.wake(tx, &known.row.key.label()).await?;
                self.wake(tx, &stages_of(job)).await?;
                return Ok(local(&known).ok_or(Step::Idle));
            }
        }
        let name = application.record.text(field::STAGE_NAME);
        let named = name.and_then(|name| stages.iter().find(|stage| fold(&stage.name) == fold(name)));
        let stage = named.or_else(|| stages.first().filter(|_| id.is_none() && name.is_none())).and_then(|stage| stage.id);
        let awaited = || id.map_or_else(|| stages_of(job), |id| format!("stage:{id}"));
        Ok(stage.ok_or_else(|| Step::Waits(awaited(), "")))
    }

    async fn make_application(
        &self,
        tx: &mut Tx,
        candidate: CandidateId,
        job: JobId,
        stage: StageId,
        over: Option<Disposition>,
    ) -> Result<ApplicationId> {
        let job = tx.job_record(job).await?.ok_or_else(|| Error::Internal(format!("no job {job}")))?;
        let stages = tx.stages(job.id).await?;
        let stage = one(&stages, stage)?;
        let row = ours::place(self.ctx, tx, candidate, &job, stage).await?;
        match over {
            Some(reason) => {
                let (version, _) = standing(tx, row.id).await?;
                ours::end_within(self.ctx, tx, (row.id, version), reason).await?;
            }
            // What is closed asks nobody for interviews.
            None if job.state == JobState::Open => ours::enter_stage(self.ctx, tx, &row, stage, Invite::ByHand).await?,
            None => {}
        }
        Ok(row.id)
    }

    async fn keep_application(
        &mut self,
        tx: &mut Tx,
        id: ApplicationId,
        (stage, over): (StageId, Option<Disposition>),
        job: &str,
        invite: Invite,
    ) -> Result<()> {
        let row = tx.application(id).await?.ok_or_else(|| Error::Internal(format!("no application {id}")))?;
        let (version, reason) = standing(tx, id).await?;
        match (row.state, over) {
            (ApplicationState::Active, None) => {
                ours::move_within(self.ctx, tx, MoveApplication { id, version, stage_id: stage }, invite).await?;
            }
            (ApplicationState::Active, Some(over)) => {
                ours::end_within(self.ctx, tx, (id, version), over).await?;
                self.put_silently(tx, id, row.stage_id, stage).await?;
            }
            (ApplicationState::Ended, None) => {
                // First the stage: what it is taken up again for is that one's interviews.
                self.put_silently(tx, id, row.stage_id, stage).await?;
                let (version, _) = standing(tx, id).await?;
                tx.end_application(id, version, None).await?;
                ours::record(self.ctx, tx, "application.reopened", &row, json!({})).await?;
                if row.job_state == JobState::Open {
                    let row = ApplicationRow { stage_id: stage, state: ApplicationState::Active, ..row.clone() };
                    let stages = tx.stages(row.job_id).await?;
                    ours::enter_stage(self.ctx, tx, &row, one(&stages, stage)?, invite).await?;
                }
            }
            (ApplicationState::Ended, Some(over)) => {
                self.put_silently(tx, id, row.stage_id, stage).await?;
                if reason != over.name() {
                    let (version, _) = standing(tx, id).await?;
                    tx.end_application(id, version, Some(over)).await?;
                    ours::record(self.ctx, tx, "application.ended", &row, json!({ "disposition": over.name() })).await?;
                }
            }
        }
        if row.stage_id != stage {
            self.look_at_left(tx, job, row.stage_id).await?;
        }
        Ok(())
    }

    /// In which stage something ended is told by no message and asks for no interview.
    async fn put_silently(&self, tx: &mut Tx, id: ApplicationId, from: StageId, to: StageId) -> Result<()> {
        if from != to {
            tx.put_into_stage(id, to, self.ctx.now()).await?;
        }
        Ok(())
    }

    /// A stage that is no longer used may go once nobody is in it.
    async fn look_at_left(&mut self, tx: &mut Tx, job: &str, left: StageId) -> Result<()> {
        let rows = tx.ats_records_of_job(self.connection.id, RecordKind::Stage, job).await?;
        let left = left.to_string();
        self.todo.extend(rows.into_iter().filter(|row| row.local.as_deref() == Some(left.as_str())).map(|row| -> Key { row.key }));
        Ok(())
    }
}

/// What a system says of an application, as far as it is followed: the stage, and why it is over.
fn says(application: &Record, over: Option<Disposition>) -> String {
    let stage = application.text(field::STAGE).or_else(|| application.text(field::STAGE_NAME)).unwrap_or_default();
    json!([stage, over.map(Disposition::name)]).to_string()
}

/// The version of an application, and why it ended.
async fn standing(tx: &mut Tx, id: ApplicationId) -> Result<(i64, String)> {
    tx.application_version(id).await?.ok_or_else(|| Error::Internal(format!("no application {id}")))
}

fn one(stages: &[SaveStage], id: StageId) -> Result<&SaveStage> {
    stages.iter().find(|stage| stage.id == Some(id)).ok_or_else(|| Error::Internal(format!("no stage {id}")))
}
