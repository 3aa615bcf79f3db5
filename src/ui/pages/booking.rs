//! The candidate's page: pick a time, confirm, done; later move the interview or call it off.
//!
//! Every step is an address, every change a plain form, so all of it works before any script has arrived and where none runs.

mod address;
mod month;
mod picker;
mod states;

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
use crate::ui::latest::Latest;
use crate::{paths, t};

/// What the page can do.
#[derive(Clone, Copy)]
struct Doing {
    book: ServerAction<Book>,
    reschedule: ServerAction<Reschedule>,
    cancel: ServerAction<Cancel>,
}

impl Doing {
    /// One of them is under way, or was done and its outcome is not in sight yet.
    fn pending(self) -> Signal<bool> {
        let (book, reschedule, cancel) = (self.book.pending(), self.reschedule.pending(), self.cancel.pending());
        Signal::derive(move || book.get() || reschedule.get() || cancel.get() || self.is_done())
    }

    fn is_done(self) -> bool {
        // Each is read, or a later one would not be heard.
        let booked = matches!(self.book.value().get(), Some(Ok(_)));
        let moved = matches!(self.reschedule.value().get(), Some(Ok(_)));
        let cancelled = matches!(self.cancel.value().get(), Some(Ok(())));
        booked || moved || cancelled
    }

    fn forget(self) {
        self.book.clear();
        self.reschedule.clear();
        self.cancel.clear();
    }
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
    let page = Latest::blocking(
        move || (token.get(), zone_asked.get(), changes.get(), done()),
        move || booking_page(token.get_untracked(), zone_asked.get_untracked()),
    );
    let choosing = Memo::new(move |_| address.with(Address::is_choosing_zone));
    // Here, not in the part that shows them: that part waits for the page, and what waits must not number a resource (`StaffFrame`).
    let zones = Resource::new(
        move || choosing.get(),
        |choosing| async move { if choosing { zone_names().await.unwrap_or_default() } else { Vec::new() } },
    );
    note_opened(token);
    keep_zone(zone_asked);
    lead_back_when_done(doing, page, address);
    forget_elsewhere(doing, address);
    // When somebody else's change draws days and times anew, the focus stays on the one it was on.
    let keep = focus::keep(move || page.track());
    view! {
        <main class="booking" on:focusin=keep>
            {page.failure()}
            {page.show(0, move |view| whole(view, zones, address, doing).into_any(), |error| match error {
                ApiError::Unauthorized | ApiError::NotFound => states::gone().into_any(),
                error => states::failed(&error).into_any(),
            })}
        </main>
    }
}

/// The page of a link that holds.
fn whole(view: Signal<BookingView>, zones: Resource<Vec<String>>, address: Memo<Address>, doing: Doing) -> impl IntoView {
    let title = view.with_untracked(|view| t!("booking-title", title = view.title.clone(), role = view.role.clone()));
    // Which part of the page is shown: the parts themselves follow the address, and what is offered.
    let step = Memo::new(move |_| view.with(|view| address.with(|address| address.step(view))));
    let failure = Signal::derive(move || {
        let failures =
            [failure_of(doing.book.value()).get(), failure_of(doing.reschedule.value()).get(), failure_of(doing.cancel.value()).get()];
        failures.into_iter().flatten().next()
    });
    focus_steps(step);
    view! {
        <Title text=title/>
        <div class="booking__card">
            {move || view.with(|view| states::about(view, address))}
            {move || {
                // What is typed in stays as it is while others book.
                let now = view.get_untracked();
                match step.get() {
                    Step::Zone => states::zones(address, zones).into_any(),
                    Step::Pick => (move || picker::pick(view.get(), address, failure)).into_any(),
                    Step::Confirm(start_ms) => picker::confirm(&now, start_ms, address, doing, failure).into_any(),
                    Step::Booked => (move || view.with(|view| states::booked(view, address))).into_any(),
                    Step::Cancel => view! { <section class="booking__wide"><FormErrors error=failure/>{states::cancel(&now, address, doing)}</section> }.into_any(),
                    Step::Message => (move || view.with(states::message)).into_any(),
                }
            }}
        </div>
        <p class="booking__foot">
            <Icon glyph=Glyph::GLOBE/>
            {move || view.with(|view| states::zone_line(view, address))}
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

/// After a change the address is the page's own again, as soon as the page says what was changed.
fn lead_back_when_done(doing: Doing, page: Latest<BookingView>, address: Memo<Address>) {
    let navigate = use_navigate();
    Effect::new(move |before: Option<()>| {
        page.track();
        // Once each time something succeeded, not when the page is opened.
        if before.is_some() && untrack(|| doing.is_done()) {
            let options = NavigateOptions { replace: true, ..Default::default() };
            navigate(&address.with_untracked(Address::plain), options);
        }
    });
}

/// What was said of one time or step is not said of another.
fn forget_elsewhere(doing: Doing, address: Memo<Address>) {
    Effect::new(move |before: Option<Address>| {
        let now = address.get();
        if before.is_some_and(|before| (before.start_ms, before.aim) != (now.start_ms, now.aim)) {
            doing.forget();
        }
        now
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

/// Whether a time can be picked now.
fn is_open(view: &BookingView) -> bool {
    view.state == BookingState::Open || is_changeable(view)
}

/// Whether the booked interview may still be moved or called off here.
fn is_changeable(view: &BookingView) -> bool {
    view.state == BookingState::Booked && view.interview.as_ref().is_some_and(|interview| view.now < interview.changeable_until)
}
