//! The lower toolbar: View History, Save, Send Offer, Rescind Offer, Send New Offer, and the status at its end.

use leptos::prelude::*;

use super::Desk;
use super::happened::Happened;
use super::writing::day;
use crate::api::error::ApiError;
use crate::api::offers::{AskApproval, SendOffer, rescind_offer, save_offer};
use crate::domain::error::FieldErrors;
use crate::domain::id::OfferId;
use crate::domain::offers::filled::SaveOffer;
use crate::domain::offers::offer::{OfferState, check_reason};
use crate::text;
use crate::ui::components::*;
use crate::ui::forms::Anew;
use crate::ui::viewer::language;
use crate::{paths, t};

/// What can be done now.
#[component]
pub(super) fn Toolbar(desk: Desk) -> impl IntoView {
    let (sending, rescinding, happened) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let state = Memo::new(move |_| (desk.state(), desk.is_writing(), desk.tab.with(|tab| tab.may_manage)));
    // With elements of their own in each state: a button of the former one must not answer for another.
    let key = Signal::derive(move || state.with(|(state, writing, may_manage)| format!("{state:?} {writing} {may_manage}")));
    let buttons = move || {
        let (state, writing, may_manage) = state.get_untracked();
        match state {
            _ if !may_manage => ().into_any(),
            _ if writing => view! { <Save desk/> <Send desk sending/> }.into_any(),
            Some(OfferState::Sent) => view! {
                <Button weight=Weight::Negative icon=Glyph::BAN on:click=move |_| rescinding.set(true)>{t!("offer-rescind")}</Button>
                <ViewOffer desk/>
            }
            .into_any(),
            Some(over) if over.is_over() => view! {
                <Button weight=Weight::Primary icon=Glyph::SEND on:click=move |_| desk.anew.set(true)>{t!("offer-send-new")}</Button>
                <ViewOffer desk/>
            }
            .into_any(),
            _ => view! { <ViewOffer desk/> }.into_any(),
        }
    };
    let has_history = Memo::new(move |_| desk.state().is_some());
    let history = move || {
        has_history.get().then(|| view! { <Button icon=Glyph::CLOCK on:click=move |_| happened.set(true)>{t!("offer-history")}</Button> })
    };
    view! {
        <div class="offer__toolbar" role="toolbar" aria-label=t!("offer-toolbar")>
            <div class="row">{history}<Anew state=key>{buttons()}</Anew></div>
            <Status desk/>
        </div>
        <Dialog open=sending title=t!("offer-send")><Confirm desk sending/></Dialog>
        <Dialog open=rescinding title=t!("offer-rescind")><Rescind desk rescinding/></Dialog>
        <Happened desk open=happened sending rescinding/>
    }
    .into_any()
}

#[component]
fn ViewOffer(desk: Desk) -> impl IntoView {
    let href = Memo::new(move |_| desk.offer().filter(|offer| offer.sent.is_some()).map(|offer| paths::offer_pdf(offer.id)));
    move || {
        href.get().map(|href| view! { <a class="btn" href=href target="_blank" rel="external"><Icon glyph=Glyph::FILE_TEXT/><span>{t!("offer-view")}</span></a> })
    }
}

/// Where the offer stands.
#[component]
fn Status(desk: Desk) -> impl IntoView {
    let status = move || {
        let state = if desk.is_writing() { desk.written().map(|offer| offer.state) } else { desk.state() };
        let (tone, key) = match state {
            None => (Tone::Neutral, "none"),
            Some(state) => (tone(state), state.name()),
        };
        view! { <Pill tone>{t!(&format!("offer-state-{key}"))}</Pill> }
    };
    let unsaved =
        move || (desk.is_writing() && desk.draft.is_dirty()).then(|| view! { <span class="small soft">{t!("offer-unsaved")}</span> });
    view! { <p class="offer__status" role="status">{unsaved}{status}</p> }
}

fn tone(state: OfferState) -> Tone {
    match state {
        OfferState::Draft => Tone::Caution,
        OfferState::Approving | OfferState::Approved | OfferState::Sent => Tone::Accent,
        OfferState::Accepted => Tone::Positive,
        OfferState::Declined | OfferState::Rescinded | OfferState::Expired => Tone::Negative,
    }
}

#[component]
fn Save(desk: Desk) -> impl IntoView {
    let draft = desk.draft;
    let (toasts, done) = (use_toasts(), t!("offer-saved"));
    let save = Action::new(move |input: &SaveOffer| {
        let input = input.clone();
        let done = done.clone();
        async move {
            match save_offer(input.clone()).await {
                Ok(_) => {
                    draft.saved(&input);
                    desk.anew.set(false);
                    desk.again.run(());
                    toasts.show(done);
                }
                Err(error) => draft.refused.set(Some(error)),
            }
        }
    });
    let click = move |_| {
        if let Some(input) = draft.to_save(desk) {
            save.dispatch(input);
        }
    };
    view! { <Button pending=save.pending() on:click=click>{t!("action-save")}</Button> }
}

