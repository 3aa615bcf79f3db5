//! Forms that were sent without scripts and come back with errors: the failure and what was typed, the same on both sides of hydration.

use leptos::prelude::*;
use leptos::server::ServerActionError;
use leptos_router::hooks::use_location;

use crate::api::error::Returned;

/// Makes a form that came back known to all below: its [`ServerAction`] then begins with the failure as its value.
pub fn provide_returned() {
    provide(SharedValue::new(use_context::<Returned>).into_inner());
}

/// The same on pages that the server alone draws.
pub fn provide_returned_here() {
    provide(use_context::<Returned>());
}

fn provide(returned: Option<Returned>) {
    let returned = returned.unwrap_or_default();
    provide_context(ServerActionError::new(&returned.function, &returned.error));
    provide_context(returned);
}

/// What was typed into a field of a form that came back; empty where it did not. The name is the form's: `input[email]`.
pub fn typed(name: &str) -> String {
    typed_or(name, "")
}

/// The same with another text where no form came back.
pub fn typed_or(name: &str, otherwise: &str) -> String {
    let returned = use_context::<Returned>().unwrap_or_default();
    returned.typed.into_iter().find(|(key, _)| key == name).map_or_else(|| otherwise.to_owned(), |(_, value)| value)
}

/// Forgets the form that came back as soon as another page is opened; stands inside the router, given the owner that provided it.
#[component]
pub fn ForgetReturned(
    /// Where [`provide_returned`] was called.
    owner: Owner,
) -> impl IntoView {
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now) {
            owner.with(|| {
                provide_context(ServerActionError::new("", ""));
                provide_context(Returned::default());
            });
        }
        now
    });
}
