//! Nothing changes without an event: every server function is called, and the database is compared before and after.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::authorisation::{call, world};
use super::table::functions;
use super::world::{Who, World};
use crate::domain::history::HistoryKind;
use crate::domain::id::ApplicationId;
use crate::domain::locale::Language;
use crate::server::tests::support::TestServer;
use crate::text;

/// What is kept for its own sake and tells nothing of records: sessions, counters of tries, copies of what stands elsewhere.
const BESIDE: [&str; 5] = ["history", "sessions", "offer_sessions", "sign_in_failures", "_sqlx_migrations"];

/// Every row of every table.
async fn content(server: &TestServer) -> BTreeMap<String, Vec<String>> {
    let mut tx = server.app.store.read().await.unwrap();
    let mut content = BTreeMap::new();
    for table in tx.texts("select name from sqlite_master where type = 'table'").await.unwrap() {
        let columns = format!("select group_concat('quote(\"' || name || '\")', '||''|''||') from pragma_table_info('{table}')");
        let columns = tx.texts(&columns).await.unwrap().remove(0);
        let rows = tx.texts(&format!("select {columns} from \"{table}\" order by 1")).await.unwrap();
        content.insert(table, rows);
    }
    content
}

/// The kinds of an action.
fn kinds(action: &str) -> usize {
    let fits = |pattern: &str| match pattern.strip_suffix('%') {
        Some(begin) => action.starts_with(begin),
        None => action == pattern,
    };
    HistoryKind::ALL.iter().filter(|kind| kind.patterns().into_iter().any(fits)).count()
}

#[tokio::test]
async fn whatever_changes_something_leaves_an_event_that_can_be_read() {
    let (folder, world) = world().await;
    let (mut silent, mut changing, mut unread) = (Vec::new(), Vec::new(), Vec::new());
    for line in functions() {
        let who = Who::ALL.into_iter().zip(line.may.chars()).find(|(_, may)| *may == '+').unwrap().0;
        let server = World::copy(folder.path()).await;
        let before = content(&server).await;
        let answer = call(&world, &server, who, &line).await;
        let after = content(&server).await;
        let changed: Vec<&str> = after
            .iter()
            .filter(|(table, rows)| before[*table] != **rows)
            .map(|(table, _)| table.as_str())
            .filter(|table| !BESIDE.contains(table))
            .collect();
        let new: Vec<&String> = after["history"].iter().filter(|row| !before["history"].contains(row)).collect();
        if !changed.is_empty() {
            changing.push(line.path);
            if new.is_empty() {
                silent.push(format!("{} ({}) changed {changed:?}", line.path, answer.status));
            }
        }
        let of_candidates = "select distinct action from history where candidate_id is not null";
        for action in server.app.store.read().await.unwrap().texts(of_candidates).await.unwrap() {
            let key = text::history::key(&action);
            if text!(Language::English, &key) == key || kinds(&action) != 1 {
                unread.push(action);
            }
        }
    }
    unread.sort();
    unread.dedup();
    assert!(silent.is_empty(), "without an event:\n{}", silent.join("\n"));
    assert!(unread.is_empty(), "without a sentence (locales/en/history.ftl) or of no one kind: {unread:?}");
    assert_eq!(changing, CHANGING, "these are the functions whose line in the table really changes something");
}

