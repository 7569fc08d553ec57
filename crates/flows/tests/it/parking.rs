//! A destination in trouble waits as one; single mail never waits behind what goes to many.

use std::time::Duration;

use domain::OrganisationId;
use domain::outbox::{DeliveryState, ParkReason, Stream};
use domain::timeline::{Step, Subject};
use domain::transport::TransportOwner;
use domain::waiting::WaitRule;
use flows::outbox::{self, OutboxWorker, OwnRate, Rates};
use flows::worker::{Found, Worker};
use store::lanes::{self, LaneOf};
use store::oauth::installation::INSTALLATION;
use store::parked::{self, Parked};
use testkit::smtp_sink::{ConnectionFault, Fault, SmtpSink};
use testkit::wait;
use tokio_util::sync::CancellationToken;

use crate::dead_exchangers::{Open, queue_to};
use crate::house::House;
use crate::sending::{another, delivery, queue, queue_from, queue_in, states, taken};
use crate::ways;

/// What is known of the installation's relay.
async fn known(house: &House, port: u16) -> Option<Parked> {
    let name = format!("{}:127.0.0.1:{port}", parked::relays_of(INSTALLATION));
    parked::find(&house.office.store().read(), &name).await.unwrap()
}

/// Another organisation, whose mail takes the installation's relay, too.
async fn neighbour(house: &House) -> OrganisationId {
    let at = house.office.now();
    let write = house
        .office
        .store()
        .write(move |tx| Box::pin(async move { store::organisations::insert(tx, "Another", at).await }));
    write.await.unwrap()
}

#[tokio::test]
async fn a_server_that_has_enough_is_left_alone_by_all_mails_until_its_time() {
    let house = House::open().await;
    let (organisation, port) = (house.actor.organisation, house.sink.port());
    house.sink.fail(Fault::Sender("421 4.7.0 too many mails, try again later".to_owned()));
    let items = queue(&house, organisation, 12).await;
    house.send().await;
    let parked = known(&house, port).await.unwrap();
    assert_eq!((parked.reason, parked.failures), (ParkReason::Busy, 1));
    assert!(parked.words.contains("too many mails"), "{}", parked.words);
    let before = house.sink.transactions();
    house.clock.advance_seconds(59);
    house.send().await;
    assert_eq!(house.sink.transactions(), before, "it is left alone");
    house.clock.advance_seconds(60);
    house.send().await;
    assert_eq!(house.sink.count(), items.len() - 1, "the one that was answered waits its own time");
    house.clock.advance_seconds(300);
    house.send().await;
    assert_eq!(house.sink.count(), items.len());
    let mut attempts = 0;
    for item in &items {
        attempts += delivery(&house, organisation, *item).await.attempts;
    }
    assert_eq!(attempts as usize, items.len() + 1, "who waited used up no attempt");
    assert_eq!(known(&house, port).await, None, "what is over is forgotten");
}

#[tokio::test]
async fn the_installations_relay_is_one_server_for_all_organisations() {
    let house = House::open().await;
    let another = neighbour(&house).await;
    let busy = || Fault::Sender("421 4.7.0 too many mails, try again later".to_owned());
    house.sink.fail(busy());
    let items = queue(&house, house.actor.organisation, 1).await;
    house.send().await;
    assert!(known(&house, house.sink.port()).await.is_some());
    let before = house.sink.transactions();
    let again = async || {
        let asked = outbox::hasten(&house.office, &house.actor, &items).await.unwrap();
        house.send().await;
        (house.sink.transactions(), asked.failed.first().map(|(_, problem)| problem.code))
    };
    house.sink.fail(busy());
    assert_eq!(
        again().await,
        (before + 1, None),
        "nobody else waits there: it is the organisation's own matter"
    );
    queue(&house, another, 3).await;
    house.send().await;
    assert_eq!(house.sink.transactions(), before + 1, "what it said to one holds for the others");
    let refused = Some("outbox.waits_for_server");
    assert_eq!(again().await, (before + 1, refused), "and no one of them ends it for all, or is told so");
    let (conn, item) = (house.office.store().read(), Subject::Outbox(items[0]));
    let steps = store::timeline::list(&conn, house.actor.organisation, item).await.unwrap();
    let requeued = steps.iter().filter(|(_, step)| matches!(step, Step::Requeued { .. })).count();
    assert_eq!(requeued, 1, "its timeline tells of the first alone");
    house.clock.advance_seconds(3600);
    house.send().await;
    assert_eq!(house.sink.count(), 4);
}

