//! Slots: the starts that satisfy everybody. One sweep lists them, counts them, validates one and finds the nearest;
//! [`super::conflict`] explains a refusal from the same rule.

use serde::{Deserialize, Serialize};

use super::conflict::{Blocker, explain};
use super::grid::Grid;
pub use super::participant::*;
pub use super::request::*;
pub use super::rules::*;
use crate::domain::span::Span;
use crate::domain::time::{DAY_MS, Instant, ms};

/// A participant whom a slot takes from a group of which only some are needed, by the indices in the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Index of the group.
    pub group: u32,
    /// Index of the participant in the group.
    pub participant: u32,
}

/// A time at which everybody can.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// The meeting, without buffers.
    pub span: Span,
    /// Who was taken from the groups of which only some are needed: the first in the group who can.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chosen: Vec<Choice>,
}

impl Slot {
    /// Everybody who takes part: the whole of some groups, the chosen ones of the others.
    pub fn attending<'a>(&'a self, request: &'a Request) -> impl Iterator<Item = &'a Participant> {
        request.groups.iter().enumerate().flat_map(move |(index, group)| {
            group.participants.iter().enumerate().filter_map(move |(position, participant)| {
                let choice = Choice { group: index as u32, participant: position as u32 };
                (group.needed == Needed::All || self.chosen.contains(&choice)).then_some(participant)
            })
        })
    }
}

/// A start that was refused, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("the start is refused for {} reasons", blockers.len())]
pub struct Refusal {
    /// The start asked about.
    pub start: Instant,
    /// The fewest things that would have to be different.
    pub blockers: Vec<Blocker>,
}

/// All slots that start within a range, by their start.
pub fn slots(request: &Request, range: Span) -> Vec<Slot> {
    Sweep::new(request, range.start_ms(), range.end_ms()).slots()
}

/// How many slots start within a range.
pub fn count(request: &Request, range: Span) -> u32 {
    Sweep::new(request, range.start_ms(), range.end_ms()).count()
}

/// The slot that starts at that moment.
///
/// # Errors
/// When there is none, with the reasons.
pub fn validate(request: &Request, start: Instant) -> Result<Slot, Refusal> {
    let at = ms(start);
    let found = Sweep::new(request, at, at + 1).slots().pop();
    found.ok_or_else(|| Refusal { start, blockers: explain(request, start) })
}

/// The `n` slots whose starts are nearest to a moment, the nearest first; of two equally near the earlier first.
pub fn nearest(request: &Request, start: Instant, n: usize) -> Vec<Slot> {
    let (at, earliest, latest) = (ms(start), ms(request.rules.earliest()), ms(request.rules.latest()));
    let mut reach = DAY_MS;
    loop {
        let mut found = Sweep::new(request, at.saturating_sub(reach), at.saturating_add(reach + 1)).slots();
        // Every start within reach is nearer than every one beyond it.
        let complete = at.saturating_sub(reach) <= earliest && at.saturating_add(reach) >= latest;
        if found.len() >= n || complete {
            found.sort_by_key(|slot| (slot.span.start_ms() - at).abs());
            found.truncate(n);
            return found;
        }
        reach *= 4;
    }
}

/// Rising stretches of start numbers that one participant refuses, half-open and apart from one another.
type Refused = Vec<(u32, u32)>;

/// The starts of a stretch of time, and at which of them everybody can.
struct Sweep<'a> {
    request: &'a Request,
    grid: Grid,
    open: Vec<bool>,
    /// For each group of which only some are needed: its index, and what each of its participants refuses.
    pools: Vec<(usize, Vec<Refused>)>,
}

