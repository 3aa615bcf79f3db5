//! Answers of calendars by mail: as given on the page, from who is asked alone, to what stands alone.

use super::answers::Booked;
use super::interviews::{add, plan};
use crate::api::interviews::ShiftInterview;
use crate::domain::people::Actor;
use crate::domain::rooms::SaveRoom;
use crate::domain::time::{Instant, ms};
use crate::server::services::replies::{Received, receive};
use crate::server::services::{booking, calendar, interviews, rooms};
use crate::server::tests::mail::replies::{Said, apple, google, outlook};
use crate::server::tests::support::user;
use crate::server::tests::world::{Agency, JobLike, at, span};

/// The interview's UID, and the addresses of those in it.
struct Desk {
    uid: String,
    ada: String,
    asha: String,
    nora: String,
}

impl Desk {
    async fn of(booked: &Booked) -> Self {
        let email = async |name: &str| {
            let sql = format!("select email from interview_people where name = '{name}'");
            booked.agency.texts(&sql).await.remove(0)
        };
        Self {
            uid: booked.agency.texts("select uid from interviews").await.remove(0),
            ada: email("Ada Attendee").await,
            asha: email("Asha Rao").await,
            nora: email("Nora North").await,
        }
    }

    /// Somebody's answer to the interview as it was booked.
    fn said<'a>(&'a self, attendee: &'a str, answer: &'a str, start: Instant) -> Said<'a> {
        Said { uid: &self.uid, sequence: 0, attendee, from: attendee, answer, comment: "", start, instead: None }
    }
}

async fn take(booked: &Booked, mail: &[u8]) -> Received {
    receive(&booked.agency.server.ctx(Actor::System), mail).await.unwrap()
}

fn aside(received: Received) -> String {
    match received {
        Received::SetAside(why) => why,
        other => panic!("{other:?}"),
    }
}

/// What the history says of answers, the oldest first.
async fn noted(booked: &Booked) -> Vec<(String, serde_json::Value)> {
    let sql = "select actor_kind || ' ' || actor_name || '|' || data from history where action like 'interview.answered' or action like \
               'interview.room%' order by id";
    let lines = booked.agency.texts(sql).await;
    let read = |line: &String| line.split_once('|').map(|(who, data)| (who.to_owned(), serde_json::from_str(data).unwrap())).unwrap();
    lines.iter().map(read).collect()
}

#[tokio::test]
async fn who_is_asked_answers_from_outlook_google_and_apple_and_the_recruiter_is_told() {
    for booked in Booked::both().await {
        let (desk, start) = (Desk::of(&booked).await, booked.interview.span.start());
        assert_eq!(take(&booked, &google(&desk.said(&desk.ada, "ACCEPTED", start))).await, Received::Noted);
        assert_eq!(take(&booked, &google(&desk.said(&desk.ada, "ACCEPTED", start))).await, Received::Known, "the same mail twice");
        let perhaps = Said { comment: "May be late", ..desk.said(&desk.asha, "TENTATIVE", start) };
        assert_eq!(take(&booked, &apple(&perhaps)).await, Received::Noted);
        let declined = Said { comment: "Ill that day\\, sorry", ..desk.said(&desk.nora, "DECLINED", start) };
        assert_eq!(take(&booked, &outlook(&declined)).await, Received::Noted);
        assert_eq!(take(&booked, &outlook(&declined)).await, Received::Known);
        assert_eq!(booked.responses().await, ["Ada Attendee accepted", "Asha Rao tentative", "Nora North declined"]);

        let noted = noted(&booked).await;
        let who: Vec<&str> = noted.iter().map(|(who, _)| who.as_str()).collect();
        assert_eq!(who, ["user Ada Attendee", "candidate Asha Rao", "contact Nora North"]);
        assert!(noted.iter().all(|(_, data)| data["way"] == "mail"));
        assert_eq!((&noted[1].1["words"], &noted[1].1["reason"]), (&"May be late".into(), &"".into()));
        assert_eq!((&noted[2].1["words"], &noted[2].1["reason"]), (&"".into(), &"Ill that day, sorry".into()));
        let shown = calendar::interview(&booked.agency.staff(), booked.interview.id).await.unwrap();
        let nora = shown.people.iter().find(|person| person.name == "Nora North").unwrap();
        assert_eq!(nora.answer.as_ref().unwrap().reason, "Ill that day, sorry");
        let told = "select subject from outbox where kind = 'interview_answer'";
        assert_eq!(booked.agency.texts(told).await.len(), 1, "of the refusal alone");
        // Somebody may think better of it.
        assert_eq!(take(&booked, &apple(&desk.said(&desk.nora, "ACCEPTED", start))).await, Received::Noted);
        assert_eq!(booked.responses().await[2], "Nora North accepted");
        assert_eq!(booked.agency.texts("select state from interviews").await, ["confirmed"]);
    }
}

