//! Slow servers, a stop, and a process that died: what becomes of the mail that waits.

use std::time::Duration;

use bytes::Bytes;
use domain::mailbox::Security;
use domain::outbox::{AttemptResult, DeliveryState, Stream, TransportKind};
use domain::timeline::{Step, Subject};
use domain::transport::{ChosenWay, TransportOwner, WayChoice};
use domain::waiting::WaitRule;
use domain::{OrganisationId, OutboxId};
use flows::outbox::OutboxWorker;
use flows::worker::{Found, Worker};
use store::deliveries::{self, DeliveryRow};
use store::outbox::NewOutbox;
use store::transports::TransportSettings;
use store::{Claim, PasswordChange, StoreError};
use testkit::smtp_sink::{ConnectionFault, Offer, SmtpSink};
use testkit::wait;
use tokio_util::sync::CancellationToken;

use crate::house::{House, SERVICE};

/// Mails under way to one destination at a time, in the house.
const AT_A_TIME: usize = 4;

/// Puts mails of an organisation into the outbox, due at once.
pub(crate) async fn queue(house: &House, organisation: OrganisationId, count: usize) -> Vec<OutboxId> {
    queue_in(house, organisation, (count, Stream::Single)).await
}

/// The same, in a stream.
pub(crate) async fn queue_in(
    house: &House,
    organisation: OrganisationId,
    (count, stream): (usize, Stream),
) -> Vec<OutboxId> {
    queue_from(house, organisation, SERVICE, (count, stream)).await
}

/// The same, from an address.
pub(crate) async fn queue_from(
    house: &House,
    organisation: OrganisationId,
    from: &str,
    (count, stream): (usize, Stream),
) -> Vec<OutboxId> {
    let (store, at) = (house.office.store(), house.office.now());
    let mut items = Vec::new();
    for number in 0..count {
        let raw = Bytes::from(format!("Subject: number {number}\r\n\r\nhello\r\n"));
        items.push(NewOutbox {
            from: from.parse().unwrap(),
            from_name: None,
            return_path: Some(from.parse().unwrap()),
            subject: format!("number {number}"),
            raw: store::raw::prepare(store, organisation, raw).await.unwrap(),
            recipients: vec!["kari@customer.test".parse().unwrap()],
            created_by: None,
            case_id: None,
            at,
            due_at: at,
        });
    }
    let write = store.write(move |tx| {
        Box::pin(async move {
            let mut ids = Vec::new();
            for item in &items {
                ids.push(store::outbox::insert_into(tx, organisation, item, stream).await?);
            }
            Ok::<_, StoreError>(ids)
        })
    });
    write.await.unwrap()
}

/// Another organisation, whose mail goes through a relay of its own on this port.
pub(crate) async fn another(house: &House, port: u16) -> OrganisationId {
    let settings = TransportSettings {
        in_use: true,
        kind: TransportKind::Relay,
        host: "127.0.0.1".to_owned(),
        port,
        security: Security::None,
        username: String::new(),
        sign_in: domain::mailbox::SignIn::Password,
        helo_name: String::new(),
        own_return_path: false,
        spf_terms: String::new(),
    };
    let at = house.office.now();
    let write = house.office.store().write(move |tx| {
        Box::pin(async move {
            let organisation = store::organisations::insert(tx, "Another", at).await?;
            store::transports::put(
                tx,
                (organisation, &TransportOwner::Organisation),
                &settings,
                &PasswordChange::Keep,
                at,
            )
            .await?;
            Ok::<_, StoreError>(organisation)
        })
    });
    write.await.unwrap()
}

pub(crate) async fn delivery(house: &House, organisation: OrganisationId, item: OutboxId) -> DeliveryRow {
    let conn = house.office.store().read();
    deliveries::list_of_item(&conn, organisation, item).await.unwrap().remove(0)
}

pub(crate) async fn states(
    house: &House,
    organisation: OrganisationId,
    items: &[OutboxId],
) -> Vec<DeliveryState> {
    let mut states = Vec::new();
    for item in items {
        states.push(delivery(house, organisation, *item).await.state);
    }
    states
}

/// How often one of them was tried.
async fn tries(house: &House, organisation: OrganisationId, items: &[OutboxId]) -> usize {
    let mut tries = 0;
    for item in items {
        tries += delivery(house, organisation, *item).await.log.len();
    }
    tries
}

/// Waits until the sink has taken so many mails, while the worker's tasks go on.
pub(crate) async fn taken(sink: &SmtpSink, count: usize) {
    wait::until_async(&format!("{count} mails"), || async { (sink.count() >= count).then_some(()) }).await;
}

