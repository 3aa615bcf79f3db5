//! Elements with a `data-key` in HTML that was drawn as a text: found, marked, drawn anew. On the server nothing happens.

use std::collections::HashMap;

use leptos::html::Div;
use leptos::prelude::*;

/// What becomes of the elements of a list, from the first on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// So many stay.
    Keep(usize),
    /// So many go.
    Remove(usize),
    /// Others come here.
    Insert(String),
}

/// The steps from the elements `before` to those `after`, each given by its HTML. What is in both stays the same element, as long as their
/// order does.
pub fn steps(before: &[&str], after: &[&str]) -> Vec<Step> {
    let stood: HashMap<&str, usize> = before.iter().enumerate().map(|(index, html)| (*html, index)).collect();
    let mut steps = Vec::new();
    let mut next = 0;
    for html in after {
        match stood.get(html).filter(|at| **at >= next) {
            Some(at) => {
                add(&mut steps, Step::Remove(at - next));
                add(&mut steps, Step::Keep(1));
                next = at + 1;
            }
            None => add(&mut steps, Step::Insert((*html).to_owned())),
        }
    }
    add(&mut steps, Step::Remove(before.len() - next));
    steps
}

/// The steps to other elements altogether, whatever stood there.
pub fn all_anew(html: &str) -> Vec<Step> {
    vec![Step::Insert(html.to_owned()), Step::Remove(usize::MAX)]
}

fn add(steps: &mut Vec<Step>, step: Step) {
    match (steps.last_mut(), step) {
        (_, Step::Remove(0)) => {}
        (Some(Step::Keep(count)), Step::Keep(more)) | (Some(Step::Remove(count)), Step::Remove(more)) => *count += more,
        (Some(Step::Insert(html)), Step::Insert(more)) => html.push_str(&more),
        (_, step) => steps.push(step),
    }
}

/// The selector of a `data-key` (CSS Syntax, section 4.3.5, says what a string may hold).
#[cfg(any(target_arch = "wasm32", test))]
fn selector(key: &str) -> String {
    let mut selector = String::from("[data-key=\"");
    for c in key.chars() {
        match c {
            '"' | '\\' => selector.extend(['\\', c]),
            '\n' | '\r' | '\u{c}' => selector.push_str(&format!("\\{:x} ", u32::from(c))),
            c => selector.push(c),
        }
    }
    selector.push_str("\"]");
    selector
}

/// The class of what stands, laid out, but is not shown.
#[cfg(target_arch = "wasm32")]
const COVERED: &str = "day__entries--covered";

pub use real::{focus, focus_later, key_at, lay_out, mark, redraw, uncover};

