//! Ids: UUIDs of version 7, so that they sort by the time they were made (RFC 9562, section 5.7).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::error::FieldErrors;

/// A text that is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct InvalidId;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// The id with these bits.
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The bits.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Uuid::try_parse(text).map(Self).map_err(|_| InvalidId)
            }
        }
    )*};
}

ids! {
    /// A colleague with an account.
    UserId;
    /// A client company.
    ClientId;
    /// A person at a client.
    ContactId;
    /// A job (requisition).
    JobId;
    /// A stage of a job.
    StageId;
    /// An interview template of a stage.
    TemplateId;
    /// A candidate.
    CandidateId;
    /// A stored file.
    FileId;
    /// A candidate on a job.
    ApplicationId;
    /// A client contact's page for one job.
    PageId;
    /// An interview request.
    RequestId;
    /// An interview.
    InterviewId;
    /// A form template.
    FormTemplateId;
    /// A version of a form template.
    FormVersionId;
    /// A form of one attendee of one interview.
    FormId;
    /// A template of offer letters.
    OfferTemplateId;
    /// A version of a template of offer letters.
    OfferVersionId;
    /// An offer to a candidate.
    OfferId;
    /// A text that mails to candidates begin with.
    MailTemplateId;
    /// A table of candidates that is being imported.
    ImportId;
    /// A room.
    RoomId;
    /// A note about a candidate.
    NoteId;
    /// A task of a coordinator.
    TaskId;
    /// A connection to an applicant tracking system.
    AtsId;
    /// Whoever or whatever can be booked.
    CalendarId;
    /// A block of busy time.
    BusyId;
    /// An emailed link.
    LinkId;
    /// A history event.
    EventId;
    /// A message.
    MessageId;
}

macro_rules! calendars {
    ($($owner:ident)*) => {$(
        impl From<$owner> for CalendarId {
            /// A calendar has the id of its owner.
            fn from(owner: $owner) -> Self {
                Self(owner.0)
            }
        }
    )*};
}
calendars! { UserId ContactId CandidateId RoomId }

/// Reads an id that came in a form field, or notes the error there.
pub fn parse_field<T: FromStr<Err = InvalidId>>(text: &str, field: &'static str, errors: &mut FieldErrors) -> Option<T> {
    text.parse().map_err(|InvalidId| errors.add(field, "error-choose")).ok()
}

/// Reads an optional id; the empty text, as an unchosen field of a plain form sends it, is none.
///
/// # Errors
/// When it is neither empty nor an id.
pub fn blank_as_none<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: FromStr<Err = InvalidId>,
{
    match Option::<String>::deserialize(deserializer)? {
        Some(text) if !text.trim().is_empty() => text.trim().parse().map(Some).map_err(serde::de::Error::custom),
        _ => Ok(None),
    }
}
