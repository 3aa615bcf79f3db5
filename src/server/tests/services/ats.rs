//! Applicant tracking systems: any order of deliveries ends in the same, what is refused is counted or kept, what is ours stays.

mod keeping;
mod pages;
mod pulls;
mod raised;
mod rush;

use serde_json::{Value, json};

use crate::api::error::ApiError;
use crate::domain::ats::connection::{MapRecord, SaveConnection};
use crate::domain::ats::record::{Key, RecordKind};
use crate::domain::id::AtsId;
use crate::domain::people::{Actor, Role};
use crate::domain::time::ms;
use crate::server::ctx::Ctx;
use crate::server::services::ats::receive::{Delivered, Taken, receive, sign};
use crate::server::services::ats::{mapping, settings};
use crate::server::services::booking;
use crate::server::store::ats_records::RecordRow;
use crate::server::tests::records::failure;
use crate::server::tests::support::user;
use crate::server::tests::world::{Agency, JobLike, TestJob, at, span};

/// A payload of the folder `fixtures/ats`.
fn fixture(name: &str) -> Value {
    let file = format!("{}/src/server/tests/fixtures/ats/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_slice(&std::fs::read(&file).unwrap_or_else(|error| panic!("{file}: {error}"))).unwrap()
}

fn admin(agency: &Agency) -> Ctx {
    let Actor::User { id, name, .. } = agency.recruiter.clone() else { panic!("the recruiter is a colleague") };
    agency.server.ctx(Actor::User { id, name, role: Role::Administrator })
}

/// A connection with its signing secret.
struct Connected<'a> {
    agency: &'a Agency,
    id: AtsId,
    secret: String,
    system: &'static str,
}

impl<'a> Connected<'a> {
    async fn to(agency: &'a Agency, system: &'static str, more: SaveConnection) -> Self {
        let secret = "a secret of its own making".to_owned();
        let input = SaveConnection {
            system: system.into(),
            name: format!("Our {system}"),
            recruiter_id: agency.recruiter.user_id().unwrap().to_string(),
            webhook_secret: secret.replace(' ', "-"),
            ..more
        };
        let saved = settings::save(&admin(agency), &input).await.unwrap();
        assert_eq!(saved.secret, None, "only one that Agendum made is shown");
        Self { agency, id: saved.id, secret: secret.replace(' ', "-"), system }
    }

    async fn generic(agency: &'a Agency) -> Self {
        Self::to(agency, "generic", SaveConnection::default()).await
    }

    async fn send(&self, id: &str, body: &Value) -> crate::server::error::Result<Taken> {
        let mut body = body.clone();
        let ctx = Ctx::system(self.agency.server.app.clone(), "test".into());
        if self.system == "lever" {
            let signed = format!("{}{}", body["token"].as_str().unwrap(), body["triggeredAt"]);
            body["signature"] = sign(&self.secret, signed.as_bytes()).into();
        }
        let bytes = body.to_string().into_bytes();
        let signature = format!("sha256{}{}", if self.system == "greenhouse" { " " } else { "=" }, sign(&self.secret, &bytes));
        receive(&ctx, self.id, Delivered { signature: Some(&signature), id: Some(id).filter(|id| !id.is_empty()), body: &bytes }).await
    }

    async fn told(&self, id: &str, records: Value) {
        assert_eq!(self.send(id, &json!({ "records": records })).await.unwrap(), Taken::Now, "{id}");
    }

