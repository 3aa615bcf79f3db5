//! interview

use leptos::prelude::*;

/// interview
#[component]
pub fn InterviewPage() -> impl IntoView {
    view! { <main><h1>"interview"</h1></main> }
}
