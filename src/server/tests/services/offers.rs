//! Offers and their templates, on both databases.

mod approving;
mod portal;
mod templates;

use crate::api::error::ApiError;
use crate::api::offer_portal::{AcceptOffer, PortalView};
use crate::api::offers::OfferView;
use crate::domain::candidates::{AddApplication, MoveApplication};
use crate::domain::id::{ApplicationId, CandidateId, OfferId, OfferVersionId};
use crate::domain::jobs::{SaveStage, StageKind};
use crate::domain::offers::filled::SaveOffer;
use crate::domain::offers::offer::OfferState;
use crate::domain::offers::tags::{AskedTag, TagKind};
use crate::domain::offers::template::{OfferContent, SaveOfferTemplate};
use crate::domain::people::{Actor, Role};
use crate::server::ctx::Ctx;
use crate::server::services::offers::portal::Visit;
use crate::server::services::offers::{self, paper, sending, writing};
use crate::server::services::{applications, candidates, communication, jobs};
use crate::server::tests::mail::peers::{self, flat, read_pdf};
use crate::server::tests::records::{at_field, colleague, failure, own_id, stored_candidate, stored_job};
use crate::server::tests::support::TestServer;

fn letter(text: &str) -> SaveOfferTemplate {
    let salary = AskedTag { name: "offer.salary".into(), label: "Salary".into(), kind: TagKind::Money, required: true, options: vec![] };
    let content = OfferContent { text: text.into(), asked: vec![salary], approvers: vec![] };
    SaveOfferTemplate { id: None, version: 0, name: "Permanent position".into(), content, approve: false }
}

/// A recruiter, an approved letter, and Ana in the offer stage of a job.
struct Desk {
    admin: Ctx,
    rita: Ctx,
    ana: CandidateId,
    application: ApplicationId,
    letter: OfferVersionId,
}

const TEXT: &str =
    "# Offer\n\nDear {{candidate.first_name}},\n\nwe offer you **{{job.title}}** for {{offer.salary}}.\n\n- {{offer.car}}\n- Berlin";

async fn desk(server: &TestServer, approvers: &[&Ctx]) -> Desk {
    let admin = colleague(server, "Ada", Role::Administrator).await;
    let rita = colleague(server, "Rita", Role::Recruiter).await;
    let car = AskedTag { name: "offer.car".into(), label: "Car".into(), kind: TagKind::Text, required: false, options: vec![] };
    let mut template = letter(TEXT);
    template.approve = true;
    template.content.asked.push(car);
    template.content.approvers = approvers.iter().map(|ctx| own_id(ctx)).collect();
    offers::templates::save(&admin, template).await.unwrap();
    let job = stored_job(&rita, None).await;
    let ana = stored_candidate(&rita, "ana@example.com", None).await;
    let stage = jobs::get(&rita, job).await.unwrap().stages[3].id;
    let application = applications::add(&rita, AddApplication { candidate_id: ana, job_id: Some(job), stage_id: stage }).await.unwrap();
    let letter = writing::tab(&rita, ana, None).await.unwrap().work.unwrap().letters[0].id;
    Desk { admin, rita, ana, application, letter }
}

impl Desk {
    fn offer(&self, typed: &[(&str, &str)]) -> SaveOffer {
        let typed = typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let expires = (self.rita.now() + chrono::Duration::days(7)).format("%Y-%m-%d").to_string();
        SaveOffer { id: None, version: 0, application: self.application, letter: self.letter, typed, expires }
    }

    async fn shown(&self) -> OfferView {
        writing::tab(&self.rita, self.ana, None).await.unwrap().work.unwrap().offer.unwrap()
    }

    /// An offer that was sent.
    async fn sent(&self) -> OfferId {
        let id = writing::save(&self.rita, self.offer(&[("offer.salary", "EUR 85,000")])).await.unwrap();
        let version = self.shown().await.version;
        sending::send(&self.rita, id, version, "ana@example.com").await.unwrap();
        id
    }

