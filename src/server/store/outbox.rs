//! Messages to send, written in the transaction of the change that they tell of.
//!
//! A message is claimed for a time (a lease), so several instances can send side by side, and what one left behind in a
//! crash is taken up again. Messages about one interview to one person keep their order (`sequence`).

#[cfg(test)]
use super::one;
use super::{Result, Tx, all, maybe, parsed, run};
use crate::domain::channels::Channel;
use crate::domain::id::{ApplicationId, CandidateId, EventId, InterviewId, MessageId};
use crate::domain::list::fold;
use crate::domain::messages::MessageState;
use crate::domain::time::{Instant, from_ms, ms};

/// A message to be put in.
#[derive(Debug, Clone)]
pub struct NewMessage {
    /// Its id.
    pub id: MessageId,
    /// Nothing with the same key is put in twice.
    pub dedupe_key: String,
    /// The event that it tells of.
    pub event_id: EventId,
    /// What kind of message.
    pub kind: String,
    /// How it travels.
    pub channel: Channel,
    /// To whom.
    pub recipient_name: String,
    /// At which address: a mail address, or the number of a telephone.
    pub recipient_email: String,
    /// The subject.
    pub subject: String,
    /// The interview whose messages to this address keep their order, and the place in it.
    pub interview: Option<(InterviewId, u32)>,
    /// The application.
    pub application_id: Option<ApplicationId>,
    /// The candidate, where it is they who are written to.
    pub candidate_id: Option<CandidateId>,
    /// The sealed mail.
    pub sealed: Vec<u8>,
    /// When.
    pub at: Instant,
    /// Not to be sent before that moment, and only if it is still wanted then.
    pub due_at: Option<Instant>,
}

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
    /// Puts a message in, to be sent once this transaction is committed. `false` where it was in already.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert_message(&mut self, message: &NewMessage) -> Result<bool> {
        let (interview_id, sequence) = message.interview.map_or((None, 0), |(id, sequence)| (Some(id.to_string()), sequence));
        let sequence = i32::try_from(sequence).unwrap_or(i32::MAX);
        let inserted = run!(
            self,
            "insert into outbox (id, dedupe_key, event_id, kind, recipient_name, recipient_email, subject, interview_id, application_id, sequence,
                                 sealed, state, attempts, next_at, last_error, created_at, channel, due_at, search, candidate_id)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'queued', 0, $12, '', $13, $14, $15, $16, $17) on conflict (dedupe_key) do nothing",
            message.id.to_string(),
            message.dedupe_key.as_str(),
            message.event_id.to_string(),
            message.kind.as_str(),
            message.recipient_name.as_str(),
            message.recipient_email.as_str(),
            message.subject.as_str(),
            interview_id.as_deref(),
            message.application_id.map(|id| id.to_string()),
            sequence,
            message.sealed.as_slice(),
            ms(message.due_at.unwrap_or(message.at)),
            ms(message.at),
            message.channel.name(),
            message.due_at.map(ms),
            fold(&format!("{} {} {}", message.recipient_name, message.recipient_email, message.subject)),
            message.candidate_id.map(|id| id.to_string()),
        )?;
        if let Some(interview_id) = interview_id {
            // What went before is tried at once, so that this one need not wait out its back-off.
            run!(
                self,
                "update outbox set next_at = $1
                 where interview_id = $2 and channel = $3 and recipient_email = $4 and state = 'queued' and next_at > $1",
                ms(message.at),
                interview_id.as_str(),
                message.channel.name(),
                message.recipient_email.as_str(),
            )?;
        }
        self.wake_outbox();
        Ok(inserted == 1)
    }

    /// Whether a mail about an interview was sent to this address.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn was_mailed(&mut self, interview: InterviewId, address: &str) -> Result<bool> {
        let sent = maybe!(
            self,
            (String,),
            "select id from outbox where interview_id = $1 and channel = 'mail' and recipient_email = $2 and state = 'sent' limit 1",
            interview.to_string(),
            address,
        )?;
        Ok(sent.is_some())
    }

    /// The SEQUENCE of the latest invitation that was written to an address for an interview, sent or still to be sent, not that of a move which was
    /// taken back before anybody heard of it; none where there is none.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn sequence_told(&mut self, interview: InterviewId, address: &str) -> Result<Option<u32>> {
        let row = maybe!(
            self,
            (i32,),
            "select sequence from outbox where interview_id = $1 and channel = 'mail' and recipient_email = $2 and state <> 'superseded'
             order by sequence desc limit 1",
            interview.to_string(),
            address,
        )?;
        row.map(|(sequence,)| parsed(u32::try_from(sequence), "outbox", "sequence", &interview.to_string())).transpose()
    }

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

    /// Lets a failed message be tried again, or a waiting one at once. A failed one that a newer message about the same
    /// interview has made pointless is set aside instead. `None` where there is no such message to try.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn retry_message(&mut self, id: MessageId, now: Instant) -> Result<Option<MessageState>> {
        run!(
            self,
            "update outbox set state = 'superseded', sealed = null, last_error = ''
             where id = $1 and state = 'failed' and interview_id is not null
               and exists (select 1 from outbox n where n.interview_id = outbox.interview_id and n.channel = outbox.channel
                 and n.recipient_email = outbox.recipient_email and n.sequence > outbox.sequence and n.state in ('queued', 'sent'))",
            id.to_string(),
        )?;
        // The tries before it is given up are counted anew.
        run!(
            self,
            "update outbox set state = 'queued', attempts = 0, next_at = $1 where id = $2 and state = 'failed' and sealed is not null",
            ms(now),
            id.to_string(),
        )?;
        run!(
            self,
            "update outbox set next_at = $1
             where id = $2 and state = 'queued' and claimed_until is null and coalesce(due_at, created_at) <= $1",
            ms(now),
            id.to_string(),
        )?;
        self.wake_outbox();
        let state =
            maybe!(self, (String,), "select state from outbox where id = $1 and state in ('queued', 'superseded')", id.to_string())?;
        Ok(state.and_then(|(state,)| MessageState::parse(&state)))
    }

    /// The sealed words of a message.
    #[cfg(test)]
    pub async fn sealed_of(&mut self, id: MessageId) -> Result<Vec<u8>> {
        Ok(one!(self, (Vec<u8>,), "select sealed from outbox where id = $1", id.to_string())?.0)
    }

    /// How many messages still hold their words.
    #[cfg(test)]
    pub async fn sealed_messages(&mut self) -> Result<i64> {
        Ok(one!(self, (i64,), "select count(*) from outbox where sealed is not null")?.0)
    }
}

/// The names of channels, as many as there are; the rest names none.
fn names(channels: &[Channel]) -> [&'static str; 3] {
    std::array::from_fn(|at| channels.get(at).map_or("", |channel| channel.name()))
}
