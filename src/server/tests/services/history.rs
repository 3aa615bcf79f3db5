//! The history of a candidate and its tables for Excel, on both databases.

use std::io::{Read, Write};

use serde_json::{Value, json};

use crate::api::error::ApiError;
use crate::api::history::HistoryTab;
use crate::domain::history::{ActorKind, HistoryKind, HistoryLine, HistoryQuery};
use crate::domain::id::CandidateId;
use crate::domain::locale::Locale;
use crate::domain::notes::SaveNote;
use crate::domain::people::Role;
use crate::domain::time::{ms, plus_minutes};
use crate::server::ctx::Ctx;
use crate::server::services::exports::{self, Table};
use crate::server::services::{booking, history, notes};
use crate::server::tests::mail::peers::read_sheet;
use crate::server::tests::records::{colleague, failure};
use crate::server::tests::world::{Agency, JobLike, at, span};
use crate::text::history as sentences;

async fn tab(ctx: &Ctx, candidate: CandidateId, query: HistoryQuery) -> HistoryTab {
    history::tab(ctx, candidate, &query).await.unwrap()
}

/// Who and what, the latest first.
fn said(tab: &HistoryTab) -> Vec<String> {
    let locale = Locale::default();
    let one = |line: &HistoryLine| {
        format!("{} {}", sentences::who(locale.language, &line.who), sentences::lines(locale, &tab.zone, line).join(" / "))
    };
    tab.lines.iter().map(one).collect()
}

fn read(mut table: Table) -> (String, Value) {
    let mut bytes = Vec::new();
    table.file.read_to_end(&mut bytes).unwrap();
    let mut file = tempfile::Builder::new().suffix(".xlsx").tempfile().unwrap();
    file.write_all(&bytes).unwrap();
    (table.name, read_sheet(file.path()))
}

#[tokio::test]
async fn what_happens_from_the_candidate_to_the_moved_interview_reads_as_a_story() {
    for agency in Agency::both().await {
        let job = agency.job(JobLike::default()).await;
        let (request, page) = agency.invited("Asha Rao", job, agency.contact).await;
        agency.share(page, JobLike::default().timing, &[span("2027-03-08T12:00:00Z", "2027-03-08T22:00:00Z")]).await;
        let asha = agency.as_candidate(request).await;
        let candidate: CandidateId = agency.texts("select id from candidates").await.remove(0).parse().unwrap();
        booking::book(&asha, request, ms(at("2027-03-08T14:00:00Z")), "", "").await.unwrap();
        let staff = agency.staff();
        let all = tab(&staff, candidate, HistoryQuery::default()).await;
        let lines = said(&all);
        assert!(lines[0].starts_with("Asha Rao (candidate) booked "), "{lines:?}");
        assert!(lines[0].contains("8 Mar") && lines[0].contains("15:00"), "in the reader's zone: {lines:?}");
        assert!(lines.last().unwrap().ends_with("presented the candidate to Nora North"), "{lines:?}");
        assert!(lines.iter().any(|line| line == "Dana Weiss chose the candidate for an interview"), "{lines:?}");
        assert!(lines.iter().all(|line| !line.contains('{') && !line.contains("history-")), "{lines:?}");
        assert_eq!(all.total as usize, lines.len());
        let told: Vec<&str> = all.lines[0].told.iter().map(|(name, _)| name.as_str()).collect();
        assert!(told.contains(&"Asha Rao"), "{told:?}");

        // By kind and by person: no line is lost, none stands twice.
        let mut found = 0;
        for kind in HistoryKind::ALL {
            found += tab(&staff, candidate, HistoryQuery { kind: Some(*kind), ..HistoryQuery::default() }).await.total;
        }
        assert_eq!(found, all.total);
        let mut found = 0;
        for person in &all.people {
            let theirs = tab(&staff, candidate, HistoryQuery { person: person.key.clone(), ..HistoryQuery::default() }).await;
            assert!(theirs.lines.iter().all(|line| line.who == *person));
            found += theirs.total;
        }
        assert_eq!(found, all.total);
        let by = |kind| all.people.iter().any(|person| person.kind == kind);
        assert!(by(ActorKind::User) && by(ActorKind::Candidate) && all.people.len() == 2);
        assert_eq!(tab(&staff, candidate, HistoryQuery { person: "user:%".into(), ..HistoryQuery::default() }).await.total, 0);

        let other = colleague(&agency.server, "Ida", Role::Interviewer).await;
        assert_eq!(failure(history::tab(&other, candidate, &HistoryQuery::default()).await), ApiError::Forbidden);
        assert_eq!(failure(exports::history(&other, candidate, HistoryQuery::default()).await), ApiError::Forbidden);
        assert_eq!(failure(exports::notes(&other, candidate, true).await), ApiError::NotFound);
    }
}

