//! Setting a new password by the link of a mail.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;

use super::door::Door;
use crate::api::account::{SubmitReset, reset_view};
use crate::api::error::ApiError;
use crate::domain::error::FieldErrors;
use crate::domain::password::password_field;
use crate::ui::components::*;
use crate::{paths, t};

/// A new password.
#[component]
pub fn ResetPage() -> impl IntoView {
    let token = use_params_map().with_untracked(|params| params.get("token")).unwrap_or_default();
    let account = Resource::new(
        {
            let token = token.clone();
            move || token.clone()
        },
        reset_view,
    );
    view! {
        <Suspense>
            {move || {
                let token = token.clone();
                Suspend::new(async move {
                    match account.await {
                        Ok(account) => view! { <ResetForm token email=account.email/> }.into_any(),
                        Err(ApiError::Unauthorized) => {
                            view! {
                                <Door title=t!("reset-title")>
                                    <Notice tone=Tone::Caution icon=Glyph::CLOCK>{t!("reset-over")}</Notice>
                                    <ButtonLink href=paths::FORGOT weight=Weight::Primary wide=true>{t!("reset-again")}</ButtonLink>
                                    <p><A href=paths::SIGN_IN>{t!("forgot-back")}</A></p>
                                </Door>
                            }
                                .into_any()
                        }
                        Err(error) => view! { <Door title=t!("reset-title")><FormErrors error=Signal::stored(Some(error))/></Door> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

#[component]
fn ResetForm(
    /// The link's token.
    token: String,
    /// Whose password it sets.
    email: String,
) -> impl IntoView {
    let outcome = ServerAction::<SubmitReset>::new().value();
    let errors = errors_of(outcome);
    let password = RwSignal::new(String::new());
    let address = StoredValue::new(email.clone());
    let check = move |ev: SubmitEvent| {
        let mut found = FieldErrors::default();
        password_field(&password.get(), &address.get_value(), "password", &mut found);
        if !found.is_empty() {
            ev.prevent_default();
            outcome.set(Some(Err(ApiError::Invalid(found))));
        }
    };
    view! {
        <Door title=t!("reset-title")>
            <p class="soft">{t!("reset-intro", email = email.clone())}</p>
            <form class="form" method="post" action=SubmitReset::url() novalidate on:submit=check>
                <FormErrors error=failure_of(outcome)/>
                <input type="hidden" name="token" value=token/>
                // For password managers: whose password it is.
                <input type="email" class="visually-hidden" name="username" autocomplete="username" value=email readonly tabindex="-1" aria-hidden="true"/>
                <TextField
                    name="password"
                    label=t!("account-password-new")
                    value=password
                    errors
                    kind="password"
                    autocomplete="new-password"
                    hint=t!("password-hint")
                />
                <Button weight=Weight::Primary submit=true wide=true>{t!("reset-action")}</Button>
            </form>
        </Door>
    }
}
