//! Picking a time, and confirming it.

use leptos::form::ActionForm;
use leptos::prelude::*;

use super::address::Address;
use super::{Doing, month, states};
use crate::api::booking::BookingView;
use crate::api::error::ApiError;
use crate::domain::locale::Locale;
use crate::domain::span::Span;
use crate::domain::time::Zone;
use crate::t;
use crate::text::dates;
use crate::ui::browser::{focus, page};
use crate::ui::components::{Button, Checkbox, FormErrors, Glyph, Icon, Notice, Size, TextField, Weight};
use crate::ui::returned::typed_or;
use crate::ui::viewer::use_viewer;

/// How many times are offered in place of one that was taken.
const NEAREST: usize = 6;

/// Day and time.
pub fn pick(view: BookingView, address: Memo<Address>, failure: Signal<Option<ApiError>>) -> impl IntoView {
    if view.slots.is_empty() {
        return states::no_times(&view).into_any();
    }
    let locale = use_viewer().locale;
    let days = month::by_day(&view.slots, &view.zone);
    let shown = {
        let days = days.clone();
        Memo::new(move |_| address.with(|address| month::day_shown(&days, address)))
    };
    bring_times_into_view(shown);
    let weeks = month::weeks(days.clone(), address);
    let heading = if address.with_untracked(Address::is_move) { t!("booking-move-heading") } else { t!("booking-pick-heading") };
    let moved = address.with_untracked(Address::is_move).then(|| view.interview.clone()).flatten().map(|interview| {
        let now = t!("booking-move-now", time = dates::full(locale, &view.zone, interview.span));
        let keep = move || address.with(Address::plain);
        view! { <Notice icon=Glyph::CALENDAR_CLOCK>{now}" "<a href=keep>{t!("booking-move-keep")}</a></Notice> }
    });
    let cancelled = view.interview.clone().filter(|interview| !interview.confirmed).map(|interview| {
        let text = t!("booking-cancelled-pick", time = dates::full(locale, &view.zone, interview.span));
        view! { <Notice icon=Glyph::CALENDAR_X>{text}</Notice> }
    });
    let zone = view.zone.clone();
    let times = move || {
        let day = shown.get()?;
        let slots = days.get(&day)?;
        let title = dates::date_weekday(locale, day);
        Some(view! {
            <section class="booking__times" id="times" aria-live="polite" aria-labelledby="times-title">
                <h2 id="times-title">{title}</h2>
                {slot_list(slots, &zone, locale, address, false)}
            </section>
        })
    };
    let instead = instead(view, address, failure, locale);
    view! {
        <div class="booking__pick">
            <h2 class="visually-hidden" id="step" tabindex="-1">{heading}</h2>
            {cancelled}
            {moved}
            {instead}
            {weeks}
            {times}
        </div>
    }
    .into_any()
}

/// What to say where the time picked is gone, with the nearest that are free; or why a booking was not made.
fn instead(view: BookingView, address: Memo<Address>, failure: Signal<Option<ApiError>>, locale: Locale) -> impl IntoView {
    let words = (t!("booking-taken"), t!("booking-taken-nearest"));
    move || {
        let taken = address.with(|address| address.taken(&view));
        let nearest = match (failure.get(), taken) {
            (Some(ApiError::SlotTaken { nearest }), _) => nearest,
            (None, Some(start_ms)) => nearest_to(&view.slots, start_ms),
            (Some(_), _) => return Some(view! { <FormErrors error=failure/> }.into_any()),
            (None, None) => return None,
        };
        // What was named a moment ago may be gone, too.
        let nearest: Vec<Span> = nearest.into_iter().filter(|slot| view.slots.contains(slot)).collect();
        let (taken, offer) = words.clone();
        let offer = (!nearest.is_empty()).then_some(offer);
        Some(
            view! {
                <div class="booking__taken" role="alert">
                    <p><Icon glyph=Glyph::CALENDAR_X/><b>{taken}</b>" "{offer}</p>
                    {slot_list(&nearest, &view.zone, locale, address, true)}
                </div>
            }
            .into_any(),
        )
    }
}

/// The free times nearest to one, in their order.
fn nearest_to(slots: &[Span], start_ms: i64) -> Vec<Span> {
    let mut nearest = slots.to_vec();
    nearest.sort_by_key(|slot| slot.start_ms().abs_diff(start_ms));
    nearest.truncate(NEAREST);
    nearest.sort_by_key(Span::start_ms);
    nearest
}

