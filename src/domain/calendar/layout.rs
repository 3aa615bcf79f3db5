//! The days of a grid as they really are (23, 24 or 25 hours long), and where instants and events lie in them.

use chrono::{Days, NaiveDate, NaiveTime};

use super::pack::{Place, pack};
use crate::domain::span::Span;
use crate::domain::time::{DAY_MS, Instant, MINUTE_MS, Zone, ms};

/// Most days that one grid shows.
pub const MAX_DAYS: u32 = 42;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// One column: a civil date and the moments it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// The date on the wall.
    pub date: NaiveDate,
    /// From its first moment to that of the next day.
    pub span: Span,
}

impl Day {
    /// How long the day really is, in minutes: 1,380, 1,440 or 1,500 nearly everywhere.
    pub fn minutes(&self) -> u32 {
        u32::try_from(self.span.duration_minutes()).unwrap_or(u32::MAX)
    }

    /// Minutes from the day's first moment to another, cut to the day.
    pub fn minutes_to(&self, at: Instant) -> f64 {
        let within = ms(at).clamp(self.span.start_ms(), self.span.end_ms());
        (within - self.span.start_ms()) as f64 / MINUTE_MS as f64
    }
}

/// How an hour of a day came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HourKind {
    /// As on any day.
    Usual,
    /// The wall showed this hour before: the clocks were set back.
    Repeated,
    /// The first hour after one that the clocks skip.
    AfterSkip,
}

/// A full hour on the wall, as a line of one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HourLine {
    /// Elapsed minutes of the day.
    pub minutes: u32,
    /// What the wall shows.
    pub civil: NaiveTime,
    /// Whether the hour is out of the ordinary.
    pub kind: HourKind,
}

/// The part of an item (by its index) that lies in one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Index of the item.
    pub item: usize,
    /// The part within the day.
    pub span: Span,
    /// The item begins in this day.
    pub first: bool,
    /// The item ends in this day.
    pub last: bool,
}

/// A piece and its place beside those it overlaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// What is placed.
    pub piece: Piece,
    /// Where.
    pub place: Place,
}

/// Days that follow one another, in one zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Week {
    zone: Zone,
    days: Vec<Day>,
}

impl Week {
    /// So many days (at most [`MAX_DAYS`]) from a date on. A date that the zone skips has no column.
    pub fn new(zone: Zone, first: NaiveDate, count: u32) -> Self {
        let dates = first.iter_days().take(count.min(MAX_DAYS) as usize);
        let days = dates.filter_map(|date| zone.day(date).map(|span| Day { date, span })).collect();
        Self { zone, days }
    }

    /// The zone.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The days in order; each begins where the one before ends.
    pub fn days(&self) -> &[Day] {
        &self.days
    }

    /// From the first moment to the end of the last day.
    pub fn span(&self) -> Option<Span> {
        let (first, last) = (self.days.first()?, self.days.last()?);
        Span::from_ms(first.span.start_ms(), last.span.end_ms()).ok()
    }

    /// As many days, right after these or right before them; none at the end of time.
    pub fn turned(&self, forward: bool) -> Option<Self> {
        let (first, count) = (self.days.first()?.date, u32::try_from(self.days.len()).ok()?);
        let by = Days::new(u64::from(count));
        let first = if forward { first.checked_add_days(by) } else { first.checked_sub_days(by) };
        Some(Self::new(self.zone.clone(), first?, count))
    }

    /// Minutes of the longest day: the height of the grid; never less than 24 hours.
    pub fn longest_minutes(&self) -> u32 {
        self.days.iter().map(Day::minutes).max().unwrap_or_default().max(24 * 60)
    }

    /// The index of the day that a moment lies in.
    pub fn day_of(&self, at: Instant) -> Option<usize> {
        let index = self.days.partition_point(|day| day.span.end_ms() <= ms(at));
        self.days.get(index).filter(|day| day.span.contains(at)).map(|_| index)
    }

    /// Says whether the clocks change within a day, so that its hours are not where those of other days are.
    pub fn is_changed(&self, day: &Day) -> bool {
        self.zone.changes().iter().any(|change| day.span.start_ms() < change.at_ms && change.at_ms < day.span.end_ms())
    }

    /// The full hours of a day as lines, midnight first: an hour that comes twice has two, a skipped one none.
    pub fn hours(&self, day: &Day) -> Vec<HourLine> {
        let mut lines: Vec<HourLine> = Vec::with_capacity(25);
        let mut latest = i64::MIN;
        for run in self.zone.runs(day.span.start_ms(), day.span.end_ms()) {
            let mut local = (run.start_ms + run.offset_ms).next_multiple(HOUR_MS);
            while local - run.offset_ms < run.end_ms {
                let kind = match latest {
                    i64::MIN => HourKind::Usual,
                    _ if local <= latest => HourKind::Repeated,
                    _ if local > latest + HOUR_MS => HourKind::AfterSkip,
                    _ => HourKind::Usual,
                };
                let minutes = (local - run.offset_ms - day.span.start_ms()) / MINUTE_MS;
                let seconds = local.rem_euclid(DAY_MS) / 1000;
                let civil = NaiveTime::from_num_seconds_from_midnight_opt(u32::try_from(seconds).unwrap_or(0), 0);
                lines.push(HourLine { minutes: u32::try_from(minutes).unwrap_or(0), civil: civil.unwrap_or(NaiveTime::MIN), kind });
                latest = latest.max(local);
                local += HOUR_MS;
            }
        }
        lines
    }

