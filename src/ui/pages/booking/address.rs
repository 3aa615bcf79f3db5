//! The state of the page, in its address.

use chrono::NaiveDate;
use leptos_router::params::ParamsMap;

use super::{is_changeable, is_open};
use crate::api::booking::{BookingState, BookingView};
use crate::domain::span::Span;
use crate::domain::time::is_zone_name;
use crate::paths;

/// What the query says; what it leaves out, or says wrongly, is as at the first visit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    /// The link.
    pub(super) token: String,
    /// The zone asked for.
    pub zone: Option<String>,
    /// The first day of the weeks shown.
    pub from: Option<NaiveDate>,
    /// The day whose times are shown.
    pub day: Option<NaiveDate>,
    /// The time that is to be confirmed, in milliseconds since 1970.
    pub(super) start_ms: Option<i64>,
    /// What is done besides picking a first time.
    pub(super) aim: Option<Aim>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aim {
    Move,
    Cancel,
    Zone,
}

/// What is shown beside the description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Choosing a zone.
    Zone,
    /// Picking day and time.
    Pick,
    /// Confirming the time that begins then (milliseconds since 1970).
    Confirm(i64),
    /// The interview that stands.
    Booked,
    /// Calling it off.
    Cancel,
    /// Why there is nothing to do.
    Message,
}

impl Address {
    /// Reads the query.
    pub fn read(token: String, query: &ParamsMap) -> Self {
        let date = |name: &str| query.get_str(name).and_then(|text| text.parse().ok());
        Self {
            token,
            zone: query.get("zone").filter(|zone| is_zone_name(zone)),
            from: date("from"),
            day: date("day"),
            start_ms: query.get_str("start").and_then(|text| text.parse().ok()),
            aim: match query.get_str("step") {
                Some("move") => Some(Aim::Move),
                Some("cancel") => Some(Aim::Cancel),
                Some("zone") => Some(Aim::Zone),
                _ => None,
            },
        }
    }

    /// What to show of a booking in its present state.
    pub fn step(&self, view: &BookingView) -> Step {
        if self.is_choosing_zone() {
            return Step::Zone;
        }
        let picking = view.state == BookingState::Open || (self.aim == Some(Aim::Move) && is_changeable(view));
        match view.state {
            _ if picking && is_open(view) => match self.start_ms.filter(|start| view.slots.iter().any(|slot| slot.start_ms() == *start)) {
                Some(start) => Step::Confirm(start),
                None => Step::Pick,
            },
            BookingState::Booked if self.aim == Some(Aim::Cancel) && is_changeable(view) => Step::Cancel,
            BookingState::Booked => Step::Booked,
            _ => Step::Message,
        }
    }

    /// The time asked for, where it is not free (any more).
    pub fn taken(&self, view: &BookingView) -> Option<i64> {
        self.start_ms.filter(|start| view.slots.iter().all(|slot| slot.start_ms() != *start))
    }

    /// Whether a booked interview is being moved.
    pub fn is_move(&self) -> bool {
        self.aim == Some(Aim::Move)
    }

    /// The page with nothing picked.
    pub fn plain(&self) -> String {
        Self { token: self.token.clone(), zone: self.zone.clone(), ..Self::default() }.href()
    }

    /// The link.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Another day's times.
    pub fn on(&self, day: NaiveDate) -> String {
        format!("{}#times", Self { day: Some(day), start_ms: None, ..self.clone() }.href())
    }

    /// Other weeks.
    pub fn weeks(&self, from: NaiveDate) -> String {
        Self { from: Some(from), day: None, start_ms: None, ..self.clone() }.href()
    }

    /// Confirming a time.
    pub fn at(&self, slot: Span) -> String {
        format!("{}#step", Self { start_ms: Some(slot.start_ms()), ..self.clone() }.href())
    }

    /// Back from confirming.
    pub fn back(&self) -> String {
        Self { start_ms: None, ..self.clone() }.href()
    }

    /// Moving the interview.
    pub fn moving(&self) -> String {
        self.aiming(Aim::Move)
    }

    /// Calling it off.
    pub fn cancelling(&self) -> String {
        self.aiming(Aim::Cancel)
    }

    /// Whether another zone is being chosen.
    pub fn is_choosing_zone(&self) -> bool {
        self.aim == Some(Aim::Zone)
    }

    /// Choosing a zone.
    pub fn choosing_zone(&self) -> String {
        self.aiming(Aim::Zone)
    }

    fn aiming(&self, aim: Aim) -> String {
        format!("{}#step", Self { token: self.token.clone(), zone: self.zone.clone(), aim: Some(aim), ..Self::default() }.href())
    }

    fn href(&self) -> String {
        let mut href = paths::booking(&self.token);
        let mut separator = '?';
        let mut push = |name: &str, value: String| {
            href.push(separator);
            separator = '&';
            href.push_str(&format!("{name}={value}"));
        };
        if let Some(zone) = &self.zone {
            // Only `+` of what a zone's name has means something else in a query.
            push("zone", zone.replace('+', "%2B"));
        }
        if let Some(aim) = self.aim {
            let name = match aim {
                Aim::Move => "move",
                Aim::Cancel => "cancel",
                Aim::Zone => "zone",
            };
            push("step", name.to_owned());
        }
        if let Some(from) = self.from {
            push("from", from.to_string());
        }
        if let Some(day) = self.day {
            push("day", day.to_string());
        }
        if let Some(start_ms) = self.start_ms {
            push("start", start_ms.to_string());
        }
        href
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_comes_back_as_it_went() {
        let mut query = ParamsMap::new();
        query.insert("zone", "Etc/GMT+5".to_owned());
        query.insert("day", "2027-03-31".to_owned());
        query.insert("start", "1806487200000".to_owned());
        query.insert("step", "move".to_owned());
        let address = Address::read("abc".into(), &query);
        assert_eq!(address.href(), "/b/abc?zone=Etc/GMT%2B5&step=move&day=2027-03-31&start=1806487200000");
        assert_eq!(address.plain(), "/b/abc?zone=Etc/GMT%2B5");
        assert_eq!(address.back(), "/b/abc?zone=Etc/GMT%2B5&step=move&day=2027-03-31");
    }

    #[test]
    fn nonsense_is_left_out() {
        let mut query = ParamsMap::new();
        query.insert("zone", "<b>".to_owned());
        query.insert("day", "31.3.".to_owned());
        query.insert("start", "soon".to_owned());
        query.insert("step", "dance".to_owned());
        assert_eq!(Address::read("abc".into(), &query).href(), "/b/abc");
    }
}
