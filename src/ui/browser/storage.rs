//! Drafts that outlive a reload of the page, in this tab only.

use leptos::prelude::*;

use super::native;

/// Keeps a text in this tab's storage under `name` as it changes, and takes over what was kept when the page opens.
pub fn keep(name: &'static str, value: RwSignal<String>) {
    Effect::new(move |begun: Option<()>| {
        let text = value.get();
        if begun.is_none() {
            if text.is_empty()
                && let Some(kept) = native::stored(name)
            {
                value.set(kept);
            }
        } else {
            native::store(name, (!text.is_empty()).then_some(text.as_str()));
        }
    });
}

/// What is kept under a name.
pub fn get(name: &str) -> Option<String> {
    native::stored(name)
}

/// Keeps a text; `None` forgets it.
pub fn set(name: &str, text: Option<&str>) {
    native::store(name, text);
}
