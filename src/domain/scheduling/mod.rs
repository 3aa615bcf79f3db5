//! Interviews and the invitations that tell of them.

pub mod answer;
pub mod interview;
pub mod invitation;
pub mod plan;
pub mod reminders;
