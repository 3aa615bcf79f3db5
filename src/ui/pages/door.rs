//! What the pages around an account share: a card in the middle, zones to choose from.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::availability::zone_names;
use crate::domain::error::FieldErrors;
use crate::domain::time::city;
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
    // Both sides of hydration begin with the same options.
    let known = [viewers, value.get_untracked()];
    let names = Resource::new(|| (), |()| async { zone_names().await.unwrap_or_default() });
    let (name, label, hint) = (StoredValue::new(name), StoredValue::new(label), StoredValue::new(hint));
    view! {
        <Suspense fallback=|| view! { <Skeleton lines=1/> }>
            {move || {
                let known = known.clone();
                Suspend::new(async move {
                    let mut names = names.await;
                    add_missing(&mut names, known);
                    let options = RwSignal::new(names.iter().map(|zone| (zone.clone(), label_of(zone))).collect::<Vec<_>>());
                    Effect::new(move |_| {
                        if let (true, Some(zone)) = (is_open, zone::name()) {
                            if options.with_untracked(|options| options.iter().all(|(key, _)| *key != zone)) {
                                options.update(|options| options.push((zone.clone(), label_of(&zone))));
                            }
                            value.set(zone);
                        }
                    });
                    view! { <SelectField name=name.get_value() label=label.get_value() value options errors hint=hint.get_value()/> }
                })
            }}
        </Suspense>
    }
    .into_any()
}

/// A spelling of old that the list does not have (`Asia/Calcutta`) stays choosable.
fn add_missing(names: &mut Vec<String>, known: [String; 2]) {
    for zone in known {
        if !zone.is_empty() && !names.contains(&zone) {
            names.push(zone);
        }
    }
}

/// `Europe/Berlin` as `Berlin (Europe)`: people look for the city.
fn label_of(zone: &str) -> String {
    match zone.split_once('/') {
        Some((region, _)) => format!("{} ({})", city(zone), region.replace('_', " ")),
        None => zone.to_owned(),
    }
}
