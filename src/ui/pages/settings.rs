//! Settings: the organisation, colleagues, messages.

mod colleagues;
mod messages;
mod organisation;

use leptos::prelude::*;
use leptos_meta::Title;

use self::colleagues::Colleagues;
use self::messages::Messages;
use self::organisation::{Organisation, OrganisationFacts};
use super::account::Saved;
use crate::api::account::me;
use crate::domain::people::Role;
use crate::t;
use crate::ui::components::*;

/// What administrators change; others see the organisation only.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let who = Resource::new(|| (), |()| me());
    view! {
        <Title text=format!("{} · {}", t!("settings-title"), t!("app-name"))/>
        <div class="page">
            <header class="page__head"><h1>{t!("settings-title")}</h1></header>
            <Saved/>
            <Suspense fallback=|| view! { <Skeleton lines=6/> }>
                {move || Suspend::new(async move {
                    match who.await {
                        Ok(me) if me.role == Role::Administrator => view! { <div class="stack"><Organisation/><Colleagues/><Messages/></div> }.into_any(),
                        Ok(_) => view! { <OrganisationFacts/> }.into_any(),
                        Err(error) => view! { <FormErrors error=Signal::stored(Some(error))/> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}
