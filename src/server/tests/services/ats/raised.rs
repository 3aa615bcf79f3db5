//! What the system tells is work for coordinators: New Job, New Stage, New Interview, Ready to Schedule.

use serde_json::json;

use super::pulls::{Plan, Shared, harvest, keys, serve};
use super::{Connected, fixture, kim, record};
use crate::api::tasks::TaskQuery;
use crate::domain::ats::connection::SaveConnection;
use crate::domain::id::JobId;
use crate::domain::jobs::{SaveTemplate, StageKind};
use crate::domain::list::ListQuery;
use crate::domain::tasks::Assigned;
use crate::domain::time::plus_minutes;
use crate::server::ctx::Ctx;
use crate::server::services::ats::pull;
use crate::server::services::ats::receive::Taken;
use crate::server::services::{jobs, tasks};
use crate::server::tests::world::Agency;

/// The open tasks: category, what is new, stage, candidate or job, whose it is (`team` for nobody's).
async fn open(agency: &Agency) -> Vec<String> {
    let mut whose = vec![Assigned::Team];
    whose.extend(agency.texts("select id from users where name = 'Kim Coord'").await.iter().map(|id| Assigned::parse(id)));
    let mut open = Vec::new();
    for assigned in whose {
        let query = TaskQuery { assigned, done: false, list: ListQuery::default() };
        for line in tasks::list(&agency.staff(), &query).await.unwrap().page.rows {
            let stage = line.stage.map(|stage| stage.name).unwrap_or_default();
            let about = line.candidate.map(|one| one.name).or(line.job.map(|one| one.name)).unwrap_or_default();
            let assignee = line.assignee.map_or("team".to_owned(), |one| one.name);
            open.push(format!("{}|{}|{stage}|{about}|{assignee}", line.category.name(), line.name));
        }
    }
    open.sort();
    open
}

/// Schedules the interviews of these names in a stage, as the job's page does.
async fn schedule(agency: &Agency, stage: &str, interviews: &[&str]) {
    let job: JobId = agency.texts(&format!("select job_id from stages where name = '{stage}' order by id")).await[0].parse().unwrap();
    let mut form = jobs::get(&agency.staff(), job).await.unwrap().form();
    let stage = form.stages.iter_mut().find(|one| one.name == stage).unwrap();
    (stage.kind, stage.scheduling) = (StageKind::Interview, true);
    let stands = std::mem::take(&mut stage.interviews);
    stage.interviews = interviews
        .iter()
        .map(|name| stands.iter().find(|one| one.name == *name).cloned().unwrap_or_else(|| SaveTemplate::usual((*name).into())))
        .collect();
    jobs::save(&agency.staff(), form).await.unwrap();
}

