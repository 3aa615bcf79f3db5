//! Jobs of a system: made here, or kept in step in name and state. Who works on them, where, and how they are scheduled is said here.

use serde_json::json;

use super::super::Known;
use super::{Projection, Step, cut, refused};
use crate::domain::ats::connection::Mapping;
use crate::domain::ats::record::field;
use crate::domain::id::JobId;
use crate::domain::jobs::{JobState, SaveJob};
use crate::server::error::{Error, Result};
use crate::server::services::jobs::record;
use crate::server::store::Tx;
use crate::server::store::jobs::JobRow;
use crate::server::zones;

/// Characters of a job's title, and of its place.
const MOST_TITLE: usize = 160;

impl Projection<'_> {
    pub(super) async fn job(&mut self, tx: &mut Tx, job: &mut Known) -> Result<Step> {
        let Some(name) = job.record.text(field::NAME).map(|name| cut(name, MOST_TITLE)).filter(|name| !name.is_empty()) else {
            return Ok(Step::Idle);
        };
        if job.row.mapping == Mapping::Ignored {
            return Ok(Step::Idle);
        }
        let state = if job.record.is(field::DELETED) { Some("closed") } else { job.record.text(field::STATE) };
        let here = match job.row.local.as_deref().and_then(|id| id.parse::<JobId>().ok()) {
            Some(id) => tx.job_record(id).await?,
            None => None,
        };
        let (id, untouched) = match here {
            Some(here) => {
                let id = here.id;
                let untouched = job.row.mapping == Mapping::Auto && job.row.local_version == Some(here.version);
                self.keep_job(tx, job, here, name, untouched).await?;
                (id, untouched)
            }
            // Not decided upon there yet.
            None if state == Some("draft") => return Ok(Step::Idle),
            None => {
                let id = self.make_job(tx, job, name).await?;
                job.row.made = Some(id.to_string());
                (id, job.row.mapping == Mapping::Auto)
            }
        };
        match state {
            Some("open") => self.set_state(tx, id, JobState::Open).await?,
            Some("closed") => self.set_state(tx, id, JobState::Closed).await?,
            _ => {}
        }
        job.row.local = Some(id.to_string());
        // What somebody here has touched once stays theirs.
        if untouched {
            job.row.local_version = tx.job_record(id).await?.map(|here| here.version);
        }
        Ok(Step::Done)
    }

    async fn make_job(&mut self, tx: &mut Tx, job: &Known, title: String) -> Result<JobId> {
        let id = self.ctx.id(JobId::new)?;
        let home = tx.organisation().await?.map(|organisation| organisation.zone).unwrap_or_else(|| "UTC".to_owned());
        let zone = job.record.text(field::ZONE).filter(|zone| zones::is_known(zone)).map_or(home, str::to_owned);
        let mut input = SaveJob {
            id: None,
            version: 0,
            title,
            client_id: None,
            recruiter_id: Some(self.connection.recruiter),
            coordinator_id: None,
            hiring_manager_id: None,
            zone,
            location: cut(job.record.text(field::LOCATION).unwrap_or_default(), MOST_TITLE),
            auto_invite: false,
            show_attendees: true,
            stages: Vec::new(),
        };
        self.set_people(tx, job, &mut input).await?;
        tx.insert_job(id, &input, self.ctx.now()).await?;
        record(self.ctx, tx, "job.imported", id, json!({ "title": input.title })).await?;
        self.new_jobs.insert(id);
        Ok(id)
    }

    /// The title follows; people and place only while nobody here has touched the job, as they may have become known since it was made.
    async fn keep_job(&self, tx: &mut Tx, job: &Known, here: JobRow, title: String, untouched: bool) -> Result<()> {
        let id = here.id;
        let before = input_of(here);
        let mut after = SaveJob { title, ..before.clone() };
        if untouched {
            self.set_people(tx, job, &mut after).await?;
            if let Some(zone) = job.record.text(field::ZONE).filter(|zone| zones::is_known(zone)) {
                after.zone = zone.to_owned();
            }
            if let Some(location) = job.record.text(field::LOCATION) {
                after.location = cut(location, MOST_TITLE);
            }
        }
        if after != before {
            tx.update_job(id, &after).await?;
            record(self.ctx, tx, "job.changed", id, json!({ "title": after.title })).await?;
        }
        Ok(())
    }

    async fn set_people(&self, tx: &mut Tx, job: &Known, input: &mut SaveJob) -> Result<()> {
        if let Some(recruiter) = self.colleague(tx, job, field::RECRUITER, true).await? {
            input.recruiter_id = Some(recruiter);
        }
        if let Some(coordinator) = self.colleague(tx, job, field::COORDINATOR, true).await? {
            input.coordinator_id = Some(coordinator);
        }
        if let Some(manager) = self.colleague(tx, job, field::HIRING_MANAGER, false).await? {
            input.hiring_manager_id = Some(manager);
        }
        Ok(())
    }

    async fn set_state(&self, tx: &mut Tx, id: JobId, state: JobState) -> Result<()> {
        let here = tx.job_record(id).await?.ok_or_else(|| Error::Internal(format!("no job {id}")))?;
        if here.state == state {
            return Ok(());
        }
        if let (JobState::Open, Some(client)) = (state, &here.client)
            && !tx.client_choices().await?.iter().any(|choice| choice.id == client.id)
        {
            return Err(refused("error-client-archived"));
        }
        tx.set_job_state(id, here.version, state).await?;
        let action = if state == JobState::Closed { "job.closed" } else { "job.reopened" };
        record(self.ctx, tx, action, id, json!({ "title": here.title })).await
    }
}

/// A job as it would be saved unchanged; its stages are saved elsewhere.
fn input_of(here: JobRow) -> SaveJob {
    SaveJob {
        id: Some(here.id),
        version: here.version,
        title: here.title,
        client_id: here.client.map(|client| client.id),
        recruiter_id: Some(here.recruiter.id),
        coordinator_id: here.coordinator.map(|user| user.id),
        hiring_manager_id: here.hiring_manager.map(|user| user.id),
        zone: here.zone,
        location: here.location,
        auto_invite: here.auto_invite,
        show_attendees: here.show_attendees,
        stages: Vec::new(),
    }
}
