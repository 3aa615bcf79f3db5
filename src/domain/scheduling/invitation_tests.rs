use uuid::Uuid;

use super::*;
use crate::domain::jobs::PlaceKind;

fn person(kind: PersonKind, name: &str) -> Participant {
    let email = EmailAddress::parse(&format!("{name}@example.com")).unwrap();
    Participant { kind, name: name.into(), email, zone: "Europe/Berlin".into(), response: Response::NeedsAction }
}

fn booked() -> Invitation {
    Invitation {
        interview_id: InterviewId::new(Uuid::nil()),
        application_id: ApplicationId::new(Uuid::nil()),
        uid: "u@example.com".into(),
        sequence: 0,
        state: InterviewState::Confirmed,
        span: Span::from_ms(0, 3_600_000).unwrap(),
        zone: "Europe/Berlin".into(),
        place: Place { kind: PlaceKind::Video, text: String::new() },
        room: None,
        job_title: "Engineer".into(),
        company: "Acme".into(),
        description: String::new(),
        words_for_candidate: String::new(),
        show_attendees: true,
        tell_candidate: true,
        text_candidate: true,
        papers: Papers::default(),
        people: vec![
            person(PersonKind::Organiser, "rita"),
            person(PersonKind::Attendee, "ben"),
            person(PersonKind::Contact, "cleo"),
            person(PersonKind::Candidate, "ana"),
        ],
    }
}

fn names(before: Option<&Invitation>, after: &Invitation) -> Vec<(String, News)> {
    told(before, after).into_iter().map(|(person, news)| (person.name.clone(), news)).collect()
}

fn all(news: News) -> Vec<(String, News)> {
    ["ana", "cleo", "ben", "rita"].map(|name| (name.to_owned(), news)).into()
}

#[test]
fn each_person_is_told_once_of_what_happened() {
    let before = booked();
    assert_eq!(names(None, &before), all(News::Booked));
    assert_eq!(names(Some(&before), &before), []);

    let mut moved = before.clone();
    moved.span = Span::from_ms(7_200_000, 10_800_000).unwrap();
    assert_eq!(names(Some(&before), &moved), all(News::Rescheduled));

    let mut elsewhere = before.clone();
    elsewhere.place.text = "https://meet.example/1".into();
    assert_eq!(names(Some(&before), &elsewhere), all(News::Changed));

    let mut off = before.clone();
    off.state = InterviewState::Cancelled;
    assert_eq!(names(Some(&before), &off), all(News::Cancelled));
    assert_eq!(names(Some(&off), &before), all(News::Booked));
    assert_eq!(names(Some(&off), &off), []);
}

#[test]
fn an_address_that_takes_part_twice_is_told_once() {
    let mut invitation = booked();
    invitation.people.push(person(PersonKind::Attendee, "rita"));
    let told = told(None, &invitation);
    let rita: Vec<_> = told.iter().filter(|(person, _)| person.name == "rita").collect();
    assert_eq!(rita.len(), 1);
    assert_eq!(rita[0].0.kind, PersonKind::Attendee, "the recruiter who interviews is invited as one who interviews");
}

#[test]
fn who_comes_or_goes_is_told_so_and_the_others_of_the_change() {
    let before = booked();
    let mut after = before.clone();
    after.people.retain(|person| person.name != "ben");
    after.people.push(person(PersonKind::Attendee, "dora"));
    let mut expected = all(News::Changed);
    expected.retain(|(name, _)| name != "ben");
    expected.insert(2, ("dora".into(), News::Booked));
    expected.push(("ben".into(), News::Cancelled));
    assert_eq!(names(Some(&before), &after), expected);

    // The candidate who may not know who interviews is not told that somebody else does.
    let hidden = |mut invitation: Invitation| {
        invitation.show_attendees = false;
        invitation
    };
    let told = names(Some(&hidden(before)), &hidden(after));
    assert!(!told.iter().any(|(name, _)| name == "ana"), "{told:?}");
}

#[test]
fn addresses_are_for_colleagues_only() {
    let invitation = booked();
    let listed = |kind, name| {
        let reader = person(kind, name);
        invitation.listed_for(&reader).into_iter().map(|person| person.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(listed(PersonKind::Candidate, "ana"), ["ana"]);
    assert_eq!(listed(PersonKind::Contact, "cleo"), ["cleo"]);
    assert_eq!(listed(PersonKind::Attendee, "ben"), ["ben", "ana", "cleo", "rita"]);
    assert_eq!(listed(PersonKind::Organiser, "rita"), ["rita", "ana", "cleo", "ben"]);
}
