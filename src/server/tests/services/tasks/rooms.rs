//! Rooms that are not to be had.

use super::walk::Walk;
use super::{Case, in_house};
use crate::api::error::ApiError;
use crate::api::interviews::SaveInterview;
use crate::api::mend::SwitchRoom;
use crate::domain::jobs::{Place, PlaceKind};
use crate::domain::rooms::SaveRoom;
use crate::domain::scheduling::plan::PlanInterview;
use crate::server::services::{interviews, rooms};
use crate::server::tests::records::failure;
use crate::server::tests::world::{Agency, span};

#[tokio::test]
async fn a_room_that_is_not_to_be_had_is_switched_for_the_whole_schedule() {
    for case in Case::both(in_house()).await {
        let ada = case.agency.attendee("Ada").await;
        let like = |name: &str, seats: u32| SaveRoom {
            name: name.into(),
            zone: "Europe/Berlin".into(),
            seats: seats.to_string(),
            ..SaveRoom::default()
        };
        let aquarium = rooms::save(&case.carl, &like("Aquarium", 6)).await.unwrap();
        let den = rooms::save(&case.carl, &like("Den", 4)).await.unwrap();
        let hall = rooms::save(&case.carl, &like("Hall", 40)).await.unwrap();
        case.enter().await;
        let onsite = |day: &str, room| PlanInterview {
            room: Some(room),
            place: Place { kind: PlaceKind::Onsite, text: String::new() },
            ..case.plan(day, &[ada])
        };
        let save = async |plan| interviews::save(&case.carl, SaveInterview { interview: None, plan }).await.unwrap();
        let (first, second) = (save(onsite("2027-03-09", aquarium)).await, save(onsite("2027-03-10", aquarium)).await);
        // The den is taken during the second.
        let other = case.agency.apply(case.agency.candidate("Ben").await, case.job).await;
        save(PlanInterview { application: Some(other), attendees: Vec::new(), ..onsite("2027-03-10", den) }).await;
        rooms::retire(&case.carl, aquarium, 1, true).await.unwrap();
        assert_eq!(case.open().await, ["room_declined", "room_declined"]);
        let ways = interviews::ways(&case.carl, first).await.unwrap();
        let room = ways.room.unwrap();
        assert_eq!((room.name.as_str(), room.interviews), ("Aquarium", 2));
        assert_eq!(room.free.iter().map(|room| room.name.as_str()).collect::<Vec<_>>(), ["Hall"], "the den is not free the whole time");
        rooms::retire(&case.carl, aquarium, 2, false).await.unwrap();
        assert!(case.open().await.is_empty(), "it is to be had again");
        rooms::retire(&case.carl, aquarium, 3, true).await.unwrap();
        let taken = SwitchRoom { interview: first, version: case.version(first).await, room: den };
        assert!(matches!(failure(interviews::switch_room(&case.carl, &taken).await), ApiError::Invalid(_)));
        let in_aquarium = format!("select count(*) from interviews where room_id = '{aquarium}'");
        assert_eq!(case.agency.number(&in_aquarium).await, 2, "neither or both");
        interviews::switch_room(&case.carl, &SwitchRoom { room: hall, ..taken }).await.unwrap();
        assert!(case.open().await.is_empty());
        assert_eq!(case.agency.number(&format!("select count(*) from interviews where room_id = '{hall}'")).await, 2);
        let _ = second;
    }
}

#[tokio::test]
async fn taking_a_move_back_brings_the_declined_room_back_too_and_its_calendar_keeps_its_word() {
    for agency in Agency::both().await {
        let mut walk = Walk::on(agency).await;
        let interview = walk.booked().await;
        let carl = walk.case.carl.clone();
        let mut tx = carl.store().begin().await.unwrap();
        assert!(rooms::room_answered(&mut tx, &carl, interview, true, "Repairs").await.unwrap());
        tx.commit().await.unwrap();
        assert!(walk.case.open().await.contains(&"room_declined"));
        // Offered no longer and again: what its own calendar said stays.
        walk.retire(true).await;
        walk.retire(false).await;
        assert!(walk.case.open().await.contains(&"room_declined"));
        let version = walk.case.version(interview).await;
        let span = span("2027-03-09T12:00:00Z", "2027-03-09T13:00:00Z");
        let shifted = interviews::shift(&carl, crate::api::interviews::ShiftInterview { interview, version, span }).await.unwrap();
        assert!(!walk.case.open().await.contains(&"room_declined"), "it was said to another time");
        interviews::undo_shift(&carl, interview, shifted.version).await.unwrap();
        assert!(walk.case.open().await.contains(&"room_declined"));
    }
}