#[tokio::test]
async fn a_sign_in_that_the_installations_relay_wants_for_one_organisations_mail_stops_no_other_one() {
    let house = House::open().await;
    let (organisation, port) = (house.actor.organisation, house.sink.port());
    let another = neighbour(&house).await;
    house.sink.fail(Fault::Sender("530 5.7.0 this sender signs in first".to_owned()));
    let asked = queue(&house, organisation, 1).await;
    house.send().await;
    assert_eq!(states(&house, organisation, &asked).await, [DeliveryState::Queued]);
    let narrow = format!("{}:127.0.0.1:{port}", parked::installation_relay_for(organisation));
    let held = async || parked::find(&house.office.store().read(), &narrow).await.unwrap();
    assert!(held().await.unwrap().words.contains("refused our sign-in: 530"));
    assert_eq!(known(&house, port).await, None, "nobody else waits for it");
    queue(&house, organisation, 2).await;
    queue(&house, another, 3).await;
    house.send().await;
    assert_eq!(house.sink.count(), 3, "those of the other organisation");
    house.clock.advance_seconds(100);
    house.send().await;
    assert_eq!((house.sink.count(), held().await), (5, None), "the one that was answered waits its own time");
    house.clock.advance_seconds(300);
    house.send().await;
    assert_eq!(house.sink.count(), 6);
}

#[tokio::test]
async fn mail_that_a_relay_wants_a_sign_in_for_does_not_stand_before_what_it_takes_without_one() {
    let house = House::open().await;
    let organisation = house.actor.organisation;
    house.sink.answer_recipient("ola@elsewhere.test", "530 5.7.0 sign in to write there");
    let outside = queue_to(&house, organisation, ("ola@elsewhere.test", Stream::Single)).await;
    house.send().await;
    let inside = queue(&house, organisation, 3).await;
    house.send().await;
    assert_eq!(house.sink.count(), 0, "they wait with it");
    house.clock.advance_seconds(120);
    house.send().await;
    assert_eq!(states(&house, organisation, &inside).await, [DeliveryState::Sent; 3]);
    house.clock.advance_seconds(3600);
    house.send().await;
    let again = delivery(&house, organisation, outside).await;
    assert_eq!((again.state, again.attempts > 1), (DeliveryState::Queued, true));
}

#[tokio::test]
async fn a_server_that_cuts_each_transaction_is_left_alone_and_one_cut_alone_parks_nothing() {
    let house = House::open().await;
    let (organisation, port) = (house.actor.organisation, house.sink.port());
    house.sink.fail(Fault::CloseAfterDot);
    queue(&house, organisation, 1).await;
    house.send().await;
    assert_eq!(known(&house, port).await, None);
    (0..30).for_each(|_| house.sink.fail(Fault::CloseAfterDot));
    let items = queue(&house, organisation, 30).await;
    let before = house.sink.transactions();
    house.send().await;
    let parked = known(&house, port).await.unwrap();
    assert_eq!(parked.reason, ParkReason::Silent, "{}", parked.words);
    assert!(house.sink.transactions() - before < 30, "the others wait");
    let mut untried = 0;
    for item in &items {
        untried += usize::from(delivery(&house, organisation, *item).await.attempts == 0);
    }
    assert!(untried > 0, "and use up no attempt");
}

#[tokio::test]
async fn mail_of_one_organisation_that_the_installations_relay_cuts_keeps_no_other_one() {
    let house = House::open().await;
    let (organisation, port) = (house.actor.organisation, house.sink.port());
    let another = neighbour(&house).await;
    let worker = OutboxWorker::new(house.office.clone(), CancellationToken::new());
    let run = async || {
        while worker.step().await.unwrap() == Found::Work {
            worker.drain().await;
        }
    };
    for _ in 0..3 {
        house.sink.fail(Fault::CloseAfterDot);
        queue(&house, organisation, 1).await;
        run().await;
    }
    assert_eq!(known(&house, port).await, None, "as far as anybody knows it is the mail");
    let own = format!("{}:127.0.0.1:{port}", parked::installation_relay_for(organisation));
    assert!(parked::find(&house.office.store().read(), &own).await.unwrap().is_some());
    let waits = queue(&house, organisation, 1).await;
    let others = queue(&house, another, 2).await;
    run().await;
    assert_eq!(states(&house, another, &others).await, [DeliveryState::Sent; 2]);
    let waits = delivery(&house, organisation, waits[0]).await;
    assert_eq!((waits.state, waits.attempts), (DeliveryState::Queued, 0));
}

