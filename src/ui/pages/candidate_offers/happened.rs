//! View History: what happened with the offers of this application, and what can be done now.

use leptos::prelude::*;

use super::Desk;
use crate::api::error::ApiError;
use crate::api::offers::offer_history;
use crate::domain::history::HistoryLine;
use crate::domain::id::OfferId;
use crate::domain::offers::offer::OfferState;
use crate::text::{dates, history as sentences};
use crate::ui::components::*;
use crate::ui::viewer::use_viewer;
use crate::{paths, t};

/// The dialog.
#[component]
pub(super) fn Happened(desk: Desk, open: RwSignal<bool>, sending: RwSignal<bool>, rescinding: RwSignal<bool>) -> impl IntoView {
    let lines = RwSignal::new(None::<Result<Vec<HistoryLine>, ApiError>>);
    let load = Action::new(move |id: &OfferId| {
        let asked = offer_history(*id);
        async move { lines.set(Some(asked.await)) }
    });
    // Asked for when it is opened, and again with every change while it is.
    Effect::new(move || {
        if let (true, Some(offer)) = (open.get(), desk.offer()) {
            load.dispatch(offer.id);
        }
    });
    let instead = move |other: RwSignal<bool>| {
        move |_| {
            open.set(false);
            other.set(true);
        }
    };
    let actions = move || {
        let offer = desk.offer()?;
        let may_manage = desk.tab.with(|tab| tab.may_manage);
        let is_complete = !desk.draft.is_dirty() && desk.draft.missing.with(Vec::is_empty);
        let ready = match offer.state {
            OfferState::Draft => offer.letter.approvers.is_empty(),
            OfferState::Approved => true,
            _ => false,
        };
        let send = (may_manage && ready && is_complete)
            .then(|| view! { <Button weight=Weight::Primary icon=Glyph::SEND on:click=instead(sending)>{t!("offer-send")}</Button> });
        let rescind = (may_manage && offer.state == OfferState::Sent)
            .then(|| view! { <Button weight=Weight::Negative icon=Glyph::BAN on:click=instead(rescinding)>{t!("offer-rescind")}</Button> });
        let look = offer.sent.is_some().then(|| {
            let href = paths::offer_pdf(offer.id);
            view! { <a class="btn" href=href target="_blank" rel="external"><Icon glyph=Glyph::FILE_TEXT/><span>{t!("offer-view")}</span></a> }
        });
        Some(view! { <div class="dialog__actions">{look}{rescind}{send}</div> })
    };
    let table = move || match lines.get() {
        None => view! { <Skeleton lines=4/> }.into_any(),
        Some(Err(error)) => view! { <Failure error/> }.into_any(),
        Some(Ok(lines)) => table(lines, desk),
    };
    view! { <Dialog open wide=true title=t!("offer-history")>{table}{actions}</Dialog> }.into_any()
}

fn table(lines: Vec<HistoryLine>, desk: Desk) -> AnyView {
    let locale = use_viewer().locale;
    let zone = desk.tab.with_untracked(|tab| tab.zone.clone());
    let rows = lines
        .into_iter()
        .map(|line| {
            let said = sentences::lines(locale, &zone, &line);
            let mut said = said.into_iter();
            let what = said.next().unwrap_or_default();
            let more = said.map(|text| view! { <p class="soft small">{text}</p> }).collect_view();
            view! {
                <tr>
                    <td class="nowrap">{dates::moment_of_year(locale, &zone, line.at)}</td>
                    <td>{sentences::who(locale.language, &line.who)}</td>
                    <td>{what}{more}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-wrap">
            <table class="table">
                <thead><tr><th scope="col">{t!("history-when")}</th><th scope="col">{t!("history-who")}</th><th scope="col">{t!("history-what")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
