//! services

mod concurrency;
mod demo;
mod live;
mod path;
mod refusals;
