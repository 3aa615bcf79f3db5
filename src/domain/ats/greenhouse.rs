//! Greenhouse: webhooks (<https://developers.greenhouse.io/webhooks.html>) and the lists of Harvest v3
//! (<https://harvestdocs.greenhouse.io>).

use serde_json::Value;

use super::reading::{
    Delivery, MOST_RECORDS, Unreadable, can_have_been, first_value, id_at, interview_id, keep_unknown, latest_moment, moment, put,
    record_of, text_at,
};
use super::record::{Record, RecordKind, field};

/// Reads the body of a webhook that was received at a moment (milliseconds).
///
/// # Errors
/// When it is no object with an `action`, or tells of too much.
pub fn read(body: &Value, received: i64) -> Result<Delivery, Unreadable> {
    let action = text_at(body, "action").ok_or_else(|| Unreadable("`action` is missing".into()))?;
    let none = Value::Null;
    let payload = body.get("payload").unwrap_or(&none);
    let at = latest_moment(payload, received);
    let mut delivery = Delivery { is_undated: false, event: action.clone(), ..Delivery::default() };
    let at_ms = at.unwrap_or_default();
    match action.as_str() {
        "delete_application" | "delete_candidate" | "job_deleted" | "merge_candidate" => gone(&action, payload, at_ms, &mut delivery),
        _ => {
            if let Some(given) = payload.get("application") {
                application(given, at_ms, action == "hire_candidate", &mut delivery);
            }
            if let Some(given) = payload.get("job") {
                delivery.records.extend(job(given, at_ms));
                // A job's webhook says when it was opened and closed, not when it was renamed.
                delivery.is_undated = payload.get("application").is_none();
            }
            // `candidate_updated` and its like carry a person alone.
            if let Some(given) = payload.get("candidate").or_else(|| payload.get("person")) {
                delivery.records.extend(candidate(given, at_ms));
            }
        }
    }
    if delivery.records.len() > MOST_RECORDS {
        return Err(Unreadable(format!("more than {MOST_RECORDS} records")));
    }
    Ok(delivery)
}

/// What was deleted, or is another by now.
fn gone(action: &str, payload: &Value, at: i64, delivery: &mut Delivery) {
    let (kind, name) = match action {
        "delete_application" => (RecordKind::Application, "application"),
        "job_deleted" => (RecordKind::Job, "job"),
        _ => (RecordKind::Candidate, "person"),
    };
    let Some(given) = payload.get(name) else { return };
    let Some(mut record) = record_of(kind, given) else { return };
    match kind {
        RecordKind::Application => {
            put(&mut record, field::CANDIDATE, at, id_at(given, "candidate_id"));
            put(&mut record, field::JOB, at, id_at(given, "job_id"));
        }
        RecordKind::Job => put(&mut record, field::NAME, at, text_at(given, "name")),
        _ => {
            put(&mut record, field::NAME, at, full_name(given));
            put(&mut record, field::MERGED_INTO, at, id_at(given, "new_candidate_id"));
            let applications = given.get("deleted_application_ids").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let ids = applications.iter().filter_map(super::reading::id_of).take(MOST_RECORDS);
            delivery.records.extend(ids.map(|id| Record::new(RecordKind::Application, id).with(field::DELETED, at, true)));
        }
    }
    record.set(field::DELETED, at, true);
    keep_unknown(&mut record, at, given, &["id", "candidate_id", "job_id", "name", "first_name", "last_name", "new_candidate_id"]);
    delivery.records.push(record);
}

/// A person's application, with all that stands in it.
fn application(given: &Value, at: i64, hired: bool, delivery: &mut Delivery) {
    let Some(mut record) = record_of(RecordKind::Application, given) else { return };
    let job_given = given.get("jobs").and_then(Value::as_array).and_then(|jobs| jobs.first()).or_else(|| given.get("job"));
    let job_id = job_given.and_then(|job| id_at(job, "id")).or_else(|| id_at(given, "job_id"));
    let person = given.get("candidate");
    let candidate_id = person.and_then(|person| id_at(person, "id")).or_else(|| id_at(given, "candidate_id"));
    put(&mut record, field::CANDIDATE, at, candidate_id);
    put(&mut record, field::JOB, at, job_id.clone());
    put(&mut record, field::PROSPECT, at, given.get("prospect").and_then(Value::as_bool));
    let state = if hired { Some("hired") } else { given.get("status").and_then(Value::as_str).and_then(state_of_application) };
    put(&mut record, field::STATE, at, state);
    put(&mut record, field::REASON, at, given.get("rejection_reason").filter(|reason| reason.is_object()).map(reason));
    if let Some(stage) = given.get("current_stage").filter(|stage| stage.is_object()) {
        put(&mut record, field::STAGE, at, id_at(stage, "id"));
        put(&mut record, field::STAGE_NAME, at, text_at(stage, "name"));
        stage_within(stage, job_id.as_deref(), at, delivery);
    }
    let known = ["id", "candidate_id", "candidate", "jobs", "job", "job_id", "prospect", "status", "rejection_reason", "current_stage"];
    keep_unknown(&mut record, at, given, &known);
    delivery.records.push(record);
    delivery.records.extend(job_given.and_then(|given| job(given, at)));
    delivery.records.extend(person.and_then(|given| candidate(given, at)));
}

