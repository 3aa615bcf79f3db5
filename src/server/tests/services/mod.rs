//! services

mod account;
pub mod answers;
mod ats;
mod calendar;
mod candidates;
mod clients;
mod communication;
mod concurrency;
mod demo;
mod files;
mod forms;
mod help;
mod history;
mod hours;
mod interviews;
mod jobs;
mod live;
mod moves;
mod notes;
mod offers;
mod path;
mod pools;
mod refusals;
mod reminders;
mod rooms;
mod rounds;
