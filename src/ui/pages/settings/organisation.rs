//! The organisation's name, zone, clock and week.

use chrono::Weekday;
use leptos::form::ActionForm;
use leptos::prelude::*;

use crate::api::organisation::{OrganisationView, SubmitOrganisation, organisation};
use crate::domain::locale::Clock;
use crate::domain::time::city;
use crate::t;
use crate::ui::components::*;
use crate::ui::pages::door::ZoneField;
use crate::ui::returned::typed_or;

/// For administrators.
#[component]
pub fn Organisation() -> impl IntoView {
    let save = ServerAction::<SubmitOrganisation>::new();
    let present = Resource::new(move || save.version().get(), |_| organisation());
    toast_done(save.value(), "saved-organisation");
    view! {
        <section class="card stack" aria-labelledby="organisation">
            <h2 id="organisation">{t!("settings-organisation")}</h2>
            <Transition fallback=|| view! { <Skeleton lines=4/> }>
                {move || Suspend::new(async move {
                    match present.await {
                        Ok(present) => view! { <OrganisationForm present save/> }.into_any(),
                        Err(error) => view! { <FormErrors error=Signal::stored(Some(error))/> }.into_any(),
                    }
                })}
            </Transition>
        </section>
    }
}

#[component]
fn OrganisationForm(
    /// As it is.
    present: OrganisationView,
    /// Saves it.
    save: ServerAction<SubmitOrganisation>,
) -> impl IntoView {
    let outcome = save.value();
    let errors = errors_of(outcome);
    let name = RwSignal::new(typed_or("input[name]", &present.name));
    let zone = RwSignal::new(typed_or("input[zone]", &present.zone));
    let clock = RwSignal::new(typed_or("input[clock]", present.clock.name()));
    let week_start = RwSignal::new(typed_or("input[week_start]", &present.week_start.to_string()));
    let clocks = [Clock::TwentyFour, Clock::Twelve].map(|clock| (clock.name().to_owned(), t!(clock_key(clock)))).to_vec();
    let days = [Weekday::Mon, Weekday::Sat, Weekday::Sun].map(|day| (day.to_string(), t!(day_key(day)))).to_vec();
    view! {
        <ActionForm action=save attr:class="form" attr:novalidate=true>
            <FormErrors error=failure_of(outcome)/>
            <input type="hidden" name="input[version]" value=present.version.to_string()/>
            <TextField
                name="input[name]"
                label=t!("set-up-organisation")
                value=name
                errors
                autocomplete="organization"
                hint=t!("settings-name-hint")
            />
            <ZoneField name="input[zone]" label=t!("account-zone") value=zone errors hint=t!("settings-zone-hint")/>
            <div class="form__row">
                <SelectField name="input[clock]" label=t!("settings-clock") value=clock options=Signal::stored(clocks) errors/>
                <SelectField name="input[week_start]" label=t!("settings-week-start") value=week_start options=Signal::stored(days) errors/>
            </div>
            <div class="form__actions"><Button weight=Weight::Primary submit=true pending=save.pending()>{t!("action-save")}</Button></div>
        </ActionForm>
    }
}

/// For everybody else.
#[component]
pub fn OrganisationFacts() -> impl IntoView {
    let present = Resource::new(|| (), |()| organisation());
    view! {
        <section class="card stack" aria-labelledby="organisation">
            <h2 id="organisation">{t!("settings-organisation")}</h2>
            <Suspense fallback=|| view! { <Skeleton lines=4/> }>
                {move || Suspend::new(async move {
                    match present.await {
                        Ok(present) => {
                            view! {
                                <dl class="facts">
                                    <dt>{t!("set-up-organisation")}</dt>
                                    <dd>{present.name}</dd>
                                    <dt>{t!("account-zone")}</dt>
                                    <dd>{city(&present.zone)}</dd>
                                    <dt>{t!("settings-clock")}</dt>
                                    <dd>{t!(clock_key(present.clock))}</dd>
                                    <dt>{t!("settings-week-start")}</dt>
                                    <dd>{t!(day_key(present.week_start))}</dd>
                                </dl>
                                <p class="soft small">{t!("settings-administrators-only")}</p>
                            }
                                .into_any()
                        }
                        Err(error) => view! { <FormErrors error=Signal::stored(Some(error))/> }.into_any(),
                    }
                })}
            </Suspense>
        </section>
    }
}

const fn clock_key(clock: Clock) -> &'static str {
    match clock {
        Clock::Twelve => "settings-clock-twelve",
        Clock::TwentyFour => "settings-clock-twenty-four",
    }
}

const fn day_key(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "day-monday",
        Weekday::Tue => "day-tuesday",
        Weekday::Wed => "day-wednesday",
        Weekday::Thu => "day-thursday",
        Weekday::Fri => "day-friday",
        Weekday::Sat => "day-saturday",
        Weekday::Sun => "day-sunday",
    }
}
