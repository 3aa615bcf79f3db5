//! The browser's own dialogs and fold-out menus.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, Node};

use super::focus;

/// What a dialog is opened for: its first field, else its first button.
const FIRST: &str = ".dialog__body :is(input:not([type=hidden]), select, textarea, button, a[href])";

/// Opens and closes a `<dialog>` as the signal says.
pub fn follow(node: NodeRef<html::Dialog>, open: RwSignal<bool>) {
    Effect::new(move || {
        let wanted = open.get();
        let Some(dialog) = node.get() else { return };
        if wanted && !dialog.open() {
            // Fails only where the element is out of the document: there is nothing to show then.
            let _ = dialog.show_modal();
            // Not on the button that closes it: on what it was opened for.
            focus::first_in(&dialog, FIRST);
        } else if !wanted && dialog.open() {
            dialog.close();
        }
    });
}

/// Whether a press or click on a `<dialog>` met the space around it: its own box is filled by its children.
pub fn is_backdrop(ev: &ev::MouseEvent) -> bool {
    ev.target().and_then(|target| target.dyn_into::<Element>().ok()).is_some_and(|target| target.tag_name().eq_ignore_ascii_case("dialog"))
}

/// Closes a fold-out menu on Escape, on a click elsewhere, and when something in it was chosen: a form in it stays open while it is
/// filled in.
pub fn dismiss(node: NodeRef<html::Details>) {
    Effect::new(move || {
        let click = window_event_listener(ev::click, move |ev| {
            let Some(details) = node.get_untracked() else { return };
            let target = ev.target().and_then(|target| target.dyn_into::<Node>().ok());
            let chose = target
                .as_ref()
                .and_then(|target| target.dyn_ref::<Element>())
                .is_some_and(|target| target.closest("a, button").is_ok_and(|it| it.is_some()));
            if details.open() && (chose || !details.contains(target.as_ref())) {
                details.set_open(false);
            }
        });
        let key = window_event_listener(ev::keydown, move |ev| {
            let Some(details) = node.get_untracked() else { return };
            if ev.key() == "Escape" && details.open() {
                details.set_open(false);
                if let Ok(Some(summary)) = details.query_selector("summary")
                    && let Some(summary) = summary.dyn_ref::<leptos::web_sys::HtmlElement>()
                {
                    let _ = summary.focus();
                }
            }
        });
        on_cleanup(move || {
            click.remove();
            key.remove();
        });
    });
}
