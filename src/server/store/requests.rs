//! Interview requests.

use super::pools::{Person, Pool, PoolColumns, pool_columns, pool_joins};
use super::reservations::stored_at;
use super::{Result, Tx, all, fresh, maybe, parsed, run};
use crate::domain::booking::RequestStage;
use crate::domain::id::{ApplicationId, CandidateId, PageId, RequestId, StageId, TemplateId};
use crate::domain::people::EmailAddress;
use crate::domain::time::{Instant, from_ms, ms};

/// A request with everything that its scheduling depends on, but busy times.
#[derive(Debug, Clone)]
pub struct RequestRow {
    /// The request.
    pub id: RequestId,
    /// Rises with every step.
    pub version: i64,
    /// Where it stands.
    pub state: RequestStage,
    /// Since when.
    pub since: Instant,
    /// Why declined or cancelled.
    pub reason: String,
    /// When the candidate first opened the booking link.
    pub opened_at: Option<Instant>,
    /// The application.
    pub application: ApplicationId,
    /// Whether the application is worked on.
    pub application_active: bool,
    /// Whether the application still stands in the stage that the interview is for.
    pub in_stage: bool,
    /// The candidate.
    pub candidate: Person<CandidateId>,
    /// The candidate's telephone number.
    pub candidate_phone: String,
    /// The stage's pool.
    pub pool: Pool,
}

/// An application about to be presented or invited.
#[derive(Debug, Clone)]
pub struct ApplicationRow {
    /// The application.
    pub id: ApplicationId,
    /// Its stage.
    pub stage: StageId,
    /// Whether interviews are scheduled in that stage.
    pub scheduling: bool,
    /// Whether it is worked on.
    pub active: bool,
    /// The candidate.
    pub candidate: CandidateId,
    /// The candidate's name.
    pub candidate_name: String,
}

/// A request in short.
#[derive(Debug, Clone)]
pub struct RequestLine {
    /// The request.
    pub id: RequestId,
    /// Its version.
    pub version: i64,
    /// Where it stands.
    pub state: RequestStage,
    /// Since when.
    pub since: Instant,
    /// Why declined or cancelled.
    pub reason: String,
    /// The application.
    pub application: ApplicationId,
    /// The candidate.
    pub candidate: CandidateId,
    /// The candidate's name.
    pub candidate_name: String,
    /// The client's page.
    pub page: Option<PageId>,
    /// Which interview of the round it is for, where the round has several.
    pub interview: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    version: i64,
    state: String,
    state_since: i64,
    reason: String,
    opened_at: Option<i64>,
    application_id: String,
    application_state: String,
    in_stage: bool,
    candidate_id: String,
    candidate_name: String,
    candidate_email: String,
    candidate_phone: String,
    candidate_zone: String,
    #[sqlx(flatten)]
    pool: PoolColumns,
}

#[derive(sqlx::FromRow)]
struct LineRow {
    id: String,
    version: i64,
    state: String,
    state_since: i64,
    reason: String,
    application_id: String,
    candidate_id: String,
    candidate_name: String,
    page_id: Option<String>,
    interview: Option<String>,
}

/// The columns and tables of [`LineRow`].
macro_rules! lines {
    () => {
        "select r.id, r.version, r.state, r.state_since, r.reason, r.application_id, c.id as candidate_id, c.name as candidate_name, r.page_id,
                (select t.name from interview_templates t where t.id = r.template_id
                    and (select count(*) from interview_templates n where n.stage_id = t.stage_id) > 1) as interview
         from interview_requests r join applications a on a.id = r.application_id join candidates c on c.id = a.candidate_id
         left join interview_templates rt on rt.id = r.template_id "
    };
}

#[derive(sqlx::FromRow)]
struct Application {
    id: String,
    stage_id: String,
    scheduling: bool,
    state: String,
    candidate_id: String,
    candidate_name: String,
}

/// The request by which an application `a` stands in its stage: of a round the first that is not booked yet.
macro_rules! present_request {
    () => {
        "(select q1.id from interview_requests q1 left join interview_templates t1 on t1.id = q1.template_id
          where q1.application_id = a.id and q1.stage_id = a.stage_id
          order by case q1.state when 'booked' then 1 when 'withdrawn' then 2 when 'declined' then 2 else 0 end, t1.position, q1.id limit 1)"
    };
}
pub(super) use present_request;

const TABLE: &str = "interview_requests";

