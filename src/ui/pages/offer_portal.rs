//! `/o/TOKEN`: an offer as the candidate reads it: a code by mail first, then Profile → Offer, with the letter and its answers.
//!
//! Drawn by the server alone, as all pages of candidates; every step is a plain form.

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use crate::api::error::ApiError;
use crate::api::offer_portal::{DeclineOffer, EnterOffer, OfferPage, PortalView, SendOfferCode, SignOffer, offer_page};
use crate::domain::offers::offer::OfferState;
use crate::text::dates;
use crate::ui::components::*;
use crate::ui::offers::letter::{letter, plain};
use crate::ui::pages::booking::gone;
use crate::ui::returned::typed;
use crate::ui::viewer::use_viewer;
use crate::{paths, t};

/// What the page can do; each begins with the failure that its form came back with.
#[derive(Clone)]
struct Doing {
    token: String,
    code: ServerAction<SendOfferCode>,
    enter: ServerAction<EnterOffer>,
    sign: ServerAction<SignOffer>,
    decline: ServerAction<DeclineOffer>,
}

/// The page behind an offer's link.
#[component]
pub fn OfferPortalPage() -> impl IntoView {
    let token = use_params_map().with_untracked(|params| params.get("token").unwrap_or_default());
    let doing =
        Doing { token, code: ServerAction::new(), enter: ServerAction::new(), sign: ServerAction::new(), decline: ServerAction::new() };
    let page = move || {
        let doing = doing.clone();
        Suspend::new(async move {
            match offer_page(doing.token.clone()).await {
                Ok(PortalView::Locked { organisation, email, code_sent }) => locked(organisation, email, code_sent, &doing),
                Ok(PortalView::Open(page)) => opened(&page, &doing),
                Err(ApiError::Unauthorized | ApiError::NotFound) => gone().into_any(),
                Err(error) => view! { <div class="booking__card booking__card--single"><section class="booking__wide"><Failure error/></section></div> }.into_any(),
            }
        })
    };
    view! {
        <main id="main" class="booking" tabindex="-1">
            <Suspense>{page}</Suspense>
        </main>
    }
}

fn token_field(doing: &Doing) -> impl IntoView + use<> {
    let token = doing.token.clone();
    view! { <input type="hidden" name="token" value=token/> }
}

/// Nothing is said of the offer before the code was given.
fn locked(organisation: String, email: String, code_sent: bool, doing: &Doing) -> AnyView {
    let heading = t!("portal-locked-heading");
    let errors = errors_of(doing.enter.value());
    let (again, weight) = if code_sent { ("portal-code-again", Weight::Normal) } else { ("portal-code-send", Weight::Primary) };
    let enter = code_sent.then(|| {
        let token = token_field(doing);
        view! {
            <p role="status">{t!("portal-code-sent", email = email.clone())}</p>
            <ActionForm action=doing.enter attr:class="form" attr:novalidate=true>
                {token}
                <TextField
                    name="code"
                    label=t!("portal-code")
                    hint=t!("portal-code-hint")
                    errors
                    inputmode="numeric"
                    autocomplete="one-time-code"
                    maxlength=12
                />
                <Button weight=Weight::Primary size=Size::Large submit=true>{t!("portal-enter")}</Button>
            </ActionForm>
        }
    });
    let token = token_field(doing);
    let ask = (!code_sent).then(|| view! { <p>{t!("portal-locked", email = email.clone())}</p> });
    view! {
        <Title text=heading.clone()/>
        <div class="booking__card booking__card--single">
            <section class="booking__wide portal__locked">
                <p class="soft">{organisation}</p>
                <h1 id="step" tabindex="-1">{heading}</h1>
                <FormErrors error=failure_of(doing.enter.value())/>
                <FormErrors error=failure_of(doing.code.value())/>
                {ask}
                {enter}
                <ActionForm action=doing.code attr:class="form">
                    {token}
                    <Button weight size=Size::Large submit=true icon=Glyph::MAIL>{t!(again)}</Button>
                </ActionForm>
            </section>
        </div>
    }
    .into_any()
}

