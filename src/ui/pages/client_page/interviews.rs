//! Confirmed interviews: they stay whatever is painted.

use leptos::form::ActionForm;
use leptos::prelude::*;

use crate::api::booking::CancelFromPage;
use crate::api::error::ApiError;
use crate::api::presentations::{ClientPageView, PageInterview};
use crate::domain::error::FieldErrors;
use crate::domain::time::Zone;
use crate::paths;
use crate::t;
use crate::text::dates;
use crate::ui::components::*;
use crate::ui::returned::typed;
use crate::ui::viewer::use_viewer;

/// The confirmed interviews, with what can be done about them.
#[component]
pub fn Interviews(
    key: StoredValue<String>,
    view: RwSignal<ClientPageView>,
    reload: Action<bool, Result<(), ApiError>>,
    zone: Signal<Zone>,
    staff: bool,
) -> impl IntoView {
    let cancel = ServerAction::<CancelFromPage>::new();
    Effect::new(move |_: Option<()>| {
        if matches!(cancel.value().get(), Some(Ok(()))) {
            reload.dispatch(true);
        }
    });
    // Which of them was sent last: what was wrong stands there.
    let sent = RwSignal::new(typed("interview"));
    Effect::new(move || {
        if let Some(sent_now) = cancel.input().get() {
            sent.set(sent_now.interview.to_string());
        }
    });
    let any = move || view.with(|view| !view.interviews.is_empty());
    view! {
        <FormErrors error=failure_at(failure_of(cancel.value()), sent.into())/>
        <Show when=any>
            <section aria-labelledby="interviews">
                <h2 id="interviews">{t!("client-interviews")}</h2>
                <ul class="client-page__interviews">
                    <For
                        each=move || view.with(|view| view.interviews.clone())
                        key=|interview| (interview.id, interview.version)
                        children=move |interview| view! { <Interview key interview view cancel zone staff sent/> }
                    />
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn Interview(
    key: StoredValue<String>,
    interview: PageInterview,
    view: RwSignal<ClientPageView>,
    cancel: ServerAction<CancelFromPage>,
    zone: Signal<Zone>,
    staff: bool,
    sent: RwSignal<String>,
) -> impl IntoView {
    let locale = use_viewer().locale;
    let span = interview.span;
    let candidate = interview.candidate.clone();
    let place = t!(&format!("place-{}", interview.place.kind.name()));
    let text = interview.place.text.clone();
    let people = interview.attendees.join(", ");
    let calendar = (!staff).then(|| paths::calendar_file(&paths::client_page(key.get_value()), interview.id));
    let mail = view.with_untracked(|view| view.recruiter_email.clone());
    let subject = crate::text!(locale.language, "client-move-subject", name = candidate.clone());
    let mail = format!("mailto:{mail}?subject={}", escape(&subject));
    let own = interview.id.to_string();
    let reason_id = field_id(&format!("reason-{own}"));
    let is_sent = Memo::new(move |_| sent.with(|sent| *sent == own));
    let refused = errors_of(cancel.value());
    let errors = Signal::derive(move || if is_sent.get() { refused.get() } else { FieldErrors::default() });
    let pending = Signal::derive(move || cancel.pending().get() && is_sent.get());
    let open = untrack(|| errors.with(|errors| !errors.is_empty()));
    let reason = RwSignal::new(if open { typed("reason") } else { String::new() });
    view! {
        <li class="card client-page__interview">
            <p><strong>{candidate.clone()}</strong> " · " {move || dates::full(locale, &zone.get(), span)}</p>
            <p class="soft small">{place} {(!text.is_empty()).then(|| format!(": {text}"))} {(!people.is_empty()).then(|| format!(" · {people}"))}</p>
            <div class="row">
                {calendar.map(|href| view! { <a class="btn btn--small" href=href rel="external" download><Icon glyph=Glyph::CALENDAR_PLUS/>{t!("client-add-to-calendar")}</a> })}
                {staff.then(|| view! { <a class="btn btn--small" href=paths::interview(interview.id)>{t!("client-open-interview")}</a> })}
                {(!staff).then(|| view! { <a class="btn btn--small" href=mail rel="external">{t!("client-ask-to-move")}</a> })}
                <details class="client-page__decline" open=open>
                    <summary class="btn btn--plain btn--small">{t!("client-cancel")}</summary>
                    <ActionForm action=cancel>
                        <input type="hidden" name="page" value=key.get_value()/>
                        <input type="hidden" name="interview" value=interview.id.to_string()/>
                        <input type="hidden" name="version" value=interview.version.to_string()/>
                        <TextArea name="reason" id=reason_id label=t!("client-cancel-reason") value=reason errors rows=2 maxlength=1000/>
                        <Button weight=Weight::Negative submit=true pending>{crate::text!(locale.language, "client-cancel-send", name = candidate)}</Button>
                    </ActionForm>
                </details>
            </div>
        </li>
    }
}
