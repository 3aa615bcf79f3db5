//! [Add Interview]: the panel left of the calendar. The grid beside it shows who is busy and which times are best; dragging there fills in the times.

mod around;
mod attendees;
mod draft;
mod room;
mod times;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

pub use self::around::{Around, hindrances};
use self::attendees::Attendees;
pub use self::draft::Draft;
use self::room::RoomChoice;
use self::times::TimeChoice;
use super::address::Aim;
use crate::api::error::ApiError;
use crate::api::interviews::{
    ApplicationChoice, AttendeeChoice, PlanView, SaveInterview, copy_interview, find_applications, plan_interview, replan_interview,
    save_interview,
};
use crate::domain::error::FieldErrors;
use crate::domain::id::TemplateId;
use crate::domain::jobs::PlaceKind;
use crate::domain::scheduling::invitation::Papers;
use crate::domain::span::Span;
use crate::domain::time::Zone;
use crate::t;
use crate::text;
use crate::ui::browser::focus;
use crate::ui::components::*;
use crate::ui::viewer::use_viewer;

/// The panel. `selection` is the grid's: what is dragged there fills in the times, what is typed here is drawn there.
#[component]
pub fn PlanPanel(
    /// What it is opened for.
    aim: Aim,
    /// The fields.
    draft: Draft,
    /// What is known of everybody's time.
    around: Around,
    /// The grid's selection.
    selection: RwSignal<Option<Span>>,
    /// The calendar's zone.
    zone: Signal<Zone>,
    /// Opens it for something else.
    on_aim: Callback<Aim>,
    /// Closes it.
    on_close: Callback<()>,
) -> impl IntoView {
    let locale = use_viewer().locale;
    let language = locale.language;
    let toasts = use_toasts();
    let (done, changed) = (t!("plan-added"), t!("plan-changed"));
    let colleagues = RwSignal::new(Vec::<AttendeeChoice>::new());
    let failed = RwSignal::new(None::<ApiError>);
    let take = move |view: PlanView, begin: bool| {
        // The panel may have been closed, or the page left, meanwhile.
        if colleagues.try_set(view.colleagues.clone()).is_some() {
            return;
        }
        let zone = zone.get_untracked();
        if begin { draft.begin(&view, &zone) } else { draft.goes_on(&view, &zone) }
    };
    let load = Action::new_local(move |(aim, begin, template): &(Aim, bool, Option<TemplateId>)| {
        let (aim, begin, template) = (*aim, *begin, *template);
        failed.set(None);
        async move {
            let answer = match aim {
                Aim::Of(application) => plan_interview(application, template).await,
                Aim::Change(interview) => replan_interview(interview).await,
                Aim::Copy(interview) => copy_interview(interview).await,
                Aim::New => return,
            };
            match answer {
                Ok(view) => {
                    let application = view.application.id;
                    take(view, begin);
                    if let Aim::Copy(_) = aim {
                        // From here on it is a new interview like any other.
                        on_aim.try_run(Aim::Of(application));
                    }
                }
                Err(error) => drop(failed.try_set(Some(error))),
            }
        }
    });
    Effect::new(move |begun: Option<()>| {
        if begun.is_some() {
            return;
        }
        if let Some(span) = selection.get_untracked() {
            zone.with_untracked(|zone| draft.put(span, zone));
        }
        // What was typed before a reload goes on, where it is about the same.
        let kept = draft.keep(zone);
        let (application, interview) =
            untrack(|| (draft.application.get().map(|choice| choice.id), draft.interview.get().map(|(id, _)| id)));
        let same = kept
            && match aim {
                Aim::New => interview.is_none(),
                Aim::Of(of) => interview.is_none() && application == Some(of),
                Aim::Change(of) => interview == Some(of),
                Aim::Copy(_) => false,
            };
        match (aim, same, application) {
            (Aim::New, true, Some(application)) => drop(load.dispatch_local((Aim::Of(application), false, draft.template.get_untracked()))),
            (Aim::New, true, None) => {}
            (aim, same, _) => {
                // What was typed for another interview is not for this one.
                if !same {
                    draft.clear(selection.with_untracked(Option::is_some));
                }
                if aim != Aim::New {
                    load.dispatch_local((aim, !same, draft.template.get_untracked().filter(|_| same)));
                }
            }
        }
    });
    // Grid and fields show the same; each is written only where it differs.
    Effect::new(move |_: Option<()>| {
        if let Some(span) = selection.get() {
            zone.with_untracked(|zone| draft.put(span, zone));
        }
    });
    Effect::new(move |_: Option<()>| {
        let span = zone.with(|zone| draft.plan(zone.name()).span(zone));
        if span.is_some() && selection.get_untracked() != span {
            selection.set(span);
        }
    });
    let words = RwSignal::new(String::new());
    let found = RwSignal::new(Vec::<ApplicationChoice>::new());
    Effect::new(move |_: Option<()>| {
        let asked = words.get();
        leptos::task::spawn_local(async move {
            if let Ok(answer) = find_applications(asked.clone()).await
                && words.try_get_untracked() == Some(asked)
            {
                found.try_set(answer);
            }
        });
    });
    let choices = Signal::derive(move || {
        let choice = |application: ApplicationChoice| Choice {
            id: application.id.to_string(),
            label: application.candidate,
            hint: application.client.map_or(application.job.clone(), |client| format!("{} · {client}", application.job)),
            refused: false,
        };
        found.get().into_iter().map(choice).collect::<Vec<_>>()
    });
    let choose = Callback::new(move |choice: Choice| {
        if let Ok(application) = choice.id.parse() {
            load.dispatch_local((Aim::Of(application), true, None));
        }
    });
    let choose_of_round = Callback::new(move |template: TemplateId| {
        if let Some(application) = draft.application.with_untracked(|choice| choice.as_ref().map(|choice| choice.id)) {
            load.dispatch_local((Aim::Of(application), true, Some(template)));
        }
    });
    // The search is gone once somebody is chosen: the keyboard goes on at the next field.
    Effect::new(move |before: Option<bool>| {
        let chosen = draft.application.with(Option::is_some);
        if before == Some(false) && chosen {
            focus::unless_kept("field-title");
        }
        chosen
    });

    let refused = RwSignal::new(None::<FieldErrors>);
    let save = Action::new_local(move |input: &SaveInterview| {
        let (input, changed, done) = (input.clone(), changed.clone(), done.clone());
        async move {
            let is_change = input.interview.is_some();
            let saved = save_interview(input).await?;
            Draft::forget();
            toasts.show(if is_change { changed } else { done });
            // Unless the page was left meanwhile.
            on_close.try_run(());
            Ok::<_, ApiError>(saved)
        }
    });
    let outcome = save.value();
    Effect::new(move |_: Option<()>| {
        if let Some(Err(ApiError::Invalid(errors))) = outcome.get() {
            refused.set(Some(errors));
        }
    });
    let submit = move |ev: SubmitEvent| {
        ev.prevent_default();
        let plan = zone.with_untracked(|zone| untrack(|| draft.plan(zone.name())));
        match zone.with_untracked(|zone| plan.check(zone)) {
            Ok(_) => {
                refused.set(None);
                save.dispatch_local(SaveInterview { interview: draft.interview.get_untracked(), plan });
            }
            Err(errors) => refused.set(Some(errors)),
        }
    };
    let errors = Signal::derive(move || refused.get().unwrap_or_default());
    let failure = Signal::derive(move || match refused.get() {
        Some(errors) => Some(ApiError::Invalid(errors)),
        None => failure_of(outcome).get().filter(|error| !matches!(error, ApiError::Invalid(_))).or_else(|| failed.get()),
    });
    let span = Memo::new(move |_| zone.with(|zone| draft.plan(zone.name()).span(zone)));
    let hindrances = Memo::new(move |_| span.get().map(|span| around.hindrances(span)).unwrap_or_default());
    let follow = Callback::new(move |()| zone.with_untracked(|zone| draft.end_follows(zone)));
    let measure = Callback::new(move |()| zone.with_untracked(|zone| draft.length_follows(zone)));
    let cancel = move |_| {
        Draft::forget();
        on_close.run(());
    };
    let places = PlaceKind::ALL.iter().map(|kind| (kind.name().to_owned(), text!(language, &format!("place-{}", kind.name())))).collect();
    let about = move || {
        draft.application.get().map(|application| {
            let job = application.client.map_or(application.job.clone(), |client| format!("{} · {client}", application.job));
            view! {
                <div class="plan__about">
                    <Avatar name=application.candidate.clone() small=true/>
                    <span><strong>{application.candidate}</strong><br/><span class="soft small">{job}</span></span>
                    {(aim == Aim::New).then(|| view! {
                        <Button weight=Weight::Plain size=Size::Small icon=Glyph::X label=text!(language, "plan-other") on:click=move |_| draft.application.set(None)/>
                    })}
                </div>
            }
        })
    };
    let no_text = Signal::derive(move || draft.why_no_text.with(Option::is_some));
    let told_because = move || {
        let text = draft.why_no_text.get().map(|why| text!(language, &format!("consent-{}", why.name())));
        let told = draft.was_told.get().then(|| text!(language, "plan-was-told"));
        let lines: Vec<String> = told.into_iter().chain(text).collect();
        (!lines.is_empty()).then(|| lines.join(" "))
    };
    let missing = move |has: fn(Papers) -> bool| Signal::derive(move || !has(draft.papers.at_hand.get()));
    // Whoever opens the panel by keyboard goes on in it.
    let heading = NodeRef::<leptos::html::H2>::new();
    focus::when_shown(heading, Signal::stored(true));
    let title = if matches!(aim, Aim::Change(_)) { t!("plan-change") } else { t!("plan-add") };
    view! {
        <aside class="plan" aria-labelledby="plan-heading">
            <h2 id="plan-heading" tabindex="-1" node_ref=heading>{title}</h2>
            <form class="form" method="post" novalidate=true on:submit=submit>
                <FormErrors error=failure/>
                {about}
                {move || draft.application.with(Option::is_none).then(|| view! {
                    <Combobox name="application" label=text!(language, "plan-who") query=words choices on_choose=choose placeholder=text!(language, "plan-who-hint")/>
                    <FieldNote errors name="application"/>
                })}
                <RoundChoice draft errors on_choose=choose_of_round/>
                <TextField name="title" label=t!("plan-title") value=draft.title errors maxlength=120/>
                <fieldset class="plan__when">
                    <legend class="field__label">{t!("plan-start")}</legend>
                    <TextField name="starts_on" label=t!("plan-date") value=draft.starts_on errors kind="date" on:change=move |_| follow.run(())/>
                    <TimeChoice name="starts_at" label=t!("plan-start") value=draft.starts_at errors on_change=follow/>
                </fieldset>
                <fieldset class="plan__when">
                    <legend class="field__label">{t!("plan-end")}</legend>
                    <TextField name="ends_on" label=t!("plan-date") value=draft.ends_on errors kind="date" on:change=move |_| measure.run(())/>
                    <TimeChoice name="ends_at" label=t!("plan-end") value=draft.ends_at errors on_change=measure/>
                </fieldset>
                <p class="small soft">{move || zone.with(|zone| text!(language, "plan-zone", zone = zone.city()))}</p>
                <Attendees draft colleagues errors/>
                <div role="status" class="plan__hindrances">
                    {move || hindrances.get().into_iter().map(|hindrance| view! {
                        <Notice tone=if hindrance.is_hard { Tone::Negative } else { Tone::Caution } icon=Glyph::CIRCLE_ALERT>{hindrance.text}</Notice>
                    }).collect_view()}
                </div>
                {move || hindrances.with(|all| !all.is_empty() && all.iter().all(|hindrance| !hindrance.is_hard)).then(|| view! {
                    <TextField name="reason" label=text!(language, "plan-reason") value=draft.reason errors maxlength=500/>
                })}
                <TextArea name="description" label=t!("plan-description") value=draft.description errors optional=true hint=t!("plan-description-hint") maxlength=4000/>
                <SelectField name="place_kind" label=t!("plan-place-kind") value=draft.place_kind options=Signal::stored(places)/>
                <RoomChoice draft around span errors/>
                <TextField name="place" label=t!("plan-place") value=draft.place errors optional=true maxlength=300/>
                <fieldset class="field">
                    <legend class="field__label">{t!("plan-notify")}</legend>
                    <Checkbox name="tell_candidate" label=t!("plan-notify-email") checked=draft.tell_candidate disabled=draft.was_told/>
                    <Checkbox name="text_candidate" label=t!("plan-notify-text") checked=draft.text_candidate disabled=no_text/>
                    {move || told_because().map(|text| view! { <p class="small soft">{text}</p> })}
                </fieldset>
                <fieldset class="field">
                    <legend class="field__label">{t!("plan-papers")}</legend>
                    <Checkbox name="attach_resume" label=t!("plan-papers-resume") checked=draft.papers.resume disabled=missing(|papers| papers.resume)/>
                    <Checkbox name="attach_cover_letter" label=t!("plan-papers-cover-letter") checked=draft.papers.cover_letter disabled=missing(|papers| papers.cover_letter)/>
                    <Checkbox name="attach_form" label=t!("plan-papers-form") checked=draft.papers.form disabled=missing(|papers| papers.form)/>
                    <p class="small soft">{t!("plan-papers-hint")}</p>
                </fieldset>
                <div class="form__actions">
                    <Button on:click=cancel>{t!("action-cancel")}</Button>
                    <Button weight=Weight::Primary submit=true pending=save.pending()>{t!("action-save")}</Button>
                </div>
            </form>
        </aside>
    }
    .into_any()
}

