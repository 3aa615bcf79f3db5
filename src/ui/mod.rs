//! What people see. The `booking` bundle has the part only that touches the browser.

#[cfg(not(feature = "booking"))]
pub mod availability;
pub mod browser;
#[cfg(not(feature = "booking"))]
pub mod calendar;
#[cfg(not(feature = "booking"))]
pub mod components;
#[cfg(not(feature = "booking"))]
pub mod forms;
#[cfg(not(feature = "booking"))]
pub mod latest;
#[cfg(not(feature = "booking"))]
pub mod offers;
#[cfg(not(feature = "booking"))]
pub mod pages;
#[cfg(not(feature = "booking"))]
pub mod records;
#[cfg(not(feature = "booking"))]
pub mod returned;
#[cfg(not(feature = "booking"))]
pub mod shell;
#[cfg(not(feature = "booking"))]
pub mod viewer;