    async fn move_to(&self, stage: usize) -> crate::server::error::Result<()> {
        let (job, version, stages) = {
            let view = candidates::get(&self.rita, self.ana).await.unwrap();
            let application = view.applications.into_iter().find(|one| one.id == self.application).unwrap();
            (application.job.id, application.version, application.stages)
        };
        assert!(!stages.is_empty(), "{job}");
        applications::move_to(&self.rita, MoveApplication { id: self.application, version, stage_id: stages[stage].id }).await
    }

    async fn actions(&self, id: OfferId) -> Vec<String> {
        writing::happened(&self.rita, id).await.unwrap().into_iter().rev().map(|line| line.action).collect()
    }

    async fn mails(&self) -> Vec<String> {
        let sql = "select kind || ' ' || recipient_email from outbox where kind like 'offer%' order by id";
        self.rita.store().begin().await.unwrap().raw_texts(sql).await.unwrap()
    }
}

fn entered(server: &TestServer, desk: &Desk, id: OfferId) -> (Ctx, Visit) {
    let ctx = server.ctx(Actor::Offered { id: desk.ana, name: "Ana Ruiz".into(), offer: id });
    (ctx, Visit { offer: id, entered: true })
}

#[tokio::test]
async fn an_offer_is_written_sent_read_and_accepted_as_it_was_sent() {
    for server in TestServer::both().await {
        let desk = desk(&server, &[]).await;
        assert!(writing::tab(&desk.rita, desk.ana, None).await.unwrap().work.unwrap().offer.is_none());
        assert_eq!(
            at_field(writing::save(&desk.rita, desk.offer(&[("offer.salary", "a lot")])).await),
            ("tag.offer.salary".into(), "error-offer-money".into())
        );
        let past = SaveOffer { expires: "2001-01-31".into(), ..desk.offer(&[]) };
        assert_eq!(at_field(writing::save(&desk.rita, past).await), ("expires".into(), "error-offer-past".into()));

        let id = writing::save(&desk.rita, desk.offer(&[])).await.unwrap();
        assert_eq!(failure(writing::save(&desk.rita, desk.offer(&[])).await), ApiError::Stale, "somebody else began one meanwhile");
        assert_eq!(
            at_field(sending::send(&desk.rita, id, 1, "ana@example.com").await),
            ("tag.offer.salary".into(), "error-required".into())
        );
        let change = |version| SaveOffer {
            id: Some(id),
            version,
            ..desk.offer(&[("offer.salary", "EUR 85,000"), ("candidate.first_name", "{{today}} <b>")])
        };
        writing::save(&desk.rita, change(1)).await.unwrap();
        assert_eq!(failure(writing::save(&desk.rita, change(1)).await), ApiError::Stale);
        assert_eq!(
            failure(sending::send(&desk.rita, id, 2, "old@example.com").await),
            ApiError::Stale,
            "another address than was confirmed"
        );
        sending::send(&desk.rita, id, 2, "ana@example.com").await.unwrap();
        let shown = desk.shown().await;
        let sent = shown.sent.clone().unwrap();
        assert_eq!((shown.state, sent.to.as_str()), (OfferState::Sent, "ana@example.com"));
        let text = serde_json::to_string(&sent.letter).unwrap();
        assert_eq!(sent.sha256, crate::server::keys::fingerprint(&text));
        assert!(text.contains("{{today}} <b>") && text.contains("EUR 85,000") && !text.contains("offer.car\""), "{text}");
        assert_eq!(failure(writing::save(&desk.rita, change(3)).await), ApiError::NotPossible("error-offer-is-sent".into()));
        for sql in ["update offer_letters set content = '{}'", "delete from offer_letters", "update offer_drafts set typed = '{}'"] {
            assert!(desk.rita.store().begin().await.unwrap().execute_raw(sql).await.is_err(), "{sql}");
        }
        let paper = paper::for_staff(&desk.rita, id).await.unwrap();
        let found = read_pdf(&paper.bytes);
        let text = flat(&peers::pages(&found).join("\n"));
        for words in ["Offer", "Dear {{today}} <b>, we offer you Controller for EUR 85,000.", "• Berlin", "page 1 of 1"] {
            assert!(text.contains(words), "another library misses {words} in {text}");
        }
        assert_eq!(found["title"].as_str(), Some("Permanent position"));
        let told = communication::tab(&desk.rita, desk.ana, 0).await.unwrap().messages.remove(0);
        assert_eq!(told.kind, "offer_sent");
        assert!(told.text.unwrap().contains("/o/…"), "on the Communication tab, without the key of its link");

        // The record may change: what was sent does not.
        let letter = letter("Another text");
        let template = offers::templates::list(&desk.admin).await.unwrap()[0].id;
        offers::templates::save(&desk.admin, SaveOfferTemplate { id: Some(template), version: 1, approve: true, ..letter }).await.unwrap();
        let (candidate, visit) = entered(&server, &desk, id);
        let PortalView::Open(page) = offers::portal::page(&candidate, visit).await.unwrap() else { panic!() };
        assert_eq!(page.blocks, sent.letter.blocks);
        let signature = |consent, sha256: &str| AcceptOffer { name: "Ana Ruiz".into(), consent, sha256: sha256.into() };
        assert_eq!(at_field(offers::portal::accept(&candidate, visit, signature(false, &sent.sha256)).await).0, "consent");
        assert_eq!(failure(offers::portal::accept(&candidate, visit, signature(true, "other")).await), ApiError::Stale);
        offers::portal::download(&candidate, visit).await.unwrap();
        offers::portal::accept(&candidate, visit, signature(true, &sent.sha256)).await.unwrap();
        let shown = desk.shown().await;
        assert_eq!((shown.state, shown.signed_as.as_str(), shown.ended_at), (OfferState::Accepted, "Ana Ruiz", Some(candidate.now())));
        assert_eq!(
            failure(offers::portal::decline(&candidate, visit, "No").await),
            ApiError::NotPossible("error-offer-is-accepted".into())
        );
        assert_eq!(
            failure(sending::rescind(&desk.rita, id, shown.version, "No").await),
            ApiError::NotPossible("error-offer-is-accepted".into())
        );
        assert_eq!(desk.actions(id).await, ["offer.generated", "offer.changed", "offer.sent", "offer.downloaded", "offer.accepted"]);
        assert_eq!(
            desk.mails().await,
            ["offer_sent ana@example.com", "offer_news_accepted rita@agency.example", "offer_confirmed ana@example.com"]
        );
        let other = stored_candidate(&desk.rita, "other@example.com", None).await;
        assert!(writing::tab(&desk.rita, other, None).await.unwrap().application.is_none(), "no offers outside their stage");
    }
}

