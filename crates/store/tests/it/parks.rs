//! Who ends a wait at a destination, and in which order the rows are taken that tell of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use domain::encryption::{Encryption, TlsGrade};
use domain::outbox::{DeliveryState, ParkReason, Stream};
use domain::transport::{ChosenWay, WayChoice};
use domain::{OrganisationId, OutboxId, Outcome, Timestamp};
use store::deliveries::{AttemptRecord, DueDelivery, LookedAt};
use store::oauth::installation::INSTALLATION;
use store::outbox::{OutboxFilter, OutboxSort, WaitsAt};
use store::{Claim, ListQuery, Store, deliveries, outbox, parked};
use tokio::sync::{Barrier, Notify};

use crate::db::{Db, START, on_both, on_postgres, run, until_somebody_waits};
use crate::fixtures::{claim, queued, world, write};
use crate::lanes::{hold_at, park, park_because, queued_in_bulk, release, shares, take};
use crate::outbox::record;

async fn hasten(store: &Store, org: OrganisationId, id: OutboxId) -> Vec<OutboxId> {
    write(store, move |tx| Box::pin(async move { outbox::hasten(tx, org, &[id], START).await })).await
}

/// Until when a mail waits whatever anybody asks, and why.
async fn kept(store: &Store, org: OrganisationId, id: OutboxId) -> Option<outbox::KeptWaiting> {
    outbox::list_kept_waiting(&store.read(), org, &[id], START).await.unwrap().remove(&id)
}

/// Puts off what was taken, and says what it waits for.
async fn put_off(store: &Store, due: &[DueDelivery], (destination, until): (&str, Timestamp)) {
    release(store, due, until).await;
    let ids: Vec<_> = due.iter().map(|due| due.id).collect();
    let destination = destination.to_owned();
    write(store, move |tx| {
        let (ids, destination) = (ids.clone(), destination.clone());
        Box::pin(async move { deliveries::wait_for(tx, &ids, &destination).await })
    })
    .await;
}

async fn stop(store: &Store, org: OrganisationId, ids: &[OutboxId]) {
    let ids = ids.to_vec();
    write(store, move |tx| {
        let ids = ids.clone();
        Box::pin(async move { outbox::hold(tx, org, &ids, START).await })
    })
    .await;
}

#[test]
fn what_a_server_heard_of_is_not_hastened_by_what_it_takes_of_others() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let (place, later) = ("mx:kunde.example", START.plus_seconds(600));
        let answered = queued(&store, org, &["a@kunde.example"]).await;
        let due = take(&store, (START, 9), 9).await;
        crate::outbox::begin(&store, &due).await;
        let closing = Outcome::Unreachable("the connection was lost".to_owned());
        record(&store, &due[0], closing, deliveries::Verdict::Retry { at: later }).await;
        let id = due[0].id;
        write(&store, move |tx| Box::pin(async move { deliveries::wait_for(tx, &[id], place).await })).await;
        let waited = queued(&store, org, &["b@kunde.example"]).await;
        put_off(&store, &take(&store, (START, 9), 9).await, (place, later)).await;
        let taken = async || {
            let due = take(&store, (START, 9), 9).await;
            due.iter().map(|due| due.mail.outbox_id).collect::<Vec<_>>()
        };
        write(&store, move |tx| {
            Box::pin(async move { deliveries::hasten_unheard(tx, place, LookedAt::Nothing).await })
        })
        .await;
        assert_eq!(taken().await, [waited]);
        write(&store, move |tx| Box::pin(async move { deliveries::hasten_waiting_for(tx, place).await }))
            .await;
        assert_eq!(taken().await, [answered], "whoever lets all go means this one, too");
    });
}

/// An attempt of which a server heard, or none, after which it waits for a destination until a time.
async fn tried(store: &Store, due: &DueDelivery, encryption: Option<Encryption>, waits: (&str, Timestamp)) {
    write_attempts(store, vec![attempt(due, encryption, waits)]).await;
}

