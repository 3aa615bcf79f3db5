//! A time of day by two drop-downs: hour and minute, or time and AM/PM, as the locale has it.

use leptos::prelude::*;

use crate::domain::error::FieldErrors;
use crate::domain::locale::Clock;
use crate::text;
use crate::text::field_error;
use crate::ui::components::*;
use crate::ui::viewer::use_viewer;

/// Minutes offered, in steps.
const STEP: u32 = 5;
const NOON: u32 = 12;

/// The time of `value` (`14:30`); `on_change` hears what was chosen.
#[component]
pub fn TimeChoice(
    /// The field's name.
    name: &'static str,
    /// What the time is of, for screen readers: `Start`.
    #[prop(into)]
    label: String,
    /// The time as `HH:MM`.
    value: RwSignal<String>,
    /// What is wrong with the form.
    errors: Signal<FieldErrors>,
    /// A time was chosen.
    #[prop(into)]
    on_change: Callback<()>,
) -> impl IntoView {
    let locale = use_viewer().locale;
    let language = locale.language;
    let parts = move || {
        let text = value.get();
        let (hour, minute) = text.split_once(':')?;
        Some((hour.parse::<u32>().ok()?, minute.parse::<u32>().ok()?))
    };
    let set = move |hour: u32, minute: u32| {
        value.set(format!("{hour:02}:{minute:02}"));
        on_change.run(());
    };
    let error = Memo::new(move |_| errors.with(|errors| errors.at(name).map(|error| field_error(language, error))));
    let id = field_id(name);
    let error_id = format!("{id}-error");
    let described = {
        let error_id = error_id.clone();
        move || error.with(Option::is_some).then(|| error_id.clone())
    };
    let select = |key: &str,
                  options: Signal<Vec<(u32, String)>>,
                  chosen: Signal<Option<u32>>,
                  on: Callback<u32>,
                  own_id: String,
                  described: Signal<Option<String>>| {
        view! {
            <select
                class="input"
                id=own_id
                aria-label=format!("{label}, {}", text!(language, key))
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=move || described.get()
                on:change=move |ev| if let Ok(number) = event_target_value(&ev).parse() { on.run(number) }
            >
                {move || options.get().into_iter().map(|(number, text)| {
                    // The property, not the attribute: what was picked once no longer follows the attribute.
                    view! { <option value=number.to_string() prop:selected=move || chosen.get() == Some(number)>{text}</option> }
                }).collect_view()}
            </select>
        }
    };
    let described = Signal::derive(described);
    // A minute that was dragged or stored stays choosable.
    let minutes = move || {
        let own = parts().map(|(_, minute)| minute);
        let mut offered: Vec<u32> = (0..60).step_by(STEP as usize).collect();
        offered.extend(own.filter(|own| own % STEP != 0));
        offered.sort_unstable();
        offered
    };
    let fields = match locale.clock {
        Clock::TwentyFour => {
            let hours = Signal::stored((0..24).map(|hour| (hour, format!("{hour:02}"))).collect());
            let offered = Signal::derive(move || minutes().into_iter().map(|minute| (minute, format!("{minute:02}"))).collect());
            let on_hour = Callback::new(move |hour| set(hour, untrack(parts).map_or(0, |(_, minute)| minute)));
            let on_minute = Callback::new(move |minute| set(untrack(parts).map_or(9, |(hour, _)| hour), minute));
            view! {
                {select("plan-hour", hours, Signal::derive(move || parts().map(|(hour, _)| hour)), on_hour, id.clone(), described)}
                <span aria-hidden="true">":"</span>
                {select("plan-minute", offered, Signal::derive(move || parts().map(|(_, minute)| minute)), on_minute, format!("{id}-minute"), described)}
            }
            .into_any()
        }
        Clock::Twelve => {
            // Minutes since midnight or noon: twelve o'clock comes first.
            let offered = Signal::derive(move || {
                let minutes = minutes();
                let hours = (0..NOON).flat_map(|hour| minutes.iter().map(move |minute| (hour, *minute)).collect::<Vec<_>>());
                hours.map(|(hour, minute)| (hour * 60 + minute, format!("{}:{minute:02}", if hour == 0 { NOON } else { hour }))).collect()
            });
            let halves = Signal::stored(vec![(0, text!(language, "time-am")), (1, text!(language, "time-pm"))]);
            let half = move || parts().map(|(hour, _)| hour / NOON);
            let within = move || parts().map(|(hour, minute)| hour % NOON * 60 + minute);
            let on_time = Callback::new(move |time: u32| set(untrack(half).unwrap_or(0) * NOON + time / 60, time % 60));
            let on_half = Callback::new(move |half: u32| {
                let time = untrack(within).unwrap_or(9 * 60);
                set(half * NOON + time / 60, time % 60);
            });
            view! {
                {select("plan-time", offered, Signal::derive(within), on_time, id.clone(), described)}
                {select("plan-half", halves, Signal::derive(half), on_half, format!("{id}-half"), described)}
            }
            .into_any()
        }
    };
    view! {
        <div class="plan__time">
            {fields}
            {move || error.get().map(|text| view! { <p class="field__error" id=error_id.clone()><Icon glyph=Glyph::CIRCLE_ALERT/>{text}</p> })}
        </div>
    }
}
