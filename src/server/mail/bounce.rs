//! What mail servers send back (RFC 3464): which of our messages it is about, and why.

use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

use crate::domain::id::MessageId;

/// The longest reason that is kept, in characters.
const MOST_REASON: usize = 500;

/// Reads a delivery status notification: the message, and what the server said. `None` for what is none, tells of no final failure, or is
/// about no message of ours.
pub fn read(report: &[u8]) -> Option<(MessageId, String)> {
    let mail = MessageParser::default().parse(report)?;
    let status = status(&mail)?;
    let field = |name: &str| {
        let line = status.lines().find(|line| line.split_once(':').is_some_and(|(key, _)| key.trim().eq_ignore_ascii_case(name)))?;
        line.split_once(':').map(|(_, value)| value.trim().to_owned())
    };
    // "delayed" is tried again, and "delivered" is none (section 2.3.3).
    if !field("Action")?.eq_ignore_ascii_case("failed") {
        return None;
    }
    // `smtp; 550 no such user`: the kind before the semicolon says nothing to readers.
    let diagnosis = field("Diagnostic-Code").map(|code| code.split_once(';').map_or(code.clone(), |(_, said)| said.trim().to_owned()));
    let reason = diagnosis.or_else(|| field("Status")).unwrap_or_default();
    Some((original(&mail)?, reason.chars().filter(|c| !c.is_control()).take(MOST_REASON).collect()))
}

/// The fields of `message/delivery-status`, lines that go on joined (RFC 5322, section 2.2.3).
fn status(mail: &Message<'_>) -> Option<String> {
    let part = mail.parts.iter().find(|part| part.content_type().is_some_and(|kind| kind.subtype() == Some("delivery-status")))?;
    let text = match &part.body {
        PartType::Text(text) => text.to_string(),
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        _ => return None,
    };
    Some(text.replace("\r\n", "\n").replace("\n ", " ").replace("\n\t", " "))
}

/// The message in the copy that came back, whole or its headers only: the local part of its Message-ID is the outbox's id.
fn original(mail: &Message<'_>) -> Option<MessageId> {
    let returned = mail.parts.iter().find_map(|part| match &part.body {
        PartType::Message(message) => message.message_id().map(str::to_owned),
        _ if part.content_type().is_some_and(|kind| kind.subtype() == Some("rfc822-headers")) => {
            let text = part.text_contents()?;
            let message = MessageParser::default().parse(text.as_bytes())?;
            message.message_id().map(str::to_owned)
        }
        _ => None,
    })?;
    returned.trim_matches(['<', '>']).split('@').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01951b2e-7b70-7000-8000-000000000001";

    fn report(action: &str, returned: &str) -> Vec<u8> {
        format!(
            "From: MAILER-DAEMON@mx.example.com\r\nTo: agendum@example.org\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n\
             --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\nFinal-Recipient: rfc822; ana@example.com\r\n\
             Action: {action}\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no such\r\n user here\r\n--b\r\nContent-Type: {returned}\r\n\r\n\
             Message-ID: <{ID}@example.org>\r\nSubject: Hello\r\n\r\n--b--\r\n"
        )
        .into_bytes()
    }

    #[test]
    fn a_report_names_the_message_and_the_reason() {
        for returned in ["text/rfc822-headers", "message/rfc822"] {
            let (id, reason) = read(&report("failed", returned)).unwrap();
            assert_eq!((id.to_string().as_str(), reason.as_str()), (ID, "550 5.1.1 no such user here"), "{returned}");
        }
        assert_eq!(read(&report("delayed", "message/rfc822")), None);
        assert_eq!(read(b"From: ana@example.com\r\nSubject: Hi\r\n\r\nHello"), None);
        assert_eq!(read(b""), None);
    }
}
