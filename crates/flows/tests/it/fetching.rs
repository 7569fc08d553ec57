//! Fetching from a real Dovecot: exactly once over everything that happens to numbers, protocols
//! and connections, and no mail stops another.

use std::time::{Duration, SystemTime};

use domain::Timestamp;
use domain::intake::{IntakeState, LeftBecause};
use domain::mailbox::{AfterImport, Protocol, Security};
use domain::timeline::{Step, Subject};
use flows::mailboxes::{MailboxInput, RulesInput, ServerInput};
use flows::sync::SyncWorker;
use flows::worker::Worker;
use store::mailboxes::{HealthState, MailboxRow};
use testkit::dovecot::Dovecot;
use tokio_util::sync::CancellationToken;

use crate::cutting_proxy::{CuttingProxy, HoldingProxy};
use crate::house::House;

fn mail(number: u32) -> Vec<u8> {
    format!(
        "From: Ola <ola@kunde.test>\r\nTo: kari@house.test\r\nSubject: Mail {number}\r\n\
         Message-ID: <{number}@kunde.test>\r\nDate: Mon, 5 Jan 2026 09:00:00 +0000\r\n\r\nHello {number}\r\n"
    )
    .into_bytes()
}

fn dovecot(mails: u32) -> Dovecot {
    let dovecot = Dovecot::start(&[("kari", "hemmelig")]).unwrap();
    for number in 1..=mails {
        dovecot.deliver("kari", &mail(number)).unwrap();
    }
    dovecot
}

fn input(protocol: Protocol, port: u16, after_import: AfterImport) -> MailboxInput {
    let server = ServerInput { protocol: Some(protocol), port: Some(port), ..ServerInput::default() };
    MailboxInput { server, after_import: Some(after_import), ..MailboxInput::default() }
}

fn is_well(row: &MailboxRow) {
    assert_eq!(row.health.state, HealthState::Ok, "{:?}", row.health.last_error);
}

#[tokio::test]
async fn a_folder_that_is_numbered_anew_brings_nothing_twice_and_loses_nothing() {
    let (dovecot, house) = (dovecot(5), House::open().await);
    let mailbox = house.fetched(input(Protocol::Imap, dovecot.ports().imap, AfterImport::Keep)).await;
    is_well(&house.fetch(mailbox).await);
    house.place().await;
    let before = house.intakes(mailbox).await;
    assert_eq!(before.len(), 5);

    dovecot.renumber("kari").unwrap();
    dovecot.deliver("kari", &mail(6)).unwrap();
    let row = house.fetch(mailbox).await;
    is_well(&row);
    assert_eq!(row.health.recognised.map(|recognised| recognised.mails), Some(5));
    house.place().await;
    let after = house.intakes(mailbox).await;
    assert_eq!(after.len(), 6);
    assert_eq!(after[..5], before[..]);
    assert_eq!(house.cases().await.len(), 6);
    let conn = house.office.store().read();
    let steps = store::timeline::list(&conn, house.actor.organisation, Subject::Intake(before[0].id)).await;
    assert!(steps.unwrap().iter().any(|(_, step)| matches!(step, Step::SeenAgain { .. })));

    // The numbers are known from here on: nothing is fetched a third time.
    let row = house.fetch(mailbox).await;
    assert_eq!(row.health.recognised.map(|recognised| recognised.mails), Some(5));
    assert_eq!(house.intakes(mailbox).await.len(), 6);
}

#[tokio::test]
async fn what_a_crash_left_marked_as_deleted_is_removed_and_what_others_marked_is_left_alone() {
    let (dovecot, house) = (dovecot(2), House::open().await);
    let mailbox = house.fetched(input(Protocol::Imap, dovecot.ports().imap, AfterImport::Keep)).await;
    is_well(&house.fetch(mailbox).await);
    dovecot.deliver("kari", &mail(3)).unwrap();
    dovecot.mark_deleted("kari").unwrap();

    house.clock.advance_seconds(10);
    let removes = MailboxInput { after_import: Some(AfterImport::Delete), ..MailboxInput::default() };
    flows::mailboxes::change(&house.office, &house.actor, mailbox, removes).await.unwrap();
    is_well(&house.fetch(mailbox).await);
    assert_eq!(house.intakes(mailbox).await.len(), 2, "nobody wants the third any more");
    assert_eq!(dovecot.inbox("kari").unwrap(), [mail(3)], "{}", dovecot.log());
}

