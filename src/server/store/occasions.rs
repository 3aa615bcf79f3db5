//! What an interview is about: the application with its candidate and the pool it is scheduled in, with a request or without one.

use super::pools::{Person, Pool, PoolColumns, pool_columns, pool_joins};
use super::requests::RequestRow;
use super::{Result, Tx, all, maybe, parsed};
use crate::domain::candidates::ApplicationState;
use crate::domain::id::{ApplicationId, CandidateId, RequestId, TemplateId};
use crate::domain::people::EmailAddress;

/// What an interview is about.
#[derive(Debug, Clone)]
pub struct Occasion {
    /// The application.
    pub application: ApplicationId,
    /// Whether the application is worked on.
    pub application_active: bool,
    /// The candidate.
    pub candidate: Person<CandidateId>,
    /// The request that the interview was booked for; none where staff put it on the calendar.
    pub request: Option<RequestId>,
    /// The pool: with a page where the interview was booked from one.
    pub pool: Pool,
}

impl From<&RequestRow> for Occasion {
    fn from(row: &RequestRow) -> Self {
        Self {
            application: row.application,
            application_active: row.application_active,
            candidate: row.candidate.clone(),
            request: Some(row.id),
            pool: row.pool.clone(),
        }
    }
}

/// An application to choose.
#[derive(Debug, Clone)]
pub struct ApplicationName {
    /// The application.
    pub id: ApplicationId,
    /// The candidate's name.
    pub candidate: String,
    /// The job's title.
    pub job: String,
    /// The client's name; none in-house.
    pub client: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    state: String,
    candidate_id: String,
    candidate_name: String,
    candidate_email: String,
    candidate_zone: String,
    #[sqlx(flatten)]
    pool: PoolColumns,
}

#[derive(sqlx::FromRow)]
struct NameRow {
    id: String,
    candidate: String,
    job: String,
    client: Option<String>,
}

impl Tx {
    /// An application without a request, for an interview of its stage's round: that with this template where the round has it, else the first.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn occasion(&mut self, application: ApplicationId, template: Option<TemplateId>) -> Result<Option<Occasion>> {
        let row = maybe!(
            self,
            Row,
            concat!(
                "select a.id, a.state, c.id as candidate_id, c.name as candidate_name, c.email as candidate_email, c.zone as candidate_zone, ",
                pool_columns!(),
                " from applications a join candidates c on c.id = a.candidate_id join jobs j on j.id = a.job_id
                 left join stages s on s.id = a.stage_id left join client_pages p on p.id = '' ",
                pool_joins!(
                    "(select t1.id from interview_templates t1 where t1.stage_id = s.id
                      order by case when t1.id = $2 then 0 else 1 end, t1.position, t1.id limit 1)"
                ),
                " where a.id = $1"
            ),
            application.to_string(),
            template.map(|id| id.to_string()).unwrap_or_default(),
        )?;
        row.map(Row::read).transpose()
    }

    /// Applications that are worked on, whose candidate or job matches the words, by the candidate's name.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn applications_like(&mut self, words: &str, most: i64) -> Result<Vec<ApplicationName>> {
        let pattern = format!("%{}%", words.replace(['%', '_', '\\'], ""));
        let rows = all!(
            self,
            NameRow,
            "select a.id, c.name as candidate, j.title as job, cl.name as client
             from applications a join candidates c on c.id = a.candidate_id join jobs j on j.id = a.job_id left join clients cl on cl.id = j.client_id
             where a.state = 'active' and j.state = 'open' and (c.search like $1 or j.search like $1)
             order by lower(c.name), lower(j.title), a.id limit $2",
            pattern,
            most,
        )?;
        rows.into_iter()
            .map(|row| {
                Ok(ApplicationName {
                    id: parsed(row.id.parse(), "applications", "id", &row.id)?,
                    candidate: row.candidate,
                    job: row.job,
                    client: row.client,
                })
            })
            .collect()
    }
}

impl Row {
    fn read(self) -> Result<Occasion> {
        let state = parsed(ApplicationState::parse(&self.state).ok_or(()), "applications", "state", &self.id)?;
        Ok(Occasion {
            application: parsed(self.id.parse(), "applications", "id", &self.id)?,
            application_active: state == ApplicationState::Active,
            candidate: Person {
                id: parsed(self.candidate_id.parse(), "candidates", "id", &self.candidate_id)?,
                email: parsed(EmailAddress::parse(&self.candidate_email), "candidates", "email", &self.candidate_id)?,
                name: self.candidate_name,
                zone: self.candidate_zone,
            },
            request: None,
            pool: self.pool.read()?,
        })
    }
}
