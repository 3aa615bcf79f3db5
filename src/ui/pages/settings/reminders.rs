//! When people are reminded of interviews.

use leptos::form::ActionForm;
use leptos::prelude::*;

use crate::api::reminders::{ReminderSettings, SubmitReminders, reminder_settings};
use crate::t;
use crate::ui::components::*;
use crate::ui::latest::Latest;
use crate::ui::returned::typed_or;

/// For administrators.
#[component]
pub fn Reminders() -> impl IntoView {
    let save = ServerAction::<SubmitReminders>::new();
    let present = Latest::new(move || save.version().get(), reminder_settings);
    toast_done(save.value(), "saved-reminders");
    view! {
        <section class="card stack" aria-labelledby="reminders">
            <h2 id="reminders">{t!("reminders-title")}</h2>
            <p class="soft">{t!("reminders-text")}</p>
            {present.failure()}
            {present.show(2, move |present| view! { <RemindersForm present save/> }.into_any(), |error| view! { <Failure error/> }.into_any())}
        </section>
    }
    .into_any()
}

#[component]
fn RemindersForm(
    /// As it is.
    present: Signal<ReminderSettings>,
    /// Saves it.
    save: ServerAction<SubmitReminders>,
) -> impl IntoView {
    let errors = errors_of(save.value());
    let stored = move || present.with(|present| (present.times.clone(), present.form_times.clone()));
    let (before, after) = untrack(stored);
    let times = RwSignal::new(typed_or("input[times]", &before));
    let form_times = RwSignal::new(typed_or("input[form_times]", &after));
    Effect::new(move |begun: Option<()>| {
        let (before, after) = stored();
        // As it is written by the server; what was refused stays as it was typed.
        if begun.is_some() && save.value().with_untracked(|saved| matches!(saved, Some(Ok(_)))) {
            times.set(before);
            form_times.set(after);
        }
    });
    view! {
        <ActionForm action=save attr:class="form" attr:novalidate=true>
            <FormErrors error=failure_of(save.value())/>
            <input type="hidden" name="input[version]" value=move || present.with(|present| present.version.to_string())/>
            <TextField name="input[times]" label=t!("reminders-times") hint=t!("reminders-times-hint") value=times errors optional=true maxlength=200/>
            <TextField
                name="input[form_times]"
                label=t!("reminders-form-times")
                hint=t!("reminders-form-times-hint")
                value=form_times
                errors
                optional=true
                maxlength=200
            />
            <div class="form__actions"><Button weight=Weight::Primary submit=true pending=save.pending()>{t!("action-save")}</Button></div>
        </ActionForm>
    }
}