#[tokio::test]
async fn mail_of_one_organisation_that_exchangers_cut_waits_for_them_and_keeps_no_other_one() {
    let open = Open::living().await;
    let (house, own) = (&open.house, open.house.actor.organisation);
    let another = open.another().await;
    let worker = OutboxWorker::new(house.office.clone(), CancellationToken::new());
    let run = async || {
        while worker.step().await.unwrap() == Found::Work {
            worker.drain().await;
        }
    };
    for _ in 0..3 {
        house.sink.fail(Fault::CloseAfterDot);
        queue(house, own, 1).await;
        run().await;
    }
    let waits = queue(house, own, 1).await;
    let others = queue(house, another, 2).await;
    run().await;
    assert_eq!(states(house, another, &others).await, [DeliveryState::Sent; 2]);
    let found = delivery(house, own, waits[0]).await;
    assert_eq!((found.state, found.attempts), (DeliveryState::Queued, 0));
    let why = outbox::why(&house.office, own, waits[0]).await.unwrap();
    assert_eq!((why[0].rule, why[0].is_relay), (WaitRule::Silent, false), "{why:?}");
    assert!(why[0].held_by.as_deref().is_some_and(|by| by.starts_with("mx-for:")), "{why:?}");
    house.clock.advance_seconds(120);
    run().await;
    assert_eq!(states(house, own, &waits).await, [DeliveryState::Sent]);
}

#[tokio::test]
async fn exchangers_that_cut_the_mail_of_the_only_organisation_are_tried_when_it_asks() {
    let open = Open::living().await;
    let (house, own) = (&open.house, open.house.actor.organisation);
    let worker = OutboxWorker::new(house.office.clone(), CancellationToken::new());
    for _ in 0..3 {
        house.sink.fail(Fault::CloseAfterDot);
        queue(house, own, 1).await;
        while worker.step().await.unwrap() == Found::Work {
            worker.drain().await;
        }
    }
    let waits = queue(house, own, 1).await;
    house.send().await;
    assert_eq!(states(house, own, &waits).await, [DeliveryState::Queued]);
    let asked = outbox::hasten(&house.office, &house.actor, &waits).await.unwrap();
    assert_eq!(asked.done.len(), 1);
    house.send().await;
    assert_eq!(states(house, own, &waits).await, [DeliveryState::Sent], "under whatever names it waited");
}

#[tokio::test]
async fn what_a_server_says_of_a_recipient_parks_nothing() {
    let house = House::open().await;
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    queue(&house, house.actor.organisation, 12).await;
    house.send().await;
    assert_eq!(known(&house, house.sink.port()).await, None);
    house.sink.answer_recipient("kari@customer.test", "451 4.7.1 greylisted, come back in 5 minutes");
    let items = queue(&house, house.actor.organisation, 12).await;
    house.send().await;
    assert_eq!(known(&house, house.sink.port()).await, None);
    for item in items {
        assert_eq!(delivery(&house, house.actor.organisation, item).await.attempts, 1);
    }
}

#[tokio::test]
async fn a_dead_server_is_remembered_after_a_restart() {
    let mut house = House::open().await;
    let (organisation, port) = (house.actor.organisation, house.sink.port());
    house.sink.fail_connection(ConnectionFault::Greeting("554 5.3.2 no mail is taken here".to_owned()));
    queue(&house, organisation, 1).await;
    house.send().await;
    let parked = known(&house, port).await.unwrap();
    assert_eq!(parked.reason, ParkReason::Silent, "a greeting says nothing of a recipient");
    house.reopen_for(domain::limits::MAIL_OCTETS_MAX).await;
    let items = queue(&house, organisation, 3).await;
    let before = house.sink.connections();
    house.send().await;
    assert_eq!(house.sink.connections(), before, "the new process knows it too");
    assert_eq!(states(&house, organisation, &items).await, [DeliveryState::Queued; 3]);
    house.clock.advance_seconds(120);
    house.send().await;
    assert_eq!(states(&house, organisation, &items).await, [DeliveryState::Sent; 3]);
}

