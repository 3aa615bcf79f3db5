//! Jobs, their stages and interview templates.

use serde::{Deserialize, Serialize};

use super::error::{FieldErrors, text};
use super::id::{ClientId, FormTemplateId, JobId, StageId, TemplateId, UserId};
use super::people::zone_field;
use super::rooms::RoomNeed;
use super::scheduling::invitation::Papers;

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// All, in the order in which they are offered.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The stored and sent name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// The one of that name.
            pub fn parse(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$variant),)* _ => None }
            }
        }
    };
}
pub(crate) use named;

named! {
    /// What a stage is for.
    StageKind {
        /// New applications.
        Applied = "applied",
        /// A first look.
        Screen = "screen",
        /// Interviews.
        Interview = "interview",
        /// An offer is made.
        Offer = "offer",
        /// Hired.
        Hired = "hired",
    }
}

named! {
    /// Where people meet.
    PlaceKind {
        /// By video, at a link.
        Video = "video",
        /// On site, at an address.
        Onsite = "onsite",
        /// By telephone.
        Phone = "phone",
    }
}

named! {
    /// Whether a job is worked on.
    JobState {
        /// Candidates are wanted.
        Open = "open",
        /// Nothing more is scheduled.
        Closed = "closed",
    }
}

/// Where people meet, with the link, address or number; the text may be empty ("follows").
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Video, on site or telephone.
    pub kind: PlaceKind,
    /// The link, address or number, at most 300 characters.
    pub text: String,
}

/// The timing of an interview.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timing {
    /// How long it lasts, 5 to 480.
    pub duration_minutes: u32,
    /// The distance between offered starts, 5 to 240.
    pub step_minutes: u32,
    /// Kept free before, 0 to 240.
    pub before_minutes: u32,
    /// Kept free after, 0 to 240.
    pub after_minutes: u32,
    /// Least notice, 0 to 43,200 (30 days).
    pub notice_minutes: u32,
    /// How far ahead starts are offered, 1 to 180 days.
    pub horizon_days: u32,
}

impl Default for Timing {
    fn default() -> Self {
        Self { duration_minutes: 60, step_minutes: 30, before_minutes: 0, after_minutes: 0, notice_minutes: 24 * 60, horizon_days: 28 }
    }
}

impl Timing {
    /// Checks the ranges.
    ///
    /// # Errors
    /// One per field outside its range, under the field's name.
    pub fn validate(self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        for (field, value, least, most) in [
            ("duration_minutes", self.duration_minutes, 5, 480),
            ("step_minutes", self.step_minutes, 5, 240),
            ("before_minutes", self.before_minutes, 0, 240),
            ("after_minutes", self.after_minutes, 0, 240),
            ("notice_minutes", self.notice_minutes, 0, 43_200),
            ("horizon_days", self.horizon_days, 1, 180),
        ] {
            if !(least..=most).contains(&value) {
                errors.add_with(field, "error-range", &[("least", least.to_string()), ("most", most.to_string())]);
            }
        }
        errors.or(self)
    }
}

impl Place {
    /// Checks it as a part of a form: at most 300 characters on one line; where it is a video link, that it is one.
    #[must_use]
    pub fn checked(&self, field: &str, errors: &mut FieldErrors) -> Self {
        let value = text(&self.text, field, 0, 300, errors);
        if value.contains(['\n', '\r', '\t']) {
            errors.add(field, "error-one-line");
        }
        if self.kind == PlaceKind::Video && !value.is_empty() && !is_link(&value) {
            errors.add(field, "error-link");
        }
        Self { kind: self.kind, text: value }
    }
}

/// Whether a text is a web address that may be offered to be opened.
pub fn is_link(text: &str) -> bool {
    text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_alphanumeric() || c == '[') && !rest.contains(|c: char| c.is_whitespace() || "<>\"'".contains(c))
    })
}

/// The most stages that a job has.
pub const MOST_STAGES: usize = 12;
/// The most interviews of a round.
pub const MOST_INTERVIEWS: usize = 8;
/// The most attendees of an interview, those of its pools included.
pub const MOST_ATTENDEES: usize = 20;
/// The most pools of an interview.
pub const MOST_POOLS: usize = 5;
/// The most characters of what heads the attendees' mail.
pub const MAX_DESCRIPTION: usize = 4_000;