#[tokio::test]
async fn a_server_that_never_answers_holds_up_nobody_else() {
    let (house, silent) = (House::open().await, SmtpSink::start().unwrap());
    for _ in 0..AT_A_TIME {
        silent.fail_connection(ConnectionFault::Silence);
    }
    let other = another(&house, silent.port()).await;
    let worker = OutboxWorker::new(house.office.clone(), CancellationToken::new());
    // One place less than there are transactions at a time: all of them would be all of the house's. One server gets all
    // but one of what its organisation may have.
    let stuck = queue(&house, other, AT_A_TIME - 1).await;
    assert_eq!(worker.step().await.unwrap(), Found::Work);
    wait::until_async("the silent server to be connected to", || async {
        (silent.connections() == 2).then_some(())
    })
    .await;
    // What comes while they hang is claimed and sent.
    queue(&house, house.actor.organisation, 3).await;
    assert_eq!(worker.step().await.unwrap(), Found::Work);
    taken(&house.sink, 3).await;
    assert_eq!(states(&house, other, &stuck).await, [DeliveryState::Sending; AT_A_TIME - 1]);
}

#[tokio::test]
async fn what_waits_for_a_server_that_cannot_be_reached_is_put_off_with_it() {
    let house = House::open().await;
    let closed = SmtpSink::start().unwrap().port();
    let other = another(&house, closed).await;
    let items = queue(&house, other, 20).await;
    house.send().await;
    let mut spared = 0;
    for item in &items {
        let delivery = delivery(&house, other, *item).await;
        assert_eq!(delivery.state, DeliveryState::Queued);
        assert!(delivery.next_attempt_at.unwrap() > house.office.now());
        assert_eq!(delivery.log.len(), delivery.attempts as usize);
        match delivery.log.first() {
            Some(tried) => {
                assert!(tried.words.contains("the connection was refused"), "{}", tried.words)
            }
            None => spared += 1,
        }
    }
    assert!(spared >= items.len() - AT_A_TIME, "{spared} of {} were spared", items.len());
    // The next time one of them finds out whether it is over, and the others are spared again.
    let before = tries(&house, other, &items).await;
    house.clock.advance_seconds(3600);
    house.send().await;
    assert_eq!(tries(&house, other, &items).await, before + 1);
}

#[tokio::test]
async fn a_mail_that_the_server_finds_too_large_ends_at_once() {
    let house = House::open().await;
    let small = SmtpSink::offering(Offer { size_octets_max: 20, ..Offer::default() }).unwrap();
    let other = another(&house, small.port()).await;
    let items = queue(&house, other, 1).await;
    house.send().await;
    let delivery = delivery(&house, other, items[0]).await;
    assert_eq!((delivery.state, delivery.next_attempt_at), (DeliveryState::Failed, None));
    assert!(delivery.log[0].words.contains("too large for this server"), "{}", delivery.log[0].words);
    assert_eq!((small.transactions(), small.count()), (0, 0));
}

#[tokio::test]
async fn a_stop_finishes_what_is_with_a_server_and_gives_back_the_rest() {
    let house = House::open().await;
    house.sink.be_slow(Duration::from_millis(20));
    let items = queue(&house, house.actor.organisation, 12).await;
    let stop = CancellationToken::new();
    let worker = OutboxWorker::new(house.office.clone(), stop.clone());
    assert_eq!(worker.step().await.unwrap(), Found::Work);
    taken(&house.sink, 1).await;
    stop.cancel();
    worker.close(Duration::from_secs(30)).await;
    let sent = house.sink.count();
    assert!(sent < items.len(), "the stop came before the end");
    let states = states(&house, house.actor.organisation, &items).await;
    let count = |wanted| states.iter().filter(|state| **state == wanted).count();
    assert_eq!((count(DeliveryState::Sent), count(DeliveryState::Queued)), (sent, items.len() - sent));
    // The rest is due at once, for whoever comes next, and each mail arrives once.
    house.sink.be_slow(Duration::ZERO);
    house.send().await;
    assert_eq!(house.sink.count(), items.len());
    for item in &items {
        assert_eq!(delivery(&house, house.actor.organisation, *item).await.log.len(), 1);
    }
}

#[tokio::test]
async fn a_stop_waits_no_longer_than_it_was_told_and_what_is_cut_is_told_of() {
    let (house, silent) = (House::open().await, SmtpSink::start().unwrap());
    silent.fail_connection(ConnectionFault::Silence);
    let other = another(&house, silent.port()).await;
    let items = queue(&house, other, 1).await;
    let stop = CancellationToken::new();
    let worker = OutboxWorker::new(house.office.clone(), stop.clone());
    worker.step().await.unwrap();
    wait::until_async("a connection", || async { (silent.connections() == 1).then_some(()) }).await;
    stop.cancel();
    worker.close(Duration::from_millis(1)).await;
    assert_eq!(states(&house, other, &items).await, [DeliveryState::Sending]);
    drop(worker);
    // Its lease ends, and the next process finds that nobody wrote down how it ended.
    house.clock.advance_seconds(61);
    house.send().await;
    let delivery = delivery(&house, other, items[0]).await;
    assert_eq!(delivery.state, DeliveryState::Sent);
    let results: Vec<_> = delivery.log.iter().map(|attempt| (attempt.number, attempt.result)).collect();
    assert_eq!(results, [(1, AttemptResult::Interrupted), (2, AttemptResult::Delivered)]);
}