#[tokio::test]
async fn a_declined_offer_can_be_followed_by_another_and_an_open_one_keeps_the_candidate_in_the_stage() {
    for server in TestServer::both().await {
        let desk = desk(&server, &[]).await;
        let first = desk.sent().await;
        assert_eq!(failure(desk.move_to(0).await), ApiError::NotPossible("error-application-has-offer".into()));
        let (candidate, visit) = entered(&server, &desk, first);
        assert_eq!(at_field(offers::portal::decline(&candidate, visit, " ").await).0, "reason");
        offers::portal::decline(&candidate, visit, "Too far").await.unwrap();
        let shown = desk.shown().await;
        assert_eq!((shown.state, shown.reason.as_str(), shown.number), (OfferState::Declined, "Too far", 1));

        let second = desk.sent().await;
        assert_eq!(desk.shown().await.number, 2);
        assert_eq!(at_field(sending::rescind(&desk.rita, second, 2, "").await).0, "reason");
        sending::rescind(&desk.rita, second, 2, "Budget").await.unwrap();
        let (candidate, visit) = entered(&server, &desk, second);
        let PortalView::Open(page) = offers::portal::page(&candidate, visit).await.unwrap() else { panic!() };
        assert_eq!(page.state, OfferState::Rescinded);
        let signature = AcceptOffer { name: "Ana".into(), consent: true, sha256: page.sha256.clone() };
        assert_eq!(
            failure(offers::portal::accept(&candidate, visit, signature).await),
            ApiError::NotPossible("error-offer-is-rescinded".into())
        );

        let third = desk.sent().await;
        server.clock.set(desk.rita.now() + chrono::Duration::days(9));
        // Nobody can answer any more, whether that was noted or not.
        assert_eq!(desk.shown().await.state, OfferState::Expired);
        let (candidate, visit) = entered(&server, &desk, third);
        assert_eq!(failure(offers::portal::decline(&candidate, visit, "No").await), ApiError::NotPossible("error-offer-is-expired".into()));
        let system = server.ctx(Actor::System);
        assert_eq!((sending::expire(&system).await.unwrap(), sending::expire(&system).await.unwrap()), (1, 0), "told once");
        assert_eq!(desk.actions(third).await.last().map(String::as_str), Some("offer.expired"));
        assert!(desk.mails().await.contains(&"offer_news_expired rita@agency.example".to_owned()));
        desk.move_to(0).await.unwrap();
        assert!(writing::tab(&desk.rita, desk.ana, None).await.unwrap().application.is_none(), "the tab is gone, the records stay");
        assert_eq!(failure(writing::save(&desk.rita, desk.offer(&[])).await), ApiError::NotPossible("error-offer-stage".into()));
        desk.move_to(3).await.unwrap();
        assert_eq!(desk.shown().await.number, 3);
    }
}

