//! The question that the slots answer: who has to be there, when they can, and by which rules.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize};

use crate::domain::span::{Span, SpanSet};
use crate::domain::time::{DAY_MS, Instant, LAST_MS, MINUTE_MS, Zone, from_ms, ms};

/// Longest meeting and longest step, in minutes.
pub const MAX_MINUTES: u32 = 24 * 60;
/// Longest time from the least notice to the horizon, in days.
pub const MAX_HORIZON_DAYS: i64 = 732;
/// Participants of one request, those of all groups together.
pub const MAX_PARTICIPANTS: usize = 1_000;

/// Why a request was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// The duration is not 1 to [`MAX_MINUTES`] minutes.
    #[error("a duration of {0} minutes")]
    Duration(u32),
    /// The step is not 1 to [`MAX_MINUTES`] minutes.
    #[error("a step of {0} minutes")]
    Step(u32),
    /// The horizon is more than [`MAX_HORIZON_DAYS`] days after the least notice.
    #[error("a horizon of more than {MAX_HORIZON_DAYS} days")]
    Horizon,
    /// More people, or none, are needed of a group than it has.
    #[error("{needed} needed of a group of {of}")]
    Needed { needed: u32, of: usize },
    /// The same participant stands in the request twice.
    #[error("the participant {0} stands in the request twice")]
    Twice(String),
    /// More than [`MAX_PARTICIPANTS`].
    #[error("more than {MAX_PARTICIPANTS} participants")]
    TooMany,
}

/// What every slot has to obey whoever takes part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RuleParts")]
pub struct Rules {
    duration_minutes: u32,
    step_minutes: u32,
    zone: Zone,
    earliest: Instant,
    latest: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    besides: Option<Instant>,
}

#[derive(Deserialize)]
struct RuleParts {
    duration_minutes: u32,
    step_minutes: u32,
    zone: Zone,
    earliest: Instant,
    latest: Instant,
    #[serde(default)]
    besides: Option<Instant>,
}

impl TryFrom<RuleParts> for Rules {
    type Error = RequestError;
    fn try_from(parts: RuleParts) -> Result<Self, RequestError> {
        let mut rules = Rules::new(parts.duration_minutes, parts.step_minutes, parts.zone, parts.earliest, parts.latest)?;
        rules.besides = parts.besides;
        Ok(rules)
    }
}

impl Rules {
    /// Slots of so many minutes that start when the wall clock of `zone` shows a multiple of the step after midnight
    /// (every 30 minutes: on the hour and half past, in half-hour zones and across clock changes, too), from `earliest`
    /// (now and the least notice) up to, not including, `latest` (the horizon).
    ///
    /// # Errors
    /// When duration or step is not 1 to [`MAX_MINUTES`], or the horizon too far.
    pub fn new(duration_minutes: u32, step_minutes: u32, zone: Zone, earliest: Instant, latest: Instant) -> Result<Self, RequestError> {
        if !(1..=MAX_MINUTES).contains(&duration_minutes) {
            return Err(RequestError::Duration(duration_minutes));
        }
        if !(1..=MAX_MINUTES).contains(&step_minutes) {
            return Err(RequestError::Step(step_minutes));
        }
        if ms(latest) - ms(earliest) > MAX_HORIZON_DAYS * DAY_MS {
            return Err(RequestError::Horizon);
        }
        let (earliest, latest) = (from_ms(ms(earliest)), from_ms(ms(latest).min(LAST_MS - DAY_MS)));
        Ok(Self { duration_minutes, step_minutes, zone, earliest, latest, besides: None })
    }

    /// Length of a slot in minutes.
    pub fn duration_minutes(&self) -> u32 {
        self.duration_minutes
    }

    /// Minutes on the wall clock between two starts.
    pub fn step_minutes(&self) -> u32 {
        self.step_minutes
    }

    /// The zone whose wall clock the starts are aligned to.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The first moment at which a slot may start.
    pub fn earliest(&self) -> Instant {
        self.earliest
    }

    /// The moment before which a slot has to start.
    pub fn latest(&self) -> Instant {
        self.latest
    }

