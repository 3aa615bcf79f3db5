use proptest::prelude::*;

use super::*;
use crate::domain::time::{Instant, MINUTE_MS, OffsetChange, Zone, ms};

fn week() -> Week {
    let change: Instant = "2027-03-28T01:00:00Z".parse().unwrap();
    let zone = Zone::new("Europe/Berlin", 3600, vec![OffsetChange { at_ms: ms(change), offset_seconds: 7200 }]).unwrap();
    Week::new(zone, "2027-03-22".parse().unwrap(), 7)
}

fn cell(week: &Week, at: &str) -> Selection {
    Selection::new(week.cell_at(at.parse().unwrap(), 30).unwrap())
}

fn to(moved: Moved) -> Selection {
    match moved {
        Moved::To(selection) => selection,
        other => panic!("{other:?}"),
    }
}

#[test]
fn arrows_move_by_step_and_day() {
    let week = week();
    let start = cell(&week, "2027-03-24T08:00:00Z");
    assert_eq!(to(start.moved(&week, Move::Later, false, 30)), cell(&week, "2027-03-24T08:30:00Z"));
    assert_eq!(to(start.moved(&week, Move::Earlier, false, 30)), cell(&week, "2027-03-24T07:30:00Z"));
    assert_eq!(to(start.moved(&week, Move::DayBefore, false, 30)), cell(&week, "2027-03-23T08:00:00Z"));
    assert_eq!(to(start.moved(&week, Move::DayStart, false, 30)), cell(&week, "2027-03-23T23:00:00Z"));
    assert_eq!(to(start.moved(&week, Move::DayEnd, false, 30)), cell(&week, "2027-03-24T22:30:00Z"));
}

#[test]
fn a_day_later_is_the_same_time_on_the_wall() {
    let week = week();
    // 9:00 on Saturday is 8:00 UTC, on Sunday 7:00
    assert_eq!(to(cell(&week, "2027-03-27T08:00:00Z").moved(&week, Move::DayAfter, false, 30)), cell(&week, "2027-03-28T07:00:00Z"));
    // 2:30 is skipped on Sunday and read as 3:30
    assert_eq!(to(cell(&week, "2027-03-27T01:30:00Z").moved(&week, Move::DayAfter, false, 30)), cell(&week, "2027-03-28T01:30:00Z"));
}

#[test]
fn shift_extends_over_midnight() {
    let week = week();
    let mut selection = cell(&week, "2027-03-24T22:30:00Z");
    for _ in 0..3 {
        selection = to(selection.moved(&week, Move::Later, true, 30));
    }
    assert_eq!(selection.span().duration_minutes(), 120);
    assert_eq!(to(selection.moved(&week, Move::Later, false, 30)).span().duration_minutes(), 30);
}

fn span(from: &str, until: &str) -> Span {
    Span::new(from.parse().unwrap(), until.parse().unwrap()).unwrap()
}

#[test]
fn a_dragged_entry_keeps_its_length_and_the_place_it_is_held_at() {
    let week = week();
    let entry = span("2027-03-24T08:05:00Z", "2027-03-24T09:05:00Z");
    let cell_at = |at: &str| week.cell_at(at.parse().unwrap(), 15).unwrap();
    // Held in its second quarter of an hour.
    let grip = Grip::at(entry, cell_at("2027-03-24T08:30:00Z"), false);
    assert_eq!(grip.dragged(entry, cell_at("2027-03-24T08:30:00Z")), entry);
    assert_eq!(grip.dragged(entry, cell_at("2027-03-25T10:00:00Z")), span("2027-03-25T09:35:00Z", "2027-03-25T10:35:00Z"));
    // Dragged into the hour that is skipped, it still lasts an hour.
    assert_eq!(grip.dragged(entry, cell_at("2027-03-28T00:45:00Z")).duration_minutes(), 60);
    let end = Grip::at(entry, cell_at("2027-03-24T09:00:00Z"), true);
    assert_eq!(end.dragged(entry, cell_at("2027-03-24T10:15:00Z")), span("2027-03-24T08:05:00Z", "2027-03-24T10:30:00Z"));
    // Never shorter than a cell, however far up.
    assert_eq!(end.dragged(entry, cell_at("2027-03-24T06:00:00Z")).duration_minutes(), 15);
}

