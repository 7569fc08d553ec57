//! Files that persons come in from.

use domain::person_import::RowOutcome;
use domain::{OrganisationId, PersonImportId, UserId};
use store::person_imports::{self, ImportRow, NewPersonImport};
use store::{StoreError, Tx};

use crate::db::{Db, START, on_both};
use crate::fixtures::{world, write};

async fn made(tx: &Tx, org: OrganisationId, user: UserId) -> Result<PersonImportId, StoreError> {
    let new = NewPersonImport {
        user,
        file_name: "kunder.csv".to_owned(),
        headings: vec!["Navn".to_owned()],
        at: START,
    };
    person_imports::insert(tx, org, &new).await
}

fn rows(count: u64) -> Vec<ImportRow> {
    let row = |number| ImportRow { number, cells: vec![format!("n{number}")], said: "{}".to_owned() };
    (1..=count).map(row).collect()
}

#[test]
fn rows_wait_until_something_became_of_them_and_the_refused_ones_are_told() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let (org, user) = (world.org, world.user);
        let (import, ids) = write(&store, move |tx| {
            Box::pin(async move {
                let import = made(tx, org, user).await?;
                let ids = person_imports::insert_rows(tx, org, import, &rows(1_201)).await?;
                let one = (ids[0], RowOutcome::Made);
                person_imports::record(tx, org, one, ("", "")).await?;
                for id in [ids[1], ids[1_200]] {
                    let told = ("contact.no_address", "the row holds no address");
                    person_imports::record(tx, org, (id, RowOutcome::Refused), told).await?;
                }
                Ok((import, ids))
            })
        })
        .await;
        let conn = store.read();
        let counts = person_imports::counts(&conn, org, &[import]).await.unwrap().remove(&import).unwrap();
        let expected = [(RowOutcome::Waiting, 1_198), (RowOutcome::Made, 1), (RowOutcome::Refused, 2)];
        assert_eq!(counts.into_iter().collect::<Vec<_>>(), expected);
        let waiting = person_imports::waiting_among(&conn, org, &ids[..3]).await.unwrap();
        assert_eq!(waiting.into_keys().collect::<Vec<_>>(), [ids[2]]);
        let first = person_imports::list_refused(&conn, org, (import, None), 1).await.unwrap();
        assert_eq!((first[0].number, first[0].cells[0].as_str()), (2, "n2"));
        let next = person_imports::list_refused(&conn, org, (import, Some(first[0].id)), 9).await.unwrap();
        assert_eq!((next.len(), next[0].number), (1, 1_201));
        let kept = write(&store, move |tx| {
            Box::pin(async move {
                let too_early = person_imports::delete_before(tx, START, 1_000).await?;
                let later = START.plus_seconds(1);
                let some = person_imports::delete_before(tx, later, 1_000).await?;
                let is_there = person_imports::find(tx, org, (user, import)).await?.is_some();
                let rest = person_imports::delete_before(tx, later, 1_000).await?;
                Ok((too_early, some, is_there, rest))
            })
        });
        assert_eq!(kept.await, (0, 1_000, true, 202), "the rows in parts, then the file");
        assert!(person_imports::counts(&store.read(), org, &[import]).await.unwrap().is_empty());
    });
}

#[test]
fn another_organisation_and_a_colleague_see_nothing_of_a_file() {
    on_both(async |Db { store, .. }: Db| {
        let (ours, theirs) = (world(&store, "nord").await, world(&store, "sør").await);
        let (org, user, other) = (ours.org, ours.user, theirs.org);
        let (import, row) = write(&store, move |tx| {
            Box::pin(async move {
                let import = made(tx, org, user).await?;
                let ids = person_imports::insert_rows(tx, org, import, &rows(1)).await?;
                let told = (ids[0], RowOutcome::Refused);
                person_imports::record(tx, other, told, ("x", "x")).await?;
                Ok((import, ids[0]))
            })
        })
        .await;
        let conn = store.read();
        assert!(person_imports::find(&conn, other, (user, import)).await.unwrap().is_none());
        assert!(person_imports::find(&conn, org, (UserId::new(1), import)).await.unwrap().is_none());
        assert!(person_imports::find(&conn, org, (user, import)).await.unwrap().is_some());
        assert!(person_imports::counts(&conn, other, &[import]).await.unwrap().is_empty());
        assert!(person_imports::waiting_among(&conn, other, &[row]).await.unwrap().is_empty());
        assert_eq!(person_imports::waiting_among(&conn, org, &[row]).await.unwrap().len(), 1);
        assert!(person_imports::list_refused(&conn, other, (import, None), 9).await.unwrap().is_empty());
    });
}

#[test]
fn several_files_are_counted_each_by_itself() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let (org, user) = (world.org, world.user);
        let [one, other, empty] = write(&store, move |tx| {
            Box::pin(async move {
                let imports =
                    [made(tx, org, user).await?, made(tx, org, user).await?, made(tx, org, user).await?];
                person_imports::insert_rows(tx, org, imports[0], &rows(2)).await?;
                let ids = person_imports::insert_rows(tx, org, imports[1], &rows(3)).await?;
                person_imports::record(tx, org, (ids[0], RowOutcome::Made), ("", "")).await?;
                Ok(imports)
            })
        })
        .await;
        let counts = person_imports::counts(&store.read(), org, &[one, other, empty]).await.unwrap();
        let of = |import| counts.get(&import).map(|counts| counts.clone().into_iter().collect::<Vec<_>>());
        assert_eq!(of(one), Some(vec![(RowOutcome::Waiting, 2)]));
        assert_eq!(of(other), Some(vec![(RowOutcome::Waiting, 2), (RowOutcome::Made, 1)]));
        assert_eq!(of(empty), None);
    });
}
