//! What administrators enter, and try.

use serde_json::json;

use super::{ADA, admin, configure, events, go, queue, row, states, typed};
use crate::api::connections::{Fields, Health, LeadsTo};
use crate::api::error::ApiError;
use crate::domain::channels::Channel;
use crate::domain::connections::{Connection, Reason, SaveSmtp, SaveTeams, SaveText, SmtpTls, Trouble};
use crate::domain::people::Role;
use crate::server::mail::transport::Transport;
use crate::server::services::connections::{failed, is_set_up, settings};
use crate::server::tests::mail::peers::{Gateway, MailServer};
use crate::server::tests::records::{at_field, failure};
use crate::server::tests::support::{TestServer, user};

#[tokio::test]
async fn a_password_entered_again_is_used_at_once_and_lies_sealed() {
    for mut server in TestServer::both().await {
        let smtp = MailServer::with_plan(&json!({ "login": ["ana", "right horse"] }));
        configure(&mut server, &smtp.url_for("ana", "wrong"));
        let transport = Transport::new(&server.app.config.smtp.url).unwrap();
        for address in ["a@example.com", "b@example.com", "c@example.com"] {
            queue(&server, Channel::Mail, address).await;
        }
        go(&server, &transport).await;
        assert_eq!(states(&server).await, ["mail queued 0: 3"]);
        let broken = row(&server, &Connection::Smtp).await;
        assert_eq!(broken.reason, Some(Reason::Credentials));
        assert!(broken.problem.contains("535"), "{}", broken.problem);

        let ctx = admin(&server);
        let version = settings::save_smtp(&ctx, &typed(&smtp, "right horse")).await.unwrap();
        assert_eq!(failure(settings::save_smtp(&ctx, &typed(&smtp, "right horse")).await), ApiError::Stale);
        let sealed = row(&server, &Connection::Smtp).await.settings.unwrap();
        for secret in ["right horse", "127.0.0.1", "password"] {
            assert!(!sealed.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret}");
        }
        // The same minute, the same transport of the configuration: what was entered holds.
        assert!(go(&server, &transport).await >= 3);
        assert_eq!(states(&server).await, ["mail sent 1: 3"]);
        assert_eq!(events(&server).await, ["integration.failed", "integration.changed", "integration.restored"]);

        // The page has no secret; an empty field keeps it, but for the same server and user only.
        let view = settings::list(&ctx).await.unwrap();
        let own = &view.connections[0];
        assert!(!serde_json::to_string(&view).unwrap().contains("right horse"));
        assert_eq!((own.is_entered, own.is_configured, own.version), (true, true, version));
        assert!(matches!(&own.fields, Fields::Smtp { user, tls: SmtpTls::Plain, has_password: true, .. } if user == "ana"));
        assert!(matches!(own.health, Health::Works { .. }) && own.leads_to == LeadsTo::Server(format!("127.0.0.1:{}", smtp.port())));
        let kept = SaveSmtp { version, ..typed(&smtp, "") };
        let elsewhere = SaveSmtp { host: "mail.example.com".into(), tls: "tls".into(), ..kept.clone() };
        assert_eq!(at_field(settings::save_smtp(&ctx, &elsewhere).await), ("password".into(), "error-secret-again".into()));
        let open = SaveSmtp { host: "mail.example.com".into(), password: "x".to_owned().into(), ..kept.clone() };
        assert_eq!(at_field(settings::save_smtp(&ctx, &open).await), ("tls".into(), "error-unencrypted".into()));
        let version = settings::save_smtp(&ctx, &kept).await.unwrap();
        settings::test(&ctx, &Connection::Smtp).await.unwrap();

        // The configuration again, with its wrong password.
        settings::forget(&ctx, &Connection::Smtp, version).await.unwrap();
        settings::forget(&ctx, &Connection::Smtp, version).await.unwrap();
        queue(&server, Channel::Mail, "d@example.com").await;
        go(&server, &transport).await;
        assert!(row(&server, &Connection::Smtp).await.broken_since.is_some());
        assert_eq!(smtp.mails().len(), 3);
    }
}