/// What changes something in another state of the records only: put into it step by step.
#[tokio::test]
async fn nor_does_a_change_that_needs_others_before_it() {
    let (folder, world) = world().await;
    let server = World::copy(folder.path()).await;
    let version = async |table: &str, id: String| {
        let mut tx = server.app.store.read().await.unwrap();
        tx.number(format!("select version from {table} where id = '{id}'")).await.unwrap()
    };
    let text = async |sql: String| server.app.store.read().await.unwrap().texts(sql).await.unwrap().remove(0);
    let step = async |path: &str, is_json: bool, body: Value| {
        let before = content(&server).await;
        let mut browser = world.browser(&server, Who::Recruiter);
        let path = format!("/api/{path}");
        let answer = if is_json { browser.call(&path, &body).await } else { browser.call_form(&path, &body).await };
        assert!(answer.status.is_success(), "{path}: {}", answer.body);
        let after = content(&server).await;
        assert!(before["history"].len() < after["history"].len(), "{path}");
        let same = |table: &&String| BESIDE.contains(&table.as_str()) || before[*table] == after[*table];
        assert!(!after.keys().all(|table| same(&table)), "{path} changes nothing");
    };
    let end = async |application: ApplicationId| {
        let version = version("applications", application.to_string()).await;
        step("applications/end", false, json!({ "input": { "id": application, "version": version, "disposition": "no_answer" } })).await;
    };
    step("booking/cancel-interview", true, json!({ "interview": world.interview, "reason": "Ill", "version": 1 })).await;
    end(world.application).await;
    let at = version("applications", world.application.to_string()).await;
    step("applications/reopen", false, json!({ "id": world.application, "version": at })).await;
    let at = version("applications", world.application.to_string()).await;
    let here = text(format!("select stage_id from applications where id = '{}'", world.application)).await;
    let other = text(format!("select id from stages where job_id = '{}' and id <> '{here}' order by position", world.job)).await;
    step("applications/move", false, json!({ "input": { "id": world.application, "version": at, "stage_id": other } })).await;
    let job = text(format!("select id from jobs where id <> '{}'", world.job)).await;
    step("applications/add", false, json!({ "input": { "candidate_id": world.candidate, "job_id": job } })).await;
    for job in
        server.app.store.read().await.unwrap().texts(format!("select id from jobs where client_id = '{}'", world.client)).await.unwrap()
    {
        let at = version("jobs", job.clone()).await;
        step("jobs/close", false, json!({ "id": job, "version": at, "closed": true })).await;
    }
    let at = version("clients", world.client.to_string()).await;
    step("clients/archive", false, json!({ "id": world.client, "version": at, "archived": true })).await;
}

/// The functions that change something when they are called as in the table. One that is missing here and is no reading either is
/// refused in that state; those of them that records hang on are called below, the others in the tests of their services.
const CHANGING: [&str; 78] = [
    "account/reset-password",
    "account/save-profile",
    "colleagues/invite",
    "colleagues/resend-invitation",
    "colleagues/copy-invitation",
    "colleagues/revoke-invitation",
    "colleagues/change-role",
    "colleagues/set-active",
    "colleagues/accept-invitation",
    "organisation/save",
    "hours/save",
    "hours/save-busy",
    "hours/remove-busy",
    "interviews/shift",
    "interviews/save",
    "connections/save-smtp",
    "connections/save-text",
    "connections/save-teams",
    "tasks/complete",
    "tasks/take",
    "interviews/swap",
    "rooms/save",
    "rooms/retire",
    "clients/save",
    "clients/contact",
    "jobs/save",
    "jobs/close",
    "candidates/save",
    "imports/map",
    "imports/run",
    "imports/discard",
    "files/delete",
    "presentations/present",
    "presentations/withdraw",
    "presentations/link",
    "presentations/revoke",
    "presentations/resend",
    "presentations/decide",
    "availability/save",
    "availability/save-form",
    "booking/cancel-from-page",
    "notes/save",
    "notes/complete",
    "notes/delete",
    "booking/opened",
    "booking/reschedule",
    "booking/cancel",
    "booking/link",
    "booking/revoke",
    "booking/reschedule-interview",
    "booking/cancel-interview",
    "answers/give",
    "answers/give-own",
    "answers/move-there",
    "channels/save-own",
    "reminders/save",
    "forms/link",
    "forms/revoke",
    "forms/remove-upload",
    "forms/keep",
    "forms/fill",
    "form-templates/save",
    "form-templates/approve",
    "form-templates/retire",
    "offer-templates/save",
    "offer-templates/retire",
    "offers/save",
    "offers/decide",
    "offers/rescind",
    "portal/code",
    "portal/accept",
    "portal/decline",
    "communication/write",
    "mail-templates/save",
    "ats/save",
    "ats/new-secret",
    "ats/switch",
    "ats/map",
];
