//! The text of an offer letter with its tags: read, checked, and put together with values by [`super::letter`].

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::tags::{AskedTag, KNOWN, TagKind, is_name, nearest};
use crate::domain::error::{FieldErrors, text};
use crate::domain::id::{OfferTemplateId, UserId};

/// The longest letter, in characters: about twenty pages.
pub const MAX_TEXT: usize = 60_000;
/// The most places with tags.
pub const MOST_USES: usize = 500;
/// The most tags that are asked for.
pub const MOST_ASKED: usize = 40;
/// The most colleagues who have to approve.
pub const MOST_APPROVERS: usize = 10;
/// The most options of a tag.
pub const MOST_OPTIONS: usize = 20;

/// The first of the characters that stand for tags while a text is read: Unicode's private use area, which no letter needs.
const FIRST: u32 = 0xE000;
/// The last of them.
const LAST: u32 = 0xF8FF;

/// All that a template says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferContent {
    /// Markdown (CommonMark without HTML) with tags; `\{{` is no tag.
    pub text: String,
    /// The tags that are asked for, in their order.
    pub asked: Vec<AskedTag>,
    /// Who has to approve an offer before it is sent, one after the other; nobody where it is empty.
    #[serde(default)]
    pub approvers: Vec<UserId>,
}

/// A template as it is saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveOfferTemplate {
    /// None for a new one.
    #[serde(default)]
    pub id: Option<OfferTemplateId>,
    /// The version it was read with; 0 for a new one.
    #[serde(default)]
    pub version: i64,
    /// What it is called: 1 to 120 characters.
    pub name: String,
    /// What it says.
    pub content: OfferContent,
    /// It may be used from now on.
    #[serde(default)]
    pub approve: bool,
}

impl SaveOfferTemplate {
    /// Checks it, its texts trimmed.
    ///
    /// # Errors
    /// At `name`, and those of [`OfferContent::validate`].
    pub fn validate(self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = text(&self.name, "name", 1, 120, &mut errors);
        if name.contains(['\n', '\r', '\t']) {
            errors.add("name", "error-one-line");
        }
        match self.content.validate() {
            Ok(content) => errors.or(Self { name, content, ..self }),
            Err(wrong) => {
                errors.merge(wrong);
                Err(errors)
            }
        }
    }
}

/// A tag in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// Its name, as it is written.
    pub name: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

/// A text with each tag replaced by one character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marked {
    /// The text for the Markdown reader.
    pub text: String,
    /// What the characters stand for.
    pub uses: Vec<Use>,
    /// Where a `{{` has no end.
    pub open: Option<Use>,
}

impl Marked {
    /// The use that a character of the text stands for.
    pub fn at(&self, c: char) -> Option<&Use> {
        let index = u32::from(c).checked_sub(FIRST).filter(|index| FIRST + index <= LAST)?;
        self.uses.get(usize::try_from(index).ok()?)
    }
}

/// Reads a text: tags become characters that mean nothing to Markdown, so that a value can never be read as Markdown, and a name with
/// underscores never as emphasis.
pub(super) fn mark(text: &str) -> Marked {
    let mut marked = Marked { text: String::with_capacity(text.len()), uses: Vec::new(), open: None };
    let (mut line, mut column) = (1, 1);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("\\{{") {
            marked.text.push_str("{{");
            column += 3;
            rest = after;
            continue;
        }
        if let Some(after) = rest.strip_prefix("{{") {
            let here = |name: &str| Use { name: name.trim().to_owned(), line, column };
            match after.split_once("}}").filter(|(name, _)| !name.contains(['\n', '{'])) {
                Some((name, behind)) => {
                    let number = u32::try_from(marked.uses.len()).unwrap_or(u32::MAX);
                    // More than fit are refused when the template is saved; until then they stay as they are typed.
                    match FIRST.checked_add(number).filter(|code| *code <= LAST).and_then(char::from_u32) {
                        Some(mark) => {
                            marked.text.push(mark);
                            marked.uses.push(here(name));
                        }
                        None => marked.text.push_str("{{…}}"),
                    }
                    column += u32::try_from(name.chars().count()).unwrap_or(u32::MAX).saturating_add(4);
                    rest = behind;
                }
                None => {
                    marked.open.get_or_insert_with(|| here(after.lines().next().unwrap_or_default()));
                    marked.text.push_str("{{");
                    column += 2;
                    rest = after;
                }
            }
            continue;
        }
        // What would be taken for a tag is none.
        marked.text.push(if (FIRST..=LAST).contains(&u32::from(c)) { char::REPLACEMENT_CHARACTER } else { c });
        if c == '\n' {
            line += 1;
            column = 1;
        } else {
            column += 1;
        }
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    marked
}

