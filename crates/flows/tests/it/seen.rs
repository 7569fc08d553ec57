//! Nobody writes over what another changed without knowing of it.

use domain::org::Language;
use flows::identities::{self, IdentityInput};
use flows::mailboxes::{self, MailboxInput};
use flows::oauth::applications::{self, ApplicationInput};
use flows::templates::{self, TemplateInput};
use flows::{seen, signatures};
use store::signatures::Signatures;
use store::templates::TemplateVersion;

use crate::house::House;
use crate::oauth::Granting;
use crate::ways::shared;

#[tokio::test]
async fn a_sender_that_another_changed_is_written_over_by_whoever_knows_of_it_alone() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let id = identities::create(office, actor, shared("press@house.test")).await.unwrap();
    let there = async || identities::find(office, actor.organisation, id).await.unwrap();
    let opened = seen::version(there().await.updated_at);
    let seen_version = Some(opened);
    let display_name = Some("The desk".to_owned());
    let first = IdentityInput { display_name, seen_version, ..IdentityInput::default() };
    identities::change(office, actor, id, first).await.unwrap();

    let copy_to = Some(vec!["archive@house.test".parse().unwrap()]);
    let second = IdentityInput { copy_to, seen_version, ..IdentityInput::default() };
    let refused = identities::change(office, actor, id, second.clone()).await.unwrap_err();
    assert_eq!(refused.code, "identity.changed_meanwhile");
    let now = there().await;
    assert!(now.settings.copy_to.is_empty(), "nothing is written");
    let version = seen::version(now.updated_at);
    assert_ne!(version, opened, "in the same instant, too");
    assert_eq!(refused.params["version"], version.to_string());
    let knowing = IdentityInput { seen_version: Some(version), ..second.clone() };
    identities::change(office, actor, id, knowing).await.unwrap();
    assert_eq!(there().await.settings.copy_to.len(), 1);
    // Programs that know of no version change what they name.
    identities::change(office, actor, id, IdentityInput { seen_version: None, ..second }).await.unwrap();
}

#[tokio::test]
async fn a_template_that_another_changed_is_written_over_by_whoever_knows_of_it_alone() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let version =
        TemplateVersion { language: Language::En, subject: String::new(), text: "Hi".to_owned(), html: None };
    let made = TemplateInput {
        name: Some("Greeting".to_owned()),
        versions: Some(vec![version]),
        default_language: Some(Language::En),
        ..TemplateInput::default()
    };
    let id = templates::create(office, actor, made).await.unwrap();
    let there = async || templates::find(office, actor, id).await.unwrap();
    let seen_version = Some(seen::version(there().await.updated_at));
    let folder = Some("Sales".to_owned());
    let first = TemplateInput { folder, seen_version, ..TemplateInput::default() };
    templates::change(office, actor, id, first).await.unwrap();

    let name = Some("Hello".to_owned());
    let second = TemplateInput { name, seen_version, ..TemplateInput::default() };
    let refused = templates::change(office, actor, id, second.clone()).await.unwrap_err();
    assert_eq!(refused.code, "template.changed_meanwhile");
    let now = there().await;
    assert_eq!((now.settings.name.as_str(), now.settings.folder.as_str()), ("Greeting", "Sales"));
    let version = seen::version(now.updated_at);
    assert_eq!(refused.params["version"], version.to_string());
    let knowing = TemplateInput { seen_version: Some(version), ..second };
    templates::change(office, actor, id, knowing).await.unwrap();
    let now = there().await;
    assert_eq!((now.settings.name.as_str(), now.settings.folder.as_str()), ("Hello", "Sales"));
}

#[tokio::test]
async fn an_application_that_another_changed_is_written_over_by_whoever_knows_of_it_alone() {
    let granting = Granting::imap().await;
    let (office, actor, id) = (&granting.house.office, &granting.house.actor, granting.application);
    let there = async || applications::find(office, actor.organisation, id).await.unwrap();
    let seen_version = Some(seen::version(there().await.updated_at));
    let named = |name: &str| ApplicationInput {
        name: Some(name.to_owned()),
        seen_version,
        ..ApplicationInput::default()
    };
    applications::change(office, actor, id, named("First")).await.unwrap();
    let refused = applications::change(office, actor, id, named("Second")).await.unwrap_err();
    assert_eq!(refused.code, "oauth_application.changed_meanwhile");
    let now = there().await;
    assert_eq!(now.settings.name, "First");
    let seen_version = Some(seen::version(now.updated_at));
    applications::change(office, actor, id, ApplicationInput { seen_version, ..named("Second") })
        .await
        .unwrap();
    assert_eq!(there().await.settings.name, "Second");
}

#[tokio::test]
async fn signatures_of_a_mailbox_that_another_changed_are_written_over_by_whoever_knows_of_it_alone() {
    let house = House::open().await;
    let (office, actor, mailbox) = (&house.office, &house.actor, house.mailbox);
    let there = async || signatures::of_mailbox(office, actor, mailbox).await.unwrap();
    let opened = Some(signatures::version(&there().await));
    let reply = |text: &str| Signatures { of_new: "The house".into(), of_reply: text.into() };
    signatures::put_of_mailbox(office, actor, (mailbox, opened), reply("The first")).await.unwrap();

    let second = signatures::put_of_mailbox(office, actor, (mailbox, opened), reply("The second"));
    let refused = second.await.unwrap_err();
    assert_eq!(refused.code, "signature.changed_meanwhile");
    assert_eq!(there().await, reply("The first"), "nothing is written");
    let version = signatures::version(&there().await);
    assert_eq!(refused.params["version"], version.to_string());
    assert!((0..1 << 53).contains(&version), "a browser counts no further");
    let knowing = (mailbox, Some(version));
    signatures::put_of_mailbox(office, actor, knowing, reply("The second")).await.unwrap();
    // Programs that know of no version set what they name.
    signatures::put_of_mailbox(office, actor, (mailbox, None), reply("The third")).await.unwrap();
    assert_eq!(there().await, reply("The third"));
}

#[tokio::test]
async fn a_mailbox_that_another_changed_is_written_over_by_whoever_knows_of_it_alone() {
    let granting = Granting::imap().await;
    let (office, actor, id) = (&granting.house.office, &granting.house.actor, granting.mailbox);
    let there = async || mailboxes::find(office, actor, id).await.unwrap();
    let seen_version = Some(seen::version(there().await.updated_at));
    let named = |name: &str| MailboxInput {
        display_name: Some(name.to_owned()),
        seen_version,
        ..MailboxInput::default()
    };
    granting.house.clock.advance_seconds(1);
    mailboxes::change(office, actor, id, named("First")).await.unwrap();
    granting.house.clock.advance_seconds(1);
    let refused = mailboxes::change(office, actor, id, named("Second")).await.unwrap_err();
    assert_eq!(refused.code, "mailbox.changed_meanwhile");
    let now = there().await;
    assert_eq!(now.settings.display_name, "First");
    let seen_version = Some(seen::version(now.updated_at));
    mailboxes::change(office, actor, id, MailboxInput { seen_version, ..named("Second") }).await.unwrap();
    let second = there().await;
    assert_eq!(second.settings.display_name, "Second");
    // At the same instant it is another version all the same.
    let seen_version = Some(seen::version(second.updated_at));
    mailboxes::change(office, actor, id, MailboxInput { seen_version, ..named("Third") }).await.unwrap();
    let refused = mailboxes::change(office, actor, id, MailboxInput { seen_version, ..named("Fourth") });
    assert_eq!(refused.await.unwrap_err().code, "mailbox.changed_meanwhile");
    assert_eq!(there().await.settings.display_name, "Third");
}
