//! The tabs of a candidate's page: Overview, Interview with Calendar and Forms, History, Notes.

use leptos::prelude::*;

use crate::domain::id::CandidateId;
use crate::ui::components::*;
use crate::ui::shell::is_staff;
use crate::{paths, t};

/// A page of a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CandidatePart {
    /// Details, applications, files.
    Overview,
    /// Interviews.
    Calendar,
    /// Their forms.
    Forms,
    /// What happened.
    History,
    /// Notes and tasks.
    Notes,
}

/// The tabs, with the sub-tabs of Interview below them.
#[component]
pub fn CandidateTabs(
    /// The candidate.
    id: CandidateId,
    /// The page that is open.
    part: CandidatePart,
) -> impl IntoView {
    let tab = |href: String, label: &str| Tab { href, label: t!(label), count: None };
    let mut all = vec![
        (CandidatePart::Overview, tab(paths::candidate(id), "candidate-tab-overview")),
        (CandidatePart::Calendar, tab(paths::candidate_interviews(id), "candidate-tab-interview")),
        (CandidatePart::History, tab(paths::candidate_history(id), "candidate-tab-history")),
        (CandidatePart::Notes, tab(paths::candidate_notes(id), "candidate-tab-notes")),
    ];
    // Those who do not keep the records do not read their history.
    all.retain(|(of, _)| *of != CandidatePart::History || is_staff());
    let open = if part == CandidatePart::Forms { CandidatePart::Calendar } else { part };
    let current = all.iter().position(|(of, _)| *of == open).unwrap_or_default();
    let tabs: Vec<Tab> = all.into_iter().map(|(_, tab)| tab).collect();
    let below =
        vec![tab(paths::candidate_interviews(id), "candidate-sub-calendar"), tab(paths::candidate_forms(id), "candidate-sub-forms")];
    let in_interview = matches!(part, CandidatePart::Calendar | CandidatePart::Forms);
    view! {
        <Tabs label=t!("candidate-tabs") tabs=Signal::stored(tabs) current=Signal::stored(current)/>
        {in_interview.then(|| view! {
            <div class="subtabs">
                <Tabs label=t!("candidate-subtabs") tabs=Signal::stored(below) current=Signal::stored(usize::from(part == CandidatePart::Forms))/>
            </div>
        })}
    }
    .into_any()
}
