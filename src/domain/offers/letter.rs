//! A letter as it is read: the same for the preview in the browser, the page that the candidate reads, and the PDF.

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};
use serde::{Deserialize, Serialize};

use super::template::{Marked, mark};

/// Words that look alike.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// What is read; `\n` begins a new line.
    pub text: String,
    /// In bold.
    #[serde(default)]
    pub bold: bool,
    /// In italics.
    #[serde(default)]
    pub italic: bool,
    /// The tag whose value it is.
    #[serde(default)]
    pub tag: Option<String>,
    /// That tag has no value yet: the text is its name.
    #[serde(default)]
    pub missing: bool,
}

/// What stands before an item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Marker {
    /// A dot.
    Dot,
    /// Its number.
    Number(u64),
}

/// A part of a letter, one below the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    /// A heading of level 1 to 3.
    Heading {
        /// 1 is the largest.
        level: u8,
        /// Its words.
        runs: Vec<Run>,
    },
    /// A paragraph.
    Paragraph {
        /// Its words.
        runs: Vec<Run>,
    },
    /// An item of a list.
    Item {
        /// 0 for a list that is in no other.
        depth: u8,
        /// None for a further paragraph of the same item.
        marker: Option<Marker>,
        /// Its words.
        runs: Vec<Run>,
    },
    /// A line across.
    Rule,
}

impl Block {
    fn runs_mut(&mut self) -> &mut [Run] {
        match self {
            Self::Heading { runs, .. } | Self::Paragraph { runs } | Self::Item { runs, .. } => runs,
            Self::Rule => &mut [],
        }
    }
}

/// Puts a text together with the values of its tags. A value is never read as Markdown or as another tag; HTML is text like any other.
///
/// `value`: what a tag reads as; none where it has no value yet.
pub fn render(text: &str, value: impl Fn(&str) -> Option<String>) -> Vec<Block> {
    let mut blocks = outline(text);
    for run in blocks.iter_mut().flat_map(Block::runs_mut) {
        if let Some(said) = run.tag.as_deref().and_then(|name| says(value(name))) {
            run.text = said;
            run.missing = false;
        }
    }
    blocks
}

/// What a value says in a letter: a blank one says nothing, its tag is missing.
pub fn says(value: Option<String>) -> Option<String> {
    value.filter(|value| !value.trim().is_empty())
}

/// A text before its tags have values: each shows its name. No value changes anything but the runs of its tag.
pub fn outline(text: &str) -> Vec<Block> {
    let marked = mark(text);
    let mut writer = Writer {
        marked: &marked,
        blocks: Vec::new(),
        runs: Vec::new(),
        style: Style::default(),
        lists: Vec::new(),
        item: None,
        heading: None,
    };
    for event in Parser::new(&marked.text) {
        writer.take(event);
    }
    writer.end(None);
    writer.blocks
}

/// A letter as it is sent: what has no value, because it needs none, is left out, and with it a block that said nothing else.
pub fn finished(blocks: Vec<Block>) -> Vec<Block> {
    let kept = |runs: Vec<Run>| -> Option<Vec<Run>> {
        let had_words = !runs.is_empty();
        let runs: Vec<Run> = runs.into_iter().filter(|run| !run.missing).collect();
        (!had_words || runs.iter().any(|run| !run.text.trim().is_empty())).then_some(runs)
    };
    blocks
        .into_iter()
        .filter_map(|block| match block {
            Block::Heading { level, runs } => kept(runs).map(|runs| Block::Heading { level, runs }),
            Block::Paragraph { runs } => kept(runs).map(|runs| Block::Paragraph { runs }),
            Block::Item { depth, marker, runs } => kept(runs).map(|runs| Block::Item { depth, marker, runs }),
            Block::Rule => Some(Block::Rule),
        })
        .collect()
}

#[derive(Clone, Copy, Default)]
struct Style {
    bold: u32,
    italic: u32,
}

struct Writer<'a> {
    marked: &'a Marked,
    blocks: Vec<Block>,
    runs: Vec<Run>,
    style: Style,
    /// The numbers that come next; none for lists with dots.
    lists: Vec<Option<u64>>,
    /// The marker of the item that begins.
    item: Option<Marker>,
    heading: Option<u8>,
}

