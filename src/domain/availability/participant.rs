//! Somebody, or a room, that a slot needs: when they can, and when not and why.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize};

use super::rules::Rules;
use crate::domain::span::{Span, SpanSet};
use crate::domain::time::{Instant, MINUTE_MS, Zone, from_ms};

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

    /// The same for colleagues' eyes: the name of an interview they may know, not what else somebody is busy with.
    #[must_use]
    pub fn discreet(self) -> Self {
        Self { label: self.label.filter(|_| self.key.is_some()), ..self }
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