#[tokio::test]
async fn deliveries_raise_each_of_the_four_and_what_they_ask_for_completes_it() {
    for agency in Agency::both().await {
        kim(&agency).await;
        let connected = Connected::generic(&agency).await;
        connected
            .told(
                "one",
                json!([
                    record("user", "U1", 1, json!({ "name": "Kim Coord", "email": "kim@weiss.example" })),
                    record("job", "J1", 1, json!({ "name": "Data engineer", "state": "open", "coordinator": "U1" })),
                    record("stage", "S1", 1, json!({ "job": "J1", "name": "Applied", "position": 1 })),
                    record("stage", "S2", 1, json!({ "job": "J1", "name": "Onsite interview", "position": 2 })),
                    record("interview", "I1", 1, json!({ "stage": "S2", "name": "Pair programming" })),
                ]),
            )
            .await;
        assert_eq!(open(&agency).await, ["new_job|||Data engineer|Kim Coord"]);
        schedule(&agency, "Onsite interview", &["Pair programming"]).await;
        assert!(open(&agency).await.is_empty(), "set up");

        connected.told("two", json!([record("interview", "I2", 2, json!({ "stage": "S2", "name": "Lunch" }))])).await;
        assert_eq!(open(&agency).await, ["new_interview|Lunch|Onsite interview|Data engineer|Kim Coord"]);
        let repeated = json!({ "records": [record("interview", "I2", 2, json!({ "stage": "S2", "name": "Lunch" }))] });
        assert_eq!(connected.send("two", &repeated).await.unwrap(), Taken::Before);
        assert_eq!(connected.send("two again", &repeated).await.unwrap(), Taken::Now);
        assert_eq!(open(&agency).await.len(), 1, "a delivery that is repeated is no other task");
        schedule(&agency, "Onsite interview", &["Pair programming", "Lunch"]).await;
        assert!(open(&agency).await.is_empty());

        connected.told("three", json!([record("stage", "S3", 3, json!({ "job": "J1", "name": "Final talk", "position": 3 }))])).await;
        assert_eq!(open(&agency).await, ["new_stage|Final talk|Final talk|Data engineer|Kim Coord"]);

        connected
            .told(
                "four",
                json!([
                    record("candidate", "C1", 4, json!({ "name": "Asha Rao", "email": "asha@example.com" })),
                    record("application", "A1", 4, json!({ "candidate": "C1", "job": "J1", "stage": "S1", "state": "active" })),
                ]),
            )
            .await;
        assert_eq!(open(&agency).await.len(), 1, "nobody is ready yet");
        connected.told("five", json!([record("application", "A1", 5, json!({ "stage": "S2" }))])).await;
        assert_eq!(
            open(&agency).await,
            ["new_stage|Final talk|Final talk|Data engineer|Kim Coord", "ready_to_schedule|||Asha Rao|Kim Coord"]
        );
        connected.told("six", json!([record("application", "A1", 6, json!({ "state": "rejected" }))])).await;
        assert_eq!(open(&agency).await, ["new_stage|Final talk|Final talk|Data engineer|Kim Coord"]);
        connected.told("seven", json!([record("job", "J1", 7, json!({ "state": "closed" }))])).await;
        assert!(open(&agency).await.is_empty(), "a closed job needs nothing");
    }
}

#[tokio::test]
async fn what_greenhouse_is_asked_for_and_what_it_delivers_raise_them_too() {
    for agency in Agency::both().await {
        let system = Ctx::system(agency.server.app.clone(), "test".into());
        let (base, plan) = serve(harvest()).await;
        let connected = Connected::to(&agency, "greenhouse", keys(&base)).await;
        assert!(pull::pull_due(&system).await.unwrap());
        assert_eq!(open(&agency).await, ["new_job|||Data engineer|team", "new_job|||Designer|team"]);
        schedule(&agency, "Onsite", &["Pair programming"]).await;
        let ready = "ready_to_schedule|||Amara Okafor|team";
        assert_eq!(open(&agency).await, ["new_job|||Designer|team", ready], "who stands in it already is ready");

        {
            let mut plan = plan.lock().unwrap();
            let at = "2027-03-03T09:05:00Z";
            let stage =
                json!({ "id": 700_104, "job_id": 500_009, "sort_order": 3, "name": "Executive talk", "active": true, "updated_at": at });
            plan.lists.get_mut("job_interview_stages").unwrap().as_array_mut().unwrap().push(stage);
            let interview = json!({
                "id": 610_002, "job_interview_stage_id": 700_102, "job_id": 500_009, "sort_order": 1, "name": "Lunch", "active": true, "updated_at": at
            });
            plan.lists.get_mut("job_interviews").unwrap().as_array_mut().unwrap().push(interview);
        }
        agency.server.clock.set(plus_minutes(agency.server.app.clock.now(), 10));
        assert!(pull::pull_due(&system).await.unwrap());
        let interview = "new_interview|Lunch|Onsite|Data engineer|team";
        let stage = "new_stage|Executive talk|Executive talk|Data engineer|team";
        assert_eq!(open(&agency).await, [interview, "new_job|||Designer|team", stage, ready]);
        connected.send("moved", &fixture("greenhouse/candidate_stage_change")).await.unwrap();
        let told = "new_interview|Team lunch|Onsite|Data engineer|team";
        assert_eq!(open(&agency).await, [interview, told, "new_job|||Designer|team", stage, ready]);
    }
}

