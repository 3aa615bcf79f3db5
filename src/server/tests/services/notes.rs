//! Notes and tasks, on both databases.

use crate::api::error::ApiError;
use crate::domain::candidates::AddApplication;
use crate::domain::id::CandidateId;
use crate::domain::notes::SaveNote;
use crate::domain::people::Role;
use crate::server::ctx::Ctx;
use crate::server::services::{applications, candidates, notes};
use crate::server::tests::records::{at_field, colleague, failure, stored_candidate, stored_job};
use crate::server::tests::support::TestServer;

fn note(candidate: CandidateId, text: &str) -> SaveNote {
    SaveNote { text: text.into(), ..SaveNote::about(candidate) }
}

fn task(candidate: CandidateId, text: &str, due: &str) -> SaveNote {
    SaveNote { is_task: true, due: due.into(), ..note(candidate, text) }
}

async fn count(ctx: &Ctx, sql: &'static str) -> i64 {
    ctx.store().begin().await.unwrap().raw_number(sql).await.unwrap()
}

#[tokio::test]
async fn a_note_is_written_changed_and_deleted() {
    for server in TestServer::both().await {
        let rita = colleague(&server, "Rita", Role::Recruiter).await;
        let carl = colleague(&server, "Carl", Role::Coordinator).await;
        let admin = colleague(&server, "Ada", Role::Administrator).await;
        let ana = stored_candidate(&rita, "ana@example.com", None).await;
        let id = notes::save(&rita, note(ana, " Knows her trade. ")).await.unwrap();
        let shown = notes::tab(&rita, ana, false).await.unwrap().notes.remove(0);
        assert_eq!((shown.said.text.as_str(), shown.may_edit, shown.version), ("Knows her trade.", true, 1));
        assert_eq!((shown.author_name.as_str(), shown.created_at, shown.changed_at), ("Rita", rita.now(), None));
        assert!(!notes::tab(&carl, ana, false).await.unwrap().notes[0].may_edit);

        // What a change says of the application is of no account: the history has the note's own.
        let other = crate::domain::id::ApplicationId::new(uuid::Uuid::from_u128(7));
        let change = SaveNote { id: Some(id), version: 1, application: Some(other), ..note(ana, "Knows it well.") };
        assert_eq!(failure(notes::save(&carl, change.clone()).await), ApiError::Forbidden);
        notes::save(&rita, change.clone()).await.unwrap();
        assert_eq!(failure(notes::save(&rita, change).await), ApiError::Stale);
        assert_eq!(notes::tab(&rita, ana, false).await.unwrap().notes[0].said.text, "Knows it well.");
        assert_eq!(count(&rita, "select count(*) from note_versions where text = 'Knows her trade.'").await, 1);

        assert_eq!(failure(notes::delete(&carl, id, 2).await), ApiError::Forbidden);
        assert_eq!(failure(notes::delete(&admin, id, 1).await), ApiError::Stale);
        notes::delete(&admin, id, 2).await.unwrap();
        assert!(notes::tab(&rita, ana, true).await.unwrap().notes.is_empty());
        assert_eq!(failure(notes::delete(&admin, id, 3).await), ApiError::NotFound);
        assert_eq!(count(&rita, "select count(*) from history where action like 'note.%'").await, 3);
        assert_eq!(count(&rita, "select count(*) from history where action like 'note.%' and application_id is not null").await, 0);

        assert_eq!(at_field(notes::save(&rita, note(ana, "  ")).await).0, "text");
        assert_eq!(at_field(notes::save(&rita, task(ana, "Call", "31.2.2027")).await).0, "due");
        let strange = SaveNote { application: Some(crate::domain::id::ApplicationId::new(uuid::Uuid::nil())), ..note(ana, "x") };
        assert_eq!(at_field(notes::save(&rita, strange).await).0, "application");
    }
}

