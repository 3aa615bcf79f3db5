//! The document and the route tables: one app for staff, one for clients, one for candidates, each with a script of its own.

use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::domain::locale::Clock;
use crate::t;
use crate::ui::browser::early;
use crate::ui::components::{Glyph, Icon};
use crate::ui::pages::{
    account::AccountPage,
    ats::{AtsConnectionPage, AtsPage},
    calendar::CalendarPage,
    candidate::CandidatePage,
    candidate_communication::CandidateCommunicationPage,
    candidate_forms::CandidateFormsPage,
    candidate_history::CandidateHistoryPage,
    candidate_interviews::CandidateInterviewsPage,
    candidate_notes::CandidateNotesPage,
    candidate_offers::CandidateOffersPage,
    candidates::CandidatesPage,
    client::ClientRecordPage,
    clients::ClientsPage,
    connections::ConnectionsPage,
    evaluations::EvaluationsPage,
    forgot::ForgotPage,
    form::FormPage,
    form_template::FormTemplatePage,
    form_templates::FormTemplatesPage,
    help::HelpPage,
    home::HomePage,
    hours::HoursPage,
    import::{ImportPage, ImportReviewPage},
    interview::InterviewPage,
    invitation::InvitationPage,
    job::JobPage,
    jobs::JobsPage,
    mail_templates::MailTemplatesPage,
    not_found::NotFoundPage,
    offer_template::OfferTemplatePage,
    offer_templates::OfferTemplatesPage,
    on_behalf::OnBehalfPage,
    pipeline::PipelinePage,
    reset::ResetPage,
    rooms::{RoomPage, RoomsPage},
    settings::SettingsPage,
    setup::SetupPage,
    sign_in::SignInPage,
    tasks::TasksPage,
};
use crate::ui::pages::{
    answer::AnswerPage, booking::BookingPage, client_page::ClientPage, form::LinkedFormPage, offer_portal::OfferPortalPage,
};
use crate::ui::returned::{ForgetReturned, provide_returned, provide_returned_here};
use crate::ui::shell::StaffFrame;
use crate::ui::viewer::{provide_viewer, use_viewer};

/// Which bundle a document loads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bundle {
    /// For staff.
    Staff,
    /// For clients, and whoever fills a form in.
    Public,
    /// For candidates, and whoever answers an invitation: on a phone, on the move.
    Booking,
}

/// Addresses of the built files, from the build's manifest.
#[derive(Debug, Clone)]
pub struct Assets {
    /// The style sheet.
    pub css: String,
    /// The script of the bundle.
    pub js: String,
    /// Its WebAssembly.
    pub wasm: String,
    /// The font, loaded early.
    pub font: String,
    /// The icon of the site.
    pub icon: String,
    /// Stands for all changes told when the page was begun (`data-changes`).
    pub changes: String,
}

/// The document around the app; rendered by the server only.
pub fn shell(bundle: Bundle, assets: Assets) -> impl IntoView {
    let nonce = leptos::nonce::use_nonce();
    let Assets { css, js, wasm, font, icon, changes } = assets;
    let viewer = use_viewer();
    let clock = match viewer.locale.clock {
        Clock::Twelve => "12",
        Clock::TwentyFour => "24",
    };
    // `Promise` of the module first: the page is whole and usable before any of it has arrived.
    let start = format!("import({js:?}).then(m => m.default({{ module_or_path: {wasm:?} }}).then(() => m.hydrate()))");
    view! {
        <!DOCTYPE html>
        <html lang=viewer.locale.language.tag() data-zone=viewer.zone data-clock=clock data-changes=changes>
            <head>
                <meta charset="utf-8"/>
                <script nonce=nonce.clone()>{early::SCRIPT}</script>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="referrer" content="same-origin"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href=icon type="image/svg+xml"/>
                <link rel="preload" href=font r#as="font" r#type="font/woff2" crossorigin="anonymous"/>
                <link rel="stylesheet" href=css/>
                <link rel="modulepreload" href=js.clone() nonce=nonce.clone()/>
                <script type="module" nonce=nonce>{start}</script>
                <MetaTags/>
            </head>
            <body>
                {match bundle {
                    Bundle::Staff => view! { <App/> }.into_any(),
                    Bundle::Public => view! { <PublicApp/> }.into_any(),
                    Bundle::Booking => view! { <BookingApp/> }.into_any(),
                }}
            </body>
        </html>
    }
}