/// Which interview of the stage's round it is, where that has several: it fills in what its template says.
#[component]
fn RoundChoice(
    /// The fields.
    draft: Draft,
    /// The errors of the form.
    errors: Signal<FieldErrors>,
    /// Takes up another one.
    on_choose: Callback<TemplateId>,
) -> impl IntoView {
    let language = use_viewer().locale.language;
    let chosen = RwSignal::new(String::new());
    Effect::new(move |_: Option<()>| chosen.set(draft.template.get().map(|id| id.to_string()).unwrap_or_default()));
    let options =
        Signal::derive(move || draft.round.get().into_iter().map(|choice| (choice.id.to_string(), choice.name)).collect::<Vec<_>>());
    let several = Memo::new(move |_| draft.interview.with(Option::is_none) && draft.round.with(|round| round.len() > 1));
    let choose = move |_| {
        if let Ok(template) = chosen.with_untracked(|chosen| chosen.parse()) {
            on_choose.run(template);
        }
    };
    move || {
        several.get().then(|| {
            view! { <SelectField name="template" label=text!(language, "plan-round") value=chosen options errors on:change=choose/> }
        })
    }
}

/// The error of a field that has none of its own place for it.
#[component]
fn FieldNote(errors: Signal<FieldErrors>, name: &'static str) -> impl IntoView {
    let language = use_viewer().locale.language;
    move || {
        errors
            .with(|errors| errors.at(name).map(|error| crate::text::field_error(language, error)))
            .map(|text| view! { <p class="field__error"><Icon glyph=Glyph::CIRCLE_ALERT/>{text}</p> })
    }
}