    /// The cell of so many minutes that lies at so many elapsed minutes of a day: what a pointer hits. Cells begin when the wall shows a
    /// multiple of the step after midnight; a change of the clocks or the day's end may cut one short.
    pub fn cell(&self, day: usize, minutes: f64, step_minutes: u32) -> Option<Span> {
        let day = self.days.get(day)?;
        let last = day.span.end_ms() - 1;
        let at = day.span.start_ms() + (minutes.max(0.0) * MINUTE_MS as f64) as i64;
        self.cell_in(day, at.min(last), step_minutes)
    }

    /// The cell that a moment lies in.
    pub fn cell_at(&self, at: Instant, step_minutes: u32) -> Option<Span> {
        self.cell_in(self.days.get(self.day_of(at)?)?, ms(at), step_minutes)
    }

    fn cell_in(&self, day: &Day, at_ms: i64, step_minutes: u32) -> Option<Span> {
        let step = i64::from(step_minutes.max(1)) * MINUTE_MS;
        let run = self.zone.runs(day.span.start_ms(), day.span.end_ms()).find(|run| at_ms < run.end_ms)?;
        let local = at_ms + run.offset_ms;
        let midnight = local.div_euclid(DAY_MS) * DAY_MS;
        let begin = midnight + (local - midnight) / step * step;
        let end = (begin + step).min(midnight + DAY_MS);
        Span::from_ms((begin - run.offset_ms).max(run.start_ms), (end - run.offset_ms).min(run.end_ms)).ok()
    }

    /// The start on the step that is nearest to so many elapsed minutes of a day.
    pub fn snapped(&self, day: usize, minutes: f64, step_minutes: u32) -> Option<Instant> {
        let cell = self.cell(day, minutes, step_minutes)?;
        let begin = self.days.get(day)?.minutes_to(cell.start());
        let nearer_end = (minutes - begin) * 2.0 > cell.duration_minutes() as f64;
        Some(if nearer_end { cell.end() } else { cell.start() })
    }

    /// Items cut at midnight: for each day the pieces that lie in it, by their start. Items outside are left out.
    pub fn pieces(&self, items: &[Span]) -> Vec<Vec<Piece>> {
        let mut order: Vec<usize> = (0..items.len()).collect();
        if !items.is_sorted_by_key(Span::start_ms) {
            order.sort_by_key(|item| items.get(*item).map(Span::start_ms));
        }
        let mut days: Vec<Vec<Piece>> = vec![Vec::new(); self.days.len()];
        for (item, span) in order.into_iter().filter_map(|item| items.get(item).map(|span| (item, span))) {
            let from = self.days.partition_point(|day| day.span.end_ms() <= span.start_ms());
            for (day, pieces) in self.days.iter().zip(&mut days).skip(from) {
                let Some(part) = span.intersection(&day.span) else { break };
                let (first, last) = (part.start_ms() == span.start_ms(), part.end_ms() == span.end_ms());
                pieces.push(Piece { item, span: part, first, last });
            }
        }
        days
    }

    /// Items cut at midnight and laid side by side where they overlap. What is shorter than `least_minutes` is drawn that long, so it counts
    /// as that long.
    pub fn layout(&self, items: &[Span], least_minutes: u32) -> Vec<Vec<Placed>> {
        let least = i64::from(least_minutes) * MINUTE_MS;
        let place_day = |pieces: Vec<Piece>| {
            let drawn: Vec<(i64, i64)> =
                pieces.iter().map(|piece| (piece.span.start_ms(), piece.span.end_ms().max(piece.span.start_ms() + least))).collect();
            pieces.into_iter().zip(pack(&drawn)).map(|(piece, place)| Placed { piece, place }).collect()
        };
        self.pieces(items).into_iter().map(place_day).collect()
    }
}

trait NextMultiple {
    fn next_multiple(self, of: i64) -> i64;
}

impl NextMultiple for i64 {
    /// The least multiple that is not less, of numbers below zero, too (`i64::next_multiple_of` is not stable).
    fn next_multiple(self, of: i64) -> i64 {
        let rest = self.rem_euclid(of);
        if rest == 0 { self } else { self - rest + of }
    }
}

#[cfg(test)]
#[path = "layout_tests.rs"]
mod tests;
