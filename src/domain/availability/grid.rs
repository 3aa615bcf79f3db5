//! The starts that the rules allow, without listing them: a handful of arithmetic progressions.

use super::rules::Rules;
use crate::domain::time::{DAY_MS, MINUTE_MS, ms};

/// Starts at equal distances.
#[derive(Debug)]
struct Progression {
    /// Index of the first among all starts.
    base: usize,
    first_ms: i64,
    step_ms: i64,
    count: usize,
}

impl Progression {
    fn last_ms(&self) -> i64 {
        self.first_ms + self.step_ms * (self.count as i64 - 1)
    }
}

/// The allowed starts of a stretch of time, numbered in rising order.
#[derive(Debug, Default)]
pub(super) struct Grid {
    parts: Vec<Progression>,
    len: usize,
}

impl Grid {
    /// Starts from `from_ms` up to `until_ms` that least notice and horizon allow.
    pub fn allowed(rules: &Rules, from_ms: i64, until_ms: i64) -> Self {
        Self::aligned(rules, from_ms.max(ms(rules.earliest())), until_ms.min(ms(rules.latest())))
    }

    /// Starts from `from_ms` up to `until_ms`, whatever least notice and horizon say.
    pub fn aligned(rules: &Rules, from_ms: i64, until_ms: i64) -> Self {
        let mut grid = Self::default();
        match rules.besides().map(ms).filter(|besides| (from_ms..until_ms).contains(besides)) {
            Some(besides) => {
                grid.push_steps(rules, from_ms, besides);
                grid.push(besides, besides + 1, MINUTE_MS);
                grid.push_steps(rules, besides + 1, until_ms);
            }
            None => grid.push_steps(rules, from_ms, until_ms),
        }
        grid
    }

    fn push_steps(&mut self, rules: &Rules, from_ms: i64, until_ms: i64) {
        if from_ms >= until_ms {
            return;
        }
        let step = i64::from(rules.step_minutes()) * MINUTE_MS;
        for run in rules.zone().runs(from_ms, until_ms) {
            if DAY_MS % step == 0 {
                // Every local midnight is a multiple of the step, too: one progression for the whole stretch.
                let local = run.start_ms + run.offset_ms;
                self.push(local + (-local).rem_euclid(step) - run.offset_ms, run.end_ms, step);
                continue;
            }
            let mut midnight = (run.start_ms + run.offset_ms).div_euclid(DAY_MS) * DAY_MS - run.offset_ms;
            while midnight < run.end_ms {
                let skipped = (run.start_ms - midnight).max(0);
                let first = midnight + skipped + (-skipped).rem_euclid(step);
                self.push(first, run.end_ms.min(midnight + DAY_MS), step);
                midnight += DAY_MS;
            }
        }
    }

    fn push(&mut self, first_ms: i64, until_ms: i64, step_ms: i64) {
        if first_ms >= until_ms {
            return;
        }
        let count = ((until_ms - first_ms - 1) / step_ms + 1) as usize;
        self.parts.push(Progression { base: self.len, first_ms, step_ms, count });
        self.len += count;
    }

    pub fn len(&self) -> usize {
        self.len
    }

    /// The starts in rising order, in milliseconds.
    pub fn starts(&self) -> impl Iterator<Item = i64> + '_ {
        self.parts.iter().flat_map(|part| (0..part.count as i64).map(|index| part.first_ms + index * part.step_ms))
    }

    /// Finds starts by time, for times that rise.
    pub fn cursor(&self) -> Cursor<'_> {
        Cursor { parts: &self.parts, len: self.len }
    }
}

/// Finds the numbers of starts for times that rise; all calls together take time linear in calls and progressions.
pub(super) struct Cursor<'a> {
    parts: &'a [Progression],
    len: usize,
}

impl Cursor<'_> {
    /// The number of the first start at or after that time; the number of starts when there is none.
    pub fn at_or_after(&mut self, at_ms: i64) -> usize {
        while let Some((part, rest)) = self.parts.split_first() {
            if at_ms <= part.first_ms {
                return part.base;
            }
            if at_ms <= part.last_ms() {
                return part.base + ((at_ms - part.first_ms - 1) / part.step_ms + 1) as usize;
            }
            self.parts = rest;
        }
        self.len
    }
}

#[cfg(test)]
#[path = "grid_tests.rs"]
mod tests;
