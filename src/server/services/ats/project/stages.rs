//! Stages of a system's jobs: names and order follow, how they are scheduled is said here. Kinds of interviews are only told of.

use std::collections::HashMap;

use serde_json::json;

use super::super::Known;
use super::{Projection, Step, cut, refused};
use crate::domain::ats::connection::{Mapping, kind_of_stage};
use crate::domain::ats::record::{Key, RecordKind, field};
use crate::domain::id::{EventId, JobId, StageId};
use crate::domain::jobs::{MOST_STAGES, SaveStage, StageKind};
use crate::domain::list::fold;
use crate::server::error::{Error, Result};
use crate::server::store::Tx;
use crate::server::store::history::Event;

/// Characters of a stage's name.
const MOST_NAME: usize = 60;

impl Projection<'_> {
    pub(super) async fn stage(&mut self, tx: &mut Tx, stage: &mut Known) -> Result<Step> {
        let (Some(job), Some(_)) = (stage.row.job.clone(), stage.record.text(field::NAME)) else { return Ok(Step::Idle) };
        let job_id = match self.job_here(tx, &job).await? {
            Ok(job_id) => job_id,
            Err(step) => return Ok(step),
        };
        let retired = stage.record.is_not(field::ACTIVE) || stage.record.is(field::DELETED);
        let stages = tx.stages(job_id).await?;
        self.had_stages.entry(job_id).or_insert(!stages.is_empty());
        let here = local(stage).and_then(|id| stages.iter().find(|known| known.id == Some(id)));
        match here {
            Some(here) if retired => self.retire_stage(tx, stage, job_id, here).await?,
            Some(_) => {}
            None if retired => stage.row.local = None,
            None => self.find_or_make_stage(tx, stage, job_id, &stages).await?,
        }
        self.order_stages(tx, stage, &job, job_id).await?;
        Ok(Step::Done)
    }

    /// The job here that a job of the system is; else where that leaves what belongs to it.
    pub(super) async fn job_here(&self, tx: &mut Tx, job: &str) -> Result<std::result::Result<JobId, Step>> {
        let waits = Step::Waits(format!("job:{job}"), "");
        let Some(row) = self.named(tx, RecordKind::Job, job).await?.map(|known| known.row) else { return Ok(Err(waits)) };
        if row.mapping == Mapping::Ignored {
            return Ok(Err(Step::Idle));
        }
        Ok(row.local.and_then(|id| id.parse().ok()).ok_or(waits))
    }

    /// A stage that is no longer used stays as long as anything here hangs on it.
    async fn retire_stage(&self, tx: &mut Tx, stage: &mut Known, job: JobId, here: &SaveStage) -> Result<()> {
        // Only one that was made from the system is taken away with it.
        let ours = stage.row.mapping == Mapping::Auto && stage.row.local_version.is_some();
        if let Some(id) = here.id.filter(|_| ours && !here.scheduling && here.interviews.is_empty())
            && tx.stage_is_used(id).await? == (false, false)
        {
            tx.delete_stage(id).await?;
            (stage.row.local, stage.row.local_version) = (None, None);
            self.raise_job(tx, stage, job).await?;
        }
        Ok(())
    }

    /// A form of the job that was opened before would undo what changed of its stages: it is stale now. It is no change by anybody here.
    async fn raise_job(&self, tx: &mut Tx, stage: &Known, id: JobId) -> Result<()> {
        let Some(here) = tx.job_record(id).await? else { return Ok(()) };
        tx.raise_job_version(id).await?;
        let Some(job) = &stage.row.job else { return Ok(()) };
        if let Some(mut row) = tx.ats_record(self.connection.id, &Key::new(RecordKind::Job, job.as_str())).await?
            && row.local_version == Some(here.version)
        {
            row.local_version = Some(here.version + 1);
            tx.put_ats_record(self.connection.id, &row).await?;
        }
        Ok(())
    }

    /// The stage of the same name, where no other is that one; else a new one. One that somebody is in is made even where it is retired.
    pub(super) async fn find_or_make_stage(&mut self, tx: &mut Tx, stage: &mut Known, job: JobId, stages: &[SaveStage]) -> Result<()> {
        let name = cut(stage.record.text(field::NAME).unwrap_or_default(), MOST_NAME);
        let same = stages.iter().filter(|known| fold(&known.name) == fold(&name)).find_map(|known| known.id);
        if let Some(id) = same
            && !tx.ats_local_is_taken(self.connection.id, &stage.row.key, &id.to_string()).await?
        {
            (stage.row.local, stage.row.local_version) = (Some(id.to_string()), None);
            return Ok(());
        }
        if stages.len() >= MOST_STAGES {
            return Err(refused("ats-problem-too-many-stages"));
        }
        let had_stages = *self.had_stages.entry(job).or_insert(!stages.is_empty());
        let taken: Vec<String> = stages.iter().map(|stage| stage.name.clone()).collect();
        let id = self.ctx.id(StageId::new)?;
        let position = i32::try_from(stages.len()).map_err(|error| Error::Internal(error.to_string()))?;
        let new =
            SaveStage { id: None, name: unlike(&name, &taken), kind: kind_of_stage(&name), scheduling: false, interviews: Vec::new() };
        tx.insert_stage(id, job, position, &new).await?;
        (stage.row.local, stage.row.local_version) = (Some(id.to_string()), Some(1));
        self.raise_job(tx, stage, job).await?;
        self.new_stages.insert(id);
        // The first stages of a job are part of what a new job brings.
        if had_stages && !self.new_jobs.contains(&job) {
            self.tell(tx, "stage.imported", ("stage", id.to_string()), job, json!({ "name": new.name })).await?;
        }
        Ok(())
    }

    /// The system's stages in its order and under its names; each stage that is only here stays behind the one that it stood behind.
    async fn order_stages(&self, tx: &mut Tx, stage: &Known, job: &str, job_id: JobId) -> Result<()> {
        let mut known = self.of_job(tx, RecordKind::Stage, job).await?;
        if let Some(own) = known.get_mut(&stage.row.key) {
            own.row = stage.row.clone();
        }
        let mut theirs: Vec<(i64, u64, &str, StageId, String)> = known
            .values()
            .filter_map(|known| {
                let number = known.row.key.id.parse().unwrap_or(u64::MAX);
                let name = cut(known.record.text(field::NAME)?, MOST_NAME);
                Some((known.record.number(field::POSITION).unwrap_or(i64::MAX), number, known.row.key.id.as_str(), local(known)?, name))
            })
            .collect();
        theirs.sort();
        let stages = tx.stages(job_id).await?;
        let mut followers: HashMap<Option<StageId>, Vec<&SaveStage>> = HashMap::new();
        let mut behind = None;
        for here in &stages {
            match here.id.filter(|id| theirs.iter().any(|(.., own, _)| own == id)) {
                Some(own) => behind = Some(own),
                None => followers.entry(behind).or_default().push(here),
            }
        }
        let mut order: Vec<(StageId, String)> = Vec::with_capacity(stages.len());
        let add = |order: &mut Vec<(StageId, String)>, list: Option<Vec<&SaveStage>>| {
            order.extend(list.into_iter().flatten().filter_map(|here| Some((here.id?, here.name.clone()))));
        };
        add(&mut order, followers.remove(&None));
        for (.., id, name) in theirs {
            order.push((id, name));
            add(&mut order, followers.remove(&Some(id)));
        }
        let mut named: Vec<String> = Vec::with_capacity(order.len());
        let mut changed = false;
        for (position, (id, name)) in (0_i32..).zip(order) {
            let name = unlike(&name, &named);
            let here = stages.iter().find(|here| here.id == Some(id));
            let stands = stages.iter().position(|here| here.id == Some(id)).and_then(|at| i32::try_from(at).ok());
            if let Some(here) = here.filter(|here| here.name != name || stands != Some(position)) {
                let kind = kind_after(tx, id, here, &name).await?;
                tx.place_stage(id, position, &name, kind).await?;
                changed = true;
            }
            named.push(name);
        }
        if changed {
            self.raise_job(tx, stage, job_id).await?;
        }
        Ok(())
    }

    pub(super) async fn interview(&mut self, tx: &mut Tx, interview: &mut Known) -> Result<Step> {
        let (Some(stage), Some(name)) = (interview.record.text(field::STAGE), interview.record.text(field::NAME)) else {
            return Ok(Step::Idle);
        };
        if interview.record.is_not(field::ACTIVE) || interview.record.is(field::DELETED) || interview.row.mapping == Mapping::Ignored {
            return Ok(Step::Idle);
        }
        let waits = Step::Waits(format!("stage:{stage}"), "");
        let Some(known) = self.named(tx, RecordKind::Stage, stage).await? else { return Ok(waits) };
        let (Some(stage_id), Some(job)) = (local(&known), known.row.job.clone()) else { return Ok(waits) };
        let job_id = match self.job_here(tx, &job).await? {
            Ok(job_id) => job_id,
            Err(step) => return Ok(step),
        };
        let is_new = interview.row.local.is_none();
        interview.row.local = Some(stage_id.to_string());
        if is_new && !self.new_jobs.contains(&job_id) && !self.new_stages.contains(&stage_id) {
            let subject = ("ats_interview", format!("{}:{}", self.connection.id, interview.row.key.id));
            let data = json!({ "stage": stage_id, "name": cut(name, 120) });
            self.tell(tx, "ats_interview.added", subject, job_id, data).await?;
        }
        Ok(Step::Done)
    }

    async fn tell(
        &self,
        tx: &mut Tx,
        action: &'static str,
        subject: (&'static str, String),
        job: JobId,
        data: serde_json::Value,
    ) -> Result<()> {
        tx.record(Event {
            id: self.ctx.id(EventId::new)?,
            at: self.ctx.now(),
            actor: self.ctx.actor.clone(),
            action,
            subject,
            candidate_id: None,
            application_id: None,
            job_id: Some(job),
            data,
            topics: Vec::new(),
        })
        .await?;
        Ok(())
    }
}

/// What a stage is for under its new name: as long as that follows from the name alone, and nothing hangs on it.
async fn kind_after(tx: &mut Tx, id: StageId, here: &SaveStage, name: &str) -> Result<StageKind> {
    let follows = here.kind == kind_of_stage(&here.name) && !here.scheduling && here.interviews.is_empty();
    if !follows || tx.stage_is_used(id).await?.1 || tx.stage_has_open_offer(id).await? {
        return Ok(here.kind);
    }
    Ok(kind_of_stage(name))
}

/// The stage here that a record is.
pub(super) fn local(stage: &Known) -> Option<StageId> {
    stage.row.local.as_deref()?.parse().ok()
}

/// A name that none of these has: forms tell stages by theirs.
fn unlike(name: &str, taken: &[String]) -> String {
    let is_free = |name: &String| !taken.iter().any(|other| fold(other) == fold(name));
    let numbered = (2..=99).map(|number| format!("{} ({number})", cut(name, MOST_NAME - 5)));
    std::iter::once(name.to_owned()).chain(numbered).find(is_free).unwrap_or_else(|| name.to_owned())
}