fn attempt(
    due: &DueDelivery,
    encryption: Option<Encryption>,
    (destination, until): (&str, Timestamp),
) -> AttemptRecord {
    AttemptRecord {
        organisation: due.organisation,
        delivery_id: due.id,
        at: START,
        outcome: Outcome::Unreachable("the connection was lost".to_owned()),
        host: Some("mx.kunde.example".to_owned()),
        at_relay: false,
        stamped: false,
        encryption,
        duration_ms: 12,
        verdict: deliveries::Verdict::Retry { at: until },
        waits_for: Some(destination.to_owned()),
        held_back: None,
        gave_up_after_s: None,
    }
}

async fn write_attempts(store: &Store, records: Vec<AttemptRecord>) {
    write(store, move |tx| {
        let records = records.clone();
        Box::pin(async move { deliveries::record_attempts(tx, "w", &records).await.map(|_states| ()) })
    })
    .await;
}

fn heard() -> Option<Encryption> {
    Some(Encryption { grade: TlsGrade::Verified, version: None, tested: None })
}

#[test]
fn what_no_server_heard_of_goes_on_however_much_waits_before_it_that_one_did() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let (place, later) = ("mx:kunde.example", START.plus_seconds(600));
        let to: Vec<String> = (0..100).map(|number| format!("k{number}@kunde.example")).collect();
        let to: Vec<&str> = to.iter().map(String::as_str).collect();
        for _ in 0..10 {
            queued(&store, org, &to).await;
        }
        let last = queued(&store, org, &["last@kunde.example"]).await;
        loop {
            let due = take(&store, (START, 100), 100).await;
            if due.is_empty() {
                break;
            }
            crate::outbox::begin(&store, &due).await;
            let of = |due: &DueDelivery| match due.mail.outbox_id == last {
                true => attempt(due, None, (place, later.plus_seconds(1))),
                false => attempt(due, heard(), (place, later)),
            };
            write_attempts(&store, due.iter().map(of).collect()).await;
        }
        let (mut looked_at, mut batches) = (Some(LookedAt::Nothing), 0);
        while let Some(from) = looked_at {
            looked_at = write(&store, move |tx| {
                Box::pin(async move { deliveries::hasten_unheard(tx, place, from).await })
            })
            .await;
            batches += 1;
        }
        let taken = take(&store, (START, 9), 9).await;
        assert_eq!(taken.iter().map(|due| due.mail.outbox_id).collect::<Vec<_>>(), [last]);
        assert_eq!(batches, 2, "no transaction looks at more than 1,000");
    });
}

#[test]
fn each_recipient_of_a_list_is_judged_by_his_own_newest_attempt() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let (place, later) = ("mx:kunde.example", START.plus_seconds(600));
        queued(&store, org, &["a@kunde.example", "b@kunde.example", "c@kunde.example", "d@kunde.example"])
            .await;
        let due = take(&store, (START, 9), 9).await;
        assert_eq!(due.len(), 4);
        crate::outbox::begin(&store, &due[..3]).await;
        tried(&store, &due[0], heard(), (place, later)).await;
        tried(&store, &due[1], None, (place, later)).await;
        tried(&store, &due[1], heard(), (place, later)).await;
        tried(&store, &due[2], None, (place, later)).await;
        // Whatever becomes of it, it is the newest of his.
        tried(&store, &due[0], None, (place, later)).await;
        put_off(&store, &due[3..], (place, later)).await;
        write(&store, move |tx| {
            Box::pin(async move { deliveries::hasten_unheard(tx, place, LookedAt::Nothing).await })
        })
        .await;
        let mut found: Vec<_> =
            take(&store, (START, 9), 9).await.iter().map(|due| due.recipient.to_string()).collect();
        found.sort();
        assert_eq!(found, ["a@kunde.example", "c@kunde.example", "d@kunde.example"]);
    });
}

