//! The own account: name and zone, password, sessions.

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::door::ZoneField;
use crate::api::account::{ProfileView, SubmitPassword, SubmitProfile, SubmitSignOutEverywhere, profile};
use crate::api::channels::{OwnChannels, SubmitChannels, own_channels};
use crate::api::error::ApiError;
use crate::ui::components::*;
use crate::ui::returned::typed_or;
use crate::{paths, t};

/// The own account.
#[component]
pub fn AccountPage() -> impl IntoView {
    let save = ServerAction::<SubmitProfile>::new();
    let change = ServerAction::<SubmitPassword>::new();
    let tell = ServerAction::<SubmitChannels>::new();
    // Loaded together: what waits inside of what waits would be numbered differently in server and browser.
    let own = Resource::new(
        move || (save.version().get(), change.version().get(), tell.version().get()),
        |_| async move { Ok::<_, ApiError>((profile().await?, own_channels().await?)) },
    );
    view! {
        <Title text=format!("{} · {}", t!("account-title"), t!("app-name"))/>
        <div class="page">
            <header class="page__head"><h1>{t!("account-title")}</h1></header>
            <Saved/>
            <Transition fallback=|| view! { <Skeleton lines=6/> }>
                {move || Suspend::new(async move {
                    match own.await {
                        Ok((own, channels)) => {
                            view! {
                                <div class="stack">
                                    <ProfileForm own=own.clone() action=save/>
                                    <OwnHours/>
                                    <ChannelsForm present=channels action=tell/>
                                    <PasswordForm email=own.email action=change/>
                                    <Sessions count=own.sessions/>
                                </div>
                            }
                                .into_any()
                        }
                        Err(error) => view! { <FormErrors error=Signal::stored(Some(error))/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

/// What was saved by a form without scripts: the query says it.
#[component]
pub fn Saved() -> impl IntoView {
    let query = use_query_map();
    move || {
        let what = query.with(|query| query.get("saved"))?;
        // Only words that have a message.
        let key = format!("saved-{}", what.chars().filter(|c| c.is_ascii_lowercase()).take(20).collect::<String>());
        let text = t!(&key);
        (text != key).then(|| view! { <div role="status"><Notice tone=Tone::Positive icon=Glyph::CIRCLE_CHECK>{text}</Notice></div> })
    }
}

#[component]
fn ProfileForm(
    /// The account.
    own: ProfileView,
    /// Saves it.
    action: ServerAction<SubmitProfile>,
) -> impl IntoView {
    let outcome = action.value();
    let errors = errors_of(outcome);
    toast_done(outcome, "saved-profile");
    let name = RwSignal::new(typed_or("input[name]", &own.name));
    let zone = RwSignal::new(typed_or("input[zone]", &own.zone));
    view! {
        <section class="card stack" aria-labelledby="profile">
            <h2 id="profile">{t!("account-profile")}</h2>
            <dl class="facts"><dt>{t!("account-email")}</dt><dd>{own.email}</dd></dl>
            <ActionForm action attr:class="form" attr:novalidate=true>
                <FormErrors error=failure_of(outcome)/>
                <input type="hidden" name="input[version]" value=own.version.to_string()/>
                <TextField name="input[name]" label=t!("account-name") value=name errors autocomplete="name"/>
                <ZoneField name="input[zone]" label=t!("account-zone") value=zone errors hint=t!("account-zone-hint")/>
                <div class="form__actions"><Button weight=Weight::Primary submit=true pending=action.pending()>{t!("action-save")}</Button></div>
            </ActionForm>
        </section>
    }
}

/// The way to the own hours.
#[component]
fn OwnHours() -> impl IntoView {
    view! {
        <section class="card stack" aria-labelledby="own-hours">
            <h2 id="own-hours">{t!("own-hours-of")}</h2>
            <p class="soft">{t!("own-hours-lead")}</p>
            <div><ButtonLink href=paths::HOURS icon=Glyph::CLOCK>{t!("own-hours-open")}</ButtonLink></div>
        </section>
    }
}

#[component]
fn ChannelsForm(
    /// The choices as they are.
    present: OwnChannels,
    /// Saves them.
    action: ServerAction<SubmitChannels>,
) -> impl IntoView {
    let outcome = action.value();
    let errors = errors_of(outcome);
    toast_done(outcome, "saved-channels");
    let phone = RwSignal::new(typed_or("input[phone]", &present.phone));
    let (by_teams, by_text) = (RwSignal::new(present.by_teams && present.has_teams), RwSignal::new(present.by_text && present.has_text));
    let teams_hint = if present.has_teams { t!("channels-by-teams-hint") } else { t!("channels-no-teams") };
    let text_hint = if present.has_text { t!("channels-by-text-hint") } else { t!("channels-no-text") };
    view! {
        <section class="card stack" aria-labelledby="channels">
            <h2 id="channels">{t!("channels-title")}</h2>
            <p class="soft">{t!("channels-text")}</p>
            <ActionForm action attr:class="form" attr:novalidate=true>
                <FormErrors error=failure_of(outcome)/>
                <input type="hidden" name="input[version]" value=present.version.to_string()/>
                <Checkbox name="input[by_teams]" label=t!("channels-by-teams") checked=by_teams disabled=!present.has_teams hint=teams_hint/>
                <Checkbox name="input[by_text]" label=t!("channels-by-text") checked=by_text disabled=!present.has_text hint=text_hint/>
                <TextField name="input[phone]" label=t!("channels-phone") hint=t!("channels-phone-hint") value=phone errors kind="tel" optional=true autocomplete="tel" maxlength=40/>
                <div class="form__actions"><Button weight=Weight::Primary submit=true pending=action.pending()>{t!("action-save")}</Button></div>
            </ActionForm>
        </section>
    }
}

#[component]
fn PasswordForm(
    /// Whose password it is.
    email: String,
    /// Changes it.
    action: ServerAction<SubmitPassword>,
) -> impl IntoView {
    let outcome = action.value();
    let errors = errors_of(outcome);
    toast_done(outcome, "saved-password");
    view! {
        <section class="card stack" aria-labelledby="password">
            <h2 id="password">{t!("account-password-change")}</h2>
            <ActionForm action attr:class="form" attr:novalidate=true>
                <FormErrors error=failure_of(outcome)/>
                <input type="email" class="visually-hidden" name="username" autocomplete="username" value=email readonly tabindex="-1" aria-hidden="true"/>
                <TextField
                    name="input[present]"
                    label=t!("account-password-present")
                    errors
                    kind="password"
                    autocomplete="current-password"
                />
                <TextField
                    name="input[password]"
                    label=t!("account-password-new")
                    errors
                    kind="password"
                    autocomplete="new-password"
                    hint=t!("password-hint")
                />
                <div class="form__actions"><Button submit=true pending=action.pending()>{t!("account-password-action")}</Button></div>
            </ActionForm>
        </section>
    }
}

#[component]
fn Sessions(
    /// How many browsers are signed in.
    count: u32,
) -> impl IntoView {
    let action = ServerAction::<SubmitSignOutEverywhere>::new();
    view! {
        <section class="card stack" aria-labelledby="sessions">
            <h2 id="sessions">{t!("account-sessions")}</h2>
            <p class="soft">{t!("account-sessions-text", count = count)}</p>
            <ActionForm action>
                <Button weight=Weight::Negative submit=true icon=Glyph::LOG_OUT pending=action.pending()>{t!("account-sign-out-everywhere")}</Button>
            </ActionForm>
        </section>
    }
}
