use super::*;
use crate::domain::testing::{at, span};
use crate::domain::time::plus_minutes;

fn nine_to_ten() -> Span {
    span("2026-01-05T09:00:00Z", "2026-01-05T10:00:00Z")
}

#[test]
fn strokes_paint_and_erase() {
    let mut availability = Availability::default();
    assert!(availability.is_empty());
    availability.toggle(nine_to_ten()).expect("room");
    availability.paint(span("2026-01-05T10:00:00Z", "2026-01-05T12:00:00Z")).expect("room");
    assert_eq!(availability.painted().as_slice(), [span("2026-01-05T09:00:00Z", "2026-01-05T12:00:00Z")]);
    availability.erase(span("2026-01-05T10:00:00Z", "2026-01-05T11:00:00Z")).expect("room");
    let rest = [nine_to_ten(), span("2026-01-05T11:00:00Z", "2026-01-05T12:00:00Z")];
    assert_eq!(availability.painted().as_slice(), rest);
    availability.toggle(nine_to_ten()).expect("room");
    assert_eq!(availability.painted().as_slice(), &rest[1..]);
}

#[test]
fn weekly_hours_and_windows_add_up_within_the_range() {
    let mut availability = Availability::new(WeeklyHours::office("UTC").ok(), SpanSet::new()).expect("room");
    availability.paint(span("2026-01-05T17:00:00Z", "2026-01-05T19:00:00Z")).expect("room");
    let range = span("2026-01-05T12:00:00Z", "2026-01-06T10:00:00Z");
    let expected = [span("2026-01-05T12:00:00Z", "2026-01-05T19:00:00Z"), span("2026-01-06T09:00:00Z", "2026-01-06T10:00:00Z")];
    assert_eq!(availability.willing(&Zone::utc(), range).as_slice(), expected);
    availability.set_weekly(None);
    assert_eq!(availability.willing(&Zone::utc(), range).as_slice(), [span("2026-01-05T17:00:00Z", "2026-01-05T19:00:00Z")]);
}

#[test]
fn windows_are_limited_wherever_they_come_from() {
    let hour = |index: i64| {
        let start = plus_minutes(at("2026-01-05T09:00:00Z"), index * 120);
        Span::starting(start, 60).expect("a span")
    };
    let full: SpanSet = (0..MAX_WINDOWS as i64).map(hour).collect();
    let mut availability = Availability::new(None, full.clone()).expect("room");
    assert_eq!(availability.paint(hour(MAX_WINDOWS as i64)), Err(WindowsError::TooMany));
    let middle = Span::starting(plus_minutes(hour(3).start(), 20), 10).expect("a span");
    assert_eq!(availability.erase(middle), Err(WindowsError::TooMany), "it would cut one in two");
    assert_eq!(availability.painted(), &full);
    let stored = serde_json::to_string(&availability).expect("json");
    assert_eq!(serde_json::from_str::<Availability>(&stored).expect("availability"), availability);
    let more = full.union(&hour(MAX_WINDOWS as i64).into());
    let stored = format!(r#"{{"painted":{}}}"#, serde_json::to_string(&more).expect("json"));
    assert!(serde_json::from_str::<Availability>(&stored).is_err());
}
