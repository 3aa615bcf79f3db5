//! Pointers on the calendar's grid: where they are, holding on to one, keeping the page still, scrolling. On the server nothing happens.

use leptos::ev::PointerEvent;
use leptos::html::Div;
use leptos::prelude::*;

/// A box in the window's pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// The left edge.
    pub left: f64,
    /// The upper edge.
    pub top: f64,
    /// The width.
    pub width: f64,
    /// The height.
    pub height: f64,
}

/// What a pointer event says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Press {
    /// The pointer's id.
    pub id: i32,
    /// A finger, rather than a mouse or pen.
    pub touch: bool,
    /// The first finger, or the main button.
    pub main: bool,
    /// It still presses.
    pub down: bool,
    /// Where, in the window's pixels.
    pub x: f64,
    /// Where, in the window's pixels.
    pub y: f64,
}

/// Reads a pointer event.
pub fn read(ev: &PointerEvent) -> Press {
    Press {
        id: ev.pointer_id(),
        touch: ev.pointer_type() == "touch",
        main: ev.is_primary() && ev.button() <= 0,
        down: ev.buttons() != 0,
        x: f64::from(ev.client_x()),
        y: f64::from(ev.client_y()),
    }
}

pub use real::{capture, every_frame, focus, frame, hold_still, is_near_end, meets, release, reveal, scroll_by, visible_frame};

#[cfg(target_arch = "wasm32")]
mod real {
    use std::cell::RefCell;
    use std::rc::Rc;

    use super::*;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;
    use web_sys::{AddEventListenerOptions, Element, Event, HtmlElement};

    /// The element's box, once it is there.
    pub fn frame(node: NodeRef<Div>) -> Option<Frame> {
        let element = node.get_untracked()?;
        let rect = element.get_bounding_client_rect();
        Some(Frame { left: rect.left(), top: rect.top(), width: rect.width(), height: rect.height() })
    }

