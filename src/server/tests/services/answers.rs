//! Answers to invitations: by the link of the mail and signed in, shown at once, never more than one's own response.

use crate::api::answers::{AnswerPage, AnswerState, AnswerView};
use crate::api::booking::BookedInterview;
use crate::api::calendar::CalendarQuery;
use crate::api::error::ApiError;
use crate::domain::id::UserId;
use crate::domain::people::{Actor, Role};
use crate::domain::scheduling::answer::GiveAnswer;
use crate::domain::scheduling::interview::{PersonKind, Response};
use crate::domain::time::{Instant, ms, plus_minutes};
use crate::server::ctx::Ctx;
use crate::server::error::Error;
use crate::server::jobs::outbox::drain;
use crate::server::mail::transport::Transport;
use crate::server::services::links::InvitationKey;
use crate::server::services::{answers, booking, calendar};
use crate::server::tests::mail::peers::MailServer;
use crate::server::tests::world::{Agency, JobLike, at, span, token};

/// An interview on Monday 8 March 2027 at 14:00 UTC with the contact and Ada.
pub struct Booked {
    pub agency: Agency,
    pub interview: BookedInterview,
    pub ada: UserId,
}

impl Booked {
    pub async fn on(agency: Agency) -> Self {
        let ada = agency.attendee("Ada Attendee").await;
        let job = agency.job(JobLike { attendees: vec![ada], ..Default::default() }).await;
        let (request, page) = agency.invited("Asha Rao", job, agency.contact).await;
        agency.share(page, JobLike::default().timing, &[span("2027-03-08T14:00:00Z", "2027-03-08T17:00:00Z")]).await;
        let interview = booking::book_for(&agency.staff(), request, at("2027-03-08T14:00:00Z")).await.unwrap();
        Self { agency, interview, ada }
    }

    pub async fn both() -> Vec<Self> {
        let mut all = Vec::new();
        for agency in Agency::both().await {
            all.push(Self::on(agency).await);
        }
        all
    }

    /// The links to answer with, by name, as the mails that wait have them.
    async fn links(&self, smtp: &MailServer) -> impl Fn(&str) -> String {
        let transport = Transport::new(&smtp.url()).unwrap();
        drain(&self.agency.server.app, &transport, &Default::default()).await.unwrap();
        let mails = smtp.mails();
        move |name: &str| {
            let to = mails.iter().rev().find(|mail| mail["to"][0][0] == name && !mail["calendar"].is_null()).unwrap();
            let text = to["text"].as_str().unwrap();
            let start = text.find("/a/").unwrap_or_else(|| panic!("{text}"));
            text[start..].split(['?', '\n']).next().unwrap().to_owned()
        }
    }

    async fn enter(&self, link: &str) -> (Ctx, InvitationKey) {
        let mut ctx = self.agency.server.public();
        let key = ctx.enter_answer(token(link)).await.unwrap();
        (ctx, key)
    }

    pub async fn responses(&self) -> Vec<String> {
        self.agency.texts("select name || ' ' || response from interview_people where kind <> 'organiser' order by name").await
    }
}

fn say(answer: &str, start: Instant) -> GiveAnswer {
    GiveAnswer { answer: answer.into(), start_ms: ms(start), ..GiveAnswer::default() }
}

async fn view(ctx: &Ctx, key: &InvitationKey) -> AnswerView {
    match answers::page(ctx, key).await.unwrap() {
        AnswerPage::Invited(view) => *view,
        AnswerPage::NotInvited { .. } => panic!("invited"),
    }
}

async fn give(ctx: &Ctx, key: &InvitationKey, input: &GiveAnswer) -> Result<(), ApiError> {
    answers::give(ctx, key.interview, &key.person, input).await.map_err(|error| error.into_api("test"))
}

