//! A form's questions as fields. They are plain fields of a plain form, named `fields[q7]`.

use std::collections::HashMap;

use leptos::prelude::*;

use crate::domain::error::FieldErrors;
use crate::domain::forms::answers::{Answers, Fields, MOST_CHARACTERS, field, option_field};
use crate::domain::forms::template::{Content, HIGHEST, Question, QuestionKind};
use crate::t;
use crate::ui::browser::forms;
use crate::ui::components::*;

/// What stands in a form's fields.
#[derive(Clone, Copy)]
pub struct Filled {
    values: StoredValue<HashMap<String, RwSignal<String>>>,
    ticks: StoredValue<HashMap<String, RwSignal<bool>>>,
    /// The answers that the fields make.
    pub answers: Memo<Answers>,
}

impl Filled {
    /// Begins with these answers.
    pub fn new(content: &Content, answers: &Answers) -> Self {
        let start = answers.fields();
        let (mut values, mut ticks) = (HashMap::new(), HashMap::new());
        for question in content.questions() {
            if question.kind == QuestionKind::Choices {
                for name in option_names(question) {
                    ticks.insert(name.clone(), RwSignal::new(start.contains_key(&name)));
                }
            } else {
                let name = field(question.key);
                let value = start.get(&name).cloned().unwrap_or_default();
                values.insert(name, RwSignal::new(value));
            }
        }
        let content = content.clone();
        let (all_values, all_ticks) = (values.clone(), ticks.clone());
        let answers = Memo::new(move |_| {
            let mut fields: Fields = all_values.iter().map(|(name, value)| (name.clone(), value.get())).collect();
            fields.extend(all_ticks.iter().filter(|(_, tick)| tick.get()).map(|(name, _)| (name.clone(), "true".to_owned())));
            Answers::read(&content, &fields)
        });
        Self { values: StoredValue::new(values), ticks: StoredValue::new(ticks), answers }
    }

    /// Puts other answers into the fields.
    pub fn load(self, answers: &Answers) {
        let fields = answers.fields();
        self.values.with_value(|values| {
            values.iter().for_each(|(name, value)| value.set(fields.get(name).cloned().unwrap_or_default()));
        });
        self.ticks.with_value(|ticks| ticks.iter().for_each(|(name, tick)| tick.set(fields.contains_key(name))));
    }

    fn value(self, question: &Question) -> RwSignal<String> {
        self.values.with_value(|values| values.get(&field(question.key)).copied()).unwrap_or_default()
    }

    fn tick(self, name: &str) -> RwSignal<bool> {
        self.ticks.with_value(|ticks| ticks.get(name).copied()).unwrap_or_default()
    }
}

fn option_names(question: &Question) -> impl Iterator<Item = String> {
    let key = question.key;
    (0..u32::try_from(question.options.len()).unwrap_or_default()).map(move |option| option_field(key, option))
}

/// All sections with their questions.
#[component]
pub fn FormFields(
    /// What is asked.
    content: Content,
    /// What stands in the fields.
    filled: Filled,
    /// What is wrong with them.
    #[prop(optional, into)]
    errors: Signal<FieldErrors>,
) -> impl IntoView {
    let sections = content
        .sections
        .into_iter()
        .map(|section| {
            let questions = section.questions.into_iter().map(|question| one(question, filled, errors)).collect_view();
            view! {
                <section class="eval__section">
                    <h2>{section.title}</h2>
                    {(!section.hint.is_empty()).then(|| view! { <p class="soft eval__words">{section.hint}</p> })}
                    {questions}
                </section>
            }
        })
        .collect_view();
    view! {
        {(!content.introduction.is_empty()).then(|| view! { <p class="eval__words">{content.introduction}</p> })}
        {sections}
    }
    .into_any()
}