    /// The part of the element's box that lies within the window.
    pub fn visible_frame(node: NodeRef<Div>) -> Option<Frame> {
        let whole = frame(node)?;
        let window = web_sys::window()?;
        let size = |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|value: wasm_bindgen::JsValue| value.as_f64());
        let (width, height) = (size(window.inner_width())?, size(window.inner_height())?);
        let (left, top) = (whole.left.max(0.0), whole.top.max(0.0));
        let (right, bottom) = ((whole.left + whole.width).min(width), (whole.top + whole.height).min(height));
        Some(Frame { left, top, width: (right - left).max(0.0), height: (bottom - top).max(0.0) })
    }

    /// Says whether the event's target lies in an element that the selector matches.
    pub fn meets(ev: &PointerEvent, selector: &str) -> bool {
        closest(ev, selector).is_some()
    }

    fn closest(ev: &Event, selector: &str) -> Option<Element> {
        ev.target()?.dyn_into::<Element>().ok()?.closest(selector).ok()?
    }

    /// Says whether a pointer is at the lower edge of the element that the selector matches, within so many pixels; never in what is too
    /// small to be held anywhere else.
    pub fn is_near_end(ev: &PointerEvent, selector: &str, pixels: f64) -> bool {
        closest(ev, selector).is_some_and(|element| {
            let rect = element.get_bounding_client_rect();
            rect.height() > 3.0 * pixels && rect.bottom() - f64::from(ev.client_y()) <= pixels
        })
    }

    /// Sends all events of a pointer to this element until it is released.
    pub fn capture(node: NodeRef<Div>, id: i32) {
        if let Some(element) = node.get_untracked() {
            // Fails when the pointer is gone already: nothing to hold then.
            let _ = element.set_pointer_capture(id);
        }
    }

    /// Lets a pointer go.
    pub fn release(node: NodeRef<Div>, id: i32) {
        if let Some(element) = node.get_untracked() {
            // Fails when the pointer is gone already.
            let _ = element.release_pointer_capture(id);
        }
    }

    /// Moves the keyboard to an element without scrolling to it.
    pub fn focus(node: NodeRef<Div>) {
        if let Some(element) = node.get_untracked() {
            let element: &HtmlElement = &element;
            let (x, y) = (element.scroll_left(), element.scroll_top());
            // Fails only for what can not have the focus.
            let _ = element.focus();
            element.set_scroll_left(x);
            element.set_scroll_top(y);
        }
    }

    /// Scrolls an element.
    pub fn scroll_by(node: NodeRef<Div>, x: f64, y: f64) {
        if let Some(element) = node.get_untracked() {
            element.set_scroll_left(element.scroll_left() + x.round() as i32);
            element.set_scroll_top(element.scroll_top() + y.round() as i32);
        }
    }

    /// Scrolls so far that the part of `inner` from `from` to `to` (of its height, 0 to 1) is in sight, below `head` pixels that cover the
    /// upper edge.
    pub fn reveal(outer: NodeRef<Div>, inner: NodeRef<Div>, from: f64, to: f64, head: f64) {
        let (Some(element), Some(out), Some(inn)) = (outer.get_untracked(), frame(outer), frame(inner)) else { return };
        let (upper, lower) = (inn.top + from * inn.height - out.top - head, inn.top + to * inn.height - out.top - out.height);
        let by = if upper < 0.0 { upper } else { lower.max(0.0).min(upper) };
        element.set_scroll_top(element.scroll_top() + by.round() as i32);
    }

    /// Keeps a finger on the element from scrolling the page, and from opening a menu, while `held` says so.
    pub fn hold_still(node: NodeRef<Div>, held: impl Fn() -> bool + Clone + 'static) {
        Effect::new(move |_: Option<()>| {
            let Some(element) = node.get() else { return };
            let held = held.clone();
            let listener = Closure::<dyn Fn(Event)>::new(move |ev: Event| {
                if ev.cancelable() && held() {
                    ev.prevent_default();
                }
            });
            let options = AddEventListenerOptions::new();
            options.set_passive(false);
            for name in ["touchmove", "contextmenu"] {
                // Adding a listener to a live element does not fail.
                let _ = element.add_event_listener_with_callback_and_add_event_listener_options(
                    name,
                    listener.as_ref().unchecked_ref(),
                    &options,
                );
            }
            // The listener lives as long as the element, which the page keeps until it is left.
            listener.forget();
        });
    }

    /// Calls `work` before each frame with the seconds since the last, until it says `false`.
    pub fn every_frame(work: impl FnMut(f64) -> bool + 'static) {
        let last = Rc::new(RefCell::new(None::<f64>));
        next(Rc::new(RefCell::new(work)), last);
    }

    fn next(work: Rc<RefCell<impl FnMut(f64) -> bool + 'static>>, last: Rc<RefCell<Option<f64>>>) {
        request_animation_frame(move || {
            let now = js_sys::Date::now();
            let seconds = last.borrow_mut().replace(now).map_or(0.0, |then| ((now - then) / 1000.0).clamp(0.0, 0.1));
            if (work.borrow_mut())(seconds) {
                next(work.clone(), last.clone());
            }
        });
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod real {
    use super::*;

    /// The element's box, once it is there.
    pub fn frame(_node: NodeRef<Div>) -> Option<Frame> {
        None
    }
    /// The part of the element's box that lies within the window.
    pub fn visible_frame(_node: NodeRef<Div>) -> Option<Frame> {
        None
    }
    /// Says whether the event's target lies in an element that the selector matches.
    pub fn meets(_ev: &PointerEvent, _selector: &str) -> bool {
        false
    }
    /// Says whether a pointer is at the lower edge of the element.
    pub fn is_near_end(_ev: &PointerEvent, _selector: &str, _pixels: f64) -> bool {
        false
    }
    /// Sends all events of a pointer to this element until it is released.
    pub fn capture(_node: NodeRef<Div>, _id: i32) {}
    /// Lets a pointer go.
    pub fn release(_node: NodeRef<Div>, _id: i32) {}
    /// Moves the keyboard to an element without scrolling to it.
    pub fn focus(_node: NodeRef<Div>) {}
    /// Scrolls an element.
    pub fn scroll_by(_node: NodeRef<Div>, _x: f64, _y: f64) {}
    /// Scrolls a part of `inner` into sight.
    pub fn reveal(_outer: NodeRef<Div>, _inner: NodeRef<Div>, _from: f64, _to: f64, _head: f64) {}
    /// Keeps a finger on the element from scrolling the page while `held` says so.
    pub fn hold_still(_node: NodeRef<Div>, _held: impl Fn() -> bool + Clone + 'static) {}
    /// Calls `work` before each frame until it says `false`.
    pub fn every_frame(_work: impl FnMut(f64) -> bool + 'static) {}
}
