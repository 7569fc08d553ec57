//! The change feed and the hints that wake.

use std::collections::HashSet;

use store::events::{Change, EventKind, Wake};
use store::{StoreError, events};

use crate::db::{Db, START, on_both, on_postgres, run};
use crate::fixtures::{world, write};

#[test]
fn a_change_is_told_once_after_the_commit_to_its_organisation_alone() {
    on_both(async |Db { store, .. }: Db| {
        let (nord, sor) = (world(&store, "nord").await, world(&store, "sor").await);
        let conn = store.read();
        let from = events::latest(&conn, nord.org).await.unwrap();
        let mut hints = events::subscribe(&store);
        let change = Change { kind: EventKind::Case, id: 7 };
        let failed: Result<(), StoreError> = store
            .write(move |tx| {
                Box::pin(async move {
                    events::insert(tx, nord.org, Change::settings());
                    Err(StoreError::Cursor)
                })
            })
            .await;
        assert!(failed.is_err());
        write(&store, move |tx| {
            Box::pin(async move {
                for _ in 0..3 {
                    events::insert(tx, nord.org, change);
                }
                Ok(())
            })
        })
        .await;
        let hint = loop {
            // On PostgreSQL the hints about the two worlds may still be on their way.
            let hint = hints.recv().await.unwrap();
            if hint.kind != EventKind::Mailbox {
                break hint;
            }
        };
        assert_eq!(hint, Wake { organisation: nord.org, kind: EventKind::Case });
        let told = events::since(&conn, nord.org, from, 10).await.unwrap();
        assert_eq!(told.iter().map(|event| event.change).collect::<Vec<_>>(), [change]);
        assert_eq!(events::latest(&conn, nord.org).await.unwrap(), told[0].seq);
        assert!(events::since(&conn, nord.org, told[0].seq, 10).await.unwrap().is_empty());
        let others = events::since(&conn, sor.org, 0, 10).await.unwrap();
        assert!(others.iter().all(|event| event.change.kind == EventKind::Mailbox));
        let forgotten = write(&store, |tx| {
            Box::pin(async move { events::delete_before(tx, START.plus_seconds(1)).await })
        });
        assert!(forgotten.await >= 3);
    });
}

#[test]
fn kinds_that_a_newer_node_knows_are_passed_over() {
    on_both(async |db: Db| {
        let world = world(&db.store, "nord").await;
        // More of them than a page holds: a reader that saw an empty page would wait for ever.
        for _ in 0..4 {
            let unknown = "INSERT INTO events (org_id, kind, record_id, at) SELECT id, 'teleport', 7, 1 FROM organisations";
            run(&db.config.database, unknown).await;
        }
        let change = Change { kind: EventKind::Case, id: 7 };
        write(&db.store, move |tx| {
            Box::pin(async move {
                events::insert(tx, world.org, change);
                Ok(())
            })
        })
        .await;
        let conn = db.store.read();
        let told = events::since(&conn, world.org, 0, 3).await.unwrap();
        assert_eq!(told.last().map(|event| event.change), Some(change));
        assert_eq!(events::latest(&conn, world.org).await.unwrap(), told[told.len() - 1].seq);
    });
}

#[test]
fn many_changes_of_a_kind_are_told_as_one() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let from = events::latest(&store.read(), world.org).await.unwrap();
        write(&store, move |tx| {
            Box::pin(async move {
                for id in 1..=17 {
                    events::insert(tx, world.org, Change { kind: EventKind::Outbox, id });
                }
                events::insert(tx, world.org, Change { kind: EventKind::Case, id: 5 });
                Ok(())
            })
        })
        .await;
        let told = events::since(&store.read(), world.org, from, 100).await.unwrap();
        let mut told: Vec<_> = told.iter().map(|event| (event.change.kind, event.change.id)).collect();
        told.sort_unstable();
        assert_eq!(told, [(EventKind::Case, 5), (EventKind::Outbox, 0)]);
    });
}

#[test]
fn a_reader_that_follows_the_feed_misses_nothing() {
    on_both(async |db: Db| {
        let world = world(&db.store, "nord").await;
        let writers: Vec<_> = (0..8_i64)
            .map(|writer| {
                let store = db.store.clone();
                tokio::spawn(async move {
                    for number in 0..25 {
                        let change = Change { kind: EventKind::Case, id: writer * 100 + number };
                        write(&store, move |tx| {
                            Box::pin(async move {
                                events::insert(tx, world.org, change);
                                Ok(())
                            })
                        })
                        .await;
                    }
                })
            })
            .collect();
        let (conn, mut seq, mut seen) = (db.store.read(), 0, HashSet::new());
        while seen.len() < 200 {
            for event in events::since(&conn, world.org, seq, 7).await.unwrap() {
                assert!(event.seq > seq);
                seq = event.seq;
                if event.change.kind == EventKind::Case {
                    seen.insert(event.change.id);
                }
            }
        }
        for writer in writers {
            writer.await.unwrap();
        }
    });
}

#[test]
fn the_commit_of_one_node_wakes_the_others() {
    on_postgres(async |db: Db| {
        let world = world(&db.store, "nord").await;
        let other = db.another_node(2).await;
        let mut hints = events::subscribe(&other);
        let change = Change { kind: EventKind::Outbox, id: 1 };
        // The other node may not listen yet: say it until it hears.
        let heard = tokio::spawn(async move {
            loop {
                if hints.recv().await.unwrap().kind == EventKind::Outbox {
                    return;
                }
            }
        });
        while !heard.is_finished() {
            write(&db.store, move |tx| {
                Box::pin(async move {
                    events::insert(tx, world.org, change);
                    Ok(())
                })
            })
            .await;
            tokio::task::yield_now().await;
        }
        heard.await.unwrap();
    });
}
