//! Lever: webhooks, which carry ids only, and the opportunities and postings of its API (<https://hire.lever.co/developer/documentation>).

use serde_json::Value;

use super::reading::{Delivery, MOST_ID, Unreadable, can_have_been, first_value, id_at, id_of, keep_unknown, put, record_of, text_at};
use super::record::{Record, RecordKind, field};

/// Reads the body of a webhook that was received at a moment (milliseconds).
///
/// # Errors
/// When it has no `event` or no `triggeredAt`, or one to come.
pub fn read(body: &Value, received: i64) -> Result<Delivery, Unreadable> {
    let event = text_at(body, "event").ok_or_else(|| Unreadable("`event` is missing".into()))?;
    let at = body.get("triggeredAt").and_then(Value::as_i64).ok_or_else(|| Unreadable("`triggeredAt` is missing".into()))?;
    if !can_have_been(at, received) {
        return Err(Unreadable("`triggeredAt` is in the future".into()));
    }
    let id = id_at(body, "id").or_else(|| id_at(body, "token"));
    let mut delivery = Delivery { event: event.clone(), id, ..Delivery::default() };
    let Some(data) = body.get("data") else { return Ok(delivery) };
    let Some(opportunity) = id_at(data, "opportunityId") else { return Ok(delivery) };
    let mut record = Record::new(RecordKind::Application, opportunity.clone());
    match event.as_str() {
        "candidateHired" => record.set(field::HIRED, at, true),
        "candidateDeleted" => record.set(field::DELETED, at, true),
        _ => {}
    }
    if event != "candidateDeleted" {
        delivery.ask.push(opportunity);
    }
    keep_unknown(&mut record, at, data, &["opportunityId"]);
    delivery.records.push(record);
    Ok(delivery)
}

/// An opportunity with its application, posting and stage, expanded or not. What was expanded is read, too.
pub fn opportunity(given: &Value) -> Vec<Record> {
    let Some(mut record) = record_of(RecordKind::Application, given) else { return Vec::new() };
    let at = time_at(given, "updatedAt").or_else(|| time_at(given, "createdAt")).unwrap_or_default();
    let mut records = Vec::new();
    let contact = given.get("contact").and_then(reference).or_else(|| id_at(given, "id"));
    if let Some(contact) = &contact {
        records.push(person(contact, given, at));
    }
    put(&mut record, field::CANDIDATE, at, contact);
    let application = given.get("applications").and_then(Value::as_array).and_then(|all| all.first());
    let posting_given = application.and_then(|application| application.get("posting"));
    let job = posting_given.and_then(reference);
    put(&mut record, field::JOB, at, job.clone());
    if let Some(posting_given) = posting_given.filter(|posting| posting.is_object()) {
        records.extend(posting(posting_given));
    }
    if let (Some(job), Some(stage)) = (&job, given.get("stage").and_then(reference)) {
        let stage_id: String = format!("{job}/{stage}").chars().take(MOST_ID).collect();
        put(&mut record, field::STAGE, at, Some(stage_id.clone()));
        if let Some(name) = given.get("stage").and_then(|stage| text_at(stage, "text")) {
            records.push(stage_of(stage_id, job, &name, None, at));
        }
    }
    // An opportunity is archived when it is over. Whether by hiring, the webhook `candidateHired` says, or the requisition that was filled.
    let archived = given.get("archived").filter(|archived| archived.is_object()).unwrap_or(given);
    let over = time_at(archived, "archivedAt").is_some();
    let filled = application.and_then(|one| one.get("requisitionForHire")).is_some_and(Value::is_object);
    record.set(field::STATE, at, if over { "rejected" } else { "active" });
    if !over || filled {
        record.set(field::HIRED, at, over);
    }
    keep_unknown(&mut record, at, given, &["id", "contact", "name", "emails", "phones", "stage", "archived", "archivedAt", "applications"]);
    records.push(record);
    records
}

/// A posting: a job with the colleagues who answer for it.
pub fn posting(given: &Value) -> Vec<Record> {
    let Some(mut record) = record_of(RecordKind::Job, given) else { return Vec::new() };
    let at = time_at(given, "updatedAt").or_else(|| time_at(given, "createdAt")).unwrap_or_default();
    let mut records = Vec::new();
    put(&mut record, field::NAME, at, text_at(given, "text"));
    let state = match given.get("state").and_then(Value::as_str) {
        Some("published" | "internal") => Some("open"),
        Some("closed" | "rejected") => Some("closed"),
        Some("draft" | "pending") => Some("draft"),
        _ => None,
    };
    put(&mut record, field::STATE, at, state);
    put(&mut record, field::LOCATION, at, given.get("categories").and_then(|categories| text_at(categories, "location")));
    for (name, part) in [("owner", field::RECRUITER), ("user", field::RECRUITER), ("hiringManager", field::HIRING_MANAGER)] {
        let Some(user) = given.get(name) else { continue };
        if name != "user" || given.get("owner").and_then(reference).is_none() {
            put(&mut record, part, at, reference(user));
        }
        records.extend(colleague(user, at));
    }
    keep_unknown(&mut record, at, given, &["id", "text", "state", "owner", "user", "hiringManager"]);
    records.push(record);
    records
}

/// The stages of Lever's one pipeline, each as a stage of this job.
pub fn stages(job: &str, list: &Value, at: i64) -> Vec<Record> {
    let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
    let stage = |(position, stage): (i64, &Value)| {
        let id: String = format!("{job}/{}", id_at(stage, "id")?).chars().take(MOST_ID).collect();
        Some(stage_of(id, job, &text_at(stage, "text")?, Some(position), at))
    };
    (0_i64..).zip(list).filter_map(stage).collect()
}

fn stage_of(id: String, job: &str, name: &str, position: Option<i64>, at: i64) -> Record {
    let mut record = Record::new(RecordKind::Stage, id).with(field::NAME, at, name).with(field::JOB, at, job);
    put(&mut record, field::POSITION, at, position);
    record
}

fn person(id: &str, given: &Value, at: i64) -> Record {
    let mut record = Record::new(RecordKind::Candidate, id);
    put(&mut record, field::NAME, at, text_at(given, "name"));
    put(&mut record, field::EMAIL, at, first_value(given, "emails"));
    put(&mut record, field::PHONE, at, first_value(given, "phones"));
    record
}

fn colleague(given: &Value, at: i64) -> Option<Record> {
    let mut record = record_of(RecordKind::User, given)?;
    put(&mut record, field::NAME, at, text_at(given, "name"));
    put(&mut record, field::EMAIL, at, text_at(given, "email"));
    Some(record)
}

/// The id of what is expanded, or only named.
fn reference(value: &Value) -> Option<String> {
    id_of(value).or_else(|| id_at(value, "id"))
}

fn time_at(object: &Value, name: &str) -> Option<i64> {
    object.get(name).and_then(Value::as_i64)
}
