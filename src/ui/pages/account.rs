//! account

use leptos::prelude::*;

/// account
#[component]
pub fn AccountPage() -> impl IntoView {
    view! { <main><h1>"account"</h1></main> }
}
