//! What the client types and paints, before it is saved: the form's fields, the painted windows, and the availability they make.

use leptos::prelude::*;

use crate::api::presentations::ClientPageView;
use crate::domain::availability::form::AvailabilityForm;
use crate::domain::availability::page::{PageAvailability, Surroundings};
use crate::domain::availability::slots;
use crate::domain::availability::windows::Availability;
use crate::domain::error::FieldErrors;
use crate::domain::span::{Span, SpanSet};
use crate::domain::time::Zone;
use crate::ui::availability::WEEKDAYS;
use crate::ui::returned::typed_or;

/// The fields of the form, painted windows, and what surrounds them.
#[derive(Clone, Copy)]
pub struct Draft {
    pub zone: RwSignal<String>,
    pub duration: RwSignal<String>,
    pub step: RwSignal<String>,
    pub before: RwSignal<String>,
    pub after: RwSignal<String>,
    pub notice: RwSignal<String>,
    pub horizon: RwSignal<String>,
    pub per_day: RwSignal<String>,
    pub place_kind: RwSignal<String>,
    pub place: RwSignal<String>,
    pub message: RwSignal<String>,
    pub days: [RwSignal<String>; 7],
    pub exceptions: RwSignal<String>,
    /// Windows as text, for browsers without scripts; with scripts it only follows `painted`.
    pub windows: RwSignal<String>,
    pub painted: RwSignal<SpanSet>,
    pub around: RwSignal<Surroundings>,
    /// What is stored, as it was last loaded.
    pub saved: RwSignal<PageAvailability>,
    /// The version that the draft began from.
    pub version: RwSignal<i64>,
}

impl Draft {
    /// The fields of what is stored.
    pub fn new(view: &ClientPageView) -> Self {
        let text = || RwSignal::new(String::new());
        let draft = Self {
            zone: text(),
            duration: text(),
            step: text(),
            before: text(),
            after: text(),
            notice: text(),
            horizon: text(),
            per_day: text(),
            place_kind: text(),
            place: text(),
            message: text(),
            days: std::array::from_fn(|_| text()),
            exceptions: text(),
            windows: text(),
            painted: RwSignal::new(SpanSet::new()),
            around: RwSignal::new(view.around.clone()),
            saved: RwSignal::new(view.availability.clone()),
            version: RwSignal::new(view.version),
        };
        draft.reset(view);
        draft.take_returned();
        draft
    }

    /// What was typed into the form that came back with errors, sent without scripts.
    fn take_returned(&self) {
        let named = [
            ("zone", self.zone),
            ("duration_minutes", self.duration),
            ("step_minutes", self.step),
            ("before_minutes", self.before),
            ("after_minutes", self.after),
            ("notice_minutes", self.notice),
            ("horizon_days", self.horizon),
            ("per_day", self.per_day),
            ("place_kind", self.place_kind),
            ("place", self.place),
            ("message", self.message),
            ("exceptions", self.exceptions),
            ("windows", self.windows),
        ];
        let days = WEEKDAYS.into_iter().zip(self.days).map(|((_, name), field)| (name, field));
        for (name, field) in named.into_iter().chain(days) {
            let present = field.get_untracked();
            field.set(typed_or(&format!("form[{name}]"), &present));
        }
    }

    /// Takes what is stored, and forgets what was typed.
    pub fn reset(&self, view: &ClientPageView) {
        let form = AvailabilityForm::of(&view.availability, &zone_of(&view.around, &view.availability.zone));
        self.around.set(view.around.clone());
        self.saved.set(view.availability.clone());
        self.version.set(view.version);
        self.painted.set(view.availability.willing.painted().clone());
        for (field, value) in [
            (self.zone, form.zone),
            (self.duration, form.duration_minutes),
            (self.step, form.step_minutes),
            (self.before, form.before_minutes),
            (self.after, form.after_minutes),
            (self.notice, form.notice_minutes),
            (self.horizon, form.horizon_days),
            (self.per_day, form.per_day),
            (self.place_kind, form.place_kind),
            (self.place, form.place),
            (self.message, form.message),
            (self.exceptions, form.exceptions),
            (self.windows, form.windows),
        ]
        .into_iter()
        .chain(self.days.into_iter().zip([
            form.monday,
            form.tuesday,
            form.wednesday,
            form.thursday,
            form.friday,
            form.saturday,
            form.sunday,
        ])) {
            field.set(value);
        }
    }

