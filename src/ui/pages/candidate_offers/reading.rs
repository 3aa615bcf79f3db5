//! What was sent, and what became of it, where the tags stand while one writes.

use leptos::prelude::*;

use super::Desk;
use super::writing::day;
use crate::api::offers::OfferView;
use crate::domain::offers::offer::OfferState;
use crate::domain::time::Zone;
use crate::t;
use crate::text::dates;
use crate::ui::components::*;
use crate::ui::forms::Anew;
use crate::ui::latest::all_of;
use crate::ui::viewer::use_viewer;

/// The facts of the offer.
#[component]
pub(super) fn Reading(desk: Desk) -> impl IntoView {
    let state = Signal::derive(move || all_of(&desk.offer()));
    let facts = move || untrack(|| desk.offer().map(|offer| facts(&offer, &desk.tab.with(|tab| tab.zone.clone()))));
    view! { <Anew state>{facts()}</Anew> }.into_any()
}

fn facts(offer: &OfferView, zone: &Zone) -> AnyView {
    let locale = use_viewer().locale;
    let at = |at| format!("{} {}", dates::moment_of_year(locale, zone, at), dates::zone_at(zone, at));
    let mut facts = vec![
        (t!("offer-fact-letter"), t!("offer-letter-version", name = offer.letter.name.clone(), number = offer.letter.number)),
        (t!("offer-fact-saved"), t!("offer-fact-by", at = at(offer.saved_at), name = offer.saved_by.clone())),
    ];
    match &offer.sent {
        Some(sent) => {
            facts.push((t!("offer-fact-sent"), t!("offer-fact-to", at = at(sent.at), to = sent.to.clone())));
            facts.push((t!("offer-fact-until"), at(sent.expires_at)));
            facts.extend(sent.opened_at.map(|opened| (t!("offer-fact-opened"), at(opened))));
        }
        None => facts.push((t!("offer-expires"), day(offer.expires_on))),
    }
    if let Some(ended) = offer.ended_at.filter(|_| offer.state != OfferState::Sent) {
        facts.push((t!(&format!("offer-fact-{}", offer.state.name())), at(ended)));
    }
    if !offer.signed_as.is_empty() {
        facts.push((t!("offer-fact-signed"), offer.signed_as.clone()));
    }
    if !offer.signed_from.is_empty() {
        facts.push((t!("offer-fact-from"), offer.signed_from.clone()));
    }
    if !offer.reason.is_empty() {
        facts.push((t!("offer-fact-reason"), offer.reason.clone()));
    }
    let rows = facts.into_iter().map(|(name, value)| view! { <dt>{name}</dt><dd class="prewrap">{value}</dd> }).collect_view();
    let hash = offer
        .sent
        .as_ref()
        .map(|sent| view! { <dt>{t!("offer-fact-hash")}</dt><dd><code class="offer__hash">{sent.sha256.clone()}</code></dd> });
    view! { <dl class="facts offer__facts">{rows}{hash}</dl> }.into_any()
}