#[test]
fn keys_move_and_resize_an_entry_within_the_days_shown() {
    let week = week();
    let entry = span("2027-03-27T08:00:00Z", "2027-03-27T09:00:00Z");
    let after = |by, resize| nudged(&week, entry, by, resize, 15);
    assert_eq!(after(Move::Later, false), Some(span("2027-03-27T08:15:00Z", "2027-03-27T09:15:00Z")));
    assert_eq!(after(Move::Earlier, false), Some(span("2027-03-27T07:45:00Z", "2027-03-27T08:45:00Z")));
    // The same time on the wall, an hour earlier in UTC, and as long.
    assert_eq!(after(Move::DayAfter, false), Some(span("2027-03-28T07:00:00Z", "2027-03-28T08:00:00Z")));
    assert_eq!(after(Move::Later, true), Some(span("2027-03-27T08:00:00Z", "2027-03-27T09:15:00Z")));
    assert_eq!(after(Move::Earlier, true), Some(span("2027-03-27T08:00:00Z", "2027-03-27T08:45:00Z")));
    let short = span("2027-03-27T08:00:00Z", "2027-03-27T08:15:00Z");
    assert_eq!(nudged(&week, short, Move::Earlier, true, 15), None);
    let first = span("2027-03-22T08:00:00Z", "2027-03-22T09:00:00Z");
    assert_eq!(nudged(&week, first, Move::DayBefore, false, 15), None);
    assert_eq!(after(Move::DayStart, false), None);
}

#[test]
fn the_edges_lead_out() {
    let week = week();
    assert_eq!(cell(&week, "2027-03-22T08:00:00Z").moved(&week, Move::DayBefore, false, 30), Moved::Before);
    assert_eq!(cell(&week, "2027-03-28T21:30:00Z").moved(&week, Move::Later, false, 30), Moved::After);
}

#[test]
fn scrolling_starts_near_the_edge() {
    assert_eq!(edge_speed(300.0, 0.0, 600.0), 0.0);
    assert_eq!(edge_speed(700.0, 0.0, 600.0), FASTEST);
    assert_eq!(edge_speed(-5.0, 0.0, 600.0), -FASTEST);
    assert!(edge_speed(580.0, 0.0, 600.0) > edge_speed(560.0, 0.0, 600.0));
}

proptest! {
    #[test]
    fn a_drag_does_not_care_which_end_came_first(a in 0_i64..9_000, b in 0_i64..9_000) {
        let week = week();
        let origin = week.span().unwrap().start_ms();
        let hit = |minute: i64| week.cell_at(from_ms(origin + minute * MINUTE_MS), 15).unwrap();
        let (a, b) = (hit(a), hit(b));
        let joined = join(a, b);
        prop_assert_eq!(joined, join(b, a));
        prop_assert!(joined.contains_span(&a) && joined.contains_span(&b));
    }

    #[test]
    fn every_move_stays_on_cells(minute in 0_i64..9_900, keys in prop::collection::vec((0_usize..6, any::<bool>()), 1..20)) {
        let week = week();
        let moves = [Move::Earlier, Move::Later, Move::DayBefore, Move::DayAfter, Move::DayStart, Move::DayEnd];
        let mut selection = Selection::new(week.cell_at(from_ms(week.span().unwrap().start_ms() + minute * MINUTE_MS), 15).unwrap());
        for (key, extend) in keys {
            if let Moved::To(next) = selection.moved(&week, moves[key], extend, 15) {
                prop_assert_eq!(week.cell_at(next.focus().start(), 15), Some(next.focus()));
                selection = next;
            }
        }
    }
}
