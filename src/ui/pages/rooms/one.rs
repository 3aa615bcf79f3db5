//! `/settings/rooms/ID`: one room.

use leptos::form::ActionForm;
use leptos::prelude::*;

use crate::api::error::ApiError;
use crate::api::rooms::{RetireRoomCall, RoomView, get_room};
use crate::domain::help::Topic;
use crate::domain::id::RoomId;
use crate::ui::components::*;
use crate::ui::forms::Anew;
use crate::ui::latest::Latest;
use crate::ui::records::room::RoomForm;
use crate::ui::records::{failed, use_id};
use crate::{paths, t, text};

/// The room in the address.
#[component]
pub fn RoomPage() -> impl IntoView {
    let id = use_id::<RoomId>();
    let again = RwSignal::new(0_u32);
    let retire = ServerAction::<RetireRoomCall>::new();
    toast_outcomes(retire.value(), "records-saved");
    // Not by live changes: what is being typed stays in its place.
    let room = Latest::new(
        move || (id.get(), again.get(), retire.version().get()),
        move || {
            let id = id.get_untracked();
            async move {
                match id {
                    Some(id) => get_room(id).await,
                    None => Err(ApiError::NotFound),
                }
            }
        },
    );
    let shown = move |view: Signal<RoomView>| {
        // Another room is another form; of the same one, what is typed stays.
        let state = Signal::derive(move || view.with(|view| view.room.id.to_string()));
        view! { <Anew state><One view again retire/></Anew> }.into_any()
    };
    view! {
        {room.failure()}
        {room.show(6, shown, |error| view! { <div class="page">{failed(error)}</div> }.into_any())}
    }
    .into_any()
}

#[component]
fn One(
    /// The room.
    view: Signal<RoomView>,
    /// Reads it again.
    again: RwSignal<u32>,
    /// Offers it no more, or again.
    retire: ServerAction<RetireRoomCall>,
) -> impl IntoView {
    let language = crate::ui::viewer::language();
    let crumbs = vec![(paths::SETTINGS.to_owned(), t!("settings-title")), (paths::ROOMS.to_owned(), t!("rooms-title"))];
    let id = view.with_untracked(|view| view.room.id);
    let retired = Memo::new(move |_| view.with(|view| view.retired));
    let note = move || match view.with(|view| view.to_come) {
        0 => text!(language, "room-retired-note"),
        count => text!(language, "room-retired-note-keeps", count = count),
    };
    let change = move || {
        if retired.get() { (Glyph::CHECK, text!(language, "room-restore")) } else { (Glyph::BAN, text!(language, "room-retire")) }
    };
    view! {
        <PageHead title=Signal::derive(move || view.with(|view| view.room.name.clone())) crumbs>
            <HelpLink topic=Topic::Rooms/>
            <ButtonLink href=paths::calendar_of_room(id) icon=Glyph::CALENDAR>{t!("rooms-calendar")}</ButtonLink>
        </PageHead>
        <div class="page">
            <FormErrors error=failure_of(retire.value())/>
            {move || retired.get().then(|| view! { <Notice tone=Tone::Caution>{note()}</Notice> })}
            <section class="card"><RoomForm room=Some(view) on_done=move |()| again.update(|count| *count += 1)/></section>
            <ActionForm action=retire attr:class="stack">
                <input type="hidden" name="id" value=id.to_string()/>
                <input type="hidden" name="version" value=move || view.with(|view| view.version.to_string())/>
                <input type="hidden" name="retired" value=move || (!retired.get()).to_string()/>
                {move || (!retired.get()).then(|| view! { <p class="soft small">{text!(language, "room-retire-note")}</p> })}
                <div>
                    {move || {
                        let (icon, label) = change();
                        view! { <Button submit=true pending=retire.pending() icon>{label}</Button> }
                    }}
                </div>
            </ActionForm>
        </div>
    }
    .into_any()
}
