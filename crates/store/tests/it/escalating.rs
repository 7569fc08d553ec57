//! Cases that take too long: each is looked at by one worker, and changes move or stop it.

use domain::case::CaseStatus;
use domain::escalation::{Level, Tell};
use domain::{CaseId, Timestamp};
use store::cases::{By, CaseChange, Escalating, NewCase};
use store::priorities::{self, PriorityChange};
use store::{Store, cases};

use crate::db::{Db, START, on_both};
use crate::fixtures::{World, insert_case, new_case, world, write};

/// The world's priority gets a level, an hour after the deadline.
async fn give_levels(store: &Store, w: World) {
    let level =
        Level { after_minutes: 60, tell: Tell { owner: true, ..Tell::default() }, ..Level::default() };
    let change = PriorityChange {
        levels: Some(vec![level]),
        restarts_on_reply: Some(false),
        ..PriorityChange::default()
    };
    let changed = write(store, move |tx| {
        Box::pin(async move { priorities::update(tx, w.org, w.priority, &change).await })
    });
    assert!(changed.await);
}

async fn begun(store: &Store, w: World, title: &str) -> CaseId {
    let new = NewCase { priority_id: Some(w.priority), ..new_case(title) };
    let case = insert_case(store, w.org, new).await;
    write(store, move |tx| {
        Box::pin(async move { cases::begin_escalation(tx, w.org, case, (START, START)).await })
    })
    .await;
    case
}

async fn change(store: &Store, w: World, (case, change): (CaseId, CaseChange)) {
    let by = By { user: None, at: START };
    write(store, move |tx| Box::pin(async move { cases::update(tx, w.org, case, &change, by).await })).await;
}

async fn found(store: &Store, now: Timestamp) -> Option<Escalating> {
    write(store, move |tx| Box::pin(async move { cases::find_escalating(tx, now).await })).await
}

/// Looks at the case again at an instant, with so many levels done.
async fn record(store: &Store, found: Escalating, (level, next): (u32, Option<Timestamp>)) -> bool {
    write(store, move |tx| Box::pin(async move { cases::record_escalation(tx, &found, (level, next)).await }))
        .await
}

#[test]
fn two_workers_do_each_level_once() {
    on_both(async |db: Db| {
        let w = world(&db.store, "nord").await;
        give_levels(&db.store, w).await;
        for number in 0..20 {
            begun(&db.store, w, &format!("Sak {number}")).await;
        }
        let other_node = if matches!(db.config.database, store::Database::Postgres { .. }) {
            db.another_node(2).await
        } else {
            db.store.clone()
        };
        let worker = |store: Store| {
            tokio::spawn(async move {
                let mut done = Vec::new();
                loop {
                    let one = write(&store, move |tx| {
                        Box::pin(async move {
                            let Some(found) = cases::find_escalating(tx, START).await? else {
                                return Ok(None);
                            };
                            let mine = cases::record_escalation(tx, &found, (1, None)).await?;
                            Ok(Some((found.case, mine)))
                        })
                    });
                    match one.await {
                        Some((case, true)) => done.push(case),
                        Some((_, false)) => {}
                        None => return done,
                    }
                }
            })
        };
        let (one, two) = (worker(db.store.clone()), worker(other_node));
        let mut done = one.await.unwrap();
        done.extend(two.await.unwrap());
        done.sort_unstable();
        let all = done.len();
        done.dedup();
        assert_eq!((all, done.len()), (20, 20));
    });
}

#[test]
fn whoever_found_a_case_that_was_done_meanwhile_does_nothing() {
    on_both(async |Db { store, .. }: Db| {
        let w = world(&store, "nord").await;
        give_levels(&store, w).await;
        let case = begun(&store, w, "Sak").await;
        let seen = found(&store, START).await.unwrap();
        assert_eq!((seen.case, seen.level, seen.from, seen.due_at), (case, 0, START, None));
        assert!(record(&store, seen, (1, Some(START.plus_seconds(60)))).await);
        assert!(!record(&store, seen, (1, None)).await, "it stands elsewhere");
        assert_eq!(found(&store, START).await, None);
        let again = found(&store, START.plus_seconds(60)).await.unwrap();
        assert_eq!((again.case, again.level), (case, 1));
        // Without levels there is nothing to look at.
        let new = NewCase { priority_id: None, ..new_case("Uten") };
        let without = insert_case(&store, w.org, new).await;
        write(&store, move |tx| {
            Box::pin(async move { cases::begin_escalation(tx, w.org, without, (START, START)).await })
        })
        .await;
        assert_eq!(found(&store, START).await, None);
    });
}

