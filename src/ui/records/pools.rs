//! Groups of colleagues of whom some take part: "any two of these five".

use leptos::prelude::*;

use super::attendees::Attendees;
use crate::api::jobs::Colleague;
use crate::domain::error::FieldErrors;
use crate::domain::id::UserId;
use crate::domain::jobs::{MOST_POOLS, SavePool};
use crate::t;
use crate::ui::browser::focus;
use crate::ui::components::*;

/// A pool as it is edited.
#[derive(Debug, Clone, Copy)]
pub struct PoolDraft {
    needed: RwSignal<String>,
    people: RwSignal<Vec<UserId>>,
}

impl PoolDraft {
    /// Begins with what is stored.
    pub fn new(pool: SavePool) -> Self {
        Self { needed: RwSignal::new(pool.needed.to_string()), people: RwSignal::new(pool.people) }
    }

    /// What is saved.
    pub fn pool(self) -> SavePool {
        SavePool { needed: self.needed.with_untracked(|needed| needed.parse().unwrap_or_default()), people: self.people.get_untracked() }
    }
}

/// All pools of a template, with a button for one more.
#[component]
pub fn Pools(
    /// What the fields are named by: `stages.2.interviews.0.pools`.
    name: String,
    /// The pools.
    pools: RwSignal<Vec<PoolDraft>>,
    /// Colleagues who can take part.
    colleagues: StoredValue<Vec<Colleague>>,
    /// The errors of the form.
    errors: Signal<FieldErrors>,
) -> impl IntoView {
    let language = crate::ui::viewer::language();
    let field = StoredValue::new(name);
    let add_id = StoredValue::new(format!("{}-add", field.get_value()));
    let wrong = move || errors.with(|errors| errors.at(&field.get_value()).map(|error| crate::text::field_error(language, error)));
    // What is added lives as long as the template, not as long as the button.
    let owner = StoredValue::new(Owner::current());
    let add = move |_| {
        let new = || PoolDraft::new(SavePool { needed: 1, people: Vec::new() });
        let new = owner.with_value(|owner| owner.as_ref().map_or_else(new, |owner| owner.with(new)));
        pools.update(|pools| pools.push(new));
    };
    let list = move || {
        let rows = pools.get().into_iter().enumerate();
        rows.map(|(number, pool)| {
            let part = format!("{}.{number}", field.get_value());
            let remove = move |_| {
                pools.update(|pools| {
                    if number < pools.len() {
                        pools.remove(number);
                    }
                });
                // What was removed is gone: the keyboard is led on.
                let next = add_id.get_value();
                request_animation_frame(move || focus::to(&next));
            };
            // As many as there are; what is chosen stays a choice while people come and go.
            let options = Signal::derive(move || {
                let most = pool.people.with(Vec::len).max(1);
                let mut counts: Vec<usize> = (1..=most).collect();
                counts.extend(pool.needed.with(|needed| needed.parse::<usize>().ok()).filter(|needed| *needed > most));
                counts.into_iter().map(|count| (count.to_string(), crate::text!(language, "pool-any", count = count as u32))).collect::<Vec<_>>()
            });
            view! {
                <li class="stack gap-1 pool">
                    <div class="form__row">
                        <SelectField name=format!("{part}.needed") label=crate::text!(language, "pool-needed") value=pool.needed options errors/>
                        <Button weight=Weight::Plain icon=Glyph::TRASH_2 label=crate::text!(language, "pool-remove") on:click=remove/>
                    </div>
                    <Attendees name=format!("{part}.people") label=crate::text!(language, "pool-people") chosen=pool.people colleagues errors/>
                </li>
            }
        })
        .collect_view()
    };
    view! {
        <div class="stack gap-1">
            <ul class="stack pools">{list}</ul>
            {move || wrong().map(|text| view! { <p class="field__error"><Icon glyph=Glyph::CIRCLE_ALERT/>{text}</p> })}
            {move || (pools.with(Vec::len) < MOST_POOLS).then(|| view! {
                <div><Button size=Size::Small id=add_id.get_value() icon=Glyph::USER_PLUS on:click=add>{crate::text!(language, "pool-add")}</Button></div>
            })}
            <p class="field__hint">{t!("pool-hint")}</p>
        </div>
    }
    .into_any()
}
