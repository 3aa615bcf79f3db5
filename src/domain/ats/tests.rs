//! Laws of merging, and readers that take whatever comes.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::connection::{SaveConnection, disposition_of, ended, kind_of_stage};
use super::record::{Key, Record, RecordKind, Register, field, gathered};
use super::{generic, greenhouse, lever};
use crate::domain::candidates::Disposition;
use crate::domain::jobs::StageKind;

/// When all is received: 3 March 2027, 09:00 UTC.
const NOW: i64 = 1_804_064_400_000;

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "[a-c]{0,3}".prop_map(Value::from),
        Just(json!("2027-03-01T09:00:00Z")),
    ];
    // Names that readers look for, so that they go deep.
    let name = prop_oneof![
        Just("action"),
        Just("payload"),
        Just("application"),
        Just("jobs"),
        Just("job"),
        Just("id"),
        Just("candidate"),
        Just("current_stage"),
        Just("interviews"),
        Just("name"),
        Just("kind"),
        Just("records"),
        Just("updated_at"),
        Just("event"),
        Just("data"),
        Just("triggeredAt"),
        Just("opportunityId"),
        Just("person"),
        Just("applications"),
        Just("posting"),
        Just("stage"),
        Just("archived"),
        Just("email_addresses"),
        Just("hiring_team"),
    ];
    leaf.prop_recursive(6, 60, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name.clone(), inner), 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())),
        ]
    })
}

fn register() -> impl Strategy<Value = Register> {
    (0_i64..4, value()).prop_map(|(at, value)| Register { at, value })
}

fn record() -> impl Strategy<Value = Record> {
    let kind = prop::sample::select(RecordKind::ALL.to_vec());
    let fields = prop::collection::btree_map("[a-d]", register(), 0..4);
    (kind, "[1-3]", fields).prop_map(|(kind, id, fields)| Record { key: Key::new(kind, id), fields })
}

proptest! {
    #[test]
    fn merging_is_commutative_associative_and_idempotent(a in register(), b in register(), c in register()) {
        prop_assert_eq!(a.clone().merged(b.clone()), b.clone().merged(a.clone()));
        prop_assert_eq!(a.clone().merged(b.clone()).merged(c.clone()), a.clone().merged(b.merged(c)));
        prop_assert_eq!(a.clone().merged(a.clone()), a);
    }

    #[test]
    fn any_order_of_a_log_with_repeats_is_the_same_in_the_end(
        log in prop::collection::vec(record(), 0..12),
        shuffled in any::<prop::sample::Index>(),
        repeats in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
    ) {
        let straight = gathered(log.clone());
        let mut other = log.clone();
        if !log.is_empty() {
            other.extend(repeats.iter().map(|index| log[index.index(log.len())].clone()));
            let turn = shuffled.index(other.len());
            other.rotate_left(turn);
            other.reverse();
        }
        prop_assert_eq!(gathered(other), straight);
    }

    #[test]
    fn no_payload_makes_a_reader_panic(payload in value()) {
        let _ = greenhouse::read(&payload, NOW);
        let _ = greenhouse::read(&json!({ "action": "candidate_stage_change", "payload": payload }), NOW);
        let _ = greenhouse::read(&json!({ "action": "merge_candidate", "payload": payload }), NOW);
        let _ = lever::read(&payload, NOW);
        let _ = lever::opportunity(&payload);
        let _ = lever::posting(&payload);
        let _ = lever::stages("1", &payload, 0);
        let _ = generic::read(&payload, NOW);
        let _ = generic::read(&json!({ "records": [payload] }), NOW);
        for list in ["jobs", "candidates", "users", "job_interview_stages", "job_interviews", "job_owners", "job_hiring_managers", "applications"] {
            let _ = greenhouse::harvest(list, &payload, NOW);
        }
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(payload) = serde_json::from_slice::<Value>(&bytes) {
            let _ = (greenhouse::read(&payload, NOW), lever::read(&payload, NOW), generic::read(&payload, NOW));
        }
    }
}

