//! Applications of a system: their stage, and whether and why they are over, follow, with everything that follows here from that.

use serde_json::json;

use super::super::Known;
use super::stages::local;
use super::{Projection, Step, stages_of};
use crate::domain::ats::connection::ended;
use crate::domain::ats::record::{Key, RecordKind, field};
use crate::domain::candidates::{ApplicationState, Disposition, MoveApplication};
use crate::domain::id::{ApplicationId, CandidateId, JobId, StageId};
use crate::domain::jobs::{JobState, SaveStage};
use crate::domain::list::fold;
use crate::server::error::{Error, Result};
use crate::server::services::applications as ours;
use crate::server::store::Tx;
use crate::server::store::applications::ApplicationRow;

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
        let over = ended(record);
        let job_id = match self.job_here(tx, &job).await? {
            Ok(job_id) => job_id,
            Err(step) => return Ok(step),
        };
        let stage = match self.stage_here(tx, application, &job, job_id).await? {
            Ok(stage) => stage,
            Err(step) => return Ok(step),
        };
        let candidate = match self.candidate_here(tx, &candidate).await? {
            Ok(candidate) => candidate,
            Err(step) => return Ok(step),
        };
        let id = match tx.application_on_job(candidate, job_id).await? {
            Some(id) => {
                self.keep_application(tx, id, stage, over, &job).await?;
                id
            }
            None => self.make_application(tx, candidate, job_id, stage, over).await?,
        };
        application.row.local = Some(id.to_string());
        Ok(Step::Done)
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
            None if job.state == JobState::Open => ours::enter_stage(self.ctx, tx, &row, stage).await?,
            None => {}
        }
        Ok(row.id)
    }

    async fn keep_application(
        &mut self,
        tx: &mut Tx,
        id: ApplicationId,
        stage: StageId,
        over: Option<Disposition>,
        job: &str,
    ) -> Result<()> {
        let row = tx.application(id).await?.ok_or_else(|| Error::Internal(format!("no application {id}")))?;
        let (version, reason) = standing(tx, id).await?;
        match (row.state, over) {
            (ApplicationState::Active, None) => {
                ours::move_within(self.ctx, tx, MoveApplication { id, version, stage_id: stage }).await?;
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
                    ours::enter_stage(self.ctx, tx, &row, one(&stages, stage)?).await?;
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

/// The version of an application, and why it ended.
async fn standing(tx: &mut Tx, id: ApplicationId) -> Result<(i64, String)> {
    tx.application_version(id).await?.ok_or_else(|| Error::Internal(format!("no application {id}")))
}

fn one(stages: &[SaveStage], id: StageId) -> Result<&SaveStage> {
    stages.iter().find(|stage| stage.id == Some(id)).ok_or_else(|| Error::Internal(format!("no stage {id}")))
}
