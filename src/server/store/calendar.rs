//! The calendar's reads: interviews of a range, busy times, one interview in full.

use std::collections::HashMap;

use super::pipeline::Scope;
use super::rooms::{RoomColumns, room_columns};
use super::{Result, Tx, all, maybe, parsed};
use crate::api::calendar::{CalendarBusy, CalendarInterview, CalendarPerson, CalendarQuery};
use crate::domain::id::{ApplicationId, CandidateId, ClientId, InterviewId, JobId, PageId, RequestId, UserId};
use crate::domain::jobs::{Place, PlaceKind};
use crate::domain::rooms::Room;
use crate::domain::scheduling::interview::{InterviewState, PersonKind, Response};
use crate::domain::span::Span;

/// More interviews than this are not read at once; the page says so.
pub const MOST: usize = 5_000;

const TABLE: &str = "interviews";

#[derive(sqlx::FromRow)]
struct LineRow {
    id: String,
    version: i64,
    application_id: String,
    state: String,
    starts_at: i64,
    ends_at: i64,
    title: String,
    place_kind: String,
    place: String,
    candidate_name: String,
    job_id: String,
    job_title: String,
    client_name: Option<String>,
    room_name: Option<String>,
}

#[derive(sqlx::FromRow)]
struct PersonLineRow {
    interview_id: String,
    person_id: String,
    kind: String,
    name: String,
    response: String,
    optional: bool,
}

#[derive(sqlx::FromRow)]
struct BusyRow {
    id: String,
    person_name: String,
    starts_at: i64,
    ends_at: i64,
    title: String,
}

#[derive(sqlx::FromRow)]
struct NameRow {
    id: String,
    name: String,
}

#[derive(sqlx::FromRow)]
struct FullRow {
    id: String,
    version: i64,
    sequence: i64,
    state: String,
    reason: String,
    title: String,
    starts_at: i64,
    ends_at: i64,
    place_kind: String,
    place: String,
    candidate_id: String,
    candidate_name: String,
    application_id: String,
    job_id: String,
    job_title: String,
    hiring_manager_id: Option<String>,
    client_id: Option<String>,
    client_name: Option<String>,
    request_id: Option<String>,
    page_id: Option<String>,
    #[sqlx(flatten)]
    room: RoomColumns,
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    person_id: String,
    kind: String,
    name: String,
    email: String,
    zone: String,
    response: String,
}

/// An interview with the records around it.
#[derive(Debug, Clone)]
pub struct FullInterview {
    /// Its version.
    pub version: i64,
    /// Its SEQUENCE.
    pub sequence: i64,
    /// Whether it takes place.
    pub state: InterviewState,
    /// Why it was called off.
    pub reason: String,
    /// What kind of interview.
    pub title: String,
    /// When.
    pub span: Span,
    /// Where.
    pub place: Place,
    /// The room that it takes.
    pub room: Option<Room>,
    /// The candidate.
    pub candidate: CandidateId,
    /// The candidate's name.
    pub candidate_name: String,
    /// The application.
    pub application: ApplicationId,
    /// The job.
    pub job: JobId,
    /// Its title.
    pub job_title: String,
    /// Who answers for the job.
    pub hiring_manager: Option<UserId>,
    /// The client with its name.
    pub client: Option<(ClientId, String)>,
    /// The request.
    pub request: Option<RequestId>,
    /// The client's page.
    pub page: Option<PageId>,
}

/// Somebody in an interview.
#[derive(Debug, Clone)]
pub struct FullPerson {
    /// The id of the person's own record (user, contact, candidate).
    pub record: String,
    /// The account, for colleagues.
    pub user: Option<UserId>,
    /// In what part.
    pub kind: PersonKind,
    /// The name.
    pub name: String,
    /// The mail address.
    pub email: String,
    /// IANA zone.
    pub zone: String,
    /// The answer.
    pub response: Response,
}

/// The interviews asked for; binds: end and start of the range, scope, its user, job, client, person, candidate, room.
macro_rules! asked {
    () => {
        "from interviews i
         join applications a on a.id = i.application_id
         join candidates c on c.id = a.candidate_id
         join jobs j on j.id = a.job_id
         left join clients cl on cl.id = j.client_id
         left join rooms rm on rm.id = i.room_id
         where i.starts_at < $1 and i.ends_at > $2
           and ($3 = 'all' or ($3 = 'manager' and j.hiring_manager_id = $4)
                or exists (select 1 from interview_people ip where ip.interview_id = i.id and ip.person_id = $4 and ip.kind = 'attendee'))
           and ($5 = '' or j.id = $5) and ($6 = '' or j.client_id = $6)
           and ($7 = '' or exists (select 1 from interview_people ip where ip.interview_id = i.id and ip.person_id = $7 and ip.kind <> 'organiser'))
           and ($8 = '' or a.candidate_id = $8) and ($9 = '' or i.room_id = $9)
           and (i.state = 'confirmed'
                or not exists (select 1 from interviews o where o.request_id = i.request_id and (o.state = 'confirmed' or o.id > i.id)))"
    };
}

