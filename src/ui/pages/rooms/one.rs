//! `/settings/rooms/ID`: one room.

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::api::error::ApiError;
use crate::api::rooms::{RetireRoomCall, RoomView, get_room};
use crate::domain::help::Topic;
use crate::domain::id::RoomId;
use crate::ui::components::*;
use crate::ui::forms::Anew;
use crate::ui::records::failed;
use crate::ui::records::room::RoomForm;
use crate::{paths, t};

/// The room in the address.
#[component]
pub fn RoomPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get_str("id").and_then(|id| id.parse::<RoomId>().ok())));
    let again = RwSignal::new(0_u32);
    let retire = ServerAction::<RetireRoomCall>::new();
    toast_outcomes(retire.value(), "records-saved");
    // Not by live changes: what is being typed stays in its place.
    let room = Resource::new(
        move || (id.get(), again.get(), retire.version().get()),
        |(id, ..)| async move {
            match id {
                Some(id) => get_room(id).await,
                None => Err(ApiError::NotFound),
            }
        },
    );
    view! {
        <Transition fallback=|| view! { <div class="page"><Skeleton lines=6/></div> }>
            {move || Suspend::new(async move {
                match room.await {
                    Ok(view) => {
                        let state = format!("{} {}", view.room.id, view.version);
                        let view = StoredValue::new(view);
                        view! { <Anew state><One view=view.get_value() again retire/></Anew> }.into_any()
                    }
                    Err(error) => view! { <div class="page">{failed(error)}</div> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn One(
    /// The room.
    view: RoomView,
    /// Reads it again.
    again: RwSignal<u32>,
    /// Offers it no more, or again.
    retire: ServerAction<RetireRoomCall>,
) -> impl IntoView {
    let crumbs = vec![(paths::SETTINGS.to_owned(), t!("settings-title")), (paths::ROOMS.to_owned(), t!("rooms-title"))];
    let (id, version, retired, to_come) = (view.room.id, view.version, view.retired, view.to_come);
    let note = if to_come == 0 { t!("room-retired-note") } else { t!("room-retired-note-keeps", count = to_come) };
    view! {
        <PageHead title=view.room.name.clone() crumbs>
            <HelpLink topic=Topic::Rooms/>
            <ButtonLink href=paths::calendar_of_room(id) icon=Glyph::CALENDAR>{t!("rooms-calendar")}</ButtonLink>
        </PageHead>
        <div class="page">
            <FormErrors error=failure_of(retire.value())/>
            {retired.then(|| view! { <Notice tone=Tone::Caution>{note}</Notice> })}
            <section class="card"><RoomForm room=Some(view) on_done=move |()| again.update(|count| *count += 1)/></section>
            <ActionForm action=retire attr:class="stack">
                <input type="hidden" name="id" value=id.to_string()/>
                <input type="hidden" name="version" value=version.to_string()/>
                <input type="hidden" name="retired" value=(!retired).to_string()/>
                {(!retired).then(|| view! { <p class="soft small">{t!("room-retire-note")}</p> })}
                <div>
                    <Button submit=true pending=retire.pending() icon=if retired { Glyph::CHECK } else { Glyph::BAN }>
                        {if retired { t!("room-restore") } else { t!("room-retire") }}
                    </Button>
                </div>
            </ActionForm>
        </div>
    }
    .into_any()
}
