//! Who has to approve the offer, and the decision of whoever is next.

use leptos::prelude::*;

use super::Desk;
use crate::api::error::ApiError;
use crate::api::offers::{ApprovalView, DecideOffer, decide_offer};
use crate::domain::error::FieldErrors;
use crate::domain::offers::offer::{OfferState, check_reason};
use crate::t;
use crate::text::dates;
use crate::ui::components::*;
use crate::ui::viewer::use_viewer;

/// The chain, where there is one.
#[component]
pub(super) fn Approvals(desk: Desk) -> impl IntoView {
    let approvals = Memo::new(move |_| desk.offer().map(|offer| offer.approvals).unwrap_or_default());
    let may_decide = Memo::new(move |_| desk.offer().is_some_and(|offer| offer.may_decide && offer.state == OfferState::Approving));
    let list = move || {
        let approvals = approvals.get();
        (!approvals.is_empty())
            .then(|| view! { <ol class="offer__approvals">{approvals.into_iter().map(|one| line(one, desk)).collect_view()}</ol> })
    };
    let shown = move || {
        let is_empty = approvals.with(Vec::is_empty);
        (!is_empty).then(|| {
            view! {
                <section class="card" aria-labelledby="approvals">
                    <h2 id="approvals">{t!("offer-approvals")}</h2>
                    {list}
                    {move || may_decide.get().then(|| view! { <Decision desk/> })}
                </section>
            }
        })
    };
    view! { {shown} }
}

fn line(approval: ApprovalView, desk: Desk) -> AnyView {
    let locale = use_viewer().locale;
    let zone = desk.tab.with_untracked(|tab| tab.zone.clone());
    let state = match approval.approved {
        Some((at, by)) => view! { <Pill tone=Tone::Positive icon=Glyph::CHECK>{t!("offer-approved-by", name = by, at = dates::moment(locale, &zone, at))}</Pill> }.into_any(),
        None if !approval.active => view! { <Pill tone=Tone::Caution>{t!("offer-approver-gone")}</Pill> }.into_any(),
        None => view! { <Pill>{t!("offer-approval-open")}</Pill> }.into_any(),
    };
    view! { <li><span class="strong">{approval.name}</span>" "{state}</li> }.into_any()
}

#[component]
fn Decision(desk: Desk) -> impl IntoView {
    let reason = RwSignal::new(String::new());
    let (toasts, done) = (use_toasts(), t!("offer-decided"));
    let failure = RwSignal::new(None::<ApiError>);
    let decide = Action::new(move |input: &DecideOffer| {
        let (asked, done) = (decide_offer(input.clone()), done.clone());
        async move {
            match asked.await {
                Ok(()) => {
                    toasts.show(done);
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
    let say = move |approve: bool| {
        let Some(offer) = untrack(|| desk.offer()) else { return };
        match check_reason(&reason.get_untracked(), !approve) {
            Ok(reason) => {
                failure.set(None);
                decide.dispatch(DecideOffer { id: offer.id, version: offer.version, approve, reason });
            }
            Err(errors) => failure.set(Some(ApiError::Invalid(errors))),
        }
    };
    view! {
        <div class="form">
            <FormErrors error=failure/>
            <TextArea name="reason" label=t!("offer-decide-reason") hint=t!("offer-decide-hint") value=reason errors optional=true maxlength=1000/>
            <div class="form__actions">
                <Button weight=Weight::Primary icon=Glyph::CHECK pending=decide.pending() on:click=move |_| say(true)>{t!("offer-approve")}</Button>
                <Button icon=Glyph::X pending=decide.pending() on:click=move |_| say(false)>{t!("offer-refuse")}</Button>
            </div>
        </div>
    }
    .into_any()
}
