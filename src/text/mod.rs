//! Texts of interface and mails, from the message files in `locales/` (Project Fluent).

pub mod dates;
pub mod forms;
pub mod history;
pub mod html;
pub mod offers;

use std::sync::OnceLock;

use fluent_bundle::FluentResource;
use fluent_bundle::concurrent::FluentBundle;
pub use fluent_bundle::{FluentArgs, FluentValue};
use unic_langid::langid;

use crate::domain::locale::Language;

/// The files that the pages of clients and forms need.
const PUBLIC: &[&str] = &[
    include_str!("../../locales/en/common.ftl"),
    include_str!("../../locales/en/errors.ftl"),
    include_str!("../../locales/en/calendar.ftl"),
    include_str!("../../locales/en/public.ftl"),
    include_str!("../../locales/en/forms.ftl"),
];
/// The files that only staff need in their browsers.
const STAFF: &[&str] = &[
    include_str!("../../locales/en/answer.ftl"),
    include_str!("../../locales/en/ats.ftl"),
    include_str!("../../locales/en/shell.ftl"),
    include_str!("../../locales/en/account.ftl"),
    include_str!("../../locales/en/pipeline.ftl"),
    include_str!("../../locales/en/records.ftl"),
    include_str!("../../locales/en/staff.ftl"),
    include_str!("../../locales/en/form_templates.ftl"),
    include_str!("../../locales/en/hours.ftl"),
    include_str!("../../locales/en/communication.ftl"),
    include_str!("../../locales/en/connections.ftl"),
    include_str!("../../locales/en/help.ftl"),
    include_str!("../../locales/en/history.ftl"),
    include_str!("../../locales/en/notes.ftl"),
    include_str!("../../locales/en/tasks.ftl"),
    include_str!("../../locales/en/offers.ftl"),
    include_str!("../../locales/en/rooms.ftl"),
];
/// The files of mails and of pages that the server alone draws.
#[cfg(not(target_arch = "wasm32"))]
const SERVER: &[&str] = &[include_str!("../../locales/en/mail.ftl"), include_str!("../../locales/en/booking.ftl")];
#[cfg(target_arch = "wasm32")]
const SERVER: &[&str] = &[];

fn bundle(_: Language) -> &'static FluentBundle<FluentResource> {
    static ENGLISH: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    ENGLISH.get_or_init(|| {
        let mut bundle = FluentBundle::new_concurrent(vec![langid!("en")]);
        // Isolation marks (U+2068) would stand in calendar files and mail subjects, and break tests by role and name.
        bundle.set_use_isolating(false);
        let staff: &[&str] = if cfg!(feature = "public") { &[] } else { STAFF };
        for text in PUBLIC.iter().chain(staff).chain(SERVER) {
            // A broken message is left out here; the test `all_files_are_sound` refuses it before that.
            let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(part, _)| part);
            bundle.add_resource_overriding(resource);
        }
        bundle
    })
}

/// The message of a key; the key itself where there is none, so that it is seen.
pub fn message(language: Language, key: &str, arguments: Option<&FluentArgs<'_>>) -> String {
    let bundle = bundle(language);
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        return key.to_owned();
    };
    bundle.format_pattern(pattern, arguments, &mut Vec::new()).into_owned()
}

/// `text!(language, "key")` or `text!(language, "key", count = 3, name = name.clone())`.
#[macro_export]
macro_rules! text {
    ($language:expr, $key:expr) => { $crate::text::message($language, $key, None) };
    ($language:expr, $key:expr, $($name:ident = $value:expr),+ $(,)?) => {{
        let mut arguments = $crate::text::FluentArgs::new();
        $(arguments.set(stringify!($name), $crate::text::FluentValue::from($value));)+
        $crate::text::message($language, $key, Some(&arguments))
    }};
}

/// A number with one decimal, from its tenths: `12` is `1.2`.
pub fn tenths(language: Language, tenths: i64) -> String {
    let whole = tenths / 10;
    crate::text!(language, "number-tenths", whole = whole.to_string(), tenths = (tenths - whole * 10).abs().to_string())
}

/// Too much was asked; when the next try is taken, where that is known (not 0).
pub fn too_many(language: Language, retry_seconds: u32) -> String {
    match retry_seconds {
        0 => crate::text!(language, "error-too-many"),
        1..=90 => crate::text!(language, "error-too-many-seconds", count = retry_seconds),
        more => crate::text!(language, "error-too-many-minutes", count = more.div_ceil(60)),
    }
}

/// The message of a field error.
pub fn field_error(language: Language, error: &crate::domain::error::FieldError) -> String {
    let mut arguments = FluentArgs::new();
    for (name, value) in &error.arguments {
        arguments.set(name.as_str(), value.as_str());
    }
    message(language, &error.message, Some(&arguments))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_files_are_sound() {
        let mut seen = std::collections::HashMap::new();
        for (i, text) in PUBLIC.iter().chain(STAFF).chain(SERVER).enumerate() {
            let resource = FluentResource::try_new((*text).to_owned()).map_err(|(_, errors)| errors);
            let resource = resource.unwrap_or_else(|errors| panic!("file {i}: {errors:?}"));
            for entry in resource.entries() {
                if let fluent_syntax_entry::Entry::Message(message) = entry {
                    let twice = seen.insert(message.id.name.to_owned(), i);
                    assert!(twice.is_none(), "{} stands twice", message.id.name);
                }
            }
        }
    }

    use fluent_syntax::ast as fluent_syntax_entry;

    #[test]
    fn a_message_takes_arguments() {
        assert_eq!(text!(Language::English, "error-too-long", most = 5), "At most 5 characters.");
        assert_eq!(text!(Language::English, "no-such-key"), "no-such-key");
    }

    #[test]
    fn who_tries_too_often_is_told_how_long_to_wait() {
        for (seconds, words) in [(0, "wait a moment."), (1, "wait a second, "), (90, "wait 90 seconds, "), (91, "wait 2 minutes, ")] {
            let told = too_many(Language::English, seconds);
            assert!(told.starts_with("Too many tries.") && told.contains(words), "{told}");
        }
        assert!(too_many(Language::English, 3_600).contains("60 minutes"));
    }
}
