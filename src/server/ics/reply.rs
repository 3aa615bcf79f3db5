//! What calendars answer to an invitation (RFC 5546): REPLY (section 3.2.3), and COUNTER, which asks for another time (section 3.2.7).

use icalendar::parser::{Component, Property, read_calendar_simple, unfold};

use super::moment::moment;
use super::reading::{all, is, parameter, value};
use super::unmailto;
use crate::domain::people::EmailAddress;
use crate::domain::scheduling::answer::MOST_WORDS;
use crate::domain::scheduling::interview::Response;
use crate::domain::time::Instant;

/// The largest object that is read.
const MOST_BYTES: usize = 128 * 1024;
/// The most parts of an object: the parser calls itself for each part within another.
const MOST_PARTS: usize = 64;
/// The longest UID.
const MOST_UID: usize = 255;

/// What somebody's calendar answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarReply {
    /// The invitation's UID.
    pub uid: String,
    /// The SEQUENCE of the invitation that was answered.
    pub sequence: u32,
    /// Whether they come.
    pub response: Response,
    /// The start that was answered, where the answer says it.
    pub start: Option<Instant>,
    /// The start that they ask for instead.
    pub instead: Option<Instant>,
    /// What they wrote to it; may be empty, at most [`MOST_WORDS`] characters.
    pub comment: String,
}

/// Why a mail is not taken as an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// There is none in it.
    #[error("no answer of a calendar is in it")]
    NoAnswer,
    /// It, or what is in it, is beyond every answer's size.
    #[error("it is too large")]
    TooLarge,
    /// The object is broken.
    #[error("its calendar object can not be read")]
    Unreadable,
    /// It is about one day of a series, which no invitation of ours is.
    #[error("it answers one of several repetitions")]
    Series,
    /// Who sent it is not who it answers for.
    #[error("its sender is not who it answers for")]
    Stranger,
    /// It says neither that they come nor that they do not.
    #[error("it says neither yes nor no")]
    Undecided,
    /// The time that is asked for can not be told.
    #[error("the time that it asks for can not be told")]
    NoTime,
}

/// Reads an object: the answer of the attendee with this address.
///
/// # Errors
/// Why it is none.
pub fn read(text: &str, from: &EmailAddress) -> Result<CalendarReply, Unfit> {
    let text = object(text)?;
    let components = read_calendar_simple(&text).map_err(|_| Unfit::Unreadable)?;
    let calendar = components.first().ok_or(Unfit::Unreadable)?;
    let method = value(calendar, "METHOD").unwrap_or_default();
    let counters = method.eq_ignore_ascii_case("COUNTER");
    if !counters && !method.eq_ignore_ascii_case("REPLY") {
        return Err(Unfit::NoAnswer);
    }
    let events: Vec<&Component<'_>> = calendar.components.iter().filter(|component| is(&component.name, "VEVENT")).collect();
    let event = *events.first().ok_or(Unfit::NoAnswer)?;
    if events.iter().any(|event| value(event, "RECURRENCE-ID").is_some()) {
        return Err(Unfit::Series);
    }
    let uid = value(event, "UID").filter(|uid| !uid.is_empty() && uid.len() <= MOST_UID).ok_or(Unfit::Unreadable)?;
    let attendee = all(event, "ATTENDEE").find(|attendee| unmailto(attendee.val.as_str()).as_ref() == Some(from)).ok_or(Unfit::Stranger)?;
    let at = |name: &str| all(event, name).next().and_then(|property| moment(property, calendar));
    let (start, instead) = if counters {
        // DTSTART is what they ask for; Outlook says besides what it was ([MS-OXCICAL], section 2.1.3.1.1.20).
        (at("X-MS-OLK-ORIGINALSTART"), Some(at("DTSTART").ok_or(Unfit::NoTime)?))
    } else {
        (at("DTSTART"), None)
    };
    Ok(CalendarReply {
        uid: uid.to_owned(),
        // Where it is not there it is 0 (RFC 5545, section 3.8.7.4).
        sequence: value(event, "SEQUENCE").and_then(|number| number.parse().ok()).unwrap_or_default(),
        response: response(attendee, counters)?,
        start,
        instead,
        comment: comment(event, attendee),
    })
}

/// The object by itself, its lines whole (section 3.1); refused where more stands in it than any calendar writes.
fn object(text: &str) -> Result<String, Unfit> {
    if text.len() > MOST_BYTES {
        return Err(Unfit::TooLarge);
    }
    let whole = unfold(text);
    let is = |line: &str, wanted: &str| line.trim().trim_start_matches('\u{feff}').eq_ignore_ascii_case(wanted);
    let mut own = String::with_capacity(whole.len());
    let mut lines = whole.lines().skip_while(|line| !is(line, "BEGIN:VCALENDAR"));
    lines.next().ok_or(Unfit::NoAnswer)?;
    own.push_str("BEGIN:VCALENDAR\r\n");
    for line in lines.map(str::trim_end).filter(|line| !line.is_empty()) {
        own.push_str(line);
        own.push_str("\r\n");
        if is(line, "END:VCALENDAR") {
            let parts = own.to_ascii_uppercase().matches("BEGIN:").count();
            return if parts > MOST_PARTS { Err(Unfit::TooLarge) } else { Ok(own) };
        }
    }
    Err(Unfit::Unreadable)
}

