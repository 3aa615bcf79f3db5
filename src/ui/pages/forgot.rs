//! Asking for a link to set a new password.

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_query_map;

use super::door::Door;
use crate::api::account::SubmitForgot;
use crate::ui::components::*;
use crate::ui::returned::typed;
use crate::{paths, t};

/// The answer is the same whether there is such an account or not.
#[component]
pub fn ForgotPage() -> impl IntoView {
    let action = ServerAction::<SubmitForgot>::new();
    let outcome = action.value();
    let errors = errors_of(outcome);
    let email = RwSignal::new(typed("email"));
    let query = use_query_map();
    let sent = move || outcome.with(|outcome| matches!(outcome, Some(Ok(())))) || query.with(|query| query.get("sent").is_some());
    view! {
        <Door title=t!("forgot-title")>
            <div role="status">
                {move || sent().then(|| view! { <Notice tone=Tone::Positive icon=Glyph::MAIL>{t!("forgot-sent")}</Notice> })}
            </div>
            <p class="soft">{t!("forgot-intro")}</p>
            <ActionForm action attr:class="form" attr:novalidate=true>
                <FormErrors error=failure_of(outcome)/>
                <TextField name="email" label=t!("account-email") value=email errors kind="email" autocomplete="username"/>
                <Button weight=Weight::Primary submit=true wide=true pending=action.pending()>{t!("forgot-action")}</Button>
            </ActionForm>
            <p><A href=paths::SIGN_IN>{t!("forgot-back")}</A></p>
        </Door>
    }
    .into_any()
}