#[tokio::test]
async fn mail_to_many_makes_room_while_one_finds_out_whether_its_server_is_well() {
    let (house, slow) = (House::open().await, SmtpSink::start().unwrap());
    let other = another(&house, slow.port()).await;
    slow.fail(Fault::Sender("421 4.7.0 too many mails, try again later".to_owned()));
    queue_in(&house, other, (1, Stream::Bulk)).await;
    house.send().await;
    house.clock.advance_seconds(120);
    slow.be_slow(Duration::from_millis(400));
    let items = queue_in(&house, other, (6, Stream::Bulk)).await;
    let (office, stop) = (house.office.clone(), CancellationToken::new());
    let worker = OutboxWorker::with_patience(office, stop, Duration::from_secs(3));
    while worker.step().await.unwrap() == Found::Work {}
    worker.drain().await;
    let mut untried = 0;
    for item in &items {
        let row = delivery(&house, other, *item).await;
        untried += usize::from((row.state, row.attempts) == (DeliveryState::Queued, 0));
    }
    assert!(untried > 0, "those behind it wait no longer than the others let them");
    slow.be_slow(Duration::ZERO);
    house.clock.advance_seconds(20);
    house.send().await;
    assert_eq!(states(&house, other, &items).await, [DeliveryState::Sent; 6]);
}

#[tokio::test]
async fn what_a_process_still_has_when_its_lease_ends_is_not_claimed_by_it_again() {
    let house = House::open().await;
    let organisation = house.actor.organisation;
    house.sink.be_slow(Duration::from_millis(300));
    let items = queue(&house, organisation, 40).await;
    let worker = OutboxWorker::new(house.office.clone(), CancellationToken::new());
    assert_eq!(worker.step().await.unwrap(), Found::Work);
    let begun = async || (house.sink.transactions() > 0).then_some(());
    wait::until_async("a mail to be with the server", begun).await;
    // The machine slept: nobody extended what is with the server, and what waits for a place there.
    house.clock.advance_seconds(61);
    while worker.step().await.unwrap() == Found::Work {}
    worker.drain().await;
    house.sink.be_slow(Duration::ZERO);
    house.clock.advance_seconds(61);
    house.send().await;
    assert_eq!(states(&house, organisation, &items).await, [DeliveryState::Sent; 40]);
    assert_eq!(house.sink.count(), 40, "each once");
    for item in &items {
        assert_eq!(delivery(&house, organisation, *item).await.attempts, 1);
    }
}

#[tokio::test]
async fn a_domains_dead_server_holds_what_is_from_the_domain_and_touches_no_mail() {
    let (house, of_domain) = (House::open().await, SmtpSink::start().unwrap());
    let organisation = house.actor.organisation;
    ways::set(&house, TransportOwner::Domain("other.test".to_owned()), ways::relay(&of_domain)).await;
    let from_domain =
        async |count| queue_from(&house, organisation, "info@other.test", (count, Stream::Bulk)).await;
    of_domain.fail(Fault::Sender("421 4.7.0 too many mails, try again later".to_owned()));
    from_domain(1).await;
    house.send().await;
    from_domain(3).await;
    house.send().await;
    house.clock.advance_seconds(1);
    let (late, at) = (from_domain(3).await, house.office.now());
    let others = queue_in(&house, organisation, (3, Stream::Bulk)).await;
    let before = of_domain.transactions();
    house.send().await;
    assert_eq!(of_domain.transactions(), before, "it is left alone");
    assert_eq!(states(&house, organisation, &others).await, [DeliveryState::Sent; 3]);
    for item in &late {
        let waits = delivery(&house, organisation, *item).await;
        assert_eq!((waits.state, waits.next_attempt_at), (DeliveryState::Queued, Some(at)), "not written to");
    }
    house.clock.advance_seconds(120);
    house.send().await;
    assert_eq!(
        (of_domain.count(), house.sink.count()),
        (6, 3),
        "the one that was answered keeps its own wait"
    );
    house.clock.advance_seconds(300);
    house.send().await;
    assert_eq!((of_domain.count(), house.sink.count()), (7, 3));
}

