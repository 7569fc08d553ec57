//! Claims: due work goes to one worker at a time, and comes back when he dies.

use std::collections::HashSet;

use store::intake::{Failed, Release};
use store::{Claim, Store, deliveries, intake, mailboxes};

use crate::db::{Db, START, on_both};
use crate::fixtures::{claim, queued, settings, stored, world, write};

#[test]
fn two_workers_never_hold_the_same_mail() {
    on_both(async |db: Db| {
        let world = world(&db.store, "nord").await;
        for number in 0..40 {
            stored(&db.store, world, &format!("s{number}")).await;
        }
        let other_node = if matches!(db.config.database, store::Database::Postgres { .. }) {
            db.another_node(2).await
        } else {
            db.store.clone()
        };
        let worker = |store: Store, owner: &'static str| {
            tokio::spawn(async move {
                let mut held = Vec::new();
                loop {
                    let claim = claim(owner, 3);
                    let mails = write(&store, move |tx| {
                        Box::pin(async move { intake::claim_stored(tx, &claim).await })
                    })
                    .await;
                    if mails.is_empty() {
                        return held;
                    }
                    assert!(mails.len() <= 3);
                    held.extend(mails.into_iter().map(|mail| mail.id));
                }
            })
        };
        let (one, two) = (worker(db.store.clone(), "one"), worker(other_node, "two"));
        let mut held = one.await.unwrap();
        held.extend(two.await.unwrap());
        assert_eq!(held.len(), 40);
        assert_eq!(held.into_iter().collect::<HashSet<_>>().len(), 40);
    });
}

#[test]
fn a_lease_that_ran_out_gives_the_work_to_the_next() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let id = stored(&store, world, "s").await;
        let later =
            Claim { now: START.plus_seconds(61), lease_until: START.plus_seconds(120), ..claim("two", 10) };
        let (first, none, second, late, mine) = write(&store, move |tx| {
            let later = later.clone();
            Box::pin(async move {
                let first = intake::claim_stored(tx, &claim("one", 10)).await?;
                let none = intake::claim_stored(tx, &claim("two", 10)).await?;
                let second = intake::claim_stored(tx, &later).await?;
                let failed = Failed { error: String::from("x"), summary: None, at: START };
                let late = intake::record_failed(tx, world.org, id, "one", &failed).await?;
                let mine = intake::record_failed(tx, world.org, id, "two", &failed).await?;
                Ok((first, none, second, late, mine))
            })
        })
        .await;
        assert_eq!((first.len(), none.len(), second.len()), (1, 0, 1));
        assert_eq!((first[0].attempts, second[0].attempts), (1, 2));
        assert!(!late, "whose lease is lost records nothing");
        assert!(mine);
    });
}

#[test]
fn a_lease_can_be_extended_and_given_back() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let id = stored(&store, world, "s").await;
        write(&store, move |tx| {
            Box::pin(async move {
                intake::claim_stored(tx, &claim("one", 10)).await?;
                assert!(intake::extend_lease(tx, world.org, id, "one", START.plus_seconds(600)).await?);
                assert!(!intake::extend_lease(tx, world.org, id, "two", START.plus_seconds(600)).await?);
                let at_61 = Claim { now: START.plus_seconds(61), ..claim("two", 10) };
                assert!(intake::claim_stored(tx, &at_61).await?.is_empty());
                let back = Release { due_at: START, error: None, counts: false };
                assert!(intake::release(tx, world.org, id, "one", &back).await?);
                let again = intake::claim_stored(tx, &claim("two", 10)).await?;
                assert_eq!(again[0].attempts, 1, "a try that never happened does not count");
                Ok(())
            })
        })
        .await;
    });
}

#[test]
fn mailboxes_are_claimed_over_all_organisations_when_due() {
    on_both(async |Db { store, .. }: Db| {
        let (nord, sor) = (world(&store, "nord").await, world(&store, "sor").await);
        write(&store, move |tx| {
            Box::pin(async move {
                let mut paused = settings("pause@nord.example");
                paused.active = false;
                mailboxes::insert(tx, nord.org, &paused, None, START).await?;
                let mut listening = settings("lytt@nord.example");
                listening.protocol = domain::mailbox::Protocol::Smtp;
                mailboxes::insert(tx, nord.org, &listening, None, START).await?;
                let due = mailboxes::claim_due(tx, &claim("one", 10)).await?;
                let found: HashSet<_> =
                    due.iter().map(|mailbox| (mailbox.organisation, mailbox.id)).collect();
                assert_eq!(found, HashSet::from([(nord.org, nord.mailbox), (sor.org, sor.mailbox)]));
                assert!(mailboxes::claim_due(tx, &claim("two", 10)).await?.is_empty());
                assert!(!mailboxes::release(tx, nord.org, nord.mailbox, "two").await?);
                assert!(mailboxes::release(tx, nord.org, nord.mailbox, "one").await?);
                assert_eq!(mailboxes::claim_due(tx, &claim("two", 10)).await?.len(), 1);
                Ok(())
            })
        })
        .await;
    });
}

#[test]
fn a_delivery_whose_worker_died_in_the_attempt_says_so() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        queued(&store, world.org, &["ola@kunde.example"]).await;
        write(&store, move |tx| {
            Box::pin(async move {
                let due = deliveries::claim_due(tx, &claim("one", 10)).await?;
                assert!(!due[0].interrupted);
                let begun = deliveries::begin_attempts(tx, &[due[0].id], "one", START).await?;
                assert_eq!(begun[0].number, 1);
                let later = Claim {
                    now: START.plus_seconds(61),
                    lease_until: START.plus_seconds(200),
                    ..claim("two", 10)
                };
                let again = deliveries::claim_due(tx, &later).await?;
                assert!(again[0].interrupted);
                assert_eq!(again[0].attempts, 1);
                let lost = deliveries::begin_attempts(tx, &[due[0].id], "one", START).await?;
                assert!(lost.is_empty(), "whose lease is lost begins nothing");
                Ok(())
            })
        })
        .await;
    });
}
