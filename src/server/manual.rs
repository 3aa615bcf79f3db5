//! The manual of `docs/manual`, compiled in, and made into HTML here: no browser is sent Markdown or what reads it.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use crate::api::help::{HelpEntry, HelpView};
use crate::domain::help::Topic;
use crate::paths;

/// The file of a page; without a topic, of the first page.
const fn source(topic: Option<Topic>) -> &'static str {
    match topic {
        None => include_str!("../../docs/manual/README.md"),
        Some(Topic::Schedule) => include_str!("../../docs/manual/schedule.md"),
        Some(Topic::Clients) => include_str!("../../docs/manual/clients.md"),
        Some(Topic::Candidates) => include_str!("../../docs/manual/candidates.md"),
        Some(Topic::Invitations) => include_str!("../../docs/manual/invitations.md"),
        Some(Topic::Evaluate) => include_str!("../../docs/manual/evaluate.md"),
        Some(Topic::Offers) => include_str!("../../docs/manual/offers.md"),
        Some(Topic::Tasks) => include_str!("../../docs/manual/tasks.md"),
        Some(Topic::Hours) => include_str!("../../docs/manual/hours.md"),
        Some(Topic::Rooms) => include_str!("../../docs/manual/rooms.md"),
        Some(Topic::Connections) => include_str!("../../docs/manual/connections.md"),
        Some(Topic::Ats) => include_str!("../../docs/manual/ats.md"),
        Some(Topic::Settings) => include_str!("../../docs/manual/settings.md"),
    }
}

/// A page; without a topic, the first one.
pub fn page(topic: Option<Topic>) -> HelpView {
    let text = source(topic);
    let (html, parts) = render(text);
    let entry = |topic: &Topic| HelpEntry { name: topic.name().to_owned(), title: title(source(Some(*topic))) };
    HelpView { title: title(text), html, parts, pages: Topic::ALL.iter().map(entry).collect() }
}

/// The heading of the first level.
fn title(text: &str) -> String {
    text.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or_default().trim().to_owned()
}

/// What stands below the title, and the headings of its parts.
fn render(text: &str) -> (String, Vec<HelpEntry>) {
    let all: Vec<Event<'_>> = Parser::new_ext(text, Options::ENABLE_TABLES).collect();
    let (mut shown, mut parts) = (Vec::with_capacity(all.len()), Vec::new());
    let mut in_title = false;
    for (at, event) in all.iter().enumerate() {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => in_title = true,
            Event::End(TagEnd::Heading(HeadingLevel::H1)) => in_title = false,
            // It stands in the head of the page.
            _ if in_title => {}
            Event::Start(Tag::Heading { level, .. }) => {
                let title = words(all.get(at + 1..).unwrap_or_default());
                let name = anchor(&title);
                shown.push(Event::Start(Tag::Heading {
                    level: *level,
                    id: Some(name.clone().into()),
                    classes: Vec::new(),
                    attrs: Vec::new(),
                }));
                if *level == HeadingLevel::H2 {
                    parts.push(HelpEntry { name, title });
                }
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => shown.push(Event::Start(Tag::Link {
                link_type: *link_type,
                dest_url: address(dest_url).into(),
                title: title.clone(),
                id: id.clone(),
            })),
            // Nothing is HTML but what is made here: tags are shown as they are written.
            Event::Html(text) | Event::InlineHtml(text) => shown.push(Event::Text(text.clone())),
            other => shown.push(other.clone()),
        }
    }
    let mut html = String::new();
    html::push_html(&mut html, shown.into_iter());
    (followed(&html), parts)
}

/// Links to a heading are the browser's to follow: it goes there, where the app would begin the page at its top.
fn followed(html: &str) -> String {
    let mut pieces = html.split("<a ");
    let mut followed = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let leads_to_heading = piece.split('"').nth(1).is_some_and(|address| address.contains('#'));
        followed.push_str(if leads_to_heading { "<a rel=\"external\" " } else { "<a " });
        followed.push_str(piece);
    }
    followed
}

