//! Accounts, colleagues, sessions, throttling, on both databases.

use chrono::Duration;

use crate::api::account::SaveProfile;
use crate::api::colleagues::{AcceptInvitation, ColleagueState, InviteColleague};
use crate::api::error::ApiError;
use crate::api::organisation::{SaveOrganisation, SetUp};
use crate::domain::channels::Channel;
use crate::domain::people::{Actor, Role};
use crate::server::carriers::Parcel;
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::server::keys::Token;
use crate::server::services::{account, colleagues, messages, organisation, sign_in};
use crate::server::tests::support::{TestServer, user};

const PASSWORD: &str = "seven rainy days";

fn set_up(email: &str) -> SetUp {
    SetUp {
        organisation: "Weiss".into(),
        name: "Dana Weiss".into(),
        email: email.into(),
        zone: "Europe/Berlin".into(),
        password: PASSWORD.to_owned().into(),
    }
}

/// The context of whoever has this session.
async fn session(server: &TestServer, token: &Token) -> Ctx {
    let public = server.public();
    let actor = account::visitor(&public, Some(token.reveal())).await.unwrap().actor;
    server.ctx(actor)
}

async fn administrator(server: &TestServer) -> Ctx {
    let token = organisation::set_up(&server.public(), set_up("dana@example.com")).await.unwrap();
    session(server, &token).await
}

fn api(result: Result<impl std::fmt::Debug>) -> ApiError {
    match result {
        Err(Error::Api(error)) => error,
        other => panic!("{other:?}"),
    }
}

fn field(result: Result<impl std::fmt::Debug>) -> (String, String) {
    match api(result) {
        ApiError::Invalid(errors) => errors.iter().map(|error| (error.field.clone(), error.message.clone())).next().unwrap(),
        other => panic!("{other:?}"),
    }
}

/// The tokens at the ends of the links in all messages that wait, oldest first.
async fn mailed_tokens(server: &TestServer, path: &str) -> Vec<String> {
    let now = server.app.clock.now();
    let mut tx = server.app.store.begin().await.unwrap();
    let claimed = tx.claim_messages(now, now + Duration::minutes(5), 50, Channel::ALL).await.unwrap();
    let texts = claimed.iter().filter_map(|message| {
        let plain = server.app.keys.open(&messages::place(message.id), &message.sealed).unwrap();
        match serde_json::from_slice(&plain).unwrap() {
            Parcel::Mail(mail) => Some(mail.text),
            _ => None,
        }
    });
    let path = format!("{}{path}", server.app.config.base_url);
    let find = |text: String| text.split(&path).nth(1).map(|rest| rest.chars().take(43).collect::<String>());
    let found = texts.filter_map(find).collect();
    drop(tx);
    found
}

async fn actions(server: &TestServer) -> Vec<String> {
    let mut tx = server.app.store.read().await.unwrap();
    tx.raw_texts("select action from history order by id").await.unwrap()
}

fn later(server: &TestServer, by: Duration) {
    server.clock.set(server.app.clock.now() + by);
}

#[tokio::test]
async fn of_two_who_set_up_at_once_one_wins() {
    for server in TestServer::both().await {
        let (a, b) = (server.public(), server.public());
        let (first, second) =
            tokio::join!(organisation::set_up(&a, set_up("a@example.com")), organisation::set_up(&b, set_up("b@example.com")));
        assert_eq!([first.is_ok(), second.is_ok()].iter().filter(|ok| **ok).count(), 1, "{first:?} {second:?}");
        let lost = if first.is_err() { first } else { second };
        assert_eq!(api(lost.map(|_| ())), ApiError::NotPossible("error-set-up-already".into()));
        let mut tx = server.app.store.read().await.unwrap();
        let users = tx.users().await.unwrap();
        assert_eq!(users.len(), 1);
        let organisation = tx.organisation().await.unwrap().unwrap();
        assert_eq!((organisation.creator_id, users[0].role), (users[0].id, Role::Administrator));
        let mut actions = actions(&server).await;
        actions.sort();
        assert_eq!(actions, ["organisation.created", "user.created"]);
    }
}

#[tokio::test]
async fn signing_in_needs_the_right_password_of_an_open_account() {
    for server in TestServer::both().await {
        let admin = administrator(&server).await;
        let public = server.public();
        let wrong = ("password".to_owned(), "error-credentials".to_owned());
        assert_eq!(field(sign_in::sign_in(&public, "dana@example.com", "seven rainy dayS".into(), None).await), wrong);
        assert_eq!(field(sign_in::sign_in(&public, "nobody@example.com", PASSWORD.into(), None).await), wrong);
        assert_eq!(field(sign_in::sign_in(&public, "", "x".into(), None).await).0, "email");
        let token = sign_in::sign_in(&public, " DANA@example.com", PASSWORD.into(), None).await.unwrap();
        assert_eq!(session(&server, &token).await.actor, admin.actor);
        sign_in::sign_out(&session(&server, &token).await, Some(token.clone())).await.unwrap();
        assert_eq!(session(&server, &token).await.actor, Actor::Public);
    }
}