/// A job to make or change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveJob {
    /// None for a new one.
    pub id: Option<JobId>,
    /// The version that was read; of no account for a new one.
    pub version: i64,
    /// 1 to 160 characters.
    pub title: String,
    /// The client; none for an in-house job. Stays the same once the job has interview requests.
    pub client_id: Option<ClientId>,
    /// Who answers for the job and in whose name invitations go out.
    pub recruiter_id: Option<UserId>,
    /// Who schedules.
    pub coordinator_id: Option<UserId>,
    /// Who decides on our side and sees the job and its candidates.
    pub hiring_manager_id: Option<UserId>,
    /// IANA zone of the place of work.
    pub zone: String,
    /// The place of work, at most 160 characters.
    pub location: String,
    /// The candidate gets the booking link as soon as the client has chosen and shared availability.
    pub auto_invite: bool,
    /// Candidates see the names of those they meet.
    pub show_attendees: bool,
    /// In their order; new applications begin in the first.
    pub stages: Vec<SaveStage>,
}

/// A stage of a job to save.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveStage {
    /// None for a new one.
    pub id: Option<StageId>,
    /// 1 to 60 characters, another in each stage.
    pub name: String,
    /// What it is for.
    pub kind: StageKind,
    /// Whether interviews are scheduled in it: at most one stage, of the kind `Interview`.
    pub scheduling: bool,
    /// The interviews of its round, in their order; kept for stages of the kind `Interview` only.
    pub interviews: Vec<SaveTemplate>,
}

/// How an interview of a round is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveTemplate {
    /// None for a new one.
    #[serde(default)]
    pub id: Option<TemplateId>,
    /// Heads the invitation: 1 to 120 characters.
    pub name: String,
    /// Duration, step, buffers, notice, horizon.
    pub timing: Timing,
    /// Where people meet.
    pub place: Place,
    /// Colleagues who always take part.
    pub attendees: Vec<UserId>,
    /// Groups of which some take part.
    #[serde(default)]
    pub pools: Vec<SavePool>,
    /// The room that is needed.
    #[serde(default)]
    pub room: Option<RoomNeed>,
    /// Heads the attendees' mail; may be empty.
    #[serde(default)]
    pub description: String,
    /// What goes with it.
    #[serde(default)]
    pub papers: Papers,
    /// The form that they fill in.
    #[serde(default)]
    pub form: Option<FormTemplateId>,
}

/// "Any two of these five": colleagues of whom some take part, those with the fewest interviews first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavePool {
    /// How many take part, 1 to as many as there are.
    pub needed: u32,
    /// The colleagues, none of them in the interview otherwise.
    pub people: Vec<UserId>,
}

impl SaveTemplate {
    /// An hour by video, without a colleague.
    pub fn usual(name: String) -> Self {
        Self {
            id: None,
            name,
            timing: Timing::default(),
            place: Place { kind: PlaceKind::Video, text: String::new() },
            attendees: Vec::new(),
            pools: Vec::new(),
            room: None,
            description: String::new(),
            papers: Papers::default(),
            form: None,
        }
    }

    /// Checks it, its texts trimmed.
    ///
    /// # Errors
    /// One per field that will not do: `name`, `duration_minutes`, …, `place`, `attendees`, `pools`, `pools.0.people`, `pools.0.needed`,
    /// `room.seats`, `room.features`, `description`.
    pub fn validate(self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = text(&self.name, "name", 1, 120, &mut errors);
        if name.contains(['\n', '\r', '\t']) {
            errors.add("name", "error-one-line");
        }
        if let Err(wrong) = self.timing.validate() {
            errors.merge(wrong);
        }
        let place = self.place.checked("place", &mut errors);
        let mut attendees = self.attendees.clone();
        attendees.sort();
        attendees.dedup();
        let pools = validate_pools(self.pools.clone(), &attendees, &mut errors);
        if attendees.len() + pools.iter().map(|pool| pool.people.len()).sum::<usize>() > MOST_ATTENDEES {
            errors.add_with("attendees", "error-too-many-attendees", &[("most", MOST_ATTENDEES.to_string())]);
        }
        let room = self.room.clone().map(|need| need.checked(&mut errors));
        let description = text(&self.description, "description", 0, MAX_DESCRIPTION, &mut errors);
        errors.or(Self { name, place, attendees, pools, room, description, ..self })
    }
}

