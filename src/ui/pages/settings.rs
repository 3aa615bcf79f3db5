//! Settings: the organisation, colleagues, messages, and the way to what has a page of its own.

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
use crate::domain::help::Topic;
use crate::domain::people::Role;
use crate::ui::components::*;
use crate::ui::shell::use_me;
use crate::{paths, t};

/// What administrators change, and coordinators the rooms; others see the organisation only.
#[component]
pub fn SettingsPage() -> impl IntoView {
    // Known to the frame already: a second wait around what waits itself would number its resources differently in server and browser.
    let role = use_me().map(|me| me.role);
    view! {
        <Title text=format!("{} · {}", t!("settings-title"), t!("app-name"))/>
        <div class="page">
            <header class="page__head"><div class="row"><h1>{t!("settings-title")}</h1><HelpLink topic=Topic::Settings/></div></header>
            <Saved/>
            {match role {
                Some(Role::Administrator) => {
                    view! { <div class="stack"><Organisation/><Reminders/><Colleagues/><FormTemplates/><Rooms/><Connections/><Ats/><Messages/></div> }.into_any()
                }
                Some(Role::Coordinator) => view! { <div class="stack"><OrganisationFacts/><Rooms/></div> }.into_any(),
                _ => view! { <OrganisationFacts/> }.into_any(),
            }}
        </div>
    }
    .into_any()
}

/// The way to the rooms.
#[component]
fn Rooms() -> impl IntoView {
    view! {
        <section class="card stack" aria-labelledby="rooms">
            <h2 id="rooms">{t!("rooms-title")}</h2>
            <p class="soft">{t!("rooms-lead")}</p>
            <div><ButtonLink href=paths::ROOMS icon=Glyph::DOOR_OPEN>{t!("rooms-open")}</ButtonLink></div>
        </section>
    }
}

/// The way to the connections.
#[component]
fn Connections() -> impl IntoView {
    view! {
        <section class="card stack" aria-labelledby="connections">
            <h2 id="connections">{t!("connections-title")}</h2>
            <p class="soft">{t!("connections-lead")}</p>
            <div><ButtonLink href=paths::CONNECTIONS icon=Glyph::LINK>{t!("connections-open")}</ButtonLink></div>
        </section>
    }
}

/// The way to applicant tracking systems.
#[component]
fn Ats() -> impl IntoView {
    view! {
        <section class="card stack" aria-labelledby="ats">
            <h2 id="ats">{t!("ats-title")}</h2>
            <p class="soft">{t!("ats-lead")}</p>
            <div><ButtonLink href=paths::ATS icon=Glyph::LINK>{t!("ats-open")}</ButtonLink></div>
        </section>
    }
}

/// The way to the form templates.
#[component]
fn FormTemplates() -> impl IntoView {
    view! {
        <section class="card stack" aria-labelledby="form-templates">
            <h2 id="form-templates">{t!("templates-title")}</h2>
            <p class="soft">{t!("templates-lead")}</p>
            <div><ButtonLink href=paths::FORM_TEMPLATES icon=Glyph::FILE_TEXT>{t!("templates-open")}</ButtonLink></div>
            <div><ButtonLink href=paths::OFFER_TEMPLATES icon=Glyph::FILE_TEXT>{t!("offer-templates-open")}</ButtonLink></div>
            <div><ButtonLink href=paths::MAIL_TEMPLATES icon=Glyph::MAIL>{t!("mails-open")}</ButtonLink></div>
        </section>
    }
}