fn stage_change() -> Value {
    json!({ "action": "candidate_stage_change", "payload": { "application": {
        "id": 990017, "status": "active", "prospect": false, "applied_at": "2027-01-22T00:00:00Z", "last_activity_at": "2027-02-09T16:38:36Z",
        "url": "https://app.greenhouse.io/people/880017",
        "current_stage": { "id": 700102, "name": "Assessment", "interviews": [{ "id": 600301, "name": "Assessment Call" }] },
        "candidate": {
            "id": 880017, "first_name": "Amara", "last_name": "Okafor", "title": "Analyst",
            "email_addresses": [{ "value": "amara.okafor@example.com", "type": "personal" }],
            "phone_numbers": [{ "value": "+1 555 010 0177", "type": "home" }]
        },
        "jobs": [{ "id": 500009, "name": "Designer", "status": "open", "opened_at": "2027-01-03T00:25:04Z" }]
    } } })
}

#[test]
fn a_stage_change_tells_of_job_stage_interview_person_and_application() {
    let records = gathered(greenhouse::read(&stage_change(), NOW).unwrap().records);
    let at = |kind, id: &str| records.get(&Key::new(kind, id)).unwrap();
    let application = at(RecordKind::Application, "990017");
    assert_eq!(application.text(field::STAGE), Some("700102"));
    assert_eq!(application.text(field::JOB), Some("500009"));
    assert_eq!(application.text(field::CANDIDATE), Some("880017"));
    assert_eq!(ended(application), None);
    assert!(application.unknown().any(|(name, _)| name == "url"), "what is not known is kept");
    assert_eq!(at(RecordKind::Job, "500009").text(field::NAME), Some("Designer"));
    assert_eq!(at(RecordKind::Stage, "700102").text(field::JOB), Some("500009"));
    assert_eq!(at(RecordKind::Interview, "700102/assessment call").text(field::STAGE), Some("700102"));
    let person = at(RecordKind::Candidate, "880017");
    assert_eq!((person.text(field::NAME), person.text(field::EMAIL)), (Some("Amara Okafor"), Some("amara.okafor@example.com")));
    assert!(person.unknown().any(|(name, value)| name == "title" && value == "Analyst"));
}

#[test]
fn a_later_report_wins_whichever_comes_first() {
    let early = Record::new(RecordKind::Job, "1").with(field::NAME, 10, "Designer").with(field::STATE, 10, "open");
    let late = Record::new(RecordKind::Job, "1").with(field::NAME, 20, "Senior designer");
    let merged = late.clone().merged(early.clone());
    assert_eq!(merged, early.merged(late));
    assert_eq!((merged.text(field::NAME), merged.text(field::STATE)), (Some("Senior designer"), Some("open")));
    assert_eq!(merged.updated_at(), 20);
}

#[test]
fn the_generic_form_says_what_is_wrong_and_where() {
    let job = |changed: Value| {
        let mut job =
            json!({ "kind": "job", "id": "J1", "updated_at": "2027-03-01T09:00:00Z", "name": "Designer", "state": "open", "team": 7 });
        job.as_object_mut().unwrap().extend(changed.as_object().unwrap().clone());
        generic::read(&json!({ "records": [job] }), NOW)
    };
    let read = job(json!({})).unwrap();
    assert_eq!(read.records[0].text(field::NAME), Some("Designer"));
    assert_eq!(read.records[0].unknown().collect::<Vec<_>>(), [("team", &json!(7))]);
    for (changed, part) in [
        (json!({ "kind": "robot" }), "`kind`"),
        (json!({ "updated_at": "yesterday" }), "`updated_at`"),
        (json!({ "updated_at": "2027-03-04T09:00:01Z" }), "`updated_at` is in the future"),
        (json!({ "id": "" }), "`id`"),
        (json!({ "id": "x".repeat(201) }), "`id`"),
        (json!({ "state": "ajar" }), "`state` is none of open, closed, draft"),
        (json!({ "name": 7 }), "`name` is not a text"),
    ] {
        let error = job(changed).unwrap_err().to_string();
        assert!(error.starts_with("records[0]: ") && error.contains(part), "{error}");
    }
    assert!(generic::read(&json!({ "records": vec![Value::Null; 2_001] }), NOW).unwrap_err().to_string().contains("2000"));
}

