//! Letters: offered once approved, refused with what is wrong in them.

use super::letter;
use crate::api::error::ApiError;
use crate::domain::id::OfferTemplateId;
use crate::domain::offers::template::SaveOfferTemplate;
use crate::domain::people::Role;
use crate::server::services::offers::templates;
use crate::server::tests::records::{at_field, colleague, failure};
use crate::server::tests::support::TestServer;

#[tokio::test]
async fn a_letter_is_offered_once_approved_and_an_approved_version_never_changes() {
    for server in TestServer::both().await {
        let ada = colleague(&server, "Ada", Role::Administrator).await;
        let rita = colleague(&server, "Rita", Role::Recruiter).await;
        assert_eq!(failure(templates::save(&rita, letter("Hello")).await), ApiError::Forbidden);
        let id = templates::save(&ada, letter("Dear {{candidate.first_name}}")).await.unwrap();
        let offered = async || server.app.store.read().await.unwrap().offered_letters().await.unwrap();
        assert!(offered().await.is_empty());

        let again = |version, text: &str, approve| SaveOfferTemplate { id: Some(id), version, approve, ..letter(text) };
        templates::save(&ada, again(1, "Dear {{candidate.first_name}}, {{offer.salary}}", true)).await.unwrap();
        assert_eq!(failure(templates::save(&ada, again(1, "x", true)).await), ApiError::Stale);
        templates::save(&ada, again(2, "Hello {{candidate.name}}", false)).await.unwrap();
        let view = templates::template(&ada, id).await.unwrap();
        let versions: Vec<_> = view.versions.iter().map(|one| (one.number, one.approved_at.is_some(), one.content.text.as_str())).collect();
        assert_eq!(versions, [(2, false, "Hello {{candidate.name}}"), (1, true, "Dear {{candidate.first_name}}, {{offer.salary}}")]);
        let line = templates::list(&ada).await.unwrap().remove(0);
        assert_eq!((line.approved, line.has_draft, line.retired), (Some(1), true, false));
        assert_eq!(offered().await[0].1.number, 1, "the draft is not offered");

        templates::retire(&ada, id, 3, true).await.unwrap();
        assert_eq!(failure(templates::retire(&ada, id, 3, false).await), ApiError::Stale);
        assert!(offered().await.is_empty());
        templates::retire(&ada, id, 4, false).await.unwrap();
        assert_eq!(offered().await.len(), 1);
        assert_eq!(failure(templates::template(&ada, OfferTemplateId::new(uuid::Uuid::nil())).await), ApiError::NotFound);
    }
}

#[tokio::test]
async fn a_tag_that_nothing_is_known_of_is_refused_with_its_place_and_nothing_is_stored() {
    for server in TestServer::both().await {
        let ada = colleague(&server, "Ada", Role::Administrator).await;
        assert_eq!(
            at_field(templates::save(&ada, letter("Dear\n{{candidate.frist_name}}")).await),
            ("text".into(), "error-tag-misspelt".into())
        );
        assert_eq!(at_field(templates::save(&ada, letter("{{offer.bonus}}")).await).1, "error-tag-unknown");
        assert_eq!(at_field(templates::save(&ada, SaveOfferTemplate { name: " ".into(), ..letter("Hello") }).await).0, "name");
        assert!(templates::list(&ada).await.unwrap().is_empty());
    }
}
