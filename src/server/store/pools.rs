//! A pool: a stage of a job with everything that its interviews are scheduled by, with a client's page or in-house.

use super::{Result, Tx, maybe, parsed};
use crate::domain::availability::page::PageAvailability;
use crate::domain::id::{ContactId, JobId, PageId, StageId, TemplateId, UserId};
use crate::domain::jobs::{JobState, Place, PlaceKind, Timing};
use crate::domain::people::EmailAddress;
use crate::domain::rooms::RoomNeed;
use crate::domain::scheduling::invitation::Papers;
use crate::domain::time::{Instant, from_ms};

/// Somebody with an address.
#[derive(Debug, Clone)]
pub struct Person<T> {
    /// Who.
    pub id: T,
    /// The name.
    pub name: String,
    /// The mail address.
    pub email: EmailAddress,
    /// The IANA zone.
    pub zone: String,
}

/// The template of an interview of a stage's round.
#[derive(Debug, Clone)]
pub struct Template {
    /// Which.
    pub id: TemplateId,
    /// Whether it is the first of its round: the client's page says how that one is.
    pub is_first: bool,
    /// How many interviews the round has.
    pub of: u32,
    /// The interview's name.
    pub name: String,
    /// Its timing; the buffers are those of our attendees.
    pub timing: Timing,
    /// Where, unless a page says otherwise.
    pub place: Place,
    /// The room that is needed.
    pub room: Option<RoomNeed>,
    /// Heads the attendees' mail.
    pub description: String,
    /// What goes with it.
    pub papers: Papers,
    /// Whether the attendees are to fill in a form.
    pub has_form: bool,
}

/// A client's page.
#[derive(Debug, Clone)]
pub struct PageRow {
    /// The page.
    pub id: PageId,
    /// Rises whenever availability is saved.
    pub version: i64,
    /// Whose it is.
    pub contact: Person<ContactId>,
    /// What was shared.
    pub availability: PageAvailability,
    /// The recruiter's words to the contact.
    pub message: String,
    /// When it was last sent.
    pub shared_at: Instant,
    /// When its link was first opened.
    pub opened_at: Option<Instant>,
    /// When availability was last saved; none while there is none.
    pub answered_at: Option<Instant>,
    /// Who saved it.
    pub answered_by: Option<String>,
}

/// A stage of a job with one interview of its round, as that is scheduled.
#[derive(Debug, Clone)]
pub struct Pool {
    /// The job.
    pub job: JobId,
    /// Its title.
    pub job_title: String,
    /// Its IANA zone.
    pub job_zone: String,
    /// Where the work is.
    pub job_location: String,
    /// Whether it is worked on.
    pub job_state: JobState,
    /// Whether chosen candidates are invited without asking.
    pub auto_invite: bool,
    /// Whether candidates are told whom they meet.
    pub show_attendees: bool,
    /// Who answers for the job.
    pub recruiter: Person<UserId>,
    /// The client company; none in-house.
    pub client: Option<String>,
    /// Our organisation.
    pub organisation: String,
    /// Its IANA zone.
    pub organisation_zone: String,
    /// The stage; none when the job has no stage with interviews.
    pub stage: Option<StageId>,
    /// The interview's template.
    pub template: Option<Template>,
    /// The client's page.
    pub page: Option<PageRow>,
}

impl Pool {
    /// The company one would work for.
    pub fn company(&self) -> &str {
        self.client.as_deref().unwrap_or(&self.organisation)
    }

    /// The timing that holds: the page's, else the template's. The later interviews of a round are as long as their templates say.
    pub fn timing(&self) -> Option<Timing> {
        let own = self.template.as_ref().map(|template| template.timing);
        let Some(page) = &self.page else { return own };
        let later = self.later().map(|template| template.timing.duration_minutes);
        let shared = page.availability.timing;
        Some(Timing { duration_minutes: later.unwrap_or(shared.duration_minutes), ..shared })
    }

    /// Where people meet: as the page says, else the template; the later interviews of a round where their templates say.
    pub fn place(&self) -> Option<&Place> {
        let shared = self.page.as_ref().map(|page| &page.availability.place).filter(|_| self.later().is_none());
        shared.or_else(|| self.template.as_ref().map(|template| &template.place))
    }

    /// The title of the interview, where the round has several.
    pub fn named_interview(&self) -> Option<&str> {
        self.template.as_ref().filter(|template| template.of > 1).map(|template| template.name.as_str())
    }

    /// Which interview of the round.
    pub fn template_id(&self) -> Option<TemplateId> {
        self.template.as_ref().map(|template| template.id)
    }

    /// The template, where it is not the first of its round.
    fn later(&self) -> Option<&Template> {
        self.template.as_ref().filter(|template| !template.is_first)
    }

    /// The zone whose clock the starts follow.
    pub fn zone(&self) -> &str {
        self.page.as_ref().map_or(&self.job_zone, |page| &page.availability.zone)
    }

