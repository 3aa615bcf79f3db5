//! Notes about candidates.

use chrono::NaiveDate;

use super::{Result, StoreError, Tx, all, fresh, maybe, parsed, run};
use crate::api::clients::Choice;
use crate::domain::id::{ApplicationId, CandidateId, NoteId, UserId};
use crate::domain::notes::NoteText;
use crate::domain::time::{Instant, from_ms, ms};

/// A note as it is stored.
#[derive(Debug, Clone)]
pub struct NoteRow {
    /// The note.
    pub id: NoteId,
    /// Rises with every change.
    pub version: i64,
    /// Whom it is about.
    pub candidate: CandidateId,
    /// The candidate's name.
    pub candidate_name: String,
    /// On which job.
    pub application: Option<ApplicationId>,
    /// That job's title.
    pub job_title: Option<String>,
    /// What it says.
    pub said: NoteText,
    /// When it was done, and by whom.
    pub done: Option<(Instant, String)>,
    /// Who wrote it.
    pub author: UserId,
    /// The author's name.
    pub author_name: String,
    /// The author's mail address.
    pub author_email: String,
    /// When it was written.
    pub created_at: Instant,
    /// When it was changed last.
    pub changed_at: Option<Instant>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    version: i64,
    candidate_id: String,
    candidate_name: String,
    application_id: Option<String>,
    job_title: Option<String>,
    text: String,
    is_task: bool,
    due_on: Option<String>,
    done_at: Option<i64>,
    done_by: Option<String>,
    author_id: String,
    author_name: String,
    author_email: String,
    created_at: i64,
    changed_at: Option<i64>,
}

const TABLE: &str = "notes";

macro_rules! notes {
    ($rest:literal) => {
        concat!(
            "select n.id, n.version, n.candidate_id, c.name as candidate_name, n.application_id, j.title as job_title, n.text, n.is_task, n.due_on,
                    n.done_at, n.done_by, n.author_id, u.name as author_name, u.email as author_email, n.created_at, n.changed_at
             from notes n join candidates c on c.id = n.candidate_id join users u on u.id = n.author_id
             left join applications a on a.id = n.application_id left join jobs j on j.id = a.job_id where n.deleted_at is null and ",
            $rest
        )
    };
}

