//! Tests of what a job may be.

use super::*;

fn user(n: u128) -> UserId {
    UserId::new(uuid::Uuid::from_u128(n))
}

fn stage(name: &str, kind: StageKind, scheduling: bool) -> SaveStage {
    let interviews = (kind == StageKind::Interview).then(|| SaveTemplate::usual(format!("{name} interview"))).into_iter().collect();
    SaveStage { id: None, name: name.into(), kind, scheduling, interviews }
}

fn job() -> SaveJob {
    SaveJob {
        id: None,
        version: 0,
        title: " Engineer ".into(),
        client_id: None,
        recruiter_id: Some(user(1)),
        coordinator_id: None,
        hiring_manager_id: None,
        zone: "Europe/Berlin".into(),
        location: String::new(),
        auto_invite: true,
        show_attendees: true,
        stages: vec![
            stage("New", StageKind::Applied, false),
            stage("First", StageKind::Interview, true),
            stage("Second", StageKind::Interview, false),
        ],
    }
}

fn fields(job: SaveJob) -> Vec<(String, String)> {
    job.validate().unwrap_err().iter().map(|error| (error.field.clone(), error.message.clone())).collect()
}

#[test]
fn a_sound_job_is_trimmed() {
    let job = job().validate().unwrap();
    assert_eq!(job.title, "Engineer");
    assert_eq!(job.stages[1].interviews[0].timing, Timing::default());
}

#[test]
fn title_recruiter_zone_and_stages_are_needed() {
    let wrong = fields(SaveJob { title: " ".into(), recruiter_id: None, zone: String::new(), stages: vec![], ..job() });
    assert_eq!(wrong.iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>(), ["title", "recruiter_id", "zone", "stages"]);
}

#[test]
fn one_stage_of_kind_interview_is_enabled_for_scheduling() {
    let mut two = job();
    two.stages[2].scheduling = true;
    assert_eq!(fields(two), [("stages.2.scheduling".into(), "error-scheduling-twice".into())]);
    let mut other = job();
    other.stages[1].scheduling = false;
    other.stages[0].scheduling = true;
    assert_eq!(fields(other)[0], ("stages.0.scheduling".into(), "error-scheduling-kind".into()));
    let mut none = job();
    none.stages[1].scheduling = false;
    assert!(none.validate().is_ok());
    let mut bare = job();
    bare.stages[1].interviews.clear();
    assert_eq!(fields(bare), [("stages.1.interviews".into(), "error-no-interview".into())]);
}

#[test]
fn names_of_stages_differ_whatever_their_case() {
    let mut twice = job();
    twice.stages[2].name = "FIRST".into();
    assert_eq!(fields(twice), [("stages.2.name".into(), "error-stage-twice".into())]);
}

#[test]
fn a_template_is_checked_under_its_stage() {
    let mut wrong = job();
    let template = &mut wrong.stages[1].interviews[0];
    template.timing.duration_minutes = 0;
    template.place.text = "javascript:alert(1)".into();
    template.attendees = (0..30).map(user).collect();
    let names: Vec<_> = fields(wrong).into_iter().map(|(field, _)| field).collect();
    assert_eq!(names, ["stages.1.interviews.0.duration_minutes", "stages.1.interviews.0.place", "stages.1.interviews.0.attendees"]);
}

#[test]
fn attendees_stand_once_and_a_template_only_where_there_are_interviews() {
    let mut twice = job();
    twice.stages[1].interviews[0].attendees = vec![user(2), user(1), user(2)];
    twice.stages[0].interviews = vec![SaveTemplate::usual("x".into())];
    let saved = twice.validate().unwrap();
    assert_eq!(saved.stages[1].interviews[0].attendees, [user(1), user(2)]);
    assert_eq!(saved.stages[0].interviews, []);
}

#[test]
fn a_round_has_interviews_of_different_titles_and_not_too_many() {
    let mut round = job();
    round.stages[1].interviews.push(SaveTemplate::usual("Another".into()));
    assert!(round.clone().validate().is_ok());
    round.stages[1].interviews[1].name = "FIRST  interview".into();
    assert_eq!(fields(round.clone()), [("stages.1.interviews.1.name".into(), "error-interview-twice".into())]);
    round.stages[1].interviews = (0..9).map(|number| SaveTemplate::usual(format!("Number {number}"))).collect();
    assert_eq!(fields(round), [("stages.1.interviews".into(), "error-too-many-interviews".into())]);
}

#[test]
fn a_video_place_is_a_link_or_follows() {
    let place = |kind, text: &str| {
        let mut errors = FieldErrors::default();
        let _ = Place { kind, text: text.into() }.checked("place", &mut errors);
        errors.is_empty()
    };
    assert!(place(PlaceKind::Video, "https://meet.example.com/a?b=c"));
    assert!(place(PlaceKind::Video, " "));
    assert!(!place(PlaceKind::Video, "meet.example.com"));
    assert!(!place(PlaceKind::Video, "https://a b"));
    assert!(place(PlaceKind::Onsite, "Street 1, 10115 Berlin"));
    assert!(!place(PlaceKind::Onsite, "Street 1\n10115 Berlin"));
}

#[test]
fn nobody_stands_in_two_groups_and_no_group_needs_more_than_it_has() {
    let person = |number: u128| UserId::new(uuid::Uuid::from_u128(number));
    let template = SaveTemplate {
        attendees: vec![person(1)],
        pools: vec![SavePool { needed: 2, people: vec![person(3), person(2), person(3)] }],
        room: Some(crate::domain::rooms::RoomNeed { seats: 4, features: vec![" screen ".into(), "Screen".into(), String::new()] }),
        description: " Hello ".into(),
        ..SaveTemplate::usual("Panel".into())
    };
    let sound = template.clone().validate().unwrap();
    assert_eq!(sound.pools[0].people, [person(2), person(3)]);
    assert_eq!(sound.room.unwrap().features, ["screen"]);
    assert_eq!(sound.description, "Hello");
    let pool = |needed: u32, people: &[u128]| SavePool { needed, people: people.iter().map(|number| person(*number)).collect() };
    for (pools, field, message) in [
        (vec![pool(3, &[2, 3])], "pools.0.needed", "error-range"),
        (vec![pool(0, &[2, 3])], "pools.0.needed", "error-range"),
        (vec![pool(1, &[])], "pools.0.people", "error-required"),
        (vec![pool(1, &[1, 2])], "pools.0.people", "error-attendee-twice"),
        (vec![pool(1, &[2]), pool(1, &[3, 2])], "pools.1.people", "error-attendee-twice"),
        ((0..6).map(|i| pool(1, &[10 + i])).collect(), "pools", "error-too-many-pools"),
        (vec![pool(1, &(2..30).collect::<Vec<_>>())], "attendees", "error-too-many-attendees"),
    ] {
        let errors = SaveTemplate { pools, ..template.clone() }.validate().unwrap_err();
        assert_eq!(errors.at(field).map(|error| error.message.as_str()), Some(message), "{field}: {errors:?}");
    }
    let none = SaveTemplate { room: Some(crate::domain::rooms::RoomNeed { seats: 0, features: vec![] }), ..template };
    assert!(none.validate().unwrap_err().at("room.seats").is_some());
}
