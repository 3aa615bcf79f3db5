//! One note: read, completed, opened for changes, deleted.

use leptos::form::ActionForm;
use leptos::prelude::*;

use super::Doing;
use super::form::NoteForm;
use crate::api::notes::{DeleteNote, NoteView, NotesTab};
use crate::domain::id::NoteId;
use crate::text::dates;
use crate::ui::components::*;
use crate::ui::viewer::use_viewer;
use crate::{paths, t, text};

/// Characters of a note by which buttons and questions name it.
const NAMED_BY: usize = 60;

/// A note in the list.
#[component]
pub fn OneNote(
    /// The notes.
    tab: Signal<NotesTab>,
    /// Which one.
    id: NoteId,
    /// What the page can do.
    doing: Doing,
) -> impl IntoView {
    let find = move || tab.with(|tab| tab.notes.iter().find(|note| note.id == id).cloned());
    let note = Memo::new(move |_| find());
    let edits = Memo::new(move |_| doing.editing.get() == Some(id) && note.with(|note| note.as_ref().is_some_and(|note| note.may_edit)));
    let body = move || {
        if edits.get() {
            // Its version is the one that was read when editing began: a change by somebody else meanwhile is told at saving.
            return view! { <NoteForm tab note=note.get_untracked() doing/> }.into_any();
        }
        (move || note.get().map(|note| shown(tab, note, doing))).into_any()
    };
    view! { <li class="card note" id=format!("note-{id}")>{body}</li> }
}

/// The beginning of a text.
fn begins(text: &str) -> String {
    let mut words: String = text.chars().take(NAMED_BY).collect();
    if text.chars().nth(NAMED_BY).is_some() {
        words.push('…');
    }
    words
}

fn shown(tab: Signal<NotesTab>, note: NoteView, doing: Doing) -> AnyView {
    let locale = use_viewer().locale;
    let (candidate, zone, now) = tab.with_untracked(|tab| (tab.candidate, tab.zone.clone(), tab.now));
    let at = |instant| dates::moment(locale, &zone, instant);
    let changed = note.changed_at.map(|changed| format!(" · {}", t!("notes-changed", when = at(changed))));
    let due = note.said.due_on.filter(|_| note.done.is_none()).map(|due| {
        let date = dates::date_medium(locale, due);
        if due < zone.date(now) {
            view! { <Pill tone=Tone::Negative icon=Glyph::CIRCLE_ALERT>{t!("notes-overdue", date = date)}</Pill> }.into_any()
        } else {
            view! { <Pill tone=Tone::Caution icon=Glyph::CLOCK>{t!("notes-due-on", date = date)}</Pill> }.into_any()
        }
    });
    let done = note.done.as_ref().map(|(when, name)| {
        let text = t!("notes-done-by", name = name.clone(), when = at(*when));
        view! { <Pill tone=Tone::Positive icon=Glyph::CHECK>{text}</Pill> }
    });
    let mark = note.said.is_task.then(|| view! { <Pill icon=Glyph::LIST_CHECKS>{t!("notes-is-task")}</Pill> });
    let complete = note.said.is_task.then(|| {
        let is_done = note.done.is_some();
        let name = begins(&note.said.text);
        let label = if is_done { t!("notes-reopen", text = name) } else { t!("notes-complete", text = name) };
        let icon = if is_done { Glyph::UNDO_2 } else { Glyph::CHECK };
        view! {
            <ActionForm action=doing.complete>
                <input type="hidden" name="id" value=note.id.to_string()/>
                <input type="hidden" name="version" value=note.version.to_string()/>
                <input type="hidden" name="done" value=(!is_done).to_string()/>
                <input type="hidden" name="back" value=paths::candidate_notes(candidate)/>
                <Button submit=true weight=Weight::Plain icon label/>
            </ActionForm>
        }
    });
    let edit = note.may_edit.then(|| {
        let id = note.id;
        let href = Signal::derive(move || doing.href(candidate, &format!("edit={id}")));
        view! { <ButtonLink href weight=Weight::Plain icon=Glyph::PENCIL label=t!("notes-edit")/><Delete note=note.clone() doing/> }
    });
    let job = note.job_title.clone().map(|title| view! { <Pill icon=Glyph::BRIEFCASE>{title}</Pill> });
    view! {
        <div class="note__head">
            <p class="soft small"><span class="strong">{note.author_name.clone()}</span>{format!(" · {} · {}", note.author_email, at(note.created_at))}{changed}</p>
            <span class="note__actions">{complete}{edit}</span>
        </div>
        <p class="prewrap note__text">{note.said.text.clone()}</p>
        <p class="row note__marks">{mark}{due}{done}{job}</p>
    }
    .into_any()
}

#[component]
fn Delete(note: NoteView, doing: Doing) -> impl IntoView {
    let language = crate::ui::viewer::language();
    let open = RwSignal::new(false);
    let question = text!(language, "notes-delete-question", text = begins(&note.said.text));
    let (id, version) = (note.id, note.version);
    let delete = move |()| {
        doing.delete.dispatch(DeleteNote { id, version });
    };
    view! {
        <Button weight=Weight::Plain icon=Glyph::TRASH_2 label=t!("notes-delete") on:click=move |_| open.set(true)/>
        <ConfirmDialog open title=t!("notes-delete") question verb=t!("notes-delete-verb") on_confirm=delete/>
    }
}
