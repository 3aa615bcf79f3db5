//! Candidates from a table: looked through before anything is stored, then taken as a whole.

use crate::api::error::ApiError;
use crate::api::imports::{ImportFate, Imported};
use crate::domain::id::{ImportId, JobId};
use crate::domain::import::{MOST_BYTES, MapImport};
use crate::domain::people::Role;
use crate::server::ctx::Ctx;
use crate::server::services::imports;
use crate::server::tests::records::{at_field, colleague, failure, stored_candidate, stored_job};
use crate::server::tests::support::TestServer;

const TABLE: &str = "First name;Surname;E-Mail;Phone;Time zone\n\
    Ben;Oduya;BEN@example.com;+49 30 1234567;Africa/Lagos\n\
    Ana;Other;ana@example.com;;\n\
    Cy;Young;cy@;;\n\
    ;;dee@example.com;call me;Mars/Olympus\n\
    Ben;Again;ben@example.com;;\n\
    Zoë;Müller;zoe@example.com;;\n";

async fn texts(ctx: &Ctx, sql: &'static str) -> Vec<String> {
    ctx.store().begin().await.unwrap().raw_texts(sql).await.unwrap()
}

fn mapped(id: ImportId, version: i64, job_id: Option<JobId>) -> MapImport {
    let column = |number: u8| number.to_string();
    MapImport {
        id,
        version,
        name: String::new(),
        first_name: column(0),
        last_name: column(1),
        email: column(2),
        phone: column(3),
        zone: column(4),
        job_id,
    }
}

#[tokio::test]
async fn each_row_says_what_becomes_of_it_and_the_sound_ones_are_taken_as_if_entered_by_hand() {
    for server in TestServer::both().await {
        let rita = colleague(&server, "Rita", Role::Recruiter).await;
        let ana = stored_candidate(&rita, "ana@example.com", None).await;
        let job = stored_job(&rita, None).await;
        let id = imports::upload(&rita, "C:\\people.csv", TABLE.as_bytes()).await.unwrap();
        let view = imports::view(&rita, id).await.unwrap();
        assert_eq!((view.file_name.as_str(), view.mapping.first_name, view.mapping.zone), ("people.csv", Some(0), Some(4)));
        assert_eq!((view.new, view.joining, view.known, view.wrong), (2, 0, 1, 3));
        imports::map(&rita, &mapped(id, 1, Some(job))).await.unwrap();
        assert_eq!(failure(imports::map(&rita, &mapped(id, 1, None)).await), ApiError::Stale);
        let view = imports::view(&rita, id).await.unwrap();
        assert_eq!((view.version, view.job, view.new, view.joining, view.known), (2, Some(job), 2, 1, 0));
        let wrong: Vec<_> = view
            .lines
            .iter()
            .filter_map(|line| match &line.fate {
                ImportFate::Wrong { errors } => Some((line.line, errors.iter().map(|error| error.field.as_str()).collect::<Vec<_>>())),
                _ => None,
            })
            .collect();
        assert_eq!(wrong, [(4, vec!["email"]), (5, vec!["name", "phone"]), (6, vec!["email"])]);
        assert!(view.lines.iter().any(|line| matches!(&line.fate, ImportFate::Known { id, joins: true, .. } if *id == ana)));
        assert_eq!(texts(&rita, "select name from candidates").await, ["Ana Ruiz"], "nothing is stored by looking");

        assert_eq!(failure(imports::run(&rita, id, 1).await), ApiError::Stale);
        assert_eq!(imports::run(&rita, id, 2).await.unwrap(), Imported { added: 2, joined: 1 });
        assert_eq!(failure(imports::run(&rita, id, 2).await), ApiError::NotFound, "taken once");
        let stored = "select name || ' ' || email || ' ' || zone from candidates order by email";
        let expected =
            ["Ana Ruiz ana@example.com Asia/Kolkata", "Ben Oduya ben@example.com Africa/Lagos", "Zoë Müller zoe@example.com Europe/Berlin"];
        assert_eq!(texts(&rita, stored).await, expected);
        assert_eq!(texts(&rita, "select candidate_id from applications").await.len(), 3);
        let actions = "select action from history where candidate_id is not null order by action, id";
        let by_hand = [
            "application.created",
            "application.created",
            "application.created",
            "candidate.created",
            "candidate.created",
            "candidate.created",
        ];
        assert_eq!(texts(&rita, actions).await, by_hand);
        assert!(texts(&rita, "select id from candidate_imports").await.is_empty(), "nothing of it is left");

        // The same table once more: everybody is known and on the job.
        let again = imports::upload(&rita, "people.csv", TABLE.as_bytes()).await.unwrap();
        imports::map(&rita, &mapped(again, 1, Some(job))).await.unwrap();
        let view = imports::view(&rita, again).await.unwrap();
        assert_eq!((view.new, view.joining, view.known, view.wrong), (0, 0, 3, 3));
        assert_eq!(failure(imports::run(&rita, again, 2).await), ApiError::NotPossible("error-import-nothing".into()));
    }
}

