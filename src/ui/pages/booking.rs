//! booking

use leptos::prelude::*;

/// booking
#[component]
pub fn BookingPage() -> impl IntoView {
    view! { <main><h1>"booking"</h1></main> }
}
