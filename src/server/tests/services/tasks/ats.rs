//! What is new in the applicant tracking system.

use super::{Case, categories, in_house, list};
use crate::domain::people::Actor;
use crate::domain::tasks::{Assigned, TaskCategory};
use crate::server::ctx::Ctx;
use crate::server::services::tasks;
use crate::server::store::history::Event;

/// As the ATS records what is new there.
pub(super) async fn imported(case: &Case, action: &'static str, subject: (&'static str, String), data: serde_json::Value) {
    let ctx = Ctx::system(case.agency.server.app.clone(), "test".into());
    let mut tx = ctx.store().begin().await.unwrap();
    let (id, at, actor, topics) = (ctx.id(crate::domain::id::EventId::new).unwrap(), ctx.now(), Actor::System, Vec::new());
    let job_id = Some(case.job.job);
    tx.record(Event { id, at, actor, action, subject, candidate_id: None, application_id: None, job_id, data, topics }).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn what_is_new_in_the_ats_is_set_up_or_completed() {
    for case in Case::both(in_house()).await {
        let (job, stage) = (case.job.job, case.job.stage);
        // A job that is set up already asks for nothing.
        imported(&case, "job.imported", ("job", job.to_string()), serde_json::json!({})).await;
        assert!(case.open().await.is_empty());
        case.agency.execute(&[format!("update stages set scheduling = false where id = '{stage}'")]).await;
        imported(&case, "job.imported", ("job", job.to_string()), serde_json::json!({})).await;
        imported(&case, "stage.imported", ("stage", stage.to_string()), serde_json::json!({ "name": "Interview" })).await;
        let new = serde_json::json!({ "stage": stage.to_string(), "name": "Technical interview" });
        imported(&case, "ats_interview.added", ("ats_interview", "1:77".into()), new.clone()).await;
        imported(&case, "ats_interview.added", ("ats_interview", "1:77".into()), new).await;
        let lines = list(&case.carl, Assigned::Me, false).await;
        let mut found = categories(&lines);
        found.sort_unstable();
        assert_eq!(found, ["new_interview", "new_job", "new_stage"]);
        let line = lines.iter().find(|line| line.category == TaskCategory::NewInterview).unwrap();
        assert_eq!((line.name.as_str(), line.stage.as_ref().unwrap().name.as_str()), ("Technical interview", "Interview"));

        // Set up in the job's own form: enabled, with one interview more.
        let view = crate::server::services::jobs::get(&case.carl, job).await.unwrap();
        let mut form = view.form();
        form.stages[1].scheduling = true;
        let mut more = form.stages[1].interviews[0].clone();
        (more.id, more.name) = (None, "Technical interview".into());
        form.stages[1].interviews.push(more);
        crate::server::services::jobs::save(&case.carl, form).await.unwrap();
        assert!(case.open().await.is_empty());

        // By hand, and again.
        let new = serde_json::json!({ "stage": stage.to_string(), "name": "Lunch" });
        imported(&case, "ats_interview.added", ("ats_interview", "1:78".into()), new.clone()).await;
        let line = list(&case.carl, Assigned::Me, false).await.remove(0);
        tasks::complete(&case.carl, line.id, line.version, true).await.unwrap();
        assert!(case.open().await.is_empty());
        imported(&case, "ats_interview.added", ("ats_interview", "1:78".into()), new).await;
        assert_eq!(case.open().await, ["new_interview"]);
        let version = case.agency.version("jobs", job).await;
        crate::server::services::jobs::close(&case.carl, job, version, true).await.unwrap();
        assert!(case.open().await.is_empty(), "a closed job needs nothing");
    }
}

#[tokio::test]
async fn two_new_interviews_are_two_things_to_do() {
    for case in Case::both(in_house()).await {
        let stage = case.job.stage.to_string();
        for (key, name) in [("1:1", "Technical"), ("1:2", "Lunch")] {
            let new = serde_json::json!({ "stage": stage, "name": name });
            imported(&case, "ats_interview.added", ("ats_interview", key.into()), new).await;
        }
        for left in [1, 0] {
            let mut form = crate::server::services::jobs::get(&case.carl, case.job.job).await.unwrap().form();
            let mut more = form.stages[1].interviews[0].clone();
            (more.id, more.name) = (None, format!("Another {left}"));
            form.stages[1].interviews.push(more);
            crate::server::services::jobs::save(&case.carl, form).await.unwrap();
            assert_eq!(case.open().await.len(), left);
        }
    }
}
