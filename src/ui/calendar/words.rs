//! Times, dates and zones in words, each worked out once, however many entries and weeks name it.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime, Timelike};

use crate::domain::locale::Locale;
use crate::domain::span::Span;
use crate::domain::time::Zone;
use crate::text::dates;

const MINUTES_A_DAY: usize = 24 * 60;

/// The words that were needed so far.
#[derive(Debug, Clone)]
pub struct Words {
    locale: Locale,
    /// By the minute of the day.
    times: Vec<Option<Arc<str>>>,
    dates: BTreeMap<NaiveDate, Arc<str>>,
    /// Of the zone named, by its offset in seconds.
    zones: (String, BTreeMap<i32, Arc<str>>),
}

/// When something is: together as `dates::full`.
pub struct When {
    /// As `dates::time` of its start.
    pub start: Arc<str>,
    /// As `dates::date_long` of its start.
    pub date: Arc<str>,
    /// As `dates::times`.
    pub times: String,
    /// As `dates::zone_at` of its start.
    pub zone: Arc<str>,
}

impl Words {
    /// None yet.
    pub fn new(locale: Locale) -> Self {
        Self { locale, times: vec![None; MINUTES_A_DAY], dates: BTreeMap::new(), zones: Default::default() }
    }

    /// As `dates::date_long`.
    pub fn date(&mut self, on: NaiveDate) -> Arc<str> {
        let locale = self.locale;
        self.dates.entry(on).or_insert_with(|| dates::date_long(locale, on).into()).clone()
    }

    /// When a span is in a zone.
    pub fn when(&mut self, zone: &Zone, span: Span) -> When {
        let (from, until) = (zone.civil(span.start()), zone.civil(span.end()));
        let start = self.time(from);
        let times =
            if from.date() == until.date() { dates::between(&start, &self.time(until)) } else { dates::times(self.locale, zone, span) };
        When { start, times, date: self.date(from.date()), zone: self.zone(zone, span) }
    }

    fn time(&mut self, at: NaiveDateTime) -> Arc<str> {
        let said = || Arc::from(dates::time(self.locale, at));
        let minute = at.hour() * 60 + at.minute();
        match self.times.get_mut(minute as usize) {
            Some(time) => time.get_or_insert_with(said).clone(),
            None => said(),
        }
    }

    fn zone(&mut self, zone: &Zone, span: Span) -> Arc<str> {
        let (name, offsets) = &mut self.zones;
        if name != zone.name() {
            *name = zone.name().to_owned();
            offsets.clear();
        }
        offsets.entry(zone.offset_seconds_at(span.start())).or_insert_with(|| dates::zone_at(zone, span.start()).into()).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::locale::Clock;

    #[test]
    fn the_words_are_those_of_dates() {
        let berlin = Zone::new("Europe/Berlin", 3600, Vec::new()).unwrap();
        // The same zone's name is not enough where its offset has changed, nor the offset where the name has.
        let summer = Zone::new("Europe/Berlin", 7200, Vec::new()).unwrap();
        let lagos = Zone::new("Africa/Lagos", 3600, Vec::new()).unwrap();
        let span = |start: &str, end: &str| Span::new(start.parse().unwrap(), end.parse().unwrap()).unwrap();
        let spans = [
            span("2027-03-24T11:00:00Z", "2027-03-24T12:00:00Z"),
            span("2027-03-24T10:45:00Z", "2027-03-24T11:15:00Z"),
            span("2027-03-24T22:30:00Z", "2027-03-24T23:15:00Z"),
            span("2027-03-24T22:59:59Z", "2027-03-26T22:59:59Z"),
        ];
        for clock in [Clock::Twelve, Clock::TwentyFour] {
            let locale = Locale { clock, ..Locale::default() };
            let mut words = Words::new(locale);
            for zone in [&berlin, &summer, &lagos, &berlin] {
                for span in spans.into_iter().chain(spans) {
                    let When { start, date, times, zone: named } = words.when(zone, span);
                    assert_eq!(*start, *dates::time(locale, zone.civil(span.start())));
                    assert_eq!(times, dates::times(locale, zone, span));
                    assert_eq!(format!("{date}, {times}, {named}"), dates::full(locale, zone, span));
                }
            }
        }
    }
}
