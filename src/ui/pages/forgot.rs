//! forgot

use leptos::prelude::*;

/// forgot
#[component]
pub fn ForgotPage() -> impl IntoView {
    view! { <main><h1>"forgot"</h1></main> }
}