#[tokio::test]
async fn what_lever_delivers_raises_them_too() {
    for agency in Agency::both().await {
        let system = Ctx::system(agency.server.app.clone(), "test".into());
        let (base, plan) = serve(Plan::default()).await;
        let keys = SaveConnection { api_key: "key-of-lever".into(), base_url: base, ..SaveConnection::default() };
        let connected = Connected::to(&agency, "lever", keys).await;
        connected.send("", &fixture("lever/candidate_stage_change")).await.unwrap();
        assert!(pull::pull_due(&system).await.unwrap());
        assert_eq!(open(&agency).await, ["new_job|||Platform engineer|team"]);
        schedule(&agency, "Phone screen", &["Call"]).await;
        let ready = "ready_to_schedule|||Jonas Lind|team";
        assert_eq!(open(&agency).await, [ready]);

        let mut stages = fixture("lever/stages");
        stages["data"].as_array_mut().unwrap().push(json!({ "id": "51a9e000-0000-4000-8000-000000000005", "text": "Reference check" }));
        plan.lock().unwrap().lists.insert("stages".into(), stages);
        agency.server.clock.set(plus_minutes(agency.server.app.clock.now(), 10));
        assert!(pull::pull_due(&system).await.unwrap(), "by itself, with nobody named");
        assert_eq!(open(&agency).await, ["new_stage|Reference check|Reference check|Platform engineer|team", ready]);
    }
}

/// Another posting, by a delivery that names its one opportunity.
async fn second_job(connected: &Connected<'_>, plan: &Shared) {
    let (mut opportunity, mut posting, mut told) =
        (fixture("lever/opportunity"), fixture("lever/posting"), fixture("lever/candidate_stage_change"));
    (posting["data"]["id"], posting["data"]["text"]) = (json!("second-posting"), json!("Site engineer"));
    opportunity["data"]["applications"][0]["posting"] = json!("second-posting");
    (opportunity["data"]["id"], opportunity["data"]["contact"]) = (json!("second-opportunity"), json!("second-person"));
    opportunity["data"]["emails"] = json!(["sofia@example.com"]);
    (told["id"], told["data"]["opportunityId"]) = (json!("second"), json!("second-opportunity"));
    plan.lock().unwrap().lists.extend([("opportunities".to_owned(), opportunity), ("postings".to_owned(), posting)]);
    connected.send("", &told).await.unwrap();
}

#[tokio::test]
async fn a_pull_lays_levers_pipeline_over_all_jobs_that_are_open_and_once() {
    for agency in Agency::both().await {
        let (base, plan) = serve(Plan::default()).await;
        let keys = SaveConnection { api_key: "key-of-lever".into(), base_url: base, ..SaveConnection::default() };
        let connected = Connected::to(&agency, "lever", keys).await;
        connected.send("", &fixture("lever/candidate_stage_change")).await.unwrap();
        let pulled = async || {
            agency.server.clock.set(plus_minutes(agency.server.app.clock.now(), 10));
            assert!(pull::pull_due(&Ctx::system(agency.server.app.clone(), "test".into())).await.unwrap());
        };
        pulled().await;
        second_job(&connected, &plan).await;
        pulled().await;
        for job in ["Platform engineer", "Site engineer"] {
            let id: JobId = agency.texts(&format!("select id from jobs where title = '{job}'")).await[0].parse().unwrap();
            let mut form = jobs::get(&agency.staff(), id).await.unwrap().form();
            let stage = form.stages.iter_mut().find(|stage| stage.name == "On-site interview").unwrap();
            (stage.kind, stage.scheduling, stage.interviews) = (StageKind::Interview, true, vec![SaveTemplate::usual("Talk".into())]);
            jobs::save(&agency.staff(), form).await.unwrap();
        }
        assert!(open(&agency).await.is_empty(), "both are set up");
        let site: JobId = agency.texts("select id from jobs where title = 'Site engineer'").await[0].parse().unwrap();
        jobs::close(&agency.staff(), site, agency.version("jobs", site).await, true).await.unwrap();

        let mut stages = fixture("lever/stages");
        stages["data"][0]["text"] = json!("New here");
        stages["data"].as_array_mut().unwrap().push(json!({ "id": "51a9e000-0000-4000-8000-000000000005", "text": "Reference check" }));
        plan.lock().unwrap().lists.insert("stages".into(), stages);
        plan.lock().unwrap().asked.clear();
        pulled().await;
        assert_eq!(plan.lock().unwrap().asked, ["stages"], "nothing else is asked for");
        let platform = "new_stage|Reference check|Reference check|Platform engineer|team";
        assert_eq!(open(&agency).await, [platform], "a job that is closed needs nothing");
        let names = "select j.title || ': ' || s.name from stages s join jobs j on j.id = s.job_id where s.position in (0, 4) order by 1";
        assert_eq!(
            agency.texts(names).await,
            ["Platform engineer: New here", "Platform engineer: Reference check", "Site engineer: New lead"]
        );

        let (known, events) = (connected.state().await, agency.number("select count(*) from history").await);
        let versions = agency.texts("select cast(version as text) from jobs order by id").await;
        pulled().await;
        pulled().await;
        assert_eq!(connected.state().await, known, "what is known already is not known anew");
        assert_eq!(agency.number("select count(*) from history").await, events);
        assert_eq!(agency.texts("select cast(version as text) from jobs order by id").await, versions);

        jobs::close(&agency.staff(), site, agency.version("jobs", site).await, false).await.unwrap();
        pulled().await;
        let both = [platform.to_owned(), platform.replace("Platform", "Site")];
        assert_eq!(open(&agency).await, both, "open again, it is told what came meanwhile");
    }
}

