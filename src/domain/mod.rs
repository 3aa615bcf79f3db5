//! Rules and types: no waiting, no input or output, nothing of the server or the browser; the same code runs in both.

pub mod ats;
pub mod availability;
pub mod booking;
pub mod calendar;
pub mod can;
pub mod candidates;
pub mod channels;
pub mod clients;
pub mod communication;
pub mod connections;
pub mod error;
pub mod forms;
pub mod help;
pub mod history;
pub mod id;
pub mod import;
pub mod jobs;
pub mod list;
pub mod locale;
pub mod messages;
pub mod notes;
pub mod offers;
pub mod password;
pub mod people;
pub mod pipeline;
pub mod rooms;
pub mod scheduling;
pub mod span;
pub mod tasks;
#[cfg(test)]
pub(crate) mod testing;
pub mod time;
pub mod typed;
