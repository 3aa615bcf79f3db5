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
use crate::ui::components::*;
use crate::ui::shell::use_me;
use crate::{paths, t};

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
                view! { <div class="stack"><Organisation/><Reminders/><Colleagues/><FormTemplates/><Messages/></div> }.into_any()
            } else {
                view! { <OrganisationFacts/> }.into_any()
            }}
        </div>
    }
    .into_any()
}

/// The way to the form templates.
#[component]
fn FormTemplates() -> impl IntoView {
    view! {
        <section class="card stack" aria-labelledby="form-templates">
            <h2 id="form-templates">{t!("templates-title")}</h2>
            <p class="soft">{t!("templates-lead")}</p>
            <div><ButtonLink href=paths::FORM_TEMPLATES icon=Glyph::FILE_TEXT>{t!("templates-open")}</ButtonLink></div>
        </section>
    }
}
