//! The interviews of a stage's round in the job's form: each with its template.

use leptos::prelude::*;

use super::attendees::Attendees;
use super::pools::{PoolDraft, Pools};
use crate::api::clients::Choice;
use crate::api::jobs::Colleague;
use crate::domain::error::FieldErrors;
use crate::domain::id::{FormTemplateId, TemplateId, UserId};
use crate::domain::jobs::{MOST_INTERVIEWS, Place, PlaceKind, SaveTemplate, Timing};
use crate::domain::rooms::RoomNeed;
use crate::domain::scheduling::invitation::Papers;
use crate::t;
use crate::ui::browser::focus;
use crate::ui::components::*;

/// An interview of a round as it is edited. Its fields are named by a key that stays when interviews move.
#[derive(Debug, Clone, Copy)]
pub struct TemplateDraft {
    /// What its fields are named by: `stages.2.interviews.KEY.name`.
    pub key: usize,
    id: Option<TemplateId>,
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
    resume: RwSignal<bool>,
    cover_letter: RwSignal<bool>,
    blank_form: RwSignal<bool>,
    form: RwSignal<String>,
}

/// What interviews choose from.
#[derive(Debug, Clone, Copy)]
pub struct Offered {
    /// Colleagues who can take part.
    pub colleagues: StoredValue<Vec<Colleague>>,
    /// Forms that interviewers may be given.
    pub forms: StoredValue<Vec<Choice<FormTemplateId>>>,
}

impl TemplateDraft {
    /// Begins with what is stored.
    pub fn new(key: usize, template: SaveTemplate) -> Self {
        let timing = template.timing;
        let seats = template.room.as_ref().map_or_else(|| seats_of(&template), |need| need.seats);
        let number = |value: u32| RwSignal::new(value.to_string());
        Self {
            key,
            id: template.id,
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
            resume: RwSignal::new(template.papers.resume),
            cover_letter: RwSignal::new(template.papers.cover_letter),
            blank_form: RwSignal::new(template.papers.form),
            form: RwSignal::new(template.form.map(|form| form.to_string()).unwrap_or_default()),
        }
    }

    /// What is saved. A number that is none becomes 0, which its range refuses or takes.
    pub fn template(self) -> SaveTemplate {
        let number = |value: RwSignal<String>| value.with_untracked(|value| value.trim().parse().unwrap_or_default());
        SaveTemplate {
            id: self.id,
            name: self.title.get_untracked(),
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
            papers: Papers {
                resume: self.resume.get_untracked(),
                cover_letter: self.cover_letter.get_untracked(),
                form: self.blank_form.get_untracked() && self.form.with_untracked(|form| !form.is_empty()),
            },
            form: self.form.with_untracked(|form| form.parse().ok()),
        }
    }
}

/// As many as take part, with the candidate and somebody of the client: what a room has to hold at first.
fn seats_of(template: &SaveTemplate) -> u32 {
    let pools: u32 = template.pools.iter().map(|pool| pool.needed).sum();
    2 + pools + u32::try_from(template.attendees.len()).unwrap_or_default()
}

