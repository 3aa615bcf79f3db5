//! iCalendar objects (RFC 5545) as they go out: invitations by mail (RFC 5546, RFC 6047) and files to download; and as answers come in.

mod moment;
mod reading;
pub mod reply;
mod timezone;

use std::fmt;

use icalendar::{Component, Event, EventLike, Property};

use crate::domain::jobs::PlaceKind;
use crate::domain::people::EmailAddress;
use crate::domain::rooms::Room;
use crate::domain::scheduling::interview::{InterviewState, PersonKind, Response};
use crate::domain::scheduling::invitation::{Invitation, Method, Participant};
use crate::domain::time::{Instant, Zone, plus_minutes};
use crate::server::zones;

/// What a calendar shows of an interview.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// The interview.
    pub invitation: &'a Invitation,
    /// The mailbox that answers go to: the ORGANIZER's address, under the recruiter's name.
    pub mailbox: String,
    /// When this object was made (DTSTAMP).
    pub stamp: Instant,
    /// One line.
    pub summary: String,
    /// May have several lines.
    pub description: String,
    /// One line; empty while the place is not known.
    pub location: String,
    /// Where to see or change it; empty for none.
    pub url: String,
}

/// An invitation (REQUEST) or its withdrawal (CANCEL) for one person.
///
/// # Errors
/// When it can not be written, which means a fault of ours.
pub fn invitation(entry: &Entry<'_>, reader: &Participant, method: Method) -> Result<String, fmt::Error> {
    let mut event = event(entry);
    let goes_on_without = method == Method::Cancel && entry.invitation.state == InterviewState::Confirmed;
    // RFC 5546, section 3.2.5: a CANCEL to somebody who was removed lists nobody else.
    let listed = if goes_on_without { vec![reader] } else { entry.invitation.listed_for(reader) };
    for person in listed {
        event.append_multi_property(attendee(person));
    }
    // Mail addresses are for colleagues only, that of a room, too.
    let ours = matches!(reader.kind, PersonKind::Attendee | PersonKind::Organiser) && !goes_on_without;
    if let Some(room) = entry.invitation.room.as_ref().filter(|_| ours).and_then(room_as_attendee) {
        event.append_multi_property(room);
    }
    // The same section: STATUS is for the event as a whole, which goes on.
    if !goes_on_without {
        event.add_property("STATUS", if method == Method::Cancel { "CANCELLED" } else { "CONFIRMED" });
    }
    // The recruiter is told, but not busy.
    let free = method == Method::Cancel || reader.kind == PersonKind::Organiser;
    event.add_property("TRANSP", if free { "TRANSPARENT" } else { "OPAQUE" });
    calendar(method.name(), entry, &event)
}

/// A file to put into a calendar by hand (PUBLISH): nobody is asked for an answer, nobody's address is in it.
///
/// # Errors
/// When it can not be written, which means a fault of ours.
pub fn file(entry: &Entry<'_>) -> Result<String, fmt::Error> {
    let mut event = event(entry);
    event.add_property("STATUS", if entry.invitation.state == InterviewState::Cancelled { "CANCELLED" } else { "CONFIRMED" });
    event.add_property("TRANSP", "OPAQUE");
    calendar("PUBLISH", entry, &event)
}

fn event(entry: &Entry<'_>) -> Event {
    let invitation = entry.invitation;
    let zone = zone(invitation);
    let mut event = Event::new();
    event.uid(&clean(&invitation.uid));
    event.sequence(invitation.sequence);
    event.timestamp(entry.stamp);
    event.append_property(moment("DTSTART", invitation.span.start(), zone.as_ref()));
    event.append_property(moment("DTEND", invitation.span.end(), zone.as_ref()));
    event.summary(&clean(&entry.summary));
    if !entry.description.is_empty() {
        event.description(&lines(&entry.description));
    }
    let location = clean(&entry.location);
    if !location.is_empty() {
        event.location(&location);
    }
    let link = clean(&invitation.place.text);
    if invitation.place.kind == PlaceKind::Video && is_address(&link) {
        // RFC 7986, section 5.11: what Google and Apple offer as "Join".
        let conference = Property::new("CONFERENCE", &link).add_parameter("VALUE", "URI").add_parameter("FEATURE", "VIDEO").done();
        event.append_property(conference);
    }
    if is_address(&entry.url) {
        event.url(&entry.url);
    }
    let name = invitation.organiser().map(|person| common_name(&person.name)).unwrap_or_default();
    let mut organiser = Property::new("ORGANIZER", mailto(&entry.mailbox));
    if !name.is_empty() {
        organiser.add_parameter("CN", &name);
    }
    event.append_property(organiser.done());
    event
}

/// The zone of the place with its changes in the years around; `None` for universal time, which needs no definition, and for a time that the
/// clocks there show twice: calendars read such a local time as the first one (RFC 5545, section 3.3.5), so the second is written in UTC.
fn zone(invitation: &Invitation) -> Option<Zone> {
    let (start, end) = (invitation.span.start(), invitation.span.end());
    let zone = zones::zone(&invitation.zone, plus_minutes(start, -timezone::MINUTES_AROUND), plus_minutes(end, timezone::MINUTES_AROUND))?;
    let is_plain = |at: Instant| zone.instant(zone.civil(at)) == at;
    (!matches!(zone.name(), "UTC" | "Etc/UTC") && is_plain(start) && is_plain(end)).then_some(zone)
}

