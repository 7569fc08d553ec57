//! Mail to a domain that an organisation holds is stopped, whoever finds it, and goes on when that is lifted.

use std::sync::Arc;

use domain::audit::{AuditKind, Verb};
use domain::outbox::DeliveryState;
use domain::{DeliveryId, OrganisationId, OutboxId, Timestamp, UserId};
use store::deliveries::{self, DeliveryRow};
use store::held_destinations::{self, HOLDS_MAX, Held, Hold, Lifted};
use store::outbox::{self, OutboxFilter, OutboxShelf, WaitsAt};
use store::{ListQuery, Store, audit};
use tokio::sync::Notify;

use crate::db::{Db, START, on_both, on_postgres, run, until_somebody_waits};
use crate::fixtures::{World, claim, new_outbox, queued, world, write};
use crate::lanes::{queued_in_bulk, recipients, shares, take};

const DOMAIN: &str = "kunde.example";

async fn hold(store: &Store, world: &World, domain: &str) -> Held {
    let org = world.org;
    let why = "wrong price".to_owned();
    let hold = Hold { domain: domain.to_owned(), by: Some(world.user), at: START, why };
    write(store, move |tx| {
        let hold = hold.clone();
        Box::pin(async move { held_destinations::put(tx, org, &hold).await })
    })
    .await
}

async fn hold_as_operator(store: &Store, org: OrganisationId, domain: &str, at: Timestamp) -> Held {
    let hold = Hold { domain: domain.to_owned(), by: None, at, why: "unpaid".to_owned() };
    write(store, move |tx| {
        let hold = hold.clone();
        Box::pin(async move { held_destinations::put(tx, org, &hold).await })
    })
    .await
}

async fn stop_waiting(store: &Store, org: OrganisationId, now: Timestamp) -> bool {
    write(store, move |tx| {
        Box::pin(async move { held_destinations::stop_waiting(tx, org, DOMAIN, now).await })
    })
    .await
}

async fn lift(store: &Store, org: OrganisationId, at: Timestamp) -> bool {
    lift_as(store, org, (None, at)).await == Lifted::Done
}

async fn lift_as(store: &Store, org: OrganisationId, (by, at): (Option<UserId>, Timestamp)) -> Lifted {
    write(store, move |tx| Box::pin(async move { held_destinations::lift(tx, org, (DOMAIN, by), at).await }))
        .await
}

async fn let_go(store: &Store, org: OrganisationId, at: Timestamp) -> bool {
    write(store, move |tx| Box::pin(async move { held_destinations::let_go(tx, org, DOMAIN, at).await }))
        .await
}

/// What somebody does with one mail.
async fn stop_by_hand(store: &Store, org: OrganisationId, item: OutboxId) {
    write(store, move |tx| Box::pin(async move { outbox::hold(tx, org, &[item], START).await })).await;
}

async fn rows(store: &Store, org: OrganisationId, item: OutboxId) -> Vec<DeliveryRow> {
    deliveries::list_of_item(&store.read(), org, item).await.unwrap()
}

