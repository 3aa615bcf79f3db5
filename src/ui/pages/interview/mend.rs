//! What can be done where somebody does not come, or the room is not to be had: another colleague, another room, another time.

use leptos::form::ActionForm;
use leptos::prelude::*;

use super::answer::MoveToProposal;
use crate::api::clients::Choice;
use crate::api::mend::{DeclinedPerson, DeclinedRoom, MendView, SwapInterviewerCall, SwitchRoomCall, mend};
use crate::domain::id::{InterviewId, UserId};
use crate::domain::rooms::Room;
use crate::domain::scheduling::interview::PersonKind;
use crate::ui::browser::focus;
use crate::ui::components::*;
use crate::ui::forms::Anew;
use crate::ui::latest::{Latest, all_of};
use crate::ui::viewer::use_viewer;
use crate::{paths, t, text};

/// The ways out, kept up to date; nothing where everybody comes. For those who schedule.
#[component]
pub fn Mend(
    /// The interview.
    id: InterviewId,
    /// Rises when something about it changed.
    changes: Signal<u32>,
) -> impl IntoView {
    let swap = ServerAction::<SwapInterviewerCall>::new();
    let switch = ServerAction::<SwitchRoomCall>::new();
    toast_done(swap.value(), "mend-swapped");
    toast_done(switch.value(), "mend-switched");
    let ways = Latest::new(move || (changes.get(), swap.version().get(), switch.version().get()), move || mend(id));
    let keep = focus::keep(move || ways.track());
    view! {
        <FormErrors error=failure_of(swap.value())/>
        <FormErrors error=failure_of(switch.value())/>
        // Where the keyboard stays when the ways are gone.
        <div id="ways" tabindex="-1" on:focusin=keep>{ways.show(0, move |ways| view! { <Ways ways swap switch/> }.into_any(), |error| view! { <Failure error/> }.into_any())}</div>
    }
}

/// Drawn with elements of its own for each state: a button never does what it said before.
#[component]
fn Ways(ways: Signal<MendView>, swap: ServerAction<SwapInterviewerCall>, switch: ServerAction<SwitchRoomCall>) -> impl IntoView {
    focus::when_addressed("mend".to_owned());
    let state = Signal::derive(move || ways.with(all_of));
    view! { <Anew state>{ways.with_untracked(|ways| all(ways, swap, switch))}</Anew> }
}

fn all(ways: &MendView, swap: ServerAction<SwapInterviewerCall>, switch: ServerAction<SwitchRoomCall>) -> Option<AnyView> {
    if ways.people.is_empty() && ways.room.is_none() {
        return None;
    }
    let language = use_viewer().locale.language;
    let people = ways.people.iter().map(|person| declined(ways, person, swap)).collect_view();
    let room = ways.room.as_ref().map(|room| room_declined(ways, room, switch));
    let times = (!ways.people.is_empty()).then(|| times(ways));
    Some(
        view! {
            <section class="mend notice notice--caution" aria-labelledby="mend">
                <Icon glyph=Glyph::TRIANGLE_ALERT/>
                <div class="stack">
                    <h2 id="mend" tabindex="-1">{text!(language, "mend-title")}</h2>
                    {people}
                    {room}
                    {times}
                </div>
            </section>
        }
        .into_any(),
    )
}

/// Somebody who does not come: for a colleague those of the same template who are free.
fn declined(ways: &MendView, person: &DeclinedPerson, swap: ServerAction<SwapInterviewerCall>) -> AnyView {
    let language = use_viewer().locale.language;
    let what = match person.kind {
        PersonKind::Candidate => text!(language, "mend-candidate", name = person.name.clone()),
        PersonKind::Contact => text!(language, "mend-contact", name = person.name.clone()),
        PersonKind::Attendee | PersonKind::Organiser if person.free.is_empty() => {
            text!(language, "mend-nobody-free", name = person.name.clone())
        }
        PersonKind::Attendee | PersonKind::Organiser => text!(language, "mend-swap", name = person.name.clone()),
    };
    let choices: Vec<_> = person.free.iter().map(|colleague| swap_in(ways, person, colleague, swap)).collect();
    let change = paths::plan_change(ways.interview);
    let other = (person.kind == PersonKind::Attendee).then(|| {
        view! { <a href=change>{text!(language, "mend-choose-other")}</a> }
    });
    view! {
        <div class="stack">
            <p>{what}</p>
            <div class="row">{choices}{other}</div>
        </div>
    }
    .into_any()
}

fn swap_in(ways: &MendView, person: &DeclinedPerson, colleague: &Choice<UserId>, swap: ServerAction<SwapInterviewerCall>) -> AnyView {
    let (interview, version, out) = (ways.interview.to_string(), ways.version.to_string(), person.person.clone());
    let (with, text) = (colleague.id.to_string(), t!("mend-swap-in", name = colleague.name.clone()));
    view! {
        <ActionForm action=swap>
            <input type="hidden" name="input[interview]" value=interview/>
            <input type="hidden" name="input[version]" value=version/>
            <input type="hidden" name="input[out]" value=out/>
            <input type="hidden" name="input[with]" value=with/>
            <Button submit=true size=Size::Small icon=Glyph::USERS pending=swap.pending()>{text}</Button>
        </ActionForm>
    }
    .into_any()
}

/// The room with others that are free for the whole schedule.
fn room_declined(ways: &MendView, room: &DeclinedRoom, switch: ServerAction<SwitchRoomCall>) -> AnyView {
    let language = use_viewer().locale.language;
    let what = text!(language, "mend-room", name = room.name.clone(), interviews = room.interviews);
    let how = if room.free.is_empty() { "mend-no-room" } else { "mend-rooms" };
    let choices: Vec<_> = room.free.iter().map(|other| switch_to(ways, other, switch)).collect();
    view! {
        <div class="stack">
            <p>{what}" "{text!(language, how)}</p>
            <div class="row">{choices}<a href=paths::calendar_of_room(room.id)>{text!(language, "mend-room-calendar")}</a></div>
        </div>
    }
    .into_any()
}

/// Other times that suit those who are in it.
fn times(ways: &MendView) -> AnyView {
    let language = use_viewer().locale.language;
    if ways.room.is_some() {
        return view! { <p>{text!(language, "mend-room-first")}</p> }.into_any();
    }
    if ways.times.is_empty() {
        return view! { <p>{text!(language, "mend-no-times")}" "<a href=paths::plan_change(ways.interview)>{text!(language, "interview-change")}</a></p> }
            .into_any();
    }
    let request = ways.request;
    let buttons = ways
        .times
        .iter()
        .map(|span| view! { <li><MoveToProposal id=ways.interview version=ways.version request start=span.start() zone=ways.zone.clone() named=true/></li> })
        .collect_view();
    view! {
        <div class="stack">
            <p>{text!(language, "mend-times")}</p>
            <ul role="list" class="mend__times">{buttons}</ul>
        </div>
    }
    .into_any()
}

fn switch_to(ways: &MendView, other: &Room, switch: ServerAction<SwitchRoomCall>) -> AnyView {
    let (interview, version) = (ways.interview.to_string(), ways.version.to_string());
    let (room, text) = (other.id.to_string(), t!("mend-switch-to", name = other.name.clone(), seats = other.seats));
    view! {
        <ActionForm action=switch>
            <input type="hidden" name="input[interview]" value=interview/>
            <input type="hidden" name="input[version]" value=version/>
            <input type="hidden" name="input[room]" value=room/>
            <Button submit=true size=Size::Small icon=Glyph::DOOR_OPEN pending=switch.pending()>{text}</Button>
        </ActionForm>
    }
    .into_any()
}
