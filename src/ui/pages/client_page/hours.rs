//! Weekly hours with exceptions by date, and windows as text: by keyboard, and without scripts.

use leptos::prelude::*;

use super::draft::Draft;
use crate::domain::error::FieldErrors;
use crate::domain::time::Zone;
use crate::t;
use crate::text;
use crate::ui::availability::{WEEKDAYS, WeeklyFields};
use crate::ui::viewer::use_viewer;

/// Every week's hours, dates that differ, and windows as lines of text.
#[component]
pub fn Hours(draft: Draft, errors: Signal<FieldErrors>, zone: Signal<Zone>) -> impl IntoView {
    let locale = use_viewer().locale;
    let typed_wrong = RwSignal::new(None::<String>);
    // A form that came back with an error is not folded over it.
    let wrong_at = move |field: &str| errors.with_untracked(|errors| errors.at(field).is_some());
    let open = move || {
        let filled = draft.days.iter().any(|day| !day.get_untracked().trim().is_empty()) || !draft.exceptions.get_untracked().is_empty();
        filled || WEEKDAYS.iter().any(|(_, field)| wrong_at(field)) || wrong_at("exceptions")
    };
    // Without scripts this field carries the windows; with them the grid does, and the field follows.
    let typed = move || {
        use crate::domain::availability::form::AvailabilityForm;
        let (mut shown, zone) = (draft.saved.get_untracked(), zone.get());
        shown.willing = crate::domain::availability::windows::Availability::new(None, draft.painted.get()).unwrap_or_default();
        AvailabilityForm::of(&shown, &zone).windows
    };
    Effect::new(move |_: Option<()>| draft.windows.set(typed()));
    let take_typed = move |ev| {
        use crate::domain::availability::form::AvailabilityForm;
        let text = event_target_value(&ev);
        let zone = zone.get_untracked();
        let mut form = AvailabilityForm::of(&draft.saved.get_untracked(), &zone);
        form.windows = text;
        match form.read(&zone) {
            Ok(read) => {
                typed_wrong.set(None);
                draft.painted.set(read.willing.painted().clone());
            }
            Err(errors) => typed_wrong.set(errors.at("windows").map(|error| text::field_error(locale.language, error))),
        }
    };
    view! {
        <details class="hours" open=open()>
            <summary class="hours__head">{t!("hours-title")}</summary>
            <p class="soft small">{t!("hours-hint")}</p>
            <WeeklyFields part="form" days=draft.days exceptions=draft.exceptions errors/>
        </details>
        <details class="hours" open=wrong_at("windows")>
            <summary class="hours__head">{t!("windows-typed")}</summary>
            <p class="soft small" id="windows-hint">{t!("windows-typed-hint")}</p>
            <textarea
                class="input"
                id="field-windows"
                name="form[windows]"
                rows="4"
                aria-label=t!("windows-typed")
                aria-describedby="windows-hint"
                prop:value=move || draft.windows.get()
                on:change=take_typed
            >
                {draft.windows.get_untracked()}
            </textarea>
            {move || {
                let wrong = typed_wrong.get().or_else(|| errors.with(|errors| errors.at("windows").map(|error| text::field_error(locale.language, error))));
                wrong.map(|wrong| view! { <p class="field__error" role="alert">{wrong}</p> })
            }}
        </details>
    }
}
