//! One stage in the job's form, with its interview template.

use leptos::prelude::*;

use super::attendees::Attendees;
use super::pools::{PoolDraft, Pools};
use crate::api::clients::Choice;
use crate::api::jobs::Colleague;
use crate::domain::error::FieldErrors;
use crate::domain::id::{FormTemplateId, StageId, UserId};
use crate::domain::jobs::{Place, PlaceKind, SaveStage, SaveTemplate, StageKind, Timing};
use crate::domain::rooms::RoomNeed;
use crate::t;
use crate::ui::components::*;

/// A stage as it is edited. Its fields are named by a key that stays when stages move.
#[derive(Debug, Clone, Copy)]
pub struct StageDraft {
    /// What its fields are named by: `stages.KEY.name`.
    pub key: usize,
    id: Option<StageId>,
    name: RwSignal<String>,
    kind: RwSignal<String>,
    /// Whether it is enabled for scheduling.
    pub scheduling: RwSignal<bool>,
    title: RwSignal<String>,
    duration: RwSignal<String>,
    step: RwSignal<String>,
    before: RwSignal<String>,
    after: RwSignal<String>,
    notice: RwSignal<String>,
    horizon: RwSignal<String>,
    place_kind: RwSignal<String>,
    place: RwSignal<String>,
    attendees: RwSignal<Vec<UserId>>,
    pools: RwSignal<Vec<PoolDraft>>,
    needs_room: RwSignal<bool>,
    room_seats: RwSignal<String>,
    room_features: RwSignal<String>,
    description: RwSignal<String>,
    form: RwSignal<String>,
}

impl StageDraft {
    /// Begins with what is stored.
    pub fn new(key: usize, stage: SaveStage) -> Self {
        let template = stage.template.unwrap_or_else(|| SaveTemplate::usual(String::new()));
        let timing = template.timing;
        let seats = template.room.as_ref().map_or_else(|| seats_of(&template), |need| need.seats);
        let number = |value: u32| RwSignal::new(value.to_string());
        Self {
            key,
            id: stage.id,
            name: RwSignal::new(stage.name),
            kind: RwSignal::new(stage.kind.name().to_owned()),
            scheduling: RwSignal::new(stage.scheduling),
            title: RwSignal::new(template.name),
            duration: number(timing.duration_minutes),
            step: number(timing.step_minutes),
            before: number(timing.before_minutes),
            after: number(timing.after_minutes),
            notice: number(timing.notice_minutes),
            horizon: number(timing.horizon_days),
            place_kind: RwSignal::new(template.place.kind.name().to_owned()),
            place: RwSignal::new(template.place.text),
            needs_room: RwSignal::new(template.room.is_some()),
            room_seats: number(seats),
            room_features: RwSignal::new(template.room.as_ref().map(|need| need.features.join(", ")).unwrap_or_default()),
            attendees: RwSignal::new(template.attendees),
            pools: RwSignal::new(template.pools.into_iter().map(PoolDraft::new).collect()),
            description: RwSignal::new(template.description),
            form: RwSignal::new(template.form.map(|form| form.to_string()).unwrap_or_default()),
        }
    }

    /// Whether interviews are held in it.
    pub fn is_interview(self) -> bool {
        self.kind.with(|kind| kind == StageKind::Interview.name())
    }

    /// What is saved. A number that is none becomes 0, which its range refuses or takes.
    pub fn stage(self) -> SaveStage {
        let kind = self.kind.with_untracked(|kind| StageKind::parse(kind)).unwrap_or(StageKind::Screen);
        let number = |value: RwSignal<String>| value.with_untracked(|value| value.trim().parse().unwrap_or_default());
        let name = self.name.get_untracked();
        let title = self.title.get_untracked();
        let template = (kind == StageKind::Interview).then(|| SaveTemplate {
            name: if title.trim().is_empty() { name.clone() } else { title },
            timing: Timing {
                duration_minutes: number(self.duration),
                step_minutes: number(self.step),
                before_minutes: number(self.before),
                after_minutes: number(self.after),
                notice_minutes: number(self.notice),
                horizon_days: number(self.horizon),
            },
            place: Place {
                kind: self.place_kind.with_untracked(|kind| PlaceKind::parse(kind)).unwrap_or(PlaceKind::Video),
                text: self.place.get_untracked(),
            },
            attendees: self.attendees.get_untracked(),
            pools: self.pools.with_untracked(|pools| pools.iter().map(|pool| pool.pool()).collect()),
            room: self.needs_room.get_untracked().then(|| RoomNeed {
                seats: number(self.room_seats),
                features: self.room_features.with_untracked(|features| features.split(',').map(str::to_owned).collect()),
            }),
            description: self.description.get_untracked(),
            form: self.form.with_untracked(|form| form.parse().ok()),
        });
        SaveStage { id: self.id, scheduling: self.scheduling.get_untracked() && kind == StageKind::Interview, name, kind, template }
    }
}

