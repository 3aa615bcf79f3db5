//! Hours of every week, and dates that differ: by keyboard, and without scripts.

use chrono::Weekday;
use leptos::prelude::*;

use crate::domain::error::FieldErrors;
use crate::t;
use crate::text;
use crate::text::dates;
use crate::ui::components::*;
use crate::ui::viewer::use_viewer;

/// What a ticked weekday begins with.
const OFFICE: &str = "9:00-17:00";

/// The weekdays in the form's order, with their fields.
pub const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Mon, "monday"),
    (Weekday::Tue, "tuesday"),
    (Weekday::Wed, "wednesday"),
    (Weekday::Thu, "thursday"),
    (Weekday::Fri, "friday"),
    (Weekday::Sat, "saturday"),
    (Weekday::Sun, "sunday"),
];

/// A row a weekday, and the dates that differ as lines of text.
#[component]
pub fn WeeklyFields(
    /// The part of the form that the fields are in: `form` for `form[monday]`.
    part: &'static str,
    /// What stands in the fields, Monday first.
    days: [RwSignal<String>; 7],
    /// Dates that differ, one a line.
    exceptions: RwSignal<String>,
    /// The errors of the form.
    errors: Signal<FieldErrors>,
) -> impl IntoView {
    let locale = use_viewer().locale;
    let rows = WEEKDAYS.into_iter().zip(days).map(|((day, field), value)| {
        let name = dates::weekday(locale, day);
        let tick = move |ev| value.set(if event_target_checked(&ev) { OFFICE.to_owned() } else { String::new() });
        let error = move || errors.with(|errors| errors.at(field).map(|error| text::field_error(locale.language, error)));
        let (id, error_id) = (format!("field-{field}"), format!("field-{field}-error"));
        let described = error_id.clone();
        view! {
            <tr>
                <th scope="row">
                    <label class="hours__day">
                        <input
                            class="needs-script"
                            type="checkbox"
                            prop:checked=move || !value.get().trim().is_empty()
                            checked=!value.get_untracked().trim().is_empty()
                            on:change=tick
                        />
                        <span>{name.clone()}</span>
                    </label>
                </th>
                <td>
                    <input
                        class="input"
                        id=id
                        name=format!("{part}[{field}]")
                        value=value.get_untracked()
                        prop:value=move || value.get()
                        maxlength="120"
                        placeholder=t!("hours-none")
                        aria-label=text!(locale.language, "hours-of", day = name)
                        aria-invalid=move || error().is_some().then_some("true")
                        aria-describedby=move || error().is_some().then(|| described.clone())
                        on:input=move |ev| value.set(event_target_value(&ev))
                    />
                    {move || error().map(|error| view! { <p class="field__error" id=error_id.clone()>{error}</p> })}
                </td>
            </tr>
        }
    });
    let every_weekday = move |_| {
        for day in days.iter().take(5) {
            day.set(OFFICE.to_owned());
        }
    };
    view! {
        <div class="hours__body">
            <table class="hours__week">
                <caption class="visually-hidden">{t!("hours-title")}</caption>
                <tbody>{rows.collect_view()}</tbody>
            </table>
            <p class="needs-script"><Button size=Size::Small on:click=every_weekday>{t!("hours-office")}</Button></p>
            <TextArea name=format!("{part}[exceptions]") label=t!("hours-exceptions") value=exceptions errors optional=true hint=t!("hours-exceptions-hint")/>
        </div>
    }
}