#[test]
fn a_limit_of_ours_takes_the_place_of_no_trouble_and_gives_way_to_it() {
    on_both(async |Db { store, .. }: Db| {
        world(&store, "nord").await;
        let place = "mx:kunde.example";
        let known = async || {
            let known = parked::find(&store.read(), place).await.unwrap().unwrap();
            (known.reason, known.until)
        };
        let at = |seconds| START.plus_seconds(seconds);
        park_because(&store, (place, ParkReason::Rate), at(50)).await;
        park_because(&store, (place, ParkReason::Rate), at(60)).await;
        assert_eq!(known().await, (ParkReason::Rate, at(60)));
        park_because(&store, (place, ParkReason::Busy), at(30)).await;
        assert_eq!(known().await, (ParkReason::Busy, at(30)), "though the limit is longer");
        park_because(&store, (place, ParkReason::Rate), at(90)).await;
        assert_eq!(known().await, (ParkReason::Busy, at(30)));
        park_because(&store, (place, ParkReason::Busy), at(20)).await;
        assert_eq!(known().await, (ParkReason::Busy, at(30)), "another node found it so for longer");
    });
}

#[test]
fn a_shared_server_is_nobodys_own_where_mail_of_another_waits_in_a_mixed_lane() {
    on_both(async |Db { store, .. }: Db| {
        let (own, other) = (world(&store, "nord").await, world(&store, "sor").await);
        let shared = format!("{}:smtp.felles.example:587", parked::relays_of(INSTALLATION));
        let until = START.plus_seconds(600);
        park_because(&store, (&shared, ParkReason::Busy), until).await;
        let id = queued_in_bulk(&store, own.org, "a@kunde.example").await;
        hold_at(&store, (own.org, Stream::Bulk, "kunde.example"), (&shared, until)).await;
        let known = async || parked::find(&store.read(), &shared).await.unwrap().unwrap().until;

        queued_in_bulk(&store, other.org, "b@kunde.example").await;
        let chosen = queued_in_bulk(&store, other.org, "c@kunde.example").await;
        let choice = WayChoice { way: ChosenWay::Direct, by: other.user };
        write(&store, move |tx| {
            Box::pin(async move { outbox::choose_way(tx, other.org, &[chosen], (choice, START)).await })
        })
        .await;
        let waits = take(&store, (START, 9), 9).await;
        let waits: Vec<_> = waits.into_iter().filter(|due| due.mail.way.is_none()).collect();
        assert_eq!(waits.len(), 1);
        put_off(&store, &waits, (&shared, until)).await;
        hold_at(&store, (other.org, Stream::Bulk, "kunde.example"), (&shared, until)).await;

        assert!(hasten(&store, own.org, id).await.is_empty(), "so that nothing of it is tried");
        assert_eq!(known().await, until, "another one's mail waits there too");
        assert_eq!(kept(&store, own.org, id).await, Some((until, ParkReason::Busy)));
        // What is stopped waits for nobody.
        stop(&store, other.org, &[waits[0].mail.outbox_id]).await;
        hold_at(&store, (own.org, Stream::Bulk, "kunde.example"), (&shared, until)).await;
        assert_eq!(hasten(&store, own.org, id).await, [id]);
        assert_eq!(known().await, START);
    });
}

#[test]
fn who_wants_a_try_at_a_shared_server_ends_its_wait_under_each_of_its_names() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let until = START.plus_seconds(600);
        let relay = |of: String| format!("{of}:smtp.felles.example:587");
        let exchangers = (parked::exchangers_for(org, "mx.example"), "mx:mx.example".to_owned());
        let relays = (relay(parked::installation_relay_for(org)), relay(parked::relays_of(INSTALLATION)));
        for ((of_one, of_all), domain) in [(&exchangers, "kunde.example"), (&relays, "annen.example")] {
            let address = format!("a@{domain}");
            for (told, other) in [(of_one, of_all), (of_all, of_one)] {
                let id = queued(&store, org, &[address.as_str()]).await;
                park(&store, told, until).await;
                park(&store, other, until).await;
                hold_at(&store, (org, Stream::Single, domain), (told, until)).await;
                assert_eq!(hasten(&store, org, id).await, [id]);
                for name in [told, other] {
                    let known = parked::find(&store.read(), name).await.unwrap().unwrap();
                    assert_eq!(known.until, START, "{name}");
                }
            }
        }
        // What it said to all of us nobody ends, under whichever name it is asked for.
        let (of_one, of_all) = &exchangers;
        let id = queued(&store, org, &["b@kunde.example"]).await;
        park(&store, of_one, until).await;
        park_because(&store, (of_all, ParkReason::Busy), until).await;
        hold_at(&store, (org, Stream::Single, "kunde.example"), (of_one, until)).await;
        hasten(&store, org, id).await;
        assert_eq!(parked::find(&store.read(), of_all).await.unwrap().unwrap().until, until);
    });
}

