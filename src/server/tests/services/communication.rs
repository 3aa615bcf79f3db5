//! What candidates were told, and writing to them, on both databases.

use crate::api::communication::MessageView;
use crate::api::error::ApiError;
use crate::domain::candidates::FileKind;
use crate::domain::communication::{SaveMailTemplate, WriteMail};
use crate::domain::id::{CandidateId, FileId, MessageId};
use crate::domain::messages::MessageState;
use crate::domain::people::Role;
use crate::domain::time::plus_minutes;
use crate::server::carriers::Parcel;
use crate::server::ctx::Ctx;
use crate::server::mail::Mail;
use crate::server::services::messages::place;
use crate::server::services::{booking, communication, files, messages as outbox};
use crate::server::tests::documents;
use crate::server::tests::records::{at_field, colleague, failure, stored_candidate};
use crate::server::tests::support::{TestServer, present, user};
use crate::server::tests::world::{Agency, JobLike, at, span};

fn mail(candidate: CandidateId, text: &str) -> WriteMail {
    WriteMail { candidate: Some(candidate), subject: "What to bring".into(), text: text.into(), ..WriteMail::default() }
}

async fn messages(ctx: &Ctx, candidate: CandidateId) -> Vec<MessageView> {
    communication::tab(ctx, candidate, 0).await.unwrap().messages
}

#[tokio::test]
async fn a_mail_is_written_with_documents_and_stands_on_the_tab() {
    for server in TestServer::both().await {
        let rita = colleague(&server, "Rita", Role::Recruiter).await;
        let hanna = colleague(&server, "Hanna", Role::HiringManager).await;
        let ana = stored_candidate(&rita, "ana@example.com", None).await;
        let upload = files::Upload { kind: FileKind::Other, name: "map.pdf".into(), bytes: documents::pdf() };
        let file = files::upload(&rita, ana, upload).await.unwrap();
        assert_eq!(failure(communication::tab(&hanna, ana, 0).await), ApiError::Forbidden);
        assert_eq!(failure(communication::write(&hanna, &mail(ana, "x")).await), ApiError::Forbidden);
        assert_eq!(at_field(communication::write(&rita, &mail(ana, " ")).await).0, "text");
        assert_eq!(
            at_field(communication::write(&rita, &mail(ana, "Dear {{candidate.name}}")).await),
            ("text".into(), "error-mail-tags".into())
        );
        let foreign = WriteMail { files: vec![FileId::new(uuid::Uuid::nil())], ..mail(ana, "x") };
        assert_eq!(at_field(communication::write(&rita, &foreign).await).0, "files");
        assert!(messages(&rita, ana).await.is_empty(), "nothing of what was refused is sent");

        let link = format!("https://example.org/b/{}", "A".repeat(43));
        communication::write(&rita, &WriteMail { files: vec![file], ..mail(ana, &format!("Dear Ana,\n\n{link}")) }).await.unwrap();
        let told = messages(&rita, ana).await.remove(0);
        assert_eq!((told.subject.as_str(), told.to.as_str(), told.state), ("What to bring", "ana@example.com", MessageState::Queued));
        assert_eq!(told.documents, ["map.pdf"]);
        let text = told.text.unwrap();
        assert!(text.starts_with("Dear Ana,\n\nhttps://example.org/b/…\n"), "{text}");
        assert_eq!(failure(communication::resend(&rita, told.id).await), ApiError::NotPossible("error-message-waits".into()));

        // Once it was sent it can go out again, whole; what came back says why.
        let mut tx = server.app.store.begin().await.unwrap();
        tx.execute_raw("update outbox set state = 'sent', sealed = null").await.unwrap();
        tx.commit().await.unwrap();
        communication::resend(&rita, told.id).await.unwrap();
        let both = messages(&rita, ana).await;
        assert_eq!(both.iter().map(|one| one.state).collect::<Vec<_>>(), [MessageState::Queued, MessageState::Sent]);
        let sealed = server.app.store.begin().await.unwrap().sealed_of(both[0].id).await.unwrap();
        let plain = server.app.keys.open(&crate::server::services::messages::place(both[0].id), &sealed).unwrap();
        assert!(String::from_utf8(plain).unwrap().contains(&link), "whole, with its link");

        let system = server.ctx(crate::domain::people::Actor::System);
        let report = format!(
            "Content-Type: multipart/report; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\n\
             Diagnostic-Code: smtp; 550 no such user\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <{}@example.org>\r\n\r\n--b--\r\n",
            told.id
        );
        assert!(communication::bounced(&system, report.as_bytes()).await.unwrap());
        assert!(!communication::bounced(&system, report.as_bytes()).await.unwrap(), "noted once");
        let told = messages(&rita, ana).await.remove(1);
        assert_eq!((told.state, told.error.as_str(), told.may_resend), (MessageState::Bounced, "550 no such user", true));
    }
}

