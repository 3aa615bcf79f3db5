//! Reminders with a moved clock: once, at their time, for what stands, and never late for nothing.

use crate::api::reminders::SaveReminders;
use crate::domain::people::Role;
use crate::domain::scheduling::answer::GiveAnswer;
use crate::domain::time::{Instant, ms, plus_minutes};
use crate::server::jobs::outbox::drain;
use crate::server::mail::transport::Transport;
use crate::server::services::{answers, booking, messages, reminders};
use crate::server::tests::mail::peers::MailServer;
use crate::server::tests::services::answers::Booked;
use crate::server::tests::support::user;
use crate::server::tests::world::at;

async fn go(booked: &Booked, smtp: &MailServer) -> usize {
    let transport = Transport::new(&smtp.url()).unwrap();
    drain(&booked.agency.server.app, &transport, &Default::default()).await.unwrap()
}

fn set(booked: &Booked, at: Instant) {
    booked.agency.server.clock.set(at);
}

/// Who was reminded, and of which time.
fn reminded(smtp: &MailServer) -> Vec<(String, String)> {
    let mails = smtp.mails();
    let reminders = mails.iter().filter(|mail| mail["subject"].as_str().unwrap().starts_with("Reminder: "));
    let mut all: Vec<_> = reminders
        .map(|mail| {
            let when = mail["subject"].as_str().unwrap().split_once(", ").unwrap().1.to_owned();
            (mail["to"][0][0].as_str().unwrap().to_owned(), when)
        })
        .collect();
    all.sort();
    all
}

const AT_14: [(&str, &str); 3] = [
    ("Ada Attendee", "Mon 8 Mar, 15:00 Berlin (UTC+1)"),
    ("Asha Rao", "Mon 8 Mar, 19:30 Kolkata (UTC+5:30)"),
    ("Nora North", "Mon 8 Mar, 09:00 New York (UTC−5)"),
];

fn expected(lines: &[(&str, &str)]) -> Vec<(String, String)> {
    lines.iter().map(|(who, when)| ((*who).to_owned(), (*when).to_owned())).collect()
}

#[tokio::test]
async fn everybody_is_reminded_once_at_each_time_in_the_own_zone() {
    for booked in Booked::both().await {
        let smtp = MailServer::start();
        let start = booked.interview.span.start();
        go(&booked, &smtp).await;
        let before = smtp.mails().len();
        let staff = booked.agency.staff();
        assert_eq!(messages::summary(&staff).await.unwrap().held_up, 0, "what is not due does not wait");
        set(&booked, plus_minutes(start, -24 * 60 - 1));
        assert_eq!(go(&booked, &smtp).await, 0, "not before its time");
        set(&booked, plus_minutes(start, -24 * 60));
        assert_eq!(go(&booked, &smtp).await, 3);
        assert_eq!(go(&booked, &smtp).await, 0);
        assert_eq!(reminded(&smtp), expected(&AT_14));
        let mails = smtp.mails();
        let asha = mails.iter().rev().find(|mail| mail["to"][0][0] == "Asha Rao").unwrap();
        let text = asha["text"].as_str().unwrap();
        assert!(text.contains("/b/") && text.contains("/a/") && text.contains("Can you come?"), "{text}");
        assert!(asha["calendar"].is_null(), "a reminder is no invitation");
        set(&booked, plus_minutes(start, -60));
        assert_eq!(go(&booked, &smtp).await, 3);
        set(&booked, plus_minutes(start, 60));
        assert_eq!(go(&booked, &smtp).await, 0);
        assert_eq!(smtp.mails().len(), before + 6);
    }
}

#[tokio::test]
async fn a_moved_interview_is_reminded_of_at_its_new_time_only_and_a_cancelled_one_never() {
    for booked in Booked::both().await {
        let smtp = MailServer::start();
        let (start, staff) = (booked.interview.span.start(), booked.agency.staff());
        let moved =
            booking::reschedule_interview(&staff, booked.interview.id, at("2027-03-08T15:00:00Z"), booked.interview.version).await.unwrap();
        go(&booked, &smtp).await;
        set(&booked, plus_minutes(start, -24 * 60));
        go(&booked, &smtp).await;
        assert_eq!(reminded(&smtp), [], "nothing for the old time");
        set(&booked, plus_minutes(moved.span.start(), -24 * 60));
        go(&booked, &smtp).await;
        let at_15: Vec<_> = reminded(&smtp);
        assert_eq!(at_15.len(), 3);
        assert!(at_15.contains(&("Ada Attendee".into(), "Mon 8 Mar, 16:00 Berlin (UTC+1)".into())), "{at_15:?}");
        booking::cancel_interview(&staff, moved.id, "Ill", moved.version).await.unwrap();
        for minutes in [-60, -30, 10] {
            set(&booked, plus_minutes(moved.span.start(), minutes));
            go(&booked, &smtp).await;
        }
        assert_eq!(reminded(&smtp), at_15, "nothing after the cancellation");
        assert_eq!(booked.agency.number("select count(*) from outbox where kind = 'interview_reminder' and state = 'queued'").await, 0);
    }
}

