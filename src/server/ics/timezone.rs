//! VTIMEZONE (RFC 5545, section 3.6.5), from the offset changes of a zone around an event.
//!
//! Where the changes of these years follow a rule ("last Sunday of March"), the rule is written: Outlook wants one, with
//! BYDAY. Elsewhere (Morocco, Israel, Chile) each change stands by itself. Either way the offsets are the true ones for
//! the event.

use std::fmt::Write;

use chrono::{Datelike, NaiveDateTime};

use crate::domain::span::Span;
use crate::domain::time::{OffsetChange, Zone, from_ms};

/// How far around an event the zone's changes are looked at.
pub const MINUTES_AROUND: i64 = YEARS_AROUND * 366 * 24 * 60;
const YEARS_AROUND: i64 = 4;
/// Changes written one by one: those of about a year before and after.
const SINGLE_MS: i64 = 400 * 86_400_000;

/// One change of the clocks.
#[derive(Debug, Clone, Copy)]
struct Onset {
    at_ms: i64,
    /// What the clocks showed when it came.
    local: NaiveDateTime,
    from_seconds: i32,
    to_seconds: i32,
}

/// The definition of a zone for an event; the zone must have been made for [`MINUTES_AROUND`] it.
pub fn definition(zone: &Zone, span: Span) -> String {
    let mut text = format!("BEGIN:VTIMEZONE\r\nTZID:{}\r\n", zone.name());
    let onsets = onsets(zone);
    match rules(&onsets, span) {
        Some(rules) => {
            for (onset, rule) in rules {
                observance(&mut text, onset, Some(&rule));
            }
        }
        None => singles(&mut text, zone, &onsets, span),
    }
    text += "END:VTIMEZONE\r\n";
    text
}

fn onsets(zone: &Zone) -> Vec<Onset> {
    let mut from_seconds = zone.changes().first().map_or(0, |first| zone.offset_seconds_at(from_ms(first.at_ms - 1)));
    zone.changes()
        .iter()
        .map(|&OffsetChange { at_ms, offset_seconds }| {
            let local = from_ms(at_ms.saturating_add(i64::from(from_seconds) * 1000)).naive_utc();
            let onset = Onset { at_ms, local, from_seconds, to_seconds: offset_seconds };
            from_seconds = offset_seconds;
            onset
        })
        .collect()
}

/// The two yearly rules, each with its first onset, if all changes of these years follow them.
fn rules(onsets: &[Onset], span: Span) -> Option<[(Onset, String); 2]> {
    let (forward, back): (Vec<Onset>, Vec<Onset>) = onsets.iter().partition(|onset| onset.to_seconds > onset.from_seconds);
    let (forward, back) = (rule(&forward)?, rule(&back)?);
    let begun = forward.0.at_ms.max(back.0.at_ms) <= span.start_ms();
    let paired = forward.0.from_seconds == back.0.to_seconds && forward.0.to_seconds == back.0.from_seconds;
    (begun && paired).then_some([forward, back])
}

/// The yearly rule that all these changes follow, one a year without a gap.
fn rule(onsets: &[Onset]) -> Option<(Onset, String)> {
    let first = *onsets.first()?;
    if i64::try_from(onsets.len()).ok()? < 2 * YEARS_AROUND - 1 {
        return None;
    }
    let yearly = onsets.windows(2).all(|pair| matches!(pair, [a, b] if b.local.year() == a.local.year() + 1));
    let alike = |onset: &Onset| {
        onset.local.month() == first.local.month()
            && onset.local.weekday() == first.local.weekday()
            && onset.local.time() == first.local.time()
            && (onset.from_seconds, onset.to_seconds) == (first.from_seconds, first.to_seconds)
    };
    if !yearly || !onsets.iter().all(alike) {
        return None;
    }
    let is_last = |onset: &Onset| onset.local.day() + 7 > u32::from(onset.local.num_days_in_month());
    let week = |onset: &Onset| onset.local.day().div_ceil(7);
    let number = if onsets.iter().all(is_last) {
        "-1".to_owned()
    } else if onsets.iter().all(|onset| week(onset) == week(&first)) {
        week(&first).to_string()
    } else {
        return None;
    };
    let day = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].get(first.local.weekday().num_days_from_monday() as usize)?;
    Some((first, format!("FREQ=YEARLY;BYMONTH={};BYDAY={number}{day}", first.local.month())))
}

/// Each change near the event by itself, with the offset that held before the first of them.
fn singles(text: &mut String, zone: &Zone, onsets: &[Onset], span: Span) {
    let near = span.start_ms() - SINGLE_MS..span.end_ms() + SINGLE_MS;
    let near: Vec<_> = onsets.iter().filter(|onset| near.contains(&onset.at_ms)).collect();
    let before = near.first().map_or_else(|| zone.offset_seconds_at(span.start()), |first| first.from_seconds);
    // Holds since ever: RFC 5545 wants a date-time, and readers take years from 1970 on.
    let ever = Onset { at_ms: 0, local: from_ms(0).naive_utc(), from_seconds: before, to_seconds: before };
    observance(text, ever, None);
    for onset in near {
        observance(text, *onset, None);
    }
}

fn observance(text: &mut String, onset: Onset, rule: Option<&str>) {
    let name = if onset.to_seconds > onset.from_seconds { "DAYLIGHT" } else { "STANDARD" };
    let _ = write!(
        text,
        "BEGIN:{name}\r\nDTSTART:{}\r\nTZOFFSETFROM:{}\r\nTZOFFSETTO:{}\r\n",
        onset.local.format("%Y%m%dT%H%M%S"),
        offset(onset.from_seconds),
        offset(onset.to_seconds)
    );
    if let Some(rule) = rule {
        let _ = write!(text, "RRULE:{rule}\r\n");
    }
    let _ = write!(text, "TZNAME:{}\r\nEND:{name}\r\n", offset(onset.to_seconds));
}

/// `+0530`; with seconds where there are any (RFC 5545, section 3.3.14).
fn offset(seconds: i32) -> String {
    let (sign, size) = (if seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs());
    let (hours, minutes, rest) = (size / 3600, size / 60 % 60, size % 60);
    if rest == 0 { format!("{sign}{hours:02}{minutes:02}") } else { format!("{sign}{hours:02}{minutes:02}{rest:02}") }
}