/// The mail that waits under this id, whole.
async fn waiting(server: &TestServer, id: MessageId) -> Mail {
    let sealed = server.app.store.begin().await.unwrap().sealed_of(id).await.unwrap();
    let plain = server.app.keys.open(&place(id), &sealed).unwrap();
    let Parcel::Mail(mail) = serde_json::from_slice(&plain).unwrap() else { panic!("not a mail") };
    mail
}

/// The key behind this part of an address.
fn key(mail: &Mail, path: &str) -> String {
    mail.text.split(path).nth(1).unwrap_or_else(|| panic!("no {path} in {}", mail.text)).chars().take(43).collect()
}

/// Longer than any link of today holds.
fn later(server: &TestServer) {
    server.clock.set(plus_minutes(present(), 80 * 24 * 60));
}

const REVOKED: &str = "error-message-link";

#[tokio::test]
async fn a_message_sent_again_has_fresh_links_and_none_that_was_revoked() {
    for agency in Agency::both().await {
        let (server, dana) = (&agency.server, agency.staff());
        let job = agency.job(JobLike::default()).await;
        let asha = agency.candidate("Asha Rao").await;
        let (request, page) = agency.invited_candidate(asha, job, agency.contact).await;
        agency.share(page, JobLike::default().timing, &[span("2027-03-08T14:00:00Z", "2027-03-08T17:00:00Z")]).await;
        booking::book_for(&dana, request, at("2027-03-08T14:00:00Z")).await.unwrap();
        let latest = async |kind: &str| messages(&dana, asha).await.into_iter().find(|message| message.kind == kind).unwrap();
        let (invited, booked) = (latest("booking_invitation").await, latest("interview_booked").await);
        let before = waiting(server, booked.id).await;
        let sent = ["update outbox set state = 'sent', sealed = null where due_at is null".to_owned()];
        agency.execute(&sent).await;
        later(server);
        assert!(server.public().enter_booking(&key(&before, "/b/")).await.is_err(), "it has expired");
        assert!(server.public().enter_answer(&key(&before, "/a/")).await.is_err(), "it has expired");

        communication::resend(&dana, booked.id).await.unwrap();
        let again = latest("interview_booked").await;
        assert_eq!((again.state, &again.text), (MessageState::Queued, &booked.text), "the same words");
        let after = waiting(server, again.id).await;
        assert_eq!(server.public().enter_booking(&key(&after, "/b/")).await.unwrap(), request);
        server.public().enter_answer(&key(&after, "/a/")).await.unwrap();
        let calendar = after.calendar.as_ref().unwrap().text.clone();
        assert!(calendar.split("\r\n").all(|line| line.len() <= 75), "{calendar}");
        let everything = format!("{}{}{}", after.text, after.html, calendar.replace("\r\n ", ""));
        for path in ["/b/", "/a/"] {
            assert!(!everything.contains(&key(&before, path)), "no dead link is left in {everything}");
        }
        assert!(calendar.replace("\r\n ", "").contains(&key(&after, "/b/")) && after.html.contains(&key(&after, "/b/")));

        agency.execute(&sent).await;
        assert!(latest("interview_booked").await.may_resend);
        booking::revoke_links(&dana, request).await.unwrap();
        for id in [invited.id, booked.id, again.id] {
            let shown = messages(&dana, asha).await.into_iter().find(|message| message.id == id).unwrap();
            assert_eq!((shown.may_resend, shown.link_revoked), (false, true), "{}", shown.kind);
            assert_eq!(failure(communication::resend(&dana, id).await), ApiError::NotPossible(REVOKED.into()));
        }
    }
}

