//! Forms of interviews, with what they are about.

use super::reservations::stored_span;
use super::{Result, StoreError, Tx, all, fresh, maybe, parsed, run};
use crate::domain::forms::answers::Answers;
use crate::domain::forms::form::{Form, FormState};
use crate::domain::id::{ApplicationId, CandidateId, FormId, FormTemplateId, FormVersionId, InterviewId, JobId, StageId, UserId};
use crate::domain::scheduling::interview::InterviewState;
use crate::domain::span::Span;
use crate::domain::time::{Instant, from_ms, ms};

/// A form as it is stored, with the interview it evaluates.
#[derive(Debug, Clone)]
pub struct FormRow {
    /// The form.
    pub id: FormId,
    /// Rises with every change.
    pub version: i64,
    /// The id of the attendee's own record.
    pub person_id: String,
    /// The attendee's name.
    pub person_name: String,
    /// What it asks.
    pub form_version: FormVersionId,
    /// What is in it.
    pub form: Form,
    /// Whether a document was uploaded.
    pub has_upload: bool,
    /// The interview.
    pub interview: FormInterview,
}

/// The interview that a form evaluates.
#[derive(Debug, Clone)]
pub struct FormInterview {
    /// The interview.
    pub id: InterviewId,
    /// Its name.
    pub title: String,
    /// When.
    pub span: Span,
    /// The IANA zone of the place.
    pub zone: String,
    /// Whether it takes place.
    pub state: InterviewState,
    /// The application.
    pub application: ApplicationId,
    /// Who is interviewed.
    pub candidate: CandidateId,
    /// The name.
    pub candidate_name: String,
    /// The job.
    pub job: JobId,
    /// Its title.
    pub job_title: String,
    /// Who decides on our side.
    pub hiring_manager: Option<UserId>,
    /// What its attendees are asked.
    pub form_version: Option<FormVersionId>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    version: i64,
    person_id: String,
    person_name: String,
    own_version_id: String,
    form_state: String,
    answers: Option<String>,
    draft: Option<String>,
    submitted_at: Option<i64>,
    changed_at: Option<i64>,
    has_upload: bool,
    #[sqlx(flatten)]
    interview: InterviewRow,
}

#[derive(sqlx::FromRow)]
struct InterviewRow {
    interview_id: String,
    title: String,
    starts_at: i64,
    ends_at: i64,
    zone: String,
    state: String,
    application_id: String,
    candidate_id: String,
    candidate_name: String,
    job_id: String,
    job_title: String,
    hiring_manager_id: Option<String>,
    form_version_id: Option<String>,
}

macro_rules! interview_columns {
    () => {
        "i.id as interview_id, i.title, i.starts_at, i.ends_at, i.zone, i.state, i.application_id, c.id as candidate_id, c.name as candidate_name,
         j.id as job_id, j.title as job_title, j.hiring_manager_id, i.form_version_id"
    };
}

macro_rules! interview_tables {
    () => {
        " interviews i join applications a on a.id = i.application_id join candidates c on c.id = a.candidate_id join jobs j on j.id = a.job_id "
    };
}

macro_rules! form_query {
    ($rest:literal) => {
        concat!(
            "select f.id, f.version, f.person_id, f.person_name, f.form_version_id as own_version_id, f.state as form_state, f.answers, f.draft,
                    f.submitted_at, f.changed_at, exists (select 1 from form_uploads u where u.form_id = f.id) as has_upload, ",
            interview_columns!(),
            " from ",
            interview_tables!(),
            " join forms f on f.interview_id = i.id ",
            $rest
        )
    };
}

