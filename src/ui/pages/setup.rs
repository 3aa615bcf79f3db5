//! setup

use leptos::prelude::*;

/// setup
#[component]
pub fn SetupPage() -> impl IntoView {
    view! { <main><h1>"setup"</h1></main> }
}
