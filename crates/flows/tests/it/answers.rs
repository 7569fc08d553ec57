//! Answers leave, and what comes of them.

use domain::CaseId;
use domain::case::CaseStatus;
use domain::outbox::DeliveryState;
use flows::compose::NewReply;
use store::ListQuery;
use store::outbox::{OutboxFilter, OutboxRow, OutboxShelf, OutboxSort};
use testkit::smtp_sink::Fault;

use crate::house::{House, SERVICE};

const FIRST: &str = "From: Kari <kari@customer.test>\nTo: service@house.test\nSubject: The invoice\n\
                     Message-ID: <1@customer.test>\n\nIt is too high.\n";

pub(crate) async fn answer(house: &House) -> CaseId {
    house.receive(FIRST).await;
    let case = house.cases().await[0].id;
    let reply = NewReply {
        text: "We look into it.".to_owned(),
        status: Some(CaseStatus::Closed),
        ..NewReply::default()
    };
    flows::compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    case
}

async fn item(house: &House) -> OutboxRow {
    let conn = house.office.store().read();
    let filter = OutboxFilter { shelf: OutboxShelf::All };
    let query = ListQuery::<OutboxSort>::default();
    store::outbox::list(&conn, house.actor.organisation, &query, filter).await.unwrap().rows.remove(0)
}

#[tokio::test]
async fn an_answer_arrives_once_and_the_answer_to_it_joins_the_case_by_its_token() {
    let house = House::open().await;
    let case = answer(&house).await;
    house.send().await;
    let taken = house.sink.taken();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].recipients, ["kari@customer.test"]);
    let sent = String::from_utf8_lossy(&taken[0].raw).into_owned();
    let id = sent.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap().trim().to_owned();
    assert!(sent.contains("In-Reply-To: <1@customer.test>"));
    assert_eq!(item(&house).await.state, DeliveryState::Sent);
    assert_eq!(house.case(case).await.status, CaseStatus::Closed);

    // Another address, another subject: the token alone speaks.
    let back = format!(
        "From: ola@else.test\nSubject: Hm\nMessage-ID: <2@else.test>\nIn-Reply-To: {id}\n\nThanks.\n"
    );
    house.receive(&back).await;
    let found = house.case(case).await;
    assert_eq!((found.messages, found.status), (3, CaseStatus::Open));
}

#[tokio::test]
async fn a_temporary_refusal_is_tried_again_on_the_schedule_with_the_same_bytes() {
    let house = House::open().await;
    answer(&house).await;
    house.sink.fail(Fault::Final("451 4.3.0 not now".to_owned()));
    house.send().await;
    let waiting = item(&house).await;
    assert_eq!((waiting.state, waiting.attempts), (DeliveryState::Queued, 1));
    assert!(waiting.last_words.unwrap().contains("not now"));
    let wait_ms = waiting.next_attempt_at.unwrap().millis_since(house.office.now());
    assert!((300_000..=330_000).contains(&wait_ms), "{wait_ms}");
    house.send().await;
    assert_eq!(house.sink.count(), 0, "it is not due");
    house.clock.advance_millis(wait_ms);
    house.send().await;
    assert_eq!(house.sink.count(), 1);
    assert_eq!(item(&house).await.state, DeliveryState::Sent);
}

#[tokio::test]
async fn a_refusal_for_good_opens_the_case_for_its_author_and_can_be_sent_again() {
    let house = House::open().await;
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    let case = answer(&house).await;
    house.send().await;
    let failed = item(&house).await;
    assert_eq!(failed.state, DeliveryState::Failed);
    let found = house.case(case).await;
    assert!(found.delivery_failed);
    assert_eq!(found.status, CaseStatus::Open);
    let log =
        store::cases::list_log(&house.office.store().read(), house.actor.organisation, case).await.unwrap();
    let whats: Vec<_> = log.iter().map(|entry| entry.what.as_str()).collect();
    assert!(whats.contains(&"noted") && !whats.contains(&"commented"), "nobody wrote a comment: {whats:?}");
    let noted = log.iter().find(|entry| entry.what == "noted").unwrap();
    assert_eq!(noted.params["failed"], "mailbox-unknown", "the log says what was wrong");
    assert_eq!(noted.params["blocked"], "all", "and that nothing goes there from then on");

    house.sink.accept_recipient("kari@customer.test");
    let again = flows::outbox::send_again(&house.office, &house.actor, &[failed.id]).await.unwrap();
    assert_eq!(again.done, [failed.id]);
    assert!(
        !house.case(case).await.delivery_failed,
        "whoever sends it again has seen to it, wherever he does"
    );
    house.send().await;
    assert_eq!(house.sink.count(), 1);
    let refused = flows::outbox::send_again(&house.office, &house.actor, &[failed.id]).await.unwrap();
    assert_eq!(refused.failed[0].1.code, "outbox.not_failed");
}

#[tokio::test]
async fn a_stopped_mail_stays_stopped_through_the_bin_and_its_case_tells_of_it() {
    let house = House::open().await;
    let case = answer(&house).await;
    let (office, actor, id) = (&house.office, &house.actor, item(&house).await.id);
    flows::outbox::hold(office, actor, &[id]).await.unwrap();
    flows::outbox::delete(office, actor, &[id]).await.unwrap();
    let conn = office.store().read();
    let messages = store::cases::list_messages(&conn, actor.organisation, case).await.unwrap();
    let delivery = messages.iter().find_map(|message| message.delivery.clone()).unwrap();
    assert!(delivery.binned && delivery.held);
    flows::outbox::restore(office, actor, &[id]).await.unwrap();
    let log = store::cases::list_log(&conn, actor.organisation, case).await.unwrap();
    let told = log.iter().filter(|entry| entry.what.starts_with("mail_")).map(|entry| entry.what.as_str());
    assert_eq!(told.collect::<Vec<_>>(), ["mail_binned", "mail_unbinned"]);
    house.send().await;
    assert_eq!(house.sink.count(), 0, "nobody has let it go");
    flows::outbox::release(office, actor, &[id]).await.unwrap();
    house.send().await;
    assert_eq!(house.sink.count(), 1);
}

#[tokio::test]
async fn a_delivery_report_finds_the_case_of_the_mail_it_reports_on() {
    let house = House::open().await;
    let case = answer(&house).await;
    house.send().await;
    let sent = String::from_utf8_lossy(&house.sink.taken()[0].raw).into_owned();
    let id = sent.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap().trim().to_owned();
    let report = format!(
        "From: MAILER-DAEMON@customer.test\nTo: {SERVICE}\nSubject: Undelivered\nMessage-ID: <9@customer.test>\n\
         Auto-Submitted: auto-replied\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nNo such user.\n\
         --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.customer.test\n\n\
         Final-Recipient: rfc822; kari@customer.test\nAction: failed\nStatus: 5.1.1\n\n\
         --b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {id}\nSubject: x\n\n--b--\n"
    );
    house.receive(&report).await;
    let found = house.case(case).await;
    assert!(found.delivery_failed);
    assert_eq!((found.messages, found.status), (3, CaseStatus::Open));
}
