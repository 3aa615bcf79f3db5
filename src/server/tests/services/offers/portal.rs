//! How the candidate comes in: the code of the mail.

use super::desk;
use crate::api::error::ApiError;
use crate::api::offer_portal::PortalView;
use crate::server::carriers::Parcel;
use crate::server::services::communication;
use crate::server::services::messages::place;
use crate::server::services::offers::portal::{self, Visit};
use crate::server::tests::records::{at_field, failure};
use crate::server::tests::support::TestServer;

/// The code in a message that waits in the outbox.
async fn mailed_code(server: &TestServer, message: &str) -> String {
    let id = message.parse().unwrap();
    let sealed = server.app.store.begin().await.unwrap().sealed_of(id).await.unwrap();
    let plain = server.app.keys.open(&place(id), &sealed).unwrap();
    let Parcel::Mail(mail) = serde_json::from_slice(&plain).unwrap() else { panic!() };
    assert!(!mail.subject.chars().any(|c| c.is_ascii_digit()), "a locked phone shows subjects");
    mail.text.lines().find_map(|line| line.strip_prefix("Code: ")).unwrap().to_owned()
}

#[tokio::test]
async fn the_code_is_mailed_holds_for_a_while_and_few_wrong_ones_are_taken() {
    for server in TestServer::both().await {
        let desk = desk(&server, &[]).await;
        let id = desk.sent().await;
        let visit = Visit { offer: id, entered: false };
        let public = server.public();
        let PortalView::Locked { email, code_sent, .. } = portal::page(&public, visit).await.unwrap() else { panic!() };
        assert_eq!((email.as_str(), code_sent), ("a…@example.com", false));
        for (code, message) in [("12", "error-offer-code-form"), ("123456", "error-offer-code")] {
            assert_eq!(at_field(portal::enter(&public, visit, code).await), ("code".into(), message.into()));
        }
        assert_eq!(failure(portal::download(&public, visit).await), ApiError::Unauthorized);
        assert_eq!(failure(portal::decline(&public, visit, "No").await), ApiError::Unauthorized);

        let code = async || {
            portal::send_code(&public, visit).await.unwrap();
            let sql = "select id from outbox where kind = 'offer_code' order by id desc";
            let message = public.store().begin().await.unwrap().raw_texts(sql).await.unwrap().remove(0);
            mailed_code(&server, &message).await
        };
        let first = code().await;
        let told = communication::tab(&desk.rita, desk.ana, 0).await.unwrap().messages.remove(0);
        assert_eq!((told.kind.as_str(), told.text, told.may_resend), ("offer_code", None, false), "colleagues do not read the code");
        let second = code().await;
        if first != second {
            assert_eq!(at_field(portal::enter(&public, visit, &first).await).1, "error-offer-code", "the one before holds no more");
        }
        let spaced = format!(" {} {} ", &second[..3], &second[3..]);
        let session = portal::enter(&public, visit, &spaced).await.unwrap();
        assert_eq!(at_field(portal::enter(&public, visit, &second).await).1, "error-offer-code", "it is used up");
        let mut tx = public.store().read().await.unwrap();
        assert!(tx.is_offer_session(&session, id, public.now()).await.unwrap());
        assert!(!tx.is_offer_session(&session, id, public.now() + chrono::Duration::hours(3)).await.unwrap());
        drop(tx);
        assert!(desk.shown().await.sent.unwrap().opened_at.is_some());

        let third = code().await;
        let wrong = if third == "000000" { "000001" } else { "000000" };
        for _ in 0..5 {
            assert_eq!(at_field(portal::enter(&public, visit, wrong).await).1, "error-offer-code");
        }
        assert_eq!(at_field(portal::enter(&public, visit, &third).await).1, "error-offer-code-tries");
        let fourth = code().await;
        server.clock.set(public.now() + chrono::Duration::minutes(11));
        assert_eq!(at_field(portal::enter(&public, visit, &fourth).await).1, "error-offer-code", "too old");
        code().await;
        code().await;
        assert!(matches!(failure(portal::send_code(&public, visit).await), ApiError::TooMany { .. }));
    }
}