#[test]
fn closing_waiting_and_the_bin_stop_it_and_opening_goes_on_or_begins_anew() {
    on_both(async |Db { store, .. }: Db| {
        let w = world(&store, "nord").await;
        give_levels(&store, w).await;
        let case = begun(&store, w, "Sak").await;
        let one_done = found(&store, START).await.unwrap();
        assert!(record(&store, one_done, (1, Some(START))).await);
        let to = |status| CaseChange { status: Some(status), ..CaseChange::default() };

        change(&store, w, (case, to(CaseStatus::Waiting))).await;
        assert_eq!(found(&store, START).await, None);
        change(&store, w, (case, to(CaseStatus::Open))).await;
        assert_eq!(found(&store, START).await.unwrap().level, 1, "it goes on");
        change(&store, w, (case, to(CaseStatus::Closed))).await;
        assert_eq!(found(&store, START).await, None);
        change(&store, w, (case, to(CaseStatus::Open))).await;
        let anew = found(&store, START).await.unwrap();
        assert_eq!(anew.level, 0, "it begins anew");

        let by = By { user: None, at: START };
        for status in [CaseStatus::Spam, CaseStatus::Deleted] {
            write(&store, move |tx| {
                Box::pin(async move { cases::throw_away(tx, w.org, &[case], status, by).await })
            })
            .await;
            assert_eq!(found(&store, START).await, None, "{status:?}");
            write(&store, move |tx| Box::pin(async move { cases::restore(tx, w.org, &[case], by).await }))
                .await;
            assert_eq!(found(&store, START).await.unwrap().case, case);
        }
        let into = insert_case(&store, w.org, new_case("Annen")).await;
        write(&store, move |tx| {
            Box::pin(async move { cases::merge(tx, w.org, (case, into), CaseStatus::Open, by).await })
        })
        .await;
        assert_eq!(found(&store, START).await, None);
        write(&store, move |tx| Box::pin(async move { cases::unmerge(tx, w.org, case, by).await })).await;
        assert_eq!(found(&store, START).await.unwrap().case, case);
        let none = CaseChange { priority_id: Some(None), ..CaseChange::default() };
        change(&store, w, (case, none)).await;
        assert_eq!(found(&store, START).await, None, "no priority, no levels");
    });
}

#[test]
fn new_levels_are_for_cases_that_are_not_late_yet() {
    on_both(async |Db { store, .. }: Db| {
        let w = world(&store, "nord").await;
        let mut made = Vec::new();
        for due in [START.plus_seconds(-60), START.plus_seconds(60)] {
            let new = NewCase { priority_id: Some(w.priority), ..new_case("Sak") };
            let case = insert_case(&store, w.org, new).await;
            let with = CaseChange { due_at: Some(Some(due)), ..CaseChange::default() };
            change(&store, w, (case, with)).await;
            made.push(case);
        }
        assert_eq!(found(&store, START).await, None);
        give_levels(&store, w).await;
        write(&store, move |tx| {
            Box::pin(async move { cases::plan_escalations(tx, w.org, w.priority, START).await })
        })
        .await;
        let seen = found(&store, START).await.unwrap();
        assert_eq!(seen.case, made[1]);
        assert!(record(&store, seen, (0, None)).await);
        assert_eq!(found(&store, START).await, None);
        let row = priorities::find(&store.read(), w.org, w.priority).await.unwrap().unwrap();
        assert_eq!((row.levels.len(), row.restarts_on_reply), (1, false));
    });
}