    /// What became of everything, without ids and moments.
    async fn state(&self) -> Vec<String> {
        let agency = self.agency;
        let mut state = Vec::new();
        for sql in [
            "select 'job ' || j.title || '|' || j.state || '|' || j.location || '|' || j.zone || '|' || u.name || '|' || coalesce(k.name, '-')
             from jobs j join users u on u.id = j.recruiter_id left join users k on k.id = j.coordinator_id order by 1",
            "select 'stage ' || j.title || '|' || cast(s.position as text) || '|' || s.name || '|' || s.kind || '|' || case when s.scheduling then 'y' else 'n' end
             from stages s join jobs j on j.id = s.job_id order by 1",
            "select 'candidate ' || name || '|' || email || '|' || phone || '|' || zone from candidates order by 1",
            "select 'application ' || c.email || '|' || j.title || '|' || s.name || '|' || a.state || '|' || a.disposition
             from applications a join candidates c on c.id = a.candidate_id join jobs j on j.id = a.job_id join stages s on s.id = a.stage_id order by 1",
            "select 'request ' || c.email || '|' || q.state from interview_requests q join applications a on a.id = q.application_id
             join candidates c on c.id = a.candidate_id order by 1",
            "select 'record ' || kind || '|' || external_id || '|' || case when local_id is null then 'nowhere' else 'here' end || '|' || mapping || '|'
                || coalesce(waits_for, '-') || '|' || problem || '|' || cast(updated_at as text) from ats_records order by 1",
        ] {
            state.extend(agency.texts(sql).await);
        }
        let app = &agency.server.app;
        for kind in RecordKind::ALL {
            for row in app.store.read().await.unwrap().ats_records(self.id, *kind).await.unwrap() {
                let plain = app.keys.open(&format!("ats-record:{}:{}", self.id, row.key.label()), &row.merged).unwrap();
                state.push(format!("{} {}", row.key.label(), String::from_utf8(plain).unwrap()));
            }
        }
        // The databases sort texts each in its own way.
        state.sort();
        state
    }

    async fn problems(&self) -> Vec<(String, String)> {
        let view = mapping::view(&admin(self.agency), self.id, 0).await.unwrap();
        view.problems.into_iter().map(|line| (line.name, line.problem)).collect()
    }
}

fn record(kind: &str, id: &str, at: u32, fields: Value) -> Value {
    let mut record = json!({ "kind": kind, "id": id, "updated_at": format!("2027-03-01T09:00:{at:02}Z") });
    record.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    record
}

/// A job with stages that are renamed, added and given up, people who move, leave, come late and are merged.
fn log() -> Vec<(&'static str, Value)> {
    vec![
        ("d01", json!([record("job", "J1", 1, json!({ "name": "Data enginer", "state": "open", "recruiter": "U1", "location": "Bonn" }))])),
        ("d02", json!([record("job", "J1", 5, json!({ "name": "Data engineer", "location": "Berlin", "team": "Streams" }))])),
        ("d03", json!([record("user", "U1", 2, json!({ "name": "Kim Coord", "email": "kim@weiss.example" }))])),
        (
            "d04",
            json!([
                record("stage", "S2", 1, json!({ "job": "J1", "name": "Phone screen", "position": 2 })),
                record("stage", "S1", 1, json!({ "job": "J1", "name": "Application review", "position": 1 })),
            ]),
        ),
        ("d05", json!([record("stage", "S3", 3, json!({ "job": "J1", "name": "Onsite", "position": 3 }))])),
        ("d06", json!([record("stage", "S2", 6, json!({ "name": "Video call", "position": 4 }))])),
        ("d07", json!([record("stage", "S4", 2, json!({ "job": "J1", "name": "Given up", "position": 5, "active": true }))])),
        ("d08", json!([record("stage", "S4", 8, json!({ "active": false }))])),
        (
            "d09",
            json!([record("candidate", "C1", 1, json!({ "name": "Asha Rao", "email": "asha@example.com", "phone": "+49 170 1234567" }))]),
        ),
        ("d10", json!([record("candidate", "C1", 4, json!({ "name": "Asha Rao-Weber", "phone": "not a number" }))])),
        ("d11", json!([record("application", "A1", 1, json!({ "candidate": "C1", "job": "J1", "stage": "S1", "state": "active" }))])),
        (
            "d12",
            json!([
                record("application", "A1", 3, json!({ "stage": "S2" })),
                record("interview", "I1", 3, json!({ "stage": "S2", "name": "Call" }))
            ]),
        ),
        ("d13", json!([record("application", "A1", 7, json!({ "stage": "S3", "salary": { "band": "B" } }))])),
        ("d14", json!([record("candidate", "C2", 1, json!({ "name": "Bo Li", "email": "bo@example.com", "zone": "Asia/Taipei" }))])),
        ("d15", json!([record("application", "A2", 1, json!({ "candidate": "C2", "job": "J1", "stage": "S1", "state": "active" }))])),
        ("d16", json!([record("application", "A2", 9, json!({ "state": "rejected", "reason": "candidate_withdrew", "stage": "S2" }))])),
        ("d17", json!([record("application", "A3", 1, json!({ "candidate": "C3", "job": "J9", "stage": "S1", "state": "active" }))])),
        ("d18", json!([record("candidate", "C4", 2, json!({ "name": "B. Li", "merged_into": "C2" }))])),
        (
            "d19",
            json!([
                record("job", "J2", 1, json!({ "name": "Designer", "state": "open" })),
                record("stage", "T1", 1, json!({ "job": "J2", "name": "First talk" }))
            ]),
        ),
        ("d20", json!([record("application", "A4", 1, json!({ "candidate": "C4", "job": "J2", "stage": "T1", "state": "active" }))])),
        ("d21", json!([record("job", "J2", 9, json!({ "state": "closed" }))])),
        ("d22", json!([record("job", "J3", 1, json!({ "name": "Not yet", "state": "draft" }))])),
    ]
}

