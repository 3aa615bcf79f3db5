//! What the interview is about, and the page where there is no time to pick.

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;

use super::address::Address;
use super::{Doing, is_changeable};
use crate::api::booking::{BookingState, BookingView};
use crate::api::error::ApiError;
use crate::domain::jobs::{Place, PlaceKind};
use crate::domain::time::city;
use crate::text::dates;
use crate::ui::components::{Avatar, Button, ButtonLink, FormErrors, Glyph, Icon, Notice, Size, TextArea, Tone, Weight, errors_of};
use crate::ui::viewer::use_viewer;
use crate::{paths, t};

/// Company, role, length, place, people.
pub fn about(view: &BookingView, address: &Address) -> impl IntoView + use<> {
    let people = (!view.people.is_empty()).then(|| fact(Glyph::USERS, t!("booking-with", people = view.people.join(", "))));
    let by = (view.organisation != view.company).then(|| t!("booking-by", organisation = view.organisation.clone()));
    let message = (!view.message.is_empty()).then(|| view! { <p class="booking__message prewrap">{view.message.clone()}</p> });
    view! {
        <section class="booking__about">
            <div class="booking__company"><Avatar name=view.company.clone() large=true/><span><b>{view.company.clone()}</b>{by.map(|by| view! { <small>{by}</small> })}</span></div>
            <h1>{t!("booking-title", title = view.title.clone(), role = view.role.clone())}</h1>
            <ul class="booking__facts">
                {fact(Glyph::CLOCK, t!("minutes", count = view.duration_minutes))}
                {place(&view.place)}
                {people}
                <li class="booking__zone"><Icon glyph=Glyph::GLOBE/><span>{zone_line(view, address)}</span></li>
            </ul>
            {message}
        </section>
    }
}

fn fact(glyph: Glyph, text: String) -> AnyView {
    view! { <li><Icon glyph/><span>{text}</span></li> }.into_any()
}

fn place(place: &Place) -> AnyView {
    let (glyph, key) = match place.kind {
        PlaceKind::Video => (Glyph::VIDEO, "booking-place-video"),
        PlaceKind::Onsite => (Glyph::MAP_PIN, "booking-place-onsite"),
        PlaceKind::Phone => (Glyph::PHONE, "booking-place-phone"),
    };
    if place.text.is_empty() {
        return fact(glyph, t!(&format!("{key}-follows")));
    }
    let kind = t!(key);
    if place.kind == PlaceKind::Video {
        let href = place.text.clone();
        return view! { <li><Icon glyph/><span>{kind}": "<a href=href rel="noopener external">{place.text.clone()}</a></span></li> }
            .into_any();
    }
    fact(glyph, format!("{kind}: {}", place.text))
}

/// `Times are in Tokyo (UTC+9)`, and the way to another zone.
pub fn zone_line(view: &BookingView, address: &Address) -> impl IntoView + use<> {
    let at =
        view.interview.as_ref().map(|interview| interview.span.start()).or(view.slots.first().map(|slot| slot.start())).unwrap_or(view.now);
    let text = t!("booking-zone", zone = dates::zone_at(&view.zone, at));
    view! { {text}" "<a href=address.choosing_zone()>{t!("booking-zone-change")}</a> }
}

/// Another zone, by a drop-down in a plain form.
pub fn zones(address: &Address, mut names: Vec<String>) -> impl IntoView + use<> {
    let chosen = address.zone.clone().unwrap_or_else(|| use_viewer().zone);
    let action = paths::booking(address.token());
    if !names.contains(&chosen) {
        names.insert(0, chosen.clone());
    }
    let option = |name: String| {
        let text = match name.rsplit_once('/') {
            Some((area, _)) => format!("{} – {}", city(&name), area.replace('_', " ")),
            None => name.clone(),
        };
        view! { <option value=name.clone() selected=name == chosen>{text}</option> }
    };
    let options = names.into_iter().map(option).collect_view();
    view! {
        <section class="booking__wide">
            <h2 id="step" tabindex="-1">{t!("booking-zone-heading")}</h2>
            // `GET`: it changes nothing but what is shown.
            <form method="get" action=action class="form">
                <div class="field">
                    <label class="field__label" r#for="zone">{t!("booking-zone-label")}</label>
                    <select class="input" id="zone" name="zone">
                        {options}
                    </select>
                </div>
                <div class="booking__actions">
                    <Button weight=Weight::Primary size=Size::Large submit=true>{t!("booking-zone-show")}</Button>
                    <a class="btn btn--large btn--plain" href=address.plain()>{t!("action-back")}</a>
                </div>
            </form>
        </section>
    }
}

