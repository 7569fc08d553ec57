//! Incidents of many equal refusals: what failed for one, and who decides on two at once.

use std::sync::Arc;

use domain::blocks::IncidentState;
use domain::outbox::DeliveryState;
use domain::returns::ReturnClass;
use domain::{IncidentId, OrganisationId, OutboxId};
use store::incidents::{NewIncident, Reach};
use store::returns::Weight;
use store::{Count, Store, deliveries, incidents, outbox, parked, returns};
use tokio::sync::Notify;

use crate::db::{Db, START, on_both, on_postgres, run, until_somebody_waits};
use crate::fixtures::{queued, world, write};
use crate::lanes::queued_in_bulk;
use crate::returns::told;

const PROVIDER: &str = "kunde.example";

async fn opened(store: &Store, org: OrganisationId, burst: &'static str) -> IncidentId {
    let class = ReturnClass::MailboxUnknown;
    let new = NewIncident { burst, provider: PROVIDER, class, words: "550", at: START };
    write(store, move |tx| Box::pin(async move { incidents::open(tx, org, &new, START).await })).await
}

/// A mail that came back from one of so many, as one of an incident.
async fn refused(store: &Store, (org, incident): (OrganisationId, IncidentId), number: u8) -> OutboxId {
    let who = format!("kari{number}@{PROVIDER}");
    let id = queued(store, org, &[&who]).await;
    let blocked = number >= 5;
    write(store, move |tx| {
        let back = told(&who, Some(id), START);
        Box::pin(async move {
            let weight = Weight { counted: true, blocked, burst: None, incident_id: Some(incident) };
            returns::put(tx, org, &back, &weight).await.map(|_id| ())
        })
    })
    .await;
    id
}

#[test]
fn what_failed_for_an_incident_is_found_behind_all_that_was_sent_again() {
    on_both(async |Db { store, config, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let incident = opened(&store, org, "a").await;
        let mut items = Vec::new();
        for number in 0..7 {
            items.push(refused(&store, (org, incident), number).await);
        }
        run(&config.database, "UPDATE deliveries SET state = 'failed', due_at = NULL").await;
        let conn = store.read();
        let count = async |page, pages| {
            let counted = incidents::count_failed(&conn, org, incident, Reach { page, pages }).await;
            let Count { count, more } = counted.unwrap();
            (count, more)
        };
        let list = async |page, pages, limit| {
            incidents::list_failed(&conn, org, incident, (Reach { page, pages }, limit)).await.unwrap()
        };
        assert_eq!(count(10, 1).await, (7, false));
        assert_eq!(count(2, 9).await, (2, true), "there is more than was looked at");
        assert_eq!(list(2, 9, 100).await, items);

        let again = items[..4].to_vec();
        write(&store, move |tx| {
            Box::pin(async move { outbox::requeue_failed(tx, org, &again, START).await.map(|_done| ()) })
        })
        .await;
        assert_eq!(count(2, 9).await, (2, true), "those that were sent again do not hide the others");
        assert_eq!(count(2, 2).await, (0, true), "nor where nobody looked so far");
        assert_eq!(list(2, 9, 100).await, items[4..]);
        assert_eq!(list(2, 9, 1).await, items[4..5]);
        assert!(list(2, 2, 100).await.is_empty());

        run(&config.database, "UPDATE deliveries SET state = 'sent', due_at = NULL").await;
        assert_eq!(count(2, 9).await, (0, false));
    });
}

#[test]
fn who_failed_for_an_incident_is_sent_to_again_and_nobody_else_of_the_same_mail() {
    on_both(async |Db { store, config, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let incident = opened(&store, org, "a").await;
        let (one, other) = (format!("kari@{PROVIDER}"), format!("full@{PROVIDER}"));
        let id = queued(&store, org, &[&one, &other]).await;
        for (who, of) in [(one.clone(), Some(incident)), (other.clone(), None)] {
            write(&store, move |tx| {
                let back = told(&who, Some(id), START);
                Box::pin(async move {
                    let weight = Weight { counted: true, blocked: false, burst: None, incident_id: of };
                    returns::put(tx, org, &back, &weight).await.map(|_id| ())
                })
            })
            .await;
        }
        run(&config.database, "UPDATE deliveries SET state = 'failed', due_at = NULL").await;
        let done = write(&store, move |tx| {
            Box::pin(async move {
                let of = outbox::FailedOf::Incident(incident);
                outbox::requeue_failed_of(tx, org, (&[id], of), START).await
            })
        });
        assert_eq!(done.await, [id]);
        let all = deliveries::list_standings(&store.read(), org, &[id]).await.unwrap();
        let found: Vec<_> = all.iter().map(|found| (found.recipient.to_string(), found.state)).collect();
        assert_eq!(found, [(one, DeliveryState::Queued), (other, DeliveryState::Failed)]);
    });
}

#[test]
fn whoever_decides_on_another_incident_of_a_provider_waits_and_sees_what_was_decided() {
    on_postgres(async |Db { store, config, .. }: Db| {
        let own = world(&store, "nord").await;
        let (one, other) = (opened(&store, own.org, "a").await, opened(&store, own.org, "b").await);
        let (holds, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let first = {
            let (store, holds, go_on) = (store.clone(), Arc::clone(&holds), Arc::clone(&go_on));
            tokio::spawn(async move {
                write(&store, move |tx| {
                    Box::pin(async move {
                        incidents::lock_open(tx, own.org, Some(PROVIDER)).await?;
                        holds.notify_one();
                        go_on.notified().await;
                        let decision = (one, IncidentState::Confirmed);
                        incidents::close(tx, own.org, decision, (own.user, START)).await
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
                    Box::pin(async move {
                        let locked = incidents::lock_open(tx, own.org, Some(PROVIDER)).await?;
                        let open = incidents::list_open_of(tx, own.org, PROVIDER).await?;
                        Ok([locked, open].map(|rows| rows.iter().map(|row| row.id).collect::<Vec<_>>()))
                    })
                })
                .await
            })
        };
        until_somebody_waits(&config.database, || second.is_finished()).await;
        go_on.notify_one();
        assert!(first.await.unwrap());
        assert_eq!(second.await.unwrap(), [[other], [other]]);
    });
}

#[test]
fn whose_mail_waits_for_a_provider_that_refuses_it_is_found_name_by_name() {
    on_both(async |Db { store, .. }: Db| {
        let (own, other) = (world(&store, "nord").await.org, world(&store, "sor").await.org);
        let mut names = Vec::new();
        for (org, place) in [
            (own, parked::refuser_of(own, "b.example")),
            (own, "mx:b.example".to_owned()),
            (own, parked::refuser_of(own, "a.example")),
            (other, parked::refuser_of(other, "a.example")),
            (other, "share:1".to_owned()),
        ] {
            let item = queued_in_bulk(&store, org, "a@kunde.example").await;
            names.extend(parked::refused_by(org, &place).map(|_provider| (org, place.clone())));
            write(&store, move |tx| {
                let place = place.clone();
                Box::pin(async move {
                    let rows = deliveries::list_of_item(tx, org, item).await?;
                    deliveries::wait_for(tx, &[rows[0].id], &place).await
                })
            })
            .await;
        }
        names.sort_by(|one, other| one.1.cmp(&other.1));
        let mut found: Vec<(OrganisationId, String)> = Vec::new();
        loop {
            let behind = found.last().map(|(_, name)| name.as_str());
            let next = deliveries::find_refused(&store.read(), behind).await.unwrap();
            let Some(next) = next else { break };
            found.push(next);
        }
        assert_eq!(found, names);
    });
}
