//! Any order of deliveries, with repeats, ends in the same.

use serde_json::{Value, json};

use super::{Connected, fixture, kim, record};
use crate::domain::ats::connection::SaveConnection;
use crate::server::tests::world::Agency;

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