#[tokio::test]
async fn a_session_lives_on_while_it_is_used_but_not_for_ever() {
    for server in TestServer::both().await {
        administrator(&server).await;
        let token = sign_in::sign_in(&server.public(), "dana@example.com", PASSWORD.into(), None).await.unwrap();
        for _ in 0..6 {
            later(&server, Duration::days(13));
            assert!(session(&server, &token).await.actor.role().is_some());
        }
        later(&server, Duration::days(13));
        assert_eq!(session(&server, &token).await.actor, Actor::Public, "90 days are over");
        let token = sign_in::sign_in(&server.public(), "dana@example.com", PASSWORD.into(), None).await.unwrap();
        later(&server, Duration::days(15));
        assert_eq!(session(&server, &token).await.actor, Actor::Public, "14 days unused");
    }
}

#[tokio::test]
async fn many_guesses_at_once_do_not_slip_through() {
    for server in TestServer::both().await {
        administrator(&server).await;
        let guesses = (0..30).map(|n| {
            let ctx = server.public();
            async move { sign_in::sign_in(&ctx, "dana@example.com", format!("guess number {n}"), None).await }
        });
        let outcomes: Vec<ApiError> =
            futures::future::join_all(guesses).await.into_iter().map(|outcome| api(outcome.map(|_| ()))).collect();
        let judged = outcomes.iter().filter(|error| matches!(error, ApiError::Invalid(_))).count();
        let refused = outcomes.iter().filter(|error| matches!(error, ApiError::TooMany { .. })).count();
        assert_eq!((judged, refused), (5, 25), "{outcomes:?}");
        // Waits double; after the last one it is taken, and a success forgets them.
        later(&server, Duration::seconds(1));
        assert!(matches!(
            api(sign_in::sign_in(&server.public(), "dana@example.com", "wrong".into(), None).await.map(|_| ())),
            ApiError::Invalid(_)
        ));
        later(&server, Duration::seconds(1));
        let error = api(sign_in::sign_in(&server.public(), "dana@example.com", PASSWORD.into(), None).await.map(|_| ()));
        assert_eq!(error, ApiError::TooMany { retry_seconds: 1 });
        later(&server, Duration::seconds(1));
        sign_in::sign_in(&server.public(), "dana@example.com", PASSWORD.into(), None).await.unwrap();
        // Old rows go.
        later(&server, Duration::days(2));
        let _ = sign_in::sign_in(&server.public(), "other@example.com", PASSWORD.into(), None).await;
        let mut tx = server.app.store.read().await.unwrap();
        assert_eq!(tx.raw_number("select count(*) from sign_in_failures").await.unwrap(), 2);
    }
}

