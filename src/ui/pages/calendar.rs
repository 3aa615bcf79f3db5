//! calendar

use leptos::prelude::*;

/// calendar
#[component]
pub fn CalendarPage() -> impl IntoView {
    view! { <main><h1>"calendar"</h1></main> }
}
