//! `/pages/ID`: a client's page as staff see it: sharing it, and answering on the client's behalf.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::client_page::ClientPageBody;
use crate::api::presentations::{ClientPageView, LinkState, page_link, pages_of_job, resend_page, revoke_page_links};
use crate::domain::id::{JobId, PageId};
use crate::paths;
use crate::t;
use crate::text::dates;
use crate::ui::browser::clipboard;
use crate::ui::components::*;
use crate::ui::viewer::use_viewer;

/// The client's page, above it who opened and answered it, and its link.
#[component]
pub fn OnBehalfPage() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("id")).unwrap_or_default();
    let head = Callback::new(|view: ClientPageView| {
        view! { <Sharing page=view.id job=view.job zone=crate::ui::pages::client_page::zone_of(&view.around, &use_viewer().zone)/> }
            .into_any()
    });
    view! {
        <div class="page client-page client-page--staff">
            <ClientPageBody page=id head/>
        </div>
    }
}

/// When the page was sent, opened and answered; its link.
#[component]
fn Sharing(page: PageId, job: JobId, zone: crate::domain::time::Zone) -> impl IntoView {
    let locale = use_viewer().locale;
    let toasts = use_toasts();
    let zone = StoredValue::new(zone);
    let lines = Resource::new(move || job, pages_of_job);
    let address = RwSignal::new(None::<String>);
    let (copied, copy_by_hand) = (t!("share-copied"), t!("share-copy-by-hand"));
    let copy = Action::new_local(move |_: &()| {
        let (copied, by_hand) = (copied.clone(), copy_by_hand.clone());
        async move {
            match page_link(page).await {
                Ok(link) => {
                    let done = clipboard::copy(link.address.clone()).await;
                    toasts.show(if done { copied } else { by_hand });
                    address.set(Some(link.address));
                    lines.refetch();
                }
                Err(error) => toasts.fail(&error),
            }
        }
    });
    let resend = Action::new(move |_: &()| async move { resend_page(page).await });
    toast_outcomes(resend.value(), "share-resent");
    let revoke = Action::new(move |_: &()| async move { revoke_page_links(page).await });
    toast_outcomes(revoke.value(), "share-revoked");
    Effect::new(move |before: Option<()>| {
        resend.value().track();
        revoke.value().track();
        if before.is_some() {
            lines.refetch();
        }
    });
    let revoking = RwSignal::new(false);
    let moment = move |at| zone.with_value(|zone| dates::moment(locale, zone, at));
    view! {
        <section class="card share" aria-label=t!("share-title")>
            <Transition>
                {move || lines.get().map(|lines| {
                    let line = lines.ok().and_then(|lines| lines.into_iter().find(|line| line.id == page))?;
                    let link = match line.link {
                        LinkState::Live { until } => crate::text!(locale.language, "share-link-live", until = moment(until)),
                        LinkState::Expired => crate::text!(locale.language, "share-link-expired"),
                        LinkState::Revoked => crate::text!(locale.language, "share-link-revoked"),
                        LinkState::None => crate::text!(locale.language, "share-link-none"),
                    };
                    Some(view! {
                        <div class="row">
                            <a href=paths::job(job)>{crate::text!(locale.language, "share-back")}</a>
                            <span>{crate::text!(locale.language, "share-sent", when = moment(line.shared_at), who = line.contact_name)}</span>
                            {match line.opened_at {
                                Some(at) => view! { <Pill tone=Tone::Positive>{crate::text!(locale.language, "share-opened", when = moment(at))}</Pill> },
                                None => view! { <Pill tone=Tone::Caution>{crate::text!(locale.language, "share-not-opened")}</Pill> },
                            }}
                            {match line.answered_at {
                                Some(at) => view! { <Pill tone=Tone::Positive>{crate::text!(locale.language, "share-answered", when = moment(at), who = line.answered_by.unwrap_or_default())}</Pill> },
                                None => view! { <Pill tone=Tone::Caution>{crate::text!(locale.language, "share-not-answered")}</Pill> },
                            }}
                            <span class="soft small">{link}</span>
                        </div>
                    })
                })}
            </Transition>
            <div class="row needs-script">
                <Button icon=Glyph::COPY pending=copy.pending() on:click=move |_| { copy.dispatch(()); }>{t!("share-copy")}</Button>
                <Button icon=Glyph::SEND pending=resend.pending() on:click=move |_| { resend.dispatch(()); }>{t!("share-resend")}</Button>
                <Button weight=Weight::Plain icon=Glyph::BAN on:click=move |_| revoking.set(true)>{t!("share-revoke")}</Button>
            </div>
            {move || address.get().map(|address| view! { <input class="input" readonly value=address aria-label=t!("share-link")/> })}
            <ConfirmDialog
                open=revoking
                title=t!("share-revoke-title")
                question=t!("share-revoke-question")
                verb=t!("share-revoke")
                on_confirm=Callback::new(move |()| { revoke.dispatch(()); })
            />
        </section>
    }
}