impl Writer<'_> {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.begin(&tag),
            Event::End(tag) => self.end(Some(tag)),
            Event::Text(text)
            | Event::Code(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => {
                self.words(&text);
            }
            Event::FootnoteReference(name) => self.words(&name),
            Event::SoftBreak => self.plain(" "),
            Event::HardBreak => self.plain("\n"),
            Event::Rule => {
                self.end(None);
                self.blocks.push(Block::Rule);
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn begin(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.end(None);
                self.heading = Some(match level {
                    HeadingLevel::H1 => 1,
                    HeadingLevel::H2 => 2,
                    _ => 3,
                });
            }
            Tag::List(first) => {
                self.end(None);
                self.lists.push(*first);
            }
            Tag::Item => {
                self.end(None);
                self.item = Some(match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let own = *number;
                        *number += 1;
                        Marker::Number(own)
                    }
                    _ => Marker::Dot,
                });
            }
            Tag::Strong => self.style.bold += 1,
            Tag::Emphasis => self.style.italic += 1,
            _ => {}
        }
    }

    /// Ends what is being written.
    fn end(&mut self, tag: Option<TagEnd>) {
        match tag {
            Some(TagEnd::Strong) => {
                self.style.bold = self.style.bold.saturating_sub(1);
                return;
            }
            Some(TagEnd::Emphasis) => {
                self.style.italic = self.style.italic.saturating_sub(1);
                return;
            }
            Some(TagEnd::Link | TagEnd::Image) => return,
            _ => {}
        }
        let runs = std::mem::take(&mut self.runs);
        let heading = self.heading.take();
        if !runs.iter().all(|run| run.text.trim().is_empty()) {
            let depth = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
            self.blocks.push(match heading {
                Some(level) => Block::Heading { level, runs },
                None if self.lists.is_empty() => Block::Paragraph { runs },
                None => Block::Item { depth, marker: self.item.take(), runs },
            });
        }
        match tag {
            Some(TagEnd::List(_)) => drop(self.lists.pop()),
            Some(TagEnd::Item) => self.item = None,
            _ => {}
        }
    }

    /// Words of the template, with the tags among them.
    fn words(&mut self, text: &str) {
        let mut plain = String::new();
        for c in text.chars() {
            let Some(found) = self.marked.at(c) else {
                plain.push(c);
                continue;
            };
            self.plain(&std::mem::take(&mut plain));
            let (bold, italic) = (self.style.bold > 0, self.style.italic > 0);
            self.runs.push(Run { text: found.name.clone(), bold, italic, tag: Some(found.name.clone()), missing: true });
        }
        self.plain(&plain);
    }

    fn plain(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        let (bold, italic) = (self.style.bold > 0, self.style.italic > 0);
        match self.runs.last_mut().filter(|run| run.tag.is_none() && (run.bold, run.italic) == (bold, italic)) {
            Some(run) => run.text.push_str(text),
            None => self.runs.push(Run { text: text.to_owned(), bold, italic, tag: None, missing: false }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(name: &str) -> Option<String> {
        match name {
            "candidate.name" => Some("<script>alert(1)</script> {{today}} **bold**\n# Not a heading".into()),
            "offer.salary" => Some("€85,000".into()),
            _ => None,
        }
    }

    fn words(block: &Block) -> String {
        match block {
            Block::Heading { runs, .. } | Block::Paragraph { runs } | Block::Item { runs, .. } => {
                runs.iter().map(|run| run.text.as_str()).collect()
            }
            Block::Rule => "---".into(),
        }
    }

    #[test]
    fn a_value_is_text_whatever_it_looks_like() {
        let blocks = render("Dear {{candidate.name}},\n\nyes", values);
        assert_eq!(blocks.len(), 2, "{blocks:?}");
        let Block::Paragraph { runs } = &blocks[0] else { panic!() };
        let texts: Vec<_> = runs.iter().map(|run| (run.text.as_str(), run.tag.as_deref(), run.bold)).collect();
        let value = "<script>alert(1)</script> {{today}} **bold**\n# Not a heading";
        assert_eq!(texts, [("Dear ", None, false), (value, Some("candidate.name"), false), (",", None, false)]);
    }

    #[test]
    fn headings_lists_emphasis_and_lines_are_what_they_are_in_markdown() {
        let text =
            "# Offer\n\nWe offer **{{offer.salary}} a *year***.  \nAnd:\n\n- one\n- two\n  1. first\n  2. second\n\n---\n\n<b>raw</b>";
        let blocks = render(text, values);
        let all: Vec<_> = blocks.iter().map(words).collect();
        assert_eq!(all, ["Offer", "We offer €85,000 a year.\nAnd:", "one", "two", "first", "second", "---", "<b>raw</b>"]);
        assert!(matches!(blocks[0], Block::Heading { level: 1, .. }));
        let Block::Paragraph { runs } = &blocks[1] else { panic!() };
        assert!(runs[1].bold && runs[1].tag.is_some() && runs.iter().any(|run| run.bold && run.italic && run.text == "year"), "{runs:?}");
        assert!(matches!(blocks[3], Block::Item { depth: 0, marker: Some(Marker::Dot), .. }));
        assert!(matches!(blocks[5], Block::Item { depth: 1, marker: Some(Marker::Number(2)), .. }));
    }

    #[test]
    fn what_needs_no_value_is_left_out_of_what_is_sent() {
        let blocks = finished(render("# {{offer.bonus}}\n\nFrom {{offer.start}} on\n\n- {{offer.car}}\n- two\n\n---", values));
        assert_eq!(blocks.iter().map(words).collect::<Vec<_>>(), ["From  on", "two", "---"]);
    }

    #[test]
    fn what_has_no_value_yet_shows_its_name_and_is_marked() {
        let blocks = render("From {{offer.start}}", values);
        let Block::Paragraph { runs } = &blocks[0] else { panic!() };
        assert_eq!((runs[1].text.as_str(), runs[1].missing), ("offer.start", true));
    }
}
