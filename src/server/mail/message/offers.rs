//! Messages about offers: to the candidate, and to colleagues.

use super::{Recipient, Sender};
use crate::domain::id::ApplicationId;
use crate::domain::time::Instant;

/// What a candidate is told of an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfferMailStep {
    /// It is there to be read.
    Sent {
        /// The offer: a path (`paths::offer`).
        link: String,
        /// When the time to answer is over.
        expires_at: Instant,
    },
    /// It was taken back.
    Rescinded,
    /// What they signed has arrived.
    Accepted,
}

/// A candidate gets an offer, or hears what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferMail {
    /// The candidate.
    pub to: Recipient,
    /// The recruiter.
    pub sender: Sender,
    /// The application.
    pub application_id: ApplicationId,
    /// The job's title.
    pub job_title: String,
    /// Whom the job is with.
    pub company: String,
    /// What of it.
    pub step: OfferMailStep,
}

/// The code with which a candidate opens an offer.
#[derive(Clone, PartialEq, Eq)]
pub struct OfferCode {
    /// The candidate.
    pub to: Recipient,
    /// The application.
    pub application_id: ApplicationId,
    /// Six digits.
    pub code: String,
    /// Until when it holds.
    pub expires_at: Instant,
}

impl std::fmt::Debug for OfferCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OfferCode").field("to", &self.to).finish_non_exhaustive()
    }
}

/// What a colleague is told of an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfferStaffStep {
    /// They have to approve it.
    Asked,
    /// Everybody has approved it.
    Approved,
    /// Somebody has refused it.
    Refused,
    /// The candidate has accepted it.
    Accepted,
    /// The candidate has declined it.
    Declined,
    /// Nobody answered in time.
    Expired,
}

impl OfferStaffStep {
    /// The end of the messages' keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Expired => "expired",
        }
    }
}

/// A colleague hears of an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferNews {
    /// The colleague.
    pub to: Recipient,
    /// What of it.
    pub step: OfferStaffStep,
    /// The candidate's name.
    pub candidate: String,
    /// The job's title.
    pub job_title: String,
    /// What somebody said to it; may be empty.
    pub words: String,
    /// The offer: a path.
    pub link: String,
}
