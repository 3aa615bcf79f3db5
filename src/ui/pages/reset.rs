//! reset

use leptos::prelude::*;

/// reset
#[component]
pub fn ResetPage() -> impl IntoView {
    view! { <main><h1>"reset"</h1></main> }
}
