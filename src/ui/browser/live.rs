//! Live changes: one stream of server-sent events an address, shared by all who listen on a page.
//!
//! A lost connection is tried again after 1, 2, 4 … 30 seconds, and at once when the network or the tab comes back. After it nobody
//! knows what was missed, so all who listen are told to ask again; likewise where something changed between the page's making and the
//! first opening. A hidden tab lets its connection go: browsers allow six to a host.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use serde::Deserialize;

use super::native::{Stream, chance};

const LONGEST_WAIT_SECONDS: u32 = 30;

/// How long changes are gathered before they are asked for.
const GATHERED: Duration = Duration::from_millis(100);

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
enum Message {
    /// Something changed (`server::bus::Change`).
    Change {
        /// What it concerns.
        topics: Vec<String>,
    },
    /// First on each connection: stands for all changes so far, as `data-changes` does for those when the page was made.
    Mark {
        /// The same as long as nothing changes.
        mark: String,
    },
}

/// A number that rises, at most every tenth of a second, when something with one of the topics changed (`job:ID`; anything, for `None`)
/// or the connection came back. The key of a resource.
///
/// `url` is the stream of this kind of page: `paths::EVENTS`, or `paths::public_events(page)`. All calls share one connection.
pub fn use_changes(url: String, topics: Option<Vec<String>>) -> Signal<u32> {
    let count = RwSignal::new(0_u32);
    let listener = gathered(topics, move || {
        count.try_update(|count| *count = count.wrapping_add(1));
    });
    listen(url, listener);
    count.into()
}

/// Calls `changed` where the number of [`use_changes`] would rise, as long as the document is open: for pages that the server alone draws.
#[cfg(feature = "booking")]
pub fn follow(url: &str, changed: impl Fn() + 'static) {
    Source::join(url, gathered(None, changed));
}

/// Hears changes with one of the topics; several at once are told as one.
fn gathered(topics: Option<Vec<String>>, tell: impl Fn() + 'static) -> Listener {
    let (due, tell) = (Rc::new(Cell::new(false)), Rc::new(tell));
    let rise = move || {
        if !due.replace(true) {
            let (due, tell) = (Rc::clone(&due), Rc::clone(&tell));
            set_timeout(
                move || {
                    due.set(false);
                    tell();
                },
                GATHERED,
            );
        }
    };
    Rc::new(move |heard: &Heard| match heard {
        Heard::Change(changed) => {
            let wanted = |topic: &String| topic == "*" || topics.as_ref().is_none_or(|topics| topics.contains(topic));
            if changed.iter().any(wanted) {
                rise();
            }
        }
        Heard::Again => rise(),
        Heard::Lost(_) => {}
    })
}

/// Whether the page's stream is lost just now; it is tried again by itself.
pub fn use_connection_lost(url: String) -> Signal<bool> {
    let lost = RwSignal::new(false);
    let listener: Listener = Rc::new(move |heard: &Heard| {
        if let Heard::Lost(now) = heard {
            lost.try_set(*now);
        }
    });
    listen(url, listener);
    lost.into()
}

enum Heard {
    /// Something with these topics changed.
    Change(Vec<String>),
    /// Something may have been missed.
    Again,
    /// Whether the connection is lost.
    Lost(bool),
}

type Listener = Rc<dyn Fn(&Heard)>;

fn listen(url: String, listener: Listener) {
    Effect::new(move || {
        let number = Source::join(&url, Rc::clone(&listener));
        let url = url.clone();
        on_cleanup(move || Source::leave(&url, number));
    });
}

struct Source {
    url: String,
    stream: RefCell<Option<Stream>>,
    listeners: RefCell<Vec<(u32, Listener)>>,
    joined: Cell<u32>,
    /// Failures since the last message or opening.
    failures: Cell<u32>,
    /// Whether something may have been missed.
    missed: Cell<bool>,
    /// The first opening is still to come.
    fresh: Cell<bool>,
    retry: Cell<Option<TimeoutHandle>>,
    wakers: RefCell<Vec<WindowListenerHandle>>,
}

thread_local! {
    static SOURCES: RefCell<HashMap<String, Rc<Source>>> = RefCell::default();
}

impl Source {
    fn join(url: &str, listener: Listener) -> u32 {
        let source = SOURCES.with_borrow_mut(|sources| sources.get(url).cloned());
        let source = source.unwrap_or_else(|| {
            let source = Self::new(url);
            SOURCES.with_borrow_mut(|sources| sources.insert(url.to_owned(), Rc::clone(&source)));
            source.connect();
            source
        });
        let number = source.joined.get();
        source.joined.set(number.wrapping_add(1));
        source.listeners.borrow_mut().push((number, listener));
        number
    }

