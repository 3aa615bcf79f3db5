//! When people are reminded of interviews.

use leptos::form::ActionForm;
use leptos::prelude::*;

use crate::api::reminders::{ReminderSettings, SubmitReminders, reminder_settings};
use crate::t;
use crate::ui::components::*;
use crate::ui::returned::typed_or;

/// For administrators.
#[component]
pub fn Reminders() -> impl IntoView {
    let save = ServerAction::<SubmitReminders>::new();
    let present = Resource::new(move || save.version().get(), |_| reminder_settings());
    toast_done(save.value(), "saved-reminders");
    let times = RwSignal::new(String::new());
    view! {
        <section class="card stack" aria-labelledby="reminders">
            <h2 id="reminders">{t!("reminders-title")}</h2>
            <p class="soft">{t!("reminders-text")}</p>
            <Transition fallback=|| view! { <Skeleton lines=2/> }>
                {move || Suspend::new(async move {
                    match present.await {
                        Ok(present) => {
                            // As it is written by the server; what was refused stays as it was typed.
                            if matches!(save.value().get_untracked(), None | Some(Ok(_))) {
                                times.set(typed_or("input[times]", &present.times));
                            }
                            view! { <RemindersForm present times save/> }.into_any()
                        }
                        Err(error) => view! { <FormErrors error=Signal::stored(Some(error))/> }.into_any(),
                    }
                })}
            </Transition>
        </section>
    }
    .into_any()
}

#[component]
fn RemindersForm(
    /// As it is.
    present: ReminderSettings,
    /// The times as they are typed.
    times: RwSignal<String>,
    /// Saves it.
    save: ServerAction<SubmitReminders>,
) -> impl IntoView {
    let errors = errors_of(save.value());
    view! {
        <ActionForm action=save attr:class="form" attr:novalidate=true>
            <FormErrors error=failure_of(save.value())/>
            <input type="hidden" name="input[version]" value=present.version.to_string()/>
            <TextField name="input[times]" label=t!("reminders-times") hint=t!("reminders-times-hint") value=times errors optional=true maxlength=200/>
            <div class="form__actions"><Button weight=Weight::Primary submit=true pending=save.pending()>{t!("action-save")}</Button></div>
        </ActionForm>
    }
}
