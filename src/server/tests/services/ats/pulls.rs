//! Pulling, from a server of this test's own that follows the contracts of Harvest v3 and of Lever.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};

use super::{Connected, admin, fixture};
use crate::domain::ats::connection::SaveConnection;
use crate::domain::time::plus_minutes;
use crate::server::ctx::Ctx;
use crate::server::services::ats::{pull, settings};
use crate::server::tests::records::at_field;
use crate::server::tests::world::Agency;

/// What the server does besides its contract, and what it was asked.
#[derive(Default)]
pub(super) struct Plan {
    /// Rows of a page.
    per_page: usize,
    /// Answers 429 so often first.
    too_many: u32,
    /// A token holds for so many requests.
    token_lasts: u32,
    /// Refuses the credentials.
    refuses: bool,
    /// Refuses this one of its records.
    keeps: &'static str,
    tokens: u32,
    left: u32,
    pub(super) asked: Vec<String>,
    pub(super) lists: HashMap<String, Value>,
    base: String,
}

pub(super) type Shared = Arc<Mutex<Plan>>;

pub(super) async fn serve(plan: Plan) -> (String, Shared) {
    let shared = Arc::new(Mutex::new(plan));
    let router = Router::new()
        .route("/token", post(token))
        .route("/v3/{list}", get(list))
        .route("/v1/{*path}", get(lever))
        .with_state(shared.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    shared.lock().unwrap().base = base.clone();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (base, shared)
}

fn basic(headers: &HeaderMap) -> String {
    use base64::Engine;
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Basic ")).unwrap_or_default();
    String::from_utf8(base64::engine::general_purpose::STANDARD.decode(given).unwrap()).unwrap()
}

async fn token(State(plan): State<Shared>, headers: HeaderMap, body: String) -> Response {
    let mut plan = plan.lock().unwrap();
    if plan.refuses || basic(&headers) != "our-client:our-client-secret" || body != "grant_type=client_credentials&sub=4401" {
        return (StatusCode::UNAUTHORIZED, "{\"error\":\"invalid_client\"}").into_response();
    }
    plan.tokens += 1;
    plan.left = plan.token_lasts;
    axum::Json(json!({ "access_token": format!("token-{}", plan.tokens), "token_type": "Bearer", "expires_in": 3600 })).into_response()
}

async fn list(
    State(plan): State<Shared>,
    Path(list): Path<String>,
    Query(query): Query<HashMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let mut plan = plan.lock().unwrap();
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if given != format!("Bearer token-{}", plan.tokens) || plan.left == 0 {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    if plan.too_many > 0 {
        plan.too_many -= 1;
        return (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "0")]).into_response();
    }
    plan.left -= 1;
    let mut told: Vec<String> = query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    told.sort();
    plan.asked.push(format!("{list}?{}", told.join("&")));
    let from: usize = match query.get("cursor") {
        // A cursor goes with nothing else.
        Some(_) if query.len() > 1 => return StatusCode::UNPROCESSABLE_ENTITY.into_response(),
        Some(cursor) => cursor.parse().unwrap(),
        None => 0,
    };
    let mut rows = plan.lists.get(&list).and_then(Value::as_array).cloned().unwrap_or_default();
    if let Some(ids) = query.get("ids") {
        let ids: Vec<u64> = ids.split(',').map(|id| id.parse().unwrap()).collect();
        rows.retain(|row| row["id"].as_u64().is_some_and(|id| ids.contains(&id)));
    }
    let mut head = HeaderMap::new();
    if from + plan.per_page < rows.len() {
        let next = format!("<{}/v3/{list}?cursor={}>; rel=\"next\"", plan.base, from + plan.per_page);
        head.insert(header::LINK, next.parse().unwrap());
    }
    let page: Vec<Value> = rows.into_iter().skip(from).take(plan.per_page).collect();
    (head, axum::Json(page)).into_response()
}

