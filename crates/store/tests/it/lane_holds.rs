//! What a parked destination holds, and what it leaves alone: mail of others that stands behind its lanes, mail of whoever
//! has a server of his own, and mail that waits for its time.

use domain::compose::FromKind;
use domain::outbox::Stream;
use domain::transport::TransportOwner;
use domain::{OrganisationId, OutboxId, Timestamp};
use store::outbox::{NewOutbox, Origin, OutboxFilter, OutboxSort, Plan, WaitsAt};
use store::{ListQuery, Store, StoreError, deliveries, lanes, outbox, parked};

use crate::db::{Db, START, on_both};
use crate::fixtures::{new_outbox, queued, world, write};
use crate::lanes::{hold_at, lane, park, queued_in_bulk, recipients, release, take};

const SHARED: &str = "mx:felles.example";

/// A mail to many from another domain of the organisation.
async fn of_brand(store: &Store, org: OrganisationId, recipient: &str) -> OutboxId {
    let from = "post@merke.example".parse().unwrap();
    let item = NewOutbox { from, ..new_outbox(store, org, &[recipient]).await };
    write(store, move |tx| {
        let item = item.clone();
        Box::pin(async move { outbox::insert_into(tx, org, &item, Stream::Bulk).await })
    })
    .await
}

/// The items that a list shows of what waits there.
async fn shown(store: &Store, org: OrganisationId, (destination, now): (&str, Timestamp)) -> Vec<OutboxId> {
    let place = WaitsAt { destination: Some((destination.to_owned(), now)), ..WaitsAt::default() };
    let query = ListQuery::<OutboxSort>::default();
    let page =
        outbox::list_at(&store.read(), org, &query, (OutboxFilter::default(), Some(&place))).await.unwrap();
    page.rows.into_iter().map(|item| item.id).collect()
}

#[test]
fn mail_for_others_does_not_stand_behind_the_lanes_of_a_server_that_is_parked_again() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let domains: Vec<String> = (0..1_000).map(|number| format!("d{number}.example")).collect();
        let to: Vec<String> = domains.iter().map(|domain| format!("a@{domain}")).collect();
        let to: Vec<&str> = to.iter().map(String::as_str).collect();
        let item = new_outbox(&store, org, &to).await;
        let (until, later) = (START.plus_seconds(60), START.plus_seconds(600));
        write(&store, move |tx| {
            let (item, domains) = (item.clone(), domains.clone());
            Box::pin(async move {
                outbox::insert_into(tx, org, &item, Stream::Bulk).await?;
                for domain in &domains {
                    lanes::hold(tx, &lane(org, Stream::Bulk, domain), SHARED, until).await?;
                }
                Ok::<_, StoreError>(())
            })
        })
        .await;
        // All of them are due, and whoever tried one found that the server still takes nothing.
        park(&store, SHARED, later).await;
        let now = until.plus_seconds(1);
        let behind = NewOutbox { due_at: now, ..new_outbox(&store, org, &["a@annen.example"]).await };
        write(&store, move |tx| {
            let behind = behind.clone();
            Box::pin(async move { outbox::insert_into(tx, org, &behind, Stream::Bulk).await })
        })
        .await;
        let other = take(&store, (now, 9), 9).await;
        assert_eq!(recipients(&other), ["a@annen.example"], "the first claim finds it");
        release(&store, &other, now.plus_seconds(1)).await;
        let other = take(&store, (now.plus_seconds(1), 9), 9).await;
        assert_eq!(recipients(&other), ["a@annen.example"]);
        assert_eq!(take(&store, (later, 9), 9).await.len(), 9, "they go when the server takes mail again");
    });
}

#[test]
fn what_is_parked_holds_all_its_lanes_in_one_step() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        for domain in ["en.example", "to.example", "annen.example"] {
            queued_in_bulk(&store, org, &format!("a@{domain}")).await;
        }
        let (until, later) = (START.plus_seconds(60), START.plus_seconds(600));
        for domain in ["en.example", "to.example"] {
            hold_at(&store, (org, Stream::Bulk, domain), (SHARED, until)).await;
        }
        write(&store, move |tx| Box::pin(async move { lanes::hold_all(tx, SHARED, later).await })).await;
        assert_eq!(recipients(&take(&store, (until, 9), 9).await), ["a@annen.example"]);
        // A shorter wait ends no longer one.
        write(&store, move |tx| Box::pin(async move { lanes::hold_all(tx, SHARED, until).await })).await;
        assert!(take(&store, (later.plus_seconds(-500), 9), 9).await.is_empty());
        let all = take(&store, (later, 9), 9).await;
        assert_eq!(all.len(), 3, "with the first, whose lease is over");
    });
}