impl Tx {
    /// One form.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn form(&mut self, id: FormId) -> Result<Option<FormRow>> {
        maybe!(self, Row, form_query!("where f.id = $1"), id.to_string())?.map(FormRow::try_from).transpose()
    }

    /// The forms of an interview, by the attendees' names.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn forms_of_interview(&mut self, interview: InterviewId) -> Result<Vec<FormRow>> {
        all!(self, Row, form_query!("where f.interview_id = $1 order by f.person_name, f.id"), interview.to_string())?
            .into_iter()
            .map(FormRow::try_from)
            .collect()
    }

    /// The forms of all interviews of a candidate, the latest interview first.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn forms_of_candidate(&mut self, candidate: CandidateId) -> Result<Vec<FormRow>> {
        all!(
            self,
            Row,
            form_query!("where a.candidate_id = $1 order by i.starts_at desc, i.id, f.person_name, f.id"),
            candidate.to_string()
        )?
        .into_iter()
        .map(FormRow::try_from)
        .collect()
    }

    /// An attendee's forms of interviews that take place and begin before a moment, which were not submitted or are being changed; the oldest first.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn forms_due(&mut self, person: UserId, before: Instant) -> Result<Vec<FormRow>> {
        all!(
            self,
            Row,
            form_query!(
                "where f.person_id = $1 and i.state = 'confirmed' and i.starts_at < $2
                   and (f.state in ('not_begun', 'draft') or f.draft is not null) order by i.starts_at, f.id limit 50"
            ),
            person.to_string(),
            ms(before),
        )?
        .into_iter()
        .map(FormRow::try_from)
        .collect()
    }

    /// The interviews of a candidate that take place or have forms, the latest first.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn form_interviews(&mut self, candidate: CandidateId) -> Result<Vec<FormInterview>> {
        all!(
            self,
            InterviewRow,
            concat!(
                "select ",
                interview_columns!(),
                " from",
                interview_tables!(),
                "where a.candidate_id = $1 and (i.state = 'confirmed' or i.form_version_id is not null) order by i.starts_at desc, i.id"
            ),
            candidate.to_string(),
        )?
        .into_iter()
        .map(FormInterview::try_from)
        .collect()
    }

    /// What is evaluated in an interview.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn form_interview(&mut self, id: InterviewId) -> Result<Option<FormInterview>> {
        maybe!(
            self,
            InterviewRow,
            concat!("select ", interview_columns!(), " from", interview_tables!(), "where i.id = $1"),
            id.to_string()
        )?
        .map(FormInterview::try_from)
        .transpose()
    }

    /// The form template of the interview template that an interview was made from: that of its request's stage, else of its application's.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn form_template_of_interview(&mut self, id: InterviewId) -> Result<Option<FormTemplateId>> {
        let row = maybe!(
            self,
            (Option<String>,),
            "select t.form_template_id from interviews i join applications a on a.id = i.application_id
             left join interview_requests r on r.id = i.request_id
             join interview_templates t on t.stage_id = coalesce(r.stage_id, a.stage_id) where i.id = $1",
            id.to_string(),
        )?;
        row.and_then(|(template,)| template)
            .map(|template| parsed(template.parse(), "interview_templates", "form_template_id", &template))
            .transpose()
    }

    /// Whether the attendees of a stage's interviews are asked to fill in a form.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stage_has_form(&mut self, stage: StageId) -> Result<bool> {
        let row = maybe!(
            self,
            (String,),
            "select form_template_id from interview_templates where stage_id = $1 and form_template_id is not null limit 1",
            stage.to_string(),
        )?;
        Ok(row.is_some())
    }

    /// Sets what an interview's attendees are asked.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_interview_form(&mut self, id: InterviewId, version: Option<FormVersionId>) -> Result<()> {
        run!(self, "update interviews set form_version_id = $1 where id = $2", version.map(|version| version.to_string()), id.to_string())?;
        Ok(())
    }

    /// Makes an attendee's form that nobody has begun; where there is one, it stays.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert_form(
        &mut self,
        id: FormId,
        interview: InterviewId,
        (person_id, person_name): (&str, &str),
        version: FormVersionId,
        now: Instant,
    ) -> Result<()> {
        run!(
            self,
            "insert into forms (id, interview_id, person_id, person_name, form_version_id, state, created_at, version)
             values ($1, $2, $3, $4, $5, 'not_begun', $6, 1) on conflict (interview_id, person_id) do nothing",
            id.to_string(),
            interview.to_string(),
            person_id,
            person_name,
            version.to_string(),
            ms(now),
        )?;
        Ok(())
    }

    /// Removes a form that nobody has begun and that has no document.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn delete_blank_form(&mut self, id: FormId) -> Result<bool> {
        let deleted = run!(
            self,
            "delete from forms where id = $1 and state = 'not_begun' and not exists (select 1 from form_uploads u where u.form_id = forms.id)
               and not exists (select 1 from form_revisions r where r.form_id = forms.id)",
            id.to_string()
        )?;
        Ok(deleted == 1)
    }

    /// Stores what is in a form; `version` is the one it was read with. Gives the next.
    ///
    /// # Errors
    /// `Stale` when it changed meanwhile.
    pub async fn put_form(&mut self, id: FormId, version: i64, form: &Form) -> Result<i64> {
        let json = |answers: Option<&Answers>| {
            answers.map(serde_json::to_string).transpose().map_err(|_| StoreError::Inconsistent {
                table: "forms",
                column: "answers",
                id: id.to_string(),
            })
        };
        let (answers, draft) = (json(form.answers())?, json(form.draft())?);
        let (submitted_at, changed_at) = form.times();
        fresh(run!(
            self,
            "update forms set state = $1, answers = $2, draft = $3, submitted_at = $4, changed_at = $5, version = version + 1
             where id = $6 and version = $7",
            form.state().name(),
            answers.clone(),
            draft.clone(),
            submitted_at.map(ms),
            changed_at.map(ms),
            id.to_string(),
            version,
        )?)?;
        Ok(version + 1)
    }

    /// Keeps what an evaluation said before it was changed.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert_form_revision(&mut self, id: FormId, answers: &Answers, at: Instant) -> Result<()> {
        let json = serde_json::to_string(answers).map_err(|_| StoreError::Inconsistent {
            table: "form_revisions",
            column: "answers",
            id: id.to_string(),
        })?;
        run!(
            self,
            "insert into form_revisions (form_id, number, answers, at)
             select $1, coalesce(max(number), 0) + 1, $2, $3 from form_revisions where form_id = $4",
            id.to_string(),
            json.as_str(),
            ms(at),
            id.to_string(),
        )?;
        Ok(())
    }

    /// What an evaluation said before, the latest first, each with the time since which it did.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn form_revisions(&mut self, id: FormId) -> Result<Vec<(Instant, Answers)>> {
        let rows =
            all!(self, (String, i64), "select answers, at from form_revisions where form_id = $1 order by number desc", id.to_string())?;
        rows.into_iter()
            .map(|(answers, at)| Ok((from_ms(at), parsed(serde_json::from_str(&answers), "form_revisions", "answers", &id.to_string())?)))
            .collect()
    }
}

