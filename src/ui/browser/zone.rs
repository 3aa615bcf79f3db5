//! The viewer's time zone. `early.rs` tells the server what the computer is set to; here the viewer chooses another.

use super::{cookies, native};
use crate::domain::time::is_zone_name;

/// Shows all times in this zone from now on.
pub fn keep(zone: &str) {
    cookies::set("zone", zone);
    cookies::set("zone_kept", "1");
}

/// Follows the computer again.
pub fn follow_computer() {
    cookies::remove("zone_kept");
    match name() {
        Some(zone) => cookies::set("zone", &zone),
        None => cookies::remove("zone"),
    }
}

/// The IANA name of the zone that the computer is set to; `None` where the browser does not tell.
pub fn name() -> Option<String> {
    native::zone().filter(|name| is_zone_name(name))
}

/// All zones by name; empty where the browser does not tell.
pub fn names() -> Vec<String> {
    native::zones()
}

/// Loads the page again, in the zone chosen.
pub fn reload() {
    native::reload();
}