#[test]
fn a_lane_is_held_for_the_way_of_its_own_senders_alone() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let ours = queued_in_bulk(&store, org, "a@kunde.example").await;
        let brands = of_brand(&store, org, "b@kunde.example").await;
        let until = START.plus_seconds(600);
        park(&store, SHARED, until).await;
        hold_at(&store, (org, Stream::Bulk, "kunde.example"), (SHARED, until)).await;
        assert_eq!(
            shown(&store, org, (SHARED, START)).await,
            [ours],
            "and not what waits for another server"
        );
        let taken = take(&store, (START, 9), 9).await;
        assert_eq!(taken.iter().map(|due| due.mail.outbox_id).collect::<Vec<_>>(), [brands]);
        let later = of_brand(&store, org, "c@kunde.example").await;
        let taken = take(&store, (START.plus_seconds(1), 9), 9).await;
        assert_eq!(taken.iter().map(|due| due.mail.outbox_id).collect::<Vec<_>>(), [later]);
    });
}

#[test]
fn what_an_author_sends_from_his_own_address_waits_in_a_lane_of_his() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let (org, user) = (world.org, world.user);
        let shared = queued(&store, org, &["a@kunde.example"]).await;
        let item =
            NewOutbox { created_by: Some(user), ..new_outbox(&store, org, &["b@kunde.example"]).await };
        let own = write(&store, move |tx| {
            let item = item.clone();
            Box::pin(
                async move { outbox::insert_from(tx, org, &item, (Stream::Single, FromKind::Own)).await },
            )
        })
        .await;
        let until = START.plus_seconds(600);
        park(&store, SHARED, until).await;
        hold_at(&store, (org, Stream::Single, "kunde.example"), (SHARED, until)).await;
        let taken = take(&store, (START, 9), 9).await;
        assert_eq!(taken.iter().map(|due| due.mail.outbox_id).collect::<Vec<_>>(), [own]);
        assert_eq!(taken[0].sender, format!("nord.example:{user}"));
        assert!(taken[0].mail.from_own);
        assert_eq!(shown(&store, org, (SHARED, START)).await, [shared]);
    });
}

#[test]
fn whoever_gets_a_server_of_his_own_waits_no_longer_at_the_one_before() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        queued_in_bulk(&store, org, "a@kunde.example").await;
        of_brand(&store, org, "b@kunde.example").await;
        let until = START.plus_seconds(600);
        park(&store, SHARED, until).await;
        hold_at(&store, (org, Stream::Bulk, "kunde.example"), (SHARED, until)).await;
        let mut brands = lane(org, Stream::Bulk, "kunde.example");
        brands.sender = "merke.example".to_owned();
        write(&store, move |tx| {
            let brands = brands.clone();
            Box::pin(async move { lanes::hold(tx, &brands, SHARED, until).await })
        })
        .await;
        let set = |domain: &'static str| {
            write(&store, move |tx| {
                let owner = TransportOwner::Domain(domain.to_owned());
                Box::pin(async move { deliveries::hasten(tx, org, &owner, START).await })
            })
        };
        set("erke.example").await;
        assert!(take(&store, (START, 9), 9).await.is_empty(), "that is another domain");
        // One more, for which somebody is about to look.
        of_brand(&store, org, "c@kunde.example").await;
        set("merke.example").await;
        let taken = take(&store, (START, 9), 9).await;
        assert_eq!(recipients(&taken), ["b@kunde.example", "c@kunde.example"]);
        // Whoever has no server of his own any more takes the organisation's.
        write(&store, move |tx| {
            let owner = TransportOwner::Organisation;
            Box::pin(async move { deliveries::hasten(tx, org, &owner, START).await })
        })
        .await;
        assert_eq!(recipients(&take(&store, (START, 9), 9).await), ["a@kunde.example"]);
    });
}

#[test]
fn what_is_planned_for_later_waits_for_its_time_and_for_no_destination() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let waits = queued(&store, org, &["a@kunde.example"]).await;
        let leaves = START.plus_seconds(7 * 24 * 3600);
        let item = NewOutbox { due_at: leaves, ..new_outbox(&store, org, &["b@kunde.example"]).await };
        let planned = write(&store, move |tx| {
            let item = item.clone();
            Box::pin(async move {
                let id = outbox::insert(tx, org, &item).await?;
                let origin = Origin::default();
                let plan = Plan { planned_at: Some(leaves), cancel_if_answered: false, origin: &origin };
                outbox::record_plan(tx, org, id, plan).await?;
                Ok::<_, StoreError>(id)
            })
        })
        .await;
        let until = START.plus_seconds(600);
        park(&store, SHARED, until).await;
        hold_at(&store, (org, Stream::Single, "kunde.example"), (SHARED, until)).await;
        assert_eq!(shown(&store, org, (SHARED, START)).await, [waits]);
        let counted = deliveries::count_waiting_for(&store.read(), org, SHARED, START).await.unwrap();
        assert_eq!(counted.count, 1);
        let others = deliveries::list_waiting_for(&store.read(), org, waits, START).await.unwrap();
        assert_eq!(others[0].others.count, 0);
        // Stopped behind it, it is remembered to wait there, and still not before its time.
        write(&store, move |tx| Box::pin(async move { outbox::hold(tx, org, &[planned], START).await }))
            .await;
        assert_eq!(shown(&store, org, (SHARED, START)).await, [waits]);
        let mut then = shown(&store, org, (SHARED, leaves)).await;
        then.sort_unstable();
        assert_eq!(then, [waits, planned]);
        assert_eq!(parked::find(&store.read(), SHARED).await.unwrap().unwrap().until, until);
    });
}