impl Tx {
    /// Interviews that overlap a range, by start, at most [`MOST`]. One that was called off is left out once its request is booked anew.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn calendar_interviews(&mut self, scope: Scope, query: &CalendarQuery, range: Span) -> Result<Vec<CalendarInterview>> {
        let (scope, user) = scope.parts();
        let id = |id: Option<String>| id.unwrap_or_default();
        let (job, client) = (id(query.job.map(|id| id.to_string())), id(query.client.map(|id| id.to_string())));
        let (person, candidate) = (id(query.person.map(|id| id.to_string())), id(query.candidate.map(|id| id.to_string())));
        let room = id(query.room.map(|id| id.to_string()));
        let rows = all!(
            self,
            LineRow,
            concat!(
                "select i.id, i.version, i.application_id, i.state, i.starts_at, i.ends_at, i.title, i.place_kind, i.place,
                        c.name as candidate_name, j.id as job_id, j.title as job_title, cl.name as client_name, rm.name as room_name ",
                asked!(),
                " order by i.starts_at, i.id limit $10"
            ),
            range.end_ms(),
            range.start_ms(),
            scope,
            user.as_str(),
            job.as_str(),
            client.as_str(),
            person.as_str(),
            candidate.as_str(),
            room.as_str(),
            MOST as i64,
        )?;
        let people = all!(
            self,
            PersonLineRow,
            concat!(
                "select p.interview_id, p.person_id, p.kind, p.name, p.response, p.optional from interview_people p
                 where p.kind in ('contact', 'attendee') and p.interview_id in (select i.id ",
                asked!(),
                ") order by p.kind desc, lower(p.name), p.person_id"
            ),
            range.end_ms(),
            range.start_ms(),
            scope,
            user.as_str(),
            job.as_str(),
            client.as_str(),
            person.as_str(),
            candidate.as_str(),
            room.as_str(),
        )?;
        let mut people = by_interview(people)?;
        rows.into_iter().map(|row| row.line(&mut people)).collect()
    }

    /// A colleague's busy times that overlap a range, with their titles.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn calendar_busy(&mut self, person: UserId, range: Span) -> Result<Vec<CalendarBusy>> {
        let rows = all!(
            self,
            BusyRow,
            "select b.id, u.name as person_name, b.starts_at, b.ends_at, b.title
             from busy_blocks b join users u on u.id = b.calendar_id
             where b.calendar_id = $1 and b.starts_at < $2 and b.ends_at > $3 order by b.starts_at, b.id limit $4",
            person.to_string(),
            range.end_ms(),
            range.start_ms(),
            MOST as i64,
        )?;
        rows.into_iter()
            .map(|row| {
                let span = parsed(Span::from_ms(row.starts_at, row.ends_at), "busy_blocks", "ends_at", &row.id)?;
                Ok(CalendarBusy { person_name: row.person_name, span, title: Some(row.title) })
            })
            .collect()
    }

    /// Everybody with an account that is in use, with the mail address, by name.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn active_colleagues(&mut self) -> Result<Vec<(UserId, String, String)>> {
        let rows = all!(self, (String, String, String), "select id, name, email from users where active order by lower(name), id")?;
        rows.into_iter().map(|(id, name, email)| Ok((parsed(id.parse(), "users", "id", &id)?, name, email))).collect()
    }

    /// Everybody with an account that is in use, by name.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn colleagues_by_name(&mut self) -> Result<Vec<(UserId, String)>> {
        let rows = all!(self, NameRow, "select id, name from users where active order by lower(name), id")?;
        rows.into_iter().map(|row| Ok((parsed(row.id.parse(), "users", "id", &row.id)?, row.name))).collect()
    }

    /// One interview with the records around it.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn calendar_interview(&mut self, id: InterviewId) -> Result<Option<FullInterview>> {
        let row = maybe!(
            self,
            FullRow,
            concat!(
                "select i.id, i.version, cast(i.sequence as bigint) as sequence, i.state, i.reason, i.title, i.starts_at, i.ends_at, i.place_kind,
                    i.place, c.id as candidate_id, c.name as candidate_name, a.id as application_id, j.id as job_id, j.title as job_title,
                    j.hiring_manager_id, cl.id as client_id, cl.name as client_name, i.request_id, r.page_id, ",
                room_columns!(),
                " from interviews i
             join applications a on a.id = i.application_id
             join candidates c on c.id = a.candidate_id
             join jobs j on j.id = a.job_id
             left join clients cl on cl.id = j.client_id
             left join interview_requests r on r.id = i.request_id
             left join rooms rm on rm.id = i.room_id
             where i.id = $1"
            ),
            id.to_string(),
        )?;
        row.map(FullRow::full).transpose()
    }

    /// Everybody in an interview: candidate, contact, attendees, organiser.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn calendar_people(&mut self, id: InterviewId) -> Result<Vec<FullPerson>> {
        let rows = all!(
            self,
            PersonRow,
            "select person_id, kind, name, email, zone, response from interview_people where interview_id = $1
             order by case kind when 'candidate' then 0 when 'contact' then 1 when 'attendee' then 2 else 3 end, lower(name), person_id",
            id.to_string(),
        )?;
        rows.into_iter()
            .map(|row| {
                let kind = parsed(PersonKind::parse(&row.kind).ok_or(()), "interview_people", "kind", &row.person_id)?;
                let user = match kind {
                    PersonKind::Attendee | PersonKind::Organiser => {
                        Some(parsed(row.person_id.parse(), "interview_people", "person_id", &row.person_id)?)
                    }
                    PersonKind::Candidate | PersonKind::Contact => None,
                };
                let response = parsed(Response::parse(&row.response).ok_or(()), "interview_people", "response", &row.person_id)?;
                Ok(FullPerson { record: row.person_id, user, kind, name: row.name, email: row.email, zone: row.zone, response })
            })
            .collect()
    }
}

