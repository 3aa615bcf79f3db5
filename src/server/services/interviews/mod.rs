//! Interviews that staff puts on the calendar by hand, and changes there.

mod begin;
mod people;
mod save;

pub use begin::{find_applications, plan, replan};
pub use people::people;
pub use save::save;
