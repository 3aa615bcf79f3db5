//! What is entered for a connection in the place of the configuration.

use leptos::form::ActionForm;
use leptos::prelude::*;

use crate::api::connections::{ConnectionView, Fields, SaveSmtpCall, SaveTeamsCall, SaveTextCall};
use crate::api::error::ApiError;
use crate::domain::connections::{MOST_SECRET, MOST_WEBHOOK, SmtpTls};
use crate::t;
use crate::ui::components::*;
use crate::ui::records::{check_first, when_done};
use crate::ui::returned::typed_or;

/// The version for the next change, which the last own one made; and an empty secret again once it is stored.
fn saved(
    outcome: impl Into<Signal<Option<Result<i64, ApiError>>>>,
    version: i64,
    secret: RwSignal<String>,
    again: Callback<()>,
) -> RwSignal<i64> {
    let (version, outcome) = (RwSignal::new(version), outcome.into());
    toast_done(outcome, "saved-connection");
    when_done(outcome, move |stored| {
        version.set(stored);
        secret.set(String::new());
        again.run(());
    });
    version
}

fn keep(has: bool) -> String {
    if has { t!("connection-secret-keep") } else { String::new() }
}

/// The mail server.
#[component]
pub fn SmtpForm(
    /// As it is.
    own: ConnectionView,
    /// Reads it again.
    again: Callback<()>,
) -> impl IntoView {
    let save = ServerAction::<SaveSmtpCall>::new();
    let Fields::Smtp { host, port, tls, user, has_password } = own.fields else { return ().into_any() };
    let errors = errors_of(save.value());
    let of = |field: &str, stored: &str| RwSignal::new(typed_or(&format!("input[{field}]"), stored));
    let (host, port, tls, user) = (of("host", &host), of("port", &port), of("tls", tls.name()), of("user", &user));
    let password = RwSignal::new(String::new());
    let version = saved(save.value(), own.version, password, again);
    let modes = SmtpTls::ALL.iter().map(|mode| (mode.name().to_owned(), t!(&format!("connection-tls-{}", mode.name())))).collect();
    view! {
        <ActionForm
            action=save
            attr:class="form"
            attr:novalidate=true
            on:submit:capture=check_first(save, |form| form.input.check().map(drop))
        >
            <FormErrors error=failure_of(save.value())/>
            <input type="hidden" name="input[version]" value=move || version.get().to_string()/>
            <div class="form__row">
                <TextField name="input[host]" label=t!("connection-host") value=host errors maxlength=253 autocomplete="off" placeholder="mail.example.com"/>
                <TextField name="input[port]" label=t!("connection-port") value=port errors inputmode="numeric" maxlength=5 autocomplete="off"/>
            </div>
            <SelectField name="input[tls]" label=t!("connection-tls") value=tls options=Signal::stored(modes) errors/>
            <TextField name="input[user]" label=t!("connection-user") value=user errors optional=true maxlength=320 autocomplete="off"/>
            <TextField
                name="input[password]"
                label=t!("connection-password")
                value=password
                errors
                kind="password"
                optional=true
                hint=keep(has_password)
                maxlength=MOST_SECRET as u16
                autocomplete="new-password"
            />
            <div class="form__actions"><Button weight=Weight::Primary submit=true pending=save.pending()>{t!("action-save")}</Button></div>
        </ActionForm>
    }
    .into_any()
}

/// The gateway for text messages.
#[component]
pub fn TextForm(
    /// As it is.
    own: ConnectionView,
    /// Reads it again.
    again: Callback<()>,
) -> impl IntoView {
    let save = ServerAction::<SaveTextCall>::new();
    let Fields::Text { account_sid, from, has_token } = own.fields else { return ().into_any() };
    let errors = errors_of(save.value());
    let account_sid = RwSignal::new(typed_or("input[account_sid]", &account_sid));
    let from = RwSignal::new(typed_or("input[from]", &from));
    let auth_token = RwSignal::new(String::new());
    let version = saved(save.value(), own.version, auth_token, again);
    view! {
        <ActionForm
            action=save
            attr:class="form"
            attr:novalidate=true
            on:submit:capture=check_first(save, |form| form.input.check().map(drop))
        >
            <FormErrors error=failure_of(save.value())/>
            <input type="hidden" name="input[version]" value=move || version.get().to_string()/>
            <TextField name="input[account_sid]" label=t!("connection-account-sid") value=account_sid errors maxlength=34 autocomplete="off"/>
            <TextField
                name="input[auth_token]"
                label=t!("connection-auth-token")
                value=auth_token
                errors
                kind="password"
                optional=has_token
                hint=keep(has_token)
                maxlength=MOST_SECRET as u16
                autocomplete="new-password"
            />
            <TextField name="input[from]" label=t!("connection-from") value=from errors hint=t!("connection-from-hint") maxlength=34 autocomplete="off"/>
            <div class="form__actions"><Button weight=Weight::Primary submit=true pending=save.pending()>{t!("action-save")}</Button></div>
        </ActionForm>
    }
    .into_any()
}

/// The webhook of Teams.
#[component]
pub fn TeamsForm(
    /// As it is.
    own: ConnectionView,
    /// Reads it again.
    again: Callback<()>,
) -> impl IntoView {
    let save = ServerAction::<SaveTeamsCall>::new();
    let Fields::Teams { has_webhook } = own.fields else { return ().into_any() };
    let errors = errors_of(save.value());
    let webhook_url = RwSignal::new(String::new());
    let version = saved(save.value(), own.version, webhook_url, again);
    view! {
        <ActionForm
            action=save
            attr:class="form"
            attr:novalidate=true
            on:submit:capture=check_first(save, |form| form.input.check().map(drop))
        >
            <FormErrors error=failure_of(save.value())/>
            <input type="hidden" name="input[version]" value=move || version.get().to_string()/>
            <TextField
                name="input[webhook_url]"
                label=t!("connection-webhook")
                value=webhook_url
                errors
                kind="password"
                optional=has_webhook
                hint=t!(if has_webhook { "connection-webhook-keep" } else { "connection-webhook-hint" })
                maxlength=MOST_WEBHOOK as u16
                autocomplete="new-password"
            />
            <div class="form__actions"><Button weight=Weight::Primary submit=true pending=save.pending()>{t!("action-save")}</Button></div>
        </ActionForm>
    }
    .into_any()
}
