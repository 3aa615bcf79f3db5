//! Interviews and the invitations that tell of them.

pub mod interview;
pub mod invitation;
pub mod plan;
