//! An organisation whose mail is stopped is left out of every claim.

use domain::Timestamp;
use domain::outbox::Stream;
use store::sending_stops::{self, SendingStop, StoppedBy};
use store::{Store, deliveries};

use crate::db::{Db, START, on_both};
use crate::fixtures::{World, queued, world, write};
use crate::lanes::{queued_in_bulk, recipients, take};

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
        lift(&store, &own, (by, START.plus_seconds(5_090))).await;
        let all = take(&store, (START.plus_seconds(5_090), 50), 50).await;
        let own_mail = all.iter().filter(|due| due.organisation == own.org);
        assert_eq!(own_mail.filter(|due| due.stream == Stream::Single).count(), 2);
        assert_eq!(all.iter().filter(|due| due.organisation == own.org).count(), 3);
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