#[tokio::test]
async fn a_time_that_is_asked_for_stands_with_the_answer_and_moves_nothing() {
    for booked in Booked::both().await {
        let (desk, start) = (Desk::of(&booked).await, booked.interview.span.start());
        let other = at("2027-03-08T15:30:00Z");
        let counter = Said { instead: Some(other), comment: "Rather later", ..desk.said(&desk.asha, "TENTATIVE", start) };
        assert_eq!(take(&booked, &outlook(&counter)).await, Received::Noted);
        assert_eq!(take(&booked, &outlook(&counter)).await, Received::Known);
        let declined = Said { answer: "DECLINED", attendee: &desk.nora, from: &desk.nora, ..counter.clone() };
        assert_eq!(take(&booked, &apple(&declined)).await, Received::Noted);
        assert_eq!(booked.responses().await, ["Ada Attendee needs_action", "Asha Rao tentative", "Nora North declined"]);
        let noted = noted(&booked).await;
        assert_eq!((&noted[0].1["proposed_at"], &noted[0].1["words"]), (&ms(other).into(), &"Rather later".into()));
        let shown = calendar::interview(&booked.agency.staff(), booked.interview.id).await.unwrap();
        let asha = shown.people.iter().find(|person| person.name == "Asha Rao").unwrap();
        assert_eq!(asha.answer.as_ref().unwrap().proposal.as_ref().unwrap().start, Some(other));
        assert_eq!(booked.agency.number("select starts_at from interviews").await, ms(start));
        assert_eq!(booked.agency.texts("select id from outbox where kind = 'interview_answer'").await.len(), 2);

        // The same time, perhaps with another end: the words are passed on.
        let same = Said { instead: Some(start), comment: "An hour and a half?", ..desk.said(&desk.ada, "TENTATIVE", start) };
        assert_eq!(take(&booked, &google(&same)).await, Received::Noted);
        let past = Said { instead: Some(at("2027-03-01T10:00:00Z")), ..counter };
        assert_eq!(aside(take(&booked, &outlook(&past)).await), "the time that it asks for can not be");
    }
}

#[tokio::test]
async fn an_answer_to_what_no_longer_stands_is_set_aside() {
    for booked in Booked::both().await {
        let (desk, start) = (Desk::of(&booked).await, booked.interview.span.start());
        let (staff, id) = (booked.agency.staff(), booked.interview.id);
        let moved = booking::reschedule_interview(&staff, id, at("2027-03-08T15:00:00Z"), booked.interview.version).await.unwrap();
        let stale = "it answers an invitation that was changed since";
        let old = desk.said(&desk.ada, "ACCEPTED", start);
        for mail in [outlook(&old), google(&old), apple(&old)] {
            assert_eq!(aside(take(&booked, &mail).await), stale);
        }
        // With the present SEQUENCE, to the start before; with that before, to the present start; a wish of before.
        let new = Said { sequence: 1, start: moved.span.start(), ..old.clone() };
        let wish = Some(at("2027-03-08T16:00:00Z"));
        for said in [Said { start, ..new.clone() }, Said { sequence: 0, ..new.clone() }, Said { instead: wish, ..old.clone() }] {
            assert_eq!(aside(take(&booked, &google(&said)).await), stale, "{said:?}");
        }
        assert!(noted(&booked).await.is_empty());
        assert_eq!(take(&booked, &google(&new)).await, Received::Noted);

        booking::cancel_interview(&staff, id, "The client is away", moved.version).await.unwrap();
        let over = "the interview was called off, or has begun";
        assert_eq!(aside(take(&booked, &google(&Said { answer: "DECLINED", ..new })).await), over);
        assert_eq!(noted(&booked).await.len(), 1);
    }
}

#[tokio::test]
async fn an_answer_stands_though_a_move_was_taken_back_before_anybody_heard_of_it() {
    for agency in Agency::both().await {
        let ada = agency.attendee("Ada").await;
        let job = agency.job(JobLike::default()).await;
        let asha = agency.candidate("Asha Rao").await;
        let application = agency.apply(asha, job).await;
        let id = add(&agency, plan(application, &[ada])).await.unwrap();
        agency.execute(&["update outbox set state = 'sent' where due_at is null".into()]).await;
        let uid = agency.texts("select uid from interviews").await.remove(0);
        let email = agency.texts("select email from interview_people where name = 'Ada'").await.remove(0);
        let start = at("2027-03-09T09:00:00Z");
        let said = Said { uid: &uid, sequence: 0, attendee: &email, from: &email, answer: "ACCEPTED", comment: "", start, instead: None };
        let (staff, system) = (agency.staff(), agency.server.ctx(Actor::System));
        let moved = ShiftInterview { interview: id, version: 1, span: span("2027-03-09T13:00:00Z", "2027-03-09T14:00:00Z") };
        let version = interviews::shift(&staff, moved).await.unwrap().version;
        assert!(matches!(receive(&system, &google(&said)).await.unwrap(), Received::SetAside(_)));
        interviews::undo_shift(&staff, id, version).await.unwrap();
        // Their calendars know of nothing but the first invitation.
        assert_eq!(receive(&system, &google(&said)).await.unwrap(), Received::Noted);
    }
}