/// The interview stands: when, what happens next, and what one can still do.
pub fn booked(view: &BookingView, address: &Address) -> impl IntoView + use<> {
    let locale = use_viewer().locale;
    let Some(interview) = view.interview.clone() else {
        return message(view).into_any();
    };
    let start = view.zone.civil(interview.span.start());
    let page = paths::booking(address.token());
    let changes = if is_changeable(view) {
        view! {
            <a class="btn btn--large" href=address.moving()>{t!("booking-move")}</a>
            <a class="btn btn--large btn--plain" href=address.cancelling()>{t!("booking-cancel")}</a>
        }
        .into_any()
    } else {
        ().into_any()
    };
    let closed = (!is_changeable(view)).then(|| view! { <p class="soft small">{t!("booking-too-late")}" "{recruiter(view)}</p> });
    view! {
        <section class="booking__wide">
            <div class="booking__done"><Icon glyph=Glyph::CHECK/></div>
            <h2 id="step" tabindex="-1">{t!("booking-done-heading")}</h2>
            <p class="booking__when">
                <span class="booking__date">{dates::date_long(locale, start.date())}</span>
                <span class="booking__time">{dates::times(locale, &view.zone, interview.span)}</span>
                <span class="soft">{dates::zone_at(&view.zone, interview.span.start())}</span>
            </p>
            <ul class="booking__facts">{place(&interview.place)}</ul>
            <p>
                {if view.next.is_empty() {
                    t!("booking-done-next", mail = view.candidate_email.clone())
                } else {
                    t!("booking-done-round", mail = view.candidate_email.clone(), interviews = view.next.join(", "))
                }}
            </p>
            <div class="booking__actions">
                <a class="btn btn--large btn--primary" href=paths::calendar_file(&page, interview.id) rel="external" download="interview.ics">
                    <Icon glyph=Glyph::CALENDAR_PLUS/>{t!("booking-add-to-calendar")}
                </a>
                {changes}
            </div>
            {closed}
        </section>
    }
    .into_any()
}

/// Calling the interview off: what is lost, a reason if one likes.
pub fn cancel(view: &BookingView, address: &Address, doing: Doing) -> impl IntoView + use<> {
    let locale = use_viewer().locale;
    let when = view.interview.as_ref().map(|interview| dates::full(locale, &view.zone, interview.span)).unwrap_or_default();
    let (token, zone, keep) = (address.token().to_owned(), view.zone.name().to_owned(), address.plain());
    view! {
        <section class="booking__wide">
            <h2 id="step" tabindex="-1">{t!("booking-cancel-heading")}</h2>
            <FormErrors error=Signal::stored(doing.failure())/>
            <p>{t!("booking-cancel-text", time = when, company = view.company.clone())}</p>
            <p class="soft">{t!("booking-cancel-instead")}" "<a href=address.moving()>{t!("booking-move")}</a></p>
            <ActionForm action=doing.cancel>
                <input type="hidden" name="token" value=token/>
                <input type="hidden" name="zone" value=zone/>
                <TextArea name="reason" label=t!("booking-cancel-reason") optional=true maxlength=1000 errors=errors_of(doing.cancel.value())/>
                <div class="booking__actions">
                    <Button weight=Weight::Negative size=Size::Large submit=true>{t!("booking-cancel-confirm")}</Button>
                    <a class="btn btn--large btn--plain" href=keep>{t!("booking-cancel-keep")}</a>
                </div>
            </ActionForm>
        </section>
    }
}

/// Why there is nothing to do, or nothing to do yet.
pub fn message(view: &BookingView) -> impl IntoView + use<> {
    let (glyph, key) = match view.state {
        BookingState::Waiting | BookingState::Open => (Glyph::HOURGLASS, "booking-waiting"),
        BookingState::Cancelled => (Glyph::CALENDAR_X, "booking-cancelled"),
        BookingState::Over | BookingState::Booked => (Glyph::CALENDAR_CHECK, "booking-over"),
        BookingState::Closed => (Glyph::BAN, "booking-closed"),
    };
    let reason = view.interview.as_ref().filter(|_| view.state == BookingState::Cancelled).map(|interview| interview.reason.clone());
    let reason = reason.filter(|reason| !reason.is_empty()).map(|reason| view! { <blockquote class="prewrap">{reason}</blockquote> });
    view! {
        <section class="booking__wide booking__message-only">
            <div class="booking__sign"><Icon glyph/></div>
            <h2 id="step" tabindex="-1">{t!(&format!("{key}-heading"))}</h2>
            <p>{t!(&format!("{key}-text"), company = view.company.clone())}</p>
            {reason}
            <p class="soft">{recruiter(view)}</p>
        </section>
    }
}

/// All times are taken, or none was shared.
pub fn no_times(view: &BookingView) -> impl IntoView + use<> {
    view! {
        <section class="booking__wide booking__message-only">
            <div class="booking__sign"><Icon glyph=Glyph::HOURGLASS/></div>
            <h2 id="step" tabindex="-1">{t!("booking-none-heading")}</h2>
            <p>{t!("booking-none-text")}</p>
            <p class="soft">{recruiter(view)}</p>
        </section>
    }
}

/// Whom to ask.
fn recruiter(view: &BookingView) -> impl IntoView + use<> {
    let mail = view.recruiter_email.clone();
    let href = format!("mailto:{mail}");
    view! { {t!("booking-ask", name = view.recruiter.clone())}" "<a href=href>{mail}</a> }
}

/// The link is unknown, expired or revoked; which of these, one is not told.
pub fn gone() -> impl IntoView {
    view! {
        <Title text=t!("booking-gone-heading")/>
        <div class="booking__card booking__card--single">
            <section class="booking__wide booking__message-only">
                <div class="booking__sign"><Icon glyph=Glyph::LINK/></div>
                <h1 id="step" tabindex="-1">{t!("booking-gone-heading")}</h1>
                <p>{t!("booking-gone-text")}</p>
            </section>
        </div>
    }
}

/// The page could not be made.
pub fn failed(error: &ApiError) -> impl IntoView + use<> {
    let message = t!(error.message_key());
    view! {
        <Title text=t!("app-name")/>
        <div class="booking__card booking__card--single">
            <section class="booking__wide">
                <Notice tone=Tone::Negative icon=Glyph::CIRCLE_ALERT>{message}</Notice>
                <ButtonLink href="" size=Size::Large>{t!("booking-again")}</ButtonLink>
            </section>
        </div>
    }
}
