//! The question that the slots answer: who has to be there, when they can, and by which rules.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::participant::Participant;
use super::rules::{MAX_HORIZON_DAYS, Rules};

/// Participants of one request, those of all groups together.
pub const MAX_PARTICIPANTS: usize = 1_000;

/// Why a request was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// The duration is not 1 to [`MAX_MINUTES`](super::rules::MAX_MINUTES) minutes.
    #[error("a duration of {0} minutes")]
    Duration(u32),
    /// The step is not 1 to [`MAX_MINUTES`](super::rules::MAX_MINUTES) minutes.
    #[error("a step of {0} minutes")]
    Step(u32),
    /// The horizon is more than [`MAX_HORIZON_DAYS`] days after the least notice.
    #[error("a horizon of more than {MAX_HORIZON_DAYS} days")]
    Horizon,
    /// More people, or none, are needed of a group than it has.
    #[error("{needed} needed of a group of {of}")]
    Needed { needed: u32, of: usize },
    /// The same participant stands in the request twice.
    #[error("the participant {0} stands in the request twice")]
    Twice(String),
    /// More than [`MAX_PARTICIPANTS`].
    #[error("more than {MAX_PARTICIPANTS} participants")]
    TooMany,
}

/// How many of a group a slot needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Needed {
    /// Everybody.
    All,
    /// That many of them, whoever can; those first in the group are preferred.
    Any(u32),
}

/// People of whom all, or some, have to be there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The people, those to be preferred first.
    pub participants: Vec<Participant>,
    /// How many of them.
    pub needed: Needed,
}

impl Group {
    /// A group of which everybody is needed.
    pub fn all(participants: Vec<Participant>) -> Self {
        Self { participants, needed: Needed::All }
    }

    /// A group of which so many are needed.
    pub fn any(count: u32, participants: Vec<Participant>) -> Self {
        Self { participants, needed: Needed::Any(count) }
    }

    /// How many are needed, as a number.
    pub(super) fn needed_count(&self) -> usize {
        match self.needed {
            Needed::All => self.participants.len(),
            Needed::Any(count) => count as usize,
        }
    }
}

/// The whole question: rules, and groups that all have to be satisfied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RequestParts")]
pub struct Request {
    pub(super) rules: Rules,
    pub(super) groups: Vec<Group>,
}

#[derive(Deserialize)]
struct RequestParts {
    rules: Rules,
    groups: Vec<Group>,
}

impl TryFrom<RequestParts> for Request {
    type Error = RequestError;
    fn try_from(parts: RequestParts) -> Result<Self, RequestError> {
        Request::new(parts.rules, parts.groups)
    }
}

impl Request {
    /// A question about slots.
    ///
    /// # Errors
    /// When a group cannot have as many as it needs, a participant stands in it twice, or there are too many.
    pub fn new(rules: Rules, groups: Vec<Group>) -> Result<Self, RequestError> {
        let mut keys = HashSet::new();
        for group in &groups {
            let of = group.participants.len();
            if let Needed::Any(needed) = group.needed
                && (needed == 0 || needed as usize > of)
            {
                return Err(RequestError::Needed { needed, of });
            }
            if let Some(again) = group.participants.iter().find(|participant| !keys.insert(participant.key.as_str())) {
                return Err(RequestError::Twice(again.key.clone()));
            }
        }
        if keys.len() > MAX_PARTICIPANTS {
            return Err(RequestError::TooMany);
        }
        Ok(Self { rules, groups })
    }

    /// The rules.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The groups.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }
}
