//! Keeps a form as it is written: in this browser at once, at the server with each pause. What the server has that is newer is never
//! overwritten unless the author says so.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::fields::Filled;
use crate::api::error::ApiError;
use crate::api::forms::{FormView, get_form, keep_form};
use crate::domain::forms::answers::Answers;
use crate::domain::id::FormId;
use crate::ui::browser::storage;

/// After the last key.
const PAUSE: Duration = Duration::from_millis(800);
/// After a failed try.
const AGAIN: Duration = Duration::from_secs(5);

/// How the draft is kept.
#[derive(Debug, Clone, PartialEq)]
pub enum Status {
    /// Nothing was changed.
    Still,
    /// Changed; it will be sent.
    Waiting,
    /// The server has it.
    Kept,
    /// The server can not be reached; this browser keeps it, and it is tried again.
    Away,
    /// The form was changed elsewhere since.
    Newer,
    /// The server does not take it.
    Refused(ApiError),
}

/// What a browser keeps until the server took it.
#[derive(Debug, Serialize, Deserialize)]
struct Unsent {
    /// The version that it was written on.
    version: i64,
    answers: Answers,
}

/// The draft of a form that is open.
#[derive(Clone, Copy)]
pub struct Autosave {
    /// How it is kept.
    pub status: RwSignal<Status>,
    /// The version that the server has.
    pub version: RwSignal<i64>,
    /// A request is under way, or its answer was not looked at yet.
    pub busy: RwSignal<bool>,
    name: StoredValue<String>,
    filled: Filled,
    saved: StoredValue<Answers>,
    /// What is on its way.
    sent: StoredValue<Answers>,
    /// What this browser kept of an earlier visit, where the server has something newer.
    other: RwSignal<Option<Answers>>,
    keep: Action<(i64, Answers), Result<i64, ApiError>>,
    fetch: Action<(), Result<FormView, ApiError>>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Autosave {
    /// Begins with what the server has.
    pub fn begin(key: String, id: FormId, version: RwSignal<i64>, saved: Answers, filled: Filled) -> Self {
        let to_fetch = key.clone();
        let keep = Action::new(move |(version, answers): &(i64, Answers)| keep_form(key.clone(), *version, answers.clone()));
        let fetch = Action::new(move |(): &()| get_form(to_fetch.clone()));
        let this = Self {
            status: RwSignal::new(Status::Still),
            version,
            busy: RwSignal::new(false),
            name: StoredValue::new(format!("form:{id}")),
            filled,
            saved: StoredValue::new(saved),
            sent: StoredValue::new(Answers::default()),
            other: RwSignal::new(None),
            keep,
            fetch,
            timer: StoredValue::new(None),
        };
        this.follow_typing();
        this.follow_answers();
        this
    }

    /// Sends what was not sent yet, now.
    pub fn now(self) {
        self.stop();
        if self.busy.get_untracked() || self.status.with_untracked(|status| *status == Status::Newer) {
            return;
        }
        let answers = self.filled.answers.get_untracked();
        if self.saved.with_value(|saved| *saved == answers) {
            self.forget();
            self.status.set(Status::Kept);
        } else {
            self.busy.set(true);
            self.sent.set_value(answers.clone());
            self.keep.dispatch((self.version.get_untracked(), answers));
        }
    }

    /// Whether the server has what stands in the fields.
    pub fn is_kept(self) -> bool {
        let answers = self.filled.answers.get_untracked();
        self.saved.with_value(|saved| *saved == answers)
    }

    /// Forgets what this browser kept: the server has it, or its author does not want it.
    pub fn forget(self) {
        self.stop();
        self.name.with_value(|name| storage::set_lasting(name, None));
    }

    /// The author wants what is here, not what the server has that is newer.
    pub fn use_mine(self) {
        self.busy.set(true);
        self.fetch.dispatch(());
    }

    /// The author wants what the server has.
    pub fn use_theirs(self) {
        self.forget();
        self.other.set(None);
        self.status.set(Status::Still);
        self.filled.load(&self.saved.get_value());
    }

    /// Nothing is sent until something is typed again.
    pub fn stop(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }

    fn later(self, after: Duration) {
        self.stop();
        let timer = set_timeout_with_handle(move || self.now(), after).ok();
        self.timer.set_value(timer);
    }

    fn keep_here(self, answers: &Answers) {
        let unsent = Unsent { version: self.version.get_untracked(), answers: answers.clone() };
        if let Ok(text) = serde_json::to_string(&unsent) {
            self.name.with_value(|name| storage::set_lasting(name, Some(&text)));
        }
    }

    fn follow_typing(self) {
        Effect::new(move |begun: Option<()>| {
            let answers = self.filled.answers.get();
            if begun.is_none() {
                self.restore();
            } else if self.status.with_untracked(|status| *status == Status::Newer) {
                // What an earlier visit could not send is not overwritten before its author has decided.
                if self.other.with_untracked(Option::is_none) {
                    self.keep_here(&answers);
                }
            } else if self.saved.with_value(|saved| *saved == answers) {
                self.forget();
            } else {
                self.keep_here(&answers);
                self.status.set(Status::Waiting);
                self.later(PAUSE);
            }
        });
        // Back in the network there is no reason to wait.
        Effect::new(move |_: Option<()>| {
            let listener = window_event_listener(ev::online, move |_| {
                if self.status.with_untracked(|status| *status == Status::Away) {
                    self.now();
                }
            });
            on_cleanup(move || listener.remove());
        });
        on_cleanup(move || self.stop());
    }

    /// Takes up what an earlier visit could not send.
    fn restore(self) {
        let left = self.name.with_value(|name| storage::get_lasting(name)).and_then(|text| serde_json::from_str::<Unsent>(&text).ok());
        let Some(left) = left else { return };
        if self.saved.with_value(|saved| *saved == left.answers) {
            self.forget();
        } else if left.version == self.version.get_untracked() {
            self.filled.load(&left.answers);
        } else {
            self.other.set(Some(left.answers));
            self.status.set(Status::Newer);
        }
    }

    fn follow_answers(self) {
        Effect::new(move || match self.keep.value().get() {
            None => {}
            Some(Ok(next)) => {
                self.version.set(next);
                self.saved.set_value(self.sent.get_value());
                self.busy.set(false);
                if self.is_kept() {
                    self.forget();
                    self.status.set(Status::Kept);
                } else {
                    self.keep_here(&self.filled.answers.get_untracked());
                    self.later(PAUSE);
                }
            }
            Some(Err(error)) => {
                self.status.set(match error {
                    ApiError::Stale => Status::Newer,
                    ApiError::Transport | ApiError::TooMany { .. } | ApiError::Internal { .. } => Status::Away,
                    error => Status::Refused(error),
                });
                self.busy.set(false);
                if self.status.with_untracked(|status| *status == Status::Away) {
                    self.later(AGAIN);
                }
            }
        });
        Effect::new(move || match self.fetch.value().get() {
            None => {}
            Some(Ok(view)) => {
                let mine = self.other.get_untracked().unwrap_or_else(|| self.filled.answers.get_untracked());
                self.other.set(None);
                self.version.set(view.version);
                self.saved.set_value(view.draft.or(view.answers).unwrap_or_default());
                self.status.set(Status::Waiting);
                self.filled.load(&mine);
                self.busy.set(false);
                self.later(Duration::ZERO);
            }
            Some(Err(error)) => {
                self.status.set(Status::Refused(error));
                self.busy.set(false);
            }
        });
    }
}
