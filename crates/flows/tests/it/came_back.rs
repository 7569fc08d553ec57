//! What comes back in other forms than a report with fields, and what a second report changes.

use domain::blocks::{BlockScope, ReturnSource};
use domain::case::CaseStatus;
use domain::returns::ReturnClass;
use domain::{About, CaseId, Outcome, Reply, ReplyCode};
use flows::compose::{self, NewReply};
use flows::returns::{self, AddressesDeed};
use store::deliveries;
use store::standings::StandingRow;

use crate::house::{House, SERVICE};

const KARI: &str = "kari@customer.test";
const FIRST: &str = "From: Kari <kari@customer.test>\nTo: service@house.test\nSubject: The invoice\n\
                     Message-ID: <1@customer.test>\n\nIt is too high.\n";

async fn answered(house: &House) -> CaseId {
    house.receive(FIRST).await;
    let case = house.cases().await[0].id;
    let text = "The mailbox is full of spam, you say? We look into it.".to_owned();
    let reply = NewReply { text, status: Some(CaseStatus::Closed), ..NewReply::default() };
    compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    house.send().await;
    case
}

fn sent_id(house: &House) -> String {
    let sent = String::from_utf8_lossy(&house.sink.taken()[0].raw).into_owned();
    sent.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap().trim().to_owned()
}

async fn standing(house: &House) -> Option<StandingRow> {
    let (conn, organisation) = (house.office.store().read(), house.actor.organisation);
    store::standings::find_by_address(&conn, organisation, &KARI.parse().unwrap()).await.unwrap()
}

async fn block(house: &House) -> Option<BlockScope> {
    standing(house).await.and_then(|standing| standing.block).map(|block| block.scope)
}

#[tokio::test]
async fn an_absence_that_a_postmaster_tells_of_is_no_failure() {
    let house = House::open().await;
    let case = answered(&house).await;
    let id = sent_id(&house);
    let away = format!(
        "From: postmaster@customer.test\nReturn-Path: <>\nTo: {SERVICE}\nIn-Reply-To: {id}\n\
         Subject: Automatic reply: The invoice\nMessage-ID: <away@customer.test>\n\n\
         kari@customer.test is away until Monday.\n"
    );
    house.receive(&away).await;
    let found = house.case(case).await;
    assert!(!found.delivery_failed, "{found:?}");
    assert_eq!(found.status, CaseStatus::Closed);
    assert_eq!(block(&house).await, None);
}

#[tokio::test]
async fn a_junk_report_in_microsofts_form_ends_mailings() {
    let house = House::open().await;
    answered(&house).await;
    let id = sent_id(&house);
    house.receive(&junk(&id)).await;
    assert_eq!(block(&house).await, Some(BlockScope::Mailings));
}

#[tokio::test]
async fn a_complaint_that_leaves_out_who_complains_is_of_whom_the_mail_went_to_alone() {
    let house = House::open().await;
    answered(&house).await;
    let complaint = format!(
        "From: <feedback@isp.test>\nTo: {SERVICE}\nSubject: FW: The invoice\nMessage-ID: <c@isp.test>\n\
         Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n\
         --b\n\nThis is an email abuse report\n--b\nContent-Type: message/feedback-report\n\n\
         Feedback-Type: abuse\nUser-Agent: Loop/1.0\nVersion: 1\nOriginal-Rcpt-To: redacted\n\n\
         --b\nContent-Type: message/rfc822\n\nFrom: <{SERVICE}>\nTo: redacted\n\
         Message-ID: {}\n\nhei\n--b--\n",
        sent_id(&house)
    );
    house.receive(&complaint).await;
    assert_eq!(block(&house).await, Some(BlockScope::Mailings));
}

#[tokio::test]
async fn a_challenge_opens_its_case_for_a_person_and_is_told_as_what_it_is() {
    let house = House::open().await;
    let case = answered(&house).await;
    let id = sent_id(&house);
    let challenge = format!(
        "From: {KARI}\nTo: {SERVICE}\nIn-Reply-To: {id}\nAuto-Submitted: auto-replied\n\
         Subject: Your email requires verification verify#abc\nMessage-ID: <challenge@customer.test>\n\n\
         To complete this verification, simply reply to this message.\n"
    );
    house.receive(&challenge).await;
    let found = house.case(case).await;
    assert_eq!((found.status, found.unread), (CaseStatus::Open, true));
    let conn = house.office.store().read();
    let messages = store::cases::list_messages(&conn, house.actor.organisation, case).await.unwrap();
    assert!(messages.iter().any(|message| message.content.class == "challenge"), "{messages:?}");
    house.send().await;
    assert_eq!(house.sink.count(), 1, "no program answers it");
}

