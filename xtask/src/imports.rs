//! The import rules of docs/architecture.md: which ring of `src/` may name which other, and what stands in one place only.

use std::fs;
use std::path::Path;

use crate::Result;
use crate::site::files_under;

/// What each ring may name of the crate besides itself. `a::b` is that part of a ring only.
const RINGS: [(&str, &[&str]); 6] = [
    ("domain", &[]),
    ("text", &["domain"]),
    ("paths", &["domain"]),
    ("api", &["domain", "text", "paths", "server::ctx", "server::services", "server::zones"]),
    ("ui", &["api", "domain", "text", "paths", "t"]),
    ("server", &["domain", "text", "paths", "api"]),
];

/// Names that stand under one path only.
const PLACES: [(&str, &[&str]); 6] = [
    ("web_sys", &["ui/browser", "lib.rs"]),
    ("gloo", &["ui/browser", "lib.rs"]),
    ("js_sys", &["ui/browser", "lib.rs"]),
    ("wasm_bindgen", &["ui/browser", "lib.rs"]),
    ("wasm_bindgen_futures", &["ui/browser", "lib.rs"]),
    ("sqlx", &["server/store", "server/error.rs", "server/jobs/listen.rs"]),
];

/// Crates that would bind the domain to a framework, to I/O or to one side.
const NOT_IN_DOMAIN: [&str; 9] = ["leptos", "leptos_router", "leptos_meta", "axum", "tokio", "tower", "futures", "chrono_tz", "std::fs"];

/// Files of tests only, which measure the code against other libraries.
const TESTS: [&str; 4] = ["_tests.rs", "/tests.rs", "/testing.rs", "/properties.rs"];

/// Checks all sources and style sheets below `root`; an error lists the offences.
pub fn check(root: &Path) -> Result {
    let mut found = Vec::new();
    let mut count = 0;
    for (folder, end, look) in [("src", "rs", rust as fn(&str, &str) -> Vec<String>), ("style", "css", css)] {
        let folder = root.join(folder);
        for file in files_under(&folder)?.into_iter().filter(|f| f.extension().is_some_and(|e| e == end)) {
            let name = file.strip_prefix(&folder)?.to_string_lossy().into_owned();
            let text = fs::read_to_string(&file)?;
            count += 1;
            found.extend(
                look(&name, &text).into_iter().map(|offence| format!("{}:{offence}", file.strip_prefix(root).unwrap_or(&file).display())),
            );
        }
    }
    if count == 0 {
        return Err(format!("no sources below {}", root.display()).into());
    }
    if found.is_empty() { Ok(()) } else { Err(format!("import rules:\n  {}", found.join("\n  ")).into()) }
}