fn slot_list(slots: &[Span], zone: &Zone, locale: Locale, address: Memo<Address>, dated: bool) -> impl IntoView + use<> {
    let items = slots
        .iter()
        .map(|slot| {
            let slot = *slot;
            let start = zone.civil(slot.start());
            let text = if dated { dates::moment(locale, zone, slot.start()) } else { dates::time(locale, start) };
            // What is seen stands in the name, too: who speaks to the browser says what is seen (WCAG 2.5.3).
            let full = dates::full(locale, zone, slot);
            let name = if dated { format!("{text}: {full}") } else { full };
            let id = (!dated).then(|| format!("slot-{}", slot.start_ms()));
            view! { <li><a class="slot-link" id=id href=move || address.with(|address| address.at(slot)) aria-label=name data-noscroll="">{text}</a></li> }
        })
        .collect_view();
    view! { <ul class=if dated { "slot-links slot-links--dated" } else { "slot-links" }>{items}</ul> }
}

/// On a phone the times lie below the days: a day picked leads there.
fn bring_times_into_view(shown: Memo<Option<chrono::NaiveDate>>) {
    Effect::new(move |before: Option<Option<chrono::NaiveDate>>| {
        let now = shown.get();
        if before.is_some_and(|before| before != now) && page::is_narrow() {
            focus::scroll_to("times");
        }
        now
    });
}

/// The last step: what one agrees to, and one button.
pub fn confirm(
    view: &BookingView,
    start_ms: i64,
    address: Memo<Address>,
    doing: Doing,
    failure: Signal<Option<ApiError>>,
) -> impl IntoView + use<> {
    let locale = use_viewer().locale;
    let slot = view.slots.iter().find(|slot| slot.start_ms() == start_ms).copied();
    let when = slot.map(|slot| {
        let start = view.zone.civil(slot.start());
        view! {
            <p class="booking__when">
                <span class="booking__date">{dates::date_long(locale, start.date())}</span>
                <span class="booking__time">{dates::times(locale, &view.zone, slot)}</span>
                <span class="soft">{dates::zone_at(&view.zone, slot.start())}</span>
            </p>
        }
    });
    let (token, zone) = (address.with_untracked(|address| address.token().to_owned()), view.zone.name().to_owned());
    let moving = address.with_untracked(Address::is_move);
    let hidden = move || {
        view! {
            <input type="hidden" name="token" value=token/>
            <input type="hidden" name="start_ms" value=start_ms.to_string()/>
            <input type="hidden" name="zone" value=zone/>
        }
    };
    let back = move || address.with(Address::back);
    let form = if moving {
        view! {
            <ActionForm action=doing.reschedule>
                {hidden()}
                <div class="booking__actions">
                    <Button weight=Weight::Primary size=Size::Large submit=true pending=doing.pending()>{t!("booking-move-confirm")}</Button>
                    <a class="btn btn--large btn--plain" href=back>{t!("booking-other-time")}</a>
                </div>
            </ActionForm>
        }
        .into_any()
    } else {
        let phone = RwSignal::new(typed_or("phone", &view.candidate_phone));
        let (name, mail) = (view.candidate.clone(), view.candidate_email.clone());
        let (has_text, texts) = (view.has_text, RwSignal::new(typed_or("texts", "") == "true"));
        view! {
            <ActionForm action=doing.book>
                {hidden()}
                <dl class="facts">
                    <dt>{t!("booking-name")}</dt><dd>{name}</dd>
                    <dt>{t!("booking-mail")}</dt><dd>{mail}</dd>
                </dl>
                <TextField
                    name="phone"
                    label=t!("booking-phone")
                    hint=t!("booking-phone-hint")
                    value=phone
                    errors=crate::ui::components::errors_of(doing.book.value())
                    kind="tel"
                    optional=true
                    autocomplete="tel"
                    maxlength=40
                />
                {has_text.then(|| view! { <Checkbox name="texts" label=t!("booking-texts") hint=t!("booking-texts-hint") checked=texts/> })}
                <div class="booking__actions">
                    <Button weight=Weight::Primary size=Size::Large submit=true pending=doing.pending()>{t!("booking-confirm")}</Button>
                    <a class="btn btn--large btn--plain" href=back>{t!("booking-other-time")}</a>
                </div>
            </ActionForm>
        }
        .into_any()
    };
    view! {
        <section class="booking__wide">
            <h2 id="step" tabindex="-1">{if moving { t!("booking-move-confirm-heading") } else { t!("booking-confirm-heading") }}</h2>
            {when}
            <FormErrors error=failure/>
            {form}
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_times_come_in_order() {
        let slots: Vec<Span> = (0..20).map(|i| Span::from_ms(i * 100, i * 100 + 50).unwrap()).collect();
        let starts: Vec<i64> = nearest_to(&slots, 1_010).iter().map(Span::start_ms).collect();
        assert_eq!(starts, [800, 900, 1_000, 1_100, 1_200, 1_300]);
    }
}