/// The staff's app.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_viewer();
    provide_returned();
    let owner = Owner::current().unwrap_or_default();
    view! {
        <Router>
            <ForgetReturned owner/>
            <Routes fallback=|| view! { <NotFoundPage/> }>
                <Route path=path!("/setup") view=SetupPage ssr=SsrMode::Async/>
                <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async/>
                <Route path=path!("/forgot-password") view=ForgotPage ssr=SsrMode::Async/>
                <Route path=path!("/reset-password/:token") view=ResetPage ssr=SsrMode::Async/>
                <Route path=path!("/invitation/:token") view=InvitationPage ssr=SsrMode::Async/>
                <ParentRoute path=path!("") view=StaffFrame ssr=SsrMode::Async>
                    <Route path=path!("/") view=HomePage ssr=SsrMode::Async/>
                    <Route path=path!("/tasks") view=TasksPage ssr=SsrMode::Async/>
                    <Route path=path!("/calendar") view=CalendarPage ssr=SsrMode::Async/>
                    <Route path=path!("/pipeline") view=PipelinePage ssr=SsrMode::Async/>
                    <Route path=path!("/candidates") view=CandidatesPage ssr=SsrMode::Async/>
                    <Route path=path!("/candidates/import") view=ImportPage ssr=SsrMode::Async/>
                    <Route path=path!("/candidates/import/:id") view=ImportReviewPage ssr=SsrMode::Async/>
                    <Route path=path!("/candidates/:id") view=CandidatePage ssr=SsrMode::Async/>
                    <Route path=path!("/candidates/:id/interviews") view=CandidateInterviewsPage ssr=SsrMode::Async/>
                    <Route path=path!("/candidates/:id/forms") view=CandidateFormsPage ssr=SsrMode::Async/>
                    <Route path=path!("/candidates/:id/history") view=CandidateHistoryPage ssr=SsrMode::Async/>
                    <Route path=path!("/candidates/:id/notes") view=CandidateNotesPage ssr=SsrMode::Async/>
                    <Route path=path!("/candidates/:id/communication") view=CandidateCommunicationPage ssr=SsrMode::Async/>
                    <Route path=path!("/candidates/:id/offers") view=CandidateOffersPage ssr=SsrMode::Async/>
                    <Route path=path!("/jobs") view=JobsPage ssr=SsrMode::Async/>
                    <Route path=path!("/jobs/:id") view=JobPage ssr=SsrMode::Async/>
                    <Route path=path!("/clients") view=ClientsPage ssr=SsrMode::Async/>
                    <Route path=path!("/clients/:id") view=ClientRecordPage ssr=SsrMode::Async/>
                    <Route path=path!("/pages/:id") view=OnBehalfPage ssr=SsrMode::Async/>
                    <Route path=path!("/interviews/:id") view=InterviewPage ssr=SsrMode::Async/>
                    <Route path=path!("/interviews/:id/evaluations") view=EvaluationsPage ssr=SsrMode::Async/>
                    <Route path=path!("/forms/:id") view=FormPage ssr=SsrMode::Async/>
                    <Route path=path!("/hours") view=HoursPage ssr=SsrMode::Async/>
                    <Route path=path!("/colleagues/:id/hours") view=HoursPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/forms") view=FormTemplatesPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/forms/:id") view=FormTemplatePage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/offers") view=OfferTemplatesPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/offers/:id") view=OfferTemplatePage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/mails") view=MailTemplatesPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/rooms") view=RoomsPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/rooms/:id") view=RoomPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/connections") view=ConnectionsPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/ats") view=AtsPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings/ats/:id") view=AtsConnectionPage ssr=SsrMode::Async/>
                    <Route path=path!("/settings") view=SettingsPage ssr=SsrMode::Async/>
                    <Route path=path!("/account") view=AccountPage ssr=SsrMode::Async/>
                    <Route path=path!("/help") view=HelpPage ssr=SsrMode::Async/>
                    <Route path=path!("/help/:page") view=HelpPage ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// The app of clients: what their links open, and forms.
#[component]
pub fn PublicApp() -> impl IntoView {
    provide_meta_context();
    provide_viewer();
    provide_returned();
    let owner = Owner::current().unwrap_or_default();
    view! {
        <Router>
            <ForgetReturned owner/>
            <Routes fallback=|| view! { <NotFoundPage/> }>
                <Route path=path!("/c/:token") view=ClientPage ssr=SsrMode::Async/>
                <Route path=path!("/f/:token") view=LinkedFormPage ssr=SsrMode::Async/>
            </Routes>
        </Router>
    }
}

/// The pages of candidates, of their offers, and of answers to invitations: the server alone draws them.
#[component]
pub fn BookingApp() -> impl IntoView {
    provide_meta_context();
    provide_returned_here();
    view! {
        <Router>
            <Routes fallback=|| view! { <NotFoundPage/> }>
                <Route path=path!("/b/:token") view=BookingPage ssr=SsrMode::Async/>
                <Route path=path!("/a/:token") view=AnswerPage ssr=SsrMode::Async/>
                <Route path=path!("/o/:token") view=OfferPortalPage ssr=SsrMode::Async/>
            </Routes>
        </Router>
        // What `ui::browser::turn` says when no page came: the server did not answer, or was asked too often.
        {["error-transport", "error-too-many"].map(|key| view! {
            <template id=key>
                <div class="notice notice--negative" role="alert" tabindex="-1"><Icon glyph=Glyph::CIRCLE_ALERT/><p>{t!(key)}</p></div>
            </template>
        })}
    }
}
