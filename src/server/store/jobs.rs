//! Jobs.

use super::clients::count;
use super::dialect::patterns;
use super::pipeline::Scope;
use super::{Result, StoreError, Tx, all, fresh, maybe, one, parsed, run};
use crate::api::clients::Choice;
use crate::api::jobs::{Colleague, JobLine};
use crate::domain::id::{ClientId, JobId, UserId};
use crate::domain::jobs::{JobState, SaveJob};
use crate::domain::list::{ListQuery, PER_PAGE, Page, fold};
use crate::domain::people::Role;
use crate::domain::time::{Instant, from_ms, ms};

/// A job as it is stored, with the names of those it refers to.
#[derive(Debug, Clone)]
pub struct JobRow {
    /// The job.
    pub id: JobId,
    /// Rises with each edit.
    pub version: i64,
    /// Its title.
    pub title: String,
    /// The client; none in-house.
    pub client: Option<Choice<ClientId>>,
    /// Who answers for it.
    pub recruiter: Choice<UserId>,
    /// Who schedules.
    pub coordinator: Option<Choice<UserId>>,
    /// Who decides on our side.
    pub hiring_manager: Option<Choice<UserId>>,
    /// IANA zone.
    pub zone: String,
    /// The place of work.
    pub location: String,
    /// Whether it is open.
    pub state: JobState,
    /// The candidate is invited as soon as the client has answered.
    pub auto_invite: bool,
    /// Candidates see whom they meet.
    pub show_attendees: bool,
}

#[derive(sqlx::FromRow)]
struct LineRow {
    id: String,
    title: String,
    location: String,
    state: String,
    client_id: Option<String>,
    client_name: Option<String>,
    recruiter_name: String,
    active: i64,
    created_at: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    version: i64,
    title: String,
    client_id: Option<String>,
    client_name: Option<String>,
    recruiter_id: String,
    recruiter_name: String,
    coordinator_id: Option<String>,
    coordinator_name: Option<String>,
    hiring_manager_id: Option<String>,
    hiring_manager_name: Option<String>,
    zone: String,
    location: String,
    state: String,
    auto_invite: bool,
    show_attendees: bool,
}

#[derive(sqlx::FromRow)]
struct ColleagueRow {
    id: String,
    name: String,
    email: String,
    role: String,
}

/// A referred record with its name, if there is one.
fn choice<T: std::str::FromStr>(id: Option<String>, name: Option<String>, column: &'static str, row: &str) -> Result<Option<Choice<T>>> {
    match (id, name) {
        (Some(id), Some(name)) => Ok(Some(Choice { id: parsed(id.parse(), "jobs", column, row)?, name })),
        _ => Ok(None),
    }
}

impl TryFrom<Row> for JobRow {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let id = row.id;
        Ok(Self {
            client: choice(row.client_id, row.client_name, "client_id", &id)?,
            recruiter: Choice { id: parsed(row.recruiter_id.parse(), "jobs", "recruiter_id", &id)?, name: row.recruiter_name },
            coordinator: choice(row.coordinator_id, row.coordinator_name, "coordinator_id", &id)?,
            hiring_manager: choice(row.hiring_manager_id, row.hiring_manager_name, "hiring_manager_id", &id)?,
            state: parsed(JobState::parse(&row.state).ok_or(()), "jobs", "state", &id)?,
            id: parsed(id.parse(), "jobs", "id", &id)?,
            version: row.version,
            title: row.title,
            zone: row.zone,
            location: row.location,
            auto_invite: row.auto_invite,
            show_attendees: row.show_attendees,
        })
    }
}

