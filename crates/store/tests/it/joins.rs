//! Records that are joined, and what is kept of them.

use store::companies::{self, Merged};

use crate::db::{Db, START, on_both, run};
use crate::fixtures::{world, write};

/// One person more than a join remembers, of the company that was made last.
const MANY: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10001)
    INSERT INTO persons (id, org_id, name, name_key, address, address_key, search_key, phone, phone_key, company_id,
        former, created_at, updated_at)
    SELECT i, (SELECT MIN(id) FROM organisations), 'n', 'n', 'a', 'a' || i, 'n', '', '',
        (SELECT MAX(id) FROM companies), i < 0, i, i FROM n";

#[test]
fn whoever_joins_a_company_with_more_persons_than_are_remembered_is_told_that_it_is_for_good() {
    on_both(async |Db { store, config, .. }: Db| {
        let org = world(&store, "nord").await.org;
        let make = async |name: &'static str| {
            write(&store, move |tx| {
                Box::pin(async move { companies::insert(tx, org, (name, &[]), START).await })
            })
            .await
        };
        let (stays, goes) = (make("Fjord").await, make("Fjord AS").await);
        run(&config.database, MANY).await;
        let merge = async |pair| {
            write(&store, move |tx| Box::pin(async move { companies::merge(tx, org, pair, START).await }))
                .await
        };
        assert_eq!(merge((goes, stays)).await, Merged::ForGood);
        let row = companies::find(&store.read(), org, stays).await.unwrap().unwrap();
        assert!(companies::list_joined(&store.read(), org, &row).await.unwrap().is_empty());
        let small = make("Fjord Nord").await;
        assert_eq!(merge((small, stays)).await, Merged::Splittable);
    });
}
