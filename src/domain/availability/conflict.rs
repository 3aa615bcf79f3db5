//! Why a start is refused: who, which rule, which block; never more than has to change.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::grid::Grid;
use super::participant::{Busy, Participant, Why, Willing};
use super::request::{Needed, Request};
use super::rules::Rules;
use crate::domain::span::{Span, SpanSet};
use crate::domain::time::{Instant, from_ms, ms};

/// The participant that a blocker is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    /// Index of the group in the request.
    pub group: u32,
    /// Index of the participant in the group.
    pub participant: u32,
    /// What the caller knows them by.
    pub key: String,
    /// The name for people.
    pub name: String,
}

/// One thing that stands in the way of a start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Blocker {
    /// Before the least notice.
    TooSoon { start: Instant, earliest: Instant },
    /// At or after the horizon.
    TooLate { start: Instant, latest: Instant },
    /// Not on a step.
    OffGrid { start: Instant, step_minutes: u32 },
    /// The slot leaves the time they are willing; `missing` is the part outside.
    NotWilling { participant: Who, missing: SpanSet },
    /// The slot, or a buffer of it, meets a busy block; `index` is its place in [`Participant::busy`].
    Busy { participant: Who, index: u32, block: Busy },
    /// They have as many meetings on that day as they take.
    DailyCap { participant: Who, date: NaiveDate, per_day: u32 },
}

impl Blocker {
    /// The same for colleagues' eyes: see [`Busy::discreet`].
    #[must_use]
    pub fn discreet(self) -> Self {
        match self {
            Self::Busy { participant, index, block } => Self::Busy { participant, index, block: block.discreet() },
            other => other,
        }
    }
}

/// The fewest things that would have to be different for a slot to start at that moment; none when there is one. Of a
/// group of which some are needed, those with the fewest blockers are taken, the first of equals.
pub fn explain(request: &Request, start: Instant) -> Vec<Blocker> {
    let at = ms(start);
    let mut blockers = against_rules(&request.rules, at);
    for (index, group) in request.groups.iter().enumerate() {
        let each = group.participants.iter().enumerate().map(|(position, participant)| {
            let who =
                || Who { group: index as u32, participant: position as u32, key: participant.key.clone(), name: participant.name.clone() };
            against_participant(participant, &request.rules, at, who)
        });
        match group.needed {
            Needed::All => blockers.extend(each.flatten()),
            Needed::Any(_) => {
                let mut each: Vec<(usize, Vec<Blocker>)> = each.enumerate().collect();
                each.sort_by_key(|(_, blockers)| blockers.len());
                each.truncate(group.needed_count());
                each.sort_by_key(|(position, _)| *position);
                blockers.extend(each.into_iter().flat_map(|(_, blockers)| blockers));
            }
        }
    }
    blockers
}

fn against_rules(rules: &Rules, at: i64) -> Vec<Blocker> {
    let start = from_ms(at);
    let too_soon = (start < rules.earliest()).then(|| Blocker::TooSoon { start, earliest: rules.earliest() });
    let too_late = (start >= rules.latest()).then(|| Blocker::TooLate { start, latest: rules.latest() });
    let off_grid = (Grid::aligned(rules, at, at + 1).len() == 0).then(|| Blocker::OffGrid { start, step_minutes: rules.step_minutes() });
    [too_soon, too_late, off_grid].into_iter().flatten().collect()
}

fn against_participant(participant: &Participant, rules: &Rules, at: i64, who: impl Fn() -> Who) -> Vec<Blocker> {
    let mut blockers = Vec::new();
    participant.refused_starts(rules, at, at + 1, |first, end, why| {
        if !(first..end).contains(&at) {
            return;
        }
        blockers.extend(match why {
            Why::NotWilling => Some(Blocker::NotWilling { participant: who(), missing: missing(participant, rules, at) }),
            Why::Busy(index) => {
                participant.busy().get(index).map(|block| Blocker::Busy { participant: who(), index: index as u32, block: block.clone() })
            }
            Why::DailyCap(date) => {
                participant.daily_cap.as_ref().map(|cap| Blocker::DailyCap { participant: who(), date, per_day: cap.per_day })
            }
        });
    });
    blockers
}

fn missing(participant: &Participant, rules: &Rules, at: i64) -> SpanSet {
    let slot = Span::from_ms(at, at + rules.duration_ms()).map(SpanSet::from).unwrap_or_default();
    match &participant.willing {
        Willing::Always => SpanSet::new(),
        Willing::Spans(willing) => slot.difference(willing),
    }
}

/// The same question as if these blockers did not exist.
pub fn lift(request: &Request, blockers: &[Blocker]) -> Request {
    let mut lifted = request.clone();
    let mut gone: Vec<(u32, u32, u32)> = Vec::new();
    for blocker in blockers {
        match blocker {
            Blocker::TooSoon { start, .. } => lifted.rules.lift_earliest(*start),
            Blocker::TooLate { start, .. } => lifted.rules.lift_latest(from_ms(ms(*start) + 1)),
            Blocker::OffGrid { start, .. } => lifted.rules = lifted.rules.with_start_besides(*start),
            Blocker::Busy { participant, index, .. } => {
                gone.push((participant.group, participant.participant, *index));
            }
            Blocker::NotWilling { participant, missing } => {
                if let Some(participant) = find(&mut lifted, participant)
                    && let Willing::Spans(willing) = &mut participant.willing
                {
                    *willing = willing.union(missing);
                }
            }
            Blocker::DailyCap { participant, .. } => {
                if let Some(participant) = find(&mut lifted, participant) {
                    participant.daily_cap = None;
                }
            }
        }
    }
    for (g, group) in lifted.groups.iter_mut().enumerate() {
        for (p, participant) in group.participants.iter_mut().enumerate() {
            let stays = |index: usize| !gone.contains(&(g as u32, p as u32, index as u32));
            let busy = participant.busy().iter().enumerate().filter(|(index, _)| stays(*index));
            let busy: Vec<Busy> = busy.map(|(_, block)| block.clone()).collect();
            if busy.len() < participant.busy().len() {
                participant.set_busy(busy);
            }
        }
    }
    lifted
}

fn find<'a>(request: &'a mut Request, who: &Who) -> Option<&'a mut Participant> {
    request.groups.get_mut(who.group as usize)?.participants.get_mut(who.participant as usize)
}

#[cfg(test)]
#[path = "conflict_tests.rs"]
mod tests;