    /// A start that is allowed besides those on the steps, such as the present one of an interview that is moved.
    pub fn besides(&self) -> Option<Instant> {
        self.besides
    }

    /// Allows one start besides those on the steps.
    #[must_use]
    pub fn with_start_besides(self, start: Instant) -> Self {
        Self { besides: Some(from_ms(ms(start))), ..self }
    }

    pub(super) fn lift_earliest(&mut self, earliest: Instant) {
        self.earliest = self.earliest.min(earliest);
    }

    pub(super) fn lift_latest(&mut self, latest: Instant) {
        self.latest = self.latest.max(latest);
    }

    pub(super) fn duration_ms(&self) -> i64 {
        i64::from(self.duration_minutes) * MINUTE_MS
    }
}

/// When somebody is willing to meet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Willing {
    /// At any time that is not busy.
    Always,
    /// Within these spans only.
    Spans(SpanSet),
}

/// A span in which somebody cannot meet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Busy {
    /// The time taken; for interviews of our own the buffers are part of it.
    pub span: Span,
    /// What for, when the reader may know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The record it comes from, such as an interview's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

impl Busy {
    /// A block of which nothing else is known.
    pub fn unnamed(span: Span) -> Self {
        Self { span, label: None, key: None }
    }
}

/// So many meetings on a civil day, and no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DailyCap {
    /// Meetings that may start on one day; with 0 there is none ever.
    pub per_day: u32,
    /// The zone whose days are counted.
    pub zone: Zone,
    /// Starts of the meetings that exist already, in any order.
    pub starts: Vec<Instant>,
}

impl DailyCap {
    /// The days on which no more may start.
    fn full_days(&self) -> impl Iterator<Item = NaiveDate> {
        let mut counts = BTreeMap::<NaiveDate, u32>::new();
        for start in &self.starts {
            *counts.entry(self.zone.date(*start)).or_default() += 1;
        }
        counts.into_iter().filter(|(_, count)| *count >= self.per_day).map(|(date, _)| date)
    }
}

/// Why a participant cannot start at some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    NotWilling,
    /// The index of the busy block.
    Busy(usize),
    DailyCap(NaiveDate),
}

/// Somebody, or a room, that a slot needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// What the caller knows them by; no two of a request have the same.
    pub key: String,
    /// The name for people.
    pub name: String,
    /// When they are willing; the slot lies within, buffers need not.
    pub willing: Willing,
    #[serde(deserialize_with = "sorted")]
    busy: Vec<Busy>,
    /// Minutes that have to be free before the slot.
    pub before_minutes: u32,
    /// Minutes that have to be free after the slot.
    pub after_minutes: u32,
    /// How many meetings they take on one day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub daily_cap: Option<DailyCap>,
}

fn sorted<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<Busy>, D::Error> {
    Vec::deserialize(input).map(sort)
}

fn sort(mut busy: Vec<Busy>) -> Vec<Busy> {
    busy.sort_by_key(|block| block.span);
    busy
}

impl Participant {
    /// Somebody without buffers and without a cap; busy blocks may come in any order and overlap.
    pub fn new(key: impl Into<String>, name: impl Into<String>, willing: Willing, busy: impl IntoIterator<Item = Busy>) -> Self {
        Self {
            key: key.into(),
            name: name.into(),
            willing,
            busy: sort(busy.into_iter().collect()),
            before_minutes: 0,
            after_minutes: 0,
            daily_cap: None,
        }
    }

    /// Minutes that have to be free before and after the slot.
    #[must_use]
    pub fn with_buffers(self, before_minutes: u32, after_minutes: u32) -> Self {
        Self { before_minutes, after_minutes, ..self }
    }

    /// At most so many meetings on one day.
    #[must_use]
    pub fn with_daily_cap(self, cap: DailyCap) -> Self {
        Self { daily_cap: Some(cap), ..self }
    }

    /// The busy blocks by their start.
    pub fn busy(&self) -> &[Busy] {
        &self.busy
    }

    /// Replaces the busy blocks, in any order.
    pub fn set_busy(&mut self, busy: impl IntoIterator<Item = Busy>) {
        self.busy = sort(busy.into_iter().collect());
    }

