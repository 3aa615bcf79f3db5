//! A letter in parts, written out once as plain text and once as HTML, so that both say the same.

use std::fmt::Write;

use crate::domain::locale::Language;
use crate::server::carriers::teams;

/// What a mail says. All texts are plain; line breaks in them are kept.
#[derive(Debug, Clone, Default)]
pub struct Letter {
    /// The subject, one line.
    pub subject: String,
    /// The first line, large.
    pub heading: String,
    /// `Hello Ana,`
    pub greeting: String,
    /// What it is about.
    pub paragraphs: Vec<String>,
    /// Names and values; values that are addresses become links. Those without a value are left out.
    pub facts: Vec<(String, String)>,
    /// Somebody's own words, with who says them.
    pub words: Option<(String, String)>,
    /// What to do next: label and address.
    pub action: Option<(String, String)>,
    /// A question with its answers: label and address of each.
    pub answers: Option<(String, Vec<(String, String)>)>,
    /// What else to know.
    pub notes: Vec<String>,
    /// Who sends this and why.
    pub footer: String,
}

impl Letter {
    /// As plain text.
    pub fn text(&self) -> String {
        let mut blocks: Vec<String> = Some(self.greeting.clone()).filter(|greeting| !greeting.is_empty()).into_iter().collect();
        blocks.extend(self.paragraphs.iter().cloned());
        let facts: Vec<_> =
            self.facts().map(|(name, value)| format!("{name}: {}", value.lines().collect::<Vec<_>>().join("\n  "))).collect();
        if !facts.is_empty() {
            blocks.push(facts.join("\n"));
        }
        if let Some((who, words)) = &self.words {
            let quoted: Vec<_> = words.lines().map(|line| format!("> {line}")).collect();
            blocks.push(format!("{who}\n{}", quoted.join("\n")));
        }
        if let Some((label, address)) = &self.action {
            blocks.push(format!("{label}:\n{address}"));
        }
        if let Some((question, answers)) = &self.answers {
            let lines: Vec<_> = answers.iter().map(|(label, address)| format!("{label}: {address}")).collect();
            blocks.push(format!("{question}\n{}", lines.join("\n")));
        }
        blocks.extend(self.notes.iter().cloned());
        blocks.push(format!("-- \n{}", self.footer));
        blocks.join("\n\n") + "\n"
    }

    /// As HTML: one column, styles at the elements (mail programs drop style sheets), colours that hold in dark mode,
    /// which the style sheet in the head only refines; nothing is loaded from anywhere.
    pub fn html(&self, language: Language) -> String {
        let mut body = String::new();
        let paragraph = |body: &mut String, text: &str| {
            let _ = write!(body, "<p style=\"margin:0 0 16px\">{}</p>", escape(text));
        };
        let _ =
            write!(body, "<h1 style=\"margin:0 0 16px;font-size:20px;line-height:28px;font-weight:600\">{}</h1>", escape(&self.heading));
        if !self.greeting.is_empty() {
            paragraph(&mut body, &self.greeting);
        }
        for text in &self.paragraphs {
            paragraph(&mut body, text);
        }
        if self.facts().next().is_some() {
            body.push_str("<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" style=\"margin:0 0 16px;border-collapse:collapse\"><tbody>");
            for (name, value) in self.facts() {
                let _ = write!(
                    body,
                    "<tr><td class=\"soft\" style=\"padding:4px 16px 4px 0;vertical-align:top;white-space:nowrap;color:#5b6577\">{}</td>\
                     <td style=\"padding:4px 0;vertical-align:top\">{}</td></tr>",
                    escape(name),
                    linked(value)
                );
            }
            body.push_str("</tbody></table>");
        }
        if let Some((who, words)) = &self.words {
            let _ = write!(
                body,
                "<p class=\"soft\" style=\"margin:0 0 4px;color:#5b6577\">{}</p>\
                 <blockquote style=\"margin:0 0 16px;padding:4px 0 4px 12px;border-left:3px solid #b9c2d0\">{}</blockquote>",
                escape(who),
                escape(words)
            );
        }
        if let Some((label, address)) = &self.action {
            let _ = write!(
                body,
                "<p style=\"margin:8px 0 24px\"><a href=\"{address}\" style=\"display:inline-block;padding:10px 18px;border-radius:6px;\
                 background:#2f5fc4;color:#ffffff;font-weight:600;text-decoration:none\">{}</a></p>",
                escape(label),
                address = escape(address)
            );
        }
        if let Some((question, answers)) = &self.answers {
            let _ = write!(body, "<p style=\"margin:0 0 8px;font-weight:600\">{}</p><p style=\"margin:0 0 20px\">", escape(question));
            for (label, address) in answers {
                let _ = write!(
                    body,
                    "<a class=\"answer\" href=\"{}\" style=\"display:inline-block;margin:0 8px 8px 0;padding:8px 14px;border-radius:6px;\
                     border:1px solid #2f5fc4;color:#2f5fc4;font-weight:600;text-decoration:none\">{}</a>",
                    escape(address),
                    escape(label)
                );
            }
            body.push_str("</p>");
        }
        for text in &self.notes {
            paragraph(&mut body, text);
        }
        format!(
            "<!DOCTYPE html>\n<html lang=\"{language}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\">\
             <meta name=\"supported-color-schemes\" content=\"light dark\"><title>{title}</title>\n<style>{STYLE}</style></head>\n\
             <body style=\"margin:0;padding:24px 12px;background:#f4f6f9;color:#1d2430;\
             font:16px/24px system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif\">\n\
             <div class=\"card\" style=\"max-width:560px;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #dde2ea;\
             border-radius:10px\">\n{body}\n</div>\n\
             <p class=\"soft\" style=\"max-width:560px;margin:16px auto 0;font-size:13px;line-height:20px;color:#5b6577\">{footer}</p>\n\
             </body></html>\n",
            language = language.tag(),
            title = escape(&self.subject),
            footer = escape(&self.footer),
        )
    }

