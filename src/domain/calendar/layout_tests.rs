use chrono::Timelike;
use proptest::prelude::*;

use super::*;
use crate::domain::time::{OffsetChange, from_ms};

/// A zone whose offset changes from `before` to `after` hours (in halves) at that moment.
fn zone(at: &str, before_minutes: i32, after_minutes: i32) -> Zone {
    let at: Instant = at.parse().unwrap();
    Zone::new("Test/Zone", before_minutes * 60, vec![OffsetChange { at_ms: ms(at), offset_seconds: after_minutes * 60 }]).unwrap()
}

/// Europe/Berlin in spring 2027.
fn berlin() -> Zone {
    zone("2027-03-28T01:00:00Z", 60, 120)
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn span(from: &str, to: &str) -> Span {
    Span::new(at(from), at(to)).unwrap()
}

#[test]
fn a_day_that_loses_an_hour_is_drawn_with_23() {
    let week = Week::new(berlin(), date("2027-03-22"), 7);
    let minutes: Vec<u32> = week.days().iter().map(Day::minutes).collect();
    assert_eq!(minutes, [1440, 1440, 1440, 1440, 1440, 1440, 1380]);
    let sunday = &week.days()[6];
    assert!(week.is_changed(sunday) && !week.is_changed(&week.days()[5]));
    let hours = week.hours(sunday);
    assert_eq!(hours.len(), 23);
    assert_eq!((hours[1].civil.hour(), hours[1].kind), (1, HourKind::Usual));
    assert_eq!((hours[2].civil.hour(), hours[2].minutes, hours[2].kind), (3, 120, HourKind::AfterSkip));
    assert_eq!((hours[3].civil.hour(), hours[3].kind), (4, HourKind::Usual));
    // 9:00 summer time is eight hours into the day
    assert_eq!(sunday.minutes_to(at("2027-03-28T07:00:00Z")), 480.0);
}

#[test]
fn a_day_that_gains_an_hour_shows_it_twice() {
    let week = Week::new(zone("2027-10-31T01:00:00Z", 120, 60), date("2027-10-31"), 1);
    let hours = week.hours(&week.days()[0]);
    assert_eq!(week.longest_minutes(), 1500);
    assert_eq!(hours.len(), 25);
    assert_eq!((hours[2].civil.hour(), hours[2].kind), (2, HourKind::Usual));
    assert_eq!((hours[3].civil.hour(), hours[3].kind), (2, HourKind::Repeated));
    assert_eq!((hours[4].civil.hour(), hours[4].kind), (3, HourKind::Usual));
}

#[test]
fn half_an_hour_moves_the_lines_by_half_an_hour() {
    // Australia/Lord_Howe, 3 October 2027: 2:00 becomes 2:30
    let week = Week::new(zone("2027-10-02T15:30:00Z", 630, 660), date("2027-10-03"), 1);
    let day = week.days()[0];
    assert_eq!(day.minutes(), 1410);
    let hours = week.hours(&day);
    assert_eq!((hours[2].civil.hour(), hours[2].minutes, hours[2].kind), (3, 150, HourKind::AfterSkip));
    // the cell at the change begins with it
    assert_eq!(week.cell(0, 125.0, 60), Some(span("2027-10-02T15:30:00Z", "2027-10-02T16:00:00Z")));
}

#[test]
fn a_skipped_date_has_no_column() {
    // Pacific/Apia went from UTC-10 to UTC+14 at the end of 29 December 2011
    let week = Week::new(zone("2011-12-30T10:00:00Z", -600, 840), date("2011-12-26"), 7);
    assert_eq!(week.days().len(), 6);
    assert!(week.days().windows(2).all(|pair| pair[0].span.end() == pair[1].span.start()));
}

#[test]
fn a_pointer_hits_cells_on_the_wall() {
    let week = Week::new(berlin(), date("2027-03-22"), 7);
    assert_eq!(week.cell(0, 9.0 * 60.0 + 14.0, 30), Some(span("2027-03-22T08:00:00Z", "2027-03-22T08:30:00Z")));
    // after the change: eight hours into the day it is nine
    assert_eq!(week.cell(6, 8.0 * 60.0 + 14.0, 15), Some(span("2027-03-28T07:00:00Z", "2027-03-28T07:15:00Z")));
    assert_eq!(week.cell(6, 5_000.0, 15), Some(span("2027-03-28T21:45:00Z", "2027-03-28T22:00:00Z")));
    assert_eq!(week.cell(7, 0.0, 15), None);
    assert_eq!(week.snapped(0, 9.0 * 60.0 + 20.0, 30), Some(at("2027-03-22T08:30:00Z")));
    assert_eq!(week.snapped(0, 9.0 * 60.0 + 10.0, 30), Some(at("2027-03-22T08:00:00Z")));
}

#[test]
fn an_event_over_midnight_has_a_piece_in_each_day() {
    let week = Week::new(berlin(), date("2027-03-22"), 7);
    let days = week.pieces(&[span("2027-03-22T21:00:00Z", "2027-03-24T00:00:00Z"), span("2027-03-10T08:00:00Z", "2027-03-10T09:00:00Z")]);
    assert_eq!(days.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1, 1, 0, 0, 0, 0]);
    assert_eq!((days[0][0].first, days[0][0].last), (true, false));
    assert_eq!((days[1][0].first, days[1][0].last), (false, false));
    assert_eq!(days[2][0].span, span("2027-03-23T23:00:00Z", "2027-03-24T00:00:00Z"));
}

