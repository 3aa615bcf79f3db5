//! When people can meet: weekly hours, painted windows, slots, and the reason for a no.

pub mod conflict;
pub mod form;
mod grid;
pub mod page;
mod participant;
#[cfg(test)]
mod properties;
mod request;
mod rules;
pub mod slots;
pub mod weekly;
pub mod windows;
