//! What becomes of an offer: written → (approved →) sent → accepted or declined, rescinded or expired.

use serde::{Deserialize, Serialize};

use crate::domain::error::{FieldErrors, text};
use crate::domain::jobs::named;

named! {
    /// Where an offer stands.
    OfferState {
        /// It is being written.
        Draft = "draft",
        /// Those who must approve are asked.
        Approving = "approving",
        /// All of them have; it can be sent as it is.
        Approved = "approved",
        /// The candidate has it and has not answered.
        Sent = "sent",
        /// The candidate has signed.
        Accepted = "accepted",
        /// The candidate does not want it.
        Declined = "declined",
        /// It was taken back.
        Rescinded = "rescinded",
        /// Nobody answered in time.
        Expired = "expired",
    }
}

named! {
    /// What somebody does with an offer.
    OfferStep {
        /// Its text is changed: approvals are void.
        Change = "change",
        /// Asks those who must approve.
        Ask = "ask",
        /// The last of them approves.
        Approve = "approve",
        /// One of them refuses.
        Refuse = "refuse",
        /// Sends it to the candidate.
        Send = "send",
        /// The candidate signs.
        Accept = "accept",
        /// The candidate declines.
        Decline = "decline",
        /// We take it back.
        Rescind = "rescind",
        /// Its time has passed.
        Expire = "expire",
    }
}

/// The longest reason, in characters.
pub const MOST_REASON: usize = 1_000;

/// Why something is done with an offer: trimmed. `needed`: it can not be left out.
///
/// # Errors
/// At `reason`.
pub fn check_reason(typed: &str, needed: bool) -> Result<String, FieldErrors> {
    let mut errors = FieldErrors::default();
    let reason = text(typed, "reason", usize::from(needed), MOST_REASON, &mut errors);
    errors.or(reason)
}

/// A step that is possible: made by [`OfferState::step`] only, and the only thing the store takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition {
    from: OfferState,
    to: OfferState,
    step: OfferStep,
}

impl Transition {
    /// Where the offer has to stand.
    pub const fn from(self) -> OfferState {
        self.from
    }

    /// Where it stands afterwards.
    pub const fn to(self) -> OfferState {
        self.to
    }

    /// What was done.
    pub const fn step(self) -> OfferStep {
        self.step
    }
}

/// The step is not possible from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("{step:?} is not possible of an offer that is {from:?}")]
pub struct NotFromHere {
    /// Where it stands.
    pub from: OfferState,
    /// What was wanted.
    pub step: OfferStep,
}

impl OfferState {
    /// The step, if it is possible from here. `needs_approval`: others have to approve the offer before it is sent.
    ///
    /// # Errors
    /// [`NotFromHere`].
    pub const fn step(self, step: OfferStep, needs_approval: bool) -> Result<Transition, NotFromHere> {
        use OfferState as S;
        use OfferStep as T;
        let to = match (self, step) {
            (S::Draft | S::Approving | S::Approved, T::Change) => S::Draft,
            (S::Draft, T::Ask) if needs_approval => S::Approving,
            (S::Approving, T::Approve) => S::Approved,
            (S::Approving, T::Refuse) => S::Draft,
            (S::Draft, T::Send) if !needs_approval => S::Sent,
            (S::Approved, T::Send) => S::Sent,
            (S::Sent, T::Accept) => S::Accepted,
            (S::Sent, T::Decline) => S::Declined,
            (S::Sent, T::Rescind) => S::Rescinded,
            (S::Sent, T::Expire) => S::Expired,
            _ => return Err(NotFromHere { from: self, step }),
        };
        Ok(Transition { from: self, to, step })
    }

    /// The candidate can still answer: the application stays in its stage until it is answered or rescinded.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Sent)
    }

    /// It is over without an acceptance: another can be made.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Declined | Self::Rescinded | Self::Expired)
    }

    /// Its text can no longer change.
    pub const fn is_frozen(self) -> bool {
        !matches!(self, Self::Draft | Self::Approving | Self::Approved)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every pair of state and step, with and without approval, against the table.
    #[test]
    fn nothing_is_possible_but_what_the_table_says() {
        use OfferState as S;
        use OfferStep as T;
        let table = [
            (S::Draft, T::Change, None, S::Draft),
            (S::Approving, T::Change, None, S::Draft),
            (S::Approved, T::Change, None, S::Draft),
            (S::Draft, T::Ask, Some(true), S::Approving),
            (S::Approving, T::Approve, None, S::Approved),
            (S::Approving, T::Refuse, None, S::Draft),
            (S::Draft, T::Send, Some(false), S::Sent),
            (S::Approved, T::Send, None, S::Sent),
            (S::Sent, T::Accept, None, S::Accepted),
            (S::Sent, T::Decline, None, S::Declined),
            (S::Sent, T::Rescind, None, S::Rescinded),
            (S::Sent, T::Expire, None, S::Expired),
        ];
        for &state in S::ALL {
            for &step in T::ALL {
                for needs_approval in [false, true] {
                    let row = table
                        .iter()
                        .find(|(from, by, when, _)| *from == state && *by == step && when.is_none_or(|when| when == needs_approval));
                    match (state.step(step, needs_approval), row) {
                        (Ok(transition), Some((.., to))) => {
                            assert_eq!((transition.from(), transition.to(), transition.step()), (state, *to, step))
                        }
                        (Err(error), None) => assert_eq!(error, NotFromHere { from: state, step }),
                        (got, row) => panic!("{state:?} {step:?} {needs_approval}: {got:?}, {row:?}"),
                    }
                }
            }
            assert_eq!(state.is_frozen(), state.step(T::Change, false).is_err());
            assert!(!(state.is_open() && state.is_over()));
        }
    }
}
