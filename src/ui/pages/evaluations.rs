//! `/interviews/ID/evaluations`: what the attendees of an interview say, side by side.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::api::error::ApiError;
use crate::api::forms::{Comparison, compare_forms};
use crate::domain::forms::compare::{Criterion, Measure};
use crate::domain::forms::template::Question;
use crate::domain::help::Topic;
use crate::domain::id::InterviewId;
use crate::text::forms::said;
use crate::text::{dates, tenths};
use crate::ui::browser::live::use_changes;
use crate::ui::components::*;
use crate::ui::viewer::{language, use_viewer};
use crate::{paths, t};

/// The comparison.
#[component]
pub fn EvaluationsPage() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("id")).and_then(|id| id.parse::<InterviewId>().ok());
    match id {
        Some(id) => view! { <Compared id/> }.into_any(),
        None => view! { <div class="page"><Failure error=ApiError::NotFound/></div> }.into_any(),
    }
}

#[component]
fn Compared(
    /// The interview.
    id: InterviewId,
) -> impl IntoView {
    let changes = use_changes(paths::EVENTS.to_owned(), Some(vec![format!("interview:{id}")]));
    let all = Resource::new(move || changes.get(), move |_| compare_forms(id));
    let only_notable = RwSignal::new(false);
    view! {
        <div class="page">
            <Transition fallback=|| view! { <Skeleton lines=8/> }>
                {move || Suspend::new(async move {
                    match all.await {
                        Ok(view) => view! { <Table view only_notable/> }.into_any(),
                        Err(error) => view! { <Failure error/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Table(
    /// What they say.
    view: Comparison,
    /// Hides what all agree on.
    only_notable: RwSignal<bool>,
) -> impl IntoView {
    let locale = use_viewer().locale;
    let when = dates::full(locale, &view.zone, view.span);
    let waiting = (!view.waiting.is_empty()).then(|| t!("compare-waiting", names = view.waiting.join(", ")));
    let back = format!("{}?interview={}", paths::candidate_forms(view.candidate), view.interview);
    let head = view! {
        <PageHead title=t!("compare-title") crumbs=vec![(back, view.candidate_name.clone())]><HelpLink topic=Topic::Evaluate/></PageHead>
        <p class="soft">{format!("{} · {} · {when}", view.job_title, view.interview_title)}</p>
        {waiting.map(|text| view! { <Notice>{text}</Notice> })}
    };
    if view.columns.is_empty() {
        return view! { {head} <EmptyState glyph=Glyph::USERS title=t!("compare-none") text=t!("compare-none-how")/> }.into_any();
    }
    let people = view
        .columns
        .iter()
        .map(|column| view! { <th scope="col"><a href=paths::form(column.form)>{column.name.clone()}</a></th> })
        .collect_view();
    let columns = view.columns.len() + 4;
    let mut criteria = view.criteria.into_iter();
    let rows = view
        .content
        .sections
        .iter()
        .map(|section| {
            let rows = section
                .questions
                .iter()
                .zip(criteria.by_ref())
                .map(|(question, criterion)| row(question, criterion, only_notable))
                .collect_view();
            view! {
                <tr class="compare__section"><th scope="colgroup" colspan=columns.to_string()>{section.title.clone()}</th></tr>
                {rows}
            }
        })
        .collect_view();
    view! {
        {head}
        <Checkbox name="only_notable" label=t!("compare-only-notable") checked=only_notable/>
        <div class="table-wrap compare" tabindex="0" role="region" aria-label=t!("compare-title")>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{t!("compare-question")}</th>
                        {people}
                        <th scope="col">{t!("compare-range")}</th>
                        <th scope="col">{t!("compare-spread")}</th>
                        <th scope="col">{t!("compare-mean")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(question: &Question, criterion: Criterion, only_notable: RwSignal<bool>) -> impl IntoView + use<> {
    let language = language();
    let differs = criterion.measure.is_some_and(|measure| measure.differs);
    let answers = criterion
        .answers
        .iter()
        .map(|answer| match answer {
            Some(answer) => view! { <td class="eval__answer">{said(language, question, answer)}</td> }.into_any(),
            None => view! { <td class="soft">"–"</td> }.into_any(),
        })
        .collect_view();
    let number = |value: f64| tenths(language, (value * 10.0).round() as i64);
    let measured = |of: fn(Measure) -> f64| criterion.measure.map_or_else(|| "–".to_owned(), |measure| number(of(measure)));
    let range = criterion.measure.map_or_else(|| "–".to_owned(), |measure| measure.range().to_string());
    let (spread, mean) = (measured(|measure| measure.spread), measured(|measure| measure.mean));
    view! {
        <tr class:compare--differs=differs hidden=move || only_notable.get() && !differs>
            <th scope="row">
                {question.text.clone()}
                {differs.then(|| view! { " "<span title=t!("compare-differs-how")><Pill tone=Tone::Caution icon=Glyph::TRIANGLE_ALERT>{t!("compare-differs")}</Pill></span> })}
            </th>
            {answers}
            <td class="compare__number">{range}</td>
            <td class="compare__number">{spread}</td>
            <td class="compare__number">{mean}</td>
        </tr>
    }
}
