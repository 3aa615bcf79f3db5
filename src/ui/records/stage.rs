//! One stage in the job's form, with the interviews of its round.

use leptos::prelude::*;

use super::round::{Offered, Round, TemplateDraft};
use crate::domain::error::FieldErrors;
use crate::domain::id::StageId;
use crate::domain::jobs::{SaveStage, SaveTemplate, StageKind};
use crate::t;
use crate::ui::browser::focus;
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
    /// The interviews of its round.
    pub interviews: RwSignal<Vec<TemplateDraft>>,
}

impl StageDraft {
    /// Begins with what is stored; an interview more is there for when it becomes a stage of interviews.
    pub fn new(key: usize, stage: SaveStage) -> Self {
        let mut interviews = stage.interviews;
        if interviews.is_empty() {
            interviews.push(SaveTemplate::usual(String::new()));
        }
        Self {
            key,
            id: stage.id,
            name: RwSignal::new(stage.name),
            kind: RwSignal::new(stage.kind.name().to_owned()),
            scheduling: RwSignal::new(stage.scheduling),
            interviews: RwSignal::new(
                interviews.into_iter().enumerate().map(|(key, interview)| TemplateDraft::new(key, interview)).collect(),
            ),
        }
    }

    /// Whether interviews are held in it.
    pub fn is_interview(self) -> bool {
        self.kind.with(|kind| kind == StageKind::Interview.name())
    }

    /// What is saved. A number that is none becomes 0, which its range refuses or takes. The first interview is called as the stage is, unless
    /// it has a title.
    pub fn stage(self) -> SaveStage {
        let kind = self.kind.with_untracked(|kind| StageKind::parse(kind)).unwrap_or(StageKind::Screen);
        let name = self.name.get_untracked();
        let mut interviews = Vec::new();
        if kind == StageKind::Interview {
            interviews = self.interviews.with_untracked(|drafts| drafts.iter().map(|draft| draft.template()).collect());
            if let Some(first) = interviews.first_mut().filter(|first: &&mut SaveTemplate| first.name.trim().is_empty()) {
                first.name.clone_from(&name);
            }
        }
        SaveStage { id: self.id, scheduling: self.scheduling.get_untracked() && kind == StageKind::Interview, name, kind, interviews }
    }
}

/// The id of the button that moves a stage up (-1) or down (1), or removes it (0).
pub fn button_id(key: usize, by: i32) -> String {
    format!("stage-{key}-{}", by + 1)
}

/// A stage: name, kind, and the interviews of its round.
#[component]
pub fn StageFields(
    /// The stage.
    stage: StageDraft,
    /// What its interviews choose from.
    offered: Offered,
    /// The errors of the form, by keys.
    errors: Signal<FieldErrors>,
    /// Moves it up (-1) or down (1), or removes it (0).
    on_move: Callback<i32>,
    /// Enables it for scheduling, and no other.
    on_schedule: Callback<bool>,
) -> impl IntoView {
    let key = stage.key;
    let kinds = StageKind::ALL.iter().map(|kind| (kind.name().to_owned(), t!(&format!("stage-kind-{}", kind.name())))).collect::<Vec<_>>();
    let place = stage.id.map(|id| format!("stage-{id}"));
    if let Some(place) = place.clone() {
        focus::when_addressed(place);
    }
    let called = move |verb: &str| t!(verb, name = stage.name.get_untracked());
    view! {
        <li class="card stack record__stage" id=place tabindex="-1">
            <div class="record__stage-head">
                <TextField name=format!("stages.{key}.name") label=t!("stage-name") value=stage.name errors maxlength=60/>
                <SelectField name=format!("stages.{key}.kind") label=t!("stage-kind") value=stage.kind options=Signal::stored(kinds) errors/>
                <div class="row">
                    <Button size=Size::Small id=button_id(key, -1) icon=Glyph::ARROW_UP label=called("stage-up") on:click=move |_| on_move.run(-1)/>
                    <Button size=Size::Small id=button_id(key, 1) icon=Glyph::ARROW_DOWN label=called("stage-down") on:click=move |_| on_move.run(1)/>
                    <Button size=Size::Small id=button_id(key, 0) icon=Glyph::TRASH_2 label=called("stage-remove") on:click=move |_| on_move.run(0)/>
                </div>
            </div>
            {move || stage.is_interview().then(|| view! {
                <Scheduling stage errors on_schedule/>
                <Round stage=key interviews=stage.interviews offered errors/>
            })}
        </li>
    }
    .into_any()
}

/// Whether it is enabled for scheduling.
#[component]
fn Scheduling(
    /// The stage.
    stage: StageDraft,
    /// The errors of the form, by keys.
    errors: Signal<FieldErrors>,
    /// Enables it for scheduling, and no other.
    on_schedule: Callback<bool>,
) -> impl IntoView {
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
    }
}
