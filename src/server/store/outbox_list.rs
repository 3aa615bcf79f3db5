//! The outbox as administrators look at it: what was not sent, and how much needs a look.

use super::{Result, Tx, all, one, parsed};
use crate::domain::channels::Channel;
use crate::domain::id::MessageId;
use crate::domain::list::{LONGEST_SEARCH, ListQuery, PER_PAGE, fold};
use crate::domain::messages::{HELD_UP_ATTEMPTS, HELD_UP_MINUTES, MessageState};
use crate::domain::time::{Instant, from_ms, ms, plus_minutes};

/// A message as administrators see it; never what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageRow {
    /// Its id.
    pub id: MessageId,
    /// What kind of message.
    pub kind: String,
    /// How it travels.
    pub channel: Channel,
    /// To whom.
    pub recipient_name: String,
    /// At which address.
    pub recipient_email: String,
    /// The subject.
    pub subject: String,
    /// What became of it.
    pub state: MessageState,
    /// How often it was tried.
    pub attempts: i32,
    /// When it is tried next, while it waits.
    pub next_at: Instant,
    /// What the mail server said last.
    pub last_error: String,
    /// When it was put in.
    pub created_at: Instant,
    /// When it was sent.
    pub sent_at: Option<Instant>,
}

/// How many messages need a look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MessageCounts {
    /// Can not be delivered.
    pub failed: i64,
    /// Wait for longer, or after more tries, than they should.
    pub held_up: i64,
    /// Wait.
    pub queued: i64,
}

#[derive(sqlx::FromRow)]
struct ListRow {
    id: String,
    kind: String,
    channel: String,
    recipient_name: String,
    recipient_email: String,
    subject: String,
    state: String,
    attempts: i32,
    next_at: i64,
    last_error: String,
    created_at: i64,
    sent_at: Option<i64>,
}

impl TryFrom<ListRow> for MessageRow {
    type Error = crate::server::error::StoreError;

    fn try_from(row: ListRow) -> Result<Self> {
        Ok(Self {
            id: parsed(row.id.parse(), "outbox", "id", &row.id)?,
            channel: parsed(Channel::parse(&row.channel).ok_or(()), "outbox", "channel", &row.id)?,
            state: parsed(MessageState::parse(&row.state).ok_or(()), "outbox", "state", &row.id)?,
            kind: row.kind,
            recipient_name: row.recipient_name,
            recipient_email: row.recipient_email,
            subject: row.subject,
            attempts: row.attempts,
            next_at: from_ms(row.next_at),
            last_error: row.last_error,
            created_at: from_ms(row.created_at),
            sent_at: row.sent_at.map(from_ms),
        })
    }
}

impl Tx {
    /// A page of the messages that were not sent (failed first, then waiting; not those that are not due yet), or of all, newest
    /// first; and how many there are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn messages(&mut self, query: &ListQuery, only_unsent: bool, now: Instant) -> Result<(Vec<MessageRow>, i64)> {
        let search: String = query.search.trim().chars().take(LONGEST_SEARCH).collect();
        let like = super::dialect::contains(&fold(&search));
        let (total,) = one!(
            self,
            (i64,),
            "select count(*) from outbox where ($1 = false or (state in ('failed', 'bounced', 'queued') and coalesce(due_at, created_at) <= $3))
               and search like $2 escape '\\'",
            only_unsent,
            like.as_str(),
            ms(now),
        )?;
        let rows = all!(
            self,
            ListRow,
            "select id, kind, channel, recipient_name, recipient_email, subject, state, attempts, next_at, last_error, created_at, sent_at
             from outbox where ($1 = false or (state in ('failed', 'bounced', 'queued') and coalesce(due_at, created_at) <= $5))
               and search like $2 escape '\\'
             order by case when $1 and state in ('failed', 'bounced') then 0 else 1 end, created_at desc, id desc limit $3 offset $4",
            only_unsent,
            like.as_str(),
            i64::from(PER_PAGE),
            query.offset(),
            ms(now),
        )?;
        Ok((rows.into_iter().map(MessageRow::try_from).collect::<Result<_>>()?, total))
    }

    /// How many messages need a look; those that are not due yet do not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn message_counts(&mut self, now: Instant) -> Result<MessageCounts> {
        let (failed, held_up, queued) = one!(
            self,
            (i64, i64, i64),
            "select cast(coalesce(sum(case when state in ('failed', 'bounced') then 1 else 0 end), 0) as bigint),
                    cast(coalesce(sum(case when state = 'queued' and (attempts >= $1 or coalesce(due_at, created_at) <= $2) then 1 else 0 end), 0) as bigint),
                    cast(coalesce(sum(case when state = 'queued' then 1 else 0 end), 0) as bigint)
             from outbox where state in ('failed', 'bounced') or (state = 'queued' and coalesce(due_at, created_at) <= $3)",
            HELD_UP_ATTEMPTS,
            ms(plus_minutes(now, -HELD_UP_MINUTES)),
            ms(now),
        )?;
        Ok(MessageCounts { failed, held_up, queued })
    }
}