/// The stage of an application, with its kinds of interviews; it says neither its place nor its job itself.
fn stage_within(given: &Value, job: Option<&str>, at: i64, delivery: &mut Delivery) {
    let (Some(id), Some(mut record)) = (id_at(given, "id"), record_of(RecordKind::Stage, given)) else { return };
    put(&mut record, field::NAME, at, text_at(given, "name"));
    put(&mut record, field::JOB, at, job);
    delivery.records.push(record);
    let interviews = given.get("interviews").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for interview in interviews.iter().take(MOST_RECORDS) {
        let Some(name) = text_at(interview, "name") else { continue };
        let mut record = Record::new(RecordKind::Interview, interview_id(&id, &name));
        put(&mut record, field::NAME, at, Some(name));
        put(&mut record, field::STAGE, at, Some(id.clone()));
        put(&mut record, field::JOB, at, job);
        delivery.records.push(record);
    }
}

/// A job of a webhook or of Harvest.
pub fn job(given: &Value, at: i64) -> Option<Record> {
    let mut record = record_of(RecordKind::Job, given)?;
    put(&mut record, field::NAME, at, text_at(given, "name"));
    put(&mut record, field::STATE, at, given.get("status").and_then(Value::as_str).and_then(state_of_job));
    let office = given.get("offices").and_then(Value::as_array).and_then(|offices| offices.first());
    put(&mut record, field::LOCATION, at, office.and_then(|office| text_at(office, "location").or_else(|| text_at(office, "name"))));
    if let Some(team) = given.get("hiring_team") {
        for (list, name) in
            [("recruiters", field::RECRUITER), ("coordinators", field::COORDINATOR), ("hiring_managers", field::HIRING_MANAGER)]
        {
            let members = team.get(list).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let responsible = members.iter().find(|member| member.get("responsible") == Some(&Value::Bool(true)));
            let member = responsible.or_else(|| members.first());
            put(&mut record, name, at, member.and_then(|member| id_at(member, "user_id").or_else(|| id_at(member, "id"))));
        }
    }
    keep_unknown(&mut record, at, given, &["id", "name", "status", "hiring_team"]);
    Some(record)
}

/// A person of a webhook or of Harvest.
pub fn candidate(given: &Value, at: i64) -> Option<Record> {
    let mut record = record_of(RecordKind::Candidate, given)?;
    put(&mut record, field::NAME, at, full_name(given));
    put(&mut record, field::EMAIL, at, first_value(given, "email_addresses"));
    put(&mut record, field::PHONE, at, first_value(given, "phone_numbers"));
    keep_unknown(&mut record, at, given, &["id", "first_name", "last_name", "email_addresses", "phone_numbers"]);
    // The recruiter and coordinator of a person are colleagues with names and addresses.
    Some(record)
}

/// A row of a list of Harvest v3, by the list's name, as of a moment (milliseconds).
pub fn harvest(list: &str, row: &Value, received: i64) -> Vec<Record> {
    let own = row.get("updated_at").and_then(moment).filter(|at| can_have_been(*at, received));
    let at = own.or_else(|| latest_moment(row, received)).unwrap_or_default();
    let one = match list {
        "jobs" => job(row, at),
        "candidates" => candidate(row, at),
        "users" => user(row, at),
        "job_interview_stages" => stage(row, at),
        "job_interviews" => interview(row, at),
        "job_owners" => owner(row, at),
        "job_hiring_managers" => {
            id_at(row, "job_id").map(|job| with_person(Record::new(RecordKind::Job, job), field::HIRING_MANAGER, row, at))
        }
        "applications" => harvest_application(row, at),
        _ => None,
    };
    one.into_iter().collect()
}