/// All interviews of a stage's round in their order, with a button for one more.
#[component]
pub fn Round(
    /// The key of the stage.
    stage: usize,
    /// The interviews.
    interviews: RwSignal<Vec<TemplateDraft>>,
    /// What they choose from.
    offered: Offered,
    /// The errors of the form, by keys.
    errors: Signal<FieldErrors>,
) -> impl IntoView {
    let language = crate::ui::viewer::language();
    let wrong = move || {
        errors.with(|errors| errors.at(&format!("stages.{stage}.interviews")).map(|error| crate::text::field_error(language, error)))
    };
    // What is added lives as long as the round, not as long as the button.
    let owner = StoredValue::new(Owner::current());
    let next_key = StoredValue::new(interviews.with_untracked(|all| all.iter().map(|one| one.key + 1).max().unwrap_or_default()));
    let add_id = format!("round-{stage}-add");
    let add = move |_| {
        let key = next_key.get_value();
        next_key.set_value(key + 1);
        let new = || TemplateDraft::new(key, SaveTemplate::usual(String::new()));
        let new = owner.with_value(|owner| owner.as_ref().map_or_else(new, |owner| owner.with(new)));
        interviews.update(|all| all.push(new));
        request_animation_frame(move || focus::to(&field_id(&format!("stages.{stage}.interviews.{key}.name"))));
    };
    let focused = add_id.clone();
    let on_move = Callback::new(move |(key, by): (usize, i32)| {
        interviews.update(|all| {
            let Some(at) = all.iter().position(|one| one.key == key) else { return };
            match by {
                0 => drop(all.remove(at)),
                _ if by < 0 && at > 0 => all.swap(at, at - 1),
                _ if by > 0 && at + 1 < all.len() => all.swap(at, at + 1),
                _ => {}
            }
        });
        // What was moved was taken out of the page and put in again, what was removed is gone: the keyboard is led on.
        let next = if by == 0 { focused.clone() } else { button_id(stage, key, by) };
        request_animation_frame(move || focus::to(&next));
    });
    let several = Memo::new(move |_| interviews.with(|all| all.len() > 1));
    view! {
        <ol class="stack round">
            <For each=move || interviews.get() key=|interview| interview.key let:interview>
                <TemplateFields stage interview offered errors several on_move/>
            </For>
        </ol>
        {move || wrong().map(|text| view! { <FieldError text/> })}
        {move || interviews.with(|all| all.len() < MOST_INTERVIEWS).then(|| view! {
            <div>
                <Button size=Size::Small id=add_id.clone() icon=Glyph::PLUS on:click=add>{crate::text!(language, "round-add")}</Button>
                <p class="field__hint">{crate::text!(language, "round-hint")}</p>
            </div>
        })}
    }
    .into_any()
}

