//! Texts within HTML that is written by hand.

/// Appends a text so that HTML reads back that text: between tags, and in attributes in quotes of either kind (HTML, section 13.1).
pub fn escape_into(html: &mut String, text: &str) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let written = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            // As it stands it would be read as a line feed.
            b'\r' => "&#13;",
            // HTML has no way to write it.
            b'\0' => "\u{FFFD}",
            _ => continue,
        };
        html.push_str(text.get(from..at).unwrap_or_default());
        html.push_str(written);
        from = at + 1;
    }
    html.push_str(text.get(from..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(text: &str) -> String {
        let mut html = String::from("»");
        escape_into(&mut html, text);
        html
    }

    #[test]
    fn nothing_of_a_text_is_markup() {
        assert_eq!(escaped("<b title=\"x\">'&amp;"), "»&lt;b title=&quot;x&quot;&gt;&#39;&amp;amp;");
        assert_eq!(escaped("</script><!--]]>"), "»&lt;/script&gt;&lt;!--]]&gt;");
    }

    #[test]
    fn what_is_harmless_stands_as_it_is() {
        assert_eq!(escaped(""), "»");
        assert_eq!(escaped("नमस्ते 李 🎉 · 10:00 – 11:00"), "»नमस्ते 李 🎉 · 10:00 – 11:00");
        assert_eq!(escaped("&ä<"), "»&amp;ä&lt;");
    }

    #[test]
    fn control_characters_are_kept_where_html_can() {
        assert_eq!(escaped("a\nb\tc\u{1b}d\u{7f}"), "»a\nb\tc\u{1b}d\u{7f}");
        assert_eq!(escaped("a\r\nb\0c"), "»a&#13;\nb\u{FFFD}c");
    }
}
