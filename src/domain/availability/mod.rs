//! When people can meet: weekly hours, painted windows, slots, and the reason for a no.

pub mod conflict;
pub mod form;
mod grid;
pub mod page;
#[cfg(test)]
mod properties;
mod request;
pub mod slots;
pub mod weekly;
pub mod windows;
