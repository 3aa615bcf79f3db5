//! The viewer's open tasks, overdue ones first.

use leptos::form::ActionForm;
use leptos::prelude::*;

use crate::api::notes::{CompleteNote, TodoLine, todo};
use crate::text::dates;
use crate::ui::browser::live::use_changes;
use crate::ui::components::*;
use crate::ui::latest::{Latest, all_of};
use crate::ui::viewer::use_viewer;
use crate::{paths, t, text};

/// The To-Do list; nothing where there is nothing to do.
#[component]
pub fn Todo() -> impl IntoView {
    let changes = use_changes(paths::EVENTS.to_owned(), None);
    let complete = ServerAction::<CompleteNote>::new();
    toast_outcomes(complete.value(), "records-saved");
    let lines = Latest::new(move || (changes.get(), complete.version().get()), todo);
    view! {
        {lines.failure()}
        {lines.show(0, move |lines| list(lines, complete), |error| view! { <Failure error/> }.into_any())}
    }
}

fn list(lines: Signal<Vec<TodoLine>>, complete: ServerAction<CompleteNote>) -> AnyView {
    let language = crate::ui::viewer::language();
    let any = Memo::new(move |_| lines.with(|lines| !lines.is_empty()));
    (move || {
        any.get().then(|| {
            view! {
                <section class="card home-todo" aria-labelledby="todo">
                    <h2 id="todo">{text!(language, "todo-title")}" "<span class="count">{move || lines.with(Vec::len)}</span></h2>
                    <ul role="list">
                        <For each=move || lines.get() key=all_of children=move |line| one(&line, complete)/>
                    </ul>
                </section>
            }
        })
    })
    .into_any()
}

fn one(line: &TodoLine, complete: ServerAction<CompleteNote>) -> impl IntoView + use<> {
    let locale = use_viewer().locale;
    let due = line.due_on.map(|due| {
        let date = dates::date_medium(locale, due);
        if line.is_overdue {
            view! { <Pill tone=Tone::Negative icon=Glyph::CIRCLE_ALERT>{t!("notes-overdue", date = date)}</Pill> }.into_any()
        } else {
            view! { <Pill tone=Tone::Caution icon=Glyph::CLOCK>{t!("notes-due-on", date = date)}</Pill> }.into_any()
        }
    });
    let href = format!("{}?all=1#note-{}", paths::candidate_notes(line.candidate), line.note);
    let label = t!("notes-complete", text = line.text.clone());
    let (note, version) = (line.note.to_string(), line.version.to_string());
    view! {
        <li class="todo-line">
            <ActionForm action=complete>
                <input type="hidden" name="id" value=note/>
                <input type="hidden" name="version" value=version/>
                <input type="hidden" name="done" value="true"/>
                <input type="hidden" name="back" value=paths::HOME/>
                <Button submit=true size=Size::Small icon=Glyph::CHECK label/>
            </ActionForm>
            <div>
                <a class="card-title" href=href>{line.text.clone()}</a>
                <p class="soft small">{line.candidate_name.clone()}</p>
            </div>
            {due}
        </li>
    }
}
