//! not_found

use leptos::prelude::*;

/// not_found
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! { <main><h1>"not_found"</h1></main> }
}
