//! The form of a connection.

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::api::ats::{ConnectionLine, SaveConnectionCall};
use crate::api::jobs::Colleague;
use crate::domain::ats::connection::AtsSystem;
use crate::ui::components::*;
use crate::ui::records::check_first;
use crate::ui::returned::typed_or;
use crate::{paths, t};

/// Makes or changes a connection. Secrets are never shown: an empty field leaves what is there.
#[component]
pub fn ConnectionForm(
    /// The connection; none for a new one.
    line: Option<ConnectionLine>,
    /// Who may answer for jobs.
    colleagues: Vec<Colleague>,
    /// Saves it.
    save: ServerAction<SaveConnectionCall>,
) -> impl IntoView {
    let outcome = save.value();
    let navigate = use_navigate();
    let before = save.version().get_untracked();
    Effect::new(move || {
        // Not what was done before this form was opened.
        if save.version().get() != before && outcome.with(|outcome| matches!(outcome, Some(Ok(_)))) {
            navigate(paths::ATS, NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
    });
    let errors = errors_of(outcome);
    let stored = |name: &str, of: fn(&ConnectionLine) -> String| {
        RwSignal::new(typed_or(&format!("input[{name}]"), &line.as_ref().map(of).unwrap_or_default()))
    };
    let is_new = line.is_none();
    let system = stored("system", |line| line.system.name().to_owned());
    if is_new && system.with_untracked(String::is_empty) {
        system.set(AtsSystem::Greenhouse.name().to_owned());
    }
    let name = stored("name", |line| line.name.clone());
    let recruiter = stored("recruiter_id", |line| line.recruiter.to_string());
    let base_url = stored("base_url", |line| line.base_url.clone());
    let systems: Vec<(String, String)> =
        AtsSystem::ALL.iter().map(|system| (system.name().to_owned(), t!(&format!("ats-system-{}", system.name())))).collect();
    let mut people = vec![(String::new(), t!("ats-choose"))];
    people.extend(colleagues.into_iter().map(|colleague| (colleague.id.to_string(), colleague.name)));
    let (id, version) = line.as_ref().map(|line| (line.id.to_string(), line.version)).unwrap_or_default();
    let secret_hint = if is_new { t!("ats-webhook-secret-hint") } else { t!("ats-secret-kept") };
    let kept = if is_new { String::new() } else { t!("ats-secret-kept") };
    let system_field = match line.as_ref().map(|line| line.system) {
        // What it knows is of that system.
        Some(system) => view! { <input type="hidden" name="input[system]" value=system.name()/> }.into_any(),
        None => view! { <SelectField name="input[system]" label=t!("ats-system") value=system options=Signal::stored(systems) errors/> }
            .into_any(),
    };
    view! {
        <ActionForm action=save attr:class="form" attr:novalidate=true on:submit:capture=check_first(save, |form| form.input.check().map(drop))>
            <FormErrors error=failure_of(outcome)/>
            <input type="hidden" name="input[id]" value=id/>
            <input type="hidden" name="input[version]" value=version.to_string()/>
            {system_field}
            <TextField name="input[name]" label=t!("ats-name") value=name errors maxlength=80 autocomplete="off"/>
            <SelectField
                name="input[recruiter_id]"
                label=t!("ats-recruiter")
                value=recruiter
                options=Signal::stored(people)
                hint=t!("ats-recruiter-hint")
                errors
            />
            <TextField name="input[webhook_secret]" label=t!("ats-webhook-secret") hint=secret_hint kind="password" optional=true errors autocomplete="off"/>
            <fieldset class="stack">
                <legend>{t!("ats-asking")}</legend>
                <p class="soft small">{t!("ats-asking-note")}</p>
                <div class="form__row">
                    <TextField name="input[client_id]" label=t!("ats-client-id") hint=kept.clone() optional=true errors autocomplete="off"/>
                    <TextField name="input[client_secret]" label=t!("ats-client-secret") hint=kept.clone() kind="password" optional=true errors autocomplete="off"/>
                </div>
                <TextField name="input[user_id]" label=t!("ats-user-id") hint=t!("ats-user-id-hint") optional=true errors inputmode="numeric" autocomplete="off"/>
                <TextField name="input[api_key]" label=t!("ats-api-key") hint=kept kind="password" optional=true errors autocomplete="off"/>
                <TextField name="input[base_url]" label=t!("ats-base-url") value=base_url hint=t!("ats-base-url-hint") kind="url" optional=true errors autocomplete="off"/>
                {(!is_new).then(|| view! { <Checkbox name="input[forget_keys]" label=t!("ats-forget-keys")/> })}
            </fieldset>
            <div class="form__actions">
                <Button weight=Weight::Primary submit=true pending=save.pending()>{t!("action-save")}</Button>
                <ButtonLink href=paths::ATS>{t!("notes-discard")}</ButtonLink>
            </div>
        </ActionForm>
    }
    .into_any()
}
