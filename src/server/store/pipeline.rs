//! The pipeline, read in one query for the applications and one for their next interviews.

use std::collections::HashMap;

use super::requests::present_request;
use super::{Result, Tx, all, parsed};
use crate::api::pipeline::{PipelineChoices, TodayLine};
use crate::domain::booking::RequestStage;
use crate::domain::id::{ApplicationId, UserId};
use crate::domain::jobs::{Place, PlaceKind, StageKind};
use crate::domain::list::fold;
use crate::domain::pipeline::{NextInterview, PipelineFilter, PipelineLine};
use crate::domain::scheduling::interview::Response;
use crate::domain::span::Span;
use crate::domain::time::{Instant, from_ms, ms};

/// More applications than this are not read at once; the page says so.
pub const MOST: usize = 5_000;

/// Whose applications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// All.
    All,
    /// Of the jobs that this hiring manager answers for.
    Manager(UserId),
    /// Of the interviews that this colleague attends.
    Attendee(UserId),
}

impl Scope {
    pub(super) fn parts(self) -> (&'static str, String) {
        match self {
            Self::All => ("all", String::new()),
            Self::Manager(id) => ("manager", id.to_string()),
            Self::Attendee(id) => ("attendee", id.to_string()),
        }
    }
}

#[derive(sqlx::FromRow)]
struct LineRow {
    id: String,
    version: i64,
    candidate_id: String,
    candidate_name: String,
    job_id: String,
    job_title: String,
    client_id: Option<String>,
    client_name: Option<String>,
    stage_id: String,
    stage_name: String,
    stage_kind: String,
    stage_since: i64,
    request_id: Option<String>,
    request_state: Option<String>,
    request_since: Option<i64>,
    page_id: Option<String>,
    answered_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct NextRow {
    application_id: String,
    id: String,
    starts_at: i64,
    kind: String,
    response: String,
}

impl Tx {
    /// The active applications that the filter and the scope let through (the filter's `waiting` is the domain's to apply), at most [`MOST`].
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn pipeline(&mut self, scope: Scope, filter: &PipelineFilter, now: Instant) -> Result<Vec<PipelineLine>> {
        let (scope, user) = scope.parts();
        let search = super::dialect::contains(&fold(&filter.search));
        let rows = all!(
            self,
            LineRow,
            concat!(
                "select a.id, a.version, c.id as candidate_id, c.name as candidate_name, j.id as job_id, j.title as job_title,
                    cl.id as client_id, cl.name as client_name, s.id as stage_id, s.name as stage_name, s.kind as stage_kind, a.stage_since,
                    r.id as request_id, r.state as request_state, r.state_since as request_since, r.page_id, p.answered_at
             from applications a
             join candidates c on c.id = a.candidate_id
             join jobs j on j.id = a.job_id
             join stages s on s.id = a.stage_id
             left join clients cl on cl.id = j.client_id
             left join interview_requests r on r.id = ",
                present_request!(),
                "
             left join client_pages p on p.id = r.page_id
             where a.state = 'active' and (j.state = 'open' or j.id = $3 or exists (select 1 from interviews i0
                    where i0.application_id = a.id and i0.state = 'confirmed' and i0.ends_at > $9))
               and ($1 = 'all' or ($1 = 'manager' and j.hiring_manager_id = $2)
                    or ($1 = 'attendee' and exists (select 1 from interviews i join interview_people ip on ip.interview_id = i.id
                        where i.application_id = a.id and ip.person_id = $2 and ip.kind = 'attendee')))
               and ($3 = '' or j.id = $3) and ($4 = '' or j.client_id = $4) and ($5 = '' or j.coordinator_id = $5) and ($6 = '' or s.kind = $6)
               and (c.search like $7 escape '\\' or j.search like $7 escape '\\' or coalesce(cl.search, '') like $7 escape '\\')
             order by a.id limit $8"
            ),
            scope,
            user.clone(),
            filter.job.map(|id| id.to_string()).unwrap_or_default(),
            filter.client.map(|id| id.to_string()).unwrap_or_default(),
            filter.coordinator.map(|id| id.to_string()).unwrap_or_default(),
            filter.kind.map(StageKind::name).unwrap_or_default(),
            search.clone(),
            MOST as i64,
            ms(now),
        )?;
        let mut next = self.next_interviews(filter, now).await?;
        rows.into_iter().map(|row| row.line(&mut next)).collect()
    }