#[tokio::test]
async fn what_is_fetched_while_its_mailbox_gets_other_rules_is_left_to_the_next_visit() {
    let (dovecot, house) = (dovecot(3), House::open().await);
    let proxy = HoldingProxy::before(dovecot.ports().imap, "Hello 2");
    let mailbox = house.fetched(input(Protocol::Imap, proxy.port, AfterImport::Delete)).await;
    let worker = SyncWorker::new(house.office.clone(), CancellationToken::new());
    worker.step().await.unwrap();
    proxy.reached.await.unwrap();
    let keeps = MailboxInput { after_import: Some(AfterImport::Keep), ..MailboxInput::default() };
    flows::mailboxes::change(&house.office, &house.actor, mailbox, keeps).await.unwrap();
    proxy.go_on.send(()).unwrap();
    worker.drain().await;
    assert!(house.intakes(mailbox).await.is_empty());
    assert_eq!(dovecot.count("kari").unwrap(), 3, "nothing is removed that is to stay");

    house.clock.advance_seconds(61);
    is_well(&house.fetch(mailbox).await);
    assert_eq!((house.intakes(mailbox).await.len(), dovecot.count("kari").unwrap()), (3, 3));
}

#[tokio::test]
async fn another_protocol_brings_nothing_twice() {
    let (dovecot, house) = (dovecot(3), House::open().await);
    let mailbox = house.fetched(input(Protocol::Imap, dovecot.ports().imap, AfterImport::Keep)).await;
    is_well(&house.fetch(mailbox).await);
    house.clock.advance_seconds(10);
    for (protocol, port) in [(Protocol::Pop3, dovecot.ports().pop3), (Protocol::Imap, dovecot.ports().imap)] {
        let mut change = input(protocol, port, AfterImport::Keep);
        change.server.password = Some(domain::Secret::new("hemmelig"));
        flows::mailboxes::change(&house.office, &house.actor, mailbox, change).await.unwrap();
        is_well(&house.fetch(mailbox).await);
        is_well(&house.fetch(mailbox).await);
        assert_eq!(house.intakes(mailbox).await.len(), 3, "{protocol:?}");
    }
    let row = flows::mailboxes::find(&house.office, &house.actor, mailbox).await.unwrap();
    assert_eq!(row.health.recognised.map(|recognised| recognised.mails), Some(6));
}

#[tokio::test]
async fn a_mail_that_is_too_large_waits_on_its_server_until_somebody_raises_the_limit() {
    for protocol in [Protocol::Imap, Protocol::Pop3] {
        let (dovecot, mut house) = (dovecot(1), House::open_for(100_000).await);
        let large = [&mail(2)[..], "large\r\n".repeat(30_000).as_bytes()].concat();
        dovecot.deliver("kari", &large).unwrap();
        dovecot.deliver("kari", &mail(3)).unwrap();
        let ports = dovecot.ports();
        let port = if protocol == Protocol::Imap { ports.imap } else { ports.pop3 };
        let mailbox = house.fetched(input(protocol, port, AfterImport::Delete)).await;
        for _ in 0..2 {
            is_well(&house.fetch(mailbox).await);
            house.place().await;
            let rows = house.intakes(mailbox).await;
            let states: Vec<_> = rows.iter().map(|row| row.state).collect();
            assert_eq!(states, [IntakeState::Placed, IntakeState::Failed, IntakeState::Placed]);
            assert_eq!(rows[1].left_because, Some(LeftBecause::TooLarge));
            assert_eq!((&rows[1].summary.subject[..], rows[1].attempts), ("Mail 2", 0));
            assert!(rows[1].size_octets >= 210_000, "{}", rows[1].size_octets);
            assert!(rows[1].error.as_ref().unwrap().contains("more than the 100000 that are taken in"));
            assert_eq!(dovecot.count("kari").unwrap(), 1, "the server keeps it and nothing else");
        }
        house.reopen_for(1_000_000).await;
        let id = house.intakes(mailbox).await[1].id;
        let asked = flows::intake::import_again(&house.office, &house.actor, &[id]).await.unwrap();
        assert!(asked.failed.is_empty());
        is_well(&house.fetch(mailbox).await);
        house.place().await;
        let row = &house.intakes(mailbox).await[1];
        assert_eq!((row.id, row.state, row.left_because), (id, IntakeState::Placed, None));
        assert_eq!(row.size_octets, large.len() as u64);
        assert_eq!(dovecot.count("kari").unwrap(), 0);
    }
}

