//! services

<<<<<<< HEAD
mod account;
=======
mod calendar;
mod concurrency;
mod demo;
>>>>>>> grid-next
mod candidates;
mod clients;
mod concurrency;
mod demo;
mod jobs;
mod live;
mod path;
mod refusals;