fn moment(key: &str, at: Instant, zone: Option<&Zone>) -> Property {
    match zone {
        Some(zone) => {
            let civil = zone.civil(at).format("%Y%m%dT%H%M%S").to_string();
            Property::new(key, civil).add_parameter("TZID", zone.name()).done()
        }
        None => Property::new(key, at.format("%Y%m%dT%H%M%SZ").to_string()),
    }
}

fn attendee(person: &Participant) -> Property {
    let answer = match person.response {
        Response::NeedsAction => "NEEDS-ACTION",
        Response::Accepted => "ACCEPTED",
        Response::Tentative => "TENTATIVE",
        Response::Declined => "DECLINED",
    };
    let told_only = person.kind == PersonKind::Organiser;
    let asked = !told_only && person.response == Response::NeedsAction;
    let mut property = Property::new("ATTENDEE", mailto(person.email.as_str()));
    property
        .add_parameter("CUTYPE", "INDIVIDUAL")
        .add_parameter("ROLE", if told_only { "NON-PARTICIPANT" } else { "REQ-PARTICIPANT" })
        .add_parameter("PARTSTAT", if told_only { "ACCEPTED" } else { answer })
        .add_parameter("RSVP", if asked { "TRUE" } else { "FALSE" });
    let name = common_name(&person.name);
    if !name.is_empty() {
        property.add_parameter("CN", &name);
    }
    property.done()
}

/// A room that has a mailbox, as calendar systems list it (RFC 5545, section 3.2.3). It has accepted: its time is reserved here.
fn room_as_attendee(room: &Room) -> Option<Property> {
    let mut property = Property::new("ATTENDEE", mailto(room.email.as_ref()?.as_str()));
    property
        .add_parameter("CUTYPE", "ROOM")
        .add_parameter("ROLE", "NON-PARTICIPANT")
        .add_parameter("PARTSTAT", "ACCEPTED")
        .add_parameter("RSVP", "FALSE");
    let name = common_name(&room.name);
    if !name.is_empty() {
        property.add_parameter("CN", &name);
    }
    Some(property.done())
}

/// The whole object. The crate writes the event; it can not write a VTIMEZONE without putting DTSTAMP and UID into it
/// (which RFC 5545, section 3.6.5, forbids) and folds lines at 76 octets, so both are done here.
fn calendar(method: &str, entry: &Entry<'_>, event: &Event) -> Result<String, fmt::Error> {
    let mut text = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Agendum//Agendum//EN\r\nCALSCALE:GREGORIAN\r\nMETHOD:{method}\r\n");
    if let Some(zone) = zone(entry.invitation) {
        text += &timezone::definition(&zone, entry.invitation.span);
    }
    text += &event.try_into_string()?;
    text += "END:VCALENDAR\r\n";
    Ok(folded(&text))
}

/// An object with a word in the place of another one, also where a line was folded within it.
pub fn replaced(text: &str, old: &str, new: &str) -> String {
    folded(&text.replace("\r\n ", "").replace(old, new))
}

/// Lines of at most 75 octets, never cut within a character (RFC 5545, section 3.1).
fn folded(text: &str) -> String {
    let unfolded = text.replace("\r\n ", "");
    let mut folded = String::with_capacity(unfolded.len() + unfolded.len() / 32);
    for line in unfolded.split_terminator("\r\n") {
        let mut octets = 0;
        for c in line.chars() {
            if octets + c.len_utf8() > 75 {
                folded.push_str("\r\n ");
                octets = 1;
            }
            folded.push(c);
            octets += c.len_utf8();
        }
        folded.push_str("\r\n");
    }
    folded
}

/// One line without control characters.
fn clean(text: &str) -> String {
    lines(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Lines ended by `\n` alone, which the crate escapes; other control characters would end or break the line.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .map(|c| if c == '\r' || c == '\u{2028}' || c == '\u{2029}' { '\n' } else { c })
        .filter(|c| *c == '\n' || !c.is_control())
        .collect()
}

/// A name as a parameter's value, which can hold everything but `"` and control characters (RFC 5545, section 3.1).
fn common_name(name: &str) -> String {
    clean(name).replace('"', "'")
}

/// A calendar address. What would begin another part of the URI is encoded (RFC 6068, section 2).
fn mailto(address: &str) -> String {
    format!("mailto:{}", address.replace('%', "%25").replace('?', "%3F").replace('#', "%23"))
}

/// The mail address of a calendar address; none for another kind of URI.
fn unmailto(uri: &str) -> Option<EmailAddress> {
    let (scheme, address) = uri.trim().split_at_checked("mailto:".len())?;
    if !scheme.eq_ignore_ascii_case("mailto:") {
        return None;
    }
    let plain = address.replace("%3F", "?").replace("%3f", "?").replace("%23", "#").replace("%25", "%");
    EmailAddress::parse(&plain).ok()
}

fn is_address(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://")) && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests;
