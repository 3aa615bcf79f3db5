//! services

mod concurrency;
mod live;
mod path;
mod refusals;
