//! Ties form elements to signals, without losing what was typed before the scripts arrived.

use leptos::html;
use leptos::prelude::*;
/// What a form sends: named where a component takes any form's action.
pub use leptos::web_sys::FormData;

/// Keeps an element's `value` and a signal alike. What the element has at hydration and the server did not put there was typed, restored
/// or filled in by the browser: the signal takes it over. From then on the signal leads; typing reaches it by the element's own event.
macro_rules! tie {
    ($(#[$doc:meta])* $name:ident, $element:ident) => {
        $(#[$doc])*
        pub fn $name(node: NodeRef<html::$element>, value: RwSignal<String>) {
            let rendered = value.get_untracked();
            Effect::new(move |adopted: Option<bool>| {
                let wanted = value.get();
                let Some(element) = node.get() else { return false };
                let there = element.value();
                if there != wanted {
                    if adopted == Some(true) || there == rendered {
                        element.set_value(&wanted);
                    } else {
                        value.set(there);
                    }
                }
                true
            });
        }
    };
}

tie! {
    /// For `<input>`.
    typed, Input
}
tie! {
    /// For `<textarea>`.
    typed_area, Textarea
}

/// For `<select>`: its value can only be one of the options, which may change, too.
pub fn chosen(node: NodeRef<html::Select>, value: RwSignal<String>, options: Signal<Vec<(String, String)>>) {
    let rendered = value.get_untracked();
    Effect::new(move |adopted: Option<bool>| {
        let wanted = value.get();
        let known = options.with(|options| options.iter().any(|(key, _)| *key == wanted));
        let Some(element) = node.get() else { return false };
        let there = element.value();
        if there != wanted {
            if known && (adopted == Some(true) || there == rendered) {
                element.set_value(&wanted);
            } else if adopted != Some(true) || !known {
                value.set(there);
            }
        }
        true
    });
}

/// For a check box.
pub fn ticked(node: NodeRef<html::Input>, checked: RwSignal<bool>) {
    let rendered = checked.get_untracked();
    Effect::new(move |adopted: Option<bool>| {
        let wanted = checked.get();
        let Some(element) = node.get() else { return false };
        if element.checked() != wanted {
            if adopted == Some(true) || element.checked() == rendered {
                element.set_checked(wanted);
            } else {
                checked.set(element.checked());
            }
        }
        true
    });
}

/// For one radio button of several that share the signal; `own` is its value.
pub fn picked(node: NodeRef<html::Input>, value: RwSignal<String>, own: String) {
    let rendered = value.with_untracked(|value| *value == own);
    Effect::new(move |adopted: Option<bool>| {
        let wanted = value.with(|value| *value == own);
        let Some(element) = node.get() else { return false };
        if element.checked() != wanted {
            if adopted == Some(true) || element.checked() == rendered {
                element.set_checked(wanted);
            } else if element.checked() {
                // Where it was given up for another one, that one says so.
                value.set(own.clone());
            }
        }
        true
    });
}

/// A field's signal that begins with what `source` says (the address, a record) and takes over what it says later.
pub fn following(source: impl Fn() -> String + Send + Sync + 'static) -> RwSignal<String> {
    let value = RwSignal::new(untrack(&source));
    Effect::new(move |before: Option<String>| {
        let now = source();
        if before.is_some_and(|before| before != now) {
            value.set(now.clone());
        }
        now
    });
    value
}