    /// The next confirmed interview of each application, with the answers of those who take part.
    async fn next_interviews(&mut self, filter: &PipelineFilter, now: Instant) -> Result<HashMap<ApplicationId, NextInterview>> {
        let rows = all!(
            self,
            NextRow,
            "select i.application_id, i.id, i.starts_at, ip.kind, ip.response
             from interviews i join interview_people ip on ip.interview_id = i.id
             join applications a on a.id = i.application_id join jobs j on j.id = a.job_id
             where i.state = 'confirmed' and i.ends_at > $1 and a.state = 'active' and ($2 = '' or j.id = $2) and ($3 = '' or j.client_id = $3)
             order by i.starts_at, i.id",
            ms(now),
            filter.job.map(|id| id.to_string()).unwrap_or_default(),
            filter.client.map(|id| id.to_string()).unwrap_or_default(),
        )?;
        let mut next: HashMap<ApplicationId, NextInterview> = HashMap::new();
        for row in rows {
            let application = parsed(row.application_id.parse(), "interviews", "application_id", &row.id)?;
            let id = parsed(row.id.parse(), "interviews", "id", &row.id)?;
            let entry =
                next.entry(application).or_insert_with(|| NextInterview { id, starts_at: from_ms(row.starts_at), responses: Vec::new() });
            if entry.id == id && row.kind != "organiser" {
                entry.responses.push(parsed(Response::parse(&row.response).ok_or(()), "interview_people", "response", &row.id)?);
            }
        }
        Ok(next)
    }
}

impl LineRow {
    fn line(self, next: &mut HashMap<ApplicationId, NextInterview>) -> Result<PipelineLine> {
        const TABLE: &str = "applications";
        let application = parsed(self.id.parse(), TABLE, "id", &self.id)?;
        let request = match (self.request_id, self.request_state, self.request_since) {
            (Some(id), Some(state), Some(since)) => Some((
                parsed(id.parse(), "interview_requests", "id", &id)?,
                parsed(RequestStage::parse(&state).ok_or(()), "interview_requests", "state", &id)?,
                from_ms(since),
            )),
            _ => None,
        };
        let client = match (self.client_id, self.client_name) {
            (Some(id), Some(name)) => Some((parsed(id.parse(), "jobs", "client_id", &self.id)?, name)),
            _ => None,
        };
        Ok(PipelineLine {
            application,
            version: self.version,
            candidate: parsed(self.candidate_id.parse(), TABLE, "candidate_id", &self.id)?,
            candidate_name: self.candidate_name,
            job: parsed(self.job_id.parse(), TABLE, "job_id", &self.id)?,
            job_title: self.job_title,
            client,
            stage: parsed(self.stage_id.parse(), TABLE, "stage_id", &self.id)?,
            stage_name: self.stage_name,
            stage_kind: parsed(StageKind::parse(&self.stage_kind).ok_or(()), "stages", "kind", &self.stage_id)?,
            stage_since: from_ms(self.stage_since),
            request,
            page_answered: self.page_id.is_none() || self.answered_at.is_some(),
            page: self.page_id.map(|id| parsed(id.parse(), "interview_requests", "page_id", &self.id)).transpose()?,
            next: next.remove(&application),
        })
    }
}

#[derive(sqlx::FromRow)]
struct ChoiceRow {
    id: String,
    name: String,
}

#[derive(sqlx::FromRow)]
struct TodayRow {
    id: String,
    application_id: String,
    candidate_name: String,
    job_title: String,
    client_name: Option<String>,
    starts_at: i64,
    ends_at: i64,
    place_kind: String,
    place: String,
    person_name: String,
    person_kind: String,
    response: String,
}

impl Tx {
    /// The jobs, clients and coordinators of the applications in scope, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn pipeline_choices(&mut self, scope: Scope) -> Result<PipelineChoices> {
        let (scope, user) = scope.parts();
        let jobs = all!(
            self,
            ChoiceRow,
            "select j.id, j.title as name from jobs j
             where j.state = 'open' and ($1 = 'all' or ($1 = 'manager' and j.hiring_manager_id = $2)
                or ($1 = 'attendee' and exists (select 1 from applications a join interviews i on i.application_id = a.id
                    join interview_people ip on ip.interview_id = i.id where a.job_id = j.id and ip.person_id = $2 and ip.kind = 'attendee')))
             order by lower(j.title), j.id",
            scope,
            user.clone(),
        )?;
        let clients = all!(
            self,
            ChoiceRow,
            "select c.id, c.name from clients c
             where $1 = 'all' and c.archived_at is null or $1 = 'manager' and exists (select 1 from jobs j where j.client_id = c.id and j.hiring_manager_id = $2)
             order by lower(c.name), c.id",
            scope,
            user.clone(),
        )?;
        let coordinators = all!(
            self,
            ChoiceRow,
            "select u.id, u.name from users u where $1 = 'all' and exists (select 1 from jobs j where j.coordinator_id = u.id) order by lower(u.name), u.id",
            scope,
        )?;
        fn named<T: std::str::FromStr>(rows: Vec<ChoiceRow>, table: &'static str) -> Result<Vec<(T, String)>> {
            rows.into_iter().map(|row| Ok((parsed(row.id.parse(), table, "id", &row.id)?, row.name))).collect()
        }
        Ok(PipelineChoices { jobs: named(jobs, "jobs")?, clients: named(clients, "clients")?, coordinators: named(coordinators, "users")? })
    }

