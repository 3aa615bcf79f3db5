//! Interviews that are called off, and people who decline.

use super::{Case, categories, in_house, list};
use crate::api::error::ApiError;
use crate::api::mend::SwapInterviewer;
use crate::domain::candidates::{Disposition, EndApplication};
use crate::domain::people::Actor;
use crate::domain::scheduling::answer::GiveAnswer;
use crate::domain::tasks::{Assigned, TaskCategory};
use crate::domain::time::ms;
use crate::server::services::{answers, applications, booking, interviews, tasks};
use crate::server::tests::records::failure;
use crate::server::tests::world::{Agency, JobLike, at};

#[tokio::test]
async fn a_cancelled_schedule_is_to_be_booked_again_or_let_go() {
    for case in Case::both(in_house()).await {
        let ada = case.agency.attendee("Ada").await;
        case.enter().await;
        let interview = case.book("2027-03-09", &[ada]).await;
        booking::cancel_interview(&case.carl, interview, "Ada is ill", case.version(interview).await).await.unwrap();
        let lines = list(&case.carl, Assigned::Me, false).await;
        assert!(categories(&lines).contains(&"schedule_cancelled"), "{lines:?}");
        let line = lines.iter().find(|line| line.category == TaskCategory::ScheduleCancelled).unwrap();
        assert_eq!((line.reason.as_str(), line.interview.as_ref().unwrap().id), ("Ada is ill", interview));
        let second = case.book("2027-03-10", &[ada]).await;
        assert!(case.open().await.is_empty());
        // Again, and this time it is let go.
        booking::cancel_interview(&case.carl, second, "Cleo is ill", case.version(second).await).await.unwrap();
        assert!(case.open().await.contains(&"schedule_cancelled"));
        let version = case.agency.version("applications", case.application).await;
        let disposition = Disposition::ALL[0].name().to_owned();
        applications::end(&case.carl, EndApplication { id: case.application, version, disposition }).await.unwrap();
        assert!(case.open().await.is_empty());
    }
}

#[tokio::test]
async fn who_declines_is_swapped_for_one_of_the_template_who_is_free_or_the_time_moved() {
    for agency in Agency::both().await {
        let (ada, ben, cleo) = (agency.attendee("Ada").await, agency.attendee("Ben").await, agency.attendee("Cleo").await);
        let case = Case::on(agency, JobLike { attendees: vec![ada, ben, cleo], ..in_house() }).await;
        case.enter().await;
        let interview = case.book("2027-03-09", &[ada]).await;
        assert!(interviews::ways(&case.carl, interview).await.unwrap().people.is_empty());
        // Ben has something else then.
        case.agency
            .execute(&[format!(
                "insert into busy_blocks (id, calendar_id, starts_at, ends_at, title, created_at) values ('b', '{ben}', {}, {}, 'Dentist', 0)",
                ms(at("2027-03-09T09:00:00Z")),
                ms(at("2027-03-09T10:00:00Z"))
            )])
            .await;
        case.answer(interview, ada, "Ada", "declined").await;
        let line = list(&case.carl, Assigned::Me, false).await.remove(0);
        assert_eq!((line.category, line.name.as_str(), line.reason.as_str()), (TaskCategory::InterviewerDeclined, "Ada", "Ill"));
        let ways = interviews::ways(&case.carl, interview).await.unwrap();
        let free: Vec<_> = ways.people[0].free.iter().map(|colleague| colleague.name.as_str()).collect();
        assert_eq!(free, ["Cleo"], "not Ben, who is busy then");
        assert!(!ways.times.is_empty() && ways.times.iter().all(|time| time.start() != at("2027-03-09T09:00:00Z")));

        // Comes after all; declines again.
        case.answer(interview, ada, "Ada", "accepted").await;
        assert!(case.open().await.is_empty());
        case.answer(interview, ada, "Ada", "declined").await;
        assert_eq!(case.open().await, ["interviewer_declined"]);
        let version = case.version(interview).await;
        let swap = |with, version| SwapInterviewer { interview, version, out: ada, with };
        assert!(matches!(failure(interviews::swap(&case.carl, &swap(ben, version)).await), ApiError::Invalid(_)));
        interviews::swap(&case.carl, &swap(cleo, version)).await.unwrap();
        assert_eq!(failure(interviews::swap(&case.carl, &swap(ben, version)).await), ApiError::Stale);
        assert!(case.open().await.is_empty());
        let names = format!("select name from interview_people where interview_id = '{interview}' and kind = 'attendee'");
        assert_eq!(case.agency.texts(&names).await, ["Cleo"]);

        case.answer(interview, cleo, "Cleo", "declined").await;
        let ways = interviews::ways(&case.carl, interview).await.unwrap();
        answers::move_there(&case.carl, interview, ways.times[0].start(), ways.version).await.unwrap();
        assert!(case.open().await.is_empty(), "everybody is asked anew");
        // By hand, and raised again by the next refusal.
        case.answer(interview, cleo, "Cleo", "declined").await;
        let line = list(&case.carl, Assigned::Me, false).await.remove(0);
        tasks::complete(&case.carl, line.id, line.version, true).await.unwrap();
        case.answer(interview, cleo, "Cleo", "tentative").await;
        assert!(case.open().await.is_empty());
        case.answer(interview, cleo, "Cleo", "declined").await;
        assert_eq!(case.open().await, ["interviewer_declined"]);
    }
}

