//! Applications: candidates on jobs, in stages.

use super::candidates::in_scope;
use super::pipeline::Scope;
use super::requests::present_request;
use super::{Result, Tx, all, fresh, maybe, parsed, run};
use crate::api::candidates::CandidateApplication;
use crate::api::clients::Choice;
use crate::api::jobs::{JobApplication, NextInterview, RequestState};
use crate::domain::booking::RequestStage;
use crate::domain::candidates::{ApplicationState, Disposition};
use crate::domain::id::{ApplicationId, CandidateId, JobId, RequestId, StageId, UserId};
use crate::domain::jobs::JobState;
use crate::domain::time::{Instant, from_ms, ms};

/// An application as it is stored.
#[derive(Debug, Clone)]
pub struct ApplicationRow {
    /// The application.
    pub id: ApplicationId,
    /// The candidate.
    pub candidate_id: CandidateId,
    /// The job.
    pub job_id: JobId,
    /// Whether the job is open.
    pub job_state: JobState,
    /// Whether the job is in-house.
    pub in_house: bool,
    /// The stage.
    pub stage_id: StageId,
    /// Whether it is worked on.
    pub state: ApplicationState,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    candidate_id: String,
    job_id: String,
    job_state: String,
    client_id: Option<String>,
    stage_id: String,
    state: String,
}

#[derive(sqlx::FromRow)]
struct ShownRow {
    id: String,
    version: i64,
    candidate_id: String,
    candidate_name: String,
    job_id: String,
    job_title: String,
    job_state: String,
    client_id: Option<String>,
    client_name: Option<String>,
    stage_id: String,
    scheduling: bool,
    stage_since: i64,
    state: String,
    disposition: String,
    request_id: Option<String>,
    request_version: Option<i64>,
    request_state: Option<String>,
    request_since: Option<i64>,
    request_reason: Option<String>,
    answered_at: Option<i64>,
    coordinator_id: Option<String>,
    coordinator_name: Option<String>,
    next_id: Option<String>,
    next_starts_at: Option<i64>,
}

/// What both lists show; `$4` is the present.
macro_rules! shown {
    ($condition:expr, $order:expr) => {
        concat!(
            "select a.id, a.version, a.candidate_id, c.name as candidate_name, a.job_id, j.title as job_title, j.state as job_state,
                j.client_id, k.name as client_name, a.stage_id, s.scheduling, a.stage_since, a.state, a.disposition,
                q.id as request_id, q.version as request_version, q.state as request_state, q.state_since as request_since,
                q.reason as request_reason, g.answered_at, a.coordinator_id, w.name as coordinator_name,
                (select v.id from interviews v where v.application_id = a.id and v.state = 'confirmed' and v.ends_at > $4
                    order by v.starts_at, v.id limit 1) as next_id,
                (select v.starts_at from interviews v where v.application_id = a.id and v.state = 'confirmed' and v.ends_at > $4
                    order by v.starts_at, v.id limit 1) as next_starts_at
             from applications a join candidates c on c.id = a.candidate_id join jobs j on j.id = a.job_id
             join stages s on s.id = a.stage_id left join clients k on k.id = j.client_id left join users w on w.id = a.coordinator_id
             left join interview_requests q on q.id = ",
            present_request!(),
            " left join client_pages g on g.id = q.page_id where ",
            in_scope!(),
            " and ",
            $condition,
            " order by ",
            $order
        )
    };
}

