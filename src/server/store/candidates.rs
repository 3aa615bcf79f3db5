//! Candidates.

use std::collections::HashMap;

use super::calendars::CalendarKind;
use super::clients::count;
use super::dialect::patterns;
use super::pipeline::Scope;
use super::{Result, StoreError, Tx, all, fresh, maybe, one, parsed, run};
use crate::api::candidates::{CandidateInterview, CandidateLine};
use crate::api::clients::Choice;
use crate::domain::candidates::SaveCandidate;
use crate::domain::id::CandidateId;
use crate::domain::jobs::{Place, PlaceKind, StageKind};
use crate::domain::list::{ListQuery, PER_PAGE, Page, fold};
use crate::domain::scheduling::interview::{InterviewState, Response};
use crate::domain::span::Span;
use crate::domain::time::{Instant, from_ms, ms};

/// A candidate as it is stored.
#[derive(Debug, Clone)]
pub struct CandidateRow {
    /// The candidate.
    pub id: CandidateId,
    /// Rises with each edit.
    pub version: i64,
    /// The name.
    pub name: String,
    /// The mail address.
    pub email: String,
    /// The telephone number, or nothing.
    pub phone: String,
    /// IANA zone.
    pub zone: String,
}

#[derive(sqlx::FromRow)]
struct ResponseRow {
    interview_id: String,
    response: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    version: i64,
    name: String,
    email: String,
    phone: String,
    zone: String,
}

#[derive(sqlx::FromRow)]
struct LineRow {
    id: String,
    name: String,
    email: String,
    phone: String,
    created_at: i64,
}

#[derive(sqlx::FromRow)]
struct InterviewRow {
    id: String,
    title: String,
    starts_at: i64,
    ends_at: i64,
    place_kind: String,
    place: String,
    state: String,
}

impl TryFrom<Row> for CandidateRow {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: parsed(row.id.parse(), "candidates", "id", &row.id)?,
            version: row.version,
            name: row.name,
            email: row.email,
            phone: row.phone,
            zone: row.zone,
        })
    }
}

/// Whether the application `a` of the job `j` is in scope, of the kind `$1` and the user `$2`.
///
/// A hiring manager sees the own jobs and, as every colleague, what the own interviews are about.
macro_rules! in_scope {
    () => {
        "($1 = 'all' or ($1 = 'manager' and j.hiring_manager_id = $2) or exists (select 1 from interviews i join interview_people p
            on p.interview_id = i.id where i.application_id = a.id and p.person_id = $2 and p.kind = 'attendee'))"
    };
}
pub(super) use in_scope;

impl Tx {
    /// A page of the candidates in scope; the filter names a kind of stage that somebody stands in.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn candidates(&mut self, scope: Scope, query: &ListQuery) -> Result<Page<CandidateLine>> {
        const FROM: &str = concat!(
            "from candidates c where ($1 = 'all' or exists (select 1 from applications a join jobs j on j.id = a.job_id where a.candidate_id = c.id and ",
            in_scope!(),
            ")) and c.search like $3 escape '\\' and c.search like $4 escape '\\' and c.search like $5 escape '\\' and c.search like $6 escape '\\'
              and ($7 = '' or exists (select 1 from applications a join jobs j on j.id = a.job_id join stages s on s.id = a.stage_id
                where a.candidate_id = c.id and a.state = 'active' and s.kind = $7 and ",
            in_scope!(),
            "))"
        );
        let [a, b, c, d] = patterns(query);
        let (kind, user) = scope.parts();
        let stage = StageKind::parse(&query.filter).map(StageKind::name).unwrap_or_default();
        let direction = if query.descending { "desc" } else { "asc" };
        let column = match query.sort.as_str() {
            "email" => "c.email",
            "created" => "c.created_at",
            _ => "c.search",
        };
        // Nothing but the constants above is put together here.
        let page = format!("{FROM} order by {column} {direction}, c.id limit {PER_PAGE} offset $8");
        let rows = all!(
            self,
            LineRow,
            sqlx::AssertSqlSafe(format!("select c.id, c.name, c.email, c.phone, c.created_at {page}")),
            kind,
            user.as_str(),
            a.as_str(),
            b.as_str(),
            c.as_str(),
            d.as_str(),
            stage,
            query.offset(),
        )?;
        let jobs: Vec<(String, String, String)> = all!(
            self,
            (String, String, String),
            sqlx::AssertSqlSafe(format!(
                "select a.candidate_id, j.id, j.title from applications a join jobs j on j.id = a.job_id
                 where a.state = 'active' and {} and a.candidate_id in (select c.id {page}) order by j.title, j.id",
                in_scope!()
            )),
            kind,
            user.as_str(),
            a.as_str(),
            b.as_str(),
            c.as_str(),
            d.as_str(),
            stage,
            query.offset(),
        )?;
        let (total,) = one!(
            self,
            (i64,),
            sqlx::AssertSqlSafe(format!("select count(*) {FROM}")),
            kind,
            user.as_str(),
            a.as_str(),
            b.as_str(),
            c.as_str(),
            d.as_str(),
            stage,
        )?;
        let mut of: HashMap<String, Vec<Choice<_>>> = HashMap::new();
        for (candidate, job, title) in jobs {
            of.entry(candidate).or_default().push(Choice { id: parsed(job.parse(), "jobs", "id", &job)?, name: title });
        }
        let rows = rows
            .into_iter()
            .map(|row| {
                Ok(CandidateLine {
                    id: parsed(row.id.parse(), "candidates", "id", &row.id)?,
                    jobs: of.remove(&row.id).unwrap_or_default(),
                    name: row.name,
                    email: row.email,
                    phone: row.phone,
                    created_at: from_ms(row.created_at),
                })
            })
            .collect::<Result<_>>()?;
        Ok(Page { rows, total: count(total), page: query.page })
    }

    /// Whether a candidate is in scope.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn candidate_in_scope(&mut self, scope: Scope, id: CandidateId) -> Result<bool> {
        let (kind, user) = scope.parts();
        let (found,) = one!(
            self,
            (i64,),
            concat!(
                "select count(*) from candidates c where c.id = $3 and ($1 = 'all' or exists (select 1 from applications a
                    join jobs j on j.id = a.job_id where a.candidate_id = c.id and ",
                in_scope!(),
                "))"
            ),
            kind,
            user.as_str(),
            id.to_string(),
        )?;
        Ok(found > 0)
    }