#[tokio::test]
async fn a_table_is_for_who_uploaded_it_and_what_is_none_is_refused() {
    for server in TestServer::both().await {
        let rita = colleague(&server, "Rita", Role::Recruiter).await;
        let cora = colleague(&server, "Cora", Role::Coordinator).await;
        let hanna = colleague(&server, "Hanna", Role::HiringManager).await;
        assert_eq!(failure(imports::upload(&hanna, "x.csv", TABLE.as_bytes()).await), ApiError::Forbidden);
        for (bytes, message) in [
            (Vec::new(), "error-file-empty"),
            (b"Name,Mail\n".to_vec(), "error-import-no-rows"),
            (b"PK\0\0".to_vec(), "error-import-no-table"),
            (vec![b'x'; MOST_BYTES + 1], "error-import-too-large"),
        ] {
            assert_eq!(at_field(imports::upload(&rita, "x.csv", &bytes).await), ("file".into(), message.into()));
        }
        let id = imports::upload(&rita, "x.csv", b"A,B\nAna,ana@example.com\n").await.unwrap();
        let view = imports::view(&rita, id).await.unwrap();
        assert!(view.lines.is_empty() && view.mapping.check().is_err(), "nothing is guessed of these headings");
        assert_eq!(failure(imports::run(&rita, id, 1).await), ApiError::NotPossible("error-import-nothing".into()));
        for failed in
            [imports::view(&cora, id).await.map(drop), imports::discard(&cora, id, 1).await, imports::run(&cora, id, 1).await.map(drop)]
        {
            assert_eq!(failure(failed), ApiError::NotFound);
        }
        let foreign = MapImport { email: "7".into(), ..mapped(id, 1, None) };
        assert!(matches!(failure(imports::map(&rita, &foreign).await), ApiError::Invalid(_)));
        assert!(!texts(&rita, "select mapping from candidate_imports").await.is_empty());

        // A second table takes the place of the first; others' go after a day.
        let second = imports::upload(&rita, "y.csv", b"Name,Email\nAna,ana@example.com\n").await.unwrap();
        assert_eq!(failure(imports::view(&rita, id).await), ApiError::NotFound);
        server.clock.set(rita.now() + chrono::Duration::days(2));
        imports::upload(&cora, "z.csv", b"Name,Email\nAna,ana@example.com\n").await.unwrap();
        assert_eq!(failure(imports::view(&rita, second).await), ApiError::NotFound);
    }
}

#[tokio::test]
async fn of_two_tables_with_the_same_candidate_taken_at_once_one_wins_and_the_other_stores_nothing() {
    for server in TestServer::both().await {
        let rita = colleague(&server, "Rita", Role::Recruiter).await;
        let cora = colleague(&server, "Cora", Role::Coordinator).await;
        let first = imports::upload(&rita, "x.csv", b"Name,Email\nAna,ana@example.com\nBen,ben@example.com\n").await.unwrap();
        let second = imports::upload(&cora, "x.csv", b"Name,Email\nCy,cy@example.com\nAna,ana@example.com\n").await.unwrap();
        let (one, other) = tokio::join!(imports::run(&rita, first, 1), imports::run(&cora, second, 1));
        let people = texts(&rita, "select name from candidates order by name").await;
        match (one.is_ok(), other.is_ok()) {
            // One after the other: the second finds Ana known.
            (true, true) => assert_eq!(people, ["Ana", "Ben", "Cy"]),
            (true, false) => assert_eq!((people, failure(other)), (vec!["Ana".into(), "Ben".into()], ApiError::Stale)),
            (false, true) => assert_eq!((people, failure(one)), (vec!["Ana".into(), "Cy".into()], ApiError::Stale)),
            (false, false) => panic!("one of them wins"),
        }
    }
}

#[tokio::test]
async fn a_table_is_opened_for_a_day() {
    for server in TestServer::both().await {
        let rita = colleague(&server, "Rita", Role::Recruiter).await;
        let id = imports::upload(&rita, "people.csv", TABLE.as_bytes()).await.unwrap();
        server.clock.set(rita.now() + chrono::Duration::hours(23));
        imports::view(&rita, id).await.unwrap();
        server.clock.set(rita.now() + chrono::Duration::hours(2));
        assert_eq!(failure(imports::view(&rita, id).await), ApiError::NotFound);
        assert_eq!(failure(imports::run(&rita, id, 1).await), ApiError::NotFound);
        assert_eq!(failure(imports::discard(&rita, id, 1).await), ApiError::NotFound);
    }
}