    /// As a card for Teams.
    pub fn card(&self) -> serde_json::Value {
        let words = self.words.iter().map(|(who, words)| format!("{who} {words}"));
        let lines: Vec<String> = self.paragraphs.iter().cloned().chain(words).collect();
        teams::card(&self.heading, &lines, &self.facts, self.action.as_ref())
    }

    fn facts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.facts.iter().filter(|(_, value)| !value.trim().is_empty()).map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

const STYLE: &str = "@media (prefers-color-scheme:dark){body{background:#14171d!important;color:#e8ebf1!important}\
.card{background:#1b1f27!important;border-color:#343b48!important}.soft{color:#aab3c2!important}.answer{color:#9dbcff!important;border-color:#9dbcff!important}.card td a,.card p a:not([style]){color:#9dbcff!important}}";

/// Text for HTML, between tags and in attributes; line breaks become `<br>`.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\r' => {}
            '\n' => escaped.push_str("<br>\n"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A value that is a web address as a link; no other scheme becomes one.
fn linked(value: &str) -> String {
    let is_address = (value.starts_with("https://") || value.starts_with("http://")) && !value.contains(char::is_whitespace);
    let text = escape(value);
    if is_address { format!("<a href=\"{text}\">{text}</a>") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_html_say_the_same_and_nothing_is_markup() {
        let letter = Letter {
            subject: "A & B".into(),
            heading: "A <b>".into(),
            greeting: "Hello \"Ana\",".into(),
            paragraphs: vec!["one\ntwo".into()],
            facts: vec![("Where".into(), "https://x.example/?a=1&b='2'".into()), ("Empty".into(), " ".into())],
            words: Some(("Ben writes:".into(), "<script>alert(1)</script>\nsecond".into())),
            action: Some(("Open".into(), "https://x.example/\"><script>".into())),
            answers: Some(("Can you <come>?".into(), vec![("Yes".into(), "https://x.example/a?b=\"c\"".into())])),
            notes: vec!["javascript:alert(1)".into()],
            footer: "Footer".into(),
        };
        let html = letter.html(Language::English);
        assert!(!html.contains("<script>") && !html.contains("A <b>"));
        assert!(html.contains("one<br>\ntwo") && html.contains("&lt;script&gt;alert(1)&lt;/script&gt;<br>\nsecond"));
        assert!(html.contains("<a href=\"https://x.example/?a=1&amp;b=&#39;2&#39;\">"));
        assert!(html.contains("href=\"https://x.example/&quot;&gt;&lt;script&gt;\""));
        assert!(html.contains("Can you &lt;come&gt;?") && html.contains("href=\"https://x.example/a?b=&quot;c&quot;\""));
        let text = letter.text();
        assert!(text.contains("Can you <come>?\nYes: https://x.example/a?b=\"c\""));
        assert!(text.contains("Where: https://x.example/?a=1&b='2'") && text.contains("> second") && !text.contains("Empty"));
    }
}