/// A text with each tag replaced; whatever a value looks like, it is not read again.
pub fn in_text(text: &str, value: impl Fn(&str) -> String) -> String {
    let marked = mark(text);
    let mut replaced = String::with_capacity(text.len());
    for c in marked.text.chars() {
        match marked.at(c) {
            Some(found) => replaced.push_str(&value(&found.name)),
            None => replaced.push(c),
        }
    }
    replaced
}

/// The tags of a text in their order, each once.
pub fn tags_of(text: &str) -> Vec<String> {
    let mut seen = HashSet::new();
    mark(text).uses.into_iter().map(|found| found.name).filter(|name| seen.insert(name.clone())).collect()
}

impl OfferContent {
    /// The tags of the text as they are filled in, in their order, each once.
    pub fn tags(&self) -> Vec<AskedTag> {
        tags_of(&self.text).iter().filter_map(|name| self.tag(name)).collect()
    }

    /// The kind of a tag, known or asked for.
    pub fn kind_of(&self, name: &str) -> Option<TagKind> {
        self.tag(name).map(|tag| tag.kind)
    }

    /// A tag as it is filled in: one that is asked for, or a known one, whose label is for the reader's language to give.
    pub fn tag(&self, name: &str) -> Option<AskedTag> {
        let known = |(name, kind): &(&str, TagKind)| AskedTag {
            name: (*name).to_owned(),
            label: String::new(),
            kind: *kind,
            required: true,
            options: Vec::new(),
        };
        let asked = || self.asked.iter().find(|tag| tag.name == name).cloned();
        KNOWN.iter().find(|(known, _)| *known == name).map(known).or_else(asked)
    }

    /// Checks it, its texts trimmed.
    ///
    /// # Errors
    /// At `text`: too long, a tag that nothing is known of or that has no end, with line and column and, where one is near, the name that was
    /// meant; at `asked.0.name`, `asked.0.label`, `asked.0.options`.
    pub fn validate(self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let words = text(&self.text, "text", 1, MAX_TEXT, &mut errors);
        let mut asked = Vec::with_capacity(self.asked.len());
        for (at, tag) in self.asked.into_iter().enumerate() {
            let tag = check_asked(tag, at, &asked, &mut errors);
            asked.push(tag);
        }
        if asked.len() > MOST_ASKED {
            errors.add_with("asked", "error-too-many-tags", &[("most", MOST_ASKED.to_string())]);
        }
        let mut approvers = self.approvers;
        let mut seen = HashSet::new();
        approvers.retain(|approver| seen.insert(*approver));
        if approvers.len() > MOST_APPROVERS {
            errors.add_with("approvers", "error-too-many-approvers", &[("most", MOST_APPROVERS.to_string())]);
        }
        let content = Self { text: words, asked, approvers };
        let marked = mark(&content.text);
        let place = |found: &Use| vec![("tag", found.name.clone()), ("line", found.line.to_string()), ("column", found.column.to_string())];
        if marked.uses.len() > MOST_USES {
            errors.add_with("text", "error-too-many-tags", &[("most", MOST_USES.to_string())]);
        } else if let Some(open) = &marked.open {
            errors.add_with("text", "error-tag-open", &place(open));
        } else if let Some(unknown) = marked.uses.iter().find(|found| content.kind_of(&found.name).is_none()) {
            let names = KNOWN.iter().map(|(name, _)| *name).chain(content.asked.iter().map(|tag| tag.name.as_str()));
            let mut arguments = place(unknown);
            match nearest(&unknown.name, names) {
                Some(meant) => {
                    arguments.push(("meant", meant.to_owned()));
                    errors.add_with("text", "error-tag-misspelt", &arguments);
                }
                None => errors.add_with("text", "error-tag-unknown", &arguments),
            }
        }
        errors.or(content)
    }
}

