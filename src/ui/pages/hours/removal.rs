//! Removing a busy time: taken back by Undo, or asked before where that could not bring its title back.

use leptos::prelude::*;

use super::list::when;
use crate::api::hours::{BusyView, SaveBusy, SubmitBusyRemoval, save_busy};
use crate::domain::availability::busy::BusyForm;
use crate::domain::id::UserId;
use crate::domain::time::Zone;
use crate::ui::components::*;
use crate::ui::viewer::use_viewer;
use crate::{t, text};

/// The removal of one busy time after the other.
#[derive(Clone, Copy)]
pub struct Removal {
    /// Removes one.
    pub action: ServerAction<SubmitBusyRemoval>,
    user: UserId,
    /// The one that is removed.
    removed: StoredValue<Option<BusyView>>,
    /// The one that is asked about.
    asked: RwSignal<Option<BusyView>>,
}

impl Removal {
    /// Removes busy times of this colleague; says so, and offers to take that back.
    pub fn new(user: UserId, zone: Signal<Zone>, read_again: Callback<bool>) -> Self {
        let removal = Self { action: ServerAction::new(), user, removed: StoredValue::new(None), asked: RwSignal::new(None) };
        let (toasts, done) = (use_toasts(), t!("own-hours-removed"));
        Effect::new(move |_: Option<()>| {
            if !matches!(removal.action.value().get(), Some(Ok(()))) {
                return;
            }
            read_again.run(true);
            let Some((span, title)) = removal.removed.get_value().and_then(|busy| Some((busy.span, busy.title?))) else {
                toasts.show(done.clone());
                return;
            };
            let input = zone.with_untracked(|zone| SaveBusy {
                user,
                id: None,
                version: 0,
                zone: zone.name().to_owned(),
                busy: BusyForm::of(&title, span, zone),
            });
            let back = move || {
                let input = input.clone();
                leptos::task::spawn_local(async move {
                    match save_busy(input).await {
                        Ok(_) => drop(read_again.try_run(true)),
                        Err(error) => toasts.fail(&error),
                    }
                });
            };
            toasts.show_with_undo(done.clone(), back);
        });
        removal
    }

    /// Notes what the form that is sent now removes. `false` where that is asked first: the form waits.
    pub fn begins(&self, busy: &BusyView) -> bool {
        if busy.title.is_none() {
            self.asked.set(Some(busy.clone()));
            return false;
        }
        self.removed.set_value(Some(busy.clone()));
        true
    }

    /// Removes one, or asks before.
    pub fn begin(&self, busy: &BusyView) {
        if self.begins(busy) {
            self.send(busy);
        }
    }

    fn send(&self, busy: &BusyView) {
        self.removed.set_value(Some(busy.clone()));
        self.action.dispatch(SubmitBusyRemoval { user: self.user, id: busy.id, version: busy.version });
    }
}

/// Asks before a busy time is removed whose title nobody here could write again.
#[component]
pub fn RemovalQuestion(
    /// The removal.
    removal: Removal,
    /// The colleague's name.
    name: String,
    /// The colleague's zone.
    zone: Signal<Zone>,
) -> impl IntoView {
    let locale = use_viewer().locale;
    let open = RwSignal::new(false);
    Effect::new(move |_: Option<()>| open.set(removal.asked.with(Option::is_some)));
    Effect::new(move |before: Option<bool>| {
        let is_open = open.get();
        if before == Some(true) && !is_open {
            removal.asked.set(None);
        }
        is_open
    });
    let question = Signal::derive(move || {
        removal.asked.get().map_or_else(String::new, |busy| {
            let when = zone.with(|zone| when(locale, zone, busy.span));
            text!(locale.language, "own-hours-remove-question", name = name.clone(), when = when)
        })
    });
    let confirm = Callback::new(move |()| {
        if let Some(busy) = removal.asked.get_untracked() {
            removal.send(&busy);
        }
    });
    view! {
        <ConfirmDialog open title=t!("own-hours-remove-title") question verb=t!("own-hours-remove-short") on_confirm=confirm/>
    }
}
