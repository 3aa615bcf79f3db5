//! Texts and cards through the real clients, to a server that follows the contracts of Twilio and Teams.

use serde_json::json;

use super::peers::{Gateway, MailServer};
use crate::api::channels::SaveChannels;
use crate::api::error::ApiError;
use crate::api::messages::UNSENT;
use crate::domain::channels::{Channel, NoText};
use crate::domain::list::ListQuery;
use crate::domain::messages::MessageState;
use crate::domain::people::{Actor, Role};
use crate::domain::time::plus_minutes;
use crate::server::error::Error;
use crate::server::jobs::outbox::drain;
use crate::server::mail::transport::Transport;
use crate::server::services::{booking, channels, communication, messages};
use crate::server::tests::services::answers::Booked;
use crate::server::tests::support::{TestServer, user};
use crate::server::tests::world::{Agency, JobLike, at, span};

const ADA: &str = "+491701234567";
const ASHA: &str = "+919876543210";

/// An agency with a gateway; Ada wants texts and cards, Asha agreed to texts on the booking page and books.
async fn booked(server: TestServer, gateway: &Gateway) -> Booked {
    let mut server = server;
    server.set_gateway(&gateway.url(), Gateway::ACCOUNT);
    let agency = Agency::on(server).await;
    let ada = agency.attendee("Ada Attendee").await;
    let ctx = agency.server.ctx(Actor::User { id: ada, name: "Ada Attendee".into(), role: Role::Interviewer });
    channels::save_own(&ctx, SaveChannels { phone: "+49 170 123 45 67".into(), by_text: true, by_teams: true, version: 0 }).await.unwrap();
    let job = agency.job(JobLike { attendees: vec![ada], ..Default::default() }).await;
    let (request, page) = agency.invited("Asha Rao", job, agency.contact).await;
    agency.share(page, JobLike::default().timing, &[span("2027-03-08T14:00:00Z", "2027-03-08T17:00:00Z")]).await;
    let asha = agency.as_candidate(request).await;
    let start = at("2027-03-08T14:00:00Z");
    let interview =
        booking::book_with_texts(&asha, request, crate::domain::time::ms(start), "Asia/Kolkata", "+91 98765 43210").await.unwrap();
    Booked { agency, interview, ada }
}

async fn go(booked: &Booked, smtp: &MailServer) -> usize {
    let transport = Transport::new(&smtp.url()).unwrap();
    drain(&booked.agency.server.app, &transport, &Default::default()).await.unwrap()
}

fn later(booked: &Booked, minutes: i64) {
    booked.agency.server.clock.set(plus_minutes(booked.agency.server.app.clock.now(), minutes));
}

#[tokio::test]
async fn people_are_told_by_the_channels_they_chose_besides_the_mail() {
    for server in TestServer::both().await {
        let (gateway, smtp) = (Gateway::with_plan(&json!({})), MailServer::start());
        let booked = booked(server, &gateway).await;
        go(&booked, &smtp).await;
        let mut texts = gateway.texts();
        texts.sort();
        let asha = "Weiss Recruiting: your interview for Data engineer at Northwind is confirmed, Mon 8 Mar, 19:30 Kolkata (UTC+5:30).";
        let ada = "Weiss Recruiting: interview with Asha Rao for Data engineer confirmed, Mon 8 Mar, 15:00 Berlin (UTC+1).";
        assert_eq!(texts.len(), 2, "{texts:?}");
        assert_eq!((texts[0].0.as_str(), texts[1].0.as_str()), (ADA, ASHA));
        assert!(texts[0].1.starts_with(ada) && texts[0].1.contains("/interviews/"), "{}", texts[0].1);
        assert!(texts[1].1.starts_with(asha) && texts[1].1.contains("/b/"), "{}", texts[1].1);
        assert_eq!(gateway.taken().iter().find(|taken| taken["text"].is_object()).unwrap()["text"]["From"], "+15005550006");
        let cards = gateway.cards();
        assert_eq!(cards.len(), 1);
        assert_eq!(cards[0]["body"][0]["text"], "The interview is confirmed");
        assert_eq!(cards[0]["body"][2]["facts"][0]["value"], "Monday 8 March 2027, 15:00 – 16:00, Berlin (UTC+1)");
        assert!(cards[0]["actions"][0]["url"].as_str().unwrap().contains("/interviews/"));
        let invitations = smtp.mails().iter().filter(|mail| !mail["calendar"].is_null()).count();
        assert_eq!(invitations, 4, "mail is always sent");
        let kept = "select provider_id || ' ' || provider_state from outbox where channel = 'text' order by provider_id";
        let kept = booked.agency.texts(kept).await;
        assert!(kept.len() == 2 && kept.iter().all(|line| line.starts_with("SM") && line.ends_with(" queued")), "{kept:?}");

        // A reminder, and a cancellation.
        booked.agency.server.clock.set(plus_minutes(booked.interview.span.start(), -60));
        go(&booked, &smtp).await;
        let reminders = gateway.texts().into_iter().filter(|(_, text)| text.contains("reminder of")).count();
        assert_eq!((reminders, gateway.cards().len()), (2, 2));
        booked.agency.server.clock.set(plus_minutes(booked.interview.span.start(), -50));
        booking::cancel_interview(&booked.agency.staff(), booked.interview.id, "Ill", booked.interview.version).await.unwrap();
        go(&booked, &smtp).await;
        assert!(gateway.texts().iter().any(|(to, text)| to == ASHA && text.contains("is cancelled")));
        assert_eq!(gateway.texts().len(), 6);
    }
}

