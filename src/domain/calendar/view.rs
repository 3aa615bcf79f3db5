//! The four ways in which a calendar lays out its days.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::domain::jobs::named;

named! {
    /// How the days are laid out.
    #[derive(Default)]
    View {
        /// The coming four weeks, grouped by date.
        List = "list",
        /// One day.
        Day = "day",
        /// Seven days.
        #[default]
        Week = "week",
        /// Six weeks, the first of which holds the first of the month.
        Month = "month",
    }
}

impl View {
    /// How many days it shows.
    pub const fn days(self) -> u32 {
        match self {
            Self::List => 28,
            Self::Day => 1,
            Self::Week => 7,
            Self::Month => 42,
        }
    }

    /// The first day shown where `date` is to be seen, with weeks that begin with `week_start`.
    pub fn first(self, date: NaiveDate, week_start: Weekday) -> NaiveDate {
        match self {
            Self::List | Self::Day => date,
            Self::Week => floor(date, week_start),
            Self::Month => floor(date.with_day(1).unwrap_or(date), week_start),
        }
    }

    /// A date that stands for what is shown from `first` on: the first of the month, else `first` itself.
    pub fn anchor(self, first: NaiveDate) -> NaiveDate {
        match self {
            // The first of the month is in the first week.
            Self::Month => first.checked_add_days(Days::new(6)).and_then(|date| date.with_day(1)).unwrap_or(first),
            Self::List | Self::Day | Self::Week => first,
        }
    }

    /// The date to show next, or before where `forward` is false; the same at the end of time.
    pub fn turned(self, first: NaiveDate, forward: bool) -> NaiveDate {
        let anchor = self.anchor(first);
        let turned = match (self, forward) {
            (Self::Month, true) => anchor.checked_add_months(Months::new(1)),
            (Self::Month, false) => anchor.checked_sub_months(Months::new(1)),
            (_, true) => anchor.checked_add_days(Days::new(u64::from(self.days()))),
            (_, false) => anchor.checked_sub_days(Days::new(u64::from(self.days()))),
        };
        turned.unwrap_or(anchor)
    }
}

fn floor(date: NaiveDate, week_start: Weekday) -> NaiveDate {
    date.checked_sub_days(Days::new(u64::from(date.weekday().days_since(week_start)))).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_begins_with_the_week_that_holds_its_first() {
        assert_eq!(View::Month.first(date("2027-03-17"), Weekday::Mon), date("2027-03-01"));
        assert_eq!(View::Month.first(date("2027-03-17"), Weekday::Sun), date("2027-02-28"));
        assert_eq!(View::Week.first(date("2027-03-17"), Weekday::Mon), date("2027-03-15"));
    }

    #[test]
    fn every_month_of_years_is_whole_in_its_grid_and_turns_to_the_next() {
        for week_start in [Weekday::Mon, Weekday::Sun, Weekday::Sat] {
            let mut first = View::Month.first(date("2024-01-31"), week_start);
            for month in 0..48_u32 {
                let anchor = View::Month.anchor(first);
                assert_eq!((anchor.day(), anchor.month0()), (1, month % 12));
                let last = anchor.checked_add_months(Months::new(1)).unwrap().pred_opt().unwrap();
                assert!(first <= anchor && (last - first).num_days() < i64::from(View::Month.days()));
                let next = View::Month.turned(first, true);
                assert_eq!(View::Month.turned(View::Month.first(next, week_start), false), anchor);
                first = View::Month.first(next, week_start);
            }
        }
    }
}
