//! What domains demand of those who bring them mail, as nodes share it.

use domain::Timestamp;
use domain::encryption::{KnownPolicy, StsMode, StsPolicy};
use store::mta_sts::{self, PolicyRow};

use crate::db::{Db, START, on_both};
use crate::fixtures::write;

fn found(id: &str, read_at: Timestamp) -> PolicyRow {
    let exchangers = vec!["mx.a.test".to_owned(), "*.b.test".to_owned()];
    let policy = StsPolicy { mode: StsMode::Enforce, exchangers, max_age_s: 600 };
    PolicyRow {
        domain: "a.test".to_owned(),
        known: KnownPolicy { record_id: id.to_owned(), policy, read_at },
        look_at: read_at.plus_seconds(60),
        words: None,
    }
}

#[test]
fn a_policy_comes_back_as_it_was_read_and_a_later_one_stands() {
    on_both(async |Db { store, .. }: Db| {
        let put = async |row: PolicyRow| {
            write(&store, move |tx| Box::pin(async move { mta_sts::put(tx, &row).await })).await
        };
        assert_eq!(mta_sts::find(&store.read(), "a.test").await.unwrap(), None);
        put(found("1", START)).await;
        assert_eq!(mta_sts::find(&store.read(), "a.test").await.unwrap(), Some(found("1", START)));
        let failed = PolicyRow { words: Some("no answer".to_owned()), ..found("1", START) };
        put(failed.clone()).await;
        assert_eq!(mta_sts::find(&store.read(), "a.test").await.unwrap(), Some(failed));
        let later = found("2", START.plus_seconds(9));
        put(later.clone()).await;
        put(found("1", START)).await;
        assert_eq!(mta_sts::find(&store.read(), "a.test").await.unwrap(), Some(later));
        assert_eq!(mta_sts::find(&store.read(), "b.test").await.unwrap(), None);
    });
}

#[test]
fn a_policy_is_forgotten_when_its_time_is_over() {
    on_both(async |Db { store, .. }: Db| {
        write(&store, |tx| Box::pin(async move { mta_sts::put(tx, &found("1", START)).await })).await;
        let forgot =
            |before| write(&store, move |tx| Box::pin(async move { mta_sts::forget(tx, before, 9).await }));
        assert_eq!(forgot(START.plus_seconds(600)).await, 0);
        assert_eq!(forgot(START.plus_seconds(601)).await, 1);
    });
}