fn check_asked(tag: AskedTag, at: usize, before: &[AskedTag], errors: &mut FieldErrors) -> AskedTag {
    let part = |field: &str| format!("asked.{at}.{field}");
    let label = text(&tag.label, &part("label"), 1, 80, errors);
    let name = tag.name.trim().to_owned();
    if !is_name(&name) {
        errors.add(part("name"), "error-tag-name");
    } else if KNOWN.iter().any(|(known, _)| *known == name) || before.iter().any(|other| other.name == name) {
        errors.add(part("name"), "error-tag-twice");
    }
    let mut options: Vec<String> = tag.options.iter().map(|option| option.trim().to_owned()).filter(|option| !option.is_empty()).collect();
    let mut seen = HashSet::new();
    options.retain(|option| seen.insert(option.clone()));
    if tag.kind != TagKind::Choice {
        options.clear();
    } else if !(2..=MOST_OPTIONS).contains(&options.len()) {
        errors.add_with(part("options"), "error-options", &[("most", MOST_OPTIONS.to_string())]);
    }
    AskedTag { name, label, options, ..tag }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn salary() -> AskedTag {
        AskedTag { name: "offer.salary".into(), label: "Salary".into(), kind: TagKind::Money, required: true, options: vec![] }
    }

    fn refused(text: &str) -> (String, Vec<(String, String)>) {
        let errors = OfferContent { text: text.into(), asked: vec![salary()], approvers: vec![] }.validate().unwrap_err();
        let error = errors.at("text").unwrap();
        (error.message.clone(), error.arguments.clone())
    }

    #[test]
    fn tags_are_found_with_their_places_and_a_name_with_underscores_is_one() {
        let marked = mark("Dear {{candidate.first_name}},\n\n*{{ job.title }}* and \\{{no}} {{today}}\u{E001}");
        let found: Vec<_> = marked.uses.iter().map(|found| (found.name.as_str(), found.line, found.column)).collect();
        assert_eq!(found, [("candidate.first_name", 1, 6), ("job.title", 3, 2), ("today", 3, 31)]);
        assert_eq!(marked.text, "Dear \u{E000},\n\n*\u{E001}* and {{no}} \u{E002}\u{FFFD}");
        assert_eq!(marked.at('\u{E001}').unwrap().name, "job.title");
        assert_eq!((marked.at('\u{E003}'), marked.at('x')), (None, None));
        assert_eq!(tags_of("{{a}} {{b}} {{a}}"), ["a", "b"]);
    }

    #[test]
    fn an_unknown_misspelt_or_open_tag_is_refused_with_its_place() {
        assert!(
            OfferContent { text: "{{offer.salary}} from {{today}}".into(), asked: vec![salary()], approvers: vec![] }.validate().is_ok()
        );
        let (message, arguments) = refused("Hello,\n  {{candidat.name}}");
        assert_eq!(message, "error-tag-misspelt");
        assert_eq!(arguments[1..], [("line".into(), "2".into()), ("column".into(), "3".into()), ("meant".into(), "candidate.name".into())]);
        assert_eq!(refused("{{offer.bonus}}").0, "error-tag-unknown");
        assert_eq!(refused("{{candidate.name").0, "error-tag-open");
        assert_eq!(refused("{{candidate.name\n}}").0, "error-tag-open");
    }

    #[test]
    fn a_tag_that_is_asked_for_has_a_name_of_its_own_and_enough_to_choose_from() {
        let wrong =
            |tag: AskedTag| OfferContent { text: "x".into(), asked: vec![salary(), tag], approvers: vec![] }.validate().unwrap_err();
        assert_eq!(wrong(AskedTag { name: "Salary".into(), ..salary() }).at("asked.1.name").unwrap().message, "error-tag-name");
        assert_eq!(wrong(salary()).at("asked.1.name").unwrap().message, "error-tag-twice");
        assert_eq!(wrong(AskedTag { name: "today".into(), ..salary() }).at("asked.1.name").unwrap().message, "error-tag-twice");
        let choice =
            AskedTag { name: "offer.site".into(), kind: TagKind::Choice, options: vec!["Berlin".into(), " Berlin ".into()], ..salary() };
        assert!(wrong(choice).at("asked.1.options").is_some());
    }
}
