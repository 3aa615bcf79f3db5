//! The router: pages, server functions, files, health; and what every request passes through.

mod events;
mod exports;
pub mod files;
mod form_files;
pub mod forms;
mod guard;
mod health;
mod hooks;
mod imports;
mod limit;
mod offer_files;
mod public_files;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode, header};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get, post};
use leptos::prelude::*;
use leptos::server_fn::axum::get_server_fn_service;
use leptos_axum::ResponseOptions;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};
use tower_http::services::ServeDir;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::{DefaultOnResponse, TraceLayer};
use tracing::Level;

use super::ctx::{AppState, Ctx};
use crate::api::account::Visit;
use crate::api::error::{ApiError, Returned};
use crate::app::{Assets, Bundle};
use crate::domain::locale::{Clock, Locale};
use crate::domain::people::Actor;
use crate::ui::viewer::Viewer;

/// How long an answer may take.
const ANSWER: Duration = Duration::from_secs(30);
/// How long an upload may take.
const UPLOAD: Duration = Duration::from_secs(15 * 60);

/// What a failure's body holds at most: one `ApiError`.
const MOST_ERROR_BYTES: usize = 65_536;

/// A page, rendered whole before it is sent: it is complete without scripts.
type Page = fn(Bundle, Assets) -> AnyView;

/// The whole application as a router.
///
/// `page` is the document around the app, given by `run` so that nothing else here knows the pages.
pub fn router(app: Arc<AppState>, page: Page) -> Router {
    // Pages spawn the loading of what they show; an executor set before, by a router in the same process, is as good.
    let _ = any_spawner::Executor::init_tokio();
    let site = ServeDir::new(app.config.site_root.join("pkg")).precompressed_br();
    let pkg = Router::new().fallback_service(site).layer(middleware::map_response(|mut response: Response| async {
        // Names carry a hash of their content. A name that is not there must not be remembered as missing.
        if response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED {
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
        }
        response
    }));
    // A large file over a slow line takes its time, and so does a long table.
    let uploads = Router::new()
        .route("/candidates/{id}/files", post(files::upload))
        .route("/candidates/import", get(staff_page).post(imports::upload))
        .route("/candidates/{id}/history.xlsx", get(exports::history))
        .route("/candidates/{id}/notes.xlsx", get(exports::notes))
        .route("/forms/{id}/upload", get(form_files::open).post(form_files::upload))
        .layer(DefaultBodyLimit::max(files::most_body_bytes(app.config.files.most_bytes)))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, UPLOAD));
    Router::new()
        .nest("/pkg", pkg)
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/api/{*function}", any(server_functions))
        .route("/events", get(events::staff))
        .route("/files/{id}", get(files::download))
        .route("/forms/{id}/form.pdf", get(form_files::pdf))
        .route("/f/{token}", get(public_page))
        .route("/f/{token}/form.pdf", get(form_files::pdf))
        .route("/c/{token}", get(public_page))
        .route("/c/{token}/events", get(events::client_page))
        .route("/c/{token}/files/{file}", get(public_files::presented))
        .route("/c/{token}/interviews/{name}", get(public_files::for_contact))
        .route("/b/{token}/interviews/{name}", get(public_files::for_candidate))
        .route("/a/{token}", get(booking_page))
        .route("/a/{token}/events", get(events::invitation))
        .route("/b/{token}", get(booking_page))
        .route("/o/{token}", get(booking_page))
        .route("/o/{token}/events", get(events::offer))
        .route("/o/{token}/letter.pdf", post(offer_files::download))
        .route("/offers/{id}/letter.pdf", get(offer_files::for_staff))
        .route("/b/{token}/events", get(events::booking))
        .route("/hooks/ats/{id}", post(hooks::ats))
        .fallback(get(staff_page))
        .layer(DefaultBodyLimit::max(1_048_576))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER))
        .merge(uploads)
        .layer(axum::Extension(page))
        .layer(middleware::from_fn_with_state(app.clone(), guard::same_origin))
        .layer(middleware::from_fn_with_state(limit::Limits::new(app.clone()), limit::limit))
        // WebAssembly lies there compressed already; a development build, many times as large and for this machine alone, would only cost time.
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(NotForContentType::const_new("application/wasm"))))
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn_with_state(app.clone(), guard::headers))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(
            TraceLayer::new_for_http()
                .make_span_with(|request: &Request<Body>| {
                    let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok()).unwrap_or_default();
                    // The path of a public page is its secret: only the first segment is logged.
                    let place = request.uri().path().split('/').nth(1).unwrap_or_default();
                    tracing::info_span!("request", method = %request.method(), place, id)
                })
                .on_response(DefaultOnResponse::new().level(Level::INFO)),
        )
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .with_state(app)
}

async fn server_functions(State(app): State<Arc<AppState>>, request: Request<Body>) -> Response {
    if get_server_fn_service(request.uri().path(), request.method().clone()).is_none() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let (request, typed) = match forms::read(request).await {
        Ok(read) => read,
        Err(refused) => return refused,
    };
    let context = move || {
        provide_context(app.clone());
        provide_context(typed.clone());
    };
    let response = leptos_axum::handle_server_fns_with_context(context, request).await.into_response();
    malformed_is_the_callers_fault(response).await
}

