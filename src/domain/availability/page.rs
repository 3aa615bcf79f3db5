//! What a client shares on a page: when, how long, under which rules, where; and the question about slots that follows from it.

use serde::{Deserialize, Serialize};

use super::slots::{DailyCap, Group, Participant, Request, RequestError, Rules, Willing};
use super::windows::Availability;
use crate::domain::error::{FieldErrors, text};
use crate::domain::jobs::{Place, PlaceKind, Timing};
use crate::domain::span::Span;
use crate::domain::time::{Instant, Zone, is_zone_name, plus_minutes};

/// Most meetings a day that a cap can name.
pub const MAX_PER_DAY: u32 = 50;
/// Most characters of the message for candidates.
pub const MAX_MESSAGE: usize = 2_000;
/// Most characters of a place.
pub const MAX_PLACE: usize = 300;

/// The availability of one client page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageAvailability {
    /// The IANA zone whose clock the starts are aligned to and whose days the cap counts; that of the weekly hours, too.
    pub zone: String,
    /// Duration, step, buffers, least notice, horizon.
    pub timing: Timing,
    /// Meetings a day at most, 1 to 50; none for as many as fit.
    pub per_day: Option<u32>,
    /// Weekly hours with exceptions, and windows painted by hand.
    pub willing: Availability,
    /// Where the meetings are.
    pub place: Place,
    /// A message for candidates, at most 2,000 characters.
    pub message: String,
}

/// What else decides about the slots of a page, as far as the one who looks at it may know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surroundings {
    /// The present.
    pub now: Instant,
    /// Zones from a day ago to beyond the longest horizon: the page's, the contact's, the viewer's.
    pub zones: Vec<Zone>,
    /// The contact, with what other interviews occupy; when willing, the buffers and the cap come from the page.
    pub contact: Participant,
    /// Starts of the contact's interviews, which count towards the daily cap.
    pub contact_starts: Vec<Instant>,
    /// Everybody else who is needed: our attendees and, when one is to book, the candidate.
    pub others: Vec<Participant>,
    /// Groups of which only some are needed: pools of our people, rooms.
    #[serde(default)]
    pub groups: Vec<Group>,
}

/// Why a page has no question to ask.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// The page's zone is not among those that came along.
    #[error("the zone {0} is not at hand")]
    Zone(String),
    /// The rules or participants are refused.
    #[error(transparent)]
    Request(#[from] RequestError),
}

impl PageAvailability {
    /// What a new page starts from: the template's timing and place, no time yet.
    pub fn starting_from(zone: &str, timing: Timing, place: Place) -> Self {
        Self { zone: zone.to_owned(), timing, per_day: None, willing: Availability::default(), place, message: String::new() }
    }

    /// Whether no time was shared yet.
    pub fn is_empty(&self) -> bool {
        self.willing.is_empty()
    }

    /// Checks everything; the same in browser and server.
    ///
    /// Fields: `zone`, those of [`Timing`], `per_day`, `place`, `message`, `weekly`.
    ///
    /// # Errors
    /// One per field that will not do.
    pub fn validate(mut self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        if !is_zone_name(&self.zone) {
            errors.add("zone", "error-zone");
        }
        if self.willing.weekly().is_some_and(|weekly| weekly.zone() != self.zone) {
            errors.add("weekly", "error-zone");
        }
        if let Err(wrong) = self.timing.validate() {
            errors.merge(wrong);
        }
        if self.per_day.is_some_and(|most| !(1..=MAX_PER_DAY).contains(&most)) {
            errors.add_with("per_day", "error-range", &[("least", "1".into()), ("most", MAX_PER_DAY.to_string())]);
        }
        self.place.text = text(&self.place.text, "place", 0, MAX_PLACE, &mut errors);
        if self.place.text.contains(['\n', '\r', '\t']) {
            errors.add("place", "error-one-line");
        }
        if self.place.kind == PlaceKind::Video && !self.place.text.is_empty() && !crate::domain::jobs::is_link(&self.place.text) {
            errors.add("place", "error-link");
        }
        self.message = text(&self.message, "message", 0, MAX_MESSAGE, &mut errors);
        errors.or(self)
    }

    /// The rules that hold for every slot of the page; `zone` is the page's, made for a range around `now` and the horizon.
    ///
    /// # Errors
    /// When duration, step or horizon are out of range.
    pub fn rules(&self, zone: &Zone, now: Instant) -> Result<Rules, RequestError> {
        rules(&self.timing, zone, now)
    }

    /// The question: which starts suit the contact, the others, and the rules.
    ///
    /// # Errors
    /// When the page's zone did not come along, or the rules are refused.
    pub fn question(&self, around: &Surroundings) -> Result<Request, PageError> {
        let zone = around.zones.iter().find(|zone| zone.name() == self.zone).ok_or_else(|| PageError::Zone(self.zone.clone()))?;
        let rules = self.rules(zone, around.now)?;
        // A slot may end after the horizon, which only its start has to keep.
        let until = plus_minutes(rules.latest(), i64::from(self.timing.duration_minutes));
        let spans = Span::new(rules.earliest(), until).map(|range| self.willing.willing(zone, range)).unwrap_or_default();
        let mut contact = around.contact.clone().with_buffers(self.timing.before_minutes, self.timing.after_minutes);
        contact.willing = Willing::Spans(spans);
        contact.daily_cap = self.per_day.map(|per_day| DailyCap { per_day, zone: zone.clone(), starts: around.contact_starts.clone() });
        let everybody = std::iter::once(contact).chain(around.others.iter().cloned()).collect();
        let groups = std::iter::once(Group::all(everybody)).chain(around.groups.iter().cloned()).collect();
        Ok(Request::new(rules, groups)?)
    }
}

/// The rules of a timing: from now and the least notice, through the last day of the horizon.
///
/// # Errors
/// When duration, step or horizon are out of range.
pub fn rules(timing: &Timing, zone: &Zone, now: Instant) -> Result<Rules, RequestError> {
    let last = zone.date(plus_minutes(now, i64::from(timing.horizon_days) * 24 * 60));
    let latest = last.succ_opt().map_or(now, |next| zone.instant(next.and_time(chrono::NaiveTime::MIN)));
    Rules::new(timing.duration_minutes, timing.step_minutes, zone.clone(), plus_minutes(now, i64::from(timing.notice_minutes)), latest)
}
