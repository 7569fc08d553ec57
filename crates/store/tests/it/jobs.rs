//! Jobs go on batch by batch, take turns, and end.

use domain::job::{JobKind, JobState};
use domain::limits::{JOB_BATCH_ROWS, JOB_FAILURES_MAX};
use domain::{JobId, OrganisationId, UserId};
use store::jobs::{self, JobFailure, JobRow, NewJob};
use store::{Store, preferences};

use crate::db::{Db, START, on_both};
use crate::fixtures::{world, write};

async fn new_job(store: &Store, org: OrganisationId, user: UserId, rows: usize) -> JobId {
    let ids = (1..=i64::try_from(rows).unwrap()).collect();
    let (kind, params) = (JobKind::IntakeDelete, String::from("null"));
    let job = NewJob { user, kind, params, ids, cut: false, at: START };
    write(store, move |tx| Box::pin(async move { jobs::insert(tx, org, &job).await })).await
}

/// Does the next batch, all of it or none; the job that went on.
async fn step(store: &Store, fails: bool) -> Option<JobId> {
    write(store, move |tx| {
        Box::pin(async move {
            let Some((job, batch)) = jobs::claim_batch(tx, START).await? else { return Ok(None) };
            match batch {
                None => jobs::finish(tx, &job, JobState::Done, START).await?,
                Some(batch) => {
                    let failure =
                        |id: &i64| JobFailure { id: *id, code: String::from("x"), detail: String::from("y") };
                    let failures: Vec<_> =
                        if fails { batch.ids.iter().map(failure).collect() } else { Vec::new() };
                    jobs::record_batch(tx, &job, &batch, &failures, START.plus_seconds(-1)).await?;
                }
            }
            Ok(Some(job.id))
        })
    })
    .await
}

async fn state(store: &Store, org: OrganisationId, user: UserId, id: JobId) -> JobRow {
    jobs::find(&store.read(), org, user, id).await.unwrap().unwrap()
}

#[test]
fn a_job_is_done_in_batches_and_counts_them() {
    on_both(async |Db { store, .. }: Db| {
        let w = world(&store, "nord").await;
        let id = new_job(&store, w.org, w.user, JOB_BATCH_ROWS + 5).await;
        step(&store, false).await;
        let half = state(&store, w.org, w.user, id).await;
        assert_eq!((half.state, half.done, half.failed), (JobState::Running, JOB_BATCH_ROWS as u64, 0));
        step(&store, true).await;
        step(&store, false).await;
        let over = state(&store, w.org, w.user, id).await;
        assert_eq!((over.state, over.done, over.failed), (JobState::Done, JOB_BATCH_ROWS as u64, 5));
        assert_eq!(over.failures.len(), 5);
        assert_eq!(step(&store, false).await, None);
        let gone = write(&store, |tx| {
            Box::pin(async move { jobs::delete_before(tx, START.plus_seconds(1), &[]).await })
        });
        assert_eq!(gone.await, 1);
    });
}

#[test]
fn a_job_is_taken_further_by_one_of_those_who_read_it() {
    on_both(async |Db { store, .. }: Db| {
        let w = world(&store, "nord").await;
        let id = new_job(&store, w.org, w.user, 0).await;
        let read = state(&store, w.org, w.user, id).await;
        let extended = async |job: &JobRow| {
            let job = job.clone();
            write(&store, move |tx| {
                let job = job.clone();
                Box::pin(async move {
                    let is_its = jobs::take_up(tx, &job, START).await?;
                    if is_its {
                        jobs::extend(tx, &job, (&[7], &"behind"), START).await?;
                    }
                    Ok(is_its)
                })
            })
            .await
        };
        assert_eq!((extended(&read).await, extended(&read).await), (true, false));
        let further = state(&store, w.org, w.user, id).await;
        assert_eq!((further.total, further.params.as_str()), (1, "\"behind\""));
        step(&store, false).await;
        step(&store, false).await;
        assert!(!extended(&further).await, "it is over");
        assert_eq!(state(&store, w.org, w.user, id).await.state, JobState::Done);
    });
}

