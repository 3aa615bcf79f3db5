//! `/candidates/ID/offers`: the Offers tab: the letter with its tags, sending it, and what became of it.

mod deciding;
mod draft;
mod fields;
mod happened;
mod reading;
mod toolbar;
mod writing;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;
use leptos_router::hooks::use_query_map;

use self::draft::Draft;
use self::toolbar::Toolbar;
use crate::api::error::ApiError;
use crate::api::offers::{OfferView, OffersTab, offers_tab};
use crate::domain::help::Topic;
use crate::domain::id::{ApplicationId, CandidateId};
use crate::domain::offers::offer::OfferState;
use crate::ui::browser::live::use_changes;
use crate::ui::components::*;
use crate::ui::forms::Anew;
use crate::ui::latest::Latest;
use crate::ui::records::candidate_tabs::{CandidatePart, CandidateTabs};
use crate::ui::records::{failed, use_id};
use crate::{paths, t};

/// What the parts of the tab share.
#[derive(Clone, Copy)]
struct Desk {
    /// What the server says.
    tab: Signal<OffersTab>,
    /// What is written.
    draft: Draft,
    /// Asks again.
    again: Callback<()>,
    /// Another offer is written, after one that is over.
    anew: RwSignal<bool>,
}

impl Desk {
    /// The latest offer.
    fn offer(self) -> Option<OfferView> {
        self.tab.with(|tab| tab.work.as_ref().and_then(|work| work.offer.clone()))
    }

    /// The offer that is written on; none for a new one.
    fn written(self) -> Option<OfferView> {
        self.offer().filter(|offer| !offer.state.is_frozen())
    }

    /// The state of the latest offer.
    fn state(self) -> Option<OfferState> {
        self.tab.with(|tab| tab.work.as_ref().and_then(|work| work.offer.as_ref()).map(|offer| offer.state))
    }

    /// What is shown can be written in.
    fn is_writing(self) -> bool {
        self.tab.with(|tab| tab.may_manage) && self.state().is_none_or(|state| !state.is_frozen() || (state.is_over() && self.anew.get()))
    }
}

/// The offers of the candidate in the address.
#[component]
pub fn CandidateOffersPage() -> impl IntoView {
    let (candidate, query) = (use_id::<CandidateId>(), use_query_map());
    let id = Memo::new(move |_| {
        Some((candidate.get()?, query.with(|query| query.get_str("application").and_then(|id| id.parse::<ApplicationId>().ok()))))
    });
    move || match id.get() {
        Some((id, application)) => view! { <Offers id application/> }.into_any(),
        None => failed(ApiError::NotFound),
    }
}

#[component]
fn Offers(
    /// The candidate.
    id: CandidateId,
    /// The application in the address.
    application: Option<ApplicationId>,
) -> impl IntoView {
    let count = RwSignal::new(0_u32);
    let again = Callback::new(move |()| count.update(|count| *count += 1));
    let changes = use_changes(paths::EVENTS.to_owned(), Some(vec![format!("candidate:{id}")]));
    let tab = Latest::new(move || (count.get(), changes.get()), move || offers_tab(id, application));
    view! {
        <div class="page offer">
            {tab.failure()}
            {tab.show(8, move |tab| whole(tab, again), failed)}
        </div>
    }
    .into_any()
}

