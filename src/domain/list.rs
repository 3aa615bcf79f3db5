//! Lists: what is asked for and what comes back.

use serde::{Deserialize, Serialize};

/// Rows on a page of a list.
pub const PER_PAGE: u32 = 25;

/// Which part of a list is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListQuery {
    /// Words to look for; empty for all.
    #[serde(default)]
    pub search: String,
    /// The column to sort by; a list falls back to its own where it does not know the name.
    #[serde(default)]
    pub sort: String,
    /// Last first.
    #[serde(default)]
    pub descending: bool,
    /// The page, from 0.
    #[serde(default)]
    pub page: u32,
    /// What else the list tells apart (`archived`, `closed`); empty for its usual rows.
    #[serde(default)]
    pub filter: String,
}

/// The longest search that is looked at, in characters.
pub const LONGEST_SEARCH: usize = 100;

impl ListQuery {
    /// The first row of this page, from 0.
    pub fn offset(&self) -> i64 {
        i64::from(self.page) * i64::from(PER_PAGE)
    }

    /// The words to look for, folded: at most four, each of which a row must have. What is longer is cut.
    pub fn words(&self) -> Vec<String> {
        let search: String = self.search.chars().take(LONGEST_SEARCH).collect();
        fold(&search).split_whitespace().take(4).map(str::to_owned).collect()
    }
}

/// A text as searches compare it: lower case, Latin letters without their marks, one space between words.
///
/// Stored beside what is searched, so that both databases find the same rows in every script.
///
/// ```
/// use agendum::domain::list::fold;
/// assert_eq!(fold("  Zoë  MÜLLER-Łuczak "), "zoe muller-luczak");
/// assert_eq!(fold("ΑΘΗΝΑ Straße"), "αθηνα strasse");
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        for c in word.chars().flat_map(char::to_lowercase) {
            match c {
                'à'..='å' | 'ā' | 'ă' | 'ą' => folded.push('a'),
                'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => folded.push('c'),
                'ď' | 'đ' | 'ð' => folded.push('d'),
                'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => folded.push('e'),
                'ĝ' | 'ğ' | 'ġ' | 'ģ' => folded.push('g'),
                'ì'..='ï' | 'ī' | 'ĭ' | 'į' | 'ı' => folded.push('i'),
                'ķ' => folded.push('k'),
                'ĺ' | 'ļ' | 'ľ' | 'ł' => folded.push('l'),
                'ñ' | 'ń' | 'ņ' | 'ň' => folded.push('n'),
                'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => folded.push('o'),
                'ŕ' | 'ř' => folded.push('r'),
                'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => folded.push('s'),
                'ţ' | 'ť' | 'ț' => folded.push('t'),
                'ù'..='ü' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => folded.push('u'),
                'ý' | 'ÿ' => folded.push('y'),
                'ź' | 'ż' | 'ž' => folded.push('z'),
                'ß' => folded.push_str("ss"),
                'æ' => folded.push_str("ae"),
                'œ' => folded.push_str("oe"),
                // Marks that stand alone, as after "I" with a dot or in decomposed text.
                '\u{300}'..='\u{36f}' => {}
                c => folded.push(c),
            }
        }
    }
    folded
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows, at most [`PER_PAGE`].
    pub rows: Vec<T>,
    /// How many rows there are on all pages.
    pub total: u32,
    /// This page, from 0.
    pub page: u32,
}

impl<T> Page<T> {
    /// How many pages there are, at least one.
    pub fn pages(&self) -> u32 {
        self.total.div_ceil(PER_PAGE).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_four_folded_words_at_most() {
        let query = |search: &str| ListQuery { search: search.into(), ..ListQuery::default() }.words();
        assert_eq!(query(""), Vec::<String>::new());
        assert_eq!(query("Ana ÅSTRÖM"), ["ana", "astrom"]);
        assert_eq!(query("a b c d e").len(), 4);
        assert_eq!(query(&"é".repeat(500)), ["e".repeat(LONGEST_SEARCH)]);
    }

    #[test]
    fn composed_and_decomposed_letters_are_found_alike() {
        assert_eq!(fold("e\u{301}cole"), fold("École"));
        assert_eq!(fold("İstanbul"), "istanbul");
    }

    #[test]
    fn pages_are_counted_up() {
        let page = |total| Page::<()> { rows: vec![], total, page: 0 }.pages();
        assert_eq!([page(0), page(1), page(25), page(26)], [1, 1, 1, 2]);
    }
}