fn user(row: &Value, at: i64) -> Option<Record> {
    let mut record = record_of(RecordKind::User, row)?;
    put(&mut record, field::NAME, at, text_at(row, "name").or_else(|| full_name(row)));
    put(&mut record, field::EMAIL, at, text_at(row, "primary_email").or_else(|| first_value(row, "emails")));
    put(&mut record, field::ACTIVE, at, row.get("deactivated").and_then(Value::as_bool).map(|gone| !gone));
    keep_unknown(&mut record, at, row, &["id", "name", "first_name", "last_name", "primary_email", "deactivated"]);
    Some(record)
}

fn stage(row: &Value, at: i64) -> Option<Record> {
    let mut record = record_of(RecordKind::Stage, row)?;
    put(&mut record, field::NAME, at, text_at(row, "name"));
    put(&mut record, field::JOB, at, id_at(row, "job_id"));
    put(&mut record, field::POSITION, at, row.get("sort_order").and_then(Value::as_i64));
    put(&mut record, field::ACTIVE, at, row.get("active").and_then(Value::as_bool));
    keep_unknown(&mut record, at, row, &["id", "name", "job_id", "sort_order", "active"]);
    Some(record)
}

fn interview(row: &Value, at: i64) -> Option<Record> {
    let (stage, name) = (id_at(row, "job_interview_stage_id")?, text_at(row, "name")?);
    let mut record = Record::new(RecordKind::Interview, interview_id(&stage, &name));
    put(&mut record, field::NAME, at, Some(name));
    put(&mut record, field::STAGE, at, Some(stage));
    put(&mut record, field::JOB, at, id_at(row, "job_id"));
    put(&mut record, field::POSITION, at, row.get("sort_order").and_then(Value::as_i64));
    put(&mut record, field::ACTIVE, at, row.get("active").and_then(Value::as_bool));
    keep_unknown(&mut record, at, row, &["name", "job_interview_stage_id", "job_id", "sort_order", "active"]);
    Some(record)
}

/// The recruiter or coordinator of a job; only the responsible one is told, the default of new applications.
fn owner(row: &Value, at: i64) -> Option<Record> {
    let name = match text_at(row, "type")?.as_str() {
        "recruiter" => field::RECRUITER,
        "coordinator" => field::COORDINATOR,
        _ => return None,
    };
    let job = id_at(row, "job_id").filter(|_| row.get("responsible") == Some(&Value::Bool(true)))?;
    Some(with_person(Record::new(RecordKind::Job, job), name, row, at))
}

fn with_person(mut job: Record, name: &str, row: &Value, at: i64) -> Record {
    put(&mut job, name, at, id_at(row, "user_id"));
    job
}

fn harvest_application(row: &Value, at: i64) -> Option<Record> {
    let mut record = record_of(RecordKind::Application, row)?;
    put(&mut record, field::CANDIDATE, at, id_at(row, "candidate_id"));
    put(&mut record, field::JOB, at, id_at(row, "job_id"));
    put(&mut record, field::PROSPECT, at, row.get("prospect").and_then(Value::as_bool));
    put(&mut record, field::STATE, at, row.get("status").and_then(Value::as_str).and_then(state_of_application));
    // `stage_id` is the number of this person's visit to the stage, not the stage's. In a terminal state there is none: the last one stays.
    put(&mut record, field::STAGE, at, id_at(row, "job_interview_stage_id"));
    put(&mut record, field::STAGE_NAME, at, text_at(row, "stage_name"));
    keep_unknown(&mut record, at, row, &["id", "candidate_id", "job_id", "prospect", "status", "job_interview_stage_id", "stage_name"]);
    Some(record)
}

fn full_name(given: &Value) -> Option<String> {
    let first = text_at(given, "preferred_name").or_else(|| text_at(given, "first_name"));
    let parts: Vec<String> = [first, text_at(given, "last_name")].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn state_of_job(status: &str) -> Option<&'static str> {
    match status {
        "open" => Some("open"),
        "closed" => Some("closed"),
        "draft" => Some("draft"),
        _ => None,
    }
}

fn state_of_application(status: &str) -> Option<&'static str> {
    match status {
        "active" | "in_process" => Some("active"),
        "rejected" => Some("rejected"),
        "hired" => Some("hired"),
        _ => None,
    }
}

/// The disposition that a reason for a rejection comes closest to.
fn reason(given: &Value) -> &'static str {
    let words = [text_at(given, "name"), given.get("type").and_then(|kind| text_at(kind, "name"))];
    let words = words.into_iter().flatten().collect::<Vec<_>>().join(" ");
    super::connection::disposition_of(&words)
}