#[tokio::test]
async fn an_answer_by_the_links_of_the_mail_is_seen_everywhere_and_changes_nothing_else() {
    for booked in Booked::both().await {
        let smtp = MailServer::start();
        let link = booked.links(&smtp).await;
        let start = booked.interview.span.start();
        let (ada, ada_key) = booked.enter(&link("Ada Attendee")).await;
        let (nora, nora_key) = booked.enter(&link("Nora North")).await;
        let (asha, asha_key) = booked.enter(&link("Asha Rao")).await;
        let shown = view(&ada, &ada_key).await;
        assert_eq!((shown.state, shown.response, shown.part), (AnswerState::Open, Response::NeedsAction, PersonKind::Attendee));
        assert_eq!((shown.candidate.as_deref(), shown.zone.name(), shown.was), (Some("Asha Rao"), "Europe/Berlin", None));
        let shown = view(&asha, &asha_key).await;
        assert_eq!((shown.candidate, shown.zone.name(), shown.company.as_str()), (None, "Asia/Kolkata", "Northwind"));

        give(&ada, &ada_key, &say("accepted", start)).await.unwrap();
        give(&ada, &ada_key, &say("accepted", start)).await.unwrap();
        give(&nora, &nora_key, &GiveAnswer { reason: "Ill that day".into(), ..say("declined", start) }).await.unwrap();
        let elsewhen = GiveAnswer {
            date: "2027-03-08".into(),
            time: "21:00".into(),
            zone: "Asia/Kolkata".into(),
            words: "or any later".into(),
            ..say("proposed", start)
        };
        give(&asha, &asha_key, &elsewhen).await.unwrap();
        assert_eq!(booked.responses().await, ["Ada Attendee accepted", "Asha Rao tentative", "Nora North declined"]);
        let agency = &booked.agency;
        assert_eq!(
            agency.number("select count(*) from history where action = 'interview.answered'").await,
            3,
            "the same answer twice is one"
        );
        let actors = "select actor_kind || ' ' || actor_name from history where action = 'interview.answered' order by actor_name";
        assert_eq!(agency.texts(actors).await, ["user Ada Attendee", "candidate Asha Rao", "contact Nora North"]);
        assert_eq!(agency.texts("select state from interviews").await, ["confirmed"], "a refusal calls nothing off");
        assert_eq!(agency.number("select starts_at from interviews").await, ms(start), "a proposal moves nothing");
        assert_eq!(agency.version("interviews", booked.interview.id).await, booked.interview.version);

        // The interview's page, the calendar.
        let staff = agency.staff();
        let seen = calendar::interview(&staff, booked.interview.id).await.unwrap();
        let of = |name: &str| seen.people.iter().find(|person| person.name == name).unwrap().clone();
        assert_eq!(of("Nora North").answer.unwrap().reason, "Ill that day");
        let proposal = of("Asha Rao").answer.unwrap().proposal.unwrap();
        assert_eq!((proposal.start, proposal.words.as_str()), (Some(at("2027-03-08T15:30:00Z")), "or any later"));
        let query = CalendarQuery { date: Some(start.date_naive()), ..CalendarQuery::default() };
        let entry = calendar::calendar(&staff, query).await.unwrap().interviews.remove(0);
        let responses: Vec<_> = entry.people.iter().map(|person| (person.name.as_str(), person.response)).collect();
        assert_eq!(responses, [("Nora North", Response::Declined), ("Ada Attendee", Response::Accepted)]);
        let ada_signed_in = agency.server.ctx(Actor::User { id: booked.ada, name: "Ada Attendee".into(), role: Role::Interviewer });
        let hers = calendar::interview(&ada_signed_in, booked.interview.id).await.unwrap();
        assert_eq!(hers.own, Some(Response::Accepted));
        assert!(hers.people.iter().all(|person| person.answer.is_none() || person.name == "Ada Attendee"), "reasons are for who schedules");

        // The recruiter is told of the refusal and of the proposal.
        let transport = Transport::new(&smtp.url()).unwrap();
        drain(&agency.server.app, &transport, &Default::default()).await.unwrap();
        let mails = smtp.mails();
        let to_dana = mails.iter().filter(|mail| mail["to"][0][1] == "dana@weiss.example");
        let subjects: Vec<&str> = to_dana.map(|mail| mail["subject"].as_str().unwrap()).collect();
        for start in ["Asha Rao asks for another time", "Nora North does not come"] {
            assert!(subjects.iter().any(|subject| subject.starts_with(start)), "{subjects:?}");
        }

        // One action moves it there; the answers to the old time are gone.
        let moved =
            booking::reschedule_interview(&staff, booked.interview.id, proposal.start.unwrap(), booked.interview.version).await.unwrap();
        assert_eq!(moved.span.start(), at("2027-03-08T15:30:00Z"));
        let seen = calendar::interview(&staff, booked.interview.id).await.unwrap();
        assert!(seen.people.iter().all(|person| person.answer.is_none()));
    }
}