#[tokio::test]
async fn the_test_button_says_why_not_and_restores_when_it_works() {
    for mut server in TestServer::both().await {
        let gateway = Gateway::with_plan(&json!({ "teams": ["404"] }));
        server.set_gateway(&gateway.url(), Gateway::ACCOUNT);
        gateway.change_token("another");
        let ctx = admin(&server);
        assert_eq!(at_field(settings::test(&ctx, &Connection::Smtp).await), ("smtp".into(), "connection-none".into()));
        assert_eq!(at_field(settings::test(&ctx, &Connection::Text).await), ("text".into(), "connection-test-credentials".into()));
        assert_eq!(at_field(settings::test(&ctx, &Connection::Teams).await), ("teams".into(), "connection-test-address".into()));
        assert_eq!(events(&server).await, ["integration.failed", "integration.failed"]);
        settings::test(&ctx, &Connection::Teams).await.unwrap();
        assert_eq!(gateway.cards()[0]["body"][0]["text"], "This is a test");

        queue(&server, Channel::Text, ADA).await;
        assert_eq!(go(&server, &Transport::Nowhere).await, 0);
        let like = |token: &str, version| SaveText {
            version,
            account_sid: Gateway::ACCOUNT.into(),
            auth_token: token.to_owned().into(),
            from: "+15005550006".into(),
        };
        let other = SaveText { account_sid: format!("AC{}", "1".repeat(32)), ..like("", 0) };
        assert_eq!(at_field(settings::save_text(&ctx, &other).await), ("auth_token".into(), "error-secret-again".into()));
        let version = settings::save_text(&ctx, &like("wrong again", 0)).await.unwrap();
        assert_eq!(at_field(settings::test(&ctx, &Connection::Text).await), ("text".into(), "connection-test-credentials".into()));
        settings::save_text(&ctx, &like("another", version)).await.unwrap();
        settings::test(&ctx, &Connection::Text).await.unwrap();
        assert!(row(&server, &Connection::Text).await.broken_since.is_none());
        assert_eq!(go(&server, &Transport::Nowhere).await, 1, "without a mail server, too");
        assert_eq!(states(&server).await, ["text sent 1: 1"]);

        // Not to whatever listens on this machine: only where the configuration leads.
        let local = SaveTeams { version: 0, webhook_url: "http://127.0.0.1:9/webhook".to_owned().into() };
        assert_eq!(at_field(settings::save_teams(&ctx, &local).await), ("webhook_url".into(), "error-webhook".into()));
        let same = SaveTeams { version: 0, webhook_url: format!("{}/webhook/secret", gateway.url()).into() };
        settings::save_teams(&ctx, &same).await.unwrap();
    }
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_named() {
    let mut server = TestServer::sqlite().await;
    let smtp = MailServer::with_plan(&json!({ "tls": "self-signed" }));
    configure(&mut server, &format!("{}?tls=required", smtp.url()));
    let tried = settings::test(&admin(&server), &Connection::Smtp).await;
    assert_eq!(at_field(tried), ("smtp".into(), "connection-test-certificate".into()));
    assert_eq!(row(&server, &Connection::Smtp).await.reason, Some(Reason::Certificate));
    drop(server);

    // A server without TLS, and a name that is none (RFC 6761, section 6.4).
    let plain = MailServer::start();
    for (url, message) in [
        (format!("{}?tls=required", plain.url()), "connection-test-encryption"),
        ("smtp://no-such-server.invalid".into(), "connection-test-host"),
    ] {
        let mut server = TestServer::sqlite().await;
        configure(&mut server, &url);
        let field = at_field(settings::test(&admin(&server), &Connection::Smtp).await);
        // Without a name service nobody can say that there is no such name.
        assert!(field.1 == message || (message.ends_with("host") && field.1.ends_with("unanswered")), "{url}: {field:?}");
    }
}

#[tokio::test]
async fn what_is_entered_alone_sets_a_channel_up_and_is_not_broken_once_it_is_removed() {
    for server in TestServer::both().await {
        let ctx = admin(&server);
        let set_up = async || {
            let mut tx = ctx.store().read().await.unwrap();
            is_set_up(&mut tx, &ctx, Channel::Text).await.unwrap()
        };
        assert!(!set_up().await);
        let input =
            SaveText { version: 0, account_sid: Gateway::ACCOUNT.into(), auth_token: "x".to_owned().into(), from: "+15005550006".into() };
        let version = settings::save_text(&ctx, &input).await.unwrap();
        assert!(set_up().await);
        let own = settings::list(&ctx).await.unwrap().connections.remove(1);
        assert_eq!((own.leads_to, own.health, own.is_configured), (LeadsTo::Server("api.twilio.com".into()), Health::Untried, false));
        failed(&ctx, &Connection::Text, &Trouble::Lasting(Reason::Credentials), "401").await.unwrap();
        settings::forget(&ctx, &Connection::Text, version).await.unwrap();
        assert!(!set_up().await);
        assert_eq!(events(&server).await, ["integration.changed", "integration.failed", "integration.reset", "integration.restored"]);
        assert_eq!(settings::list(&ctx).await.unwrap().connections[1].health, Health::Absent);
    }
}

#[tokio::test]
async fn administrators_only() {
    let server = TestServer::sqlite().await;
    for role in [Role::Recruiter, Role::Coordinator, Role::Interviewer] {
        let ctx = server.ctx(user(&server.public(), role));
        assert_eq!(failure(settings::list(&ctx).await), ApiError::Forbidden);
        assert_eq!(failure(settings::save_smtp(&ctx, &SaveSmtp::default()).await), ApiError::Forbidden);
        assert_eq!(failure(settings::save_text(&ctx, &SaveText::default()).await), ApiError::Forbidden);
        assert_eq!(failure(settings::save_teams(&ctx, &SaveTeams::default()).await), ApiError::Forbidden);
        assert_eq!(failure(settings::forget(&ctx, &Connection::Smtp, 0).await), ApiError::Forbidden);
        assert_eq!(failure(settings::test(&ctx, &Connection::Smtp).await), ApiError::Forbidden);
    }
    let ats = Connection::Ats("1".into());
    assert_eq!(failure(settings::test(&admin(&server), &ats).await), ApiError::NotFound);
    assert_eq!(failure(settings::forget(&admin(&server), &ats, 0).await), ApiError::NotFound);
}
