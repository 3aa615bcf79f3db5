//! candidates

use leptos::prelude::*;

/// candidates
#[component]
pub fn CandidatesPage() -> impl IntoView {
    view! { <main><h1>"candidates"</h1></main> }
}
