//! Booked, moved, called off: what arrives in the mailboxes, on both databases.

use mail_parser::{MessageParser, MimeHeaders};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::peers::MailServer;
use super::samples;
use crate::domain::people::Actor;
use crate::domain::scheduling::interview::InterviewState;
use crate::domain::scheduling::invitation::Invitation;
use crate::server::ctx::Ctx;
use crate::server::jobs::outbox::drain;
use crate::server::mail::transport::Transport;
use crate::server::services::messages::{Links, tell_people};
use crate::server::tests::support::TestServer;

async fn tell(ctx: &Ctx, action: &'static str, before: Option<&Invitation>, after: &Invitation, reason: &str) {
    let mut tx = ctx.store().begin().await.unwrap();
    let event_id = samples::event(&mut tx, ctx, action).await;
    let links = Links { candidate: "/b/candidate-token".into(), contact: "/c/contact-token".into() };
    tell_people(&mut tx, ctx, event_id, before, after, &links, reason).await.unwrap();
    // A use case that is tried again within one transaction tells nobody twice.
    tell_people(&mut tx, ctx, event_id, before, after, &links, reason).await.unwrap();
    tx.commit().await.unwrap();
}

fn by_recipient(mails: &[Value], address: &str) -> Value {
    let mut to = mails.iter().filter(|mail| mail["to"][0][1] == address);
    let mail = to.next().unwrap_or_else(|| panic!("nothing for {address}")).clone();
    assert!(to.next().is_none(), "more than one mail for {address}");
    mail
}

const ALL: [&str; 4] = ["priya@candidates.example", "ned@client.example", "bjorn@house.example", "rita@house.example"];

#[tokio::test]
async fn everybody_gets_one_right_mail_for_each_change() {
    for server in TestServer::both().await {
        let smtp = MailServer::start();
        let transport = Transport::new(&smtp.url()).unwrap();
        let stop = CancellationToken::new();
        let ctx = server.ctx(Actor::System);
        let booked = samples::interview();
        let moved = Invitation { sequence: 1, span: samples::hour("2027-03-30T15:00:00Z"), ..booked.clone() };
        let off = Invitation { sequence: 2, state: InterviewState::Cancelled, ..moved.clone() };

        tell(&ctx, "interview.booked", None, &booked, "").await;
        assert_eq!(drain(&server.app, &transport, &stop).await.unwrap(), 4);
        tell(&ctx, "interview.rescheduled", Some(&booked), &moved, "").await;
        assert_eq!(drain(&server.app, &transport, &stop).await.unwrap(), 4);
        tell(&ctx, "interview.cancelled", Some(&moved), &off, "The client\nis ill").await;
        assert_eq!(drain(&server.app, &transport, &stop).await.unwrap(), 4);

        let mails = smtp.mails();
        assert_eq!(mails.len(), 12);
        let expected = [
            ("REQUEST", "CONFIRMED", 0, "2027-03-16T13:30:00Z", "2027-03-16T14:30:00Z"),
            ("REQUEST", "CONFIRMED", 1, "2027-03-30T15:00:00Z", "2027-03-30T16:00:00Z"),
            ("CANCEL", "CANCELLED", 2, "2027-03-30T15:00:00Z", "2027-03-30T16:00:00Z"),
        ];
        for (round, (method, status, sequence, start, end)) in mails.chunks(4).zip(expected) {
            for address in ALL {
                let mail = by_recipient(round, address);
                let calendar = &mail["calendar"];
                assert_eq!(mail["header_method"], method);
                assert_eq!(mail["charset"], "utf-8");
                assert_eq!(mail["disposition"], "", "Outlook wants the calendar part without one");
                assert_eq!(mail["file_name"], "invite.ics");
                assert_eq!(mail["file_same"], true);
                let shape = json!([
                    "multipart/mixed",
                    [["multipart/alternative", ["text/plain", "text/html", "text/calendar"]], "application/ics"]
                ]);
                assert_eq!(mail["shape"], shape);
                assert_eq!(mail["auto"], "auto-generated");
                assert_eq!(mail["from"], json!([["Agendum", "agendum@example.com"]]));
                assert_eq!(mail["reply_to"], json!([["Rita Recruiter", "rita@house.example"]]));
                assert_eq!(mail["date"], "2027-03-03T09:00:00Z");
                assert_eq!((calendar["method"].as_str(), calendar["status"].as_str()), (Some(method), Some(status)));
                assert_eq!(
                    (calendar["uid"].as_str(), calendar["sequence"].as_u64()),
                    (Some("0195-interview@agendum.example"), Some(sequence))
                );
                assert_eq!((calendar["start"].as_str(), calendar["end"].as_str()), (Some(start), Some(end)));
                assert_eq!((calendar["tzid"].as_str(), &calendar["zones"]), (Some("America/New_York"), &json!(["America/New_York"])));
                assert_eq!(calendar["stamp"], "2027-03-03T09:00:00Z");
                assert_eq!(calendar["attendees"][0]["address"], format!("mailto:{address}"), "ATTENDEE is the recipient");
                assert_eq!(calendar["organizer"]["address"], "mailto:agendum@example.com");
            }
        }
        let candidate = by_recipient(&mails[..4], ALL[0]);
        assert_eq!(candidate["to"][0][0], "प्रिया शर्मा");
        assert_eq!(candidate["calendar"]["attendees"].as_array().unwrap().len(), 1);
        assert_eq!(candidate["calendar"]["attendees"][0]["cn"], "प्रिया शर्मा");
        assert_eq!(candidate["calendar"]["url"], "http://127.0.0.1:3000/b/candidate-token");
        assert_eq!(candidate["calendar"]["location"], "5 Main St, Floor 3; ask for \"Zoë\"");
        assert!(candidate["text"].as_str().unwrap().contains("http://127.0.0.1:3000/b/candidate-token"));
        assert!(candidate["html"].as_str().unwrap().contains("Müller &amp; Söhne"));
        assert_eq!(
            candidate["subject"],
            "Confirmed: interview for Senior Engineer, Platform at Müller & Söhne, Tue 16 Mar, 19:00 Kolkata (UTC+5:30)"
        );
        let says_so = |mail: &Value| ["text", "html"].map(|part| mail[part].as_str().unwrap().contains("We look forward to meeting you."));
        assert_eq!(says_so(&candidate), [true; 2]);
        let contact = by_recipient(&mails[..4], ALL[1]);
        assert_eq!(says_so(&contact), [false; 2], "words for the candidate are for nobody else");
        assert_eq!(contact["to"][0][0], "Ned \"The\" O'Neil, Jr.");
        assert!(contact["text"].as_str().unwrap().contains("http://127.0.0.1:3000/c/contact-token"));
        let colleague = by_recipient(&mails[..4], ALL[2]);
        assert_eq!(colleague["calendar"]["attendees"].as_array().unwrap().len(), 4);
        assert!(colleague["text"].as_str().unwrap().contains("http://127.0.0.1:3000/interviews/"));
        let called_off = by_recipient(&mails[8..], ALL[1]);
        assert!(called_off["text"].as_str().unwrap().contains("Reason: The client\n  is ill"), "{}", called_off["text"]);
        assert_eq!(mails.iter().map(|mail| mail["message_id"].as_str().unwrap()).collect::<std::collections::HashSet<_>>().len(), 12);

        // A second reader.
        for file in smtp.files() {
            let raw = std::fs::read(file).unwrap();
            let message = MessageParser::default().parse(&raw).unwrap();
            let part = message.parts.iter().find(|part| part.is_content_type("text", "calendar")).unwrap();
            let method = part.content_type().unwrap().attribute("method").unwrap();
            assert!(part.text_contents().unwrap().contains(&format!("METHOD:{method}\r\n")));
            assert_eq!(message.attachment_count(), 2, "the calendar part and the file");
            assert!(message.body_text(0).unwrap().contains("Senior Engineer, Platform"));
            assert!(raw.split(|byte| *byte == b'\n').all(|line| line.len() <= 998), "RFC 5322, section 2.1.1");
        }
    }
}

