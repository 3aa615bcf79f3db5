//! Connections that are broken.

use super::{Case, categories, in_house, list, staff};
use crate::api::error::ApiError;
use crate::domain::people::{Actor, Role};
use crate::domain::tasks::Assigned;
use crate::server::ctx::Ctx;
use crate::server::services::tasks;
use crate::server::store::history::Event;
use crate::server::tests::records::failure;

#[tokio::test]
async fn a_broken_connection_heads_the_list_of_who_set_it_up_or_of_every_administrator() {
    for case in Case::both(in_house()).await {
        let (anna, anna_id) = staff(&case.agency, "Anna", Role::Administrator).await;
        let (bert, _) = staff(&case.agency, "Bert", Role::Administrator).await;
        let dana = case.agency.recruiter.user_id().unwrap();
        case.agency.execute(&[format!("update organisation set creator_id = '{anna_id}'")]).await;
        let breaks = async || {
            case.agency
                .execute(&[
                    "insert into connections (key, broken_since, kind_of_problem) values ('smtp', 1, 'credentials') on conflict (key) do update set broken_since = 1"
                        .into(),
                ])
                .await;
            record(&case, "integration.failed").await;
        };
        breaks().await;
        breaks().await;
        let first = list(&anna, Assigned::Me, false).await;
        assert_eq!((categories(&first), first[0].name.as_str(), first[0].reason.as_str()), (vec!["broken_integration"], "smtp", "535 no"));
        assert!(list(&bert, Assigned::Me, false).await.is_empty());
        // On top of what came before it.
        case.agency.execute(&[format!("update jobs set coordinator_id = '{anna_id}' where id = '{}'", case.job.job)]).await;
        case.enter().await;
        case.agency.execute(&["update tasks set raised_at = 0 where category = 'ready_to_schedule'".into()]).await;
        assert_eq!(categories(&list(&anna, Assigned::Me, false).await), ["broken_integration", "ready_to_schedule"]);

        // Who set it up is gone: every administrator has it, nobody else.
        case.agency.execute(&[format!("update users set active = false where id = '{anna_id}'")]).await;
        assert_eq!(categories(&list(&bert, Assigned::Me, false).await), ["broken_integration"]);
        assert_eq!(tasks::count(&bert).await.unwrap(), 1);
        assert!(list(&bert, Assigned::To(dana), false).await.is_empty());
        assert_eq!(categories(&list(&bert, Assigned::Team, false).await), ["ready_to_schedule"]);

        case.agency.execute(&["update connections set broken_since = null".into()]).await;
        record(&case, "integration.restored").await;
        assert!(list(&bert, Assigned::Me, false).await.is_empty());
        // By hand, and raised by the next failure.
        breaks().await;
        let line = list(&bert, Assigned::Me, false).await.remove(0);
        tasks::complete(&bert, line.id, line.version, true).await.unwrap();
        assert!(list(&bert, Assigned::Me, false).await.is_empty());
        breaks().await;
        assert_eq!(categories(&list(&bert, Assigned::Me, false).await), ["broken_integration"]);
    }
}

pub(super) async fn record(case: &Case, action: &'static str) {
    let ctx = Ctx::system(case.agency.server.app.clone(), "test".into());
    let mut tx = ctx.store().begin().await.unwrap();
    tx.record(Event {
        id: ctx.id(crate::domain::id::EventId::new).unwrap(),
        at: ctx.now(),
        actor: Actor::System,
        action,
        subject: ("integration", "smtp".into()),
        candidate_id: None,
        application_id: None,
        job_id: None,
        data: serde_json::json!({ "problem": "535 no" }),
        topics: Vec::new(),
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn only_administrators_touch_what_only_they_can_mend() {
    for case in Case::both(in_house()).await {
        let (anna, anna_id) = staff(&case.agency, "Anna", Role::Administrator).await;
        case.agency.execute(&[format!("update organisation set creator_id = '{anna_id}'")]).await;
        case.agency
            .execute(&["insert into connections (key, broken_since, kind_of_problem) values ('smtp', 1, 'credentials')".into()])
            .await;
        record(&case, "integration.failed").await;
        let line = list(&case.carl, Assigned::To(anna_id), false).await.remove(0);
        assert_eq!(failure(tasks::take(&case.carl, line.id, line.version).await), ApiError::Forbidden);
        assert_eq!(failure(tasks::complete(&case.carl, line.id, line.version, true).await), ApiError::Forbidden);
        tasks::complete(&anna, line.id, line.version, true).await.unwrap();
    }
}
