use chrono::Timelike;

use super::*;
use crate::domain::availability::slots::Rules;
use crate::domain::testing::{PLACES, at, zone_around};
use crate::domain::time::{from_ms, plus_minutes};

#[test]
fn starts_stand_on_multiples_of_the_step_on_the_wall_whatever_the_clocks_do() {
    for place in &PLACES {
        let zone = zone_around(place);
        let (from, until) = (plus_minutes(at(place.change), -2000), plus_minutes(at(place.change), 2000));
        for step in [1, 7, 15, 25, 30, 45, 50, 60, 90, 120, 1440] {
            let rules = Rules::new(30, step, zone.clone(), from, until).expect("rules");
            let grid = Grid::allowed(&rules, i64::MIN, i64::MAX);
            let expected: Vec<i64> = (ms(from)..ms(until))
                .step_by(60_000)
                .filter(|minute| {
                    let there = from_ms(*minute).with_timezone(&place.tz);
                    (there.hour() * 60 + there.minute()).is_multiple_of(step)
                })
                .collect();
            assert_eq!(grid.starts().collect::<Vec<_>>(), expected, "{} every {step}", place.tz);
            assert_eq!(grid.len(), expected.len());
        }
    }
}

#[test]
fn a_cursor_finds_what_a_search_finds() {
    for step in [15, 50] {
        let (from, until) = (at("2026-10-20T10:03:00Z"), at("2026-10-28T00:00:00Z"));
        let rules = Rules::new(30, step, zone_around(&PLACES[1]), from, until).expect("rules");
        let rules = rules.with_start_besides(at("2026-10-24T09:04:00Z"));
        let grid = Grid::allowed(&rules, i64::MIN, i64::MAX);
        let starts: Vec<i64> = grid.starts().collect();
        assert!(starts.contains(&ms(at("2026-10-24T09:04:00Z"))) && starts.is_sorted());
        let mut cursor = grid.cursor();
        for time in (ms(from) - 3_600_000..ms(until) + 3_600_000).step_by(59_999) {
            assert_eq!(cursor.at_or_after(time), starts.partition_point(|start| *start < time));
        }
    }
}

#[test]
fn an_empty_stretch_has_no_starts() {
    let rules = Rules::new(30, 15, zone_around(&PLACES[0]), at("2026-01-02T00:00:00Z"), at("2026-01-01T00:00:00Z")).expect("rules");
    assert_eq!(Grid::allowed(&rules, i64::MIN, i64::MAX).len(), 0);
    assert_eq!(Grid::aligned(&rules, 5, 5).len(), 0);
}