#[tokio::test]
async fn a_mail_at_which_the_connection_breaks_does_not_hold_up_the_others() {
    for protocol in [Protocol::Imap, Protocol::Pop3] {
        let (dovecot, house) = (dovecot(2), House::open().await);
        dovecot.deliver("kari", &[&mail(3)[..], b"here is POISON\r\n"].concat()).unwrap();
        for number in 4..=6 {
            dovecot.deliver("kari", &mail(number)).unwrap();
        }
        let ports = dovecot.ports();
        let port = if protocol == Protocol::Imap { ports.imap } else { ports.pop3 };
        let proxy = CuttingProxy::before(port, "POISON");
        let mailbox = house.fetched(input(protocol, proxy.port, AfterImport::Delete)).await;
        is_well(&house.fetch(mailbox).await);
        house.place().await;
        let rows = house.intakes(mailbox).await;
        let failed: Vec<_> = rows.iter().filter(|row| row.state == IntakeState::Failed).collect();
        assert_eq!((rows.len(), failed.len()), (6, 1), "{protocol:?}");
        assert_eq!(failed[0].left_because, Some(LeftBecause::BreaksConnection));
        assert_eq!(failed[0].summary.subject, "Mail 3", "its header came all the same");
        assert_eq!(dovecot.count("kari").unwrap(), 1);
        let cuts = proxy.cuts.load(std::sync::atomic::Ordering::SeqCst);
        is_well(&house.fetch(mailbox).await);
        assert_eq!(proxy.cuts.load(std::sync::atomic::Ordering::SeqCst), cuts, "it is not asked for again");
    }
}

#[tokio::test]
async fn history_is_left_alone_or_taken_in_quietly() {
    let house = House::open().await;
    let dovecot = Dovecot::start(&[("kari", "hemmelig")]).unwrap();
    let at = |timestamp: Timestamp| {
        SystemTime::UNIX_EPOCH + Duration::from_millis(timestamp.as_millis().unsigned_abs())
    };
    let now = house.office.now();
    for (number, days) in [(1, -400), (2, -20), (3, 0), (4, 1)] {
        let arrived = now.plus_seconds(days * 86_400).plus_seconds(60);
        dovecot.deliver_from("kari", &mail(number), at(arrived)).unwrap();
    }
    let month_ago = now.plus_seconds(-30 * 86_400);
    let rules = RulesInput { import_from: Some(Some(month_ago)), ..RulesInput::default() };
    let settings = input(Protocol::Imap, dovecot.ports().imap, AfterImport::Delete);
    let mailbox = house.fetched(MailboxInput { rules, ..settings }).await;
    house.clock.advance_seconds(120);
    is_well(&house.fetch(mailbox).await);
    house.place().await;
    let rows = house.intakes(mailbox).await;
    let told: Vec<_> = rows.iter().map(|row| (&row.summary.subject[..], row.historic)).collect();
    assert_eq!(told, [("Mail 2", true), ("Mail 3", false), ("Mail 4", false)]);
    assert_eq!(rows[0].received_at, now.plus_seconds(-20 * 86_400).plus_seconds(60));
    // When it arrived is kept; what happens here is of when it came here, and no clock is ahead of ours.
    let fetched = now.plus_seconds(120);
    let times: Vec<_> = rows.iter().map(|row| (row.received_at, row.arrived_at)).collect();
    assert_eq!(times[0], (rows[0].received_at, Some(rows[0].received_at)));
    assert_eq!(times[1..], [(fetched, Some(now.plus_seconds(60))), (fetched, Some(fetched))]);
    assert_eq!(dovecot.count("kari").unwrap(), 1, "what is left alone stays on the server");

    // An earlier date brings the rest, and what is here is not brought again.
    let rules = RulesInput { import_from: Some(None), ..RulesInput::default() };
    let change = MailboxInput { rules, ..MailboxInput::default() };
    flows::mailboxes::change(&house.office, &house.actor, mailbox, change).await.unwrap();
    is_well(&house.fetch(mailbox).await);
    house.place().await;
    assert_eq!(house.intakes(mailbox).await.len(), 4);
}

