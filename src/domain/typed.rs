//! Dates and times as people type them into two fields of a form.

use chrono::{NaiveDate, NaiveTime};

use super::error::FieldErrors;
use super::span::Span;
use super::time::{Instant, Zone};

/// A date such as `2027-03-31`, or an error at its field.
pub fn date(text: &str, field: &str, errors: &mut FieldErrors) -> Option<NaiveDate> {
    text.trim().parse().map_err(|_| errors.add(field, "error-date")).ok()
}

/// A time such as `14:30`, or an error at its field.
pub fn time(text: &str, field: &str, errors: &mut FieldErrors) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text.trim(), "%H:%M").map_err(|_| errors.add(field, "error-time")).ok()
}

/// The moment typed into two fields; a time that the clocks skip is read as later, one they show twice as the first (RFC 5545, 3.3.5).
pub fn moment(on: &str, at: &str, fields: [&str; 2], zone: &Zone, errors: &mut FieldErrors) -> Option<Instant> {
    let (on, at) = (date(on, fields[0], errors), time(at, fields[1], errors));
    Some(zone.instant(on?.and_time(at?)))
}

/// The span typed into the fields `starts_on`, `starts_at`, `ends_on`, `ends_at`, in this order. `exact` says which is meant where the
/// clocks show a time twice: it counts only if it reads as what is typed.
pub fn span(typed: [&str; 4], exact: Option<Span>, zone: &Zone, errors: &mut FieldErrors) -> Option<Span> {
    let start = moment(typed[0], typed[1], ["starts_on", "starts_at"], zone, errors);
    let end = moment(typed[2], typed[3], ["ends_on", "ends_at"], zone, errors);
    let (start, end) = (start?, end?);
    let reads_the_same = |exact: &Span| zone.instant(zone.civil(exact.start())) == start && zone.instant(zone.civil(exact.end())) == end;
    let meant = exact.filter(reads_the_same).map_or_else(|| Span::new(start, end), Ok);
    meant.map_err(|_| errors.add("ends_at", "error-end-before-start")).ok()
}