/// Send Offer, or asking for the approvals that it needs first.
#[component]
fn Send(desk: Desk, sending: RwSignal<bool>) -> impl IntoView {
    let draft = desk.draft;
    let ask = ServerAction::<AskApproval>::new();
    toast_done(ask.value(), "offer-asked");
    Effect::new(move || match ask.value().get() {
        Some(Ok(())) => desk.again.run(()),
        Some(Err(error)) => draft.refused.set(Some(error)),
        None => {}
    });
    let needs = Memo::new(move |_| draft.choice.get().is_some_and(|letter| !letter.content.approvers.is_empty()));
    let state = Memo::new(move |_| desk.written().map(|offer| offer.state));
    // Why not yet.
    let reason = move |wanted: OfferState| {
        let missing = draft.missing.with(|missing| missing.iter().map(|tag| text::offers::label(language(), tag)).collect::<Vec<_>>());
        if !missing.is_empty() {
            return t!("offer-missing-named", tags = missing.join(", "));
        }
        match state.get() {
            None => t!("offer-save-first"),
            Some(_) if draft.is_dirty() => t!("offer-save-first"),
            Some(state) if state == wanted => String::new(),
            Some(OfferState::Approving) => t!("offer-waits"),
            Some(_) => t!("offer-approval-first"),
        }
    };
    let asking = move || {
        (needs.get() && state.get() != Some(OfferState::Approved)).then(|| {
            let refused = Memo::new(move |_| reason(OfferState::Draft));
            let click = move |_| {
                if let Some(offer) = untrack(|| desk.written()) {
                    ask.dispatch(AskApproval { id: offer.id, version: offer.version });
                }
            };
            view! { <Button weight=Weight::Primary icon=Glyph::USERS refused pending=ask.pending() on:click=click>{t!("offer-ask")}</Button> }
        })
    };
    let refused = Memo::new(move |_| reason(if needs.get() { OfferState::Approved } else { OfferState::Draft }));
    let weight = move || if needs.get() && state.get() != Some(OfferState::Approved) { Weight::Normal } else { Weight::Primary };
    let send =
        move || view! { <Button weight=weight() icon=Glyph::SEND refused on:click=move |_| sending.set(true)>{t!("offer-send")}</Button> };
    let said = move || {
        refused.with(|reason| (!reason.is_empty()).then(|| view! { <span class="small soft" aria-hidden="true">{reason.clone()}</span> }))
    };
    view! { {asking}{send}{said} }
}

/// Names the recipient before anything leaves.
#[component]
fn Confirm(desk: Desk, sending: RwSignal<bool>) -> impl IntoView {
    let send = ServerAction::<SendOffer>::new();
    toast_done(send.value(), "offer-sent");
    Effect::new(move || {
        if let Some(Ok(())) = send.value().get() {
            sending.set(false);
            desk.again.run(());
        }
    });
    let (name, email) = desk.tab.with_untracked(|tab| (tab.candidate_name.clone(), tab.candidate_email.clone()));
    let offer = untrack(|| desk.written());
    let facts = offer.as_ref().map(|offer| (offer.letter.name.clone(), day(offer.expires_on)));
    let address = StoredValue::new(email.clone());
    let click = move |_| {
        if let Some(offer) = &offer {
            send.dispatch(SendOffer { id: offer.id, version: offer.version, email: address.get_value() });
        }
    };
    view! {
        <FormErrors error=failure_of(send.value())/>
        <p>{t!("offer-confirm", name = name.clone())}</p>
        <dl class="facts">
            <dt>{t!("offer-confirm-to")}</dt>
            <dd>{name}" <"{email}">"</dd>
            {facts.map(|(letter, until)| view! { <dt>{t!("offer-fact-letter")}</dt><dd>{letter}</dd><dt>{t!("offer-expires")}</dt><dd>{until}</dd> })}
        </dl>
        <p class="small soft">{t!("offer-confirm-frozen")}</p>
        <div class="dialog__actions">
            <Button on:click=move |_| sending.set(false)>{t!("action-cancel")}</Button>
            <Button weight=Weight::Primary icon=Glyph::SEND pending=send.pending() on:click=click>{t!("offer-send")}</Button>
        </div>
    }
    .into_any()
}

/// Takes the offer back, with a reason.
#[component]
fn Rescind(desk: Desk, rescinding: RwSignal<bool>) -> impl IntoView {
    let reason = RwSignal::new(String::new());
    let (toasts, done) = (use_toasts(), t!("offer-rescinded"));
    let failure = RwSignal::new(None::<ApiError>);
    let rescind = Action::new(move |(id, version, reason): &(OfferId, i64, String)| {
        let (asked, done) = (rescind_offer(*id, *version, reason.clone()), done.clone());
        async move {
            match asked.await {
                Ok(()) => {
                    toasts.show(done);
                    rescinding.set(false);
                    desk.again.run(());
                }
                Err(error) => failure.set(Some(error)),
            }
        }
    });
    let errors = Signal::derive(move || match failure.get() {
        Some(ApiError::Invalid(errors)) => errors,
        _ => FieldErrors::default(),
    });
    let click = move |_| {
        let Some(offer) = untrack(|| desk.offer()) else { return };
        match check_reason(&reason.get_untracked(), true) {
            Ok(reason) => {
                rescind.dispatch((offer.id, offer.version, reason));
            }
            Err(errors) => failure.set(Some(ApiError::Invalid(errors))),
        }
    };
    let name = desk.tab.with_untracked(|tab| tab.candidate_name.clone());
    view! {
        <FormErrors error=failure/>
        <p>{t!("offer-rescind-question", name = name)}</p>
        <TextArea name="reason" label=t!("offer-rescind-reason") hint=t!("offer-rescind-hint") value=reason errors maxlength=1000/>
        <div class="dialog__actions">
            <Button on:click=move |_| rescinding.set(false)>{t!("action-keep")}</Button>
            <Button weight=Weight::Negative icon=Glyph::BAN pending=rescind.pending() on:click=click>{t!("offer-rescind")}</Button>
        </div>
    }
    .into_any()
}
