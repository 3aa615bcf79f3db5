//! Mails in which calendars answer, in the forms of those who write them.

use base64::Engine;

use crate::domain::time::Instant;

/// What somebody's calendar says.
#[derive(Debug, Clone)]
pub struct Said<'a> {
    pub uid: &'a str,
    pub sequence: u32,
    /// Who answers.
    pub attendee: &'a str,
    /// Whose mail it is.
    pub from: &'a str,
    /// The value of PARTSTAT.
    pub answer: &'a str,
    /// As it stands in the object, marks escaped.
    pub comment: &'a str,
    pub start: Instant,
    /// The time that is asked for instead: METHOD:COUNTER.
    pub instead: Option<Instant>,
}

impl Said<'_> {
    fn method(&self) -> &'static str {
        if self.instead.is_some() { "COUNTER" } else { "REPLY" }
    }
}

/// Lines of 75 octets (RFC 5545, section 3.1); the texts are ASCII.
fn folded(lines: &[String]) -> String {
    lines
        .iter()
        .map(|line| {
            let mut text = String::new();
            for (at, c) in line.chars().enumerate() {
                text.push_str(if at > 0 && at % 74 == 0 { "\r\n " } else { "" });
                text.push(c);
            }
            text + "\r\n"
        })
        .collect()
}

fn utc(at: Instant) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// Outlook by Exchange: a zone of its own, no quotes, COMMENT with an escaped line end, properties of its own, base64.
pub fn outlook(said: &Said<'_>) -> Vec<u8> {
    // UTC-5 in winter, when these tests take place.
    let eastern = |at: Instant| (at - chrono::Duration::hours(5)).format("%Y%m%dT%H%M%S").to_string();
    let begins = said.instead.unwrap_or(said.start);
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        format!("METHOD:{}", said.method()),
        "PRODID:Microsoft Exchange Server 2010".into(),
        "VERSION:2.0".into(),
        "BEGIN:VTIMEZONE".into(),
        "TZID:Eastern Standard Time".into(),
        "BEGIN:STANDARD".into(),
        "DTSTART:16010101T020000".into(),
        "TZOFFSETFROM:-0400".into(),
        "TZOFFSETTO:-0500".into(),
        "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11".into(),
        "END:STANDARD".into(),
        "BEGIN:DAYLIGHT".into(),
        "DTSTART:16010101T020000".into(),
        "TZOFFSETFROM:-0500".into(),
        "TZOFFSETTO:-0400".into(),
        "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=2SU;BYMONTH=3".into(),
        "END:DAYLIGHT".into(),
        "END:VTIMEZONE".into(),
        "BEGIN:VEVENT".into(),
        format!("ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT={};CN=Somebody With A Name That Is Long:MAILTO:{}", said.answer, said.attendee),
        format!("COMMENT;LANGUAGE=en-US:{}\\n", said.comment),
        format!("UID:{}", said.uid),
        "SUMMARY;LANGUAGE=en-US:Answer: Interview".into(),
        format!("DTSTART;TZID=Eastern Standard Time:{}", eastern(begins)),
        format!("DTEND;TZID=Eastern Standard Time:{}", eastern(begins + chrono::Duration::hours(1))),
        "CLASS:PUBLIC".into(),
        "DTSTAMP:20270303T090000Z".into(),
        format!("SEQUENCE:{}", said.sequence),
        "X-MICROSOFT-CDO-APPT-SEQUENCE:0".into(),
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY".into(),
        "X-MICROSOFT-DISALLOW-COUNTER:FALSE".into(),
    ];
    if said.instead.is_some() {
        lines.push(format!("X-MS-OLK-ORIGINALSTART;TZID=Eastern Standard Time:{}", eastern(said.start)));
    }
    lines.extend(["END:VEVENT".to_owned(), "END:VCALENDAR".into()]);
    format!(
        "From: \"Somebody, With\" <{from}>\r\nTo: Agendum <agendum@example.com>\r\nSubject: Answer: Interview\r\n\
         Content-Type: multipart/alternative;\r\n\tboundary=\"_000_X_\"\r\nMIME-Version: 1.0\r\n\r\n--_000_X_\r\n\
         Content-Type: text/plain; charset=\"iso-8859-1\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nGr=FC=DFe\r\n\r\n--_000_X_\r\n\
         Content-Type: text/calendar; charset=\"utf-8\"; method={method}\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}\r\n--_000_X_--\r\n",
        from = said.from,
        method = said.method(),
        body = in_base64(&folded(&lines))
    )
    .into_bytes()
}

