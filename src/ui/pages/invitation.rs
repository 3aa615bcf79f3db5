//! invitation

use leptos::prelude::*;

/// invitation
#[component]
pub fn InvitationPage() -> impl IntoView {
    view! { <main><h1>"invitation"</h1></main> }
}
