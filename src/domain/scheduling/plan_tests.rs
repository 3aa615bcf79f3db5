use uuid::Uuid;

use super::*;
use crate::domain::jobs::PlaceKind;
use crate::domain::time::OffsetChange;

fn berlin() -> Zone {
    let change = |at: &str, offset_seconds| OffsetChange { at_ms: ms(at.parse::<Instant>().unwrap()), offset_seconds };
    Zone::new("Europe/Berlin", 3600, vec![change("2027-03-28T01:00:00Z", 7200), change("2027-10-31T01:00:00Z", 3600)]).unwrap()
}

fn form() -> PlanInterview {
    PlanInterview {
        application: Some(ApplicationId::new(Uuid::nil())),
        template: None,
        title: "Technical interview".into(),
        starts_on: "2027-03-27".into(),
        starts_at: "23:30".into(),
        ends_on: "2027-03-28".into(),
        ends_at: "00:30".into(),
        zone: "Europe/Berlin".into(),
        attendees: Vec::new(),
        description: String::new(),
        place: Place { kind: PlaceKind::Video, text: String::new() },
        room: None,
        tell_candidate: true,
        text_candidate: true,
        papers: Papers::default(),
        reason: String::new(),
        exact: None,
    }
}

fn refused(form: &PlanInterview) -> Vec<(String, String)> {
    form.check(&berlin()).unwrap_err().iter().map(|error| (error.field.clone(), error.message.clone())).collect()
}

#[test]
fn it_may_cross_midnight() {
    let plan = form().check(&berlin()).unwrap();
    assert_eq!(plan.span.start(), "2027-03-27T22:30:00Z".parse::<Instant>().unwrap());
    assert_eq!(plan.span.duration_minutes(), 60);
}

#[test]
fn a_skipped_time_is_later_and_the_length_is_the_true_one() {
    // 1:30 to 3:30 on the wall is one hour in the night in which the clocks go forward.
    let form = PlanInterview { starts_on: "2027-03-28".into(), starts_at: "01:30".into(), ends_at: "03:30".into(), ..form() };
    assert_eq!(form.check(&berlin()).unwrap().span.duration_minutes(), 60);
    let skipped = PlanInterview { starts_at: "02:30".into(), ..form };
    // 2:30 does not exist and is read as 3:30: nothing is left.
    assert_eq!(refused(&skipped), [("ends_at".into(), "error-end-before-start".into())]);
}

#[test]
fn every_field_says_what_is_wrong_with_it() {
    let nothing = PlanInterview {
        application: None,
        title: " ".into(),
        starts_on: "31.3.".into(),
        ends_at: "25:00".into(),
        description: "x".repeat(MAX_DESCRIPTION + 1),
        ..form()
    };
    let fields: Vec<String> = refused(&nothing).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["title", "starts_on", "ends_at", "description", "application"]);
    let long = PlanInterview { ends_on: "2027-03-30".into(), ..form() };
    assert_eq!(refused(&long), [("ends_at".into(), "error-longer-than-a-day".into())]);
    let backwards = PlanInterview { ends_on: "2027-03-27".into(), ends_at: "23:30".into(), ..form() };
    assert_eq!(refused(&backwards), [("ends_at".into(), "error-end-before-start".into())]);
}

#[test]
fn who_is_named_twice_comes_once() {
    let ada = PlannedAttendee { id: UserId::new(Uuid::nil()), optional: false };
    let plan = PlanInterview { attendees: vec![ada, PlannedAttendee { optional: true, ..ada }], ..form() };
    assert_eq!(plan.check(&berlin()).unwrap().attendees, [ada]);
}

#[test]
fn a_time_that_comes_twice_is_the_one_that_was_meant() {
    let zone = berlin();
    // Dragged on the grid into the second half past two of 31 October 2027.
    let second = Span::new("2027-10-31T01:30:00Z".parse().unwrap(), "2027-10-31T02:30:00Z".parse().unwrap()).unwrap();
    let form = PlanInterview {
        starts_on: "2027-10-31".into(),
        starts_at: "02:30".into(),
        ends_on: "2027-10-31".into(),
        ends_at: "03:30".into(),
        ..form()
    };
    assert_eq!(form.span(&zone).unwrap().duration_minutes(), 120, "typed, it is the first one");
    let dragged = PlanInterview { exact: Some(second), ..form.clone() };
    assert_eq!(dragged.span(&zone), Some(second));
    // Once something else is typed, that counts.
    let typed = PlanInterview { starts_at: "03:00".into(), ..dragged };
    assert_eq!(typed.span(&zone).unwrap().duration_minutes(), 30);
}
