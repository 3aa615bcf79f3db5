//! settings

use leptos::prelude::*;

/// settings
#[component]
pub fn SettingsPage() -> impl IntoView {
    view! { <main><h1>"settings"</h1></main> }
}
