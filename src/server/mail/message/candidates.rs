//! Messages to candidates, besides those of interviews and offers.

use super::{Recipient, Sender};
use crate::domain::id::{ApplicationId, CandidateId};
use crate::server::mail::Attached;

/// A candidate is asked to pick a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookingInvitation {
    /// The candidate.
    pub to: Recipient,
    /// The recruiter.
    pub sender: Sender,
    /// The application.
    pub application_id: ApplicationId,
    /// The job's title.
    pub job_title: String,
    /// Whom the job is with: the client, or the organisation itself.
    pub company: String,
    /// Which interview of the round, where that has several.
    pub interview: Option<String>,
    /// How long the interview lasts.
    pub duration_minutes: u32,
    /// The client's words for candidates; may be empty.
    pub words: String,
    /// The booking page: a path (`paths::booking`).
    pub link: String,
}

/// A colleague writes to a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CandidateMail {
    /// The candidate.
    pub to: Recipient,
    /// Who writes.
    pub sender: Sender,
    /// The candidate's record.
    pub candidate_id: CandidateId,
    /// The application that it is about.
    pub application_id: Option<ApplicationId>,
    /// One line.
    pub subject: String,
    /// What they write.
    pub text: String,
    /// Documents that go with it.
    pub attached: Vec<Attached>,
}
