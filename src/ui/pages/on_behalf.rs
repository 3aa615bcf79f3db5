//! `/pages/ID`: a client's page as staff see it: sharing it, and answering on the client's behalf.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::client_page::{ClientPageBody, zone_of};
use crate::api::presentations::{ClientPageView, LinkState, page_link, resend_page, revoke_page_links};
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
    let head = Callback::new(|(view, reload)| view! { <Sharing view reload/> }.into_any());
    view! {
        <div class="page client-page client-page--staff">
            <ClientPageBody page=id head/>
        </div>
    }
}

/// When the page was sent, opened and answered; its link.
#[component]
fn Sharing(view: Signal<ClientPageView>, reload: Callback<()>) -> impl IntoView {
    let (page, job) = view.with_untracked(|view| (view.id, view.job));
    let zone = view.with_untracked(|view| zone_of(&view.around, &use_viewer().zone));
    let locale = use_viewer().locale;
    let toasts = use_toasts();
    let zone = StoredValue::new(zone);
    let address = RwSignal::new(None::<String>);
    let (copied, copy_by_hand) = (t!("share-copied"), t!("share-copy-by-hand"));
    let copying = RwSignal::new(false);
    // No `Action`: what the clipboard promises may not leave the page's thread, and the server renders this, too.
    let copy = move |_| {
        if copying.get_untracked() {
            return;
        }
        copying.set(true);
        let (copied, by_hand) = (copied.clone(), copy_by_hand.clone());
        leptos::task::spawn_local(async move {
            match page_link(page).await {
                Ok(link) => {
                    let done = clipboard::copy(link.address.clone()).await;
                    toasts.show(if done { copied } else { by_hand });
                    // The page may have been left meanwhile.
                    address.try_set(Some(link.address));
                    reload.try_run(());
                }
                Err(error) => toasts.fail(&error),
            }
            copying.try_set(false);
        });
    };
    let resend = Action::new(move |_: &()| async move { resend_page(page).await });
    toast_outcomes(resend.value(), "share-resent");
    let revoke = Action::new(move |_: &()| async move { revoke_page_links(page).await });
    toast_outcomes(revoke.value(), "share-revoked");
    Effect::new(move |before: Option<()>| {
        resend.value().track();
        revoke.value().track();
        if before.is_some() {
            reload.run(());
        }
    });
    let revoking = RwSignal::new(false);
    let moment = move |at| zone.with_value(|zone| dates::moment(locale, zone, at));
    view! {
        <section class="card share" aria-label=t!("share-title")>
                {move || view.with(|view| view.sharing.clone()).map(|line| {
                    let link = match line.link {
                        LinkState::Live { until } => crate::text!(locale.language, "share-link-live", until = moment(until)),
                        LinkState::Expired => crate::text!(locale.language, "share-link-expired"),
                        LinkState::Revoked => crate::text!(locale.language, "share-link-revoked"),
                        LinkState::None => crate::text!(locale.language, "share-link-none"),
                    };
                    view! {
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
                    }
                })}
            <div class="row needs-script">
                <Button icon=Glyph::COPY pending=copying on:click=copy>{t!("share-copy")}</Button>
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
