//! Sections and questions of a template: their fields, and how they are ordered.

use leptos::ev::{DragEvent, KeyboardEvent};
use leptos::prelude::*;

use super::draft::{Part, QuestionDraft, SectionDraft, TemplateDraft};
use crate::domain::error::FieldErrors;
use crate::domain::forms::template::QuestionKind;
use crate::domain::locale::Language;
use crate::t;
use crate::text;
use crate::ui::browser::{dragging, focus};
use crate::ui::components::*;
use crate::ui::viewer::language;

/// What all parts share.
#[derive(Clone, Copy)]
struct Desk {
    draft: TemplateDraft,
    errors: Signal<FieldErrors>,
    /// What is being dragged.
    dragged: RwSignal<Option<Part>>,
    /// What is read out.
    said: RwSignal<String>,
    language: Language,
}

/// All sections.
#[component]
pub fn Sections(
    /// The template.
    draft: TemplateDraft,
    /// What is wrong with it.
    errors: Signal<FieldErrors>,
) -> impl IntoView {
    let desk = Desk { draft, errors, dragged: RwSignal::new(None), said: RwSignal::new(String::new()), language: language() };
    let wrong = move || errors.with(|errors| errors.at("sections").map(|error| text::field_error(desk.language, error)));
    view! {
        <h2 id="field-sections" tabindex="-1">{t!("builder-sections")}</h2>
        {move || wrong().map(|text| view! { <FieldError text/> })}
        <ol class="stack builder__list">
            <For each=move || draft.sections.get() key=|section| section.key let:section>
                <OneSection section desk/>
            </For>
        </ol>
        <div><Button icon=Glyph::PLUS on:click=move |_| draft.add_section()>{t!("builder-add-section")}</Button></div>
        <p class="visually-hidden" role="status">{move || desk.said.get()}</p>
    }
    .into_any()
}

#[component]
fn OneSection(section: SectionDraft, desk: Desk) -> impl IntoView {
    let part = Part::Section(section.key);
    let field = |name: &str| format!("s{}.{name}", section.key);
    let errors = desk.errors;
    view! {
        <li
            class="card stack builder__section"
            on:dragover=move |ev| over(&ev, desk, part)
            on:drop=move |ev| dropped(&ev, desk, part)
        >
            <Order part name=section.title untitled="builder-untitled-section" desk/>
            <TextField name=field("title") label=t!("builder-section-title") value=section.title errors maxlength=120/>
            <TextArea name=field("hint") label=t!("builder-section-hint") value=section.hint errors optional=true rows=2 maxlength=1000/>
            <ol class="stack builder__list">
                <For each=move || section.questions.get() key=|question| question.key let:question>
                    <OneQuestion question desk/>
                </For>
            </ol>
            <div>
                <Button size=Size::Small icon=Glyph::PLUS on:click=move |_| desk.draft.add_question(section)>{text!(desk.language, "builder-add-question")}</Button>
            </div>
        </li>
    }
    .into_any()
}

#[component]
fn OneQuestion(question: QuestionDraft, desk: Desk) -> impl IntoView {
    let part = Part::Question(question.key);
    let key = question.key;
    let field = move |name: &str| format!("q{key}.{name}");
    let (errors, language) = (desk.errors, desk.language);
    let kinds: Vec<_> =
        QuestionKind::ALL.iter().map(|kind| (kind.name().to_owned(), text!(language, &format!("builder-kind-{}", kind.name())))).collect();
    let more = move || {
        match question.kind() {
        QuestionKind::Rating => {
            let anchors = question
                .anchors
                .into_iter()
                .enumerate()
                .map(|(i, anchor)| {
                    let label = text!(language, "builder-anchor", rating = i + 1);
                    view! { <TextField name=field("anchors") id=format!("field-q{key}-anchor-{}", i + 1) label value=anchor errors optional=true maxlength=200/> }
                })
                .collect_view();
            view! { <fieldset class="builder__anchors"><legend class="field__label">{text!(language, "builder-anchors")}</legend>{anchors}</fieldset> }.into_any()
        }
        QuestionKind::Choice | QuestionKind::Choices => view! {
            <TextArea name=field("options") label=text!(language, "builder-options") hint=text!(language, "builder-options-hint") value=question.options errors rows=4/>
        }
        .into_any(),
        QuestionKind::Thumbs | QuestionKind::Text => ().into_any(),
    }
    };
    view! {
        <li
            class="stack builder__question"
            on:dragover=move |ev| over(&ev, desk, part)
            on:drop=move |ev| dropped(&ev, desk, part)
        >
            <Order part name=question.text untitled="builder-untitled" desk/>
            <div class="form__row">
                <TextField name=field("text") label=t!("builder-question-text") value=question.text errors maxlength=300/>
                <SelectField name=field("kind") label=t!("builder-question-kind") value=question.kind options=Signal::stored(kinds) errors/>
            </div>
            {more}
            <div class="form__row">
                <TextField name=field("hint") label=t!("builder-question-hint") value=question.hint errors optional=true maxlength=500/>
                <TextField name=field("competency") label=t!("builder-question-competency") value=question.competency errors optional=true maxlength=60/>
            </div>
            <Checkbox name=field("required") label=t!("builder-question-required") hint=t!("builder-question-required-hint") checked=question.required/>
        </li>
    }
    .into_any()
}

