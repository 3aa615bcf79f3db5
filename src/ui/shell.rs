//! The frame of the staff's pages: where one can go, who one is, what was done.

mod palette;
mod person;
mod zone;

use leptos::prelude::*;
use leptos_router::components::{A, Outlet, Redirect};
use leptos_router::hooks::use_location;
use leptos_router::location::Location;

use self::palette::Palette;
use self::person::PersonMenu;
use self::zone::ZoneIndicator;
use crate::api::account::{Me, Visit, me};
use crate::api::error::ApiError;
use crate::api::tasks::count_tasks;
use crate::domain::people::Role;
use crate::ui::browser::focus;
use crate::ui::browser::live::{use_changes, use_connection_lost};
use crate::ui::components::*;
use crate::{paths, t, text};

/// Who is signed in, for the pages inside the frame.
#[derive(Clone, Copy)]
struct Signed(RwSignal<Option<Me>>);

/// Who is signed in; always there inside the frame.
pub fn use_me() -> Option<Me> {
    use_context::<Signed>().and_then(|signed| signed.0.get_untracked())
}

/// Whether who is signed in works on clients, jobs and candidates.
pub fn is_staff() -> bool {
    use_me().is_some_and(|me| me.role.is_staff())
}

/// A page that one can go to from everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    href: &'static str,
    label: &'static str,
    glyph: Glyph,
}

/// The pages that a role has use of.
fn places(role: Role) -> Vec<Place> {
    let place = |href, label, glyph| Place { href, label, glyph };
    let mut places = vec![place(paths::HOME, "nav-home", Glyph::HOUSE), place(paths::CALENDAR, "nav-calendar", Glyph::CALENDAR)];
    if role != Role::Interviewer {
        places.push(place(paths::PIPELINE, "nav-pipeline", Glyph::SQUARE_KANBAN));
    }
    if role.is_staff() {
        places.insert(1, place(paths::TASKS, "nav-tasks", Glyph::LIST_CHECKS));
        places.push(place(paths::CANDIDATES, "nav-candidates", Glyph::USERS));
        places.push(place(paths::JOBS, "nav-jobs", Glyph::BRIEFCASE));
        places.push(place(paths::CLIENTS, "nav-clients", Glyph::BUILDING_2));
    }
    if matches!(role, Role::Administrator | Role::Coordinator) {
        places.push(place(paths::SETTINGS, "nav-settings", Glyph::SETTINGS));
    }
    places
}

/// Navigation around a staff page. Who is not signed in is led to signing in, and back afterwards.
#[component]
pub fn StaffFrame() -> impl IntoView {
    let signed = Signed(RwSignal::new(None));
    provide_context(signed);
    provide_toasts();
    // The server knows it before it renders. Waiting for it here would make every page twice: what waits is rendered once to find out
    // what else it waits for, and what numbers its resources then would number them differently than the browser.
    if let Some(visit) = SharedValue::new(use_context::<Visit>).into_inner() {
        return framed(visit.0, signed).into_any();
    }
    // Come here within the browser, from setting up or from an invitation.
    let account = LocalResource::new(me);
    view! { <Suspense>{move || Suspend::new(async move { framed(account.await, signed) })}</Suspense> }.into_any()
}

/// The frame, or the way to signing in.
fn framed(account: Result<Me, ApiError>, signed: Signed) -> AnyView {
    match account {
        Ok(me) => {
            signed.0.set(Some(me.clone()));
            view! { <Frame me/> }.into_any()
        }
        Err(ApiError::Unauthorized) => view! { <Redirect path=sign_in_from(&use_location())/> }.into_any(),
        Err(error) => {
            let message = t!(error.message_key());
            view! { <main class="door"><Notice tone=Tone::Negative icon=Glyph::CIRCLE_ALERT>{message}</Notice></main> }.into_any()
        }
    }
}

/// Signing in, and back to where one is.
fn sign_in_from(location: &Location) -> String {
    let (path, query) = (location.pathname.get_untracked(), location.search.get_untracked());
    let query = query.trim_start_matches('?');
    let here = if query.is_empty() { path } else { format!("{path}?{query}") };
    format!("{}?next={}", paths::SIGN_IN, escape(&here))
}

