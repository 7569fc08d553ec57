//! Lanes: single mail goes first, many take turns, and a destination that is parked holds what waits for it.

use std::collections::{BTreeMap, BTreeSet};

use domain::compose::FromKind;
use domain::outbox::{ParkReason, Stream};
use domain::transport::TransportOwner;
use domain::waiting::Age;
use domain::{OrganisationId, OutboxId, Timestamp};
use store::deliveries::DueDelivery;
use store::lanes::{LaneOf, Shares};
use store::parked::Parked;
use store::send_rates::Rate;
use store::{Claim, ListQuery, Store, StoreError, deliveries, lanes, outbox, parked, send_rates};

use crate::db::{Db, START, on_both, run};
use crate::fixtures::{claim, new_outbox, queued, world, write};

/// A mail to many.
pub(crate) async fn queued_in_bulk(store: &Store, org: OrganisationId, recipient: &str) -> OutboxId {
    let item = new_outbox(store, org, &[recipient]).await;
    write(store, move |tx| {
        let item = item.clone();
        Box::pin(async move { outbox::insert_into(tx, org, &item, Stream::Bulk).await })
    })
    .await
}

const LIFETIME_S: i64 = 1000;

pub(crate) async fn take(store: &Store, (now, limit): (Timestamp, u32), bulk_max: u32) -> Vec<DueDelivery> {
    take_after(store, (now, limit), (bulk_max, OrganisationId::new(0))).await
}

async fn take_after(
    store: &Store,
    (now, limit): (Timestamp, u32),
    (bulk_max, after): (u32, OrganisationId),
) -> Vec<DueDelivery> {
    let claim = Claim { now, lease_until: now.plus_seconds(60), ..claim("w", limit) };
    let shares = Shares { after, ..shares(bulk_max, now) };
    write(store, move |tx| {
        let claim = claim.clone();
        Box::pin(async move { deliveries::claim_shares(tx, &claim, shares).await })
    })
    .await
}

/// What a claim may take.
pub(crate) fn shares(bulk_max: u32, now: Timestamp) -> Shares {
    let (after, overdue_before) = (OrganisationId::new(0), now.plus_seconds(-LIFETIME_S));
    let (full, full_bulk, refused_single) = (Vec::new(), Vec::new(), BTreeMap::new());
    Shares { bulk_max, after, overdue_before, full, full_bulk, refused_single }
}

pub(crate) async fn release(store: &Store, due: &[DueDelivery], at: Timestamp) {
    let ids: Vec<_> = due.iter().map(|due| due.id).collect();
    write(store, move |tx| {
        let ids = ids.clone();
        Box::pin(async move { deliveries::release(tx, &ids, "w", at).await })
    })
    .await;
}

pub(crate) async fn park(store: &Store, destination: &str, until: Timestamp) {
    park_because(store, (destination, ParkReason::Silent), until).await;
}

pub(crate) async fn park_because(store: &Store, (destination, reason): (&str, ParkReason), until: Timestamp) {
    let parked = Parked {
        destination: destination.to_owned(),
        until,
        reason,
        words: "no answer".to_owned(),
        host: None,
        failures: 1,
        found_by: OrganisationId::new(1),
    };
    write(store, move |tx| {
        let parked = parked.clone();
        Box::pin(async move { parked::put(tx, &parked).await })
    })
    .await;
}

pub(crate) async fn hold(
    store: &Store,
    org: OrganisationId,
    (stream, domain): (Stream, &str),
    until: Timestamp,
) {
    hold_at(store, (org, stream, domain), ("mx:kunde.example", until)).await;
}

/// The lane of what [`new_outbox`] makes.
pub(crate) fn lane(organisation: OrganisationId, stream: Stream, domain: &str) -> LaneOf {
    LaneOf { organisation, stream, domain: domain.to_owned(), sender: "nord.example".to_owned() }
}

/// Holds a lane whose mail goes to a destination.
pub(crate) async fn hold_at(
    store: &Store,
    (organisation, stream, domain): (OrganisationId, Stream, &str),
    (destination, until): (&str, Timestamp),
) {
    let lane = lane(organisation, stream, domain);
    let destination = destination.to_owned();
    write(store, move |tx| {
        let (lane, destination) = (lane.clone(), destination.clone());
        Box::pin(async move { lanes::hold(tx, &lane, &destination, until).await })
    })
    .await;
}

pub(crate) fn recipients(due: &[DueDelivery]) -> Vec<String> {
    due.iter().map(|due| due.recipient.to_string()).collect()
}

