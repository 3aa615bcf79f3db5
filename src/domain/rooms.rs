//! Rooms: how many they hold, what stands in them, and in which order they are offered.

use serde::{Deserialize, Serialize};

use super::availability::slots::Busy;
use super::error::{FieldErrors, text};
use super::id::{RoomId, blank_as_none};
use super::jobs::{Place, PlaceKind, named};
use super::list::fold;
use super::people::{EmailAddress, name_field, zone_field};
use super::span::Span;

/// Most seats of a room.
pub const MOST_SEATS: u32 = 1_000;
/// Most features of a room.
pub const MOST_FEATURES: usize = 20;
/// Most characters of a feature.
const MAX_FEATURE: usize = 40;

/// A room as interviews take place in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// The room, which is its calendar, too.
    pub id: RoomId,
    /// The name, another for each room.
    pub name: String,
    /// The way there: floor, building, address; may be empty.
    pub place: String,
    /// IANA zone of its clock.
    pub zone: String,
    /// How many people it holds.
    pub seats: u32,
    /// What stands in it, such as `Screen`.
    pub features: Vec<String>,
    /// The mailbox under which a calendar system knows it.
    pub email: Option<EmailAddress>,
}

impl Room {
    /// The name with the way there.
    pub fn label(&self) -> String {
        if self.place.is_empty() { self.name.clone() } else { format!("{}, {}", self.name, self.place) }
    }

    /// Whether so many people have seats in it.
    pub const fn holds(&self, people: u32) -> bool {
        people <= self.seats
    }
}

/// The room that an interview needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomNeed {
    /// How many people it has to hold, 1 to 1,000.
    pub seats: u32,
    /// What has to stand in it.
    pub features: Vec<String>,
}

impl RoomNeed {
    /// Whether a room will do.
    pub fn is_met_by(&self, room: &Room) -> bool {
        let has = |wanted: &String| room.features.iter().any(|feature| fold(feature) == fold(wanted));
        room.holds(self.seats) && self.features.iter().all(has)
    }

    /// Checks it as a part of a form: `room.seats`, `room.features`.
    #[must_use]
    pub fn checked(&self, errors: &mut FieldErrors) -> Self {
        if !(1..=MOST_SEATS).contains(&self.seats) {
            errors.add_with("room.seats", "error-range", &[("least", "1".to_owned()), ("most", MOST_SEATS.to_string())]);
        }
        Self { seats: self.seats, features: features_field(&self.features.join(","), "room.features", errors) }
    }
}

/// The place as everybody is told of it: on site with the room.
pub fn place_with(place: &Place, room: Option<&Room>) -> Place {
    match room.filter(|_| place.kind == PlaceKind::Onsite) {
        Some(room) if place.text.trim().is_empty() => Place { kind: place.kind, text: room.label() },
        Some(room) => Place { kind: place.kind, text: format!("{}; {}", room.label(), place.text) },
        None => place.clone(),
    }
}

/// What takes a room's time within a span; the first where there are several.
pub fn taken_by(busy: &[Busy], span: Span) -> Option<&Busy> {
    busy.iter().find(|busy| busy.span.overlaps(&span))
}

/// The order in which rooms are offered, by [`Ord`]: the free ones that hold enough before the free ones that do not, and those before
/// the taken ones; of each the smallest that does, so that large rooms are left to many people; then by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    taken: bool,
    too_small: bool,
    seats: u32,
    name: String,
}

impl Rank {
    /// The rank of a room for so many people.
    pub fn new(room: &Room, people: u32, is_taken: bool) -> Self {
        let too_small = !room.holds(people);
        // Of the rooms that are too small, the one in which the fewest have to stand.
        let seats = if too_small { MOST_SEATS - room.seats.min(MOST_SEATS) } else { room.seats };
        Self { taken: is_taken, too_small, seats, name: fold(&room.name) }
    }
}

named! {
    /// What a room says to an interview.
    RoomResponse {
        /// It is to be had.
        Accepted = "accepted",
        /// Its own calendar does not take it.
        Declined = "declined",
        /// It is no longer offered.
        Retired = "retired",
    }
}

/// A room to make or change, as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveRoom {
    /// None for a new one.
    #[serde(default, deserialize_with = "blank_as_none")]
    pub id: Option<RoomId>,
    /// The version that was read; of no account for a new one.
    #[serde(default)]
    pub version: i64,
    /// 1 to 120 characters, another for each room.
    pub name: String,
    /// At most 200 characters on one line.
    #[serde(default)]
    pub place: String,
    /// IANA zone.
    pub zone: String,
    /// How many people it holds: 1 to 1,000.
    pub seats: String,
    /// What stands in it, separated by commas.
    #[serde(default)]
    pub features: String,
    /// Optional.
    #[serde(default)]
    pub email: String,
}

/// What [`SaveRoom`] means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomFacts {
    /// The name.
    pub name: String,
    /// The way there.
    pub place: String,
    /// IANA zone.
    pub zone: String,
    /// How many people it holds.
    pub seats: u32,
    /// Each once.
    pub features: Vec<String>,
    /// The mailbox.
    pub email: Option<EmailAddress>,
}

