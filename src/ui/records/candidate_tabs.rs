//! The tabs of a candidate's page: Overview, Interview with Calendar and Forms, Offers, Communication, History, Notes.

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
    /// Offers, in a stage of kind Offer.
    Offers,
    /// What they were told.
    Communication,
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
    /// The candidate stands in a stage of kind Offer.
    #[prop(into)]
    offers: Signal<bool>,
) -> impl IntoView {
    let tab = |href: String, label: &str| Tab { href, label: t!(label), count: None };
    let all = StoredValue::new(vec![
        (CandidatePart::Overview, tab(paths::candidate(id), "candidate-tab-overview")),
        (CandidatePart::Calendar, tab(paths::candidate_interviews(id), "candidate-tab-interview")),
        (CandidatePart::Offers, tab(paths::candidate_offers(id), "candidate-tab-offers")),
        (CandidatePart::Communication, tab(paths::candidate_communication(id), "candidate-tab-communication")),
        (CandidatePart::History, tab(paths::candidate_history(id), "candidate-tab-history")),
        (CandidatePart::Notes, tab(paths::candidate_notes(id), "candidate-tab-notes")),
    ]);
    // Those who do not keep the records read neither their history nor what candidates were told; who only approves an offer comes to it
    // by the link of a mail.
    let is_staff = is_staff();
    let is_there = move |of: CandidatePart| match of {
        CandidatePart::Communication | CandidatePart::History => is_staff,
        CandidatePart::Offers => offers.get() && is_staff,
        _ => true,
    };
    let open = if part == CandidatePart::Forms { CandidatePart::Calendar } else { part };
    let there = move || all.with_value(|all| all.iter().filter(|(of, _)| is_there(*of)).cloned().collect::<Vec<_>>());
    let tabs = Signal::derive(move || there().into_iter().map(|(_, tab)| tab).collect::<Vec<Tab>>());
    let current = Signal::derive(move || there().iter().position(|(of, _)| *of == open).unwrap_or_default());
    let below =
        vec![tab(paths::candidate_interviews(id), "candidate-sub-calendar"), tab(paths::candidate_forms(id), "candidate-sub-forms")];
    let in_interview = matches!(part, CandidatePart::Calendar | CandidatePart::Forms);
    view! {
        <Tabs label=t!("candidate-tabs") tabs current/>
        {in_interview.then(|| view! {
            <div class="subtabs">
                <Tabs label=t!("candidate-subtabs") tabs=Signal::stored(below) current=Signal::stored(usize::from(part == CandidatePart::Forms))/>
            </div>
        })}
    }
    .into_any()
}