/// The offences of one Rust file, each as `line: what`; `name` is its path below `src/`.
fn rust(name: &str, text: &str) -> Vec<String> {
    let (code, strings) = split(text);
    let mut found = Vec::new();
    let mut say = |at: usize, what: String| found.push(format!("{}: {what}", text[..at].matches('\n').count() + 1));
    let in_tests = name.starts_with("server/tests/") || TESTS.iter().any(|end| name.ends_with(end));
    let ring = name.split(['/', '.']).next().unwrap_or_default();

    if let Some((_, allowed)) = RINGS.iter().find(|(r, _)| *r == ring) {
        for (at, path) in crate_paths(&code) {
            let own = path == ring || path.starts_with(&format!("{ring}::"));
            let listed = allowed.iter().any(|a| path == *a || path.starts_with(&format!("{a}::")));
            // Only what starts and routes knows the pages that it serves.
            let serves = ["server/run.rs", "server/http.rs"].contains(&name) && (path.starts_with("app") || path == "ui::viewer");
            if !own && !listed && !serves && !in_tests {
                say(at, format!("{ring} may not name crate::{path}"));
            }
        }
    }
    if ring == "domain" {
        for word in NOT_IN_DOMAIN {
            for at in words(&code, word).into_iter().filter(|_| !in_tests) {
                say(at, format!("the domain may not name {word}"));
            }
        }
        for (word, what) in [("async", "async"), ("await", "async"), ("target_arch", "conditional code")] {
            for at in words(&code, word) {
                say(at, format!("the domain has no {what}"));
            }
        }
    }
    for (word, places) in PLACES {
        if !in_tests && !places.iter().any(|place| name.starts_with(place)) {
            for at in words(&code, word) {
                say(at, format!("{word} belongs in {}", places.join(" or ")));
            }
        }
    }
    for at in words(&code, "feature").into_iter().filter(|at| code[at + 7..].trim_start().starts_with('=')) {
        let value = strings.iter().find(|(place, _)| *place > at).map_or("", |(_, value)| value);
        if value == "ssr" && !["lib.rs", "main.rs"].contains(&name) {
            say(at, "the one gate between server and browser is in lib.rs".into());
        } else if ring == "domain" {
            say(at, "the domain has no conditional code".into());
        }
    }
    if name != "server/clock.rs" {
        for now in ["Utc::now", "Local::now", "SystemTime::now"] {
            for at in words(&code, now) {
                say(at, format!("{now}: the present comes from the clock in Ctx"));
            }
        }
    }
    if ring == "server" && !name.starts_with("server/store") && !in_tests {
        for (at, _) in strings.into_iter().filter(|(_, string)| is_sql(string)) {
            say(at, "SQL belongs in server/store".into());
        }
    }
    found
}

/// The code with comments and literals blanked, every byte where it was, and the string literals with their places.
fn split(text: &str) -> (String, Vec<(usize, String)>) {
    let bytes = text.as_bytes();
    let mut code = bytes.to_vec();
    let mut strings = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &text.as_bytes()[at..];
        let end = if rest.starts_with(b"//") {
            find(bytes, at, b"\n")
        } else if rest.starts_with(b"/*") {
            find(bytes, at, b"*/") + 2
        } else if rest[0] == b'r' && (rest.starts_with(b"r\"") || rest.starts_with(b"r#")) && !word_before(bytes, at) {
            let hashes = rest[1..].iter().take_while(|b| **b == b'#').count();
            if rest.get(1 + hashes) != Some(&b'"') {
                at += 1;
                continue;
            }
            let close: Vec<u8> = std::iter::once(b'"').chain(std::iter::repeat_n(b'#', hashes)).collect();
            let end = find(bytes, at + 2 + hashes, &close);
            strings.push((at, String::from_utf8_lossy(&bytes[at + 2 + hashes..end.min(bytes.len())]).into_owned()));
            end + close.len()
        } else if rest[0] == b'"' {
            let mut end = at + 1;
            while end < bytes.len() && bytes[end] != b'"' {
                end += if bytes[end] == b'\\' { 2 } else { 1 };
            }
            strings.push((at, String::from_utf8_lossy(&bytes[at + 1..end.min(bytes.len())]).into_owned()));
            end + 1
        } else if rest[0] == b'\'' && (rest.get(1) == Some(&b'\\') || rest.get(2) == Some(&b'\'')) {
            find(bytes, at + 2 + usize::from(rest[1] == b'\\'), b"'") + 1
        } else {
            at += 1;
            continue;
        };
        let end = end.min(bytes.len());
        code[at..end].iter_mut().filter(|b| **b != b'\n').for_each(|b| *b = b' ');
        at = end;
    }
    // Blanked bytes are ASCII, and a literal begins and ends at one.
    (String::from_utf8_lossy(&code).into_owned(), strings)
}