#[test]
fn what_waits_and_what_comes_is_stopped_and_only_that_goes_on_when_it_is_lifted() {
    on_both(async |Db { store, .. }: Db| {
        let (own, other) = (world(&store, "nord").await, world(&store, "sor").await);
        let before = queued(&store, own.org, &["a@kunde.example", "b@annen.example"]).await;
        let by_hand = queued(&store, own.org, &["c@kunde.example"]).await;
        stop_by_hand(&store, own.org, by_hand).await;
        let binned = queued(&store, own.org, &["d@kunde.example"]).await;
        assert_eq!(hold(&store, &own, DOMAIN).await, Held::Done);
        assert!(!stop_waiting(&store, own.org, START).await, "all at once");
        let org = own.org;
        write(&store, move |tx| Box::pin(async move { outbox::delete(tx, org, &[binned], START).await }))
            .await;
        let after = queued(&store, own.org, &["e@kunde.example"]).await;
        queued_in_bulk(&store, own.org, "f@kunde.example").await;
        queued(&store, other.org, &["g@kunde.example"]).await;
        let mut due = recipients(&take(&store, (START, 50), 50).await);
        due.sort();
        assert_eq!(due, ["b@annen.example", "g@kunde.example"]);
        let late = START.plus_seconds(9_000);
        assert!(
            take(&store, (late, 50), 50)
                .await
                .iter()
                .all(|due| due.recipient.domain() != DOMAIN || due.organisation == other.org),
            "however old it is"
        );
        let held = held_destinations::list_held_for(&store.read(), org, &[before, after]).await.unwrap();
        assert_eq!(
            (held[&before].domains.as_slice(), held[&before].waits_elsewhere),
            (&[DOMAIN.to_owned()][..], true)
        );
        assert!(!held[&after].waits_elsewhere);
        let others = held_destinations::count_others(&store.read(), (org, after), DOMAIN).await.unwrap();
        assert_eq!((others.count, others.more), (2, false), "none that a person stopped");

        assert!(lift(&store, org, late).await && !lift(&store, org, late).await);
        assert!(!let_go(&store, org, late).await, "all at once");
        assert!(held_destinations::list_lifted(&store.read(), 9).await.unwrap().is_empty());
        let mut due = take(&store, (late, 50), 50).await;
        due.retain(|due| due.organisation == org && due.recipient.domain() == DOMAIN);
        let mut named = recipients(&due);
        named.sort();
        assert_eq!(named, ["a@kunde.example", "e@kunde.example", "f@kunde.example"]);
        assert!(due.iter().all(|due| due.queued_at == late && due.attempts == 0), "its time begins");
        let row = outbox::find(&store.read(), org, by_hand).await.unwrap().unwrap();
        assert!(row.held_at.is_some());
    });
}

#[test]
fn what_was_claimed_before_is_given_back_and_no_attempt_is_counted() {
    on_both(async |Db { store, .. }: Db| {
        let own = world(&store, "nord").await;
        let item = queued(&store, own.org, &["a@kunde.example", "b@annen.example"]).await;
        let due = take(&store, (START, 9), 9).await;
        assert_eq!(due.len(), 2);
        hold(&store, &own, DOMAIN).await;
        stop_waiting(&store, own.org, START).await;
        let ids: Vec<DeliveryId> = due.iter().map(|due| due.id).collect();
        let begun = {
            let ids = ids.clone();
            write(&store, move |tx| {
                let ids = ids.clone();
                Box::pin(async move {
                    let held = held_destinations::leave_held(tx, &ids, "another").await?;
                    assert!(held.is_empty(), "it is not his");
                    let held = held_destinations::leave_held(tx, &ids, "w").await?;
                    let begun = deliveries::begin_attempts(tx, &ids, "w", START).await?;
                    Ok((held.len(), begun.len()))
                })
            })
            .await
        };
        assert_eq!(begun, (1, 1));
        let rows = rows(&store, own.org, item).await;
        let held = rows.iter().find(|row| row.recipient.domain() == DOMAIN).unwrap();
        assert_eq!((held.state, held.attempts), (DeliveryState::Queued, 0));
        // Its lease is over by then.
        let later = take(&store, (START.plus_seconds(90), 9), 9).await;
        assert_eq!(recipients(&later), ["b@annen.example"]);
    });
}

#[test]
fn mail_behind_much_that_is_held_is_claimed_all_the_same() {
    on_both(async |Db { store, .. }: Db| {
        let own = world(&store, "nord").await;
        for _ in 0..5 {
            queued(&store, own.org, &["a@kunde.example"]).await;
        }
        hold(&store, &own, DOMAIN).await;
        let item = new_outbox(&store, own.org, &["b@annen.example"]).await;
        let item = outbox::NewOutbox { due_at: START.plus_seconds(1), ..item };
        let org = own.org;
        write(&store, move |tx| {
            let item = item.clone();
            Box::pin(async move { outbox::insert(tx, org, &item).await })
        })
        .await;
        let due = take(&store, (START.plus_seconds(2), 1), 1).await;
        assert_eq!(recipients(&due), ["b@annen.example"]);
    });
}