#[test]
fn a_short_event_takes_the_room_it_is_drawn_in() {
    let week = Week::new(Zone::utc(), date("2027-03-22"), 1);
    let items = [span("2027-03-22T09:00:00Z", "2027-03-22T09:05:00Z"), span("2027-03-22T09:10:00Z", "2027-03-22T10:00:00Z")];
    let placed = &week.layout(&items, 25)[0];
    assert_eq!((placed[0].place.column, placed[1].place.column), (0, 1));
    assert_eq!(week.layout(&items, 0)[0][1].place.columns, 1);
}

#[test]
fn two_thousand_events_are_laid_out_at_once() {
    let week = Week::new(berlin(), date("2027-03-22"), 7);
    let start = ms(at("2027-03-21T23:00:00Z"));
    let items: Vec<Span> = (0..2_000).map(|i| Span::from_ms(start + i * 300_000, start + i * 300_000 + 5_400_000).unwrap()).collect();
    assert!(week.layout(&items, 25).iter().map(Vec::len).sum::<usize>() >= 1_900);
}

proptest! {
    #[test]
    fn pieces_make_up_the_item(starts in prop::collection::vec((-3_000_i64..12_000, 1_i64..4_000), 0..30)) {
        let week = Week::new(berlin(), date("2027-03-25"), 7);
        let origin = week.span().unwrap().start_ms();
        let items: Vec<Span> = starts
            .iter()
            .map(|(start, length)| Span::from_ms(origin + start * MINUTE_MS, origin + (start + length) * MINUTE_MS).unwrap())
            .collect();
        let days = week.pieces(&items);
        for (day, pieces) in week.days().iter().zip(&days) {
            prop_assert!(pieces.iter().all(|piece| day.span.contains_span(&piece.span)));
            prop_assert!(pieces.is_sorted_by_key(|piece| piece.span.start_ms()));
        }
        for (index, item) in items.iter().enumerate() {
            let shown: i64 = days.iter().flatten().filter(|piece| piece.item == index).map(|piece| piece.span.duration_minutes()).sum();
            let within = item.intersection(&week.span().unwrap()).map_or(0, |part| part.duration_minutes());
            prop_assert_eq!(shown, within);
        }
    }

    #[test]
    fn cells_tile_every_day(minute in 0_u32..10_200, step in prop::sample::select(vec![5_u32, 15, 30, 45, 60])) {
        for zone in [berlin(), zone("2027-03-26T15:30:00Z", 660, 630)] {
            let week = Week::new(zone, date("2027-03-22"), 7);
            let moment = from_ms(week.span().unwrap().start_ms() + i64::from(minute) * MINUTE_MS);
            if let Some(cell) = week.cell_at(moment, step) {
                prop_assert!(cell.contains(moment));
                prop_assert!(cell.duration_minutes() <= i64::from(step));
                prop_assert_eq!(week.cell_at(cell.start(), step), Some(cell));
                prop_assert_eq!(week.cell_at(from_ms(cell.end_ms() - 1), step), Some(cell));
            } else {
                prop_assert!(week.day_of(moment).is_none());
            }
        }
    }
}

#[test]
fn the_weeks_around_a_clock_change_end_and_begin_with_it() {
    let week = Week::new(berlin(), "2027-03-22".parse().unwrap(), 7);
    let (before, after) = (week.turned(false).unwrap(), week.turned(true).unwrap());
    assert_eq!(before.span().unwrap().end(), week.span().unwrap().start());
    assert_eq!(after.span().unwrap().start(), week.span().unwrap().end());
    assert_eq!((before.days().len(), after.days().len()), (7, 7));
    assert_eq!(after.turned(false), Some(week));
    assert_eq!(Week::new(Zone::utc(), NaiveDate::MAX, 1).turned(true), None);
}
