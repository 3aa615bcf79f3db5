//! When people can meet: weekly hours, painted windows, slots, and the reason for a no.

pub mod busy;
pub mod conflict;
pub mod form;
mod grid;
pub mod hours;
pub mod page;
mod participant;
#[cfg(test)]
mod properties;
mod request;
mod rules;
pub mod slots;
pub mod standing;
pub mod weekly;
pub mod windows;
