//! Work done here stays: what the system says anew is applied, and nothing else.

use serde_json::json;

use super::{Connected, admin, mapped, record};
use crate::api::error::ApiError;
use crate::domain::ats::connection::MapRecord;
use crate::domain::candidates::{EndApplication, MoveApplication};
use crate::domain::id::{ApplicationId, JobId};
use crate::domain::jobs::{SaveJob, SaveStage};
use crate::server::services::ats::mapping;
use crate::server::services::{applications, jobs};
use crate::server::tests::records::failure;
use crate::server::tests::world::{Agency, JobLike};

#[tokio::test]
async fn what_is_set_up_here_stays_and_an_existing_job_can_be_the_one() {
    for agency in Agency::both().await {
        let connected = Connected::generic(&agency).await;
        let job = agency.job(JobLike { in_house: true, ..JobLike::default() }).await;
        connected
            .told(
                "one",
                json!([
                    record("job", "J1", 1, json!({ "name": "Data engineer (m/f/d)", "state": "open", "recruiter": "U9" })),
                    record("stage", "S1", 1, json!({ "job": "J1", "name": "applied", "position": 1 })),
                    record("stage", "S2", 1, json!({ "job": "J1", "name": "Interview", "position": 3 })),
                    record("stage", "S3", 1, json!({ "job": "J1", "name": "Reference check", "position": 2 })),
                ]),
            )
            .await;
        assert_eq!(agency.number("select count(*) from jobs").await, 2);
        let map = |to: String| MapRecord { connection: Some(connected.id), kind: "job".into(), record: "J1".into(), to };
        assert!(matches!(failure(mapping::map(&admin(&agency), &map("nonsense".into())).await), ApiError::Invalid(_)));
        mapping::map(&admin(&agency), &map(job.job.to_string())).await.unwrap();
        let stages = agency
            .texts(&format!(
                "select name || case when scheduling then '*' else '' end from stages where job_id = '{}' order by position",
                job.job
            ))
            .await;
        assert_eq!(stages, ["applied", "Reference check", "Interview*"], "found by their names, in the system's order");
        assert_eq!(agency.texts(&format!("select title from jobs where id = '{}'", job.job)).await, ["Data engineer (m/f/d)"]);
        assert_eq!(agency.number("select count(*) from interview_templates where name = 'First interview'").await, 1);

        // Somebody who enters the stage that is scheduled here needs an interview here.
        connected
            .told(
                "two",
                json!([
                    record("candidate", "C1", 1, json!({ "name": "Asha Rao", "email": "asha@example.com" })),
                    record("application", "A1", 1, json!({ "candidate": "C1", "job": "J1", "stage": "S1", "state": "active" })),
                ]),
            )
            .await;
        assert_eq!(agency.number("select count(*) from interview_requests").await, 0);
        connected.told("three", json!([record("application", "A1", 2, json!({ "stage": "S2" }))])).await;
        assert_eq!(agency.texts("select state from interview_requests").await, ["chosen"]);
        assert_eq!(agency.number("select count(*) from history where action = 'application.moved' and actor_kind = 'system'").await, 1);

        mapping::map(&admin(&agency), &map("ignored".into())).await.unwrap();
        connected.told("four", json!([record("application", "A1", 3, json!({ "stage": "S1" }))])).await;
        assert_eq!(agency.texts("select s.name from applications a join stages s on s.id = a.stage_id").await, ["Interview"], "left out");
        mapping::map(&admin(&agency), &map("auto".into())).await.unwrap();
        assert_eq!(agency.texts("select s.name from applications a join stages s on s.id = a.stage_id").await, ["applied"]);
    }
}

/// Where everybody is.
async fn places(agency: &Agency) -> Vec<String> {
    let sql = "select c.email || ' ' || s.name || ' ' || a.state || ' ' || a.disposition from applications a join candidates c on c.id = a.candidate_id
        join stages s on s.id = a.stage_id";
    let mut places = agency.texts(sql).await;
    places.sort();
    places
}

async fn requests(agency: &Agency) -> Vec<String> {
    let sql = "select c.email || ' ' || q.state from interview_requests q join applications a on a.id = q.application_id
        join candidates c on c.id = a.candidate_id";
    let mut requests = agency.texts(sql).await;
    requests.sort();
    requests
}

