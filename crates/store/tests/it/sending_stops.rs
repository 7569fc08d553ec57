//! An organisation whose mail is stopped is left out of every claim.

use std::sync::Arc;

use domain::Timestamp;
use domain::outbox::Stream;
use domain::timeline::StopDeed;
use store::sending_stops::{self, SendingStop, StoppedBy};
use store::{Store, deliveries};
use tokio::sync::Notify;

use crate::db::{Db, START, on_both, on_postgres, until_somebody_waits};
use crate::fixtures::{World, claim, queued, world, write};
use crate::lanes::{queued_in_bulk, recipients, shares, take};

async fn stop(store: &Store, world: &World, by: StoppedBy) {
    let org = world.org;
    let stop = SendingStop { by, at: START, why: "wrong price".to_owned() };
    write(store, move |tx| {
        let stop = stop.clone();
        Box::pin(async move { sending_stops::put(tx, org, &stop).await })
    })
    .await;
}

async fn lift(store: &Store, world: &World, by: (StoppedBy, Timestamp)) {
    let org = world.org;
    write(store, move |tx| Box::pin(async move { sending_stops::lift(tx, org, by).await })).await;
}

#[test]
fn mail_of_a_stopped_organisation_is_in_no_claim_however_old_it_is() {
    on_both(async |Db { store, .. }: Db| {
        let (own, other) = (world(&store, "nord").await, world(&store, "sor").await);
        let by = StoppedBy::User(own.user);
        queued(&store, own.org, &["a@kunde.example", "b@annen.example"]).await;
        queued_in_bulk(&store, own.org, "c@kunde.example").await;
        stop(&store, &own, by).await;
        queued(&store, other.org, &["d@kunde.example"]).await;
        queued_in_bulk(&store, other.org, "e@kunde.example").await;
        let mut due = recipients(&take(&store, (START, 50), 50).await);
        due.sort();
        assert_eq!(due, ["d@kunde.example", "e@kunde.example"]);
        // Behind its lifetime, too, and however often it is asked for.
        for seconds in [30, 90, 5_000, 5_090] {
            let late = take(&store, (START.plus_seconds(seconds), 50), 50).await;
            assert!(late.iter().all(|due| due.organisation == other.org), "{seconds} s");
        }
        // A node whose clock goes far ahead looked last.
        let late = take(&store, (START.plus_seconds(7_500), 50), 50).await;
        assert!(late.iter().all(|due| due.organisation == other.org));
        lift(&store, &own, (by, START.plus_seconds(5_090))).await;
        let all = take(&store, (START.plus_seconds(5_090), 50), 50).await;
        let own_mail = all.iter().filter(|due| due.organisation == own.org);
        assert_eq!(own_mail.filter(|due| due.stream == Stream::Single).count(), 2);
        assert_eq!(all.iter().filter(|due| due.organisation == own.org).count(), 3);
    });
}

