//! Who interviews: found by name or mail address, several, optional ones, each removable.

use leptos::prelude::*;

use super::FieldNote;
use super::draft::Draft;
use crate::api::interviews::AttendeeChoice;
use crate::domain::error::FieldErrors;
use crate::domain::list::fold;
use crate::domain::scheduling::plan::PlannedAttendee;
use crate::t;
use crate::text;
use crate::ui::components::*;
use crate::ui::viewer::use_viewer;

/// Most colleagues offered at once.
const OFFERED: usize = 8;

/// The search and those chosen.
#[component]
pub fn Attendees(
    /// The fields.
    draft: Draft,
    /// Everybody who can be chosen.
    colleagues: RwSignal<Vec<AttendeeChoice>>,
    /// What is wrong with the form.
    errors: Signal<FieldErrors>,
) -> impl IntoView {
    let language = use_viewer().locale.language;
    let words = RwSignal::new(String::new());
    let choices = Signal::derive(move || {
        let wanted = fold(&words.get());
        let chosen = draft.attendees.get();
        colleagues.with(|colleagues| {
            let free = colleagues.iter().filter(|colleague| !chosen.iter().any(|attendee| attendee.id == colleague.id));
            let fits = |colleague: &&AttendeeChoice| {
                wanted.split_whitespace().all(|word| fold(&format!("{} {}", colleague.name, colleague.email)).contains(word))
            };
            free.filter(fits)
                .take(OFFERED)
                .map(|colleague| Choice {
                    id: colleague.id.to_string(),
                    label: colleague.name.clone(),
                    hint: colleague.email.clone(),
                    refused: false,
                })
                .collect::<Vec<_>>()
        })
    });
    let add = Callback::new(move |choice: Choice| {
        if let Ok(id) = choice.id.parse() {
            draft.attendees.update(|attendees| attendees.push(PlannedAttendee { id, optional: false }));
        }
    });
    let name_of = move |attendee: PlannedAttendee| {
        colleagues.with(|colleagues| {
            colleagues.iter().find(|colleague| colleague.id == attendee.id).map(|colleague| colleague.name.clone()).unwrap_or_default()
        })
    };
    let chosen = move || {
        let row = |attendee: PlannedAttendee| {
            let name = name_of(attendee);
            let optional = RwSignal::new(attendee.optional);
            Effect::new(move |before: Option<bool>| {
                let now = optional.get();
                if before.is_some_and(|before| before != now) {
                    draft.attendees.update(|attendees| {
                        if let Some(own) = attendees.iter_mut().find(|other| other.id == attendee.id) {
                            own.optional = now;
                        }
                    });
                }
                now
            });
            view! {
                <li>
                    <Avatar name=name.clone() small=true/>
                    <span class="grow">{name.clone()}</span>
                    <Checkbox name=format!("optional-{}", attendee.id) label=text!(language, "plan-optional") checked=optional/>
                    <Button
                        weight=Weight::Plain
                        size=Size::Small
                        icon=Glyph::X
                        label=text!(language, "plan-remove", name = name)
                        on:click=move |_| draft.attendees.update(|attendees| attendees.retain(|other| other.id != attendee.id))
                    />
                </li>
            }
        };
        draft.attendees.get().into_iter().map(row).collect_view()
    };
    view! {
        <Combobox name="attendees" label=t!("plan-attendees") query=words choices on_choose=add placeholder=t!("plan-attendees-hint")/>
        <FieldNote errors name="attendees"/>
        <ul class="plan__attendees">{chosen}</ul>
    }
}