    /// One candidate.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn candidate_record(&mut self, id: CandidateId) -> Result<Option<CandidateRow>> {
        maybe!(self, Row, "select id, version, name, email, phone, zone from candidates where id = $1", id.to_string())?
            .map(CandidateRow::try_from)
            .transpose()
    }

    /// The candidate with this mail address (in lower case).
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn candidate_with_email(&mut self, email: &str) -> Result<Option<CandidateRow>> {
        maybe!(self, Row, "select id, version, name, email, phone, zone from candidates where email = $1", email)?
            .map(CandidateRow::try_from)
            .transpose()
    }

    /// Makes a candidate with a calendar.
    ///
    /// # Errors
    /// `Unique` when there is one with this mail address.
    pub async fn insert_candidate(&mut self, id: CandidateId, candidate: &SaveCandidate, now: Instant) -> Result<()> {
        run!(
            self,
            "insert into candidates (id, name, email, phone, zone, search, created_at, version) values ($1, $2, $3, $4, $5, $6, $7, 1)",
            id.to_string(),
            candidate.name.as_str(),
            candidate.email.as_str(),
            candidate.phone.as_str(),
            candidate.zone.as_str(),
            search(&candidate.name, &candidate.email, &candidate.phone),
            ms(now),
        )?;
        self.insert_calendar(id, CalendarKind::Candidate).await
    }

    /// Changes a candidate.
    ///
    /// # Errors
    /// `Stale` when it has another version, `Unique` as above.
    pub async fn update_candidate(&mut self, id: CandidateId, candidate: &SaveCandidate) -> Result<()> {
        fresh(run!(
            self,
            "update candidates set name = $3, email = $4, phone = $5, zone = $6, search = $7, version = version + 1 where id = $1 and version = $2",
            id.to_string(),
            candidate.version,
            candidate.name.as_str(),
            candidate.email.as_str(),
            candidate.phone.as_str(),
            candidate.zone.as_str(),
            search(&candidate.name, &candidate.email, &candidate.phone),
        )?)
    }

    /// Stores a candidate's telephone number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_candidate_phone(&mut self, id: CandidateId, phone: &str) -> Result<()> {
        let row = maybe!(self, (String, String), "select name, email from candidates where id = $1", id.to_string())?;
        let Some((name, email)) = row else { return Ok(()) };
        run!(
            self,
            "update candidates set phone = $1, search = $2, version = version + 1 where id = $3",
            phone,
            search(&name, &email, phone),
            id.to_string(),
        )?;
        Ok(())
    }

    /// A candidate's interviews in scope, the latest first, at most 100.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn candidate_interviews(&mut self, scope: Scope, id: CandidateId) -> Result<Vec<CandidateInterview>> {
        let (kind, user) = scope.parts();
        let rows = all!(
            self,
            InterviewRow,
            concat!(
                "select v.id, v.title, v.starts_at, v.ends_at, v.place_kind, v.place, v.state from interviews v
                 join applications a on a.id = v.application_id join jobs j on j.id = a.job_id where a.candidate_id = $3 and ",
                in_scope!(),
                " order by v.starts_at desc, v.id limit 100"
            ),
            kind,
            user.as_str(),
            id.to_string(),
        )?;
        let answers = all!(
            self,
            ResponseRow,
            "select ip.interview_id, ip.response from interview_people ip join interviews v on v.id = ip.interview_id
             join applications a on a.id = v.application_id where a.candidate_id = $1 and ip.kind <> 'organiser'",
            id.to_string(),
        )?;
        let mut responses: HashMap<String, Vec<Response>> = HashMap::new();
        for ResponseRow { interview_id, response } in answers {
            let response = parsed(Response::parse(&response).ok_or(()), "interview_people", "response", &interview_id)?;
            responses.entry(interview_id).or_default().push(response);
        }
        rows.into_iter()
            .map(|row| {
                const TABLE: &str = "interviews";
                Ok(CandidateInterview {
                    id: parsed(row.id.parse(), TABLE, "id", &row.id)?,
                    span: parsed(Span::new(from_ms(row.starts_at), from_ms(row.ends_at)), TABLE, "ends_at", &row.id)?,
                    place: Place {
                        kind: parsed(PlaceKind::parse(&row.place_kind).ok_or(()), TABLE, "place_kind", &row.id)?,
                        text: row.place,
                    },
                    state: parsed(InterviewState::parse(&row.state).ok_or(()), TABLE, "state", &row.id)?,
                    responses: responses.remove(&row.id).unwrap_or_default(),
                    title: row.title,
                })
            })
            .collect()
    }
}

/// A candidate is found by name, mail address and telephone number (as typed, and its digits alone).
fn search(name: &str, email: &str, phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    fold(&format!("{name} {email} {phone} {digits}"))
}
