//! The left workspace with Offer Templates and the tags, and the letter beside it.

use std::collections::HashMap;

use leptos::prelude::*;

use super::Desk;
use super::draft::Draft;
use super::fields::TagField;
use crate::api::offers::LetterChoice;
use crate::domain::offers::letter::{Run, outline, says};
use crate::domain::offers::offer::OfferState;
use crate::domain::offers::tags::AskedTag;
use crate::text;
use crate::ui::components::*;
use crate::ui::latest::all_of;
use crate::ui::offers::letter::{Place, followed, letter, marked};
use crate::ui::viewer::{language, use_viewer};
use crate::{t, text::dates};

/// Choosing a letter and filling its tags in.
#[component]
pub(super) fn Writing(desk: Desk) -> impl IntoView {
    let Desk { tab, draft, .. } = desk;
    let letters = Signal::derive(move || {
        tab.with(|tab| {
            let Some(work) = &tab.work else { return Vec::new() };
            let text =
                |letter: &LetterChoice| text!(language(), "offer-letter-version", name = letter.name.clone(), number = letter.number);
            let offered = work.letters.iter().map(|letter| (letter.id.to_string(), text(letter)));
            // What the offer is written from may be a former version, or offered no longer.
            let own = work.offer.as_ref().map(|offer| &offer.letter).filter(|own| work.letters.iter().all(|letter| letter.id != own.id));
            own.map(|letter| (letter.id.to_string(), text(letter))).into_iter().chain(offered).collect::<Vec<_>>()
        })
    });
    let waiting = move || {
        let voids = matches!(desk.state(), Some(OfferState::Approving | OfferState::Approved));
        voids.then(|| view! { <Notice tone=Tone::Caution icon=Glyph::INFO>{t!("offer-change-voids")}</Notice> })
    };
    let newer = move || {
        let stale = tab.with(|tab| {
            let chosen = draft.choice.get()?;
            let work = tab.work.as_ref()?;
            work.letters.iter().any(|letter| letter.template == chosen.template && letter.number > chosen.number).then_some(())
        });
        stale.map(|()| view! { <p class="small soft">{t!("offer-letter-newer")}</p> })
    };
    let house =
        move || tab.with(|tab| tab.work.as_ref().map(|work| t!("offer-expires-hint", city = work.house_zone.city())).unwrap_or_default());
    view! {
        <div class="form" on:submit=|ev| ev.prevent_default()>
            <FormErrors error=draft.refused/>
            {waiting}
            <SelectField name="letter" label=t!("offer-templates-choose") value=draft.letter options=letters errors=draft.errors()/>
            {newer}
            // A tag of the same name in another letter may be called or asked for otherwise.
            <For each=move || draft.tags.get() key=all_of children=move |tag| view! { <TagField tag desk/> }/>
            <TextField name="expires" label=t!("offer-expires") kind="date" hint=house() value=draft.expires errors=draft.errors()/>
        </div>
    }
    .into_any()
}

/// The letter, which follows every key stroke without asking the server.
#[component]
pub(super) fn Preview(desk: Desk) -> impl IntoView {
    // Once sent, what was sent.
    let sent = Memo::new(move |_| desk.offer().filter(|_| !desk.is_writing()).and_then(|offer| offer.sent).map(|sent| sent.letter.blocks));
    let shown = move || match sent.get() {
        Some(blocks) => letter(blocks, marked),
        None => written(desk.draft),
    };
    let mark = move || {
        (!desk.tab.with(|tab| tab.may_manage) || desk.is_writing()).then(|| view! { <p class="small soft">{t!("offer-merged")}</p> })
    };
    view! { <div class="offer__paper">{shown}</div> {mark} }.into_any()
}

/// The letter that is chosen. It is laid out once; a value that is typed changes the places of its tag and nothing else.
fn written(draft: Draft) -> AnyView {
    let locale = use_viewer().locale;
    let value = |tag: AskedTag| {
        let name = tag.name.clone();
        let place = Place::new(move || {
            let value = draft.filled.with(|filled| filled.value(&tag.name).map(|value| text::offers::value(locale, value)));
            says(value).ok_or_else(|| text::offers::label(locale.language, &tag))
        });
        (name, place)
    };
    let places: HashMap<String, Place> = draft.tags.get().into_iter().map(value).collect();
    let place = |name: &str, run: Run| match places.get(name) {
        Some(place) => followed(name, *place),
        None => marked(name, run),
    };
    letter(outline(&draft.content.with(|content| content.text.clone())), place)
}

/// `31 March 2027`.
pub(super) fn day(on: chrono::NaiveDate) -> String {
    dates::date_plain(use_viewer().locale, on)
}
