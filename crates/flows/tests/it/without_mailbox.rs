//! A case whose mailbox was deleted is answered as somebody else, and from the mailbox that has its address again.

use std::time::{Duration, SystemTime};

use domain::compose::{AsWhom, FromChoice};
use domain::mailbox::{AfterImport, Protocol, Security};
use domain::{CaseId, MailboxId, MessageId, Problem, Secret};
use flows::compose::{self, NewReply};
use flows::mailboxes::{self, History, MailboxInput, RulesInput, ServerInput};
use testkit::dovecot::Dovecot;

use crate::house::{House, SERVICE};

const ADA: &str = "ada@house.test";

/// A customer writes, and then the mailbox that he wrote to is deleted.
async fn orphaned(house: &House) -> (CaseId, MailboxId) {
    let (case, mailbox) = asked(house).await;
    assert_eq!(mailboxes::count_open_cases(&house.office, &house.actor, mailbox).await.unwrap(), 1);
    mailboxes::delete(&house.office, &house.actor, mailbox).await.unwrap();
    (case, mailbox)
}

/// A customer writes to a mailbox.
async fn asked(house: &House) -> (CaseId, MailboxId) {
    let mail = format!(
        "From: kari@customer.test\nTo: {SERVICE}\nSubject: Hei\nMessage-ID: <1@customer.test>\n\nHvor er den?\n"
    );
    house.receive(&mail).await;
    house.clock.advance_seconds(1);
    let case = house.cases().await.pop().unwrap();
    (case.id, case.mailbox_id.unwrap())
}

async fn answer(house: &House, case: CaseId, from: Option<FromChoice>) -> Result<MessageId, Problem> {
    let as_whom = AsWhom { from, ..AsWhom::default() };
    let reply = NewReply { text: "Den kommer.".to_owned(), as_whom, ..NewReply::default() };
    compose::reply(&house.office, &house.actor, case, reply).await
}

async fn made(house: &House, address: &str, aliases: &[&str]) -> MailboxId {
    let input = MailboxInput {
        address: Some(address.to_owned()),
        server: ServerInput { protocol: Some(Protocol::Smtp), ..ServerInput::default() },
        aliases: Some(aliases.iter().map(|alias| (*alias).to_owned()).collect()),
        ..MailboxInput::default()
    };
    mailboxes::create(&house.office, &house.actor, input).await.unwrap()
}

async fn sender(house: &House, case: CaseId) -> Option<String> {
    let opened = compose::open(&house.office, &house.actor, case, None).await.unwrap();
    opened.sender.map(|sender| sender.address)
}

#[tokio::test]
async fn a_case_whose_mailbox_is_gone_is_answered_as_another_sender_and_the_answers_come_in() {
    let house = House::open().await;
    let (case, _) = orphaned(&house).await;
    assert_eq!(sender(&house, case).await, None);
    for from in [None, Some(FromChoice::Mailbox)] {
        assert_eq!(answer(&house, case, from).await.unwrap_err().code, "case.no_mailbox");
    }
    answer(&house, case, Some(FromChoice::Own)).await.unwrap();
    house.send().await;
    assert_eq!(house.sink.taken()[0].return_path, ADA, "there is no mailbox at all");

    let other = made(&house, "hjelp@house.test", &[]).await;
    assert_eq!(sender(&house, case).await, None, "it is another one");
    answer(&house, case, Some(FromChoice::Own)).await.unwrap();
    house.send().await;
    let taken = house.sink.taken();
    assert_eq!(taken[1].return_path, "hjelp@house.test", "failures are seen");
    let reply_to = mail::header_value(&taken[1].raw, "Reply-To").unwrap();
    assert!(reply_to.contains("hjelp@house.test"), "answers come into the case: {reply_to}");

    let off = MailboxInput { active: Some(false), ..MailboxInput::default() };
    mailboxes::change(&house.office, &house.actor, other, off).await.unwrap();
    answer(&house, case, Some(FromChoice::Own)).await.unwrap();
    house.send().await;
    assert_eq!(house.sink.taken()[2].return_path, ADA, "nobody reads the one that is switched off");
}

#[tokio::test]
async fn where_the_mailbox_of_a_case_is_switched_off_answers_to_another_sender_come_where_somebody_reads() {
    let house = House::open().await;
    let (case, mailbox) = asked(&house).await;
    made(&house, "hjelp@house.test", &[]).await;
    let off = MailboxInput { active: Some(false), ..MailboxInput::default() };
    mailboxes::change(&house.office, &house.actor, mailbox, off).await.unwrap();
    answer(&house, case, Some(FromChoice::Own)).await.unwrap();
    house.send().await;
    let taken = house.sink.taken();
    let sent = taken.last().unwrap();
    assert_eq!(sent.return_path, "hjelp@house.test", "failures are seen");
    let reply_to = mail::header_value(&sent.raw, "Reply-To").unwrap();
    assert!(reply_to.contains("hjelp@house.test"), "answers come into the case: {reply_to}");
}

#[tokio::test]
async fn a_mailbox_that_is_made_with_the_same_address_has_the_cases_of_the_deleted_one() {
    let house = House::open().await;
    let (case, mailbox) = orphaned(&house).await;
    assert_eq!(made(&house, &SERVICE.to_uppercase(), &[]).await, mailbox);
    assert_eq!(mailboxes::count_open_cases(&house.office, &house.actor, mailbox).await.unwrap(), 1);
    answer(&house, case, None).await.unwrap();
    house.send().await;
    assert_eq!(house.sink.taken()[0].return_path.to_lowercase(), SERVICE);
}

