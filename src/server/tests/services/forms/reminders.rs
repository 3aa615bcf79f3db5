//! Who has not submitted the form is asked for it after the interview: never before, never for one that was called off.

use super::{Forms, rated};
use crate::api::error::ApiError;
use crate::api::reminders::SaveReminders;
use crate::domain::time::{Instant, plus_minutes};
use crate::server::jobs::outbox::drain;
use crate::server::mail::transport::Transport;
use crate::server::services::{booking, forms, reminders};
use crate::server::tests::documents::pdf;
use crate::server::tests::mail::peers::MailServer;
use crate::server::tests::records::failure;
use crate::server::tests::world::{at, token};

/// The end of the interview.
fn end() -> Instant {
    at("2027-03-08T16:00:00Z")
}

/// Sends what is due so many minutes after the end.
async fn go(world: &Forms, smtp: &MailServer, minutes: i64) {
    world.agency.server.clock.set(plus_minutes(end(), minutes));
    drain(&world.agency.server.app, &Transport::new(&smtp.url()).unwrap(), &Default::default()).await.unwrap();
}

/// Who was asked for the form, by name.
fn asked(smtp: &MailServer) -> Vec<String> {
    let mails = smtp.mails();
    let asked = mails.iter().filter(|mail| mail["subject"].as_str().unwrap().starts_with("Your form is missing: interview with Asha Rao"));
    let mut names: Vec<_> = asked.map(|mail| mail["to"][0][0].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn who_has_not_submitted_is_asked_after_the_end_until_it_is_done() {
    for world in Forms::both().await {
        let smtp = MailServer::start();
        for minutes in [-60, 0, 119] {
            go(&world, &smtp, minutes).await;
            assert_eq!(asked(&smtp), [""; 0], "not before its time");
        }
        let form = world.form_of(world.ada).await;
        forms::keep(&world.ada(), form, 1, rated(3, "")).await.unwrap();
        go(&world, &smtp, 120).await;
        assert_eq!(asked(&smtp), ["Ada", "Bo"], "a draft is not submitted");
        // The link opens the own form.
        let mails = smtp.mails();
        let bo = mails.iter().rev().find(|mail| mail["to"][0][0] == "Bo").unwrap()["text"].as_str().unwrap().to_owned();
        let link = &bo[bo.find("/f/").unwrap_or_else(|| panic!("{bo}"))..];
        let mut by_link = world.agency.server.public();
        assert_eq!(by_link.enter_form(token(link.split_whitespace().next().unwrap())).await.unwrap(), world.form_of(world.bo).await);
        assert!(!bo.contains("/a/"), "nobody is asked whether they come to what is over: {bo}");

        let version = forms::view(&world.ada(), form).await.unwrap().version;
        forms::submit(&world.ada(), form, version, rated(3, "")).await.unwrap();
        go(&world, &smtp, 1440).await;
        assert_eq!(asked(&smtp), ["Ada", "Bo", "Bo"]);
        go(&world, &smtp, 20_000).await;
        assert_eq!(asked(&smtp).len(), 3);
        let waiting = world.agency.number("select count(*) from outbox where kind = 'form_reminder' and state = 'queued'").await;
        assert_eq!(waiting, 0);
    }
}

#[tokio::test]
async fn a_document_counts_as_the_form_and_nobody_is_asked_after_a_cancellation() {
    for world in Forms::both().await {
        let smtp = MailServer::start();
        let form = world.form_of(world.ada).await;
        forms::upload(&world.ada(), form, "notes.pdf", &pdf()).await.unwrap();
        go(&world, &smtp, 120).await;
        assert_eq!(asked(&smtp), ["Bo"]);
    }
    for world in Forms::both().await {
        let smtp = MailServer::start();
        booking::cancel_interview(&world.agency.staff(), world.interview, "Ill", 1).await.unwrap();
        go(&world, &smtp, 120).await;
        go(&world, &smtp, 1440).await;
        assert_eq!(asked(&smtp), [""; 0]);
    }
}

#[tokio::test]
async fn a_form_that_was_chosen_later_is_asked_for_and_a_moved_interview_by_its_new_end() {
    for world in Forms::both().await {
        let (smtp, staff) = (MailServer::start(), world.agency.staff());
        forms::attach(&staff, world.interview, None).await.unwrap();
        let moved = booking::reschedule_interview(&staff, world.interview, at("2027-03-08T17:00:00Z"), 1).await.unwrap();
        assert_eq!(moved.span.end(), plus_minutes(end(), 120));
        forms::attach(&staff, world.interview, Some(world.template)).await.unwrap();
        go(&world, &smtp, 121).await;
        assert_eq!(asked(&smtp), [""; 0], "the old end is nobody's");
        go(&world, &smtp, 240).await;
        assert_eq!(asked(&smtp), ["Ada", "Bo"]);
    }
}

#[tokio::test]
async fn administrators_say_when() {
    for world in Forms::both().await {
        let smtp = MailServer::start();
        let save = |times: &str, form_times: &str| SaveReminders { times: times.into(), form_times: form_times.into(), version: 1 };
        let ApiError::Invalid(errors) = failure(reminders::save_settings(&world.admin, save("soon", "later")).await) else { panic!() };
        assert!(errors.at("times").is_some() && errors.at("form_times").is_some(), "both are said at once");
        reminders::save_settings(&world.admin, save("1 h", "30 min")).await.unwrap();
        assert_eq!(reminders::settings(&world.admin).await.unwrap().form_times, "30 min");
        go(&world, &smtp, 30).await;
        go(&world, &smtp, 120).await;
        assert_eq!(asked(&smtp), ["Ada", "Bo"], "planned already, it follows the setting");
    }
}
