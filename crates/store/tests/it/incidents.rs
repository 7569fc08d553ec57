//! Incidents of many equal refusals: what failed for one, and who decides on two at once.

use std::sync::Arc;

use domain::blocks::IncidentState;
use domain::outbox::DeliveryState;
use domain::returns::ReturnClass;
use domain::{IncidentId, OrganisationId, OutboxId, ReturnId};
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
            let reach = (Reach { page, pages }, None);
            let Count { count, more } = incidents::count_failed(&conn, org, incident, reach).await.unwrap();
            (count, more)
        };
        let list = async |page, pages, behind| {
            incidents::list_failed(&conn, org, incident, (Reach { page, pages }, behind)).await.unwrap()
        };
        assert_eq!(count(10, 1).await, (7, false));
        assert_eq!(count(2, 9).await, (2, true), "there is more than was looked at");
        assert_eq!(list(2, 9, None).await.mails, items);
        let mut walked = list(2, 1, None).await;
        let mut found = walked.mails.clone();
        while !walked.is_over {
            assert_eq!(walked.mails.len(), 2, "a page at a time");
            walked = list(2, 1, walked.until).await;
            found.extend(walked.mails.clone());
        }
        assert_eq!(found, items, "from one place to the next, until none is left");
        let behind = list(2, 1, walked.until).await;
        assert_eq!((behind.mails.len(), behind.until, behind.is_over), (0, walked.until, true));

        let again = items[..4].to_vec();
        write(&store, move |tx| {
            Box::pin(async move { outbox::requeue_failed(tx, org, &again, START).await.map(|_done| ()) })
        })
        .await;
        assert_eq!(count(2, 9).await, (2, true), "those that were sent again do not hide the others");
        assert_eq!(count(2, 2).await, (0, true), "nor where nobody looked so far");
        assert_eq!(list(2, 9, None).await.mails, items[4..]);
        let early = list(2, 2, None).await;
        assert_eq!((early.mails.len(), early.is_over), (0, false), "none yet, and it is not over");
        assert_eq!(list(2, 1, early.until).await.mails, items[4..6]);

        run(&config.database, "UPDATE deliveries SET state = 'sent', due_at = NULL").await;
        assert_eq!(count(2, 9).await, (0, false));
    });
}

#[test]
fn a_mail_of_which_a_copy_that_nobody_asked_for_alone_was_refused_has_not_failed_for_an_incident() {
    on_both(async |Db { store, config, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let incident = opened(&store, org, "a").await;
        let mails = [refused(&store, (org, incident), 0).await, refused(&store, (org, incident), 1).await];
        run(&config.database, "UPDATE deliveries SET state = 'failed', due_at = NULL").await;
        run(
            &config.database,
            "UPDATE deliveries SET unasked = TRUE WHERE outbox_id = (SELECT MAX(id) FROM outbox)",
        )
        .await;
        let (conn, reach) = (store.read(), (Reach { page: 10, pages: 1 }, None));
        let counted = incidents::count_failed(&conn, org, incident, reach).await.unwrap();
        let listed = incidents::list_failed(&conn, org, incident, reach).await.unwrap();
        assert_eq!((counted.count, listed.mails), (1, mails[..1].to_vec()));
    });
}

#[test]
fn how_far_what_failed_was_sent_again_is_noted_and_never_goes_back() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let incident = opened(&store, org, "a").await;
        for number in [7, 5] {
            write(&store, move |tx| {
                let until = ReturnId::new(number);
                Box::pin(async move { incidents::record_sent_again(tx, org, incident, until).await })
            })
            .await;
        }
        let row = incidents::find(&store.read(), org, incident).await.unwrap().unwrap();
        assert_eq!(row.sent_again_to, Some(ReturnId::new(7)));
    });
}

#[test]
fn neither_what_may_still_be_written_nor_what_is_in_the_bin_counts_as_sent_again() {
    on_both(async |Db { store, config, clock, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let incident = opened(&store, org, "a").await;
        for number in 0..3 {
            refused(&store, (org, incident), number).await;
        }
        run(&config.database, "UPDATE deliveries SET state = 'failed', due_at = NULL").await;
        let list = async |behind| {
            let reach = Reach { page: 10, pages: 1 };
            incidents::list_failed(&store.read(), org, incident, (reach, behind)).await.unwrap()
        };
        let (_, last) = list(None).await.until.unwrap();
        let note = async || {
            write(&store, move |tx| {
                Box::pin(async move { incidents::record_sent_again(tx, org, incident, last).await })
            })
            .await;
            incidents::find(&store.read(), org, incident).await.unwrap().unwrap().sent_again_to.unwrap()
        };
        let early = note().await;
        assert_eq!(list(Some((false, early))).await.mails.len(), 3, "another node may still write one");
        clock.advance(11 * 60 * 1_000);
        run(&config.database, "UPDATE outbox SET deleted_at = 1 WHERE id = (SELECT MAX(id) FROM outbox)")
            .await;
        let aside = note().await;
        assert!(early < aside && aside < last, "{early:?} {aside:?} {last:?}");
        run(&config.database, "UPDATE outbox SET deleted_at = NULL").await;
        assert_eq!(list(Some((false, aside))).await.mails.len(), 1, "what is restored is offered");
        assert_eq!(note().await, last);
    });
}

#[test]
fn refusals_of_an_incident_are_counted_up_to_a_bound_and_that_there_are_more_is_said() {
    on_both(async |Db { store, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let incident = opened(&store, org, "a").await;
        for number in 0..7 {
            refused(&store, (org, incident), number).await;
        }
        let conn = store.read();
        let count = async |max| {
            let (blocked, held) = incidents::counts(&conn, org, incident, max).await.unwrap();
            [blocked, held].map(|Count { count, more }| (count, more))
        };
        assert_eq!(count(10).await, [(2, false), (5, false)]);
        assert_eq!(count(5).await, [(2, false), (5, false)]);
        assert_eq!(count(4).await, [(2, false), (4, true)]);
        assert_eq!(count(1).await, [(1, true), (1, true)]);
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
            (own, parked::refuser(own, ("a.example", Some("nord.example")))),
            (own, parked::refuser(own, ("a.example", Some("vest.example")))),
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
        let of_domain = parked::refuser(own, ("a.example", Some("nord.example")));
        assert_eq!(parked::refused_by(own, &of_domain), Some(("a.example", Some("nord.example"))));
        assert_eq!(parked::refused_by(other, &of_domain), None);
        // A program that knows of no such domain walks all names that begin so, and would let this mail go.
        assert!(!of_domain.starts_with("refuser:"), "{of_domain}");
    });
}
