//! Sign-ins that are under way while what they are for leads elsewhere, and tokens that cannot be opened.

use domain::oauth::{GrantState, SignInWay};
use flows::mailboxes::{MailboxInput, ServerInput};
use flows::oauth::applications::{self, ApplicationInput};
use flows::oauth::sign_ins;
use store::mailboxes::HealthState;

use crate::oauth::Granting;

const DEVICE: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// The mailbox's mail is on another server.
async fn move_mailbox(granting: &Granting, host: &str) {
    let server = ServerInput { host: Some(host.to_owned()), ..ServerInput::default() };
    let change = MailboxInput { server, ..MailboxInput::default() };
    flows::mailboxes::change(&granting.house.office, &granting.house.actor, granting.mailbox, change)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_sign_in_under_way_brings_nothing_to_another_server() {
    let granting = Granting::imap().await;
    let (office, actor) = (&granting.house.office, &granting.house.actor);
    let begun = granting.begin(SignInWay::Browser).await;
    let returned = granting.agreed(&begun);
    let device = granting.begin(SignInWay::Device).await;
    let code = sign_ins::find(office, actor, device.id).await.unwrap().device.unwrap().user_code;
    granting.provider.type_code(&code, true);

    move_mailbox(&granting, "localhost").await;
    let refused = sign_ins::finish(office, granting.person(), returned).await.unwrap_err();
    assert_eq!(refused.code, "oauth.unknown_state", "the user name is the same, the server is not");
    granting.house.clock.advance_seconds(5);
    granting.work().await;
    assert_eq!((granting.provider.asked("authorization_code"), granting.provider.asked(DEVICE)), (0, 0));
    assert_eq!(sign_ins::find(office, actor, device.id).await.unwrap_err().code, "not_found");
    assert_eq!(granting.row().await.health.state, HealthState::SignIn);
}

#[tokio::test]
async fn a_code_is_not_sent_to_the_address_an_application_was_changed_to() {
    let granting = Granting::imap().await;
    let (office, actor, id) = (&granting.house.office, &granting.house.actor, granting.application);
    let other = |path: &str| Some(granting.provider.endpoint(path));
    let changes = [
        ApplicationInput { token_endpoint: other("token/"), ..ApplicationInput::default() },
        ApplicationInput { authorization_endpoint: other("authorize/"), ..ApplicationInput::default() },
    ];
    let returned = granting.agreed(&granting.begin(SignInWay::Browser).await);
    let second = granting.agreed(&granting.begin(SignInWay::Browser).await);
    for (change, returned) in changes.into_iter().zip([returned, second]) {
        applications::change(office, actor, id, change).await.unwrap();
        let refused = sign_ins::finish(office, granting.person(), returned).await.unwrap_err();
        assert_eq!(refused.code, "oauth.unknown_state");
    }
    assert!(!granting.provider.bodies().iter().any(|body| body.contains("code_verifier")));
}

#[tokio::test]
async fn a_name_that_changes_ends_no_sign_in() {
    let granting = Granting::imap().await;
    let returned = granting.agreed(&granting.begin(SignInWay::Browser).await);
    let renamed = ApplicationInput { name: Some("Another name".to_owned()), ..ApplicationInput::default() };
    let (office, actor) = (&granting.house.office, &granting.house.actor);
    applications::change(office, actor, granting.application, renamed).await.unwrap();
    sign_ins::finish(office, granting.person(), returned).await.unwrap();
    assert_eq!(granting.fetch().await.health.state, HealthState::Ok);
}

#[tokio::test]
async fn tokens_that_another_key_sealed_ask_for_another_sign_in() {
    let mut granting = Granting::signed_in().await;
    assert_eq!(granting.fetch().await.health.state, HealthState::Ok);
    granting.house.reopen_with_another_key().await;
    let row = granting.fetch().await;
    assert_eq!(row.health.last_error_code.as_deref(), Some("oauth_revoked"));
    let words = row.health.last_error.clone().unwrap();
    assert!(words.contains("cannot be opened") && words.contains("sign in again"), "{words}");
    assert!(row.health.alarmed_at.is_some(), "waiting mends nothing");
    granting.house.clock.advance_seconds(3_600);
    granting.work().await;
    let standing = granting.grant().await.standing;
    assert_eq!((standing.state, standing.because.as_str()), (GrantState::Revoked, "unreadable"));
}
