//! Rounds of several interviews: one after the other by link, any of them on the calendar, each as its template says.

use crate::api::error::ApiError;
use crate::domain::booking::RequestStage;
use crate::domain::id::{InterviewId, RequestId, TemplateId, UserId};
use crate::domain::jobs::{SaveTemplate, Timing};
use crate::domain::pipeline::PipelineFilter;
use crate::domain::scheduling::invitation::Papers;
use crate::domain::time::ms;
use crate::server::ctx::Ctx;
use crate::server::jobs::outbox::drain;
use crate::server::mail::transport::Transport;
use crate::server::services::{booking, interviews, jobs, pipeline, presentations};
use crate::server::tests::mail::peers::MailServer;
use crate::server::tests::records::{at_field, failure};
use crate::server::tests::world::{Agency, JobLike, TestJob, at, span, token};

/// A round of two: the first as the job's, then "System design" of 90 minutes with Bo.
async fn second(agency: &Agency, job: TestJob, bo: UserId) -> TemplateId {
    let view = jobs::get(&agency.staff(), job.job).await.unwrap();
    let mut form = view.form();
    form.stages[1].interviews.push(SaveTemplate {
        attendees: vec![bo],
        timing: Timing { duration_minutes: 90, ..Timing::default() },
        description: "Draw boxes.".into(),
        papers: Papers { resume: true, ..Papers::default() },
        ..SaveTemplate::usual("System design".into())
    });
    jobs::save(&agency.staff(), form).await.unwrap();
    jobs::get(&agency.staff(), job.job).await.unwrap().stages[1].interviews[1].id.unwrap()
}

async fn requests(agency: &Agency) -> Vec<RequestId> {
    agency.texts("select id from interview_requests order by id").await.into_iter().map(|id| id.parse().unwrap()).collect()
}

async fn attendees(agency: &Agency, interview: InterviewId) -> Vec<String> {
    agency.texts(&format!("select name from interview_people where interview_id = '{interview}' and kind = 'attendee' order by name")).await
}

#[tokio::test]
async fn once_one_is_booked_the_candidate_is_asked_for_the_next_by_a_link_of_its_own() {
    for agency in Agency::both().await {
        let (ada, bo) = (agency.attendee("Ada").await, agency.attendee("Bo").await);
        let job = agency.job(JobLike { attendees: vec![ada], ..JobLike::default() }).await;
        let template = second(&agency, job, bo).await;
        let (request, page) = agency.invited("Asha Rao", job, agency.contact).await;
        agency.share(page, JobLike::default().timing, &[span("2027-03-08T12:00:00Z", "2027-03-08T22:00:00Z")]).await;
        let candidate = agency.as_candidate(request).await;
        let first = booking::book(&candidate, request, ms(at("2027-03-08T14:00:00Z")), "", "").await.unwrap();
        assert_eq!(attendees(&agency, first.id).await, ["Ada"]);
        let next = requests(&agency).await[1];
        assert_eq!(booking::booking_page(&candidate, request, None).await.unwrap().next, ["System design"]);
        let shown = presentations::client_page(&agency.as_contact(page).await, page).await.unwrap();
        let rounds: Vec<_> = shown.candidates.iter().map(|one| (one.round.clone().unwrap(), one.state)).collect();
        assert_eq!(rounds, [("First interview".into(), RequestStage::Booked), ("System design".into(), RequestStage::Invited)]);
        // It waits in the pipeline, whatever else is booked.
        let board = pipeline::pipeline(&agency.staff(), PipelineFilter::default()).await.unwrap();
        assert_eq!((board.lines.len(), board.lines[0].request.map(|(_, state, _)| state)), (1, Some(RequestStage::Invited)));

        // The link comes by mail, and opens the second only.
        let smtp = MailServer::start();
        drain(&agency.server.app, &Transport::new(&smtp.url()).unwrap(), &Default::default()).await.unwrap();
        let mails = smtp.mails();
        let asked = mails.iter().filter(|mail| mail["subject"].as_str().unwrap().starts_with("Pick a time"));
        let texts: Vec<&str> = asked.map(|mail| mail["text"].as_str().unwrap()).collect();
        let text = texts.iter().find(|text| text.contains("Interview: System design")).unwrap();
        assert!(texts.len() == 2 && text.contains("90 minutes"), "{text}");
        let link = &text[text.find("/b/").unwrap()..];
        let mut by_link: Ctx = agency.server.public();
        assert_eq!(by_link.enter_booking(token(link.split_whitespace().next().unwrap())).await.unwrap(), next);
        let view = booking::booking_page(&by_link, next, None).await.unwrap();
        assert_eq!((view.title.as_str(), view.duration_minutes), ("System design", 90));
        assert!(view.slots.iter().all(|slot| slot.duration_minutes() == 90 && !slot.overlaps(&first.span)), "not at the time of the first");
        assert_eq!(failure(booking::booking_page(&by_link, request, None).await), ApiError::Forbidden);

        let design = booking::book(&by_link, next, ms(at("2027-03-08T16:00:00Z")), "", "").await.unwrap();
        assert_eq!(design.span, span("2027-03-08T16:00:00Z", "2027-03-08T17:30:00Z"));
        assert_eq!(attendees(&agency, design.id).await, ["Bo"]);
        let stored = format!("select description || ' ' || template_id from interviews where id = '{}' and attach_resume", design.id);
        assert_eq!(agency.texts(&stored).await, [format!("Draw boxes. {template}")]);
        assert_eq!(requests(&agency).await.len(), 2, "the round is done");
        assert!(booking::booking_page(&candidate, request, None).await.unwrap().next.is_empty());
        assert_eq!(agency.overlaps().await, 0);
        let board = pipeline::pipeline(&agency.staff(), PipelineFilter::default()).await.unwrap();
        assert_eq!(board.lines[0].request.map(|(_, state, _)| state), Some(RequestStage::Booked));
    }
}