#[tokio::test]
async fn the_mailbox_that_has_the_address_of_a_deleted_one_as_an_alias_answers_its_cases() {
    let house = House::open().await;
    let (case, mailbox) = orphaned(&house).await;
    assert_ne!(made(&house, "hjelp@house.test", &[SERVICE]).await, mailbox);
    assert_eq!(sender(&house, case).await.as_deref(), Some("hjelp@house.test"));
    answer(&house, case, None).await.unwrap();
}

/// A mail that comes to the mailbox's server at this moment.
fn write_now(house: &House, dovecot: &Dovecot, subject: &str) {
    let mail = format!(
        "From: Ola <ola@customer.test>\r\nTo: kari@house.test\r\nSubject: {subject}\r\n\
         Message-ID: <{subject}@customer.test>\r\n\r\nHei\r\n"
    );
    let at = Duration::from_millis(house.office.now().as_millis().unsigned_abs());
    dovecot.deliver_from("kari", mail.as_bytes(), SystemTime::UNIX_EPOCH + at).unwrap();
}

/// The mailbox of this server, with what is said of what lies there already.
async fn made_on(house: &House, dovecot: &Dovecot, history: Option<History>) -> MailboxId {
    let server = ServerInput {
        protocol: Some(Protocol::Imap),
        host: Some("127.0.0.1".to_owned()),
        port: Some(dovecot.ports().imap),
        security: Some(Security::None),
        username: Some("kari".to_owned()),
        password: Some(Secret::new("hemmelig")),
        ..ServerInput::default()
    };
    let input = MailboxInput {
        address: Some("kari@house.test".to_owned()),
        server,
        after_import: Some(AfterImport::Keep),
        rules: RulesInput { history, ..RulesInput::default() },
        ..MailboxInput::default()
    };
    mailboxes::create(&house.office, &house.actor, input).await.unwrap()
}

/// All that came to the mailbox after another look at its server: subject, and whether it is history.
async fn came(house: &House, mailbox: MailboxId) -> Vec<(String, bool)> {
    house.fetch(mailbox).await;
    house.place().await;
    let rows = house.intakes(mailbox).await;
    rows.into_iter().map(|row| (row.summary.subject, row.historic)).collect()
}

fn new(subject: &str) -> (String, bool) {
    (subject.to_owned(), false)
}

#[tokio::test]
async fn a_mailbox_that_was_deleted_by_a_slip_goes_on_where_it_was_left() {
    let (house, dovecot) = (House::open().await, Dovecot::start(&[("kari", "hemmelig")]).unwrap());
    let pass = |seconds| house.clock.advance_seconds(seconds);
    let mailbox = made_on(&house, &dovecot, None).await;
    pass(60);
    write_now(&house, &dovecot, "1-fetched");
    assert_eq!(came(&house, mailbox).await, [new("1-fetched")]);
    write_now(&house, &dovecot, "2-not-yet-fetched");
    pass(60);
    mailboxes::delete(&house.office, &house.actor, mailbox).await.unwrap();
    pass(1800);
    write_now(&house, &dovecot, "3-while-it-was-gone");
    pass(1800);
    assert_eq!(made_on(&house, &dovecot, None).await, mailbox);
    let all = ["1-fetched", "2-not-yet-fetched", "3-while-it-was-gone"].map(new);
    assert_eq!(came(&house, mailbox).await, all, "none is skipped, and all get what new mail gets");

    // Where it was given up for long, new mail is what is meant.
    mailboxes::delete(&house.office, &house.actor, mailbox).await.unwrap();
    pass(86_400);
    write_now(&house, &dovecot, "4-long-ago");
    pass(31 * 86_400);
    assert_eq!(made_on(&house, &dovecot, None).await, mailbox);
    assert_eq!(came(&house, mailbox).await, all);
}

#[tokio::test]
async fn a_deleted_mailbox_that_nobody_read_or_that_is_to_take_no_history_begins_anew() {
    let (house, dovecot) = (House::open().await, Dovecot::start(&[("kari", "hemmelig")]).unwrap());
    let pass = |seconds| house.clock.advance_seconds(seconds);
    let mailbox = made_on(&house, &dovecot, None).await;
    pass(60);
    write_now(&house, &dovecot, "1-fetched");
    assert_eq!(came(&house, mailbox).await, [new("1-fetched")]);

    pass(2 * 86_400);
    write_now(&house, &dovecot, "2-while-nobody-read-it");
    pass(600);
    mailboxes::delete(&house.office, &house.actor, mailbox).await.unwrap();
    pass(600);
    assert_eq!(made_on(&house, &dovecot, None).await, mailbox);
    assert_eq!(came(&house, mailbox).await, [new("1-fetched")], "it was left alone before its end");

    pass(60);
    mailboxes::delete(&house.office, &house.actor, mailbox).await.unwrap();
    pass(600);
    write_now(&house, &dovecot, "3-while-it-was-gone");
    pass(600);
    assert_eq!(made_on(&house, &dovecot, Some(History::None)).await, mailbox);
    assert_eq!(came(&house, mailbox).await, [new("1-fetched")], "somebody said so");
}
