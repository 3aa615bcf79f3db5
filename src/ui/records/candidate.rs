//! The form of a candidate.

use leptos::form::ActionForm;
use leptos::prelude::*;

use super::{check_first, when_done};
use crate::api::candidates::{CandidateView, SaveCandidateCall};
use crate::api::clients::Choice;
use crate::domain::id::JobId;
use crate::t;
use crate::ui::components::*;
use crate::ui::pages::door::ZoneField;
use crate::ui::returned::typed_or;

/// Makes or changes a candidate. Whoever makes one is led to it.
#[component]
pub fn CandidateForm(
    /// The candidate as it is; none for a new one, which can be put on a job at once.
    candidate: Option<CandidateView>,
    /// The jobs to choose from, for a new one.
    #[prop(optional)]
    jobs: Vec<Choice<JobId>>,
    /// The job to begin with, for a new one.
    #[prop(optional, into)]
    job: String,
    /// Done when it was saved.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let save = ServerAction::<SaveCandidateCall>::new();
    let outcome = save.value();
    toast_done(outcome, "records-saved");
    when_done(outcome, move |_| on_done.run(()));
    let errors = errors_of(outcome);
    let (id, version) = candidate.as_ref().map(|candidate| (candidate.id.to_string(), candidate.version)).unwrap_or_default();
    let is_new = candidate.is_none();
    let of = |field: &str, stored: fn(&CandidateView) -> &String| {
        RwSignal::new(typed_or(&format!("input[{field}]"), candidate.as_ref().map(stored).map_or("", String::as_str)))
    };
    let (name, email) = (of("name", |c| &c.name), of("email", |c| &c.email));
    let (phone, zone) = (of("phone", |c| &c.phone), of("zone", |c| &c.zone));
    let job = RwSignal::new(typed_or("input[job_id]", &job));
    let mut options = vec![(String::new(), t!("candidate-no-job"))];
    options.extend(jobs.into_iter().map(|choice| (choice.id.to_string(), choice.name)));
    // Whoever has this address already, to be opened instead.
    let other = move || {
        errors.with(|errors| {
            let error = errors.at("email").filter(|error| error.message == "error-candidate-exists")?;
            let argument = |name: &str| error.arguments.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
            Some((argument("name")?, argument("link")?))
        })
    };
    view! {
        <ActionForm
            action=save
            attr:class="form"
            attr:novalidate=true
            on:submit:capture=check_first(save, |form| form.input.validate().map(drop))
        >
            <FormErrors error=failure_of(outcome)/>
            {move || other().map(|(name, link)| view! { <p><a href=link>{t!("candidate-open-other", name = name)}</a></p> })}
            <input type="hidden" name="input[id]" value=id/>
            <input type="hidden" name="input[version]" value=version.to_string()/>
            <TextField name="input[name]" label=t!("record-name") value=name errors maxlength=120 autocomplete="off"/>
            <TextField name="input[email]" label=t!("record-email") value=email errors kind="email" autocomplete="off" hint=t!("candidate-email-hint")/>
            <TextField name="input[phone]" label=t!("record-phone") value=phone errors kind="tel" autocomplete="off" optional=true/>
            <ZoneField name="input[zone]" label=t!("record-zone") value=zone errors hint=t!("candidate-zone-hint")/>
            {is_new.then(|| view! {
                <SelectField name="input[job_id]" label=t!("record-job") value=job options=Signal::stored(options) errors optional=true/>
            })}
            <div class="form__actions"><Button weight=Weight::Primary submit=true pending=save.pending()>{t!("action-save")}</Button></div>
        </ActionForm>
    }
    .into_any()
}
