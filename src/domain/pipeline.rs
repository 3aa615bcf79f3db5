//! The pipeline: every application with its next interview and whom it waits for.

use serde::{Deserialize, Serialize};

use super::booking::{RequestStage, WaitingFor, waiting_for};
use super::id::{ApplicationId, CandidateId, ClientId, InterviewId, JobId, PageId, RequestId, StageId};
use super::jobs::{StageKind, named};
use super::list::{PER_PAGE, Page};
use super::scheduling::interview::Response;
use super::time::Instant;

/// Which applications are wanted; empty parts do not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PipelineFilter {
    /// Words in the candidate's, job's or client's name, at most 100 characters.
    #[serde(default)]
    pub search: String,
    /// One job.
    #[serde(default)]
    pub job: Option<JobId>,
    /// One client.
    #[serde(default)]
    pub client: Option<ClientId>,
    /// The coordinator's jobs.
    #[serde(default)]
    pub coordinator: Option<super::id::UserId>,
    /// Stages of one kind.
    #[serde(default)]
    pub kind: Option<StageKind>,
    /// Those that wait for somebody.
    #[serde(default)]
    pub waiting: Option<WaitingFor>,
}

named! {
    /// What the table is sorted by.
    PipelineSort {
        /// Longest waiting first.
        Waiting = "waiting",
        /// Next interview first.
        Next = "next",
        /// By the candidate's name.
        Candidate = "candidate",
        /// By the client's name.
        Client = "client",
        /// By the job's title.
        Job = "job",
        /// By the kind of stage.
        Stage = "stage",
    }
}

/// The confirmed interview to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextInterview {
    /// The interview.
    pub id: InterviewId,
    /// When it begins.
    pub starts_at: Instant,
    /// The answers of all who take part, in no order.
    pub responses: Vec<Response>,
}

/// An application as the pipeline shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PipelineLine {
    /// The application.
    pub application: ApplicationId,
    /// Its version, for moving it.
    pub version: i64,
    /// The candidate.
    pub candidate: CandidateId,
    /// The candidate's name.
    pub candidate_name: String,
    /// The job.
    pub job: JobId,
    /// The job's title.
    pub job_title: String,
    /// The client and its name; none in-house.
    pub client: Option<(ClientId, String)>,
    /// The stage.
    pub stage: StageId,
    /// The stage's name.
    pub stage_name: String,
    /// What the stage is for.
    pub stage_kind: StageKind,
    /// Since when it is there.
    pub stage_since: Instant,
    /// The interview request of this stage, with its state and since when.
    pub request: Option<(RequestId, RequestStage, Instant)>,
    /// The client's page that the request belongs to.
    pub page: Option<PageId>,
    /// Whether that page has availability, or none is needed.
    pub page_answered: bool,
    /// The interview to come.
    pub next: Option<NextInterview>,
}

impl PipelineLine {
    /// Whom this waits for, and since when.
    pub fn waiting(&self) -> (WaitingFor, Instant) {
        match self.request {
            Some((_, state, since)) => (waiting_for(state, self.page_answered), since),
            None => (WaitingFor::Nobody, self.stage_since),
        }
    }
}

/// Keeps the lines that wait for the one asked for, and puts them in order. Ties keep a fixed order.
pub fn arrange(mut lines: Vec<PipelineLine>, waiting: Option<WaitingFor>, sort: PipelineSort, descending: bool) -> Vec<PipelineLine> {
    lines.retain(|line| waiting.is_none_or(|wanted| line.waiting().0 == wanted));
    lines.sort_by(|a, b| {
        let order = match sort {
            // Nobody's turn comes last, whichever way the others go.
            PipelineSort::Waiting => {
                let key = |line: &PipelineLine| (line.waiting().0 == WaitingFor::Nobody, line.waiting().1);
                let (a, b) = (key(a), key(b));
                return a.0.cmp(&b.0).then(if descending { b.1.cmp(&a.1) } else { a.1.cmp(&b.1) });
            }
            PipelineSort::Next => {
                let key = |line: &PipelineLine| line.next.as_ref().map(|next| next.starts_at);
                return match (key(a), key(b)) {
                    (Some(a), Some(b)) => {
                        if descending {
                            b.cmp(&a)
                        } else {
                            a.cmp(&b)
                        }
                    }
                    (a, b) => b.is_some().cmp(&a.is_some()),
                };
            }
            PipelineSort::Candidate => a.candidate_name.to_lowercase().cmp(&b.candidate_name.to_lowercase()),
            PipelineSort::Client => {
                let key = |line: &PipelineLine| line.client.as_ref().map(|(_, name)| name.to_lowercase());
                key(a).cmp(&key(b))
            }
            PipelineSort::Job => a.job_title.to_lowercase().cmp(&b.job_title.to_lowercase()),
            PipelineSort::Stage => (a.stage_kind as u8).cmp(&(b.stage_kind as u8)),
        };
        if descending { order.reverse() } else { order }
    });
    lines
}

