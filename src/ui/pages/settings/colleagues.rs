//! Colleagues: who has an account, inviting, roles, closing accounts.

use leptos::form::ActionForm;
use leptos::prelude::*;

use crate::api::colleagues::{
    ColleagueLine, ColleagueState, CopyInvitation, SubmitActive, SubmitInvite, SubmitResend, SubmitRevoke, SubmitRole, colleagues,
};
use crate::domain::people::Role;
use crate::ui::components::*;
use crate::ui::returned::typed;
use crate::{paths, t};

/// All that is done to a colleague from the list.
#[derive(Clone, Copy)]
struct Actions {
    role: ServerAction<SubmitRole>,
    active: ServerAction<SubmitActive>,
    resend: ServerAction<SubmitResend>,
    revoke: ServerAction<SubmitRevoke>,
    copy: ServerAction<CopyInvitation>,
}

/// The list and the invitation form.
#[component]
pub fn Colleagues() -> impl IntoView {
    let invite = ServerAction::<SubmitInvite>::new();
    let actions = Actions {
        role: ServerAction::new(),
        active: ServerAction::new(),
        resend: ServerAction::new(),
        revoke: ServerAction::new(),
        copy: ServerAction::new(),
    };
    toast_done(invite.value(), "saved-invited");
    toast_done(actions.role.value(), "saved-role");
    toast_done(actions.active.value(), "saved-active");
    toast_done(actions.resend.value(), "saved-invited");
    toast_done(actions.revoke.value(), "saved-revoked");
    let changes = move || {
        [
            invite.version(),
            actions.role.version(),
            actions.active.version(),
            actions.resend.version(),
            actions.revoke.version(),
            actions.copy.version(),
        ]
        .map(|version| version.get())
    };
    let list = Resource::new(changes, |_| colleagues());
    view! {
        <section class="card stack" aria-labelledby="colleagues">
            <h2 id="colleagues">{t!("colleagues-title")}</h2>
            <Failures actions/>
            <CopiedLink actions/>
            <Transition fallback=|| view! { <Skeleton lines=4/> }>
                {move || Suspend::new(async move {
                    match list.await {
                        Ok(list) => {
                            let rows = list.into_iter().map(|line| view! { <Row line actions/> }).collect_view();
                            view! {
                                <div class="table-wrap">
                                    <table class="table">
                                        <thead>
                                            <tr>
                                                <th scope="col">{t!("account-name")}</th>
                                                <th scope="col">{t!("colleagues-role")}</th>
                                                <th scope="col">{t!("colleagues-state")}</th>
                                                <th scope="col"><span class="visually-hidden">{t!("colleagues-actions")}</span></th>
                                            </tr>
                                        </thead>
                                        <tbody>{rows}</tbody>
                                    </table>
                                </div>
                            }
                                .into_any()
                        }
                        Err(error) => view! { <FormErrors error=Signal::stored(Some(error))/> }.into_any(),
                    }
                })}
            </Transition>
            <InviteForm invite/>
        </section>
    }
}

/// Why something in the list was not done, for those without scripts; with scripts a toast says it too.
#[component]
fn Failures(
    /// The list's actions.
    actions: Actions,
) -> impl IntoView {
    let failures = [
        failure_of(actions.role.value()),
        failure_of(actions.active.value()),
        failure_of(actions.resend.value()),
        failure_of(actions.revoke.value()),
        failure_of(actions.copy.value()),
    ];
    failures.map(|error| view! { <FormErrors error/> }).collect_view()
}

/// The link that was asked for, to copy.
#[component]
fn CopiedLink(
    /// The list's actions.
    actions: Actions,
) -> impl IntoView {
    let link = move || actions.copy.value().with(|outcome| outcome.as_ref().and_then(|outcome| outcome.as_ref().ok().cloned()));
    view! {
        <div role="status">
            {move || {
                link()
                    .map(|link| {
                        view! {
                            <Notice tone=Tone::Positive icon=Glyph::LINK>
                                <p>{t!("colleagues-link")}</p>
                                <p><input class="input" readonly value=link aria-label=t!("colleagues-link-label")/></p>
                            </Notice>
                        }
                    })
            }}
        </div>
    }
}

