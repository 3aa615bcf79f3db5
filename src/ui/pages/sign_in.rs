//! Signing in.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::components::{A, Redirect};
use leptos_router::hooks::use_query_map;

use super::door::Door;
use crate::api::account::{SignIn, SubmitSignIn, door};
use crate::api::error::ApiError;
use crate::ui::components::*;
use crate::ui::returned::{typed, typed_or};
use crate::{paths, t};

/// Mail address and password; an empty installation is set up first, and who is signed in goes on.
#[component]
pub fn SignInPage() -> impl IntoView {
    let state = Resource::new(|| (), |()| door());
    let query = use_query_map();
    let next = query.with_untracked(|query| query.get("next")).unwrap_or_default();
    let was_reset = query.with_untracked(|query| query.get("reset").is_some());
    view! {
        <Suspense>
            {move || {
                let next = next.clone();
                Suspend::new(async move {
                    match state.await {
                        Ok(door) if !door.is_set_up => view! { <Redirect path=paths::SETUP/> }.into_any(),
                        Ok(door) if door.is_signed_in => view! { <Redirect path=paths::local(&next).to_owned()/> }.into_any(),
                        Ok(_) => view! { <SignInForm next was_reset/> }.into_any(),
                        Err(error) => view! { <Door title=t!("sign-in-title")><FormErrors error=Signal::stored(Some(error))/></Door> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

#[component]
fn SignInForm(
    /// Where to go on.
    next: String,
    /// Whether a new password was set just now.
    was_reset: bool,
) -> impl IntoView {
    // A form of the browser's own: with a new session everything is loaded anew, and password managers know it.
    let outcome = ServerAction::<SubmitSignIn>::new().value();
    let errors = errors_of(outcome);
    let email = RwSignal::new(typed("input[email]"));
    let password = RwSignal::new(String::new());
    let next = typed_or("input[next]", &next);
    let check = move |ev: SubmitEvent| {
        let found = SignIn { email: email.get(), password: password.get().into(), next: String::new() }.check();
        if !found.is_empty() {
            ev.prevent_default();
            outcome.set(Some(Err(ApiError::Invalid(found))));
        }
    };
    view! {
        <Door title=t!("sign-in-title")>
            {was_reset.then(|| view! { <Notice tone=Tone::Positive icon=Glyph::CIRCLE_CHECK>{t!("sign-in-reset")}</Notice> })}
            <form class="form" method="post" action=SubmitSignIn::url() novalidate on:submit=check>
                <FormErrors error=failure_of(outcome)/>
                <input type="hidden" name="input[next]" value=next/>
                <TextField name="input[email]" label=t!("account-email") value=email errors kind="email" autocomplete="username"/>
                <TextField name="input[password]" label=t!("account-password") value=password errors kind="password" autocomplete="current-password"/>
                <Button weight=Weight::Primary submit=true wide=true>{t!("sign-in-action")}</Button>
            </form>
            <p><A href=paths::FORGOT>{t!("sign-in-forgot")}</A></p>
        </Door>
    }
}
