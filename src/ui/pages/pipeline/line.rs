//! What board, table and home say of one application.

use leptos::prelude::*;

use crate::domain::booking::{RequestStage, WaitingFor};
use crate::domain::pipeline::PipelineLine;
use crate::domain::scheduling::interview::Response;
use crate::domain::time::{Instant, Zone};
use crate::text::dates;
use crate::ui::components::{Pill, Tone};
use crate::ui::viewer::use_viewer;
use crate::{paths, t};

/// `Client · 3 days`: whom it waits for and since when; the state where it waits for nobody.
#[component]
pub fn Waiting(line: PipelineLine, now: Instant) -> impl IntoView {
    let (who, since) = line.waiting();
    let days = (now - since).num_days().max(0);
    let tone = match who {
        WaitingFor::Nobody => Tone::Neutral,
        _ if days >= 3 => Tone::Negative,
        _ => Tone::Caution,
    };
    match (who, line.request) {
        (WaitingFor::Nobody, None) => ().into_any(),
        (WaitingFor::Nobody, Some((_, RequestStage::Booked, _))) => {
            view! { <Pill tone=Tone::Positive>{t!("request-booked")}</Pill> }.into_any()
        }
        (WaitingFor::Nobody, Some((_, state, _))) => view! { <Pill>{t!(&format!("request-{}", state.name()))}</Pill> }.into_any(),
        (who, _) => view! { <Pill tone>{t!(&format!("waiting-{}", who.name()), days = days)}</Pill> }.into_any(),
    }
}

/// The next interview as a link, or a dash.
#[component]
pub fn Next(line: PipelineLine, zone: Zone) -> impl IntoView {
    let locale = use_viewer().locale;
    match line.next {
        Some(next) => {
            let at = dates::moment(locale, &zone, next.starts_at);
            let accepted = next.responses.iter().filter(|response| **response == Response::Accepted).count();
            let declined = next.responses.contains(&Response::Declined);
            view! {
                <a class="next" href=paths::interview(next.id)>
                    <time datetime=next.starts_at.to_rfc3339()>{at}</time>
                </a>
                " "
                <span class=if declined { "tiny negative" } else { "tiny soft" }>
                    {if declined { t!("responses-declined") } else { t!("responses-accepted", accepted = accepted, all = next.responses.len()) }}
                </span>
            }
            .into_any()
        }
        None => view! { <span class="soft" aria-label=t!("pipeline-no-interview")>"–"</span> }.into_any(),
    }
}