#[tokio::test]
async fn an_old_link_shows_the_present_state_and_answers_nothing_that_was_not_read() {
    for booked in Booked::both().await {
        let smtp = MailServer::start();
        let link = booked.links(&smtp).await;
        let (old, (staff, id)) = (booked.interview.span.start(), (booked.agency.staff(), booked.interview.id));
        let ada_link = link("Ada Attendee");
        let (ada, key) = booked.enter(&ada_link).await;
        give(&ada, &key, &say("declined", old)).await.unwrap();
        let moved = booking::reschedule_interview(&staff, id, at("2027-03-08T15:00:00Z"), booked.interview.version).await.unwrap();
        let shown = view(&ada, &key).await;
        assert_eq!((shown.span, shown.was, shown.response), (moved.span, Some(old), Response::NeedsAction));
        assert!(shown.answer.is_none());
        assert_eq!(give(&ada, &key, &say("accepted", old)).await, Err(ApiError::Stale), "read before it was moved");
        give(&ada, &key, &say("accepted", moved.span.start())).await.unwrap();

        // Who no longer takes part is told nothing.
        booked.agency.execute(&[format!("delete from interview_people where person_id = '{}'", booked.ada)]).await;
        let (ada, key) = booked.enter(&ada_link).await;
        assert!(matches!(answers::page(&ada, &key).await.unwrap(), AnswerPage::NotInvited { .. }));
        assert_eq!(give(&ada, &key, &say("accepted", moved.span.start())).await, Err(ApiError::NotFound));

        // Called off, then past.
        let (nora, key) = booked.enter(&link("Nora North")).await;
        let begun = booked.agency.server.app.clock.now();
        booked.agency.server.clock.set(moved.span.start());
        assert_eq!(view(&nora, &key).await.state, AnswerState::Over);
        assert!(matches!(give(&nora, &key, &say("accepted", moved.span.start())).await, Err(ApiError::NotPossible(_))));
        booked.agency.server.clock.set(begun);
        booking::cancel_interview(&staff, id, "The client is away", moved.version).await.unwrap();
        let shown = view(&nora, &key).await;
        assert_eq!((shown.state, shown.reason.as_str()), (AnswerState::Cancelled, "The client is away"));
        assert!(matches!(give(&nora, &key, &say("accepted", moved.span.start())).await, Err(ApiError::NotPossible(_))));

        // It holds for a while after the end, then expires.
        let mut ctx = booked.agency.server.public();
        booked.agency.server.clock.set(plus_minutes(booked.interview.span.end(), 14 * 24 * 60 + 1));
        assert!(matches!(ctx.enter_answer(token(&link("Nora North"))).await, Err(Error::Api(ApiError::Unauthorized))));
        assert!(ctx.enter_booking(token(&link("Nora North"))).await.is_err(), "of one purpose only");
    }
}

#[tokio::test]
async fn colleagues_answer_signed_in_and_for_themselves_only() {
    for booked in Booked::both().await {
        let (id, start) = (booked.interview.id, booked.interview.span.start());
        let ada = booked.agency.server.ctx(Actor::User { id: booked.ada, name: "Ada Attendee".into(), role: Role::Interviewer });
        answers::give_own(&ada, id, &GiveAnswer { reason: "On leave".into(), ..say("declined", start) }).await.unwrap();
        // Staff booked for the candidate, who is asked like everybody else.
        assert_eq!(booked.responses().await, ["Ada Attendee declined", "Asha Rao needs_action", "Nora North needs_action"]);
        let staff = booked.agency.staff();
        assert!(
            matches!(answers::give_own(&staff, id, &say("accepted", start)).await, Err(Error::Api(ApiError::NotFound))),
            "the organiser is not asked"
        );
        let nora = booked.agency.contact.to_string();
        assert!(matches!(answers::give(&ada, id, &nora, &say("accepted", start)).await, Err(Error::Api(ApiError::Forbidden))));
        assert!(matches!(answers::give_own(&ada, id, &say("perhaps", start)).await, Err(Error::Api(ApiError::Invalid(_)))));
        assert!(matches!(
            answers::give_own(&booked.agency.server.public(), id, &say("accepted", start)).await,
            Err(Error::Api(ApiError::Unauthorized))
        ));
    }
}

#[tokio::test]
async fn an_answer_while_the_interview_is_moved_is_never_for_the_other_time() {
    for booked in Booked::both().await {
        let (id, start) = (booked.interview.id, booked.interview.span.start());
        let ada = booked.agency.server.ctx(Actor::User { id: booked.ada, name: "Ada Attendee".into(), role: Role::Interviewer });
        let staff = booked.agency.staff();
        for round in 0..6_i64 {
            let version = booked.agency.version("interviews", id).await;
            let (from, to) = if round % 2 == 0 { (start, plus_minutes(start, 60)) } else { (plus_minutes(start, 60), start) };
            let accepted = say("accepted", from);
            let (answered, moved) =
                tokio::join!(answers::give_own(&ada, id, &accepted), booking::reschedule_interview(&staff, id, to, version));
            moved.unwrap();
            assert!(
                matches!(answered, Ok(()) | Err(Error::Api(ApiError::Stale)) | Err(Error::Store(crate::server::error::StoreError::Stale))),
                "{answered:?}"
            );
            assert!(booked.responses().await.contains(&"Ada Attendee needs_action".into()), "round {round}: {answered:?}");
        }
    }
}
