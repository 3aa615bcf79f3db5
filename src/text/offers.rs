//! Offers in words: values as the letter has them, labels of the tags that are known.

use crate::domain::locale::{Language, Locale};
use crate::domain::offers::tags::{AskedTag, TagValue};
use crate::domain::offers::values::amount;
use crate::text::{dates, message};

/// A value as it stands in the letter.
pub fn value(locale: Locale, value: &TagValue) -> String {
    match value {
        TagValue::Text { text } => text.clone(),
        TagValue::Date { date } => dates::date_plain(locale, *date),
        TagValue::Money { minor, currency } => amount(*minor, currency),
    }
}

/// What a tag is called where it is filled in.
pub fn label(language: Language, tag: &AskedTag) -> String {
    if tag.label.is_empty() {
        message(language, &format!("offer-tag-{}", tag.name.replace(['.', '_'], "-")), None)
    } else {
        tag.label.clone()
    }
}
