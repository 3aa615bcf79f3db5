//! A template of an offer letter as it is edited.

use leptos::prelude::*;

use crate::domain::error::FieldErrors;
use crate::domain::id::UserId;
use crate::domain::offers::tags::{AskedTag, TagKind};
use crate::domain::offers::template::OfferContent;

/// A tag that is asked for, as it is edited.
#[derive(Debug, Clone, Copy)]
pub struct AskedDraft {
    pub key: u32,
    pub name: RwSignal<String>,
    pub label: RwSignal<String>,
    pub kind: RwSignal<String>,
    pub required: RwSignal<bool>,
    /// One on each line.
    pub options: RwSignal<String>,
}

/// The whole.
#[derive(Debug, Clone, Copy)]
pub struct LetterDraft {
    pub name: RwSignal<String>,
    pub text: RwSignal<String>,
    pub asked: RwSignal<Vec<AskedDraft>>,
    /// Who has to approve, in their order.
    pub approvers: RwSignal<Vec<UserId>>,
    next: StoredValue<u32>,
}

impl AskedDraft {
    fn new(key: u32, tag: AskedTag) -> Self {
        Self {
            key,
            kind: RwSignal::new(tag.kind.name().to_owned()),
            required: RwSignal::new(tag.required),
            options: RwSignal::new(tag.options.join("\n")),
            name: RwSignal::new(tag.name),
            label: RwSignal::new(tag.label),
        }
    }

    /// What its value is.
    pub fn kind(self) -> TagKind {
        self.kind.with(|kind| TagKind::parse(kind)).unwrap_or(TagKind::Text)
    }

    fn tag(self) -> AskedTag {
        AskedTag {
            name: self.name.get(),
            label: self.label.get(),
            kind: self.kind(),
            required: self.required.get(),
            options: self.options.with(|options| options.lines().map(str::to_owned).filter(|option| !option.trim().is_empty()).collect()),
        }
    }
}

impl LetterDraft {
    /// Begins with what is stored.
    pub fn new(name: String, content: OfferContent) -> Self {
        let asked: Vec<AskedDraft> = (0..).zip(content.asked).map(|(key, tag)| AskedDraft::new(key, tag)).collect();
        Self {
            name: RwSignal::new(name),
            next: StoredValue::new(u32::try_from(asked.len()).unwrap_or(u32::MAX)),
            text: RwSignal::new(content.text),
            asked: RwSignal::new(asked),
            approvers: RwSignal::new(content.approvers),
        }
    }

    /// What it says, as it stands now.
    pub fn content(self) -> OfferContent {
        OfferContent {
            text: self.text.get(),
            asked: self.asked.with(|asked| asked.iter().map(|tag| tag.tag()).collect()),
            approvers: self.approvers.get(),
        }
    }

    /// Errors at `asked.0.name` as errors at the fields of that tag, `t7.name` of the one with the key 7: places change, keys do not.
    pub fn at_fields(self, errors: &FieldErrors) -> FieldErrors {
        let mut named = FieldErrors::default();
        for error in errors.iter() {
            let part = error.field.strip_prefix("asked.").and_then(|rest| rest.split_once('.'));
            let tag = part.and_then(|(at, field)| {
                Some((self.asked.with_untracked(|asked| asked.get(at.parse::<usize>().ok()?).map(|tag| tag.key))?, field))
            });
            let field = tag.map_or_else(|| error.field.clone(), |(key, field)| format!("t{key}.{field}"));
            let arguments: Vec<(&str, String)> = error.arguments.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
            named.add_with(field, &error.message, &arguments);
        }
        named
    }

    /// Adds a tag to ask for.
    pub fn add(self) {
        let key = self.next.get_value();
        self.next.set_value(key.saturating_add(1));
        let tag = AskedTag { name: "offer.".into(), label: String::new(), kind: TagKind::Text, required: true, options: Vec::new() };
        self.asked.update(|asked| asked.push(AskedDraft::new(key, tag)));
    }

    /// Removes one.
    pub fn remove(self, key: u32) {
        self.asked.update(|asked| asked.retain(|tag| tag.key != key));
    }
}
