//! `/candidates/ID/communication`: what the candidate was told, how it arrived, and writing to them.
//!
//! What is open stands in the address (`?new=1`, `?page=…`), so it works before any script has arrived.

mod writing;

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use self::writing::Writing;
use crate::api::communication::{CommunicationTab, MessageView, ResendMessage, communication_tab};
use crate::domain::channels::Channel;
use crate::domain::id::CandidateId;
use crate::domain::list::ListQuery;
use crate::domain::messages::MessageState;
use crate::text::dates;
use crate::ui::browser::live::use_changes;
use crate::ui::components::*;
use crate::ui::latest::{Latest, all_of};
use crate::ui::records::candidate_tabs::{CandidatePart, CandidateTabs};
use crate::ui::records::{failed, page_of};
use crate::ui::viewer::{language, use_viewer};
use crate::{paths, t, text};

/// The messages to the candidate in the address.
#[component]
pub fn CandidateCommunicationPage() -> impl IntoView {
    page_of(|id: CandidateId| view! { <Communication id/> }.into_any())
}

#[component]
fn Communication(
    /// The candidate.
    id: CandidateId,
) -> impl IntoView {
    let query = use_query_map();
    let page = Memo::new(move |_| query.with(|query| query.get_str("page").and_then(|page| page.parse().ok()).unwrap_or_default()));
    let is_writing = Memo::new(move |_| query.with(|query| query.get_str("new").is_some()));
    let resend = ServerAction::<ResendMessage>::new();
    toast_outcomes(resend.value(), "communication-resent");
    let count = RwSignal::new(0_u32);
    let again = Callback::new(move |()| count.update(|count| *count += 1));
    let changes = use_changes(
        paths::EVENTS.to_owned(),
        Some(vec![format!("candidate:{id}"), format!("communication:{id}"), "messages:all".to_owned()]),
    );
    let tab = Latest::new(
        move || (page.get(), count.get(), changes.get(), resend.version().get()),
        move || communication_tab(id, page.get_untracked()),
    );
    view! {
        <div class="page">
            {tab.failure()}
            {tab.show(8, move |tab| whole(tab, is_writing, resend, again), failed)}
        </div>
    }
    .into_any()
}

fn whole(tab: Signal<CommunicationTab>, is_writing: Memo<bool>, resend: ServerAction<ResendMessage>, again: Callback<()>) -> AnyView {
    let (id, name) = tab.with_untracked(|tab| (tab.candidate, tab.candidate_name.clone()));
    let language = language();
    let writing = move || {
        is_writing
            .get()
            .then(|| view! { <section class="card" aria-label=text!(language, "communication-write")><Writing tab again/></section> })
    };
    let none = move || {
        (tab.with(|tab| tab.messages.is_empty()) && !is_writing.get()).then(|| {
            view! { <EmptyState glyph=Glyph::MAIL title=text!(language, "communication-none") text=text!(language, "communication-none-how")/> }
        })
    };
    let list = Signal::derive(move || ListQuery { page: tab.with(|tab| tab.page), ..ListQuery::default() });
    let rows = move || tab.with(|tab| tab.messages.clone());
    let row = move |message: MessageView| one(message, tab, resend);
    view! {
        <Title text=format!("{name} · {}", t!("app-name"))/>
        <header class="page__head"><div class="row"><Avatar name=name.clone() large=true/><h1>{name}</h1></div></header>
        <CandidateTabs id part=CandidatePart::Communication offers=Signal::derive(move || tab.with(|tab| tab.offers))/>
        <div class="row notes__bar">
            <ButtonLink href=format!("{}?new=1", paths::candidate_communication(id)) weight=Weight::Primary icon=Glyph::MAIL>{t!("communication-write")}</ButtonLink>
        </div>
        <FormErrors error=failure_of(resend.value())/>
        {writing}
        {none}
        <ol role="list" class="notes"><For each=rows key=all_of children=row/></ol>
        <Pager total=Signal::derive(move || tab.with(|tab| tab.total)) path=paths::candidate_communication(id) query=list/>
    }
    .into_any()
}

/// One message: what, by which way, to whom, what became of it; what it said when opened.
fn one(message: MessageView, tab: Signal<CommunicationTab>, resend: ServerAction<ResendMessage>) -> AnyView {
    let locale = use_viewer().locale;
    let zone = tab.with_untracked(|tab| tab.zone.clone());
    let (glyph, channel) = match message.channel {
        Channel::Mail => (Glyph::MAIL, "communication-mail"),
        Channel::Text => (Glyph::PHONE, "communication-text"),
        Channel::Teams => (Glyph::USERS, "communication-teams"),
    };
    let (tone, state) = match message.state {
        MessageState::Queued => (Tone::Neutral, "messages-waits"),
        MessageState::Sent => (Tone::Positive, "messages-sent"),
        MessageState::Failed => (Tone::Negative, "messages-failed"),
        MessageState::Bounced => (Tone::Negative, "messages-bounced"),
        MessageState::Superseded => (Tone::Neutral, "messages-superseded"),
    };
    let when = dates::moment_of_year(locale, &zone, message.sent_at.unwrap_or(message.at));
    let about = message.job_title.clone().map(|job| format!(" · {job}")).unwrap_or_default();
    let error =
        (!message.error.is_empty()).then(|| view! { <p class="field__error"><Icon glyph=Glyph::CIRCLE_ALERT/>{message.error.clone()}</p> });
    let documents = (!message.documents.is_empty())
        .then(|| view! { <p class="small soft"><Icon glyph=Glyph::FILE_TEXT/>{message.documents.join(", ")}</p> });
    let said = match message.text.clone() {
        Some(said) => view! { <details class="communication__said"><summary>{t!("communication-said")}</summary><p class="prewrap">{said}</p></details> }.into_any(),
        None => view! { <p class="small soft">{t!("communication-not-kept")}</p> }.into_any(),
    };
    let (id, label) = (message.id.to_string(), t!("communication-resend-named", subject = message.subject.clone()));
    let again = message.may_resend.then(|| {
        view! {
            <ActionForm action=resend>
                <input type="hidden" name="id" value=id/>
                <Button submit=true size=Size::Small icon=Glyph::SEND pending=resend.pending()>{t!("communication-resend")}<span class="visually-hidden">{format!(": {label}")}</span></Button>
            </ActionForm>
        }
    });
    let revoked = message.link_revoked.then(|| view! { <p class="small soft">{t!("error-message-link")}</p> });
    view! {
        <li class="note communication__message">
            <div class="row">
                <span class="strong">{message.subject.clone()}</span>
                <Pill tone>{t!(state)}</Pill>
            </div>
            <p class="small soft"><Icon glyph/>{format!("{} · {} · {when}{about}", t!(channel), message.to)}</p>
            {error}
            {documents}
            {said}
            {again}
            {revoked}
        </li>
    }
    .into_any()
}
