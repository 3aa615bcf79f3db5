//! Messages that are being sent, and what became of them.

use super::{Result, Tx, all, maybe, parsed, run};
use crate::domain::channels::Channel;
use crate::domain::id::{ApplicationId, CandidateId, EventId, MessageId};
use crate::domain::time::{Instant, from_ms, ms};

/// A message that is ours to send until the lease ends.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// Its id.
    pub id: MessageId,
    /// What kind of message.
    pub kind: String,
    /// How it travels.
    pub channel: Channel,
    /// The event that it tells of.
    pub event_id: EventId,
    /// To whom.
    pub recipient_name: String,
    /// At which address.
    pub recipient_email: String,
    /// The subject.
    pub subject: String,
    /// The application.
    pub application_id: Option<ApplicationId>,
    /// The candidate, where it is they who are written to.
    pub candidate_id: Option<CandidateId>,
    /// The sealed words.
    pub sealed: Vec<u8>,
    /// How often it was tried, this time counted.
    pub attempts: i32,
    /// When it was put in.
    pub created_at: Instant,
    /// When it is due, where that is later.
    pub due_at: Option<Instant>,
    /// Until when it is ours.
    pub claimed_until: Instant,
}

#[derive(sqlx::FromRow)]
struct ClaimRow {
    id: String,
    kind: String,
    channel: String,
    event_id: String,
    recipient_name: String,
    recipient_email: String,
    subject: String,
    application_id: Option<String>,
    candidate_id: Option<String>,
    sealed: Option<Vec<u8>>,
    attempts: i32,
    created_at: i64,
    due_at: Option<i64>,
}

