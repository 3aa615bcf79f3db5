//! clients

use leptos::prelude::*;

/// clients
#[component]
pub fn ClientsPage() -> impl IntoView {
    view! { <main><h1>"clients"</h1></main> }
}
