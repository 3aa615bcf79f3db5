//! The slot engine against a reference that knows nothing of it: every minute looked at, one after the other, with the
//! zone database at hand. Random people and rules around clock changes of every kind.

use chrono::{NaiveDate, Timelike};
use proptest::prelude::*;

use super::conflict::{Blocker, explain, lift};
use super::slots::*;
use crate::domain::span::Span;
use crate::domain::testing::{PLACES, Place, at, check, zone_around};
use crate::domain::time::{Instant, Zone, plus_minutes};

/// Starts are looked for in this many minutes from the origin, 18 hours before a clock change.
const HORIZON: i32 = 36 * 60;
/// What lies further than this from the horizon touches no slot.
const MARGIN: i32 = 8 * 60;

#[derive(Debug, Clone)]
struct Person {
    /// Start and length in minutes; `None`: always.
    willing: Option<Vec<(i32, i32)>>,
    busy: Vec<(i32, i32)>,
    before: i32,
    after: i32,
    cap: Option<(u32, Vec<i32>)>,
}

#[derive(Debug, Clone)]
struct Case {
    place: usize,
    /// The people of each group, and how many are needed: 0 for all, else at most so many.
    groups: Vec<(u32, Vec<Person>)>,
    duration: i32,
    step: u32,
    earliest: i32,
    latest: i32,
    range: (i32, i32),
    /// Minutes to ask about, on a step or not.
    asked: Vec<i32>,
}

fn some_person(blocks: usize) -> impl Strategy<Value = Person> {
    let willing = prop::option::of(prop::collection::vec((-MARGIN..HORIZON, 30..900), 1..5));
    let busy = prop::collection::vec((-MARGIN..HORIZON + MARGIN - 240, 1..240), 0..=blocks);
    let cap = prop::option::weighted(0.4, (0..3_u32, prop::collection::vec(0..HORIZON, 0..4)));
    let buffer = || prop_oneof![3 => Just(0), 2 => 1..60];
    (willing, busy, buffer(), buffer(), cap).prop_map(|(willing, busy, before, after, cap)| {
        // No cap of none twice as often as the others: it refuses everything.
        let cap = cap.filter(|(per_day, starts)| *per_day > 0 || starts.len() == 3);
        Person { willing, busy, before, after, cap }
    })
}

fn some_case(people: usize, blocks: usize) -> impl Strategy<Value = Case> {
    let group = (0..3_u32, prop::collection::vec(some_person(blocks), 1..=people));
    let step = prop::sample::select(vec![5_u32, 10, 15, 20, 30, 30, 45, 50, 60, 60, 90, 120]);
    let rules = (1..180, step, 0..HORIZON / 2, 0..2 * HORIZON);
    let range = (0..HORIZON / 2, HORIZON / 2..HORIZON);
    let asked = prop::collection::vec(-60..HORIZON + 60, 12);
    (0..PLACES.len(), prop::collection::vec(group, 0..3), rules, range, asked).prop_map(
        |(place, groups, (duration, step, earliest, latest), range, asked)| Case {
            place,
            groups,
            duration,
            step,
            earliest,
            latest,
            range,
            asked,
        },
    )
}

/// What is the same for all cases of a place.
struct Ground {
    place: &'static Place,
    zone: Zone,
    origin: Instant,
    /// Date and minute on the wall for each minute of the horizon with its margins, from the zone database.
    wall: Vec<(NaiveDate, u32)>,
}

impl Ground {
    fn all() -> Vec<Ground> {
        let ground = |place: &'static Place| {
            let origin = plus_minutes(at(place.change), -18 * 60);
            let wall = (-MARGIN..HORIZON + MARGIN).map(|minute| {
                let there = plus_minutes(origin, minute.into()).with_timezone(&place.tz);
                (there.date_naive(), there.hour() * 60 + there.minute())
            });
            Ground { place, zone: zone_around(place), origin, wall: wall.collect() }
        };
        PLACES.iter().map(ground).collect()
    }

    fn instant(&self, minute: i32) -> Instant {
        plus_minutes(self.origin, minute.into())
    }

    fn span(&self, (start, length): (i32, i32)) -> Span {
        Span::starting(self.instant(start), length as u32).expect("a span")
    }

    fn wall(&self, minute: i32) -> (NaiveDate, u32) {
        self.wall[(minute + MARGIN) as usize]
    }

    fn request(&self, case: &Case) -> Request {
        let (earliest, latest) = (self.instant(case.earliest), self.instant(case.latest));
        let rules = Rules::new(case.duration as u32, case.step, self.zone.clone(), earliest, latest).expect("rules");
        let mut number = 0;
        let groups = case.groups.iter().map(|(needed, people)| {
            let participants = people.iter().map(|person| {
                number += 1;
                self.participant(person, number)
            });
            let participants: Vec<_> = participants.collect();
            match needed_of(*needed, people) {
                None => Group::all(participants),
                Some(needed) => Group::any(needed as u32, participants),
            }
        });
        Request::new(rules, groups.collect()).expect("a request")
    }

    fn participant(&self, person: &Person, number: u32) -> Participant {
        let willing = match &person.willing {
            None => Willing::Always,
            Some(spans) => Willing::Spans(spans.iter().map(|span| self.span(*span)).collect()),
        };
        let busy = person.busy.iter().map(|span| Busy::unnamed(self.span(*span)));
        let participant = Participant::new(number.to_string(), format!("Nr. {number}"), willing, busy)
            .with_buffers(person.before as u32, person.after as u32);
        match &person.cap {
            None => participant,
            Some((per_day, starts)) => participant.with_daily_cap(DailyCap {
                per_day: *per_day,
                zone: self.zone.clone(),
                starts: starts.iter().map(|start| self.instant(*start)).collect(),
            }),
        }
    }
}

