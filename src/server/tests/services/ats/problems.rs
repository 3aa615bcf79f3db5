//! What is refused is kept, and tried again.

use serde_json::json;

use super::{Connected, admin, mapped, record};
use crate::domain::ats::connection::MapRecord;
use crate::domain::ats::record::{Key, RecordKind};
use crate::domain::time::ms;
use crate::server::services::ats::mapping;
use crate::server::services::ats::receive::Taken;
use crate::server::services::booking;
use crate::server::store::ats_records::RecordRow;
use crate::server::tests::world::{Agency, JobLike, at, span};

#[tokio::test]
async fn what_the_rules_refuse_is_kept_as_a_problem_and_tried_again() {
    for agency in Agency::both().await {
        let connected = Connected::generic(&agency).await;
        let job = agency.job(JobLike::default()).await;
        let (request, page) = agency.invited("Asha Rao", job, agency.contact).await;
        agency.share(page, JobLike::default().timing, &[span("2027-03-08T14:00:00Z", "2027-03-08T17:00:00Z")]).await;
        let asha = agency.as_candidate(request).await;
        booking::book(&asha, request, ms(at("2027-03-08T14:00:00Z")), "", "").await.unwrap();
        let email = agency.texts("select email from candidates").await.remove(0);
        connected.told("one", json!([record("job", "J1", 1, json!({ "name": "Data engineer", "state": "open" }))])).await;
        let map = MapRecord { connection: Some(connected.id), kind: "job".into(), record: "J1".into(), to: job.job.to_string() };
        mapping::map(&admin(&agency), &map).await.unwrap();
        connected
            .told(
                "two",
                json!([
                    record("stage", "S1", 1, json!({ "job": "J1", "name": "Interview" })),
                    record("candidate", "C1", 1, json!({ "name": "Asha Rao", "email": email })),
                    record("candidate", "C2", 1, json!({ "name": "No Mail" })),
                    record("application", "A1", 1, json!({ "candidate": "C1", "job": "J1", "stage": "S1", "state": "rejected" })),
                    record("application", "A2", 1, json!({ "candidate": "C2", "job": "J1", "stage": "S1", "state": "active" })),
                ]),
            )
            .await;
        let mut problems = connected.problems().await;
        problems.sort();
        let expected = [("Asha Rao", "error-application-has-interview"), ("No Mail", "ats-problem-no-email")];
        assert_eq!(problems, expected.map(|(name, problem)| (name.to_owned(), problem.to_owned())));
        assert_eq!(agency.texts("select state from applications").await, ["active"]);
        // The mail address comes, and the interview is over: each with whatever is delivered next.
        connected.told("three", json!([record("candidate", "C2", 2, json!({ "email": "no@example.com" }))])).await;
        assert_eq!(connected.problems().await.len(), 1);
        agency.server.clock.set(at("2027-03-08T18:00:00Z"));
        connected.told("four", json!([record("user", "U1", 1, json!({ "name": "Anybody" }))])).await;
        assert_eq!(connected.problems().await, []);
        assert_eq!(
            agency.texts("select state || ' ' || disposition from applications order by 1").await,
            ["active ", "ended not_suitable"]
        );
    }
}

#[tokio::test]
async fn a_moment_to_come_is_refused_and_who_waits_for_an_address_is_not_tried_in_vain() {
    for agency in Agency::both().await {
        let connected = Connected::generic(&agency).await;
        mapped(&agency, &connected, JobLike::default()).await;
        let mut ahead = record("job", "J1", 1, json!({ "name": "Pinned" }));
        ahead["updated_at"] = json!("2027-03-05T09:00:00Z");
        let refused = connected.send("ahead", &json!({ "records": [ahead] })).await.unwrap();
        assert!(matches!(refused, Taken::Unreadable(ref error) if error.contains("future")), "{refused:?}");
        connected
            .told(
                "people",
                json!([
                    record("candidate", "C1", 1, json!({ "name": "No Mail" })),
                    record("application", "A1", 1, json!({ "candidate": "C1", "job": "J1", "stage": "S1", "state": "active" })),
                ]),
            )
            .await;
        assert_eq!(connected.problems().await.len(), 1);
        let mut tx = agency.server.app.store.begin().await.unwrap();
        assert_eq!(tx.ats_to_retry(connected.id, 10).await.unwrap(), []);
        for (id, tried) in [("X1", 30), ("X2", 10), ("X3", 20)] {
            let row = RecordRow {
                problem: "error-job-closed".into(),
                tried_at: Some(tried),
                ..RecordRow::new(Key::new(RecordKind::Application, id))
            };
            tx.put_ats_record(connected.id, &row).await.unwrap();
        }
        let longest = tx.ats_to_retry(connected.id, 2).await.unwrap();
        assert_eq!(longest.into_iter().map(|key| key.id).collect::<Vec<_>>(), ["X2", "X3"]);
    }
}