#[test]
fn what_nobody_may_end_keeps_a_mail_whose_other_recipients_wait_for_nothing_else() {
    on_both(async |Db { store, .. }: Db| {
        let own = world(&store, "nord").await;
        let until = START.plus_seconds(600);
        let both = queued(&store, own.org, &["a@kunde.example", "b@annen.example"]).await;
        let one = queued(&store, own.org, &["c@kunde.example"]).await;
        park_because(&store, ("mx:kunde.example", ParkReason::Busy), until).await;
        hold_at(&store, (own.org, Stream::Single, "kunde.example"), ("mx:kunde.example", until)).await;
        assert_eq!(kept(&store, own.org, both).await, None, "one of them may be tried");
        assert_eq!(kept(&store, own.org, one).await, Some((until, ParkReason::Busy)));
        stop(&store, own.org, &[one]).await;
        assert_eq!(kept(&store, own.org, one).await, None, "a person keeps it");

        // A limit of ours: single mail that was not told so asks by itself.
        let told = queued(&store, own.org, &["d@tredje.example"]).await;
        park_because(&store, ("mx:tredje.example", ParkReason::Rate), until).await;
        hold_at(&store, (own.org, Stream::Single, "tredje.example"), ("mx:tredje.example", until)).await;
        assert_eq!(kept(&store, own.org, told).await, Some((until, ParkReason::Rate)));
        assert!(hasten(&store, own.org, told).await.is_empty());

        // What is protected too little is found out by trying.
        let secret = queued(&store, own.org, &["e@fjerde.example"]).await;
        park_because(&store, ("domain:fjerde.example", ParkReason::Unprotected), until).await;
        hold_at(&store, (own.org, Stream::Single, "fjerde.example"), ("domain:fjerde.example", until)).await;
        assert_eq!(hasten(&store, own.org, secret).await, [secret]);
        let known = parked::find(&store.read(), "domain:fjerde.example").await.unwrap().unwrap();
        assert_eq!(known.until, START);
    });
}

#[test]
fn all_that_waits_for_one_server_is_found_by_it_whatever_domains_it_is_for() {
    on_both(async |Db { store, .. }: Db| {
        let (own, other) = (world(&store, "nord").await.org, world(&store, "sor").await.org);
        let (shared, until) = ("mx:felles.example", START.plus_seconds(600));
        let shown = async |org, destination: &str| {
            let place = WaitsAt { destination: Some((destination.to_owned(), START)), ..WaitsAt::default() };
            let query = ListQuery::<OutboxSort> { descending: false, ..ListQuery::default() };
            let filter = (OutboxFilter::default(), Some(&place));
            let page = outbox::list_at(&store.read(), org, &query, filter).await.unwrap();
            let mut ids: Vec<_> = page.rows.into_iter().map(|item| item.id).collect();
            ids.sort_unstable();
            ids
        };
        // Two domains of one server, in lanes that are held; a third whose lane says nothing, put off after an attempt.
        let mut there = Vec::new();
        for domain in ["kunde.example", "annen.example"] {
            there.push(queued_in_bulk(&store, own, &format!("a@{domain}")).await);
            hold_at(&store, (own, Stream::Bulk, domain), (shared, until)).await;
        }
        let tried = queued(&store, own, &["a@tredje.example"]).await;
        put_off(&store, &take(&store, (START, 9), 9).await, (shared, until)).await;
        there.push(tried);
        queued(&store, own, &["a@fjerde.example"]).await;
        let theirs = queued_in_bulk(&store, other, "b@kunde.example").await;
        hold_at(&store, (other, Stream::Bulk, "kunde.example"), (shared, until)).await;

        assert_eq!(shown(own, shared).await, there);
        assert_eq!(shown(other, shared).await, [theirs]);
        assert!(shown(own, "mx:kunde.example").await.is_empty());
        park(&store, shared, until).await;
        let waits = deliveries::list_waiting_for(&store.read(), own, there[0], START).await.unwrap();
        assert_eq!(waits[0].others.count, 2, "as many as the list shows besides it");

        // What is stopped is found by the same, so that it can be let go so.
        stop(&store, own, &there).await;
        assert_eq!(shown(own, shared).await, there);
        assert!(take(&store, (until, 9), 9).await.iter().all(|due| !there.contains(&due.mail.outbox_id)));
    });
}