fn needed_of(needed: u32, people: &[Person]) -> Option<usize> {
    (needed > 0).then(|| (needed as usize).min(people.len()))
}

/// The reference: the things that stand in the way of a start, by looking at each minute of the meeting.
struct Naive<'a> {
    ground: &'a Ground,
    case: &'a Case,
    /// For each person of each group and each minute: willing, and not busy.
    minutes: Vec<Vec<(Vec<bool>, Vec<bool>)>>,
}

impl<'a> Naive<'a> {
    fn new(ground: &'a Ground, case: &'a Case) -> Self {
        let within = |spans: &[(i32, i32)]| {
            let mut minutes = vec![false; (HORIZON + 2 * MARGIN) as usize];
            for (start, length) in spans {
                for minute in *start..start + length {
                    if (-MARGIN..HORIZON + MARGIN).contains(&minute) {
                        minutes[(minute + MARGIN) as usize] = true;
                    }
                }
            }
            minutes
        };
        let person = |person: &Person| {
            let always = || vec![true; (HORIZON + 2 * MARGIN) as usize];
            let busy = within(&person.busy).into_iter().map(|busy| !busy).collect();
            (person.willing.as_ref().map_or_else(always, |spans| within(spans)), busy)
        };
        let minutes = case.groups.iter().map(|(_, people)| people.iter().map(person).collect()).collect();
        Self { ground, case, minutes }
    }

    fn against_rules(&self, start: i32) -> usize {
        let case = self.case;
        let off_grid = !self.ground.wall(start).1.is_multiple_of(case.step);
        usize::from(start < case.earliest) + usize::from(start >= case.latest) + usize::from(off_grid)
    }

    fn can(&self, group: usize, person: usize, start: i32) -> bool {
        let who = &self.case.groups[group].1[person];
        let (willing, free) = &self.minutes[group][person];
        let all =
            |minutes: &[bool], from: i32, until: i32| minutes[(from + MARGIN) as usize..(until + MARGIN) as usize].iter().all(|yes| *yes);
        let end = start + self.case.duration;
        all(willing, start, end) && all(free, start - who.before, end + who.after) && !self.is_full(who, start)
    }

    fn is_full(&self, who: &Person, start: i32) -> bool {
        who.cap.as_ref().is_some_and(|(per_day, starts)| {
            let today = self.ground.wall(start).0;
            starts.iter().filter(|other| self.ground.wall(**other).0 == today).count() >= *per_day as usize
        })
    }

    /// Who is taken from each group of which some are needed, when the start is possible.
    fn slot(&self, start: i32) -> Option<Vec<(usize, usize)>> {
        if self.against_rules(start) > 0 {
            return None;
        }
        let mut chosen = Vec::new();
        for (group, (needed, people)) in self.case.groups.iter().enumerate() {
            let who_can = (0..people.len()).filter(|person| self.can(group, *person, start));
            let needed_of_pool = needed_of(*needed, people);
            let needed = needed_of_pool.unwrap_or(people.len());
            let taken: Vec<_> = who_can.take(needed).map(|person| (group, person)).collect();
            if taken.len() < needed {
                return None;
            }
            if needed_of_pool.is_some() {
                chosen.extend(taken);
            }
        }
        Some(chosen)
    }

    /// How many things one person has against a start: not willing, each busy block, a full day.
    fn things_against(&self, group: usize, person: usize, start: i32) -> usize {
        let who = &self.case.groups[group].1[person];
        let end = start + self.case.duration;
        let willing = (start..end).all(|minute| self.minutes[group][person].0[(minute + MARGIN) as usize]);
        let meets = |from: i32, length: i32| (from..from + length).any(|m| m >= start - who.before && m < end + who.after);
        let blocks = who.busy.iter().filter(|(from, length)| meets(*from, *length)).count();
        usize::from(!willing) + blocks + usize::from(self.is_full(who, start))
    }