#[test]
fn single_mail_is_claimed_before_bulk_mail_that_waits_longer() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        for number in 0..20 {
            queued_in_bulk(&store, world.org, &format!("b{number}@kunde.example")).await;
        }
        queued(&store, world.org, &["single@kunde.example"]).await;
        assert_eq!(recipients(&take(&store, (START, 1), 1).await), ["single@kunde.example"]);
        let bulk = take(&store, (START, 20), 5).await;
        assert_eq!(bulk.len(), 5, "no more of the bulk stream than there is room for");
        assert!(bulk.iter().all(|due| due.stream == Stream::Bulk));
    });
}

#[test]
fn organisations_and_destinations_take_turns_in_the_bulk_stream() {
    on_both(async |Db { store, .. }: Db| {
        let (large, small) = (world(&store, "nord").await.org, world(&store, "sor").await.org);
        for number in 0..30 {
            queued_in_bulk(&store, large, &format!("a{number}@one.example")).await;
            queued_in_bulk(&store, large, &format!("a{number}@two.example")).await;
        }
        for number in 0..4 {
            queued_in_bulk(&store, small, &format!("b{number}@one.example")).await;
        }
        let due = take(&store, (START, 8), 8).await;
        let of = |org| due.iter().filter(|due| due.organisation == org).count();
        assert_eq!((of(large), of(small)), (4, 4), "each gets the same, whatever it has waiting");
        let domains: BTreeSet<_> =
            due.iter().filter(|due| due.organisation == large).map(|due| due.recipient.domain()).collect();
        assert_eq!(domains.len(), 2, "and so does each destination of one");
        // With one place, the turn is that of who did not have it last.
        let next = take_after(&store, (START, 1), (1, small)).await;
        assert_eq!(next[0].organisation, large);
    });
}

#[test]
fn recipients_of_one_mail_are_claimed_together_whatever_lanes_they_wait_in() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let to: Vec<String> = (0..100).map(|number| format!("a@d{number}.example")).collect();
        let to: Vec<&str> = to.iter().map(String::as_str).collect();
        queued(&store, world.org, &to).await;
        assert_eq!(
            take(&store, (START, 200), 0).await.len(),
            100,
            "more than lanes are looked into at a time"
        );
        assert!(take(&store, (START, 200), 0).await.is_empty());
    });
}

#[test]
fn whom_a_list_adds_waits_with_mail_to_many_and_takes_no_place_that_is_kept_for_single_mail() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let listed: BTreeSet<String> = (0..100).map(|number| format!("a@d{number}.example")).collect();
        let mut to: Vec<&str> = listed.iter().map(String::as_str).collect();
        to.insert(0, "kari@d1.example");
        let item = new_outbox(&store, org, &to).await;
        let through = listed.clone();
        write(&store, move |tx| {
            let (item, through) = (item.clone(), through.clone());
            let how = (Stream::Single, FromKind::default());
            Box::pin(async move { outbox::insert_through_lists(tx, org, &item, how, &through).await })
        })
        .await;
        let due = take(&store, (START, 50), 10).await;
        let (single, bulk): (Vec<_>, Vec<_>) = due.into_iter().partition(|due| due.stream == Stream::Single);
        assert_eq!(recipients(&single), ["kari@d1.example"], "whom its author named");
        assert_eq!(bulk.len(), 10);
        assert!(bulk.iter().all(|due| listed.contains(&due.recipient.key())));
        assert_eq!(take(&store, (START, 200), 200).await.len(), 90, "in one transaction with each other");
    });
}

#[test]
fn a_parked_destination_holds_its_lanes_and_touches_no_mail() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        for number in 0..50 {
            queued_in_bulk(&store, world.org, &format!("a{number}@kunde.example")).await;
        }
        let due = take(&store, (START, 4), 4).await;
        let until = START.plus_seconds(60);
        park(&store, "mx:kunde.example", until).await;
        release(&store, &due, until).await;
        hold(&store, world.org, (Stream::Bulk, "kunde.example"), until).await;
        // New mail for it does not open the lane, and other mail goes.
        let late = queued_in_bulk(&store, world.org, "late@kunde.example").await;
        queued_in_bulk(&store, world.org, "a@annen.example").await;
        let other = take(&store, (START.plus_seconds(1), 100), 100).await;
        assert_eq!(recipients(&other), ["a@annen.example"]);
        assert!(take(&store, (START.plus_seconds(59), 100), 100).await.is_empty());
        let waits = deliveries::list_of_item(&store.read(), world.org, late).await.unwrap().remove(0);
        assert_eq!((waits.attempts, waits.next_attempt_at), (0, Some(START)), "its row was not written to");
        let all = take(&store, (until, 100), 100).await;
        assert_eq!(all.len(), 51);
    });
}

