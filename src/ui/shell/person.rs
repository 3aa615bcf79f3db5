//! The menu of who is signed in.

use leptos::prelude::*;

use crate::api::account::Me;
use crate::domain::people::Role;
use crate::ui::browser::theme::{self, Theme, use_theme};
use crate::ui::components::*;
use crate::{paths, t};

#[component]
pub fn PersonMenu(me: Me) -> impl IntoView {
    let chosen = use_theme();
    let name = me.name.clone();
    let choice = move |theme: Theme, glyph: Glyph, label: String| {
        view! {
            <button
                type="button"
                aria-label=label.clone()
                title=label
                aria-pressed=move || if chosen.get() == theme { "true" } else { "false" }
                on:click=move |ev| {
                    // The menu stays open: one wants to see what it looks like.
                    ev.stop_propagation();
                    chosen.set(theme);
                    theme::choose(theme);
                }
            >
                <Icon glyph/>
            </button>
        }
    };
    view! {
        <Menu label=t!("person-menu", name = me.name.clone()) face=move || view! { <Avatar name=name.clone()/> }>
            <div class="menu__head">
                <b class="truncate">{me.name}</b>
                <span class="soft small truncate">{me.email}</span>
            </div>
            <hr/>
            <a href=paths::ACCOUNT><Icon glyph=Glyph::USER/>{t!("nav-account")}</a>
            <a href=paths::HOURS><Icon glyph=Glyph::CLOCK/>{t!("own-hours-nav")}</a>
            <a href=paths::HELP><Icon glyph=Glyph::CIRCLE_QUESTION_MARK/>{t!("help-title")}</a>
            {matches!(me.role, Role::Administrator | Role::Coordinator).then(|| view! { <a href=paths::SETTINGS class="narrow-only"><Icon glyph=Glyph::SETTINGS/>{t!("nav-settings")}</a> })}
            <hr/>
            <div class="themes" role="group" aria-label=t!("theme-label")>
                {choice(Theme::System, Glyph::MONITOR, t!("theme-system"))}
                {choice(Theme::Light, Glyph::SUN, t!("theme-light"))}
                {choice(Theme::Dark, Glyph::MOON, t!("theme-dark"))}
            </div>
            <hr/>
            // A plain form: it works without scripts, and the answer replaces everything that the page knew.
            <form method="post" action="/api/account/sign-out">
                <button type="submit"><Icon glyph=Glyph::LOG_OUT/>{t!("sign-out")}</button>
            </form>
        </Menu>
    }
}