/// The id of the button that moves an interview up (-1) or down (1), or removes it (0).
fn button_id(stage: usize, key: usize, by: i32) -> String {
    format!("round-{stage}-{key}-{}", by + 1)
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
    /// The key of the stage.
    stage: usize,
    /// The interview.
    interview: TemplateDraft,
    /// What it chooses from.
    offered: Offered,
    /// The errors of the form, by keys.
    errors: Signal<FieldErrors>,
    /// Whether the round has others.
    several: Memo<bool>,
    /// Moves it up (-1) or down (1), or removes it (0).
    on_move: Callback<(usize, i32)>,
) -> impl IntoView {
    let Offered { colleagues, forms } = offered;
    let (key, language) = (interview.key, crate::ui::viewer::language());
    let field = |name: &str| format!("stages.{stage}.interviews.{key}.{name}");
    let minutes = |count: u32| if count == 0 { t!("timing-none") } else { t!("minutes", count = count) };
    let notice = |count: u32| match count {
        0 => t!("timing-none"),
        _ if count.is_multiple_of(1440) => t!("timing-days", count = count / 1440),
        _ if count.is_multiple_of(60) => t!("timing-hours", count = count / 60),
        _ => t!("minutes", count = count),
    };
    let buffers = [0, 5, 10, 15, 30, 60];
    let places = PlaceKind::ALL.iter().map(|kind| (kind.name().to_owned(), t!(&format!("place-kind-{}", kind.name())))).collect::<Vec<_>>();
    let legend = move || {
        let title = interview.title.get();
        if several.get() && !title.trim().is_empty() {
            crate::text!(language, "round-interview", name = title)
        } else {
            crate::text!(language, "template-title")
        }
    };
    let called = move |verb: &str| crate::text!(language, verb, name = interview.title.get());
    let buttons = move || {
        several.get().then(|| {
            view! {
                <div class="row">
                    <Button size=Size::Small id=button_id(stage, key, -1) icon=Glyph::ARROW_UP label=called("stage-up") on:click=move |_| on_move.run((key, -1))/>
                    <Button size=Size::Small id=button_id(stage, key, 1) icon=Glyph::ARROW_DOWN label=called("stage-down") on:click=move |_| on_move.run((key, 1))/>
                    <Button size=Size::Small id=button_id(stage, key, 0) icon=Glyph::TRASH_2 label=called("stage-remove") on:click=move |_| on_move.run((key, 0))/>
                </div>
            }
        })
    };
    let no_form = Signal::derive(move || interview.form.with(String::is_empty));
    view! {
        <li>
        <fieldset class="stack">
            <legend class="form__legend">{legend}</legend>
            {buttons}
            <TextField name=field("name") label=t!("template-name") value=interview.title errors hint=t!("template-name-hint") maxlength=120/>
            <div class="form__row">
                <SelectField
                    name=field("duration_minutes")
                    label=t!("timing-duration")
                    value=interview.duration
                    options=options(&[15, 30, 45, 60, 90, 120, 180], interview.duration, minutes)
                    errors
                />
                <SelectField
                    name=field("step_minutes")
                    label=t!("timing-step")
                    value=interview.step
                    options=options(&[15, 30, 60], interview.step, minutes)
                    errors
                />
                <SelectField name=field("before_minutes") label=t!("timing-before") value=interview.before options=options(&buffers, interview.before, minutes) errors/>
                <SelectField name=field("after_minutes") label=t!("timing-after") value=interview.after options=options(&buffers, interview.after, minutes) errors/>
                <SelectField
                    name=field("notice_minutes")
                    label=t!("timing-notice")
                    value=interview.notice
                    options=options(&[0, 120, 240, 720, 1440, 2880, 4320, 10080], interview.notice, notice)
                    errors
                />
                <SelectField
                    name=field("horizon_days")
                    label=t!("timing-horizon")
                    value=interview.horizon
                    options=options(&[7, 14, 28, 56, 90], interview.horizon, |count| t!("timing-days", count = count))
                    errors
                />
            </div>
            <div class="form__row">
                <SelectField name=field("place_kind") label=t!("place-kind") value=interview.place_kind options=Signal::stored(places) errors/>
                <TextField name=field("place") label=t!("place-text") value=interview.place errors optional=true hint=t!("place-hint") maxlength=300/>
            </div>
            <Attendees name=field("attendees") label=t!("template-attendees") chosen=interview.attendees colleagues errors/>
            <Pools name=field("pools") pools=interview.pools colleagues errors/>
            <RoomNeedFields stage interview errors/>
            <TextArea
                name=field("description")
                label=t!("template-description")
                value=interview.description
                errors
                optional=true
                hint=t!("template-description-hint")
                maxlength=4000
            />
            <SelectField name=field("form") label=t!("template-form") hint=t!("template-form-hint") value=interview.form options=form_options(interview.form, forms) errors/>
            <fieldset class="field">
                <legend class="field__label">{t!("template-papers")}</legend>
                <Checkbox name=field("papers.resume") label=t!("plan-papers-resume") checked=interview.resume/>
                <Checkbox name=field("papers.cover_letter") label=t!("plan-papers-cover-letter") checked=interview.cover_letter/>
                <Checkbox name=field("papers.form") label=t!("plan-papers-form") checked=interview.blank_form disabled=no_form/>
                <p class="small soft">{t!("plan-papers-hint")}</p>
            </fieldset>
        </fieldset>
        </li>
    }
    .into_any()
}

/// Whether a room is needed, for how many, and with what in it.
#[component]
fn RoomNeedFields(
    /// The key of the stage.
    stage: usize,
    /// The interview.
    interview: TemplateDraft,
    /// The errors of the form, by keys.
    errors: Signal<FieldErrors>,
) -> impl IntoView {
    let (key, language) = (interview.key, crate::ui::viewer::language());
    view! {
        <Checkbox
            name=format!("stages.{stage}.interviews.{key}.room")
            label=t!("template-room")
            checked=interview.needs_room
            hint=t!("template-room-hint")
        />
        {move || interview.needs_room.get().then(|| view! {
            <div class="form__row">
                <TextField
                    name=format!("stages.{stage}.interviews.{key}.room.seats")
                    label=crate::text!(language, "room-capacity")
                    value=interview.room_seats
                    errors
                    kind="number"
                />
                <TextField
                    name=format!("stages.{stage}.interviews.{key}.room.features")
                    label=crate::text!(language, "room-features")
                    value=interview.room_features
                    errors
                    optional=true
                    hint=crate::text!(language, "room-features-hint")
                />
            </div>
        })}
    }
    .into_any()
}
