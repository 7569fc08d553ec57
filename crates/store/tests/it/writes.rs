//! Writes: transactions, and on SQLite how they share a commit.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use domain::timeline::{Step, Subject};
use futures_util::future::{poll_immediate, select_all};
use store::timeline::TimelineEntry;
use store::{StoreError, organisations, settings, timeline};
use tokio::sync::Barrier;

use crate::db::{Db, START, on_both, on_postgres, on_sqlite};
use crate::fixtures::{stored, world, write};

#[test]
fn a_job_that_fails_leaves_nothing_and_hurts_nobody() {
    on_both(async |Db { store, .. }: Db| {
        let job = |number: i64| {
            let store = store.clone();
            tokio::spawn(async move {
                store
                    .write(move |tx| {
                        Box::pin(async move {
                            settings::put(tx, None, &format!("n{number}"), &number).await?;
                            if number % 3 == 0 { Err(StoreError::Cursor) } else { Ok(number) }
                        })
                    })
                    .await
            })
        };
        let jobs: Vec<_> = (0..60).map(job).collect();
        for (number, job) in (0..60).zip(jobs) {
            let answer = job.await.unwrap();
            let kept: Option<i64> = settings::find(&store.read(), None, &format!("n{number}")).await.unwrap();
            if number % 3 == 0 {
                assert!(matches!(answer, Err(StoreError::Cursor)));
                assert_eq!(kept, None);
            } else {
                assert_eq!((answer.unwrap(), kept), (number, Some(number)));
            }
        }
    });
}

#[test]
fn what_nobody_waits_for_is_written_with_its_job_or_not_at_all_and_counted_for_nobody() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let (org, mail) = (world.org, stored(&store, world, "a").await);
        for fails in [false, true] {
            let removed: Result<[bool; 2], StoreError> = store
                .write(move |tx| {
                    Box::pin(async move {
                        let step = Step::Failed { error: String::from("for a test") };
                        let entry = TimelineEntry { subject: Subject::Intake(mail), at: START, step };
                        let two = [entry.clone(), entry];
                        settings::put(tx, None, "n", &1_i64).await?;
                        timeline::insert_many(tx, org, &two).await?;
                        let first = settings::delete(tx, None, "n").await?;
                        timeline::insert_many(tx, org, &two).await?;
                        let second = settings::delete(tx, None, "n").await?;
                        timeline::insert_many(tx, org, &two).await?;
                        if fails { Err(StoreError::Cursor) } else { Ok([first, second]) }
                    })
                })
                .await;
            assert_eq!(removed.ok(), (!fails).then_some([true, false]));
            let told = timeline::list(&store.read(), org, Subject::Intake(mail)).await.unwrap();
            // Two from its arrival, six from the job that did not fail.
            assert_eq!(told.len(), 8);
        }
    });
}

#[test]
fn an_answer_comes_after_the_commit() {
    on_both(async |Db { store, .. }: Db| {
        for number in 0..20_i64 {
            write(&store, move |tx| Box::pin(async move { settings::put(tx, None, "n", &number).await }))
                .await;
            let seen: Option<i64> = settings::find(&store.read(), None, "n").await.unwrap();
            assert_eq!(seen, Some(number));
        }
    });
}

#[test]
fn jobs_that_wait_share_a_commit() {
    on_sqlite(async |Db { store, .. }: Db| {
        // The first job holds the writer until the others wait behind it.
        let (holds, go_on) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
        let first = {
            let (store, holds, go_on) = (store.clone(), Arc::clone(&holds), Arc::clone(&go_on));
            tokio::spawn(async move {
                write(&store, move |_| {
                    Box::pin(async move {
                        holds.wait().await;
                        go_on.wait().await;
                        Ok(())
                    })
                })
                .await;
            })
        };
        holds.wait().await;
        let mut others = Vec::new();
        for number in 0..50_i64 {
            let mut other = Box::pin(write(&store, move |tx| {
                Box::pin(async move { settings::put(tx, None, &format!("n{number}"), &number).await })
            }));
            assert!(
                poll_immediate(&mut other).await.is_none(),
                "nobody is answered while the writer is held"
            );
            others.push(other);
        }
        go_on.wait().await;
        // When one of them is answered, all of them are there: they came with the same commit.
        select_all(others).await;
        for number in 0..50_i64 {
            let seen: Option<i64> = settings::find(&store.read(), None, &format!("n{number}")).await.unwrap();
            assert_eq!(seen, Some(number));
        }
        first.await.unwrap();
    });
}

