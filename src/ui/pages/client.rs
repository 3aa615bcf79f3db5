//! One client with its contacts and jobs.

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;
use leptos_router::hooks::use_query_map;

use crate::api::clients::{ArchiveClientCall, ClientView, get_client};
use crate::domain::id::ClientId;
use crate::domain::jobs::JobState;
use crate::domain::time::city;
use crate::paths;
use crate::t;
use crate::ui::browser::live::use_changes;
use crate::ui::components::*;
use crate::ui::forms::Anew;
use crate::ui::records::client::ClientForm;
use crate::ui::records::contact::ContactForm;
use crate::ui::records::{failed, page_of, use_address_switch};

/// The record of the client in the address.
#[component]
pub fn ClientRecordPage() -> impl IntoView {
    page_of(|id: ClientId| view! { <OneClient id/> }.into_any())
}

#[component]
fn OneClient(
    /// The client.
    id: ClientId,
) -> impl IntoView {
    let archive = ServerAction::<ArchiveClientCall>::new();
    toast_done(archive.value(), "records-saved");
    let changes = use_changes(paths::EVENTS.to_owned(), Some(vec![format!("client:{id}")]));
    let saved = RwSignal::new(0_u32);
    let client = Resource::new(move || (changes.get(), archive.version().get(), saved.get()), move |_| get_client(id));
    let (edit, contact) = (use_address_switch("edit"), use_address_switch("contact"));
    let query = use_query_map();
    let chosen = Memo::new(move |_| query.with(|query| query.get("contact").unwrap_or_default()));
    let done = move |open: RwSignal<bool>| {
        Callback::new(move |()| {
            open.set(false);
            saved.update(|count| *count += 1);
        })
    };
    view! {
        <FormErrors error=failure_of(archive.value())/>
        <Transition fallback=|| view! { <Skeleton lines=8/> }>
            {move || Suspend::new(async move {
                match client.await {
                    Ok(client) => view! { <Record client archive/> }.into_any(),
                    Err(error) => failed(error),
                }
            })}
        </Transition>
        <SidePanel open=edit title=t!("client-edit")>
            <EditClient id on_done=done(edit)/>
        </SidePanel>
        <SidePanel open=contact title=Signal::derive(move || if chosen.with(|chosen| chosen == "new") { t!("contact-new") } else { t!("contact-edit") })>
            <EditContact id chosen on_done=done(contact)/>
        </SidePanel>
    }
    .into_any()
}

/// The form with the client as it is when the panel opens: later changes by others do not take away what is typed.
#[component]
fn EditClient(
    /// The client.
    id: ClientId,
    /// Done when it was saved.
    on_done: Callback<()>,
) -> impl IntoView {
    let client = Resource::new(|| (), move |()| get_client(id));
    view! {
        <Suspense fallback=|| view! { <Skeleton lines=4/> }>
            {move || Suspend::new(async move {
                match client.await {
                    Ok(client) => view! { <ClientForm client=Some(client) on_done/> }.into_any(),
                    Err(error) => failed(error),
                }
            })}
        </Suspense>
    }
}

/// The same for the contact that the address names, or a new one.
#[component]
fn EditContact(
    /// The client.
    id: ClientId,
    /// The contact's id, or `new`.
    chosen: Memo<String>,
    /// Done when it was saved.
    on_done: Callback<()>,
) -> impl IntoView {
    let client = Resource::new(|| (), move |()| get_client(id));
    view! {
        <Suspense fallback=|| view! { <Skeleton lines=4/> }>
            {move || {
                let chosen = chosen.get();
                Suspend::new(async move {
                    match client.await {
                        Ok(client) => {
                            let known = client.contacts.into_iter().find(|contact| contact.id.to_string() == chosen);
                            let (zone, known) = (StoredValue::new(client.zone), StoredValue::new(known));
                            // Another contact gets fields of its own: what was typed for one is never saved for another.
                            view! { <Anew state=chosen><ContactForm client=id client_zone=zone.get_value() contact=known.get_value() on_done/></Anew> }.into_any()
                        }
                        Err(error) => failed(error),
                    }
                })
            }}
        </Suspense>
    }
}