impl Tx {
    /// Whose application it is.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn candidate_of_application(&mut self, id: ApplicationId) -> Result<Option<CandidateId>> {
        let row = maybe!(self, (String,), "select candidate_id from applications where id = $1", id.to_string())?;
        row.map(|(candidate,)| parsed(candidate.parse(), "applications", "candidate_id", &candidate)).transpose()
    }

    /// One application.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn application(&mut self, id: ApplicationId) -> Result<Option<ApplicationRow>> {
        let row = maybe!(
            self,
            Row,
            "select a.id, a.candidate_id, a.job_id, j.state as job_state, j.client_id, a.stage_id, a.state
             from applications a join jobs j on j.id = a.job_id where a.id = $1",
            id.to_string(),
        )?;
        row.map(|row| {
            const TABLE: &str = "applications";
            Ok(ApplicationRow {
                id,
                candidate_id: parsed(row.candidate_id.parse(), TABLE, "candidate_id", &row.id)?,
                job_id: parsed(row.job_id.parse(), TABLE, "job_id", &row.id)?,
                job_state: parsed(JobState::parse(&row.job_state).ok_or(()), "jobs", "state", &row.job_id)?,
                in_house: row.client_id.is_none(),
                stage_id: parsed(row.stage_id.parse(), TABLE, "stage_id", &row.id)?,
                state: parsed(ApplicationState::parse(&row.state).ok_or(()), TABLE, "state", &row.id)?,
            })
        })
        .transpose()
    }

    /// A job's applications: active ones first, by stage, longest in it first.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn job_applications(&mut self, job: JobId, now: Instant) -> Result<Vec<JobApplication>> {
        all!(self, ShownRow, shown!("j.id = $3", "a.state, s.position, a.stage_since, a.id"), "all", "", job.to_string(), ms(now),)?
            .into_iter()
            .map(|row| {
                let (request, next, disposition) = (row.request()?, row.next()?, row.disposition()?);
                Ok(JobApplication {
                    id: parsed(row.id.parse(), TABLE, "id", &row.id)?,
                    version: row.version,
                    candidate: Choice { id: parsed(row.candidate_id.parse(), TABLE, "candidate_id", &row.id)?, name: row.candidate_name },
                    stage_id: parsed(row.stage_id.parse(), TABLE, "stage_id", &row.id)?,
                    stage_since: from_ms(row.stage_since),
                    state: parsed(ApplicationState::parse(&row.state).ok_or(()), TABLE, "state", &row.id)?,
                    disposition,
                    request,
                    next,
                })
            })
            .collect()
    }

    /// A candidate's applications in scope: active ones first, the latest first.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn candidate_applications(
        &mut self,
        scope: Scope,
        candidate: CandidateId,
        now: Instant,
    ) -> Result<Vec<CandidateApplication>> {
        let (kind, user) = scope.parts();
        let rows = all!(
            self,
            ShownRow,
            shown!("c.id = $3", "a.state, a.created_at desc, a.id desc"),
            kind,
            user.as_str(),
            candidate.to_string(),
            ms(now),
        )?;
        let stages: Vec<(String, String, String)> = all!(
            self,
            (String, String, String),
            "select s.job_id, s.id, s.name from stages s join applications a on a.job_id = s.job_id where a.candidate_id = $1 order by s.position, s.id",
            candidate.to_string(),
        )?;
        rows.into_iter()
            .map(|row| {
                let (request, next, disposition) = (row.request()?, row.next()?, row.disposition()?);
                let stages = stages
                    .iter()
                    .filter(|(job, ..)| *job == row.job_id)
                    .map(|(_, id, name)| Ok(Choice { id: parsed(id.parse(), "stages", "id", id)?, name: name.clone() }))
                    .collect::<Result<_>>()?;
                let client = match (row.client_id, row.client_name) {
                    (Some(id), Some(name)) => Some(Choice { id: parsed(id.parse(), "jobs", "client_id", &row.job_id)?, name }),
                    _ => None,
                };
                let coordinator = match (row.coordinator_id, row.coordinator_name) {
                    (Some(id), Some(name)) => Some(Choice { id: parsed(id.parse(), TABLE, "coordinator_id", &row.id)?, name }),
                    _ => None,
                };
                Ok(CandidateApplication {
                    coordinator,
                    id: parsed(row.id.parse(), TABLE, "id", &row.id)?,
                    version: row.version,
                    job: Choice { id: parsed(row.job_id.parse(), TABLE, "job_id", &row.id)?, name: row.job_title },
                    job_state: parsed(JobState::parse(&row.job_state).ok_or(()), "jobs", "state", &row.job_id)?,
                    client,
                    stage_id: parsed(row.stage_id.parse(), TABLE, "stage_id", &row.id)?,
                    scheduling: row.scheduling,
                    stages,
                    stage_since: from_ms(row.stage_since),
                    state: parsed(ApplicationState::parse(&row.state).ok_or(()), TABLE, "state", &row.id)?,
                    disposition,
                    request,
                    next,
                })
            })
            .collect()
    }

    /// Puts a candidate on a job.
    ///
    /// # Errors
    /// `Unique` when the candidate is on it already.
    pub async fn insert_application(
        &mut self,
        id: ApplicationId,
        candidate: CandidateId,
        job: JobId,
        stage: StageId,
        now: Instant,
    ) -> Result<()> {
        run!(
            self,
            "insert into applications (id, candidate_id, job_id, stage_id, stage_since, state, disposition, created_at, version)
             values ($1, $2, $3, $4, $5, 'active', '', $5, 1)",
            id.to_string(),
            candidate.to_string(),
            job.to_string(),
            stage.to_string(),
            ms(now),
        )?;
        Ok(())
    }

    /// Moves an application to a stage.
    ///
    /// # Errors
    /// `Stale` when it has another version.
    pub async fn move_application(&mut self, id: ApplicationId, version: i64, stage: StageId, now: Instant) -> Result<()> {
        fresh(run!(
            self,
            "update applications set stage_id = $3, stage_since = $4, version = version + 1 where id = $1 and version = $2",
            id.to_string(),
            version,
            stage.to_string(),
            ms(now),
        )?)
    }

    /// Ends an application for a reason, or with `None` takes it up again.
    ///
    /// # Errors
    /// `Stale` when it has another version.
    pub async fn end_application(&mut self, id: ApplicationId, version: i64, reason: Option<Disposition>) -> Result<()> {
        let state = if reason.is_some() { ApplicationState::Ended } else { ApplicationState::Active };
        fresh(run!(
            self,
            "update applications set state = $3, disposition = $4, version = version + 1 where id = $1 and version = $2",
            id.to_string(),
            version,
            state.name(),
            reason.map(Disposition::name).unwrap_or_default(),
        )?)
    }

    /// Says who schedules an application; none: the job's coordinator.
    ///
    /// # Errors
    /// `Stale` when it has another version.
    pub async fn set_coordinator(&mut self, id: ApplicationId, version: i64, coordinator: Option<UserId>) -> Result<()> {
        fresh(run!(
            self,
            "update applications set coordinator_id = $3, version = version + 1 where id = $1 and version = $2",
            id.to_string(),
            version,
            coordinator.map(|id| id.to_string()),
        )?)
    }

    /// Whether an application has a confirmed interview that is not over.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_interview_to_come(&mut self, id: ApplicationId, now: Instant) -> Result<bool> {
        let found = maybe!(
            self,
            (String,),
            "select id from interviews where application_id = $1 and state = 'confirmed' and ends_at > $2 limit 1",
            id.to_string(),
            ms(now),
        )?;
        Ok(found.is_some())
    }

    /// The requests of an application that are neither booked nor over.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn open_requests(&mut self, id: ApplicationId) -> Result<Vec<(RequestId, StageId)>> {
        all!(
            self,
            (String, String),
            "select id, stage_id from interview_requests where application_id = $1 and state in ('presented', 'chosen', 'invited', 'cancelled')",
            id.to_string(),
        )?
        .into_iter()
        .map(|(id, stage)| {
            Ok((parsed(id.parse(), "interview_requests", "id", &id)?, parsed(stage.parse(), "interview_requests", "stage_id", &id)?))
        })
        .collect()
    }

    /// Takes an open request back, because its application left the stage or ended.
    ///
    /// # Errors
    /// `Stale` when it was booked or ended meanwhile.
    pub async fn withdraw_open_request(&mut self, id: RequestId, now: Instant) -> Result<()> {
        fresh(run!(
            self,
            "update interview_requests set state = 'withdrawn', state_since = $2, version = version + 1
             where id = $1 and state in ('presented', 'chosen', 'invited', 'cancelled')",
            id.to_string(),
            ms(now),
        )?)
    }
}

