//! `/candidates/ID/forms`: the Forms sub-tab: which interview, which attendee, the form in the window.

mod toolbar;
mod window;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};

use self::toolbar::Toolbar;
use self::window::Window;
use crate::api::forms::{AttachForm, FormInterviewView, FormsTab, RemoveFormUpload, forms_tab};
use crate::domain::help::Topic;
use crate::domain::id::{CandidateId, FormId, InterviewId};
use crate::ui::browser::live::use_changes;
use crate::ui::components::*;
use crate::ui::forms::Anew;
use crate::ui::latest::{Latest, all_of};
use crate::ui::records::candidate_tabs::{CandidatePart, CandidateTabs};
use crate::ui::records::{failed, page_of};
use crate::{paths, t};

/// What the page can do.
#[derive(Clone, Copy)]
struct Doing {
    attach: ServerAction<AttachForm>,
    remove: ServerAction<RemoveFormUpload>,
    /// Asks again.
    again: Callback<()>,
}

/// What the address says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Chosen {
    interview: Option<InterviewId>,
    form: Option<FormId>,
    /// The form is written in.
    editing: bool,
    /// The form is shown where there is an uploaded one, too.
    form_shown: bool,
}

/// The forms of the candidate in the address.
#[component]
pub fn CandidateFormsPage() -> impl IntoView {
    page_of(|id: CandidateId| view! { <Forms id/> }.into_any())
}

#[component]
fn Forms(
    /// The candidate.
    id: CandidateId,
) -> impl IntoView {
    let query = use_query_map();
    let chosen = Memo::new(move |_| {
        query.with(|query| Chosen {
            interview: query.get_str("interview").and_then(|id| id.parse().ok()),
            form: query.get_str("form").and_then(|id| id.parse().ok()),
            editing: query.get_str("edit").is_some(),
            form_shown: query.get_str("show") == Some("form"),
        })
    });
    let count = RwSignal::new(0_u32);
    let again = Callback::new(move |()| count.update(|count| *count += 1));
    let doing = Doing { attach: ServerAction::new(), remove: ServerAction::new(), again };
    toast_outcomes(doing.attach.value(), "forms-chosen");
    toast_outcomes(doing.remove.value(), "forms-removed");
    let changes = use_changes(paths::EVENTS.to_owned(), Some(vec![format!("candidate:{id}")]));
    // While somebody writes, what others change waits: what is being typed stays in its place.
    let heard = move || if chosen.get().editing { 0 } else { changes.get() };
    let shown = Latest::new(
        move || (chosen.get(), count.get(), heard(), doing.attach.version().get(), doing.remove.version().get()),
        move || {
            let chosen = chosen.get_untracked();
            async move { Ok(Shown { chosen, tab: forms_tab(id, chosen.interview, chosen.form).await? }) }
        },
    );
    view! {
        <div class="page">
            {shown.failure()}
            {shown.show(8, move |shown| whole(shown, doing), failed)}
        </div>
    }
    .into_any()
}

/// What there is of what the address said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Shown {
    chosen: Chosen,
    tab: FormsTab,
}

impl Shown {
    fn has_forms(&self) -> bool {
        self.tab.interviews.iter().any(|interview| !interview.people.is_empty())
    }

    fn interview(&self) -> Option<&FormInterviewView> {
        self.tab.interviews.iter().find(|one| Some(one.id) == self.tab.interview)
    }

    /// All that the window shows.
    fn window(&self) -> String {
        let texts = [all_of(&self.chosen), all_of(&self.interview()), all_of(&self.tab.form), all_of(&self.tab.offered)];
        texts.join(" ")
    }
}

fn whole(shown: Signal<Shown>, doing: Doing) -> AnyView {
    let (id, name) = shown.with_untracked(|shown| (shown.tab.candidate, shown.tab.candidate_name.clone()));
    let empty = Memo::new(move |_| shown.with(|shown| shown.tab.interviews.is_empty() || (!shown.has_forms() && !shown.tab.may_manage)));
    let has_forms = Memo::new(move |_| shown.with(Shown::has_forms));
    let none = || view! { <EmptyState glyph=Glyph::FILE_TEXT title=t!("forms-none") text=t!("forms-none-how")/> };
    let window = Signal::derive(move || shown.with(Shown::window));
    let body = move || {
        if empty.get() {
            return none().into_any();
        }
        view! {
            {move || (!has_forms.get()).then(none)}
            <Toolbar shown doing/>
            <Anew state=window>
                {
                    let Shown { chosen, tab } = shown.get_untracked();
                    view! { <Window tab chosen doing/> }
                }
            </Anew>
        }
        .into_any()
    };
    view! {
        <Title text=format!("{name} · {}", t!("app-name"))/>
        <header class="page__head"><div class="row"><Avatar name=name.clone() large=true/><h1>{name}</h1><HelpLink topic=Topic::Evaluate/></div></header>
        <CandidateTabs id part=CandidatePart::Forms offers=Signal::derive(move || shown.with(|shown| shown.tab.offers))/>
        {body}
    }
    .into_any()
}
