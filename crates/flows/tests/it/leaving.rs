//! What a program writes in a mailbox's name obeys what the organisation says of domains that it has not proved.

use domain::TemplateId;
use domain::org::Language;
use domain::preflight::{Aspect, Sighting, UnverifiedRule};
use domain::timeline::{Step, Subject};
use flows::auto_reply;
use flows::mailboxes::MailboxInput;
use flows::preflight::Sender;
use flows::templates::TemplateInput;
use flows::transport::{self, TestInput, TransportInput};
use store::outbox::{OutboxFilter, OutboxShelf};
use store::templates::TemplateVersion;

use crate::house::{House, SERVICE};
use crate::pipeline::{new, steps};
use crate::preflight::{choose, offering};
use crate::sender_domains::World;

const OPERATORS: &str = "no-reply@operator.test";
const FORWARDED_TO: &str = "partner@else.test";

fn mail(number: u32, text: &str) -> String {
    format!(
        "From: Kari <kari@customer.test>\nTo: {SERVICE}\nSubject: The invoice\n\
         Message-ID: <{number}@customer.test>\n\n{text}\n"
    )
}

async fn template(house: &House) -> TemplateId {
    let version = TemplateVersion {
        language: Language::En,
        subject: String::new(),
        text: "We have your mail.".to_owned(),
        html: None,
    };
    let input = TemplateInput {
        name: Some("Receipt".to_owned()),
        default_language: Some(Language::En),
        versions: Some(vec![version]),
        ..TemplateInput::default()
    };
    flows::templates::create(&house.office, &house.actor, input).await.unwrap()
}

/// A house that answers and passes on, whose operator offers an address, and that treats its unproved domain so.
async fn house(unverified: UnverifiedRule) -> House {
    let mut house = House::open().await;
    house.office = offering(&house);
    let template = template(&house).await;
    let mut view = auto_reply::get(&house.office, &house.actor).await.unwrap();
    (view.settings.enabled, view.settings.template_id) = (true, Some(template));
    auto_reply::put(&house.office, &house.actor, view).await.unwrap();
    let forwarding_address = Some(Some(FORWARDED_TO.to_owned()));
    let input = MailboxInput { forwarding_address, ..MailboxInput::default() };
    flows::mailboxes::change(&house.office, &house.actor, house.mailbox, input).await.unwrap();
    choose(&house.office, &house, unverified).await.unwrap();
    house
}

/// What was sent to an address: its return path and its text.
fn sent_to(house: &House, recipient: &str) -> (String, String) {
    let taken = house.sink.taken();
    let mail = taken.iter().find(|mail| mail.recipients == [recipient]).unwrap();
    (mail.return_path.clone(), String::from_utf8_lossy(&mail.raw).replace("\r\n ", " "))
}

#[tokio::test]
async fn receipts_and_forwards_of_an_unproved_domain_are_not_sent_and_the_timeline_says_why() {
    let house = house(UnverifiedRule::Refuse).await;
    let told = steps(&house, new(house.receive(&mail(1, "Too high")).await)).await;
    let receipt = |step: &Step| {
        matches!(step, Step::NotAutoReplied { because, evidence }
            if because == "from_not_proved" && evidence == "house.test")
    };
    let forward = |step: &Step| {
        matches!(step, Step::NotForwarded { because, recipient }
            if because == "from_not_proved" && recipient == FORWARDED_TO)
    };
    assert!(told.iter().any(receipt) && told.iter().any(forward), "{told:?}");
    house.send().await;
    assert_eq!(house.sink.count(), 0);
    assert_eq!(house.cases().await[0].messages, 1, "the mail itself is in its case");

    // Nothing of the brakes was used up: what leaves when the rule is milder leaves at once.
    choose(&house.office, &house, UnverifiedRule::Warn).await.unwrap();
    house.receive(&mail(2, "Still too high")).await;
    house.send().await;
    assert_eq!(sent_to(&house, "kari@customer.test").0, "", "a receipt has the null return path");
    assert_eq!(sent_to(&house, FORWARDED_TO).0, SERVICE);
}

#[tokio::test]
async fn receipts_and_forwards_leave_from_the_operators_address_and_answers_come_to_the_mailbox() {
    let house = house(UnverifiedRule::Rewrite).await;
    house.receive(&mail(1, "Too high")).await;
    house.send().await;
    let (back, receipt) = sent_to(&house, "kari@customer.test");
    assert_eq!(back, "");
    for line in [
        format!("From: The service <{OPERATORS}>"),
        format!("Reply-To: The service <{SERVICE}>"),
        "Auto-Submitted: auto-replied".to_owned(),
    ] {
        assert!(receipt.lines().any(|found| found == line), "{line}: {receipt}");
    }
    let (back, forward) = sent_to(&house, FORWARDED_TO);
    assert_eq!(back, OPERATORS, "SPF is of the operator's domain");
    for line in [
        format!("From: The service <{OPERATORS}>"),
        "Reply-To: kari@customer.test".to_owned(),
        format!("X-Loop: {SERVICE}"),
    ] {
        assert!(forward.lines().any(|found| found == line), "{line}: {forward}");
    }
    let conn = house.office.store().read();
    let query = store::ListQuery::default();
    let filter = OutboxFilter { shelf: OutboxShelf::All };
    let sent = store::outbox::list(&conn, house.actor.organisation, &query, filter).await.unwrap();
    assert_eq!(sent.rows.len(), 2);
    for row in sent.rows {
        let told =
            store::timeline::list(&conn, house.actor.organisation, Subject::Outbox(row.id)).await.unwrap();
        let is_told = told.iter().any(|(_, step)| {
            matches!(step, Step::SentInstead(told) if told.from == OPERATORS && told.instead_of == SERVICE)
        });
        assert!(is_told, "{told:?}");
    }
}