#[tokio::test]
async fn what_a_gateway_refuses_for_now_is_tried_again_and_what_it_refuses_for_good_is_seen() {
    for server in TestServer::both().await {
        let plan = json!({ ADA: ["429", "500", "drop", ""], ASHA: ["21211"], "teams": ["throttled", "503", "404", ""] });
        let (gateway, smtp) = (Gateway::with_plan(&plan), MailServer::start());
        let booked = booked(server, &gateway).await;
        go(&booked, &smtp).await;
        assert_eq!(gateway.taken().len(), 0);
        for minutes in [1, 2, 4, 8] {
            later(&booked, minutes);
            go(&booked, &smtp).await;
        }
        assert_eq!(gateway.texts().into_iter().map(|(to, _)| to).collect::<Vec<_>>(), [ADA]);
        assert_eq!(gateway.cards().len(), 1);
        let admin = booked.agency.server.ctx(user(&booked.agency.server.public(), Role::Administrator));
        let unsent = ListQuery { filter: UNSENT.into(), ..ListQuery::default() };
        let page = messages::list(&admin, &unsent).await.unwrap().page;
        assert_eq!((page.total, page.rows[0].state, page.rows[0].channel), (1, MessageState::Failed, Channel::Text));
        assert!(page.rows[0].error.contains("21211") && page.rows[0].recipient_email == ASHA, "{}", page.rows[0].error);
        assert_eq!(messages::summary(&admin).await.unwrap().failed, 1);
        messages::retry(&admin, page.rows[0].id).await.unwrap();
        go(&booked, &smtp).await;
        assert_eq!(gateway.texts().len(), 2, "mended, and tried again by hand");
        assert!(!page.rows[0].error.contains("secret"));
    }
}

#[tokio::test]
async fn a_text_to_a_candidate_stands_on_the_tab_with_what_it_says_and_what_became_of_it() {
    for server in TestServer::both().await {
        let (gateway, smtp) = (Gateway::with_plan(&json!({ ASHA: ["", "21211"] })), MailServer::start());
        let booked = booked(server, &gateway).await;
        let dana = booked.agency.staff();
        let asha = booked.agency.texts("select candidate_id from applications").await[0].parse().unwrap();
        let texts = async || {
            let mut told = communication::tab(&dana, asha, 0).await.unwrap().messages;
            told.retain(|message| message.channel == Channel::Text);
            told
        };
        let waiting = texts().await;
        assert_eq!(waiting.len(), 1, "{waiting:?}");
        assert_eq!((waiting[0].kind.as_str(), waiting[0].to.as_str(), waiting[0].state), ("interview_booked", ASHA, MessageState::Queued));
        assert_eq!((waiting[0].sent_at, waiting[0].may_resend), (None, false));
        go(&booked, &smtp).await;
        let sent = texts().await.remove(0);
        assert_eq!((sent.state, sent.sent_at, sent.error.as_str()), (MessageState::Sent, Some(dana.now()), ""));
        let (shown, taken) = (sent.text.unwrap(), gateway.texts().into_iter().find(|(to, _)| to == ASHA).unwrap().1);
        let start = taken.split("/b/").next().unwrap();
        assert!(start.contains("is confirmed") && shown.starts_with(&format!("{start}/b/…")), "{shown} for {taken}");
        assert!(sent.may_resend);

        booking::cancel_interview(&dana, booked.interview.id, "Ill", booked.interview.version).await.unwrap();
        go(&booked, &smtp).await;
        let [failed, before] = <[_; 2]>::try_from(texts().await).unwrap();
        assert_eq!((failed.state, failed.sent_at, failed.may_resend), (MessageState::Failed, None, true));
        assert!(failed.error.contains("21211") && failed.text.unwrap().contains("is cancelled"), "{}", failed.error);
        assert_eq!((before.id, before.state, before.may_resend), (sent.id, MessageState::Sent, false), "a newer one has replaced it");
        communication::resend(&dana, failed.id).await.unwrap();
        go(&booked, &smtp).await;
        let again = texts().await.remove(0);
        assert_eq!((again.id, again.state, again.error.as_str()), (failed.id, MessageState::Sent, ""));
        assert!(gateway.texts().iter().any(|(to, text)| to == ASHA && text.contains("is cancelled")));
    }
}

