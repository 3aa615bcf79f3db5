//! Agendum: interview scheduling and tracking.
//!
//! Rings, each importing only inwards: [`domain`] (rules) ← [`api`] (server functions, the one door between browser and
//! server) ← [`ui`] (pages), and `server` (store, services, mail), which only the server has. `docs/architecture.md`
//! follows one booking through them.

#![recursion_limit = "512"]

// Without what the `booking` bundle never calls: it turns pages and draws none, and would be compiled for minutes.
#[cfg(not(feature = "booking"))]
pub mod api;
#[cfg(not(feature = "booking"))]
pub mod app;
pub mod domain;
#[cfg(not(feature = "booking"))]
pub mod paths;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(not(feature = "booking"))]
pub mod text;
pub mod ui;

/// Takes the server's page over in the browser.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    #[cfg(feature = "booking")]
    ui::browser::turn::begin();
    #[cfg(not(feature = "booking"))]
    if cfg!(feature = "public") {
        leptos::mount::hydrate_body(app::PublicApp);
    } else {
        leptos::mount::hydrate_body(app::App);
    }
    // After the effects of the first run: whoever waits for a page that answers to clicks (tests) waits for this.
    leptos::prelude::set_timeout(
        || {
            if let Some(body) = leptos::prelude::document().body() {
                let _ = body.set_attribute("data-hydrated", "");
            }
        },
        std::time::Duration::ZERO,
    );
}

/// Shows the week grid by itself: `ui::calendar::bench::mount`.
///
/// # Errors
/// As there.
#[cfg(feature = "grid-bench")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn grid_mount(events: &str) -> Result<(), String> {
    ui::calendar::bench::mount(events)
}

/// Shows another week of it: `ui::calendar::bench::goto_week`.
///
/// # Errors
/// As there.
#[cfg(feature = "grid-bench")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn grid_goto_week(iso: &str) -> Result<(), String> {
    ui::calendar::bench::goto_week(iso)
}