/// A body that a server function could not read never reached it, so nobody has set its status: the framework says 500 (ours), 400 is true.
async fn malformed_is_the_callers_fault(response: Response) -> Response {
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let body = match axum::body::to_bytes(body, MOST_ERROR_BYTES).await {
        Ok(body) => body,
        Err(error) => {
            tracing::error!(%error, "a failure could not be read");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    if matches!(serde_json::from_slice(&body), Ok(ApiError::Transport)) {
        parts.status = StatusCode::BAD_REQUEST;
    }
    Response::from_parts(parts, Body::from(body))
}

async fn public_page(State(app): State<Arc<AppState>>, axum::Extension(page): axum::Extension<Page>, request: Request<Body>) -> Response {
    render(app, Bundle::Public, page, request).await
}

async fn booking_page(State(app): State<Arc<AppState>>, axum::Extension(page): axum::Extension<Page>, request: Request<Body>) -> Response {
    render(app, Bundle::Booking, page, request).await
}

async fn staff_page(State(app): State<Arc<AppState>>, axum::Extension(page): axum::Extension<Page>, request: Request<Body>) -> Response {
    render(app, Bundle::Staff, page, request).await
}

async fn render(app: Arc<AppState>, bundle: Bundle, page: Page, request: Request<Body>) -> Response {
    let name = match bundle {
        Bundle::Staff => ("agendum.js", "agendum.wasm", "main.css"),
        Bundle::Public => ("public.js", "public.wasm", "public.css"),
        Bundle::Booking => ("booking.js", "booking.wasm", "public.css"),
    };
    let assets = Assets {
        js: app.site.path(name.0),
        wasm: app.site.path(name.1),
        css: app.site.path(name.2),
        font: app.site.path("inter.woff2"),
        icon: app.site.path("icon.svg"),
        // Before anything is read for the page.
        changes: app.bus.mark(),
    };
    let secure = app.config.is_secure();
    let (parts, body) = request.into_parts();
    let Ok(ctx) = context(app.clone(), &parts).await else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    let visit = match bundle {
        Bundle::Staff => Some(Visit(ctx.answer(super::services::account::me(&ctx).await))),
        Bundle::Public | Bundle::Booking => None,
    };
    let viewer = Viewer { zone: ctx.zone, locale: ctx.locale };
    let returned = forms::returned(&parts);
    let request = Request::from_parts(parts, body);
    let handler = leptos_axum::render_app_async_with_context(
        move || {
            provide_context(app.clone());
            provide_context(viewer.clone());
            if let Some(visit) = visit.clone() {
                provide_context(visit);
            }
            if let Some(returned) = returned.clone() {
                provide_context(returned);
            }
        },
        move || {
            if let (Some(nonce), Some(response)) = (leptos::nonce::use_nonce(), use_context::<ResponseOptions>()) {
                guard::content_security_policy(&response, &nonce, secure);
                if use_context::<Returned>().is_some() {
                    forms::forget_returned(&response);
                }
            }
            page(bundle, assets.clone())
        },
    );
    handler(request).await
}

/// How the browser that asks says its reader reads.
fn locale_of(headers: &HeaderMap) -> Locale {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    accepted.map_or_else(Locale::default, Locale::from_accept_language)
}

/// Who asks, from where, reading how.
///
/// # Errors
/// `Internal` when the database does not answer.
pub async fn context(app: Arc<AppState>, parts: &Parts) -> Result<Ctx, ApiError> {
    let request_id = parts.extensions.get::<RequestId>().and_then(|id| id.header_value().to_str().ok()).unwrap_or_default().to_owned();
    let mut locale = locale_of(&parts.headers);
    match forms::cookie(&parts.headers, "clock") {
        Some("12") => locale.clock = Clock::Twelve,
        Some("24") => locale.clock = Clock::TwentyFour,
        _ => {}
    }
    let zone = forms::cookie(&parts.headers, "zone").map(|zone| zone.replace("%2F", "/")).filter(|zone| super::zones::is_known(zone));
    let mut ctx = Ctx {
        client_address: guard::client_address(&app.config, parts),
        app,
        actor: Actor::Public,
        zone: String::new(),
        locale,
        request_id,
    };
    let visitor = ctx.answer(super::services::account::visitor(&ctx, forms::cookie(&parts.headers, forms::SESSION_COOKIE)).await)?;
    ctx.actor = visitor.actor;
    ctx.zone = zone.unwrap_or(visitor.zone);
    if let Some((clock, week_start)) = visitor.reading {
        ctx.locale.week_start = week_start;
        if forms::cookie(&parts.headers, "clock").is_none() {
            ctx.locale.clock = clock;
        }
    }
    Ok(ctx)
}

/// Sets the HTTP status of a server function's failure; sends a form without scripts back to where it was, with the failure.
///
/// # Errors
/// The failure it was given.
pub fn answer<T>(result: Result<T, ApiError>) -> Result<T, ApiError> {
    if let Err(error) = &result {
        if forms::is_plain_form() {
            // A status would overwrite the redirect.
            forms::send_back(error);
        } else if let (false, Some(response), Ok(status)) =
            (is_rendering(), use_context::<ResponseOptions>(), StatusCode::from_u16(error.status()))
        {
            response.set_status(status);
        }
    }
    result
}

/// Whether a page is rendered: what one of its parts may not see is no failure of the page.
fn is_rendering() -> bool {
    use_context::<Parts>().is_some_and(|parts| forms::wants_page(&parts.headers))
}

/// Leads a form that was sent without scripts to a page.
pub fn lead_back(path: &str) {
    if forms::is_plain_form() {
        leptos_axum::redirect(path);
    }
}
