//! Ctrl-K or Cmd-K: go to any page by its name.

use leptos::ev;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use crate::domain::people::Role;
use crate::ui::components::*;
use crate::{paths, t};

#[component]
pub fn Palette(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Who looks decides what is there.
    role: Role,
) -> impl IntoView {
    Effect::new(move || {
        let handle = window_event_listener(ev::keydown, move |ev| {
            if (ev.ctrl_key() || ev.meta_key()) && !ev.shift_key() && !ev.alt_key() && ev.key().eq_ignore_ascii_case("k") {
                ev.prevent_default();
                open.update(|open| *open = !*open);
            }
        });
        on_cleanup(move || handle.remove());
    });
    let pages: Vec<Choice> = super::places(role)
        .into_iter()
        .chain([super::Place { href: paths::HELP, label: "help-title", glyph: Glyph::CIRCLE_QUESTION_MARK }])
        .map(|place| Choice { id: place.href.to_owned(), label: t!(place.label), hint: String::new(), refused: false })
        .collect();
    let query = RwSignal::new(String::new());
    let choices = Signal::derive(move || {
        let wanted = query.with(|query| query.trim().to_lowercase());
        pages.iter().filter(|page| page.label.to_lowercase().contains(&wanted)).cloned().collect::<Vec<_>>()
    });
    let navigate = use_navigate();
    let go = Callback::new(move |choice: Choice| {
        open.set(false);
        navigate(&choice.id, Default::default());
    });
    Effect::new(move || {
        if open.get() {
            query.set(String::new());
        }
    });
    let (label, example) = (t!("palette-label"), t!("palette-example"));
    view! {
        <Dialog open title=t!("palette-title") class="palette">
            <Combobox name="palette" label=label.clone() bare=true open_always=true query choices on_choose=go placeholder=example.clone()/>
        </Dialog>
    }
}
