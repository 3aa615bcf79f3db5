//! The present in an open page: what the server said it was, carried on by the browser's clock.

use leptos::prelude::*;

use crate::domain::time::Instant;

/// The present, from what the server said on; it moves twice a minute. On the server it stands.
pub fn now_from(server: Instant) -> Signal<Instant> {
    let now = RwSignal::new(server);
    real::tick(now, server);
    now.into()
}

#[cfg(target_arch = "wasm32")]
mod real {
    use std::time::Duration;

    use super::*;
    use crate::domain::time::{from_ms, ms};

    pub fn tick(now: RwSignal<Instant>, server: Instant) {
        // Both readings are the browser's, so a wrong clock does not matter.
        let begun = js_sys::Date::now();
        Effect::new(move |_: Option<()>| {
            let timer = set_interval_with_handle(
                move || {
                    let gone = (js_sys::Date::now() - begun) as i64;
                    now.try_set(from_ms(ms(server) + gone));
                },
                Duration::from_secs(30),
            );
            on_cleanup(move || {
                if let Ok(timer) = timer {
                    timer.clear();
                }
            });
        });
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod real {
    use super::*;

    pub fn tick(_now: RwSignal<Instant>, _server: Instant) {}
}
