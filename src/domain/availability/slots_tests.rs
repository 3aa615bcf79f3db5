use super::*;
use crate::domain::span::SpanSet;
use crate::domain::testing::{PLACES, at, span, zone_around};
use crate::domain::time::{Zone, plus_minutes};

fn rules(duration: u32, step: u32) -> Rules {
    Rules::new(duration, step, Zone::utc(), at("2026-01-05T00:00:00Z"), at("2026-02-05T00:00:00Z")).expect("rules")
}

fn within(start: &str, end: &str) -> Willing {
    Willing::Spans(SpanSet::from(span(start, end)))
}

fn free(key: &str) -> Participant {
    Participant::new(key, key, Willing::Always, [])
}

fn busy(key: &str, start: &str, end: &str) -> Participant {
    Participant::new(key, key, Willing::Always, [Busy::unnamed(span(start, end))])
}

fn starts(request: &Request, range: Span) -> Vec<String> {
    slots(request, range).iter().map(|slot| slot.span.start().format("%H:%M").to_string()).collect()
}

fn morning() -> Span {
    span("2026-01-05T08:00:00Z", "2026-01-05T12:00:00Z")
}

#[test]
fn the_slot_lies_within_what_people_are_willing_and_buffers_need_not() {
    let somebody = Participant::new("a", "A", within("2026-01-05T09:00:00Z", "2026-01-05T11:00:00Z"), []).with_buffers(30, 30);
    let request = Request::new(rules(60, 30), vec![Group::all(vec![somebody])]).expect("request");
    assert_eq!(starts(&request, morning()), ["09:00", "09:30", "10:00"]);
    assert_eq!(count(&request, morning()), 3);
}

#[test]
fn buffers_keep_away_from_busy_time_and_may_touch_it() {
    let somebody = busy("a", "2026-01-05T09:30:00Z", "2026-01-05T10:00:00Z").with_buffers(15, 45);
    let request = Request::new(rules(30, 15), vec![Group::all(vec![somebody])]).expect("request");
    assert_eq!(starts(&request, morning()), ["08:00", "08:15", "10:15", "10:30", "10:45", "11:00", "11:15", "11:30", "11:45"]);
}

#[test]
fn busy_blocks_may_overlap_and_come_in_any_order() {
    let blocks = [
        span("2026-01-05T11:00:00Z", "2026-01-05T11:30:00Z"),
        span("2026-01-05T08:00:00Z", "2026-01-05T10:00:00Z"),
        span("2026-01-05T08:30:00Z", "2026-01-05T09:00:00Z"),
    ];
    let somebody = Participant::new("a", "A", Willing::Always, blocks.map(Busy::unnamed));
    let request = Request::new(rules(30, 30), vec![Group::all(vec![somebody])]).expect("request");
    assert_eq!(starts(&request, morning()), ["10:00", "10:30", "11:30"]);
}

#[test]
fn of_a_pool_the_first_who_can_are_taken() {
    let pool = vec![
        busy("a", "2026-01-05T08:00:00Z", "2026-01-05T10:00:00Z"),
        free("b"),
        busy("c", "2026-01-05T11:00:00Z", "2026-01-05T12:00:00Z"),
    ];
    let request = Request::new(rules(60, 60), vec![Group::all(vec![free("z")]), Group::any(2, pool)]).expect("request");
    let found = slots(&request, morning());
    let keys = |slot: &Slot| slot.attending(&request).map(|p| p.key.clone()).collect::<Vec<_>>().join("");
    assert_eq!(found.iter().map(keys).collect::<Vec<_>>(), ["zbc", "zbc", "zab", "zab"]);
    assert_eq!(validate(&request, at("2026-01-05T10:00:00Z")).as_ref(), Ok(&found[2]));
}

#[test]
fn a_daily_cap_counts_days_of_its_own_zone() {
    let zone = zone_around(&PLACES[4]);
    // 23:30 UTC on the 31st is 05:00 on 1 June in Kolkata.
    let cap = DailyCap { per_day: 1, zone, starts: vec![at("2026-05-31T23:30:00Z")] };
    let rules = Rules::new(30, 360, Zone::utc(), at("2026-05-31T00:00:00Z"), at("2026-06-03T00:00:00Z")).expect("rules");
    let request = Request::new(rules, vec![Group::all(vec![free("a").with_daily_cap(cap)])]).expect("request");
    let found = slots(&request, span("2026-05-31T00:00:00Z", "2026-06-02T06:00:00Z"));
    let found: Vec<_> = found.iter().map(|slot| slot.span.start().format("%d %H").to_string()).collect();
    // 18:00 on 31 May is half past eleven in the evening there; 18:00 on 1 June still belongs to the day that is full.
    assert_eq!(found, ["31 00", "31 06", "31 12", "31 18", "02 00"]);
}

#[test]
fn starts_are_round_on_the_wall_of_a_half_hour_zone_across_a_change() {
    // Lord Howe goes from +11:00 to +10:30 at 2:00 on 5 April 2026.
    let (from, until) = (at("2026-04-04T13:00:00Z"), at("2026-04-04T18:00:00Z"));
    let zone = zone_around(&PLACES[5]);
    let rules = Rules::new(30, 60, zone.clone(), from, until).expect("rules");
    let request = Request::new(rules, vec![]).expect("request");
    let range = Span::new(from, until).expect("a span");
    let wall = slots(&request, range).iter().map(|s| zone.civil(s.span.start()).format("%H:%M").to_string()).collect::<Vec<_>>();
    assert_eq!(wall, ["00:00", "01:00", "02:00", "03:00", "04:00"]);
}

