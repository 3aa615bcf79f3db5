//! One file per route.

pub mod account;
pub mod answer;
pub mod booking;
pub mod calendar;
pub mod candidate;
pub mod candidates;
pub mod client;
pub mod client_page;
pub mod clients;
pub mod door;
pub mod forgot;
pub mod home;
pub mod interview;
pub mod invitation;
pub mod job;
pub mod jobs;
pub mod not_found;
pub mod on_behalf;
pub mod pipeline;
pub mod reset;
pub mod settings;
pub mod setup;
pub mod sign_in;