#[tokio::test]
async fn an_invitation_is_mailed_accepted_once_and_holds_seven_days() {
    for server in TestServer::both().await {
        let admin = administrator(&server).await;
        let invite = |email: &str, role: &str| InviteColleague { name: "Ravi".into(), email: email.into(), role: role.into() };
        let id = colleagues::invite(&admin, invite("ravi@example.com", "coordinator")).await.unwrap();
        assert_eq!(
            field(colleagues::invite(&admin, invite("dana@example.com", "recruiter")).await),
            ("email".into(), "error-colleague-exists".into())
        );
        assert_eq!(field(colleagues::invite(&admin, invite("x@example.com", "king")).await).0, "role");
        later(&server, Duration::seconds(1));
        colleagues::resend(&admin, id).await.unwrap();
        let tokens = mailed_tokens(&server, "/invitation/").await;
        assert_eq!(tokens.len(), 2);

        let public = server.public();
        let accept = |token: &str, password: &str| AcceptInvitation {
            token: token.into(),
            name: "Ravi Rao".into(),
            zone: "Asia/Kolkata".into(),
            password: password.to_owned().into(),
        };
        assert_eq!(
            api(colleagues::accept(&public, accept(&tokens[0], PASSWORD)).await.map(|_| ())),
            ApiError::Unauthorized,
            "the older link"
        );
        assert_eq!(
            field(colleagues::accept(&public, accept(&tokens[1], "ravi@example.com")).await.map(|_| ())).1,
            "error-password-address"
        );
        let view = colleagues::invitation(&public, &tokens[1]).await.unwrap();
        assert_eq!((view.email.as_str(), view.role, view.organisation.as_str()), ("ravi@example.com", Role::Coordinator, "Weiss"));
        // Nobody signs in before.
        assert!(sign_in::sign_in(&public, "ravi@example.com", PASSWORD.into(), None).await.is_err());

        let (one, two) = tokio::join!(
            colleagues::accept(&public, accept(&tokens[1], PASSWORD)),
            colleagues::accept(&public, accept(&tokens[1], PASSWORD))
        );
        assert_eq!([one.is_ok(), two.is_ok()].iter().filter(|ok| **ok).count(), 1, "{one:?} {two:?}");
        let token = one.or(two).unwrap();
        let ravi = session(&server, &token).await;
        assert_eq!((ravi.actor.user_id(), ravi.actor.role()), (Some(id), Some(Role::Coordinator)));
        assert_eq!(api(colleagues::accept(&public, accept(&tokens[1], PASSWORD)).await.map(|_| ())), ApiError::Unauthorized);
        assert_eq!(api(colleagues::resend(&admin, id).await), ApiError::NotPossible("error-no-open-invitation".into()));

        let late = colleagues::invite(&admin, invite("late@example.com", "interviewer")).await.unwrap();
        let link = colleagues::copy_link(&admin, late).await.unwrap();
        let token = link.rsplit('/').next().unwrap().to_owned();
        later(&server, Duration::days(7));
        assert_eq!(api(colleagues::invitation(&public, &token).await), ApiError::Unauthorized);
        let lines = colleagues::list(&admin).await.unwrap();
        assert_eq!(lines.iter().find(|line| line.id == late).map(|line| line.state), Some(ColleagueState::Expired));
        colleagues::revoke(&admin, late).await.unwrap();
        // Taken back, then invited anew.
        assert_eq!(colleagues::invite(&admin, invite("late@example.com", "recruiter")).await.unwrap(), late);
        assert!(actions(&server).await.contains(&"user.invitation_accepted".to_owned()));
    }
}

#[tokio::test]
async fn a_reset_is_mailed_used_once_holds_an_hour_and_ends_all_sessions() {
    for server in TestServer::both().await {
        administrator(&server).await;
        let public = server.public();
        let token = sign_in::sign_in(&public, "dana@example.com", PASSWORD.into(), None).await.unwrap();
        sign_in::forgot(&public, "nobody@example.com").await.unwrap();
        sign_in::forgot(&public, "dana@example.com").await.unwrap();
        sign_in::forgot(&public, "dana@example.com").await.unwrap();
        let links = mailed_tokens(&server, "/reset-password/").await;
        assert_eq!(links.len(), 2);
        assert_eq!(sign_in::reset_view(&public, &links[0]).await.unwrap().email, "dana@example.com");
        assert_eq!(field(sign_in::reset(&public, &links[0], "short".into()).await).1, "error-password-short");
        sign_in::reset(&public, &links[0], "eight sunny weeks".into()).await.unwrap();
        for link in &links {
            assert_eq!(
                api(sign_in::reset(&public, link, "nine windy months".into()).await),
                ApiError::Unauthorized,
                "used, or revoked with it"
            );
        }
        assert_eq!(session(&server, &token).await.actor, Actor::Public);
        assert!(sign_in::sign_in(&public, "dana@example.com", PASSWORD.into(), None).await.is_err());
        sign_in::sign_in(&public, "dana@example.com", "eight sunny weeks".into(), None).await.unwrap();

        later(&server, Duration::hours(2));
        sign_in::forgot(&public, "dana@example.com").await.unwrap();
        let link = mailed_tokens(&server, "/reset-password/").await.pop().unwrap();
        later(&server, Duration::hours(1));
        assert_eq!(api(sign_in::reset_view(&public, &link).await), ApiError::Unauthorized, "its hour is over");
    }
}

