//! Choosing the zone that hours are in.

use leptos::prelude::*;

use crate::api::availability::{zone_changes, zone_names};
use crate::domain::time::Zone;
use crate::t;
use crate::ui::components::*;

/// The zone of the days; another one's offset changes come from the server.
#[component]
pub fn ZoneChoice(
    /// The name in the form.
    name: &'static str,
    /// The zone's name.
    value: RwSignal<String>,
    /// The zones at hand.
    #[prop(into)]
    known: Signal<Vec<Zone>>,
    /// Keeps a zone that came from the server.
    on_zone: Callback<Zone>,
) -> impl IntoView {
    let first = known.with_untracked(|zones| {
        let mut names: Vec<String> = zones.iter().map(|zone| zone.name().to_owned()).collect();
        names.sort_unstable();
        names.dedup();
        names
    });
    let names = RwSignal::new(first);
    let all = StoredValue::new(false);
    // The long list comes when somebody wants to choose.
    let more = move |_| {
        if !all.get_value() {
            all.set_value(true);
            leptos::task::spawn_local(async move {
                match zone_names().await {
                    Ok(list) => names.set(list),
                    Err(_) => all.set_value(false),
                }
            });
        }
    };
    let choose = move |ev| {
        let name: String = event_target_value(&ev);
        let at_hand = known.with_untracked(|zones| zones.iter().any(|zone| zone.name() == name));
        if at_hand {
            value.set(name);
        } else {
            leptos::task::spawn_local(async move {
                if let Ok(zone) = zone_changes(name.clone()).await {
                    on_zone.run(zone);
                    value.set(name);
                }
            });
        }
    };
    view! {
        <label class="paint__zone">
            <span class="visually-hidden">{t!("paint-zone")}</span>
            <Icon glyph=Glyph::GLOBE/>
            <select class="input" name=name on:focus=more on:change=choose>
                {move || {
                    let chosen = value.get();
                    let mut names = names.get();
                    if !names.contains(&chosen) {
                        names.push(chosen.clone());
                    }
                    names.into_iter().map(|name| {
                        let selected = name == chosen;
                        view! { <option value=name.clone() selected=selected>{name.replace('_', " ")}</option> }
                    }).collect_view()
                }}
            </select>
        </label>
    }
}
