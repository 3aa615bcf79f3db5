//! Whatever a mail server hands over, reading it ends with an answer or none: no panic, no endless loop.

use std::time::{Duration, Instant as Moment};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use super::replies::{Said, apple, google, outlook, report};
use crate::domain::people::EmailAddress;
use crate::domain::testing::check;
use crate::server::ics;
use crate::server::mail::{bounce, reply};

/// One mail of each form that is understood.
fn sound() -> Vec<Vec<u8>> {
    let said = Said {
        uid: "0195-interview@agendum.example",
        sequence: 1,
        attendee: "ned@client.example",
        from: "ned@client.example",
        answer: "DECLINED",
        comment: "Ill\\, sorry",
        start: "2027-03-08T14:00:00Z".parse().unwrap(),
        instead: None,
    };
    let counter = Said { instead: "2027-03-09T15:00:00Z".parse().ok(), ..said.clone() };
    vec![
        outlook(&said),
        outlook(&counter),
        google(&Said { comment: "Ill, sorry", ..said.clone() }),
        apple(&said),
        apple(&counter),
        report("01951b2e-7b70-7000-8000-000000000001"),
    ]
}

fn read(mail: &[u8]) -> Duration {
    let begun = Moment::now();
    let _ = bounce::read(mail);
    let _ = reply::read(mail);
    begun.elapsed()
}

#[test]
fn each_form_is_understood_before_it_is_spoilt() {
    let mails = sound();
    for mail in &mails[..5] {
        let (from, reply) = reply::read(mail).unwrap_or_else(|unfit| panic!("{unfit}: {}", String::from_utf8_lossy(mail)));
        assert_eq!((from.as_str(), reply.uid.as_str(), reply.sequence), ("ned@client.example", "0195-interview@agendum.example", 1));
        assert_eq!((reply.comment.as_str(), bounce::read(mail)), ("Ill, sorry", None));
    }
    assert!(bounce::read(&mails[5]).is_some() && reply::read(&mails[5]).is_err());
}

#[test]
fn any_bytes_are_read_without_harm() {
    check(file!(), 300, vec(any::<u8>(), 0..3_000), |bytes| {
        prop_assert!(read(&bytes) < Duration::from_secs(2));
        Ok(())
    });
}

/// A mail with parts of it replaced, left out, doubled, or said in its place.
#[test]
fn a_sound_mail_with_anything_changed_in_it_is_read_without_harm() {
    const WORDS: [&str; 14] = [
        "\r\n",
        "\r\n ",
        "\n",
        "--_000_X_\r\n",
        "BEGIN:VEVENT\r\n",
        "END:VCALENDAR\r\n",
        "ATTENDEE;PARTSTAT=\"",
        ":",
        ";",
        "=?utf-8?Q?=",
        "Content-Type: message/rfc822\r\n\r\n",
        "Content-Transfer-Encoding: base64\r\n",
        "\0\u{202e}é",
        "RRULE:FREQ=YEARLY;BYDAY=-5SU;BYMONTH=2\r\n",
    ];
    let words = prop_oneof![any::<Index>().prop_map(|at| at.get(&WORDS).as_bytes().to_vec()), vec(any::<u8>(), 0..20)];
    let change = (any::<Index>(), 0_usize..60, words);
    check(file!(), 300, (any::<Index>(), vec(change, 1..6)), |(which, changes)| {
        let mut mail = which.get(&sound()).clone();
        for (at, length, words) in changes {
            let from = at.index(mail.len() + 1);
            let until = (from + length).min(mail.len());
            mail.splice(from..until, words);
        }
        prop_assert!(read(&mail) < Duration::from_secs(2));
        Ok(())
    });
}

/// The same of the object itself, which a mail's encodings would keep most changes from.
#[test]
fn a_calendar_object_of_any_lines_is_read_without_harm() {
    let ned = EmailAddress::parse("ned@client.example").unwrap();
    let name = prop_oneof![
        Just("ATTENDEE;PARTSTAT=ACCEPTED".to_owned()),
        Just("DTSTART;TZID=Eastern".into()),
        Just("RRULE".into()),
        Just("TZOFFSETTO".into()),
        Just("TZOFFSETFROM".into()),
        Just("TZID".into()),
        Just("BEGIN".into()),
        Just("END".into()),
        Just("METHOD".into()),
        "\\PC{0,12}",
    ];
    let worth = prop_oneof![
        Just("mailto:ned@client.example".to_owned()),
        Just("VTIMEZONE".into()),
        Just("STANDARD".into()),
        Just("VEVENT".into()),
        Just("COUNTER".into()),
        Just("Eastern".into()),
        Just("FREQ=YEARLY;BYDAY=5MO;BYMONTH=12;UNTIL=0000".into()),
        "[0-9]{8}T[0-9]{6}Z?",
        "[+-][0-9]{4,6}",
        "[ -~]{0,30}",
        ".{0,30}",
    ];
    check(file!(), 400, vec((name, worth), 0..30), |lines| {
        let lines: String = lines.iter().map(|(name, worth)| format!("{name}:{worth}\r\n")).collect();
        let text = format!("BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n{lines}END:VEVENT\r\nEND:VCALENDAR\r\n");
        let _ = ics::reply::read(&text, &ned);
        Ok(())
    });
}

#[test]
fn what_is_nested_or_long_beyond_reason_is_refused_soon() {
    let head = "From: ned@client.example\r\nContent-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n";
    let deep = format!("{head}{}END:VCALENDAR\r\n", "BEGIN:A\r\n".repeat(100_000));
    let lines = format!("{head}{}END:VCALENDAR\r\n", "A:\n".repeat(40_000));
    let folds = format!("{head}{}END:VCALENDAR\r\n", "\r\n x".repeat(30_000));
    let parts = format!("From: a@example.com\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{}", "--b\r\n\r\nx\r\n".repeat(90_000));
    let nested: String =
        (0..9_000).map(|number| format!("Content-Type: multipart/mixed; boundary=b{number}\r\n\r\n--b{number}\r\n")).collect();
    for mail in [deep, lines, folds, parts, nested, "x".repeat(reply::MOST_BYTES + 1)] {
        let began = mail.chars().take(150).collect::<String>();
        assert!(reply::read(mail.as_bytes()).is_err());
        assert!(read(mail.as_bytes()) < Duration::from_secs(5), "{began}");
    }
}