impl Tx {
    /// Whether a message of these channels is due. Cheap: for looking before claiming.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn message_due(&mut self, now: Instant, channels: &[Channel]) -> Result<bool> {
        let [a, b, c] = names(channels);
        let due = maybe!(
            self,
            (String,),
            "select id from outbox where state = 'queued' and next_at <= $1 and (claimed_until is null or claimed_until <= $1)
               and channel in ($2, $3, $4) limit 1",
            ms(now),
            a,
            b,
            c,
        )?;
        Ok(due.is_some())
    }

    /// Claims due messages of these channels, oldest first, of each conversation (interview, channel and address) only the first that is unsent.
    ///
    /// Sets aside before that what has become pointless: a message about an interview where a newer one to the same
    /// address was sent, or is due and nothing was sent yet: one that is held back may still be withdrawn. The newest is always sent.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_messages(&mut self, now: Instant, until: Instant, most: u32, channels: &[Channel]) -> Result<Vec<Claimed>> {
        let [a, b, c] = names(channels);
        run!(
            self,
            "update outbox set state = 'superseded', sealed = null, last_error = ''
             where state = 'queued' and interview_id is not null and (claimed_until is null or claimed_until <= $1)
               and exists (select 1 from outbox n where n.interview_id = outbox.interview_id and n.channel = outbox.channel
                 and n.recipient_email = outbox.recipient_email
                 and n.sequence > outbox.sequence and (n.state = 'sent' or (n.state = 'queued' and n.next_at <= $1 and not exists (select 1 from outbox s
                   where s.interview_id = outbox.interview_id and s.channel = outbox.channel and s.recipient_email = outbox.recipient_email
                     and s.state = 'sent'))))",
            ms(now),
        )?;
        let rows = all!(
            self,
            ClaimRow,
            "select o.id, o.kind, o.channel, o.event_id, o.recipient_name, o.recipient_email, o.subject, o.application_id, o.candidate_id, o.sealed, o.attempts,
                    o.created_at, o.due_at from outbox o
             where o.state = 'queued' and o.next_at <= $1 and (o.claimed_until is null or o.claimed_until <= $1) and o.channel in ($2, $3, $4)
               and (o.interview_id is null or not exists (select 1 from outbox e
                 where e.interview_id = o.interview_id and e.channel = o.channel and e.recipient_email = o.recipient_email and e.state = 'queued'
                   and (e.sequence < o.sequence or (e.sequence = o.sequence and e.id < o.id))))
             order by o.next_at, o.sequence, o.id limit $5",
            ms(now),
            a,
            b,
            c,
            i64::from(most),
        )?;
        let mut claimed = Vec::with_capacity(rows.len());
        for row in rows {
            // Another instance may have been faster: then no row is touched.
            let ours = run!(
                self,
                "update outbox set claimed_until = $1, attempts = attempts + 1
                 where id = $2 and state = 'queued' and (claimed_until is null or claimed_until <= $3)",
                ms(until),
                row.id.as_str(),
                ms(now),
            )?;
            if ours == 1 {
                let application_id = row.application_id.map(|id| parsed(id.parse(), "outbox", "application_id", &row.id)).transpose()?;
                let candidate_id = row.candidate_id.map(|id| parsed(id.parse(), "outbox", "candidate_id", &row.id)).transpose()?;
                claimed.push(Claimed {
                    id: parsed(row.id.parse(), "outbox", "id", &row.id)?,
                    channel: parsed(Channel::parse(&row.channel).ok_or(()), "outbox", "channel", &row.id)?,
                    event_id: parsed(row.event_id.parse(), "outbox", "event_id", &row.id)?,
                    kind: row.kind,
                    recipient_name: row.recipient_name,
                    recipient_email: row.recipient_email,
                    subject: row.subject,
                    application_id,
                    candidate_id,
                    sealed: row.sealed.unwrap_or_default(),
                    attempts: row.attempts + 1,
                    created_at: from_ms(row.created_at),
                    due_at: row.due_at.map(from_ms),
                    claimed_until: until,
                });
            }
        }
        Ok(claimed)
    }

    /// Notes that a message was sent, what the gateway called it and said of it, and forgets the words.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn message_sent(&mut self, id: MessageId, provider: (&str, &str), now: Instant) -> Result<()> {
        run!(
            self,
            "update outbox set state = 'sent', sent_at = $1, claimed_until = null, sealed = null, last_error = '', provider_id = $2,
                provider_state = $3 where id = $4",
            ms(now),
            provider.0,
            provider.1,
            id.to_string(),
        )?;
        Ok(())
    }

    /// Sets a claimed message aside that nobody needs any more; nothing where the claim is no longer ours.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn message_set_aside(&mut self, claimed: &Claimed) -> Result<()> {
        run!(
            self,
            "update outbox set state = 'superseded', sealed = null, claimed_until = null, last_error = ''
             where id = $1 and state = 'queued' and claimed_until = $2",
            claimed.id.to_string(),
            ms(claimed.claimed_until),
        )?;
        Ok(())
    }

    /// Replaces what a claimed message says, before it is sent. `false` where the claim is no longer ours.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reseal_message(&mut self, claimed: &Claimed, sealed: &[u8]) -> Result<bool> {
        let touched = run!(
            self,
            "update outbox set sealed = $1 where id = $2 and state = 'queued' and claimed_until = $3",
            sealed,
            claimed.id.to_string(),
            ms(claimed.claimed_until),
        )?;
        Ok(touched == 1)
    }

    /// Gives a claimed message back, to be tried again; nothing where the claim is no longer ours.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn message_delayed(&mut self, claimed: &Claimed, next_at: Instant, error: &str) -> Result<()> {
        run!(
            self,
            "update outbox set claimed_until = null, next_at = $1, last_error = $2 where id = $3 and state = 'queued' and claimed_until = $4",
            ms(next_at),
            error,
            claimed.id.to_string(),
            ms(claimed.claimed_until),
        )?;
        Ok(())
    }

    /// Gives a claimed message back as if it had not been tried: its connection is broken. Nothing where the claim is no longer ours.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn message_waits(&mut self, claimed: &Claimed, now: Instant, error: &str) -> Result<()> {
        run!(
            self,
            "update outbox set claimed_until = null, attempts = attempts - 1, next_at = $1, last_error = $2
             where id = $3 and state = 'queued' and claimed_until = $4 and attempts > 0",
            ms(now),
            error,
            claimed.id.to_string(),
            ms(claimed.claimed_until),
        )?;
        Ok(())
    }

    /// Notes that a claimed message can not be delivered. `false` where the claim is no longer ours.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn message_failed(&mut self, claimed: &Claimed, error: &str) -> Result<bool> {
        let failed = run!(
            self,
            "update outbox set state = 'failed', claimed_until = null, last_error = $1 where id = $2 and state = 'queued' and claimed_until = $3",
            error,
            claimed.id.to_string(),
            ms(claimed.claimed_until),
        )?;
        Ok(failed == 1)
    }
}

/// The names of channels, as many as there are; the rest names none.
fn names(channels: &[Channel]) -> [&'static str; 3] {
    std::array::from_fn(|at| channels.get(at).map_or("", |channel| channel.name()))
}