#[tokio::test]
async fn over_pop3_what_the_last_server_wrote_says_when_a_mail_arrived_whatever_its_sender_says() {
    let (house, dovecot) = (House::open().await, dovecot(0));
    let arrived = house.office.now().plus_seconds(60);
    let written = "Date: Mon, 5 Jan 2026 09:00:00 +0000\r\n";
    let of = |number: u32, at: &str, date: &str| {
        let mail = String::from_utf8(mail(number)).unwrap().replace(written, date);
        format!(
            "Received: from a.test by mx.test with ESMTP id 1;\r\n\t{at} (at home)\r\n\
             Received: from b.test by a.test; Mon, 5 Jan 2009 10:00:00 +0000\r\n{mail}"
        )
    };
    for mail in [
        of(1, "Sat, 5 Jan 2019 10:00:00 +0000", ""),
        of(2, "Sat, 5 Jan 2019 10:00:00 +0000", "Date: Tue, 5 Jan 2027 10:00:00 +0000\r\n"),
        of(3, &arrived.to_rfc2822(), "Date: Sat, 5 Jan 2019 10:00:00 +0000\r\n"),
    ] {
        dovecot.deliver("kari", mail.as_bytes()).unwrap();
    }
    let mailbox = house.fetched(input(Protocol::Pop3, dovecot.ports().pop3, AfterImport::Delete)).await;
    house.clock.advance_seconds(120);
    is_well(&house.fetch(mailbox).await);
    house.place().await;
    let old = Timestamp::from_rfc3339("2019-01-05T10:00:00Z").unwrap();
    let told: Vec<_> = house.intakes(mailbox).await;
    let told: Vec<_> = told.iter().map(|row| (row.historic, row.received_at, row.arrived_at)).collect();
    let history = (true, old, Some(old));
    assert_eq!(told, [history, history, (false, house.office.now(), Some(arrived))]);
}

#[tokio::test]
async fn over_pop3_the_date_field_says_what_is_history() {
    let (house, dovecot) = (House::open().await, dovecot(2));
    let old = String::from_utf8(mail(3)).unwrap().replace("2026", "2019");
    dovecot.deliver("kari", old.as_bytes()).unwrap();
    let from = house.office.now().plus_seconds(-30 * 86_400);
    let rules = RulesInput { import_from: Some(Some(from)), ..RulesInput::default() };
    let settings = input(Protocol::Pop3, dovecot.ports().pop3, AfterImport::Delete);
    let mailbox = house.fetched(MailboxInput { rules, ..settings }).await;
    for _ in 0..2 {
        is_well(&house.fetch(mailbox).await);
        assert_eq!(house.intakes(mailbox).await.len(), 2);
        assert_eq!(dovecot.count("kari").unwrap(), 1);
    }
    let rules = RulesInput { import_from: Some(None), ..RulesInput::default() };
    let change = MailboxInput { rules, ..MailboxInput::default() };
    flows::mailboxes::change(&house.office, &house.actor, mailbox, change).await.unwrap();
    is_well(&house.fetch(mailbox).await);
    house.place().await;
    let rows = house.intakes(mailbox).await;
    assert_eq!((rows.len(), rows[2].historic), (3, true));
}