#[test]
fn what_is_to_come_has_not_happened() {
    let mut change = stage_change();
    let when = |change: &Value| greenhouse::read(change, NOW).unwrap().records.iter().map(Record::updated_at).max();
    let told = when(&change);
    change["payload"]["application"]["jobs"][0]["close_date"] = json!("2029-01-01T00:00:00Z");
    assert_eq!(when(&change), told, "a date that is planned pins no field");
    assert!(lever::read(&json!({ "event": "candidateHired", "triggeredAt": NOW + 25 * 60 * 60 * 1000 }), NOW).is_err());
    assert!(lever::read(&json!({ "event": "candidateHired", "triggeredAt": NOW + 23 * 60 * 60 * 1000 }), NOW).is_ok());
}

#[test]
fn lever_names_an_opportunity_which_is_then_asked_for() {
    let delivery = lever::read(
        &json!({
            "triggeredAt": 1772700330072_i64, "event": "candidateHired", "token": "be58", "signature": "28e3",
            "data": { "opportunityId": "0a11c0de", "contactId": "0b22c0de" }
        }),
        NOW,
    )
    .unwrap();
    assert_eq!((delivery.ask.as_slice(), delivery.id.as_deref()), (["0a11c0de".to_owned()].as_slice(), Some("be58")));
    let opportunity = json!({
        "id": "0a11c0de", "name": "Jonas Lind", "contact": "0b22c0de", "emails": ["jonas@example.com"], "phones": [{ "value": "+46 8 123 456 78" }],
        "stage": { "id": "s1", "text": "Phone Screen" }, "createdAt": 1, "updatedAt": 1772700330100_i64, "archived": { "reason": "r", "archivedAt": 1772700330050_i64 },
        "applications": [{ "id": "a", "posting": { "id": "p1", "text": "Designer", "state": "published", "updatedAt": 5 } }]
    });
    let records = gathered(delivery.records.into_iter().chain(lever::opportunity(&opportunity)));
    let application = &records[&Key::new(RecordKind::Application, "0a11c0de")];
    assert_eq!(ended(application), Some(Disposition::Hired));
    assert_eq!(application.text(field::STAGE), Some("p1/s1"));
    assert_eq!(records[&Key::new(RecordKind::Candidate, "0b22c0de")].text(field::EMAIL), Some("jonas@example.com"));
    assert_eq!(records[&Key::new(RecordKind::Job, "p1")].text(field::STATE), Some("open"));
}

#[test]
fn names_say_what_a_stage_is_for() {
    for (name, kind) in [
        ("Application Review", StageKind::Applied),
        ("New applicant", StageKind::Applied),
        ("Preliminary Phone Screen", StageKind::Screen),
        ("Onsite", StageKind::Interview),
        ("Renewed look", StageKind::Interview),
        ("Offer", StageKind::Offer),
        ("Hired", StageKind::Hired),
    ] {
        assert_eq!(kind_of_stage(name), kind, "{name}");
    }
    assert_eq!(disposition_of("They rejected us"), "candidate_withdrew");
    assert_eq!(disposition_of("Too Junior"), "not_suitable");
}

#[test]
fn a_connection_is_read_from_its_form() {
    let typed = SaveConnection {
        system: "generic".into(),
        name: "Our ATS".into(),
        recruiter_id: uuid::Uuid::nil().to_string(),
        base_url: "https://proxy.example/ats/".into(),
        ..SaveConnection::default()
    };
    assert_eq!(typed.check().unwrap().base_url, "https://proxy.example/ats");
    for (wrong, field, message) in [
        (SaveConnection { system: "post".into(), ..typed.clone() }, "system", "error-choose"),
        (SaveConnection { name: " ".into(), ..typed.clone() }, "name", "error-required"),
        (SaveConnection { recruiter_id: String::new(), ..typed.clone() }, "recruiter_id", "error-choose"),
        (SaveConnection { webhook_secret: "short".into(), ..typed.clone() }, "webhook_secret", "error-secret-short"),
        (SaveConnection { system: "lever".into(), ..typed.clone() }, "webhook_secret", "error-required"),
        (SaveConnection { base_url: "http://proxy.example".into(), ..typed.clone() }, "base_url", "error-ats-address"),
        (SaveConnection { base_url: "https://a@b".into(), ..typed.clone() }, "base_url", "error-ats-address"),
        (SaveConnection { user_id: "12a".into(), ..typed.clone() }, "user_id", "error-number"),
    ] {
        assert_eq!(wrong.check().unwrap_err().at(field).unwrap().message, message, "{field}");
    }
    assert!(SaveConnection { base_url: "http://127.0.0.1:8080".into(), ..typed }.check().is_ok());
}
