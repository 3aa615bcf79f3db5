//! What people see.

pub mod availability;
pub mod browser;
pub mod calendar;
pub mod components;
pub mod forms;
pub mod pages;
pub mod records;
pub mod returned;
pub mod shell;
pub mod viewer;