#[tokio::test]
async fn new_jobs_stages_and_interviews_are_told_where_they_are_news() {
    for agency in Agency::both().await {
        let connected = Connected::generic(&agency).await;
        let told = async || {
            agency
                .texts("select action || ' ' || subject_kind from history where action in ('job.imported', 'stage.imported', 'ats_interview.added') order by at, id")
                .await
        };
        connected
            .told(
                "one",
                json!([
                    record("job", "J1", 1, json!({ "name": "Data engineer", "state": "open" })),
                    record("stage", "S1", 1, json!({ "job": "J1", "name": "Onsite", "position": 1 })),
                    record("interview", "I1", 1, json!({ "stage": "S1", "name": "Pair programming" })),
                ]),
            )
            .await;
        assert_eq!(told().await, ["job.imported job"], "what comes with a new job is no news of its own");
        connected
            .told(
                "two",
                json!([
                    record("stage", "S2", 2, json!({ "job": "J1", "name": "Final talk", "position": 2 })),
                    record("interview", "I2", 2, json!({ "stage": "S2", "name": "With the team" })),
                    record("interview", "I3", 2, json!({ "stage": "S1", "name": "Lunch" })),
                ]),
            )
            .await;
        assert_eq!(told().await, ["job.imported job", "stage.imported stage", "ats_interview.added ats_interview"]);
        let data = agency.texts("select subject_id || ' ' || data from history where action = 'ats_interview.added'").await.remove(0);
        assert!(data.starts_with(&format!("{}:I3 ", connected.id)) && data.contains("\"name\":\"Lunch\""), "{data}");
        let stage = agency.texts("select id from stages where name = 'Onsite'").await.remove(0);
        assert!(data.contains(&format!("\"stage\":\"{stage}\"")), "{data}");
        connected.told("three", json!([record("interview", "I3", 5, json!({ "name": "Lunch with the team" }))])).await;
        assert_eq!(told().await.len(), 3, "once");

        // The stages of a job that come after it, but first of all, come with it as well.
        connected.told("four", json!([record("job", "J2", 1, json!({ "name": "Designer", "state": "open" }))])).await;
        connected
            .told(
                "five",
                json!([
                    record("stage", "T1", 1, json!({ "job": "J2", "name": "First" })),
                    record("stage", "T2", 1, json!({ "job": "J2", "name": "Second" })),
                ]),
            )
            .await;
        assert_eq!(told().await.len(), 4);
    }
}