#[tokio::test]
async fn many_events_come_page_by_page_and_all_of_them_in_the_table() {
    for agency in Agency::both().await {
        let staff = agency.staff();
        let candidate = agency.candidate("Zoë \"Ada\" Müller/李").await;
        for number in 0..60 {
            agency.server.clock.set(plus_minutes(staff.now(), i64::from(number % 3)));
            notes::save(&staff, SaveNote { text: format!("Note {number}"), ..SaveNote::about(candidate) }).await.unwrap();
        }
        let mut seen = Vec::new();
        for page in 0..3 {
            let part = tab(&staff, candidate, HistoryQuery { page, ..HistoryQuery::default() }).await;
            assert_eq!(part.total, 60);
            seen.extend(part.lines.into_iter().map(|line| (line.at, line.id)));
        }
        assert_eq!(seen.len(), 60);
        assert!(seen.is_sorted_by(|a, b| a > b), "the latest first, none twice");
        assert_eq!(tab(&staff, candidate, HistoryQuery { print: true, ..HistoryQuery::default() }).await.lines.len(), 60);
        assert!(tab(&staff, candidate, HistoryQuery { page: u32::MAX, ..HistoryQuery::default() }).await.lines.is_empty());

        // More than one batch, in one statement.
        let more = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1500) insert into history
            (id, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, candidate_id, data)
            select 'ffffffff-0000-7000-8000-' || substr('000000000000' || i, length('000000000000' || i) - 11), 1000 + i / 7, 'system', '', '', 'note.changed', 'note', 'x', ";
        agency.execute(&[format!("{more} '{candidate}', '{{}}' from n")]).await;
        let (name, sheet) = read(exports::history(&staff, candidate, HistoryQuery::default()).await.unwrap());
        assert_eq!(name, "Zoë \"Ada\" Müller/李 - History.xlsx");
        assert_eq!(sheet["rows"].as_array().unwrap().len(), 1 + 60 + 1500);
        assert_eq!(
            (sheet["name"].as_str(), sheet["filter"].as_str(), sheet["frozen"].as_str()),
            (Some("History"), Some("A1:E1561"), Some("A2"))
        );
        let forms_only = HistoryQuery { kind: Some(HistoryKind::Form), ..HistoryQuery::default() };
        let (_, sheet) = read(exports::history(&staff, candidate, forms_only).await.unwrap());
        assert_eq!((sheet["rows"].as_array().unwrap().len(), sheet["filter"].as_str()), (1, Some("A1:E1")), "the heading alone");
    }
}

#[tokio::test]
async fn the_table_of_notes_has_typed_dates_and_nothing_in_it_is_a_formula() {
    for agency in Agency::both().await {
        let staff = agency.staff();
        let candidate = agency.candidate("Asha Rao").await;
        let texts = ["=1+1", "+49 30 1234", "-5", "@sum(A1)", "\t=x", "two\nlines <b>&amp;</b>", "नमस्ते 李 🎉", &"x".repeat(4_000)];
        for text in texts {
            notes::save(&staff, SaveNote { text: text.into(), ..SaveNote::about(candidate) }).await.unwrap();
        }
        let task = SaveNote { text: "Call".into(), is_task: true, due: "2027-03-31".into(), ..SaveNote::about(candidate) };
        let task = notes::save(&staff, task).await.unwrap();
        notes::complete(&staff, task, 1, true).await.unwrap();
        let (name, sheet) = read(exports::notes(&staff, candidate, false).await.unwrap());
        assert_eq!(name, "Asha Rao - Notes.xlsx");
        let rows = sheet["rows"].as_array().unwrap();
        assert_eq!(rows.len(), 1 + texts.len() + 1);
        assert_eq!((sheet["filter"].as_str(), sheet["widths"]["D"].as_f64().map(|width| width > 60.0)), (Some("A1:I10"), Some(true)));
        assert!(rows[0][0][1].as_str().unwrap().ends_with("(Europe/Berlin)"), "{}", rows[0]);
        // In Berlin.
        let now = json!(["date", chrono::DateTime::format(&(plus_minutes(staff.now(), 60)), "%Y-%m-%dT%H:%M:%S").to_string(), false]);
        assert_eq!((&rows[1][0], &rows[1][5]), (&now, &json!(["date", "2027-03-31T00:00:00", false])));
        assert_eq!((&rows[1][4][1], &rows[1][6]), (&json!("Task"), &now));
        let written = texts.iter().rev().map(|text| text.trim());
        for (row, text) in rows[2..].iter().zip(written) {
            let quoted = text.starts_with(['=', '+', '-', '@']);
            assert_eq!(row[3], json!(["s", text, quoted]), "a text, and only what looks like a formula is quoted");
            assert_eq!(row[5][1], Value::Null);
        }
    }
}
