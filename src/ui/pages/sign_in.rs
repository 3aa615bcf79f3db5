//! sign_in

use leptos::prelude::*;

/// sign_in
#[component]
pub fn SignInPage() -> impl IntoView {
    view! { <main><h1>"sign_in"</h1></main> }
}
