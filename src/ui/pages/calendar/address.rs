//! What the calendar's address says.

use chrono::NaiveDate;
use leptos_router::params::ParamsMap;

use crate::domain::calendar::view::View;
use crate::domain::id::{ApplicationId, CandidateId, ClientId, InterviewId, JobId, RoomId, UserId};
use crate::paths;

/// What the panel left of the calendar is open for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// A new interview, of anybody.
    New,
    /// A new interview of this application.
    Of(ApplicationId),
    /// Changing this interview.
    Change(InterviewId),
    /// A new interview that begins as this one is.
    Copy(InterviewId),
}

const COPY: &str = "copy-";

/// View, date, zone, filters, and the interview that is open beside the grid.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CalendarAddress {
    pub view: View,
    pub date: Option<NaiveDate>,
    pub zone: Option<String>,
    pub job: Option<JobId>,
    pub client: Option<ClientId>,
    pub person: Option<UserId>,
    pub room: Option<RoomId>,
    pub interview: Option<InterviewId>,
    pub plan: Option<Aim>,
    /// It stands on the page of this candidate, and shows only theirs.
    pub candidate: Option<CandidateId>,
}

impl CalendarAddress {
    /// Reads it; what makes no sense is left out.
    pub fn read(query: &ParamsMap) -> Self {
        let get = |name: &str| query.get(name).unwrap_or_default();
        Self {
            view: View::parse(&get("view")).unwrap_or_default(),
            date: get("date").parse().ok(),
            zone: Some(get("zone")).filter(|zone| crate::domain::time::is_zone_name(zone)),
            job: get("job").parse().ok(),
            client: get("client").parse().ok(),
            person: get("person").parse().ok(),
            room: get("room").parse().ok(),
            interview: get("interview").parse().ok(),
            plan: match (get("plan").as_str(), get("application").parse()) {
                ("new", Ok(application)) => Some(Aim::Of(application)),
                ("new", Err(_)) => Some(Aim::New),
                (plan, _) => match plan.strip_prefix(COPY) {
                    Some(interview) => interview.parse().ok().map(Aim::Copy),
                    None => plan.parse().ok().map(Aim::Change),
                },
            },
            candidate: None,
        }
    }

    /// The address that says this.
    pub fn link(&self) -> String {
        let id = |id: Option<String>| id.unwrap_or_default();
        let pairs = [
            ("view", if self.view == View::Week { String::new() } else { self.view.name().to_owned() }),
            ("date", self.date.map(|date| date.to_string()).unwrap_or_default()),
            ("zone", self.zone.clone().unwrap_or_default()),
            ("job", id(self.job.map(|id| id.to_string()))),
            ("client", id(self.client.map(|id| id.to_string()))),
            ("person", id(self.person.map(|id| id.to_string()))),
            ("room", id(self.room.map(|id| id.to_string()))),
            ("interview", id(self.interview.map(|id| id.to_string()))),
            (
                "plan",
                id(self.plan.map(|aim| match aim {
                    Aim::Change(interview) => interview.to_string(),
                    Aim::Copy(interview) => format!("{COPY}{interview}"),
                    Aim::New | Aim::Of(_) => "new".into(),
                })),
            ),
            (
                "application",
                id(self.plan.and_then(|aim| if let Aim::Of(application) = aim { Some(application.to_string()) } else { None })),
            ),
        ];
        let mut query = ParamsMap::new();
        for (name, value) in pairs {
            if !value.is_empty() {
                query.insert(name, value);
            }
        }
        format!("{}{}", self.path(), query.to_query_string())
    }

    /// Where it stands.
    pub fn path(&self) -> String {
        self.candidate.map_or_else(|| paths::CALENDAR.to_owned(), paths::candidate_interviews)
    }

    /// Whether a filter is set.
    pub fn is_filtered(&self) -> bool {
        self.job.is_some() || self.client.is_some() || self.person.is_some() || self.room.is_some()
    }
}