/// A permutation by a small generator of its own (Knuth, MMIX), so that a failure can be repeated.
fn shuffled<T: Clone>(list: &[T], seed: u64) -> Vec<T> {
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(1);
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    let mut list = list.to_vec();
    for last in (1..list.len()).rev() {
        let other = next(last + 1);
        list.swap(last, other);
    }
    list
}

async fn kim(agency: &Agency) {
    let id = agency.attendee("Kim Coord").await;
    agency.execute(&[format!("update users set email = 'kim@weiss.example', role = 'coordinator' where id = '{id}'")]).await;
}

/// A job of ours that J1 of the system is, with its stages S1 (Applied) and S2 (Interview, scheduled).
async fn mapped(agency: &Agency, connected: &Connected<'_>, like: JobLike) -> TestJob {
    let job = agency.job(like).await;
    connected
        .told(
            "job",
            json!([
                record("job", "J1", 1, json!({ "name": "Data engineer", "state": "open" })),
                record("stage", "S1", 1, json!({ "job": "J1", "name": "Applied", "position": 1 })),
                record("stage", "S2", 1, json!({ "job": "J1", "name": "Interview", "position": 2 })),
            ]),
        )
        .await;
    let map = MapRecord { connection: Some(connected.id), kind: "job".into(), record: "J1".into(), to: job.job.to_string() };
    mapping::map(&admin(agency), &map).await.unwrap();
    job
}

#[tokio::test]
async fn any_order_of_a_delivery_log_with_repeats_ends_in_the_same_tables() {
    let mut expected: Option<Vec<String>> = None;
    for seed in 0..6_u64 {
        for agency in Agency::both().await {
            kim(&agency).await;
            let connected = Connected::generic(&agency).await;
            let mut order = log();
            if seed > 0 {
                let repeated = order.iter().step_by(3).cloned().collect::<Vec<_>>();
                order.extend(repeated);
                order = shuffled(&order, seed);
            }
            for (id, records) in &order {
                connected.send(id, &json!({ "records": records })).await.unwrap();
            }
            let state = connected.state().await;
            match &expected {
                None => {
                    let has = |line: &str| assert!(state.iter().any(|one| one == line), "{line} in {state:#?}");
                    has("job Data engineer|open|Berlin|Europe/Berlin|Kim Coord|-");
                    has("stage Data engineer|0|Application review|applied|n");
                    has("stage Data engineer|1|Onsite|interview|n");
                    has("stage Data engineer|2|Video call|interview|n");
                    has("candidate Asha Rao-Weber|asha@example.com|+49 170 1234567|Europe/Berlin");
                    has("application asha@example.com|Data engineer|Onsite|active|");
                    has("application bo@example.com|Data engineer|Video call|ended|candidate_withdrew");
                    has("application bo@example.com|Designer|First talk|active|");
                    has("job Designer|closed||Europe/Berlin|Dana Weiss|-");
                    assert!(!state.iter().any(|line| line.contains("stage") && line.contains("Given up|")), "nobody is in it: {state:#?}");
                    assert!(state.iter().any(|line| line.starts_with("record application|A3|nowhere|auto|job:J9|")), "{state:#?}");
                    expected = Some(state);
                }
                Some(expected) => assert_eq!(&state, expected, "order {seed}: {:?}", order.iter().map(|(id, _)| *id).collect::<Vec<_>>()),
            }
        }
    }
}