    fn leave(url: &str, number: u32) {
        let Some(source) = SOURCES.with_borrow(|sources| sources.get(url).cloned()) else { return };
        source.listeners.borrow_mut().retain(|(own, _)| *own != number);
        if source.listeners.borrow().is_empty() {
            SOURCES.with_borrow_mut(|sources| sources.remove(url));
            source.close();
            source.wakers.take().into_iter().for_each(WindowListenerHandle::remove);
        }
    }

    fn new(url: &str) -> Rc<Self> {
        let source = Rc::new(Self {
            url: url.to_owned(),
            stream: RefCell::default(),
            listeners: RefCell::default(),
            joined: Cell::default(),
            failures: Cell::default(),
            missed: Cell::default(),
            fresh: Cell::new(true),
            retry: Cell::default(),
            wakers: RefCell::default(),
        });
        let weak = Rc::downgrade(&source);
        let on_online = weak.clone();
        let online = window_event_listener(ev::online, move |_| {
            if let Some(source) = on_online.upgrade() {
                source.connect();
            }
        });
        // Without a network nothing ends a stream: it only falls silent.
        let on_offline = weak.clone();
        let offline = window_event_listener(ev::offline, move |_| {
            if let Some(source) = on_offline.upgrade().filter(|source| source.stream.borrow().is_some()) {
                source.failures.set(source.failures.get().max(1));
                source.fail();
            }
        });
        // Fired at the document, it bubbles to the window.
        let visible = window_event_listener_untyped("visibilitychange", move |_| {
            let Some(source) = weak.upgrade() else { return };
            if document().hidden() {
                source.missed.set(true);
                source.close();
            } else {
                source.connect();
            }
        });
        source.wakers.borrow_mut().extend([online, offline, visible]);
        source
    }

    /// Opens the stream unless it is open.
    fn connect(self: &Rc<Self>) {
        if let Some(timer) = self.retry.take() {
            timer.clear();
        }
        if self.stream.borrow().is_some() {
            return;
        }
        let (opened, message, failed) = (Rc::downgrade(self), Rc::downgrade(self), Rc::downgrade(self));
        let stream = Stream::open(
            &self.url,
            move || {
                if let Some(source) = opened.upgrade() {
                    source.failures.set(0);
                    source.tell(&Heard::Lost(false));
                    if source.missed.replace(false) {
                        source.tell(&Heard::Again);
                    }
                }
            },
            move |text| {
                let Some(source) = message.upgrade() else { return };
                match serde_json::from_str(&text) {
                    Ok(Message::Change { topics }) => source.tell(&Heard::Change(topics)),
                    Ok(Message::Mark { mark }) => source.begin(&mark),
                    // What is not understood is of a newer version: the page may have to ask again.
                    Err(_) => source.tell(&Heard::Again),
                }
            },
            move || {
                if let Some(source) = failed.upgrade() {
                    // The stream is dropped after its own callback has returned.
                    set_timeout(move || source.fail(), Duration::ZERO);
                }
            },
        );
        self.stream.replace(stream);
    }

    /// What changed before the first opening was heard by nobody.
    fn begin(&self, mark: &str) {
        let made = document().document_element().and_then(|root| root.get_attribute("data-changes"));
        if self.fresh.replace(false) && made.as_deref() != Some(mark) {
            self.tell(&Heard::Again);
        }
    }

    fn fail(self: &Rc<Self>) {
        self.close();
        self.missed.set(true);
        let failures = self.failures.get();
        // The server ends each stream in time, and is there again at once: nothing to speak of.
        if failures > 0 {
            self.tell(&Heard::Lost(true));
        }
        self.failures.set(failures.saturating_add(1));
        let seconds = 1_u32.checked_shl(failures).unwrap_or(LONGEST_WAIT_SECONDS).clamp(1, LONGEST_WAIT_SECONDS);
        // A quarter by chance, so that not all pages come back in the same moment after a restart.
        let wait = Duration::from_secs_f64(f64::from(seconds) * (1.0 + chance() / 4.0));
        let source = Rc::downgrade(self);
        let timer = set_timeout_with_handle(
            move || {
                if let Some(source) = source.upgrade() {
                    source.retry.set(None);
                    source.connect();
                }
            },
            wait,
        );
        self.retry.set(timer.ok());
    }

    fn close(&self) {
        *self.stream.borrow_mut() = None;
        if let Some(timer) = self.retry.take() {
            timer.clear();
        }
    }

    fn tell(&self, heard: &Heard) {
        // A copy: a listener may join or leave.
        let listeners: Vec<Listener> = self.listeners.borrow().iter().map(|(_, listener)| Rc::clone(listener)).collect();
        listeners.iter().for_each(|listener| listener(heard));
    }
}