#[tokio::test]
async fn the_panel_begins_with_the_next_interview_of_the_round_and_keeps_which_it_is() {
    for agency in Agency::both().await {
        let (ada, bo) = (agency.attendee("Ada").await, agency.attendee("Bo").await);
        let job = agency.job(JobLike { attendees: vec![ada], ..JobLike::default() }).await;
        let template = second(&agency, job, bo).await;
        let asha = agency.candidate("Asha Rao").await;
        let application = agency.apply(asha, job).await;
        let staff = agency.staff();
        let begin = interviews::plan(&staff, application, None).await.unwrap();
        assert_eq!(begin.round.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["First interview", "System design"]);
        assert_eq!((begin.template, begin.title.as_str()), (Some(begin.round[0].id), "First interview"));
        let other = interviews::plan(&staff, application, Some(template)).await.unwrap();
        assert_eq!((other.title.as_str(), other.duration_minutes, other.attendees[0].id), ("System design", 90, bo));

        let plan = super::interviews::plan(application, &[ada]);
        let id = super::interviews::add(&agency, crate::domain::scheduling::plan::PlanInterview { template: begin.template, ..plan })
            .await
            .unwrap();
        let after = interviews::plan(&staff, application, None).await.unwrap();
        assert_eq!(after.template, Some(template), "the first stands on the calendar already");
        let change = interviews::replan(&staff, id).await.unwrap();
        assert_eq!(change.template, begin.template);
    }
}

#[tokio::test]
async fn an_interview_that_candidates_were_asked_for_stays_in_its_round_and_another_can_be_taken_out() {
    for agency in Agency::both().await {
        let bo = agency.attendee("Bo").await;
        let job = agency.job(JobLike::default()).await;
        let template = second(&agency, job, bo).await;
        agency.invited("Asha Rao", job, agency.contact).await;
        let staff = agency.staff();
        let form = jobs::get(&staff, job.job).await.unwrap().form();
        let mut without_first = form.clone();
        without_first.stages[1].interviews.remove(0);
        assert_eq!(
            at_field(jobs::save(&staff, without_first).await),
            ("stages.1.interviews".into(), "error-interview-has-requests".into())
        );
        let mut turned = form.clone();
        turned.stages[1].interviews.swap(0, 1);
        jobs::save(&staff, turned).await.unwrap();
        let mut form = jobs::get(&staff, job.job).await.unwrap().form();
        assert_eq!(form.stages[1].interviews[0].id, Some(template), "their order is kept");
        form.stages[1].interviews.remove(0);
        jobs::save(&staff, form).await.unwrap();
        assert_eq!(agency.number("select count(*) from interview_templates").await, 1);
        // Another job's interview is not taken over.
        let other = agency.job(JobLike::default()).await;
        let mut foreign = jobs::get(&staff, other.job).await.unwrap().form();
        foreign.stages[1].interviews[0].id = jobs::get(&staff, job.job).await.unwrap().stages[1].interviews[0].id;
        assert_eq!(failure(jobs::save(&staff, foreign).await), ApiError::Stale);
    }
}

#[tokio::test]
async fn each_attendee_gets_the_form_of_the_interview_they_hold() {
    for world in super::forms::Forms::both().await {
        let agency = &world.agency;
        let (job, stage) = {
            let ids = agency.texts("select j.id from jobs j").await;
            (ids[0].parse().unwrap(), agency.texts("select id from stages where scheduling").await.remove(0).parse().unwrap())
        };
        let bo = world.bo;
        let template = second(agency, TestJob { job, stage }, bo).await;
        let application = agency.texts("select id from applications").await.remove(0).parse().unwrap();
        let plan = super::interviews::plan(application, &[bo]);
        let id = super::interviews::add(agency, crate::domain::scheduling::plan::PlanInterview { template: Some(template), ..plan })
            .await
            .unwrap();
        assert_eq!(agency.number(&format!("select count(*) from forms where interview_id = '{id}'")).await, 0, "this one asks for no form");
        assert_eq!(agency.number(&format!("select count(*) from forms where interview_id = '{}'", world.interview)).await, 2);
    }
}
