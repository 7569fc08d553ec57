//! What people enter is checked before anything is written.

use domain::CategoryId;
use domain::case::CaseStatus;
use domain::filter::{FilterAction, FilterCondition, FilterField, FilterOperator};
use domain::mailbox::Security;
use flows::cases::CaseChange;
use flows::compose::NewReply;
use flows::filters::FilterInput;
use flows::mailboxes::{MailboxInput, ServerInput};

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