fn whole(tab: Signal<OffersTab>, again: Callback<()>) -> AnyView {
    // Whoever only has to approve may see no more of the candidate.
    let (id, name, may_manage) = tab.with_untracked(|tab| (tab.candidate, tab.candidate_name.clone(), tab.may_manage));
    // Made again only when there is something to work on, or no longer, or of another job.
    let about = Memo::new(move |_| tab.with(|tab| tab.application.as_ref().map(|choice| choice.id)));
    let body = move || match about.get() {
        Some(_) => view! { <Work tab again/> }.into_any(),
        None => view! {
            <EmptyState glyph=Glyph::FILE_TEXT title=t!("offers-none") text=t!("offers-none-how")>
                <ButtonLink href=paths::candidate(id)>{t!("candidate-tab-overview")}</ButtonLink>
            </EmptyState>
        }
        .into_any(),
    };
    view! {
        <Title text=format!("{name} · {}", t!("app-name"))/>
        <header class="page__head">
            <div class="row"><Avatar name=name.clone() large=true/><h1>{name}</h1><HelpLink topic=Topic::Offers/></div>
            <Beside tab/>
        </header>
        {may_manage.then(|| view! { <CandidateTabs id part=CandidatePart::Offers offers=true/> })}
        {body}
    }
    .into_any()
}

/// From one candidate in a stage of kind Offer to the next, on this tab.
#[component]
fn Beside(tab: Signal<OffersTab>) -> impl IntoView {
    let to = move |next: bool| {
        let choice = tab.with(|tab| if next { tab.next.clone() } else { tab.previous.clone() });
        let (key, glyph) = if next { ("offers-next", Glyph::CHEVRON_RIGHT) } else { ("offers-previous", Glyph::CHEVRON_LEFT) };
        choice.map(|choice| {
            view! {
                <A href=paths::candidate_offers(choice.id) attr:class="btn btn--plain" attr:rel=if next { "next" } else { "prev" }>
                    <Icon glyph/><span>{t!(key, name = choice.name)}</span>
                </A>
            }
        })
    };
    view! { <nav class="row" aria-label=t!("offers-beside")>{move || to(false)}{move || to(true)}</nav> }
}

#[component]
fn Work(tab: Signal<OffersTab>, again: Callback<()>) -> impl IntoView {
    let desk = Desk { tab, draft: Draft::new(tab), again, anew: RwSignal::new(false) };
    desk.draft.follow(desk);
    let writing = Memo::new(move |_| desk.is_writing());
    let nothing = Memo::new(move |_| tab.with(|tab| tab.work.as_ref().is_some_and(|work| work.letters.is_empty() && work.offer.is_none())));
    let key = Signal::derive(move || format!("{} {}", nothing.get(), writing.get()));
    let body = move || {
        if nothing.get_untracked() {
            return view! { <EmptyState glyph=Glyph::FILE_TEXT title=t!("offer-no-letters") text=t!("offer-no-letters-how")/> }.into_any();
        }
        let left = if writing.get_untracked() {
            view! { <writing::Writing desk/> }.into_any()
        } else {
            view! { <reading::Reading desk/> }.into_any()
        };
        view! {
            <div class="offer__desk">
                <section class="offer__tags" aria-label=t!("offer-tags")>{left}</section>
                <section class="offer__letter" aria-labelledby="letter">
                    <h2 id="letter" class="visually-hidden">{t!("offer-letter")}</h2>
                    <writing::Preview desk/>
                </section>
            </div>
        }
        .into_any()
    };
    let toolbar = move || (!nothing.get()).then(|| view! { <Toolbar desk/> });
    view! {
        <Jobs tab/>
        <deciding::Approvals desk/>
        <Anew state=key>{body()}</Anew>
        {toolbar}
    }
    .into_any()
}

/// The jobs that an offer can be for, where there are several.
#[component]
fn Jobs(tab: Signal<OffersTab>) -> impl IntoView {
    let links = move || {
        tab.with(|tab| {
            let shown = tab.application.as_ref().map(|choice| choice.id);
            let link = |choice: &crate::api::clients::Choice<ApplicationId>| {
                let current = (Some(choice.id) == shown).then_some("true");
                let (href, name) = (paths::candidate_offers_of(tab.candidate, choice.id), choice.name.clone());
                view! { <A href attr:class="btn btn--small" attr:aria-current=current>{name}</A> }
            };
            (tab.applications.len() > 1).then(|| tab.applications.iter().map(link).collect_view())
        })
    };
    view! { <div class="row">{links}</div> }
}