/// Google: universal time, the comment as a parameter, the object twice, as a part of the mail and attached, both in base64.
pub fn google(said: &Said<'_>) -> Vec<u8> {
    let comment = if said.comment.is_empty() { String::new() } else { format!(";X-RESPONSE-COMMENT=\"{}\"", said.comment) };
    let begins = said.instead.unwrap_or(said.start);
    let object = in_base64(&folded(&[
        "BEGIN:VCALENDAR".to_owned(),
        "PRODID:-//Google Inc//Google Calendar 70.9054//EN".into(),
        "VERSION:2.0".into(),
        "CALSCALE:GREGORIAN".into(),
        format!("METHOD:{}", said.method()),
        "BEGIN:VEVENT".into(),
        format!("DTSTART:{}", utc(begins)),
        format!("DTEND:{}", utc(begins + chrono::Duration::hours(1))),
        "DTSTAMP:20270303T090000Z".into(),
        "ORGANIZER;CN=Dana Weiss:mailto:agendum@example.com".into(),
        format!("UID:{}", said.uid),
        format!(
            "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={};CN={};X-NUM-GUESTS=0{comment}:mailto:{}",
            said.answer, said.attendee, said.attendee
        ),
        "CREATED:20270303T080000Z".into(),
        format!("SEQUENCE:{}", said.sequence),
        "STATUS:CONFIRMED".into(),
        "SUMMARY:Interview".into(),
        "END:VEVENT".into(),
        "END:VCALENDAR".into(),
    ]));
    format!(
        "MIME-Version: 1.0\r\nReply-To: {from}\r\nSender: Google Calendar <calendar-notification@google.com>\r\nSubject: Accepted: Interview\r\n\
         From: {from}\r\nTo: agendum@example.com\r\nContent-Type: multipart/mixed; boundary=\"000a\"\r\n\r\n--000a\r\n\
         Content-Type: multipart/alternative; boundary=\"000b\"\r\n\r\n--000b\r\nContent-Type: text/plain; charset=\"UTF-8\"; format=flowed\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{words}\r\n--000b\r\nContent-Type: text/html; charset=\"UTF-8\"\r\n\r\n<p>Hello</p>\r\n--000b\r\n\
         Content-Type: text/calendar; charset=\"UTF-8\"; method={method}\r\nContent-Transfer-Encoding: base64\r\n\r\n{object}\r\n--000b--\r\n--000a\r\n\
         Content-Type: application/ics; name=\"invite.ics\"\r\nContent-Disposition: attachment; filename=\"invite.ics\"\r\n\
         Content-Transfer-Encoding: base64\r\n\r\n{object}\r\n--000a--\r\n",
        from = said.from,
        words = in_base64("Somebody has answered."),
        method = said.method(),
    )
    .into_bytes()
}

/// Apple: names and addresses in quotes, a zone by its IANA name, quoted-printable.
pub fn apple(said: &Said<'_>) -> Vec<u8> {
    let begins = said.instead.unwrap_or(said.start);
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "CALSCALE:GREGORIAN".into(),
        "VERSION:2.0".into(),
        format!("METHOD:{}", said.method()),
        "PRODID:-//Apple Inc.//macOS 15.1//EN".into(),
        "BEGIN:VEVENT".into(),
        "ORGANIZER;CN=\"Weiss; Dana\":mailto:agendum@example.com".into(),
        "X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC".into(),
        format!(
            "ATTENDEE;CN=\"Somebody, With: Quotes\";CUTYPE=INDIVIDUAL;EMAIL=\"{0}\";PARTSTAT={1}:mailto:{0}",
            said.attendee, said.answer
        ),
        format!("DTSTART;TZID=America/New_York:{}", (begins - chrono::Duration::hours(5)).format("%Y%m%dT%H%M%S")),
        format!("UID:{}", said.uid),
        "DTSTAMP:20270303T090000Z".into(),
        format!("SEQUENCE:{}", said.sequence),
    ];
    if !said.comment.is_empty() {
        lines.push(format!("COMMENT:{}", said.comment));
    }
    lines.extend(["END:VEVENT".to_owned(), "END:VCALENDAR".into()]);
    format!(
        "From: Somebody <{from}>\r\nContent-Type: multipart/alternative; boundary=\"Apple-Mail=_7\"\r\nMime-Version: 1.0\r\n\
         Subject: Declined: Interview\r\nTo: agendum@example.com\r\n\r\n--Apple-Mail=_7\r\nContent-Type: text/plain;\r\n\tcharset=us-ascii\r\n\r\n\r\n\
         --Apple-Mail=_7\r\nContent-Type: text/calendar;\r\n\tcharset=utf-8;\r\n\tname=iCal-1.ics;\r\n\tmethod={method}\r\n\
         Content-Transfer-Encoding: quoted-printable\r\n\r\n{body}\r\n--Apple-Mail=_7--\r\n",
        from = said.from,
        method = said.method(),
        body = quoted_printable(&folded(&lines)),
    )
    .into_bytes()
}

/// A report of a mail that could not be delivered (RFC 3464).
pub fn report(message: &str) -> Vec<u8> {
    format!(
        "From: MAILER-DAEMON@mx.example.com\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n--b\r\n\
         Content-Type: text/plain\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\n\
         Final-Recipient: rfc822; ana@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no such\r\n user\r\n--b\r\n\
         Content-Type: message/rfc822\r\n\r\nMessage-ID: <{message}@example.org>\r\nSubject: Hello\r\n\r\n--b--\r\n"
    )
    .into_bytes()
}

fn in_base64(text: &str) -> String {
    let encoded = base64::engine::general_purpose::STANDARD.encode(text);
    encoded.as_bytes().chunks(76).map(|line| format!("{}\r\n", String::from_utf8_lossy(line))).collect()
}

/// Soft line ends wherever a line gets long (RFC 2045, section 6.7).
fn quoted_printable(text: &str) -> String {
    let mut encoded = String::new();
    for line in text.split_terminator("\r\n") {
        let mut width = 0;
        for b in line.bytes() {
            let plain = (b' '..=b'~').contains(&b) && b != b'=';
            let piece = if plain { char::from(b).to_string() } else { format!("={b:02X}") };
            if width + piece.len() > 75 {
                encoded.push_str("=\r\n");
                width = 0;
            }
            width += piece.len();
            encoded.push_str(&piece);
        }
        encoded.push_str("\r\n");
    }
    encoded
}
