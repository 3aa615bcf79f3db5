//! `/c/TOKEN`: the client's page: who was presented, and when they can meet.

mod body;
mod candidates;
mod draft;
mod hours;
mod interviews;
mod rules;
mod windows;
mod zone_choice;

pub use body::ClientPageBody;
pub use draft::zone_of;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page that a client's link opens.
#[component]
pub fn ClientPage() -> impl IntoView {
    let token = use_params_map().with_untracked(|params| params.get("token")).unwrap_or_default();
    view! {
        <main class="public client-page">
            <ClientPageBody page=token/>
        </main>
    }
}