#[component]
fn Record(
    /// The client.
    client: ClientView,
    /// Archives it, or takes it back.
    archive: ServerAction<ArchiveClientCall>,
) -> impl IntoView {
    let here = paths::client(client.id);
    view! {
        <Title text=format!("{} · {}", client.name, t!("app-name"))/>
        <div class="page">
            <header class="page__head">
                <div class="row">
                    <Avatar name=client.name.clone() large=true/>
                    <h1>{client.name.clone()}</h1>
                    {client.archived.then(|| view! { <Pill>{t!("clients-archived")}</Pill> })}
                </div>
                <div class="row">
                    <ButtonLink href=format!("{here}?edit=1") icon=Glyph::PENCIL>{t!("records-edit")}</ButtonLink>
                    <ActionForm action=archive>
                        <input type="hidden" name="id" value=client.id.to_string()/>
                        <input type="hidden" name="version" value=client.version.to_string()/>
                        <input type="hidden" name="archived" value=(!client.archived).to_string()/>
                        <Button submit=true pending=archive.pending()>
                            {if client.archived { t!("client-restore") } else { t!("client-archive") }}
                        </Button>
                    </ActionForm>
                </div>
            </header>
            <div class="columns">
                <section class="card card--flush" aria-labelledby="contacts">
                    <div class="card__head">
                        <h2 id="contacts">{t!("clients-contacts")}</h2>
                        <ButtonLink href=format!("{here}?contact=new") size=Size::Small icon=Glyph::USER_PLUS>{t!("contact-new")}</ButtonLink>
                    </div>
                    {contacts(&client, &here)}
                </section>
                <section class="card card--flush" aria-labelledby="jobs">
                    <div class="card__head">
                        <h2 id="jobs">{t!("jobs-title")}</h2>
                        {(!client.archived).then(|| view! {
                            <ButtonLink href=format!("{}?new=1&client={}", paths::JOBS, client.id) size=Size::Small icon=Glyph::PLUS>{t!("jobs-new")}</ButtonLink>
                        })}
                    </div>
                    {jobs(&client)}
                </section>
            </div>
            <section class="card" aria-labelledby="facts">
                <h2 id="facts" class="visually-hidden">{t!("records-details")}</h2>
                <dl class="facts">
                    <dt>{t!("record-zone")}</dt>
                    <dd>{city(&client.zone)}</dd>
                    <dt>{t!("client-notes")}</dt>
                    <dd class="record__notes">{if client.notes.is_empty() { "–".to_owned() } else { client.notes.clone() }}</dd>
                </dl>
            </section>
        </div>
    }
    .into_any()
}

fn contacts(client: &ClientView, here: &str) -> AnyView {
    if client.contacts.is_empty() {
        return view! { <EmptyState glyph=Glyph::USERS title=t!("contacts-none") text=t!("contacts-none-how")/> }.into_any();
    }
    let lines = client
        .contacts
        .iter()
        .map(|contact| {
            let mail = format!("mailto:{}", contact.email);
            let phone = (!contact.phone.is_empty()).then(|| format!(" · {}", contact.phone));
            view! {
                <li>
                    <Avatar name=contact.name.clone() small=true/>
                    <div class="grow">
                        <div class="strong">{contact.name.clone()}</div>
                        <div class="small soft"><a href=mail>{contact.email.clone()}</a>{phone}{format!(" · {}", city(&contact.zone))}</div>
                    </div>
                    <ButtonLink
                        href=format!("{here}?contact={}", contact.id)
                        size=Size::Small
                        weight=Weight::Plain
                        icon=Glyph::PENCIL
                        label=t!("contact-edit-named", name = contact.name.clone())
                    />
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{lines}</ul> }.into_any()
}

fn jobs(client: &ClientView) -> AnyView {
    if client.jobs.is_empty() {
        return view! { <EmptyState glyph=Glyph::BRIEFCASE title=t!("client-no-jobs") text=t!("client-no-jobs-how")/> }.into_any();
    }
    let lines = client
        .jobs
        .iter()
        .map(|job| {
            let (id, title) = (job.id, job.title.clone());
            view! {
                <li>
                    <A href=paths::job(id) attr:class="grow">{title}</A>
                    {(job.state == JobState::Closed).then(|| view! { <Pill>{t!("job-closed")}</Pill> })}
                    <span class="small soft">{t!("job-active", count = job.active)}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{lines}</ul> }.into_any()
}
