//! The weeks, with the days marked on which there is a free time.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use leptos::prelude::*;

use super::address::Address;
use crate::domain::locale::Locale;
use crate::domain::span::Span;
use crate::domain::time::Zone;
use crate::t;
use crate::text::dates;
use crate::ui::components::{Glyph, Icon};
use crate::ui::viewer::use_viewer;

/// Weeks in sight at a time.
const WEEKS: u64 = 5;

/// The times of each day that has some, in the zone's days.
pub fn by_day(slots: &[Span], zone: &Zone) -> BTreeMap<NaiveDate, Vec<Span>> {
    let mut days = BTreeMap::<NaiveDate, Vec<Span>>::new();
    for slot in slots {
        days.entry(zone.date(slot.start())).or_default().push(*slot);
    }
    days
}

/// The day whose times are shown: the one asked for, else the first one with a time in the weeks asked for.
pub fn day_shown(days: &BTreeMap<NaiveDate, Vec<Span>>, address: &Address) -> Option<NaiveDate> {
    let asked = address.day.filter(|day| days.contains_key(day));
    let from = address.from.unwrap_or(NaiveDate::MIN);
    asked.or_else(|| days.range(from..).next().map(|(day, _)| *day)).or_else(|| days.keys().next().copied())
}

fn week_of(day: NaiveDate, start: Weekday) -> NaiveDate {
    day.week(start).checked_first_day().unwrap_or(day)
}

fn plus_days(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

/// The first of the weeks in sight: the one asked for, within those that have times.
fn first_week(days: &BTreeMap<NaiveDate, Vec<Span>>, address: &Address, start: Weekday) -> Option<NaiveDate> {
    let (first, last) = (days.keys().next()?, days.keys().next_back()?);
    let (first, last) = (week_of(*first, start), week_of(*last, start));
    let shown = address.from.or(address.day).map_or(first, |day| week_of(day, start)).clamp(first, last);
    // Always the same pages of weeks, whichever day is asked for.
    let page = (shown - first).num_days().unsigned_abs() / (7 * WEEKS);
    Some(plus_days(first, page * 7 * WEEKS))
}

/// The weeks as links.
pub fn weeks(days: &BTreeMap<NaiveDate, Vec<Span>>, address: &Address) -> Option<AnyView> {
    let locale = use_viewer().locale;
    let from = first_week(days, address, locale.week_start)?;
    let (first, last) = (*days.keys().next()?, *days.keys().next_back()?);
    let count = WEEKS.min((week_of(last, locale.week_start) - from).num_days().unsigned_abs() / 7 + 1);
    let until = plus_days(from, count * 7);
    let step = |to: Option<NaiveDate>, id: &'static str, text: String, glyph: Glyph| {
        to.map(|to| {
            let href = address.weeks(to);
            view! { <a class="btn btn--plain btn--icon" id=id href=href aria-label=text.clone() title=text data-noscroll=""><Icon glyph/></a> }
        })
    };
    let before = (from > first).then(|| from.checked_sub_days(Days::new(7 * WEEKS)).unwrap_or(from));
    let after = (last >= until).then_some(until);
    let heads = (0..7).map(|i| view! { <span>{dates::weekday_short(locale, plus_days(from, i).weekday())}</span> }).collect_view();
    let chosen = day_shown(days, address);
    let cells = (0..count * 7)
        .map(|i| {
            let date = plus_days(from, i);
            cell(date, i == 0, locale, days.get(&date).map_or(0, Vec::len), chosen == Some(date), address)
        })
        .collect_view();
    Some(
        view! {
            <section class="booking__days">
                <div class="booking__head">
                    <h2>{title(locale, from, until.pred_opt().unwrap_or(until))}</h2>
                    <span>
                        {step(before, "weeks-earlier", t!("booking-weeks-earlier"), Glyph::CHEVRON_LEFT)}
                        {step(after, "weeks-later", t!("booking-weeks-later"), Glyph::CHEVRON_RIGHT)}
                    </span>
                </div>
                <div class="date-grid date-grid--names" aria-hidden="true">{heads}</div>
                <nav class="date-grid" aria-label=t!("booking-days")>{cells}</nav>
            </section>
        }
        .into_any(),
    )
}

/// `March 2027`, or `March – April 2027`.
fn title(locale: Locale, from: NaiveDate, until: NaiveDate) -> String {
    if from.month() == until.month() {
        dates::month_year(locale, from)
    } else if from.year() == until.year() {
        format!("{} – {}", dates::month(locale, from), dates::month_year(locale, until))
    } else {
        format!("{} – {}", dates::month_year(locale, from), dates::month_year(locale, until))
    }
}

fn cell(date: NaiveDate, is_first: bool, locale: Locale, free: usize, is_chosen: bool, address: &Address) -> AnyView {
    // Where a month begins its name stands under the number.
    let month = (date.day() == 1 || is_first).then(|| view! { <small aria-hidden="true">{dates::month_short(locale, date)}</small> });
    if free == 0 {
        return view! { <span class="date-cell" aria-hidden="true">{date.day()}{month}</span> }.into_any();
    }
    view! {
        <a class="date-cell date-cell--free" id=format!("day-{date}") href=address.on(date) aria-current=is_chosen.then_some("date") data-noscroll="">
            <span class="visually-hidden">{t!("booking-day", date = dates::date_long(locale, date), count = free)}</span>
            <span aria-hidden="true">{date.day()}</span>
            {month}
        </a>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(list: &[&str]) -> BTreeMap<NaiveDate, Vec<Span>> {
        list.iter().map(|day| (day.parse().unwrap(), Vec::new())).collect()
    }

    #[test]
    fn weeks_come_in_pages_from_the_first_free_day() {
        let days = days(&["2027-03-31", "2027-05-06"]);
        let at = |from: &str| Address { from: from.parse().ok(), ..Default::default() };
        assert_eq!(first_week(&days, &at(""), Weekday::Mon), "2027-03-29".parse().ok());
        assert_eq!(first_week(&days, &at("2027-04-30"), Weekday::Mon), "2027-03-29".parse().ok());
        assert_eq!(first_week(&days, &at("2027-05-03"), Weekday::Mon), "2027-05-03".parse().ok());
        assert_eq!(first_week(&days, &at("1999-01-01"), Weekday::Mon), "2027-03-29".parse().ok());
    }

    #[test]
    fn a_day_without_times_gives_way_to_the_next_that_has_some() {
        let days = days(&["2027-03-31", "2027-04-02"]);
        let day =
            |day: &str, from: &str| day_shown(&days, &Address { day: day.parse().ok(), from: from.parse().ok(), ..Default::default() });
        assert_eq!(day("2027-04-02", ""), "2027-04-02".parse().ok());
        assert_eq!(day("2027-04-01", ""), "2027-03-31".parse().ok());
        assert_eq!(day("", "2027-04-01"), "2027-04-02".parse().ok());
    }
}