#[test]
fn a_claim_that_looks_again_behind_what_is_held_gives_nothing_a_lane_anew() {
    on_both(async |Db { store, config, .. }: Db| {
        let own = world(&store, "nord").await;
        let item = new_outbox(&store, own.org, &["a@kunde.example"]).await;
        let item = outbox::NewOutbox { due_at: START.plus_seconds(-1), ..item };
        let org = own.org;
        write(&store, move |tx| {
            let item = item.clone();
            Box::pin(async move { outbox::insert(tx, org, &item).await })
        })
        .await;
        hold(&store, &own, DOMAIN).await;
        // More than a claim gives a lane at a time, of a program that knows no lanes.
        let many: Vec<String> = (0..300).map(|number| format!("{number}@annen.example")).collect();
        queued(&store, org, &many.iter().map(String::as_str).collect::<Vec<_>>()).await;
        run(
            &config.database,
            "UPDATE deliveries SET domain = '', sender = '' WHERE domain = 'annen.example'",
        )
        .await;
        run(&config.database, "DELETE FROM sender_lanes WHERE domain = 'annen.example'").await;
        let due = take(&store, (START, 1), 1).await;
        assert_eq!(due[0].recipient.domain(), "annen.example", "behind what is held");
        run(&config.database, "UPDATE deliveries SET due_at = NULL WHERE sender = ''").await;
        let later = take(&store, (START.plus_seconds(90), 999), 999).await;
        assert_eq!(later.len(), 256, "those that had one before any was locked");
    });
}

#[test]
fn a_hold_stands_until_it_is_lifted_and_an_organisation_has_so_many() {
    on_both(async |Db { store, .. }: Db| {
        let (own, other) = (world(&store, "nord").await, world(&store, "sor").await);
        for number in 1..HOLDS_MAX {
            assert_eq!(hold(&store, &own, &format!("d{number}.example")).await, Held::Done);
        }
        assert_eq!(hold(&store, &own, DOMAIN).await, Held::Done);
        assert_eq!(hold(&store, &own, DOMAIN).await, Held::Before);
        assert_eq!(hold(&store, &own, "more.example").await, Held::TooMany);
        assert_eq!(hold(&store, &other, "more.example").await, Held::Done);
        assert_eq!(held_destinations::list(&store.read(), own.org).await.unwrap().len(), HOLDS_MAX);
        assert!(!lift(&store, other.org, START).await, "another organisation's");
        assert!(lift(&store, own.org, START).await);
        assert_eq!(hold(&store, &own, "more.example").await, Held::Done);
        let entries = audit::latest(&store.read(), own.org, AuditKind::HeldDestination, 3).await.unwrap();
        let mut told: Vec<_> = entries.iter().map(|entry| (entry.verb, entry.record_name.as_str())).collect();
        told.sort_by_key(|(verb, name)| (verb.as_str(), *name));
        let made = |name| (Verb::Made, name);
        assert_eq!(told, [(Verb::Deleted, DOMAIN), made(DOMAIN), made("more.example")]);
    });
}

#[test]
fn what_the_operator_holds_he_alone_lifts() {
    on_both(async |Db { store, .. }: Db| {
        let own = world(&store, "nord").await;
        let (org, user) = (own.org, Some(own.user));
        assert_eq!(hold_as_operator(&store, org, DOMAIN, START).await, Held::Done);
        assert_eq!(hold(&store, &own, DOMAIN).await, Held::Before);
        assert_eq!(lift_as(&store, org, (user, START)).await, Lifted::OfOperator);
        assert_eq!(lift_as(&store, org, (None, START)).await, Lifted::Done);
        assert_eq!(lift_as(&store, org, (None, START)).await, Lifted::Before);
    });
}

#[test]
fn the_operator_takes_over_what_a_user_holds_and_nothing_leaves_in_between() {
    on_both(async |Db { store, .. }: Db| {
        let (own, later) = (world(&store, "nord").await, START.plus_seconds(60));
        let (org, user) = (own.org, Some(own.user));
        queued(&store, org, &["a@kunde.example"]).await;
        hold(&store, &own, DOMAIN).await;
        stop_waiting(&store, org, START).await;
        assert_eq!(hold_as_operator(&store, org, DOMAIN, later).await, Held::Done);
        let held = held_destinations::list(&store.read(), org).await.unwrap();
        let why = "unpaid".to_owned();
        assert_eq!(held, [Hold { domain: DOMAIN.to_owned(), by: None, at: later, why }]);
        assert!(held_destinations::list_lifted(&store.read(), 9).await.unwrap().is_empty());
        assert!(take(&store, (later, 9), 9).await.is_empty());
        let entries = audit::latest(&store.read(), org, AuditKind::HeldDestination, 1).await.unwrap();
        assert_eq!((entries[0].verb, entries[0].record_name.as_str()), (Verb::Changed, DOMAIN));
        assert_eq!(hold_as_operator(&store, org, DOMAIN, later).await, Held::Before, "his own stands");
        assert_eq!(lift_as(&store, org, (user, later)).await, Lifted::OfOperator);
        assert_eq!(lift_as(&store, org, (None, later)).await, Lifted::Done);
    });
}