fn report(id: &str, (number, fields): (u32, &str)) -> String {
    format!(
        "From: MAILER-DAEMON@customer.test\nTo: {SERVICE}\nSubject: Undelivered\nMessage-ID: <r{number}@customer.test>\n\
         Auto-Submitted: auto-replied\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
         --b\nContent-Type: text/plain\n\nAbout your mail.\n\
         --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; gateway.customer.test\n\n\
         Final-Recipient: rfc822; {KARI}\nAction: failed\n{fields}\n\n\
         --b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {id}\nSubject: x\n\n--b--\n"
    )
}

#[tokio::test]
async fn a_second_report_that_says_more_takes_the_place_of_the_first_and_is_told_once() {
    let house = House::open().await;
    let case = answered(&house).await;
    let id = sent_id(&house);
    house.receive(&report(&id, (1, "Status: 5.0.0"))).await;
    assert!(house.case(case).await.delivery_failed);
    assert_eq!(block(&house).await, None, "nobody knows why");
    house.receive(&report(&id, (2, "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user"))).await;
    assert_eq!(block(&house).await, Some(BlockScope::All));
    let conn = house.office.store().read();
    let messages = store::cases::list_messages(&conn, house.actor.organisation, case).await.unwrap();
    let failures = messages.iter().filter(|message| message.content.class == "delivery_failure").count();
    assert_eq!(failures, 1);
}

/// A relay may send a report back before it is written down here that it took the mail.
#[tokio::test]
async fn a_report_that_overtakes_its_mail_waits_until_that_is_written_down() {
    let house = House::open().await;
    house.receive(FIRST).await;
    let case = house.cases().await[0].id;
    let reply = NewReply { text: "We look into it.".to_owned(), ..NewReply::default() };
    compose::reply(&house.office, &house.actor, case, reply).await.unwrap();
    let (now, lease_until) = (house.office.now(), house.office.now().plus_seconds(50));
    let claim = store::Claim { now, owner: "slow".to_owned(), lease_until, limit: 1 };
    let begun = house.office.store().write(move |tx| {
        Box::pin(async move {
            let due = deliveries::claim_due(tx, &claim).await?;
            deliveries::begin_attempts(tx, &[due[0].id], "slow", now).await?;
            Ok::<_, store::StoreError>(due[0].clone())
        })
    });
    let due = begun.await.unwrap();
    let (conn, organisation) = (house.office.store().read(), house.actor.organisation);
    let messages = store::cases::list_messages(&conn, organisation, case).await.unwrap();
    let ours = messages.iter().find(|message| message.outbox_id == Some(due.mail.outbox_id)).unwrap();
    let id = format!("<{}>", ours.content.message_id.as_deref().unwrap().trim_matches(['<', '>']));
    house.receive(&report(&id, (1, "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user"))).await;
    let waiting = store::returns::list_waiting(&conn, organisation, 9).await.unwrap();
    assert!(waiting.is_empty() && !house.case(case).await.delivery_failed, "nobody is asked: {waiting:?}");

    let record = deliveries::AttemptRecord {
        organisation,
        delivery_id: due.id,
        at: now,
        outcome: Outcome::Delivered(Reply {
            code: ReplyCode::new(250).unwrap(),
            enhanced: None,
            words: "Ok".to_owned(),
            about: About::default(),
        }),
        host: Some("relay.test".to_owned()),
        at_relay: true,
        stamped: false,
        encryption: None,
        duration_ms: 1,
        verdict: deliveries::Verdict::Sent,
        waits_for: None,
        held_back: None,
        gave_up_after_s: None,
    };
    let written = house.office.store().write(move |tx| {
        Box::pin(async move { deliveries::record_attempts(tx, "slow", &[record]).await.map(|_states| ()) })
    });
    written.await.unwrap();
    house.clock.advance_seconds(3);
    house.place().await;
    assert!(house.case(case).await.delivery_failed);
    assert_eq!(block(&house).await, Some(BlockScope::All));
}

/// What came back from Kari, the newest first.
async fn came_back(house: &House) -> Vec<store::returns::ReturnRow> {
    let (conn, organisation) = (house.office.store().read(), house.actor.organisation);
    store::returns::list_of_address(&conn, organisation, &KARI.parse().unwrap(), 9).await.unwrap()
}

