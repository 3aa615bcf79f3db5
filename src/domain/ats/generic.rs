//! Our own form, for systems that have none of theirs here: see `docs/manual/ats.md`.

use serde_json::Value;

use super::reading::{Delivery, MOST_RECORDS, Unreadable, can_have_been, id_of, keep_unknown, moment, one_line};
use super::record::{Record, RecordKind, field};

/// The fields of all records that say what they are.
const HEAD: [&str; 3] = ["kind", "id", "updated_at"];
/// What fields hold.
#[derive(Clone, Copy)]
enum Holds {
    Text,
    Id,
    Number,
    Flag,
    /// One of these words.
    Word(&'static [&'static str]),
}

/// The fields of a kind that mean something.
fn known(kind: RecordKind) -> &'static [(&'static str, Holds)] {
    const USER: &[(&str, Holds)] = &[(field::NAME, Holds::Text), (field::EMAIL, Holds::Text), (field::ACTIVE, Holds::Flag)];
    const JOB: &[(&str, Holds)] = &[
        (field::NAME, Holds::Text),
        (field::STATE, Holds::Word(&["open", "closed", "draft"])),
        (field::LOCATION, Holds::Text),
        (field::ZONE, Holds::Text),
        (field::RECRUITER, Holds::Id),
        (field::COORDINATOR, Holds::Id),
        (field::HIRING_MANAGER, Holds::Id),
    ];
    const STAGE: &[(&str, Holds)] =
        &[(field::NAME, Holds::Text), (field::JOB, Holds::Id), (field::POSITION, Holds::Number), (field::ACTIVE, Holds::Flag)];
    const INTERVIEW: &[(&str, Holds)] = &[
        (field::NAME, Holds::Text),
        (field::STAGE, Holds::Id),
        (field::JOB, Holds::Id),
        (field::POSITION, Holds::Number),
        (field::ACTIVE, Holds::Flag),
    ];
    const CANDIDATE: &[(&str, Holds)] = &[
        (field::NAME, Holds::Text),
        (field::EMAIL, Holds::Text),
        (field::PHONE, Holds::Text),
        (field::ZONE, Holds::Text),
        (field::MERGED_INTO, Holds::Id),
    ];
    const APPLICATION: &[(&str, Holds)] = &[
        (field::CANDIDATE, Holds::Id),
        (field::JOB, Holds::Id),
        (field::STAGE, Holds::Id),
        (field::STAGE_NAME, Holds::Text),
        (field::STATE, Holds::Word(&["active", "rejected", "hired"])),
        (field::REASON, Holds::Word(&["not_suitable", "candidate_withdrew", "no_answer", "job_filled", "client_declined"])),
        (field::PROSPECT, Holds::Flag),
    ];
    match kind {
        RecordKind::User => USER,
        RecordKind::Job => JOB,
        RecordKind::Stage => STAGE,
        RecordKind::Interview => INTERVIEW,
        RecordKind::Candidate => CANDIDATE,
        RecordKind::Application => APPLICATION,
    }
}

/// Reads the body of a delivery that was received at a moment (milliseconds).
///
/// # Errors
/// What is wrong, and in which record.
pub fn read(body: &Value, received: i64) -> Result<Delivery, Unreadable> {
    let list = body.get("records").and_then(Value::as_array).ok_or_else(|| Unreadable("`records` is not a list".into()))?;
    if list.len() > MOST_RECORDS {
        return Err(Unreadable(format!("more than {MOST_RECORDS} records")));
    }
    let records: Result<Vec<Record>, Unreadable> = list
        .iter()
        .enumerate()
        .map(|(at, given)| read_one(given, received).map_err(|Unreadable(what)| Unreadable(format!("records[{at}]: {what}"))))
        .collect();
    let event = body.get("event").and_then(Value::as_str).map(one_line).filter(|event| !event.is_empty());
    let event = event.unwrap_or_else(|| "records".to_owned()).chars().take(60).collect();
    Ok(Delivery { event, records: records?, ..Delivery::default() })
}

fn read_one(given: &Value, received: i64) -> Result<Record, Unreadable> {
    let wrong = |what: &str| Unreadable(what.to_owned());
    let kind = given.get("kind").and_then(Value::as_str).and_then(RecordKind::parse);
    let kind = kind.ok_or_else(|| wrong("`kind` is none of user, job, stage, interview, candidate, application"))?;
    let at = given.get("updated_at").and_then(moment).ok_or_else(|| wrong("`updated_at` is no moment such as 2027-03-01T09:00:00Z"))?;
    if !can_have_been(at, received) {
        return Err(wrong("`updated_at` is in the future"));
    }
    let id = given.get("id").and_then(id_of).ok_or_else(|| wrong("`id` is missing, or too long"))?;
    let mut record = Record::new(kind, id);
    let mut names: Vec<&str> = HEAD.to_vec();
    for (name, holds) in known(kind) {
        names.push(name);
        match given.get(*name) {
            None | Some(Value::Null) => {}
            Some(value) => record.set(name, at, checked(name, value, *holds)?),
        }
    }
    if let Some(deleted) = given.get(field::DELETED) {
        names.push(field::DELETED);
        record.set(field::DELETED, at, checked(field::DELETED, deleted, Holds::Flag)?);
    }
    keep_unknown(&mut record, at, given, &names);
    Ok(record)
}

fn checked(name: &str, value: &Value, holds: Holds) -> Result<Value, Unreadable> {
    let wrong = |what: String| Unreadable(format!("`{name}` {what}"));
    match holds {
        Holds::Text => value.as_str().map(|text| Value::from(one_line(text))).ok_or_else(|| wrong("is not a text".into())),
        Holds::Id => id_of(value).map(Value::from).ok_or_else(|| wrong("is not an id".into())),
        Holds::Number => value.as_i64().map(Value::from).ok_or_else(|| wrong("is not a whole number".into())),
        Holds::Flag => value.as_bool().map(Value::from).ok_or_else(|| wrong("is neither true nor false".into())),
        Holds::Word(words) => match value.as_str() {
            Some(word) if words.contains(&word) => Ok(Value::from(word)),
            _ => Err(wrong(format!("is none of {}", words.join(", ")))),
        },
    }
}
