//! The room: the free ones that hold everybody come first, a taken one says who has it and can not be chosen.

use leptos::prelude::*;

use super::around::Around;
use super::draft::Draft;
use crate::api::interviews::RoomTime;
use crate::domain::error::FieldErrors;
use crate::domain::list::fold;
use crate::domain::rooms::{Rank, Room, taken_by};
use crate::domain::span::Span;
use crate::t;
use crate::text;
use crate::ui::components::*;
use crate::ui::viewer::use_viewer;

/// Most rooms offered at once.
const OFFERED: usize = 12;

/// The search and the one chosen.
#[component]
pub fn RoomChoice(
    /// The fields.
    draft: Draft,
    /// What is known of everybody's time, and of the rooms'.
    around: Around,
    /// The planned time, as far as it is typed well.
    span: Memo<Option<Span>>,
    /// What is wrong with the form.
    errors: Signal<FieldErrors>,
) -> impl IntoView {
    let language = use_viewer().locale.language;
    let words = RwSignal::new(String::new());
    let rooms = Memo::new(move |_| around.rooms());
    let choices = Signal::derive(move || {
        let (wanted, span, people) = (fold(&words.get()), span.get(), around.heads());
        let mut found: Vec<(Rank, Choice)> = rooms.with(|rooms| {
            let fits = |time: &&RoomTime| {
                let all = fold(&format!("{} {} {}", time.room.name, time.room.place, time.room.features.join(" ")));
                wanted.split_whitespace().all(|word| all.contains(word))
            };
            let choice = |time: &RoomTime| {
                let taken = span.and_then(|span| taken_by(&time.busy, span));
                let hint = match taken {
                    Some(busy) => around.taken(busy),
                    None => facts(language, &time.room, people),
                };
                let choice = Choice { id: time.room.id.to_string(), label: time.room.name.clone(), hint, refused: taken.is_some() };
                (Rank::new(&time.room, people, taken.is_some()), choice)
            };
            rooms.iter().filter(fits).map(choice).collect()
        });
        found.sort_by(|(one, _), (other, _)| one.cmp(other));
        found.into_iter().take(OFFERED).map(|(_, choice)| choice).collect::<Vec<_>>()
    });
    let choose = Callback::new(move |choice: Choice| {
        let chosen =
            rooms.with_untracked(|rooms| rooms.iter().find(|time| time.room.id.to_string() == choice.id).map(|time| time.room.clone()));
        draft.room.set(chosen);
    });
    let chosen = move || {
        draft.room.get().map(|room| {
            let (name, facts) = (room.name.clone(), facts(language, &room, around.heads()));
            view! {
                <p class="plan__room">
                    <Icon glyph=Glyph::DOOR_OPEN/>
                    <span class="grow"><strong>{room.label()}</strong><br/><span class="soft small">{facts}</span></span>
                    <Button
                        weight=Weight::Plain
                        size=Size::Small
                        icon=Glyph::X
                        label=text!(language, "plan-room-remove", name = name)
                        on:click=move |_| draft.room.set(None)
                    />
                </p>
            }
        })
    };
    // What was wrong with one room is not said of another.
    let wrong = move || {
        let room = draft.room.get()?;
        errors.with(|errors| {
            let error = errors.at("room")?;
            let of = error.arguments.iter().find(|(name, _)| name == "name").map(|(_, name)| name.as_str());
            of.is_none_or(|name| name == room.name).then(|| crate::text::field_error(language, error))
        })
    };
    let has_rooms = Memo::new(move |_| rooms.with(|rooms| !rooms.is_empty()));
    let (label, hint) = (t!("plan-room"), t!("plan-room-hint"));
    view! {
        // The field stays where it is while others book: what is typed into it is not lost.
        {move || has_rooms.get().then(|| view! {
            <Combobox name="room" label=label.clone() query=words choices on_choose=choose placeholder=hint.clone()/>
        })}
        {move || wrong().map(|text| view! { <p class="field__error"><Icon glyph=Glyph::CIRCLE_ALERT/>{text}</p> })}
        {chosen}
    }
}

/// How many it holds, whether that is enough, and what stands in it.
fn facts(language: crate::domain::locale::Language, room: &Room, people: u32) -> String {
    let seats = if room.holds(people) {
        text!(language, "room-seats", count = room.seats)
    } else {
        text!(language, "plan-room-small", count = room.seats, people = people)
    };
    std::iter::once(seats).chain(room.features.iter().cloned()).collect::<Vec<_>>().join(" · ")
}