/// The id of the button that moves a stage up (-1) or down (1), or removes it (0).
pub fn button_id(key: usize, by: i32) -> String {
    format!("stage-{key}-{}", by + 1)
}

/// As many as take part, with the candidate and somebody of the client: what a room has to hold at first.
fn seats_of(template: &SaveTemplate) -> u32 {
    let pools: u32 = template.pools.iter().map(|pool| pool.needed).sum();
    2 + pools + u32::try_from(template.attendees.len()).unwrap_or_default()
}

/// A stage: name, kind, and for interviews the template.
#[component]
pub fn StageFields(
    /// The stage.
    stage: StageDraft,
    /// Colleagues who can take part.
    colleagues: StoredValue<Vec<Colleague>>,
    /// Forms that interviewers may be given.
    forms: StoredValue<Vec<Choice<FormTemplateId>>>,
    /// The errors of the form, by keys.
    errors: Signal<FieldErrors>,
    /// Moves it up (-1) or down (1), or removes it (0).
    on_move: Callback<i32>,
    /// Enables it for scheduling, and no other.
    on_schedule: Callback<bool>,
) -> impl IntoView {
    let key = stage.key;
    let kinds = StageKind::ALL.iter().map(|kind| (kind.name().to_owned(), t!(&format!("stage-kind-{}", kind.name())))).collect::<Vec<_>>();
    let called = move |verb: &str| t!(verb, name = stage.name.get_untracked());
    view! {
        <li class="card stack record__stage">
            <div class="record__stage-head">
                <TextField name=format!("stages.{key}.name") label=t!("stage-name") value=stage.name errors maxlength=60/>
                <SelectField name=format!("stages.{key}.kind") label=t!("stage-kind") value=stage.kind options=Signal::stored(kinds) errors/>
                <div class="row">
                    <Button size=Size::Small id=button_id(key, -1) icon=Glyph::ARROW_UP label=called("stage-up") on:click=move |_| on_move.run(-1)/>
                    <Button size=Size::Small id=button_id(key, 1) icon=Glyph::ARROW_DOWN label=called("stage-down") on:click=move |_| on_move.run(1)/>
                    <Button size=Size::Small id=button_id(key, 0) icon=Glyph::TRASH_2 label=called("stage-remove") on:click=move |_| on_move.run(0)/>
                </div>
            </div>
            {move || stage.is_interview().then(|| view! { <TemplateFields stage colleagues forms errors on_schedule/> })}
        </li>
    }
    .into_any()
}

/// Pairs of value and text for a drop-down, with the present value where it is none of the usual ones.
fn options(usual: &[u32], now: RwSignal<String>, text: impl Fn(u32) -> String) -> Signal<Vec<(String, String)>> {
    let mut values = usual.to_vec();
    values.extend(now.with_untracked(|now| now.parse::<u32>().ok()));
    values.sort_unstable();
    values.dedup();
    Signal::stored(values.into_iter().map(|value| (value.to_string(), text(value))).collect())
}

/// The forms to choose from; one that was retired since stays a choice where it is chosen.
fn form_options(now: RwSignal<String>, forms: StoredValue<Vec<Choice<FormTemplateId>>>) -> Signal<Vec<(String, String)>> {
    let mut options = vec![(String::new(), t!("template-form-none"))];
    forms.with_value(|forms| options.extend(forms.iter().map(|form| (form.id.to_string(), form.name.clone()))));
    let chosen = now.get_untracked();
    if options.iter().all(|(id, _)| *id != chosen) {
        options.push((chosen, t!("template-form-retired")));
    }
    Signal::stored(options)
}

