//! Candidates and applications, on both databases.

use crate::api::candidates::CandidateApplication;
use crate::api::error::ApiError;
use crate::domain::booking::RequestStage;
use crate::domain::candidates::{AddApplication, ApplicationState, Disposition, EndApplication, MoveApplication, SaveCandidate};
use crate::domain::id::CandidateId;
use crate::domain::jobs::SaveJob;
use crate::domain::list::ListQuery;
use crate::domain::people::Role;
use crate::server::ctx::Ctx;
use crate::server::services::{applications, candidates, clients, jobs};
use crate::server::tests::records::{at_field, candidate, client, colleague, failure, job, own_id, stored_candidate, stored_job};
use crate::server::tests::support::TestServer;

async fn application(ctx: &Ctx, candidate: CandidateId) -> CandidateApplication {
    candidates::get(ctx, candidate).await.unwrap().applications.remove(0)
}

async fn move_to(ctx: &Ctx, candidate: CandidateId, stage: &str) -> crate::server::error::Result<()> {
    let now = application(ctx, candidate).await;
    let stage_id = now.stages.iter().find(|choice| choice.name == stage).unwrap().id;
    applications::move_to(ctx, MoveApplication { id: now.id, version: now.version, stage_id }).await
}

#[tokio::test]
async fn a_mail_address_belongs_to_one_candidate() {
    for server in TestServer::both().await {
        let ctx = colleague(&server, "Rita", Role::Recruiter).await;
        let id = candidates::save(&ctx, candidate("Ana Ruiz", "Ana@example.com")).await.unwrap();
        let ApiError::Invalid(errors) = failure(candidates::save(&ctx, candidate("Other", "ana@EXAMPLE.com")).await) else { panic!() };
        let error = errors.at("email").unwrap();
        assert_eq!(error.message, "error-candidate-exists");
        assert_eq!(error.arguments, [("name".into(), "Ana Ruiz".into()), ("link".into(), format!("/candidates/{id}"))]);
        let change =
            SaveCandidate { id: Some(id), version: 1, phone: "+91 98 1234 5678".into(), ..candidate("Ana Ruiz", "ana@example.com") };
        candidates::save(&ctx, change.clone()).await.unwrap();
        assert_eq!(failure(candidates::save(&ctx, change).await), ApiError::Stale);
        let found =
            async |words: &str| candidates::list(&ctx, &ListQuery { search: words.into(), ..ListQuery::default() }).await.unwrap().total;
        assert_eq!([found("ruiz ANA").await, found("919812345678").await, found("example.com").await, found("bob").await], [1, 1, 1, 0]);
        let mut tx = ctx.store().begin().await.unwrap();
        assert_eq!(tx.execute_raw("update calendars set revision = 1 where kind = 'candidate'").await.unwrap(), 1);
    }
}

#[tokio::test]
async fn at_once_one_of_two_with_the_same_address_is_made() {
    for server in TestServer::both().await {
        let ctx = colleague(&server, "Rita", Role::Recruiter).await;
        let save = || candidates::save(&ctx, candidate("Ana", "ana@example.com"));
        let (one, two) = futures::join!(save(), save());
        assert!(one.is_ok() != two.is_ok());
        assert_eq!(at_field(if one.is_ok() { two } else { one }).0, "email");
    }
}

#[tokio::test]
async fn an_application_moves_ends_and_is_taken_up_again() {
    for server in TestServer::both().await {
        let ctx = colleague(&server, "Rita", Role::Recruiter).await;
        let job_id = stored_job(&ctx, None).await;
        let id = stored_candidate(&ctx, "ana@example.com", Some(job_id)).await;
        let add = AddApplication { candidate_id: id, job_id: Some(job_id), stage_id: None };
        assert_eq!(at_field(applications::add(&ctx, add.clone()).await), ("job_id".into(), "error-already-on-job".into()));
        let first = application(&ctx, id).await;
        assert_eq!(first.stage_id, first.stages[0].id);
        move_to(&ctx, id, "Screen").await.unwrap();
        let stale = MoveApplication { id: first.id, version: first.version, stage_id: first.stages[3].id };
        assert_eq!(failure(applications::move_to(&ctx, stale).await), ApiError::Stale);

        let now = application(&ctx, id).await;
        let end = EndApplication { id: now.id, version: now.version, disposition: "candidate_withdrew".into() };
        assert_eq!(at_field(applications::end(&ctx, EndApplication { disposition: String::new(), ..end.clone() }).await).0, "disposition");
        applications::end(&ctx, end).await.unwrap();
        let ended = application(&ctx, id).await;
        assert_eq!((ended.state, ended.disposition), (ApplicationState::Ended, Some(Disposition::CandidateWithdrew)));
        assert_eq!(failure(move_to(&ctx, id, "Offer").await), ApiError::NotPossible("error-application-ended".into()));
        applications::reopen(&ctx, ended.id, ended.version).await.unwrap();
        assert_eq!(application(&ctx, id).await.state, ApplicationState::Active);

        jobs::close(&ctx, job_id, 1, true).await.unwrap();
        let other = stored_candidate(&ctx, "bob@example.com", None).await;
        assert_eq!(at_field(applications::add(&ctx, AddApplication { candidate_id: other, ..add }).await).1, "error-job-closed");
    }
}

