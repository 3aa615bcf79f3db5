use super::*;
use crate::domain::time::{from_ms, ms};
use crate::server::tests::mail::{peers, samples};

fn entry(invitation: &Invitation) -> Entry<'_> {
    Entry {
        location: invitation.location_for(&invitation.people[2]),
        invitation,
        mailbox: "agendum@example.com".into(),
        stamp: "2027-03-03T09:00:00Z".parse().unwrap(),
        summary: "Interview: Engineer, Platform; \"now\"".into(),
        description: "One,\r\ntwo; \\three\n面接の詳細はこちらです。面接の詳細はこちらです。面接の詳細はこちらです。".into(),
        url: "https://agendum.example/b/token".into(),
    }
}

fn written(invitation: &Invitation, method: Method) -> String {
    super::invitation(&entry(invitation), &invitation.people[0], method).unwrap()
}

#[test]
fn lines_are_short_and_ended_by_crlf_and_no_character_is_cut() {
    let text = written(&samples::interview(), Method::Request);
    assert!(text.ends_with("END:VCALENDAR\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']));
    for line in text.split_terminator("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
    }
    assert!(text.replace("\r\n ", "").contains("面接の詳細はこちらです。面接の詳細はこちらです。面接の詳細はこちらです。"));
}

#[test]
fn a_word_is_replaced_also_where_a_line_is_folded_within_it() {
    let invitation = samples::interview();
    let of = |key: &str| {
        let entry = Entry { url: format!("https://agendum.example/a/path/that/is/long/enough/{key}"), ..entry(&invitation) };
        super::invitation(&entry, &invitation.people[0], Method::Request).unwrap()
    };
    let (old, new) = ("A".repeat(43), "b".repeat(43));
    assert!(!of(&old).contains(&old), "it is folded");
    assert_eq!(replaced(&of(&old), &old, &new), of(&new));
}

#[test]
fn zones_with_yearly_rules_have_them_with_byday_and_others_each_change() {
    let mut invitation = samples::interview();
    let text = written(&invitation, Method::Request);
    assert!(
        text.contains("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\n") && text.contains("RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\n"),
        "{text}"
    );
    invitation.zone = "Europe/Berlin".into();
    let text = written(&invitation, Method::Request);
    assert!(
        text.contains("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n") && text.contains("RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"),
        "{text}"
    );
    assert!(text.contains("DTSTART;TZID=Europe/Berlin:20270316T143000\r\n"), "{text}");
    invitation.zone = "Africa/Casablanca".into();
    let text = written(&invitation, Method::Request);
    assert!(!text.contains("RRULE") && text.contains("TZOFFSETTO:+0100") && text.contains("TZOFFSETTO:+0000"), "{text}");
    invitation.zone = "UTC".into();
    let text = written(&invitation, Method::Request);
    assert!(!text.contains("VTIMEZONE") && text.contains("DTSTART:20270316T133000Z\r\n"), "{text}");
}

#[test]
fn what_people_typed_stays_within_its_value() {
    let mut invitation = samples::interview();
    invitation.people[0].name = "Eve\"\r\nATTENDEE:mailto:evil@example.com;X=\"".into();
    invitation.people[3].name = "Rita\nMETHOD:CANCEL".into();
    invitation.place.text = "Room\r\nSTATUS:CANCELLED\u{2028}X".into();
    let mut entry = entry(&invitation);
    entry.summary = "A\r\nEND:VEVENT\rEND:VCALENDAR".into();
    entry.description = "x\rATTACH:http://evil.example\r\nEND:VEVENT".into();
    entry.url = "https://ok.example/\r\nATTACH:x".into();
    let text = super::invitation(&entry, &invitation.people[0], Method::Request).unwrap().replace("\r\n ", "");
    let starts = |name: &str| text.split("\r\n").filter(|line| line.starts_with(name)).count();
    assert_eq!((starts("ATTENDEE"), starts("METHOD"), starts("STATUS"), starts("ATTACH"), starts("END:VEVENT")), (1, 1, 1, 0, 1), "{text}");
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']) && starts("URL") == 0);
}

/// Offsets, rules and single changes are right if a reader that knows our VTIMEZONE alone comes to the same moments.
#[test]
fn another_library_reads_the_same_moments_in_every_kind_of_zone() {
    let zones = [
        "Europe/Berlin",
        "Europe/Dublin",
        "America/New_York",
        "America/St_Johns",
        "Asia/Kolkata",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "Africa/Cairo",
        "America/Sao_Paulo",
        "America/Santiago",
        "Asia/Jerusalem",
        "Asia/Beirut",
        "Pacific/Apia",
        "Pacific/Chatham",
        "America/Nuuk",
        "Asia/Gaza",
        "Antarctica/Troll",
        "UTC",
        "Etc/GMT+5",
    ];
    let folder = tempfile::tempdir().unwrap();
    let mut expected = Vec::new();
    let (from, until): (Instant, Instant) = ("2026-11-01T00:00:00Z".parse().unwrap(), "2028-12-31T00:00:00Z".parse().unwrap());
    for name in zones {
        let mut starts: Vec<i64> = (0..24).map(|i| ms(from) + i * 31 * 86_400_000 + i * 3_660_000).collect();
        for change in zones::zone(name, from, until).unwrap().changes() {
            // The repeated hour, too: both times that the clocks show it.
            starts.extend([-90, -60, -45, -30, 0, 15, 30, 45, 60, 61, 120].map(|minutes| change.at_ms + minutes * 60_000));
        }
        for start in starts {
            let mut invitation = samples::interview();
            invitation.zone = name.into();
            invitation.span = crate::domain::span::Span::starting(from_ms(start), 30).unwrap();
            let file = format!("{:05}.ics", expected.len());
            std::fs::write(folder.path().join(&file), written(&invitation, Method::Request)).unwrap();
            expected.push((file, name, invitation.span));
        }
    }
    let read = peers::read(folder.path());
    assert_eq!(read.len(), expected.len());
    for ((file, value), (name, zone, span)) in read.iter().zip(&expected) {
        assert_eq!(file, name);
        let moment = |key: &str| value[key].as_str().unwrap().parse::<Instant>().unwrap();
        assert_eq!((moment("start"), moment("end")), (span.start(), span.end()), "{zone}: {value}");
    }
}

#[test]
fn request_cancel_and_file_say_what_they_are() {
    let mut invitation = samples::interview();
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
    let contact = invitation.people[1].clone();
    put("1.ics", super::invitation(&entry(&invitation), &invitation.people[2], Method::Request).unwrap());
    put("2.ics", super::invitation(&entry(&invitation), &invitation.people[3], Method::Request).unwrap());
    put("3.ics", super::invitation(&entry(&invitation), &invitation.people[2], Method::Cancel).unwrap());
    put("4.ics", file(&entry(&invitation)).unwrap());
    invitation.state = InterviewState::Cancelled;
    invitation.sequence = 2;
    put("5.ics", super::invitation(&entry(&invitation), &contact, Method::Cancel).unwrap());
    let read: Vec<_> = peers::read(folder.path()).into_iter().map(|(_, value)| value).collect();
    let people = |i: usize| read[i]["attendees"].as_array().unwrap().iter().map(|one| one["address"].as_str().unwrap()).collect::<Vec<_>>();
    let (bjorn, rita) = ("mailto:bjorn@house.example", "mailto:rita@house.example");
    let (priya, ned) = ("mailto:priya@candidates.example", "mailto:ned@client.example");
    assert_eq!(people(0), [bjorn, priya, ned, rita]);
    assert_eq!(people(1), [rita, priya, ned, bjorn]);
    assert_eq!(people(2), [bjorn], "somebody who was removed is alone in the CANCEL");
    assert_eq!(people(3), <[&str; 0]>::default());
    assert_eq!(people(4), [ned]);
    let methods: Vec<_> = read.iter().map(|one| (one["method"].as_str().unwrap(), one["status"].as_str().unwrap())).collect();
    let (on, off) = (("REQUEST", "CONFIRMED"), ("CANCEL", "CANCELLED"));
    // The event goes on without the one who was removed: no STATUS there.
    assert_eq!(methods, [on, on, ("CANCEL", ""), ("PUBLISH", "CONFIRMED"), off]);
    assert_eq!(read[0]["transp"], "OPAQUE");
    assert_eq!(read[1]["transp"], "TRANSPARENT", "the recruiter is told, not booked");
    assert_eq!(read[1]["attendees"][0]["role"], "NON-PARTICIPANT");
    assert_eq!(read[4]["sequence"], 2);
    let organiser = &read[0]["organizer"];
    assert_eq!((organiser["address"].as_str(), organiser["cn"].as_str()), (Some("mailto:agendum@example.com"), Some("Rita Recruiter")));
    let ned_read = &read[0]["attendees"][2];
    assert_eq!(ned_read["cn"], "Ned 'The' O'Neil, Jr.");
    assert_eq!((ned_read["partstat"].as_str(), ned_read["rsvp"].as_str()), (Some("NEEDS-ACTION"), Some("TRUE")));
    assert_eq!(read[0]["location"], "5 Main St, Floor 3; ask for \"Zoë\"");
    assert_eq!(read[0]["summary"], "Interview: Engineer, Platform; \"now\"");
    assert!(read[0]["description"].as_str().unwrap().starts_with("One,\ntwo; \\three\n面接"));
}

#[test]
fn a_room_is_the_place_and_with_a_mailbox_one_who_has_accepted() {
    use crate::domain::id::RoomId;
    use crate::domain::people::EmailAddress;

    let mut invitation = samples::interview();
    let room = Room {
        id: RoomId::new(uuid::Uuid::from_u128(9)),
        name: "Aquarium \"A\"".into(),
        place: "2nd floor".into(),
        zone: "America/New_York".into(),
        seats: 6,
        features: Vec::new(),
        email: None,
    };
    invitation.room = Some(room.clone());
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, invitation: &Invitation, reader: usize| {
        let reader = &invitation.people[reader];
        let entry = Entry { location: invitation.location_for(reader), ..entry(invitation) };
        std::fs::write(folder.path().join(name), super::invitation(&entry, reader, Method::Request).unwrap()).unwrap();
    };
    put("1.ics", &invitation, 2);
    invitation.room = Some(Room { email: EmailAddress::parse("aquarium@house.example").ok(), ..room });
    put("2.ics", &invitation, 2);
    put("3.ics", &invitation, 0);
    invitation.place = crate::domain::jobs::Place { kind: PlaceKind::Video, text: "https://meet.example/x".into() };
    put("4.ics", &invitation, 2);
    put("5.ics", &invitation, 0);
    let read: Vec<_> = peers::read(folder.path()).into_iter().map(|(_, value)| value).collect();
    let at = |i: usize| read[i]["location"].as_str().unwrap().to_owned();
    assert_eq!(at(0), "Aquarium \"A\", 2nd floor; 5 Main St, Floor 3; ask for \"Zoë\"");
    assert_eq!((at(3).as_str(), at(4).as_str()), ("Aquarium \"A\", 2nd floor; https://meet.example/x", "https://meet.example/x"));
    let last = |i: usize| read[i]["attendees"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(last(0)["address"], "mailto:rita@house.example", "a room without a mailbox is nobody");
    assert_eq!((last(1)["address"].as_str(), last(1)["partstat"].as_str()), (Some("mailto:aquarium@house.example"), Some("ACCEPTED")));
    assert_eq!(
        (last(1)["role"].as_str(), last(1)["rsvp"].as_str(), last(1)["cn"].as_str()),
        (Some("NON-PARTICIPANT"), Some("FALSE"), Some("Aquarium 'A'"))
    );
    assert_eq!(last(2)["address"], "mailto:priya@candidates.example", "a candidate is given no addresses");
}
