//! What the viewer has to do: tasks of notes, and those of the task list.

use leptos::form::ActionForm;
use leptos::prelude::*;
use serde::Serialize;

use crate::api::notes::{CompleteNote, Todo, TodoLine, todo};
use crate::api::tasks::{CompleteTask, TaskLine};
use crate::domain::time::{Instant, Zone};
use crate::text::dates;
use crate::ui::browser::live::use_changes;
use crate::ui::browser::{focus, ticking};
use crate::ui::components::*;
use crate::ui::latest::{Latest, all_of};
use crate::ui::pages::tasks::line::{CategoryMark, What, age, how, place};
use crate::ui::viewer::use_viewer;
use crate::{paths, t, text};

/// The To-Do list; nothing where there is nothing to do.
#[component]
pub fn ToDo() -> impl IntoView {
    let changes = use_changes(paths::EVENTS.to_owned(), None);
    let doing = Doing { note: ServerAction::new(), task: ServerAction::new() };
    toast_outcomes(doing.note.value(), "records-saved");
    toast_outcomes(doing.task.value(), "records-saved");
    let lines = Latest::new(move || (changes.get(), doing.note.version().get(), doing.task.version().get()), todo);
    view! {
        {lines.failure()}
        {lines.show(0, move |lines| list(lines, doing), |error| view! { <Failure error/> }.into_any())}
    }
}

/// What completes either kind.
#[derive(Clone, Copy)]
struct Doing {
    note: ServerAction<CompleteNote>,
    task: ServerAction<CompleteTask>,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Serialize)]
enum Entry {
    /// A task of a note.
    Note(TodoLine),
    /// A task of the task list.
    Task(Box<TaskLine>),
}

/// What is urgent, then what has a date, overdue ones first, then what the records ask for, then notes without a date.
fn entries(todo: &Todo) -> Vec<Entry> {
    let (urgent, others): (Vec<_>, Vec<_>) = todo.tasks.iter().cloned().partition(|task| task.category.is_urgent());
    let (dated, undated): (Vec<_>, Vec<_>) = todo.notes.iter().cloned().partition(|note| note.due_on.is_some());
    let tasks = |tasks: Vec<TaskLine>| tasks.into_iter().map(|task| Entry::Task(Box::new(task)));
    let notes = |notes: Vec<TodoLine>| notes.into_iter().map(Entry::Note);
    tasks(urgent).chain(notes(dated)).chain(tasks(others)).chain(notes(undated)).collect()
}

fn list(todo: Signal<Todo>, doing: Doing) -> AnyView {
    let language = crate::ui::viewer::language();
    let lines = Memo::new(move |_| todo.with(entries));
    let any = Memo::new(move |_| lines.with(|lines| !lines.is_empty()));
    let more = Memo::new(move |_| todo.with(|todo| todo.all_tasks as usize - todo.tasks.len().min(todo.all_tasks as usize)));
    let keep = focus::keep(move || todo.track());
    let now = ticking::now_from(todo.with_untracked(|todo| todo.now));
    let row = move |entry: Entry| match entry {
        Entry::Note(line) => one(&line, doing.note).into_any(),
        Entry::Task(line) => task(&line, todo.with_untracked(|todo| todo.zone.clone()), now, doing.task),
    };
    (move || {
        any.get().then(|| {
            view! {
                <section class="card home-todo" aria-labelledby="todo" on:focusin=keep.clone()>
                    <h2 id="todo" tabindex="-1">{text!(language, "todo-title")}" "<span class="count">{move || lines.with(Vec::len) + more.get()}</span></h2>
                    <ul role="list">
                        <For each=move || lines.get() key=all_of children=row/>
                    </ul>
                    {move || (more.get() > 0).then(|| view! { <p><a href=paths::TASKS>{text!(language, "todo-more", count = more.get())}</a></p> })}
                </section>
            }
        })
    })
    .into_any()
}

fn task(line: &TaskLine, zone: Zone, now: Signal<Instant>, complete: ServerAction<CompleteTask>) -> AnyView {
    let language = crate::ui::viewer::language();
    let (id, version) = (line.id.to_string(), line.version.to_string());
    let name = how(language, line);
    let label = text!(language, "task-complete", name = name.clone());
    let raised = line.raised_at;
    let action = text!(language, &format!("task-do-{}", line.category.name()));
    view! {
        <li class="todo-line">
            <ActionForm action=complete>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="version" value=version/>
                <input type="hidden" name="done" value="true"/>
                <input type="hidden" name="back" value=paths::HOME/>
                <Button submit=true size=Size::Small icon=Glyph::CHECK label/>
            </ActionForm>
            <div>
                <p class="small"><CategoryMark category=line.category/>" "<span class="soft">{move || age(language, raised, now.get())}</span></p>
                <What line=line.clone() zone/>
            </div>
            <ButtonLink href=place(line) size=Size::Small>{action}<span class="visually-hidden">{format!(": {name}")}</span></ButtonLink>
        </li>
    }
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
