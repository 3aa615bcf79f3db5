//! Messages to send, written in the transaction of the change that they tell of.
//!
//! A message is claimed for a time (a lease), so several instances can send side by side, and what one left behind in a
//! crash is taken up again. Messages about one interview to one person keep their order (`sequence`).

#[cfg(test)]
use super::one;
use super::{Result, Tx, fresh, maybe, parsed, run};
use crate::domain::channels::Channel;
use crate::domain::id::{ApplicationId, CandidateId, EventId, InterviewId, MessageId};
use crate::domain::list::fold;
use crate::domain::messages::MessageState;
use crate::domain::time::{Instant, ms};

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

    /// The sealed words of a message that waits and that nobody is sending; none for any other.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn waiting_words(&mut self, id: MessageId) -> Result<Option<Vec<u8>>> {
        let sql = "select sealed from outbox where id = $1 and state = 'queued' and claimed_until is null and sealed is not null";
        Ok(maybe!(self, (Vec<u8>,), sql, id.to_string())?.map(|(sealed,)| sealed))
    }

    /// Puts other words in their place.
    ///
    /// # Errors
    /// When the database refuses; `Stale` where it is being sent meanwhile.
    pub async fn replace_waiting_words(&mut self, id: MessageId, sealed: &[u8]) -> Result<()> {
        let sql = "update outbox set sealed = $1 where id = $2 and state = 'queued' and claimed_until is null";
        fresh(run!(self, sql, sealed, id.to_string())?)
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