#[component]
fn Row(
    /// The colleague.
    line: ColleagueLine,
    /// What can be done.
    actions: Actions,
) -> impl IntoView {
    let state = match line.state {
        ColleagueState::Active => view! { <Pill tone=Tone::Positive>{t!("colleague-active")}</Pill> },
        ColleagueState::Invited { .. } => view! { <Pill tone=Tone::Caution>{t!("colleague-invited")}</Pill> },
        ColleagueState::Expired => view! { <Pill tone=Tone::Negative>{t!("colleague-expired")}</Pill> },
        ColleagueState::Deactivated => view! { <Pill>{t!("colleague-deactivated")}</Pill> },
    };
    let is_open = matches!(line.state, ColleagueState::Invited { .. } | ColleagueState::Expired);
    let (id, name, version) = (line.id.to_string(), line.name.clone(), line.version.to_string());
    let role_label = t!("colleagues-role-of", name = name.clone());
    let options =
        Role::ALL.map(|role| view! { <option value=role.name() selected=role == line.role>{role_text(role)}</option> }).collect_view();
    let menu_label = t!("colleagues-actions-for", name = name);
    let mut items: Vec<AnyView> = Vec::new();
    if line.state != ColleagueState::Deactivated {
        let href = if line.is_me { paths::HOURS.to_owned() } else { paths::colleague_hours(line.id) };
        items.push(view! { <a href=href><Icon glyph=Glyph::CLOCK/>{t!("own-hours-of")}</a> }.into_any());
    }
    if is_open {
        items.push(item(actions.resend, &id, "colleague-resend", ()));
        items.push(item(actions.copy, &id, "colleague-copy", ()));
        items.push(item(actions.revoke, &id, "colleague-revoke", ()));
    } else {
        let reopen = line.state == ColleagueState::Deactivated;
        let fields = view! {
            <input type="hidden" name="active" value=if reopen { "true" } else { "false" }/>
            <input type="hidden" name="version" value=version.clone()/>
        };
        items.push(item(actions.active, &id, if reopen { "colleague-activate" } else { "colleague-deactivate" }, fields));
    }
    view! {
        <tr>
            <td>
                <div class="row">
                    <Avatar name=line.name.clone() small=true/>
                    <div>
                        <div class="strong">{line.name} {line.is_me.then(|| view! { " " <span class="soft small">{t!("colleague-me")}</span> })}</div>
                        <div class="soft small">{line.email} {line.is_creator.then(|| format!(" · {}", t!("colleague-creator")))}</div>
                    </div>
                </div>
            </td>
            <td>
                <ActionForm action=actions.role attr:class="row">
                    <input type="hidden" name="user" value=id.clone()/>
                    <input type="hidden" name="version" value=version/>
                    <select class="input" name="role" aria-label=role_label>{options}</select>
                    <Button size=Size::Small submit=true>{t!("colleagues-change-role")}</Button>
                </ActionForm>
            </td>
            <td>{state}</td>
            <td><Menu label=menu_label face=|| view! { <Icon glyph=Glyph::ELLIPSIS/> }>{items}</Menu></td>
        </tr>
    }
}

/// One line of a colleague's menu: a form of its own, so that it works without scripts.
fn item<S>(action: ServerAction<S>, user: &str, text: &'static str, fields: impl IntoView + 'static) -> AnyView
where
    S: leptos::server_fn::ServerFn<Protocol = leptos::server_fn::Http<leptos::server_fn::codec::PostUrl, leptos::server_fn::codec::Json>>
        + serde::de::DeserializeOwned
        + Clone
        + Send
        + Sync
        + 'static,
    S::Output: Send + Sync + 'static,
    S::Error: leptos::server_fn::error::FromServerFnError + Send + Sync + 'static,
    <<S::Client as leptos::server_fn::client::Client<S::Error>>::Request as leptos::server_fn::request::ClientReq<S::Error>>::FormData:
        From<crate::ui::browser::forms::FormData>,
    S::Client: leptos::server_fn::client::Client<S::Error>,
{
    let user = user.to_owned();
    view! {
        <ActionForm action>
            <input type="hidden" name="user" value=user/>
            {fields.into_view()}
            <button class="menu__item" type="submit">{t!(text)}</button>
        </ActionForm>
    }
    .into_any()
}

#[component]
fn InviteForm(
    /// Invites.
    invite: ServerAction<SubmitInvite>,
) -> impl IntoView {
    let outcome = invite.value();
    let errors = errors_of(outcome);
    let name = RwSignal::new(typed("input[name]"));
    let email = RwSignal::new(typed("input[email]"));
    let role = RwSignal::new(crate::ui::returned::typed_or("input[role]", Role::Recruiter.name()));
    let roles = Role::ALL.map(|role| (role.name().to_owned(), role_text(role))).to_vec();
    Effect::new(move |_| {
        if outcome.with(|outcome| matches!(outcome, Some(Ok(_)))) {
            name.set(String::new());
            email.set(String::new());
        }
    });
    view! {
        <ActionForm action=invite attr:class="form" attr:novalidate=true>
            <h3>{t!("invite-title")}</h3>
            <FormErrors error=failure_of(outcome)/>
            <div class="form__row">
                <TextField id="invite-name" name="input[name]" label=t!("account-name") value=name errors autocomplete="off"/>
                <TextField id="invite-email" name="input[email]" label=t!("account-email") value=email errors kind="email" autocomplete="off"/>
                <SelectField id="invite-role" name="input[role]" label=t!("colleagues-role") value=role options=Signal::stored(roles) errors/>
            </div>
            <div class="form__actions">
                <Button weight=Weight::Primary submit=true icon=Glyph::USER_PLUS pending=invite.pending()>{t!("invite-action")}</Button>
            </div>
        </ActionForm>
    }
}

/// A role in the viewer's language.
pub fn role_text(role: Role) -> String {
    t!(match role {
        Role::Administrator => "role-administrator",
        Role::Recruiter => "role-recruiter",
        Role::Coordinator => "role-coordinator",
        Role::HiringManager => "role-hiring-manager",
        Role::Interviewer => "role-interviewer",
    })
}
