//! `/candidates/ID/notes`: notes about the candidate, and the tasks among them.
//!
//! What is open stands in the address (`?new=1`, `?edit=ID`, `?all=1`), so it works before any script has arrived.

mod form;
mod one;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use self::form::NoteForm;
use self::one::OneNote;
use crate::api::notes::{CompleteNote, DeleteNote, NotesTab, notes_tab};
use crate::domain::id::{CandidateId, NoteId};
use crate::ui::browser::live::use_changes;
use crate::ui::browser::page;
use crate::ui::components::*;
use crate::ui::latest::Latest;
use crate::ui::records::candidate_tabs::{CandidatePart, CandidateTabs};
use crate::ui::records::sheet_link::SheetLink;
use crate::ui::records::{failed, page_of};
use crate::{paths, t, text};

/// What the page can do.
#[derive(Clone, Copy)]
struct Doing {
    complete: ServerAction<CompleteNote>,
    delete: ServerAction<DeleteNote>,
    /// Asks again.
    again: Callback<()>,
    /// The note that is edited.
    editing: Memo<Option<NoteId>>,
    /// Notes of all jobs are shown.
    all: Memo<bool>,
}

impl Doing {
    /// The page's own address, with `query` besides what is shown.
    fn href(self, candidate: CandidateId, query: &str) -> String {
        let all = if self.all.get() { "all=1" } else { "" };
        let parts: Vec<&str> = [all, query].into_iter().filter(|part| !part.is_empty()).collect();
        let path = paths::candidate_notes(candidate);
        if parts.is_empty() { path } else { format!("{path}?{}", parts.join("&")) }
    }
}

/// The notes of the candidate in the address.
#[component]
pub fn CandidateNotesPage() -> impl IntoView {
    page_of(|id: CandidateId| view! { <Notes id/> }.into_any())
}

#[component]
fn Notes(
    /// The candidate.
    id: CandidateId,
) -> impl IntoView {
    let query = use_query_map();
    let all = Memo::new(move |_| query.with(|query| query.get_str("all").is_some()));
    let editing = Memo::new(move |_| query.with(|query| query.get_str("edit").and_then(|id| id.parse().ok())));
    let writing = Memo::new(move |_| query.with(|query| query.get_str("new").is_some()));
    let count = RwSignal::new(0_u32);
    let again = Callback::new(move |()| count.update(|count| *count += 1));
    let doing = Doing { complete: ServerAction::new(), delete: ServerAction::new(), again, editing, all };
    toast_outcomes(doing.complete.value(), "records-saved");
    toast_outcomes(doing.delete.value(), "notes-deleted");
    let changes = use_changes(paths::EVENTS.to_owned(), Some(vec![format!("candidate:{id}")]));
    let tab = Latest::new(
        move || (all.get(), count.get(), changes.get(), doing.complete.version().get(), doing.delete.version().get()),
        move || notes_tab(id, all.get_untracked()),
    );
    view! {
        <div class="page">
            {tab.failure()}
            {tab.show(8, move |tab| whole(tab, writing, doing), failed)}
        </div>
    }
    .into_any()
}

fn whole(tab: Signal<NotesTab>, writing: Memo<bool>, doing: Doing) -> AnyView {
    let language = crate::ui::viewer::language();
    let (id, name) = tab.with_untracked(|tab| (tab.candidate, tab.candidate_name.clone()));
    let choice = move || {
        let all = doing.all.get();
        let several = tab.with(|tab| tab.applications.len() > 1);
        several.then(|| {
            let (href, key) = if all {
                (paths::candidate_notes(id), "notes-narrowed")
            } else {
                (format!("{}?all=1", paths::candidate_notes(id)), "notes-all")
            };
            view! { <a class="btn btn--plain" href=href>{text!(language, key)}</a> }
        })
    };
    let sheet = move || format!("{}{}", paths::candidate_notes_sheet(id), if doing.all.get() { "?all=1" } else { "" });
    let new = move || {
        writing
            .get()
            .then(|| view! { <section class="card" aria-label=text!(language, "notes-new")><NoteForm tab note=None doing/></section> })
    };
    let none = move || {
        (tab.with(|tab| tab.notes.is_empty()) && !writing.get()).then(|| {
            view! { <EmptyState glyph=Glyph::LIST_CHECKS title=text!(language, "notes-none") text=text!(language, "notes-none-how")/> }
        })
    };
    // Another state of a note is the same row: what is typed in it stays.
    let ids = move || tab.with(|tab| tab.notes.iter().map(|note| note.id).collect::<Vec<_>>());
    let row = move |id: NoteId| view! { <OneNote tab id doing/> };
    view! {
        <Title text=format!("{name} · {}", t!("app-name"))/>
        <header class="page__head"><div class="row"><Avatar name=name.clone() large=true/><h1>{name}</h1></div></header>
        <CandidateTabs id part=CandidatePart::Notes offers=Signal::derive(move || tab.with(|tab| tab.offers))/>
        <div class="row notes__bar">
            <ButtonLink href=Signal::derive(move || doing.href(id, "new=1")) weight=Weight::Primary icon=Glyph::PLUS>{t!("notes-add")}</ButtonLink>
            <span class="row">
                {choice}
                {move || view! { <SheetLink href=sheet()/> }}
                <Button weight=Weight::Plain icon=Glyph::PRINTER label=t!("history-print-now") on:click=|_| page::print()/>
            </span>
        </div>
        {new}
        {none}
        <ol role="list" class="notes"><For each=ids key=|id| *id children=row/></ol>
    }
    .into_any()
}
