//! pipeline

use leptos::prelude::*;

/// pipeline
#[component]
pub fn PipelinePage() -> impl IntoView {
    view! { <main><h1>"pipeline"</h1></main> }
}
