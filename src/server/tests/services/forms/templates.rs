use super::{Forms, administrator, content, rated, save};
use crate::api::error::ApiError;
use crate::domain::forms::template::SaveFormTemplate;
use crate::server::services::{booking, forms};
use crate::server::tests::records::failure;
use crate::server::tests::world::{Agency, at};

#[tokio::test]
async fn only_what_is_approved_and_not_retired_is_offered() {
    for agency in Agency::both().await {
        let (admin, staff) = (administrator(&agency), agency.staff());
        let offered = async || forms::choices(&staff).await.unwrap().into_iter().map(|choice| choice.name).collect::<Vec<_>>();
        let id = save(&admin, None, "Culture", content(), false).await;
        assert!(offered().await.is_empty(), "a draft is nobody's choice");
        assert_eq!(failure(forms::save(&staff, sample(None, 0)).await), ApiError::Forbidden);
        forms::approve(&admin, id, 1).await.unwrap();
        assert!(matches!(failure(forms::approve(&admin, id, 2).await), ApiError::NotPossible(_)), "once approved there is no draft");
        let second = save(&admin, None, "Technical", content(), true).await;
        assert_eq!(offered().await, ["Culture", "Technical"]);
        forms::move_template(&admin, second, true).await.unwrap();
        assert_eq!(offered().await, ["Technical", "Culture"]);
        forms::retire(&admin, second, 1, true).await.unwrap();
        assert_eq!(offered().await, ["Culture"]);
        forms::retire(&admin, second, 2, false).await.unwrap();
        assert_eq!(offered().await.len(), 2);
    }
}

fn sample(id: Option<crate::domain::id::FormTemplateId>, version: i64) -> SaveFormTemplate {
    SaveFormTemplate { id, version, name: "Sample".into(), content: content(), approve: true }
}

#[tokio::test]
async fn versions_are_kept_and_the_same_once_more_makes_none() {
    for agency in Agency::both().await {
        let admin = administrator(&agency);
        let id = save(&admin, None, "Sample", content(), true).await;
        let numbers = async || forms::template(&admin, id).await.unwrap().versions.iter().map(|version| version.number).collect::<Vec<_>>();
        save(&admin, Some(id), "Sample", content(), true).await;
        assert_eq!(numbers().await, [1]);
        let mut other = content();
        other.sections[0].title = "Skill".into();
        save(&admin, Some(id), "Sample", other.clone(), false).await;
        other.introduction = "New.".into();
        save(&admin, Some(id), "Sample", other, true).await;
        assert_eq!(numbers().await, [2, 1], "a draft is written over, an approved version is not");
        let kept = forms::template(&admin, id).await.unwrap().versions;
        assert_eq!(kept[1].content, content().validate().unwrap());
        assert_eq!(failure(forms::save(&admin, sample(Some(id), 1)).await), ApiError::Stale);
    }
}

#[tokio::test]
async fn a_running_interview_keeps_the_version_it_began_with() {
    for world in Forms::both().await {
        let mut other = content();
        other.sections[0].questions[0].text = "How wide?".into();
        save(&world.admin, Some(world.template), "Technical interview", other, true).await;
        let form = world.form_of(world.ada).await;
        let view = forms::view(&world.ada(), form).await.unwrap();
        assert_eq!((view.number, view.content.questions().next().unwrap().text.as_str()), (1, "How deep?"));
        forms::keep(&world.ada(), form, view.version, rated(3, "")).await.unwrap();

        let version = world.agency.version("interviews", world.interview).await;
        booking::reschedule_interview(&world.agency.staff(), world.interview, at("2027-03-08T16:00:00Z"), version).await.unwrap();
        let view = forms::view(&world.ada(), form).await.unwrap();
        assert_eq!((view.number, view.draft), (1, Some(rated(3, ""))), "moved with all that was written");
        assert_eq!(world.agency.number("select count(*) from forms").await, 2);
    }
}

#[tokio::test]
async fn an_interview_gets_another_form_until_somebody_begins() {
    for world in Forms::both().await {
        let staff = world.agency.staff();
        let other = save(&world.admin, None, "Culture", content(), true).await;
        forms::attach(&staff, world.interview, None).await.unwrap();
        assert_eq!(world.agency.number("select count(*) from forms").await, 0);
        forms::attach(&staff, world.interview, Some(other)).await.unwrap();
        let form = world.form_of(world.ada).await;
        assert_eq!(forms::view(&world.ada(), form).await.unwrap().template_name, "Culture");
        forms::keep(&world.ada(), form, 1, rated(3, "")).await.unwrap();
        let refused = failure(forms::attach(&staff, world.interview, Some(world.template)).await);
        assert_eq!(refused, ApiError::NotPossible("error-form-begun".into()));
        assert_eq!(failure(forms::attach(&world.ada(), world.interview, None).await), ApiError::Forbidden);
    }
}
