//! Clients and their contacts.

use super::calendars::CalendarKind;
use super::dialect::patterns;
use super::{Result, StoreError, Tx, all, fresh, maybe, one, parsed, run};
use crate::api::clients::{ClientJob, ClientLine, ClientView, ContactView};
use crate::domain::clients::{SaveClient, SaveContact};
use crate::domain::id::{ClientId, ContactId};
use crate::domain::jobs::JobState;
use crate::domain::list::{ListQuery, PER_PAGE, Page, fold};
use crate::domain::time::{Instant, ms};

#[derive(sqlx::FromRow)]
struct LineRow {
    id: String,
    name: String,
    zone: String,
    archived_at: Option<i64>,
    contacts: i64,
    open_jobs: i64,
}

#[derive(sqlx::FromRow)]
struct ClientRow {
    id: String,
    name: String,
    zone: String,
    notes: String,
    archived_at: Option<i64>,
    version: i64,
}

#[derive(sqlx::FromRow)]
struct ContactRow {
    id: String,
    name: String,
    email: String,
    phone: String,
    zone: String,
    version: i64,
}

#[derive(sqlx::FromRow)]
struct JobRow {
    id: String,
    title: String,
    state: String,
    active: i64,
}

/// A count on the wire.
pub(super) fn count(value: i64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

impl TryFrom<ContactRow> for ContactView {
    type Error = StoreError;

    fn try_from(row: ContactRow) -> Result<Self> {
        Ok(Self {
            id: parsed(row.id.parse(), "contacts", "id", &row.id)?,
            version: row.version,
            name: row.name,
            email: row.email,
            phone: row.phone,
            zone: row.zone,
        })
    }
}

impl Tx {
    /// A page of the clients.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn clients(&mut self, query: &ListQuery) -> Result<Page<ClientLine>> {
        const FROM: &str = "from clients c where c.search like $1 escape '\\' and c.search like $2 escape '\\'
            and c.search like $3 escape '\\' and c.search like $4 escape '\\' and (c.archived_at is not null) = $5";
        let [a, b, c, d] = patterns(query);
        let archived = query.filter == "archived";
        let direction = if query.descending { "desc" } else { "asc" };
        let column = match query.sort.as_str() {
            "jobs" => "open_jobs",
            "contacts" => "contacts",
            _ => "c.search",
        };
        // Nothing but the constants above is put together here.
        let sql = format!(
            "select c.id, c.name, c.zone, c.archived_at, (select count(*) from contacts k where k.client_id = c.id) as contacts,
                    (select count(*) from jobs j where j.client_id = c.id and j.state = 'open') as open_jobs
             {FROM} order by {column} {direction}, c.search, c.id limit {PER_PAGE} offset $6"
        );
        let rows = all!(self, LineRow, sqlx::AssertSqlSafe(sql), a.as_str(), b.as_str(), c.as_str(), d.as_str(), archived, query.offset())?;
        let (total,) = one!(
            self,
            (i64,),
            sqlx::AssertSqlSafe(format!("select count(*) {FROM}")),
            a.as_str(),
            b.as_str(),
            c.as_str(),
            d.as_str(),
            archived
        )?;
        let rows = rows
            .into_iter()
            .map(|row| {
                Ok(ClientLine {
                    id: parsed(row.id.parse(), "clients", "id", &row.id)?,
                    name: row.name,
                    zone: row.zone,
                    contacts: count(row.contacts),
                    open_jobs: count(row.open_jobs),
                    archived: row.archived_at.is_some(),
                })
            })
            .collect::<Result<_>>()?;
        Ok(Page { rows, total: count(total), page: query.page })
    }

    /// One client with contacts and jobs.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn client(&mut self, id: ClientId) -> Result<Option<ClientView>> {
        let Some(row) =
            maybe!(self, ClientRow, "select id, name, zone, notes, archived_at, version from clients where id = $1", id.to_string())?
        else {
            return Ok(None);
        };
        let contacts = self.contacts(id).await?;
        let jobs = all!(
            self,
            JobRow,
            "select j.id, j.title, j.state, (select count(*) from applications a where a.job_id = j.id and a.state = 'active') as active
             from jobs j where j.client_id = $1 order by j.state desc, j.title, j.id",
            id.to_string(),
        )?;
        let jobs = jobs
            .into_iter()
            .map(|job| {
                Ok(ClientJob {
                    id: parsed(job.id.parse(), "jobs", "id", &job.id)?,
                    state: parsed(JobState::parse(&job.state).ok_or(()), "jobs", "state", &job.id)?,
                    title: job.title,
                    active: count(job.active),
                })
            })
            .collect::<Result<_>>()?;
        Ok(Some(ClientView {
            id: parsed(row.id.parse(), "clients", "id", &row.id)?,
            version: row.version,
            name: row.name,
            zone: row.zone,
            notes: row.notes,
            archived: row.archived_at.is_some(),
            contacts,
            jobs,
        }))
    }

    /// A client's contacts by name.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn contacts(&mut self, client: ClientId) -> Result<Vec<ContactView>> {
        all!(
            self,
            ContactRow,
            "select id, name, email, phone, zone, version from contacts where client_id = $1 order by name, id",
            client.to_string(),
        )?
        .into_iter()
        .map(ContactView::try_from)
        .collect()
    }

    /// Makes a client.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert_client(&mut self, id: ClientId, client: &SaveClient, now: Instant) -> Result<()> {
        run!(
            self,
            "insert into clients (id, name, zone, notes, search, created_at, version) values ($1, $2, $3, $4, $5, $6, 1)",
            id.to_string(),
            client.name.as_str(),
            client.zone.as_str(),
            client.notes.as_str(),
            fold(&client.name),
            ms(now),
        )?;
        Ok(())
    }

    /// Changes a client.
    ///
    /// # Errors
    /// `Stale` when it has another version.
    pub async fn update_client(&mut self, id: ClientId, client: &SaveClient) -> Result<()> {
        fresh(run!(
            self,
            "update clients set name = $3, zone = $4, notes = $5, version = version + 1 where id = $1 and version = $2",
            id.to_string(),
            client.version,
            client.name.as_str(),
            client.zone.as_str(),
            client.notes.as_str(),
        )?)?;
        self.refresh_client_search(id).await
    }

    /// Archives a client, or takes it back with `None`.
    ///
    /// # Errors
    /// `Stale` when it has another version.
    pub async fn archive_client(&mut self, id: ClientId, version: i64, at: Option<Instant>) -> Result<()> {
        fresh(run!(
            self,
            "update clients set archived_at = $3, version = version + 1 where id = $1 and version = $2",
            id.to_string(),
            version,
            at.map(ms),
        )?)
    }

    /// Makes a contact with a calendar.
    ///
    /// # Errors
    /// `Unique` when the client has a contact with this mail address.
    pub async fn insert_contact(&mut self, id: ContactId, contact: &SaveContact, now: Instant) -> Result<()> {
        run!(
            self,
            "insert into contacts (id, client_id, name, email, phone, zone, created_at, version) values ($1, $2, $3, $4, $5, $6, $7, 1)",
            id.to_string(),
            contact.client_id.to_string(),
            contact.name.as_str(),
            contact.email.as_str(),
            contact.phone.as_str(),
            contact.zone.as_str(),
            ms(now),
        )?;
        self.insert_calendar(id, CalendarKind::Contact).await?;
        self.refresh_client_search(contact.client_id).await
    }

    /// Changes a contact of this client.
    ///
    /// # Errors
    /// `Stale` when it has another version or client, `Unique` as above.
    pub async fn update_contact(&mut self, id: ContactId, contact: &SaveContact) -> Result<()> {
        fresh(run!(
            self,
            "update contacts set name = $4, email = $5, phone = $6, zone = $7, version = version + 1 where id = $1 and version = $2 and client_id = $3",
            id.to_string(),
            contact.version,
            contact.client_id.to_string(),
            contact.name.as_str(),
            contact.email.as_str(),
            contact.phone.as_str(),
            contact.zone.as_str(),
        )?)?;
        self.refresh_client_search(contact.client_id).await
    }

    /// A client is found by its own name and by its contacts'.
    async fn refresh_client_search(&mut self, id: ClientId) -> Result<()> {
        let names: Vec<(String,)> = all!(
            self,
            (String,),
            "select name from clients where id = $1 union all
             select name || ' ' || email from (select name, email from contacts where client_id = $1 order by name, id) k",
            id.to_string(),
        )?;
        let search = fold(&names.into_iter().map(|(name,)| name).collect::<Vec<_>>().join(" "));
        run!(self, "update clients set search = $2 where id = $1", id.to_string(), search)?;
        Ok(())
    }
}