#[test]
fn what_the_operator_holds_is_none_of_the_organisations_number() {
    on_both(async |Db { store, .. }: Db| {
        let own = world(&store, "nord").await;
        assert_eq!(hold_as_operator(&store, own.org, "first.example", START).await, Held::Done);
        for number in 0..HOLDS_MAX {
            assert_eq!(hold(&store, &own, &format!("d{number}.example")).await, Held::Done);
        }
        assert_eq!(hold(&store, &own, "more.example").await, Held::TooMany);
        assert_eq!(hold_as_operator(&store, own.org, "more.example", START).await, Held::Done);
    });
}

#[test]
fn a_domain_that_is_held_anew_keeps_what_is_still_to_be_let_go() {
    on_both(async |Db { store, .. }: Db| {
        let own = world(&store, "nord").await;
        queued(&store, own.org, &["a@kunde.example"]).await;
        hold(&store, &own, DOMAIN).await;
        stop_waiting(&store, own.org, START).await;
        lift(&store, own.org, START).await;
        assert_eq!(held_destinations::list_lifted(&store.read(), 9).await.unwrap().len(), 1);
        hold(&store, &own, DOMAIN).await;
        assert!(held_destinations::list_lifted(&store.read(), 9).await.unwrap().is_empty());
        assert!(!let_go(&store, own.org, START).await);
        assert!(take(&store, (START, 9), 9).await.is_empty());
    });
}

#[test]
fn what_a_hold_stopped_is_listed_with_what_is_stopped_for_its_domain() {
    on_both(async |Db { store, .. }: Db| {
        let own = world(&store, "nord").await;
        let held = queued(&store, own.org, &["a@kunde.example"]).await;
        let by_hand = queued(&store, own.org, &["b@kunde.example"]).await;
        stop_by_hand(&store, own.org, by_hand).await;
        queued(&store, own.org, &["c@annen.example"]).await;
        hold(&store, &own, DOMAIN).await;
        stop_waiting(&store, own.org, START).await;
        let listed = async |domain: Option<&str>| {
            let place = WaitsAt { domain: domain.map(|name| (name.to_owned(), START)), ..WaitsAt::default() };
            let filter = OutboxFilter { shelf: OutboxShelf::Stopped };
            let query = ListQuery::default();
            let page = outbox::list_at(&store.read(), own.org, &query, (filter, Some(&place))).await.unwrap();
            let mut ids: Vec<_> = page.rows.iter().map(|row| row.id).collect();
            ids.sort_unstable();
            ids
        };
        assert_eq!(listed(Some(DOMAIN)).await, [held, by_hand]);
        assert_eq!(listed(Some("annen.example")).await, []);
        assert_eq!(listed(None).await, [held, by_hand]);
    });
}

#[test]
fn what_a_claim_stops_while_the_hold_is_lifted_goes_on_too() {
    on_postgres(async |Db { store, config, .. }: Db| {
        let own = world(&store, "nord").await;
        queued(&store, own.org, &["a@kunde.example"]).await;
        hold(&store, &own, DOMAIN).await;
        let (stopped, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let claiming = {
            let (store, stopped, go_on) = (store.clone(), Arc::clone(&stopped), Arc::clone(&go_on));
            tokio::spawn(async move {
                write(&store, move |tx| {
                    Box::pin(async move {
                        let due = deliveries::claim_shares(tx, &claim("w", 9), shares(9, START)).await?;
                        stopped.notify_one();
                        go_on.notified().await;
                        Ok(due.len())
                    })
                })
                .await
            })
        };
        stopped.notified().await;
        let lifting = {
            let (store, org) = (store.clone(), own.org);
            tokio::spawn(async move {
                assert!(lift(&store, org, START).await);
                let_go(&store, org, START).await
            })
        };
        until_somebody_waits(&config.database, || lifting.is_finished()).await;
        go_on.notify_one();
        assert_eq!(claiming.await.unwrap(), 0);
        lifting.await.unwrap();
        assert_eq!(take(&store, (START, 9), 9).await.len(), 1);
    });
}
