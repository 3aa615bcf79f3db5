//! The history of a candidate: what is kept of what happened, and how it is asked for.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::id::EventId;
use crate::domain::jobs::named;
use crate::domain::messages::MessageState;
use crate::domain::time::Instant;

named! {
    /// What an event is about.
    HistoryKind {
        /// The candidate's details and files.
        Data = "data",
        /// Where the candidate stands on a job.
        Stage = "stage",
        /// Finding a time, and interviews.
        Interview = "interview",
        /// Forms of interviews.
        Form = "form",
        /// Offers.
        Offer = "offer",
        /// Notes and tasks.
        Note = "note",
        /// Messages that could not be sent.
        Message = "message",
    }
}

impl HistoryKind {
    /// The actions that are of this kind, as patterns of SQL's `like`; empty ones match nothing.
    ///
    /// An action is `noun.verb`, see `server::store::history`.
    pub const fn patterns(self) -> [&'static str; 3] {
        match self {
            Self::Data => ["candidate.c%", "candidate.text%", "file.%"],
            Self::Stage => ["application.%", "candidate.presented", ""],
            Self::Interview => ["request.%", "interview.%", "link.%"],
            Self::Form => ["form.%", "", ""],
            Self::Offer => ["offer.%", "", ""],
            Self::Note => ["note.%", "task.%", "scheduling_task.%"],
            Self::Message => ["message.%", "", ""],
        }
    }
}

named! {
    /// What kind of person did something.
    ActorKind {
        /// A colleague.
        User = "user",
        /// Somebody at the client.
        Contact = "contact",
        /// The candidate.
        Candidate = "candidate",
        /// An attendee without an account.
        Attendee = "attendee",
        /// Agendum by itself.
        System = "system",
        /// Somebody who is not known.
        Public = "public",
    }
}

/// Which part of the history is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryQuery {
    /// Events of one kind only.
    #[serde(default)]
    pub kind: Option<HistoryKind>,
    /// Events of one person only, as [`Person::key`] names them; empty for all.
    #[serde(default)]
    pub person: String,
    /// The page, from 0.
    #[serde(default)]
    pub page: u32,
    /// The latest [`PRINTED`] at once, for paper.
    #[serde(default)]
    pub print: bool,
}

/// Events on paper, at most.
pub const PRINTED: u32 = 1_000;

/// Somebody who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// What tells them from others.
    pub key: String,
    /// The kind.
    pub kind: ActorKind,
    /// The name then; empty for those who have none.
    pub name: String,
}

/// Something that an event says besides what happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fact {
    /// Words as they were.
    Text {
        /// Not empty.
        text: String,
    },
    /// A moment.
    At {
        /// It.
        at: Instant,
    },
    /// A day.
    On {
        /// It.
        date: NaiveDate,
    },
    /// What the texts have a word for.
    Word {
        /// The message's key.
        key: String,
    },
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryLine {
    /// The event.
    pub id: EventId,
    /// When.
    pub at: Instant,
    /// Who.
    pub who: Person,
    /// What: `interview.booked`.
    pub action: String,
    /// On which job.
    pub job_title: Option<String>,
    /// More of it, by name.
    pub facts: Vec<(String, Fact)>,
    /// Who was told, and what became of the message.
    pub told: Vec<(String, MessageState)>,
}