#[tokio::test]
async fn a_mail_that_was_answered_keeps_its_own_waits_whatever_gets_through_beside_it() {
    let house = House::open().await;
    let organisation = house.actor.organisation;
    let busy = || Fault::Sender("421 4.7.0 too many mails, try again later".to_owned());
    house.sink.fail(busy());
    let first = queue(&house, organisation, 1).await[0];
    house.send().await;
    let (begun, own) =
        (house.office.now(), delivery(&house, organisation, first).await.next_attempt_at.unwrap());
    assert!(own.millis_since(begun) >= 5 * 60_000, "its own first wait");
    // Others get through, again and again.
    while own.millis_since(house.office.now()) > 75_000 {
        house.clock.advance_seconds(73);
        let others = queue(&house, organisation, 1).await;
        house.send().await;
        assert_eq!(states(&house, organisation, &others).await, [DeliveryState::Sent]);
        let waits = delivery(&house, organisation, first).await;
        assert_eq!((waits.attempts, waits.next_attempt_at), (1, Some(own)), "what is shown is true");
    }
    house.clock.set(own);
    house.send().await;
    assert_eq!(states(&house, organisation, &[first]).await, [DeliveryState::Sent]);
}

#[tokio::test]
async fn what_merely_waited_goes_at_once_when_its_destination_opens() {
    let house = House::open().await;
    let organisation = house.actor.organisation;
    house.sink.fail(Fault::Sender("421 4.7.0 too many mails, try again later".to_owned()));
    queue(&house, organisation, 1).await;
    house.send().await;
    let waited = queue(&house, organisation, 20).await;
    house.send().await;
    assert_eq!(house.sink.count(), 0, "it is parked");
    house.clock.advance_seconds(73);
    house.send().await;
    assert_eq!(states(&house, organisation, &waited).await, [DeliveryState::Sent; 20]);
}

#[tokio::test]
async fn a_mail_that_no_server_lets_begin_uses_up_no_further_attempt_and_comes_with_its_destination() {
    // With a pace of its own the time of a mail begins with its first attempt, and with no other.
    let house = House::open_limited(Rates { per_organisation: 600, ..Rates::default() }).await;
    let organisation = house.actor.organisation;
    let own = OwnRate { per_minute: 300 };
    outbox::set_own_rate(&house.office, &house.actor, own).await.unwrap();
    let item = queue(&house, organisation, 1).await[0];
    let begun = house.office.now();
    let not_now = || ConnectionFault::Greeting("421 4.3.2 not now".to_owned());
    while house.office.now().millis_since(begun) < 24 * 3_600_000 {
        house.sink.fail_connection(not_now());
        house.send().await;
        let waits = delivery(&house, organisation, item).await;
        assert_eq!((waits.state, waits.attempts), (DeliveryState::Queued, 1));
        let (next, known) = (waits.next_attempt_at.unwrap(), known(&house, house.sink.port()).await.unwrap());
        assert_eq!(next, known.until, "it is tried when its destination is");
        assert!(next.millis_since(house.office.now()) <= 72 * 60_000, "a day later, too");
        house.clock.set(next);
    }
    house.clock.set(begun.plus_seconds(5 * 24 * 3600));
    house.sink.fail_connection(not_now());
    house.send().await;
    assert_eq!(states(&house, organisation, &[item]).await, [DeliveryState::Failed], "its time is over");
}

#[tokio::test]
async fn five_days_with_a_dead_server_end_every_mail_and_ask_it_seldom() {
    let house = House::open().await;
    let closed = SmtpSink::start().unwrap().port();
    let other = another(&house, closed).await;
    let items = queue(&house, other, 60).await;
    let begun = house.office.now();
    let mut hours = 0;
    while states(&house, other, &items).await.contains(&DeliveryState::Queued) {
        assert!(hours < 5 * 24 + 3, "five days are over");
        house.send().await;
        house.clock.advance_seconds(1800);
        hours = house.office.now().millis_since(begun) / 3_600_000;
    }
    assert!(hours >= 5 * 24, "it was tried for five days: {hours} h");
    let mut attempts = 0;
    for item in &items {
        let ended = delivery(&house, other, *item).await;
        assert_eq!(ended.state, DeliveryState::Failed);
        let last = ended.log.last().unwrap();
        assert!(last.words.contains("the connection was refused"), "{}", last.words);
        attempts += ended.attempts;
    }
    // An attempt of each at the end, and one in each half hour between.
    assert!(attempts < 60 + 2 * 5 * 24 + 10, "{attempts} attempts");
}

