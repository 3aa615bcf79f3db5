//! Where the keyboard is.

use leptos::prelude::*;
use leptos::tachys::html::element::ElementType;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};

/// Moves the focus to an element each time it comes into being while `shown` holds, and back to where it was afterwards.
pub fn when_shown<E>(node: NodeRef<E>, shown: Signal<bool>)
where
    E: ElementType + 'static,
    E::Output: JsCast + Clone + 'static,
{
    // What had the focus is an effect's own value: elements belong to the page's thread, and the server has none.
    Effect::new(move |was: Option<Option<Element>>| {
        if shown.get() {
            return was.flatten().or_else(|| document().active_element());
        }
        if let Some(before) = was.flatten() {
            // What was shown is gone after the next frame, and the focus with it.
            request_animation_frame(move || {
                if is_lost() {
                    if before.is_connected() { focus_on(&before) } else { to("main") }
                }
            });
        }
        None
    });
    Effect::new(move || {
        if shown.get()
            && let Some(element) = node.get()
            && let Some(element) = element.dyn_ref::<HtmlElement>()
        {
            let _ = element.focus();
        }
    });
}

fn focus_on(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}

/// Moves the focus to the element of that id if what has it now is gone by the next frame.
pub fn unless_kept(id: &'static str) {
    request_animation_frame(move || {
        if is_lost() {
            to(id);
        }
    });
}

/// Moves the focus to the element of that id.
pub fn to(id: &str) {
    if let Some(element) = element(id) {
        focus_on(&element);
    }
}

/// Moves the focus to the first field or button in an element, once the next frame is drawn.
pub fn first_in(element: &Element, selector: &'static str) {
    let element = element.clone();
    request_animation_frame(move || {
        if let Ok(Some(first)) = element.query_selector(selector) {
            focus_on(&first);
        }
    });
}

/// Brings the element of that id into view.
pub fn into_view(id: &str) {
    if let Some(element) = element(id) {
        element.scroll_into_view_with_bool(false);
    }
}

fn element(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

/// The id of the element that took the focus; empty where it has none.
pub fn id_of(ev: &leptos::ev::FocusEvent) -> String {
    ev.target().and_then(|target| target.dyn_into::<Element>().ok()).map(|target| target.id()).unwrap_or_default()
}

/// Whether nothing has the focus: what had it is gone.
pub fn is_lost() -> bool {
    document().active_element().is_none_or(|element| element.tag_name().eq_ignore_ascii_case("body"))
}

/// Brings the beginning of the element of that id to the beginning of the view.
pub fn scroll_to(id: &str) {
    if let Some(element) = element(id) {
        element.scroll_into_view();
    }
}
