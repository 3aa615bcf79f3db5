//! The rules in one line of plain words, which opens to edit them.

use leptos::prelude::*;

use super::draft::Draft;
use crate::domain::error::FieldErrors;
use crate::domain::jobs::PlaceKind;
use crate::domain::locale::Locale;
use crate::t;
use crate::text;
use crate::text::dates;
use crate::ui::components::*;
use crate::ui::viewer::use_viewer;

/// Duration, step, buffers, notice, horizon, cap, place, message.
#[component]
pub fn Rules(draft: Draft, errors: Signal<FieldErrors>) -> impl IntoView {
    let locale = use_viewer().locale;
    let minutes = |values: &'static [u32]| {
        move |chosen: RwSignal<String>| choices(values, chosen, move |value| dates::duration(locale, i64::from(value)))
    };
    let buffers = minutes(&[0, 5, 10, 15, 30, 45, 60]);
    let per_day = move || {
        let mut options = vec![(String::new(), text!(locale.language, "rules-per-day-any"))];
        options.extend(
            choices(&[1, 2, 3, 4, 5, 6, 8, 10], draft.per_day, |value| value.to_string())
                .get()
                .into_iter()
                .filter(|(key, _)| !key.is_empty()),
        );
        options
    };
    let places = move || {
        PlaceKind::ALL
            .iter()
            .map(|kind| (kind.name().to_owned(), text!(locale.language, &format!("place-{}", kind.name()))))
            .collect::<Vec<_>>()
    };
    let notice = choices(&[0, 60, 120, 240, 480, 720, 1_440, 2_880, 4_320, 10_080], draft.notice, move |value| ahead(locale, value));
    let horizon = choices(&[7, 14, 21, 28, 42, 56, 90, 180], draft.horizon, move |value| text!(locale.language, "days", count = value));
    // Opens by itself where something in it needs mending.
    let wrong = move || {
        [
            "duration_minutes",
            "step_minutes",
            "before_minutes",
            "after_minutes",
            "notice_minutes",
            "horizon_days",
            "per_day",
            "place_kind",
            "place",
            "message",
        ]
        .iter()
        .any(|field| errors.with(|errors| errors.at(field).is_some()))
    };
    let open = RwSignal::new(untrack(wrong));
    Effect::new(move |_: Option<()>| {
        if wrong() {
            open.set(true);
        }
    });
    view! {
        <details class="rules" open=move || open.get()>
            <summary class="rules__line"><span>{move || line(locale, draft)}</span> <span class="rules__edit">{t!("rules-edit")}</span></summary>
            <div class="rules__fields">
                <SelectField name="form[duration_minutes]" label=t!("rules-duration") value=draft.duration errors
                    options=minutes(&[15, 20, 30, 45, 60, 75, 90, 120, 180, 240])(draft.duration)/>
                <SelectField name="form[step_minutes]" label=t!("rules-step") value=draft.step errors options=minutes(&[5, 10, 15, 20, 30, 60])(draft.step)/>
                <SelectField name="form[before_minutes]" label=t!("rules-before") value=draft.before errors options=buffers(draft.before)/>
                <SelectField name="form[after_minutes]" label=t!("rules-after") value=draft.after errors options=buffers(draft.after)/>
                <SelectField name="form[notice_minutes]" label=t!("rules-notice") value=draft.notice errors options=notice/>
                <SelectField name="form[horizon_days]" label=t!("rules-horizon") value=draft.horizon errors options=horizon/>
                <SelectField name="form[per_day]" label=t!("rules-per-day") value=draft.per_day errors options=Signal::derive(per_day) optional=true/>
                <SelectField name="form[place_kind]" label=t!("rules-place-kind") value=draft.place_kind errors options=Signal::derive(places)/>
                <div class="rules__wide">
                    <TextField name="form[place]" label=t!("rules-place") value=draft.place errors optional=true maxlength=300 hint=t!("rules-place-hint")/>
                </div>
                <div class="rules__wide">
                    <TextArea name="form[message]" label=t!("rules-message") value=draft.message errors optional=true maxlength=2000 hint=t!("rules-message-hint")/>
                </div>
            </div>
        </details>
    }
}

/// Usual values, and the present one if it is another.
fn choices(
    values: &'static [u32],
    chosen: RwSignal<String>,
    label: impl Fn(u32) -> String + Send + Sync + 'static,
) -> Signal<Vec<(String, String)>> {
    // What is stored decides, not what is chosen from the list: the list must not change under the chooser's hands.
    let own = chosen.get_untracked().trim().parse::<u32>().ok();
    let mut all: Vec<u32> = values.iter().copied().chain(own).collect();
    all.sort_unstable();
    all.dedup();
    let options: Vec<(String, String)> = all.into_iter().map(|value| (value.to_string(), label(value))).collect();
    Signal::stored(options)
}

/// `2 h`, `1 day`.
fn ahead(locale: Locale, minutes: u32) -> String {
    match (minutes / 1_440, minutes % 1_440) {
        (days, 0) if days > 0 => text!(locale.language, "days", count = days),
        _ => dates::duration(locale, i64::from(minutes)),
    }
}

/// `Meetings of 60 min, starting every 30 min, with 15 min before and 15 min after, at least 1 day ahead, at most 3 a day, by video.`
fn line(locale: Locale, draft: Draft) -> String {
    let number = |field: RwSignal<String>| field.get().trim().parse::<u32>().ok();
    let minutes = |field: RwSignal<String>| number(field).map_or_else(|| "?".to_owned(), |value| dates::duration(locale, i64::from(value)));
    let mut parts = vec![text!(locale.language, "rules-line-start", duration = minutes(draft.duration), step = minutes(draft.step))];
    match (number(draft.before), number(draft.after)) {
        (Some(0), Some(0)) => {}
        (Some(0), _) => parts.push(text!(locale.language, "rules-line-after", minutes = minutes(draft.after))),
        (_, Some(0)) => parts.push(text!(locale.language, "rules-line-before", minutes = minutes(draft.before))),
        (before, after) if before == after => parts.push(text!(locale.language, "rules-line-buffer", minutes = minutes(draft.before))),
        _ => parts.push(text!(locale.language, "rules-line-buffers", before = minutes(draft.before), after = minutes(draft.after))),
    }
    if let Some(notice) = number(draft.notice).filter(|notice| *notice > 0) {
        parts.push(text!(locale.language, "rules-line-notice", notice = ahead(locale, notice)));
    }
    if let Some(days) = number(draft.horizon) {
        parts.push(text!(locale.language, "rules-line-horizon", count = days));
    }
    if let Some(most) = number(draft.per_day) {
        parts.push(text!(locale.language, "rules-line-per-day", count = most));
    }
    parts.push(text!(locale.language, &format!("rules-line-{}", draft.place_kind.get())));
    format!("{}.", parts.join(", "))
}
