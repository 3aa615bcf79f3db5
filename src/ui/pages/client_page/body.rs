//! The page as a whole: loads, hears changes, saves.

use leptos::ev::SubmitEvent;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;

use super::candidates::Candidates;
use super::draft::{Draft, slot_count};
use super::hours::Hours;
use super::interviews::Interviews;
use super::rules::Rules;
use super::windows::Windows;
use crate::api::availability::{SaveAvailabilityForm, save_availability};
use crate::api::error::ApiError;
use crate::api::presentations::{ClientPageView, Decide, client_page, note_page_opened};
use crate::domain::error::FieldErrors;
use crate::t;
use crate::text::{dates, message};
use crate::ui::browser::live::use_changes;
use crate::ui::components::*;
use crate::ui::viewer::{language, use_viewer};

/// What staff see above the page: made of what it shows, and of a way to read that again.
pub type Head = Callback<(Signal<ClientPageView>, Callback<()>), AnyView>;

/// The client's page, for the client (`page` is the link's token) or for staff on the client's behalf (`page` is its id).
#[component]
pub fn ClientPageBody(
    /// What opens the page.
    page: String,
    /// What staff see above it.
    #[prop(optional)]
    head: Option<Head>,
) -> impl IntoView {
    let key = StoredValue::new(page);
    let first = Resource::new(move || key.get_value(), client_page);
    view! {
        <Suspense fallback=|| view! { <Skeleton lines=6/> }>
            {move || Suspend::new(async move {
                match first.await {
                    Ok(view) => view! { <Opened key view head=head/> }.into_any(),
                    Err(error) => view! { <Closed error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// The link does not hold, or the page can not be had.
#[component]
fn Closed(error: ApiError) -> impl IntoView {
    let text = match error {
        ApiError::Unauthorized | ApiError::NotFound => t!("client-link-dead"),
        other => message(language(), other.message_key(), None),
    };
    view! {
        <Title text=t!("client-title")/>
        <h1>{t!("client-title")}</h1>
        <Notice tone=Tone::Caution>{text}</Notice>
    }
}

#[component]
fn Opened(key: StoredValue<String>, view: ClientPageView, head: Option<Head>) -> impl IntoView {
    let locale = use_viewer().locale;
    let draft = Draft::new(&view);
    let staff = view.on_behalf;
    let view = RwSignal::new(view);
    let toasts = use_toasts();

    // Others' changes: decisions, bookings, a colleague's answer.
    let reload = Action::new(move |keep: &bool| {
        let keep = *keep;
        async move {
            let answer = client_page(key.get_value()).await;
            if let Ok(now) = &answer {
                if keep {
                    draft.refresh(now)
                } else {
                    draft.reset(now)
                }
                view.set(now.clone());
            }
            answer.map(|_| ())
        }
    });
    let stream =
        if staff { crate::paths::EVENTS.to_owned() } else { crate::paths::public_events(&crate::paths::client_page(key.get_value())) };
    // The client's stream tells only what concerns this page: attendees' calendars, too, which the page knows no name of.
    let topics = staff.then(|| vec![format!("page:{}", view.with_untracked(|view| view.id))]);
    let changes = use_changes(stream, topics);
    Effect::new(move |before: Option<u32>| {
        let count = changes.get();
        if before.is_some_and(|before| before != count) {
            reload.dispatch(true);
        }
        count
    });
    if !staff {
        Effect::new(move |_: Option<()>| {
            leptos::task::spawn_local(async move {
                // Only a note for the recruiter: nothing for the client hangs on it.
                let _ = note_page_opened(key.get_value()).await;
            });
        });
    }
    let decide = ServerAction::<Decide>::new();
    Effect::new(move |_: Option<()>| {
        if matches!(decide.value().get(), Some(Ok(()))) {
            reload.dispatch(true);
        }
    });

    let save = Action::new(move |_: &()| {
        let (version, mine) = (draft.version.get_untracked(), untrack(|| draft.availability()));
        async move {
            let saved = save_availability(key.get_value(), version, mine.map_err(ApiError::Invalid)?).await?;
            // What is stored now is what was typed: nothing is lost by taking it.
            let now = client_page(key.get_value()).await?;
            draft.reset(&now);
            view.set(now);
            Ok::<_, ApiError>(saved)
        }
    });
    let plain = ServerAction::<SaveAvailabilityForm>::new();
    Effect::new(move |_: Option<()>| {
        if let Some(Ok(saved)) = save.value().get() {
            toasts.show(crate::text!(locale.language, "client-saved", slots = saved.slots));
        }
    });
    let failure = Signal::derive(move || {
        let failed = save.value().with(|value| value.as_ref().and_then(|value| value.as_ref().err().cloned()));
        failed.or_else(|| plain.value().with(|value| value.as_ref().and_then(|value| value.as_ref().err().cloned())))
    });
    let live = Memo::new(move |_| draft.availability());
    // Errors stand at their fields as soon as they are typed; what the server refused besides, after saving.
    let errors = Signal::derive(move || match (live.get(), failure.get()) {
        (Err(errors), _) | (Ok(_), Some(ApiError::Invalid(errors))) => errors,
        _ => FieldErrors::default(),
    });
    let count =
        Memo::new(move |_| live.with(|live| live.as_ref().ok().and_then(|mine| draft.around.with(|around| slot_count(mine, around)))));
    let changed = Memo::new(move |_| live.with(|live| live.as_ref().map_or(true, |mine| draft.saved.with(|saved| mine != saved))));
    let submit = move |ev: SubmitEvent| {
        ev.prevent_default();
        save.dispatch(());
    };
    let stale = move || matches!(failure.get(), Some(ApiError::Stale));
    let zone = Signal::derive(move || draft.zone());
    let first = view.get_untracked();
    let title = format!("{} · {}", first.job_title, first.client);
    let answered = move || {
        view.with(|view| {
            let at = view.answered_at?;
            let by = view.answered_by.clone().unwrap_or_default();
            let when = dates::moment(locale, &zone.get(), at);
            Some(crate::text!(locale.language, "client-answered", when = when, who = by))
        })
    };
    view! {
        <Title text=title/>
        {head.map(|head| head.run((view.into(), Callback::new(move |()| { reload.dispatch(true); }))))}
        <header class="client-page__head">
            <p class="soft">{crate::text!(locale.language, "client-for", organisation = first.organisation.clone(), client = first.client.clone())}</p>
            <h1>{if staff { crate::text!(locale.language, "client-title-staff", contact = first.contact.clone()) } else { t!("client-title") }}</h1>
            <p>{crate::text!(locale.language, "client-job", job = first.job_title.clone(), recruiter = first.recruiter.clone())} " " <a href=format!("mailto:{}", first.recruiter_email)>{first.recruiter_email.clone()}</a></p>
            {(!first.message.is_empty()).then(|| view! { <blockquote class="client-page__message">{first.message.clone()}</blockquote> })}
        </header>
        <Candidates key view decide zone/>
        <Interviews key view reload zone staff/>
        <section class="client-page__when" aria-labelledby="when">
            <h2 id="when">{t!("client-when")}</h2>
            <form method="post" action=SaveAvailabilityForm::url() class="client-page__form" on:submit=submit novalidate>
                <input type="hidden" name="page" value=key.get_value()/>
                <input type="hidden" name="version" value=move || draft.version.get().to_string()/>
                <FormErrors error=failure/>
                {move || stale().then(|| view! {
                    <div class="row">
                        <Button
                            on:click=move |_| { reload.dispatch(false); save.clear(); }
                        >{t!("client-take-theirs")}</Button>
                        <Button
                            on:click=move |_| {
                                // Saves over the present state, knowingly.
                                leptos::task::spawn_local(async move {
                                    if let Ok(now) = client_page(key.get_value()).await {
                                        draft.version.set(now.version);
                                        view.set(now);
                                        save.dispatch(());
                                    }
                                });
                            }
                        >{t!("client-keep-mine")}</Button>
                    </div>
                })}
                <Rules draft errors/>
                <Windows draft view live zone/>
                <Hours draft errors zone/>
                <div class="client-page__save">
                    <p class="client-page__count" role="status">
                        {move || match count.get() {
                            Some(count) => crate::text!(locale.language, "client-slots", count = count),
                            None => crate::text!(locale.language, "client-slots-unknown"),
                        }}
                        <span class="soft small">
                            {move || if changed.get() { Some(crate::text!(locale.language, "client-unsaved")) } else { answered() }}
                        </span>
                    </p>
                    <Button weight=Weight::Primary size=Size::Large submit=true pending=save.pending()>{t!("client-save")}</Button>
                </div>
            </form>
        </section>
        {(!staff).then(|| view! { <ToastHost/> })}
    }
}

/// A form that sends a decision: also without scripts.
#[component]
pub(super) fn DecideForm(decide: ServerAction<Decide>, page: String, request: String, version: i64, children: Children) -> impl IntoView {
    view! {
        <ActionForm action=decide>
            <input type="hidden" name="page" value=page/>
            <input type="hidden" name="request" value=request/>
            <input type="hidden" name="version" value=version.to_string()/>
            {children()}
        </ActionForm>
    }
}
