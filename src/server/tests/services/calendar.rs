//! The calendar shows each actor the own part, and busy times without their titles.

use crate::api::calendar::CalendarQuery;
use crate::api::error::ApiError;
use crate::domain::calendar::view::View;
use crate::domain::id::InterviewId;
use crate::domain::jobs::Timing;
use crate::domain::people::{Actor, Role};
use crate::domain::scheduling::interview::{InterviewState, PersonKind};
use crate::domain::time::ms;
use crate::server::services::{booking, calendar};
use crate::server::tests::world::{Agency, JobLike, span};

fn week() -> CalendarQuery {
    CalendarQuery { date: "2027-03-10".parse().ok(), zone: Some("America/New_York".into()), ..Default::default() }
}

fn as_user(agency: &Agency, id: crate::domain::id::UserId, role: Role) -> crate::server::ctx::Ctx {
    agency.server.ctx(Actor::User { id, name: "Somebody".into(), role })
}

#[tokio::test]
async fn everybody_sees_the_own_interviews_and_staff_all() {
    for agency in Agency::both().await {
        let staff = agency.staff();
        let (ada, bo) = (agency.attendee("Ada Attendee").await, agency.attendee("Bo Attendee").await);
        let job = agency.job(JobLike { attendees: vec![ada], ..Default::default() }).await;
        let (request, page) = agency.invited("Asha Rao", job, agency.contact).await;
        let window = span("2027-03-08T14:00:00Z", "2027-03-08T17:00:00Z");
        agency.share(page, Timing::default(), &[window]).await;
        let asha = agency.as_candidate(request).await;
        let booked = booking::book(&asha, request, ms(window.start()), "", "").await.unwrap();
        agency
            .execute(&[format!(
                "insert into busy_blocks (id, calendar_id, starts_at, ends_at, title, created_at) values ('b1', '{ada}', {}, {}, 'Dentist', 0)",
                ms("2027-03-09T10:00:00Z".parse().unwrap()),
                ms("2027-03-09T11:00:00Z".parse().unwrap()),
            )])
            .await;

        let seen = calendar::calendar(&staff, week()).await.unwrap();
        assert_eq!(seen.from.to_string(), "2027-03-08", "the week that holds the date");
        assert_eq!(seen.zone.name(), "America/New_York");
        assert_eq!((seen.interviews.len(), seen.interviews[0].id, seen.interviews[0].span), (1, booked.id, booked.span));
        assert_eq!(
            seen.interviews[0].people.iter().map(|person| person.kind).collect::<Vec<_>>(),
            [PersonKind::Contact, PersonKind::Attendee]
        );
        assert!(seen.busy.is_empty(), "nobody is looked at");
        assert!(
            calendar::calendar(&staff, CalendarQuery { date: "2027-03-20".parse().ok(), ..week() }).await.unwrap().interviews.is_empty()
        );
        assert!(calendar::calendar(&staff, CalendarQuery { person: Some(bo), ..week() }).await.unwrap().interviews.is_empty());
        for (date, found) in [("2027-03-20", 1), ("2027-03-01", 1), ("2027-03-24", 0), ("2027-02-24", 0)] {
            let query = CalendarQuery { date: date.parse().ok(), person: Some(ada), around: true, ..week() };
            let seen = calendar::calendar(&staff, query.clone()).await.unwrap();
            assert_eq!(
                (seen.interviews.len(), seen.busy.len()),
                (found, found),
                "{date}: the week itself, the one before and the one after"
            );
            assert!(seen.from <= date.parse().unwrap(), "the week asked for is shown");
            let seen = calendar::calendar(&staff, CalendarQuery { view: View::List, ..query }).await.unwrap();
            assert_eq!(
                seen.interviews.len(),
                usize::from(date == "2027-03-01" || date == "2027-02-24"),
                "{date}: a list shows enough at once"
            );
        }

        let others = calendar::calendar(&staff, CalendarQuery { person: Some(ada), ..week() }).await.unwrap();
        assert_eq!((others.interviews.len(), others.busy.len(), others.busy[0].title.clone()), (1, 1, None), "no title of another's time");
        let own = as_user(&agency, ada, Role::Interviewer);
        let mine = calendar::calendar(&own, week()).await.unwrap();
        assert_eq!((mine.interviews.len(), mine.busy[0].title.as_deref(), mine.choices.people.len()), (1, Some("Dentist"), 0));
        let other = as_user(&agency, bo, Role::Interviewer);
        let seen = calendar::calendar(&other, CalendarQuery { person: Some(ada), ..week() }).await.unwrap();
        assert!(seen.interviews.is_empty() && seen.busy.is_empty());
        assert!(calendar::calendar(&as_user(&agency, bo, Role::HiringManager), week()).await.unwrap().interviews.is_empty());
        agency.execute(&[format!("update jobs set hiring_manager_id = '{bo}'")]).await;
        assert_eq!(calendar::calendar(&as_user(&agency, bo, Role::HiringManager), week()).await.unwrap().interviews.len(), 1);

        let full = calendar::interview(&staff, booked.id).await.unwrap();
        assert_eq!((full.candidate_name.as_str(), full.can_manage, full.page, full.request), ("Asha Rao", true, Some(page), Some(request)));
        assert_eq!(full.people.first().map(|person| person.kind), Some(PersonKind::Candidate));
        assert!(!calendar::interview(&own, booked.id).await.unwrap().can_manage);
        let unknown = calendar::interview(&other, booked.id).await.unwrap_err().into_api("test");
        assert!(matches!(unknown, ApiError::NotFound), "not even that there is one");
        let none = calendar::interview(&staff, staff.id(InterviewId::new).unwrap()).await.unwrap_err().into_api("test");
        assert!(matches!(none, ApiError::NotFound));

        booking::cancel(&asha, request, "Ill").await.unwrap();
        assert_eq!(calendar::calendar(&staff, week()).await.unwrap().interviews[0].state, InterviewState::Cancelled);
    }
}

#[tokio::test]
async fn days_dates_and_zones_that_can_not_be_are_said() {
    for agency in Agency::both().await {
        let staff = agency.staff();
        for (query, field) in [
            (CalendarQuery { date: "9000-01-01".parse().ok(), ..week() }, "date"),
            (CalendarQuery { zone: Some("Mars/Olympus".into()), ..week() }, "zone"),
        ] {
            match calendar::calendar(&staff, query).await.unwrap_err().into_api("test") {
                ApiError::Invalid(errors) => assert!(errors.at(field).is_some(), "{field}"),
                other => panic!("{other:?}"),
            }
        }
        let nobody = agency.server.public();
        assert!(matches!(calendar::calendar(&nobody, week()).await.unwrap_err().into_api("test"), ApiError::Unauthorized));
    }
}
