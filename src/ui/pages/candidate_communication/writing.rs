//! Writing a mail to the candidate: from a text that is kept, or from nothing.

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::api::communication::{CommunicationTab, WriteMailCall};
use crate::domain::communication::{MOST_SUBJECT, MOST_TEXT, merged};
use crate::ui::components::*;
use crate::ui::records::{check_first, when_done};
use crate::ui::returned::typed_or;
use crate::{paths, t};

/// The form; it leads back to the messages when the mail is on its way, or discarded.
#[component]
pub(super) fn Writing(tab: Signal<CommunicationTab>, again: Callback<()>) -> impl IntoView {
    let write = ServerAction::<WriteMailCall>::new();
    let outcome = write.value();
    toast_done(outcome, "communication-written");
    let (candidate, email) = tab.with_untracked(|tab| (tab.candidate, tab.candidate_email.clone()));
    let back = paths::candidate_communication(candidate);
    let (navigate, to) = (use_navigate(), back.clone());
    when_done(outcome, move |()| {
        again.run(());
        navigate(&to, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
    });
    let errors = errors_of(outcome);
    let subject = RwSignal::new(typed_or("input[subject]", ""));
    let text = RwSignal::new(typed_or("input[text]", ""));
    let first = tab.with_untracked(|tab| tab.applications.first().map(|choice| choice.id.to_string()).unwrap_or_default());
    let about = RwSignal::new(typed_or("input[application]", &first));
    let jobs = tab.with_untracked(|tab| {
        let mut jobs: Vec<(String, String)> = tab.applications.iter().map(|choice| (choice.id.to_string(), choice.name.clone())).collect();
        jobs.push((String::new(), t!("notes-about-candidate", candidate = tab.candidate_name.clone())));
        jobs
    });
    let files = tab.with_untracked(|tab| tab.files.clone());
    let documents = (!files.is_empty()).then(|| {
        let boxes = files
            .into_iter()
            .enumerate()
            .map(|(at, file)| {
                let (name, id) = (format!("input[files][{at}]"), format!("mail-file-{at}"));
                view! { <Checkbox name id label=file.name value=file.id.to_string()/> }
            })
            .collect_view();
        view! { <fieldset class="field"><legend class="field__label">{t!("communication-documents")}</legend><div class="checks">{boxes}</div></fieldset> }
    });
    view! {
        <ActionForm action=write attr:class="form" attr:novalidate=true on:submit:capture=check_first(write, |form| form.input.check().map(drop))>
            <FormErrors error=failure_of(outcome)/>
            <input type="hidden" name="input[candidate]" value=candidate.to_string()/>
            <p class="soft">{t!("communication-to", email = email)}</p>
            <Beginning tab subject text/>
            <SelectField name="input[application]" label=t!("notes-about") value=about options=Signal::stored(jobs) errors/>
            <TextField name="input[subject]" label=t!("communication-subject") value=subject errors maxlength=MOST_SUBJECT as u16/>
            <TextArea name="input[text]" label=t!("communication-text-field") hint=t!("communication-text-hint") value=text errors rows=10 maxlength=MOST_TEXT as u16/>
            {documents}
            <div class="form__actions">
                <Button weight=Weight::Primary submit=true icon=Glyph::SEND pending=write.pending()>{t!("communication-send")}</Button>
                <ButtonLink href=back>{t!("notes-discard")}</ButtonLink>
            </div>
        </ActionForm>
    }
    .into_any()
}

/// Puts a kept text into the form, its tags replaced; nothing that was typed is lost without being asked for.
#[component]
fn Beginning(tab: Signal<CommunicationTab>, subject: RwSignal<String>, text: RwSignal<String>) -> impl IntoView {
    let choose = move |ev: leptos::ev::Event| {
        let chosen = event_target_value(&ev);
        tab.with_untracked(|tab| {
            let Some(template) = tab.templates.iter().find(|template| template.id.to_string() == chosen) else { return };
            let value = |name: &str| tab.known.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
            if subject.with_untracked(|subject| subject.trim().is_empty()) {
                subject.set(merged(&template.subject, value));
            }
            text.update(|text| {
                if !text.trim().is_empty() {
                    text.push_str("\n\n");
                }
                text.push_str(&merged(&template.body, value));
            });
        });
    };
    // Back at its first option once a text was taken over.
    let chosen = move || text.with(|_| "");
    let options = tab.with_untracked(|tab| tab.templates.clone());
    (!options.is_empty()).then(|| {
        let options =
            options.into_iter().map(|template| view! { <option value=template.id.to_string()>{template.name}</option> }).collect_view();
        view! {
            <div class="field needs-script">
                <label class="field__label" r#for="mail-template">{t!("communication-template")}</label>
                <select class="input" id="mail-template" on:change=choose prop:value=chosen>
                    <option value="">{t!("communication-template-choose")}</option>
                    {options}
                </select>
            </div>
        }
    })
}
