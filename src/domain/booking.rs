//! An interview request: from the presentation to the client to the booked interview, as a state machine.

use serde::{Deserialize, Serialize};

use super::jobs::named;

named! {
    /// Where an interview request stands.
    RequestStage {
        /// Presented: the client has not chosen yet.
        Presented = "presented",
        /// The client (or, in-house, the recruiter) wants the interview; the candidate is not invited yet.
        Chosen = "chosen",
        /// The candidate has the booking link.
        Invited = "invited",
        /// An interview is confirmed.
        Booked = "booked",
        /// The interview was cancelled; it may be booked again.
        Cancelled = "cancelled",
        /// The client declined the candidate.
        Declined = "declined",
        /// The recruiter took the candidate back.
        Withdrawn = "withdrawn",
    }
}

/// What is done to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestStep {
    /// The client wants the interview.
    Choose,
    /// The client does not.
    Decline,
    /// The candidate gets the booking link.
    Invite,
    /// A slot is confirmed.
    Book,
    /// The interview is called off.
    Cancel,
    /// The recruiter takes the candidate back.
    Withdraw,
    /// Presented once more after a decline or withdrawal.
    Present,
}

/// A step that the present state does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a request that is {state:?} can not take the step {step:?}")]
pub struct NotPossible {
    /// The present state.
    pub state: RequestStage,
    /// The step asked for.
    pub step: RequestStep,
}

impl RequestStage {
    /// The state after a step.
    ///
    /// # Errors
    /// When the state does not allow the step.
    pub fn after(self, step: RequestStep) -> Result<Self, NotPossible> {
        use RequestStage as S;
        use RequestStep as T;
        match (self, step) {
            (S::Presented | S::Declined, T::Choose) => Ok(S::Chosen),
            (S::Presented | S::Chosen | S::Invited | S::Cancelled, T::Decline) => Ok(S::Declined),
            (S::Chosen | S::Invited | S::Cancelled, T::Invite) => Ok(S::Invited),
            (S::Invited | S::Cancelled, T::Book) => Ok(S::Booked),
            (S::Booked, T::Cancel) => Ok(S::Cancelled),
            (S::Presented | S::Chosen | S::Invited | S::Cancelled | S::Declined, T::Withdraw) => Ok(S::Withdrawn),
            (S::Declined | S::Withdrawn, T::Present) => Ok(S::Presented),
            (state, step) => Err(NotPossible { state, step }),
        }
    }
}

named! {
    /// Whom the next step is waited for.
    WaitingFor {
        /// The client: to choose, or to share availability.
        Client = "client",
        /// The candidate: to pick a slot.
        Candidate = "candidate",
        /// Us: to invite, to follow up.
        Recruiter = "recruiter",
        /// Nobody: booked, or over.
        Nobody = "nobody",
    }
}

/// Whom a request waits for.
///
/// `page_answered`: the client's page has availability, or the job needs none.
pub const fn waiting_for(state: RequestStage, page_answered: bool) -> WaitingFor {
    match state {
        RequestStage::Presented => WaitingFor::Client,
        RequestStage::Chosen => {
            if page_answered {
                WaitingFor::Recruiter
            } else {
                WaitingFor::Client
            }
        }
        RequestStage::Invited => {
            if page_answered {
                WaitingFor::Candidate
            } else {
                WaitingFor::Client
            }
        }
        RequestStage::Cancelled => WaitingFor::Recruiter,
        RequestStage::Booked | RequestStage::Declined | RequestStage::Withdrawn => WaitingFor::Nobody,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STEPS: [RequestStep; 7] = [
        RequestStep::Choose,
        RequestStep::Decline,
        RequestStep::Invite,
        RequestStep::Book,
        RequestStep::Cancel,
        RequestStep::Withdraw,
        RequestStep::Present,
    ];

    proptest! {
        /// Whatever is tried in whatever order: nothing is booked that was not invited since it was last presented, what is
        /// booked only ends by a cancellation, and a refused step says state and step.
        #[test]
        fn every_walk_keeps_the_rules(tries in proptest::collection::vec(0..STEPS.len(), 0..60)) {
            let (mut state, mut chosen, mut invited) = (RequestStage::Presented, false, false);
            for step in tries.into_iter().map(|number| STEPS[number]) {
                match state.after(step) {
                    Err(refused) => prop_assert_eq!(refused, NotPossible { state, step }),
                    Ok(next) => {
                        if state == RequestStage::Booked {
                            prop_assert_eq!(step, RequestStep::Cancel);
                        }
                        match step {
                            RequestStep::Choose => chosen = true,
                            RequestStep::Invite => {
                                prop_assert!(chosen);
                                invited = true;
                            }
                            RequestStep::Book => prop_assert!(invited && next == RequestStage::Booked),
                            RequestStep::Decline | RequestStep::Withdraw => (chosen, invited) = (false, false),
                            RequestStep::Present => prop_assert!(!chosen && next == RequestStage::Presented),
                            RequestStep::Cancel => prop_assert_eq!(next, RequestStage::Cancelled),
                        }
                        state = next;
                    }
                }
            }
        }

        /// From every state in which somebody is waited for, the one who is waited for can go on.
        #[test]
        fn nobody_waits_for_nothing(number in 0..RequestStage::ALL.len(), answered: bool) {
            let state = RequestStage::ALL[number];
            let goes_on = STEPS.iter().any(|step| state.after(*step).is_ok());
            prop_assert!(goes_on || waiting_for(state, answered) == WaitingFor::Nobody);
        }
    }
}