#[test]
fn a_destination_that_opens_lets_its_lanes_go_at_once() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        queued_in_bulk(&store, world.org, "a@kunde.example").await;
        let until = START.plus_seconds(3600);
        park(&store, "mx:kunde.example", until).await;
        hold(&store, world.org, (Stream::Bulk, "kunde.example"), until).await;
        assert!(take(&store, (START, 9), 9).await.is_empty());
        let known = parked::find(&store.read(), "mx:kunde.example").await.unwrap().unwrap();
        assert_eq!((known.until, known.failures, known.words.as_str()), (until, 1, "no answer"));
        write(&store, |tx| Box::pin(async move { parked::remove(tx, "mx:kunde.example").await })).await;
        assert_eq!(take(&store, (START, 9), 9).await.len(), 1);
        assert_eq!(parked::find(&store.read(), "mx:kunde.example").await.unwrap(), None);
    });
}

#[test]
fn a_shorter_wait_of_another_node_ends_no_longer_one() {
    on_both(async |Db { store, .. }: Db| {
        let (short, long) = (START.plus_seconds(60), START.plus_seconds(600));
        park(&store, "mx:kunde.example", long).await;
        park(&store, "mx:kunde.example", short).await;
        let until = async || parked::find(&store.read(), "mx:kunde.example").await.unwrap().unwrap().until;
        assert_eq!(until().await, long);
        let forgot =
            |before| write(&store, move |tx| Box::pin(async move { parked::forget(tx, before, 9).await }));
        assert_eq!(forgot(START).await, 0);
        assert_eq!(forgot(START.plus_seconds(1)).await, 1);
    });
}

#[test]
fn an_organisation_that_waits_holds_its_own_lanes_alone() {
    on_both(async |Db { store, .. }: Db| {
        let (one, other) = (world(&store, "nord").await.org, world(&store, "sor").await.org);
        queued(&store, one, &["a@kunde.example"]).await;
        queued(&store, other, &["b@kunde.example"]).await;
        park(&store, &parked::whole_organisation(one), START.plus_seconds(60)).await;
        assert_eq!(recipients(&take(&store, (START, 9), 9).await), ["b@kunde.example"]);
    });
}

#[test]
fn a_limit_of_ours_holds_bulk_lanes_alone() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        queued(&store, org, &["a@kunde.example"]).await;
        queued_in_bulk(&store, org, "b@kunde.example").await;
        let until = START.plus_seconds(30);
        park_because(&store, (&parked::whole_organisation(org), ParkReason::Rate), until).await;
        assert_eq!(recipients(&take(&store, (START, 9), 9).await), ["a@kunde.example"]);
        assert_eq!(recipients(&take(&store, (until, 9), 9).await), ["b@kunde.example"]);
    });
}

#[test]
fn single_mail_waits_with_its_lanes_where_a_limit_refused_single_mail() {
    on_both(async |Db { store, .. }: Db| {
        let (org, other) = (world(&store, "nord").await.org, world(&store, "sor").await.org);
        queued(&store, org, &["a@kunde.example"]).await;
        queued_in_bulk(&store, org, "b@kunde.example").await;
        queued(&store, other, &["c@kunde.example"]).await;
        let until = START.plus_seconds(2);
        let refused = |until| BTreeMap::from([(parked::whole_organisation(org), until)]);
        let take_but = async |now: Timestamp, until: Timestamp| {
            let claim = Claim { now, lease_until: now.plus_seconds(60), ..claim("w", 9) };
            let shares = Shares { refused_single: refused(until), ..shares(9, now) };
            write(&store, move |tx| {
                let (claim, shares) = (claim.clone(), shares.clone());
                Box::pin(async move { deliveries::claim_shares(tx, &claim, shares).await })
            })
            .await
        };
        let mut taken = recipients(&take_but(START, until).await);
        taken.sort_unstable();
        assert_eq!(taken, ["b@kunde.example", "c@kunde.example"]);
        // Nobody else looks into the lane before either, and a limit that is over holds nothing.
        assert!(take(&store, (START.plus_seconds(1), 9), 9).await.is_empty());
        assert_eq!(recipients(&take_but(until, until).await), ["a@kunde.example"]);
    });
}

