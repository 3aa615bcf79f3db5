//! Accepting an invitation: name and first password.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;

use super::door::{Door, ZoneField};
use crate::api::colleagues::{AcceptInvitation, InvitationView, SubmitAcceptance, invitation};
use crate::api::error::ApiError;
use crate::ui::components::*;
use crate::ui::returned::{typed, typed_or};
use crate::{paths, t};

/// An invitation.
#[component]
pub fn InvitationPage() -> impl IntoView {
    let token = use_params_map().with_untracked(|params| params.get("token")).unwrap_or_default();
    let found = Resource::new(
        {
            let token = token.clone();
            move || token.clone()
        },
        invitation,
    );
    view! {
        <Suspense>
            {move || {
                let token = token.clone();
                Suspend::new(async move {
                    match found.await {
                        Ok(invitation) => view! { <AcceptForm token invitation/> }.into_any(),
                        Err(ApiError::Unauthorized) => {
                            view! {
                                <Door title=t!("invitation-title")>
                                    <Notice tone=Tone::Caution icon=Glyph::CLOCK>{t!("invitation-over")}</Notice>
                                    <p><A href=paths::SIGN_IN>{t!("forgot-back")}</A></p>
                                </Door>
                            }
                                .into_any()
                        }
                        Err(error) => view! { <Door title=t!("invitation-title")><FormErrors error=Signal::stored(Some(error))/></Door> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

#[component]
fn AcceptForm(
    /// The link's token.
    token: String,
    /// What it is to.
    invitation: InvitationView,
) -> impl IntoView {
    let outcome = ServerAction::<SubmitAcceptance>::new().value();
    let errors = errors_of(outcome);
    let name = RwSignal::new(typed_or("input[name]", &invitation.name));
    let zone = RwSignal::new(typed("input[zone]"));
    let password = RwSignal::new(String::new());
    let email = StoredValue::new(invitation.email.clone());
    let check = move |ev: SubmitEvent| {
        let input = AcceptInvitation { token: String::new(), name: name.get(), zone: zone.get(), password: password.get().into() };
        let found = input.check(&email.get_value());
        if !found.is_empty() {
            ev.prevent_default();
            outcome.set(Some(Err(ApiError::Invalid(found))));
        }
    };
    let role = t!(&format!("role-{}", invitation.role.name().replace('_', "-")));
    view! {
        <Door title=t!("invitation-title")>
            <p class="soft">{t!("invitation-intro", organisation = invitation.organisation, email = invitation.email.clone(), role = role)}</p>
            <form class="form" method="post" action=SubmitAcceptance::url() novalidate on:submit=check>
                <FormErrors error=failure_of(outcome)/>
                <input type="hidden" name="input[token]" value=token/>
                <input
                    type="email"
                    class="visually-hidden"
                    name="username"
                    autocomplete="username"
                    value=invitation.email
                    readonly
                    tabindex="-1"
                    aria-hidden="true"
                />
                <TextField name="input[name]" label=t!("account-name") value=name errors autocomplete="name"/>
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
                <Button weight=Weight::Primary submit=true wide=true>{t!("invitation-action")}</Button>
            </form>
        </Door>
    }
}
