//! client_page

use leptos::prelude::*;

/// client_page
#[component]
pub fn ClientPage() -> impl IntoView {
    view! { <main><h1>"client_page"</h1></main> }
}
