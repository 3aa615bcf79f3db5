//! home

use leptos::prelude::*;

/// home
#[component]
pub fn HomePage() -> impl IntoView {
    view! { <main><h1>"home"</h1></main> }
}
