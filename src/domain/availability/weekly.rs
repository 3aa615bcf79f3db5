//! Weekly hours: what somebody is willing every week, as civil time in a zone, with exceptions by date.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};
use serde::{Deserialize, Serialize};

use crate::domain::span::{Span, SpanSet};
use crate::domain::time::{Instant, Zone, is_zone_name};

/// Ranges that one day may have.
pub const MAX_RANGES: usize = 8;
/// Exceptions that weekly hours may have.
pub const MAX_EXCEPTIONS: usize = 366;
const DAY_MINUTES: u16 = 24 * 60;

/// Why hours were refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    /// Not the name of a zone.
    #[error("not the name of a time zone")]
    Zone,
    /// A text that is not a time of the day.
    #[error("“{0}” is not a time of the day")]
    Time(String),
    /// A text that is not two times with a dash between them.
    #[error("“{0}” is not a range of times")]
    Range(String),
    /// The end is not after the start, or later than 24:00.
    #[error("the end is not after the start")]
    Order,
    /// Two ranges of a day overlap.
    #[error("two ranges overlap")]
    Overlap,
    /// More than [`MAX_RANGES`] in a day.
    #[error("more than {MAX_RANGES} ranges in a day")]
    TooManyRanges,
    /// More than [`MAX_EXCEPTIONS`].
    #[error("more than {MAX_EXCEPTIONS} exceptions")]
    TooManyExceptions,
}

/// A part of a civil day, in minutes after midnight; it may end at 24:00. On the wire: two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "(u16, u16)", into = "(u16, u16)")]
pub struct CivilRange {
    start_minutes: u16,
    end_minutes: u16,
}

impl CivilRange {
    /// The range between two minutes of a day, 0 to 1440.
    ///
    /// # Errors
    /// When the end is not after the start, or beyond 1440.
    pub fn new(start_minutes: u16, end_minutes: u16) -> Result<Self, HoursError> {
        if start_minutes >= end_minutes || end_minutes > DAY_MINUTES {
            return Err(HoursError::Order);
        }
        Ok(Self { start_minutes, end_minutes })
    }

    /// The range between two times as people write them: `9:00` and `17:30`; `24:00` is the end of the day.
    ///
    /// # Errors
    /// When one is not a time, or the end is not after the start.
    pub fn parse(start: &str, end: &str) -> Result<Self, HoursError> {
        Self::new(parse_minutes(start)?, parse_minutes(end)?)
    }

    /// Minutes from midnight to the start.
    pub fn start_minutes(&self) -> u16 {
        self.start_minutes
    }

    /// Minutes from midnight to the end, at most 1440.
    pub fn end_minutes(&self) -> u16 {
        self.end_minutes
    }
}

impl std::fmt::Display for CivilRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (start, end) = (self.start_minutes, self.end_minutes);
        write!(f, "{:02}:{:02}-{:02}:{:02}", start / 60, start % 60, end / 60, end % 60)
    }
}

impl TryFrom<(u16, u16)> for CivilRange {
    type Error = HoursError;
    fn try_from((start, end): (u16, u16)) -> Result<Self, HoursError> {
        Self::new(start, end)
    }
}

impl From<CivilRange> for (u16, u16) {
    fn from(range: CivilRange) -> Self {
        (range.start_minutes, range.end_minutes)
    }
}

/// Minutes after midnight of a time as people write it: `9`, `9:05`, `24:00`.
///
/// # Errors
/// When it is not a time of the day.
pub fn parse_minutes(text: &str) -> Result<u16, HoursError> {
    let wrong = || HoursError::Time(text.chars().take(20).collect());
    let number = |digits: &str| match digits.len() {
        1 | 2 if digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse::<u16>().ok(),
        _ => None,
    };
    let (hours, minutes) = text.trim().split_once(':').unwrap_or((text.trim(), "00"));
    let hours = number(hours).ok_or_else(wrong)?;
    let minutes = number(minutes).filter(|minutes| *minutes < 60).ok_or_else(wrong)?;
    let total = hours * 60 + minutes;
    if total > DAY_MINUTES { Err(wrong()) } else { Ok(total) }
}

/// The hours of one day: ranges in rising order that do not overlap; none when closed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "Vec<CivilRange>", into = "Vec<CivilRange>")]
pub struct DayHours(Vec<CivilRange>);

