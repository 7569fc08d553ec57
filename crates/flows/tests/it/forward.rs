//! Mail that a mailbox passes on.

use domain::timeline::{Step, Subject};
use flows::mailboxes::{MailboxInput, RulesInput};
use store::intake::Inserted;

use crate::house::{House, SERVICE};

const FIRST: &str = "From: Kari <kari@customer.test>\nTo: service@house.test\nSubject: The invoice\n\
                     Message-ID: <1@customer.test>\n\nIt is too high.\n";

async fn forwarding(to: &str) -> House {
    let house = House::open().await;
    let rules = RulesInput { imports_automatic: Some(true), ..RulesInput::default() };
    let forwarding_address = Some(Some(to.to_owned()));
    let input = MailboxInput { forwarding_address, rules, ..MailboxInput::default() };
    flows::mailboxes::change(&house.office, &house.actor, house.mailbox, input).await.unwrap();
    house
}

/// Why a mail was not passed on; `None` where it was.
async fn kept(house: &House, mail: &str) -> Option<String> {
    let (Inserted::New(id) | Inserted::Known(id) | Inserted::Copy(id)) = house.receive(mail).await;
    let conn = house.office.store().read();
    let rows = store::timeline::list(&conn, house.actor.organisation, Subject::Intake(id)).await.unwrap();
    let told = rows.into_iter().find_map(|(_, step)| {
        if let Step::NotForwarded { because, .. } = step {
            return Some(Some(because));
        }
        matches!(step, Step::Forwarded { .. }).then_some(None)
    });
    told.unwrap()
}

#[tokio::test]
async fn a_mail_is_passed_on_whole_and_answers_go_to_its_sender() {
    let house = forwarding("partner@else.test").await;
    assert_eq!(kept(&house, FIRST).await, None);
    house.send().await;
    let taken = house.sink.taken();
    assert_eq!(taken.len(), 1);
    assert_eq!(
        (taken[0].return_path.as_str(), taken[0].recipients[0].as_str()),
        (SERVICE, "partner@else.test")
    );
    let sent = String::from_utf8_lossy(&taken[0].raw).into_owned();
    for line in ["Reply-To: kari@customer.test", "X-Loop: service@house.test", "Subject: Fwd: The invoice"] {
        assert!(sent.lines().any(|found| found == line), "{line}: {sent}");
    }
    assert!(sent.contains("Content-Type: message/rfc822"));
    assert!(sent.contains(&FIRST.replace('\n', "\r\n")), "the mail is enclosed octet for octet: {sent}");
    assert_eq!(house.cases().await[0].messages, 1, "the customer's case holds what the customer wrote");
}

/// What encloses it lies in the object store, and is written before the transaction that places the mail.
#[tokio::test]
async fn a_large_mail_is_passed_on_whole_and_an_answer_comes_to_its_case() {
    let house = forwarding("partner@else.test").await;
    let large = format!("{FIRST}{}", "A line of a long list.\n".repeat(20_000));
    assert_eq!(kept(&house, &large).await, None);
    house.send().await;
    let taken = house.sink.taken();
    let sent = String::from_utf8_lossy(&taken[0].raw).into_owned();
    assert!(sent.contains(&large.replace('\n', "\r\n")), "octet for octet, {} octets", sent.len());
    let id = sent.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap();
    let answer = format!(
        "From: partner@else.test\nTo: {SERVICE}\nSubject: Re: it\nMessage-ID: <9@else.test>\n\
         In-Reply-To: {id}\n\nWe take it.\n"
    );
    house.receive(&answer).await;
    let cases = house.cases().await;
    assert_eq!(cases.iter().map(|case| (case.number, case.messages)).collect::<Vec<_>>(), [(1, 2)]);
}

#[tokio::test]
async fn what_could_come_back_is_kept() {
    let house = forwarding("partner@else.test").await;
    // What we passed on comes back, whoever sends it round.
    kept(&house, FIRST).await;
    house.send().await;
    let sent = String::from_utf8_lossy(&house.sink.taken()[0].raw).replace("\r\n", "\n");
    assert_eq!(kept(&house, &sent).await.as_deref(), Some("loop"));
    let from_there = FIRST.replace("kari@customer.test", "partner@else.test");
    assert_eq!(kept(&house, &from_there).await.as_deref(), Some("from_there"));
    let away = FIRST.replace("Subject", "Auto-Submitted: auto-replied\nSubject");
    assert_eq!(kept(&house, &away).await.as_deref(), Some("automatic"));
    house.send().await;
    assert_eq!(house.sink.count(), 1);

    let house = forwarding("service@HOUSE.test").await;
    assert_eq!(kept(&house, FIRST).await.as_deref(), Some("own_address"));
}

#[tokio::test]
async fn a_loop_without_any_mark_ends_at_the_brake() {
    let house = forwarding("partner@else.test").await;
    let mut passed = 0;
    for round in 0..210 {
        let mail = FIRST.replace("<1@", &format!("<r{round}@"));
        match kept(&house, &mail).await.as_deref() {
            None => passed += 1,
            Some(because) => assert_eq!(because, "paused"),
        }
    }
    assert_eq!(passed, 200);
    let pauses = flows::auto_reply::list_paused(&house.office, &house.actor).await.unwrap();
    assert_eq!(
        (pauses[0].scope.as_str(), pauses[0].address.as_deref()),
        ("forward", Some("partner@else.test"))
    );
}
