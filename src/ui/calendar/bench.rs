//! The week grid by itself, for measuring: what `lib.rs` gives the bench page.

use std::any::Any;
use std::cell::RefCell;

use chrono::{Datelike, NaiveDate, TimeDelta};
use leptos::prelude::*;
use serde::Deserialize;

use super::{Entry, EntryKind, WeekGrid};
use crate::domain::span::Span;
use crate::domain::time::{Instant, Zone};

/// What stands on the page now: dropping it takes it away.
struct Mounted {
    first: RwSignal<NaiveDate>,
    _grid: Box<dyn Any>,
}

thread_local! {
    static MOUNTED: RefCell<Option<Mounted>> = const { RefCell::new(None) };
}

#[derive(Deserialize)]
struct Event {
    id: String,
    title: String,
    start: Instant,
    end: Instant,
}

/// Shows the week of the first event, 00–24 h in UTC, with these events: JSON, a list of `{id, title, start, end}` in ISO UTC. What was shown
/// before is gone.
///
/// # Errors
/// For what is no such list.
pub fn mount(events: &str) -> Result<(), String> {
    let events: Vec<Event> = serde_json::from_str(events).map_err(|error| error.to_string())?;
    let now = events.first().map(|event| event.start).ok_or("no event")?;
    let entry = |event: Event| {
        let span = Span::new(event.start, event.end).map_err(|error| error.to_string())?;
        let mut entry = Entry::new(event.id, EntryKind::Confirmed, span, event.title);
        entry.href = Some(format!("#{}", entry.key));
        entry.movable = true;
        Ok(entry)
    };
    let entries = events.into_iter().map(entry).collect::<Result<Vec<Entry>, String>>()?;
    let body = document().body().ok_or("no body")?;
    MOUNTED.take();
    let first = RwSignal::new(monday_of(now.date_naive()));
    let grid = leptos::mount::mount_to(body, move || {
        let on_shift = Some(Callback::new(|_: (String, Span)| {}));
        view! {
            <WeekGrid
                label="Bench"
                zone=Signal::stored(Zone::utc())
                first
                days=Signal::stored(7)
                entries=Signal::stored(entries)
                now=Signal::stored(now)
                selection=RwSignal::new(None)
                on_shift
            />
        }
    });
    MOUNTED.set(Some(Mounted { first, _grid: Box::new(grid) }));
    Ok(())
}

/// Shows the week of this date (`2027-03-24`, or a moment in ISO UTC).
///
/// # Errors
/// For what is no date, and before anything is shown.
pub fn goto_week(iso: &str) -> Result<(), String> {
    let date: NaiveDate = iso.get(..10).unwrap_or(iso).parse().map_err(|_| format!("{iso} is no date"))?;
    let first = MOUNTED.with_borrow(|mounted| mounted.as_ref().map(|mounted| mounted.first));
    first.ok_or("nothing is shown")?.set(monday_of(date));
    Ok(())
}

fn monday_of(date: NaiveDate) -> NaiveDate {
    date - TimeDelta::days(i64::from(date.weekday().num_days_from_monday()))
}
