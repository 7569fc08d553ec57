//! Links to files: who finds them, how they end, and what they go with.

use bytes::Bytes;
use domain::case::{CaseStatus, Direction};
use domain::{CaseId, FileLinkId, MessageId, OrganisationId, Timestamp};
use store::cases::{By, NewMessage};
use store::file_links::{self, FileLinkRow, LinkedBytes, NewFileLink};
use store::raw::RawHash;
use store::sessions::TokenHash;
use store::{Store, StoreError, Tx, cases, raw};

use crate::cases::received;
use crate::db::{Db, START, on_both};
use crate::fixtures::{World, insert_case, new_case, world, write};

const TOKEN: TokenHash = [9; 32];
const BY: By = By { user: None, at: START };
const DAY_S: i64 = 24 * 3600;

fn new_link(world: World, bytes: LinkedBytes) -> NewFileLink {
    NewFileLink {
        name: String::from("tegning.pdf"),
        media_type: String::from("application/pdf"),
        size_octets: 6,
        bytes,
        token_hash: TOKEN,
        by: world.user,
        at: START,
        expires_at: START.plus_seconds(DAY_S),
        fetches_max: 2,
    }
}

/// A link to bytes that lie there already.
pub(crate) async fn linked(
    tx: &Tx,
    world: World,
    (message, hash): (MessageId, RawHash),
) -> Result<FileLinkId, StoreError> {
    file_links::insert(tx, world.org, message, &[new_link(world, LinkedBytes::Kept(hash))]).await?;
    let found = file_links::find_by_token(tx, &TOKEN).await?;
    found.map(|row| row.id).ok_or(StoreError::Missing("link"))
}

/// Another organisation sees nothing of it, and changes nothing.
pub(crate) async fn nothing_is_known(store: &Store, own: OrganisationId, (case, id): (CaseId, FileLinkId)) {
    let conn = store.read();
    assert!(file_links::list_of_case(&conn, own, case).await.unwrap().is_empty());
    assert!(file_links::find(&conn, own, case, id).await.unwrap().is_none());
    let before = file_links::find_by_token(&conn, &TOKEN).await.unwrap().unwrap();
    assert_ne!(before.organisation, own);
    write(store, move |tx| {
        Box::pin(async move {
            assert!(!file_links::record_fetch(tx, own, id, START).await?);
            assert!(!file_links::revoke(tx, own, id, (domain::UserId::new(1), START)).await?);
            Ok(())
        })
    })
    .await;
    assert_eq!(file_links::find_by_token(&store.read(), &TOKEN).await.unwrap().unwrap(), before);
}

/// A case with a message that carries a link to a file of its own.
async fn with_link(store: &Store, world: World) -> (CaseId, MessageId) {
    let case = insert_case(store, world.org, new_case("Sak")).await;
    let file = raw::prepare(store, world.org, Bytes::from_static(b"a file")).await.unwrap();
    let message = write(store, move |tx| {
        let link = new_link(world, LinkedBytes::New(file.clone()));
        Box::pin(async move {
            let sent = NewMessage { direction: Direction::Sent, ..received() };
            let message = cases::append_message(tx, world.org, case, &sent).await?;
            file_links::insert(tx, world.org, message, &[link]).await?;
            Ok(message)
        })
    });
    (case, message.await)
}

async fn by_token(store: &Store) -> Option<FileLinkRow> {
    file_links::find_by_token(&store.read(), &TOKEN).await.unwrap()
}

async fn fetch(store: &Store, row: &FileLinkRow, at: Timestamp) -> bool {
    let (org, id) = (row.organisation, row.id);
    write(store, move |tx| Box::pin(file_links::record_fetch(tx, org, id, at))).await
}

