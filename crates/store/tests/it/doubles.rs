//! Looks for persons who are likely one: bounded, and going on where the last one ended.

use store::persons::{self, Alike};

use crate::db::{Db, on_both, run};
use crate::fixtures::world;

/// Persons of one organisation, all of other names but the last two; the ids leave room.
const MANY: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5003)
    INSERT INTO persons (id, org_id, name, name_key, address, address_key, search_key, phone, phone_key, former,
        created_at, updated_at)
    SELECT i, (SELECT MIN(id) FROM organisations), 'n', CASE WHEN i > 5001 THEN 'z' ELSE 'n' || (10000 + i) END,
        'a', 'a' || i, 'n', '', CASE i WHEN 1 THEN '12345678' WHEN 3 THEN '12345678' ELSE '' END, i < 0, i, i FROM n";

#[test]
fn a_look_for_doubles_examines_so_many_persons_and_the_next_goes_on() {
    on_both(async |Db { store, config, .. }: Db| {
        let org = world(&store, "nord").await.org;
        run(&config.database, MANY).await;
        let conn = store.read();
        let look = async |cursor: Option<String>| {
            let found = persons::list_doubles(&conn, org, cursor.as_deref(), 1).await.unwrap();
            let pairs =
                found.pairs.iter().map(|pair| (pair.alike, pair.person.id.get(), pair.other.id.get()));
            (pairs.collect::<Vec<_>>(), found.next)
        };
        let (none, next) = look(None).await;
        assert!(none.is_empty() && next.is_some(), "5,000 persons are looked at, and two more are not");
        let (by_name, next) = look(next).await;
        assert_eq!(by_name, [(Alike::Name, 5002, 5003)]);
        let (_, next) = look(next).await;
        assert_eq!(look(next).await, (Vec::new(), None));
        let forged = persons::list_doubles(&conn, org, Some("bmVp"), 1).await;
        assert!(matches!(forged, Err(store::StoreError::Cursor)));
    });
}
