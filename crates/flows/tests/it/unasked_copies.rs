//! Copies that a sender or a user has of everything: whether they arrive is no matter of the mail, nor of its case.

use domain::CaseId;
use domain::blocks::BlockScope;
use domain::case::CaseStatus;
use domain::compose::{AsWhom, FromChoice};
use domain::notice::Happening;
use domain::outbox::DeliveryState;
use flows::compose::{self, Knowing, NewReply, UserSending};
use flows::identities::{self, IdentityInput};
use flows::{notify, returns};
use store::cases::MessageRow;
use store::notices::Which;

use crate::house::{House, SERVICE};
use crate::returns::{failures, report, sent_id, standing};
use crate::reviewing::nameless;
use crate::ways::shared;

const ARCHIVE: &str = "archive@house.test";
const CUSTOMER: &str = "kari@customer.test";
const REFUSED: &str = "550 5.1.1 no such user";

/// A customer asks, and the answer closes her case.
async fn answered(house: &House, from: FromChoice) -> CaseId {
    let id = house.office.now().as_millis();
    let question =
        format!("From: {CUSTOMER}\nTo: {SERVICE}\nSubject: Q{id}\nMessage-ID: <{id}@customer.test>\n\nHei\n");
    house.receive(&question).await;
    house.clock.advance_seconds(1);
    let case = house.cases().await.pop().unwrap().id;
    let reply = NewReply {
        text: "Hello".to_owned(),
        as_whom: AsWhom { from: Some(from), ..AsWhom::default() },
        status: Some(CaseStatus::Closed),
        knowing: Knowing { blocks: true, ..Knowing::default() },
        ..NewReply::default()
    };
    compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    house.send().await;
    case
}

async fn messages(house: &House, case: CaseId) -> Vec<MessageRow> {
    let conn = house.office.store().read();
    store::cases::list_messages(&conn, house.actor.organisation, case).await.unwrap()
}

async fn told(house: &House) -> Vec<Happening> {
    let bell = notify::bell(&house.office, &house.actor, None).await.unwrap();
    let all = bell.notices.into_iter().map(|one| one.row.what);
    all.filter(|what| matches!(what, Happening::CopyFailed { .. })).collect()
}

#[tokio::test]
async fn a_copy_of_a_sender_that_does_not_arrive_leaves_the_case_alone_and_is_told_once() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    let input = IdentityInput { copy_to: Some(vec![ARCHIVE.parse().unwrap()]), ..shared("press@house.test") };
    let id = identities::create(office, actor, input).await.unwrap();
    house.sink.answer_recipient(ARCHIVE, REFUSED);
    // The author wants it to go to blocked addresses, too: he knows nothing of the archive's.
    for _ in 0..3 {
        let case = answered(&house, FromChoice::Shared { id }).await;
        let found = house.case(case).await;
        let of_case = (found.status, found.unread, found.delivery_failed);
        assert_eq!(of_case, (CaseStatus::Closed, false, false), "its customer has the answer");
        let messages = messages(&house, case).await;
        assert_eq!(messages.len(), 2, "no entry tells of it: {messages:?}");
        let sent = messages.last().unwrap();
        assert_eq!(sent.delivery.as_ref().unwrap().state, DeliveryState::Sent);
        let conn = office.store().read();
        let outbox = sent.outbox_id.unwrap();
        let rows = store::deliveries::list_of_item(&conn, actor.organisation, outbox).await.unwrap();
        let stands: Vec<_> =
            rows.iter().map(|row| (row.recipient.to_string(), row.state, row.is_unasked)).collect();
        let expected = [
            (CUSTOMER.to_owned(), DeliveryState::Sent, false),
            (ARCHIVE.to_owned(), DeliveryState::Failed, true),
        ];
        assert_eq!(stands, expected, "the mail's own page says so");
        let failed = store::deliveries::count_failed(&conn, actor.organisation, &[outbox]).await.unwrap();
        assert!(failed.is_empty(), "it is none of those whom the mail did not reach");
    }
    let once =
        Happening::CopyFailed { address: ARCHIVE.to_owned(), sender: Some("press@house.test".to_owned()) };
    assert_eq!(told(&house).await, [once]);
}

