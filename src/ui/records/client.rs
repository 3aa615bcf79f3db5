//! The form of a client.

use leptos::form::ActionForm;
use leptos::prelude::*;

use super::{check_first, when_done};
use crate::api::clients::{ClientView, SaveClientCall};
use crate::t;
use crate::ui::components::*;
use crate::ui::pages::door::ZoneField;
use crate::ui::returned::typed_or;

/// Makes or changes a client. Whoever makes one is led to it.
#[component]
pub fn ClientForm(
    /// The client as it is; none for a new one.
    client: Option<ClientView>,
    /// Done when it was saved.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let save = ServerAction::<SaveClientCall>::new();
    let outcome = save.value();
    toast_done(outcome, "records-saved");
    when_done(outcome, move |_| on_done.run(()));
    let errors = errors_of(outcome);
    let (id, version) = client.as_ref().map(|client| (client.id.to_string(), client.version)).unwrap_or_default();
    let of = |field: &str, stored: fn(&ClientView) -> &String| {
        RwSignal::new(typed_or(&format!("input[{field}]"), client.as_ref().map(stored).map_or("", String::as_str)))
    };
    let (name, zone, notes) = (of("name", |c| &c.name), of("zone", |c| &c.zone), of("notes", |c| &c.notes));
    view! {
        <ActionForm
            action=save
            attr:class="form"
            attr:novalidate=true
            on:submit:capture=check_first(save, |form| form.input.validate().map(drop))
        >
            <FormErrors error=failure_of(outcome)/>
            <input type="hidden" name="input[id]" value=id/>
            <input type="hidden" name="input[version]" value=version.to_string()/>
            <TextField name="input[name]" label=t!("client-name") value=name errors maxlength=120 autocomplete="off"/>
            <ZoneField name="input[zone]" label=t!("record-zone") value=zone errors hint=t!("client-zone-hint")/>
            <TextArea name="input[notes]" label=t!("client-notes") value=notes errors optional=true hint=t!("client-notes-hint") maxlength=4000/>
            <div class="form__actions"><Button weight=Weight::Primary submit=true pending=save.pending()>{t!("action-save")}</Button></div>
        </ActionForm>
    }
    .into_any()
}