#[test]
fn mail_whose_time_is_over_is_claimed_from_a_lane_that_is_held() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        queued(&store, world.org, &["a@kunde.example"]).await;
        let until = START.plus_seconds(10 * LIFETIME_S);
        park(&store, "mx:kunde.example", until).await;
        hold(&store, world.org, (Stream::Single, "kunde.example"), until).await;
        assert!(take(&store, (START.plus_seconds(LIFETIME_S - 1), 9), 9).await.is_empty());
        assert_eq!(take(&store, (START.plus_seconds(LIFETIME_S), 9), 9).await.len(), 1);
    });
}

#[test]
fn mail_that_becomes_due_earlier_is_looked_for_earlier() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let id = queued(&store, world.org, &["a@kunde.example"]).await;
        let later = START.plus_seconds(3600);
        let due = take(&store, (START, 9), 9).await;
        release(&store, &due, later).await;
        assert!(
            take(&store, (START.plus_seconds(70), 9), 9).await.is_empty(),
            "the lane waits for its first"
        );
        write(&store, move |tx| {
            Box::pin(async move {
                assert_eq!(outbox::hold(tx, world.org, &[id], START).await?, [id]);
                assert_eq!(outbox::release_held(tx, world.org, &[id], START).await?, [id]);
                Ok::<_, StoreError>(())
            })
        })
        .await;
        assert_eq!(take(&store, (START.plus_seconds(71), 9), 9).await.len(), 1);
    });
}

#[test]
fn what_waits_for_the_trouble_of_a_destination_is_due_when_it_ends() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        queued(&store, world.org, &["a@kunde.example"]).await;
        let due = take(&store, (START, 9), 9).await;
        let record = deliveries::AttemptRecord {
            organisation: world.org,
            delivery_id: due[0].id,
            at: START,
            outcome: domain::Outcome::Unreachable("no answer".to_owned()),
            host: None,
            at_relay: false,
            stamped: false,
            encryption: None,
            duration_ms: 1,
            verdict: deliveries::Verdict::Retry { at: START.plus_seconds(3600) },
            waits_for: Some("mx:kunde.example".to_owned()),
            held_back: None,
            gave_up_after_s: None,
        };
        write(&store, move |tx| {
            let record = record.clone();
            Box::pin(async move { deliveries::record_attempts(tx, "w", &[record]).await })
        })
        .await;
        let hasten = |destination: &'static str| {
            write(&store, move |tx| {
                Box::pin(async move { deliveries::hasten_waiting_for(tx, destination).await })
            })
        };
        hasten("mx:annen.example").await;
        assert!(take(&store, (START.plus_seconds(100), 9), 9).await.is_empty());
        hasten("mx:kunde.example").await;
        assert_eq!(take(&store, (START.plus_seconds(100), 9), 9).await.len(), 1);
    });
}

#[test]
fn mail_of_a_program_that_knows_no_lanes_is_claimed() {
    on_both(async |Db { store, config, .. }: Db| {
        let world = world(&store, "nord").await;
        queued(&store, world.org, &["ola@KUNDE.example"]).await;
        run(&config.database, "UPDATE deliveries SET domain = '', sender = ''").await;
        run(&config.database, "DELETE FROM sender_lanes").await;
        assert_eq!(take(&store, (START, 9), 9).await.len(), 1);
        // What it made due behind our back is found by the mending.
        run(&config.database, "UPDATE deliveries SET due_at = 1").await;
        run(&config.database, "DELETE FROM sender_lanes").await;
        assert!(take(&store, (START, 9), 9).await.is_empty());
        let mend = || write(&store, |tx| Box::pin(async move { lanes::mend(tx, 9).await }));
        mend().await;
        assert_eq!(take(&store, (START, 9), 9).await.len(), 1);
        // So is a lane that is looked into too late; one whose destination waits does so with it, and no longer.
        park(&store, "mx:a", START.plus_seconds(600)).await;
        run(&config.database, "UPDATE deliveries SET due_at = 1").await;
        run(&config.database, "UPDATE sender_lanes SET next_at = 2000000000000, destination = 'mx:a'").await;
        mend().await;
        assert!(take(&store, (START, 9), 9).await.is_empty());
        run(&config.database, "UPDATE sender_lanes SET destination = NULL").await;
        mend().await;
        assert_eq!(take(&store, (START, 9), 9).await.len(), 1);
        run(&config.database, "UPDATE deliveries SET due_at = 1").await;
        run(&config.database, "UPDATE sender_lanes SET next_at = 2000000000000, destination = 'mx:a'").await;
        run(&config.database, "DELETE FROM parked_destinations").await;
        mend().await;
        assert_eq!(take(&store, (START, 9), 9).await.len(), 1, "such a program ended the wait");
    });
}

