//! Receipts: asked for, recognised when they come back, and told where the mail stands that they are about.

use domain::case::CaseStatus;
use domain::compose::AsWhom;
use domain::timeline::{ReceiptTold, Step, Subject};
use domain::{CaseId, OutboxId};
use flows::compose::{self, NewReply};
use store::cases::MessageRow;

use crate::house::{House, SERVICE};

const QUESTION: &str = "From: Kari <kari@customer.test>\nTo: Service@house.test\nSubject: The invoice\n\
                        Message-ID: <1@customer.test>\n\nIt is too high.\n";

async fn messages(house: &House, case: CaseId) -> Vec<MessageRow> {
    let conn = house.office.store().read();
    store::cases::list_messages(&conn, house.actor.organisation, case).await.unwrap()
}

/// A question answered with the wish to know, and its case closed; the Message-ID of the answer.
async fn answered(house: &House) -> (CaseId, OutboxId, String) {
    house.receive(QUESTION).await;
    let case = house.cases().await[0].id;
    let as_whom = AsWhom { receipt: true, ..AsWhom::default() };
    let reply = NewReply {
        text: "We look into it.".to_owned(),
        as_whom,
        status: Some(CaseStatus::Closed),
        ..NewReply::default()
    };
    compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    house.send().await;
    let sent = messages(house, case).await.pop().unwrap();
    (case, sent.outbox_id.unwrap(), sent.content.message_id.unwrap())
}

async fn told(house: &House, outbox: OutboxId) -> Vec<ReceiptTold> {
    let (conn, organisation) = (house.office.store().read(), house.actor.organisation);
    let steps = store::timeline::list(&conn, organisation, Subject::Outbox(outbox)).await.unwrap();
    let receipt = |(_, step)| if let Step::Receipt(told) = step { Some(told) } else { None };
    steps.into_iter().filter_map(receipt).collect()
}

fn notification(number: u32, about: &str, disposition: &str) -> String {
    format!(
        "From: Kari <kari@customer.test>\nTo: {SERVICE}\nSubject: Read: The invoice\n\
         Message-ID: <r{number}@customer.test>\nDate: Mon, 2 Nov 2026 10:00:00 +0100\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\n\
         Content-Type: text/plain\n\nYour mail was read.\n--b\n\
         Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822;kari@customer.test\n\
         Original-Message-ID: <{about}>\nDisposition: {disposition}\n\n--b--\n"
    )
}

#[tokio::test]
async fn a_receipt_stands_in_the_timeline_of_its_mail_and_opens_no_case() {
    let house = House::open().await;
    let (case, outbox, id) = answered(&house).await;
    let raw = String::from_utf8_lossy(&house.sink.taken()[0].raw).into_owned();
    assert!(raw.contains(&format!("Disposition-Notification-To: <{SERVICE}>")), "{raw}");

    let displayed = "manual-action/MDN-sent-manually; displayed";
    house.receive(&notification(1, &id, displayed)).await;
    // Programs send one each time that somebody looks.
    house.receive(&notification(2, &id, displayed)).await;
    house.receive(&notification(3, &id, "automatic-action/MDN-sent-automatically; deleted")).await;
    let told = told(&house, outbox).await;
    let what: Vec<_> = told.iter().map(|told| (told.what.as_str(), told.by_hand)).collect();
    assert_eq!(what, [("displayed", true), ("deleted", false)]);
    assert_eq!(told[0].recipient, "kari@customer.test");
    assert!(told[0].said_at.is_some());

    let row = house.case(case).await;
    assert_eq!((row.status, row.messages), (CaseStatus::Closed, 2), "it is no answer");
    assert_eq!(house.cases().await.len(), 1);
}

#[tokio::test]
async fn a_receipt_for_nothing_of_ours_is_left_out_and_changes_nothing() {
    let house = House::open().await;
    let (_, outbox, _) = answered(&house).await;
    let displayed = "manual-action/MDN-sent-manually; displayed";
    house.receive(&notification(1, "made.up@house.test", displayed)).await;
    assert!(told(&house, outbox).await.is_empty());
    assert_eq!(house.cases().await.len(), 1, "no case of its own");
}

#[tokio::test]
async fn a_report_of_arrival_is_a_receipt_and_one_of_failure_is_none() {
    let house = House::open().await;
    let (case, outbox, id) = answered(&house).await;
    let report = |number: u32, action: &str, status: &str| {
        format!(
            "From: Mail <mailer-daemon@customer.test>\nTo: {SERVICE}\nSubject: Delivery report\n\
             Message-ID: <d{number}@customer.test>\nMIME-Version: 1.0\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\
             Content-Type: text/plain\n\nSee below.\n--b\nContent-Type: message/delivery-status\n\n\
             Reporting-MTA: dns;mx.customer.test\n\nFinal-Recipient: rfc822;kari@customer.test\n\
             Action: {action}\nStatus: {status}\n\n--b\nContent-Type: text/rfc822-headers\n\n\
             Message-ID: <{id}>\nSubject: The invoice\n\n--b--\n"
        )
    };
    house.receive(&report(1, "delivered", "2.0.0")).await;
    let arrived = told(&house, outbox).await;
    assert_eq!(arrived.iter().map(|told| told.what.as_str()).collect::<Vec<_>>(), ["arrived"]);
    assert_eq!(house.case(case).await.status, CaseStatus::Closed);

    house.receive(&report(2, "failed", "5.1.1")).await;
    assert_eq!(told(&house, outbox).await.len(), 1);
    assert_ne!(house.case(case).await.status, CaseStatus::Closed, "a failed answer returns to its author");
}

#[tokio::test]
async fn whoever_asks_us_for_a_receipt_is_shown_and_hears_nothing() {
    let house = House::open().await;
    let asks = QUESTION.replace("Subject:", "Disposition-Notification-To: <kari@customer.test>\nSubject:");
    house.receive(&asks).await;
    house.send().await;
    let case = house.cases().await[0].id;
    let message = messages(&house, case).await.remove(0);
    let asked =
        message.content.header_fields.iter().find(|field| field.name == "Disposition-Notification-To");
    assert_eq!(asked.map(|field| field.value.as_str()), Some("<kari@customer.test>"));
    assert!(house.sink.taken().is_empty(), "no program of ours says that it was read");
}
