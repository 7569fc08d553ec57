//! Mails that clients handed over at the same time.

use domain::intake::IntakeState;
use domain::timeline::{Step, Subject};
use store::intake::{Handed, IntakeFilter, IntakeSort};
use store::{ListQuery, Store, StoreError, intake, mailboxes, raw, timeline};

use crate::db::{Db, START, on_both};
use crate::fixtures::{World, arrival, settings, world, write};

async fn handed(store: &Store, world: World, source: &str, text: &str) -> Handed {
    Handed {
        mailbox_id: world.mailbox,
        via: String::from("smtp"),
        peer: format!("{text} [192.0.2.1]"),
        returned_delivery: None,
        mail: arrival(store, world.org, source, text).await,
    }
}

async fn insert(store: &Store, world: World, mails: &[Handed]) -> usize {
    let (org, mails) = (world.org, mails.to_vec());
    let stored: Result<usize, StoreError> = store
        .write(move |tx| {
            Box::pin(async move { intake::insert_handed(tx, org, &mails.iter().collect::<Vec<_>>()).await })
        })
        .await;
    stored.unwrap()
}

#[test]
fn mails_of_several_mailboxes_are_stored_at_once_and_each_only_once() {
    on_both(async |Db { store, .. }: Db| {
        let nord = world(&store, "nord").await;
        let org = nord.org;
        let second = write(&store, move |tx| {
            Box::pin(async move {
                mailboxes::insert(tx, org, &settings("second@nord.example"), None, START).await
            })
        })
        .await;
        let mut mails = vec![
            handed(&store, nord, "a", "first").await,
            handed(&store, nord, "a", "again").await,
            handed(&store, nord, "b", "other").await,
        ];
        let for_second = Handed { mailbox_id: second, ..mails[0].clone() };
        mails.push(for_second);
        assert_eq!(insert(&store, nord, &mails).await, 3);
        assert_eq!(insert(&store, nord, &mails).await, 0);

        let conn = store.read();
        let query = ListQuery::<IntakeSort>::default();
        let rows = intake::list(&conn, org, &query, IntakeFilter::default()).await.unwrap().rows;
        assert_eq!(rows.len(), 3);
        for row in rows {
            assert_eq!(row.state, IntakeState::Stored);
            let text = if row.source_id == "a" { "first" } else { "other" };
            assert_eq!(row.summary.subject, text);
            let bytes = raw::get(&conn, org, row.raw_hash).await.unwrap().unwrap();
            assert!(bytes.starts_with(format!("Subject: {text}\r\n").as_bytes()));
            let steps = timeline::list(&conn, org, Subject::Intake(row.id)).await.unwrap();
            let [(_, Step::Received { peer, .. }), (_, Step::Stored { .. })] = &steps[..] else {
                panic!("{steps:?}")
            };
            assert_eq!(*peer, format!("{text} [192.0.2.1]"));
        }
    });
}

#[test]
fn the_same_source_in_two_organisations_is_two_mails() {
    on_both(async |Db { store, .. }: Db| {
        let (nord, syd) = (world(&store, "nord").await, world(&store, "syd").await);
        for world in [nord, syd] {
            let mail = handed(&store, world, "a", "hei").await;
            assert_eq!(insert(&store, world, &[mail]).await, 1);
        }
    });
}
