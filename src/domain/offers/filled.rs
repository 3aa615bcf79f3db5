//! An offer as it is written: the tags of its letter with what is known, what was typed, and what is missing.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::letter::Block;
use super::tags::{AskedTag, KNOWN, MAX_VALUE, TagValue};
use super::template::{MOST_USES, OfferContent, tags_of};
use super::values::read;
use crate::domain::error::FieldErrors;
use crate::domain::id::{ApplicationId, OfferId, OfferVersionId};

/// What was typed, by tag. A known tag stands in it only where somebody wrote another value than the record's.
pub type Typed = BTreeMap<String, String>;

/// What is known from the records, by tag; what the records do not say is not in it.
pub type Known = BTreeMap<String, TagValue>;

/// An offer as it is saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveOffer {
    /// None for a new one.
    #[serde(default)]
    pub id: Option<OfferId>,
    /// The version it was read with; 0 for a new one.
    #[serde(default)]
    pub version: i64,
    /// To whom, for which job.
    pub application: ApplicationId,
    /// The letter that it is written from.
    pub letter: OfferVersionId,
    /// What was typed.
    #[serde(default)]
    pub typed: Typed,
    /// Until when the candidate can answer, that day included: 03/24/2027, 24.3.2027 or 2027-03-24.
    pub expires: String,
}

/// What an offer says once sent; never changed. Its JSON is what the hash is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentLetter {
    /// The template's name.
    pub title: String,
    /// The text.
    pub blocks: Vec<Block>,
    /// What the tags stood for, by name.
    pub values: Vec<(String, String)>,
}

/// The tags of a letter, filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filled {
    values: HashMap<String, TagValue>,
    /// The tags without which the letter can not be sent and that have no value, in the order of the letter.
    pub missing: Vec<AskedTag>,
    /// What was typed wrong, at `tag.NAME`.
    pub errors: FieldErrors,
}

impl Filled {
    /// What a tag stands for.
    pub fn value(&self, name: &str) -> Option<&TagValue> {
        self.values.get(name)
    }

    /// Nothing is missing or wrong.
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty() && self.errors.is_empty()
    }
}

/// The name of a tag's field.
pub fn field(tag: &str) -> String {
    format!("tag.{tag}")
}

/// Whether the tag's value comes from the records.
pub fn is_known(tag: &str) -> bool {
    KNOWN.iter().any(|(name, _)| *name == tag)
}

/// Puts together what is known and what was typed for the tags of a letter.
pub fn fill(tags: &[AskedTag], known: &Known, typed: &Typed) -> Filled {
    let mut filled = Filled::default();
    for tag in tags {
        let value = match typed.get(&tag.name).map(|typed| read(tag, typed)) {
            Some(Err(message)) => {
                filled.errors.add_with(field(&tag.name), message, &[("most", MAX_VALUE.to_string())]);
                continue;
            }
            Some(Ok(Some(value))) => Some(value),
            Some(Ok(None)) | None => known.get(&tag.name).cloned(),
        };
        match value {
            Some(value) => drop(filled.values.insert(tag.name.clone(), value)),
            None if tag.required => filled.missing.push(tag.clone()),
            None => {}
        }
    }
    filled
}

impl SaveOffer {
    /// Checks it against the letter: blank values and those of other letters' tags are left out; the last day to answer.
    ///
    /// # Errors
    /// At `tag.NAME`; at `expires` for what is no date.
    pub fn check(&self, content: &OfferContent) -> Result<(Typed, NaiveDate), FieldErrors> {
        let mut errors = fill(&content.tags(), &Known::new(), &self.typed).errors;
        let expires = crate::domain::notes::due_date(&self.expires);
        if expires.is_none() {
            errors.add("expires", if self.expires.trim().is_empty() { "error-required" } else { "error-date" });
        }
        let used = tags_of(&content.text);
        let typed = self.typed.iter().filter(|(name, value)| !value.trim().is_empty() && used.contains(name)).take(MOST_USES);
        let typed = typed.map(|(name, value)| (name.clone(), value.trim().to_owned())).collect();
        errors.or((typed, expires.unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::offers::tags::TagKind;

    fn content() -> OfferContent {
        let tag = |name: &str, kind, required| AskedTag { name: name.into(), label: name.into(), kind, required, options: vec![] };
        let text = "{{candidate.name}} {{offer.salary}} {{offer.start}} {{offer.bonus}} {{candidate.phone}}";
        let asked = vec![
            tag("offer.salary", TagKind::Money, true),
            tag("offer.start", TagKind::Date, true),
            tag("offer.bonus", TagKind::Text, false),
        ];
        OfferContent { text: text.into(), asked, approvers: vec![] }
    }

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn known() -> Known {
        Known::from([("candidate.name".to_owned(), TagValue::Text { text: "Ana".into() })])
    }

    #[test]
    fn what_is_typed_goes_before_what_is_known_and_what_is_needed_is_missed() {
        let filled = fill(&content().tags(), &known(), &typed(&[("offer.salary", "EUR 85,000"), ("candidate.name", " ")]));
        assert_eq!(filled.value("candidate.name"), Some(&TagValue::Text { text: "Ana".into() }), "blank is not typed");
        assert_eq!(filled.value("offer.salary"), Some(&TagValue::Money { minor: 8_500_000, currency: "EUR".into() }));
        let missing: Vec<_> = filled.missing.iter().map(|tag| tag.name.as_str()).collect();
        assert_eq!(missing, ["offer.start", "candidate.phone"], "a bonus can be left out, what the record lacks can not");
        assert!(!filled.is_complete());
        let all =
            typed(&[("offer.salary", "EUR 85,000"), ("offer.start", "2027-06-01"), ("candidate.phone", "+1"), ("candidate.name", "Anna")]);
        let filled = fill(&content().tags(), &known(), &all);
        assert!(filled.is_complete());
        assert_eq!(filled.value("candidate.name"), Some(&TagValue::Text { text: "Anna".into() }));
    }

    #[test]
    fn what_is_typed_wrong_is_told_at_its_tag_and_what_belongs_to_another_letter_is_left_out() {
        let id = uuid::Uuid::nil();
        let save = |pairs: &[(&str, &str)], expires: &str| SaveOffer {
            id: None,
            version: 0,
            application: ApplicationId::new(id),
            letter: OfferVersionId::new(id),
            typed: typed(pairs),
            expires: expires.into(),
        };
        let errors = save(&[("offer.salary", "a lot"), ("offer.start", "soon")], "tomorrow").check(&content()).unwrap_err();
        let fields: Vec<_> = errors.iter().map(|error| (error.field.as_str(), error.message.as_str())).collect();
        assert_eq!(fields, [("tag.offer.salary", "error-offer-money"), ("tag.offer.start", "error-date"), ("expires", "error-date")]);
        let (typed, expires) =
            save(&[("offer.salary", " 1 EUR "), ("offer.car", "yes"), ("offer.bonus", "")], "03/24/2027").check(&content()).unwrap();
        assert_eq!(typed, self::typed(&[("offer.salary", "1 EUR")]));
        assert_eq!(Some(expires), NaiveDate::from_ymd_opt(2027, 3, 24));
    }
}