async fn lever(State(plan): State<Shared>, Path(path): Path<String>, headers: HeaderMap) -> Response {
    let mut plan = plan.lock().unwrap();
    if basic(&headers) != "key-of-lever:" {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    plan.asked.push(path.clone());
    if !plan.keeps.is_empty() && path.ends_with(plan.keeps) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let (list, file) = match path.split('/').next().unwrap() {
        "opportunities" => ("opportunities", "lever/opportunity"),
        "postings" => ("postings", "lever/posting"),
        "stages" => ("stages", "lever/stages"),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    axum::Json(plan.lists.get(list).cloned().unwrap_or_else(|| fixture(file))).into_response()
}

pub(super) fn harvest() -> Plan {
    let names =
        ["users", "jobs", "job_owners", "job_hiring_managers", "job_interview_stages", "job_interviews", "applications", "candidates"];
    let lists = names.into_iter().map(|name| (name.to_owned(), fixture(&format!("harvest/{name}")))).collect();
    Plan { per_page: 2, token_lasts: 1_000, lists, ..Plan::default() }
}

pub(super) fn keys(base: &str) -> SaveConnection {
    SaveConnection {
        client_id: "our-client".into(),
        client_secret: "our-client-secret".into(),
        user_id: "4401".into(),
        base_url: base.into(),
        ..SaveConnection::default()
    }
}

fn system(agency: &Agency) -> Ctx {
    Ctx::system(agency.server.app.clone(), "test".into())
}

#[tokio::test]
async fn a_pull_brings_what_is_there_page_by_page_and_later_what_changed() {
    for agency in Agency::both().await {
        // Tokens that end on the way, and a system that is asked too much.
        let (base, plan) = serve(Plan { token_lasts: 5, too_many: 2, ..harvest() }).await;
        let connected = Connected::to(&agency, "greenhouse", keys(&base)).await;
        assert!(pull::pull_due(&system(&agency)).await.unwrap());
        assert_eq!(agency.texts("select trouble from ats_connections").await, [""]);
        let state = connected.state().await;
        let has = |line: &str| assert!(state.iter().any(|one| one == line), "{line} in {state:#?}");
        has("job Data engineer|open||Europe/Berlin|Dana Weiss|-");
        has("stage Data engineer|0|Application Review|applied|n");
        has("stage Data engineer|2|Offer|offer|n");
        has("application amara.okafor@example.com|Data engineer|Onsite|active|");
        has("application cleo@example.com|Designer|Portfolio|active|");
        assert_eq!(
            agency.texts("select action from history where action in ('job.imported', 'stage.imported', 'ats_interview.added')").await,
            ["job.imported", "job.imported"],
            "what comes with a new job is no news of its own"
        );
        {
            let plan = plan.lock().unwrap();
            assert!(plan.tokens > 1, "a token that is over is renewed");
            assert!(plan.asked.contains(&"applications?per_page=500&status=active".to_owned()), "{:?}", plan.asked);
            assert!(plan.asked.contains(&"applications?cursor=2".to_owned()), "{:?}", plan.asked);
            assert!(plan.asked.contains(&"candidates?ids=880017,880018&per_page=500".to_owned()), "{:?}", plan.asked);
        }
        assert!(!pull::pull_due(&system(&agency)).await.unwrap(), "not due yet");

        // Somebody moves, a stage is added; a delivery of before changes nothing.
        {
            let mut plan = plan.lock().unwrap();
            plan.asked.clear();
            let applications = plan.lists.get_mut("applications").unwrap();
            applications[1]["job_interview_stage_id"] = json!(700_104);
            applications[1]["stage_name"] = json!("Executive talk");
            applications[1]["updated_at"] = json!("2027-03-03T09:05:00Z");
            let stages = plan.lists.get_mut("job_interview_stages").unwrap().as_array_mut().unwrap();
            stages.push(json!({ "id": 700_104, "job_id": 500_009, "sort_order": 3, "name": "Executive talk", "active": true, "updated_at": "2027-03-03T09:05:00Z" }));
        }
        agency.server.clock.set(plus_minutes(agency.server.app.clock.now(), 10));
        assert!(pull::pull_due(&system(&agency)).await.unwrap());
        connected.send("late", &fixture("greenhouse/new_candidate_application")).await.unwrap();
        let state = connected.state().await;
        let has = |line: &str| assert!(state.iter().any(|one| one == line), "{line} in {state:#?}");
        has("application bela@example.com|Data engineer|Executive talk|active|");
        has("application amara.okafor@example.com|Data engineer|Onsite|active|");
        assert_eq!(agency.number("select count(*) from history where action = 'stage.imported'").await, 1);
        let asked = plan.lock().unwrap().asked.clone();
        assert!(asked.contains(&"applications?per_page=500&updated_at=gte|2027-03-03T08:55:00Z".to_owned()), "{asked:?}");
    }
}

#[tokio::test]
async fn what_does_not_go_away_by_itself_is_told_from_what_may() {
    for agency in Agency::both().await {
        let (base, plan) = serve(Plan { refuses: true, ..harvest() }).await;
        let connected = Connected::to(&agency, "greenhouse", keys(&base)).await;
        pull::pull(&system(&agency), connected.id).await.unwrap();
        let line = || async { settings::list(&admin(&agency)).await.unwrap().lines.remove(0) };
        let broken = line().await;
        assert!(broken.trouble_lasts && broken.trouble.contains("invalid_client"), "{broken:?}");
        assert_eq!(broken.pulled_at, None);
        plan.lock().unwrap().refuses = false;
        plan.lock().unwrap().too_many = 1_000;
        pull::pull(&system(&agency), connected.id).await.unwrap();
        let busy = line().await;
        assert!(!busy.trouble_lasts && busy.trouble.starts_with("429"), "{busy:?}");
        plan.lock().unwrap().too_many = 0;
        // The button makes it due before its time.
        assert!(!pull::pull_due(&system(&agency)).await.unwrap());
        settings::pull_now(&admin(&agency), connected.id).await.unwrap();
        assert!(pull::pull_due(&system(&agency)).await.unwrap());
        let well = line().await;
        assert!(well.trouble.is_empty() && well.pulled_at.is_some(), "{well:?}");
    }
}

#[tokio::test]
async fn lever_is_asked_for_what_its_deliveries_name() {
    for agency in Agency::both().await {
        let (base, plan) = serve(Plan::default()).await;
        let keys = SaveConnection { api_key: "key-of-lever".into(), base_url: base, ..SaveConnection::default() };
        let connected = Connected::to(&agency, "lever", keys).await;
        pull::pull(&system(&agency), connected.id).await.unwrap();
        assert_eq!(plan.lock().unwrap().asked, ["stages"], "nothing was named yet");
        connected.send("", &fixture("lever/candidate_stage_change")).await.unwrap();
        assert!(pull::pull_due(&system(&agency)).await.unwrap(), "at once, not in ten minutes");
        let state = connected.state().await;
        let has = |line: &str| assert!(state.iter().any(|one| one == line), "{line} in {state:#?}");
        has("job Platform engineer|open|Stockholm|Europe/Berlin|Dana Weiss|-");
        has("stage Platform engineer|1|Phone screen|screen|n");
        has("stage Platform engineer|3|Offer|offer|n");
        has("application jonas@example.com|Platform engineer|Phone screen|active|");
        assert_eq!(agency.number("select count(*) from ats_records where ask_at is not null").await, 0);
    }
}

#[tokio::test]
async fn what_lever_refuses_keeps_nothing_else_and_a_wrong_key_is_seen_with_nothing_to_ask() {
    for agency in Agency::both().await {
        let (base, plan) = serve(Plan { keeps: "0bad", ..Plan::default() }).await;
        let keys = SaveConnection { api_key: "key-of-lever".into(), base_url: base.clone(), ..SaveConnection::default() };
        let connected = Connected::to(&agency, "lever", keys).await;
        let mut refused = fixture("lever/candidate_stage_change");
        (refused["id"], refused["data"]["opportunityId"]) = (json!("1"), json!("0bad"));
        connected.send("", &refused).await.unwrap();
        agency.server.clock.set(plus_minutes(agency.server.app.clock.now(), 1));
        connected.send("", &fixture("lever/candidate_stage_change")).await.unwrap();
        assert!(pull::pull_due(&system(&agency)).await.unwrap());
        assert_eq!(agency.texts("select trouble from ats_connections").await, [""]);
        assert_eq!(agency.texts("select email from candidates").await, ["jonas@example.com"]);
        assert_eq!(agency.texts("select external_id from ats_records where ask_at is not null").await, ["0bad"]);
        // It is asked for again, though not at once, and at once where it is named anew.
        agency.server.clock.set(plus_minutes(agency.server.app.clock.now(), 10));
        plan.lock().unwrap().asked.clear();
        assert!(pull::pull_due(&system(&agency)).await.unwrap());
        assert_eq!(plan.lock().unwrap().asked, ["stages"]);
        refused["id"] = json!("2");
        plan.lock().unwrap().keeps = "";
        connected.send("", &refused).await.unwrap();
        assert!(pull::pull_due(&system(&agency)).await.unwrap());
        assert_eq!(agency.number("select count(*) from ats_records where ask_at is not null").await, 0);

        let line = settings::list(&admin(&agency)).await.unwrap().lines.remove(0);
        let wrong = SaveConnection {
            id: Some(connected.id),
            version: line.version,
            name: line.name,
            recruiter_id: line.recruiter.to_string(),
            api_key: "another-key".into(),
            base_url: base,
            ..SaveConnection::default()
        };
        settings::save(&admin(&agency), &wrong).await.unwrap();
        pull::pull(&system(&agency), connected.id).await.unwrap();
        let broken = settings::list(&admin(&agency)).await.unwrap().lines.remove(0);
        assert!(broken.trouble_lasts, "{broken:?}");
    }
}

#[tokio::test]
async fn what_is_asked_no_more_is_not_broken() {
    for agency in Agency::both().await {
        let (base, _plan) = serve(Plan { refuses: true, ..harvest() }).await;
        let connected = Connected::to(&agency, "greenhouse", keys(&base)).await;
        let broken = "select count(*) from connections where broken_since is not null";
        let line = || async { settings::list(&admin(&agency)).await.unwrap().lines.remove(0) };
        let before = agency.server.app.store.read().await.unwrap().ats_connection(connected.id).await.unwrap().unwrap();
        pull::pull(&system(&agency), connected.id).await.unwrap();
        assert!(!line().await.trouble.is_empty());
        assert_eq!(agency.number(broken).await, 1);
        let forget = SaveConnection {
            id: Some(connected.id),
            version: line().await.version,
            name: "Our greenhouse".into(),
            recruiter_id: agency.recruiter.user_id().unwrap().to_string(),
            forget_keys: true,
            ..SaveConnection::default()
        };
        settings::save(&admin(&agency), &forget).await.unwrap();
        assert_eq!(agency.number(broken).await, 0);
        assert!(line().await.trouble.is_empty());
        // A pull that began before says how it went with what there is no more.
        let trouble = || Err(crate::server::ats::Trouble::Passing("500".into()));
        for _ in 0..6 {
            crate::server::services::ats::report(&system(&agency), &before, trouble()).await.unwrap();
        }
        assert_eq!(agency.number(broken).await, 0);
        assert!(line().await.trouble.is_empty());
    }
}

#[tokio::test]
async fn a_secret_that_is_kept_goes_to_no_other_server() {
    for agency in Agency::both().await {
        let connected = Connected::to(&agency, "greenhouse", keys("https://proxy.example/one")).await;
        let to = |base: &str, version: i64| SaveConnection {
            id: Some(connected.id),
            version,
            name: "Our greenhouse".into(),
            recruiter_id: agency.recruiter.user_id().unwrap().to_string(),
            base_url: base.into(),
            ..SaveConnection::default()
        };
        for elsewhere in ["https://proxi.example/one", "https://proxy.example:8443/one", ""] {
            let refused = at_field(settings::save(&admin(&agency), &to(elsewhere, 1)).await);
            assert_eq!(refused, ("client_secret".into(), "error-secret-again".into()), "{elsewhere}");
        }
        settings::save(&admin(&agency), &to("https://PROXY.example/two", 1)).await.unwrap();
        let typed = SaveConnection { client_secret: "our-client-secret".into(), ..to("https://proxi.example", 2) };
        settings::save(&admin(&agency), &typed).await.unwrap();
    }
}