#[tokio::test]
async fn an_attempt_that_died_with_its_process_is_told_of_once() {
    let house = House::open().await;
    let organisation = house.actor.organisation;
    let items = queue(&house, organisation, 1).await;
    let (now, lease_until) = (house.office.now(), house.office.now().plus_seconds(60));
    let claim = Claim { now, owner: "dead".to_owned(), lease_until, limit: 1 };
    let write = house.office.store().write(move |tx| {
        Box::pin(async move {
            let due = deliveries::claim_due(tx, &claim).await?;
            deliveries::begin_attempts(tx, &[due[0].id], "dead", now).await.map(|_| ())
        })
    });
    write.await.unwrap();
    house.clock.advance_seconds(61);
    house.sink.answer_recipient("kari@customer.test", "451 4.7.1 come back later");
    house.send().await;
    house.clock.advance_seconds(3600);
    house.sink.accept_recipient("kari@customer.test");
    house.send().await;
    let log = delivery(&house, organisation, items[0]).await.log;
    let results: Vec<_> = log.iter().map(|attempt| (attempt.number, attempt.result)).collect();
    let expected =
        [(1, AttemptResult::Interrupted), (2, AttemptResult::Deferred), (3, AttemptResult::Delivered)];
    assert_eq!(results, expected);
    assert!(log[0].words.contains("the server may have taken the mail"), "{}", log[0].words);
    let conn = house.office.store().read();
    let steps = store::timeline::list(&conn, organisation, Subject::Outbox(items[0])).await.unwrap();
    let told = |(_, step): &&(_, Step)| matches!(step, Step::Attempted(ended) if ended.result == AttemptResult::Interrupted);
    assert_eq!(steps.iter().filter(told).count(), 1);
    assert!(steps.iter().any(|(_, step)| matches!(step, Step::Routed(_))));
}

#[tokio::test]
async fn a_slow_server_leaves_places_to_the_other_mail_of_its_organisation_and_who_waits_is_told() {
    let (house, silent) = (House::open().await, SmtpSink::start().unwrap());
    for _ in 0..AT_A_TIME {
        silent.fail_connection(ConnectionFault::Silence);
    }
    let other = another(&house, silent.port()).await;
    let worker = OutboxWorker::new(house.office.clone(), CancellationToken::new());
    let stuck = queue(&house, other, domain::limits::OUTBOX_HELD_MAX as usize + 60).await;
    while worker.step().await.unwrap() == Found::Work {}
    wait::until_async("the silent server to have what one server may", || async {
        (silent.connections() >= 2).then_some(())
    })
    .await;
    // Somebody sends one of them as the installation sends: it does not wait for the silent server's places.
    let choice = WayChoice { way: ChosenWay::Installation, by: house.actor.user };
    let (last, at) = (*stuck.last().unwrap(), house.office.now());
    let chosen = house.office.store().write(move |tx| {
        Box::pin(async move { store::outbox::choose_way(tx, other, &[last], (choice, at)).await })
    });
    assert_eq!(chosen.await.unwrap(), [last]);
    wait::until_async("the worker to claim it and the sink to have it", || async {
        worker.step().await.unwrap();
        (house.sink.count() == 1).then_some(())
    })
    .await;
    assert_eq!(silent.connections(), 2, "of three that the organisation may have");
    let waits = flows::outbox::why(&house.office, other, stuck[stuck.len() - 2]).await.unwrap();
    assert_eq!((waits[0].rule, waits[0].share), (WaitRule::OrganisationShare, Some(75)));
}

#[tokio::test]
async fn an_organisation_whose_server_is_slow_leaves_places_to_the_others() {
    let (house, silent) = (House::open().await, SmtpSink::start().unwrap());
    for _ in 0..AT_A_TIME {
        silent.fail_connection(ConnectionFault::Silence);
    }
    let other = another(&house, silent.port()).await;
    let worker = OutboxWorker::new(house.office.clone(), CancellationToken::new());
    // More than all places of this node are for.
    queue(&house, other, domain::limits::OUTBOX_HELD_MAX as usize + 60).await;
    while worker.step().await.unwrap() == Found::Work {}
    wait::until_async("the silent server to have its share of connections", || async {
        (silent.connections() >= 2).then_some(())
    })
    .await;
    queue(&house, house.actor.organisation, 3).await;
    assert_eq!(worker.step().await.unwrap(), Found::Work, "there is room for others");
    taken(&house.sink, 3).await;
    assert_eq!(silent.connections(), 2, "and for no more of its own");
}