#[test]
fn what_a_claim_sets_aside_while_mail_is_let_go_on_goes_on_too() {
    on_postgres(async |Db { store, config, .. }: Db| {
        let own = world(&store, "nord").await;
        let by = StoppedBy::User(own.user);
        queued(&store, own.org, &["a@kunde.example"]).await;
        stop(&store, &own, by).await;
        let (set_aside, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let claiming = {
            let (store, set_aside, go_on) = (store.clone(), Arc::clone(&set_aside), Arc::clone(&go_on));
            tokio::spawn(async move {
                write(&store, move |tx| {
                    Box::pin(async move {
                        let due = deliveries::claim_shares(tx, &claim("w", 9), shares(9, START)).await?;
                        set_aside.notify_one();
                        go_on.notified().await;
                        Ok(due.len())
                    })
                })
                .await
            })
        };
        set_aside.notified().await;
        let lifting = {
            let (store, org) = (store.clone(), own.org);
            tokio::spawn(async move {
                write(&store, move |tx| {
                    Box::pin(async move { sending_stops::lift(tx, org, (by, START)).await })
                })
                .await;
            })
        };
        // He waits for the claim, or is done beside it.
        until_somebody_waits(&config.database, || lifting.is_finished()).await;
        go_on.notify_one();
        assert_eq!(claiming.await.unwrap(), 0);
        lifting.await.unwrap();
        assert_eq!(take(&store, (START, 9), 9).await.len(), 1);
    });
}

#[test]
fn a_claim_waits_for_nobody_who_changes_an_organisation_whose_mail_is_stopped() {
    on_postgres(async |Db { store, .. }: Db| {
        let (own, other) = (world(&store, "nord").await, world(&store, "sor").await);
        let by = StoppedBy::User(own.user);
        queued(&store, own.org, &["a@kunde.example"]).await;
        queued(&store, other.org, &["b@kunde.example"]).await;
        stop(&store, &own, by).await;
        let (holds, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let changing = {
            let (store, org) = (store.clone(), own.org);
            let (holds, go_on) = (Arc::clone(&holds), Arc::clone(&go_on));
            tokio::spawn(async move {
                write(&store, move |tx| {
                    Box::pin(async move {
                        sending_stops::lift(tx, org, (by, START)).await?;
                        holds.notify_one();
                        go_on.notified().await;
                        Ok(())
                    })
                })
                .await;
            })
        };
        holds.notified().await;
        assert_eq!(recipients(&take(&store, (START, 9), 9).await), ["b@kunde.example"]);
        go_on.notify_one();
        changing.await.unwrap();
        assert_eq!(recipients(&take(&store, (START.plus_seconds(1), 9), 9).await), ["a@kunde.example"]);
    });
}

#[test]
fn each_side_has_a_stop_of_its_own() {
    on_both(async |Db { store, .. }: Db| {
        let own = world(&store, "nord").await;
        let item = queued(&store, own.org, &["a@kunde.example"]).await;
        let user = StoppedBy::User(own.user);
        stop(&store, &own, user).await;
        stop(&store, &own, StoppedBy::Operator).await;
        let stops = sending_stops::list(&store.read(), own.org).await.unwrap();
        assert_eq!(stops.iter().map(|stop| stop.by).collect::<Vec<_>>(), [StoppedBy::Operator, user]);
        lift(&store, &own, (user, START)).await;
        assert!(take(&store, (START, 9), 9).await.is_empty());
        assert!(sending_stops::all(&store.read()).await.unwrap().contains(&own.org));
        lift(&store, &own, (StoppedBy::Operator, START)).await;
        assert_eq!(take(&store, (START, 9), 9).await.len(), 1);
        assert_eq!(sending_stops::list(&store.read(), own.org).await.unwrap(), []);
        let row = deliveries::list_of_item(&store.read(), own.org, item).await.unwrap().remove(0);
        assert_eq!(row.attempts, 0);
    });
}

#[test]
fn of_each_side_one_stop_stands_and_what_was_done_is_kept_in_order() {
    on_both(async |Db { store, .. }: Db| {
        let own = world(&store, "nord").await;
        let (org, user) = (own.org, StoppedBy::User(own.user));
        let put = async |by, seconds, why: &str| {
            let stop = SendingStop { by, at: START.plus_seconds(seconds), why: why.to_owned() };
            write(&store, move |tx| {
                let stop = stop.clone();
                Box::pin(async move { sending_stops::put(tx, org, &stop).await })
            })
            .await
        };
        assert!(put(user, 0, "wrong price").await);
        assert!(!put(user, 1, "wrong link").await, "the first stands");
        assert!(put(StoppedBy::Operator, 2, "unpaid").await);
        let words = SendingStop { by: user, at: START.plus_seconds(3), why: "price".to_owned() };
        let reworded = write(&store, move |tx| {
            let words = words.clone();
            Box::pin(async move { sending_stops::reword(tx, org, &words).await })
        });
        assert!(reworded.await);
        lift(&store, &own, (user, START.plus_seconds(4))).await;
        lift(&store, &own, (user, START.plus_seconds(5))).await;
        let all = sending_stops::list_until(&store.read(), org, START.plus_seconds(9), 9).await.unwrap();
        let all: Vec<_> = all.into_iter().map(|one| (one.deed, one.told.by == user, one.told.why)).collect();
        let event = |deed, is_user, why: &str| (deed, is_user, why.to_owned());
        let expected = [
            event(StopDeed::Stopped, true, "wrong price"),
            event(StopDeed::Stopped, false, "unpaid"),
            event(StopDeed::Reworded, true, "price"),
            event(StopDeed::WentOn, true, ""),
        ];
        assert_eq!(all, expected);
        let newest = sending_stops::list_until(&store.read(), org, START.plus_seconds(3), 1).await.unwrap();
        assert_eq!(newest.iter().map(|one| one.deed).collect::<Vec<_>>(), [StopDeed::Reworded]);
        let later = sending_stops::list_after(&store.read(), org, START.plus_seconds(2), 9).await.unwrap();
        let deeds: Vec<_> = later.iter().map(|one| one.deed).collect();
        assert_eq!(deeds, [StopDeed::Reworded, StopDeed::WentOn]);
        assert_eq!(sending_stops::resumed_at(&store.read(), org).await.unwrap(), Some(START.plus_seconds(4)));
    });
}

#[test]
fn the_time_of_what_waits_begins_when_it_goes_on() {
    on_both(async |Db { store, .. }: Db| {
        let (own, other) = (world(&store, "nord").await, world(&store, "sor").await);
        queued(&store, own.org, &["a@kunde.example"]).await;
        queued(&store, other.org, &["b@kunde.example"]).await;
        let (org, at) = (own.org, START.plus_seconds(5_000));
        stop(&store, &own, StoppedBy::Operator).await;
        // Both are older than any mail may be; only the time of the other one's ran out.
        let due = take(&store, (at, 50), 50).await;
        assert_eq!(due.iter().map(|due| due.organisation).collect::<Vec<_>>(), [other.org]);
        lift(&store, &own, (StoppedBy::Operator, at)).await;
        let due = take(&store, (at.plus_seconds(100), 50), 50).await;
        let queued_at = |org| due.iter().find(|due| due.organisation == org).map(|due| due.queued_at);
        assert_eq!((queued_at(org), queued_at(other.org)), (Some(at), Some(START)));
    });
}