const TABLE: &str = "applications";

impl ShownRow {
    fn request(&self) -> Result<Option<RequestState>> {
        const TABLE: &str = "interview_requests";
        match (&self.request_id, self.request_version, &self.request_state, self.request_since) {
            (Some(id), Some(version), Some(state), Some(since)) => Ok(Some(RequestState {
                id: parsed(id.parse(), TABLE, "id", id)?,
                version,
                state: parsed(RequestStage::parse(state).ok_or(()), TABLE, "state", id)?,
                since: from_ms(since),
                answered: self.answered_at.is_some() || self.client_id.is_none(),
                reason: self.request_reason.clone().unwrap_or_default(),
            })),
            _ => Ok(None),
        }
    }

    fn next(&self) -> Result<Option<NextInterview>> {
        match (&self.next_id, self.next_starts_at) {
            (Some(id), Some(starts_at)) => {
                Ok(Some(NextInterview { id: parsed(id.parse(), "interviews", "id", id)?, starts_at: from_ms(starts_at) }))
            }
            _ => Ok(None),
        }
    }

    fn disposition(&self) -> Result<Option<Disposition>> {
        if self.disposition.is_empty() {
            return Ok(None);
        }
        parsed(Disposition::parse(&self.disposition).ok_or(()), TABLE, "disposition", &self.id).map(Some)
    }
}