impl TryFrom<Row> for FormRow {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        const TABLE: &str = "forms";
        let read = |json: Option<String>, column| {
            json.map(|json| parsed(serde_json::from_str::<Answers>(&json), TABLE, column, &row.id)).transpose()
        };
        let state = parsed(FormState::parse(&row.form_state).ok_or(()), TABLE, "state", &row.id)?;
        let (answers, draft) = (read(row.answers, "answers")?, read(row.draft, "draft")?);
        let (at, changed_at) = (row.submitted_at.map(from_ms), row.changed_at.map(from_ms));
        let form = match (state, answers, at, changed_at, draft) {
            (FormState::NotBegun, None, ..) => Some(Form::NotBegun),
            (FormState::Draft, None, _, _, Some(draft)) => Some(Form::Draft { draft }),
            (FormState::Submitted, Some(answers), Some(at), _, draft) => Some(Form::Submitted { answers, at, draft }),
            (FormState::Changed, Some(answers), Some(at), Some(changed_at), draft) => {
                Some(Form::Changed { answers, at, changed_at, draft })
            }
            _ => None,
        };
        Ok(Self {
            form: parsed(form.ok_or(()), TABLE, "state", &row.id)?,
            id: parsed(row.id.parse(), TABLE, "id", &row.id)?,
            form_version: parsed(row.own_version_id.parse(), TABLE, "form_version_id", &row.id)?,
            version: row.version,
            person_id: row.person_id,
            person_name: row.person_name,
            has_upload: row.has_upload,
            interview: row.interview.try_into()?,
        })
    }
}

impl TryFrom<InterviewRow> for FormInterview {
    type Error = StoreError;

    fn try_from(row: InterviewRow) -> Result<Self> {
        const TABLE: &str = "interviews";
        let id = row.interview_id;
        Ok(Self {
            span: stored_span(row.starts_at, row.ends_at, TABLE, &id)?,
            state: parsed(InterviewState::parse(&row.state).ok_or(()), TABLE, "state", &id)?,
            application: parsed(row.application_id.parse(), TABLE, "application_id", &id)?,
            candidate: parsed(row.candidate_id.parse(), "candidates", "id", &row.candidate_id)?,
            job: parsed(row.job_id.parse(), "jobs", "id", &row.job_id)?,
            hiring_manager: row.hiring_manager_id.map(|user| parsed(user.parse(), "jobs", "hiring_manager_id", &row.job_id)).transpose()?,
            form_version: row.form_version_id.map(|version| parsed(version.parse(), TABLE, "form_version_id", &id)).transpose()?,
            id: parsed(id.parse(), TABLE, "id", &id)?,
            title: row.title,
            zone: row.zone,
            candidate_name: row.candidate_name,
            job_title: row.job_title,
        })
    }
}
