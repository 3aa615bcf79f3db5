//! Server functions: the only door between browser and server, one file per noun.

pub mod account;
pub mod answers;
pub mod availability;
pub mod booking;
pub mod calendar;
pub mod candidates;
pub mod channels;
pub mod clients;
pub mod colleagues;
pub mod error;
pub mod form_templates;
pub mod forms;
pub mod help;
pub mod history;
pub mod hours;
pub mod interviews;
pub mod jobs;
pub mod messages;
pub mod notes;
pub mod offer_templates;
pub mod organisation;
pub mod pipeline;
pub mod presentations;
pub mod reminders;
pub mod rooms;