#[test]
fn notice_and_horizon_are_kept_to_the_millisecond() {
    let (earliest, latest) = (at("2026-01-05T09:00:00Z"), at("2026-01-05T10:00:00Z"));
    let request =
        |earliest, latest| Request::new(Rules::new(30, 30, Zone::utc(), earliest, latest).expect("rules"), vec![]).expect("request");
    assert_eq!(starts(&request(earliest, latest), morning()), ["09:00", "09:30"]);
    let millisecond = chrono::TimeDelta::milliseconds(1);
    assert_eq!(starts(&request(earliest + millisecond, latest + millisecond), morning()), ["09:30", "10:00"]);
    assert!(starts(&request(latest, earliest), morning()).is_empty());
}

#[test]
fn the_nearest_come_first_however_far() {
    let somebody = busy("a", "2026-01-06T00:00:00Z", "2026-01-20T00:00:00Z");
    let request = Request::new(rules(60, 60), vec![Group::all(vec![somebody])]).expect("request");
    let asked = at("2026-01-19T22:00:00Z");
    let refusal = validate(&request, asked).expect_err("busy");
    assert_eq!(refusal.blockers.len(), 1);
    let near = nearest(&request, asked, 3);
    let near: Vec<_> = near.iter().map(|slot| slot.span.start()).collect();
    assert_eq!(near, [0, 1, 2].map(|hours| plus_minutes(at("2026-01-20T00:00:00Z"), hours * 60)));
    assert_eq!(nearest(&request, asked, 100_000).len() as u32, count(&request, span("2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z")));
    assert!(nearest(&request, at("9999-12-31T00:00:00Z"), 1).len() == 1);
    assert!(nearest(&request, asked, 0).is_empty());
}

#[test]
fn one_start_may_be_allowed_besides_those_on_the_steps() {
    let rules = rules(30, 60).with_start_besides(at("2026-01-05T09:20:00Z"));
    let request = Request::new(rules, vec![]).expect("request");
    assert_eq!(starts(&request, span("2026-01-05T09:00:00Z", "2026-01-05T11:00:00Z")), ["09:00", "09:20", "10:00"]);
}

#[test]
fn a_request_that_makes_no_sense_is_refused() {
    let (from, until) = (at("2026-01-05T00:00:00Z"), at("2026-02-05T00:00:00Z"));
    let error = |duration, step, until| Rules::new(duration, step, Zone::utc(), from, until).expect_err("wrong");
    assert_eq!(error(0, 15, until), RequestError::Duration(0));
    assert_eq!(error(1441, 15, until), RequestError::Duration(1441));
    assert_eq!(error(30, 0, until), RequestError::Step(0));
    assert_eq!(error(30, 15, at("2036-01-01T00:00:00Z")), RequestError::Horizon);
    let error = |groups| Request::new(rules(30, 15), groups).expect_err("wrong");
    assert_eq!(error(vec![Group::any(2, vec![free("a")])]), RequestError::Needed { needed: 2, of: 1 });
    assert_eq!(error(vec![Group::any(0, vec![free("a")])]), RequestError::Needed { needed: 0, of: 1 });
    assert_eq!(error(vec![Group::all(vec![free("a")]), Group::any(1, vec![free("a")])]), RequestError::Twice("a".to_owned()));
    let many = (0..=MAX_PARTICIPANTS).map(|index| free(&index.to_string())).collect();
    assert_eq!(error(vec![Group::all(many)]), RequestError::TooMany);
}

#[test]
fn a_request_travels_and_is_checked_and_sorted_on_arrival() {
    let blocks = ["2026-01-05T11:00:00Z", "2026-01-05T09:00:00Z"].map(|start| Span::starting(at(start), 30).expect("a span"));
    let somebody = Participant::new("a", "A", Willing::Always, blocks.map(Busy::unnamed));
    let request = Request::new(rules(30, 15), vec![Group::any(1, vec![somebody, free("b")])]).expect("request");
    let sent = serde_json::to_string(&request).expect("json");
    assert_eq!(serde_json::from_str::<Request>(&sent).expect("request"), request);
    let swapped = serde_json::to_string(&[blocks[1], blocks[0]].map(Busy::unnamed)).expect("json");
    let unsorted = sent.replace(&swapped, &serde_json::to_string(&blocks.map(Busy::unnamed)).expect("json"));
    assert_ne!(sent, unsorted);
    assert_eq!(serde_json::from_str::<Request>(&unsorted).expect("request"), request);
    assert!(serde_json::from_str::<Request>(&sent.replace(r#""any":1"#, r#""any":3"#)).is_err());
    assert!(serde_json::from_str::<Request>(&sent.replace(r#""step_minutes":15"#, r#""step_minutes":0"#)).is_err());
}

#[test]
fn extreme_moments_and_ranges_do_not_panic() {
    let all = Span::from_ms(crate::domain::time::FIRST_MS, crate::domain::time::LAST_MS).expect("a span");
    let somebody = Participant::new("a", "A", Willing::Spans(SpanSet::from(all)), [Busy::unnamed(all)]).with_buffers(u32::MAX, u32::MAX);
    let request = Request::new(rules(1440, 1), vec![Group::all(vec![somebody])]).expect("request");
    assert_eq!(count(&request, all), 0);
    for edge in [chrono::DateTime::<chrono::Utc>::MIN_UTC, chrono::DateTime::<chrono::Utc>::MAX_UTC] {
        assert!(!validate(&request, edge).expect_err("busy").blockers.is_empty());
        assert!(nearest(&request, edge, 1).is_empty());
    }
}
