//! Short messages about what was done, some with Undo.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

use super::button::{Button, Size, Weight};
use super::failure::words_of;
use super::icon::{Glyph, Icon};
use crate::api::error::ApiError;
use crate::domain::locale::Language;
use crate::t;
use crate::ui::viewer::language;

const SHOWN: Duration = Duration::from_secs(6);
/// With Undo, and for failures: longer, since there is something to do or to read.
const SHOWN_LONG: Duration = Duration::from_secs(12);

#[derive(Clone)]
struct Toast {
    number: u32,
    text: String,
    failure: bool,
    undo: Option<Undo>,
}

/// It outlives the page that shows it: a `Callback` would be gone with that.
type Undo = Arc<dyn Fn() + Send + Sync>;

/// Where toasts are asked for: `use_toasts().show(t!("client-saved"))`.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    count: StoredValue<u32>,
    language: Language,
}

impl Toasts {
    /// Says that something was done.
    pub fn show(self, text: impl Into<String>) {
        self.push(text.into(), false, None);
    }

    /// Says that something was done, and offers to take it back, also once the page was left: `undo` must use nothing that belongs to the page
    /// but by what asks whether it is still there (`try_run`, `try_set`).
    pub fn show_with_undo(self, text: impl Into<String>, undo: impl Fn() + Send + Sync + 'static) {
        self.push(text.into(), false, Some(Arc::new(undo)));
    }

    /// Says why something was not done, where no form shows it.
    pub fn fail(self, error: &ApiError) {
        self.push(words_of(self.language, error), true, None);
    }

    /// Says in these words why something was not done.
    pub fn warn(self, text: impl Into<String>) {
        self.push(text.into(), true, None);
    }

    fn push(self, text: String, failure: bool, undo: Option<Undo>) {
        let number = self.count.try_update_value(|count| {
            *count += 1;
            *count
        });
        let Some(number) = number else { return };
        let long = failure || undo.is_some();
        self.shown.update(|shown| {
            // More than three at a time nobody reads.
            if shown.len() >= 3 {
                shown.remove(0);
            }
            shown.push(Toast { number, text, failure, undo });
        });
        set_timeout(move || self.drop(number), if long { SHOWN_LONG } else { SHOWN });
    }

    fn drop(self, number: u32) {
        self.shown.try_update(|shown| shown.retain(|toast| toast.number != number));
    }
}

/// Makes toasts possible below; `ToastHost` shows them.
pub fn provide_toasts() -> Toasts {
    let toasts = Toasts { shown: RwSignal::new(Vec::new()), count: StoredValue::new(0), language: language() };
    provide_context(toasts);
    toasts
}

/// The toasts of the page.
pub fn use_toasts() -> Toasts {
    use_context::<Toasts>().unwrap_or_else(provide_toasts)
}

/// The place of the toasts, once a page: a live region, so that they are read out.
#[component]
pub fn ToastHost() -> impl IntoView {
    let toasts = use_toasts();
    let language = language();
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.shown.get() key=|toast| toast.number let:toast>
                {
                    let number = toast.number;
                    let undo = toast.undo.map(|undo| {
                        let act = move |_| {
                            toasts.drop(number);
                            undo();
                        };
                        view! { <Button weight=Weight::Plain size=Size::Small on:click=act>{crate::text!(language, "action-undo")}</Button> }
                    });
                    view! {
                        <div class="toast">
                            {toast.failure.then(|| view! { <Icon glyph=Glyph::TRIANGLE_ALERT/> })}
                            <span>{toast.text}</span>
                            {undo}
                            <Button
                                weight=Weight::Plain
                                size=Size::Small
                                icon=Glyph::X
                                label=crate::text!(language, "action-close")
                                on:click=move |_| toasts.drop(number)
                            />
                        </div>
                    }
                }
            </For>
        </div>
    }
    .into_any()
}

/// Shows a toast for each outcome of an action: the text for success, the reason for failure. For what no form tells.
pub fn toast_outcomes<T: Clone + Send + Sync + 'static>(outcome: impl Into<Signal<Option<Result<T, ApiError>>>>, done: &'static str) {
    let (outcome, toasts) = (outcome.into(), use_toasts());
    toast_done(outcome, done);
    Effect::new(move || {
        // What is wrong in a form stands at its fields.
        if let Some(Err(error)) = outcome.get().filter(|outcome| !matches!(outcome, Err(ApiError::Invalid(_)))) {
            toasts.fail(&error);
        }
    });
}

/// Shows a toast for each success of an action whose failures stand above its form ([`FormErrors`](super::FormErrors)).
pub fn toast_done<T: Clone + Send + Sync + 'static>(outcome: impl Into<Signal<Option<Result<T, ApiError>>>>, done: &'static str) {
    let (outcome, toasts) = (outcome.into(), use_toasts());
    let done = t!(done);
    Effect::new(move || {
        if outcome.with(|outcome| matches!(outcome, Some(Ok(_)))) {
            toasts.show(done.clone());
        }
    });
}
