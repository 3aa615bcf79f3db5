//! job

use leptos::prelude::*;

/// job
#[component]
pub fn JobPage() -> impl IntoView {
    view! { <main><h1>"job"</h1></main> }
}
