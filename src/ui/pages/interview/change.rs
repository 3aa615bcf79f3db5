//! Moving an interview to another free slot, and calling it off: the server tells everybody in it.

use leptos::prelude::*;

use crate::api::booking::{cancel_interview, request as request_view, reschedule_interview};
use crate::api::calendar::InterviewView;
use crate::api::error::ApiError;
use crate::domain::error::FieldErrors;
use crate::domain::id::RequestId;
use crate::domain::span::Span;
use crate::domain::time::{Zone, from_ms};
use crate::t;
use crate::text;
use crate::text::dates;
use crate::ui::components::*;
use crate::ui::viewer::use_viewer;

/// Chooses a date, then a time, of the slots that suit everybody.
#[component]
pub fn MoveInterview(open: RwSignal<bool>, view: Signal<InterviewView>) -> impl IntoView {
    view! {
        <Dialog open title=t!("interview-move-title")>
            {view.with_untracked(|view| view.request).map(|request| view! { <Slots open view request/> })}
        </Dialog>
    }
}

#[component]
fn Slots(open: RwSignal<bool>, view: Signal<InterviewView>, request: RequestId) -> impl IntoView {
    // As it stands while one chooses: what somebody else makes of it meanwhile is not overridden unseen.
    let (id, version, zone) = view.with_untracked(|view| (view.id, view.version, StoredValue::new(view.zone.clone())));
    let locale = use_viewer().locale;
    let toasts = use_toasts();
    let done = t!("interview-moved");
    let asked = LocalResource::new(move || request_view(request));
    let slots = Signal::derive(move || asked.get().and_then(Result::ok).map(|view| view.slots).unwrap_or_default());
    let (date, start) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let civil = move |slot: &Span| zone.with_value(|zone| zone.civil(slot.start()));
    let dates_offered = Signal::derive(move || {
        let mut offered: Vec<chrono::NaiveDate> = slots.with(|slots| slots.iter().map(|slot| civil(slot).date()).collect());
        offered.dedup();
        let first = (String::new(), text!(locale.language, "interview-choose-date"));
        std::iter::once(first).chain(offered.into_iter().map(|date| (date.to_string(), dates::date_long(locale, date)))).collect::<Vec<_>>()
    });
    let times = Signal::derive(move || {
        let chosen = date.get();
        let first = (String::new(), text!(locale.language, "interview-choose-time"));
        let fitting = slots.with(|slots| {
            let of_date = slots.iter().filter(|slot| civil(slot).date().to_string() == chosen);
            of_date.map(|slot| (slot.start_ms().to_string(), dates::time(locale, civil(slot)))).collect::<Vec<_>>()
        });
        std::iter::once(first).chain(fitting).collect::<Vec<_>>()
    });
    let save = Action::new(move |_: &()| {
        let (start, done) = (start.get_untracked().parse::<i64>().ok(), done.clone());
        async move {
            let Some(start) = start else { return Err(ApiError::Invalid(FieldErrors::one("start", "error-choose"))) };
            reschedule_interview(id, from_ms(start), version).await?;
            toasts.show(done);
            open.set(false);
            Ok(())
        }
    });
    let errors = errors_of(save.value());
    let nothing = move || matches!(asked.get(), Some(Ok(view)) if view.slots.is_empty());
    let failed = move || asked.get().and_then(Result::err);
    view! {
        <FormErrors error=failure_of(save.value())/>
        {move || failed().map(|error| view! { <Failure error/> })}
        {move || nothing().then(|| view! { <Notice tone=Tone::Caution>{text!(locale.language, "interview-no-slots")}</Notice> })}
        <SelectField name="date" label=t!("interview-date") value=date options=dates_offered/>
        <SelectField name="start" label=text!(locale.language, "interview-time", zone = zone.with_value(Zone::city)) value=start options=times errors/>
        <p class="soft small">{t!("interview-move-hint")}</p>
        <div class="dialog__actions">
            <Button on:click=move |_| open.set(false)>{t!("action-back")}</Button>
            <Button weight=Weight::Primary pending=save.pending() on:click=move |_| { save.dispatch(()); }>{t!("interview-move")}</Button>
        </div>
    }
}

/// Asks for the reason, which everybody in it is told.
#[component]
pub fn CancelInterview(open: RwSignal<bool>, view: Signal<InterviewView>) -> impl IntoView {
    let locale = use_viewer().locale;
    let toasts = use_toasts();
    let done = t!("interview-cancelled");
    let reason = RwSignal::new(String::new());
    // As it stood when one began: what somebody else makes of it meanwhile is not overridden unseen.
    let seen = RwSignal::new(view.with_untracked(|view| view.version));
    Effect::new(move || {
        if open.get() {
            seen.set(view.with_untracked(|view| view.version));
        }
    });
    let save = Action::new(move |_: &()| {
        let (reason, done) = (reason.get_untracked(), done.clone());
        let (id, version) = (view.with_untracked(|view| view.id), seen.get_untracked());
        async move {
            cancel_interview(id, reason, version).await?;
            toasts.show(done);
            open.set(false);
            Ok::<(), ApiError>(())
        }
    });
    let errors = errors_of(save.value());
    let title =
        Signal::derive(move || text!(locale.language, "interview-cancel-title", name = view.with(|view| view.candidate_name.clone())));
    view! {
        <Dialog open title>
            <FormErrors error=failure_of(save.value())/>
            <TextArea name="reason" label=t!("interview-cancel-reason") value=reason errors maxlength=1000/>
            <div class="dialog__actions">
                <Button on:click=move |_| open.set(false)>{t!("action-keep")}</Button>
                <Button weight=Weight::Negative pending=save.pending() on:click=move |_| { save.dispatch(()); }>{t!("interview-cancel")}</Button>
            </div>
        </Dialog>
    }
}