#[test]
fn failed_mail_from_before_there_were_lanes_is_sent_again() {
    on_both(async |Db { store, config, .. }: Db| {
        let world = world(&store, "nord").await;
        let id = queued(&store, world.org, &["ola@kunde.example"]).await;
        let before = "UPDATE deliveries SET domain = '', sender = '', state = 'failed', due_at = NULL";
        run(&config.database, before).await;
        run(&config.database, "DELETE FROM sender_lanes").await;
        write(&store, move |tx| {
            Box::pin(async move { outbox::requeue_failed(tx, world.org, &[id], START).await })
        })
        .await;
        // Another program may know domains and no senders.
        let other = queued(&store, world.org, &["kari@annen.example"]).await;
        assert_ne!(id, other);
        run(&config.database, "UPDATE deliveries SET sender = ''").await;
        run(&config.database, "DELETE FROM sender_lanes").await;
        let mut found = recipients(&take(&store, (START, 9), 9).await);
        found.sort_unstable();
        assert_eq!(found, ["kari@annen.example", "ola@kunde.example"]);
        assert!(take(&store, (START, 9), 9).await.is_empty());
        assert_eq!(take(&store, (START.plus_seconds(61), 9), 9).await.len(), 2, "each has a lane");
    });
}

#[test]
fn the_lifetime_of_a_mail_begins_when_it_may_leave() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let later = START.plus_seconds(5 * 24 * 3600);
        let planned =
            outbox::NewOutbox { due_at: later, ..new_outbox(&store, world.org, &["a@kunde.example"]).await };
        let (held, binned) = (
            queued(&store, world.org, &["b@kunde.example"]).await,
            queued(&store, world.org, &["c@x.no"]).await,
        );
        let moved = queued(&store, world.org, &["d@kunde.example"]).await;
        write(&store, move |tx| {
            let planned = planned.clone();
            Box::pin(async move {
                outbox::insert(tx, world.org, &planned).await?;
                assert_eq!(outbox::hold(tx, world.org, &[held], START).await?, [held]);
                assert_eq!(outbox::release_held(tx, world.org, &[held], later).await?, [held]);
                assert_eq!(outbox::delete(tx, world.org, &[binned], START).await?, [binned]);
                assert_eq!(outbox::restore(tx, world.org, &[binned], later).await?, [binned]);
                assert!(outbox::reschedule(tx, world.org, moved, (Some(later), later)).await?);
                Ok::<_, StoreError>(())
            })
        })
        .await;
        assert!(take(&store, (later.plus_seconds(-1), 9), 9).await.is_empty());
        let waiting = deliveries::picture(&store.read(), world.org, START).await.unwrap();
        assert!(waiting.rows.iter().all(|row| row.oldest_at == START), "nothing waits since a time to come");
        let due = take(&store, (later, 9), 9).await;
        assert_eq!(due.iter().map(|due| due.queued_at).collect::<Vec<_>>(), [later; 4]);
    });
}

#[test]
fn what_is_to_leave_later_does_so_whatever_it_was_stopped_behind() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let id = queued(&store, world.org, &["a@kunde.example"]).await;
        let (until, later) = (START.plus_seconds(600), START.plus_seconds(24 * 3600));
        hold(&store, world.org, (Stream::Single, "kunde.example"), until).await;
        write(&store, move |tx| {
            Box::pin(async move {
                assert!(outbox::reschedule(tx, world.org, id, (Some(later), later)).await?);
                assert_eq!(outbox::hold(tx, world.org, &[id], START).await?, [id]);
                assert_eq!(outbox::release_held(tx, world.org, &[id], START).await?, [id]);
                deliveries::hasten_waiting_for(tx, "mx:kunde.example").await?;
                deliveries::hasten(tx, world.org, &TransportOwner::Organisation, START).await
            })
        })
        .await;
        assert!(take(&store, (later.plus_seconds(-1), 9), 9).await.is_empty());
        assert_eq!(take(&store, (later, 9), 9).await.len(), 1);
    });
}