#[tokio::test]
async fn a_second_report_that_says_less_changes_nothing() {
    let house = House::open().await;
    answered(&house).await;
    let id = sent_id(&house);
    house.receive(&report(&id, (1, "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user"))).await;
    let first = came_back(&house).await;
    let [known] = &first[..] else { panic!("{first:?}") };
    assert!(known.blocked && known.burst.is_some(), "{known:?}");
    for (number, fields) in [
        (2, "Status: 5.0.0"),
        (3, "Status: 5.7.1\nDiagnostic-Code: smtp; 554 5.7.1 Message rejected as spam"),
    ] {
        house.receive(&report(&id, (number, fields))).await;
        assert_eq!(came_back(&house).await, first, "{fields}");
    }
    let (conn, organisation) = (house.office.store().read(), house.actor.organisation);
    assert!(store::returns::list_waiting(&conn, organisation, 9).await.unwrap().is_empty());
    assert_eq!(standing(&house).await.unwrap().last_class, Some(ReturnClass::MailboxUnknown));
}

#[tokio::test]
async fn a_surer_report_of_the_same_leaves_the_block_with_what_it_came_of() {
    let house = House::open().await;
    answered(&house).await;
    let id = sent_id(&house);
    house.receive(&report(&id, (1, "Status: 5.1.1"))).await;
    let first = came_back(&house).await.remove(0);
    assert!(first.blocked, "{first:?}");
    house.receive(&report(&id, (2, "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user"))).await;
    let rows = came_back(&house).await;
    let [second] = &rows[..] else { panic!("{rows:?}") };
    assert!(second.told.words.contains("no such user"), "{second:?}");
    assert_eq!((second.blocked, &second.burst, second.counted), (true, &first.burst, first.counted));
}

fn junk(id: &str) -> String {
    format!(
        "From: <staff@hotmail.com>\nTo: {SERVICE}\nSubject: complaint about message from 192.0.2.1\n\
         Message-ID: <junk@hotmail.com>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n\
         --b\nContent-Type: message/rfc822\n\nX-HmXmrOriginalRecipient: {KARI}\nMessage-ID: {id}\n\
         To: undisclosed\n\nhei\n--b--\n"
    )
}

#[tokio::test]
async fn a_complaint_and_a_return_of_the_same_mail_are_both_known_whichever_comes_first() {
    for complaint_first in [true, false] {
        let house = House::open().await;
        answered(&house).await;
        let id = sent_id(&house);
        let gone = report(&id, (1, "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user"));
        let both = if complaint_first { [junk(&id), gone] } else { [gone, junk(&id)] };
        for mail in &both {
            house.receive(mail).await;
        }
        let rows = came_back(&house).await;
        let of = |source| rows.iter().filter(|row| row.told.source == source).count();
        assert_eq!(
            (rows.len(), of(ReturnSource::Complaint), of(ReturnSource::Report)),
            (2, 1, 1),
            "{rows:?}"
        );
        let counted = rows.iter().find(|row| row.told.source == ReturnSource::Report);
        assert!(counted.is_some_and(|row| row.counted), "{rows:?}");
        assert_eq!(block(&house).await, Some(BlockScope::All));
        let ids = [standing(&house).await.unwrap().id];
        let tried = returns::act(&house.office, &house.actor, (&ids, AddressesDeed::Trial)).await.unwrap();
        assert_eq!(tried.failed[0].1.code, "address.complained");
    }
}

#[tokio::test]
async fn the_words_of_our_own_mail_in_a_notice_are_no_servers_words() {
    let house = House::open().await;
    answered(&house).await;
    let id = sent_id(&house);
    // qmail's form: the copy of the mail follows its words, with nothing between but a line.
    let notice = format!(
        "From: MAILER-DAEMON@customer.test\nReturn-Path: <>\nTo: {SERVICE}\nSubject: failure notice\n\
         Message-ID: <qmail@customer.test>\n\nHi. This is the qmail-send program at customer.test.\n\
         I'm afraid I wasn't able to deliver your message to the following addresses.\n\
         This is a permanent error; I've given up. Sorry it didn't work out.\n\n<{KARI}>:\n\
         Sorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\n\
         Message-ID: {id}\nFrom: <{SERVICE}>\nTo: <{KARI}>\nSubject: Re: The invoice\n\n\
         The mailbox is full of spam, you say? We look into it.\n"
    );
    house.receive(&notice).await;
    assert_eq!(block(&house).await, Some(BlockScope::All));
}