    /// Tells `visit` every stretch of starts from `first` up to `until` (milliseconds) at which this participant cannot, and why.
    /// A stretch is half-open and may stick out of the range; those of one cause come by rising start. This is the
    /// rule that everything rests on: listing, validation and explanation all ask here.
    pub(super) fn refused_starts(&self, rules: &Rules, first: i64, until: i64, mut visit: impl FnMut(i64, i64, Why)) {
        let duration = rules.duration_ms();
        if let Willing::Spans(willing) = &self.willing {
            // Starts are whole milliseconds, so the last one that fits, `end - duration`, is followed by `+ 1`.
            let mut from = first;
            for span in willing.iter().filter(|span| span.end_ms() - duration >= first) {
                if span.start_ms() >= until {
                    break;
                }
                let end = span.end_ms() - duration + 1;
                if end > span.start_ms() {
                    if span.start_ms() > from {
                        visit(from, span.start_ms(), Why::NotWilling);
                    }
                    from = end;
                }
            }
            if from < until {
                visit(from, until, Why::NotWilling);
            }
        }
        let before = i64::from(self.before_minutes) * MINUTE_MS;
        let reach = duration + i64::from(self.after_minutes) * MINUTE_MS - 1;
        for (index, block) in self.busy.iter().enumerate() {
            let (start, end) = (block.span.start_ms() - reach, block.span.end_ms() + before);
            if start >= until {
                break;
            }
            if end > first {
                visit(start, end, Why::Busy(index));
            }
        }
        if let Some(cap) = &self.daily_cap {
            if cap.per_day == 0 {
                visit(first, until, Why::DailyCap(cap.zone.date(from_ms(first))));
                return;
            }
            for date in cap.full_days() {
                for span in &cap.zone.moments_of(date) {
                    visit(span.start_ms(), span.end_ms(), Why::DailyCap(date));
                }
            }
        }
    }
}

/// How many of a group a slot needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Needed {
    /// Everybody.
    All,
    /// That many of them, whoever can; those first in the group are preferred.
    Any(u32),
}

/// People of whom all, or some, have to be there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The people, those to be preferred first.
    pub participants: Vec<Participant>,
    /// How many of them.
    pub needed: Needed,
}

impl Group {
    /// A group of which everybody is needed.
    pub fn all(participants: Vec<Participant>) -> Self {
        Self { participants, needed: Needed::All }
    }

    /// A group of which so many are needed.
    pub fn any(count: u32, participants: Vec<Participant>) -> Self {
        Self { participants, needed: Needed::Any(count) }
    }

    /// How many are needed, as a number.
    pub(super) fn needed_count(&self) -> usize {
        match self.needed {
            Needed::All => self.participants.len(),
            Needed::Any(count) => count as usize,
        }
    }
}

/// The whole question: rules, and groups that all have to be satisfied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RequestParts")]
pub struct Request {
    pub(super) rules: Rules,
    pub(super) groups: Vec<Group>,
}

#[derive(Deserialize)]
struct RequestParts {
    rules: Rules,
    groups: Vec<Group>,
}

impl TryFrom<RequestParts> for Request {
    type Error = RequestError;
    fn try_from(parts: RequestParts) -> Result<Self, RequestError> {
        Request::new(parts.rules, parts.groups)
    }
}

impl Request {
    /// A question about slots.
    ///
    /// # Errors
    /// When a group cannot have as many as it needs, a participant stands in it twice, or there are too many.
    pub fn new(rules: Rules, groups: Vec<Group>) -> Result<Self, RequestError> {
        let mut keys = HashSet::new();
        for group in &groups {
            let of = group.participants.len();
            if let Needed::Any(needed) = group.needed
                && (needed == 0 || needed as usize > of)
            {
                return Err(RequestError::Needed { needed, of });
            }
            if let Some(again) = group.participants.iter().find(|participant| !keys.insert(participant.key.as_str())) {
                return Err(RequestError::Twice(again.key.clone()));
            }
        }
        if keys.len() > MAX_PARTICIPANTS {
            return Err(RequestError::TooMany);
        }
        Ok(Self { rules, groups })
    }

    /// The rules.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The groups.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }
}
