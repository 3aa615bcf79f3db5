//! The first visit of an empty installation: the organisation and its first account.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::components::Redirect;

use super::door::{Door, ZoneField};
use crate::api::account::door;
use crate::api::error::ApiError;
use crate::api::organisation::{SetUp, SubmitSetUp};
use crate::ui::components::*;
use crate::ui::returned::typed;
use crate::{paths, t};

/// Setting up.
#[component]
pub fn SetupPage() -> impl IntoView {
    let state = Resource::new(|| (), |()| door());
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match state.await {
                    Ok(door) if door.is_set_up => view! { <Redirect path=paths::SIGN_IN/> }.into_any(),
                    Ok(_) => view! { <SetUpForm/> }.into_any(),
                    Err(error) => view! { <Door title=t!("set-up-title")><FormErrors error=Signal::stored(Some(error))/></Door> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

#[component]
fn SetUpForm() -> impl IntoView {
    // A form of the browser's own: with a new session everything is loaded anew.
    let outcome = ServerAction::<SubmitSetUp>::new().value();
    let errors = errors_of(outcome);
    let organisation = RwSignal::new(typed("input[organisation]"));
    let name = RwSignal::new(typed("input[name]"));
    let email = RwSignal::new(typed("input[email]"));
    let zone = RwSignal::new(typed("input[zone]"));
    let password = RwSignal::new(String::new());
    let check = move |ev: SubmitEvent| {
        let input = SetUp {
            organisation: organisation.get(),
            name: name.get(),
            email: email.get(),
            zone: zone.get(),
            password: password.get().into(),
        };
        let found = input.check();
        if !found.is_empty() {
            ev.prevent_default();
            outcome.set(Some(Err(ApiError::Invalid(found))));
        }
    };
    view! {
        <Door title=t!("set-up-title")>
            <p class="soft">{t!("set-up-intro")}</p>
            <form class="form" method="post" action=SubmitSetUp::url() novalidate on:submit=check>
                <FormErrors error=failure_of(outcome)/>
                <TextField name="input[organisation]" label=t!("set-up-organisation") value=organisation errors autocomplete="organization"/>
                <TextField name="input[name]" label=t!("account-name") value=name errors autocomplete="name"/>
                <TextField name="input[email]" label=t!("account-email") value=email errors kind="email" autocomplete="username"/>
                <TextField
                    name="input[password]"
                    label=t!("account-password")
                    value=password
                    errors
                    kind="password"
                    autocomplete="new-password"
                    hint=t!("password-hint")
                />
                <ZoneField name="input[zone]" label=t!("account-zone") value=zone errors/>
                <Button weight=Weight::Primary submit=true wide=true>{t!("set-up-action")}</Button>
            </form>
        </Door>
    }
}