#[tokio::test]
async fn the_last_administrator_stays_even_if_two_demote_each_other() {
    for server in TestServer::both().await {
        let dana = administrator(&server).await;
        let me = dana.actor.user_id().unwrap();
        let last = ApiError::NotPossible("error-last-administrator".into());
        assert_eq!(api(colleagues::change_role(&dana, me, "recruiter", 1).await), last);
        assert_eq!(api(colleagues::set_active(&dana, me, false, 1).await), last);
        // Somebody invited as administrator can not sign in yet, and does not count.
        let invite = InviteColleague { name: "Eve".into(), email: "eve@example.com".into(), role: "administrator".into() };
        colleagues::invite(&dana, invite).await.unwrap();
        assert_eq!(api(colleagues::set_active(&dana, me, false, 1).await), last);

        let system = Ctx::system(server.app.clone(), "test".into());
        let second = account::add(&system, "max@example.com", "Max", "administrator", PASSWORD.into()).await.unwrap();
        let max = server.ctx(Actor::User { id: second, name: "Max".into(), role: Role::Administrator });
        let (one, two) =
            tokio::join!(colleagues::change_role(&dana, second, "recruiter", 1), colleagues::change_role(&max, me, "recruiter", 1));
        assert_eq!([one.is_ok(), two.is_ok()].iter().filter(|ok| **ok).count(), 1, "{one:?} {two:?}");
        let mut tx = server.app.store.read().await.unwrap();
        assert_eq!(
            tx.raw_number("select count(*) from users where role = 'administrator' and password_hash is not null").await.unwrap(),
            1
        );
    }
}

#[tokio::test]
async fn a_stale_edit_is_told_so() {
    for server in TestServer::both().await {
        let dana = administrator(&server).await;
        let save = |name: &str, version| SaveProfile { name: name.into(), zone: "UTC".into(), version };
        account::save_profile(&dana, save("Dana W.", 1)).await.unwrap();
        let stale = account::save_profile(&dana, save("D. Weiss", 1)).await;
        assert_eq!(stale.unwrap_err().into_api("test"), ApiError::Stale);
        assert_eq!(account::profile(&dana).await.unwrap().name, "Dana W.");

        let settings = |version| SaveOrganisation {
            name: "W".into(),
            zone: "Mars/Olympus".into(),
            clock: "twelve".into(),
            week_start: "Sun".into(),
            version,
        };
        assert_eq!(field(organisation::save(&dana, settings(1)).await).0, "zone");
        let settings = |version| SaveOrganisation { zone: "Asia/Tokyo".into(), ..settings(version) };
        organisation::save(&dana, settings(1)).await.unwrap();
        assert_eq!(organisation::save(&dana, settings(1)).await.unwrap_err().into_api("test"), ApiError::Stale);
        let visitor = account::visitor(&server.public(), None).await.unwrap();
        assert_eq!(visitor.zone, "Asia/Tokyo");
    }
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    for server in TestServer::both().await {
        administrator(&server).await;
        let here = sign_in::sign_in(&server.public(), "dana@example.com", PASSWORD.into(), None).await.unwrap();
        let there = sign_in::sign_in(&server.public(), "dana@example.com", PASSWORD.into(), None).await.unwrap();
        let dana = session(&server, &here).await;
        let wrong = account::change_password(&dana, "wrong".into(), "eight sunny weeks".into(), Some(here.clone())).await;
        assert_eq!(field(wrong), ("present".into(), "error-password-wrong".into()));
        account::change_password(&dana, PASSWORD.into(), "eight sunny weeks".into(), Some(here.clone())).await.unwrap();
        assert_eq!(session(&server, &here).await.actor, dana.actor);
        assert_eq!(session(&server, &there).await.actor, Actor::Public);
        account::sign_out_everywhere(&dana).await.unwrap();
        assert_eq!(session(&server, &here).await.actor, Actor::Public);
    }
}

#[tokio::test]
async fn the_command_line_makes_the_first_account_and_others() {
    for server in TestServer::both().await {
        let system = Ctx::system(server.app.clone(), "test".into());
        assert_eq!(
            field(account::add(&system, "a@example.com", "A", "recruiter", PASSWORD.into()).await),
            ("role".into(), "error-first-administrator".into())
        );
        let first = account::add(&system, "a@example.com", "A", "administrator", PASSWORD.into()).await.unwrap();
        account::add(&system, "b@example.com", "B", "interviewer", PASSWORD.into()).await.unwrap();
        assert_eq!(
            field(account::add(&system, "B@example.com", "B", "interviewer", PASSWORD.into()).await),
            ("email".into(), "error-colleague-exists".into())
        );
        assert_eq!(server.app.store.read().await.unwrap().organisation().await.unwrap().unwrap().creator_id, first);
        assert_eq!(
            api(organisation::set_up(&server.public(), set_up("c@example.com")).await.map(|_| ())),
            ApiError::NotPossible("error-set-up-already".into())
        );
        // Nobody else gets in this way.
        let admin = server.ctx(user(&system, Role::Administrator));
        assert_eq!(api(account::add(&admin, "d@example.com", "D", "recruiter", PASSWORD.into()).await), ApiError::Forbidden);
    }
}
