//! The candidate's page: pick a time, confirm, done; later move the interview or call it off.
//!
//! Every step is an address, every change a plain form, so all of it works before any script has arrived and where none runs.

mod address;
mod month;
mod picker;
mod states;

use leptos::ev::FocusEvent;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};

use self::address::{Address, Step};
pub use self::states::gone;
use crate::api::availability::zone_names;
use crate::api::booking::{Book, BookingState, BookingView, Cancel, Reschedule, booking_page, note_booking_opened};
use crate::api::error::ApiError;
use crate::ui::browser::{cookies, focus, live, zone};
use crate::ui::components::{FormErrors, Glyph, Icon, failure_of};
use crate::{paths, t};

/// What the page can do.
#[derive(Clone, Copy)]
struct Doing {
    book: ServerAction<Book>,
    reschedule: ServerAction<Reschedule>,
    cancel: ServerAction<Cancel>,
}

/// The page behind a candidate's link.
#[component]
pub fn BookingPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let token = Memo::new(move |_| params.with(|params| params.get("token").unwrap_or_default()));
    let address = Memo::new(move |_| query.with(|query| Address::read(token.get(), query)));
    let zone_asked = Memo::new(move |_| address.with(|address| address.zone.clone()));
    let doing = Doing { book: ServerAction::new(), reschedule: ServerAction::new(), cancel: ServerAction::new() };
    let changes = live::use_changes(paths::public_events(&paths::booking(token.get_untracked())), None);
    let done = move || (doing.book.version().get(), doing.reschedule.version().get(), doing.cancel.version().get());
    let page = Resource::new_blocking(
        move || (token.get(), zone_asked.get(), changes.get(), done()),
        |(token, zone, ..)| booking_page(token, zone),
    );
    let choosing = Memo::new(move |_| address.with(Address::is_choosing_zone));
    // Here, not in the part that shows them: that part waits for the page, and what waits must not number a resource (`StaffFrame`).
    let zones = Resource::new(
        move || choosing.get(),
        |choosing| async move { if choosing { zone_names().await.unwrap_or_default() } else { Vec::new() } },
    );
    note_opened(token);
    keep_zone(zone_asked);
    lead_back_when_done(doing, address);
    let last_focus = keep_focus(page);
    view! {
        <main class="booking" on:focusin=move |ev: FocusEvent| last_focus.set_value(focus::id_of(&ev))>
            <Transition>
                {move || Suspend::new(async move {
                    match page.await {
                        Ok(view) => whole(view, zones, address, doing).into_any(),
                        Err(ApiError::Unauthorized | ApiError::NotFound) => states::gone().into_any(),
                        Err(error) => states::failed(&error).into_any(),
                    }
                })}
            </Transition>
        </main>
    }
}

/// The page of a link that holds.
fn whole(view: BookingView, zones: Resource<Vec<String>>, address: Memo<Address>, doing: Doing) -> impl IntoView {
    let title = t!("booking-title", title = view.title.clone(), role = view.role.clone());
    let about = states::about(&view, address);
    let view = StoredValue::new(view);
    // Which part of the page is shown: the parts themselves follow the address.
    let step = Memo::new(move |_| view.with_value(|view| address.with(|address| address.step(view))));
    let failure = Signal::derive(move || {
        let failures =
            [failure_of(doing.book.value()).get(), failure_of(doing.reschedule.value()).get(), failure_of(doing.cancel.value()).get()];
        failures.into_iter().flatten().next()
    });
    focus_steps(step);
    view! {
        <Title text=title/>
        <div class="booking__card">
            {about}
            {move || {
                let view = view.get_value();
                match step.get() {
                    Step::Zone => states::zones(address, zones).into_any(),
                    Step::Pick => picker::pick(view, address, failure).into_any(),
                    Step::Confirm(start_ms) => picker::confirm(&view, start_ms, address, doing, failure).into_any(),
                    Step::Booked => states::booked(&view, address).into_any(),
                    Step::Cancel => view! { <section class="booking__wide"><FormErrors error=failure/>{states::cancel(&view, address, doing)}</section> }.into_any(),
                    Step::Message => states::message(&view).into_any(),
                }
            }}
        </div>
        <p class="booking__foot">
            <Icon glyph=Glyph::GLOBE/>
            {states::zone_line(&view.get_value(), address)}
        </p>
    }
}

/// The first opening is noted by a POST: fetching the page changes nothing.
fn note_opened(token: Memo<String>) {
    let note = Action::new(|token: &String| {
        let token = token.clone();
        async move { note_booking_opened(token).await }
    });
    Effect::new(move || {
        note.dispatch(token.get());
    });
}

/// A zone chosen here holds for the next visit, too.
fn keep_zone(asked: Memo<Option<String>>) {
    Effect::new(move || {
        if let Some(name) = asked.get()
            && cookies::get("zone").as_deref() != Some(&name)
        {
            zone::keep(&name);
        }
    });
}

/// After a change the address is the page's own again.
fn lead_back_when_done(doing: Doing, address: Memo<Address>) {
    let navigate = use_navigate();
    Effect::new(move |before: Option<bool>| {
        // Each is read, or a later one would not be heard.
        let booked = matches!(doing.book.value().get(), Some(Ok(_)));
        let moved = matches!(doing.reschedule.value().get(), Some(Ok(_)));
        let cancelled = matches!(doing.cancel.value().get(), Some(Ok(())));
        // Once each time something succeeded, not when the page is opened.
        let done = booked || moved || cancelled;
        if before.is_some() && done {
            let options = NavigateOptions { replace: true, ..Default::default() };
            navigate(&address.with_untracked(Address::plain), options);
        }
        done
    });
}

/// Each step begins at its heading for the keyboard and for screen readers; not the first one, which begins at the page's top.
fn focus_steps(step: Memo<Step>) {
    Effect::new(move |before: Option<Step>| {
        let now = step.get();
        if before.is_some_and(|before| before != now) {
            // Its heading is drawn with the next frame.
            request_animation_frame(|| focus::to("step"));
        }
        now
    });
}

/// When somebody else's change draws the page anew, the focus stays on the day or time it was on.
fn keep_focus(page: Resource<Result<BookingView, ApiError>>) -> StoredValue<String> {
    let last = StoredValue::new(String::new());
    Effect::new(move || {
        page.track();
        request_animation_frame(move || {
            if let Some(id) = last.try_get_value().filter(|id| !id.is_empty())
                && focus::is_lost()
            {
                focus::to(&id);
            }
        });
    });
    last
}

/// Whether a time can be picked now.
fn is_open(view: &BookingView) -> bool {
    view.state == BookingState::Open || is_changeable(view)
}

/// Whether the booked interview may still be moved or called off here.
fn is_changeable(view: &BookingView) -> bool {
    view.state == BookingState::Booked && view.interview.as_ref().is_some_and(|interview| view.now < interview.changeable_until)
}