#[test]
fn a_mail_waits_for_what_it_met_with_itself_where_that_is_longer_than_what_its_lane_is_held_for() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let relay = format!("{}:smtp.nord.example:587", parked::relays_of(org));
        let (soon, later) = (START.plus_seconds(300), START.plus_seconds(600));
        let (id, before) = (queued(&store, org, &["a@kunde.example"]).await, "domain:kunde.example");
        put_off(&store, &take(&store, (START, 9), 9).await, (&relay, later)).await;
        hold_at(&store, (org, Stream::Single, "kunde.example"), (before, soon)).await;
        let told = async || {
            let conn = store.read();
            let wait = deliveries::list_waiting_for(&conn, org, id, START).await.unwrap().remove(0);
            let going = deliveries::list_going(&conn, org, &[id], START).await.unwrap().remove(0);
            (wait.destination, wait.parked.map(|parked| parked.until), going.parked_until)
        };
        park(&store, before, soon).await;
        assert_eq!(told().await, (Some(before.to_owned()), Some(soon), Some(soon)));
        for until in [soon, later] {
            park(&store, &relay, until).await;
            assert_eq!(told().await, (Some(relay.clone()), Some(until), Some(until)), "it went there");
        }
    });
}

#[test]
fn who_locks_parked_destinations_and_meets_another_is_run_again() {
    on_postgres(async |Db { store, .. }: Db| {
        for name in ["a", "b"] {
            park(&store, name, START.plus_seconds(60)).await;
        }
        let (both_hold, runs) = (Arc::new(Barrier::new(2)), Arc::new(AtomicUsize::new(0)));
        let over = Arc::new(Notify::new());
        let job = |mine: &'static str, other: &'static str| {
            let (store, both_hold, runs) = (store.clone(), Arc::clone(&both_hold), Arc::clone(&runs));
            let (ended, other_ended) = (Arc::clone(&over), Arc::clone(&over));
            tokio::spawn(async move {
                write(&store, move |tx| {
                    Box::pin(async move {
                        let first_round = runs.fetch_add(1, Ordering::SeqCst) < 2;
                        if !first_round {
                            // What it gave up is the other's before it takes any of it again.
                            other_ended.notified().await;
                        }
                        parked::remove(tx, mine).await?;
                        if first_round {
                            both_hold.wait().await;
                        }
                        parked::lock_until(tx, vec![other.to_owned()], START).await.map(|_until| ())
                    })
                })
                .await;
                ended.notify_one();
            })
        };
        let (one, two) = (job("a", "b"), job("b", "a"));
        one.await.unwrap();
        two.await.unwrap();
        assert_eq!(runs.load(Ordering::SeqCst), 3, "one of them was given up, and run again");
    });
}

