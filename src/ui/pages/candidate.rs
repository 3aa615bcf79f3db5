//! candidate

use leptos::prelude::*;

/// candidate
#[component]
pub fn CandidatePage() -> impl IntoView {
    view! { <main><h1>"candidate"</h1></main> }
}
