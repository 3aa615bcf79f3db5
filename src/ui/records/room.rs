//! The form of a room.

use leptos::form::ActionForm;
use leptos::prelude::*;

use super::{check_first, when_done};
use crate::api::rooms::{RoomView, SaveRoomCall};
use crate::t;
use crate::ui::components::*;
use crate::ui::pages::door::ZoneField;
use crate::ui::returned::typed_or;

/// Makes or changes a room. Whoever makes one is led to it.
#[component]
pub fn RoomForm(
    /// The room as it is; none for a new one.
    room: Option<Signal<RoomView>>,
    /// Done when it was saved.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let save = ServerAction::<SaveRoomCall>::new();
    let outcome = save.value();
    toast_outcomes(outcome, "records-saved");
    when_done(outcome, move |_| on_done.run(()));
    let errors = errors_of(outcome);
    let id = room.map(|view| view.with_untracked(|view| view.room.id.to_string())).unwrap_or_default();
    let version = move || room.map(|view| view.with(|view| view.version)).unwrap_or_default().to_string();
    let of = |field: &str, stored: fn(&RoomView) -> String| {
        let stored = room.map(|view| view.with_untracked(stored)).unwrap_or_default();
        RwSignal::new(typed_or(&format!("input[{field}]"), &stored))
    };
    let name = of("name", |view| view.room.name.clone());
    let place = of("place", |view| view.room.place.clone());
    let zone = of("zone", |view| view.room.zone.clone());
    let seats = of("seats", |view| view.room.seats.to_string());
    let features = of("features", |view| view.room.features.join(", "));
    let email = of("email", |view| view.room.email.as_ref().map(ToString::to_string).unwrap_or_default());
    view! {
        <ActionForm
            action=save
            attr:class="form"
            attr:novalidate=true
            on:submit:capture=check_first(save, |form| form.input.check().map(drop))
        >
            <FormErrors error=failure_of(outcome)/>
            <input type="hidden" name="input[id]" value=id/>
            <input type="hidden" name="input[version]" value=version/>
            <TextField name="input[name]" label=t!("room-name") value=name errors maxlength=120 autocomplete="off"/>
            <TextField name="input[seats]" label=t!("room-capacity") value=seats errors kind="number" autocomplete="off"/>
            <TextField name="input[features]" label=t!("room-features") value=features errors optional=true hint=t!("room-features-hint") autocomplete="off"/>
            <TextField name="input[place]" label=t!("room-place") value=place errors optional=true hint=t!("room-place-hint") maxlength=200 autocomplete="off"/>
            <ZoneField name="input[zone]" label=t!("record-zone") value=zone errors/>
            <TextField name="input[email]" label=t!("room-email") value=email errors kind="email" optional=true hint=t!("room-email-hint") autocomplete="off"/>
            <div class="form__actions"><Button weight=Weight::Primary submit=true pending=save.pending()>{t!("action-save")}</Button></div>
        </ActionForm>
    }
    .into_any()
}
