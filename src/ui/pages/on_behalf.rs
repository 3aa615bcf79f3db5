//! on_behalf

use leptos::prelude::*;

/// on_behalf
#[component]
pub fn OnBehalfPage() -> impl IntoView {
    view! { <main><h1>"on_behalf"</h1></main> }
}
