//! The server: everything that waits, stores or sends.

pub mod ats;
pub mod bus;
pub mod carriers;
pub mod clock;
pub mod config;
pub mod ctx;
pub mod error;
pub mod files;
pub mod http;
pub mod ics;
pub mod ids;
pub mod jobs;
pub mod keys;
pub mod mail;
pub mod manual;
pub mod passwords;
pub mod pdf;
pub mod run;
pub mod services;
pub mod sheet;
pub mod site;
pub mod store;
pub mod table;
pub mod telemetry;
pub mod zones;

#[cfg(test)]
mod tests;