fn response(attendee: &Property<'_>, counters: bool) -> Result<Response, Unfit> {
    let said = parameter(attendee, "PARTSTAT").unwrap_or_default().to_ascii_uppercase();
    match said.as_str() {
        "DECLINED" => Ok(Response::Declined),
        // Who asks for another time has not accepted this one.
        _ if counters => Ok(Response::Tentative),
        "ACCEPTED" => Ok(Response::Accepted),
        "TENTATIVE" => Ok(Response::Tentative),
        _ => Err(Unfit::Undecided),
    }
}

/// COMMENT (section 3.8.1.4); Google writes it as a parameter of the attendee, with the marks of HTML.
fn comment(event: &Component<'_>, attendee: &Property<'_>) -> String {
    let words = all(event, "COMMENT").map(|comment| comment.val.as_str().trim()).find(|words| !words.is_empty());
    let words = words.map(str::to_owned).or_else(|| {
        let words = parameter(attendee, "X-RESPONSE-COMMENT")?.replace("\\;", ";");
        Some(words.replace("&#39;", "'").replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    });
    let words: String = words.unwrap_or_default().chars().filter(|c| *c == '\n' || !c.is_control()).take(MOST_WORDS).collect();
    words.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(method: &str, lines: &str) -> String {
        format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:7@x\r\n{lines}END:VEVENT\r\nEND:VCALENDAR\r\n")
    }

    fn answered(method: &str, lines: &str) -> Result<CalendarReply, Unfit> {
        read(&object(method, lines), &EmailAddress::parse("ned@client.example").unwrap())
    }

    #[test]
    fn an_answer_is_that_of_its_sender_whatever_else_stands_in_it() {
        let lines = "attendee;X-A=\"b;c:d\";CUTYPE=INDIVIDUAL;PARTSTAT=declined;CN=\"O'Neil, Ned\":MAILTO:Ned@Client\r\n .example\r\nSEQUENCE:3\r\n\
            ATTENDEE;PARTSTAT=ACCEPTED:mailto:other@client.example\r\nX-EMPTY:\r\nCOMMENT;LANGUAGE=en-US:Ill\\, sorry\\n\r\n";
        let reply = answered("REPLY", lines).unwrap();
        assert_eq!((reply.uid.as_str(), reply.sequence, reply.response), ("7@x", 3, Response::Declined));
        assert_eq!((reply.comment.as_str(), reply.start, reply.instead), ("Ill, sorry", None, None));
        let google = "ATTENDEE;PARTSTAT=TENTATIVE;X-RESPONSE-COMMENT=\"It&#39\\;s <b> &amp; so\":mailto:ned@client.example\r\n";
        assert_eq!(answered("reply", google).unwrap().comment, "It's <b> & so");
        let counter = "DTSTART:20270309T150000Z\r\nX-MS-OLK-ORIGINALSTART:20270308T140000Z\r\nATTENDEE:mailto:ned@client.example\r\n";
        let reply = answered("COUNTER", counter).unwrap();
        assert_eq!(reply.response, Response::Tentative);
        assert_eq!(reply.instead, "2027-03-09T15:00:00Z".parse().ok());
        assert_eq!(reply.start, "2027-03-08T14:00:00Z".parse().ok());
    }

    #[test]
    fn what_is_no_answer_says_why() {
        let ned = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ned@client.example\r\n";
        let with = |lines: &str| format!("{ned}{lines}");
        for (method, lines, unfit) in [
            ("REQUEST", ned.to_owned(), Unfit::NoAnswer),
            ("REPLY", ned.replace("ACCEPTED", "DELEGATED"), Unfit::Undecided),
            ("REPLY", ned.replace("ACCEPTED", "NEEDS-ACTION"), Unfit::Undecided),
            ("REPLY", ned.replace("ned@", "eve@"), Unfit::Stranger),
            ("REPLY", with("RECURRENCE-ID:20270308T140000Z\r\n"), Unfit::Series),
            ("REPLY", with(&format!("X:{}\r\n", "x".repeat(MOST_BYTES))), Unfit::TooLarge),
            ("REPLY", with(&format!("{}{}", "BEGIN:A\r\n".repeat(5_000), "END:A\r\n".repeat(5_000))), Unfit::TooLarge),
            ("COUNTER", with("DTSTART:20270308T140000\r\n"), Unfit::NoTime),
            ("COUNTER", ned.to_owned(), Unfit::NoTime),
        ] {
            assert_eq!(answered(method, &lines), Err(unfit), "{method} {}", lines.chars().take(120).collect::<String>());
        }
        let ned = EmailAddress::parse("ned@client.example").unwrap();
        assert_eq!(read("", &ned), Err(Unfit::NoAnswer));
        assert_eq!(read("BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n", &ned), Err(Unfit::Unreadable));
        assert_eq!(read("BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", &ned), Err(Unfit::Unreadable));
    }
}
