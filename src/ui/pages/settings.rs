//! Settings: the organisation, colleagues, messages.

mod colleagues;
mod messages;
mod organisation;
mod reminders;

use leptos::prelude::*;
use leptos_meta::Title;

use self::colleagues::Colleagues;
use self::messages::Messages;
use self::organisation::{Organisation, OrganisationFacts};
use self::reminders::Reminders;
use super::account::Saved;
use crate::domain::people::Role;
use crate::t;
use crate::ui::shell::use_me;

/// What administrators change; others see the organisation only.
#[component]
pub fn SettingsPage() -> impl IntoView {
    // Known to the frame already: a second wait around what waits itself would number its resources differently in server and browser.
    let is_administrator = use_me().is_some_and(|me| me.role == Role::Administrator);
    view! {
        <Title text=format!("{} · {}", t!("settings-title"), t!("app-name"))/>
        <div class="page">
            <header class="page__head"><h1>{t!("settings-title")}</h1></header>
            <Saved/>
            {if is_administrator {
                view! { <div class="stack"><Organisation/><Reminders/><Colleagues/><Messages/></div> }.into_any()
            } else {
                view! { <OrganisationFacts/> }.into_any()
            }}
        </div>
    }
    .into_any()
}
