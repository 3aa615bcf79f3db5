//! zones
/// known
pub fn is_known(name: &str) -> bool { name.parse::<chrono_tz::Tz>().is_ok() }
