//! Failures in words, and what stands in place of a part that could not be shown.

use leptos::prelude::*;

use crate::api::error::ApiError;
use crate::domain::locale::Language;
use crate::ui::viewer::language;
use crate::{paths, t, text};

/// A failure as a whole, in a sentence.
pub fn words_of(language: Language, error: &ApiError) -> String {
    match error {
        ApiError::TooMany { retry_seconds } => text::too_many(language, *retry_seconds),
        error => text::message(language, error.message_key(), None),
    }
}

/// Says why, and what to do.
#[component]
pub fn Failure(error: ApiError) -> impl IntoView {
    let text = words_of(language(), &error);
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
