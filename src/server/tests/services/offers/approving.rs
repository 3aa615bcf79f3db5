//! Who has to approve an offer before it is sent.

use super::{desk, entered};
use crate::api::error::ApiError;
use crate::api::offers::DecideOffer;
use crate::domain::offers::filled::SaveOffer;
use crate::domain::offers::offer::OfferState;
use crate::domain::people::Role;
use crate::server::services::offers::{approving, portal, sending, writing};
use crate::server::tests::records::{at_field, colleague, failure};
use crate::server::tests::support::TestServer;

#[tokio::test]
async fn an_offer_is_sent_only_once_everybody_in_the_chain_approved_it_as_it_is() {
    for server in TestServer::both().await {
        let hanna = colleague(&server, "Hanna", Role::HiringManager).await;
        let ben = colleague(&server, "Ben", Role::Interviewer).await;
        let desk = desk(&server, &[&hanna, &ben]).await;
        let say = |id, version, approve, reason: &str| DecideOffer { id, version, approve, reason: reason.into() };
        let id = writing::save(&desk.rita, desk.offer(&[])).await.unwrap();
        assert_eq!(
            failure(sending::send(&desk.rita, id, 1, "ana@example.com").await),
            ApiError::NotPossible("error-offer-is-draft".into())
        );
        assert_eq!(at_field(approving::ask(&desk.rita, id, 1).await).0, "tag.offer.salary");
        let save = |version| SaveOffer { id: Some(id), version, ..desk.offer(&[("offer.salary", "EUR 85,000")]) };
        writing::save(&desk.rita, save(1)).await.unwrap();
        approving::ask(&desk.rita, id, 2).await.unwrap();
        // Who has to approve reads it; others do not.
        assert!(writing::tab(&ben, desk.ana, Some(desk.application)).await.unwrap().work.unwrap().offer.unwrap().is_approver);
        let ina = colleague(&server, "Ina", Role::Interviewer).await;
        assert_eq!(failure(writing::tab(&ina, desk.ana, Some(desk.application)).await), ApiError::NotFound);
        assert_eq!(failure(approving::decide(&desk.rita, say(id, 3, true, "")).await), ApiError::NotFound);
        assert_eq!(failure(approving::decide(&ben, say(id, 3, true, "")).await), ApiError::NotPossible("error-offer-not-next".into()));
        assert_eq!(at_field(approving::decide(&hanna, say(id, 3, false, " ")).await).0, "reason");
        approving::decide(&hanna, say(id, 3, true, "Fine")).await.unwrap();
        assert_eq!(failure(approving::decide(&hanna, say(id, 3, true, "")).await), ApiError::NotPossible("error-offer-not-next".into()));
        assert_eq!(desk.shown().await.state, OfferState::Approving);

        // A change makes void what was approved.
        writing::save(&desk.rita, save(3)).await.unwrap();
        let shown = desk.shown().await;
        assert_eq!((shown.state, shown.approvals.len()), (OfferState::Draft, 0));
        approving::ask(&desk.rita, id, 4).await.unwrap();
        approving::decide(&hanna, say(id, 5, true, "")).await.unwrap();
        approving::decide(&ben, say(id, 5, false, "Too much")).await.unwrap();
        assert_eq!(desk.shown().await.state, OfferState::Draft);
        approving::ask(&desk.rita, id, 6).await.unwrap();
        approving::decide(&hanna, say(id, 7, true, "")).await.unwrap();
        approving::decide(&ben, say(id, 7, true, "")).await.unwrap();
        let shown = desk.shown().await;
        assert_eq!(shown.state, OfferState::Approved);
        sending::send(&desk.rita, id, shown.version, "ana@example.com").await.unwrap();
        let told: Vec<_> = desk.mails().await.into_iter().filter(|mail| mail.starts_with("offer_news")).collect();
        let (hanna, ben, rita) = ("hanna@agency.example", "ben@agency.example", "rita@agency.example");
        let expected = [
            format!("offer_news_asked {hanna}"),
            format!("offer_news_asked {ben}"),
            format!("offer_news_asked {hanna}"),
            format!("offer_news_asked {ben}"),
            format!("offer_news_refused {rita}"),
            format!("offer_news_asked {hanna}"),
            format!("offer_news_asked {ben}"),
            format!("offer_news_approved {rita}"),
        ];
        assert_eq!(told, expected);
    }
}

#[tokio::test]
async fn who_wrote_an_offer_is_told_like_the_recruiter_each_once() {
    for server in TestServer::both().await {
        let hanna = colleague(&server, "Hanna", Role::HiringManager).await;
        let desk = desk(&server, &[&hanna]).await;
        let cora = colleague(&server, "Cora", Role::Coordinator).await;
        let [dora, ida] = [colleague(&server, "Dora", Role::Recruiter).await, colleague(&server, "Ida", Role::Recruiter).await];
        let id = writing::save(&cora, desk.offer(&[("offer.salary", "EUR 85,000")])).await.unwrap();
        let say = |version, approve, reason: &str| DecideOffer { id, version, approve, reason: reason.into() };
        // The recruiter writes in it, too, and two who are gone before anything is told.
        for (version, author) in [(1, &desk.rita), (2, &dora), (3, &ida), (4, &cora)] {
            let change = SaveOffer { id: Some(id), version, ..desk.offer(&[("offer.salary", "EUR 86,000")]) };
            writing::save(author, change).await.unwrap();
        }
        let mut tx = server.app.store.begin().await.unwrap();
        tx.execute_raw("update users set active = false where name = 'Dora'").await.unwrap();
        tx.execute_raw("update users set role = 'interviewer' where name = 'Ida'").await.unwrap();
        tx.commit().await.unwrap();

        approving::ask(&desk.rita, id, 5).await.unwrap();
        approving::decide(&hanna, say(6, false, "Too much")).await.unwrap();
        approving::ask(&cora, id, 7).await.unwrap();
        approving::decide(&hanna, say(8, true, "")).await.unwrap();
        sending::send(&desk.rita, id, 9, "ana@example.com").await.unwrap();
        let (candidate, visit) = entered(&server, &desk, id);
        portal::decline(&candidate, visit, "Too far").await.unwrap();

        let told: Vec<_> =
            desk.mails().await.into_iter().filter(|mail| mail.starts_with("offer_news") && !mail.contains("asked")).collect();
        let both = |what: &str| ["rita", "cora"].map(|name| format!("offer_news_{what} {name}@agency.example"));
        assert_eq!(told, ["refused", "approved", "declined"].map(both).concat());
        let history = writing::happened(&desk.rita, id).await.unwrap();
        for action in ["offer.refused", "offer.approved", "offer.declined"] {
            let line = history.iter().find(|line| line.action == action).unwrap();
            assert_eq!(line.told.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["Rita", "Cora"], "{action}");
        }
    }
}