#[tokio::test]
async fn the_recorded_webhooks_of_greenhouse_end_in_the_same_in_any_order() {
    let names = [
        "job_created",
        "new_candidate_application",
        "candidate_stage_change",
        "reject_candidate",
        "unreject_candidate",
        "merge_candidate",
        "job_updated",
        "ping",
    ];
    let mut expected: Option<Vec<String>> = None;
    for seed in 0..5_u64 {
        for agency in Agency::both().await {
            let connected = Connected::to(&agency, "greenhouse", SaveConnection::default()).await;
            let mut order: Vec<&str> = names.to_vec();
            if seed > 0 {
                order.extend(names);
                order = shuffled(&order, seed);
            }
            for name in &order {
                connected.send(name, &fixture(&format!("greenhouse/{name}"))).await.unwrap();
            }
            let state = connected.state().await;
            match &expected {
                None => {
                    let has = |line: &str| assert!(state.iter().any(|one| one == line), "{line} in {state:#?}");
                    has("job Data engineer|closed|Berlin, Germany|Europe/Berlin|Dana Weiss|-");
                    has("application amara.okafor@example.com|Data engineer|Onsite|active|");
                    has("candidate Amara Okafor|amara.okafor@example.com|+1 555 010 0177|Europe/Berlin");
                    assert!(
                        state.iter().any(|line| line.starts_with("application:990017 ") && line.contains("salary_band")),
                        "unknown fields are kept"
                    );
                    expected = Some(state);
                }
                Some(expected) => assert_eq!(&state, expected, "order {seed}: {order:?}"),
            }
        }
    }
    for agency in Agency::both().await {
        let connected = Connected::to(&agency, "greenhouse", SaveConnection::default()).await;
        for name in ["new_candidate_application", "hire_candidate"] {
            connected.send(name, &fixture(&format!("greenhouse/{name}"))).await.unwrap();
        }
        assert_eq!(agency.texts("select disposition from applications").await, ["hired"]);
        connected.send("late", &fixture("greenhouse/delete_application")).await.unwrap();
        assert_eq!(agency.texts("select disposition from applications").await, ["hired"], "whoever is hired stays so");
    }
}

#[tokio::test]
async fn a_delivery_counts_once_and_a_wrong_signature_is_refused_and_counted() {
    for agency in Agency::both().await {
        let connected = Connected::generic(&agency).await;
        let body = json!({ "records": [record("job", "J1", 1, json!({ "name": "Data engineer", "state": "open" }))] });
        assert_eq!(connected.send("one", &body).await.unwrap(), Taken::Now);
        let before = connected.state().await;
        let events = agency.number("select count(*) from history").await;
        assert_eq!(connected.send("one", &body).await.unwrap(), Taken::Before);
        // The same id with something else in it is the same delivery.
        let other = json!({ "records": [record("job", "J1", 9, json!({ "name": "Designer" }))] });
        assert_eq!(connected.send("one", &other).await.unwrap(), Taken::Before);
        assert_eq!(connected.state().await, before);
        // Without an id, the body is one.
        assert_eq!(connected.send("", &other).await.unwrap(), Taken::Now);
        assert_eq!(connected.send("", &other).await.unwrap(), Taken::Before);

        let before = connected.state().await;
        let ctx = Ctx::system(agency.server.app.clone(), "test".into());
        let bytes = body.to_string().into_bytes();
        for signature in [None, Some(format!("sha256={}", sign("another secret", &bytes))), Some(sign(&connected.secret, &bytes))] {
            let delivered = Delivered { signature: signature.as_deref(), id: Some("two"), body: &bytes };
            let refused = receive(&ctx, connected.id, delivered).await;
            assert!(matches!(refused, Err(crate::server::error::Error::Api(ApiError::Unauthorized))));
        }
        assert_eq!(connected.state().await, before);
        assert_eq!(agency.number("select count(*) from ats_deliveries").await, 2, "nothing else is written");
        let line = settings::list(&admin(&agency)).await.unwrap().lines.remove(0);
        assert_eq!((line.refused, line.deliveries, line.unreadable), (3, 2, 0));
        assert!(agency.number("select count(*) from history").await > events);

        // What can not be read is answered so, and may be mended under the same id.
        let broken = connected.send("three", &json!({ "records": [{ "kind": "job" }] })).await.unwrap();
        assert!(matches!(broken, Taken::Unreadable(ref error) if error.contains("records[0]: `updated_at`")), "{broken:?}");
        assert_eq!(connected.send("three", &body).await.unwrap(), Taken::Now);

        let line = settings::list(&admin(&agency)).await.unwrap().lines.remove(0);
        settings::switch(&admin(&agency), connected.id, line.version, false).await.unwrap();
        assert_eq!(failure(connected.send("four", &body).await), ApiError::NotFound);
        let staff = agency.server.ctx(user(&agency.server.public(), Role::Recruiter));
        assert_eq!(failure(settings::list(&staff).await), ApiError::Forbidden);
        assert_eq!(failure(mapping::view(&staff, connected.id, 0).await), ApiError::Forbidden);
    }
}