#[test]
fn a_link_is_found_by_its_token_and_counts_until_it_is_over() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let (case, message) = with_link(&store, world).await;
        let row = by_token(&store).await.unwrap();
        assert_eq!((row.organisation, row.case_id, row.message_id), (world.org, case, message));
        assert_eq!((row.name.as_str(), row.fetches, row.fetches_max), ("tegning.pdf", 0, 2));
        assert_eq!(file_links::find_by_token(&store.read(), &[8; 32]).await.unwrap(), None);

        assert!(!fetch(&store, &row, row.expires_at).await, "its days are over then");
        assert!(fetch(&store, &row, START).await && fetch(&store, &row, START).await);
        assert!(!fetch(&store, &row, START).await, "twice is all that it may");
        let row = by_token(&store).await.unwrap();
        assert_eq!((row.fetches, row.last_fetched_at), (2, Some(START)));

        let (org, id, user) = (world.org, row.id, world.user);
        let revoke = || write(&store, move |tx| Box::pin(file_links::revoke(tx, org, id, (user, START))));
        assert!(revoke().await && !revoke().await);
        let listed = file_links::list_of_case(&store.read(), world.org, case).await.unwrap();
        assert_eq!(listed[0].revoked_by_name.as_deref(), Some("Kari Nordmann"));
        assert!(!fetch(&store, &row, START).await);
    });
}

#[test]
fn a_link_leads_nowhere_while_its_message_or_case_lies_in_the_bin() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let (case, id) = with_link(&store, world).await;
        let org = world.org;
        let message = cases::find_message(&store.read(), org, case, id).await.unwrap().unwrap();
        let removed = message.clone();
        write(&store, move |tx| {
            let removed = removed.clone();
            Box::pin(async move { cases::remove_message(tx, org, &removed, BY).await })
        })
        .await;
        assert_eq!(by_token(&store).await, None);
        write(&store, move |tx| {
            let message = message.clone();
            Box::pin(async move { cases::restore_message(tx, org, &message, BY).await })
        })
        .await;
        assert!(by_token(&store).await.is_some());
        write(&store, move |tx| {
            Box::pin(async move { cases::throw_away(tx, org, &[case], CaseStatus::Deleted, BY).await })
        })
        .await;
        assert_eq!(by_token(&store).await, None);
        write(&store, move |tx| Box::pin(async move { cases::restore(tx, org, &[case], BY).await })).await;
        assert!(by_token(&store).await.is_some());
    });
}

#[test]
fn a_link_and_its_bytes_go_with_a_message_or_a_case_that_is_purged() {
    on_both(async |Db { store, clock, .. }: Db| {
        let world = world(&store, "nord").await;
        let org = world.org;
        for whole_case in [false, true] {
            let (case, id) = with_link(&store, world).await;
            let hash = by_token(&store).await.unwrap().raw_hash;
            let message = cases::find_message(&store.read(), org, case, id).await.unwrap().unwrap();
            write(&store, move |tx| {
                let message = message.clone();
                Box::pin(async move {
                    if whole_case {
                        cases::throw_away(tx, org, &[case], CaseStatus::Deleted, BY).await?;
                    } else {
                        cases::remove_message(tx, org, &message, BY).await?;
                    }
                    Ok(())
                })
            })
            .await;
            let later = START.plus_seconds(40 * DAY_S);
            write(&store, move |tx| {
                Box::pin(async move {
                    cases::purge_messages(tx, later, 10).await?;
                    cases::purge(tx, later, 10).await
                })
            })
            .await;
            assert_eq!(by_token(&store).await, None, "{whole_case}");
            assert!(file_links::list_of_case(&store.read(), org, case).await.unwrap().is_empty());
            let swept = clock.advance(2 * DAY_S * 1000);
            raw::sweep_rows(&store, swept).await.unwrap();
            assert!(raw::get(&store.read(), org, hash).await.unwrap().is_none(), "{whole_case}");
        }
    });
}

#[test]
fn bytes_of_a_link_stay_while_it_is_there() {
    on_both(async |Db { store, clock, .. }: Db| {
        let world = world(&store, "nord").await;
        let org = world.org;
        with_link(&store, world).await;
        let hash = by_token(&store).await.unwrap().raw_hash;
        // An upload of the same bytes goes, and lets go of them.
        let file = raw::prepare(&store, org, Bytes::from_static(b"a file")).await.unwrap();
        write(&store, move |tx| {
            let raw = file.clone();
            Box::pin(async move {
                let (name, media_type) = (String::from("x"), String::from("text/plain"));
                let new = store::uploads::NewUpload { user: world.user, name, media_type, raw, at: START };
                let id = store::uploads::insert(tx, org, &new).await?;
                store::uploads::delete(tx, org, world.user, id).await
            })
        })
        .await;
        let swept = clock.advance(2 * DAY_S * 1000);
        raw::sweep_rows(&store, swept).await.unwrap();
        assert!(raw::get(&store.read(), org, hash).await.unwrap().is_some());
    });
}