    /// Takes what others changed meanwhile; keeps what was typed, if anything was.
    pub fn refresh(&self, view: &ClientPageView) {
        if self.is_changed() {
            let extra: Vec<Zone> = self.around.with_untracked(|around| around.zones.clone());
            self.around.set(view.around.clone());
            self.around.update(|around| {
                let missing: Vec<Zone> =
                    extra.into_iter().filter(|zone| around.zones.iter().all(|own| own.name() != zone.name())).collect();
                around.zones.extend(missing);
            });
        } else {
            self.reset(view);
        }
    }

    /// The zone of the days, as far as it is at hand.
    pub fn zone(&self) -> Zone {
        let name = self.zone.get();
        self.around.with(|around| zone_of(around, &name))
    }

    /// The fields without the windows, which are painted.
    fn form(&self) -> AvailabilityForm {
        let day = |index: usize| self.days.get(index).map(|day| day.get()).unwrap_or_default();
        AvailabilityForm {
            zone: self.zone.get(),
            duration_minutes: self.duration.get(),
            step_minutes: self.step.get(),
            before_minutes: self.before.get(),
            after_minutes: self.after.get(),
            notice_minutes: self.notice.get(),
            horizon_days: self.horizon.get(),
            per_day: self.per_day.get(),
            place_kind: self.place_kind.get(),
            place: self.place.get(),
            message: self.message.get(),
            monday: day(0),
            tuesday: day(1),
            wednesday: day(2),
            thursday: day(3),
            friday: day(4),
            saturday: day(5),
            sunday: day(6),
            exceptions: self.exceptions.get(),
            windows: String::new(),
        }
    }

    /// What fields and windows make together.
    ///
    /// # Errors
    /// At the fields that can not be read or will not do.
    pub fn availability(&self) -> Result<PageAvailability, FieldErrors> {
        let mut read = self.form().read(&self.zone())?;
        let weekly = read.willing.weekly().cloned();
        read.willing = Availability::new(weekly, self.painted.get()).map_err(|_| {
            let mut errors = FieldErrors::default();
            errors.add_with("windows", "error-too-many-lines", &[("most", crate::domain::availability::windows::MAX_WINDOWS.to_string())]);
            errors
        })?;
        read.validate()
    }

    /// Whether something differs from what is stored.
    pub fn is_changed(&self) -> bool {
        untrack(|| self.availability().map_or(true, |mine| self.saved.with(|saved| mine != *saved)))
    }

    /// Paints a window, or erases it where all of it is painted already. Says whether there was room for it.
    pub fn stroke(&self, window: Span) -> bool {
        let mut willing = Availability::new(None, self.painted.get_untracked()).unwrap_or_default();
        let painted = willing.toggle(window).is_ok();
        self.set_painted(willing);
        painted
    }

    /// Replaces one window by another, or takes it away.
    pub fn replace(&self, window: Span, by: Option<Span>) -> bool {
        let mut willing = Availability::new(None, self.painted.get_untracked()).unwrap_or_default();
        let done = willing.erase(window).is_ok() && by.is_none_or(|by| willing.paint(by).is_ok());
        if done {
            self.set_painted(willing);
        }
        done
    }

    fn set_painted(&self, willing: Availability) {
        self.painted.set(willing.painted().clone());
    }

    /// Lets a date have no hours, whatever its weekday has.
    pub fn close(&self, date: chrono::NaiveDate) {
        let line = date.to_string();
        self.exceptions.update(|exceptions| {
            let kept = exceptions.lines().filter(|own| !own.trim_start().starts_with(&line));
            *exceptions = kept.chain(std::iter::once(line.as_str())).map(str::to_owned).collect::<Vec<_>>().join("\n").trim().to_owned();
        });
    }
}

/// How many slots candidates would get; none while the fields can not be read.
pub fn slot_count(availability: &PageAvailability, around: &Surroundings) -> Option<u32> {
    let question = availability.question(around).ok()?;
    let range = Span::new(question.rules().earliest(), question.rules().latest()).ok();
    Some(range.map_or(0, |range| slots::count(&question, range)))
}

/// The slots that start within a span.
pub fn slot_count_in(availability: &PageAvailability, around: &Surroundings, span: Span) -> Option<u32> {
    availability.question(around).ok().map(|question| slots::count(&question, span))
}

/// A zone that came along, else universal time.
pub fn zone_of(around: &Surroundings, name: &str) -> Zone {
    around.zones.iter().find(|zone| zone.name() == name).cloned().unwrap_or_else(Zone::utc)
}
