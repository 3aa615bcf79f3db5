//! Interviews and the people in them.

use serde::{Deserialize, Serialize};

use crate::domain::jobs::named;

named! {
    /// Whether an interview takes place.
    InterviewState {
        /// It does.
        Confirmed = "confirmed",
        /// It was called off.
        Cancelled = "cancelled",
    }
}

named! {
    /// In what part somebody takes part.
    PersonKind {
        /// The candidate.
        Candidate = "candidate",
        /// The client's contact.
        Contact = "contact",
        /// A colleague who interviews.
        Attendee = "attendee",
        /// The recruiter in whose name the invitation goes out; takes no part.
        Organiser = "organiser",
    }
}

named! {
    /// An answer to an invitation (RFC 5545, section 3.2.12).
    Response {
        /// No answer yet.
        NeedsAction = "needs_action",
        /// Will come.
        Accepted = "accepted",
        /// May come.
        Tentative = "tentative",
        /// Will not come.
        Declined = "declined",
    }
}