    /// The fewest things to lift, by trying every set of people.
    fn fewest(&self, start: i32) -> usize {
        let of_group = |(group, (needed, people)): (usize, &(u32, Vec<Person>))| {
            let needed = needed_of(*needed, people).unwrap_or(people.len());
            let sets = (0_u32..1 << people.len()).filter(|set| set.count_ones() as usize == needed);
            let cost = |set: u32| {
                (0..people.len())
                    .filter(|person| set >> person & 1 == 1)
                    .map(|person| self.things_against(group, person, start))
                    .sum::<usize>()
            };
            sets.map(cost).min().unwrap_or(0)
        };
        self.against_rules(start) + self.case.groups.iter().enumerate().map(of_group).sum::<usize>()
    }
}

fn in_request(chosen: &[(usize, usize)]) -> Vec<Choice> {
    chosen.iter().map(|(group, person)| Choice { group: *group as u32, participant: *person as u32 }).collect()
}

#[test]
fn the_slots_are_those_that_a_look_at_every_minute_finds() {
    let grounds = Ground::all();
    check(file!(), 10_000, some_case(3, 6), |case| {
        let ground = &grounds[case.place];
        let (request, naive) = (ground.request(&case), Naive::new(ground, &case));
        let tz = ground.place.tz;
        let all: Vec<(i32, Vec<Choice>)> =
            (0..HORIZON).filter_map(|minute| naive.slot(minute).map(|chosen| (minute, in_request(&chosen)))).collect();

        let (from, until) = case.range;
        let listed = slots(&request, Span::new(ground.instant(from), ground.instant(until)).expect("a range"));
        let expected: Vec<Slot> = all
            .iter()
            .filter(|(minute, _)| (from..until).contains(minute))
            .map(|(minute, chosen)| Slot { span: ground.span((*minute, case.duration)), chosen: chosen.clone() })
            .collect();
        prop_assert_eq!(&listed, &expected, "{}", tz);
        prop_assert_eq!(count(&request, Span::new(ground.instant(from), ground.instant(until)).expect("a range")), expected.len() as u32);

        for minute in case.asked.iter().copied() {
            let start = ground.instant(minute);
            let expected = naive.slot(minute).map(|chosen| in_request(&chosen));
            prop_assert_eq!(validate(&request, start).ok().map(|slot| slot.chosen), expected, "{} {}", tz, start);
        }
        for (minute, chosen) in all.iter().step_by(7) {
            let slot = validate(&request, ground.instant(*minute));
            prop_assert_eq!(slot, Ok(Slot { span: ground.span((*minute, case.duration)), chosen: chosen.clone() }));
        }
        Ok(())
    });
}

#[test]
fn the_nearest_slots_are_the_nearest_of_all() {
    let grounds = Ground::all();
    check(file!(), 500, (some_case(3, 6), 1..6_usize), |(mut case, n)| {
        case.latest = case.latest.min(HORIZON);
        let ground = &grounds[case.place];
        let (request, naive) = (ground.request(&case), Naive::new(ground, &case));
        let asked = case.asked[0];
        let mut all: Vec<i32> = (0..HORIZON).filter(|minute| naive.slot(*minute).is_some()).collect();
        all.sort_by_key(|minute| (minute - asked).abs());
        all.truncate(n);
        let expected: Vec<Instant> = all.into_iter().map(|minute| ground.instant(minute)).collect();
        let found: Vec<Instant> = nearest(&request, ground.instant(asked), n).iter().map(|slot| slot.span.start()).collect();
        prop_assert_eq!(found, expected);
        Ok(())
    });
}

#[test]
fn an_explanation_is_enough_and_no_smaller_one_is() {
    let grounds = Ground::all();
    check(file!(), 2_000, some_case(4, 12), |case| {
        let ground = &grounds[case.place];
        let (request, naive) = (ground.request(&case), Naive::new(ground, &case));
        for minute in case.asked.iter().copied().take(4) {
            let start = ground.instant(minute);
            let blockers = explain(&request, start);
            prop_assert_eq!(blockers.is_empty(), validate(&request, start).is_ok());
            prop_assert_eq!(blockers.len(), naive.fewest(minute), "{:?}", blockers);
            prop_assert!(validate(&lift(&request, &blockers), start).is_ok(), "{:?}", blockers);
            if blockers.len() > 6 {
                continue;
            }
            for some in 0..(1_u32 << blockers.len()) - 1 {
                let some: Vec<Blocker> =
                    blockers.iter().enumerate().filter(|(index, _)| some >> index & 1 == 1).map(|(_, b)| b.clone()).collect();
                prop_assert!(validate(&lift(&request, &some), start).is_err(), "{:?} are enough of {:?}", some, blockers);
            }
        }
        Ok(())
    });
}