#[tokio::test]
async fn a_task_is_on_the_list_of_its_author_and_of_who_is_named_until_it_is_done() {
    for server in TestServer::both().await {
        let rita = colleague(&server, "Rita", Role::Recruiter).await;
        let carl = colleague(&server, "Carl", Role::Coordinator).await;
        let ana = stored_candidate(&rita, "ana@example.com", None).await;
        let later = notes::save(&rita, task(ana, "Send papers, @Carl", "12/31/2099")).await.unwrap();
        let overdue = notes::save(&rita, task(ana, "Call back", "2001-01-31")).await.unwrap();
        let some_day = notes::save(&rita, task(ana, "Tidy up", "")).await.unwrap();
        notes::save(&rita, note(ana, "@Carl knows her")).await.unwrap();
        let list = notes::todo(&rita).await.unwrap().notes;
        assert_eq!(list.iter().map(|line| line.note).collect::<Vec<_>>(), [overdue, later, some_day]);
        assert_eq!(list.iter().map(|line| line.is_overdue).collect::<Vec<_>>(), [true, false, false]);
        assert_eq!(notes::todo(&carl).await.unwrap().notes.iter().map(|line| line.note).collect::<Vec<_>>(), [later]);

        notes::complete(&carl, later, 1, true).await.unwrap();
        assert_eq!(failure(notes::complete(&rita, later, 1, true).await), ApiError::Stale);
        assert!(notes::todo(&carl).await.unwrap().notes.is_empty());
        let done = notes::tab(&rita, ana, false).await.unwrap().notes.into_iter().find(|note| note.id == later).unwrap().done;
        assert_eq!(done, Some((carl.now(), "Carl".into())));
        notes::complete(&rita, later, 2, false).await.unwrap();
        assert_eq!(notes::todo(&carl).await.unwrap().notes.len(), 1);

        // As a mere note it is nothing to do.
        notes::save(&rita, SaveNote { id: Some(later), version: 3, ..note(ana, "Send papers, @Carl") }).await.unwrap();
        assert!(notes::todo(&carl).await.unwrap().notes.is_empty());
        assert!(matches!(failure(notes::complete(&rita, later, 4, true).await), ApiError::NotPossible(_)));
    }
}

#[tokio::test]
async fn who_is_named_is_told_once_and_only_of_candidates_whom_they_may_see() {
    for server in TestServer::both().await {
        let rita = colleague(&server, "Rita", Role::Recruiter).await;
        let _carl = colleague(&server, "Carl", Role::Coordinator).await;
        let _carla = colleague(&server, "Carla", Role::Coordinator).await;
        let _ivo = colleague(&server, "Ivo", Role::Interviewer).await;
        let ana = stored_candidate(&rita, "ana@example.com", None).await;
        let text = "@Carl, @Ivo: what do you think? @Rita";
        let id = notes::save(&rita, note(ana, text)).await.unwrap();
        let told = "select count(*) from outbox where kind = 'note_mention'";
        assert_eq!(count(&rita, told).await, 1);
        notes::save(&rita, SaveNote { id: Some(id), version: 1, ..note(ana, "@Carl again, and @Carla") }).await.unwrap();
        assert_eq!(count(&rita, told).await, 2);
        assert_eq!(count(&rita, "select count(*) from note_mentions").await, 3);
    }
}

#[tokio::test]
async fn notes_of_other_jobs_are_shown_on_demand() {
    for server in TestServer::both().await {
        let rita = colleague(&server, "Rita", Role::Recruiter).await;
        let (first, second) = (stored_job(&rita, None).await, stored_job(&rita, None).await);
        let ana = stored_candidate(&rita, "ana@example.com", Some(first)).await;
        applications::add(&rita, AddApplication { candidate_id: ana, job_id: Some(second), stage_id: None }).await.unwrap();
        let about = notes::tab(&rita, ana, true).await.unwrap().applications;
        assert_eq!(about.len(), 2);
        for application in &about {
            notes::save(&rita, SaveNote { application: Some(application.id), ..note(ana, "Of one job") }).await.unwrap();
        }
        notes::save(&rita, note(ana, "Of the candidate")).await.unwrap();
        let narrowed = notes::tab(&rita, ana, false).await.unwrap();
        assert_eq!((narrowed.notes.len(), narrowed.is_narrowed), (2, true));
        assert!(narrowed.notes.iter().all(|note| note.application.is_none_or(|id| id == about[0].id)));
        let all = notes::tab(&rita, ana, true).await.unwrap();
        assert_eq!((all.notes.len(), all.is_narrowed), (3, false));
        assert_eq!(candidates::get(&rita, ana).await.unwrap().applications.len(), 2);
    }
}
