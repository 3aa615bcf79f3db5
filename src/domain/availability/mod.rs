//! When people can meet: weekly hours, painted windows, slots, and the reason for a no.

pub mod conflict;
mod grid;
mod request;
pub mod slots;
pub mod weekly;
pub mod windows;
