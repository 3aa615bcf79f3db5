//! Chooses colleagues who take part in an interview.

use leptos::prelude::*;

use crate::api::jobs::Colleague;
use crate::domain::error::FieldErrors;
use crate::domain::id::UserId;
use crate::domain::list::fold;
use crate::t;
use crate::text;
use crate::ui::components::*;
use crate::ui::viewer::language;

/// How many are offered at once.
const OFFERED: usize = 8;

/// Those chosen as chips, and a field that offers the others.
#[component]
pub fn Attendees(
    /// The name of the field; unique on the page.
    name: String,
    /// The label.
    label: String,
    /// Those chosen.
    chosen: RwSignal<Vec<UserId>>,
    /// All who can be chosen.
    colleagues: StoredValue<Vec<Colleague>>,
    /// The errors of the form.
    errors: Signal<FieldErrors>,
) -> impl IntoView {
    let query = RwSignal::new(String::new());
    let choices = Signal::derive(move || {
        let wanted = query.with(|query| fold(query));
        chosen.with(|chosen| {
            colleagues.with_value(|all| {
                all.iter()
                    .filter(|colleague| !chosen.contains(&colleague.id))
                    .filter(|colleague| fold(&format!("{} {}", colleague.name, colleague.email)).contains(&wanted))
                    .take(OFFERED)
                    .map(|colleague| Choice {
                        id: colleague.id.to_string(),
                        label: colleague.name.clone(),
                        hint: colleague.email.clone(),
                        refused: false,
                    })
                    .collect::<Vec<_>>()
            })
        })
    });
    let take = move |choice: Choice| {
        if let Ok(id) = choice.id.parse::<UserId>() {
            chosen.update(|chosen| chosen.push(id));
        }
    };
    let gone = t!("attendee-gone");
    let chips = move || {
        chosen
            .get()
            .into_iter()
            .map(|id| {
                let known =
                    colleagues.with_value(|all| all.iter().find(|colleague| colleague.id == id).map(|colleague| colleague.name.clone()));
                let label = known.unwrap_or_else(|| gone.clone());
                view! { <Chip label on_remove=move |()| chosen.update(|chosen| chosen.retain(|other| *other != id))/> }
            })
            .collect_view()
    };
    let language = language();
    let field = name.clone();
    let error = move || errors.with(|errors| errors.at(&field).map(|error| text::field_error(language, error)));
    view! {
        <div class="stack gap-1">
            <Combobox name label query choices on_choose=take placeholder=t!("template-attendees-search")/>
            <div class="row">{chips}</div>
            {move || error().map(|text| view! { <FieldError text/> })}
        </div>
    }
    .into_any()
}