/// The profile with the offer.
fn opened(page: &OfferPage, doing: &Doing) -> AnyView {
    let heading = t!("portal-title", role = page.role.clone(), company = page.company.clone());
    let ask = format!("mailto:{}", page.recruiter_email);
    let download = paths::offer_download(&doing.token);
    let by =
        (page.organisation != page.company).then(|| view! { <small>{t!("portal-by", organisation = page.organisation.clone())}</small> });
    view! {
        <Title text=heading.clone()/>
        <div class="booking__card portal">
            <section class="booking__about">
                <div class="booking__company"><Avatar name=page.company.clone() large=true/><span><b>{page.company.clone()}</b>{by}</span></div>
                <nav aria-label=t!("portal-where")>
                    <ol class="portal__where"><li>{t!("portal-profile")}</li><li aria-current="page">{t!("portal-offer")}</li></ol>
                </nav>
                <h1>{heading}</h1>
                <dl class="facts">
                    <dt>{t!("portal-name")}</dt><dd>{page.name.clone()}</dd>
                    <dt>{t!("record-email")}</dt><dd>{page.email.clone()}</dd>
                </dl>
                <p class="soft small">{t!("booking-ask", name = page.recruiter.clone())}" "<a href=ask>{page.recruiter_email.clone()}</a></p>
            </section>
            <section class="booking__wide">
                {state(page)}
                <FormErrors error=failure_of(doing.sign.value())/>
                <FormErrors error=failure_of(doing.decline.value())/>
                <article class="portal__letter" aria-label=page.title.clone()>{letter(page.blocks.clone(), plain)}</article>
                // A form with a target is the browser's own: the file opens beside the page.
                <form method="post" action=download target="_blank">
                    <Button submit=true icon=Glyph::DOWNLOAD>{t!("portal-download")}</Button>
                </form>
                {(page.state == OfferState::Sent).then(|| answers(page, doing))}
            </section>
        </div>
    }
    .into_any()
}

/// Where the offer stands.
fn state(page: &OfferPage) -> AnyView {
    let locale = use_viewer().locale;
    let at = |at| format!("{} {}", dates::moment_of_year(locale, &page.zone, at), dates::zone_at(&page.zone, at));
    let ended = page.answered_at.map(at).unwrap_or_default();
    let (glyph, tone, text) = match page.state {
        OfferState::Sent => (Glyph::HOURGLASS, Tone::Accent, t!("portal-until", until = at(page.expires_at))),
        OfferState::Accepted => (Glyph::CIRCLE_CHECK, Tone::Positive, t!("portal-accepted", name = page.signed_as.clone(), at = ended)),
        OfferState::Declined => (Glyph::CIRCLE_X, Tone::Neutral, t!("portal-declined", at = ended)),
        OfferState::Rescinded => (Glyph::BAN, Tone::Caution, t!("portal-rescinded", company = page.company.clone(), at = ended)),
        OfferState::Expired => (Glyph::CLOCK, Tone::Caution, t!("portal-expired", until = at(page.expires_at))),
        // What was not sent has no page.
        OfferState::Draft | OfferState::Approving | OfferState::Approved => return ().into_any(),
    };
    let heading = t!(&format!("portal-heading-{}", page.state.name()));
    view! {
        <h2 id="step" tabindex="-1">{heading}</h2>
        <Notice tone icon=glyph>{text}</Notice>
    }
    .into_any()
}

/// Accepting by a typed signature, or declining with a reason.
fn answers(page: &OfferPage, doing: &Doing) -> AnyView {
    let (signing, declining) = (errors_of(doing.sign.value()), errors_of(doing.decline.value()));
    let (name, reason) = (RwSignal::new(typed("input[name]")), RwSignal::new(typed("reason")));
    let consent = RwSignal::new(typed("input[consent]") == "true");
    let unsigned = signing.with_untracked(|errors| errors.at("consent").is_some());
    let (sign_token, decline_token) = (token_field(doing), token_field(doing));
    let (sha256, company, reader) = (page.sha256.clone(), page.company.clone(), page.company.clone());
    let wants_reason = declining.with_untracked(|errors| errors.at("reason").is_some());
    view! {
        <section class="portal__answer" aria-labelledby="accept">
            <h2 id="accept">{t!("portal-accept-heading")}</h2>
            <ActionForm action=doing.sign attr:class="form" attr:novalidate=true>
                {sign_token}
                <input type="hidden" name="input[sha256]" value=sha256/>
                <TextField name="input[name]" label=t!("portal-signature") hint=t!("portal-signature-hint") value=name errors=signing autocomplete="name" maxlength=120/>
                <Checkbox name="input[consent]" label=t!("portal-consent", company = company) checked=consent/>
                {unsigned.then(|| view! { <FieldError text=t!("error-offer-consent")/> })}
                <Button weight=Weight::Primary size=Size::Large submit=true icon=Glyph::CHECK>{t!("portal-accept")}</Button>
            </ActionForm>
            <details class="portal__decline" open=wants_reason>
                <summary class="btn btn--large">{t!("portal-decline")}</summary>
                <ActionForm action=doing.decline attr:class="form" attr:novalidate=true>
                    {decline_token}
                    <TextArea name="reason" label=t!("portal-reason") hint=t!("portal-reason-hint", company = reader) value=reason errors=declining maxlength=1000/>
                    <Button weight=Weight::Negative size=Size::Large submit=true>{t!("portal-decline-now")}</Button>
                </ActionForm>
            </details>
        </section>
    }
    .into_any()
}
