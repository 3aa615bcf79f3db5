//! Whatever is written into a template or filled into a tag: nothing breaks, and a value is read as it was typed.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

use super::filled::{Known, fill};
use super::letter::{Block, Run, finished, render};
use super::tags::{AskedTag, KNOWN, TagKind, TagValue};
use super::template::{OfferContent, in_text, mark, tags_of};
use super::values::{amount, read};

const TAGS: [&str; 4] = ["candidate.name", "offer.salary", "offer.start", "today"];

fn asked(name: &str, kind: TagKind) -> AskedTag {
    let options = if kind == TagKind::Choice { vec!["Berlin".into(), "Remote".into()] } else { Vec::new() };
    AskedTag { name: name.into(), label: name.into(), kind, required: false, options }
}

fn content(text: String) -> OfferContent {
    let asked = vec![asked("offer.salary", TagKind::Money), asked("offer.start", TagKind::Date), asked("offer.site", TagKind::Choice)];
    OfferContent { text, asked, approvers: Vec::new() }
}

/// Anything, with what means something to tags, to Markdown, to HTML or to terminals more often than chance would have it.
fn anything() -> impl Strategy<Value = String> {
    let sign = prop::sample::select(vec![
        "{{",
        "}}",
        "{",
        "}",
        "\\{{",
        "\\",
        "{{ }}",
        "\n",
        "\r\n",
        "\n\n",
        "    ",
        "\t",
        "**",
        "*",
        "_",
        "# ",
        "- ",
        "1. ",
        "9999999999. ",
        "> ",
        "---\n",
        "===\n",
        "```",
        "`",
        "<b>",
        "<!--",
        "-->",
        "</",
        "&amp;",
        "&#0;",
        "[a](",
        "![a](",
        ")",
        "[1]: ",
        "|",
        "~~",
        "\u{0}",
        "\u{7f}",
        "\u{a0}",
        "\u{200b}",
        "\u{202e}",
        "\u{2066}",
        "\u{e000}",
        "\u{e001}",
        "\u{f8ff}",
        "\u{feff}",
        "\u{1f469}\u{200d}\u{1f4bb}",
        "e\u{301}",
    ]);
    let tag = prop::sample::select(TAGS.to_vec()).prop_map(|name| format!("{{{{{name}}}}}"));
    prop_oneof![4 => sign.prop_map(str::to_owned), 2 => tag, 2 => "\\w{1,8}", 1 => any::<String>()]
}

fn any_text() -> impl Strategy<Value = String> {
    vec(anything(), 0..40).prop_map(|parts| parts.concat())
}

/// A value that says something.
fn any_value() -> impl Strategy<Value = String> {
    any_text().prop_map(|text| if text.trim().is_empty() { "x".into() } else { text })
}

/// A tag by its place among [`TAGS`], or a plain word.
fn word() -> impl Strategy<Value = Result<usize, String>> {
    prop_oneof!["[a-z]{1,8}".prop_map(Err::<usize, String>), (0..TAGS.len()).prop_map(Ok::<usize, String>)]
}

fn runs(block: &Block) -> &[Run] {
    match block {
        Block::Heading { runs, .. } | Block::Paragraph { runs } | Block::Item { runs, .. } => runs,
        Block::Rule => &[],
    }
}

/// A letter without what its values say.
fn shape(mut blocks: Vec<Block>) -> Vec<Block> {
    for block in &mut blocks {
        if let Block::Heading { runs, .. } | Block::Paragraph { runs } | Block::Item { runs, .. } = block {
            runs.iter_mut().filter(|run| run.tag.is_some()).for_each(|run| run.text.clear());
        }
    }
    blocks
}

proptest! {
    #[test]
    fn any_text_is_read_checked_and_laid_out(text in any_text()) {
        let marked = mark(&text);
        prop_assert!(marked.text.chars().filter_map(|c| marked.at(c)).count() == marked.uses.len());
        prop_assert!(tags_of(&text).len() <= marked.uses.len());
        let lines = u32::try_from(text.split('\n').count()).unwrap();
        prop_assert!(marked.uses.iter().chain(&marked.open).all(|found| (1..=lines).contains(&found.line) && found.column >= 1));
        let _ = finished(render(&text, |_| None));
        if let Ok(sound) = content(text).validate() {
            // What was taken once is taken again, as it is.
            prop_assert_eq!(sound.clone().validate().unwrap(), sound);
        }
    }

    #[test]
    fn a_value_is_read_as_it_is_and_changes_nothing_around_it(text in any_text(), values in vec(any_value(), TAGS.len())) {
        let value = |name: &str| TAGS.iter().position(|tag| *tag == name).map(|at| values[at].clone());
        let filled = render(&text, value);
        for run in filled.iter().flat_map(runs) {
            let said = run.tag.as_ref().map(|name| value(name).unwrap_or_else(|| name.clone()));
            prop_assert!(said.is_none_or(|said| said == run.text), "{:?}", run);
        }
        let plain = |name: &str| value(name).map(|_| "x".to_owned());
        prop_assert_eq!(shape(filled), shape(render(&text, plain)));
    }

    #[test]
    fn no_value_is_lost_among_words(words in vec(word(), 1..30), values in vec(any_value(), TAGS.len())) {
        let written = |word: &Result<usize, String>| match word {
            Ok(tag) => format!("{{{{{}}}}}", TAGS[*tag]),
            Err(word) => word.clone(),
        };
        let meant = |word: &Result<usize, String>| match word {
            Ok(tag) => values[*tag].clone(),
            Err(word) => word.clone(),
        };
        let text = words.iter().map(written).collect::<Vec<_>>().join(" ");
        let expected = words.iter().map(meant).collect::<Vec<_>>().join(" ");
        let value = |name: &str| TAGS.iter().position(|tag| *tag == name).map(|at| values[at].clone());
        let read: String = render(&text, value).iter().flat_map(runs).map(|run| run.text.as_str()).collect();
        prop_assert_eq!(&read, &expected);
        prop_assert_eq!(in_text(&text, |name| value(name).unwrap_or_default()), expected);
    }

    #[test]
    fn whatever_is_typed_is_a_value_missing_or_refused_at_its_field(
        text in any_text(),
        typed in btree_map(prop::sample::select(TAGS.to_vec()), any_text(), 0..4),
    ) {
        let known = Known::from([("candidate.name".to_owned(), TagValue::Text { text: "Ana".into() })]);
        let typed = typed.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let content = content(text);
        let filled = fill(&content.tags(), &known, &typed);
        for error in filled.errors.iter() {
            prop_assert!(TAGS.iter().any(|tag| error.field == format!("tag.{tag}")), "{:?}", error);
        }
        prop_assert!(filled.missing.iter().all(|tag| KNOWN.iter().any(|(name, _)| *name == tag.name)), "what can be left out is not missed");
    }

    #[test]
    fn an_amount_is_read_back_as_it_is_written(minor in 0_i64..1_000_000_000_000_000, currency in "[A-Z]{3}") {
        let tag = asked("offer.salary", TagKind::Money);
        prop_assert_eq!(read(&tag, &amount(minor, &currency)), Ok(Some(TagValue::Money { minor, currency })));
    }

    #[test]
    fn whatever_is_typed_for_an_amount_or_a_date_is_read_or_refused(
        typed in prop_oneof![any_text(), "[A-Za-z]{0,3} ?[0-9.,' ]{0,25} ?[A-Za-z€]{0,3}"],
    ) {
        for kind in [TagKind::Money, TagKind::Date, TagKind::Choice, TagKind::Text] {
            let _ = read(&asked("offer.x", kind), &typed);
        }
    }
}
