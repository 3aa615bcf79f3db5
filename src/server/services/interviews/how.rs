//! How a change is stored: who is judged by busy times and hours, when it is told.

use crate::domain::availability::conflict::Blocker;
use crate::domain::error::FieldErrors;
use crate::domain::id::CalendarId;
use crate::domain::scheduling::plan::Plan;

/// How long the messages of a change that can be taken back wait: longer than its button is shown.
pub(super) const HOLD_MS: i64 = 15_000;

/// Of whom busy times and hours are looked at. Another interview is never overridden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Judged {
    /// Everybody; a reason lifts it.
    All,
    /// Who comes in anew, whatever the reason is: the time was agreed with the others.
    Newcomer(CalendarId),
    /// Nobody: the time stays as it was agreed.
    Nobody,
}

/// How a change is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct How {
    /// When those in it are told.
    pub telling: Telling,
    /// Of whom busy times and hours are looked at.
    pub judged: Judged,
}

impl From<Telling> for How {
    fn from(telling: Telling) -> Self {
        Self { telling, judged: Judged::All }
    }
}

/// When those in an interview are told of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Telling {
    /// With the change.
    AtOnce,
    /// A moment later, so that it can be taken back.
    Held,
}

/// Refuses another interview always, and anything else of those who are judged without a reason.
pub(super) fn in_the_way(blockers: &[Blocker], plan: &Plan, judged: Judged) -> FieldErrors {
    let mut errors = FieldErrors::default();
    let is_lifted = |key: &str| match judged {
        Judged::All => !plan.reason.is_empty(),
        Judged::Newcomer(calendar) => key != calendar.to_string(),
        Judged::Nobody => true,
    };
    for blocker in blockers {
        match blocker {
            Blocker::Busy { participant, block, .. } if block.key.is_some() => {
                errors.add_with("starts_at", "error-taken-by", &[("name", participant.name.clone())]);
            }
            Blocker::Busy { participant, .. } if !is_lifted(&participant.key) => {
                errors.add_with("reason", "error-reason-busy", &[("name", participant.name.clone())]);
            }
            Blocker::NotWilling { participant, .. } if !is_lifted(&participant.key) => {
                errors.add_with("reason", "error-reason-hours", &[("name", participant.name.clone())]);
            }
            // Staff may call at short notice, and far ahead; caps are the client's, who is asked.
            _ => {}
        }
    }
    errors
}