#[tokio::test]
async fn what_could_not_be_delivered_is_tried_again_with_fresh_links() {
    for agency in Agency::both().await {
        let (server, dana) = (&agency.server, agency.staff());
        let admin = server.ctx(user(&dana, Role::Administrator));
        let asha = agency.candidate("Asha Rao").await;
        let job = agency.job(JobLike::default()).await;
        let (request, page) = agency.invited_candidate(asha, job, agency.contact).await;
        let failed = ["update outbox set state = 'failed'".to_owned()];
        let invitation = messages(&dana, asha).await.remove(0).id;
        let presentation = agency.texts("select id from outbox where kind = 'presentation'").await[0].parse().unwrap();
        let mut known = vec![key(&waiting(server, invitation).await, "/b/")];
        agency.execute(&failed).await;
        later(server);

        communication::resend(&dana, invitation).await.unwrap();
        known.push(key(&waiting(server, invitation).await, "/b/"));
        agency.execute(&failed).await;
        outbox::retry(&admin, invitation).await.unwrap();
        known.push(key(&waiting(server, invitation).await, "/b/"));
        assert!(known[0] != known[1] && known[1] != known[2], "a fresh one each time");
        assert!(server.public().enter_booking(&known[0]).await.is_err());
        for key in &known[1..] {
            assert_eq!(server.public().enter_booking(key).await.unwrap(), request);
        }
        // What goes to others, too.
        outbox::retry(&admin, presentation).await.unwrap();
        assert_eq!(server.public().enter_page(&key(&waiting(server, presentation).await, "/c/")).await.unwrap(), page);

        agency.execute(&failed).await;
        booking::revoke_links(&dana, request).await.unwrap();
        let shown = messages(&dana, asha).await.remove(0);
        assert_eq!((shown.state, shown.may_resend, shown.link_revoked), (MessageState::Failed, false, true));
        assert_eq!(failure(communication::resend(&dana, invitation).await), ApiError::NotPossible(REVOKED.into()));
        assert_eq!(failure(outbox::retry(&admin, invitation).await), ApiError::NotPossible(REVOKED.into()));
        assert_eq!(messages(&dana, asha).await.remove(0).state, MessageState::Failed, "nothing of it was done");
    }
}

#[tokio::test]
async fn a_text_to_begin_with_is_kept_changed_and_retired() {
    for server in TestServer::both().await {
        let ada = colleague(&server, "Ada", Role::Administrator).await;
        let rita = colleague(&server, "Rita", Role::Recruiter).await;
        let ana = stored_candidate(&rita, "ana@example.com", None).await;
        let text = |body: &str| SaveMailTemplate {
            name: "Thanks".into(),
            subject: "Thank you".into(),
            body: body.into(),
            ..SaveMailTemplate::default()
        };
        assert_eq!(failure(communication::save_template(&rita, text("x")).await), ApiError::Forbidden);
        assert_eq!(
            at_field(communication::save_template(&ada, text("Dear {{candidat.name}}")).await),
            ("body".into(), "error-tag-misspelt".into())
        );
        let id = communication::save_template(&ada, text("Dear {{candidate.first_name}}")).await.unwrap();
        let tab = communication::tab(&rita, ana, 0).await.unwrap();
        assert_eq!(tab.templates[0].body, "Dear {{candidate.first_name}}");
        assert!(tab.known.contains(&("candidate.first_name".to_owned(), "Ana".to_owned())), "{:?}", tab.known);
        let change = |version, retired| SaveMailTemplate { id: Some(id), version, retired, ..text("Hello") };
        communication::save_template(&ada, change(1, true)).await.unwrap();
        assert_eq!(failure(communication::save_template(&ada, change(1, false)).await), ApiError::Stale);
        assert!(communication::tab(&rita, ana, 0).await.unwrap().templates.is_empty());
    }
}