    /// Whether there is time to book in, as far as the client is concerned.
    pub fn is_answered(&self) -> bool {
        self.page.as_ref().is_none_or(|page| page.answered_at.is_some())
    }
}

/// The columns of [`PoolColumns`].
macro_rules! pool_columns {
    () => {
        "j.id as job_id, j.title as job_title, j.zone as job_zone, j.location as job_location, j.state as job_state, j.auto_invite, j.show_attendees,
         u.id as recruiter_id, u.name as recruiter_name, u.email as recruiter_email, u.zone as recruiter_zone, cl.name as client_name,
         o.name as organisation_name, o.zone as organisation_zone, s.id as stage_id, t.id as template_id, t.name as template_name, t.duration_minutes, t.step_minutes,
         t.before_minutes, t.after_minutes, t.notice_minutes, t.horizon_days, t.place_kind, t.place, t.room_seats, t.room_features, t.description,
         t.attach_resume as template_resume, t.attach_cover_letter as template_cover_letter, t.attach_form as template_form,
         t.form_template_id as template_form_id, p.id as page_id, p.version as page_version,
         (select count(*) from interview_templates tn where tn.stage_id = t.stage_id) as template_of,
         (select count(*) from interview_templates tb where tb.stage_id = t.stage_id and (tb.position, tb.id) < (t.position, t.id)) as template_before,
         p.availability, p.message, p.shared_at, p.opened_at as page_opened_at, p.answered_at, p.answered_by,
         k.id as contact_id, k.name as contact_name, k.email as contact_email, k.zone as contact_zone"
    };
}
/// The tables of [`PoolColumns`] beside jobs `j`, stages `s` and client_pages `p`; with the id of the template, else the first of the stage's
/// round.
macro_rules! pool_joins {
    () => {
        pool_joins!("(select t1.id from interview_templates t1 where t1.stage_id = s.id order by t1.position, t1.id limit 1)")
    };
    ($template:literal) => {
        concat!(
            "join users u on u.id = j.recruiter_id left join clients cl on cl.id = j.client_id left join organisation o on o.id = 1
             left join contacts k on k.id = p.contact_id left join interview_templates t on t.stage_id = s.id and t.id = ",
            $template
        )
    };
}
pub(super) use {pool_columns, pool_joins};

#[derive(sqlx::FromRow)]
pub(super) struct PoolColumns {
    job_id: String,
    job_title: String,
    job_zone: String,
    job_location: String,
    job_state: String,
    auto_invite: bool,
    show_attendees: bool,
    recruiter_id: String,
    recruiter_name: String,
    recruiter_email: String,
    recruiter_zone: String,
    client_name: Option<String>,
    organisation_name: Option<String>,
    organisation_zone: Option<String>,
    stage_id: Option<String>,
    template_id: Option<String>,
    template_name: Option<String>,
    duration_minutes: Option<i32>,
    step_minutes: Option<i32>,
    before_minutes: Option<i32>,
    after_minutes: Option<i32>,
    notice_minutes: Option<i32>,
    horizon_days: Option<i32>,
    place_kind: Option<String>,
    place: Option<String>,
    room_seats: Option<i32>,
    room_features: Option<String>,
    description: Option<String>,
    template_resume: Option<bool>,
    template_cover_letter: Option<bool>,
    template_form: Option<bool>,
    template_form_id: Option<String>,
    template_of: i64,
    template_before: i64,
    page_id: Option<String>,
    page_version: Option<i64>,
    availability: Option<String>,
    message: Option<String>,
    shared_at: Option<i64>,
    page_opened_at: Option<i64>,
    answered_at: Option<i64>,
    answered_by: Option<String>,
    contact_id: Option<String>,
    contact_name: Option<String>,
    contact_email: Option<String>,
    contact_zone: Option<String>,
}

/// The room that a template needs, as it is stored.
pub(super) fn room_need(seats: Option<i32>, features: Option<&str>, id: &str) -> Result<Option<RoomNeed>> {
    const TABLE: &str = "interview_templates";
    let Some(seats) = seats else { return Ok(None) };
    Ok(Some(RoomNeed {
        seats: parsed(u32::try_from(seats), TABLE, "room_seats", id)?,
        features: parsed(serde_json::from_str(features.unwrap_or("[]")), TABLE, "room_features", id)?,
    }))
}

impl PoolColumns {
    pub fn read(self) -> Result<Pool> {
        const TABLE: &str = "jobs";
        let id = self.job_id.clone();
        Ok(Pool {
            job: parsed(id.parse(), TABLE, "id", &id)?,
            job_state: parsed(JobState::parse(&self.job_state).ok_or(()), TABLE, "state", &id)?,
            recruiter: Person {
                id: parsed(self.recruiter_id.parse(), TABLE, "recruiter_id", &id)?,
                name: self.recruiter_name.clone(),
                email: parsed(EmailAddress::parse(&self.recruiter_email), "users", "email", &self.recruiter_id)?,
                zone: self.recruiter_zone.clone(),
            },
            stage: self.stage_id.as_ref().map(|stage| parsed(stage.parse(), "stages", "id", stage)).transpose()?,
            template: self.template(&id)?,
            page: self.page(&id)?,
            job_title: self.job_title,
            job_zone: self.job_zone,
            job_location: self.job_location,
            auto_invite: self.auto_invite,
            show_attendees: self.show_attendees,
            client: self.client_name,
            organisation: self.organisation_name.unwrap_or_default(),
            organisation_zone: self.organisation_zone.unwrap_or_else(|| "UTC".into()),
        })
    }