impl Tx {
    /// Whose request it is: the candidate and the candidate's name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn request_candidate(&mut self, request: RequestId) -> Result<Option<(CandidateId, String)>> {
        let row = maybe!(
            self,
            (String, String),
            "select c.id, c.name from interview_requests r join applications a on a.id = r.application_id
             join candidates c on c.id = a.candidate_id where r.id = $1",
            request.to_string()
        )?;
        row.map(|(id, name)| Ok((parsed(id.parse(), "candidates", "id", &id)?, name))).transpose()
    }

    /// A request with its pool.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn request(&mut self, request: RequestId) -> Result<Option<RequestRow>> {
        let row = maybe!(
            self,
            Row,
            concat!(
                "select r.id, r.version, r.state, r.state_since, r.reason, r.opened_at, a.id as application_id, a.state as application_state,
                        (case when a.stage_id = r.stage_id then true else false end) as in_stage,
                        c.id as candidate_id, c.name as candidate_name, c.email as candidate_email, c.phone as candidate_phone, c.zone as candidate_zone, ",
                pool_columns!(),
                " from interview_requests r join applications a on a.id = r.application_id join candidates c on c.id = a.candidate_id
                 join jobs j on j.id = a.job_id join stages s on s.id = r.stage_id left join client_pages p on p.id = r.page_id ",
                pool_joins!("r.template_id"),
                " where r.id = $1"
            ),
            request.to_string(),
        )?;
        row.map(Row::read).transpose()
    }

    /// The requests of a page, undecided ones first.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn requests_of_page(&mut self, page: PageId) -> Result<Vec<RequestLine>> {
        let rows = all!(
            self,
            LineRow,
            concat!(
                lines!(),
                "where r.page_id = $1 order by case r.state when 'presented' then 0 when 'declined' then 2 else 1 end, c.name, c.id, rt.position, r.id"
            ),
            page.to_string(),
        )?;
        rows.into_iter().map(LineRow::read).collect()
    }

    /// The request of an application for an interview of a stage's round: that with this template.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn request_of(
        &mut self,
        application: ApplicationId,
        stage: StageId,
        template: Option<TemplateId>,
    ) -> Result<Option<RequestLine>> {
        let row = maybe!(
            self,
            LineRow,
            concat!(lines!(), "where r.application_id = $1 and r.stage_id = $2 and coalesce(r.template_id, '') = $3"),
            application.to_string(),
            stage.to_string(),
            template.map(|id| id.to_string()).unwrap_or_default(),
        )?;
        row.map(LineRow::read).transpose()
    }

    /// An application of a job, with its stage.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn application_to_schedule(
        &mut self,
        application: ApplicationId,
    ) -> Result<Option<(ApplicationRow, crate::domain::id::JobId)>> {
        #[derive(sqlx::FromRow)]
        struct WithJob {
            job_id: String,
            #[sqlx(flatten)]
            application: Application,
        }
        let row = maybe!(
            self,
            WithJob,
            "select a.id, a.job_id, a.stage_id, s.scheduling, a.state, c.id as candidate_id, c.name as candidate_name
             from applications a join stages s on s.id = a.stage_id join candidates c on c.id = a.candidate_id where a.id = $1",
            application.to_string(),
        )?;
        row.map(|row| Ok((row.application.read()?, parsed(row.job_id.parse(), "applications", "job_id", &row.job_id)?))).transpose()
    }

    /// Puts an application into another stage.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_into_stage(&mut self, application: ApplicationId, stage: StageId, now: Instant) -> Result<()> {
        run!(
            self,
            "update applications set stage_id = $1, stage_since = $2, version = version + 1 where id = $3",
            stage.to_string(),
            ms(now),
            application.to_string(),
        )?;
        Ok(())
    }

    /// Makes a request in its first state.
    ///
    /// # Errors
    /// `Unique` when the application has one for this interview of the stage's round.
    pub async fn insert_request(
        &mut self,
        id: RequestId,
        (application, stage, template, page): (ApplicationId, StageId, Option<TemplateId>, Option<PageId>),
        state: RequestStage,
        now: Instant,
    ) -> Result<()> {
        run!(
            self,
            "insert into interview_requests (id, application_id, stage_id, template_id, page_id, state, state_since, reason, presented_at, created_at,
                version)
             values ($1, $2, $3, $4, $5, $6, $7, '', $8, $7, 1)",
            id.to_string(),
            application.to_string(),
            stage.to_string(),
            template.map(|id| id.to_string()),
            page.map(|page| page.to_string()),
            state.name(),
            ms(now),
            page.map(|_| ms(now)),
        )?;
        Ok(())
    }

    /// Puts a request into another state; `version` is the one it was read with.
    ///
    /// # Errors
    /// `Stale` when it changed meanwhile.
    pub async fn set_request_state(&mut self, id: RequestId, version: i64, state: RequestStage, reason: &str, now: Instant) -> Result<()> {
        fresh(run!(
            self,
            "update interview_requests set state = $1, state_since = $2, reason = $3, version = version + 1,
                    presented_at = case when $1 = 'presented' then $2 else presented_at end,
                    decided_at = case when $1 in ('chosen', 'declined') then $2 else decided_at end,
                    invited_at = case when $1 = 'invited' then $2 else invited_at end
             where id = $4 and version = $5",
            state.name(),
            ms(now),
            reason,
            id.to_string(),
            version,
        )?)
    }

    /// Puts a request onto a client's page.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_request_page(&mut self, id: RequestId, page: PageId) -> Result<()> {
        run!(self, "update interview_requests set page_id = $1 where id = $2", page.to_string(), id.to_string())?;
        Ok(())
    }

    /// Notes that the candidate opened the booking link. `false` when it was noted before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_request_opened(&mut self, id: RequestId, now: Instant) -> Result<bool> {
        Ok(run!(self, "update interview_requests set opened_at = $1 where id = $2 and opened_at is null", ms(now), id.to_string())? == 1)
    }

    /// The first page, and the first request whose candidate has a link, those still to pick a time before others.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn demo_subjects(&mut self) -> Result<(Option<PageId>, Option<RequestId>)> {
        let page = maybe!(self, (String,), "select id from client_pages order by created_at, id limit 1")?;
        let request = maybe!(
            self,
            (String,),
            "select id from interview_requests where state in ('invited', 'booked') order by case state when 'invited' then 0 else 1 end, created_at, id limit 1",
        )?;
        Ok((
            page.map(|(id,)| parsed(id.parse(), "client_pages", "id", &id)).transpose()?,
            request.map(|(id,)| parsed(id.parse(), TABLE, "id", &id)).transpose()?,
        ))
    }
}

