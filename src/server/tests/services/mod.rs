//! services

mod live;