fn by_interview(rows: Vec<PersonLineRow>) -> Result<HashMap<String, Vec<CalendarPerson>>> {
    let mut people: HashMap<String, Vec<CalendarPerson>> = HashMap::new();
    for row in rows {
        let kind = parsed(PersonKind::parse(&row.kind).ok_or(()), "interview_people", "kind", &row.interview_id)?;
        let person = CalendarPerson {
            kind,
            user: match kind {
                PersonKind::Attendee => Some(parsed(row.person_id.parse(), "interview_people", "person_id", &row.interview_id)?),
                _ => None,
            },
            name: row.name,
            response: parsed(Response::parse(&row.response).ok_or(()), "interview_people", "response", &row.interview_id)?,
            optional: row.optional,
        };
        people.entry(row.interview_id).or_default().push(person);
    }
    Ok(people)
}

impl LineRow {
    fn line(self, people: &mut HashMap<String, Vec<CalendarPerson>>) -> Result<CalendarInterview> {
        Ok(CalendarInterview {
            id: parsed(self.id.parse(), TABLE, "id", &self.id)?,
            version: self.version,
            application: parsed(self.application_id.parse(), TABLE, "application_id", &self.id)?,
            state: parsed(InterviewState::parse(&self.state).ok_or(()), TABLE, "state", &self.id)?,
            span: parsed(Span::from_ms(self.starts_at, self.ends_at), TABLE, "ends_at", &self.id)?,
            title: self.title,
            candidate_name: self.candidate_name,
            job: parsed(self.job_id.parse(), TABLE, "job_id", &self.id)?,
            job_title: self.job_title,
            client_name: self.client_name,
            place: place(&self.place_kind, self.place, &self.id)?,
            people: people.remove(&self.id).unwrap_or_default(),
            room: self.room_name,
        })
    }
}

impl FullRow {
    fn full(self) -> Result<FullInterview> {
        let client = match (self.client_id, self.client_name) {
            (Some(id), Some(name)) => Some((parsed(id.parse(), "jobs", "client_id", &self.id)?, name)),
            _ => None,
        };
        Ok(FullInterview {
            version: self.version,
            sequence: self.sequence,
            state: parsed(InterviewState::parse(&self.state).ok_or(()), TABLE, "state", &self.id)?,
            reason: self.reason,
            title: self.title,
            span: parsed(Span::from_ms(self.starts_at, self.ends_at), TABLE, "ends_at", &self.id)?,
            place: place(&self.place_kind, self.place, &self.id)?,
            room: self.room.read()?,
            candidate: parsed(self.candidate_id.parse(), TABLE, "candidate_id", &self.id)?,
            candidate_name: self.candidate_name,
            application: parsed(self.application_id.parse(), TABLE, "application_id", &self.id)?,
            job: parsed(self.job_id.parse(), TABLE, "job_id", &self.id)?,
            job_title: self.job_title,
            hiring_manager: self.hiring_manager_id.map(|id| parsed(id.parse(), "jobs", "hiring_manager_id", &id)).transpose()?,
            client,
            request: self.request_id.map(|id| parsed(id.parse(), TABLE, "request_id", &id)).transpose()?,
            page: self.page_id.map(|id| parsed(id.parse(), "interview_requests", "page_id", &id)).transpose()?,
        })
    }
}

fn place(kind: &str, text: String, id: &str) -> Result<Place> {
    Ok(Place { kind: parsed(PlaceKind::parse(kind).ok_or(()), TABLE, "place_kind", id)?, text })
}
