//! Where the keyboard is.

use std::cell::RefCell;

use leptos::ev::FocusEvent;
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

/// Keeps the focus in what is drawn anew whenever `drawn`, which tracks the reason, changes: where the element with the focus is gone, the
/// one of the same id gets it, or of the nearest id around it. Give the answer the events of what lies around: `on:focusin=keep(…)`.
pub fn keep(drawn: impl Fn() + 'static) -> impl Fn(FocusEvent) + Clone + 'static {
    let last = StoredValue::new(Vec::<String>::new());
    Effect::new(move || {
        drawn();
        request_animation_frame(move || {
            let Some(ids) = last.try_get_value() else { return };
            // The very element that had the focus is still there: one has left it oneself.
            if ids.first().and_then(|id| element(id)).is_some_and(|element| element.has_attribute(KEPT)) {
                return;
            }
            if is_lost()
                && let Some(element) = ids.iter().find_map(|id| element(id))
            {
                focus_on(&element);
            }
        });
    });
    move |ev| {
        if let Some(target) = ev.target().and_then(|target| target.dyn_into::<Element>().ok()) {
            // Fails only for a name that is none.
            let _ = target.set_attribute(KEPT, "");
        }
        last.set_value(ids_around(&ev));
    }
}

/// Marks what had the focus: what is drawn anew has it not.
const KEPT: &str = "data-kept";

/// The ids of the element that took the focus and of those around it that can take it, too.
fn ids_around(ev: &FocusEvent) -> Vec<String> {
    let (mut ids, mut is_target) = (Vec::new(), true);
    let mut next = ev.target().and_then(|target| target.dyn_into::<Element>().ok());
    while let Some(element) = next {
        if (is_target || element.has_attribute("tabindex")) && !element.id().is_empty() {
            ids.push(element.id());
        }
        is_target = false;
        next = element.parent_element();
    }
    ids
}

thread_local! {
    /// The address whose fragment was followed.
    static FOLLOWED: RefCell<String> = RefCell::default();
}

/// Where the address ends in `#ID`: brings that element into view and gives it the focus, once it is there. The browser does so by itself
/// only for what stands in the page when it comes; what is drawn anew later does not take the focus again.
pub fn when_addressed(id: String) {
    Effect::new(move || {
        let id = id.clone();
        request_animation_frame(move || {
            let location = window().location();
            let (Ok(hash), Ok(href)) = (location.hash(), location.href()) else { return };
            if hash.strip_prefix('#') != Some(id.as_str()) || FOLLOWED.with_borrow(|followed| *followed == href) {
                return;
            }
            if let Some(element) = element(&id) {
                FOLLOWED.replace(href);
                element.scroll_into_view();
                focus_on(&element);
            }
        });
    });
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
