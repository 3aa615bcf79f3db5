//! The calendar as geometry: days of their true length, events side by side, what is selected. No pixels and no browser.

pub mod layout;
pub mod pack;
pub mod selection;
pub mod view;
