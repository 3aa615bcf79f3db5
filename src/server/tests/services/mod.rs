//! services

mod calendar;
mod concurrency;
mod demo;
mod candidates;
mod clients;
mod jobs;
mod account;
mod live;
mod path;
mod refusals;
