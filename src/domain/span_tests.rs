use proptest::prelude::*;

use super::*;
use crate::domain::testing::{at, check, span};

const MINUTES: i64 = 100;

fn minutes(start: i64, end: i64) -> Span {
    Span::from_ms(start * MINUTE_MS, end * MINUTE_MS).expect("a span")
}

fn some_spans() -> impl Strategy<Value = Vec<(i64, i64)>> {
    prop::collection::vec((0..MINUTES - 1, 1..12_i64), 0..12)
        .prop_map(|spans| spans.into_iter().map(|(start, length)| (start, (start + length).min(MINUTES))).collect())
}

fn set(spans: &[(i64, i64)]) -> SpanSet {
    spans.iter().map(|(start, end)| minutes(*start, *end)).collect()
}

/// The same set as one yes or no for each minute.
fn each_minute(spans: &[(i64, i64)]) -> Vec<bool> {
    (0..MINUTES).map(|minute| spans.iter().any(|(start, end)| (*start..*end).contains(&minute))).collect()
}

fn minutes_of(set: &SpanSet) -> Vec<bool> {
    (0..MINUTES).map(|minute| set.iter().any(|span| span.contains(from_ms(minute * MINUTE_MS)))).collect()
}

fn combine(a: &[bool], b: &[bool], with: impl Fn(bool, bool) -> bool) -> Vec<bool> {
    a.iter().zip(b).map(|(a, b)| with(*a, *b)).collect()
}

fn is_proper(set: &SpanSet) -> bool {
    set.as_slice().is_sorted_by(|a, b| a.end_ms() < b.start_ms())
}

#[test]
fn sets_obey_the_laws_of_sets_minute_by_minute() {
    check(file!(), 3_000, (some_spans(), some_spans(), some_spans()), |(a, b, c)| {
        let (sa, sb, sc) = (set(&a), set(&b), set(&c));
        let (ma, mb) = (each_minute(&a), each_minute(&b));
        for (made, expected) in [
            (sa.clone(), ma.clone()),
            (sa.union(&sb), combine(&ma, &mb, |a, b| a || b)),
            (sa.intersection(&sb), combine(&ma, &mb, |a, b| a && b)),
            (sa.difference(&sb), combine(&ma, &mb, |a, b| a && !b)),
        ] {
            prop_assert!(is_proper(&made), "{made:?}");
            prop_assert_eq!(minutes_of(&made), expected);
        }
        prop_assert_eq!(sa.union(&sb), sb.union(&sa));
        prop_assert_eq!(sa.intersection(&sb), sb.intersection(&sa));
        prop_assert_eq!(sa.union(&sb).union(&sc), sa.union(&sb.union(&sc)));
        prop_assert_eq!(sa.intersection(&sb.union(&sc)), sa.intersection(&sb).union(&sa.intersection(&sc)));
        prop_assert_eq!(sa.difference(&sb.union(&sc)), sa.difference(&sb).difference(&sc));
        prop_assert_eq!(sa.difference(&sb).union(&sa.intersection(&sb)), sa.clone());
        prop_assert_eq!(sa.union(&sa), sa.clone());
        prop_assert!(sa.difference(&sa).is_empty());
        let sent = serde_json::to_string(&sa).expect("json");
        prop_assert_eq!(serde_json::from_str::<SpanSet>(&sent).expect("the set"), sa);
        Ok(())
    });
}

#[test]
fn questions_about_a_set_are_answered_minute_by_minute() {
    check(file!(), 2_000, (some_spans(), 0..MINUTES - 1, 1..20_i64, 0..9_u32, 0..9_u32), |(a, start, length, before, after)| {
        let (sa, ma) = (set(&a), each_minute(&a));
        let end = (start + length).min(MINUTES);
        let asked = minutes(start, end);
        let mut inside = (start..end).map(|minute| ma[minute as usize]);
        prop_assert_eq!(sa.contains_span(&asked), inside.clone().all(|yes| yes));
        prop_assert_eq!(sa.overlaps(&asked), inside.any(|yes| yes));
        prop_assert_eq!(sa.contains(asked.start()), ma[start as usize]);
        prop_assert_eq!(sa.within(asked), sa.intersection(&asked.into()));
        prop_assert_eq!(sa.total_minutes(), ma.iter().filter(|yes| **yes).count() as i64);
        let wide = sa.widened(before, after);
        let expected: Vec<_> = a.iter().map(|(start, end)| ((start - i64::from(before)).max(0), end + i64::from(after))).collect();
        prop_assert!(is_proper(&wide));
        prop_assert_eq!(minutes_of(&wide), each_minute(&expected));
        Ok(())
    });
}

#[test]
fn a_span_is_never_empty() {
    let moment = at("2026-01-01T00:00:00Z");
    assert_eq!(Span::new(moment, moment), Err(SpanError::Empty));
    assert_eq!(Span::starting(moment, 0), Err(SpanError::Empty));
    assert_eq!(Span::from_ms(2, 1), Err(SpanError::Empty));
    assert_eq!(Span::from_ms(i64::MIN, 1), Err(SpanError::OutOfRange));
    assert!(serde_json::from_str::<Span>("[5,5]").is_err());
    assert_eq!(serde_json::to_string(&minutes(0, 1)).expect("json"), "[0,60000]");
}

#[test]
fn spans_that_touch_do_not_overlap_but_join_in_a_set() {
    let (first, second) = (span("2026-01-01T09:00:00Z", "2026-01-01T10:00:00Z"), span("2026-01-01T10:00:00Z", "2026-01-01T11:00:00Z"));
    assert!(!first.overlaps(&second));
    assert_eq!(first.intersection(&second), None);
    let joined = SpanSet::from_unsorted([second, first]);
    assert_eq!(joined.as_slice(), [span("2026-01-01T09:00:00Z", "2026-01-01T11:00:00Z")]);
    assert!(joined.contains_span(&span("2026-01-01T09:30:00Z", "2026-01-01T10:30:00Z")));
}

#[test]
fn widening_stops_at_the_ends_of_the_calendar() {
    let all = Span::from_ms(FIRST_MS, LAST_MS).expect("a span");
    assert_eq!(all.widened(u32::MAX, u32::MAX), all);
}
