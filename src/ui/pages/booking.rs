//! The candidate's page: pick a time, confirm, done; later move the interview or call it off.
//!
//! Every step is an address, every change a plain form. The server alone draws it: a phone on a slow line needs nothing but the page
//! (`docs/decisions/0034-candidates-pages.md`); `ui::browser::turn` then spares it whole pages.

mod address;
mod month;
mod picker;
mod states;

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

use self::address::{Address, Step};
pub use self::states::gone;
use crate::api::availability::zone_names;
use crate::api::booking::{Book, BookingState, BookingView, Cancel, NoteBookingOpened, Reschedule, booking_page};
use crate::api::error::ApiError;
use crate::t;
use crate::ui::components::{Glyph, Icon, failure_of};

/// What the page can do; each begins with the failure that its form came back with.
#[derive(Clone, Copy)]
struct Doing {
    book: ServerAction<Book>,
    reschedule: ServerAction<Reschedule>,
    cancel: ServerAction<Cancel>,
}

impl Doing {
    fn returned() -> Self {
        Self { book: ServerAction::new(), reschedule: ServerAction::new(), cancel: ServerAction::new() }
    }

    /// Why the form that came back was not taken.
    fn failure(self) -> Option<ApiError> {
        let failures = [failure_of(self.book.value()), failure_of(self.reschedule.value()), failure_of(self.cancel.value())];
        failures.iter().find_map(Signal::get_untracked)
    }
}

/// The page behind a candidate's link.
#[component]
pub fn BookingPage() -> impl IntoView {
    let token = use_params_map().with_untracked(|params| params.get("token").unwrap_or_default());
    let address = use_query_map().with_untracked(|query| Address::read(token, query));
    let doing = Doing::returned();
    let page = move || {
        let address = address.clone();
        Suspend::new(async move {
            let names = if address.is_choosing_zone() { zone_names().await.unwrap_or_default() } else { Vec::new() };
            match booking_page(address.token().to_owned(), address.zone.clone()).await {
                Ok(view) => whole(&view, names, &address, doing).into_any(),
                Err(ApiError::Unauthorized | ApiError::NotFound) => states::gone().into_any(),
                Err(error) => states::failed(&error).into_any(),
            }
        })
    };
    view! {
        <main id="main" class="booking" tabindex="-1">
            <Suspense>{page}</Suspense>
        </main>
    }
}

/// The page of a link that holds.
fn whole(view: &BookingView, zones: Vec<String>, address: &Address, doing: Doing) -> impl IntoView + use<> {
    let step = match address.step(view) {
        Step::Zone => states::zones(address, zones).into_any(),
        Step::Pick => picker::pick(view, address, doing.failure()),
        Step::Confirm(start_ms) => picker::confirm(view, start_ms, address, doing),
        Step::Booked => states::booked(view, address).into_any(),
        Step::Cancel => states::cancel(view, address, doing).into_any(),
        Step::Message => states::message(view).into_any(),
    };
    // Fetching the page changes nothing: that it was opened is noted by a POST.
    let (opened, token) = (ServerAction::<NoteBookingOpened>::new(), address.token().to_owned());
    view! {
        <Title text=t!("booking-title", title = view.title.clone(), role = view.role.clone())/>
        <div class="booking__card">
            {states::about(view, address)}
            {step}
        </div>
        <p class="booking__foot">
            <Icon glyph=Glyph::GLOBE/>
            {states::zone_line(view, address)}
        </p>
        <ActionForm action=opened attr:hidden=true attr:data-at-once="">
            <input type="hidden" name="token" value=token/>
        </ActionForm>
    }
}

/// Whether a time can be picked now.
fn is_open(view: &BookingView) -> bool {
    view.state == BookingState::Open || is_changeable(view)
}

/// Whether the booked interview may still be moved or called off here.
fn is_changeable(view: &BookingView) -> bool {
    view.state == BookingState::Booked && view.interview.as_ref().is_some_and(|interview| view.now < interview.changeable_until)
}
