//! Records of an applicant tracking system. Each field is a last-writer-wins register, so that merging is commutative, associative and
//! idempotent (Shapiro et al., "Conflict-free Replicated Data Types", 2011): whatever order deliveries come in, and however often, the
//! same is known in the end.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::jobs::named;

named! {
    /// What a record is about.
    RecordKind {
        /// A colleague.
        User = "user",
        /// A job.
        Job = "job",
        /// A stage of a job.
        Stage = "stage",
        /// A kind of interview in a stage of a job.
        Interview = "interview",
        /// A person.
        Candidate = "candidate",
        /// A person on a job.
        Application = "application",
    }
}

/// Names of fields that mean something here. All others are kept under their own name with [`field::UNKNOWN`] before it.
pub mod field {
    /// The name of a person, stage, job or interview.
    pub const NAME: &str = "name";
    /// A mail address.
    pub const EMAIL: &str = "email";
    /// A telephone number.
    pub const PHONE: &str = "phone";
    /// An IANA zone.
    pub const ZONE: &str = "zone";
    /// The place of work.
    pub const LOCATION: &str = "location";
    /// Of a job: `open`, `closed`, `draft`. Of an application: `active`, `rejected`, `hired`.
    pub const STATE: &str = "state";
    /// The id of the job.
    pub const JOB: &str = "job";
    /// The id of the stage.
    pub const STAGE: &str = "stage";
    /// The name of the stage, where its id is not told.
    pub const STAGE_NAME: &str = "stage_name";
    /// The id of the candidate.
    pub const CANDIDATE: &str = "candidate";
    /// The place in an order, a number.
    pub const POSITION: &str = "position";
    /// `false` for what is no longer used.
    pub const ACTIVE: &str = "active";
    /// The id of the user who answers for a job.
    pub const RECRUITER: &str = "recruiter";
    /// The id of the user who schedules.
    pub const COORDINATOR: &str = "coordinator";
    /// The id of the user who decides.
    pub const HIRING_MANAGER: &str = "hiring_manager";
    /// `true` where an application that is over ended in hiring, as far as its state does not say so.
    pub const HIRED: &str = "hired";
    /// Why an application was rejected: the name of a disposition.
    pub const REASON: &str = "reason";
    /// `true` for a person who is on no job yet.
    pub const PROSPECT: &str = "prospect";
    /// The id of the record that took this one's place.
    pub const MERGED_INTO: &str = "merged_into";
    /// `true` once the record is gone.
    pub const DELETED: &str = "deleted";
    /// Before the names of all fields that mean nothing here.
    pub const UNKNOWN: &str = "+";
}

/// What names a record within a connection.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key {
    /// The kind; records are worked off in the order of kinds.
    pub kind: KindOrder,
    /// The system's own id.
    pub id: String,
}

/// [`RecordKind`] in the order in which records depend on each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KindOrder(pub RecordKind);

impl KindOrder {
    fn rank(self) -> usize {
        RecordKind::ALL.iter().position(|kind| *kind == self.0).unwrap_or(usize::MAX)
    }
}

impl PartialOrd for KindOrder {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for KindOrder {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl Key {
    /// The key of a record.
    pub fn new(kind: RecordKind, id: impl Into<String>) -> Self {
        Self { kind: KindOrder(kind), id: id.into() }
    }

    /// As one text: `job:17`.
    pub fn label(&self) -> String {
        format!("{}:{}", self.kind.0.name(), self.id)
    }
}

/// A value with the moment since which it holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Register {
    /// Milliseconds since 1970 (UTC).
    pub at: i64,
    /// The value.
    pub value: Value,
}

impl Register {
    /// The later one; of two of the same moment the one whose text is the greater, so that all who merge agree.
    #[must_use]
    pub fn merged(self, other: Self) -> Self {
        let later = other.at.cmp(&self.at).then_with(|| canonical(&other.value).cmp(&canonical(&self.value)));
        if later.is_gt() { other } else { self }
    }
}

/// All that is known of something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// What names it.
    pub key: Key,
    /// The fields by name.
    pub fields: BTreeMap<String, Register>,
}

impl Record {
    /// A record of which nothing is known yet.
    pub fn new(kind: RecordKind, id: impl Into<String>) -> Self {
        Self { key: Key::new(kind, id), fields: BTreeMap::new() }
    }

    /// Sets a field.
    #[must_use]
    pub fn with(mut self, name: &str, at: i64, value: impl Into<Value>) -> Self {
        self.set(name, at, value);
        self
    }

    /// Sets a field, as far as what it held is not later.
    pub fn set(&mut self, name: &str, at: i64, value: impl Into<Value>) {
        let new = Register { at, value: value.into() };
        let merged = match self.fields.remove(name) {
            Some(old) => old.merged(new),
            None => new,
        };
        self.fields.insert(name.to_owned(), merged);
    }

    /// Takes in what another report says of the same record.
    #[must_use]
    pub fn merged(mut self, other: Self) -> Self {
        for (name, register) in other.fields {
            self.set(&name, register.at, register.value);
        }
        self
    }

    /// Whether both say the same, since whichever moments.
    pub fn says_as(&self, other: &Self) -> bool {
        let same = |(name, register): (&String, &Register)| other.fields.get(name).is_some_and(|other| other.value == register.value);
        self.fields.len() == other.fields.len() && self.fields.iter().all(same)
    }

    /// The last moment that it tells of.
    pub fn updated_at(&self) -> i64 {
        self.fields.values().map(|register| register.at).max().unwrap_or_default()
    }

    /// A field's text; none where it has none, or an empty one.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.fields.get(name)?.value.as_str().filter(|text| !text.is_empty())
    }

    /// Whether a field is `true`.
    pub fn is(&self, name: &str) -> bool {
        self.fields.get(name).is_some_and(|register| register.value == Value::Bool(true))
    }

    /// Whether a field is `false`.
    pub fn is_not(&self, name: &str) -> bool {
        self.fields.get(name).is_some_and(|register| register.value == Value::Bool(false))
    }

    /// A field's number.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.fields.get(name)?.value.as_i64()
    }

    /// The fields that mean nothing here, by their own names.
    pub fn unknown(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.fields.iter().filter_map(|(name, register)| Some((name.strip_prefix(field::UNKNOWN)?, &register.value)))
    }
}

/// Several reports as one record each, in the order of their keys.
pub fn gathered(records: impl IntoIterator<Item = Record>) -> BTreeMap<Key, Record> {
    let mut all: BTreeMap<Key, Record> = BTreeMap::new();
    for record in records {
        let merged = match all.remove(&record.key) {
            Some(known) => known.merged(record),
            None => record,
        };
        all.insert(merged.key.clone(), merged);
    }
    all
}

/// A value as a text in which the order of an object's fields plays no part.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let sorted: BTreeMap<&String, String> = fields.iter().map(|(name, value)| (name, canonical(value))).collect();
            let parts: Vec<String> = sorted.into_iter().map(|(name, value)| format!("{}:{value}", Value::from(name.as_str()))).collect();
            format!("{{{}}}", parts.join(","))
        }
        Value::Array(values) => format!("[{}]", values.iter().map(canonical).collect::<Vec<_>>().join(",")),
        other => other.to_string(),
    }
}
