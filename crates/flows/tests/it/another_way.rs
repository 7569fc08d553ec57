//! Mail that waits or failed is sent another way, by whom it may be.

use domain::compose::FromChoice;
use domain::job::JobState;
use domain::org::Right;
use domain::outbox::{DeliveryState, Stream, TransportKind};
use domain::preflight::UnverifiedRule;
use domain::timeline::{Step, Subject};
use domain::transport::{ChosenWay, TransportOwner};
use domain::{Actor, OutboxId, UserId};
use flows::Office;
use flows::jobs::{JobWorker, Rows};
use flows::outbox::{AnotherWay, ChoiceOfWay, Closed, Keeps, Reasons};
use flows::worker::{Found, Worker};
use testkit::smtp_sink::{ConnectionFault, SmtpSink};

use crate::house::House;
use crate::preflight::{choose, offering};
use crate::sending::{delivery, queue, queue_from, queue_in, states};
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
    of_office(&house.office, actor, (ids, way)).await
}

async fn of_office(
    office: &Office,
    actor: &Actor,
    (ids, way): (&[OutboxId], ChosenWay),
) -> Result<(usize, Vec<&'static str>), &'static str> {
    let done = flows::outbox::send_another_way(office, actor, ids, wanted(way)).await;
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
    let mut items = queue(&house, organisation, 3).await;
    house.send().await;
    let [sent, queued] = [DeliveryState::Sent, DeliveryState::Queued];
    assert_eq!(states(&house, organisation, &items).await, [queued; 3]);
    // Which of them finds that the server is dead is the engine's affair; the others wait with it.
    for _ in 0..items.len() {
        if !routed(&house, items[0]).await.is_empty() {
            break;
        }
        items.rotate_left(1);
    }
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
    let told_steps = steps(&house, tried).await;
    assert!(told_steps.contains(&told));
    let chooser = |step: &Step| if let Step::Routed(by) = step { Some(by.chosen_by) } else { None };
    let choosers: Vec<_> = told_steps.iter().filter_map(chooser).collect();
    assert_eq!(choosers.first(), Some(&None), "the organisation's server is nobody's choice");
    assert_eq!(choosers.last(), Some(&Some(house.actor.user)));
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

/// A job sends them; how many it was done to, and to how many not.
async fn by_a_job(house: &House, actor: &Actor, ids: &[OutboxId], way: ChosenWay) -> (u64, u64) {
    let mut rows = Rows::default();
    rows.add(ids.iter().map(|id| id.get()));
    let job = flows::jobs::start_another_way(&house.office, actor, wanted(way), rows).await.unwrap();
    let worker = JobWorker::new(house.office.clone());
    while worker.step().await.unwrap() == Found::Work {}
    let job = flows::jobs::find(&house.office, actor, job.id).await.unwrap();
    assert_eq!(job.state, JobState::Done);
    (job.done, job.failed)
}

#[tokio::test]
async fn all_that_waits_goes_another_way_by_a_job_that_asks_for_the_right_again() {
    let (house, dead) = (House::open().await, SmtpSink::start().unwrap());
    let organisation = house.actor.organisation;
    set(&house, ORGANISATION, relay(&dead)).await;
    die(&dead);
    let items = queue(&house, organisation, 5).await;
    house.send().await;
    let nobody = colleague(&house, &[Right::Outbox]);
    for (actor, done, failed) in [(&nobody, 0, 5), (&house.actor, 5, 0)] {
        assert_eq!(by_a_job(&house, actor, &items, ChosenWay::Installation).await, (done, failed));
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
    let told = flows::outbox::choice_of_way(&house.office, &all, ids[0]).await.unwrap();
    assert_eq!(told, ChoiceOfWay::Kept(Keeps::Authors), "he is told before he asks");
    assert_eq!(
        send_another_way(&house, &house.actor, (&ids, ChosenWay::Installation)).await,
        Ok((1, vec![]))
    );
    house.send().await;
    assert_eq!((adas_own.count(), house.sink.count()), (0, 1));
}

#[tokio::test]
async fn the_author_of_a_mail_sends_it_another_way_without_the_right_to_the_outbox() {
    let (house, adas_own) = (House::open().await, SmtpSink::start().unwrap());
    set(&house, adas(&house), relay(&adas_own)).await;
    adas_own.fail_connection(ConnectionFault::CloseAtOnce);
    answer(&house, FromChoice::Own).await;
    let case = house.cases().await.pop().unwrap();
    let conn = house.office.store().read();
    let messages = store::cases::list_messages(&conn, house.actor.organisation, case.id).await.unwrap();
    let id = messages.iter().find_map(|message| message.outbox_id).unwrap();
    let ada = Actor { rights: [Right::CasesAll].into_iter().collect(), ..house.actor.clone() };
    let choice = flows::outbox::choice_of_way(&house.office, &ada, id).await.unwrap();
    assert_eq!(choice, ChoiceOfWay::Authors);
    let installation = || wanted(ChosenWay::Installation);
    flows::compose::send_sent_another_way(&house.office, &ada, id, installation()).await.unwrap();
    house.send().await;
    assert_eq!((adas_own.count(), house.sink.count()), (0, 1));
    let over = flows::compose::send_sent_another_way(&house.office, &ada, id, installation()).await;
    assert_eq!(over.unwrap_err().code, "outbox.way_not_changed", "it has left");

    // What she wrote from the mailbox is hers to look at, and no server of her own takes it.
    house.sink.answer_recipient("kari@customer.test", "450 4.2.0 come back later");
    answer(&house, FromChoice::Mailbox).await;
    let case = house.cases().await.pop().unwrap();
    let messages = store::cases::list_messages(&conn, house.actor.organisation, case.id).await.unwrap();
    let of_office = messages.iter().rev().find_map(|message| message.outbox_id).unwrap();
    assert_ne!(of_office, id);
    flows::compose::open_sent(&house.office, &ada, of_office).await.unwrap();
    let refused = flows::compose::send_sent_another_way(&house.office, &ada, of_office, installation()).await;
    assert_eq!(refused.unwrap_err().code, "outbox.way_is_offices");
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

#[tokio::test]
async fn who_names_one_mail_passes_what_blocks_its_address_and_a_job_on_one_does_not() {
    let house = House::open().await;
    let organisation = house.actor.organisation;
    house.sink.answer_recipient("kari@customer.test", "550 5.1.1 no such user");
    let items = queue(&house, organisation, 1).await;
    house.send().await;
    assert_eq!(states(&house, organisation, &items).await, [DeliveryState::Failed]);
    house.sink.accept_recipient("kari@customer.test");
    assert_eq!(by_a_job(&house, &house.actor, &items, ChosenWay::Installation).await, (0, 1));
    let two = [items.clone(), queue(&house, organisation, 1).await].concat();
    let some = send_another_way(&house, &house.actor, (&two, ChosenWay::Installation)).await;
    assert_eq!(some, Ok((1, vec!["outbox.blocked"])), "what does not go is told");
    house.send().await;
    assert_eq!(states(&house, organisation, &items).await, [DeliveryState::Failed]);
    assert_eq!(house.sink.count(), 0, "a list of one is a list: nobody looked at the mail");
    let chosen = |step: &Step| matches!(step, Step::WayChosen { .. });
    assert!(!steps(&house, items[0]).await.iter().any(chosen), "nor has a way been chosen for it");
    let done = send_another_way(&house, &house.actor, (&items, ChosenWay::Installation)).await;
    assert_eq!(done, Ok((1, vec![])));
    house.send().await;
    assert_eq!(states(&house, organisation, &items).await, [DeliveryState::Sent]);
    assert_eq!(house.sink.count(), 1, "who names this one means it");
}

#[tokio::test]
async fn mail_that_could_not_be_written_for_a_way_keeps_its_own() {
    let (house, ill) = (House::open().await, SmtpSink::start().unwrap());
    let organisation = house.actor.organisation;
    set(&house, ORGANISATION, relay(&ill)).await;
    die(&ill);
    let own = queue(&house, organisation, 1).await;
    let of_gmail = queue_from(&house, organisation, "acme@gmail.com", (1, Stream::Single)).await;
    house.send().await;
    let all = [own.clone(), of_gmail.clone()].concat();
    assert_eq!(states(&house, organisation, &all).await, [DeliveryState::Queued; 2]);

    let straight = send_another_way(&house, &house.actor, (&of_gmail, ChosenWay::Direct)).await;
    assert_eq!(straight, Ok((0, vec!["outbox.way_is_providers"])), "receivers would refuse it");
    choose(&house.office, &house, UnverifiedRule::Refuse).await.unwrap();
    for way in [ChosenWay::Installation, ChosenWay::Direct] {
        let unproved = send_another_way(&house, &house.actor, (&own, way)).await;
        assert_eq!(unproved, Ok((0, vec!["outbox.way_needs_proof"])), "as the organisation wants it");
        assert_eq!(by_a_job(&house, &house.actor, &own, way).await, (0, 1));
    }
    let chosen = |step: &Step| matches!(step, Step::WayChosen { .. });
    for id in &all {
        assert!(!steps(&house, *id).await.iter().any(chosen));
    }
    let back = send_another_way(&house, &house.actor, (&all, ChosenWay::Organisation)).await;
    assert_eq!(back, Ok((2, vec![])), "whoever keeps that server decides what it takes");
    for _ in 0..6 {
        house.send().await;
        house.clock.advance_seconds(3600);
    }
    assert_eq!((ill.count(), house.sink.count()), (2, 0));
}

#[tokio::test]
async fn what_is_from_the_operators_address_goes_as_the_operator_sends() {
    let mut house = House::open().await;
    let organisation = house.actor.organisation;
    house.office = offering(&house);
    let office = house.office.clone();
    choose(&office, &house, UnverifiedRule::Rewrite).await.unwrap();
    let rewritten = queue_from(&house, organisation, "no-reply@operator.test", (1, Stream::Single)).await;
    let written_before = queue(&house, organisation, 1).await;
    for way in [ChosenWay::Direct, ChosenWay::Installation] {
        let done = of_office(&office, &house.actor, (&rewritten, way)).await;
        assert_eq!(done, Ok((1, vec![])));
        let kept = of_office(&office, &house.actor, (&written_before, way)).await;
        assert_eq!(kept, Ok((0, vec!["outbox.way_needs_proof"])), "no other address gets into it any more");
    }
    house.send().await;
    assert_eq!(routed(&house, rewritten[0]).await, ["chosen"]);
    assert_eq!(house.sink.count(), 1, "what was written before is stopped: it may not leave any more");
}