impl Tx {
    /// The notes about a candidate, the latest first; of one application only, with those about the candidate as such, where one is given.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn notes_of(&mut self, candidate: CandidateId, application: Option<ApplicationId>) -> Result<Vec<NoteRow>> {
        let rows = all!(
            self,
            Row,
            notes!(
                "n.candidate_id = $1 and ($2 = '' or n.application_id is null or n.application_id = $2) order by n.created_at desc, n.id desc"
            ),
            candidate.to_string(),
            application.map(|id| id.to_string()).unwrap_or_default(),
        )?;
        rows.into_iter().map(NoteRow::try_from).collect()
    }

    /// As [`Tx::notes_of`], `limit` of them after one.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn notes_before(
        &mut self,
        candidate: CandidateId,
        application: Option<ApplicationId>,
        before: Option<(Instant, NoteId)>,
        limit: u32,
    ) -> Result<Vec<NoteRow>> {
        let (at, id) = before.map_or((i64::MAX, String::new()), |(at, id)| (ms(at), id.to_string()));
        let rows = all!(
            self,
            Row,
            notes!(
                "n.candidate_id = $1 and ($2 = '' or n.application_id is null or n.application_id = $2)
                 and (n.created_at < $3 or (n.created_at = $3 and n.id < $4)) order by n.created_at desc, n.id desc limit $5"
            ),
            candidate.to_string(),
            application.map(|id| id.to_string()).unwrap_or_default(),
            at,
            id.as_str(),
            i64::from(limit),
        )?;
        rows.into_iter().map(NoteRow::try_from).collect()
    }

    /// A candidate's applications by their jobs' titles, those that are worked on first.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn applications_of(&mut self, candidate: CandidateId) -> Result<Vec<Choice<ApplicationId>>> {
        let rows = all!(
            self,
            (String, String),
            "select a.id, j.title from applications a join jobs j on j.id = a.job_id where a.candidate_id = $1
             order by case a.state when 'active' then 0 else 1 end, a.created_at desc, a.id desc",
            candidate.to_string(),
        )?;
        rows.into_iter().map(|(id, name)| Ok(Choice { id: parsed(id.parse(), "applications", "id", &id)?, name })).collect()
    }

    /// A colleague's own tasks that are not done, and those in which others name them, by date, those without one last.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn open_tasks_of(&mut self, user: UserId) -> Result<Vec<NoteRow>> {
        let rows = all!(
            self,
            Row,
            notes!(
                "n.is_task and n.done_at is null
                 and (n.author_id = $1 or exists (select 1 from note_mentions m where m.note_id = n.id and m.user_id = $1))
                 order by case when n.due_on is null then 1 else 0 end, n.due_on, n.created_at, n.id limit 200"
            ),
            user.to_string(),
        )?;
        rows.into_iter().map(NoteRow::try_from).collect()
    }

    /// One note that was not deleted.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn note(&mut self, id: NoteId) -> Result<Option<NoteRow>> {
        maybe!(self, Row, notes!("n.id = $1"), id.to_string())?.map(NoteRow::try_from).transpose()
    }

    /// Writes a note.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert_note(
        &mut self,
        id: NoteId,
        (candidate, application): (CandidateId, Option<ApplicationId>),
        author: UserId,
        said: &NoteText,
        now: Instant,
    ) -> Result<()> {
        run!(
            self,
            "insert into notes (id, candidate_id, application_id, text, is_task, due_on, author_id, created_at, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, 1)",
            id.to_string(),
            candidate.to_string(),
            application.map(|id| id.to_string()),
            said.text.as_str(),
            said.is_task,
            said.due_on.map(|date| date.to_string()),
            author.to_string(),
            ms(now),
        )?;
        Ok(())
    }

    /// Changes what a note says, and keeps what it said before; `row.version` is the one it was read with.
    ///
    /// # Errors
    /// `Stale` when it changed meanwhile.
    pub async fn update_note(&mut self, row: &NoteRow, said: &NoteText, by: &str, now: Instant) -> Result<()> {
        run!(
            self,
            "insert into note_versions (note_id, number, text, is_task, due_on, changed_by, at)
             select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6 from note_versions where note_id = $7",
            row.id.to_string(),
            row.said.text.as_str(),
            row.said.is_task,
            row.said.due_on.map(|date| date.to_string()),
            by,
            ms(now),
            row.id.to_string(),
        )?;
        fresh(run!(
            self,
            "update notes set text = $1, is_task = $2, due_on = $3, changed_at = $4, version = version + 1,
                    done_at = case when $2 then done_at else null end, done_by = case when $2 then done_by else null end
             where id = $5 and version = $6 and deleted_at is null",
            said.text.as_str(),
            said.is_task,
            said.due_on.map(|date| date.to_string()),
            ms(now),
            row.id.to_string(),
            row.version,
        )?)
    }

    /// Marks a task as done, or as not done again.
    ///
    /// # Errors
    /// `Stale` when it changed meanwhile, or is no task.
    pub async fn set_note_done(&mut self, id: NoteId, version: i64, done: Option<(Instant, &str)>) -> Result<()> {
        fresh(run!(
            self,
            "update notes set done_at = $1, done_by = $2, version = version + 1 where id = $3 and version = $4 and is_task and deleted_at is null",
            done.map(|(at, _)| ms(at)),
            done.map(|(_, by)| by),
            id.to_string(),
            version,
        )?)
    }

    /// Takes a note out of sight.
    ///
    /// # Errors
    /// `Stale` when it changed meanwhile.
    pub async fn delete_note(&mut self, id: NoteId, version: i64, now: Instant) -> Result<()> {
        fresh(run!(
            self,
            "update notes set deleted_at = $1, version = version + 1 where id = $2 and version = $3 and deleted_at is null",
            ms(now),
            id.to_string(),
            version,
        )?)
    }

    /// Notes that somebody is named in a note. `false` where they were before.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert_mention(&mut self, id: NoteId, user: UserId) -> Result<bool> {
        let new = run!(
            self,
            "insert into note_mentions (note_id, user_id) values ($1, $2) on conflict (note_id, user_id) do nothing",
            id.to_string(),
            user.to_string(),
        )?;
        Ok(new == 1)
    }
}

impl TryFrom<Row> for NoteRow {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let due_on = row.due_on.as_ref().map(|date| parsed(date.parse::<NaiveDate>(), TABLE, "due_on", &row.id)).transpose()?;
        Ok(Self {
            id: parsed(row.id.parse(), TABLE, "id", &row.id)?,
            candidate: parsed(row.candidate_id.parse(), TABLE, "candidate_id", &row.id)?,
            application: row.application_id.as_ref().map(|id| parsed(id.parse(), TABLE, "application_id", &row.id)).transpose()?,
            author: parsed(row.author_id.parse(), TABLE, "author_id", &row.id)?,
            version: row.version,
            candidate_name: row.candidate_name,
            job_title: row.job_title,
            said: NoteText { text: row.text, is_task: row.is_task, due_on },
            done: row.done_at.map(from_ms).zip(row.done_by),
            author_name: row.author_name,
            author_email: row.author_email,
            created_at: from_ms(row.created_at),
            changed_at: row.changed_at.map(from_ms),
        })
    }
}
