//! Mails in which calendars answer invitations (RFC 6047).

use mail_parser::{HeaderName, Message, MessageParser, MimeHeaders};

use crate::domain::people::EmailAddress;
use crate::server::ics::reply::{self, CalendarReply, Unfit};

/// The largest mail that is read.
pub const MOST_BYTES: usize = 1024 * 1024;
/// The most parts of one.
const MOST_PARTS: usize = 50;

/// Reads a mail: who sent it, and what their calendar answers.
///
/// Anybody can write any sender into a mail: whoever hands it over has to have checked where it comes from (DKIM, SPF, DMARC).
///
/// # Errors
/// Why it is no answer.
pub fn read(mail: &[u8]) -> Result<(EmailAddress, CalendarReply), Unfit> {
    if mail.len() > MOST_BYTES {
        return Err(Unfit::TooLarge);
    }
    let mail = MessageParser::default().parse(mail).ok_or(Unfit::NoAnswer)?;
    if mail.parts.len() > MOST_PARTS {
        return Err(Unfit::TooLarge);
    }
    // The parts of the mail itself: an answer within a mail that was forwarded is not the sender's.
    let is_calendar = |kind: &mail_parser::ContentType<'_>| {
        kind.ctype().eq_ignore_ascii_case("text") && kind.subtype().is_some_and(|kind| kind.eq_ignore_ascii_case("calendar"))
    };
    let objects = mail.parts.iter().filter(|part| part.content_type().is_some_and(is_calendar)).filter_map(|part| part.text_contents());
    let mut unfit = Unfit::NoAnswer;
    for object in objects {
        let from = sender(&mail).ok_or(Unfit::Stranger)?;
        match reply::read(object, &from) {
            Ok(reply) => return Ok((from, reply)),
            Err(Unfit::NoAnswer) => {}
            Err(other) => unfit = other,
        }
    }
    Err(unfit)
}

/// The address that the mail is from: one, named once. With two it would depend on the reader whose mail it is.
fn sender(mail: &Message<'_>) -> Option<EmailAddress> {
    let headers = &mail.parts.first()?.headers;
    let mut from = headers.iter().filter(|header| header.name == HeaderName::From);
    let (Some(header), None) = (from.next(), from.next()) else { return None };
    let mut addresses = header.value.as_address()?.iter();
    match (addresses.next(), addresses.next()) {
        (Some(one), None) => EmailAddress::parse(one.address()?).ok(),
        _ => None,
    }
}
