//! A mailbox that signs in with a provider's tokens, in the whole program: renewed by itself, over a power cut.

use e2e::api::text;
use e2e::world::{CUSTOMER, Engine, SERVICE, World};
use serde_json::json;
use testkit::dovecot::Dovecot;
use testkit::oauth::{Habits, OauthProvider};
use testkit::posthus::Setup;
use testkit::{samples, wait};

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_with_tokens_goes_on_over_renewals_and_a_power_cut() {
    let setup = Setup::new().set("POSTHUS_LEASE_SECONDS", 2);
    let mut world = World::open_with(Engine::Sqlite, setup).await.unwrap();
    // Tokens that live for seconds; a used one is taken once more, since the cut may fall between the
    // provider's answer and our commit.
    let (user, forgives) = (SERVICE.to_owned(), true);
    let habits = Habits { user, forgives, expires_in_s: 10, ..Habits::default() };
    let provider = OauthProvider::start(habits).unwrap();
    let introspection = provider.endpoint("introspect");
    let dovecot = Dovecot::start_with_tokens(&[(SERVICE, "x")], &introspection, "xoauth2").unwrap();
    dovecot.deliver(SERVICE, &samples::mail(1, CUSTOMER, SERVICE, "before")).unwrap();

    let application = json!({
        "name": "Provider", "client_id": "posthus", "client_secret": "client secret", "scopes": "mail",
        "authorization_endpoint": provider.endpoint("authorize"), "token_endpoint": provider.endpoint("token"),
    });
    let application = world.api.post("/oauth/applications", &application).await.unwrap();
    let mailbox = json!({
        "address": SERVICE, "protocol": "imap", "host": "127.0.0.1", "port": dovecot.ports().imap,
        "security": "none", "username": SERVICE, "oauth_application_id": application["id"], "history": "all",
    });
    let mailbox = world.api.post("/mailboxes", &mailbox).await.unwrap();
    let path = format!("/mailboxes/{}", text(&mailbox, "id"));
    let begun = world.api.post(&format!("{path}/oauth"), &json!({})).await.unwrap();
    let query = provider.agree(text(&begun, "address")).unwrap();
    let returned = json!({ "provider": "own", "state": query["state"], "code": query["code"] });
    world.api.post("/oauth/finish", &returned).await.unwrap();
    assert_eq!(text(&world.newest_case(1).await, "title"), "before");

    let renewed = provider.asked("refresh_token");
    let again = || (provider.asked("refresh_token") >= renewed + 2).then_some(());
    tokio::task::block_in_place(|| wait::until("the token to be renewed by itself", again));
    world.office.kill();
    world.office.resume().unwrap();
    dovecot.deliver(SERVICE, &samples::mail(2, CUSTOMER, SERVICE, "after")).unwrap();
    assert_eq!(text(&world.newest_case(2).await, "title"), "after");
    let shown = world.api.get(&path).await.unwrap();
    assert_eq!(text(&shown["oauth"], "state"), "good");
}
