//! The filters: a plain GET form, so that every state has an address and works without scripts.

use leptos::prelude::*;
use leptos_router::components::Form;

use super::address::CalendarAddress;
use crate::api::calendar::CalendarChoices;
use crate::domain::calendar::view::View;
use crate::t;
use crate::ui::viewer::use_viewer;

/// Job, client, person, room, zone.
#[component]
pub fn Filters(choices: CalendarChoices, address: Memo<CalendarAddress>) -> impl IntoView {
    let CalendarChoices { jobs, clients, people, rooms, zones } = match address.with_untracked(|address| address.candidate) {
        // Of one candidate there is little to choose from.
        Some(_) => CalendarChoices { zones: choices.zones, ..CalendarChoices::default() },
        None => choices,
    };
    let text = |list: Vec<(String, String)>| list;
    let jobs = text(jobs.into_iter().map(|(id, name)| (id.to_string(), name)).collect());
    let clients = text(clients.into_iter().map(|(id, name)| (id.to_string(), name)).collect());
    let people = text(people.into_iter().map(|(id, name)| (id.to_string(), name)).collect());
    let rooms = text(rooms.into_iter().map(|(id, name)| (id.to_string(), name)).collect());
    let own = use_viewer().zone;
    let zones = zones.into_iter().filter(|name| *name != own).map(|name| (name.clone(), name.replace('_', " "))).collect();
    let all = Signal::derive(move || {
        CalendarAddress { job: None, client: None, person: None, room: None, interview: None, ..address.get() }.link()
    });
    view! {
        <Form method="GET" action=address.with_untracked(CalendarAddress::path) attr:class="calendar__filters" attr:role="search">
            {move || {
                let address = address.get();
                view! {
                    {(address.view != View::Week).then(|| view! { <input type="hidden" name="view" value=address.view.name()/> })}
                    {address.date.map(|date| view! { <input type="hidden" name="date" value=date.to_string()/> })}
                }
            }}
            <Choice name="job" label=t!("calendar-job") any=t!("calendar-any") options=jobs chosen=Signal::derive(move || address.get().job.map(|id| id.to_string()))/>
            <Choice name="client" label=t!("calendar-client") any=t!("calendar-any") options=clients chosen=Signal::derive(move || address.get().client.map(|id| id.to_string()))/>
            <Choice name="person" label=t!("calendar-person") any=t!("calendar-any") options=people chosen=Signal::derive(move || address.get().person.map(|id| id.to_string()))/>
            <Choice name="room" label=t!("calendar-room") any=t!("calendar-any") options=rooms chosen=Signal::derive(move || address.get().room.map(|id| id.to_string()))/>
            <Choice name="zone" label=t!("calendar-zone") any=own.replace('_', " ") options=zones chosen=Signal::derive(move || address.get().zone)/>
            <button class="btn" type="submit">{t!("calendar-apply")}</button>
            {move || address.get().is_filtered().then(|| view! { <a class="btn btn--plain" href=all>{t!("calendar-all")}</a> })}
        </Form>
    }
}

/// A drop-down with what no choice means on top; nothing where there is nothing to choose from.
#[component]
fn Choice(name: &'static str, label: String, any: String, options: Vec<(String, String)>, chosen: Signal<Option<String>>) -> impl IntoView {
    (!options.is_empty()).then(|| {
        let options = options.into_iter().map(|(value, text)| {
            let own = value.clone();
            let selected = move || chosen.get().as_deref() == Some(own.as_str());
            view! { <option value=value selected=selected>{text}</option> }
        });
        view! {
            <label class="field">
                <span class="field__label">{label}</span>
                <select class="input" name=name>
                    <option value="" selected=move || chosen.get().is_none()>{any}</option>
                    {options.collect_view()}
                </select>
            </label>
        }
    })
}