#[cfg(target_arch = "wasm32")]
mod real {
    use super::*;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, Event, FocusOptions, HtmlElement};

    /// The `data-key` of the element around the event's target that the selector matches.
    pub fn key_at(ev: &Event, selector: &str) -> Option<String> {
        ev.target()?.dyn_into::<Element>().ok()?.closest(selector).ok()??.get_attribute("data-key")
    }

    /// Gives a class to all elements with that key, or takes it.
    pub fn mark(node: NodeRef<Div>, key: &str, class: &str, on: bool) {
        let Some(found) = node.get_untracked().and_then(|element| element.query_selector_all(&selector(key)).ok()) else { return };
        for index in 0..found.length() {
            if let Some(element) = found.item(index).and_then(|node| node.dyn_into::<Element>().ok()) {
                // Fails only for a name with spaces.
                let _ = element.class_list().toggle_with_force(class, on);
            }
        }
    }

    /// Moves the keyboard to the first element with that key, without scrolling; says whether there is one.
    pub fn focus(node: NodeRef<Div>, key: &str) -> bool {
        let shown = format!(":not(.{COVERED}) > {}", selector(key));
        let found = node.try_get_untracked().flatten().and_then(|element| element.query_selector(&shown).ok().flatten());
        let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) else { return false };
        let still = FocusOptions::new();
        still.set_prevent_scroll(true);
        element.focus_with_options(&still).is_ok()
    }

    /// The same once the next frame is drawn, if what had the focus is gone by then.
    pub fn focus_later(node: NodeRef<Div>, key: String) {
        request_animation_frame(move || {
            if crate::ui::browser::focus::is_lost() {
                focus(node, &key);
            }
        });
    }

    /// Takes the steps with an element's children. Answers the key of the one that had the focus and is gone.
    pub fn redraw(node: NodeRef<Div>, steps: &[Step]) -> Option<String> {
        let parent = node.get_untracked()?;
        let focused = document().active_element().filter(|active| parent.contains(Some(active.as_ref())));
        if let [Step::Insert(html), Step::Remove(_)] = steps {
            // Nothing stays.
            parent.set_inner_html(html);
        } else {
            follow(&parent, steps);
        }
        focused.filter(|element| !element.is_connected())?.get_attribute("data-key")
    }

    /// Shows an element in place of another one, which stays as it is, covered. Answers the key of what has the focus in that one.
    pub fn uncover(node: NodeRef<Div>, covered: NodeRef<Div>) -> Option<String> {
        let (node, covered) = (node.get_untracked()?, covered.get_untracked()?);
        let focused = document().active_element().filter(|active| covered.contains(Some(active.as_ref())));
        // Both fail only for a name with spaces.
        let _ = covered.class_list().add_1(COVERED);
        let _ = node.class_list().remove_1(COVERED);
        focused?.get_attribute("data-key")
    }

    /// Has what is covered laid out now: by itself the browser would wait until it is shown.
    pub fn lay_out(node: NodeRef<Div>) {
        if let Some(child) = node.get_untracked().and_then(|element| element.first_element_child()) {
            child.get_bounding_client_rect();
        }
    }

    fn follow(parent: &Element, steps: &[Step]) {
        let mut at = parent.first_element_child();
        for step in steps {
            match step {
                Step::Keep(count) => {
                    for _ in 0..*count {
                        at = at.and_then(|element| element.next_element_sibling());
                    }
                }
                Step::Remove(count) => {
                    for _ in 0..*count {
                        let Some(element) = at else { return };
                        at = element.next_element_sibling();
                        element.remove();
                    }
                }
                // Both fail only for an element that has no parent.
                Step::Insert(html) => {
                    let _ = match &at {
                        Some(element) => element.insert_adjacent_html("beforebegin", html),
                        None => parent.insert_adjacent_html("beforeend", html),
                    };
                }
            }
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod real {
    use super::*;

    /// The `data-key` of the element around the event's target that the selector matches.
    pub fn key_at(_ev: &leptos::web_sys::Event, _selector: &str) -> Option<String> {
        None
    }
    /// Gives a class to all elements with that key, or takes it.
    pub fn mark(_node: NodeRef<Div>, _key: &str, _class: &str, _on: bool) {}
    /// Moves the keyboard to the first element with that key.
    pub fn focus(_node: NodeRef<Div>, _key: &str) -> bool {
        false
    }
    /// The same once the next frame is drawn.
    pub fn focus_later(_node: NodeRef<Div>, _key: String) {}
    /// Shows an element in place of another one.
    pub fn uncover(_node: NodeRef<Div>, _covered: NodeRef<Div>) -> Option<String> {
        None
    }
    /// Has what is covered laid out.
    pub fn lay_out(_node: NodeRef<Div>) {}
    /// Takes the steps with an element's children.
    pub fn redraw(_node: NodeRef<Div>, _steps: &[Step]) -> Option<String> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a list is after the steps, and how many of its elements stayed.
    fn after(before: &[&str], steps: &[Step]) -> (String, usize) {
        let (mut list, mut kept, mut rest) = (String::new(), 0, before.iter());
        for step in steps {
            match step {
                Step::Keep(count) => {
                    list.extend(rest.by_ref().take(*count).copied());
                    kept += count;
                }
                Step::Remove(count) => assert_eq!(rest.by_ref().take(*count).count(), *count),
                Step::Insert(html) => list.push_str(html),
            }
        }
        list.extend(rest.copied());
        (list, kept)
    }

    #[test]
    fn what_is_in_both_stays() {
        for (before, wanted, kept) in [
            ("abc", "abc", 3),
            ("abc", "axc", 2),
            ("abc", "ac", 2),
            ("ac", "abc", 2),
            ("abc", "bcx", 2),
            ("", "ab", 0),
            ("ab", "", 0),
            ("ab", "xyz", 0),
            // The order of the two has changed: one of them is drawn anew.
            ("ab", "ba", 1),
            ("abcd", "acbd", 3),
        ] {
            let list = |text: &'static str| (0..text.len()).map(|at| &text[at..=at]).collect::<Vec<_>>();
            let (before, target) = (list(before), list(wanted));
            assert_eq!(after(&before, &steps(&before, &target)), (wanted.to_owned(), kept), "{before:?} to {wanted}");
        }
    }

    #[test]
    fn steps_of_a_kind_are_one() {
        let found = steps(&["a", "b", "c", "d"], &["a", "b", "x", "y"]);
        assert_eq!(found, [Step::Keep(2), Step::Insert("xy".to_owned()), Step::Remove(2)]);
        assert_eq!(steps(&["a", "b"], &["x", "y"]), [Step::Insert("xy".to_owned()), Step::Remove(2)]);
    }

    #[test]
    fn a_selector_holds_any_key() {
        assert_eq!(selector("w 1 2"), "[data-key=\"w 1 2\"]");
        assert_eq!(selector("a\"]\\\n"), "[data-key=\"a\\\"]\\\\\\a \"]");
    }
}