/// One page of the lines.
pub fn page(lines: Vec<PipelineLine>, page: u32) -> Page<PipelineLine> {
    let total = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    let rows = lines.into_iter().skip(page as usize * PER_PAGE as usize).take(PER_PAGE as usize).collect();
    Page { rows, total, page }
}

/// A column of the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What its stages are for.
    pub kind: StageKind,
    /// The stage's name where the board shows one job only.
    pub name: Option<String>,
    /// Its applications.
    pub lines: Vec<PipelineLine>,
}

/// The board: one column for each kind of stage, empty ones too.
pub fn board(lines: Vec<PipelineLine>) -> Vec<Column> {
    let mut columns: Vec<Column> = StageKind::ALL.iter().map(|kind| Column { kind: *kind, name: None, lines: Vec::new() }).collect();
    for line in lines {
        if let Some(column) = columns.iter_mut().find(|column| column.kind == line.stage_kind) {
            column.lines.push(line);
        }
    }
    for column in &mut columns {
        let mut names = column.lines.iter().map(|line| &line.stage_name);
        if let Some(first) = names.next().cloned()
            && names.all(|name| *name == first)
        {
            column.name = Some(first);
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::from_ms;
    use uuid::Uuid;

    fn line(name: &str, state: Option<RequestStage>, since: i64, next: Option<i64>) -> PipelineLine {
        PipelineLine {
            application: ApplicationId::new(Uuid::nil()),
            version: 1,
            candidate: CandidateId::new(Uuid::nil()),
            candidate_name: name.into(),
            job: JobId::new(Uuid::nil()),
            job_title: "Engineer".into(),
            client: None,
            stage: StageId::new(Uuid::nil()),
            stage_name: "Interview".into(),
            stage_kind: StageKind::Interview,
            stage_since: from_ms(0),
            request: state.map(|state| (RequestId::new(Uuid::nil()), state, from_ms(since))),
            page: None,
            page_answered: true,
            next: next.map(|at| NextInterview { id: InterviewId::new(Uuid::nil()), starts_at: from_ms(at), responses: vec![] }),
        }
    }

    fn names(lines: &[PipelineLine]) -> Vec<&str> {
        lines.iter().map(|line| line.candidate_name.as_str()).collect()
    }

    #[test]
    fn the_longest_waiting_come_first_and_nobodys_turn_last() {
        let lines = vec![
            line("none", None, 0, None),
            line("new", Some(RequestStage::Invited), 20, None),
            line("old", Some(RequestStage::Presented), 10, None),
            line("booked", Some(RequestStage::Booked), 1, Some(99)),
        ];
        assert_eq!(names(&arrange(lines.clone(), None, PipelineSort::Waiting, false)), ["old", "new", "none", "booked"]);
        assert_eq!(names(&arrange(lines.clone(), None, PipelineSort::Waiting, true))[..2], ["new", "old"]);
        assert_eq!(names(&arrange(lines.clone(), Some(WaitingFor::Candidate), PipelineSort::Waiting, false)), ["new"]);
        assert_eq!(names(&arrange(lines, None, PipelineSort::Next, true))[0], "booked");
    }

    #[test]
    fn the_board_has_every_kind_and_names_a_column_of_one_stage() {
        let board = board(vec![line("a", None, 0, None)]);
        assert_eq!(board.len(), StageKind::ALL.len());
        let interviews = board.iter().find(|column| column.kind == StageKind::Interview).unwrap();
        assert_eq!((interviews.lines.len(), interviews.name.as_deref()), (1, Some("Interview")));
    }

    #[test]
    fn pages_are_cut() {
        let lines: Vec<_> = (0..30).map(|i| line(&i.to_string(), None, 0, None)).collect();
        assert_eq!(page(lines.clone(), 1).rows.len(), 5);
        assert_eq!(page(lines, 9).rows.len(), 0);
    }
}
