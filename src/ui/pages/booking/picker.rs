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
use crate::ui::components::{Button, Checkbox, FormErrors, Glyph, Icon, Notice, Size, TextField, Weight, errors_of};
use crate::ui::returned::typed_or;
use crate::ui::viewer::use_viewer;

/// How many times are offered in place of one that was taken.
const NEAREST: usize = 6;

/// Day and time.
pub fn pick(view: &BookingView, address: &Address, failure: Option<ApiError>) -> AnyView {
    if view.slots.is_empty() {
        return states::no_times(view).into_any();
    }
    let locale = use_viewer().locale;
    let days = month::by_day(&view.slots, &view.zone);
    let heading = if address.is_move() { t!("booking-move-heading") } else { t!("booking-pick-heading") };
    let moved = address.is_move().then_some(view.interview.as_ref()).flatten().map(|interview| {
        let now = t!("booking-move-now", time = dates::full(locale, &view.zone, interview.span));
        let keep = address.plain();
        view! { <Notice icon=Glyph::CALENDAR_CLOCK>{now}" "<a href=keep>{t!("booking-move-keep")}</a></Notice> }
    });
    let cancelled = view.interview.as_ref().filter(|interview| !interview.confirmed).map(|interview| {
        let text = t!("booking-cancelled-pick", time = dates::full(locale, &view.zone, interview.span));
        view! { <Notice icon=Glyph::CALENDAR_X>{text}</Notice> }
    });
    let times = month::day_shown(&days, address).and_then(|day| {
        let slots = days.get(&day)?;
        Some(view! {
            <section class="booking__times" id="times" aria-live="polite" aria-labelledby="times-title">
                <h2 id="times-title">{dates::date_weekday(locale, day)}</h2>
                {slot_list(slots, &view.zone, locale, address, false)}
            </section>
        })
    });
    view! {
        <div class="booking__pick">
            <h2 class="visually-hidden" id="step" tabindex="-1">{heading}</h2>
            {cancelled}
            {moved}
            {instead(view, address, failure, locale)}
            {month::weeks(&days, address)}
            {times}
        </div>
    }
    .into_any()
}

/// What to say where the time picked is gone, with the nearest that are free; or why a booking was not made.
fn instead(view: &BookingView, address: &Address, failure: Option<ApiError>, locale: Locale) -> Option<AnyView> {
    let nearest = match (failure, address.taken(view)) {
        (Some(ApiError::SlotTaken { nearest }), _) => nearest,
        (None, Some(start_ms)) => nearest_to(&view.slots, start_ms),
        (Some(failure), _) => return Some(view! { <FormErrors error=Signal::stored(Some(failure))/> }.into_any()),
        (None, None) => return None,
    };
    // What was named a moment ago may be gone, too.
    let nearest: Vec<Span> = nearest.into_iter().filter(|slot| view.slots.contains(slot)).collect();
    let offer = (!nearest.is_empty()).then(|| t!("booking-taken-nearest"));
    Some(
        view! {
            <div class="booking__taken" role="alert">
                <p><Icon glyph=Glyph::CALENDAR_X/><b>{t!("booking-taken")}</b>" "{offer}</p>
                {slot_list(&nearest, &view.zone, locale, address, true)}
            </div>
        }
        .into_any(),
    )
}

/// The free times nearest to one, in their order.
fn nearest_to(slots: &[Span], start_ms: i64) -> Vec<Span> {
    let mut nearest = slots.to_vec();
    nearest.sort_by_key(|slot| slot.start_ms().abs_diff(start_ms));
    nearest.truncate(NEAREST);
    nearest.sort_by_key(Span::start_ms);
    nearest
}

fn slot_list(slots: &[Span], zone: &Zone, locale: Locale, address: &Address, dated: bool) -> impl IntoView + use<> {
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
            view! { <li><a class="slot-link" id=id href=address.at(slot) aria-label=name data-noscroll="">{text}</a></li> }
        })
        .collect_view();
    view! { <ul class=if dated { "slot-links slot-links--dated" } else { "slot-links" }>{items}</ul> }
}

/// The last step: what one agrees to, and one button.
pub fn confirm(view: &BookingView, start_ms: i64, address: &Address, doing: Doing) -> AnyView {
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
    let hidden = view! {
        <input type="hidden" name="token" value=address.token().to_owned()/>
        <input type="hidden" name="start_ms" value=start_ms.to_string()/>
        <input type="hidden" name="zone" value=view.zone.name().to_owned()/>
    };
    let back = address.back();
    let actions = move |label: String| {
        view! {
            <div class="booking__actions">
                <Button weight=Weight::Primary size=Size::Large submit=true>{label}</Button>
                <a class="btn btn--large btn--plain" href=back>{t!("booking-other-time")}</a>
            </div>
        }
    };
    let (heading, form) = if address.is_move() {
        let form = view! { <ActionForm action=doing.reschedule>{hidden}{actions(t!("booking-move-confirm"))}</ActionForm> };
        (t!("booking-move-confirm-heading"), form.into_any())
    } else {
        let asked = asked(view, doing);
        let form = view! { <ActionForm action=doing.book>{hidden}{asked}{actions(t!("booking-confirm"))}</ActionForm> };
        (t!("booking-confirm-heading"), form.into_any())
    };
    view! {
        <section class="booking__wide">
            <h2 id="step" tabindex="-1">{heading}</h2>
            {when}
            <FormErrors error=Signal::stored(doing.failure())/>
            {form}
        </section>
    }
    .into_any()
}

/// Who books, and how they can be reached.
fn asked(view: &BookingView, doing: Doing) -> impl IntoView + use<> {
    let phone = RwSignal::new(typed_or("phone", &view.candidate_phone));
    let (has_text, texts) = (view.has_text, RwSignal::new(typed_or("texts", "") == "true"));
    view! {
        <dl class="facts">
            <dt>{t!("booking-name")}</dt><dd>{view.candidate.clone()}</dd>
            <dt>{t!("booking-mail")}</dt><dd>{view.candidate_email.clone()}</dd>
        </dl>
        <TextField
            name="phone"
            label=t!("booking-phone")
            hint=t!("booking-phone-hint")
            value=phone
            errors=errors_of(doing.book.value())
            kind="tel"
            optional=true
            autocomplete="tel"
            maxlength=40
        />
        {has_text.then(|| view! { <Checkbox name="texts" label=t!("booking-texts") hint=t!("booking-texts-hint") checked=texts/> })}
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
