//! Half-open spans of time, and sets of them: what everything about availability is computed with.

use serde::{Deserialize, Serialize};

use super::time::{FIRST_MS, Instant, LAST_MS, MINUTE_MS, from_ms, ms};

/// Why two moments do not make a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SpanError {
    /// The end is not after the start.
    #[error("the end is not after the start")]
    Empty,
    /// Outside the years 1 to 9999.
    #[error("outside the calendar")]
    OutOfRange,
}

/// The time from a start up to, not including, an end; never empty. On the wire: two numbers of milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "(i64, i64)", into = "(i64, i64)")]
pub struct Span {
    start_ms: i64,
    end_ms: i64,
}

impl Span {
    /// The span between two moments.
    ///
    /// # Errors
    /// When the end is not after the start.
    pub fn new(start: Instant, end: Instant) -> Result<Self, SpanError> {
        Self::from_ms(ms(start), ms(end))
    }

    /// The span between two moments in milliseconds of the Unix epoch.
    ///
    /// # Errors
    /// When the end is not after the start, or either is outside the years 1 to 9999.
    pub fn from_ms(start_ms: i64, end_ms: i64) -> Result<Self, SpanError> {
        if start_ms >= end_ms {
            return Err(SpanError::Empty);
        }
        if start_ms < FIRST_MS || end_ms > LAST_MS {
            return Err(SpanError::OutOfRange);
        }
        Ok(Self { start_ms, end_ms })
    }

    /// The span of so many minutes from a start on.
    ///
    /// # Errors
    /// When it has no minutes, or ends after the year 9999.
    pub fn starting(start: Instant, minutes: u32) -> Result<Self, SpanError> {
        let start_ms = ms(start);
        Self::from_ms(start_ms, start_ms + i64::from(minutes) * MINUTE_MS)
    }

    /// The first moment.
    pub fn start(&self) -> Instant {
        from_ms(self.start_ms)
    }

    /// The moment after the last.
    pub fn end(&self) -> Instant {
        from_ms(self.end_ms)
    }

    /// The first moment in milliseconds of the Unix epoch.
    pub fn start_ms(&self) -> i64 {
        self.start_ms
    }

    /// The moment after the last in milliseconds of the Unix epoch.
    pub fn end_ms(&self) -> i64 {
        self.end_ms
    }

    /// The length in minutes, begun ones not counted.
    pub fn duration_minutes(&self) -> i64 {
        (self.end_ms - self.start_ms) / MINUTE_MS
    }

    /// Says whether the two share a moment; spans that only touch do not.
    pub fn overlaps(&self, other: &Span) -> bool {
        self.start_ms < other.end_ms && other.start_ms < self.end_ms
    }

    /// Says whether the moment lies within.
    pub fn contains(&self, instant: Instant) -> bool {
        (self.start_ms..self.end_ms).contains(&ms(instant))
    }

    /// Says whether the other lies wholly within.
    pub fn contains_span(&self, other: &Span) -> bool {
        self.start_ms <= other.start_ms && other.end_ms <= self.end_ms
    }

    /// What the two share.
    pub fn intersection(&self, other: &Span) -> Option<Span> {
        Self::from_ms(self.start_ms.max(other.start_ms), self.end_ms.min(other.end_ms)).ok()
    }

    /// The span with so many minutes put before and after it, within the calendar.
    pub fn widened(&self, before_minutes: u32, after_minutes: u32) -> Span {
        Span {
            start_ms: (self.start_ms - i64::from(before_minutes) * MINUTE_MS).max(FIRST_MS),
            end_ms: (self.end_ms + i64::from(after_minutes) * MINUTE_MS).min(LAST_MS),
        }
    }
}

impl TryFrom<(i64, i64)> for Span {
    type Error = SpanError;
    fn try_from((start_ms, end_ms): (i64, i64)) -> Result<Self, SpanError> {
        Self::from_ms(start_ms, end_ms)
    }
}

impl From<Span> for (i64, i64) {
    fn from(span: Span) -> Self {
        (span.start_ms, span.end_ms)
    }
}

/// A set of moments: spans in rising order that neither overlap nor touch. Each operation takes time linear in the
/// number of spans.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Span>", into = "Vec<Span>")]
pub struct SpanSet(Vec<Span>);

impl SpanSet {
    /// No moment at all.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The moments of all these spans, in whatever order they come; linear when they are in order already.
    pub fn from_unsorted(spans: impl IntoIterator<Item = Span>) -> Self {
        let mut spans: Vec<Span> = spans.into_iter().collect();
        if !spans.is_sorted_by_key(|span| span.start_ms) {
            spans.sort_unstable();
        }
        Self::from_rising(spans)
    }