#[tokio::test]
async fn what_is_done_here_stays_until_the_system_says_something_else_and_nobody_is_mailed_by_coming() {
    for agency in Agency::both().await {
        let connected = Connected::generic(&agency).await;
        let job = mapped(&agency, &connected, JobLike { in_house: true, auto_invite: true, ..JobLike::default() }).await;
        let application = |id: &str, at, candidate: &str, stage: &str| {
            record("application", id, at, json!({ "candidate": candidate, "job": "J1", "stage": stage, "state": "active" }))
        };
        connected
            .told(
                "people",
                json!([
                    record("candidate", "C1", 1, json!({ "name": "Asha Rao", "email": "asha@example.com" })),
                    record("candidate", "C2", 1, json!({ "name": "Bo Li", "email": "bo@example.com" })),
                    application("A1", 1, "C1", "S2"),
                    application("A2", 1, "C2", "S1"),
                ]),
            )
            .await;
        assert_eq!(requests(&agency).await, ["asha@example.com chosen"], "it is a task, and no mail");
        let id_of = async |email: &str| -> ApplicationId {
            let sql = format!("select a.id from applications a join candidates c on c.id = a.candidate_id where c.email = '{email}'");
            agency.texts(&sql).await.remove(0).parse().unwrap()
        };
        let (asha, bo) = (id_of("asha@example.com").await, id_of("bo@example.com").await);
        let applied = agency.texts(&format!("select id from stages where job_id = '{}' and name = 'Applied'", job.job)).await.remove(0);
        let back = MoveApplication { id: asha, version: agency.version("applications", asha).await, stage_id: applied.parse().unwrap() };
        applications::move_to(&agency.staff(), back).await.unwrap();
        let end = EndApplication { id: bo, version: agency.version("applications", bo).await, disposition: "no_answer".into() };
        applications::end(&agency.staff(), end).await.unwrap();
        let ours = places(&agency).await;
        assert_eq!(ours, ["asha@example.com Applied active ", "bo@example.com Applied ended no_answer"]);
        connected.told("again", json!([application("A1", 20, "C1", "S2"), application("A2", 20, "C2", "S1")])).await;
        connected
            .told(
                "more",
                json!([
                    record("application", "A1", 21, json!({ "salary": "B" })),
                    record("application", "A2", 21, json!({ "salary": "C" }))
                ]),
            )
            .await;
        assert_eq!(places(&agency).await, ours, "what was known before undoes nothing");
        assert_eq!(requests(&agency).await, ["asha@example.com withdrawn"]);
        // A change of the system's own does what the same move by hand does.
        connected.told("moved", json!([record("application", "A2", 30, json!({ "stage": "S2" }))])).await;
        assert_eq!(places(&agency).await, ["asha@example.com Applied active ", "bo@example.com Interview active "]);
        assert_eq!(requests(&agency).await, ["asha@example.com withdrawn", "bo@example.com invited"]);
    }
}

#[tokio::test]
async fn of_two_applications_that_are_one_here_the_same_is_followed_whichever_comes_first() {
    let people = json!([
        record("candidate", "C1", 1, json!({ "name": "Asha Rao", "email": "asha@example.com" })),
        record("candidate", "C2", 1, json!({ "name": "Asha Rao", "email": "asha@example.com" })),
    ]);
    let of = |id: &str, candidate: &str, at, stage: &str, state: &str| {
        json!([record("application", id, at, json!({ "candidate": candidate, "job": "J1", "stage": stage, "state": state }))])
    };
    for first in [true, false] {
        for agency in Agency::both().await {
            let connected = Connected::generic(&agency).await;
            mapped(&agency, &connected, JobLike { in_house: true, ..JobLike::default() }).await;
            connected.told("people", people.clone()).await;
            let mut both = [("one", of("A1", "C1", 3, "S1", "active")), ("two", of("A2", "C2", 5, "S2", "rejected"))];
            if !first {
                both.reverse();
            }
            for (id, records) in both {
                connected.told(id, records).await;
            }
            assert_eq!(places(&agency).await, ["asha@example.com Applied active "], "the active one");
            connected.told("three", of("A2", "C2", 7, "S2", "active")).await;
            assert_eq!(places(&agency).await, ["asha@example.com Interview active "], "the later one");
            connected.told("four", json!([record("application", "A2", 9, json!({ "deleted": true }))])).await;
            assert_eq!(places(&agency).await, ["asha@example.com Applied active "], "the one that is left");
        }
    }
    for agency in Agency::both().await {
        let connected = Connected::generic(&agency).await;
        mapped(&agency, &connected, JobLike { in_house: true, ..JobLike::default() }).await;
        connected
            .told(
                "people",
                json!([
                    record("candidate", "C1", 1, json!({ "name": "Asha Rao", "email": "asha@example.com" })),
                    record("candidate", "C2", 1, json!({ "name": "A. Rao", "email": "rao@example.com" })),
                ]),
            )
            .await;
        connected.told("one", of("A1", "C1", 1, "S1", "active")).await;
        connected.told("two", of("A2", "C2", 1, "S1", "active")).await;
        connected.told("three", json!([record("candidate", "C2", 2, json!({ "merged_into": "C1" }))])).await;
        connected.told("four", json!([record("application", "A2", 3, json!({ "deleted": true }))])).await;
        assert_eq!(places(&agency).await, ["asha@example.com Applied active ", "rao@example.com Applied ended candidate_withdrew"]);
    }
}