    fn template(&self, job: &str) -> Result<Option<Template>> {
        const TABLE: &str = "interview_templates";
        let (Some(id), Some(name)) = (&self.template_id, &self.template_name) else { return Ok(None) };
        let number = |value: Option<i32>, column| parsed(value.and_then(|value| u32::try_from(value).ok()).ok_or(()), TABLE, column, job);
        Ok(Some(Template {
            id: parsed(id.parse(), TABLE, "id", id)?,
            is_first: self.template_before == 0,
            of: parsed(u32::try_from(self.template_of), TABLE, "position", id)?,
            name: name.clone(),
            timing: Timing {
                duration_minutes: number(self.duration_minutes, "duration_minutes")?,
                step_minutes: number(self.step_minutes, "step_minutes")?,
                before_minutes: number(self.before_minutes, "before_minutes")?,
                after_minutes: number(self.after_minutes, "after_minutes")?,
                notice_minutes: number(self.notice_minutes, "notice_minutes")?,
                horizon_days: number(self.horizon_days, "horizon_days")?,
            },
            place: Place {
                kind: parsed(self.place_kind.as_deref().and_then(PlaceKind::parse).ok_or(()), TABLE, "place_kind", job)?,
                text: self.place.clone().unwrap_or_default(),
            },
            room: room_need(self.room_seats, self.room_features.as_deref(), job)?,
            description: self.description.clone().unwrap_or_default(),
            papers: Papers {
                resume: self.template_resume.unwrap_or_default(),
                cover_letter: self.template_cover_letter.unwrap_or_default(),
                form: self.template_form.unwrap_or_default(),
            },
            has_form: self.template_form_id.is_some(),
        }))
    }

    fn page(&self, job: &str) -> Result<Option<PageRow>> {
        const TABLE: &str = "client_pages";
        let Some(id) = &self.page_id else { return Ok(None) };
        let contact = self.contact_id.as_deref().unwrap_or_default();
        Ok(Some(PageRow {
            id: parsed(id.parse(), TABLE, "id", id)?,
            version: self.page_version.unwrap_or_default(),
            contact: Person {
                id: parsed(contact.parse(), TABLE, "contact_id", id)?,
                name: self.contact_name.clone().unwrap_or_default(),
                email: parsed(EmailAddress::parse(self.contact_email.as_deref().unwrap_or_default()), "contacts", "email", contact)?,
                zone: self.contact_zone.clone().unwrap_or_default(),
            },
            availability: parsed(serde_json::from_str(self.availability.as_deref().unwrap_or_default()), TABLE, "availability", id)?,
            message: self.message.clone().unwrap_or_default(),
            shared_at: parsed(self.shared_at.map(from_ms).ok_or(()), TABLE, "shared_at", job)?,
            opened_at: self.page_opened_at.map(from_ms),
            answered_at: self.answered_at.map(from_ms),
            answered_by: self.answered_by.clone(),
        }))
    }
}

impl Tx {
    /// The pool of a client's page, for the job's first stage with interviews.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn pool_of_page(&mut self, page: PageId) -> Result<Option<Pool>> {
        let row = maybe!(
            self,
            PoolColumns,
            concat!(
                "select ",
                pool_columns!(),
                " from client_pages p join jobs j on j.id = p.job_id
                 left join stages s on s.id = (select s2.id from stages s2 where s2.job_id = j.id and s2.scheduling order by s2.position, s2.id limit 1) ",
                pool_joins!(),
                " where p.id = $1"
            ),
            page.to_string(),
        )?;
        row.map(PoolColumns::read).transpose()
    }

    /// The pool of a job's first stage with interviews, and the page of this contact, if there is one.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn pool_of_job(&mut self, job: JobId, contact: Option<ContactId>) -> Result<Option<Pool>> {
        let row = maybe!(
            self,
            PoolColumns,
            concat!(
                "select ",
                pool_columns!(),
                " from jobs j left join client_pages p on p.job_id = j.id and p.contact_id = $2
                 left join stages s on s.id = (select s2.id from stages s2 where s2.job_id = j.id and s2.scheduling order by s2.position, s2.id limit 1) ",
                pool_joins!(),
                " where j.id = $1"
            ),
            job.to_string(),
            contact.map(|id| id.to_string()).unwrap_or_default(),
        )?;
        row.map(PoolColumns::read).transpose()
    }
}
