//! Offers and their templates, on both databases.

use crate::api::error::ApiError;
use crate::api::offer_portal::{AcceptOffer, PortalView};
use crate::api::offers::{DecideOffer, OfferView};
use crate::domain::candidates::{AddApplication, MoveApplication};
use crate::domain::id::{ApplicationId, CandidateId, OfferId, OfferTemplateId, OfferVersionId};
use crate::domain::offers::filled::SaveOffer;
use crate::domain::offers::offer::OfferState;
use crate::domain::offers::tags::{AskedTag, TagKind};
use crate::domain::offers::template::{OfferContent, SaveOfferTemplate};
use crate::domain::people::{Actor, Role};
use crate::server::carriers::Parcel;
use crate::server::ctx::Ctx;
use crate::server::services::messages::place;
use crate::server::services::offers::portal::Visit;
use crate::server::services::offers::{approving, paper, portal, sending, templates, writing};
use crate::server::services::{applications, candidates, communication, jobs};
use crate::server::tests::mail::peers::{self, flat, read_pdf};
use crate::server::tests::records::{at_field, colleague, failure, own_id, stored_candidate, stored_job};
use crate::server::tests::support::TestServer;

fn letter(text: &str) -> SaveOfferTemplate {
    let salary = AskedTag { name: "offer.salary".into(), label: "Salary".into(), kind: TagKind::Money, required: true, options: vec![] };
    let content = OfferContent { text: text.into(), asked: vec![salary], approvers: vec![] };
    SaveOfferTemplate { id: None, version: 0, name: "Permanent position".into(), content, approve: false }
}

#[tokio::test]
async fn a_letter_is_offered_once_approved_and_an_approved_version_never_changes() {
    for server in TestServer::both().await {
        let ada = colleague(&server, "Ada", Role::Administrator).await;
        let rita = colleague(&server, "Rita", Role::Recruiter).await;
        assert_eq!(failure(templates::save(&rita, letter("Hello")).await), ApiError::Forbidden);
        let id = templates::save(&ada, letter("Dear {{candidate.first_name}}")).await.unwrap();
        let offered = async || server.app.store.read().await.unwrap().offered_letters().await.unwrap();
        assert!(offered().await.is_empty());

        let again = |version, text: &str, approve| SaveOfferTemplate { id: Some(id), version, approve, ..letter(text) };
        templates::save(&ada, again(1, "Dear {{candidate.first_name}}, {{offer.salary}}", true)).await.unwrap();
        assert_eq!(failure(templates::save(&ada, again(1, "x", true)).await), ApiError::Stale);
        templates::save(&ada, again(2, "Hello {{candidate.name}}", false)).await.unwrap();
        let view = templates::template(&ada, id).await.unwrap();
        let versions: Vec<_> = view.versions.iter().map(|one| (one.number, one.approved_at.is_some(), one.content.text.as_str())).collect();
        assert_eq!(versions, [(2, false, "Hello {{candidate.name}}"), (1, true, "Dear {{candidate.first_name}}, {{offer.salary}}")]);
        let line = templates::list(&ada).await.unwrap().remove(0);
        assert_eq!((line.approved, line.has_draft, line.retired), (Some(1), true, false));
        assert_eq!(offered().await[0].1.number, 1, "the draft is not offered");

        templates::retire(&ada, id, 3, true).await.unwrap();
        assert_eq!(failure(templates::retire(&ada, id, 3, false).await), ApiError::Stale);
        assert!(offered().await.is_empty());
        templates::retire(&ada, id, 4, false).await.unwrap();
        assert_eq!(offered().await.len(), 1);
        assert_eq!(failure(templates::template(&ada, OfferTemplateId::new(uuid::Uuid::nil())).await), ApiError::NotFound);
    }
}

