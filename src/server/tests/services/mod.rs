//! services

mod concurrency;
mod demo;
mod candidates;
mod clients;
mod jobs;
mod live;
mod path;
mod refusals;