/// What encloses it lies in the object store, written before the transaction that decides.
#[tokio::test]
async fn a_large_mail_is_passed_on_from_the_operators_address() {
    let house = house(UnverifiedRule::Rewrite).await;
    house.receive(&mail(1, &"A line of a long list.\n".repeat(20_000))).await;
    house.send().await;
    let (back, forward) = sent_to(&house, FORWARDED_TO);
    assert_eq!(back, OPERATORS);
    assert!(forward.contains(&format!("From: The service <{OPERATORS}>")));
}

#[tokio::test]
async fn a_test_tells_what_a_receiver_sees_of_mail_over_the_server_that_is_tried() {
    let world = World::open().await;
    world.live("house.test").await;
    world.names.publish("house.test", "TXT", "v=spf1 include:spf.protection.outlook.com -all");
    world.names.publish("spf.protection.outlook.com", "TXT", "v=spf1 ip4:192.0.2.0/24 -all");
    world.names.publish("_dmarc.house.test", "TXT", "v=DMARC1; p=reject");
    let (office, actor) = (&world.office, &world.house.actor);
    let tried = |host: &str| TestInput {
        transport: TransportInput {
            kind: Some(domain::outbox::TransportKind::Relay),
            host: Some(host.to_owned()),
            port: Some(9),
            security: Some(domain::mailbox::Security::StartTls),
            ..TransportInput::default()
        },
        recipient: None,
        from: None,
    };
    let owner = domain::transport::TransportOwner::Organisation;
    let seen = async |host: &str| {
        let report = transport::test(office, actor, &owner, tried(host)).await.unwrap();
        assert!(!report.ok, "there is no such server");
        let seen = report.seen.unwrap();
        assert_eq!(seen.from.to_string(), SERVICE);
        seen.sights.into_iter().map(|sight| sight.sighting).collect::<Vec<_>>()
    };
    use Sighting::{Elsewhere, Fails, Passes};
    assert_eq!(seen("smtp.office365.com").await, [Passes, Passes, Passes, Elsewhere, Passes]);
    assert_eq!(seen("smtp.domeneshop.no").await, [Fails, Passes, Passes, Elsewhere, Passes]);
    assert_eq!(seen("mail.unknown.test").await[0], Elsewhere, "its addresses are known to nobody here");
    world.names.publish("mail.listed.test", "A", "192.0.2.25");
    assert_eq!(seen("mail.listed.test").await[0], Passes, "the record names the address of its name");
}

#[tokio::test]
async fn of_an_address_that_nothing_leaves_from_nothing_is_seen() {
    let world = World::open().await;
    let address = "post@stranger.test".parse().unwrap();
    let sender = Sender { organisation: world.house.actor.organisation, address: &address, own_of: None };
    let seen = flows::preflight::seen(&world.office, sender).await.unwrap();
    let found: Vec<_> = seen.sights.iter().map(|sight| (sight.aspect, sight.sighting)).collect();
    assert_eq!(found[1], (Aspect::Dkim, Sighting::Missing));
    assert_eq!(found[2], (Aspect::Dmarc, Sighting::Missing));
    choose(&world.office, &world.house, UnverifiedRule::Refuse).await.unwrap();
    let seen = flows::preflight::seen(&world.office, sender).await.unwrap();
    assert!(seen.sights.is_empty(), "{seen:?}");
}

#[tokio::test]
async fn a_providers_address_leaves_through_the_providers_own_server_alone() {
    let house = House::open().await;
    let address = "acme@gmail.com".parse().unwrap();
    let sender = Sender { organisation: house.actor.organisation, address: &address, own_of: None };
    let level = async |host: &str| {
        let relay = TransportInput {
            kind: Some(domain::outbox::TransportKind::Relay),
            host: Some(host.to_owned()),
            ..TransportInput::default()
        };
        let owner = domain::transport::TransportOwner::Organisation;
        transport::put(&house.office, &house.actor, owner, relay).await.unwrap();
        let found = flows::preflight::of(&house.office, sender).await.unwrap();
        found.points[0]
    };
    use domain::preflight::{Level, Point};
    assert_eq!(level("smtp.office365.com").await, (Point::FreeMail, Level::Refuse));
    assert_ne!(level("smtp.gmail.com").await.1, Level::Refuse);
}

#[tokio::test]
async fn that_mail_went_unencrypted_of_late_is_seen() {
    let house = house(UnverifiedRule::Warn).await;
    house.receive(&mail(1, "Too high")).await;
    house.send().await;
    let seen = async |text: &str| {
        let address = text.parse().unwrap();
        let sender = Sender { organisation: house.actor.organisation, address: &address, own_of: None };
        let spoken = flows::preflight::seen(&house.office, sender).await.unwrap().spoken;
        (spoken.attempts, spoken.plain)
    };
    assert_eq!(seen(SERVICE).await, (2, 2), "the receipt and what was passed on");
    assert_eq!(seen("other@house.test").await, (0, 0));
}
