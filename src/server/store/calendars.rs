//! Calendars: one for everybody and everything that can be booked.

use super::{Result, Tx, run};
use crate::domain::id::CalendarId;

/// Whose calendar it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarKind {
    /// A colleague.
    User,
    /// A client's contact.
    Contact,
    /// A candidate.
    Candidate,
    /// A room.
    Room,
}

impl CalendarKind {
    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Contact => "contact",
            Self::Candidate => "candidate",
            Self::Room => "room",
        }
    }
}

impl Tx {
    /// Makes the calendar of a new person, in the transaction that makes the person: `tx.insert_calendar(user_id, CalendarKind::User)`.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert_calendar(&mut self, owner: impl Into<CalendarId>, kind: CalendarKind) -> Result<()> {
        run!(self, "insert into calendars (id, kind, revision) values ($1, $2, 0)", owner.into().to_string(), kind.name())?;
        Ok(())
    }
}
