//! Interview forms: filling one in, reading one.

pub mod autosave;
pub mod fields;
pub mod filling;
pub mod reading;

use leptos::prelude::*;

/// Draws what is in it with elements of its own whenever `state` is another, and only then: make it where it is made once.
///
/// What is read again is drawn into the elements of the former reading: fields then still hold what was typed there.
#[component]
pub fn Anew(
    /// What is drawn, in a text.
    #[prop(into)]
    state: Signal<String>,
    /// The content.
    children: ChildrenFn,
) -> impl IntoView {
    view! {
        <For each=move || [state.get()] key=|state| state.clone() let:_state>
            {children()}
        </For>
    }
    .into_any()
}
