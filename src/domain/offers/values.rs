//! What is filled in for the tags of an offer: typed texts, read by the kind of their tag.

use super::tags::{AskedTag, MAX_VALUE, TagKind, TagValue};

/// Currencies whose smallest unit is the whole one (ISO 4217).
const WHOLE: [&str; 6] = ["CLP", "ISK", "JPY", "KRW", "UGX", "VND"];
/// The largest amount, in the smallest unit: beyond every salary, and far from the end of the numbers.
const MOST: i64 = 1_000_000_000_000_000;

/// Reads what was typed for a tag; nothing typed is none.
///
/// # Errors
/// The key of what to say: too long, no date, no amount with its currency, none of the options.
pub fn read(tag: &AskedTag, typed: &str) -> Result<Option<TagValue>, &'static str> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    if typed.chars().count() > MAX_VALUE {
        return Err("error-offer-long");
    }
    match tag.kind {
        TagKind::Text => Ok(Some(TagValue::Text { text: typed.to_owned() })),
        TagKind::Choice if tag.options.iter().any(|option| option == typed) => Ok(Some(TagValue::Text { text: typed.to_owned() })),
        TagKind::Choice => Err("error-choose"),
        TagKind::Date => match crate::domain::notes::due_date(typed) {
            Some(date) => Ok(Some(TagValue::Date { date })),
            None => Err("error-date"),
        },
        TagKind::Money => money(typed).map(Some).ok_or("error-offer-money"),
    }
}

/// `85,000.50 EUR`, `EUR 85 000`, `85.000,50 EUR`: the last of two different marks divides the decimals; one that stands once before
/// exactly two digits does, too.
fn money(typed: &str) -> Option<TagValue> {
    let letters: String = typed.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_uppercase();
    if letters.len() != 3 || !(typed.starts_with(|c: char| c.is_ascii_alphabetic()) || typed.ends_with(|c: char| c.is_ascii_alphabetic())) {
        return None;
    }
    let amount: String =
        typed.chars().filter(|c| !c.is_ascii_alphabetic() && !c.is_whitespace() && *c != '\u{a0}' && *c != '\u{202f}').collect();
    if !amount.starts_with(|c: char| c.is_ascii_digit()) || !amount.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'')) {
        return None;
    }
    let mark = amount.rfind(['.', ',']).filter(|at| {
        let (before, after) = (amount.get(..*at).unwrap_or_default(), amount.get(at + 1..).unwrap_or_default());
        let own = amount.get(*at..=*at).unwrap_or_default();
        after.len() <= 2 && !after.is_empty() && !before.contains(own)
    });
    let (whole, part) = match mark {
        Some(at) => (amount.get(..at)?, amount.get(at + 1..)?),
        None => (amount.as_str(), ""),
    };
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    let decimals = if WHOLE.contains(&letters.as_str()) { 0 } else { 2 };
    if part.len() > decimals {
        return None;
    }
    let minor: i64 = format!("{digits}{part:0<decimals$}").parse().ok()?;
    (0..=MOST).contains(&minor).then_some(TagValue::Money { minor, currency: letters })
}

/// `EUR 85,000` or `EUR 85,000.50`: the code before the amount, thousands grouped, decimals where there are any.
pub fn amount(minor: i64, currency: &str) -> String {
    let unit = if WHOLE.contains(&currency) { 1 } else { 100 };
    let (whole, part) = (minor / unit, minor % unit);
    let digits = whole.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if part == 0 { format!("{currency} {grouped}") } else { format!("{currency} {grouped}.{part:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paid(typed: &str) -> Option<(i64, String)> {
        money(typed).map(|value| match value {
            TagValue::Money { minor, currency } => (minor, currency),
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn an_amount_is_read_however_it_is_grouped_and_written_in_one_way() {
        for typed in ["85,000.50 EUR", "EUR 85.000,50", "eur 85 000,50", "85000.5EUR", "85'000.50 EUR"] {
            assert_eq!(paid(typed), Some((8_500_050, "EUR".into())), "{typed}");
        }
        assert_eq!(paid("85,000 EUR"), Some((8_500_000, "EUR".into())));
        assert_eq!(paid("1,234,567 USD"), Some((123_456_700, "USD".into())));
        assert_eq!(paid("5.000.000 JPY"), Some((5_000_000, "JPY".into())));
        for wrong in ["85000", "EUR", "-5 EUR", "85 EURO", "8E5UR", "5.50 JPY", "1.2.3,4,5x EUR", "99999999999999999999 EUR", ""] {
            assert_eq!(paid(wrong), None, "{wrong}");
        }
        assert_eq!(amount(8_500_050, "EUR"), "EUR 85,000.50");
        assert_eq!(amount(8_500_000, "EUR"), "EUR 85,000");
        assert_eq!(amount(5_000_000, "JPY"), "JPY 5,000,000");
        assert_eq!(amount(99, "USD"), "USD 0.99");
    }
}