    /// The confirmed interviews in scope that begin within a day, in order.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn interviews_of_day(&mut self, scope: Scope, day: Span) -> Result<Vec<TodayLine>> {
        let (scope, user) = scope.parts();
        let rows = all!(
            self,
            TodayRow,
            "select i.id, i.application_id, c.name as candidate_name, j.title as job_title, cl.name as client_name, i.starts_at, i.ends_at,
                    i.place_kind, i.place, ip.name as person_name, ip.kind as person_kind, ip.response
             from interviews i
             join interview_people ip on ip.interview_id = i.id
             join applications a on a.id = i.application_id
             join candidates c on c.id = a.candidate_id
             join jobs j on j.id = a.job_id
             left join clients cl on cl.id = j.client_id
             where i.state = 'confirmed' and i.starts_at >= $1 and i.starts_at < $2
               and ($3 = 'all' or ($3 = 'manager' and j.hiring_manager_id = $4)
                    or exists (select 1 from interview_people own where own.interview_id = i.id and own.person_id = $4 and own.kind = 'attendee'))
             order by i.starts_at, i.id, ip.kind, ip.name",
            ms(day.start()),
            ms(day.end()),
            scope,
            user,
        )?;
        let mut lines: Vec<TodayLine> = Vec::new();
        for row in rows {
            let id = parsed(row.id.parse(), "interviews", "id", &row.id)?;
            if lines.last().is_none_or(|line| line.id != id) {
                lines.push(TodayLine {
                    id,
                    application: parsed(row.application_id.parse(), "interviews", "application_id", &row.id)?,
                    candidate_name: row.candidate_name,
                    job_title: row.job_title,
                    client_name: row.client_name,
                    span: parsed(Span::new(from_ms(row.starts_at), from_ms(row.ends_at)), "interviews", "ends_at", &row.id)?,
                    place: Place {
                        kind: parsed(PlaceKind::parse(&row.place_kind).ok_or(()), "interviews", "place_kind", &row.id)?,
                        text: row.place,
                    },
                    people: Vec::new(),
                });
            }
            let response = parsed(Response::parse(&row.response).ok_or(()), "interview_people", "response", &row.id)?;
            if let Some(line) = lines.last_mut().filter(|_| row.person_kind == "contact" || row.person_kind == "attendee") {
                line.people.push((row.person_name, response));
            }
        }
        Ok(lines)
    }
}
