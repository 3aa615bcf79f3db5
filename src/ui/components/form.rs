//! What a form says as a whole.

use leptos::html;
use leptos::prelude::*;

use super::failure::words_of;
use super::field::field_id;
use super::icon::{Glyph, Icon};
use crate::api::error::ApiError;
use crate::domain::error::FieldErrors;
use crate::text;
use crate::ui::browser::focus;
use crate::ui::viewer::language;

/// The field errors of an action's outcome, for the fields of its form.
pub fn errors_of<T: Clone + Send + Sync + 'static>(outcome: impl Into<Signal<Option<Result<T, ApiError>>>>) -> Signal<FieldErrors> {
    let outcome = outcome.into();
    Signal::derive(move || {
        outcome.with(|outcome| match outcome {
            Some(Err(ApiError::Invalid(errors))) => errors.clone(),
            _ => FieldErrors::default(),
        })
    })
}

/// The failure of an action's outcome, for the summary of its form.
pub fn failure_of<T: Clone + Send + Sync + 'static>(outcome: impl Into<Signal<Option<Result<T, ApiError>>>>) -> Signal<Option<ApiError>> {
    let outcome = outcome.into();
    Signal::derive(move || outcome.with(|outcome| outcome.as_ref().and_then(|outcome| outcome.as_ref().err().cloned())))
}

/// The failure of forms that stand several times on a page, for the summary above them: an error of field `reason` leads to
/// `reason-ID`, the field of the form that was sent.
pub fn failure_at(failure: Signal<Option<ApiError>>, id: Signal<String>) -> Signal<Option<ApiError>> {
    Signal::derive(move || {
        let failure = failure.get()?;
        let ApiError::Invalid(errors) = failure else { return Some(failure) };
        let mut named = FieldErrors::default();
        for error in errors.iter() {
            let field = if error.field.is_empty() { String::new() } else { format!("{}-{}", error.field, id.get()) };
            let arguments: Vec<_> = error.arguments.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
            named.add_with(field, &error.message, &arguments);
        }
        Some(ApiError::Invalid(named))
    })
}

/// Why a form was not taken, above it: the message, and each field with an error as a link to it. Takes the focus when it appears.
#[component]
pub fn FormErrors(
    /// The failure.
    #[prop(into)]
    error: Signal<Option<ApiError>>,
) -> impl IntoView {
    let language = language();
    let node = NodeRef::<html::Div>::new();
    focus::when_shown(node, Signal::derive(move || error.with(Option::is_some)));
    move || {
        error.get().map(|error| {
            let message = words_of(language, &error);
            let list = match error {
                ApiError::Invalid(errors) => errors
                    .iter()
                    .map(|error| {
                        let text = text::field_error(language, error);
                        if error.field.is_empty() {
                            view! { <li>{text}</li> }.into_any()
                        } else {
                            view! { <li><a href=format!("#{}", field_id(&error.field)) rel="external">{text}</a></li> }.into_any()
                        }
                    })
                    .collect(),
                _ => Vec::new(),
            };
            view! {
                <div class="notice notice--negative" role="alert" tabindex="-1" node_ref=node>
                    <Icon glyph=Glyph::CIRCLE_ALERT/>
                    <div>
                        <p>{message}</p>
                        {(!list.is_empty()).then(|| view! { <ul>{list}</ul> })}
                    </div>
                </div>
            }
        })
    }
}
