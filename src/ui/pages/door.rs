//! What the pages around an account share: a card in the middle, zones to choose from.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::domain::error::FieldErrors;
use crate::domain::time::{ZONE_NAMES, city};
use crate::t;
use crate::ui::browser::zone;
use crate::ui::components::*;
use crate::ui::viewer::use_viewer;

/// A page of one card, before anybody is signed in.
#[component]
pub fn Door(
    /// The heading.
    #[prop(into)]
    title: String,
    /// The card's content.
    children: Children,
) -> impl IntoView {
    view! {
        <Title text=format!("{title} · {}", t!("app-name"))/>
        <main class="door">
            <p class="door__brand"><Mark/>{t!("app-name")}</p>
            <div class="card">
                <h1>{title}</h1>
                {children()}
            </div>
        </main>
    }
    .into_any()
}

/// Chooses a time zone. Empty at first, it takes the browser's as soon as the scripts run, else the viewer's.
#[component]
pub fn ZoneField(
    /// The name in the form.
    #[prop(into)]
    name: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// The zone.
    value: RwSignal<String>,
    /// The errors of the form.
    errors: Signal<FieldErrors>,
    /// What the zone is for.
    #[prop(optional, into)]
    hint: String,
) -> impl IntoView {
    let is_open = value.with_untracked(String::is_empty);
    let viewers = use_viewer().zone;
    if is_open {
        value.set(viewers.clone());
    }
    // Both sides of hydration begin with the same options. A spelling of old that the list does not have (`Asia/Calcutta`) stays choosable.
    let option = |zone: &str| (zone.to_owned(), label_of(zone));
    let is_listed = |zone: &str| ZONE_NAMES.lines().any(|name| name == zone);
    let mut known = vec![viewers, value.get_untracked()];
    known.retain(|zone| !zone.is_empty() && !is_listed(zone));
    known.dedup();
    let options = RwSignal::new(ZONE_NAMES.lines().chain(known.iter().map(String::as_str)).map(option).collect::<Vec<_>>());
    Effect::new(move |_| {
        if let (true, Some(zone)) = (is_open, zone::name()) {
            if options.with_untracked(|options| options.iter().all(|(key, _)| *key != zone)) {
                options.update(|options| options.push((zone.clone(), label_of(&zone))));
            }
            value.set(zone);
        }
    });
    view! { <SelectField name=name label=label value options errors hint=hint/> }.into_any()
}

/// `Europe/Berlin` as `Berlin (Europe)`: people look for the city.
fn label_of(zone: &str) -> String {
    match zone.split_once('/') {
        Some((region, _)) => format!("{} ({})", city(zone), region.replace('_', " ")),
        None => zone.to_owned(),
    }
}
