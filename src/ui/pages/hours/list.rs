//! Coming busy times as a list: to find, change and remove them without a grid.

use leptos::form::ActionForm;
use leptos::prelude::*;

use super::removal::Removal;
use super::{Edited, changed};
use crate::api::hours::{BusyView, HoursView};
use crate::domain::availability::busy::is_whole_days;
use crate::domain::id::UserId;
use crate::domain::locale::Locale;
use crate::domain::span::Span;
use crate::domain::time::{Instant, Zone};
use crate::text::dates;
use crate::ui::browser::focus;
use crate::ui::components::*;
use crate::ui::viewer::use_viewer;
use crate::{t, text};

/// The heading's id.
const HEADING: &str = "coming-busy";

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
    /// Removes them.
    removal: Removal,
) -> impl IntoView {
    let locale = use_viewer().locale;
    let user = view.with_untracked(|view| view.user);
    let coming = Memo::new(move |_| {
        let now = now.get();
        view.with(|view| view.busy.iter().filter(|busy| busy.span.end() > now).cloned().collect::<Vec<_>>())
    });
    let rows = move || {
        let zone = zone.get();
        coming.get().into_iter().map(|busy| row(busy, user, &zone, locale, edited, removal)).collect_view()
    };
    // What had the focus is gone with what was removed: the keyboard goes on at the list.
    Effect::new(move |before: Option<usize>| {
        let count = coming.with(Vec::len);
        if before.is_some_and(|before| count < before) {
            request_animation_frame(|| {
                if focus::is_lost() {
                    focus::to(HEADING);
                }
            });
        }
        count
    });
    view! {
        <section class="card card--flush" aria-labelledby=HEADING>
            <div class="card__head"><h2 id=HEADING tabindex="-1">{t!("own-hours-coming")}</h2></div>
            <FormErrors error=failure_of(removal.action.value())/>
            {move || coming.with(Vec::is_empty).then(|| view! { <p class="soft own-hours__none">{text!(locale.language, "own-hours-none")}</p> })}
            <ul class="rows">{rows}</ul>
        </section>
    }
}

fn row(busy: BusyView, user: UserId, zone: &Zone, locale: Locale, edited: RwSignal<Option<Edited>>, removal: Removal) -> AnyView {
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
            <ActionForm
                action=removal.action
                on:submit:capture=move |ev| if !removal.begins(&kept) { ev.prevent_default(); }
            >
                <input type="hidden" name="user" value=user.to_string()/>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="version" value=version/>
                <Button weight=Weight::Plain size=Size::Small icon=Glyph::TRASH_2 label=take submit=true/>
            </ActionForm>
        </li>
    }
    .into_any()
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