impl SaveRoom {
    /// What is meant.
    ///
    /// # Errors
    /// One per field that will not do: `name`, `place`, `zone`, `seats`, `features`, `email`.
    pub fn check(&self) -> Result<RoomFacts, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = name_field(&self.name, "name", &mut errors);
        let place = text(&self.place, "place", 0, 200, &mut errors);
        if place.contains(['\n', '\r', '\t']) {
            errors.add("place", "error-one-line");
        }
        let zone = zone_field(&self.zone, "zone", &mut errors);
        let seats = seats_field(&self.seats, "seats", &mut errors);
        let features = features_field(&self.features, "features", &mut errors);
        let email = if self.email.trim().is_empty() { None } else { EmailAddress::field(&self.email, "email", &mut errors) };
        errors.or(RoomFacts { name, place, zone, seats, features, email })
    }
}

/// How many people, as a form field.
fn seats_field(value: &str, field: &str, errors: &mut FieldErrors) -> u32 {
    let range = || [("least", "1".to_owned()), ("most", MOST_SEATS.to_string())];
    match value.trim().parse::<u32>() {
        _ if value.trim().is_empty() => errors.add(field, "error-required"),
        Ok(seats) if (1..=MOST_SEATS).contains(&seats) => return seats,
        Ok(_) => errors.add_with(field, "error-range", &range()),
        Err(_) => errors.add(field, "error-number"),
    }
    0
}

/// Features as a form field: separated by commas, each once, in the order typed.
fn features_field(value: &str, field: &str, errors: &mut FieldErrors) -> Vec<String> {
    let mut features: Vec<String> = Vec::new();
    for typed in value.split([',', ';', '\n']) {
        let own = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        if own.is_empty() || features.iter().any(|other| fold(other) == fold(&own)) {
            continue;
        }
        if own.chars().count() > MAX_FEATURE {
            errors.add_with(field, "error-too-long", &[("most", MAX_FEATURE.to_string())]);
        }
        if own.chars().any(char::is_control) {
            errors.add(field, "error-control-character");
        }
        features.push(own);
    }
    if features.len() > MOST_FEATURES {
        errors.add_with(field, "error-too-many-features", &[("most", MOST_FEATURES.to_string())]);
    }
    features
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(name: &str, seats: u32) -> Room {
        let id = RoomId::new(uuid::Uuid::nil());
        Room { id, name: name.into(), place: String::new(), zone: "UTC".into(), seats, features: Vec::new(), email: None }
    }

    fn typed() -> SaveRoom {
        SaveRoom {
            name: " Aquarium ".into(),
            place: "2nd floor".into(),
            zone: "Europe/Berlin".into(),
            seats: " 8 ".into(),
            features: "Screen, White  board,screen,, ".into(),
            ..SaveRoom::default()
        }
    }

    #[test]
    fn a_room_is_read_from_its_form() {
        let facts = typed().check().unwrap();
        assert_eq!((facts.name.as_str(), facts.seats, facts.email), ("Aquarium", 8, None));
        assert_eq!(facts.features, ["Screen", "White board"]);
        for (wrong, field, message) in [
            (SaveRoom { name: " ".into(), ..typed() }, "name", "error-required"),
            (SaveRoom { seats: String::new(), ..typed() }, "seats", "error-required"),
            (SaveRoom { seats: "0".into(), ..typed() }, "seats", "error-range"),
            (SaveRoom { seats: "many".into(), ..typed() }, "seats", "error-number"),
            (SaveRoom { features: "x".repeat(41), ..typed() }, "features", "error-too-long"),
            (SaveRoom { features: (0..21).map(|i| format!("f{i},")).collect(), ..typed() }, "features", "error-too-many-features"),
            (SaveRoom { email: "aquarium".into(), ..typed() }, "email", "error-email"),
            (SaveRoom { place: "a\nb".into(), ..typed() }, "place", "error-one-line"),
            (SaveRoom { zone: "Berlin; drop".into(), ..typed() }, "zone", "error-zone"),
        ] {
            let errors = wrong.check().unwrap_err();
            assert_eq!(errors.at(field).unwrap().message, message, "{field}");
        }
    }

    #[test]
    fn the_smallest_free_room_that_holds_all_comes_first() {
        let rooms = [
            (room("Hall", 40), false),
            (room("Box", 2), false),
            (room("Den", 3), false),
            (room("Aqua", 6), true),
            (room("Blue", 6), false),
        ];
        let mut ranked: Vec<_> = rooms.iter().map(|(room, taken)| (Rank::new(room, 4, *taken), room.name.as_str())).collect();
        ranked.sort();
        assert_eq!(ranked.iter().map(|(_, name)| *name).collect::<Vec<_>>(), ["Blue", "Hall", "Den", "Box", "Aqua"]);
    }

    #[test]
    fn a_need_is_met_by_seats_and_by_every_feature() {
        let room = Room { features: vec!["Screen".into(), "Step-free".into()], ..room("Den", 4) };
        let met = |seats, features: &[&str]| {
            RoomNeed { seats, features: features.iter().map(|feature| (*feature).to_owned()).collect() }.is_met_by(&room)
        };
        assert!(met(4, &[]) && met(1, &["screen", "STEP-FREE"]));
        assert!(!met(5, &[]) && !met(1, &["Screen", "Piano"]));
    }

    #[test]
    fn a_room_is_free_up_to_the_minute_it_is_taken_and_from_the_minute_it_is_not() {
        let span = |from: i64, until: i64| Span::from_ms(from, until).unwrap();
        let busy = [Busy::unnamed(span(100, 200))];
        assert!(taken_by(&busy, span(0, 100)).is_none() && taken_by(&busy, span(200, 300)).is_none());
        assert!(
            taken_by(&busy, span(0, 101)).is_some()
                && taken_by(&busy, span(150, 160)).is_some()
                && taken_by(&busy, span(199, 300)).is_some()
        );
    }
}