impl<'a> Sweep<'a> {
    /// Linear in busy blocks, willing spans and starts: everybody's refused stretches are marked by their ends in one
    /// row of numbers, which a running sum turns into how many refuse each start.
    fn new(request: &'a Request, from_ms: i64, until_ms: i64) -> Self {
        let grid = Grid::allowed(&request.rules, from_ms, until_ms);
        let mut open = vec![true; grid.len()];
        let mut pools = Vec::new();
        let (mut scratch, mut ends) = (Vec::new(), vec![0_i32; grid.len() + 1]);
        for (index, group) in request.groups.iter().enumerate() {
            if grid.len() == 0 {
                break;
            }
            let mut pool = Vec::new();
            for participant in &group.participants {
                let mut refused = Refused::new();
                refused_numbers(participant, &request.rules, &grid, (from_ms, until_ms), &mut scratch, |first, end| {
                    ends[first] += 1;
                    ends[end] -= 1;
                    if group.needed != Needed::All {
                        refused.push((first as u32, end as u32));
                    }
                });
                if group.needed != Needed::All {
                    pool.push(refused);
                }
            }
            let spare = (group.participants.len() - group.needed_count()) as i32;
            let mut refusing = 0;
            for (open, end) in open.iter_mut().zip(&mut ends) {
                refusing += std::mem::take(end);
                *open &= refusing <= spare;
            }
            ends[grid.len()] = 0;
            if group.needed != Needed::All {
                pools.push((index, pool));
            }
        }
        Self { request, grid, open, pools }
    }

    fn count(&self) -> u32 {
        self.open.iter().map(|open| u32::from(*open)).sum()
    }

    fn slots(&self) -> Vec<Slot> {
        let duration = self.request.rules.duration_ms();
        let mut choosers: Vec<Chooser<'_>> = self.pools.iter().map(|pool| Chooser::new(self.request, pool)).collect();
        let open = self.open.iter().enumerate().filter(|(_, open)| **open).map(|(number, _)| number as u32);
        let mut slots = Vec::with_capacity(self.count() as usize);
        let starts = self.grid.starts().zip(&self.open).filter(|(_, open)| **open).map(|(start, _)| start);
        for (number, start) in open.zip(starts) {
            let mut chosen = Vec::new();
            for chooser in &mut choosers {
                chooser.choose(number, &mut chosen);
            }
            // The rules keep starts a day away from the end of the calendar, so there is always a span.
            slots.extend(Span::from_ms(start, start + duration).map(|span| Slot { span, chosen }));
        }
        slots
    }
}

/// Tells `visit` the stretches of start numbers a participant refuses, in rising order and apart from one another.
fn refused_numbers(
    participant: &Participant,
    rules: &Rules,
    grid: &Grid,
    (from_ms, until_ms): (i64, i64),
    scratch: &mut Vec<(i64, i64)>,
    mut visit: impl FnMut(usize, usize),
) {
    scratch.clear();
    participant.refused_starts(rules, from_ms, until_ms, |start, end, _| scratch.push((start, end)));
    // Two or three rising runs one after the other, which the stable sort merges in linear time.
    scratch.sort_by_key(|(start, _)| *start);
    let mut cursor = grid.cursor();
    let mut joined = scratch.iter().copied();
    let Some(mut stretch) = joined.next() else { return };
    let mut tell = |(start, end): (i64, i64)| {
        let (first, end) = (cursor.at_or_after(start), cursor.at_or_after(end));
        if first < end {
            visit(first, end);
        }
    };
    for (start, end) in joined {
        if start <= stretch.1 {
            stretch.1 = stretch.1.max(end);
        } else {
            tell(std::mem::replace(&mut stretch, (start, end)));
        }
    }
    tell(stretch);
}

/// Takes the first who can from a group, for start numbers that rise.
struct Chooser<'a> {
    group: u32,
    needed: usize,
    refused: Vec<std::slice::Iter<'a, (u32, u32)>>,
}

impl<'a> Chooser<'a> {
    fn new(request: &Request, (group, refused): &'a (usize, Vec<Refused>)) -> Self {
        let needed = request.groups.get(*group).map_or(0, Group::needed_count);
        Self { group: *group as u32, needed, refused: refused.iter().map(|refused| refused.iter()).collect() }
    }

    fn choose(&mut self, number: u32, chosen: &mut Vec<Choice>) {
        let mut missing = self.needed;
        for (participant, refused) in self.refused.iter_mut().enumerate() {
            if missing == 0 {
                break;
            }
            while refused.as_slice().first().is_some_and(|(_, end)| *end <= number) {
                refused.next();
            }
            if refused.as_slice().first().is_none_or(|(first, _)| *first > number) {
                chosen.push(Choice { group: self.group, participant: participant as u32 });
                missing -= 1;
            }
        }
    }
}

#[cfg(test)]
#[path = "slots_tests.rs"]
mod tests;