#[test]
fn who_tries_mail_at_once_waits_for_its_destination_and_not_in_a_circle() {
    on_postgres(async |Db { store, config, .. }: Db| {
        let own = world(&store, "nord").await;
        let id = queued(&store, own.org, &["a@kunde.example"]).await;
        let until = START.plus_seconds(600);
        park(&store, "mx:kunde.example", until).await;
        hold_at(&store, (own.org, Stream::Single, "kunde.example"), ("mx:kunde.example", until)).await;
        let (holds, go_on, runs) =
            (Arc::new(Notify::new()), Arc::new(Notify::new()), Arc::new(AtomicUsize::new(0)));
        // A node that writes down what became of mail there: the destination, then the mail.
        let node = {
            let (store, holds, go_on, runs) =
                (store.clone(), Arc::clone(&holds), Arc::clone(&go_on), Arc::clone(&runs));
            tokio::spawn(async move {
                write(&store, move |tx| {
                    Box::pin(async move {
                        let first_round = runs.fetch_add(1, Ordering::SeqCst) == 0;
                        parked::lock(tx, vec!["mx:kunde.example".to_owned()]).await?;
                        if first_round {
                            holds.notify_one();
                            go_on.notified().await;
                        }
                        outbox::need_tls(tx, own.org, id, domain::encryption::TlsNeed::Verified).await
                    })
                })
                .await;
            })
        };
        holds.notified().await;
        let person = {
            let (store, runs) = (store.clone(), Arc::clone(&runs));
            tokio::spawn(async move {
                write(&store, move |tx| {
                    Box::pin(async move {
                        runs.fetch_add(1, Ordering::SeqCst);
                        outbox::hasten(tx, own.org, &[id], START).await
                    })
                })
                .await
            })
        };
        until_somebody_waits(&config.database, || person.is_finished()).await;
        go_on.notify_one();
        node.await.unwrap();
        assert_eq!(person.await.unwrap(), [id]);
        assert_eq!(runs.load(Ordering::SeqCst), 2, "neither was given up for the other");
        let known = parked::find(&store.read(), "mx:kunde.example").await.unwrap().unwrap();
        assert_eq!(known.until, START);
    });
}

