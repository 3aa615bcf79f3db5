//! Messages to a candidate with what they said, and texts that mails begin with.

use super::{Result, StoreError, Tx, all, fresh, maybe, one, parsed, run};
use crate::domain::channels::Channel;
use crate::domain::id::{CandidateId, EventId, MailTemplateId, MessageId};
use crate::domain::list::PER_PAGE;
use crate::domain::messages::MessageState;
use crate::domain::time::{Instant, from_ms, ms};

/// A message to a candidate.
#[derive(Debug, Clone)]
pub struct CandidateMessageRow {
    /// The message.
    pub id: MessageId,
    /// The event that it tells of.
    pub event: EventId,
    /// What kind of message.
    pub kind: String,
    /// How it travels.
    pub channel: Channel,
    /// The name it goes to.
    pub recipient_name: String,
    /// The mail address or telephone number.
    pub recipient: String,
    /// The subject.
    pub subject: String,
    /// What became of it.
    pub state: MessageState,
    /// What the mail server or gateway said last.
    pub error: String,
    /// When it was made.
    pub created_at: Instant,
    /// When it is due, where that is later.
    pub due_at: Option<Instant>,
    /// When it was sent.
    pub sent_at: Option<Instant>,
    /// A newer message about the same interview went the same way.
    pub is_outdated: bool,
    /// On which job.
    pub job_title: Option<String>,
    /// Whose it is.
    pub candidate: CandidateId,
    /// The application.
    pub application: Option<String>,
    /// What it said, sealed.
    pub copy: Option<Vec<u8>>,
}

/// A text that mails begin with.
#[derive(Debug, Clone)]
pub struct MailTemplateRow {
    /// The template.
    pub id: MailTemplateId,
    /// Its name.
    pub name: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub body: String,
    /// Since when it is not offered any more.
    pub retired_at: Option<Instant>,
    /// Rises with every change.
    pub version: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    event_id: String,
    kind: String,
    channel: String,
    recipient_name: String,
    recipient_email: String,
    subject: String,
    state: String,
    last_error: String,
    created_at: i64,
    due_at: Option<i64>,
    sent_at: Option<i64>,
    outdated: i64,
    job_title: Option<String>,
    candidate_id: String,
    application_id: Option<String>,
    sealed: Option<Vec<u8>>,
}

impl TryFrom<Row> for CandidateMessageRow {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        const TABLE: &str = "outbox";
        Ok(Self {
            id: parsed(row.id.parse(), TABLE, "id", &row.id)?,
            event: parsed(row.event_id.parse(), TABLE, "event_id", &row.id)?,
            channel: parsed(Channel::parse(&row.channel).ok_or(()), TABLE, "channel", &row.id)?,
            state: parsed(MessageState::parse(&row.state).ok_or(()), TABLE, "state", &row.id)?,
            candidate: parsed(row.candidate_id.parse(), TABLE, "candidate_id", &row.id)?,
            kind: row.kind,
            recipient_name: row.recipient_name,
            recipient: row.recipient_email,
            subject: row.subject,
            error: row.last_error,
            created_at: from_ms(row.created_at),
            due_at: row.due_at.map(from_ms),
            sent_at: row.sent_at.map(from_ms),
            is_outdated: row.outdated > 0,
            job_title: row.job_title,
            application: row.application_id,
            copy: row.sealed,
        })
    }
}

macro_rules! messages {
    ($rest:literal) => {
        concat!(
            "select o.id, o.event_id, o.kind, o.channel, o.recipient_name, o.recipient_email, o.subject, o.state, o.last_error, o.created_at,
                o.due_at, o.sent_at, (select count(*) from outbox n where n.interview_id = o.interview_id and n.channel = o.channel
                    and n.recipient_email = o.recipient_email and n.sequence > o.sequence) as outdated,
                j.title as job_title, o.candidate_id, o.application_id, c.sealed
             from outbox o left join message_copies c on c.message_id = o.id left join applications a on a.id = o.application_id
             left join jobs j on j.id = a.job_id where ",
            $rest
        )
    };
}

#[derive(sqlx::FromRow)]
struct TemplateRow {
    id: String,
    name: String,
    subject: String,
    body: String,
    retired_at: Option<i64>,
    version: i64,
}

