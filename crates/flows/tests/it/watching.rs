//! Mailboxes whose server tells of new mail: real Dovecot, real IDLE.

use domain::mailbox::{AfterImport, Protocol};
use flows::mailboxes::{MailboxInput, ServerInput};
use flows::sync::{SyncWorker, WatchWorker};
use flows::worker::{Found, Worker};
use store::mailboxes::WatchState;
use testkit::dovecot::Dovecot;
use testkit::wait::until_async;
use tokio_util::sync::CancellationToken;

use crate::house::House;

const MAIL: &[u8] =
    b"From: ola@kunde.test\r\nSubject: At once\r\nMessage-ID: <1@kunde.test>\r\n\r\nHello\r\n";

fn hourly(port: u16) -> MailboxInput {
    let server = ServerInput { protocol: Some(Protocol::Imap), port: Some(port), ..ServerInput::default() };
    MailboxInput {
        server,
        after_import: Some(AfterImport::Keep),
        interval_s: Some(3600),
        ..MailboxInput::default()
    }
}

#[tokio::test]
async fn new_mail_is_fetched_at_once_by_one_watcher_that_gives_back_what_it_holds() {
    let (house, dovecot) = (House::open().await, Dovecot::start(&[("kari", "hemmelig")]).unwrap());
    let mailbox = house.fetched(hourly(dovecot.ports().imap)).await;
    house.fetch(mailbox).await;
    let find = async || flows::mailboxes::find(&house.office, &house.actor, mailbox).await.unwrap();
    let is_watched = async |state: WatchState| {
        until_async("the watch", || async { (find().await.health.watch == state).then_some(()) }).await;
    };

    let stop = CancellationToken::new();
    let watcher = WatchWorker::new(house.office.clone(), stop.clone());
    assert_eq!(watcher.step().await.unwrap(), Found::Work);
    is_watched(WatchState::Watched).await;
    let second = WatchWorker::new(house.office.clone(), CancellationToken::new());
    assert_eq!(second.step().await.unwrap(), Found::Nothing, "one watcher is enough");

    dovecot.deliver("kari", MAIL).unwrap();
    let due = || async {
        let due = find().await.health.next_check_at;
        due.filter(|at| *at <= house.office.now())
    };
    until_async("the news", due).await;
    let sync = SyncWorker::new(house.office.clone(), CancellationToken::new());
    assert_eq!(sync.step().await.unwrap(), Found::Work);
    sync.drain().await;
    house.place().await;
    assert_eq!(house.intakes(mailbox).await[0].summary.subject, "At once");

    stop.cancel();
    watcher.drain().await;
    assert_eq!(find().await.health.watch, WatchState::Polled);
    assert_eq!(second.step().await.unwrap(), Found::Work, "another node takes over at once");
}

#[tokio::test]
async fn a_watch_that_fails_is_left_for_a_while_and_the_mailbox_is_asked_at_its_interval() {
    let (house, dovecot) = (House::open().await, Dovecot::start(&[("kari", "other")]).unwrap());
    let mailbox = house.fetched(hourly(dovecot.ports().imap)).await;
    let watcher = WatchWorker::new(house.office.clone(), CancellationToken::new());
    assert_eq!(watcher.step().await.unwrap(), Found::Work);
    watcher.drain().await;
    let row = flows::mailboxes::find(&house.office, &house.actor, mailbox).await.unwrap();
    assert_eq!(row.health.watch, WatchState::Failing);
    let again = WatchWorker::new(house.office.clone(), CancellationToken::new());
    assert_eq!(again.step().await.unwrap(), Found::Nothing);
    house.clock.advance_seconds(61);
    assert_eq!(again.step().await.unwrap(), Found::Work);
    again.drain().await;
    house.clock.advance_seconds(61);
    assert_eq!(again.step().await.unwrap(), Found::Nothing, "it rests twice as long");
}
