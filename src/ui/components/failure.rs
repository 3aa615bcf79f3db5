//! What stands in place of a part that could not be shown.

use leptos::prelude::*;

use crate::api::error::ApiError;
use crate::{paths, t};

/// Says why, and what to do.
#[component]
pub fn Failure(error: ApiError) -> impl IntoView {
    let text = t!(error.message_key());
    let id = match &error {
        ApiError::Internal { request_id } => Some(t!("error-reference", id = request_id.clone())),
        _ => None,
    };
    let sign_in = matches!(error, ApiError::Unauthorized);
    view! {
        <div class="notice notice--negative" role="alert">
            <p>{text}</p>
            {id.map(|id| view! { <p class="small soft">{id}</p> })}
            {sign_in.then(|| view! { <p><a class="btn" href=paths::SIGN_IN rel="external">{t!("error-sign-in-link")}</a></p> })}
        </div>
    }
}