#[test]
fn nobody_ends_a_wait_that_a_shared_server_asked_for() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let id = queued(&store, world.org, &["a@kunde.example", "b@annen.example"]).await;
        let own = format!("{}:smtp.kunde.example:587", parked::relays_of(world.org));
        let until = START.plus_seconds(600);
        park_because(&store, ("mx:kunde.example", ParkReason::Busy), until).await;
        park_because(&store, (&own, ParkReason::Busy), until).await;
        hold(&store, world.org, (Stream::Single, "kunde.example"), until).await;
        let destination = own.clone();
        write(&store, move |tx| {
            let destination = destination.clone();
            let of = lane(world.org, Stream::Single, "annen.example");
            Box::pin(async move { lanes::hold(tx, &of, &destination, until).await })
        })
        .await;
        write(&store, move |tx| Box::pin(async move { outbox::hasten(tx, world.org, &[id], START).await }))
            .await;
        let known = async |name: &str| parked::find(&store.read(), name).await.unwrap().unwrap().until;
        assert_eq!(known("mx:kunde.example").await, until, "others wait for it too");
        assert_eq!(known(&own).await, START);
    });
}

#[test]
fn the_author_of_a_mail_that_is_late_is_told_once() {
    on_both(async |Db { store, config, .. }: Db| {
        let (one, other) = (world(&store, "nord").await.org, world(&store, "sor").await.org);
        let id = queued(&store, one, &["a@kunde.example", "b@annen.example"]).await;
        let now = START.plus_seconds(1);
        let late = async || {
            let late = deliveries::list_late(&store.read(), 0, now, 9).await.unwrap();
            late.iter().map(|mail| mail.recipients.len()).collect::<Vec<_>>()
        };
        assert!(late().await.is_empty(), "it waits for its turn");
        let (place, until) = ("mx:kunde.example", START.plus_seconds(600));
        hold(&store, one, (Stream::Single, "kunde.example"), until).await;
        park_because(&store, (place, ParkReason::Rate), until).await;
        assert!(late().await.is_empty(), "it waits for a limit of ours");
        park_because(&store, (place, ParkReason::Silent), until).await;
        assert_eq!(late().await, [1], "nobody answers there");
        run(&config.database, "UPDATE deliveries SET attempts = 1").await;
        assert_eq!(late().await, [2], "and the other one was put off");
        let note = |org| {
            write(&store, move |tx| Box::pin(async move { deliveries::note_told(tx, org, id, 1).await }))
        };
        assert!(!note(other).await);
        assert!(note(one).await);
        assert!(!note(one).await, "another node was first");
        assert!(deliveries::list_late(&store.read(), 0, now, 9).await.unwrap().is_empty());
    });
}

#[test]
fn mails_in_a_minute_are_counted_and_refused_until_their_time() {
    on_both(async |Db { store, clock, .. }: Db| {
        let count = |per_minute, ahead_ms| {
            let rate = Rate { counted: "mx:kunde.example".to_owned(), per_minute, ahead_ms };
            write(&store, move |tx| {
                let rate = rate.clone();
                Box::pin(async move { send_rates::take(tx, &[rate]).await })
            })
        };
        // Sixty in a minute, and two seconds ahead: three at once, then one a second.
        for _ in 0..3 {
            assert_eq!(count(60, 2000).await, None);
        }
        assert_eq!(count(60, 2000).await, Some(("mx:kunde.example".to_owned(), START.plus_seconds(1))));
        assert_eq!(
            count(60, 0).await.unwrap().1,
            START.plus_seconds(3),
            "who may be ahead less waits longer"
        );
        clock.advance(1000);
        assert_eq!(count(60, 2000).await, None);
        assert!(count(60, 2000).await.is_some());
    });
}