fn find(bytes: &[u8], from: usize, what: &[u8]) -> usize {
    let from = from.min(bytes.len());
    bytes[from..].windows(what.len()).position(|w| w == what).map_or(bytes.len(), |i| from + i)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn word_before(bytes: &[u8], at: usize) -> bool {
    at > 0 && is_word(bytes[at - 1])
}

/// Where `word` stands as a whole word.
fn words(code: &str, word: &str) -> Vec<usize> {
    let bytes = code.as_bytes();
    let whole = |at: &usize| !word_before(bytes, *at) && !bytes.get(at + word.len()).is_some_and(|b| is_word(*b));
    code.match_indices(word).map(|(at, _)| at).filter(whole).collect()
}

/// Every path below `crate::`, two names deep, groups in braces taken apart: `domain::time`, `api::error`.
fn crate_paths(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for at in words(code, "crate") {
        if let Some(rest) = code[at + 5..].trim_start().strip_prefix("::") {
            // `pub(in crate::x)` and `pub(crate)` are about sight, not about use
            if !code[..at].trim_end().ends_with("(in") {
                found.extend(heads(rest, 2).into_iter().map(|path| (at, path)));
            }
        }
    }
    found
}

/// The first `depth` names of each path that a use tree holds.
fn heads(tree: &str, depth: usize) -> Vec<String> {
    let tree = tree.trim_start();
    if depth == 0 {
        return vec![String::new()];
    }
    if let Some(group) = tree.strip_prefix('{') {
        return members(group).iter().flat_map(|member| heads(member, depth)).collect();
    }
    let name: String = tree.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    match tree[name.len()..].trim_start().strip_prefix("::") {
        Some(rest) if depth > 1 => {
            heads(rest, depth - 1).into_iter().map(|tail| if tail.is_empty() { name.clone() } else { format!("{name}::{tail}") }).collect()
        }
        _ => vec![name],
    }
}

/// The comma-separated parts of a group, to its closing brace.
fn members(group: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut from) = (Vec::new(), 0, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                parts.push(&group[from..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&group[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

fn is_sql(string: &str) -> bool {
    let string = string.trim_start().to_ascii_lowercase();
    let has = |start: &str, then: &str| string.starts_with(start) && string.contains(then);
    has("select ", " from ") || has("insert into ", "(") || has("update ", " set ") || string.starts_with("delete from ")
}

/// The offences of one style sheet: raw colours anywhere but in the tokens.
fn css(name: &str, text: &str) -> Vec<String> {
    if name == "tokens.css" {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut plain = text.as_bytes().to_vec();
    let mut from = 0;
    while let Some(at) = text[from..].find("/*").map(|i| from + i) {
        let end = text[at..].find("*/").map_or(text.len(), |i| at + i + 2);
        plain[at..end].iter_mut().filter(|b| **b != b'\n').for_each(|b| *b = b' ');
        from = end;
    }
    let plain = String::from_utf8_lossy(&plain).into_owned();
    let mut from = 0;
    for (at, end) in plain.match_indices(['{', '}', ';']) {
        let piece = &plain[from..at];
        if end != "{"
            && let Some((property, value)) = piece.split_once(':')
            && let Some(colour) = raw_colour(value)
        {
            let line = plain[..from + property.len()].matches('\n').count() + 1;
            found.push(format!("{line}: {colour} in {}: colours belong in tokens.css", property.trim()));
        }
        from = at + 1;
    }
    found
}

fn raw_colour(value: &str) -> Option<String> {
    let value = value.to_ascii_lowercase();
    for (at, _) in value.match_indices('#') {
        let digits = value[at + 1..].bytes().take_while(u8::is_ascii_hexdigit).count();
        if [3, 4, 6, 8].contains(&digits) {
            return Some(value[at..=at + digits].to_owned());
        }
    }
    for function in ["rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color"] {
        for at in words(&value, function) {
            // a colour made from a token is not raw
            if let Some(inner) = value[at + function.len()..].strip_prefix('(')
                && !inner.trim_start().starts_with("from var(")
                && value.as_bytes().get(at.wrapping_sub(1)) != Some(&b'-')
            {
                return Some(format!("{function}()"));
            }
        }
    }
    ["white", "black", "red", "green", "blue", "yellow", "orange", "gray", "grey", "purple"]
        .into_iter()
        .find(|name| words(&value, name).into_iter().any(|at| !near_hyphen(&value, at, name.len())))
        .map(str::to_owned)
}

/// Whether the word is a part of a longer CSS name, such as `--blue-500` or `white-space`.
fn near_hyphen(value: &str, at: usize, length: usize) -> bool {
    let bytes = value.as_bytes();
    (at > 0 && bytes[at - 1] == b'-') || bytes.get(at + length) == Some(&b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offences(name: &str, text: &str) -> usize {
        rust(name, text).len()
    }

    #[test]
    fn the_domain_names_nothing_outward() {
        assert_eq!(offences("domain/span.rs", "use crate::domain::time::Zone;\nuse chrono::DateTime;"), 0);
        assert_eq!(offences("domain/span.rs", "use crate::server::store::Store;"), 1);
        assert_eq!(offences("domain/span.rs", "use crate::{domain::time, ui::{grid, card}};"), 2);
        assert_eq!(offences("domain/span.rs", "use leptos::prelude::*;\npub async fn now() {}"), 2);
        assert_eq!(offences("domain.rs", "#[cfg(feature = \"ssr\")]\npub mod span;"), 1);
    }

    #[test]
    fn rings_look_inward() {
        assert_eq!(offences("api/jobs.rs", "use crate::server::services::jobs; use crate::server::ctx::Ctx;"), 0);
        assert_eq!(offences("api/jobs.rs", "crate::server::store::open()"), 1);
        assert_eq!(offences("ui/pages/home.rs", "use crate::api::jobs; use crate::text::t;"), 0);
        assert_eq!(offences("ui/pages/home.rs", "use crate::server::run;"), 1);
        assert_eq!(offences("server/services/jobs.rs", "use crate::api::{error::ApiError};"), 0);
        assert_eq!(offences("server/services/jobs.rs", "use crate::ui::pages::jobs;"), 1);
        assert_eq!(offences("server/run.rs", "use crate::app::{App, shell};"), 0);
        assert_eq!(offences("server/services/jobs.rs", "use crate::app::App;"), 1);
        assert_eq!(offences("server/tests/http.rs", "use crate::app::App;"), 0);
    }

    #[test]
    fn one_place_each() {
        assert_eq!(offences("ui/browser/zone.rs", "web_sys::window()"), 0);
        assert_eq!(offences("ui/calendar/drag.rs", "use web_sys::PointerEvent;"), 1);
        assert_eq!(offences("server/store/jobs.rs", "sqlx::query(\"SELECT id FROM jobs\")"), 0);
        assert_eq!(offences("server/services/jobs.rs", "sqlx::query(\"SELECT id FROM jobs\")"), 2);
        assert_eq!(offences("server/services/jobs.rs", "// select id from jobs; Utc::now\nlet a = 'x';"), 0);
        assert_eq!(offences("server/clock.rs", "Utc::now()"), 0);
        assert_eq!(offences("server/mail/send.rs", "let at = chrono::Utc::now();"), 1);
    }

    #[test]
    fn comments_and_literals_are_no_code() {
        assert_eq!(
            offences("domain/a.rs", "//! see crate::server\n/* leptos */ const A: &str = \"crate::ui\"; const B: &str = r#\"sqlx \"#;"),
            0
        );
        assert_eq!(offences("domain/a.rs", "fn a<'a>(x: &'a str) -> char { '\"' }\nuse crate::ui::x;"), 1);
    }

    #[test]
    fn colours_stand_in_the_tokens() {
        assert!(css("tokens.css", "a { color: #fff; }").is_empty());
        assert!(css("grid.css", "#add:hover { color: var(--color-ink); white-space: nowrap } a:is(#abc) { margin: 0 }").is_empty());
        assert_eq!(
            css("grid.css", "a {\n  color: #fff;\n  border: 1px solid oklch(50% 0 0);\n}"),
            ["2: #fff in color: colours belong in tokens.css", "3: oklch() in border: colours belong in tokens.css",]
        );
        assert!(css("grid.css", "a { background: oklch(from var(--color-ink) l c h / 50%); /* #fff */ }").is_empty());
    }
}