#[test]
fn what_another_node_let_go_and_began_meanwhile_is_not_made_due_again() {
    on_postgres(async |Db { store, config, .. }: Db| {
        let own = world(&store, "nord").await;
        let id = queued(&store, own.org, &["a@kunde.example"]).await;
        let until = START.plus_seconds(600);
        put_off(&store, &take(&store, (START, 9), 9).await, ("mx:kunde.example", until)).await;
        let (holds, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let first = {
            let (store, holds, go_on) = (store.clone(), Arc::clone(&holds), Arc::clone(&go_on));
            tokio::spawn(async move {
                write(&store, move |tx| {
                    Box::pin(async move {
                        deliveries::hasten_waiting_for(tx, "mx:kunde.example").await?;
                        let due = deliveries::claim_due(tx, &claim("first", 9)).await?;
                        let ids: Vec<_> = due.iter().map(|due| due.id).collect();
                        let begun = deliveries::begin_attempts(tx, &ids, "first", START).await?;
                        holds.notify_one();
                        go_on.notified().await;
                        Ok(begun.len())
                    })
                })
                .await
            })
        };
        holds.notified().await;
        let second = {
            let store = store.clone();
            tokio::spawn(async move {
                write(&store, |tx| {
                    Box::pin(async move { deliveries::hasten_waiting_for(tx, "mx:kunde.example").await })
                })
                .await
            })
        };
        until_somebody_waits(&config.database, || second.is_finished()).await;
        go_on.notify_one();
        assert_eq!(first.await.unwrap(), 1);
        second.await.unwrap();
        assert!(take(&store, (START, 9), 9).await.is_empty(), "the first one's lease holds");
        let rows = deliveries::list_of_item(&store.read(), own.org, id).await.unwrap();
        assert_eq!((rows[0].state, rows[0].attempts), (DeliveryState::Sending, 1));
    });
}

#[test]
fn what_is_thrown_away_in_the_same_instant_is_not_sent_again() {
    on_postgres(async |Db { store, config, .. }: Db| {
        let own = world(&store, "nord").await;
        let id = queued(&store, own.org, &["a@kunde.example"]).await;
        run(&config.database, "UPDATE deliveries SET state = 'failed', due_at = NULL").await;
        let (holds, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let first = {
            let (store, holds, go_on) = (store.clone(), Arc::clone(&holds), Arc::clone(&go_on));
            tokio::spawn(async move {
                write(&store, move |tx| {
                    Box::pin(async move {
                        let gone = outbox::delete(tx, own.org, &[id], START).await?;
                        holds.notify_one();
                        go_on.notified().await;
                        Ok(gone)
                    })
                })
                .await
            })
        };
        holds.notified().await;
        let second = {
            let store = store.clone();
            tokio::spawn(async move {
                write(&store, move |tx| {
                    Box::pin(async move { outbox::requeue_failed(tx, own.org, &[id], START).await })
                })
                .await
            })
        };
        until_somebody_waits(&config.database, || second.is_finished()).await;
        go_on.notify_one();
        assert_eq!(first.await.unwrap(), [id]);
        assert!(second.await.unwrap().is_empty());
        assert!(take(&store, (START, 9), 9).await.is_empty());
    });
}

#[test]
fn a_claim_that_meets_whoever_ends_a_wait_sets_nothing_aside_for_it() {
    on_postgres(async |Db { store, .. }: Db| {
        let own = world(&store, "nord").await;
        let (place, until) = ("mx:felles.example", START.plus_seconds(60));
        let first = queued_in_bulk(&store, own.org, "a@en.example").await;
        queued_in_bulk(&store, own.org, "a@to.example").await;
        queued_in_bulk(&store, own.org, "a@tre.example").await;
        for domain in ["en.example", "to.example", "tre.example"] {
            hold_at(&store, (own.org, Stream::Bulk, domain), (place, until)).await;
        }
        // All of them are to be looked into, and somebody has found that the server still takes nothing.
        park(&store, place, START.plus_seconds(600)).await;
        let now = until.plus_seconds(1);
        let (holds, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let person = {
            let (store, holds, go_on) = (store.clone(), Arc::clone(&holds), Arc::clone(&go_on));
            tokio::spawn(async move {
                write(&store, move |tx| {
                    let (holds, go_on) = (Arc::clone(&holds), Arc::clone(&go_on));
                    Box::pin(async move {
                        let hastened = outbox::hasten(tx, own.org, &[first], now).await?;
                        holds.notify_one();
                        go_on.notified().await;
                        Ok(hastened)
                    })
                })
                .await
            })
        };
        holds.notified().await;
        assert!(take(&store, (now, 9), 9).await.is_empty(), "nobody knows yet that it is over");
        go_on.notify_one();
        assert_eq!(person.await.unwrap(), [first]);
        assert_eq!(take(&store, (now.plus_seconds(1), 9), 9).await.len(), 3, "and none is held for it");
    });
}

#[test]
fn whoever_ends_a_wait_finds_what_a_claim_sets_aside_for_it() {
    on_postgres(async |Db { store, config, .. }: Db| {
        let own = world(&store, "nord").await;
        let (place, until) = ("mx:felles.example", START.plus_seconds(60));
        let first = queued_in_bulk(&store, own.org, "a@en.example").await;
        queued_in_bulk(&store, own.org, "a@to.example").await;
        for domain in ["en.example", "to.example"] {
            hold_at(&store, (own.org, Stream::Bulk, domain), (place, until)).await;
        }
        park(&store, place, START.plus_seconds(600)).await;
        let now = until.plus_seconds(1);
        let (holds, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let node = {
            let (store, holds, go_on) = (store.clone(), Arc::clone(&holds), Arc::clone(&go_on));
            tokio::spawn(async move {
                write(&store, move |tx| {
                    let (holds, go_on) = (Arc::clone(&holds), Arc::clone(&go_on));
                    Box::pin(async move {
                        let claim = Claim { now, ..claim("w", 9) };
                        let due = deliveries::claim_shares(tx, &claim, shares(9, now)).await?;
                        holds.notify_one();
                        go_on.notified().await;
                        Ok(due.len())
                    })
                })
                .await
            })
        };
        holds.notified().await;
        let person = {
            let store = store.clone();
            tokio::spawn(async move {
                write(&store, move |tx| {
                    Box::pin(async move { outbox::hasten(tx, own.org, &[first], now).await })
                })
                .await
            })
        };
        until_somebody_waits(&config.database, || person.is_finished()).await;
        go_on.notify_one();
        assert_eq!(node.await.unwrap(), 0);
        assert_eq!(person.await.unwrap(), [first]);
        assert_eq!(take(&store, (now, 9), 9).await.len(), 2);
    });
}
