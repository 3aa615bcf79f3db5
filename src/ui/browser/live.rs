//! Live changes: one stream of server-sent events for the page, heard by whoever shows something.
//!
//! A change says only which records it concerns; who shows one of them asks the server again. After a lost connection everybody asks again.

use leptos::prelude::*;
use serde::Deserialize;

/// What a message of the stream says (`server::bus::Change`).
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Change {
    topics: Vec<String>,
}

/// The page's stream.
#[derive(Clone)]
struct Live {
    url: String,
    last: RwSignal<Option<Change>>,
    lost: RwSignal<bool>,
}

/// A number that rises, at most every tenth of a second, when something with one of the topics changed (`job:ID`; anything, for `None`)
/// or the connection came back. The key of a resource.
///
/// `url` is the stream of this kind of page: `paths::EVENTS`, or `paths::public_events(page)`. All calls below the first share one connection.
pub fn use_changes(url: String, topics: Option<Vec<String>>) -> Signal<u32> {
    let live = live(url);
    let count = RwSignal::new(0_u32);
    let due = StoredValue::new(false);
    Effect::new(move || {
        let concerns = live.last.with(|change| {
            change.as_ref().is_some_and(|change| {
                topics.as_ref().is_none_or(|topics| change.topics.iter().any(|topic| topic == "*" || topics.contains(topic)))
            })
        });
        // Several changes at once are asked for together.
        if concerns && due.try_get_value() == Some(false) {
            due.set_value(true);
            set_timeout(
                move || {
                    if due.try_set_value(false).is_none() {
                        count.try_update(|count| *count = count.wrapping_add(1));
                    }
                },
                std::time::Duration::from_millis(100),
            );
        }
    });
    count.into()
}

/// Whether the page's stream is lost just now; it is tried again by itself.
pub fn use_connection_lost(url: String) -> Signal<bool> {
    live(url).lost.into()
}

fn live(url: String) -> Live {
    if let Some(live) = use_context::<Live>().filter(|live| live.url == url) {
        return live;
    }
    let live = Live { url, last: RwSignal::new(None), lost: RwSignal::new(false) };
    provide_context(live.clone());
    let opened = live.clone();
    Effect::new(move || source::start(opened.clone()));
    live
}

#[cfg(feature = "hydrate")]
mod source {
    use std::time::Duration;

    use leptos::prelude::*;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;
    use web_sys::{Event, EventSource, MessageEvent};

    use super::{Change, Live};

    type Listener = Closure<dyn FnMut(Event)>;
    type Open = StoredValue<Option<(EventSource, [Listener; 3])>, LocalStorage>;

    /// Opens the stream, until the part of the page that asked for it goes.
    pub fn start(live: Live) {
        let kept: Open = StoredValue::new_local(None);
        on_cleanup(move || {
            kept.try_update_value(|open| {
                if let Some((source, _)) = open.take() {
                    source.set_onerror(None);
                    source.close();
                }
            });
        });
        open(live, kept, 0);
    }

    /// The browser reopens a broken connection by itself; this function tries again after a refused one.
    fn open(live: Live, kept: Open, refused: u32) {
        let Ok(source) = EventSource::new(&live.url) else { return };
        let everything = move || Some(Change { topics: vec!["*".into()] });
        let on_open = {
            let live = live.clone();
            listener(move |_| {
                if live.lost.try_get_untracked() == Some(true) {
                    live.lost.set(false);
                    live.last.set(everything());
                }
            })
        };
        let on_message = {
            let live = live.clone();
            listener(move |event| {
                let text = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string()).unwrap_or_default();
                if let Ok(change) = serde_json::from_str(&text) {
                    live.last.try_set(Some(change));
                }
            })
        };
        let on_error = {
            let source = source.clone();
            listener(move |_| {
                live.lost.try_set(true);
                if source.ready_state() == EventSource::CLOSED {
                    let live = live.clone();
                    let wait = Duration::from_secs(1 << refused.min(5));
                    set_timeout(
                        move || {
                            if live.lost.try_get_untracked().is_some() {
                                open(live, kept, refused.saturating_add(1));
                            }
                        },
                        wait,
                    );
                }
            })
        };
        source.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        source.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        // A listener must not be freed while it runs: what was open before is let go only here, from a timer.
        kept.try_set_value(Some((source, [on_open, on_message, on_error])));
    }

    fn listener(act: impl FnMut(Event) + 'static) -> Listener {
        Closure::new(act)
    }
}

#[cfg(not(feature = "hydrate"))]
mod source {
    /// The server has no stream to open.
    pub fn start(_: super::Live) {}
}