#[test]
fn what_waits_is_told_to_its_own_organisation_alone() {
    on_both(async |Db { store, .. }: Db| {
        let (own, other) = (world(&store, "nord").await.org, world(&store, "sor").await.org);
        let id = queued(&store, own, &["a@kunde.example"]).await;
        queued(&store, own, &["b@kunde.example"]).await;
        queued(&store, other, &["c@kunde.example"]).await;
        let until = START.plus_seconds(600);
        park(&store, "mx:kunde.example", until).await;
        hold(&store, own, (Stream::Single, "kunde.example"), until).await;
        let conn = store.read();
        let waits = deliveries::list_waiting_for(&conn, own, id, START).await.unwrap();
        assert_eq!((waits.len(), waits[0].others.count), (1, 1));
        assert_eq!(waits[0].parked.as_ref().map(|parked| parked.until), Some(until));
        let going = deliveries::list_going(&conn, own, &[id], START).await.unwrap();
        assert_eq!((going.len(), going[0].outbox, going[0].parked_until), (1, id, Some(until)));
        assert_eq!(going[0].next_attempt_at, waits[0].next_attempt_at);
        let over = deliveries::list_going(&conn, own, &[id], until).await.unwrap();
        assert_eq!((over.len(), over[0].parked_until), (1, None), "it is over");
        assert!(deliveries::list_going(&conn, other, &[id], START).await.unwrap().is_empty());
        assert!(deliveries::list_going(&conn, own, &[], START).await.unwrap().is_empty());
        assert!(deliveries::list_waiting_for(&conn, other, id, START).await.unwrap().is_empty());
        let picture = deliveries::picture(&conn, own, START.plus_seconds(600)).await.unwrap();
        assert_eq!(
            (picture.rows.len(), picture.rows[0].counts, picture.more),
            (1, [0, 2, 0, 0, 0, 0], false)
        );
        assert_eq!(picture.rows[0].domain, "kunde.example");
        assert_eq!(picture.rows[0].parked, None, "it is over");
        let earlier = deliveries::picture(&conn, own, START).await.unwrap();
        assert_eq!(earlier.rows[0].parked, Some((until, ParkReason::Silent)));
        let theirs = deliveries::picture(&conn, other, START).await.unwrap();
        assert_eq!((theirs.rows[0].counts, theirs.rows[0].parked), ([1, 0, 0, 0, 0, 0], None));
        // Nor can another organisation push it.
        let push = |org| {
            write(&store, move |tx| Box::pin(async move { outbox::hasten(tx, org, &[id], START).await }))
        };
        assert!(push(other).await.is_empty());
        assert_eq!(recipients(&take(&store, (START, 9), 0).await), ["c@kunde.example"]);
        assert_eq!(push(own).await, [id]);
        let known = parked::find(&store.read(), "mx:kunde.example").await.unwrap().unwrap();
        assert_eq!((known.until, known.failures), (START, 1), "how often it failed is kept");
        assert_eq!(take(&store, (START, 9), 0).await.len(), 2, "with what waited for the same");
    });
}

#[test]
fn a_list_shows_what_waits_for_one_domain_and_so_long() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let id = queued(&store, world.org, &["a@kunde.example", "b@annen.example"]).await;
        queued(&store, world.org, &["c@tredje.example"]).await;
        let now = START.plus_seconds(600);
        let shown = async |domain: &str, age: Option<Age>| {
            let domain = Some((domain.to_owned(), now));
            let place = outbox::WaitsAt { domain, age, destination: None };
            let query = ListQuery::<outbox::OutboxSort>::default();
            let filter = (outbox::OutboxFilter::default(), Some(&place));
            let page = outbox::list_at(&store.read(), world.org, &query, filter).await.unwrap();
            page.rows.into_iter().map(|item| item.id).collect::<Vec<_>>()
        };
        assert_eq!(shown("annen.example", None).await, [id]);
        assert_eq!(shown("kunde.example", Some(Age::Minutes20)).await, [id]);
        assert!(shown("kunde.example", Some(Age::Minutes5)).await.is_empty());
        assert!(shown("fjerde.example", None).await.is_empty());
    });
}

#[test]
fn what_is_to_leave_later_is_no_other_that_waits_and_stands_in_no_picture() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let id = queued(&store, org, &["a@kunde.example"]).await;
        queued(&store, org, &["b@kunde.example"]).await;
        queued(&store, org, &["c@annen.example"]).await;
        let later = queued(&store, org, &["d@kunde.example"]).await;
        let leaves = START.plus_seconds(3600);
        write(&store, move |tx| {
            Box::pin(async move { outbox::reschedule(tx, org, later, (Some(leaves), leaves)).await })
        })
        .await;
        let counted = async |now: Timestamp| {
            let conn = store.read();
            let same = deliveries::list_waiting_for(&conn, org, id, now).await.unwrap()[0].others;
            let all = deliveries::count_others_waiting(&conn, (org, id), now).await.unwrap();
            let picture = deliveries::picture(&conn, org, now).await.unwrap();
            let drawn: u64 = picture.rows.iter().flat_map(|row| row.counts).sum();
            let place = outbox::WaitsAt {
                domain: Some(("kunde.example".to_owned(), now)),
                ..outbox::WaitsAt::default()
            };
            let query = ListQuery::<outbox::OutboxSort>::default();
            let filter = (outbox::OutboxFilter::default(), Some(&place));
            let listed = outbox::list_at(&conn, org, &query, filter).await.unwrap().rows.len();
            (same.count, all.count, drawn, listed)
        };
        assert_eq!(counted(START).await, (1, 2, 3, 2));
        assert_eq!(counted(leaves).await, (2, 3, 4, 3), "its time has come");
    });
}

