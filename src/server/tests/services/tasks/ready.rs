//! Who is ready to be scheduled: with the stage, once chosen, when it is enabled, with a second stay.

use super::{Case, categories, in_house, list};
use crate::domain::tasks::Assigned;
use crate::server::services::{booking, presentations, tasks};
use crate::server::tests::world::{JobLike, at, span};

#[tokio::test]
async fn ready_to_schedule_comes_with_the_stage_and_goes_with_the_interview() {
    for case in Case::both(in_house()).await {
        let ada = case.agency.attendee("Ada").await;
        assert_eq!(tasks::count(&case.carl).await.unwrap(), 0);
        case.enter().await;
        let lines = list(&case.carl, Assigned::Me, false).await;
        assert_eq!(categories(&lines), ["ready_to_schedule"]);
        let line = &lines[0];
        assert_eq!(
            (line.candidate.as_ref().unwrap().name.as_str(), line.job.as_ref().unwrap().name.as_str()),
            ("Asha Rao", "Data engineer")
        );
        assert_eq!((line.is_mine, line.assignee.as_ref().unwrap().id, line.application), (true, case.carl_id, Some(case.application)));
        assert_eq!(tasks::count(&case.carl).await.unwrap(), 1);

        // Out of the stage and in again: done by itself, then raised again.
        case.leave().await;
        assert!(case.open().await.is_empty());
        assert_eq!(case.done().await[0].completed.as_ref().unwrap().1, "", "by itself");
        case.enter().await;
        assert_eq!(case.open().await, ["ready_to_schedule"]);
        case.book("2027-03-09", &[ada]).await;
        assert!(case.open().await.is_empty());
        assert_eq!(case.done().await.len(), 2);

        // An invitation, too, is all that is to be done for now.
        let second = Case { application: case.agency.apply(case.agency.candidate("Ben").await, case.job).await, ..case };
        second.leave().await;
        second.enter().await;
        assert_eq!(second.open().await, ["ready_to_schedule"]);
        booking::invite_directly(&second.carl, second.application).await.unwrap();
        assert!(second.open().await.is_empty());
    }
}

#[tokio::test]
async fn what_is_seen_to_at_once_leaves_no_task_behind() {
    for case in Case::both(JobLike { auto_invite: true, ..in_house() }).await {
        case.enter().await;
        assert!(case.open().await.is_empty());
        assert!(case.done().await.is_empty(), "the candidate was invited in the same transaction");
    }
}

#[tokio::test]
async fn a_clients_candidate_is_ready_to_present_and_again_once_chosen() {
    for case in Case::both(JobLike::default()).await {
        case.enter().await;
        assert_eq!(case.open().await, ["ready_to_schedule"]);
        let page = case.agency.present_to(case.agency.contact, case.job, vec![case.application]).await;
        assert!(case.open().await.is_empty(), "the client is to choose");
        let request = case.agency.request_of(case.application).await;
        presentations::decide(&case.agency.staff(), page, request, 1, "choose", "").await.unwrap();
        assert!(case.open().await.is_empty(), "the client is to share availability");
        case.agency.share(page, JobLike::default().timing, &[span("2027-03-08T14:00:00Z", "2027-03-08T17:00:00Z")]).await;
        let lines = list(&case.carl, Assigned::Me, false).await;
        assert_eq!((categories(&lines), lines[0].is_chosen), (vec!["ready_to_schedule"], true));
        // Completed by hand it stays so, though the client changes the availability.
        tasks::complete(&case.carl, lines[0].id, lines[0].version, true).await.unwrap();
        case.agency.share(page, JobLike::default().timing, &[span("2027-03-09T14:00:00Z", "2027-03-09T17:00:00Z")]).await;
        assert!(case.open().await.is_empty());
        assert!(case.done().await.iter().any(|line| line.completed.as_ref().unwrap().1 == "Carl"));
    }
}

#[tokio::test]
async fn a_stage_that_is_enabled_makes_ready_who_stands_in_it() {
    for case in Case::both(in_house()).await {
        case.agency.execute(&[format!("update stages set scheduling = false where id = '{}'", case.job.stage)]).await;
        case.enter().await;
        assert!(case.open().await.is_empty());
        let mut form = crate::server::services::jobs::get(&case.carl, case.job.job).await.unwrap().form();
        form.stages[1].scheduling = true;
        crate::server::services::jobs::save(&case.carl, form).await.unwrap();
        assert_eq!(case.open().await, ["ready_to_schedule"]);
    }
}

#[tokio::test]
async fn a_second_stay_in_the_stage_and_a_reopened_job_ask_anew() {
    for mut case in Case::both(in_house()).await {
        let ada = case.agency.attendee("Ada").await;
        case.enter().await;
        case.book("2027-03-09", &[ada]).await;
        case.agency.server.clock.set(at("2027-03-10T09:00:00Z"));
        case.carl = case.agency.server.ctx(case.carl.actor.clone());
        case.leave().await;
        case.agency.server.clock.set(at("2027-03-11T09:00:00Z"));
        case.carl = case.agency.server.ctx(case.carl.actor.clone());
        case.enter().await;
        assert_eq!(case.open().await, ["ready_to_schedule"], "the interview was of the first stay");

        let version = case.agency.version("jobs", case.job.job).await;
        crate::server::services::jobs::close(&case.carl, case.job.job, version, true).await.unwrap();
        assert!(case.open().await.is_empty());
        crate::server::services::jobs::close(&case.carl, case.job.job, version + 1, false).await.unwrap();
        assert_eq!(case.open().await, ["ready_to_schedule"]);
    }
}

#[tokio::test]
async fn another_stage_that_is_enabled_makes_ready_who_stands_in_it() {
    for case in Case::both(in_house()).await {
        let mut form = crate::server::services::jobs::get(&case.carl, case.job.job).await.unwrap().form();
        let template = form.stages[1].interviews[0].clone();
        form.stages[0].kind = crate::domain::jobs::StageKind::Interview;
        form.stages[0].interviews = vec![crate::domain::jobs::SaveTemplate { id: None, ..template }];
        (form.stages[0].scheduling, form.stages[1].scheduling) = (true, false);
        crate::server::services::jobs::save(&case.carl, form).await.unwrap();
        assert_eq!(case.open().await, ["ready_to_schedule"]);
    }
}