#[tokio::test]
async fn whoever_was_deleted_is_not_made_again_and_their_applications_are_over() {
    for agency in Agency::both().await {
        let connected = Connected::generic(&agency).await;
        mapped(&agency, &connected, JobLike { in_house: true, ..JobLike::default() }).await;
        let person = || record("candidate", "C1", 1, json!({ "name": "Asha Rao", "email": "asha@example.com" }));
        let application = |id: &str, candidate: &str| {
            record("application", id, 1, json!({ "candidate": candidate, "job": "J1", "stage": "S1", "state": "active" }))
        };
        connected.told("one", json!([person(), application("A1", "C1")])).await;
        connected.told("two", json!([record("candidate", "C1", 4, json!({ "deleted": true }))])).await;
        assert_eq!(places(&agency).await, ["asha@example.com Applied ended candidate_withdrew"]);
        connected.told("three", json!([record("candidate", "C2", 4, json!({ "deleted": true }))])).await;
        connected
            .told(
                "four",
                json!([record("candidate", "C2", 1, json!({ "name": "Bo Li", "email": "bo@example.com" })), application("A2", "C2")]),
            )
            .await;
        assert_eq!(agency.texts("select email from candidates").await, ["asha@example.com"]);
        assert_eq!(connected.problems().await, []);
    }
}

#[tokio::test]
async fn a_job_that_was_touched_here_stays_so_and_stages_that_come_make_open_forms_stale() {
    for agency in Agency::both().await {
        let connected = Connected::generic(&agency).await;
        let job =
            |at, name: &str, place: &str| json!([record("job", "J1", at, json!({ "name": name, "state": "open", "location": place }))]);
        connected.told("one", job(1, "Engineer", "Bonn")).await;
        connected.told("two", json!([record("stage", "S1", 1, json!({ "job": "J1", "name": "Applied" }))])).await;
        connected.told("three", job(2, "Engineer", "Berlin")).await;
        assert_eq!(agency.texts("select location from jobs").await, ["Berlin"], "stages are no change by anybody here");
        let id: JobId = agency.texts("select id from jobs").await.remove(0).parse().unwrap();
        let view = jobs::get(&agency.staff(), id).await.unwrap();
        let typed = |version: i64, stages: Vec<SaveStage>| SaveJob {
            id: Some(id),
            version,
            title: view.title.clone(),
            client_id: None,
            recruiter_id: Some(view.recruiter.id),
            coordinator_id: None,
            hiring_manager_id: None,
            zone: view.zone.clone(),
            location: "Here".into(),
            auto_invite: false,
            show_attendees: true,
            stages,
        };
        connected.told("four", json!([record("stage", "S2", 3, json!({ "job": "J1", "name": "Offer" }))])).await;
        assert_eq!(failure(jobs::save(&agency.staff(), typed(view.version, view.stages.clone())).await), ApiError::Stale);
        let now = jobs::get(&agency.staff(), id).await.unwrap();
        jobs::save(&agency.staff(), typed(now.version, now.stages)).await.unwrap();
        connected.told("five", job(5, "Engineer", "Hamburg")).await;
        connected.told("six", job(6, "Engineer (m/f/d)", "Hamburg")).await;
        connected.told("seven", job(7, "Engineer (all)", "Kiel")).await;
        assert_eq!(agency.texts("select title || ' ' || location from jobs").await, ["Engineer (all) Here"]);
    }
}

#[tokio::test]
async fn made_here_is_the_job_that_was_made_here() {
    for agency in Agency::both().await {
        let connected = Connected::generic(&agency).await;
        let job = mapped(&agency, &connected, JobLike::default()).await;
        let made = agency.texts(&format!("select id from jobs where id <> '{}'", job.job)).await;
        let map = |to: String| MapRecord { connection: Some(connected.id), kind: "job".into(), record: "J1".into(), to };
        mapping::map(&admin(&agency), &map("auto".into())).await.unwrap();
        assert_eq!(agency.number("select count(*) from jobs").await, 2);
        assert_eq!(agency.texts("select local_id from ats_records where kind = 'job'").await, made);
    }
}
