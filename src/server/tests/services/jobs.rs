//! Jobs and their stages, on both databases.

use crate::api::error::ApiError;
use crate::domain::jobs::{SaveJob, SavePool, SaveStage, SaveTemplate, StageKind};
use crate::domain::list::ListQuery;
use crate::domain::people::Role;
use crate::domain::rooms::RoomNeed;
use crate::domain::scheduling::invitation::Papers;
use crate::server::services::{clients, jobs};
use crate::server::tests::records::{at_field, client, colleague, failure, job, own_id, stored_candidate, stored_job};
use crate::server::tests::support::TestServer;

#[tokio::test]
async fn a_job_keeps_stages_and_template() {
    for server in TestServer::both().await {
        let ctx = colleague(&server, "Rita", Role::Recruiter).await;
        let ivo = colleague(&server, "Ivo", Role::Interviewer).await;
        let mut input = job(own_id(&ctx), None);
        let template = &mut input.stages[2].interviews[0];
        template.timing.duration_minutes = 45;
        template.place.text = "https://meet.example.com/a".into();
        template.attendees = vec![own_id(&ivo)];
        let mut people = Vec::new();
        for name in ["Uma", "Max", "Kim"] {
            people.push(own_id(&colleague(&server, name, Role::Interviewer).await));
        }
        people.sort();
        template.pools = vec![SavePool { needed: 1, people: vec![people[0]] }, SavePool { needed: 2, people: people[1..].to_vec() }];
        template.room = Some(RoomNeed { seats: 6, features: vec!["Screen".into(), "Step-free".into()] });
        template.description = "Be there early.".into();
        template.papers = Papers { resume: true, cover_letter: false, form: true };
        let id = jobs::save(&ctx, input.clone()).await.unwrap();
        let view = jobs::get(&ctx, id).await.unwrap();
        assert_eq!(view.stages.iter().map(|stage| stage.name.as_str()).collect::<Vec<_>>(), ["New", "Screen", "Interview", "Offer"]);
        let stored = SaveTemplate { id: None, ..view.stages[2].interviews[0].clone() };
        assert_eq!((view.stages[2].interviews.len(), &stored), (1, &input.stages[2].interviews[0]));
        assert_eq!(view.attendees.len(), 4);
        assert_eq!(view.scheduling_stage().unwrap().name, "Interview");

        // The form filled with what is stored changes nothing but the version.
        jobs::save(&ctx, view.form()).await.unwrap();
        let again = jobs::get(&ctx, id).await.unwrap();
        assert_eq!((again.version, &again.stages), (2, &view.stages));
        assert_eq!(failure(jobs::save(&ctx, view.form()).await), ApiError::Stale);
    }
}

#[tokio::test]
async fn stages_are_moved_added_and_removed_unless_in_use() {
    for server in TestServer::both().await {
        let ctx = colleague(&server, "Rita", Role::Recruiter).await;
        let id = stored_job(&ctx, None).await;
        stored_candidate(&ctx, "ana@example.com", Some(id)).await;
        let mut form = jobs::get(&ctx, id).await.unwrap().form();
        form.stages.swap(1, 2);
        form.stages.push(SaveStage { id: None, name: "Hired".into(), kind: StageKind::Hired, scheduling: false, interviews: vec![] });
        jobs::save(&ctx, form).await.unwrap();
        let mut form = jobs::get(&ctx, id).await.unwrap().form();
        assert_eq!(
            form.stages.iter().map(|stage| stage.name.as_str()).collect::<Vec<_>>(),
            ["New", "Interview", "Screen", "Offer", "Hired"]
        );
        form.stages.remove(1);
        jobs::save(&ctx, form).await.unwrap();
        let mut form = jobs::get(&ctx, id).await.unwrap().form();
        assert_eq!(form.stages.len(), 4);
        form.stages.remove(0);
        assert_eq!(at_field(jobs::save(&ctx, form).await), ("stages".into(), "error-stage-in-use".into()));
        // Another job's stage is not taken over.
        let other = jobs::get(&ctx, stored_job(&ctx, None).await).await.unwrap();
        let mut form = jobs::get(&ctx, id).await.unwrap().form();
        form.stages[1].id = other.stages[0].id;
        assert_eq!(failure(jobs::save(&ctx, form).await), ApiError::Stale);
    }
}

#[tokio::test]
async fn people_of_a_job_are_colleagues_who_may() {
    for server in TestServer::both().await {
        let ctx = colleague(&server, "Rita", Role::Recruiter).await;
        let ivo = own_id(&colleague(&server, "Ivo", Role::Interviewer).await);
        let mut wrong = SaveJob { coordinator_id: Some(ivo), ..job(ivo, None) };
        wrong.stages[2].interviews[0].attendees = vec![ctx.id(crate::domain::id::UserId::new).unwrap()];
        let ApiError::Invalid(errors) = failure(jobs::save(&ctx, wrong).await) else { panic!() };
        let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["recruiter_id", "coordinator_id", "stages.2.interviews.0.attendees"]);
    }
}

#[tokio::test]
async fn a_hiring_manager_sees_the_own_jobs_only() {
    for server in TestServer::both().await {
        let ctx = colleague(&server, "Rita", Role::Recruiter).await;
        let manager = colleague(&server, "Hana", Role::HiringManager).await;
        let ivo = colleague(&server, "Ivo", Role::Interviewer).await;
        let own = jobs::save(&ctx, SaveJob { hiring_manager_id: Some(own_id(&manager)), ..job(own_id(&ctx), None) }).await.unwrap();
        let other = stored_job(&ctx, None).await;
        let all = ListQuery::default();
        assert_eq!(jobs::list(&ctx, &all).await.unwrap().total, 2);
        let seen = jobs::list(&manager, &all).await.unwrap();
        assert_eq!((seen.total, seen.rows[0].id), (1, own));
        assert_eq!(jobs::list(&ivo, &all).await.unwrap().total, 0);
        assert!(!jobs::get(&manager, own).await.unwrap().may_manage);
        assert_eq!(failure(jobs::get(&manager, other).await), ApiError::NotFound);
        assert_eq!(failure(jobs::get(&ivo, own).await), ApiError::NotFound);
        assert_eq!(failure(jobs::close(&manager, own, 1, true).await), ApiError::Forbidden);
        assert_eq!(failure(jobs::choices(&manager).await), ApiError::Forbidden);
    }
}

#[tokio::test]
async fn jobs_are_found_by_title_place_and_client() {
    for server in TestServer::both().await {
        let ctx = colleague(&server, "Rita", Role::Recruiter).await;
        let northwind = clients::save(&ctx, client("Nörthwind")).await.unwrap();
        stored_job(&ctx, Some(northwind)).await;
        stored_job(&ctx, None).await;
        let found = async |words: &str| {
            jobs::list(&ctx, &ListQuery { search: words.into(), sort: "client".into(), ..ListQuery::default() }).await.unwrap().total
        };
        assert_eq!([found("controller").await, found("northwind CONTR").await, found("berlin").await, found("x").await], [2, 1, 2, 0]);
        let closed = ListQuery { filter: "closed".into(), ..ListQuery::default() };
        assert_eq!(jobs::list(&ctx, &closed).await.unwrap().total, 0);
    }
}