#[component]
fn Frame(me: Me) -> impl IntoView {
    let palette = RwSignal::new(false);
    let lost = use_connection_lost(paths::EVENTS.to_owned());
    let signed_out = watch_session(lost);
    let language = crate::ui::viewer::language();
    focus_on_navigation();
    let links = places(me.role)
        .into_iter()
        .map(|place| {
            let wide = place.href == paths::SETTINGS;
            view! {
                <li class=if wide { "bar__item--wide" } else { "" }>
                    <A href=place.href exact=place.href == paths::HOME attr:class="bar__link" attr:title=t!(place.label)>
                        <Icon glyph=place.glyph/>
                        <span>{t!(place.label)}</span>
                        {(place.href == paths::TASKS).then(|| view! { <TaskCount/> })}
                    </A>
                </li>
            }
        })
        .collect_view();
    let search = t!("palette-open");
    let title = search.clone();
    view! {
        // `external`: the browser follows it itself and moves the focus, too.
        <a class="skip-link" href="#main" rel="external">{t!("skip-to-content")}</a>
        <div class="frame with-bar">
            <nav class="bar" aria-label=t!("nav-label")>
                <a class="bar__brand" href=paths::HOME><Mark/><span>{t!("app-name")}</span></a>
                <ul class="bar__links">{links}</ul>
                <p class="bar__foot truncate">{me.organisation.clone()}</p>
            </nav>
            <div class="tools">
                <button type="button" class="btn btn--plain" title=title on:click=move |_| palette.set(true)>
                    <Icon glyph=Glyph::SEARCH/>
                    <span class="visually-hidden">{search}</span>
                    <kbd class="wide-only" aria-hidden="true">"Ctrl K"</kbd>
                </button>
                <ZoneIndicator/>
                <PersonMenu me=me.clone()/>
            </div>
            <main id="main" class="main" tabindex="-1">
                {me.role.is_staff().then(|| view! { <Undelivered can_administer=me.role == Role::Administrator/> })}
                <Outlet/>
            </main>
            <Palette open=palette role=me.role/>
            {move || signed_out.get().map(|again| view! {
                <div class="connection notice notice--caution" role="alert">
                    <p>{text!(language, ApiError::Unauthorized.message_key())}" "<a href=again rel="external">{text!(language, "error-sign-in-link")}</a></p>
                </div>
            })}
            {move || {
                (lost.get() && signed_out.with(Option::is_none))
                    .then(|| view! { <p class="connection notice notice--caution" role="status"><Icon glyph=Glyph::WIFI_OFF/>{text!(language, "connection-lost")}</p> })
            }}
            <ToastHost/>
        </div>
    }
}

/// How many tasks the viewer has, kept up to date; nothing where there are none.
#[component]
fn TaskCount() -> impl IntoView {
    let language = crate::ui::viewer::language();
    let changes = use_changes(paths::EVENTS.to_owned(), None);
    let count = Resource::new(move || changes.get(), |_| count_tasks());
    view! {
        <Transition>
            {move || Suspend::new(async move {
                // Where even this can not be asked, the page itself says so.
                count.await.ok().filter(|count| *count > 0).map(|count| view! {
                    <span class="bar__count" aria-hidden="true">{count}</span>
                    <span class="visually-hidden">{text!(language, "nav-tasks-open", count = count)}</span>
                })
            })}
        </Transition>
    }
}

/// Where to sign in again, once nobody is signed in any more: a stream that is refused does not say why.
fn watch_session(lost: Signal<bool>) -> RwSignal<Option<String>> {
    let signed_out = RwSignal::new(None);
    let location = use_location();
    // With each try that fails.
    Effect::new(move || {
        if !lost.get() {
            signed_out.set(None);
            return;
        }
        let again = sign_in_from(&location);
        leptos::task::spawn_local(async move {
            if matches!(me().await, Err(ApiError::Unauthorized)) {
                signed_out.try_set(Some(again));
            }
        });
    });
    signed_out
}

/// A new page begins at its beginning for the keyboard and for screen readers, too.
fn focus_on_navigation() {
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now) {
            focus::to("main");
        }
        now
    });
}