#[component]
fn TemplateFields(
    /// The stage.
    stage: StageDraft,
    /// Colleagues who can take part.
    colleagues: StoredValue<Vec<Colleague>>,
    /// Forms that interviewers may be given.
    forms: StoredValue<Vec<Choice<FormTemplateId>>>,
    /// The errors of the form, by keys.
    errors: Signal<FieldErrors>,
    /// Enables it for scheduling, and no other.
    on_schedule: Callback<bool>,
) -> impl IntoView {
    let field = |name: &str| format!("stages.{}.template.{name}", stage.key);
    let minutes = |count: u32| if count == 0 { t!("timing-none") } else { t!("minutes", count = count) };
    let notice = |count: u32| match count {
        0 => t!("timing-none"),
        _ if count.is_multiple_of(1440) => t!("timing-days", count = count / 1440),
        _ if count.is_multiple_of(60) => t!("timing-hours", count = count / 60),
        _ => t!("minutes", count = count),
    };
    let buffers = [0, 5, 10, 15, 30, 60];
    let places = PlaceKind::ALL.iter().map(|kind| (kind.name().to_owned(), t!(&format!("place-kind-{}", kind.name())))).collect::<Vec<_>>();
    let id = format!("scheduling-{}", stage.key);
    let wrong = {
        let (language, field) = (crate::ui::viewer::language(), format!("stages.{}.scheduling", stage.key));
        move || errors.with(|errors| errors.at(&field).map(|error| crate::text::field_error(language, error)))
    };
    view! {
        <div class="check">
            <input
                type="checkbox"
                id=id.clone()
                prop:checked=move || stage.scheduling.get()
                on:change=move |ev| on_schedule.run(event_target_checked(&ev))
            />
            <span>
                <label r#for=id>{t!("stage-scheduling")}</label>
                <span class="field__hint">{t!("stage-scheduling-hint")}</span>
            </span>
        </div>
        {move || wrong().map(|text| view! { <FieldError text/> })}
        <fieldset class="stack">
            <legend class="form__legend">{t!("template-title")}</legend>
            <TextField name=field("name") label=t!("template-name") value=stage.title errors hint=t!("template-name-hint") maxlength=120/>
            <div class="form__row">
                <SelectField
                    name=field("duration_minutes")
                    label=t!("timing-duration")
                    value=stage.duration
                    options=options(&[15, 30, 45, 60, 90, 120, 180], stage.duration, minutes)
                    errors
                />
                <SelectField
                    name=field("step_minutes")
                    label=t!("timing-step")
                    value=stage.step
                    options=options(&[15, 30, 60], stage.step, minutes)
                    errors
                />
                <SelectField name=field("before_minutes") label=t!("timing-before") value=stage.before options=options(&buffers, stage.before, minutes) errors/>
                <SelectField name=field("after_minutes") label=t!("timing-after") value=stage.after options=options(&buffers, stage.after, minutes) errors/>
                <SelectField
                    name=field("notice_minutes")
                    label=t!("timing-notice")
                    value=stage.notice
                    options=options(&[0, 120, 240, 720, 1440, 2880, 4320, 10080], stage.notice, notice)
                    errors
                />
                <SelectField
                    name=field("horizon_days")
                    label=t!("timing-horizon")
                    value=stage.horizon
                    options=options(&[7, 14, 28, 56, 90], stage.horizon, |count| t!("timing-days", count = count))
                    errors
                />
            </div>
            <div class="form__row">
                <SelectField name=field("place_kind") label=t!("place-kind") value=stage.place_kind options=Signal::stored(places) errors/>
                <TextField name=field("place") label=t!("place-text") value=stage.place errors optional=true hint=t!("place-hint") maxlength=300/>
            </div>
            <Attendees name=field("attendees") label=t!("template-attendees") chosen=stage.attendees colleagues errors/>
            <Pools name=field("pools") pools=stage.pools colleagues errors/>
            <RoomNeedFields stage errors/>
            <TextArea
                name=field("description")
                label=t!("template-description")
                value=stage.description
                errors
                optional=true
                hint=t!("template-description-hint")
                maxlength=4000
            />
            <SelectField name=field("form") label=t!("template-form") hint=t!("template-form-hint") value=stage.form options=form_options(stage.form, forms) errors/>
        </fieldset>
    }
    .into_any()
}

/// Whether a room is needed, for how many, and with what in it.
#[component]
fn RoomNeedFields(
    /// The stage.
    stage: StageDraft,
    /// The errors of the form, by keys.
    errors: Signal<FieldErrors>,
) -> impl IntoView {
    let key = stage.key;
    let language = crate::ui::viewer::language();
    view! {
        <Checkbox
            name=format!("stages.{key}.template.room")
            label=t!("template-room")
            checked=stage.needs_room
            hint=t!("template-room-hint")
        />
        {move || stage.needs_room.get().then(|| view! {
            <div class="form__row">
                <TextField
                    name=format!("stages.{key}.template.room.seats")
                    label=crate::text!(language, "room-capacity")
                    value=stage.room_seats
                    errors
                    kind="number"
                />
                <TextField
                    name=format!("stages.{key}.template.room.features")
                    label=crate::text!(language, "room-features")
                    value=stage.room_features
                    errors
                    optional=true
                    hint=crate::text!(language, "room-features-hint")
                />
            </div>
        })}
    }
    .into_any()
}