#[test]
fn a_domain_is_parked_in_the_picture_where_its_waiting_mail_is() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let held = queued(&store, org, &["a@kunde.example"]).await;
        queued_in_bulk(&store, org, "b@kunde.example").await;
        let until = START.plus_seconds(600);
        hold(&store, org, (Stream::Single, "kunde.example"), until).await;
        park(&store, "mx:kunde.example", until).await;
        let parked = async || {
            let picture = deliveries::picture(&store.read(), org, START).await.unwrap();
            picture.rows[0].parked
        };
        assert_eq!(parked().await, Some((until, ParkReason::Silent)));
        write(&store, move |tx| Box::pin(async move { outbox::delete(tx, org, &[held], START).await })).await;
        assert_eq!(parked().await, None, "what waits there is none of it any more");
    });
}

#[test]
fn others_that_wait_are_counted_however_often_their_authors_were_told() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let id = queued(&store, org, &["a@kunde.example"]).await;
        for told in 1..=deliveries::TOLD_MAX {
            let late = queued(&store, org, &["b@annen.example"]).await;
            write(&store, move |tx| {
                Box::pin(async move { deliveries::note_told(tx, org, late, told).await })
            })
            .await;
        }
        queued(&store, org, &["c@kunde.example"]).await;
        let others = deliveries::count_others_waiting(&store.read(), (org, id), START).await.unwrap();
        assert_eq!((others.count, others.more), (3, false));
    });
}

#[test]
fn others_that_wait_are_counted_up_to_a_thousand() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let id = queued(&store, org, &["a@kunde.example"]).await;
        for number in 0..11 {
            let many: Vec<String> = (0..100).map(|one| format!("a{one}@d{number}.example")).collect();
            queued(&store, org, &many.iter().map(String::as_str).collect::<Vec<_>>()).await;
        }
        let others = deliveries::count_others_waiting(&store.read(), (org, id), START).await.unwrap();
        assert_eq!((others.count, others.more), (1000, true));
    });
}

#[test]
fn what_is_stopped_or_failed_for_a_domain_is_found_by_it_on_its_shelf() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let stopped = queued(&store, org, &["a@kunde.example"]).await;
        let other = queued(&store, org, &["b@annen.example"]).await;
        write(&store, move |tx| {
            Box::pin(async move { outbox::hold(tx, org, &[stopped, other], START).await })
        })
        .await;
        let waits = queued(&store, org, &["c@kunde.example"]).await;
        let shown = async |shelf: outbox::OutboxShelf| {
            let domain = Some(("kunde.example".to_owned(), START));
            let place = outbox::WaitsAt { domain, ..outbox::WaitsAt::default() };
            let query = ListQuery::<outbox::OutboxSort>::default();
            let filter = (outbox::OutboxFilter { shelf }, Some(&place));
            let page = outbox::list_at(&store.read(), org, &query, filter).await.unwrap();
            page.rows.into_iter().map(|item| item.id).collect::<Vec<_>>()
        };
        assert_eq!(shown(outbox::OutboxShelf::Waiting).await, [waits]);
        assert_eq!(shown(outbox::OutboxShelf::Stopped).await, [stopped]);
        assert!(shown(outbox::OutboxShelf::Failed).await.is_empty());
    });
}

#[test]
fn a_destination_without_protection_is_stored_under_a_word_that_older_programs_know() {
    on_both(async |Db { store, .. }: Db| {
        let until = START.plus_seconds(60);
        for reason in ParkReason::ALL {
            park_because(&store, (reason.as_str(), reason), until).await;
            let found = parked::find(&store.read(), reason.as_str()).await.unwrap().unwrap();
            assert_eq!(found.reason, reason);
        }
        // The same destination for another reason.
        park_because(&store, ("unprotected", ParkReason::Silent), until.plus_seconds(1)).await;
        let found = parked::find(&store.read(), "unprotected").await.unwrap().unwrap();
        assert_eq!(found.reason, ParkReason::Silent);
    });
}

#[test]
fn the_time_of_mail_that_was_tried_goes_on_while_it_waits_for_a_limit() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        queued(&store, world.org, &["a@kunde.example"]).await;
        let due = take(&store, (START, 1), 1).await;
        let count = async |attempts: u32, at: Timestamp| {
            let ids = vec![due[0].id];
            write(&store, move |tx| {
                let ids = ids.clone();
                Box::pin(async move { deliveries::count_from(tx, &ids, (attempts, at)).await })
            })
            .await;
        };
        let later = START.plus_seconds(500);
        count(1, later.plus_seconds(1)).await;
        count(0, later).await;
        release(&store, &due, START).await;
        assert_eq!(take(&store, (START, 1), 1).await[0].queued_at, later);
    });
}