/// The words of the heading whose events begin here.
fn words(events: &[Event<'_>]) -> String {
    let of_heading = events.iter().take_while(|event| !matches!(event, Event::End(TagEnd::Heading(_))));
    let mut words = String::new();
    for event in of_heading {
        if let Event::Text(text) | Event::Code(text) = event {
            words.push_str(text);
        }
    }
    words
}

/// What a heading is called in an address, as other readers of Markdown have it, too: `How do I move it?` is `how-do-i-move-it`.
fn anchor(title: &str) -> String {
    let kept = title.chars().filter_map(|character| match character {
        ' ' | '-' => Some('-'),
        character if character.is_alphanumeric() => Some(character.to_ascii_lowercase()),
        _ => None,
    });
    kept.collect()
}

/// A link from file to file is one from page to page in the app.
fn address(link: &str) -> String {
    let (file, part) = link.split_at(link.find('#').unwrap_or(link.len()));
    match file.strip_suffix(".md") {
        Some("README") => format!("{}{part}", paths::HELP),
        Some(name) => format!("{}{part}", paths::help(name)),
        None => link.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// Every page; the first one is none.
    fn pages() -> Vec<Option<Topic>> {
        std::iter::once(None).chain(Topic::ALL.iter().copied().map(Some)).collect()
    }

    fn links(text: &str) -> Vec<String> {
        let link = |event: Event<'_>| match event {
            Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.to_string()),
            _ => None,
        };
        Parser::new_ext(text, Options::ENABLE_TABLES).filter_map(link).collect()
    }

    #[test]
    fn every_page_has_a_title_text_and_parts_of_different_names() {
        for topic in pages() {
            let page = page(topic);
            assert!(!page.title.is_empty(), "{topic:?} has no title");
            assert!(page.html.contains("<p>"), "{topic:?} has no text");
            assert!(!page.html.contains("<h1"), "{topic:?}: the title stands in the head of the page");
            assert!(!page.parts.is_empty(), "{topic:?} has no parts");
            let names: HashSet<&str> = page.parts.iter().map(|part| part.name.as_str()).collect();
            assert_eq!(names.len(), page.parts.len(), "{topic:?}: two parts have one name");
            for part in &page.parts {
                assert!(page.html.contains(&format!("<h2 id=\"{}\"", part.name)), "{topic:?}: no heading {}", part.name);
            }
        }
    }

    #[test]
    fn every_link_leads_to_a_page_and_a_heading_that_is_there() {
        for topic in pages() {
            for link in links(source(topic)) {
                let (file, part) = link.split_at(link.find('#').unwrap_or(link.len()));
                let there = match file.strip_suffix(".md") {
                    Some("README") => None,
                    Some(name) => Some(Topic::parse(name).unwrap_or_else(|| panic!("{topic:?} links to {link}"))),
                    None if file.is_empty() => topic,
                    None => panic!("{topic:?} links to {link}, which is no page of the manual"),
                };
                let part = part.trim_start_matches('#');
                let (_, parts) = render(source(there));
                assert!(part.is_empty() || parts.iter().any(|other| other.name == part), "{topic:?} links to {link}");
            }
        }
    }

    /// What is set in bold.
    fn names(text: &str) -> Vec<String> {
        let (mut names, mut in_name) = (Vec::<String>::new(), false);
        for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
            match event {
                Event::Start(Tag::Strong) => {
                    names.push(String::new());
                    in_name = true;
                }
                Event::End(TagEnd::Strong) => in_name = false,
                Event::Text(text) if in_name => names.last_mut().unwrap().push_str(&text),
                _ => {}
            }
        }
        names
    }

    #[test]
    fn what_is_bold_is_a_text_of_the_app() {
        let mut messages = String::new();
        for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/en")).unwrap() {
            messages.push_str(&std::fs::read_to_string(file.unwrap().path()).unwrap());
        }
        let texts: HashSet<&str> = messages.lines().filter_map(|line| line.split_once(" = ")).map(|(_, text)| text.trim()).collect();
        for topic in pages() {
            let unknown: Vec<String> = names(source(topic)).into_iter().filter(|name| !texts.contains(name.as_str())).collect();
            assert!(unknown.is_empty(), "{topic:?} names what the app does not show: {unknown:?}");
        }
    }

    #[test]
    fn every_page_is_linked_from_the_first() {
        let first = links(source(None));
        for topic in Topic::ALL {
            assert!(first.contains(&format!("{}.md", topic.name())), "no link to {topic:?}");
        }
    }

    #[test]
    fn links_between_files_become_links_between_pages() {
        let (html, _) = render("# T\n\n[a](rooms.md) [b](README.md) [c](hours.md#own-hours) [d](#here)");
        for expected in ["href=\"/help/rooms\"", "href=\"/help\"", "href=\"/help/hours#own-hours\"", "href=\"#here\""] {
            assert!(html.contains(expected), "{expected} in {html}");
        }
        assert_eq!(html.matches("rel=\"external\"").count(), 2, "{html}");
    }

    #[test]
    fn what_is_written_as_html_is_shown_not_run() {
        let (html, _) = render("# T\n\nA <b onclick=\"x()\">word</b>.\n\n<script>run()</script>\n");
        assert!(!html.contains("<script") && !html.contains("<b "), "{html}");
        assert!(html.contains("&lt;script&gt;"), "{html}");
    }

    #[test]
    fn headings_are_named_by_their_words() {
        let (html, parts) = render("# Title\n\n## How do I *move* it?\n\nSo.\n");
        assert_eq!(parts, [HelpEntry { name: "how-do-i-move-it".into(), title: "How do I move it?".into() }]);
        assert!(html.starts_with("<h2 id=\"how-do-i-move-it\">"), "{html}");
    }
}
