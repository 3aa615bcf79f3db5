//! Tests over the whole server: store and services on both databases, http through the router.

pub mod documents;
mod http;
pub mod mail;
pub mod records;
mod services;
mod store;
pub mod support;
pub mod world;
