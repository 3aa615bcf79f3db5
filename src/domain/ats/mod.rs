//! Applicant tracking systems: what they tell of, read into records that merge in any order.

pub mod connection;
pub mod generic;
pub mod greenhouse;
pub mod lever;
pub mod reading;
pub mod record;
#[cfg(test)]
mod tests;
