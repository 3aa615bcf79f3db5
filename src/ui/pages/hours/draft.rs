//! What is typed about a colleague's hours, before it is saved.

use leptos::prelude::*;

use crate::api::availability::zone_changes;
use crate::api::hours::HoursView;
use crate::domain::availability::hours::{HoursForm, WEEKDAY_FIELDS};
use crate::domain::time::Zone;
use crate::ui::returned::typed_or;

/// The fields of the form, and the zones at hand.
#[derive(Clone, Copy)]
pub struct Draft {
    /// `true` for hours of their own, `false` for office hours.
    pub own: RwSignal<String>,
    pub zone: RwSignal<String>,
    pub days: [RwSignal<String>; 7],
    pub exceptions: RwSignal<String>,
    /// The version that the draft began from.
    pub version: RwSignal<i64>,
    saved: RwSignal<HoursForm>,
    zones: RwSignal<Vec<Zone>>,
}

impl Draft {
    /// The fields of what is stored, or what was typed into a form that came back.
    pub fn new(view: &HoursView) -> Self {
        let text = || RwSignal::new(String::new());
        let draft = Self {
            own: text(),
            zone: text(),
            days: std::array::from_fn(|_| text()),
            exceptions: text(),
            version: RwSignal::new(view.version),
            saved: RwSignal::new(HoursForm::default()),
            zones: RwSignal::new(Vec::new()),
        };
        draft.reset(view);
        let named = [("own", draft.own), ("zone", draft.zone), ("exceptions", draft.exceptions)];
        for (name, field) in named.into_iter().chain(WEEKDAY_FIELDS.into_iter().zip(draft.days)) {
            let stands = field.get_untracked();
            field.set(typed_or(&format!("hours[{name}]"), &stands));
        }
        draft.watch();
        draft
    }

    /// Other zones' offset changes come from the server; who types hours wants hours of their own.
    fn watch(self) {
        Effect::new(move |_: Option<()>| {
            let name = self.zone.get();
            if self.zones.with_untracked(|zones| zones.iter().all(|zone| zone.name() != name)) {
                leptos::task::spawn_local(async move {
                    if let Ok(zone) = zone_changes(name).await {
                        self.zones.try_update(|zones| zones.push(zone));
                    }
                });
            }
        });
        Effect::new(move |before: Option<HoursForm>| {
            let now = HoursForm { own: false, zone: String::new(), ..self.form() };
            let is_typed = before.is_some_and(|before| before != now);
            let is_stored = self.saved.with_untracked(|saved| HoursForm { own: false, zone: String::new(), ..saved.clone() } == now);
            if is_typed && !is_stored {
                self.own.set("true".into());
            }
            now
        });
    }

    /// What is typed.
    pub fn form(&self) -> HoursForm {
        let day = |index: usize| self.days.get(index).map(|day| day.get()).unwrap_or_default();
        HoursForm {
            own: self.own.with(|own| own == "true"),
            zone: self.zone.get(),
            monday: day(0),
            tuesday: day(1),
            wednesday: day(2),
            thursday: day(3),
            friday: day(4),
            saturday: day(5),
            sunday: day(6),
            exceptions: self.exceptions.get(),
        }
    }

    /// Whether something differs from what is stored.
    pub fn is_changed(&self) -> bool {
        let form = self.form();
        self.saved.with(|saved| form != *saved)
    }

    /// The zone chosen; while it is on its way, the one that is stored.
    pub fn zone(&self) -> Zone {
        let name = self.zone.get();
        self.zones.with(|zones| zones.iter().find(|zone| zone.name() == name).or(zones.first()).cloned()).unwrap_or_else(Zone::utc)
    }

    /// The same, not followed.
    pub fn zone_untracked(&self) -> Zone {
        untrack(|| self.zone())
    }

    /// Takes what is stored, and forgets what was typed.
    pub fn reset(&self, view: &HoursView) {
        let form = HoursForm::of(view.hours.as_ref(), view.zone.name());
        self.zones.update(|zones| {
            zones.retain(|zone| zone.name() != view.zone.name());
            zones.insert(0, view.zone.clone());
        });
        self.version.set(view.version);
        self.saved.set(form.clone());
        let days = [form.monday, form.tuesday, form.wednesday, form.thursday, form.friday, form.saturday, form.sunday];
        let own = if form.own { "true" } else { "false" }.to_owned();
        let fields = [(self.own, own), (self.zone, form.zone), (self.exceptions, form.exceptions)];
        for (field, value) in fields.into_iter().chain(self.days.into_iter().zip(days)) {
            field.set(value);
        }
    }

    /// Takes what others changed meanwhile; keeps what was typed, if anything was: saving it then says that it is stale.
    pub fn refresh(&self, view: &HoursView) {
        if !untrack(|| self.is_changed()) {
            self.reset(view);
        }
    }
}