#[tokio::test]
async fn a_candidate_who_declines_is_followed_up_and_nothing_happens_by_itself() {
    for case in Case::both(in_house()).await {
        let ada = case.agency.attendee("Ada").await;
        case.enter().await;
        let interview = case.book("2027-03-09", &[ada]).await;
        let candidate = case.agency.texts("select id from candidates").await.remove(0);
        let starts_at = case.agency.number("select starts_at from interviews").await;
        let actor = Actor::Invited {
            interview,
            person: candidate.clone(),
            part: crate::domain::scheduling::interview::PersonKind::Candidate,
            name: "Asha Rao".into(),
        };
        let asha = case.agency.server.ctx(actor);
        let say = |answer: &str| GiveAnswer { answer: answer.into(), start_ms: starts_at, ..GiveAnswer::default() };
        answers::give(&asha, interview, &candidate, &say("declined")).await.unwrap();
        assert_eq!(case.open().await, ["candidate_declined"]);
        assert_eq!(case.agency.texts("select state from interviews").await, ["confirmed"]);
        answers::give(&asha, interview, &candidate, &say("accepted")).await.unwrap();
        assert!(case.open().await.is_empty());
        answers::give(&asha, interview, &candidate, &say("declined")).await.unwrap();
        booking::cancel_interview(&case.carl, interview, "Asha is ill", case.version(interview).await).await.unwrap();
        assert!(!case.open().await.contains(&"candidate_declined"));
    }
}

#[tokio::test]
async fn about_an_interview_that_has_begun_there_is_nothing_to_do() {
    for case in Case::both(in_house()).await {
        let ada = case.agency.attendee("Ada").await;
        case.enter().await;
        let interview = case.book("2027-03-09", &[ada]).await;
        case.answer(interview, ada, "Ada", "declined").await;
        assert_eq!(case.open().await, ["interviewer_declined"]);
        tasks::settle_begun(&case.carl).await.unwrap();
        assert_eq!(case.open().await, ["interviewer_declined"], "not yet");
        case.agency.server.clock.set(at("2027-03-09T09:00:00Z"));
        let carl = case.agency.server.ctx(case.carl.actor.clone());
        tasks::settle_begun(&carl).await.unwrap();
        assert!(case.open().await.is_empty());
        assert!(interviews::ways(&carl, interview).await.unwrap().people.is_empty());
    }
}
