//! client

use leptos::prelude::*;

/// client
#[component]
pub fn ClientRecordPage() -> impl IntoView {
    view! { <main><h1>"client"</h1></main> }
}
