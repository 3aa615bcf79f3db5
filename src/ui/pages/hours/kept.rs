//! Interviews that stand although the colleague is not there: named, and kept.

use leptos::prelude::*;

use crate::domain::availability::standing::Standing;
use crate::domain::time::Zone;
use crate::text;
use crate::text::dates;
use crate::ui::components::*;
use crate::ui::viewer::use_viewer;
use crate::{paths, t};

/// The notice above the grid; nothing where there are none.
#[component]
pub fn Kept(
    /// Which.
    kept: Memo<Vec<Standing>>,
    /// The zone that they are told in.
    zone: Signal<Zone>,
) -> impl IntoView {
    move || {
        let kept = kept.get();
        (!kept.is_empty()).then(|| {
            let count = kept.len();
            view! {
                <Notice tone=Tone::Caution icon=Glyph::CALENDAR_CLOCK>
                    <p>{t!("own-hours-kept", count = count)}</p>
                    <KeptLines kept zone=zone.get()/>
                </Notice>
            }
        })
    }
}

/// The interviews, each with its date and time, and the way to it.
#[component]
pub fn KeptLines(
    /// Which.
    kept: Vec<Standing>,
    /// The zone that they are told in.
    zone: Zone,
) -> impl IntoView {
    let locale = use_viewer().locale;
    let lines = kept.into_iter().map(|interview| {
        let name = text!(locale.language, "own-hours-interview", title = interview.title.clone(), candidate = interview.candidate.clone());
        let when = dates::full(locale, &zone, interview.span);
        view! { <li><a href=paths::interview(interview.interview)>{name}</a> ", " {when}</li> }
    });
    view! { <ul class="own-hours__kept">{lines.collect_view()}</ul> }
}
