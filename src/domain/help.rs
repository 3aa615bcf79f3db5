//! Pages of the manual.

use serde::{Deserialize, Serialize};

use super::jobs::named;

named! {
    /// What a page of the manual is about.
    Topic {
        /// Putting interviews on the calendar, moving them, calling them off.
        Schedule = "schedule",
        /// Presenting candidates, the client's availability.
        Clients = "clients",
        /// Candidates, and how they book.
        Candidates = "candidates",
        /// What everybody is sent, and how they answer.
        Invitations = "invitations",
        /// Forms, and evaluations side by side.
        Evaluate = "evaluate",
        /// Writing, sending and following up offers.
        Offers = "offers",
        /// What coordinators have to do.
        Tasks = "tasks",
        /// Working hours and busy times.
        Hours = "hours",
        /// Rooms.
        Rooms = "rooms",
        /// Connections to outside services.
        Connections = "connections",
        /// Connections to applicant tracking systems.
        Ats = "ats",
        /// Accounts, the organisation, reminders, form templates, messages that could not be sent.
        Settings = "settings",
    }
}
