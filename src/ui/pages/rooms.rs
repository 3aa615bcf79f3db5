//! `/settings/rooms`: all rooms, for administrators and coordinators.

mod one;

use leptos::prelude::*;

pub use self::one::RoomPage;
use crate::api::rooms::{RoomLine, list_rooms};
use crate::domain::help::Topic;
use crate::domain::time::city;
use crate::ui::browser::live::use_changes;
use crate::ui::components::*;
use crate::ui::records::room::RoomForm;
use crate::ui::records::{failed, use_address_switch};
use crate::{paths, t};

/// The list, with a panel for a new room.
#[component]
pub fn RoomsPage() -> impl IntoView {
    let changes = use_changes(paths::EVENTS.to_owned(), Some(vec!["rooms:all".to_owned()]));
    let list = Resource::new(move || changes.get(), |_| list_rooms());
    let new = use_address_switch("new");
    let href = format!("{}?new=1", paths::ROOMS);
    view! {
        <PageHead title=t!("rooms-title") crumbs=vec![(paths::SETTINGS.to_owned(), t!("settings-title"))]>
            <HelpLink topic=Topic::Rooms/>
            <ButtonLink href=href weight=Weight::Primary icon=Glyph::PLUS>{t!("rooms-new")}</ButtonLink>
        </PageHead>
        <div class="page">
            <p class="soft">{t!("rooms-lead")}</p>
            <Transition fallback=|| view! { <Skeleton lines=4/> }>
                {move || Suspend::new(async move {
                    match list.await {
                        Ok(lines) => view! { <Lines lines/> }.into_any(),
                        Err(error) => failed(error),
                    }
                })}
            </Transition>
        </div>
        <SidePanel open=new title=t!("rooms-new")>
            <RoomForm room=None on_done=move |()| new.set(false)/>
        </SidePanel>
    }
    .into_any()
}

#[component]
fn Lines(
    /// Those that are offered first.
    lines: Vec<RoomLine>,
) -> impl IntoView {
    if lines.is_empty() {
        return view! {
            <EmptyState glyph=Glyph::DOOR_OPEN title=t!("rooms-none") text=t!("rooms-none-how")>
                <ButtonLink href=format!("{}?new=1", paths::ROOMS) icon=Glyph::PLUS>{t!("rooms-new")}</ButtonLink>
            </EmptyState>
        }
        .into_any();
    }
    let rows = lines
        .into_iter()
        .map(|line| {
            let RoomLine { room, to_come, retired } = line;
            let calendar = t!("rooms-calendar-of", name = room.name.clone());
            view! {
                <tr>
                    <th scope="row">
                        <a href=paths::room(room.id)>{room.name.clone()}</a>
                        {(!room.place.is_empty()).then(|| view! { <div class="soft small">{room.place.clone()}</div> })}
                    </th>
                    <td class="num">{room.seats}</td>
                    <td>{room.features.join(", ")}</td>
                    <td>{city(&room.zone)}</td>
                    <td class="num"><a href=paths::calendar_of_room(room.id) title=calendar.clone() aria-label=format!("{to_come}, {calendar}")>{to_come}</a></td>
                    <td>
                        {if retired {
                            view! { <Pill>{t!("rooms-retired")}</Pill> }
                        } else {
                            view! { <Pill tone=Tone::Positive>{t!("rooms-offered")}</Pill> }
                        }}
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-wrap">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{t!("room-name")}</th>
                        <th scope="col" class="num">{t!("room-capacity")}</th>
                        <th scope="col">{t!("room-features")}</th>
                        <th scope="col">{t!("record-zone")}</th>
                        <th scope="col" class="num">{t!("rooms-to-come")}</th>
                        <th scope="col">{t!("rooms-state")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
