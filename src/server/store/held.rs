//! Changes of interviews whose messages wait for a moment, so that they can be taken back before anybody is told.

use serde::{Deserialize, Serialize};

use super::{Result, StoreError, Tx, maybe, one, parsed, run};
use crate::domain::id::{CalendarId, EventId, InterviewId};
use crate::domain::rooms::RoomResponse;
use crate::domain::scheduling::interview::Response;
use crate::domain::span::Span;
use crate::domain::time::{Instant, from_ms, ms};

/// An interview as those who are in it were told last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldBefore {
    /// When.
    pub span: Span,
    /// Why then, in spite of what stood in the way.
    pub override_reason: String,
    /// What everybody had answered: the id of the person's own record, and the answer.
    pub responses: Vec<(String, Response)>,
    /// What it occupied, buffers included.
    pub reservations: Vec<(CalendarId, Span)>,
    /// What its room said.
    pub room: RoomResponse,
}

/// A change whose messages wait.
#[derive(Debug, Clone)]
pub struct HeldChange {
    /// The event whose messages they are.
    pub event: EventId,
    /// Until when they wait.
    pub until: Instant,
    /// As it was before.
    pub before: ToldBefore,
}

#[derive(sqlx::FromRow)]
struct Row {
    event_id: String,
    until: i64,
    told: String,
}

const TABLE: &str = "held_changes";

impl Tx {
    /// Lets the messages of an event wait, and keeps how the interview stood before it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn hold_change(&mut self, interview: InterviewId, held: &HeldChange) -> Result<()> {
        let id = interview.to_string();
        let before = parsed(serde_json::to_string(&held.before), TABLE, "told", &id)?;
        run!(
            self,
            "insert into held_changes (interview_id, event_id, until, told) values ($1, $2, $3, $4)
             on conflict (interview_id) do update set event_id = $2, until = $3, told = $4",
            id.as_str(),
            held.event.to_string(),
            ms(held.until),
            before.as_str(),
        )?;
        run!(
            self,
            "update outbox set next_at = $1 where event_id = $2 and state = 'queued' and due_at is null",
            ms(held.until),
            held.event.to_string(),
        )?;
        Ok(())
    }

    /// The change of an interview whose messages still wait, none of them sent or under way.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn held_change(&mut self, interview: InterviewId, now: Instant) -> Result<Option<HeldChange>> {
        let id = interview.to_string();
        let row = maybe!(
            self,
            Row,
            "select event_id, until, told from held_changes where interview_id = $1 and until > $2",
            id.as_str(),
            ms(now)
        )?;
        let Some(row) = row else { return Ok(None) };
        let gone = one!(
            self,
            (i64,),
            "select count(*) from outbox where event_id = $1 and due_at is null and (state <> 'queued' or claimed_until is not null)",
            row.event_id.as_str(),
        )?;
        if gone.0 > 0 {
            return Ok(None);
        }
        Ok(Some(HeldChange {
            event: parsed(row.event_id.parse(), TABLE, "event_id", &id)?,
            until: from_ms(row.until),
            before: parsed(serde_json::from_str(&row.told), TABLE, "told", &id)?,
        }))
    }

    /// Sets the waiting messages of a change aside: another one is told instead, or nothing.
    ///
    /// # Errors
    /// `Stale` when one of them was taken up meanwhile.
    pub async fn withdraw_held(&mut self, interview: InterviewId, event: EventId) -> Result<()> {
        run!(
            self,
            "update outbox set state = 'superseded', sealed = null, last_error = ''
             where event_id = $1 and state = 'queued' and due_at is null and claimed_until is null",
            event.to_string(),
        )?;
        let (taken,) = one!(
            self,
            (i64,),
            "select count(*) from outbox where event_id = $1 and due_at is null and state <> 'superseded'",
            event.to_string(),
        )?;
        if taken > 0 {
            return Err(StoreError::Stale);
        }
        run!(self, "delete from held_changes where interview_id = $1", interview.to_string())?;
        Ok(())
    }
}