#[tokio::test]
async fn a_test_counts_what_waits_and_touches_nothing() {
    let (house, dovecot) = (House::open().await, dovecot(4));
    let ports = dovecot.ports();
    for (protocol, port) in [(Protocol::Imap, ports.imap), (Protocol::Pop3, ports.pop3)] {
        let mut settings = input(protocol, port, AfterImport::Delete);
        settings.address = Some("kari@house.test".to_owned());
        settings.server.host = Some("127.0.0.1".to_owned());
        settings.server.security = Some(Security::None);
        settings.server.username = Some("kari".to_owned());
        settings.server.password = Some(domain::Secret::new("hemmelig"));
        let tested = flows::mailboxes::test(&house.office, &house.actor, settings, None).await.unwrap();
        assert!(tested.report.ok, "{}", tested.report.detail);
        assert_eq!(tested.report.waiting, Some(4));
        let survey = tested.survey.unwrap();
        assert!(survey.oldest_at.is_some());
        if protocol == Protocol::Imap {
            assert_eq!(survey.unseen, Some(4));
            assert_eq!((&survey.folders[0].name[..], survey.folders[0].messages), ("INBOX", Some(4)));
        }
        assert_eq!(dovecot.count("kari").unwrap(), 4);
    }
}

#[tokio::test]
async fn a_mailbox_that_gets_another_server_asks_for_its_password_again_and_is_not_left_without() {
    let house = House::open().await;
    let mailbox = house.fetched(input(Protocol::Imap, 993, AfterImport::Keep)).await;
    let kept = async || {
        let row = flows::mailboxes::find(&house.office, &house.actor, mailbox).await.unwrap();
        (row.settings.host, row.settings.port, row.has_password)
    };
    let change = async |server: ServerInput| {
        let change = MailboxInput { server, ..MailboxInput::default() };
        flows::mailboxes::change(&house.office, &house.actor, mailbox, change).await
    };
    let to = |host: &str| ServerInput { host: Some(host.to_owned()), ..ServerInput::default() };
    let with = |security: Security| ServerInput { security: Some(security), ..ServerInput::default() };
    change(with(Security::Tls)).await.unwrap();
    let before = kept().await;
    assert_eq!(before, ("127.0.0.1".to_owned(), 993, true));
    for moved in [
        to("localhost"),
        ServerInput { port: Some(143), ..ServerInput::default() },
        ServerInput { protocol: Some(Protocol::Pop3), ..ServerInput::default() },
        ServerInput { username: Some("ada".to_owned()), ..ServerInput::default() },
        // The server is of the same machine, so that nothing else refuses it.
        with(Security::None),
    ] {
        let refused = change(moved.clone()).await.unwrap_err();
        let again = (Some("password"), "mailbox.password_again");
        assert_eq!((refused.field, refused.code), again);
        assert_eq!(kept().await, before, "nothing was written");
        let input = MailboxInput { server: moved, ..MailboxInput::default() };
        let tested = flows::mailboxes::test(&house.office, &house.actor, input, Some(mailbox)).await;
        let refused = tested.unwrap_err();
        assert_eq!((refused.field, refused.code), again, "nothing is tried that would not be kept");
    }
    change(to("127.0.0.1")).await.unwrap();
    assert_eq!(kept().await, before, "the server that it was entered for");
    let password = Some(domain::Secret::new("hemmelig"));
    change(ServerInput { password, ..to("localhost") }).await.unwrap();
    assert_eq!(kept().await, ("localhost".to_owned(), 993, true));
    let listens = ServerInput { protocol: Some(Protocol::Smtp), ..to("") };
    change(listens).await.unwrap();
}