#[tokio::test]
async fn mail_that_is_over_as_its_destination_is_parked_ends_with_the_attempt_that_it_began() {
    let house = House::open().await;
    let closed = SmtpSink::start().unwrap().port();
    let other = another(&house, closed).await;
    // So many that some have begun and wait for their turn while the first find nobody.
    let items = queue(&house, other, 60).await;
    house.clock.advance_seconds(6 * 24 * 3600);
    for _ in 0..3 {
        house.send().await;
        house.clock.advance_seconds(2 * 3600);
    }
    for item in &items {
        let ended = delivery(&house, other, *item).await;
        assert_eq!((ended.state, ended.attempts, ended.log.len()), (DeliveryState::Failed, 1, 1));
    }
}

#[tokio::test]
async fn a_limit_on_mails_in_a_minute_parks_the_destination_and_costs_no_attempt() {
    let house = House::open_limited(Rates { per_destination: 60, ..Rates::default() }).await;
    let (organisation, port) = (house.actor.organisation, house.sink.port());
    let items = queue(&house, organisation, 30).await;
    house.send().await;
    let at_once = house.sink.count();
    assert!((10..=12).contains(&at_once), "{at_once} at once after a rest");
    assert_eq!(known(&house, port).await.unwrap().reason, ParkReason::Rate);
    let mut seconds = 0;
    while house.sink.count() < items.len() {
        house.clock.advance_seconds(1);
        seconds += 1;
        house.send().await;
        assert!(house.sink.count() <= at_once + seconds, "one a second");
        assert!(seconds < 60, "{} in a minute", house.sink.count());
    }
    for item in &items {
        assert_eq!(delivery(&house, organisation, *item).await.log.len(), 1);
    }
}

#[tokio::test]
async fn a_destination_has_its_own_limit_in_place_of_that_of_all_and_the_mail_says_so() {
    let to_named = [("127.0.0.1".to_owned(), 6)].into_iter().collect();
    let house = House::open_limited(Rates { per_destination: 600, to_named, per_organisation: 0 }).await;
    let organisation = house.actor.organisation;
    let items = queue_in(&house, organisation, (9, Stream::Bulk)).await;
    house.send().await;
    assert_eq!(house.sink.count(), 1, "one in ten seconds");
    let waits = outbox::why(&house.office, organisation, items[8]).await.unwrap();
    assert_eq!((waits[0].rule, waits[0].per_minute), (WaitRule::DestinationRate, Some(6)));
}

#[tokio::test]
async fn a_limit_on_an_organisations_mails_is_no_limit_on_anothers() {
    let house = House::open_limited(Rates { per_organisation: 6, ..Rates::default() }).await;
    let organisation = house.actor.organisation;
    queue_in(&house, organisation, (9, Stream::Bulk)).await;
    house.send().await;
    assert_eq!(house.sink.count(), 1, "one in ten seconds");
    // Single mail may be further ahead of its time, whatever bulk mail waits for.
    queue(&house, organisation, 1).await;
    house.send().await;
    assert_eq!(house.sink.count(), 2, "at once, out of what bulk mail leaves to it");
    let behind = queue(&house, organisation, 1).await;
    house.send().await;
    assert_eq!(states(&house, organisation, &behind).await, [DeliveryState::Queued], "that is used up");
    let other = another(&house, house.sink.port()).await;
    queue(&house, other, 1).await;
    house.clock.advance_seconds(6);
    house.send().await;
    assert!(house.sink.count() >= 3, "{}", house.sink.count());
}

#[tokio::test]
async fn an_organisations_own_limit_is_within_the_installations_and_says_so_of_what_waits() {
    let house = House::open_limited(Rates { per_organisation: 60, ..Rates::default() }).await;
    let (office, organisation) = (&house.office, house.actor.organisation);
    let refused = outbox::set_own_rate(office, &house.actor, OwnRate { per_minute: 61 }).await.unwrap_err();
    assert_eq!((refused.code, refused.params["max"].as_str()), ("rates.too_high", "60"));
    outbox::set_own_rate(office, &house.actor, OwnRate { per_minute: 6 }).await.unwrap();
    let items = queue_in(&house, organisation, (9, Stream::Bulk)).await;
    house.send().await;
    assert_eq!(house.sink.count(), 1, "one in ten seconds");
    let waits = outbox::why(office, organisation, items[8]).await.unwrap();
    assert_eq!((waits[0].rule, waits[0].per_minute), (WaitRule::OwnRate, Some(6)));
    assert_eq!((waits[0].others.count, &waits[0].held_by), (7, &None), "all of the organisation's");

    outbox::set_own_rate(office, &house.actor, OwnRate::default()).await.unwrap();
    house.clock.advance_seconds(20);
    house.send().await;
    assert!(house.sink.count() >= 5, "the installation's alone: {}", house.sink.count());
}