#[tokio::test]
async fn after_hours_without_a_mail_server_only_what_still_helps_is_sent() {
    for booked in Booked::both().await {
        let smtp = MailServer::start();
        let start = booked.interview.span.start();
        go(&booked, &smtp).await;
        // Down from 25 hours before until 5 hours before: late, but in time.
        set(&booked, plus_minutes(start, -5 * 60));
        go(&booked, &smtp).await;
        assert_eq!(reminded(&smtp), expected(&AT_14));
        // Down over the other one and the start.
        set(&booked, plus_minutes(start, 1));
        go(&booked, &smtp).await;
        assert_eq!(reminded(&smtp).len(), 3);
        let states = booked.agency.texts("select distinct state from outbox where kind = 'interview_reminder' order by state").await;
        assert_eq!(states, ["sent", "superseded"]);
    }
    for booked in Booked::both().await {
        let smtp = MailServer::start();
        go(&booked, &smtp).await;
        // Both are due at once: one is enough.
        set(&booked, plus_minutes(booked.interview.span.start(), -20));
        go(&booked, &smtp).await;
        assert_eq!(reminded(&smtp), expected(&AT_14));
    }
}

#[tokio::test]
async fn a_reminder_that_is_refused_for_now_is_tried_again_until_it_helps_no_more() {
    for booked in Booked::both().await {
        let start = booked.interview.span.start();
        let address = booked.agency.texts("select email from candidates").await.remove(0);
        let smtp = MailServer::with_plan(&serde_json::json!({ address: ["", "", "451", "451", "", "451"] }));
        go(&booked, &smtp).await;
        set(&booked, plus_minutes(start, -24 * 60));
        go(&booked, &smtp).await;
        set(&booked, plus_minutes(start, -24 * 60 + 2));
        go(&booked, &smtp).await;
        set(&booked, plus_minutes(start, -24 * 60 + 10));
        go(&booked, &smtp).await;
        assert_eq!(reminded(&smtp), expected(&AT_14));
        let links = booked.agency.number("select count(*) from links where purpose = 'answer'").await;
        assert_eq!(links, 3 + 3, "of three tries the links were made once");
        set(&booked, plus_minutes(start, -60));
        go(&booked, &smtp).await;
        set(&booked, plus_minutes(start, 5));
        go(&booked, &smtp).await;
        assert_eq!(reminded(&smtp).len(), 5, "the one that was refused is set aside at the start");
    }
}

#[tokio::test]
async fn who_declined_is_not_reminded_and_the_settings_hold_for_what_is_planned_already() {
    for booked in Booked::both().await {
        let smtp = MailServer::start();
        let start = booked.interview.span.start();
        go(&booked, &smtp).await;
        let public = booked.agency.server.public();
        let admin = booked.agency.server.ctx(user(&public, Role::Administrator));
        let save = |times: &str, version| SaveReminders { times: times.into(), form_times: "2h".into(), version };
        assert!(reminders::save_settings(&admin, save("soon", 1)).await.is_err());
        reminders::save_settings(&admin, save("2 h, 15 min", 1)).await.unwrap();
        assert!(reminders::save_settings(&admin, save("3 h", 1)).await.is_err(), "somebody changed it meanwhile");
        assert_eq!(reminders::settings(&admin).await.unwrap().times, "2 h, 15 min");

        let ada = crate::domain::people::Actor::User { id: booked.ada, name: "Ada Attendee".into(), role: Role::Interviewer };
        let declined = GiveAnswer { answer: "declined".into(), start_ms: ms(start), ..GiveAnswer::default() };
        answers::give_own(&booked.agency.server.ctx(ada), booked.interview.id, &declined).await.unwrap();
        for minutes in [24 * 60, 120, 60, 15] {
            set(&booked, plus_minutes(start, -minutes));
            go(&booked, &smtp).await;
        }
        let mut twice = expected(&AT_14[1..]);
        twice.extend(expected(&AT_14[1..]));
        twice.sort();
        assert_eq!(reminded(&smtp), twice);
    }
}
