//! `/hours` and `/colleagues/ID/hours`: when a colleague works, and what keeps them busy.

mod busy;
mod draft;
mod grid;
mod kept;
mod list;
mod removal;
mod weekly;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_navigate, use_params_map};

use self::busy::BusyDialog;
use self::draft::Draft;
use self::grid::BusyGrid;
use self::kept::Kept;
use self::list::BusyList;
use self::removal::{Removal, RemovalQuestion};
use self::weekly::WeeklyForm;
use super::account::Saved;
use crate::api::error::ApiError;
use crate::api::hours::{BusyView, HoursView, colleague_hours};
use crate::domain::availability::busy::BusyForm;
use crate::domain::availability::standing::{Standing, during, outside};
use crate::domain::availability::weekly::WeeklyHours;
use crate::domain::help::Topic;
use crate::domain::id::UserId;
use crate::domain::span::Span;
use crate::t;
use crate::ui::browser::live::use_changes;
use crate::ui::browser::ticking;
use crate::ui::components::*;
use crate::ui::forms::Anew;
use crate::ui::records::failed;
use crate::{paths, text};

/// What the dialog is open for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Edited {
    /// The busy time that is changed; none for a new one.
    stands: Option<BusyView>,
    /// What the fields begin with.
    form: BusyForm,
}

/// The hours of the colleague in the address, or one's own.
#[component]
pub fn HoursPage() -> impl IntoView {
    let params = use_params_map();
    let who = Memo::new(move |_| params.with(|params| params.get_str("id").map(|id| id.parse::<UserId>().ok())));
    let first = Resource::new(
        move || who.get(),
        |who| async move {
            match who {
                None => colleague_hours(None).await,
                Some(Some(user)) => colleague_hours(Some(user)).await,
                Some(None) => Err(ApiError::NotFound),
            }
        },
    );
    view! {
        <div class="page own-hours">
            <Saved/>
            <Suspense fallback=|| view! { <Skeleton lines=8/> }>
                {move || Suspend::new(async move {
                    match first.await {
                        Ok(view) => {
                            let (user, view) = (view.user.to_string(), StoredValue::new(view));
                            // Each colleague's form has elements of its own: none holds what was typed for another.
                            view! { <Anew state=user><Opened view=view.get_value()/></Anew> }.into_any()
                        }
                        Err(error) => failed(error),
                    }
                })}
            </Suspense>
        </div>
    }
    .into_any()
}