#[tokio::test]
async fn a_raised_own_limit_counts_at_once_for_what_waits() {
    for stream in Stream::ALL {
        let house = House::open().await;
        let (office, organisation) = (&house.office, house.actor.organisation);
        let set = async |per_minute| {
            outbox::set_own_rate(office, &house.actor, OwnRate { per_minute }).await.unwrap();
        };
        set(1).await;
        let first = queue_in(&house, organisation, (5, stream)).await;
        house.send().await;
        assert_eq!(house.sink.count(), 1, "one in a minute");
        let waits = outbox::why(office, organisation, first[4]).await.unwrap();
        assert_eq!((waits[0].rule, waits[0].per_minute), (WaitRule::OwnRate, Some(1)));
        set(2).await;
        house.send().await;
        assert_eq!(house.sink.count(), 1, "what left before counts still");
        set(600).await;
        house.send().await;
        assert_eq!(states(&house, organisation, &first).await, [DeliveryState::Sent; 5]);
    }
}

#[tokio::test]
async fn the_time_of_mail_begins_when_a_limit_of_ours_lets_it_go() {
    let house = House::open_limited(Rates { per_organisation: 60, ..Rates::default() }).await;
    let (office, organisation) = (&house.office, house.actor.organisation);
    outbox::set_own_rate(office, &house.actor, OwnRate { per_minute: 6 }).await.unwrap();
    let items = queue_in(&house, organisation, (3, Stream::Bulk)).await;
    house.send().await;
    assert_eq!(house.sink.count(), 1);
    house.clock.advance_seconds(6 * 24 * 3600);
    house.sink.answer_recipient("kari@customer.test", "451 4.7.1 greylisted");
    house.send().await;
    house.clock.advance_seconds(10);
    house.send().await;
    let rest = states(&house, organisation, &items).await;
    assert!(!rest.contains(&DeliveryState::Failed), "its first attempt was just now: {rest:?}");
}

#[tokio::test]
async fn single_mail_does_not_wait_behind_a_thousand_bulk_mails() {
    let house = House::open().await;
    let organisation = house.actor.organisation;
    queue_in(&house, organisation, (1000, Stream::Bulk)).await;
    house.sink.be_slow(Duration::from_millis(1));
    let stop = CancellationToken::new();
    let worker = OutboxWorker::new(house.office.clone(), stop.clone());
    assert_eq!(worker.step().await.unwrap(), Found::Work);
    taken(&house.sink, 20).await;
    let before = house.sink.count();
    let single = queue(&house, organisation, 1).await;
    assert_eq!(worker.step().await.unwrap(), Found::Work);
    wait::until_async("the single mail", || async {
        (states(&house, organisation, &single).await == [DeliveryState::Sent]).then_some(())
    })
    .await;
    let behind = house.sink.count() - before;
    stop.cancel();
    worker.close(Duration::from_secs(30)).await;
    assert!(behind < 200, "{behind} mails went before it");
}

#[tokio::test]
async fn a_mail_says_why_it_waits_with_how_many_others_and_goes_when_somebody_says_so() {
    let house = House::open().await;
    let organisation = house.actor.organisation;
    house.sink.fail_connection(ConnectionFault::CloseAtOnce);
    let first = queue(&house, organisation, 1).await;
    house.send().await;
    let items = queue(&house, organisation, 5).await;
    house.send().await;
    let waits = outbox::why(&house.office, organisation, items[4]).await.unwrap();
    let [wait] = &waits[..] else { panic!("{waits:?}") };
    assert_eq!((wait.rule, wait.domain.as_str()), (WaitRule::Silent, "customer.test"));
    assert_eq!((wait.destination.as_deref(), wait.failures), (Some("127.0.0.1"), 1));
    assert_eq!(wait.others.count, 5, "four that came with it, and the one that found it so");
    assert!(
        wait.words.as_ref().is_some_and(|words| words.contains("before a mail could be sent")),
        "{wait:?}"
    );
    // Somebody knows that the server is well again.
    house.clock.advance_seconds(3);
    let done = outbox::hasten(&house.office, &house.actor, &[items[4]]).await.unwrap();
    assert_eq!(done.done.len(), 1);
    house.send().await;
    assert_eq!(states(&house, organisation, &items).await, [DeliveryState::Sent; 5]);
    assert_eq!(states(&house, organisation, &first).await, [DeliveryState::Sent]);
}

