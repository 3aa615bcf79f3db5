//! Client pages.

use super::{Result, StoreError, Tx, all, fresh, maybe, parsed, run};
use crate::domain::availability::page::PageAvailability;
use crate::domain::id::{CandidateId, ClientId, ContactId, FileId, JobId, PageId};
use crate::domain::time::{Instant, from_ms, ms};

/// A page in a job's list, with what its candidates wait for.
#[derive(Debug, Clone)]
pub struct PageLineRow {
    /// The page.
    pub id: PageId,
    /// Whose it is.
    pub contact: ContactId,
    /// The contact's name.
    pub contact_name: String,
    /// The contact's mail address.
    pub contact_email: String,
    /// When it was last sent.
    pub shared_at: Instant,
    /// When its link was first opened.
    pub opened_at: Option<Instant>,
    /// When availability was last saved.
    pub answered_at: Option<Instant>,
    /// Who saved it.
    pub answered_by: Option<String>,
    /// How many links there are, revoked ones too.
    pub links: i64,
    /// The latest expiry of those not revoked, in milliseconds.
    pub latest_link: Option<i64>,
    /// Requests by state: presented, to book, booked, declined.
    pub counts: [i64; 4],
}

/// A résumé of a presented candidate.
#[derive(Debug, Clone)]
pub struct PresentedFileRow {
    /// Whose.
    pub candidate: CandidateId,
    /// The file.
    pub id: FileId,
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its size.
    pub size_bytes: i64,
}

#[derive(sqlx::FromRow)]
struct LineRow {
    id: String,
    contact_id: String,
    contact_name: String,
    contact_email: String,
    shared_at: i64,
    opened_at: Option<i64>,
    answered_at: Option<i64>,
    answered_by: Option<String>,
    links: i64,
    latest_link: Option<i64>,
    undecided: i64,
    to_book: i64,
    booked: i64,
    declined: i64,
}

#[derive(sqlx::FromRow)]
struct FileRow {
    id: String,
    candidate_id: String,
    name: String,
    media_type: String,
    size_bytes: i64,
}

fn stored(availability: &PageAvailability) -> Result<String> {
    serde_json::to_string(availability).map_err(|_| StoreError::Inconsistent {
        table: "client_pages",
        column: "availability",
        id: String::new(),
    })
}