fn validate_pools(pools: Vec<SavePool>, attendees: &[UserId], errors: &mut FieldErrors) -> Vec<SavePool> {
    if pools.len() > MOST_POOLS {
        errors.add_with("pools", "error-too-many-pools", &[("most", MOST_POOLS.to_string())]);
    }
    let mut known: std::collections::HashSet<UserId> = attendees.iter().copied().collect();
    let mut checked = Vec::with_capacity(pools.len());
    for (i, pool) in pools.into_iter().enumerate() {
        let mut people = pool.people;
        people.sort();
        people.dedup();
        if people.is_empty() {
            errors.add(format!("pools.{i}.people"), "error-required");
        } else if !(1..=people.len()).contains(&(pool.needed as usize)) {
            let most = people.len().to_string();
            errors.add_with(format!("pools.{i}.needed"), "error-range", &[("least", "1".into()), ("most", most)]);
        }
        if people.iter().filter(|person| !known.insert(**person)).count() > 0 {
            errors.add(format!("pools.{i}.people"), "error-attendee-twice");
        }
        checked.push(SavePool { needed: pool.needed, people });
    }
    checked
}

impl SaveJob {
    /// Checks it, its texts trimmed.
    ///
    /// # Errors
    /// One per field that will not do; those of stages as `stages.2.name`, `stages.2.interviews.0.place`.
    pub fn validate(self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let title = text(&self.title, "title", 1, 160, &mut errors);
        let location = text(&self.location, "location", 0, 160, &mut errors);
        for (field, value) in [("title", &title), ("location", &location)] {
            if value.contains(['\n', '\r', '\t']) {
                errors.add(field, "error-one-line");
            }
        }
        if self.recruiter_id.is_none() {
            errors.add("recruiter_id", "error-choose");
        }
        let zone = zone_field(&self.zone, "zone", &mut errors);
        let stages = validate_stages(self.stages, &mut errors);
        errors.or(Self { title, location, zone, stages, ..self })
    }
}

fn validate_stages(stages: Vec<SaveStage>, errors: &mut FieldErrors) -> Vec<SaveStage> {
    if stages.is_empty() {
        errors.add("stages", "error-no-stage");
    }
    if stages.len() > MOST_STAGES {
        errors.add_with("stages", "error-too-many-stages", &[("most", MOST_STAGES.to_string())]);
    }
    let mut names = std::collections::HashSet::new();
    let mut ids = std::collections::HashSet::new();
    let mut scheduling = false;
    let mut checked = Vec::with_capacity(stages.len());
    for (i, stage) in stages.into_iter().enumerate() {
        let part = format!("stages.{i}");
        let name = text(&stage.name, &format!("{part}.name"), 1, 60, errors);
        if !name.is_empty() && !names.insert(super::list::fold(&name)) || stage.id.is_some_and(|id| !ids.insert(id)) {
            errors.add(format!("{part}.name"), "error-stage-twice");
        }
        if stage.scheduling && stage.kind != StageKind::Interview {
            errors.add(format!("{part}.scheduling"), "error-scheduling-kind");
        } else if stage.scheduling && scheduling {
            errors.add(format!("{part}.scheduling"), "error-scheduling-twice");
        }
        scheduling |= stage.scheduling;
        let interviews = if stage.kind == StageKind::Interview { stage.interviews } else { Vec::new() };
        if stage.scheduling && interviews.is_empty() {
            errors.add(format!("{part}.interviews"), "error-no-interview");
        }
        if interviews.len() > MOST_INTERVIEWS {
            errors.add_with(format!("{part}.interviews"), "error-too-many-interviews", &[("most", MOST_INTERVIEWS.to_string())]);
        }
        let interviews = validate_round(interviews, &part, errors);
        checked.push(SaveStage { id: stage.id, name, kind: stage.kind, scheduling: stage.scheduling, interviews });
    }
    checked
}

fn validate_round(interviews: Vec<SaveTemplate>, part: &str, errors: &mut FieldErrors) -> Vec<SaveTemplate> {
    let mut checked: Vec<SaveTemplate> = Vec::with_capacity(interviews.len());
    for (i, interview) in interviews.into_iter().enumerate() {
        let part = format!("{part}.interviews.{i}");
        match interview.validate() {
            Ok(interview) => {
                // Two of one title could not be told apart where one is chosen.
                let same = |other: &SaveTemplate| {
                    super::list::fold(&other.name) == super::list::fold(&interview.name) || (other.id.is_some() && other.id == interview.id)
                };
                if checked.iter().any(same) {
                    errors.add(format!("{part}.name"), "error-interview-twice");
                }
                checked.push(interview);
            }
            Err(wrong) => errors.merge_under(&part, wrong),
        }
    }
    checked
}

#[cfg(test)]
#[path = "jobs_tests.rs"]
mod tests;
