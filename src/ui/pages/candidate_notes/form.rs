//! Writing a note, or changing one.

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::Doing;
use crate::api::notes::{NoteView, NotesTab, SaveNoteCall};
use crate::domain::notes::MAX_TEXT;
use crate::t;
use crate::ui::components::*;
use crate::ui::records::{check_first, when_done};
use crate::ui::returned::typed_or;

/// The form of a note; it leads back to the notes when it is saved or discarded.
#[component]
pub fn NoteForm(
    /// The notes around it.
    tab: Signal<NotesTab>,
    /// The note as it is; none for a new one.
    note: Option<NoteView>,
    /// What the page can do.
    doing: Doing,
) -> impl IntoView {
    let save = ServerAction::<SaveNoteCall>::new();
    let outcome = save.value();
    toast_done(outcome, "notes-saved");
    let candidate = tab.with_untracked(|tab| tab.candidate);
    let navigate = use_navigate();
    when_done(outcome, move |_| {
        doing.again.run(());
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&untrack(|| doing.href(candidate, "")), options);
    });
    let errors = errors_of(outcome);
    let is_new = note.is_none();
    let stored = |of: fn(&NoteView) -> String| note.as_ref().map(of).unwrap_or_default();
    let text = RwSignal::new(typed_or("input[text]", &stored(|note| note.said.text.clone())));
    let is_task = RwSignal::new(typed_or("input[is_task]", &stored(|note| note.said.is_task.to_string())) == "true");
    let due = RwSignal::new(typed_or("input[due]", &stored(|note| note.said.due_on.map(|date| date.to_string()).unwrap_or_default())));
    // A new note is about the job that is worked on, unless one says otherwise.
    let first = tab.with_untracked(|tab| tab.applications.first().map(|choice| choice.id.to_string()).unwrap_or_default());
    let about = match &note {
        Some(note) => note.application.map(|id| id.to_string()).unwrap_or_default(),
        None => typed_or("input[application]", &first),
    };
    let about = RwSignal::new(about);
    let jobs = tab.with_untracked(|tab| {
        let mut jobs: Vec<(String, String)> = tab.applications.iter().map(|choice| (choice.id.to_string(), choice.name.clone())).collect();
        jobs.push((String::new(), t!("notes-about-candidate", candidate = tab.candidate_name.clone())));
        jobs
    });
    let (id, version) = note.as_ref().map(|note| (note.id.to_string(), note.version)).unwrap_or_default();
    let discard = Signal::derive(move || doing.href(candidate, ""));
    view! {
        <ActionForm action=save attr:class="form" attr:novalidate=true on:submit:capture=check_first(save, |form| form.input.check().map(drop))>
            <FormErrors error=failure_of(outcome)/>
            <input type="hidden" name="input[id]" value=id/>
            <input type="hidden" name="input[version]" value=version.to_string()/>
            <input type="hidden" name="input[candidate]" value=candidate.to_string()/>
            <TextArea name="input[text]" label=t!("notes-text") hint=t!("notes-text-hint") value=text errors maxlength=MAX_TEXT as u16/>
            <NameColleague tab text/>
            {if is_new {
                view! { <SelectField name="input[application]" label=t!("notes-about") value=about options=Signal::stored(jobs) errors/> }.into_any()
            } else {
                view! { <input type="hidden" name="input[application]" value=about.get_untracked()/> }.into_any()
            }}
            <div class="form__row">
                <Checkbox name="input[is_task]" label=t!("notes-task") hint=t!("notes-task-hint") checked=is_task/>
                <TextField name="input[due]" label=t!("notes-due") kind="date" value=due errors optional=true/>
            </div>
            <div class="form__actions">
                <Button weight=Weight::Primary submit=true pending=save.pending()>{t!("notes-save")}</Button>
                <ButtonLink href=discard>{t!("notes-discard")}</ButtonLink>
            </div>
        </ActionForm>
    }
    .into_any()
}

/// Puts a colleague's name into the text; whoever types it by hand is as well off.
#[component]
fn NameColleague(tab: Signal<NotesTab>, text: RwSignal<String>) -> impl IntoView {
    let choose = move |ev: leptos::ev::Event| {
        let name = event_target_value(&ev);
        if !name.is_empty() {
            text.update(|text| {
                if !text.is_empty() && !text.ends_with(char::is_whitespace) {
                    text.push(' ');
                }
                text.push_str(&format!("@{name} "));
            });
        }
    };
    // Back at its first option once a name was taken over.
    let chosen = move || text.with(|_| "");
    let names = tab.with_untracked(|tab| tab.colleagues.clone());
    let options = names.into_iter().map(|name| view! { <option value=name.clone()>{name.clone()}</option> }).collect_view();
    view! {
        <div class="field needs-script">
            <label class="field__label" r#for="name-colleague">{t!("notes-name")}</label>
            <select class="input" id="name-colleague" on:change=choose prop:value=chosen>
                <option value="">{t!("notes-name-choose")}</option>
                {options}
            </select>
        </div>
    }
}