#[tokio::test]
async fn refused_credentials_wait_until_they_are_mended() {
    let mut server = TestServer::sqlite().await;
    let (gateway, smtp) = (Gateway::with_plan(&json!({ ASHA: ["401"] })), MailServer::start());
    server.set_gateway(&gateway.url(), Gateway::ACCOUNT);
    let booked = booked(server, &gateway).await;
    go(&booked, &smtp).await;
    let state = "select state || ' ' || last_error from outbox where channel = 'text' and recipient_email = '+919876543210'";
    let waiting = booked.agency.texts(state).await;
    assert_eq!(waiting, ["queued 401: Authenticate (20003)"]);
    later(&booked, 1);
    go(&booked, &smtp).await;
    assert_eq!(gateway.texts().len(), 2);
}

#[tokio::test]
async fn why_a_candidate_can_not_be_told_by_text_is_named_and_consent_is_kept() {
    for server in TestServer::both().await {
        let gateway = Gateway::with_plan(&json!({}));
        let mut agency = Agency::on(server).await;
        let candidate = agency.candidate("Asha Rao").await;
        let phone = |number: &str| format!("update candidates set phone = '{number}' where id = '{candidate}'");
        let why = async |agency: &Agency| channels::candidate_text(&agency.staff(), candidate).await.unwrap().why_not;
        assert_eq!(why(&agency).await, Some(NoText::NoGateway));
        agency.server.set_gateway(&gateway.url(), Gateway::ACCOUNT);
        assert_eq!(why(&agency).await, Some(NoText::NoPhone));
        assert!(matches!(channels::note_consent(&agency.staff(), candidate).await, Err(Error::Api(ApiError::NotPossible(_)))));
        agency.execute(&[phone("0170 1234567")]).await;
        assert_eq!(why(&agency).await, Some(NoText::NoCountryCode));
        agency.execute(&[phone("+49 170 1234567")]).await;
        assert_eq!(why(&agency).await, Some(NoText::NoConsent));
        channels::note_consent(&agency.staff(), candidate).await.unwrap();
        assert_eq!(why(&agency).await, None);
        let consent = channels::candidate_text(&agency.staff(), candidate).await.unwrap().consent.unwrap();
        assert_eq!(
            (consent.given_by.as_str(), consent.given_at, consent.withdrawn_at),
            ("Dana Weiss", agency.server.app.clock.now(), None)
        );
        agency.execute(&[phone("+49 170 7654321")]).await;
        assert_eq!(why(&agency).await, Some(NoText::NoConsent), "agreed for another number");
        agency.execute(&[phone("+49 170 1234567")]).await;
        channels::withdraw_consent(&agency.staff(), candidate).await.unwrap();
        channels::withdraw_consent(&agency.staff(), candidate).await.unwrap();
        assert_eq!(why(&agency).await, Some(NoText::NoConsent));
        assert!(channels::candidate_text(&agency.staff(), candidate).await.unwrap().consent.unwrap().withdrawn_at.is_some(), "kept");
        let actions = "select action from history where action like 'candidate.text%' order by action";
        assert_eq!(agency.texts(actions).await, ["candidate.text_agreed", "candidate.text_withdrawn"]);
    }
}

#[tokio::test]
async fn colleagues_choose_for_themselves_what_the_installation_has() {
    for server in TestServer::both().await {
        let gateway = Gateway::with_plan(&json!({}));
        let mut agency = Agency::on(server).await;
        let own = channels::own(&agency.staff()).await.unwrap();
        assert!(!own.has_text && !own.has_teams);
        let wish = |phone: &str, version| SaveChannels { phone: phone.into(), by_text: true, by_teams: true, version };
        channels::save_own(&agency.staff(), wish("+49 170 1234567", 0)).await.unwrap();
        assert!(!channels::own(&agency.staff()).await.unwrap().by_text, "there is no gateway");
        agency.server.set_gateway(&gateway.url(), Gateway::ACCOUNT);
        for number in ["", "0170 1234567", "call me"] {
            assert!(
                matches!(channels::save_own(&agency.staff(), wish(number, 1)).await, Err(Error::Api(ApiError::Invalid(_)))),
                "{number}"
            );
        }
        channels::save_own(&agency.staff(), wish("+49 170 1234567", 1)).await.unwrap();
        let own = channels::own(&agency.staff()).await.unwrap();
        assert!(own.by_text && own.by_teams && own.version == 2);
        assert!(channels::save_own(&agency.staff(), wish("+49 170 1234567", 1)).await.is_err(), "changed meanwhile");
    }
}
