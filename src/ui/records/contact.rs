//! The form of a client's contact.

use leptos::form::ActionForm;
use leptos::prelude::*;

use super::{check_first, when_done};
use crate::api::clients::{ContactView, SaveContactCall};
use crate::domain::id::ClientId;
use crate::t;
use crate::ui::components::*;
use crate::ui::pages::door::ZoneField;
use crate::ui::returned::typed_or;

/// Makes or changes a contact.
#[component]
pub fn ContactForm(
    /// The client.
    client: ClientId,
    /// The client's zone, for a new contact.
    #[prop(into)]
    client_zone: String,
    /// The contact as it is; none for a new one.
    contact: Option<ContactView>,
    /// Done when it was saved.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let save = ServerAction::<SaveContactCall>::new();
    let outcome = save.value();
    toast_done(outcome, "records-saved");
    when_done(outcome, move |_| on_done.run(()));
    let errors = errors_of(outcome);
    let (id, version) = contact.as_ref().map(|contact| (contact.id.to_string(), contact.version)).unwrap_or_default();
    let of = |field: &str, stored: fn(&ContactView) -> &String, new: &str| {
        RwSignal::new(typed_or(&format!("input[{field}]"), contact.as_ref().map(stored).map_or(new, String::as_str)))
    };
    let (name, email) = (of("name", |c| &c.name, ""), of("email", |c| &c.email, ""));
    let (phone, zone) = (of("phone", |c| &c.phone, ""), of("zone", |c| &c.zone, &client_zone));
    view! {
        <ActionForm
            action=save
            attr:class="form"
            attr:novalidate=true
            on:submit:capture=check_first(save, |form| form.input.validate().map(drop))
        >
            <FormErrors error=failure_of(outcome)/>
            <input type="hidden" name="input[id]" value=id/>
            <input type="hidden" name="input[client_id]" value=client.to_string()/>
            <input type="hidden" name="input[version]" value=version.to_string()/>
            <TextField name="input[name]" label=t!("record-name") value=name errors maxlength=120 autocomplete="off"/>
            <TextField name="input[email]" label=t!("record-email") value=email errors kind="email" autocomplete="off" hint=t!("contact-email-hint")/>
            <TextField name="input[phone]" label=t!("record-phone") value=phone errors kind="tel" autocomplete="off" optional=true/>
            <ZoneField name="input[zone]" label=t!("record-zone") value=zone errors hint=t!("contact-zone-hint")/>
            <div class="form__actions"><Button weight=Weight::Primary submit=true pending=save.pending()>{t!("action-save")}</Button></div>
        </ActionForm>
    }
    .into_any()
}