#[tokio::test]
async fn a_new_secret_takes_the_place_of_the_former_one_and_is_sealed() {
    for agency in Agency::both().await {
        let input = SaveConnection {
            system: "generic".into(),
            name: "Our ATS".into(),
            recruiter_id: agency.recruiter.user_id().unwrap().to_string(),
            ..SaveConnection::default()
        };
        let saved = settings::save(&admin(&agency), &input).await.unwrap();
        let first = saved.secret.unwrap();
        let renewed = settings::new_secret(&admin(&agency), saved.id, 1).await.unwrap().secret.unwrap();
        assert_ne!(first, renewed);
        assert_eq!(failure(settings::new_secret(&admin(&agency), saved.id, 1).await), ApiError::Stale);
        let ctx = Ctx::system(agency.server.app.clone(), "test".into());
        let send = async |secret: &str| {
            let signature = format!("sha256={}", sign(secret, b"{\"records\":[]}"));
            receive(&ctx, saved.id, Delivered { signature: Some(&signature), id: None, body: b"{\"records\":[]}" }).await
        };
        assert_eq!(failure(send(&first).await), ApiError::Unauthorized);
        assert_eq!(send(&renewed).await.unwrap(), Taken::Now);
        // Changing anything else leaves it.
        let change = SaveConnection { id: Some(saved.id), version: 2, name: "The ATS".into(), ..input };
        assert_eq!(settings::save(&admin(&agency), &change).await.unwrap().secret, None);
        assert_eq!(send(&renewed).await.unwrap(), Taken::Before);
        let stored = ctx.store().read().await.unwrap().ats_connection(saved.id).await.unwrap().unwrap();
        assert!(!String::from_utf8_lossy(&stored.secrets).contains(&renewed));
    }
}

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
async fn lever_is_heard_and_what_it_names_is_to_be_asked_for() {
    for agency in Agency::both().await {
        let connected =
            Connected::to(&agency, "lever", SaveConnection { api_key: "key-of-lever".into(), ..SaveConnection::default() }).await;
        assert_eq!(connected.send("", &fixture("lever/test")).await.unwrap(), Taken::Now);
        let change = fixture("lever/candidate_stage_change");
        assert_eq!(connected.send("", &change).await.unwrap(), Taken::Now);
        assert_eq!(connected.send("", &change).await.unwrap(), Taken::Before, "its own id, or its token, makes it count once");
        let now = agency.server.app.clock.now();
        let asked = agency.server.app.store.read().await.unwrap().ats_to_ask(connected.id, now, 10).await.unwrap();
        assert_eq!(asked, [(Key::new(RecordKind::Application, "0a11c0de-0000-4000-8000-000000000001"), ms(now))]);
        assert_eq!(agency.number("select count(*) from candidates").await, 0);
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

#[tokio::test]
async fn what_is_named_while_it_is_asked_for_is_asked_for_again() {
    for agency in Agency::both().await {
        let connected = Connected::generic(&agency).await;
        connected.told("one", json!([record("application", "A1", 1, json!({ "state": "active" }))])).await;
        let (key, now) = (Key::new(RecordKind::Application, "A1"), agency.server.app.clock.now());
        let mut tx = agency.server.app.store.begin().await.unwrap();
        tx.ask_for_ats_record(connected.id, &key, now).await.unwrap();
        let read = tx.ats_to_ask(connected.id, now, 10).await.unwrap().remove(0).1;
        tx.ask_for_ats_record(connected.id, &key, now).await.unwrap();
        tx.asked_for_ats_record(connected.id, (&key, read), None).await.unwrap();
        let again = tx.ats_to_ask(connected.id, now, 10).await.unwrap().remove(0).1;
        assert_ne!(again, read, "in the same millisecond, too");
        tx.asked_for_ats_record(connected.id, (&key, again), None).await.unwrap();
        assert_eq!(tx.ats_to_ask(connected.id, now, 10).await.unwrap(), []);
    }
}
