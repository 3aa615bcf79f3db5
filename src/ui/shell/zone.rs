//! The zone that times are shown in, always in sight, and the way to another.

use leptos::prelude::*;

use crate::domain::time::city;
use crate::t;
use crate::ui::browser::zone;
use crate::ui::components::*;
use crate::ui::viewer::use_viewer;

/// How many zones are offered at a time.
const OFFERED: usize = 40;

#[component]
pub fn ZoneIndicator() -> impl IntoView {
    let viewer = use_viewer();
    let open = RwSignal::new(false);
    let title = t!("zone-shown", zone = viewer.zone.clone());
    let place = city(&viewer.zone);
    let query = RwSignal::new(String::new());
    let all = StoredValue::new(Vec::<String>::new());
    Effect::new(move || {
        if open.get() && all.with_value(Vec::is_empty) {
            all.set_value(zone::names());
            query.notify();
        }
    });
    let choices = Signal::derive(move || {
        let wanted = query.with(|query| query.trim().to_lowercase().replace(' ', "_"));
        all.with_value(|all| {
            all.iter()
                .filter(|name| name.to_lowercase().contains(&wanted))
                .take(OFFERED)
                .map(|name| Choice { id: name.clone(), label: city(name), hint: name.clone(), refused: false })
                .collect::<Vec<_>>()
        })
    });
    let choose = Callback::new(move |choice: Choice| {
        zone::keep(&choice.id);
        zone::reload();
    });
    let (label, example, follow) = (t!("zone-search"), t!("zone-example"), StoredValue::new(t!("zone-follow")));
    view! {
        <button type="button" class="btn btn--plain wide-only" title=title.clone() aria-label=title on:click=move |_| open.set(true)>
            <Icon glyph=Glyph::GLOBE/>
            {place}
        </button>
        <Dialog open title=t!("zone-title") class="palette">
            <Combobox name="zone-search" label=label.clone() bare=true open_always=true query choices on_choose=choose placeholder=example.clone()/>
            <div>
                <Button
                    weight=Weight::Plain
                    size=Size::Small
                    icon=Glyph::MONITOR
                    on:click=move |_| {
                        zone::follow_computer();
                        zone::reload();
                    }
                >
                    {follow.get_value()}
                </Button>
            </div>
        </Dialog>
    }
}
