//! Use cases: each one transaction, each asks `domain::can`, each records what happened.

pub mod account;
pub mod answers;
pub mod applications;
pub mod availability;
pub mod booking;
pub mod calendar;
pub mod candidates;
pub mod channels;
pub mod clients;
pub mod colleagues;
pub mod demo;
pub mod files;
pub mod forms;
pub mod interviews;
pub mod jobs;
pub mod links;
pub mod messages;
pub mod organisation;
pub mod pipeline;
pub mod presentations;
pub mod reminders;
pub mod rooms;
pub mod sign_in;
pub mod slots;
pub mod team;
pub mod throttle;
