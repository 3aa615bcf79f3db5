//! Coming busy times as a list: to find, change and remove them without a grid.

use leptos::form::ActionForm;
use leptos::prelude::*;

use super::{Edited, changed};
use crate::api::hours::{BusyView, HoursView, SaveBusy, SubmitBusyRemoval, save_busy};
use crate::domain::availability::busy::{BusyForm, is_whole_days};
use crate::domain::id::UserId;
use crate::domain::locale::Locale;
use crate::domain::span::Span;
use crate::domain::time::{Instant, Zone};
use crate::text::dates;
use crate::ui::components::*;
use crate::ui::viewer::use_viewer;
use crate::{t, text};

/// Busy times that are not over, by their start.
#[component]
pub fn BusyList(
    /// What is stored.
    view: RwSignal<HoursView>,
    /// The colleague's zone.
    zone: Signal<Zone>,
    /// The present.
    now: Signal<Instant>,
    /// What the dialog is open for.
    edited: RwSignal<Option<Edited>>,
    /// Reads everything again; keeps what is typed where it is given `true`.
    read_again: Callback<bool>,
) -> impl IntoView {
    let locale = use_viewer().locale;
    let user = view.with_untracked(|view| view.user);
    let remove = ServerAction::<SubmitBusyRemoval>::new();
    let removed = StoredValue::new(None::<BusyView>);
    undo_removal(remove, removed, user, zone, read_again);
    let coming = Memo::new(move |_| {
        let now = now.get();
        view.with(|view| view.busy.iter().filter(|busy| busy.span.end() > now).cloned().collect::<Vec<_>>())
    });
    let rows = move || {
        let zone = zone.get();
        coming.get().into_iter().map(|busy| row(busy, user, &zone, locale, edited, remove, removed)).collect_view()
    };
    view! {
        <section class="card card--flush" aria-labelledby="coming-busy">
            <div class="card__head"><h2 id="coming-busy">{t!("own-hours-coming")}</h2></div>
            <FormErrors error=failure_of(remove.value())/>
            {move || coming.with(Vec::is_empty).then(|| view! { <p class="soft own-hours__none">{text!(locale.language, "own-hours-none")}</p> })}
            <ul class="rows">{rows}</ul>
        </section>
    }
}

fn row(
    busy: BusyView,
    user: UserId,
    zone: &Zone,
    locale: Locale,
    edited: RwSignal<Option<Edited>>,
    remove: ServerAction<SubmitBusyRemoval>,
    removed: StoredValue<Option<BusyView>>,
) -> AnyView {
    let when = when(locale, zone, busy.span);
    let title = busy.title.clone().unwrap_or_else(|| text!(locale.language, "own-hours-private"));
    let title = if title.is_empty() { text!(locale.language, "own-hours-untitled") } else { title };
    let (id, version) = (busy.id.to_string(), busy.version.to_string());
    let (kept, opened, zone) = (busy.clone(), busy, zone.clone());
    let change = text!(locale.language, "own-hours-change", when = when.clone());
    let take = text!(locale.language, "own-hours-remove", when = when.clone());
    view! {
        <li>
            <span class="grow"><span class="strong">{title}</span><br/><span class="soft small">{when}</span></span>
            <span class="needs-script">
                <Button
                    weight=Weight::Plain
                    size=Size::Small
                    icon=Glyph::PENCIL
                    label=change
                    on:click=move |_| edited.set(Some(changed(opened.clone(), &zone)))
                />
            </span>
            <ActionForm action=remove on:submit:capture=move |_| removed.set_value(Some(kept.clone()))>
                <input type="hidden" name="user" value=user.to_string()/>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="version" value=version/>
                <Button weight=Weight::Plain size=Size::Small icon=Glyph::TRASH_2 label=take submit=true/>
            </ActionForm>
        </li>
    }
    .into_any()
}

/// Says that a busy time was removed, and offers to take that back where its title is known.
pub fn undo_removal(
    remove: ServerAction<SubmitBusyRemoval>,
    removed: StoredValue<Option<BusyView>>,
    user: UserId,
    zone: Signal<Zone>,
    read_again: Callback<bool>,
) {
    let (toasts, done) = (use_toasts(), t!("own-hours-removed"));
    Effect::new(move |_: Option<()>| {
        if !matches!(remove.value().get(), Some(Ok(()))) {
            return;
        }
        read_again.run(true);
        let Some((span, title)) = removed.get_value().and_then(|busy| Some((busy.span, busy.title?))) else {
            toasts.show(done.clone());
            return;
        };
        let back = move |()| {
            let zone = zone.get_untracked();
            let input = SaveBusy { user, id: None, version: 0, zone: zone.name().to_owned(), busy: BusyForm::of(&title, span, &zone) };
            leptos::task::spawn_local(async move {
                match save_busy(input).await {
                    Ok(_) => read_again.run(true),
                    Err(error) => toasts.fail(&error),
                }
            });
        };
        toasts.show_with_undo(done.clone(), Callback::new(back));
    });
}

/// `Wed 31 Mar`, `Wed 31 Mar – Fri 2 Apr`, `Wed 31 Mar, 14:00 – 15:00`, `Wed 31 Mar, 14:00 – Thu 1 Apr 15:00`.
pub fn when(locale: Locale, zone: &Zone, span: Span) -> String {
    let first = zone.date(span.start());
    if !is_whole_days(span, zone) {
        return format!("{}, {}", dates::date_short(locale, first), dates::times(locale, zone, span));
    }
    let last = zone.date(crate::domain::time::from_ms(span.end_ms() - 1));
    let year = |date| {
        if chrono::Datelike::year(&date) == chrono::Datelike::year(&first) {
            String::new()
        } else {
            format!(" {}", chrono::Datelike::year(&date))
        }
    };
    if first == last {
        dates::date_short(locale, first)
    } else {
        format!("{} – {}{}", dates::date_short(locale, first), dates::date_short(locale, last), year(last))
    }
}
