//! A text field that offers what matches (ARIA 1.2, combobox with a list): people, candidates, pages.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::field::field_id;
use crate::t;
use crate::ui::browser::focus;

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What it stands for: an id, an address.
    pub id: String,
    /// What is read.
    pub label: String,
    /// What tells it from others of the same name.
    pub hint: String,
    /// It is shown, but can not be taken; the hint says why.
    pub refused: bool,
}

/// The field. The page watches `query` and sets `choices`; `on_choose` gets what was taken.
#[component]
pub fn Combobox(
    /// A name that is unique on the page.
    #[prop(into)]
    name: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// What is typed; emptied when something is taken.
    query: RwSignal<String>,
    /// What matches.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// What is done with the one taken.
    #[prop(into)]
    on_choose: Callback<Choice>,
    /// An example of what to type.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// Shows no label but gives it to screen readers.
    #[prop(optional)]
    bare: bool,
    /// Always shows the list, not only while the field has the focus.
    #[prop(optional)]
    open_always: bool,
) -> impl IntoView {
    let id = field_id(&name);
    let list_id = format!("{id}-list");
    let focused = RwSignal::new(false);
    let marked = RwSignal::new(0_usize);
    // The mark was moved by a key.
    let moved = StoredValue::new(false);
    let open = Memo::new(move |_| open_always || (focused.get() && (!query.with(String::is_empty) || !choices.with(Vec::is_empty))));
    let option_id = {
        let id = id.clone();
        move |i: usize| format!("{id}-option-{i}")
    };
    let take = move |i: usize| {
        if let Some(choice) = choices.with_untracked(|choices| choices.get(i).filter(|choice| !choice.refused).cloned()) {
            query.set(String::new());
            marked.set(0);
            moved.set_value(false);
            on_choose.run(choice);
        }
    };
    let scroll = option_id.clone();
    let on_key = move |ev: KeyboardEvent| {
        let count = choices.with_untracked(Vec::len);
        let step = |to: usize| {
            ev.prevent_default();
            marked.set(to);
            moved.set_value(true);
            focus::into_view(&scroll(to));
        };
        match ev.key().as_str() {
            "ArrowDown" if count > 0 => step((marked.get_untracked() + 1) % count),
            "ArrowUp" if count > 0 => step((marked.get_untracked() + count - 1) % count),
            "Home" if count > 0 && query.with_untracked(String::is_empty) => step(0),
            "End" if count > 0 && query.with_untracked(String::is_empty) => step(count - 1),
            // Never the form around it. Nothing is taken that was neither looked for nor gone to.
            "Enter" => {
                ev.prevent_default();
                if open.get_untracked() && count > 0 && (moved.get_value() || query.with_untracked(|query| !query.trim().is_empty())) {
                    take(marked.get_untracked().min(count - 1));
                }
            }
            "Escape" if open.get_untracked() && !open_always => {
                ev.prevent_default();
                query.set(String::new());
                focused.set(false);
            }
            _ => {}
        }
    };
    let active = {
        let option_id = option_id.clone();
        move || (open.get() && choices.with(|choices| marked.get() < choices.len())).then(|| option_id(marked.get()))
    };
    let none = t!("combobox-none");
    let options = move || {
        let option_id = option_id.clone();
        choices
            .get()
            .into_iter()
            .enumerate()
            .map(|(i, choice)| {
                view! {
                    <li
                        class="combo__option"
                        role="option"
                        id=option_id(i)
                        aria-selected=move || if marked.get() == i { "true" } else { "false" }
                        aria-disabled=choice.refused.then_some("true")
                        // The field would lose the focus, and the list would be gone before the click.
                        on:mousedown=move |ev| ev.prevent_default()
                        on:click=move |_| take(i)
                    >
                        <span>{choice.label}</span>
                        {(!choice.hint.is_empty()).then(|| view! { <small>{choice.hint}</small> })}
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <div class="field combo">
            <label class=if bare { "visually-hidden" } else { "field__label" } r#for=id.clone()>{label.clone()}</label>
            <input
                class="input"
                id=id
                type="text"
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                aria-autocomplete="list"
                aria-controls=list_id.clone()
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-activedescendant=active
                placeholder=placeholder
                prop:value=move || query.get()
                on:input=move |ev| {
                    marked.set(0);
                    moved.set_value(false);
                    focused.set(true);
                    query.set(event_target_value(&ev));
                }
                on:focus=move |_| focused.set(true)
                on:blur=move |_| focused.set(false)
                on:keydown=on_key
            />
            <ul class="combo__list" role="listbox" id=list_id aria-label=label hidden=move || !open.get()>
                {options}
                {move || (choices.with(Vec::is_empty) && !query.with(String::is_empty)).then(|| view! { <li class="combo__none" role="option" aria-disabled="true" aria-selected="false">{none.clone()}</li> })}
            </ul>
        </div>
    }
    .into_any()
}

/// Something chosen, with a button that takes it back.
#[component]
pub fn Chip(
    /// What it is.
    #[prop(into)]
    label: String,
    /// Done when it is taken back.
    #[prop(into)]
    on_remove: Callback<()>,
) -> impl IntoView {
    let remove = t!("action-remove-named", name = label.clone());
    view! {
        <span class="chip">
            {label}
            <button type="button" aria-label=remove.clone() title=remove on:click=move |_| on_remove.run(())>
                <super::icon::Icon glyph=super::icon::Glyph::X/>
            </button>
        </span>
    }
}