impl DayHours {
    /// No hours.
    pub const fn closed() -> Self {
        Self(Vec::new())
    }

    /// Hours from ranges in any order.
    ///
    /// # Errors
    /// When two overlap, or there are more than [`MAX_RANGES`].
    pub fn new(mut ranges: Vec<CivilRange>) -> Result<Self, HoursError> {
        if ranges.len() > MAX_RANGES {
            return Err(HoursError::TooManyRanges);
        }
        ranges.sort_unstable();
        if !ranges.is_sorted_by(|a, b| a.end_minutes <= b.start_minutes) {
            return Err(HoursError::Overlap);
        }
        Ok(Self(ranges))
    }

    /// Hours as people write them: `9:00-12:00, 13:00-17:30`; an empty text is a closed day.
    ///
    /// # Errors
    /// When a part is not a range of times, or as for [`DayHours::new`].
    pub fn parse(text: &str) -> Result<Self, HoursError> {
        let parts = text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
        let ranges = parts.map(|part| {
            let (start, end) = part.split_once(['-', '–']).ok_or_else(|| HoursError::Range(part.chars().take(20).collect()))?;
            CivilRange::parse(start, end)
        });
        Self::new(ranges.take(MAX_RANGES + 1).collect::<Result<_, _>>()?)
    }

    /// The ranges in rising order.
    pub fn ranges(&self) -> &[CivilRange] {
        &self.0
    }