impl TryFrom<TemplateRow> for MailTemplateRow {
    type Error = StoreError;

    fn try_from(row: TemplateRow) -> Result<Self> {
        Ok(Self {
            id: parsed(row.id.parse(), "mail_templates", "id", &row.id)?,
            name: row.name,
            subject: row.subject,
            body: row.body,
            retired_at: row.retired_at.map(from_ms),
            version: row.version,
        })
    }
}

impl Tx {
    /// Keeps what a message said; once more for one that is written again.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert_message_copy(&mut self, id: MessageId, sealed: &[u8]) -> Result<()> {
        run!(
            self,
            "insert into message_copies (message_id, sealed) values ($1, $2) on conflict (message_id) do update set sealed = excluded.sealed",
            id.to_string(),
            sealed,
        )?;
        Ok(())
    }

    /// A page of the messages to a candidate, the latest first; those that are not due yet are not among them.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn messages_to(&mut self, candidate: CandidateId, page: u32, now: Instant) -> Result<(Vec<CandidateMessageRow>, u32)> {
        let sql = "select count(*) from outbox where candidate_id = $1 and coalesce(due_at, created_at) <= $2";
        let (total,) = one!(self, (i64,), sql, candidate.to_string(), ms(now))?;
        let rows = all!(
            self,
            Row,
            messages!(
                "o.candidate_id = $1 and coalesce(o.due_at, o.created_at) <= $2
                 order by coalesce(o.due_at, o.created_at) desc, o.id desc limit $3 offset $4"
            ),
            candidate.to_string(),
            ms(now),
            i64::from(PER_PAGE),
            i64::from(page.saturating_mul(PER_PAGE)),
        )?;
        let rows = rows.into_iter().map(CandidateMessageRow::try_from).collect::<Result<_>>()?;
        Ok((rows, u32::try_from(total).unwrap_or(u32::MAX)))
    }

    /// One message to a candidate.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn message_to_candidate(&mut self, id: MessageId) -> Result<Option<CandidateMessageRow>> {
        maybe!(self, Row, messages!("o.id = $1 and o.candidate_id is not null"), id.to_string())?
            .map(CandidateMessageRow::try_from)
            .transpose()
    }

    /// Notes that a sent message came back. `false` where there is none that was sent.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn message_bounced(&mut self, id: MessageId, error: &str) -> Result<bool> {
        let touched =
            run!(self, "update outbox set state = 'bounced', last_error = $1 where id = $2 and state = 'sent'", error, id.to_string())?;
        Ok(touched == 1)
    }

    /// The event that a message tells of.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn event_of_message(&mut self, id: MessageId) -> Result<Option<EventId>> {
        let row = maybe!(self, (String,), "select event_id from outbox where id = $1", id.to_string())?;
        row.map(|(event,)| parsed(event.parse(), "outbox", "event_id", &id.to_string())).transpose()
    }

    /// All texts that mails begin with, by name.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn mail_templates(&mut self) -> Result<Vec<MailTemplateRow>> {
        all!(self, TemplateRow, "select id, name, subject, body, retired_at, version from mail_templates order by name, id")?
            .into_iter()
            .map(MailTemplateRow::try_from)
            .collect()
    }

    /// Makes one.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert_mail_template(&mut self, row: &MailTemplateRow, now: Instant) -> Result<()> {
        run!(
            self,
            "insert into mail_templates (id, name, subject, body, created_at, version) values ($1, $2, $3, $4, $5, 1)",
            row.id.to_string(),
            row.name.as_str(),
            row.subject.as_str(),
            row.body.as_str(),
            ms(now),
        )?;
        Ok(())
    }

    /// Changes one; `row.version` is the one it was read with.
    ///
    /// # Errors
    /// `Stale` when it changed meanwhile.
    pub async fn update_mail_template(&mut self, row: &MailTemplateRow) -> Result<()> {
        fresh(run!(
            self,
            "update mail_templates set name = $1, subject = $2, body = $3, retired_at = $4, version = version + 1 where id = $5 and version = $6",
            row.name.as_str(),
            row.subject.as_str(),
            row.body.as_str(),
            row.retired_at.map(ms),
            row.id.to_string(),
            row.version,
        )?)
    }
}
