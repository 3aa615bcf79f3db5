//! The tabs of a candidate's page: Overview, Interview with Calendar and Forms, Notes.

use leptos::prelude::*;

use crate::domain::id::CandidateId;
use crate::ui::components::*;
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
    let tabs = vec![
        tab(paths::candidate(id), "candidate-tab-overview"),
        tab(paths::candidate_interviews(id), "candidate-tab-interview"),
        tab(paths::candidate_notes(id), "candidate-tab-notes"),
    ];
    let below =
        vec![tab(paths::candidate_interviews(id), "candidate-sub-calendar"), tab(paths::candidate_forms(id), "candidate-sub-forms")];
    let in_interview = matches!(part, CandidatePart::Calendar | CandidatePart::Forms);
    let current = match part {
        CandidatePart::Overview => 0,
        CandidatePart::Calendar | CandidatePart::Forms => 1,
        CandidatePart::Notes => 2,
    };
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