/// The handle to drag by or to move with the keyboard, and buttons that do the same.
#[component]
fn Order(part: Part, name: RwSignal<String>, untitled: &'static str, desk: Desk) -> impl IntoView {
    let language = desk.language;
    let called = move || name.with(|name| if name.trim().is_empty() { text!(language, untitled) } else { name.clone() });
    let handle = match part {
        Part::Section(key) => format!("move-s{key}"),
        Part::Question(key) => format!("move-q{key}"),
    };
    let id = handle.clone();
    let shift = move |down: bool| {
        if let Some(number) = desk.draft.shift(part, down) {
            desk.said.set(text!(language, "builder-moved", name = untrack(called), number = number));
            // What was moved was taken out of the page and put in again: the keyboard goes back to it.
            let handle = id.clone();
            request_animation_frame(move || focus::to(&handle));
        }
    };
    let (by_key, up, down) = (shift.clone(), shift.clone(), shift);
    let keys = move |ev: KeyboardEvent| {
        if ev.alt_key() && matches!(ev.key().as_str(), "ArrowUp" | "ArrowDown") {
            ev.prevent_default();
            by_key(ev.key() == "ArrowDown");
        }
    };
    let label = move |key: &str| text!(language, key, name = called());
    view! {
        <div class="row builder__order">
            <button
                type="button"
                class="btn btn--plain btn--small btn--icon builder__handle"
                id=handle
                draggable="true"
                aria-label=move || label("builder-drag")
                title=move || label("builder-drag")
                on:keydown=keys
                on:dragstart=move |ev: DragEvent| { dragging::begin(&ev); desk.dragged.set(Some(part)); }
                on:dragend=move |_| desk.dragged.set(None)
            >
                <Icon glyph=Glyph::LIST/>
            </button>
            <button type="button" class="btn btn--plain btn--small btn--icon" aria-label=move || label("builder-up") on:click=move |_| up(false)>
                <Icon glyph=Glyph::ARROW_UP/>
            </button>
            <button type="button" class="btn btn--plain btn--small btn--icon" aria-label=move || label("builder-down") on:click=move |_| down(true)>
                <Icon glyph=Glyph::ARROW_DOWN/>
            </button>
            <span class="grow"></span>
            <button type="button" class="btn btn--plain btn--small btn--icon" aria-label=move || label("builder-remove") on:click=move |_| remove(desk, part)>
                <Icon glyph=Glyph::TRASH_2/>
            </button>
        </div>
    }
    .into_any()
}

/// Removes a part; the keyboard is led to what it stood in.
fn remove(desk: Desk, part: Part) {
    let within = match part {
        Part::Section(_) => "field-sections".to_owned(),
        Part::Question(key) => {
            let holds = |section: &&SectionDraft| section.questions.with_untracked(|questions| questions.iter().any(|own| own.key == key));
            let section = desk.draft.sections.with_untracked(|sections| sections.iter().find(holds).map(|section| section.key));
            section.map_or_else(|| "field-sections".to_owned(), |key| format!("move-s{key}"))
        }
    };
    desk.draft.remove(part);
    request_animation_frame(move || focus::to(&within));
}

/// Whether a part may be dropped here: sections on sections, questions on both.
fn takes(dragged: Option<Part>, target: Part) -> bool {
    matches!((dragged, target), (Some(Part::Section(_)), Part::Section(_)) | (Some(Part::Question(_)), _))
}

fn over(ev: &DragEvent, desk: Desk, target: Part) {
    if takes(desk.dragged.get_untracked(), target) {
        ev.prevent_default();
    }
}

fn dropped(ev: &DragEvent, desk: Desk, target: Part) {
    if let Some(dragged) = desk.dragged.get_untracked().filter(|dragged| takes(Some(*dragged), target)) {
        ev.prevent_default();
        // A question lies in a section, which would take it, too.
        ev.stop_propagation();
        desk.dragged.set(None);
        desk.draft.drop_on(dragged, target);
    }
}