    /// Says whether there are none.
    pub fn is_closed(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Display for DayHours {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, range) in self.0.iter().enumerate() {
            write!(f, "{}{range}", if index == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}

impl TryFrom<Vec<CivilRange>> for DayHours {
    type Error = HoursError;
    fn try_from(ranges: Vec<CivilRange>) -> Result<Self, HoursError> {
        Self::new(ranges)
    }
}

impl From<DayHours> for Vec<CivilRange> {
    fn from(hours: DayHours) -> Self {
        hours.0
    }
}

/// Dates that have hours of their own, or none, whatever their weekday has.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<NaiveDate, DayHours>", into = "BTreeMap<NaiveDate, DayHours>")]
pub struct Exceptions(BTreeMap<NaiveDate, DayHours>);

impl Exceptions {
    /// Gives a date hours of its own; [`DayHours::closed`] for a day off.
    ///
    /// # Errors
    /// When there are [`MAX_EXCEPTIONS`] already.
    pub fn set(&mut self, date: NaiveDate, hours: DayHours) -> Result<(), HoursError> {
        if self.0.len() >= MAX_EXCEPTIONS && !self.0.contains_key(&date) {
            return Err(HoursError::TooManyExceptions);
        }
        self.0.insert(date, hours);
        Ok(())
    }

    /// Lets a date follow its weekday again.
    pub fn clear(&mut self, date: NaiveDate) {
        self.0.remove(&date);
    }

    /// The hours of a date that is an exception.
    pub fn get(&self, date: NaiveDate) -> Option<&DayHours> {
        self.0.get(&date)
    }

    /// The exceptions by date.
    pub fn iter(&self) -> impl Iterator<Item = (NaiveDate, &DayHours)> {
        self.0.iter().map(|(date, hours)| (*date, hours))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Says whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl TryFrom<BTreeMap<NaiveDate, DayHours>> for Exceptions {
    type Error = HoursError;
    fn try_from(dates: BTreeMap<NaiveDate, DayHours>) -> Result<Self, HoursError> {
        if dates.len() > MAX_EXCEPTIONS { Err(HoursError::TooManyExceptions) } else { Ok(Self(dates)) }
    }
}

impl From<Exceptions> for BTreeMap<NaiveDate, DayHours> {
    fn from(exceptions: Exceptions) -> Self {
        exceptions.0
    }
}

/// The hours of every week in a zone, Monday first, and the dates that differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Parts")]
pub struct WeeklyHours {
    zone: String,
    days: [DayHours; 7],
    exceptions: Exceptions,
}

#[derive(Deserialize)]
struct Parts {
    zone: String,
    days: [DayHours; 7],
    #[serde(default)]
    exceptions: Exceptions,
}

impl TryFrom<Parts> for WeeklyHours {
    type Error = HoursError;
    fn try_from(parts: Parts) -> Result<Self, HoursError> {
        Self::new(&parts.zone, parts.days, parts.exceptions)
    }
}

impl WeeklyHours {
    /// Hours in the zone of that IANA name, Monday first.
    ///
    /// # Errors
    /// When the name cannot be one; whether the zone exists only the server knows.
    pub fn new(zone: &str, days: [DayHours; 7], exceptions: Exceptions) -> Result<Self, HoursError> {
        if !is_zone_name(zone) {
            return Err(HoursError::Zone);
        }
        Ok(Self { zone: zone.to_owned(), days, exceptions })
    }

    /// What to start from: Monday to Friday, 9:00 to 17:00.
    ///
    /// # Errors
    /// When the name cannot be that of a zone.
    pub fn office(zone: &str) -> Result<Self, HoursError> {
        let nine_to_five = DayHours(vec![CivilRange { start_minutes: 9 * 60, end_minutes: 17 * 60 }]);
        let day = |weekday| if weekday < 5 { nine_to_five.clone() } else { DayHours::closed() };
        Self::new(zone, std::array::from_fn(day), Exceptions::default())
    }

    /// The IANA name of the zone the hours are in.
    pub fn zone(&self) -> &str {
        &self.zone
    }

    /// The same hours on the clocks of another zone.
    ///
    /// # Errors
    /// When the name cannot be that of a zone.
    pub fn moved_to(self, zone: &str) -> Result<Self, HoursError> {
        Self::new(zone, self.days, self.exceptions)
    }

    /// The hours of each weekday, Monday first.
    pub fn days(&self) -> &[DayHours; 7] {
        &self.days
    }

    /// The hours of a weekday.
    pub fn day(&self, weekday: Weekday) -> &DayHours {
        // The index is 0 to 6 and the array has seven.
        &self.days[weekday.num_days_from_monday() as usize]
    }

    /// Gives a weekday other hours.
    pub fn set_day(&mut self, weekday: Weekday, hours: DayHours) {
        self.days[weekday.num_days_from_monday() as usize] = hours;
    }

    /// The dates that differ.
    pub fn exceptions(&self) -> &Exceptions {
        &self.exceptions
    }

    /// The dates that differ, to change them.
    pub fn exceptions_mut(&mut self) -> &mut Exceptions {
        &mut self.exceptions
    }

    /// The hours of a date: its own, else those of its weekday.
    pub fn hours_on(&self, date: NaiveDate) -> &DayHours {
        self.exceptions.get(date).unwrap_or_else(|| self.day(date.weekday()))
    }

    /// The moments of these hours from one moment up to another; `zone` is the zone of [`WeeklyHours::zone`], made for a
    /// range that covers both.
    ///
    /// 9:00 is 9:00 on the wall whatever the clocks do. A time that is skipped falls later, a time that comes twice is
    /// its first occurrence, and hours never leave their day: a skipped day has none.
    pub fn spans(&self, zone: &Zone, from: Instant, until: Instant) -> SpanSet {
        let Ok(range) = Span::new(from, until) else { return SpanSet::new() };
        let first = zone.date(range.start()).checked_sub_days(Days::new(1)).unwrap_or(NaiveDate::MIN);
        let last = zone.date(range.end());
        let mut spans = Vec::new();
        for date in first.iter_days().take_while(|date| *date <= last) {
            let hours = self.hours_on(date);
            if hours.is_closed() {
                continue;
            }
            let Some(day) = zone.day(date) else { continue };
            spans.extend(hours.ranges().iter().filter_map(|civil| {
                let start = at(zone, date, civil.start_minutes);
                let end = if civil.end_minutes == DAY_MINUTES { day.end() } else { at(zone, date, civil.end_minutes) };
                Span::new(start, end).ok()?.intersection(&day)?.intersection(&range)
            }));
        }
        SpanSet::from_unsorted(spans)
    }
}

fn at(zone: &Zone, date: NaiveDate, minutes: u16) -> Instant {
    let midnight = NaiveDateTime::new(date, NaiveTime::MIN);
    zone.instant(midnight.checked_add_signed(TimeDelta::minutes(i64::from(minutes))).unwrap_or(midnight))
}

#[cfg(test)]
#[path = "weekly_tests.rs"]
mod tests;