#[test]
fn a_job_tells_of_its_first_failures_alone() {
    on_both(async |Db { store, .. }: Db| {
        let w = world(&store, "nord").await;
        let id = new_job(&store, w.org, w.user, JOB_BATCH_ROWS * 2).await;
        step(&store, true).await;
        step(&store, true).await;
        let job = state(&store, w.org, w.user, id).await;
        assert_eq!((job.failures.len(), job.failed), (JOB_FAILURES_MAX, JOB_BATCH_ROWS as u64 * 2));
    });
}

#[test]
fn jobs_are_their_users_own() {
    on_both(async |Db { store, .. }: Db| {
        let (nord, sor) = (world(&store, "nord").await, world(&store, "sor").await);
        let id = new_job(&store, nord.org, nord.user, 1).await;
        let conn = store.read();
        let somebody_else = UserId::new(99);
        assert!(jobs::find(&conn, sor.org, nord.user, id).await.unwrap().is_none());
        assert!(jobs::find(&conn, nord.org, somebody_else, id).await.unwrap().is_none());
        assert!(jobs::list(&conn, sor.org, nord.user, 9).await.unwrap().is_empty());
        let older = (JobId::new(i64::MAX), "null");
        assert!(jobs::list_planning(&conn, sor.org, nord.user, older, 9).await.unwrap().is_empty());
        assert!(jobs::list_planning(&conn, nord.org, somebody_else, older, 9).await.unwrap().is_empty());
        assert_eq!(jobs::list_planning(&conn, nord.org, nord.user, older, 9).await.unwrap().len(), 1);
        assert!(jobs::list_among(&conn, sor.org, nord.user, &[id]).await.unwrap().is_empty());
        assert!(jobs::list_among(&conn, nord.org, somebody_else, &[id]).await.unwrap().is_empty());
        assert_eq!(jobs::list_among(&conn, nord.org, nord.user, &[id]).await.unwrap().len(), 1);
        assert_eq!(jobs::count_open(&conn, nord.org, nord.user).await.unwrap(), 1);
        assert_eq!(jobs::count_open(&conn, sor.org, nord.user).await.unwrap(), 0);
        let stopped = write(&store, move |tx| {
            Box::pin(async move {
                assert!(!jobs::request_cancel(tx, sor.org, nord.user, id).await?);
                assert!(!jobs::request_cancel(tx, nord.org, somebody_else, id).await?);
                jobs::request_cancel(tx, nord.org, nord.user, id).await
            })
        });
        assert!(stopped.await);
        assert!(state(&store, nord.org, nord.user, id).await.cancel_requested);
    });
}

#[test]
fn preferences_are_their_users_own() {
    on_both(async |Db { store, .. }: Db| {
        let (nord, sor) = (world(&store, "nord").await, world(&store, "sor").await);
        let chosen = preferences::Preference { name: String::from("list.cases"), value: String::from("[1]") };
        write(&store, move |tx| {
            let (chosen, mut newer) = (chosen.clone(), chosen.clone());
            newer.value = String::from("[2]");
            Box::pin(async move {
                preferences::put(tx, nord.org, nord.user, &chosen, START).await?;
                preferences::put(tx, nord.org, nord.user, &newer, START).await?;
                assert!(!preferences::delete(tx, sor.org, nord.user, "list.cases").await?);
                Ok(())
            })
        })
        .await;
        let conn = store.read();
        let of = async |org, user| preferences::find(&conn, org, user, "list.cases").await.unwrap();
        assert_eq!(of(nord.org, nord.user).await.as_deref(), Some("[2]"));
        assert_eq!(of(sor.org, nord.user).await, None);
        assert_eq!(of(nord.org, sor.user).await, None);
        assert_eq!(preferences::list(&conn, nord.org, nord.user).await.unwrap().len(), 1);
        assert_eq!(preferences::count(&conn, sor.org, sor.user).await.unwrap(), 0);
    });
}
