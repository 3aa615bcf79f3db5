//! Makes one part of a document what another is, touching only what differs: what stays keeps its focus, what is typed and how far it is
//! scrolled, and screen readers hear of what is new alone.

use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, Node};

/// Makes `old` what `new` is. Nodes belong together by their ids, or by kind in the order they stand in.
pub fn morph(old: &Element, new: &Element) {
    attributes(old, new);
    children(old, new);
}

fn attributes(old: &Element, new: &Element) {
    for name in names(new) {
        let value = new.get_attribute(&name).unwrap_or_default();
        if old.get_attribute(&name).as_deref() != Some(&value) {
            // Fails for names that no parser makes.
            let _ = old.set_attribute(&name, &value);
        }
    }
    for name in names(old) {
        // `open`: by hand.
        if name != "open" && !new.has_attribute(&name) {
            let _ = old.remove_attribute(&name);
        }
    }
}

fn names(element: &Element) -> Vec<String> {
    element.get_attribute_names().iter().filter_map(|name| name.as_string()).collect()
}

fn children(old: &Element, new: &Element) {
    let (mut at, mut wanted) = (old.first_child(), new.first_child());
    while let Some(want) = wanted {
        wanted = want.next_sibling();
        match found(at.as_ref(), &want) {
            Some(node) => {
                // What stood before it is not in the new order.
                while let Some(gone) = at.take_if(|before| *before != node) {
                    at = gone.next_sibling();
                    remove(&gone);
                }
                at = node.next_sibling();
                make(&node, &want);
            }
            None => {
                if let Some(copy) = old.owner_document().and_then(|document| document.import_node_with_deep(&want, true).ok()) {
                    let _ = old.insert_before(&copy, at.as_ref());
                }
            }
        }
    }
    while let Some(gone) = at {
        at = gone.next_sibling();
        remove(&gone);
    }
}

fn remove(node: &Node) {
    if let Some(parent) = node.parent_node() {
        let _ = parent.remove_child(node);
    }
}

/// The node that becomes `want`: an element from `at` on, or else `at` itself.
fn found(at: Option<&Node>, want: &Node) -> Option<Node> {
    let at = at?;
    let Some(element) = want.dyn_ref::<Element>() else {
        return (at.node_type() == want.node_type()).then(|| at.clone());
    };
    let mut next = Some(at.clone());
    while let Some(node) = next {
        if node.dyn_ref::<Element>().is_some_and(|node| belong_together(node, element)) {
            return Some(node);
        }
        next = node.next_sibling();
    }
    None
}

fn belong_together(old: &Element, new: &Element) -> bool {
    old.tag_name() == new.tag_name() && old.id() == new.id() && kind(old) == kind(new)
}

/// The first of its classes; the others tell states.
fn kind(element: &Element) -> Option<String> {
    element.class_list().item(0)
}

fn make(old: &Node, new: &Node) {
    match (old.dyn_ref::<Element>(), new.dyn_ref::<Element>()) {
        (Some(old), Some(new)) => morph(old, new),
        _ if old.node_value() != new.node_value() => old.set_node_value(new.node_value().as_deref()),
        _ => {}
    }
}