impl Tx {
    /// A page of the jobs in scope; of an attendee, those with an interview of that colleague are not: the job is not theirs to see.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn jobs(&mut self, scope: Scope, query: &ListQuery) -> Result<Page<JobLine>> {
        const FROM: &str = "from jobs j join users r on r.id = j.recruiter_id left join clients c on c.id = j.client_id
            where (j.search || ' ' || coalesce(c.search, '')) like $1 escape '\\' and (j.search || ' ' || coalesce(c.search, '')) like $2 escape '\\'
            and (j.search || ' ' || coalesce(c.search, '')) like $3 escape '\\' and (j.search || ' ' || coalesce(c.search, '')) like $4 escape '\\'
            and j.state = $5 and ($6 = 'all' or ($6 = 'manager' and j.hiring_manager_id = $7))";
        let [a, b, c, d] = patterns(query);
        let state = if query.filter == "closed" { JobState::Closed } else { JobState::Open }.name();
        let (kind, user) = scope.parts();
        let direction = if query.descending { "desc" } else { "asc" };
        let column = match query.sort.as_str() {
            "client" => "coalesce(c.search, '')",
            "active" => "active",
            "created" => "j.created_at",
            _ => "j.search",
        };
        // Nothing but the constants above is put together here.
        let sql = format!(
            "select j.id, j.title, j.location, j.state, j.client_id, c.name as client_name, r.name as recruiter_name, j.created_at,
                    (select count(*) from applications a where a.job_id = j.id and a.state = 'active') as active
             {FROM} order by {column} {direction}, j.search, j.id limit {PER_PAGE} offset $8"
        );
        let rows = all!(
            self,
            LineRow,
            sqlx::AssertSqlSafe(sql),
            a.as_str(),
            b.as_str(),
            c.as_str(),
            d.as_str(),
            state,
            kind,
            user.as_str(),
            query.offset()
        )?;
        let sql = format!("select count(*) {FROM}");
        let (total,) =
            one!(self, (i64,), sqlx::AssertSqlSafe(sql), a.as_str(), b.as_str(), c.as_str(), d.as_str(), state, kind, user.as_str())?;
        let rows = rows
            .into_iter()
            .map(|row| {
                Ok(JobLine {
                    client: choice(row.client_id, row.client_name, "client_id", &row.id)?,
                    state: parsed(JobState::parse(&row.state).ok_or(()), "jobs", "state", &row.id)?,
                    id: parsed(row.id.parse(), "jobs", "id", &row.id)?,
                    title: row.title,
                    location: row.location,
                    recruiter: row.recruiter_name,
                    active: count(row.active),
                    created_at: from_ms(row.created_at),
                })
            })
            .collect::<Result<_>>()?;
        Ok(Page { rows, total: count(total), page: query.page })
    }

    /// One job.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn job_record(&mut self, id: JobId) -> Result<Option<JobRow>> {
        maybe!(
            self,
            Row,
            "select j.id, j.version, j.title, j.client_id, c.name as client_name, j.recruiter_id, r.name as recruiter_name,
                    j.coordinator_id, k.name as coordinator_name, j.hiring_manager_id, h.name as hiring_manager_name,
                    j.zone, j.location, j.state, j.auto_invite, j.show_attendees
             from jobs j join users r on r.id = j.recruiter_id left join clients c on c.id = j.client_id
             left join users k on k.id = j.coordinator_id left join users h on h.id = j.hiring_manager_id
             where j.id = $1",
            id.to_string(),
        )?
        .map(JobRow::try_from)
        .transpose()
    }

    /// Makes an open job without stages; `input.recruiter_id` is checked before.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert_job(&mut self, id: JobId, job: &SaveJob, now: Instant) -> Result<()> {
        run!(
            self,
            "insert into jobs (id, title, client_id, recruiter_id, coordinator_id, hiring_manager_id, zone, location, state, auto_invite,
                show_attendees, search, created_at, version) values ($1, $2, $3, $4, $5, $6, $7, $8, 'open', $9, $10, $11, $12, 1)",
            id.to_string(),
            job.title.as_str(),
            job.client_id.map(|id| id.to_string()),
            job.recruiter_id.map(|id| id.to_string()),
            job.coordinator_id.map(|id| id.to_string()),
            job.hiring_manager_id.map(|id| id.to_string()),
            job.zone.as_str(),
            job.location.as_str(),
            job.auto_invite,
            job.show_attendees,
            search(job),
            ms(now),
        )?;
        Ok(())
    }

    /// Changes a job.
    ///
    /// # Errors
    /// `Stale` when it has another version.
    pub async fn update_job(&mut self, id: JobId, job: &SaveJob) -> Result<()> {
        fresh(run!(
            self,
            "update jobs set title = $3, client_id = $4, recruiter_id = $5, coordinator_id = $6, hiring_manager_id = $7, zone = $8, location = $9,
                auto_invite = $10, show_attendees = $11, search = $12, version = version + 1 where id = $1 and version = $2",
            id.to_string(),
            job.version,
            job.title.as_str(),
            job.client_id.map(|id| id.to_string()),
            job.recruiter_id.map(|id| id.to_string()),
            job.coordinator_id.map(|id| id.to_string()),
            job.hiring_manager_id.map(|id| id.to_string()),
            job.zone.as_str(),
            job.location.as_str(),
            job.auto_invite,
            job.show_attendees,
            search(job),
        )?)
    }

    /// Gives a job a new version, as its stages are others now: what was read before is stale.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn raise_job_version(&mut self, id: JobId) -> Result<()> {
        run!(self, "update jobs set version = version + 1 where id = $1", id.to_string()).map(drop)
    }

    /// Opens or closes a job.
    ///
    /// # Errors
    /// `Stale` when it has another version.
    pub async fn set_job_state(&mut self, id: JobId, version: i64, state: JobState) -> Result<()> {
        fresh(run!(
            self,
            "update jobs set state = $3, version = version + 1 where id = $1 and version = $2",
            id.to_string(),
            version,
            state.name(),
        )?)
    }

    /// Whether an interview was ever asked for on this job.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn job_has_requests(&mut self, id: JobId) -> Result<bool> {
        let (found,) = one!(
            self,
            (i64,),
            "select count(*) from interview_requests q join applications a on a.id = q.application_id where a.job_id = $1",
            id.to_string(),
        )?;
        Ok(found > 0)
    }

    /// Open jobs with their clients' names, by title.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn open_jobs(&mut self) -> Result<Vec<(JobId, String, Option<String>)>> {
        all!(
            self,
            (String, String, Option<String>),
            "select j.id, j.title, c.name from jobs j left join clients c on c.id = j.client_id where j.state = 'open' order by j.search, j.id",
        )?
        .into_iter()
        .map(|(id, title, client)| Ok((parsed(id.parse(), "jobs", "id", &id)?, title, client)))
        .collect()
    }

    /// Clients to choose from for a job.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn client_choices(&mut self) -> Result<Vec<Choice<ClientId>>> {
        all!(self, (String, String), "select id, name from clients where archived_at is null order by search, id")?
            .into_iter()
            .map(|(id, name)| Ok(Choice { id: parsed(id.parse(), "clients", "id", &id)?, name }))
            .collect()
    }

    /// Colleagues with an active account, by name.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn colleagues(&mut self) -> Result<Vec<Colleague>> {
        all!(self, ColleagueRow, "select id, name, email, role from users where active order by name, id")?
            .into_iter()
            .map(|row| {
                Ok(Colleague {
                    id: parsed(row.id.parse(), "users", "id", &row.id)?,
                    role: parsed(Role::parse(&row.role).ok_or(()), "users", "role", &row.id)?,
                    name: row.name,
                    email: row.email,
                })
            })
            .collect()
    }
}

/// A job is found by its title and place; lists add its client's names.
fn search(job: &SaveJob) -> String {
    fold(&format!("{} {}", job.title, job.location))
}
