//! Interviews that staff puts on the calendar by hand, and changes there.

mod begin;
mod how;
mod mend;
mod people;
mod save;
mod shift;
mod standing;

pub use begin::{copy, find_applications, plan, replan};
pub use mend::{swap, switch_room, ways};
pub use people::people;
pub use save::save;
pub use shift::{shift, undo_shift};