fn one(question: Question, filled: Filled, errors: Signal<FieldErrors>) -> AnyView {
    match question.kind {
        QuestionKind::Rating => {
            let steps = (1..=HIGHEST).map(|rating| (rating.to_string(), rating.to_string(), question.anchor(rating).to_owned()));
            choice(&question, steps.collect(), "eval__scale", filled, errors)
        }
        QuestionKind::Thumbs => {
            let thumbs = ["up", "down"].map(|thumb| (thumb.to_owned(), t!(&format!("form-thumb-{thumb}")), String::new()));
            choice(&question, thumbs.into(), "eval__row", filled, errors)
        }
        QuestionKind::Choice => {
            let options = question.options.iter().enumerate().map(|(i, option)| (i.to_string(), option.clone(), String::new()));
            choice(&question, options.collect(), "eval__list", filled, errors)
        }
        QuestionKind::Choices => {
            let boxes = option_names(&question)
                .zip(question.options.clone())
                .enumerate()
                .map(|(i, (name, option))| {
                    let id = if i == 0 { field_id(&field(question.key)) } else { field_id(&name) };
                    view! { <Checkbox name=format!("fields[{name}]") label=option checked=filled.tick(&name) id/> }
                })
                .collect_view();
            group(&question, errors, view! { <div class="eval__list">{boxes}</div> }.into_any())
        }
        QuestionKind::Text => {
            let name = format!("fields[{}]", field(question.key));
            let most = u16::try_from(MOST_CHARACTERS).unwrap_or(u16::MAX);
            view! {
                <div class="eval__question">
                    {competency(&question)}
                    <TextArea
                        name
                        label=question.text.clone()
                        value=filled.value(&question)
                        errors
                        hint=question.hint.clone()
                        optional=!question.required
                        rows=4
                        maxlength=most
                    />
                </div>
            }
            .into_any()
        }
    }
}

/// One of several: value, text and what it means.
fn choice(
    question: &Question,
    mut choices: Vec<(String, String, String)>,
    class: &'static str,
    filled: Filled,
    errors: Signal<FieldErrors>,
) -> AnyView {
    if !question.required {
        choices.push((String::new(), t!("form-no-answer"), String::new()));
    }
    let value = filled.value(question);
    let (name, first) = (format!("fields[{}]", field(question.key)), field_id(&field(question.key)));
    let radios = choices
        .into_iter()
        .enumerate()
        .map(|(i, (key, text, meaning))| {
            let id = if i == 0 { first.clone() } else { format!("{first}-{i}") };
            let (checked, none) = (value.with_untracked(|value| *value == key), key.is_empty());
            let node = NodeRef::new();
            forms::picked(node, value, key.clone());
            view! {
                <label class="eval__choice" class:eval__choice--none=none>
                    <input
                        type="radio"
                        id=id
                        name=name.clone()
                        value=key.clone()
                        checked=checked
                        node_ref=node
                        on:change=move |_| value.set(key.clone())
                    />
                    <span>{text}</span>
                    {(!meaning.is_empty()).then(|| view! { <span class="small soft eval__anchor">{meaning}</span> })}
                </label>
            }
        })
        .collect_view();
    group(question, errors, view! { <div class=class>{radios}</div> }.into_any())
}

fn group(question: &Question, errors: Signal<FieldErrors>, inner: AnyView) -> AnyView {
    let (language, name) = (crate::ui::viewer::language(), field(question.key));
    let id = field_id(&name);
    let error = Memo::new(move |_| errors.with(|errors| errors.at(&name).map(|error| crate::text::field_error(language, error))));
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = {
        let (hint_id, error_id, has_hint) = (hint_id.clone(), error_id.clone(), !question.hint.is_empty());
        move || {
            let ids: Vec<String> =
                [has_hint.then(|| hint_id.clone()), error.with(Option::is_some).then(|| error_id.clone())].into_iter().flatten().collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    };
    let optional = (!question.required).then(|| view! { <span class="field__optional">{format!(" ({})", t!("field-optional"))}</span> });
    let hint = question.hint.clone();
    view! {
        <fieldset class="field eval__question" aria-describedby=described>
            <legend class="field__label">{question.text.clone()}{optional}</legend>
            {competency(question)}
            {(!hint.is_empty()).then(|| view! { <p class="field__hint" id=hint_id>{hint}</p> })}
            {inner}
            {move || {
                let id = error_id.clone();
                error.get().map(|text| view! { <FieldError text id/> })
            }}
        </fieldset>
    }
    .into_any()
}

fn competency(question: &Question) -> Option<AnyView> {
    let competency = question.competency.clone();
    (!competency.is_empty()).then(|| view! { <p class="eval__competency"><Pill>{competency}</Pill></p> }.into_any())
}
