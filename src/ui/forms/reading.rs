//! Reading a form: what is asked, what was answered.

use leptos::prelude::*;

use crate::api::forms::FormView;
use crate::domain::forms::answers::Answers;
use crate::domain::forms::form::FormState;
use crate::domain::forms::template::{Content, HIGHEST, Question};
use crate::domain::locale::Language;
use crate::t;
use crate::text;
use crate::text::dates;
use crate::text::forms::{rated, said};
use crate::ui::components::*;
use crate::ui::viewer::{language, use_viewer};

/// Where a form stands, in a word.
#[component]
pub fn FormPill(
    /// Where.
    state: FormState,
) -> impl IntoView {
    let tone = match state {
        FormState::NotBegun => Tone::Neutral,
        FormState::Draft => Tone::Caution,
        FormState::Submitted | FormState::Changed => Tone::Positive,
    };
    view! { <Pill tone>{t!(&format!("form-state-{}", state.name()))}</Pill> }
}

/// A form that is not written in: blank, an evaluation, or the viewer's own draft.
#[component]
pub fn FormRead(
    /// The form.
    view: FormView,
) -> impl IntoView {
    let locale = use_viewer().locale;
    let zone = view.zone.clone();
    let moment = move |at| format!("{} {}", dates::moment(locale, &zone, at), dates::zone_at(&zone, at));
    let times = [
        view.submitted_at.map(|at| t!("form-submitted-at", at = moment(at))),
        view.changed_at.map(|at| t!("form-changed-at", at = moment(at))),
    ];
    let times: Vec<String> = times.into_iter().flatten().collect();
    let note = if view.is_hidden {
        Some((Tone::Caution, t!("form-hidden", name = view.person_name.clone())))
    } else if view.draft.is_some() && view.answers.is_none() {
        Some((Tone::Neutral, t!("form-own-draft")))
    } else if view.draft.is_some() {
        Some((Tone::Caution, t!("form-own-change")))
    } else {
        None
    };
    let shown = view.answers.clone().or_else(|| view.draft.clone());
    let blank = shown.is_none();
    let content = view.content.clone();
    let revisions = view
        .revisions
        .iter()
        .map(|revision| {
            let (content, answers) = (view.content.clone(), revision.answers.clone());
            view! {
                <details class="eval__revision">
                    <summary>{t!("form-revision", at = moment(revision.at))}</summary>
                    {sheet(&content, Some(&answers), true)}
                </details>
            }
        })
        .collect_view();
    view! {
        <article class="eval eval--read" aria-label=view.template_name.clone()>
            <header class="row">
                <h2 class="grow">{view.template_name.clone()}</h2>
                <FormPill state=view.state/>
            </header>
            <p class="small soft">{t!("form-version", number = view.number)}{times.into_iter().map(|text| format!(" · {text}")).collect::<String>()}</p>
            {note.map(|(tone, text)| view! { <Notice tone>{text}</Notice> })}
            {(!content.introduction.is_empty()).then(|| view! { <p class="eval__words">{content.introduction.clone()}</p> })}
            {sheet(&content, shown.as_ref(), !blank)}
            {revisions}
        </article>
    }
    .into_any()
}

fn sheet(content: &Content, answers: Option<&Answers>, completed: bool) -> AnyView {
    let language = language();
    let none = t!("form-not-answered");
    content
        .sections
        .iter()
        .map(|section| {
            let questions = section
                .questions
                .iter()
                .map(|question| {
                    let answer = answers.and_then(|answers| answers.get(question.key)).map(|answer| said(language, question, answer));
                    let offered = if completed { String::new() } else { offered(language, question) };
                    let answer = match answer {
                        Some(answer) => view! { <dd class="eval__answer">{answer}</dd> }.into_any(),
                        None if completed => view! { <dd class="soft">{none.clone()}</dd> }.into_any(),
                        None => view! { <dd class="soft">{offered}</dd> }.into_any(),
                    };
                    let competency = question.competency.clone();
                    let competency = (!competency.is_empty()).then(|| view! { " "<Pill>{competency}</Pill> });
                    view! { <dt>{question.text.clone()}{competency}</dt>{answer} }
                })
                .collect_view();
            view! {
                <section class="eval__section">
                    <h3>{section.title.clone()}</h3>
                    {(!section.hint.is_empty()).then(|| view! { <p class="soft eval__words">{section.hint.clone()}</p> })}
                    <dl class="eval__answers">{questions}</dl>
                </section>
            }
        })
        .collect_view()
        .into_any()
}

/// How a question of a blank form is to be answered.
fn offered(language: Language, question: &Question) -> String {
    use crate::domain::forms::template::QuestionKind as Kind;
    match question.kind {
        Kind::Rating => (1..=HIGHEST).map(|rating| rated(question, rating)).collect::<Vec<_>>().join(" · "),
        Kind::Choice | Kind::Choices => question.options.join(" · "),
        Kind::Thumbs | Kind::Text => text!(language, &format!("form-kind-{}", question.kind.name())),
    }
}
