//! One connection: how it is, trying it, entering it again.

use leptos::form::ActionForm;
use leptos::prelude::*;

use super::fields::{SmtpForm, TeamsForm, TextForm};
use crate::api::connections::{ConnectionView, ConnectionsView, ForgetConnectionCall, Health, LeadsTo, TestConnectionCall};
use crate::api::error::ApiError;
use crate::domain::connections::{Connection, Reason};
use crate::domain::time::{Instant, Zone};
use crate::text::dates;
use crate::ui::components::*;
use crate::ui::forms::Anew;
use crate::ui::records::when_done;
use crate::ui::viewer::use_viewer;
use crate::{t, text};

/// Made once; it follows what the server says. What is typed stays until the configuration holds again.
#[component]
pub fn Card(
    /// Which connection.
    key: Connection,
    /// All of them.
    view: Signal<ConnectionsView>,
    /// Reads them again.
    again: Callback<()>,
) -> impl IntoView {
    let (kind, name) = (key.kind(), key.name());
    let own = {
        let key = key.clone();
        Memo::new(move |_| view.with(|view| view.connections.iter().find(|one| one.key == key).cloned()))
    };
    let zone = Memo::new(move |_| view.with(|view| view.zone.clone()));
    // Counts how often the configuration came to hold again: then the form shows it.
    let resets = Memo::new(move |before: Option<&(bool, u32)>| {
        let entered = own.with(|own| own.as_ref().is_some_and(|own| own.is_entered));
        let (was, count) = before.copied().unwrap_or((entered, 0));
        (entered, if was && !entered { count + 1 } else { count })
    });
    let state = Signal::derive(move || resets.get().1.to_string());
    let heading = format!("{name}-title");
    let (labelled_by, anchor, forgotten) = (heading.clone(), name.clone(), name.clone());
    view! {
        <section class="card stack" id=anchor aria-labelledby=labelled_by>
            <div class="card__head">
                <h2 id=heading>{t!(&format!("connection-{kind}"))}</h2>
                {move || own.get().map(|own| pill(own.health))}
            </div>
            <p class="soft">{t!(&format!("connection-{kind}-what"))}</p>
            <Facts own zone/>
            <Trouble own zone/>
            <Test name kind again/>
            <Anew state>
                {own.get_untracked().map(|own| match own.key {
                    Connection::Smtp => view! { <SmtpForm own again/> }.into_any(),
                    Connection::Text => view! { <TextForm own again/> }.into_any(),
                    Connection::Teams | Connection::Ats(_) => view! { <TeamsForm own again/> }.into_any(),
                })}
            </Anew>
            <Forget name=forgotten own again/>
        </section>
    }
    .into_any()
}

fn pill(health: Health) -> AnyView {
    match health {
        Health::Absent => view! { <Pill>{t!("connection-absent")}</Pill> }.into_any(),
        Health::Untried => view! { <Pill>{t!("connection-untried")}</Pill> }.into_any(),
        Health::Works { .. } => view! { <Pill tone=Tone::Positive>{t!("connection-works")}</Pill> }.into_any(),
        Health::Failing { failures, .. } => {
            view! { <Pill tone=Tone::Caution>{t!("connection-failing", count = failures)}</Pill> }.into_any()
        }
        Health::Broken { .. } => view! { <Pill tone=Tone::Negative icon=Glyph::CIRCLE_ALERT>{t!("connection-broken")}</Pill> }.into_any(),
    }
}

/// Where it leads, by what, since when.
#[component]
fn Facts(own: Memo<Option<ConnectionView>>, zone: Memo<Zone>) -> impl IntoView {
    let locale = use_viewer().locale;
    let language = locale.language;
    move || {
        let own = own.get()?;
        let moment = |at: Instant| zone.with(|zone| format!("{} {}", dates::moment(locale, zone, at), dates::zone_at(zone, at)));
        let leads_to = match own.leads_to {
            LeadsTo::Nowhere => text!(language, "connection-nowhere"),
            LeadsTo::Server(host) => host,
            LeadsTo::Folder(folder) => text!(language, "connection-folder", folder = folder),
        };
        let by = match (own.is_entered, own.is_configured) {
            (true, true) => text!(language, "connection-entered-over"),
            (true, false) => text!(language, "connection-entered"),
            (false, true) => text!(language, "connection-configured"),
            (false, false) => text!(language, "connection-by-nobody"),
        };
        let worked_at = match own.health {
            Health::Works { at } => Some(at),
            Health::Failing { worked_at, .. } | Health::Broken { worked_at, .. } => worked_at,
            Health::Absent | Health::Untried => None,
        };
        Some(view! {
            <dl class="facts">
                <dt>{text!(language, "connection-leads-to")}</dt>
                <dd>{leads_to}</dd>
                <dt>{text!(language, "connection-by")}</dt>
                <dd>{by}</dd>
                {worked_at.map(|at| view! { <dt>{text!(language, "connection-worked")}</dt><dd>{moment(at)}</dd> })}
                {(own.waiting > 0).then(|| view! { <dt>{text!(language, "connection-waiting")}</dt><dd>{own.waiting}</dd> })}
            </dl>
        })
    }
}

