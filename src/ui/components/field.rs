//! Form fields: label, input, hint, error. They work in a form that is sent without scripts, too.
//!
//! What was typed before the scripts arrived, or what the browser filled in, is taken over into `value` at hydration.

use leptos::html;
use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use crate::domain::error::FieldErrors;
use crate::text;
use crate::ui::browser::forms;
use crate::ui::viewer::language;

/// The field that a form name belongs to: `email` for `input[email]`.
pub(super) fn field_of(name: &str) -> &str {
    name.rsplit_once('[').and_then(|(_, last)| last.strip_suffix(']')).unwrap_or(name)
}

/// The id of a field's input, for labels, error summaries and focus.
pub fn field_id(name: &str) -> String {
    format!("field-{}", field_of(name).replace('.', "-"))
}

/// What a field says besides its label.
#[derive(Clone)]
struct Notes {
    id: String,
    hint: String,
    error: Memo<Option<String>>,
}

impl Notes {
    fn new(id: String, name: &str, hint: String, errors: Signal<FieldErrors>) -> Self {
        let (language, field) = (language(), field_of(name).to_owned());
        let error = Memo::new(move |_| errors.with(|errors| errors.at(&field).map(|error| text::field_error(language, error))));
        Self { id, hint, error }
    }

    fn invalid(&self) -> impl Fn() -> Option<&'static str> + Clone + Send + Sync + 'static {
        let error = self.error;
        move || error.with(Option::is_some).then_some("true")
    }

    fn described_by(&self) -> impl Fn() -> Option<String> + Clone + Send + Sync + 'static {
        let Self { id, hint, error } = self.clone();
        move || {
            let mut ids = Vec::new();
            if error.with(Option::is_some) {
                ids.push(format!("{id}-error"));
            }
            if !hint.is_empty() {
                ids.push(format!("{id}-hint"));
            }
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    }

    fn view(self) -> AnyView {
        let Self { id, hint, error } = self;
        let error_id = format!("{id}-error");
        view! {
            {(!hint.is_empty()).then(|| view! { <p class="field__hint" id=format!("{id}-hint")>{hint}</p> })}
            {move || {
                let id = error_id.clone();
                error.get().map(|text| view! { <FieldError text id/> })
            }}
        }
        .into_any()
    }
}

/// What is wrong with a field, below it.
#[component]
pub fn FieldError(
    /// The error in words.
    text: String,
    /// What the field's `aria-describedby` names.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    view! { <p class="field__error" id=id><Icon glyph=Glyph::CIRCLE_ALERT/>{text}</p> }
}