#[tokio::test]
async fn in_house_the_scheduling_stage_asks_for_an_interview() {
    for server in TestServer::both().await {
        let ctx = colleague(&server, "Rita", Role::Recruiter).await;
        let id = stored_candidate(&ctx, "ana@example.com", Some(stored_job(&ctx, None).await)).await;
        assert_eq!(application(&ctx, id).await.request, None);
        move_to(&ctx, id, "Interview").await.unwrap();
        let request = application(&ctx, id).await.request.unwrap();
        assert_eq!((request.state, request.answered), (RequestStage::Chosen, true));
        // Left before anything was booked: the request must not be booked any more.
        move_to(&ctx, id, "Screen").await.unwrap();
        move_to(&ctx, id, "Interview").await.unwrap();
        let again = application(&ctx, id).await.request.unwrap();
        assert_eq!((again.id, again.state, again.version), (request.id, RequestStage::Chosen, request.version + 2));

        let inviting = jobs::save(&ctx, SaveJob { auto_invite: true, ..job(own_id(&ctx), None) }).await.unwrap();
        let third = stored_candidate(&ctx, "cid@example.com", Some(inviting)).await;
        move_to(&ctx, third, "Interview").await.unwrap();
        assert_eq!(application(&ctx, third).await.request.unwrap().state, RequestStage::Invited);

        let northwind = clients::save(&ctx, client("Northwind")).await.unwrap();
        let other = stored_candidate(&ctx, "bob@example.com", Some(stored_job(&ctx, Some(northwind)).await)).await;
        move_to(&ctx, other, "Interview").await.unwrap();
        assert_eq!(application(&ctx, other).await.request, None, "a client chooses first");
    }
}

#[tokio::test]
async fn who_may_not_see_a_candidate_finds_none() {
    for server in TestServer::both().await {
        let ctx = colleague(&server, "Rita", Role::Recruiter).await;
        let manager = colleague(&server, "Hana", Role::HiringManager).await;
        let ivo = colleague(&server, "Ivo", Role::Interviewer).await;
        let own = jobs::save(&ctx, SaveJob { hiring_manager_id: Some(own_id(&manager)), ..job(own_id(&ctx), None) }).await.unwrap();
        let ana = stored_candidate(&ctx, "ana@example.com", Some(own)).await;
        let bob = stored_candidate(&ctx, "bob@example.com", Some(stored_job(&ctx, None).await)).await;
        applications::add(&ctx, AddApplication { candidate_id: ana, job_id: Some(stored_job(&ctx, None).await), stage_id: None })
            .await
            .unwrap();
        let all = ListQuery::default();
        let seen = candidates::list(&manager, &all).await.unwrap();
        assert_eq!((seen.total, seen.rows[0].id, seen.rows[0].jobs.len()), (1, ana, 1));
        assert_eq!(candidates::get(&manager, ana).await.unwrap().applications.len(), 1, "not the other job's");
        assert_eq!(failure(candidates::get(&manager, bob).await), ApiError::NotFound);
        assert_eq!(candidates::list(&ivo, &all).await.unwrap().total, 0);
        assert_eq!(failure(candidates::get(&ivo, ana).await), ApiError::NotFound);
        assert_eq!(failure(candidates::save(&manager, candidate("X", "x@example.com")).await), ApiError::Forbidden);
        assert_eq!(failure(candidates::get(&server.public(), ana).await), ApiError::Unauthorized);
    }
}
