use super::*;
use crate::domain::availability::slots::{DailyCap, Group, slots, validate};
use crate::domain::testing::{at, span};
use crate::domain::time::Zone;

fn rules() -> Rules {
    Rules::new(60, 30, Zone::utc(), at("2026-01-05T08:00:00Z"), at("2026-01-09T00:00:00Z")).expect("rules")
}

fn block(start: &str, end: &str, label: &str) -> Busy {
    Busy { span: span(start, end), label: Some(label.to_owned()), key: Some(format!("key of {label}")) }
}

fn who(group: u32, participant: u32, name: &str) -> Who {
    Who { group, participant, key: name.to_lowercase(), name: name.to_owned() }
}

fn somebody(name: &str, busy: impl IntoIterator<Item = Busy>) -> Participant {
    Participant::new(name.to_lowercase(), name, Willing::Always, busy)
}

/// Asserts that lifting them all helps, and lifting any fewer of them does not.
fn assert_enough_and_not_too_much(request: &Request, start: Instant, blockers: &[Blocker]) {
    assert!(validate(&lift(request, blockers), start).is_ok(), "{blockers:?}");
    for left_out in 0..blockers.len() {
        let mut fewer = blockers.to_vec();
        fewer.remove(left_out);
        assert!(validate(&lift(request, &fewer), start).is_err(), "without {:?}", blockers[left_out]);
    }
}

#[test]
fn every_reason_is_named_with_who_and_what() {
    let lunch = block("2026-01-05T12:00:00Z", "2026-01-05T13:00:00Z", "Lunch");
    let review = block("2026-01-05T13:40:00Z", "2026-01-05T14:00:00Z", "Review");
    let ada = somebody("Ada", [lunch.clone(), review.clone()]).with_buffers(0, 15);
    let willing = Willing::Spans(SpanSet::from(span("2026-01-05T09:00:00Z", "2026-01-05T13:00:00Z")));
    let cap = DailyCap { per_day: 1, zone: Zone::utc(), starts: vec![at("2026-01-05T09:00:00Z")] };
    let grace = Participant::new("grace", "Grace", willing, []).with_daily_cap(cap);
    let request = Request::new(rules(), vec![Group::all(vec![ada, grace])]).expect("request");
    let start = at("2026-01-05T12:45:00Z");
    let blockers = explain(&request, start);
    let expected = [
        Blocker::OffGrid { start, step_minutes: 30 },
        Blocker::Busy { participant: who(0, 0, "Ada"), index: 0, block: lunch },
        Blocker::Busy { participant: who(0, 0, "Ada"), index: 1, block: review },
        Blocker::NotWilling {
            participant: who(0, 1, "Grace"),
            missing: SpanSet::from(span("2026-01-05T13:00:00Z", "2026-01-05T13:45:00Z")),
        },
        Blocker::DailyCap { participant: who(0, 1, "Grace"), date: "2026-01-05".parse().expect("a date"), per_day: 1 },
    ];
    assert_eq!(blockers, expected);
    assert_enough_and_not_too_much(&request, start, &blockers);
}

#[test]
fn notice_and_horizon_are_reasons() {
    let request = Request::new(rules(), vec![]).expect("request");
    for (start, soon) in [("2026-01-05T07:30:00Z", true), ("2026-01-09T00:00:00Z", false)] {
        let blockers = explain(&request, at(start));
        assert_eq!(blockers.len(), 1);
        assert_eq!(matches!(blockers[0], Blocker::TooSoon { .. }), soon);
        assert_enough_and_not_too_much(&request, at(start), &blockers);
    }
    assert!(explain(&request, at("2026-01-08T23:30:00Z")).is_empty());
}

#[test]
fn of_a_pool_those_with_the_fewest_blockers_are_named() {
    let first = block("2026-01-05T10:00:00Z", "2026-01-05T10:30:00Z", "First");
    let second = block("2026-01-05T10:30:00Z", "2026-01-05T11:00:00Z", "Second");
    let pool = vec![
        somebody("Two", [first.clone(), second.clone()]),
        somebody("One", [first.clone()]),
        somebody("Also", [second.clone()]),
        somebody("None", []),
    ];
    let start = at("2026-01-05T10:00:00Z");
    let of = |count| Request::new(rules(), vec![Group::any(count, pool.clone())]).expect("request");
    assert!(explain(&of(1), start).is_empty());
    assert_eq!(explain(&of(2), start), [Blocker::Busy { participant: who(0, 1, "One"), index: 0, block: first.clone() }]);
    assert_eq!(explain(&of(3), start).len(), 2);
    let everybody = explain(&of(4), start);
    assert_eq!(everybody.len(), 4);
    assert_enough_and_not_too_much(&of(4), start, &everybody);
}

#[test]
fn a_cap_of_none_is_a_reason_on_every_day() {
    let cap = DailyCap { per_day: 0, zone: Zone::utc(), starts: vec![] };
    let request = Request::new(rules(), vec![Group::all(vec![somebody("Ada", []).with_daily_cap(cap)])]).expect("request");
    let start = at("2026-01-06T10:00:00Z");
    assert!(slots(&request, span("2026-01-05T00:00:00Z", "2026-01-09T00:00:00Z")).is_empty());
    let blockers = explain(&request, start);
    let expected = Blocker::DailyCap { participant: who(0, 0, "Ada"), date: "2026-01-06".parse().expect("a date"), per_day: 0 };
    assert_eq!(blockers, [expected]);
    assert_enough_and_not_too_much(&request, start, &blockers);
}

#[test]
fn a_willing_time_shorter_than_the_meeting_is_a_reason() {
    let short = Willing::Spans(SpanSet::from(span("2026-01-05T10:00:00Z", "2026-01-05T10:59:00Z")));
    let request = Request::new(rules(), vec![Group::all(vec![Participant::new("a", "A", short, [])])]).expect("request");
    let blockers = explain(&request, at("2026-01-05T10:00:00Z"));
    let missing = SpanSet::from(span("2026-01-05T10:59:00Z", "2026-01-05T11:00:00Z"));
    assert_eq!(blockers, [Blocker::NotWilling { participant: who(0, 0, "A"), missing }]);
    assert_enough_and_not_too_much(&request, at("2026-01-05T10:00:00Z"), &blockers);
}

#[test]
fn blockers_travel() {
    let lunch = block("2026-01-05T12:00:00Z", "2026-01-05T13:00:00Z", "Lunch");
    let request = Request::new(rules(), vec![Group::all(vec![somebody("Ada", [lunch])])]).expect("request");
    let refusal = validate(&request, at("2026-01-05T12:10:00Z")).expect_err("busy");
    let sent = serde_json::to_string(&refusal).expect("json");
    assert_eq!(serde_json::from_str::<crate::domain::availability::slots::Refusal>(&sent).expect("refusal"), refusal);
}
