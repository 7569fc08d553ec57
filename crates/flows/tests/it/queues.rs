//! What people enter is checked before anything is written.

use domain::case::CaseStatus;
use domain::filter::{FilterAction, FilterCondition, FilterField, FilterOperator};
use domain::mailbox::Security;
use domain::{CategoryId, Secret};
use flows::cases::CaseChange;
use flows::compose::NewReply;
use flows::filters::FilterInput;
use flows::mailboxes::{MailboxInput, RulesInput, ServerInput};
use testkit::dovecot::Dovecot;

use crate::house::{House, SERVICE};

#[tokio::test]
async fn an_address_belongs_to_one_mailbox() {
    let house = House::open().await;
    let input = MailboxInput {
        address: Some(SERVICE.to_uppercase().replace("HOUSE.TEST", "house.test")),
        server: ServerInput { host: Some("imap.house.test".to_owned()), ..ServerInput::default() },
        ..MailboxInput::default()
    };
    let refused = flows::mailboxes::create(&house.office, &house.actor, input).await.unwrap_err();
    assert_eq!((refused.code, refused.field), ("mailbox.address_taken", Some("address")));
}

fn condition(pattern: &str) -> FilterCondition {
    FilterCondition {
        field: FilterField::Subject,
        header: None,
        operator: FilterOperator::Regex,
        value: pattern.to_owned(),
    }
}

#[tokio::test]
async fn wrong_input_is_refused_by_field() {
    let house = House::open().await;
    let server = ServerInput {
        host: Some("imap.example.org".to_owned()),
        security: Some(Security::None),
        ..ServerInput::default()
    };
    let plain = MailboxInput { address: Some("b@house.test".to_owned()), server, ..MailboxInput::default() };
    let refused = flows::mailboxes::create(&house.office, &house.actor, plain).await.unwrap_err();
    assert_eq!((refused.code, refused.field), ("plain_text_refused", Some("security")));

    let category = FilterAction::Category { category_id: CategoryId::new(12_345) };
    let filter = FilterInput {
        name: Some("x".to_owned()),
        conditions: Some(vec![condition("(")]),
        actions: Some(vec![category]),
        ..FilterInput::default()
    };
    let refused = flows::filters::create(&house.office, &house.actor, filter.clone()).await.unwrap_err();
    assert_eq!((refused.code, refused.field), ("filter.pattern_syntax", Some("conditions")));
    assert_eq!(refused.params["place"], "1");
    let filter = FilterInput { conditions: Some(vec![condition("a")]), ..filter };
    let refused = flows::filters::create(&house.office, &house.actor, filter).await.unwrap_err();
    assert_eq!((refused.code, refused.field), ("no_such_category", Some("actions")));
}

#[tokio::test]
async fn an_empty_answer_and_one_to_nobody_are_refused() {
    let house = House::open().await;
    house.receive("From: not an address\nSubject: x\nMessage-ID: <1@c.test>\n\nHi\n").await;
    let case = house.cases().await[0].id;
    let refuse = async |reply: NewReply| {
        flows::compose::reply(&house.office, &house.actor, case, reply).await.unwrap_err().code
    };
    assert_eq!(refuse(NewReply { text: " \n".to_owned(), ..NewReply::default() }).await, "text_missing");
    let hello = NewReply { text: "Hello".to_owned(), ..NewReply::default() };
    assert_eq!(refuse(hello.clone()).await, "customer_address_broken");
    assert_eq!(refuse(NewReply { to: Some(Vec::new()), ..hello }).await, "recipient_missing");
}

#[tokio::test]
async fn another_organisations_actor_finds_nothing() {
    let house = House::open().await;
    house.receive("From: a@c.test\nSubject: x\nMessage-ID: <1@c.test>\n\nHi\n").await;
    let case = house.cases().await[0].id;
    let stranger = domain::Actor { organisation: domain::OrganisationId::new(77), ..house.actor.clone() };
    let close = CaseChange { status: Some(CaseStatus::Closed), ..CaseChange::default() };
    let refused = flows::cases::change(&house.office, &stranger, case, close).await.unwrap_err();
    assert_eq!(refused.code, "not_found");
    assert!(flows::cases::open(&house.office, &stranger, case).await.is_err());
    assert_eq!(house.case(case).await.status, CaseStatus::Open);
}

#[tokio::test]
async fn mail_to_a_further_address_of_a_listening_mailbox_is_its_mail() {
    let house = House::open().await;
    let taken = async |address: &str| {
        let found = flows::arrivals::listening_mailbox(&house.office, &address.parse().unwrap()).await;
        found.unwrap().map(|found| found.mailbox)
    };
    let change = |aliases: &[&str], active| MailboxInput {
        aliases: Some(aliases.iter().map(|alias| (*alias).to_owned()).collect()),
        active: Some(active),
        ..MailboxInput::default()
    };
    let apply = async |input| {
        flows::mailboxes::change(&house.office, &house.actor, house.mailbox, input).await.unwrap();
    };
    assert_eq!(taken("help@house.test").await, None);
    apply(change(&["help@house.test", "hjelp@hus.test"], true)).await;
    for address in [SERVICE, "Help@House.test", "hjelp@hus.test"] {
        assert_eq!(taken(address).await, Some(house.mailbox), "{address}");
    }
    assert_eq!(taken("other@house.test").await, None);
    apply(change(&["hjelp@hus.test"], true)).await;
    assert_eq!(taken("help@house.test").await, None, "an address that was taken away is nobody's");
    apply(change(&["hjelp@hus.test"], false)).await;
    assert_eq!(taken("hjelp@hus.test").await, None, "a mailbox that is switched off takes nothing");
}

#[tokio::test]
async fn a_mailbox_that_fails_for_too_long_raises_one_alarm_and_a_success_ends_it() {
    let house = House::open().await;
    // Nobody listens there: the port was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let server = ServerInput { port: Some(port), ..ServerInput::default() };
    let rules = RulesInput { alarm_after_s: Some(600), ..RulesInput::default() };
    let mailbox = house.fetched(MailboxInput { server, rules, ..MailboxInput::default() }).await;
    let overdue = async || {
        let rows = flows::mailboxes::health::overdue(&house.office, &house.actor).await.unwrap();
        rows.iter().map(|row| row.id).collect::<Vec<_>>()
    };

    let row = house.fetch(mailbox).await;
    assert_eq!((row.health.failures, row.health.alarmed_at), (1, None));
    assert_eq!(row.health.last_error_code.as_deref(), Some("connect"));
    assert!(overdue().await.is_empty());

    house.clock.advance_seconds(700);
    let alarmed = house.fetch(mailbox).await;
    assert_eq!(alarmed.health.alarmed_at, Some(house.office.now()));
    assert_eq!(overdue().await, [mailbox], "and its administrators see it on every page");
    house.clock.advance_seconds(700);
    let still = house.fetch(mailbox).await;
    assert_eq!(still.health.alarmed_at, alarmed.health.alarmed_at, "one alarm for one outage");

    let dovecot = Dovecot::start(&[("kari", "hemmelig")]).unwrap();
    let server = ServerInput {
        port: Some(dovecot.ports().imap),
        password: Some(Secret::new("hemmelig")),
        ..ServerInput::default()
    };
    let change = MailboxInput { server, ..MailboxInput::default() };
    flows::mailboxes::change(&house.office, &house.actor, mailbox, change).await.unwrap();
    let well = house.fetch(mailbox).await;
    assert_eq!((well.health.failures, well.health.alarmed_at), (0, None), "{:?}", well.health.last_error);
    assert!(overdue().await.is_empty());
}