impl Row {
    fn read(self) -> Result<RequestRow> {
        Ok(RequestRow {
            state: parsed(RequestStage::parse(&self.state).ok_or(()), TABLE, "state", &self.id)?,
            application: parsed(self.application_id.parse(), TABLE, "application_id", &self.id)?,
            candidate: Person {
                id: parsed(self.candidate_id.parse(), "candidates", "id", &self.candidate_id)?,
                email: parsed(EmailAddress::parse(&self.candidate_email), "candidates", "email", &self.candidate_id)?,
                name: self.candidate_name,
                zone: self.candidate_zone,
            },
            id: parsed(self.id.parse(), TABLE, "id", &self.id)?,
            version: self.version,
            since: from_ms(self.state_since),
            reason: self.reason,
            opened_at: stored_at(self.opened_at),
            application_active: self.application_state == "active",
            in_stage: self.in_stage,
            candidate_phone: self.candidate_phone,
            pool: self.pool.read()?,
        })
    }
}

impl LineRow {
    fn read(self) -> Result<RequestLine> {
        Ok(RequestLine {
            state: parsed(RequestStage::parse(&self.state).ok_or(()), TABLE, "state", &self.id)?,
            application: parsed(self.application_id.parse(), TABLE, "application_id", &self.id)?,
            candidate: parsed(self.candidate_id.parse(), "candidates", "id", &self.candidate_id)?,
            page: self.page_id.as_ref().map(|page| parsed(page.parse(), TABLE, "page_id", &self.id)).transpose()?,
            id: parsed(self.id.parse(), TABLE, "id", &self.id)?,
            version: self.version,
            since: from_ms(self.state_since),
            reason: self.reason,
            candidate_name: self.candidate_name,
            interview: self.interview,
        })
    }
}

impl Application {
    fn read(self) -> Result<ApplicationRow> {
        Ok(ApplicationRow {
            stage: parsed(self.stage_id.parse(), "applications", "stage_id", &self.id)?,
            candidate: parsed(self.candidate_id.parse(), "applications", "candidate_id", &self.id)?,
            id: parsed(self.id.parse(), "applications", "id", &self.id)?,
            scheduling: self.scheduling,
            active: self.state == "active",
            candidate_name: self.candidate_name,
        })
    }
}
