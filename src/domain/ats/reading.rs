//! What the readers of payloads share: limits, moments, names, and the keeping of what they do not know.

use serde_json::{Map, Value};

use super::record::{Record, RecordKind, field};
use crate::domain::time::{Instant, ms};

/// Records of one delivery, at most.
pub const MOST_RECORDS: usize = 2_000;
/// Characters of a system's id, at most.
pub const MOST_ID: usize = 200;
/// How deep moments are looked for.
const DEPTH: u8 = 12;

/// How far ahead of ours a system's clock may be, in milliseconds: what is later would hold against all that is told until then.
const AHEAD: i64 = 24 * 60 * 60 * 1000;

/// Whether something can have happened at a moment that is told of at another, both in milliseconds.
pub fn can_have_been(at: i64, received: i64) -> bool {
    at <= received.saturating_add(AHEAD)
}

/// Why a payload can not be read; told to whoever sent it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreadable(pub String);

/// What a delivery says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Delivery {
    /// What it calls itself: `candidate_stage_change`.
    pub event: String,
    /// Its own id, where it stands in the body.
    pub id: Option<String>,
    /// What it tells.
    pub records: Vec<Record>,
    /// Ids of applications of which it tells too little: they are to be asked for.
    pub ask: Vec<String>,
    /// It may be older than it looks, as it carries no moment: what can be pulled is to be pulled.
    pub is_undated: bool,
}

/// An id, which some systems write as a number.
pub fn id_of(value: &Value) -> Option<String> {
    let id = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!id.is_empty() && id.chars().count() <= MOST_ID && !id.chars().any(char::is_control)).then_some(id)
}

/// The id in a field.
pub fn id_at(object: &Value, name: &str) -> Option<String> {
    object.get(name).and_then(id_of)
}

/// The text in a field, on one line; none where it is empty.
pub fn text_at(object: &Value, name: &str) -> Option<String> {
    object.get(name).and_then(Value::as_str).map(one_line).filter(|text| !text.is_empty())
}

/// A text without what does not belong into one line.
pub fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A moment (RFC 3339), in milliseconds.
pub fn moment(value: &Value) -> Option<i64> {
    value.as_str()?.parse::<Instant>().ok().map(ms)
}

/// The latest moment that a payload says something happened, at any depth; what is to come when it is received did not.
pub fn latest_moment(payload: &Value, received: i64) -> Option<i64> {
    const PAST: [&str; 10] = [
        "updated_at",
        "last_activity_at",
        "created_at",
        "applied_at",
        "rejected_at",
        "opened_at",
        "closed_at",
        "resolved_at",
        "open_date",
        "close_date",
    ];
    fn look(value: &Value, received: i64, left: u8) -> Option<i64> {
        let left = left.checked_sub(1)?;
        match value {
            Value::Object(fields) => {
                let own = fields.iter().filter(|(name, _)| PAST.contains(&name.as_str())).filter_map(|(_, value)| moment(value));
                let own = own.filter(|at| can_have_been(*at, received)).max();
                fields.values().filter_map(|value| look(value, received, left)).max().max(own)
            }
            Value::Array(values) => values.iter().filter_map(|value| look(value, received, left)).max(),
            _ => None,
        }
    }
    look(payload, received, DEPTH)
}

/// Sets a field where there is something to set.
pub fn put(record: &mut Record, name: &str, at: i64, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        record.set(name, at, value);
    }
}

/// Keeps the fields of an object that are not among the known ones.
pub fn keep_unknown(record: &mut Record, at: i64, object: &Value, known: &[&str]) {
    let none = Map::new();
    for (name, value) in object.as_object().unwrap_or(&none) {
        if !known.contains(&name.as_str()) {
            record.set(&format!("{}{name}", field::UNKNOWN), at, value.clone());
        }
    }
}

/// The id of a kind of interview: systems number it anew for each application, or not at all, so the stage and the name tell it.
pub fn interview_id(stage: &str, name: &str) -> String {
    let id = format!("{stage}/{}", crate::domain::list::fold(name));
    id.chars().take(MOST_ID).collect()
}

/// The first of a list of `{"value": …}` objects or texts.
pub fn first_value(object: &Value, name: &str) -> Option<String> {
    let values = object.get(name)?.as_array()?;
    let text = |value: &Value| value.as_str().or_else(|| value.get("value")?.as_str()).map(one_line);
    values.iter().filter_map(text).find(|text| !text.is_empty())
}

/// A record of this kind with the id that stands in the object.
pub fn record_of(kind: RecordKind, object: &Value) -> Option<Record> {
    id_at(object, "id").map(|id| Record::new(kind, id))
}
