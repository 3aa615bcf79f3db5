//! Presents candidates of a job to a contact of its client.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::when_done;
use crate::api::clients::{Choice as Named, ClientView};
use crate::api::error::ApiError;
use crate::api::presentations::{PresentCandidates, present};
use crate::domain::error::FieldErrors;
use crate::domain::id::{ApplicationId, JobId, PageId};
use crate::paths;
use crate::t;
use crate::ui::components::*;

/// Which candidates, to whom, with what words; then the mail with the link leaves.
#[component]
pub fn PresentForm(
    /// The job.
    job: JobId,
    /// Its client.
    client: ClientView,
    /// Those who can be presented, by name.
    candidates: Vec<Named<ApplicationId>>,
    /// Those chosen.
    chosen: RwSignal<Vec<ApplicationId>>,
    /// Done with the page when it was sent.
    #[prop(into)]
    on_done: Callback<PageId>,
) -> impl IntoView {
    let send = Action::new(|input: &PresentCandidates| present(input.clone()));
    let outcome = send.value();
    toast_done(outcome, "present-sent");
    when_done(outcome, move |page| on_done.run(page));
    // The only one there is, to begin with.
    let only = if let [only] = client.contacts.as_slice() { only.id.to_string() } else { String::new() };
    let (contact, message) = (RwSignal::new(only), RwSignal::new(String::new()));
    let submit = move |ev: SubmitEvent| {
        ev.prevent_default();
        let mut errors = FieldErrors::default();
        if chosen.with_untracked(Vec::is_empty) {
            errors.add("applications", "error-choose");
        }
        match contact.with_untracked(|contact| contact.parse().ok()) {
            Some(contact) if errors.is_empty() => {
                send.dispatch(PresentCandidates { job, contact, applications: chosen.get_untracked(), message: message.get_untracked() });
            }
            Some(_) => send.value().set(Some(Err(ApiError::Invalid(errors)))),
            None => {
                errors.add("contact", "error-choose");
                send.value().set(Some(Err(ApiError::Invalid(errors))));
            }
        }
    };
    let errors = errors_of(outcome);
    let boxes = candidates
        .into_iter()
        .enumerate()
        .map(|(i, candidate)| {
            let id = if i == 0 { "field-applications".to_owned() } else { format!("present-{}", candidate.id) };
            view! {
                <div class="check">
                    <input
                        type="checkbox"
                        id=id.clone()
                        prop:checked=move || chosen.with(|chosen| chosen.contains(&candidate.id))
                        on:change=move |ev| {
                            let on = event_target_checked(&ev);
                            chosen.update(|chosen| {
                                chosen.retain(|other| *other != candidate.id);
                                if on {
                                    chosen.push(candidate.id);
                                }
                            });
                        }
                    />
                    <label r#for=id>{candidate.name}</label>
                </div>
            }
        })
        .collect_view();
    let language = crate::ui::viewer::language();
    let whom = if client.contacts.is_empty() {
        view! {
            <Notice tone=Tone::Caution>
                {t!("present-no-contact")}" "<a href=format!("{}?contact=new", paths::client(client.id))>{t!("contact-new")}</a>
            </Notice>
        }
        .into_any()
    } else {
        let mut options = vec![(String::new(), t!("records-choose"))];
        options
            .extend(client.contacts.into_iter().map(|contact| (contact.id.to_string(), format!("{} ({})", contact.name, contact.email))));
        view! { <SelectField name="contact" label=t!("present-contact") value=contact options=Signal::stored(options) errors/> }.into_any()
    };
    let none_chosen = move || errors.with(|errors| errors.at("applications").map(|error| crate::text::field_error(language, error)));
    view! {
        <form class="form" method="post" novalidate=true on:submit=submit>
            <FormErrors error=failure_of(outcome)/>
            <fieldset class="field">
                <legend class="field__label">{t!("present-candidates")}</legend>
                <div class="checks">{boxes}</div>
                {move || none_chosen().map(|text| view! { <p class="field__error"><Icon glyph=Glyph::CIRCLE_ALERT/>{text}</p> })}
            </fieldset>
            {whom}
            <TextArea name="message" label=t!("present-message") value=message errors optional=true hint=t!("present-message-hint") maxlength=2000/>
            <div class="form__actions"><Button weight=Weight::Primary submit=true icon=Glyph::SEND pending=send.pending()>{t!("present-send")}</Button></div>
        </form>
    }
    .into_any()
}