fn label_view(id: &str, label: String, optional: bool) -> AnyView {
    let mark = optional.then(|| view! { <span class="field__optional">{format!(" ({})", crate::t!("field-optional"))}</span> });
    view! { <label class="field__label" r#for=id.to_owned()>{label}{mark}</label> }.into_any()
}

/// A field of one line: text, email, password, tel, url, search, number, date, time.
#[component]
pub fn TextField(
    /// The name in the form; also where its error is looked up (`email` for `input[email]`).
    #[prop(into)]
    name: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// What stands in it.
    #[prop(optional)]
    value: RwSignal<String>,
    /// The errors of the form.
    #[prop(optional, into)]
    errors: Signal<FieldErrors>,
    /// The kind of input (`type`).
    #[prop(default = "text")]
    kind: &'static str,
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: String,
    /// May stay empty; says so at the label.
    #[prop(optional)]
    optional: bool,
    /// What the browser may fill in (HTML, section 4.10.18.7).
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// The keyboard a phone shows.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// An example.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// The least number, date or time.
    #[prop(optional, into)]
    min: Option<String>,
    /// The greatest.
    #[prop(optional, into)]
    max: Option<String>,
    /// The distance of values: seconds for times.
    #[prop(optional, into)]
    step: Option<String>,
    /// Most characters.
    #[prop(optional)]
    maxlength: Option<u16>,
    /// The id, where two forms on a page have the same field.
    #[prop(optional, into)]
    id: String,
    /// Can not be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let id = if id.is_empty() { field_id(&name) } else { id };
    let notes = Notes::new(id.clone(), &name, hint, errors);
    let node = NodeRef::<html::Input>::new();
    forms::typed(node, value);
    view! {
        <div class="field">
            {label_view(&id, label, optional)}
            <input
                class="input"
                id=id
                name=name
                type=kind
                value=value.get_untracked()
                autocomplete=autocomplete
                inputmode=inputmode
                placeholder=placeholder
                min=min
                max=max
                step=step
                maxlength=maxlength.map(|most| most.to_string())
                disabled=move || disabled.get()
                aria-invalid=notes.invalid()
                aria-describedby=notes.described_by()
                aria-required=(!optional && kind != "search").then_some("true")
                node_ref=node
                on:input=move |ev| value.set(event_target_value(&ev))
            />
            {notes.view()}
        </div>
    }
}

/// A field of several lines; it grows with its text.
#[component]
pub fn TextArea(
    /// The name in the form.
    #[prop(into)]
    name: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// What stands in it.
    #[prop(optional)]
    value: RwSignal<String>,
    /// The errors of the form.
    #[prop(optional, into)]
    errors: Signal<FieldErrors>,
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: String,
    /// May stay empty.
    #[prop(optional)]
    optional: bool,
    /// Lines shown at least.
    #[prop(default = 3)]
    rows: u8,
    /// Most characters.
    #[prop(optional)]
    maxlength: Option<u16>,
    /// The id, where two forms on a page have the same field.
    #[prop(optional, into)]
    id: String,
) -> impl IntoView {
    let id = if id.is_empty() { field_id(&name) } else { id };
    let notes = Notes::new(id.clone(), &name, hint, errors);
    let node = NodeRef::<html::Textarea>::new();
    forms::typed_area(node, value);
    view! {
        <div class="field">
            {label_view(&id, label, optional)}
            <textarea
                class="input"
                id=id
                name=name
                rows=rows.to_string()
                maxlength=maxlength.map(|most| most.to_string())
                aria-invalid=notes.invalid()
                aria-describedby=notes.described_by()
                aria-required=(!optional).then_some("true")
                node_ref=node
                on:input=move |ev| value.set(event_target_value(&ev))
            >
                {value.get_untracked()}
            </textarea>
            {notes.view()}
        </div>
    }
}

/// A choice out of a few, by a drop-down.
#[component]
pub fn SelectField(
    /// The name in the form.
    #[prop(into)]
    name: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// The value chosen.
    #[prop(optional)]
    value: RwSignal<String>,
    /// Value and text of each option; a first one with an empty value asks to choose.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// The errors of the form.
    #[prop(optional, into)]
    errors: Signal<FieldErrors>,
    /// What helps to choose.
    #[prop(optional, into)]
    hint: String,
    /// May stay empty.
    #[prop(optional)]
    optional: bool,
    /// The id, where two forms on a page have the same field.
    #[prop(optional, into)]
    id: String,
    /// Can not be changed now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let id = if id.is_empty() { field_id(&name) } else { id };
    let notes = Notes::new(id.clone(), &name, hint, errors);
    let node = NodeRef::<html::Select>::new();
    forms::chosen(node, value, options);
    view! {
        <div class="field">
            {label_view(&id, label, optional)}
            <select
                class="input"
                id=id
                name=name
                disabled=move || disabled.get()
                aria-invalid=notes.invalid()
                aria-describedby=notes.described_by()
                node_ref=node
                on:change=move |ev| value.set(event_target_value(&ev))
            >
                {move || {
                    let chosen = value.get_untracked();
                    options
                        .get()
                        .into_iter()
                        .map(|(key, text)| view! { <option value=key.clone() selected=key == chosen>{text}</option> })
                        .collect_view()
                }}
            </select>
            {notes.view()}
        </div>
    }
}

/// Yes or no.
#[component]
pub fn Checkbox(
    /// The name in the form; sends `true` when set.
    #[prop(into)]
    name: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// Whether it is set.
    #[prop(optional)]
    checked: RwSignal<bool>,
    /// The value sent when it is set.
    #[prop(default = "true".to_owned(), into)]
    value: String,
    /// What it means.
    #[prop(optional, into)]
    hint: String,
    /// Can not be changed now; say why in the hint.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// The id, where the name stands several times on a page.
    #[prop(optional, into)]
    id: String,
) -> impl IntoView {
    let id = if id.is_empty() { field_id(&name) } else { id };
    let node = NodeRef::<html::Input>::new();
    forms::ticked(node, checked);
    let hint_id = (!hint.is_empty()).then(|| format!("{id}-hint"));
    view! {
        <div class="check">
            <input
                type="checkbox"
                id=id.clone()
                name=name
                value=value
                checked=checked.get_untracked()
                disabled=move || disabled.get()
                aria-describedby=hint_id.clone()
                node_ref=node
                on:change=move |ev| checked.set(event_target_checked(&ev))
            />
            <span>
                <label r#for=id>{label}</label>
                {hint_id.map(|id| view! { <span class="field__hint" id=id>{hint}</span> })}
            </span>
        </div>
    }
}

/// A choice out of a few that are all in sight.
#[component]
pub fn RadioGroup(
    /// The name in the form.
    #[prop(into)]
    name: String,
    /// The question.
    #[prop(into)]
    label: String,
    /// The value chosen.
    #[prop(optional)]
    value: RwSignal<String>,
    /// Value and text of each choice.
    options: Vec<(String, String)>,
    /// The errors of the form.
    #[prop(optional, into)]
    errors: Signal<FieldErrors>,
) -> impl IntoView {
    let id = field_id(&name);
    let notes = Notes::new(id.clone(), &name, String::new(), errors);
    let choices = options
        .into_iter()
        .enumerate()
        .map(|(i, (key, text))| {
            let own = if i == 0 { id.clone() } else { format!("{id}-{i}") };
            let checked = value.with_untracked(|value| *value == key);
            let node = NodeRef::new();
            forms::picked(node, value, key.clone());
            view! {
                <div class="check">
                    <input
                        type="radio"
                        id=own.clone()
                        name=name.clone()
                        value=key.clone()
                        checked=checked
                        node_ref=node
                        on:change=move |_| value.set(key.clone())
                    />
                    <label r#for=own>{text}</label>
                </div>
            }
        })
        .collect_view();
    let described_by = notes.described_by();
    view! {
        <fieldset class="field" aria-describedby=described_by>
            <legend class="field__label">{label}</legend>
            <div class="checks">{choices}</div>
            {notes.view()}
        </fieldset>
    }
}