#[tokio::test]
async fn a_copy_to_an_address_that_was_blocked_otherwise_is_told_once_for_its_block() {
    let house = House::open().await;
    let (office, actor) = (&house.office, &house.actor);
    returns::block(office, actor, (ARCHIVE, BlockScope::All)).await.unwrap();
    house.clock.advance_seconds(60);
    let input = IdentityInput { copy_to: Some(vec![ARCHIVE.parse().unwrap()]), ..shared("press@house.test") };
    let id = identities::create(office, actor, input).await.unwrap();
    for _ in 0..2 {
        answered(&house, FromChoice::Shared { id }).await;
        let once = Happening::CopyFailed {
            address: ARCHIVE.to_owned(),
            sender: Some("press@house.test".to_owned()),
        };
        assert_eq!(told(&house).await, [once], "nobody else says so");
        notify::mark_read(office, actor, Which::All).await.unwrap();
    }
}

#[tokio::test]
async fn a_report_about_a_copy_opens_no_case_and_leaves_it_read() {
    let house = House::open().await;
    let input = IdentityInput { copy_to: Some(vec![ARCHIVE.parse().unwrap()]), ..shared("press@house.test") };
    let id = identities::create(&house.office, &house.actor, input).await.unwrap();
    let case = answered(&house, FromChoice::Shared { id }).await;
    house.clock.advance_seconds(60);
    house.receive(&report(&sent_id(&house), "failed").replace(CUSTOMER, ARCHIVE)).await;
    let found = house.case(case).await;
    let of_case = (found.status, found.unread, found.delivery_failed);
    assert_eq!(of_case, (CaseStatus::Closed, false, false));
    assert!(failures(&house, case).await.is_empty());
    assert_eq!(told(&house).await.len(), 1);
}

#[tokio::test]
async fn a_copy_of_a_later_answer_lets_nobody_else_know_of_an_earlier_one() {
    let house = House::open().await;
    let case = crate::returns::answered(&house).await;
    let copy_to = vec![ARCHIVE.parse().unwrap()];
    let sending = UserSending { copy_to, ..UserSending::default() };
    compose::change_user_sending(&house.office, &house.actor, sending).await.unwrap();
    let later = NewReply {
        text: "And once more".to_owned(),
        as_whom: AsWhom { from: Some(FromChoice::Own), ..AsWhom::default() },
        ..NewReply::default()
    };
    compose::reply(&house.office, &house.actor, case, later).await.unwrap();
    house.send().await;
    house.clock.advance_seconds(60);
    house.receive(&report(&sent_id(&house), "failed")).await;
    let block = standing(&house, CUSTOMER).await.unwrap().block;
    assert_eq!(block.map(|block| block.scope), Some(BlockScope::All), "the first went to her alone");
}

#[tokio::test]
async fn a_report_of_nobody_is_of_the_customer_alone_where_no_server_took_the_copy() {
    let house = House::open().await;
    let input = IdentityInput { copy_to: Some(vec![ARCHIVE.parse().unwrap()]), ..shared("press@house.test") };
    let id = identities::create(&house.office, &house.actor, input).await.unwrap();
    let taken = answered(&house, FromChoice::Shared { id }).await;
    house.clock.advance_seconds(60);
    house.receive(&nameless(&sent_id(&house))).await;
    assert!(failures(&house, taken).await.is_empty(), "it may be of the copy");

    let house = House::open().await;
    let input = IdentityInput { copy_to: Some(vec![ARCHIVE.parse().unwrap()]), ..shared("press@house.test") };
    let id = identities::create(&house.office, &house.actor, input).await.unwrap();
    house.sink.answer_recipient(ARCHIVE, REFUSED);
    let refused = answered(&house, FromChoice::Shared { id }).await;
    house.clock.advance_seconds(60);
    house.receive(&nameless(&sent_id(&house))).await;
    assert_eq!(failures(&house, refused).await.len(), 1);
}

#[tokio::test]
async fn of_a_copy_of_ones_own_one_is_told_oneself_and_the_case_of_the_customer_alone() {
    let house = House::open().await;
    let copy_to = vec![ARCHIVE.parse().unwrap()];
    let sending = UserSending { copy_to, ..UserSending::default() };
    compose::change_user_sending(&house.office, &house.actor, sending).await.unwrap();
    house.sink.answer_recipient(ARCHIVE, REFUSED);
    house.sink.answer_recipient(CUSTOMER, REFUSED);
    let case = answered(&house, FromChoice::Own).await;
    let found = house.case(case).await;
    assert_eq!((found.status, found.delivery_failed), (CaseStatus::Open, true));
    let entries = failures(&house, case).await;
    let [entry] = &entries[..] else { panic!("{entries:?}") };
    assert_eq!(entry.content.to[0].address.as_ref().unwrap().to_string(), CUSTOMER);
    assert_eq!(told(&house).await, [Happening::CopyFailed { address: ARCHIVE.to_owned(), sender: None }]);
}