#[test]
fn a_job_that_panics_is_its_callers_trouble_alone() {
    on_sqlite(async |Db { store, .. }: Db| {
        let fault: Result<(), StoreError> = store
            .write(|tx| {
                Box::pin(async move {
                    settings::put(tx, None, "n", &1).await?;
                    panic!("a fault of ours, as this test wants it")
                })
            })
            .await;
        assert!(matches!(fault, Err(StoreError::Panicked)));
        write(&store, |tx| Box::pin(async move { settings::put(tx, None, "m", &2).await })).await;
        assert_eq!(settings::find::<i64>(&store.read(), None, "n").await.unwrap(), None);
        assert_eq!(settings::find::<i64>(&store.read(), None, "m").await.unwrap(), Some(2));
    });
}

#[test]
fn a_caller_that_goes_away_does_not_stop_its_job_half_way() {
    on_sqlite(async |Db { store, .. }: Db| {
        let started = Arc::new(Barrier::new(2));
        let inside = Arc::clone(&started);
        let caller = {
            let store = store.clone();
            tokio::spawn(async move {
                write(&store, move |tx| {
                    Box::pin(async move {
                        inside.wait().await;
                        settings::put(tx, None, "n", &1).await
                    })
                })
                .await;
            })
        };
        started.wait().await;
        caller.abort();
        // The next write is behind it.
        write(&store, |_| Box::pin(async move { Ok(()) })).await;
        assert_eq!(settings::find::<i64>(&store.read(), None, "n").await.unwrap(), Some(1));
    });
}

#[test]
fn a_duplicate_is_told_from_other_errors() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let again: Result<_, StoreError> = store
            .write(move |tx| {
                Box::pin(async move { store::categories::insert(tx, world.org, "SUPPORT").await })
            })
            .await;
        let error = again.unwrap_err();
        assert!(error.is_duplicate() && !error.is_temporary(), "{error}");
    });
}

#[test]
fn a_closed_store_finishes_what_waits_and_takes_no_more() {
    on_both(async |Db { store, .. }: Db| {
        write(&store, |tx| Box::pin(async move { organisations::insert(tx, "Nord", START).await })).await;
        store.close().await.unwrap();
        let late: Result<_, StoreError> =
            store.write(|tx| Box::pin(async move { organisations::insert(tx, "Sør", START).await })).await;
        assert!(late.unwrap_err().is_temporary());
    });
}

#[test]
fn transactions_that_wait_for_each_other_are_run_again() {
    on_postgres(async |Db { store, .. }: Db| {
        for name in ["a", "b"] {
            write(&store, move |tx| Box::pin(async move { settings::put(tx, None, name, &0_i64).await }))
                .await;
        }
        // Each holds one row when it asks for the other's: PostgreSQL must give up one of them.
        let both_hold = Arc::new(Barrier::new(2));
        let runs = Arc::new(AtomicUsize::new(0));
        let job = |mine: &'static str, other: &'static str| {
            let (store, both_hold, runs) = (store.clone(), Arc::clone(&both_hold), Arc::clone(&runs));
            tokio::spawn(async move {
                write(&store, move |tx| {
                    Box::pin(async move {
                        let first_round = runs.fetch_add(1, Ordering::SeqCst) < 2;
                        settings::put(tx, None, mine, &1_i64).await?;
                        if first_round {
                            both_hold.wait().await;
                        }
                        settings::put(tx, None, other, &1_i64).await
                    })
                })
                .await;
            })
        };
        let (one, two) = (job("a", "b"), job("b", "a"));
        one.await.unwrap();
        two.await.unwrap();
        assert!(runs.load(Ordering::SeqCst) > 2);
    });
}