#[tokio::test]
async fn a_tag_that_nothing_is_known_of_is_refused_with_its_place_and_nothing_is_stored() {
    for server in TestServer::both().await {
        let ada = colleague(&server, "Ada", Role::Administrator).await;
        assert_eq!(
            at_field(templates::save(&ada, letter("Dear\n{{candidate.frist_name}}")).await),
            ("text".into(), "error-tag-misspelt".into())
        );
        assert_eq!(at_field(templates::save(&ada, letter("{{offer.bonus}}")).await).1, "error-tag-unknown");
        assert_eq!(at_field(templates::save(&ada, SaveOfferTemplate { name: " ".into(), ..letter("Hello") }).await).0, "name");
        assert!(templates::list(&ada).await.unwrap().is_empty());
    }
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
    templates::save(&admin, template).await.unwrap();
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
        let template = templates::list(&desk.admin).await.unwrap()[0].id;
        templates::save(&desk.admin, SaveOfferTemplate { id: Some(template), version: 1, approve: true, ..letter }).await.unwrap();
        let (candidate, visit) = entered(&server, &desk, id);
        let PortalView::Open(page) = portal::page(&candidate, visit).await.unwrap() else { panic!() };
        assert_eq!(page.blocks, sent.letter.blocks);
        let signature = |consent, sha256: &str| AcceptOffer { name: "Ana Ruiz".into(), consent, sha256: sha256.into() };
        assert_eq!(at_field(portal::accept(&candidate, visit, signature(false, &sent.sha256)).await).0, "consent");
        assert_eq!(failure(portal::accept(&candidate, visit, signature(true, "other")).await), ApiError::Stale);
        portal::download(&candidate, visit).await.unwrap();
        portal::accept(&candidate, visit, signature(true, &sent.sha256)).await.unwrap();
        let shown = desk.shown().await;
        assert_eq!((shown.state, shown.signed_as.as_str(), shown.ended_at), (OfferState::Accepted, "Ana Ruiz", Some(candidate.now())));
        assert_eq!(failure(portal::decline(&candidate, visit, "No").await), ApiError::NotPossible("error-offer-is-accepted".into()));
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

#[tokio::test]
async fn a_declined_offer_can_be_followed_by_another_and_an_open_one_keeps_the_candidate_in_the_stage() {
    for server in TestServer::both().await {
        let desk = desk(&server, &[]).await;
        let first = desk.sent().await;
        assert_eq!(failure(desk.move_to(0).await), ApiError::NotPossible("error-application-has-offer".into()));
        let (candidate, visit) = entered(&server, &desk, first);
        assert_eq!(at_field(portal::decline(&candidate, visit, " ").await).0, "reason");
        portal::decline(&candidate, visit, "Too far").await.unwrap();
        let shown = desk.shown().await;
        assert_eq!((shown.state, shown.reason.as_str(), shown.number), (OfferState::Declined, "Too far", 1));

        let second = desk.sent().await;
        assert_eq!(desk.shown().await.number, 2);
        assert_eq!(at_field(sending::rescind(&desk.rita, second, 2, "").await).0, "reason");
        sending::rescind(&desk.rita, second, 2, "Budget").await.unwrap();
        let (candidate, visit) = entered(&server, &desk, second);
        let PortalView::Open(page) = portal::page(&candidate, visit).await.unwrap() else { panic!() };
        assert_eq!(page.state, OfferState::Rescinded);
        let signature = AcceptOffer { name: "Ana".into(), consent: true, sha256: page.sha256.clone() };
        assert_eq!(failure(portal::accept(&candidate, visit, signature).await), ApiError::NotPossible("error-offer-is-rescinded".into()));

        let third = desk.sent().await;
        server.clock.set(desk.rita.now() + chrono::Duration::days(9));
        // Nobody can answer any more, whether that was noted or not.
        assert_eq!(desk.shown().await.state, OfferState::Expired);
        let (candidate, visit) = entered(&server, &desk, third);
        assert_eq!(failure(portal::decline(&candidate, visit, "No").await), ApiError::NotPossible("error-offer-is-expired".into()));
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
            tokio::join!(portal::accept(&candidate, visit, signature), sending::rescind(&desk.rita, id, version, "Budget"));
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
