//! The frame of the staff's pages.

use leptos::prelude::*;
use leptos_router::components::Outlet;

/// Navigation around a staff page.
#[component]
pub fn StaffFrame() -> impl IntoView {
    view! { <Outlet/> }
}
