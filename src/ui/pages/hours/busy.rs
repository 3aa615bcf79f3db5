//! The dialog in which a busy time is made, changed or removed.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::Edited;
use super::kept::KeptLines;
use super::list::when;
use super::removal::Removal;
use crate::api::error::ApiError;
use crate::api::hours::{HoursView, SaveBusy, save_busy};
use crate::domain::availability::busy::{BusyForm, MAX_TITLE};
use crate::domain::availability::standing::during;
use crate::domain::error::FieldErrors;
use crate::domain::time::{Instant, Zone};
use crate::ui::components::*;
use crate::ui::viewer::use_viewer;
use crate::{t, text};

/// Opens for what is edited, and closes when that is stored or given up.
#[component]
pub fn BusyDialog(
    /// What is stored.
    view: RwSignal<HoursView>,
    /// The colleague's zone.
    zone: Signal<Zone>,
    /// The present.
    now: Signal<Instant>,
    /// What the dialog is open for.
    edited: RwSignal<Option<Edited>>,
    /// Removes them.
    removal: Removal,
    /// Reads everything again; keeps what is typed where it is given `true`.
    read_again: Callback<bool>,
) -> impl IntoView {
    let language = use_viewer().locale.language;
    let open = RwSignal::new(false);
    Effect::new(move |_: Option<()>| {
        let is_open = edited.with(Option::is_some);
        if is_open {
            // A failure was of what was open before.
            removal.action.clear();
        }
        open.set(is_open);
    });
    Effect::new(move |before: Option<bool>| {
        let is_open = open.get();
        if before == Some(true) && !is_open {
            edited.set(None);
        }
        is_open
    });
    Effect::new(move |_: Option<()>| {
        if removal.action.value().with(|outcome| matches!(outcome, Some(Ok(())))) {
            edited.set(None);
        }
    });
    let title = Signal::derive(move || match edited.get() {
        Some(Edited { stands: Some(_), .. }) => text!(language, "own-hours-busy-change"),
        _ => text!(language, "own-hours-busy-new"),
    });
    view! {
        <Dialog open title>
            {move || edited.get().map(|edited_now| {
                view! { <BusyFields begun=edited_now view zone now edited removal read_again/> }
            })}
        </Dialog>
    }
}

#[component]
fn BusyFields(
    begun: Edited,
    view: RwSignal<HoursView>,
    zone: Signal<Zone>,
    now: Signal<Instant>,
    edited: RwSignal<Option<Edited>>,
    removal: Removal,
    read_again: Callback<bool>,
) -> impl IntoView {
    let locale = use_viewer().locale;
    let language = locale.language;
    let user = view.with_untracked(|view| view.user);
    let Edited { stands, form } = begun;
    let field = |text: &str| RwSignal::new(text.to_owned());
    let (title, whole_days) = (field(&form.title), RwSignal::new(form.whole_days));
    let (starts_on, starts_at) = (field(&form.starts_on), field(&form.starts_at));
    let (ends_on, ends_at) = (field(&form.ends_on), field(&form.ends_at));
    let typed = move || BusyForm {
        title: title.get(),
        whole_days: whole_days.get(),
        starts_on: starts_on.get(),
        starts_at: starts_at.get(),
        ends_on: ends_on.get(),
        ends_at: ends_at.get(),
        exact: form.exact,
    };
    let over = Memo::new(move |_| {
        let (form, now) = (typed(), now.get());
        let span = zone.with(|zone| form.span(zone));
        let over = span.map(|span| view.with(|view| during(span, &view.interviews))).unwrap_or_default();
        over.into_iter().filter(|interview| interview.span.end() > now).collect::<Vec<_>>()
    });
    let (toasts, done) = (use_toasts(), t!("own-hours-busy-saved"));
    let refused = RwSignal::new(None::<ApiError>);
    let save = Action::new_local(move |input: &SaveBusy| {
        let (input, done) = (input.clone(), done.clone());
        async move {
            match save_busy(input).await {
                Ok(saved) => {
                    let when = zone.try_with_untracked(|zone| when(locale, zone, saved.busy.span)).unwrap_or_default();
                    toasts.show(format!("{done} {when}"));
                    read_again.try_run(true);
                    edited.try_set(None);
                }
                Err(error) => {
                    refused.try_set(Some(error));
                }
            }
        }
    });
    let stored = stands.clone();
    let submit = move |ev: SubmitEvent| {
        ev.prevent_default();
        let busy = untrack(typed);
        if let Err(errors) = zone.with_untracked(|zone| busy.check(zone, now.get_untracked())) {
            refused.set(Some(ApiError::Invalid(errors)));
            return;
        }
        refused.set(None);
        let (id, version) = stored.as_ref().map_or((None, 0), |busy| (Some(busy.id), busy.version));
        let zone = zone.with_untracked(|zone| zone.name().to_owned());
        save.dispatch_local(SaveBusy { user, id, version, zone, busy });
    };
    let errors = Signal::derive(move || match refused.get() {
        Some(ApiError::Invalid(errors)) => errors,
        _ => FieldErrors::default(),
    });
    let take = stands.clone().map(|busy| {
        let act = move |_| removal.begin(&busy);
        view! { <Button weight=Weight::Negative icon=Glyph::TRASH_2 pending=removal.action.pending() on:click=act>{t!("own-hours-remove-short")}</Button> }
    });
    let is_secret = stands.is_some_and(|busy| busy.title.is_none());
    let most = u16::try_from(MAX_TITLE).ok().unwrap_or(u16::MAX);
    view! {
        <form class="form" method="post" novalidate=true on:submit=submit>
            <FormErrors error=Signal::derive(move || refused.get().or_else(|| failure_of(removal.action.value()).get()))/>
            {if is_secret {
                view! { <p class="soft">{t!("own-hours-private-explained")}</p> }.into_any()
            } else {
                view! { <TextField name="title" label=t!("own-hours-busy-title") value=title errors optional=true maxlength=most hint=t!("own-hours-busy-title-hint")/> }.into_any()
            }}
            <Checkbox name="whole_days" label=t!("own-hours-whole-days") checked=whole_days/>
            <div class="form__row">
                <TextField name="starts_on" label=t!("own-hours-from") value=starts_on errors kind="date"/>
                {move || (!whole_days.get()).then(|| view! { <TextField name="starts_at" label=text!(language, "own-hours-from-time") value=starts_at errors kind="time" step="300"/> })}
            </div>
            <div class="form__row">
                <TextField name="ends_on" label=t!("own-hours-until") value=ends_on errors kind="date"/>
                {move || (!whole_days.get()).then(|| view! { <TextField name="ends_at" label=text!(language, "own-hours-until-time") value=ends_at errors kind="time" step="300"/> })}
            </div>
            <p class="small soft">{move || zone.with(|zone| text!(language, "plan-zone", zone = zone.city()))}</p>
            <div role="status">
                {move || {
                    let over = over.get();
                    (!over.is_empty()).then(|| view! {
                        <Notice tone=Tone::Caution icon=Glyph::CALENDAR_CLOCK>
                            <p>{text!(language, "own-hours-over-kept", count = over.len())}</p>
                            <KeptLines kept=over zone=zone.get()/>
                        </Notice>
                    })
                }}
            </div>
            <div class="dialog__actions">
                {take}
                <Button on:click=move |_| edited.set(None)>{t!("action-cancel")}</Button>
                <Button weight=Weight::Primary submit=true pending=save.pending()>{t!("action-save")}</Button>
            </div>
        </form>
    }
}
