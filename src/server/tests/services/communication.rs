//! What candidates were told, and writing to them, on both databases.

use crate::api::communication::MessageView;
use crate::api::error::ApiError;
use crate::domain::candidates::FileKind;
use crate::domain::communication::{SaveMailTemplate, WriteMail};
use crate::domain::id::{CandidateId, FileId};
use crate::domain::messages::MessageState;
use crate::domain::people::Role;
use crate::server::ctx::Ctx;
use crate::server::services::{communication, files};
use crate::server::tests::documents;
use crate::server::tests::records::{at_field, colleague, failure, stored_candidate};
use crate::server::tests::support::TestServer;

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