#[tokio::test]
async fn nothing_that_people_typed_becomes_a_header_or_an_address() {
    let server = TestServer::sqlite().await;
    let smtp = MailServer::start();
    let transport = Transport::new(&smtp.url()).unwrap();
    let ctx = server.ctx(Actor::System);
    let mut invitation = samples::interview();
    let evil = "Eve\r\nBcc: victim@example.com\r\n\r\n<script>";
    invitation.people[0].name = evil.into();
    invitation.people[1].name = "\"><victim@example.com>, x".into();
    invitation.people[3].name = evil.into();
    invitation.job_title = "Job\r\nBcc: victim@example.com\r\nX-Evil: 1".into();
    invitation.company = "C\nSubject: other".into();
    invitation.description = format!("{}\r\n.\r\nRCPT TO:<victim@example.com>", "long ".repeat(2_000));
    invitation.words_for_candidate = invitation.description.clone();
    tell(&ctx, "interview.booked", None, &invitation, evil).await;
    assert_eq!(drain(&server.app, &transport, &CancellationToken::new()).await.unwrap(), 4);
    let mails = smtp.mails();
    assert_eq!(mails.len(), 4);
    for mail in &mails {
        let headers: Vec<_> = mail["headers"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
        let known = [
            "auto-submitted",
            "content-type",
            "date",
            "from",
            "message-id",
            "mime-version",
            "reply-to",
            "subject",
            "to",
            "x-auto-response-suppress",
        ];
        assert_eq!(headers, known);
        assert_eq!(mail["to"].as_array().unwrap().len(), 1);
        assert_eq!(mail["reply_to"].as_array().unwrap().len(), 1);
        assert!(!mail["html"].as_str().unwrap().contains("<script>"));
        // The description is for colleagues, other words for the candidate; the client's contact gets none.
        let has_words = mail["text"].as_str().unwrap().contains("\n> .\n> RCPT TO:");
        assert_eq!(has_words, mail["to"][0][1] != ALL[1], "{}", mail["text"]);
        assert_eq!(mail["calendar"]["attendees"][0]["address"].as_str().map(|address| address.contains("victim")), Some(false));
    }
    assert_eq!(by_recipient(&mails, ALL[0])["to"][0][0], "Eve Bcc: victim@example.com <script>");
}