/// What is wrong with it, and what mends it.
#[component]
fn Trouble(own: Memo<Option<ConnectionView>>, zone: Memo<Zone>) -> impl IntoView {
    let locale = use_viewer().locale;
    let language = locale.language;
    let trouble = Memo::new(move |_| own.get().map(|own| (own.key, own.health)));
    move || {
        let (key, health) = trouble.get()?;
        let moment = |at: Instant| zone.with_untracked(|zone| format!("{} {}", dates::moment(locale, zone, at), dates::zone_at(zone, at)));
        let (tone, first, mend, problem) = match health {
            Health::Broken { since, reason, problem, .. } => {
                let reason = reason.unwrap_or(Reason::Unanswered);
                let words = text!(language, &reason.words_key());
                let first = text!(language, "connection-broken-since", since = moment(since), reason = words);
                (Tone::Negative, first, Some(text!(language, &reason.mend_key(), kind = key.kind())), problem)
            }
            Health::Failing { since, failures, problem, .. } => {
                let first = text!(language, "connection-failing-since", since = moment(since), count = failures);
                (Tone::Caution, first, None, problem)
            }
            Health::Absent | Health::Untried | Health::Works { .. } => return None,
        };
        let said = (!problem.is_empty()).then(|| text!(language, "connection-said", problem = problem));
        Some(view! {
            <Notice tone icon=Glyph::CIRCLE_ALERT>
                <p class="strong">{first}</p>
                {mend.map(|mend| view! { <p>{mend}</p> })}
                {said.map(|said| view! { <p class="small">{said}</p> })}
            </Notice>
        })
    }
}

/// The button that tries it, with the answer beside it.
#[component]
fn Test(name: String, kind: &'static str, again: Callback<()>) -> impl IntoView {
    let test = ServerAction::<TestConnectionCall>::new();
    when_done(test.value(), move |()| again.run(()));
    let language = crate::ui::viewer::language();
    let field = name.clone();
    let worked = move || {
        test.value()
            .with(|answer| matches!(answer, Some(Ok(()))))
            .then(|| view! { <Notice tone=Tone::Positive icon=Glyph::CIRCLE_CHECK>{text!(language, "connection-test-worked")}</Notice> })
    };
    let refused = move || {
        let said = match test.value().get()?.err()? {
            // Without scripts a form that came back says so to every form of its kind.
            ApiError::Invalid(errors) => text::field_error(language, errors.at(&field)?),
            error => words_of(language, &error),
        };
        Some(view! { <Notice tone=Tone::Negative icon=Glyph::CIRCLE_ALERT>{said}</Notice> })
    };
    view! {
        <ActionForm action=test attr:class="stack">
            <input type="hidden" name="key" value=name/>
            {(kind == "teams").then(|| view! { <p class="soft small">{t!("connection-test-posts")}</p> })}
            <div><Button submit=true pending=test.pending()>{t!("connection-test")}<span class="visually-hidden">{format!(": {}", t!(&format!("connection-{kind}")))}</span></Button></div>
            <div role="status">{worked}</div>
            {refused}
        </ActionForm>
    }
    .into_any()
}

/// Lets the configuration hold again, where something was entered.
#[component]
fn Forget(name: String, own: Memo<Option<ConnectionView>>, again: Callback<()>) -> impl IntoView {
    let forget = ServerAction::<ForgetConnectionCall>::new();
    toast_outcomes(forget.value(), "connection-reset-done");
    when_done(forget.value(), move |()| again.run(()));
    let state = Memo::new(move |_| own.with(|own| own.as_ref().filter(|own| own.is_entered).map(|own| (own.version, own.is_configured))));
    let language = crate::ui::viewer::language();
    move || {
        let (version, is_configured) = state.get()?;
        let name = name.clone();
        let label = text!(language, if is_configured { "connection-reset" } else { "connection-remove" });
        Some(view! {
            <ActionForm action=forget>
                <input type="hidden" name="key" value=name/>
                <input type="hidden" name="version" value=version.to_string()/>
                <Button submit=true icon=Glyph::UNDO_2 pending=forget.pending()>{label}</Button>
            </ActionForm>
        })
    }
}