    /// The moments of spans whose starts rise.
    fn from_rising(spans: impl IntoIterator<Item = Span>) -> Self {
        let spans = spans.into_iter();
        let mut joined: Vec<Span> = Vec::with_capacity(spans.size_hint().0);
        for span in spans {
            match joined.last_mut() {
                Some(last) if span.start_ms <= last.end_ms => last.end_ms = last.end_ms.max(span.end_ms),
                _ => joined.push(span),
            }
        }
        Self(joined)
    }

    /// The spans in rising order.
    pub fn iter(&self) -> std::iter::Copied<std::slice::Iter<'_, Span>> {
        self.0.iter().copied()
    }

    /// The spans in rising order.
    pub fn as_slice(&self) -> &[Span] {
        &self.0
    }

    /// How many separate spans there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Says whether there is no moment in the set.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The minutes of all spans together, begun ones of a span not counted.
    pub fn total_minutes(&self) -> i64 {
        self.0.iter().map(Span::duration_minutes).sum()
    }

    /// The moments in either set.
    pub fn union(&self, other: &SpanSet) -> SpanSet {
        let (mut left, mut right) = (self.iter().peekable(), other.iter().peekable());
        Self::from_rising(std::iter::from_fn(|| match (left.peek(), right.peek()) {
            (Some(a), Some(b)) if b.start_ms < a.start_ms => right.next(),
            (Some(_), _) => left.next(),
            (None, _) => right.next(),
        }))
    }

    /// The moments in both sets.
    pub fn intersection(&self, other: &SpanSet) -> SpanSet {
        let (mut i, mut j, mut shared) = (0, 0, Vec::new());
        while let (Some(a), Some(b)) = (self.0.get(i), other.0.get(j)) {
            shared.extend(a.intersection(b));
            if a.end_ms <= b.end_ms { i += 1 } else { j += 1 }
        }
        SpanSet(shared)
    }

    /// The moments in this set that are not in the other.
    pub fn difference(&self, other: &SpanSet) -> SpanSet {
        let (mut j, mut rest) = (0, Vec::with_capacity(self.0.len()));
        for span in &self.0 {
            let mut from = span.start_ms;
            while let Some(cut) = other.0.get(j).filter(|cut| cut.start_ms < span.end_ms) {
                rest.extend(Span::from_ms(from, cut.start_ms));
                from = from.max(cut.end_ms);
                if cut.end_ms > span.end_ms {
                    break; // it may cut into the next span, too
                }
                j += 1;
            }
            rest.extend(Span::from_ms(from, span.end_ms));
        }
        SpanSet(rest)
    }

    /// The set with so many minutes put before and after each span; what then meets is joined.
    pub fn widened(&self, before_minutes: u32, after_minutes: u32) -> SpanSet {
        Self::from_rising(self.0.iter().map(|span| span.widened(before_minutes, after_minutes)))
    }

    /// The part of the set that lies within a span.
    pub fn within(&self, span: Span) -> SpanSet {
        let first = self.0.partition_point(|own| own.end_ms <= span.start_ms);
        SpanSet(self.0[first..].iter().map_while(|own| own.intersection(&span)).collect())
    }

    /// Says whether the moment is in the set.
    pub fn contains(&self, instant: Instant) -> bool {
        self.at_or_after(ms(instant)).is_some_and(|span| span.contains(instant))
    }

    /// Says whether the whole span is in the set.
    pub fn contains_span(&self, span: &Span) -> bool {
        self.at_or_after(span.start_ms).is_some_and(|own| own.contains_span(span))
    }

    /// Says whether any moment of the span is in the set.
    pub fn overlaps(&self, span: &Span) -> bool {
        self.at_or_after(span.start_ms).is_some_and(|own| own.overlaps(span))
    }

    fn at_or_after(&self, at_ms: i64) -> Option<&Span> {
        self.0.get(self.0.partition_point(|span| span.end_ms <= at_ms))
    }
}

impl From<Vec<Span>> for SpanSet {
    fn from(spans: Vec<Span>) -> Self {
        Self::from_unsorted(spans)
    }
}

impl From<SpanSet> for Vec<Span> {
    fn from(set: SpanSet) -> Self {
        set.0
    }
}

impl From<Span> for SpanSet {
    fn from(span: Span) -> Self {
        Self(vec![span])
    }
}

impl FromIterator<Span> for SpanSet {
    fn from_iter<I: IntoIterator<Item = Span>>(spans: I) -> Self {
        Self::from_unsorted(spans)
    }
}

impl<'a> IntoIterator for &'a SpanSet {
    type Item = Span;
    type IntoIter = std::iter::Copied<std::slice::Iter<'a, Span>>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
#[path = "span_tests.rs"]
mod tests;