/// Made once: others' changes only bring other content, what is typed stays.
#[component]
fn Opened(view: HoursView) -> impl IntoView {
    let language = crate::ui::viewer::language();
    let (user, range) = (view.user, view.range);
    let draft = Draft::new(&view);
    let now = ticking::now_from(view.now);
    let view = RwSignal::new(view);
    let reload = Action::new(move |keep: &bool| {
        let keep = *keep;
        async move {
            let answer = colleague_hours(Some(user)).await;
            // The page may have been left meanwhile.
            if let (Ok(now), false) = (&answer, view.is_disposed()) {
                if keep {
                    draft.refresh(now);
                } else {
                    draft.reset(now);
                }
                view.set(now.clone());
            }
            answer.map(|_| ())
        }
    });
    let read_again = Callback::new(move |keep: bool| {
        reload.dispatch(keep);
    });
    let changes = use_changes(paths::EVENTS.to_owned(), Some(vec![format!("user:{user}"), format!("calendar:{user}")]));
    Effect::new(move |before: Option<u32>| {
        let count = changes.get();
        if before.is_some_and(|before| before != count) {
            read_again.run(true);
        }
        count
    });
    let zone = Signal::derive(move || draft.zone());
    // What is typed shows on the grid at once; where it can not be read, what is stored.
    let hours = Memo::new(move |_| draft.form().read().unwrap_or_else(|_| view.with(|view| view.hours.clone())));
    let coming = Memo::new(move |_| {
        let now = now.get();
        view.with(|view| view.interviews.iter().filter(|interview| interview.span.end() > now).cloned().collect::<Vec<_>>())
    });
    let kept = Memo::new(move |_| kept_interviews(&coming.get(), hours.get().as_ref(), &view.get(), &zone.get()));
    let edited = RwSignal::new(None::<Edited>);
    let removal = Removal::new(user, zone, read_again);
    let is_own = view.with_untracked(|view| view.is_own);
    let name = view.with_untracked(|view| view.name.clone());
    let title = if is_own { t!("own-hours-title") } else { t!("own-hours-title-of", name = name.clone()) };
    view! {
        <Title text=format!("{title} · {}", t!("app-name"))/>
        <header class="page__head">
            <div class="row"><h1>{title}</h1><HelpLink topic=Topic::Hours/></div>
            <Whose view=view.get_untracked()/>
        </header>
        <Kept kept zone/>
        <section class="stack" aria-labelledby="busy-times">
            <div class="row own-hours__head">
                <h2 id="busy-times">{t!("own-hours-busy")}</h2>
                <span class="needs-script">
                    <Button icon=Glyph::PLUS on:click=move |_| edited.set(Some(new_today(draft, now)))>{t!("own-hours-add-busy")}</Button>
                </span>
            </div>
            <BusyGrid view zone hours now within=range edited/>
        </section>
        <div class="columns own-hours__columns">
            <BusyList view zone now edited removal/>
            <WeeklyForm view draft read_again/>
        </div>
        <BusyDialog view zone now edited removal read_again/>
        <RemovalQuestion removal name zone/>
        <p class="visually-hidden" role="status">
            {move || {
                let count = kept.with(Vec::len);
                if count == 0 { String::new() } else { text!(language, "own-hours-kept", count = count) }
            }}
        </p>
    }
}

/// Coming interviews outside of the hours or within a busy time, each once, by their start.
fn kept_interviews(coming: &[Standing], hours: Option<&WeeklyHours>, view: &HoursView, zone: &crate::domain::time::Zone) -> Vec<Standing> {
    let mut kept = hours.map(|hours| outside(hours, zone, coming)).unwrap_or_default();
    kept.extend(view.busy.iter().flat_map(|busy| during(busy.span, coming)));
    kept.sort_by_key(|interview| (interview.span, interview.interview));
    kept.dedup();
    kept
}

/// A new busy time: all of today.
fn new_today(draft: Draft, now: Signal<crate::domain::time::Instant>) -> Edited {
    let today = draft.zone_untracked().date(now.get_untracked()).to_string();
    let form = BusyForm {
        title: String::new(),
        whole_days: true,
        starts_on: today.clone(),
        starts_at: "09:00".into(),
        ends_on: today,
        ends_at: "10:00".into(),
        exact: None,
    };
    Edited { stands: None, form }
}

/// Goes to another colleague's hours; nothing for who may see the own ones only.
#[component]
fn Whose(view: HoursView) -> impl IntoView {
    let navigate = use_navigate();
    let me = crate::ui::shell::use_me().map(|me| me.id);
    let chosen = view.user;
    let choose = move |ev| {
        if let Ok(user) = event_target_value(&ev).parse::<UserId>() {
            navigate(&paths::hours_of(user, me), Default::default());
        }
    };
    (!view.colleagues.is_empty()).then(|| {
        let options = view.colleagues.into_iter().map(|(id, name)| {
            view! { <option value=id.to_string() selected=id == chosen>{name}</option> }
        });
        view! {
            <label class="field own-hours__whose needs-script">
                <span class="field__label">{t!("own-hours-whose")}</span>
                <select class="input" on:change=choose>{options.collect_view()}</select>
            </label>
        }
    })
}

/// The busy time that a span on the grid becomes.
fn painted(span: Span, zone: &crate::domain::time::Zone) -> Edited {
    Edited { stands: None, form: BusyForm::of("", span, zone) }
}

/// A busy time that is to be changed.
fn changed(busy: BusyView, zone: &crate::domain::time::Zone) -> Edited {
    let form = BusyForm::of(busy.title.as_deref().unwrap_or_default(), busy.span, zone);
    Edited { stands: Some(busy), form }
}
