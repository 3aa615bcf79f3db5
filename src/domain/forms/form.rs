//! One attendee's form of one interview: not begun → draft → submitted → changed after submission.
//!
//! What was submitted stands until it is submitted anew: a draft beside it changes nothing that others see.

use serde::{Deserialize, Serialize};

use super::answers::Answers;
use crate::domain::jobs::named;
use crate::domain::time::Instant;

named! {
    /// Where a form stands, without what is in it.
    FormState {
        /// Nobody has written anything.
        NotBegun = "not_begun",
        /// The attendee has begun.
        Draft = "draft",
        /// The attendee's evaluation.
        Submitted = "submitted",
        /// The same, changed since; what it was before is in its history.
        Changed = "changed",
    }
}

impl FormState {
    /// Whether there is an evaluation.
    pub const fn is_submitted(self) -> bool {
        matches!(self, Self::Submitted | Self::Changed)
    }
}

/// There is no draft to throw away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no draft")]
pub struct NoDraft;

/// A form with what is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Form {
    /// Nothing was written.
    NotBegun,
    /// Only a draft.
    Draft {
        /// What was kept last.
        draft: Answers,
    },
    /// An evaluation as it was first submitted.
    Submitted {
        /// The evaluation.
        answers: Answers,
        /// When.
        at: Instant,
        /// A change that is being written.
        draft: Option<Answers>,
    },
    /// An evaluation that was changed.
    Changed {
        /// The evaluation.
        answers: Answers,
        /// When it was first submitted.
        at: Instant,
        /// When it was changed last.
        changed_at: Instant,
        /// A change that is being written.
        draft: Option<Answers>,
    },
}

impl Form {
    /// Where it stands.
    pub const fn state(&self) -> FormState {
        match self {
            Self::NotBegun => FormState::NotBegun,
            Self::Draft { .. } => FormState::Draft,
            Self::Submitted { .. } => FormState::Submitted,
            Self::Changed { .. } => FormState::Changed,
        }
    }

    /// The evaluation, once there is one.
    pub const fn answers(&self) -> Option<&Answers> {
        match self {
            Self::NotBegun | Self::Draft { .. } => None,
            Self::Submitted { answers, .. } | Self::Changed { answers, .. } => Some(answers),
        }
    }

    /// What is being written; only its author sees it.
    pub const fn draft(&self) -> Option<&Answers> {
        match self {
            Self::NotBegun => None,
            Self::Draft { draft } => Some(draft),
            Self::Submitted { draft, .. } | Self::Changed { draft, .. } => draft.as_ref(),
        }
    }

    /// When it was first submitted, and when changed last.
    pub const fn times(&self) -> (Option<Instant>, Option<Instant>) {
        match self {
            Self::NotBegun | Self::Draft { .. } => (None, None),
            Self::Submitted { at, .. } => (Some(*at), None),
            Self::Changed { at, changed_at, .. } => (Some(*at), Some(*changed_at)),
        }
    }

    /// Keeps a draft.
    #[must_use]
    pub fn keep(self, written: Answers) -> Self {
        match self {
            Self::NotBegun | Self::Draft { .. } => Self::Draft { draft: written },
            Self::Submitted { answers, at, .. } => {
                let draft = (written != answers).then_some(written);
                Self::Submitted { answers, at, draft }
            }
            Self::Changed { answers, at, changed_at, .. } => {
                let draft = (written != answers).then_some(written);
                Self::Changed { answers, at, changed_at, draft }
            }
        }
    }

    /// Throws the draft away.
    ///
    /// # Errors
    /// When there is none.
    pub fn discard(self) -> Result<Self, NoDraft> {
        match self {
            Self::Draft { .. } => Ok(Self::NotBegun),
            Self::Submitted { answers, at, draft: Some(_) } => Ok(Self::Submitted { answers, at, draft: None }),
            Self::Changed { answers, at, changed_at, draft: Some(_) } => Ok(Self::Changed { answers, at, changed_at, draft: None }),
            _ => Err(NoDraft),
        }
    }

    /// Submits an evaluation, first or anew; the same once more changes nothing.
    #[must_use]
    pub fn submit(self, written: Answers, now: Instant) -> Self {
        match self {
            Self::NotBegun | Self::Draft { .. } => Self::Submitted { answers: written, at: now, draft: None },
            Self::Submitted { answers, at, .. } if answers == written => Self::Submitted { answers, at, draft: None },
            Self::Changed { answers, at, changed_at, .. } if answers == written => Self::Changed { answers, at, changed_at, draft: None },
            Self::Submitted { at, .. } | Self::Changed { at, .. } => Self::Changed { answers: written, at, changed_at: now, draft: None },
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::answers;
    use super::*;
    use crate::domain::time::from_ms;

    #[derive(Debug, Clone)]
    enum Step {
        Keep(Answers),
        Submit(Answers),
        Discard,
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![answers().prop_map(Step::Keep), answers().prop_map(Step::Submit), Just(Step::Discard)];
        proptest::collection::vec(step, 0..12)
    }

    proptest! {
        #[test]
        fn an_evaluation_changes_only_by_submitting(steps in steps()) {
            let mut form = Form::NotBegun;
            for (i, step) in steps.into_iter().enumerate() {
                let before = form.clone();
                let now = from_ms(i as i64 + 1);
                form = match step {
                    Step::Keep(written) => {
                        let after = form.keep(written.clone());
                        prop_assert_eq!(after.answers(), before.answers());
                        prop_assert_eq!(after.draft().or(after.answers()), Some(&written));
                        after
                    }
                    Step::Discard => form.discard().unwrap_or(before.clone()),
                    Step::Submit(written) => {
                        let after = form.submit(written.clone(), now);
                        prop_assert_eq!(after.answers(), Some(&written));
                        prop_assert_eq!(after.draft(), None);
                        after
                    }
                };
                if before.state().is_submitted() {
                    prop_assert!(form.state().is_submitted(), "what was submitted stays so");
                    prop_assert_eq!(form.times().0, before.times().0);
                }
                if form.answers() != before.answers() && before.answers().is_some() {
                    prop_assert_eq!(form.state(), FormState::Changed);
                    prop_assert_eq!(form.times().1, Some(now));
                }
            }
        }
    }

    #[test]
    fn nothing_written_can_not_be_thrown_away() {
        assert!(Form::NotBegun.discard().is_err());
        assert_eq!(Form::NotBegun.keep(Answers::default()).discard(), Ok(Form::NotBegun));
    }
}