#[tokio::test]
async fn nobody_answers_for_somebody_else() {
    for booked in Booked::both().await {
        let (desk, start) = (Desk::of(&booked).await, booked.interview.span.start());
        let sound = desk.said(&desk.nora, "DECLINED", start);
        let stranger = Said { from: "eve@example.com", ..sound.clone() };
        assert_eq!(aside(take(&booked, &google(&stranger)).await), "its sender is not who it answers for");
        let both = String::from_utf8(apple(&sound)).unwrap().replacen("From: ", "From: eve@example.com\r\nFrom: ", 1);
        assert_eq!(aside(take(&booked, both.as_bytes()).await), "its sender is not who it answers for");
        let uninvited = Said { attendee: "eve@example.com", from: "eve@example.com", ..sound.clone() };
        assert_eq!(aside(take(&booked, &google(&uninvited)).await), "nobody with this address is asked");
        let organiser = Said { attendee: "dana@weiss.example", from: "dana@weiss.example", ..sound.clone() };
        assert_eq!(aside(take(&booked, &google(&organiser)).await), "nobody with this address is asked");
        let unknown = Said { uid: "0195@other.example", ..sound.clone() };
        assert_eq!(aside(take(&booked, &google(&unknown)).await), "it is about none of our interviews");
        assert_eq!(aside(take(&booked, b"From: ned@example.com\r\n\r\nHello").await), "no answer of a calendar is in it");
        let series = String::from_utf8(apple(&sound)).unwrap().replacen("DTSTAMP:", "RECURRENCE-ID:20270308T140000Z\r\nDTSTAMP:", 1);
        assert_eq!(aside(take(&booked, series.as_bytes()).await), "it answers one of several repetitions");
        booked.agency.execute(&[format!("update users set active = false where id = '{}'", booked.ada)]).await;
        let closed = desk.said(&desk.ada, "ACCEPTED", start);
        assert_eq!(aside(take(&booked, &google(&closed)).await), "nobody with this address is asked");
        assert!(noted(&booked).await.is_empty());
        // Letters of another case are the same address.
        let shouted = sound.attendee.to_uppercase();
        assert_eq!(take(&booked, &outlook(&Said { attendee: &shouted, from: &shouted, ..sound })).await, Received::Noted);
    }
}

#[tokio::test]
async fn a_room_with_a_mailbox_declines_and_thinks_better_of_it() {
    for booked in Booked::both().await {
        let (desk, start) = (Desk::of(&booked).await, booked.interview.span.start());
        let keeper = booked.agency.server.ctx(user(&booked.agency.server.public(), crate::domain::people::Role::Coordinator));
        let input = SaveRoom {
            name: "Aquarium".into(),
            zone: "Europe/Berlin".into(),
            seats: "6".into(),
            email: "Aquarium@weiss.example".into(),
            ..SaveRoom::default()
        };
        let room = rooms::save(&keeper, &input).await.unwrap();
        let answer = |answer| desk.said("aquarium@weiss.example", answer, start);
        let declined = Said { comment: "Taken by the board", ..answer("DECLINED") };
        assert_eq!(aside(take(&booked, &outlook(&declined)).await), "nobody with this address is asked", "not in that room");
        booked.agency.execute(&[format!("update interviews set room_id = '{room}'")]).await;

        assert_eq!(take(&booked, &outlook(&answer("TENTATIVE"))).await, Received::Known, "nobody has looked at it yet");
        assert_eq!(take(&booked, &outlook(&declined)).await, Received::Noted);
        assert_eq!(take(&booked, &outlook(&declined)).await, Received::Known);
        assert_eq!(booked.agency.texts("select room_response from interviews").await, ["declined"]);
        assert_eq!(take(&booked, &outlook(&answer("ACCEPTED"))).await, Received::Noted);
        assert_eq!(booked.agency.texts("select room_response from interviews").await, ["accepted"]);
        let old = Said { start: at("2027-03-08T13:00:00Z"), ..declined };
        assert_eq!(aside(take(&booked, &outlook(&old)).await), "it answers an invitation that was changed since");
        let actions = "select action from history where action like 'interview.room%' order by id";
        assert_eq!(booked.agency.texts(actions).await, ["interview.room_declined", "interview.room_accepted"]);
        let noted = noted(&booked).await;
        assert_eq!(noted[0].1, serde_json::json!({ "room": "Aquarium", "reason": "Taken by the board" }));
        let about =
            "select candidate_id || application_id || job_id from history where action like 'interview.room%' and candidate_id is not null";
        assert_eq!(booked.agency.texts(about).await.len(), 2, "it stands in the candidate's history");
        assert_eq!(booked.responses().await, ["Ada Attendee needs_action", "Asha Rao needs_action", "Nora North needs_action"]);
    }
}
