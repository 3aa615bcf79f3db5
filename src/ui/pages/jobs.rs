//! jobs

use leptos::prelude::*;

/// jobs
#[component]
pub fn JobsPage() -> impl IntoView {
    view! { <main><h1>"jobs"</h1></main> }
}