#[tokio::test]
async fn a_stage_with_an_open_offer_keeps_its_kind() {
    for server in TestServer::both().await {
        let desk = desk(&server, &[]).await;
        let id = desk.sent().await;
        let job = candidates::get(&desk.rita, desk.ana).await.unwrap().applications[0].job.id;
        let save = async |change: fn(&mut SaveStage)| {
            let mut form = jobs::get(&desk.rita, job).await.unwrap().form();
            change(&mut form.stages[3]);
            jobs::save(&desk.rita, form).await
        };
        let kind = async || jobs::get(&desk.rita, job).await.unwrap().stages[3].kind;
        assert_eq!(at_field(save(|stage| stage.kind = StageKind::Screen).await), ("stages.3.kind".into(), "error-stage-has-offers".into()));
        assert_eq!(kind().await, StageKind::Offer);
        save(|stage| stage.name = "Decision".into()).await.unwrap();
        sending::rescind(&desk.rita, id, desk.shown().await.version, "Budget").await.unwrap();
        save(|stage| stage.kind = StageKind::Screen).await.unwrap();
        assert_eq!(kind().await, StageKind::Screen, "nobody has an offer to answer any more");
    }
}

#[tokio::test]
async fn of_two_who_act_at_once_one_wins_and_the_other_is_told_what_became_of_it() {
    for server in TestServer::both().await {
        let desk = desk(&server, &[]).await;
        let id = desk.sent().await;
        let (candidate, visit) = entered(&server, &desk, id);
        let (version, sha256) = {
            let shown = desk.shown().await;
            (shown.version, shown.sent.unwrap().sha256)
        };
        let signature = AcceptOffer { name: "Ana Ruiz".into(), consent: true, sha256 };
        let (accepted, rescinded) =
            tokio::join!(offers::portal::accept(&candidate, visit, signature), sending::rescind(&desk.rita, id, version, "Budget"));
        let state = desk.shown().await.state;
        match (accepted.is_ok(), rescinded.is_ok()) {
            (true, false) => {
                assert_eq!((state, failure(rescinded)), (OfferState::Accepted, ApiError::NotPossible("error-offer-is-accepted".into())));
            }
            (false, true) => {
                assert_eq!((state, failure(accepted)), (OfferState::Rescinded, ApiError::NotPossible("error-offer-is-rescinded".into())));
            }
            both => panic!("{both:?}"),
        }
        let ended =
            desk.actions(id).await.into_iter().filter(|action| ["offer.accepted", "offer.rescinded"].contains(&action.as_str())).count();
        assert_eq!(ended, 1);
    }
}