impl Tx {
    /// Whose page it is: the contact and the contact's name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn page_contact(&mut self, page: PageId) -> Result<Option<(ContactId, String)>> {
        let row = maybe!(
            self,
            (String, String),
            "select c.id, c.name from client_pages p join contacts c on c.id = p.contact_id where p.id = $1",
            page.to_string()
        )?;
        row.map(|(id, name)| Ok((parsed(id.parse(), "contacts", "id", &id)?, name))).transpose()
    }

    /// The client and zone of a contact of the job's client; none when the contact is not of that client.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn contact_of_job(&mut self, job: JobId, contact: ContactId) -> Result<Option<(ClientId, String)>> {
        let row = maybe!(
            self,
            (String, String),
            "select k.client_id, k.zone from contacts k join jobs j on j.client_id = k.client_id where j.id = $1 and k.id = $2",
            job.to_string(),
            contact.to_string(),
        )?;
        row.map(|(id, zone)| Ok((parsed(id.parse(), "contacts", "client_id", &id)?, zone))).transpose()
    }

    /// Makes a page. Of two at once the second fails.
    ///
    /// # Errors
    /// `Unique` when the contact has one for this job.
    pub async fn insert_page(
        &mut self,
        id: PageId,
        (client, contact, job): (ClientId, ContactId, JobId),
        availability: &PageAvailability,
        message: &str,
        now: Instant,
    ) -> Result<()> {
        run!(
            self,
            "insert into client_pages (id, client_id, contact_id, job_id, availability, message, shared_at, created_at, version)
             values ($1, $2, $3, $4, $5, $6, $7, $7, 1)",
            id.to_string(),
            client.to_string(),
            contact.to_string(),
            job.to_string(),
            stored(availability)?,
            message,
            ms(now),
        )?;
        Ok(())
    }

    /// Notes that a page was sent, with other words to the contact if there are any.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn share_page(&mut self, id: PageId, message: Option<&str>, now: Instant) -> Result<()> {
        run!(
            self,
            "update client_pages set shared_at = $1, message = coalesce($2, message) where id = $3",
            ms(now),
            message,
            id.to_string(),
        )?;
        Ok(())
    }

    /// Notes that a page was opened by its link. `false` when it was noted before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_page_opened(&mut self, id: PageId, now: Instant) -> Result<bool> {
        Ok(run!(self, "update client_pages set opened_at = $1 where id = $2 and opened_at is null", ms(now), id.to_string())? == 1)
    }

    /// Stores availability; `version` is the one the page was read with. `answered`: when and by whom, where there is any time in it.
    ///
    /// # Errors
    /// `Stale` when it changed meanwhile.
    pub async fn save_availability(
        &mut self,
        id: PageId,
        version: i64,
        availability: &PageAvailability,
        answered: Option<(Instant, &str)>,
    ) -> Result<()> {
        fresh(run!(
            self,
            "update client_pages set availability = $1, answered_at = $2, answered_by = $3, version = version + 1 where id = $4 and version = $5",
            stored(availability)?,
            answered.map(|(at, _)| ms(at)),
            answered.map(|(_, by)| by.to_owned()),
            id.to_string(),
            version,
        )?)
    }

    /// The pages of a job, the last sent first.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn pages_of_job(&mut self, job: JobId) -> Result<Vec<PageLineRow>> {
        let rows = all!(
            self,
            LineRow,
            "select p.id, p.contact_id, k.name as contact_name, k.email as contact_email, p.shared_at, p.opened_at, p.answered_at, p.answered_by,
                    (select count(*) from links l where l.subject_id = p.id and l.purpose = 'client_page') as links,
                    (select max(l.expires_at) from links l where l.subject_id = p.id and l.purpose = 'client_page' and l.revoked_at is null) as latest_link,
                    (select count(*) from interview_requests r where r.page_id = p.id and r.state = 'presented') as undecided,
                    (select count(*) from interview_requests r where r.page_id = p.id and r.state in ('chosen', 'invited', 'cancelled')) as to_book,
                    (select count(*) from interview_requests r where r.page_id = p.id and r.state = 'booked') as booked,
                    (select count(*) from interview_requests r where r.page_id = p.id and r.state = 'declined') as declined
             from client_pages p join contacts k on k.id = p.contact_id where p.job_id = $1 order by p.shared_at desc, p.id",
            job.to_string(),
        )?;
        rows.into_iter().map(LineRow::read).collect()
    }

    /// The résumés of a page's candidates who were not withdrawn, the latest first; of one file only, if it is named.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn presented_files(&mut self, page: PageId, file: Option<FileId>) -> Result<Vec<PresentedFileRow>> {
        let rows = all!(
            self,
            FileRow,
            "select f.id, f.candidate_id, f.name, f.media_type, f.size_bytes from files f
             where f.kind = 'resume' and ($2 = '' or f.id = $2) and exists (select 1 from interview_requests r join applications a on a.id = r.application_id
                where r.page_id = $1 and r.state <> 'withdrawn' and a.candidate_id = f.candidate_id)
             order by f.created_at desc, f.id desc",
            page.to_string(),
            file.map(|id| id.to_string()).unwrap_or_default(),
        )?;
        rows.into_iter()
            .map(|row| {
                Ok(PresentedFileRow {
                    candidate: parsed(row.candidate_id.parse(), "files", "candidate_id", &row.id)?,
                    id: parsed(row.id.parse(), "files", "id", &row.id)?,
                    name: row.name,
                    media_type: row.media_type,
                    size_bytes: row.size_bytes,
                })
            })
            .collect()
    }

    /// How many links of a purpose lead to a record, and the latest expiry (milliseconds) of those not revoked.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn link_state(&mut self, purpose: super::links::Purpose, subject_id: &str) -> Result<(i64, Option<i64>)> {
        super::one!(
            self,
            (i64, Option<i64>),
            "select count(*), max(case when revoked_at is null then expires_at end) from links where subject_id = $1 and purpose = $2",
            subject_id,
            purpose.name(),
        )
    }
}

impl LineRow {
    fn read(self) -> Result<PageLineRow> {
        Ok(PageLineRow {
            id: parsed(self.id.parse(), "client_pages", "id", &self.id)?,
            contact: parsed(self.contact_id.parse(), "client_pages", "contact_id", &self.id)?,
            contact_name: self.contact_name,
            contact_email: self.contact_email,
            shared_at: from_ms(self.shared_at),
            opened_at: self.opened_at.map(from_ms),
            answered_at: self.answered_at.map(from_ms),
            answered_by: self.answered_by,
            links: self.links,
            latest_link: self.latest_link,
            counts: [self.undecided, self.to_book, self.booked, self.declined],
        })
    }
}
