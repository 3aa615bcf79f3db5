//! Clients and contacts, on both databases.

use crate::api::error::ApiError;
use crate::domain::clients::SaveClient;
use crate::domain::list::ListQuery;
use crate::domain::people::Role;
use crate::server::services::{clients, jobs};
use crate::server::tests::records::{at_field, client, colleague, contact, failure, own_id, stored_job};
use crate::server::tests::support::TestServer;

fn search(words: &str) -> ListQuery {
    ListQuery { search: words.into(), ..ListQuery::default() }
}

#[tokio::test]
async fn a_client_is_made_changed_and_never_overwritten() {
    for server in TestServer::both().await {
        let ctx = colleague(&server, "Rita", Role::Recruiter).await;
        let id = clients::save(&ctx, client(" Northwind ")).await.unwrap();
        let view = clients::get(&ctx, id).await.unwrap();
        assert_eq!((view.name.as_str(), view.version), ("Northwind", 1));
        let change = SaveClient { id: Some(id), version: 1, ..client("Northwind Traders") };
        clients::save(&ctx, change.clone()).await.unwrap();
        assert_eq!(failure(clients::save(&ctx, SaveClient { name: "Lost".into(), ..change }).await), ApiError::Stale);
        assert_eq!(clients::get(&ctx, id).await.unwrap().name, "Northwind Traders");
        assert_eq!(at_field(clients::save(&ctx, SaveClient { zone: "Europe/Nowhere".into(), ..client("X") }).await).0, "zone");
    }
}

#[tokio::test]
async fn searches_are_alike_on_both_databases() {
    for server in TestServer::both().await {
        let ctx = colleague(&server, "Rita", Role::Recruiter).await;
        for name in ["Übermut GmbH", "ÅRE Ski", "100% Pure", "a_b", "axb", "ΑΘΗΝΑ", "back\\slash"] {
            clients::save(&ctx, client(name)).await.unwrap();
        }
        let found = async |words: &str| {
            let page = clients::list(&ctx, &search(words)).await.unwrap();
            assert_eq!(page.rows.len(), page.total as usize);
            page.rows.into_iter().map(|line| line.name).collect::<Vec<_>>()
        };
        assert_eq!(found("über").await, ["Übermut GmbH"]);
        assert_eq!(found("UBERMUT gmbh").await, ["Übermut GmbH"]);
        assert_eq!(found("are").await, ["ÅRE Ski"]);
        assert_eq!(found("αθηνα").await, ["ΑΘΗΝΑ"]);
        assert_eq!(found("100%").await, ["100% Pure"]);
        assert_eq!(found("%").await, ["100% Pure"]);
        assert_eq!(found("a_b").await, ["a_b"]);
        assert_eq!(found("\\").await, ["back\\slash"]);
        assert_eq!(found("' or 1=1 --").await, Vec::<String>::new());
        assert_eq!(found("").await.len(), 7);
    }
}

#[tokio::test]
async fn lists_come_in_pages_and_sort() {
    for server in TestServer::both().await {
        let ctx = colleague(&server, "Rita", Role::Recruiter).await;
        for i in 0..27 {
            clients::save(&ctx, client(&format!("Client {i:02}"))).await.unwrap();
        }
        let page = |page, descending| ListQuery { page, descending, sort: "name".into(), ..ListQuery::default() };
        let first = clients::list(&ctx, &page(0, false)).await.unwrap();
        assert_eq!((first.rows.len(), first.total, first.rows[0].name.as_str()), (25, 27, "Client 00"));
        let last = clients::list(&ctx, &page(1, true)).await.unwrap();
        assert_eq!(last.rows.iter().map(|line| line.name.as_str()).collect::<Vec<_>>(), ["Client 01", "Client 00"]);
        let beyond = clients::list(&ctx, &page(u32::MAX, false)).await.unwrap();
        assert_eq!((beyond.rows.len(), beyond.total), (0, 27));
        let odd = ListQuery { sort: "name; drop table clients".into(), ..ListQuery::default() };
        assert_eq!(clients::list(&ctx, &odd).await.unwrap().rows.len(), 25);
    }
}

#[tokio::test]
async fn a_contact_has_one_address_per_client_and_a_calendar() {
    for server in TestServer::both().await {
        let ctx = colleague(&server, "Rita", Role::Recruiter).await;
        let (one, other) = (clients::save(&ctx, client("One")).await.unwrap(), clients::save(&ctx, client("Other")).await.unwrap());
        let id = clients::save_contact(&ctx, contact(one, "Dana@client.example")).await.unwrap();
        assert_eq!(
            at_field(clients::save_contact(&ctx, contact(one, "dana@CLIENT.example")).await),
            ("email".into(), "error-contact-exists".into())
        );
        clients::save_contact(&ctx, contact(other, "dana@client.example")).await.unwrap();
        let change = crate::domain::clients::SaveContact {
            id: Some(id),
            version: 1,
            phone: "+1 212 555 0100".into(),
            ..contact(one, "dana@client.example")
        };
        clients::save_contact(&ctx, change.clone()).await.unwrap();
        assert_eq!(failure(clients::save_contact(&ctx, change.clone()).await), ApiError::Stale);
        // A contact does not change its client by a forged form.
        assert_eq!(
            failure(
                clients::save_contact(
                    &ctx,
                    crate::domain::clients::SaveContact { client_id: other, version: 2, email: "x@client.example".into(), ..change }
                )
                .await
            ),
            ApiError::NotFound
        );
        assert_eq!(clients::list(&ctx, &search("dana weiss")).await.unwrap().total, 2);
        let mut tx = ctx.store().begin().await.unwrap();
        assert_eq!(tx.execute_raw("update calendars set revision = 5 where kind = 'contact'").await.unwrap(), 2);
    }
}

#[tokio::test]
async fn a_client_is_archived_once_its_jobs_are_closed() {
    for server in TestServer::both().await {
        let ctx = colleague(&server, "Rita", Role::Recruiter).await;
        let id = clients::save(&ctx, client("Northwind")).await.unwrap();
        let job = stored_job(&ctx, Some(id)).await;
        assert_eq!(failure(clients::archive(&ctx, id, 1, true).await), ApiError::NotPossible("error-client-has-open-jobs".into()));
        jobs::close(&ctx, job, 1, true).await.unwrap();
        clients::archive(&ctx, id, 1, true).await.unwrap();
        assert_eq!(clients::list(&ctx, &search("")).await.unwrap().total, 0);
        let archived = ListQuery { filter: "archived".into(), ..ListQuery::default() };
        assert_eq!(clients::list(&ctx, &archived).await.unwrap().total, 1);
        // No new job for it.
        let new = crate::server::tests::records::job(own_id(&ctx), Some(id));
        assert_eq!(at_field(jobs::save(&ctx, new).await).0, "client_id");
        clients::archive(&ctx, id, 2, false).await.unwrap();
        assert_eq!(clients::list(&ctx, &search("")).await.unwrap().total, 1);
    }
}

#[tokio::test]
async fn only_those_who_manage_records_see_clients() {
    let server = TestServer::sqlite().await;
    for role in [Role::HiringManager, Role::Interviewer] {
        let ctx = colleague(&server, role.name(), role).await;
        assert_eq!(failure(clients::list(&ctx, &search("")).await), ApiError::Forbidden);
        assert_eq!(failure(clients::save(&ctx, client("X")).await), ApiError::Forbidden);
    }
    assert_eq!(failure(clients::list(&server.public(), &search("")).await), ApiError::Unauthorized);
}