#[tokio::test]
async fn what_somebody_asks_for_right_after_a_park_holds() {
    let house = House::open().await;
    let organisation = house.actor.organisation;
    let worker = OutboxWorker::new(house.office.clone(), CancellationToken::new());
    let run = async || {
        while worker.step().await.unwrap() == Found::Work {
            worker.drain().await;
        }
    };
    house.sink.fail_connection(ConnectionFault::CloseAtOnce);
    let first = queue(&house, organisation, 1).await;
    run().await;
    let items = queue(&house, organisation, 3).await;
    run().await;
    assert_eq!(states(&house, organisation, &items).await, [DeliveryState::Queued; 3]);
    assert_eq!(house.sink.count(), 0, "the node that found it so knows it");
    outbox::hasten(&house.office, &house.actor, &[items[2]]).await.unwrap();
    run().await;
    assert_eq!(states(&house, organisation, &items).await, [DeliveryState::Sent; 3]);
    assert_eq!(states(&house, organisation, &first).await, [DeliveryState::Sent]);
}

#[tokio::test]
async fn the_picture_shows_a_parked_destination_though_more_of_its_mail_was_put_off_until_the_same_time() {
    let house = House::open().await;
    let (organisation, now) = (house.actor.organisation, house.office.now());
    let parked = Parked {
        destination: "domain:customer.test".to_owned(),
        until: now.plus_seconds(60),
        reason: ParkReason::Silent,
        words: "no answer".to_owned(),
        host: None,
        failures: 1,
        found_by: organisation,
    };
    let put_off = async || {
        let parked = parked.clone();
        let (stream, domain) = (Stream::Single, "customer.test".to_owned());
        let lane = LaneOf { organisation, stream, domain, sender: "house.test".to_owned() };
        let write = house.office.store().write(move |tx| {
            let (parked, lane) = (parked.clone(), lane.clone());
            Box::pin(async move {
                parked::put(tx, &parked).await?;
                lanes::hold(tx, &lane, &parked.destination, parked.until).await
            })
        });
        write.await.unwrap();
        let conn = house.office.store().read();
        let picture = store::deliveries::picture(&conn, organisation, now).await.unwrap();
        picture.rows[0].parked.map(|(_, reason)| reason)
    };
    queue(&house, organisation, 1).await;
    assert_eq!(put_off().await, Some(ParkReason::Silent));
    // Single mail that becomes due may ask for less, so that its lane forgets where the mail before it went.
    house.clock.set(parked.until);
    queue(&house, organisation, 1).await;
    house.clock.set(now);
    assert_eq!(put_off().await, Some(ParkReason::Silent));
}

#[tokio::test]
async fn mail_that_waits_too_long_for_a_slow_server_makes_room_and_costs_no_attempt() {
    let (house, slow) = (House::open().await, SmtpSink::start().unwrap());
    slow.be_slow(Duration::from_millis(400));
    let other = another(&house, slow.port()).await;
    let items = queue(&house, other, 40).await;
    let worker = OutboxWorker::with_patience(
        house.office.clone(),
        CancellationToken::new(),
        Duration::from_millis(50),
    );
    let run = async || {
        while worker.step().await.unwrap() == Found::Work {}
        worker.drain().await;
    };
    run().await;
    let (mut sent, mut untried) = (0, 0);
    for item in &items {
        let row = delivery(&house, other, *item).await;
        match row.state {
            DeliveryState::Sent => sent += 1,
            DeliveryState::Queued | DeliveryState::Sending | DeliveryState::Failed => {
                assert_eq!((row.state, row.attempts), (DeliveryState::Queued, 0));
                untried += 1;
            }
        }
    }
    assert!(sent > 0 && untried > 0, "{sent} and {untried}");
    assert_eq!(worker.step().await.unwrap(), Found::Nothing, "the lane is held for a while");
    slow.be_slow(Duration::ZERO);
    house.clock.advance_seconds(20);
    house.send().await;
    assert_eq!(states(&house, other, &items).await, [DeliveryState::Sent; 40]);
}
