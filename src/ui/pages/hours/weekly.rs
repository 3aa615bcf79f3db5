//! The form of weekly hours, exceptions and zone; works without scripts, too.

use leptos::form::ActionForm;
use leptos::prelude::*;

use super::super::door::ZoneField;
use super::draft::Draft;
use crate::api::error::ApiError;
use crate::api::hours::{HoursView, SubmitHours};
use crate::t;
use crate::text;
use crate::ui::availability::WeeklyFields;
use crate::ui::components::*;
use crate::ui::records::{check_first, when_done};
use crate::ui::viewer::use_viewer;

/// Own hours or office hours.
#[component]
pub fn WeeklyForm(
    /// What is stored.
    view: RwSignal<HoursView>,
    /// What is typed.
    draft: Draft,
    /// Reads everything again; keeps what is typed where it is given `true`.
    read_again: Callback<bool>,
) -> impl IntoView {
    let language = use_viewer().locale.language;
    let save = ServerAction::<SubmitHours>::new();
    let outcome = save.value();
    let (toasts, done) = (use_toasts(), t!("saved-hours"));
    when_done(outcome, move |_| {
        read_again.run(false);
        toasts.show(done.clone());
    });
    let errors = errors_of(outcome);
    let stale = move || outcome.with(|outcome| matches!(outcome, Some(Err(ApiError::Stale))));
    let choices = vec![("false".to_owned(), t!("own-hours-office")), ("true".to_owned(), t!("own-hours-own"))];
    let is_own = view.with_untracked(|view| view.is_own);
    view! {
        <section class="card stack" aria-labelledby="weekly">
            <h2 id="weekly">{t!("own-hours-weekly")}</h2>
            <ActionForm
                action=save
                attr:class="form"
                attr:novalidate=true
                on:submit:capture=check_first(save, |form: SubmitHours| form.hours.read().map(|_| ()))
            >
                <FormErrors error=failure_of(outcome)/>
                {move || stale().then(|| view! {
                    <div class="row">
                        <Button on:click=move |_| { save.clear(); read_again.run(false); }>{text!(language, "client-take-theirs")}</Button>
                    </div>
                })}
                <input type="hidden" name="user" value=view.with_untracked(|view| view.user.to_string())/>
                <input type="hidden" name="version" value=move || draft.version.get().to_string()/>
                <RadioGroup name="hours[own]" label=t!("own-hours-which") value=draft.own options=choices errors/>
                <ZoneField
                    name="hours[zone]"
                    label=t!("account-zone")
                    value=draft.zone
                    errors
                    hint=if is_own { t!("own-hours-zone-hint") } else { t!("own-hours-zone-hint-of") }
                />
                <p class="soft small">{t!("hours-hint")}</p>
                <WeeklyFields part="hours" days=draft.days exceptions=draft.exceptions errors/>
                <div class="form__actions">
                    {move || draft.is_changed().then(|| view! { <span class="soft small">{text!(language, "own-hours-unsaved")}</span> })}
                    <Button weight=Weight::Primary submit=true pending=save.pending()>{t!("action-save")}</Button>
                </div>
            </ActionForm>
        </section>
    }
}
