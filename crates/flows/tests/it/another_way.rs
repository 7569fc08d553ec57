//! Mail that waits or failed is sent another way, by whom it may be.

use domain::compose::FromChoice;
use domain::job::JobState;
use domain::org::Right;
use domain::outbox::{DeliveryState, Stream, TransportKind};
use domain::timeline::{Step, Subject};
use domain::transport::{ChosenWay, TransportOwner};
use domain::{Actor, OutboxId, UserId};
use flows::jobs::{JobWorker, Rows};
use flows::outbox::{AnotherWay, Closed, Reasons};
use flows::worker::{Found, Worker};
use testkit::smtp_sink::{ConnectionFault, SmtpSink};

use crate::house::House;
use crate::sending::{delivery, queue, queue_in, states};
use crate::ways::{adas, answer, relay, set};

const ORGANISATION: TransportOwner = TransportOwner::Organisation;

fn wanted(way: ChosenWay) -> AnotherWay {
    AnotherWay { way, why: " the relay\nis down ".to_owned() }
}

/// How many it was done to, and why not to the others.
async fn send_another_way(
    house: &House,
    actor: &Actor,
    (ids, way): (&[OutboxId], ChosenWay),
) -> Result<(usize, Vec<&'static str>), &'static str> {
    let done = flows::outbox::send_another_way(&house.office, actor, ids, wanted(way)).await;
    let done = done.map_err(|error| error.code)?;
    Ok((done.done.len(), done.failed.iter().map(|(_, problem)| problem.code).collect()))
}

/// As many connections fail as there are at a time.
fn die(sink: &SmtpSink) {
    for _ in 0..4 {
        sink.fail_connection(ConnectionFault::CloseAtOnce);
    }
}

/// Somebody else of the house, with these rights.
fn colleague(house: &House, rights: &[Right]) -> Actor {
    Actor { user: UserId::new(999), rights: rights.iter().copied().collect(), ..house.actor.clone() }
}

async fn reasons(house: &House, id: OutboxId) -> Reasons {
    let conn = house.office.store().read();
    let item = store::outbox::find(&conn, house.actor.organisation, id).await.unwrap().unwrap();
    flows::outbox::reasons(&house.office, house.actor.organisation, &item).await.unwrap()
}

async fn steps(house: &House, id: OutboxId) -> Vec<Step> {
    let conn = house.office.store().read();
    let told = store::timeline::list(&conn, house.actor.organisation, Subject::Outbox(id)).await.unwrap();
    told.into_iter().map(|(_, step)| step).collect()
}

/// The reasons of the ways that it took.
async fn routed(house: &House, id: OutboxId) -> Vec<String> {
    let of = |step| if let Step::Routed(by) = step { Some(by.because) } else { None };
    steps(house, id).await.into_iter().filter_map(of).collect()
}

#[tokio::test]
async fn mail_that_waits_for_a_dead_server_goes_another_way_when_somebody_says_so() {
    let (house, dead) = (House::open().await, SmtpSink::start().unwrap());
    let organisation = house.actor.organisation;
    set(&house, ORGANISATION, relay(&dead)).await;
    die(&dead);
    let items = queue(&house, organisation, 3).await;
    house.send().await;
    let [sent, queued] = [DeliveryState::Sent, DeliveryState::Queued];
    assert_eq!(states(&house, organisation, &items).await, [queued; 3]);
    let tried = items[0];
    assert_eq!(reasons(&house, tried).await.way.because, "organisation");

    let done = send_another_way(&house, &house.actor, (&[tried], ChosenWay::Installation)).await;
    assert_eq!(done, Ok((1, vec![])));
    let ahead = reasons(&house, tried).await.way;
    assert_eq!(
        (ahead.because.as_str(), ahead.taken, ahead.chosen_by.as_deref()),
        ("chosen", false, Some("Ada"))
    );
    house.send().await;
    assert_eq!(states(&house, organisation, &items).await, [sent, queued, queued]);
    assert_eq!((house.sink.count(), dead.count()), (1, 0), "the others wait for their own server");
    let taken = reasons(&house, tried).await.way;
    assert_eq!(
        (taken.because.as_str(), taken.taken, taken.chosen_by.as_deref()),
        ("chosen", true, Some("Ada"))
    );
    assert_eq!(routed(&house, tried).await.last().map(String::as_str), Some("chosen"));
    let told = Step::WayChosen {
        user_id: house.actor.user,
        way: "installation".to_owned(),
        why: "the relay is down".to_owned(),
    };
    assert!(steps(&house, tried).await.contains(&told));
    let again = send_another_way(&house, &house.actor, (&[tried], ChosenWay::Organisation)).await;
    assert_eq!(again, Ok((0, vec!["outbox.way_not_changed"])), "it is sent");
}

#[tokio::test]
async fn what_goes_another_way_does_not_wait_with_the_lane_that_it_stands_in() {
    for stream in [Stream::Single, Stream::Bulk] {
        let (house, dead) = (House::open().await, SmtpSink::start().unwrap());
        let organisation = house.actor.organisation;
        set(&house, ORGANISATION, relay(&dead)).await;
        die(&dead);
        let items = queue_in(&house, organisation, (40, stream)).await;
        house.send().await;
        let before = dead.connections();
        // The last of the lane: those before it are claimed first, and wait for the dead server.
        let chosen = &items[20..];
        let done = send_another_way(&house, &house.actor, (chosen, ChosenWay::Installation)).await;
        assert_eq!(done, Ok((20, vec![])));
        house.send().await;
        assert_eq!(states(&house, organisation, chosen).await, vec![DeliveryState::Sent; 20], "{stream:?}");
        assert_eq!(states(&house, organisation, &items[..20]).await, vec![DeliveryState::Queued; 20]);
        assert_eq!(dead.connections(), before, "who waits for the dead server uses up no attempt");
        // And they go as soon as it is well.
        for _ in 0..6 {
            house.clock.advance_seconds(3600);
            house.send().await;
        }
        assert_eq!(states(&house, organisation, &items).await, vec![DeliveryState::Sent; 40], "{stream:?}");
    }
}

#[tokio::test]
async fn all_that_waits_goes_another_way_by_a_job_that_asks_for_the_right_again() {
    let (house, dead) = (House::open().await, SmtpSink::start().unwrap());
    let organisation = house.actor.organisation;
    set(&house, ORGANISATION, relay(&dead)).await;
    die(&dead);
    let items = queue(&house, organisation, 5).await;
    house.send().await;
    let rows = || {
        let mut rows = Rows::default();
        rows.add(items.iter().map(|id| id.get()));
        rows
    };
    let nobody = colleague(&house, &[Right::Outbox]);
    for (actor, done, failed) in [(&nobody, 0, 5), (&house.actor, 5, 0)] {
        let way = wanted(ChosenWay::Installation);
        let job = flows::jobs::start_another_way(&house.office, actor, way, rows()).await.unwrap();
        let worker = JobWorker::new(house.office.clone());
        while worker.step().await.unwrap() == Found::Work {}
        let job = flows::jobs::find(&house.office, actor, job.id).await.unwrap();
        assert_eq!((job.state, job.done, job.failed), (JobState::Done, done, failed));
    }
    house.send().await;
    assert_eq!(states(&house, organisation, &items).await, [DeliveryState::Sent; 5]);
    assert_eq!(house.sink.count(), 5);
}

#[tokio::test]
async fn a_way_that_is_not_there_or_not_allowed_is_refused() {
    let house = House::open().await;
    let open = flows::outbox::ways(&house.office, &house.actor).await.unwrap();
    let shown: Vec<_> = open.iter().map(|out| (out.way, out.kind, out.closed)).collect();
    let relayed = Some(TransportKind::Relay);
    assert_eq!(
        shown,
        [
            (ChosenWay::Organisation, None, Some(Closed::Absent)),
            (ChosenWay::Installation, relayed, None),
            (ChosenWay::Direct, Some(TransportKind::Direct), None),
        ]
    );
    let clerk = colleague(&house, &[Right::Outbox]);
    let open = flows::outbox::ways(&house.office, &clerk).await.unwrap();
    assert_eq!(open[2].closed, Some(Closed::Right));
    let items = queue(&house, house.actor.organisation, 1).await;
    for (actor, way) in [(&house.actor, ChosenWay::Organisation), (&clerk, ChosenWay::Direct)] {
        let refused = send_another_way(&house, actor, (&items, way)).await;
        assert_eq!(refused, Err("outbox.way_not_open"));
    }
    let long = AnotherWay { way: ChosenWay::Installation, why: "a".repeat(501) };
    let refused = flows::outbox::send_another_way(&house.office, &clerk, &items, long).await.unwrap_err();
    assert_eq!(refused.code, "outbox.why_too_long");
}

#[tokio::test]
async fn what_somebody_sends_through_his_own_server_is_his_to_send_another_way() {
    let (house, adas_own) = (House::open().await, SmtpSink::start().unwrap());
    set(&house, adas(&house), relay(&adas_own)).await;
    adas_own.fail_connection(ConnectionFault::CloseAtOnce);
    answer(&house, FromChoice::Own).await;
    let case = house.cases().await.pop().unwrap();
    let conn = house.office.store().read();
    let messages = store::cases::list_messages(&conn, house.actor.organisation, case.id).await.unwrap();
    let ids: Vec<_> = messages.iter().filter_map(|message| message.outbox_id).collect();
    let all = colleague(&house, &Right::ALL);
    let refused = send_another_way(&house, &all, (&ids, ChosenWay::Installation)).await.unwrap();
    assert_eq!(refused, (0, vec!["outbox.way_is_authors"]));
    assert_eq!(
        send_another_way(&house, &house.actor, (&ids, ChosenWay::Installation)).await,
        Ok((1, vec![]))
    );
    house.send().await;
    assert_eq!((adas_own.count(), house.sink.count()), (0, 1));
}

#[tokio::test]
async fn a_sender_domains_own_server_is_passed_by_whoever_sets_servers_alone() {
    let (house, of_domain) = (House::open().await, SmtpSink::start().unwrap());
    set(&house, TransportOwner::Domain("house.test".to_owned()), relay(&of_domain)).await;
    of_domain.fail_connection(ConnectionFault::CloseAtOnce);
    let items = queue(&house, house.actor.organisation, 1).await;
    house.send().await;
    let clerk = colleague(&house, &[Right::Outbox]);
    let refused = send_another_way(&house, &clerk, (&items, ChosenWay::Installation)).await.unwrap();
    assert_eq!(refused, (0, vec!["outbox.way_is_domains"]));
    let keeper = colleague(&house, &[Right::Outbox, Right::Mailboxes]);
    let done = send_another_way(&house, &keeper, (&items, ChosenWay::Installation)).await;
    assert_eq!(done, Ok((1, vec![])));
    house.send().await;
    assert_eq!((of_domain.count(), house.sink.count()), (0, 1));
}

#[tokio::test]
async fn mail_that_failed_is_sent_again_another_way_and_what_is_stopped_stays_so() {
    let (house, strict) = (House::open().await, SmtpSink::start().unwrap());
    let organisation = house.actor.organisation;
    set(&house, ORGANISATION, relay(&strict)).await;
    strict.answer_recipient("kari@customer.test", "550 5.7.1 we relay nothing for you");
    let items = queue(&house, organisation, 2).await;
    house.send().await;
    assert_eq!(states(&house, organisation, &items).await, [DeliveryState::Failed; 2]);
    let held = queue(&house, organisation, 1).await;
    flows::outbox::hold(&house.office, &house.actor, &held).await.unwrap();
    let all = [items.clone(), held.clone()].concat();
    let done = send_another_way(&house, &house.actor, (&all, ChosenWay::Installation)).await;
    assert_eq!(done, Ok((3, vec![])));
    house.send().await;
    assert_eq!(states(&house, organisation, &items).await, [DeliveryState::Sent; 2]);
    assert_eq!(delivery(&house, organisation, held[0]).await.attempts, 0, "nobody let it go yet");
    flows::outbox::release(&house.office, &house.actor, &held).await.unwrap();
    house.send().await;
    assert_eq!(
        (states(&house, organisation, &held).await, house.sink.count()),
        (vec![DeliveryState::Sent], 3)
    );
}
