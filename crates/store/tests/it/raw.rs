//! Raw mail: byte for byte, once, and never lost between the object store and the row.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use domain::limits::RAW_INLINE_OCTETS_MAX;
use domain::{OrganisationId, Timestamp, UploadId};
use store::raw::{IncomingRaw, OutgoingRaw, PIECE_OCTETS, PreparedRaw, RawHash};
use store::uploads::NewUpload;
use store::{Store, StoreError, raw, uploads};

use crate::db::{Db, START, on_both};
use crate::fixtures::{World, world, write};

/// Later than any file that a test can make.
const END_OF_TIME: Timestamp = Timestamp::from_millis(i64::MAX);

fn bytes(octets: usize) -> Bytes {
    (0..octets).map(|index| (index * 7 % 251) as u8).collect::<Vec<_>>().into()
}

async fn keep(store: &Store, prepared: PreparedRaw) {
    write(store, move |tx| {
        let prepared = prepared.clone();
        Box::pin(async move { raw::insert(tx, &prepared).await })
    })
    .await;
}

/// The files in the folder of objects.
fn objects(db: &Db) -> Vec<PathBuf> {
    fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, files) } else { files.push(path) }
        }
    }
    let mut files = Vec::new();
    walk(&db.dir.path().join("objects"), &mut files);
    files
}

#[test]
fn every_size_comes_back_as_it_was() {
    on_both(async |db: Db| {
        let org = world(&db.store, "nord").await.org;
        let border = RAW_INLINE_OCTETS_MAX;
        for (octets, files) in [(0, 0), (1, 0), (5_000, 0), (border - 1, 0), (border, 1), (3_000_000, 2)] {
            let mail = bytes(octets);
            let prepared = raw::prepare(&db.store, org, mail.clone()).await.unwrap();
            assert_eq!((prepared.hash(), prepared.size_octets()), (RawHash::of(&mail), octets as u64));
            keep(&db.store, prepared.clone()).await;
            assert_eq!(objects(&db).len(), files, "{octets} octets");
            assert_eq!(raw::get(&db.store.read(), org, prepared.hash()).await.unwrap().unwrap(), mail);
        }
        assert_eq!(raw::get(&db.store.read(), org, RawHash::of(b"other")).await.unwrap(), None);
        let hash = RawHash::of(b"other");
        assert_eq!(hash.to_string().parse::<RawHash>().unwrap(), hash);
    });
}

#[test]
fn the_same_mail_is_kept_once_for_each_organisation() {
    on_both(async |db: Db| {
        let (nord, sor) = (world(&db.store, "nord").await.org, world(&db.store, "sor").await.org);
        let mail = bytes(200_000);
        for org in [nord, nord, sor] {
            let prepared = raw::prepare(&db.store, org, mail.clone()).await.unwrap();
            keep(&db.store, prepared).await;
        }
        assert_eq!(objects(&db).len(), 3);
        assert_eq!(raw::sweep_rows(&db.store, END_OF_TIME).await.unwrap(), 0);
        let objects = raw::sweep_objects(&db.store, END_OF_TIME).await.unwrap();
        assert_eq!(objects, 1, "the second object of the same mail has no row");
        for org in [nord, sor] {
            let found = raw::get(&db.store.read(), org, RawHash::of(&mail)).await.unwrap();
            assert_eq!(found.as_ref(), Some(&mail));
        }
    });
}

#[test]
fn a_crash_before_the_row_leaves_an_object_that_the_sweep_takes_in_its_time() {
    on_both(async |db: Db| {
        let org = world(&db.store, "nord").await.org;
        let prepared = raw::prepare(&db.store, org, bytes(200_000)).await.unwrap();
        assert_eq!(objects(&db).len(), 1, "the bytes are there before anything speaks of them");
        assert_eq!(raw::sweep_objects(&db.store, Timestamp::from_millis(0)).await.unwrap(), 0);
        assert_eq!(raw::sweep_objects(&db.store, END_OF_TIME).await.unwrap(), 1);
        assert_eq!(raw::get(&db.store.read(), org, prepared.hash()).await.unwrap(), None);
    });
}

#[test]
fn when_the_object_store_fails_nothing_speaks_of_the_mail() {
    on_both(async |db: Db| {
        let org = world(&db.store, "nord").await.org;
        let folder = db.dir.path().join("objects");
        std::fs::remove_dir(&folder).unwrap();
        std::fs::write(&folder, "a file where the folder was").unwrap();
        let mail = bytes(200_000);
        let refused = raw::prepare(&db.store, org, mail.clone()).await.unwrap_err();
        assert!(refused.is_temporary(), "{refused}");
        assert_eq!(raw::get(&db.store.read(), org, RawHash::of(&mail)).await.unwrap(), None);
    });
}

#[test]
fn damaged_bytes_are_never_given_out() {
    on_both(async |db: Db| {
        let org = world(&db.store, "nord").await.org;
        let prepared = raw::prepare(&db.store, org, bytes(200_000)).await.unwrap();
        let hash = prepared.hash();
        keep(&db.store, prepared).await;
        let file = objects(&db).remove(0);
        let mut content = std::fs::read(&file).unwrap();
        let middle = content.len() / 2;
        content[middle] ^= 1;
        std::fs::write(&file, content).unwrap();
        let conn = db.store.read();
        assert!(matches!(raw::get(&conn, org, hash).await, Err(StoreError::Damaged(_))));
        std::fs::remove_file(&file).unwrap();
        assert!(matches!(raw::get(&conn, org, hash).await, Err(StoreError::Damaged(_))));
    });
}

/// Bytes that do not pack, so that they are many in the object store, too.
fn noise(octets: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as u8
    };
    std::iter::repeat_with(next).take(octets).collect()
}

async fn come_in(store: &Store, org: OrganisationId, bytes: &[u8]) -> PreparedRaw {
    let mut incoming = IncomingRaw::begin(store, org).await.unwrap();
    for piece in bytes.chunks(50_001) {
        incoming.push(piece).await.unwrap();
    }
    incoming.finish().await.unwrap()
}

/// What comes out until the end, or until it breaks off.
async fn come_out(store: &Store, org: OrganisationId, hash: RawHash) -> (Vec<u8>, Option<StoreError>) {
    let mut outgoing = OutgoingRaw::open(&store.read(), org, hash).await.unwrap().unwrap();
    let mut bytes = Vec::new();
    loop {
        match outgoing.next().await {
            Ok(Some(piece)) => {
                assert!(!piece.is_empty() && piece.len() <= PIECE_OCTETS, "{}", piece.len());
                bytes.extend_from_slice(&piece);
            }
            Ok(None) => return (bytes, None),
            Err(error) => return (bytes, Some(error)),
        }
    }
}

#[test]
fn a_large_file_goes_in_and_comes_out_in_pieces() {
    on_both(async |db: Db| {
        let org = world(&db.store, "nord").await.org;
        for bytes in [Vec::new(), noise(1), vec![7; 3_000_000], noise(12_000_000)] {
            let came = come_in(&db.store, org, &bytes).await;
            let hash = came.hash();
            assert_eq!((hash, came.size_octets()), (RawHash::of(&bytes), bytes.len() as u64));
            keep(&db.store, came).await;
            assert_eq!(raw::get(&db.store.read(), org, hash).await.unwrap().unwrap(), bytes);
            let (out, error) = come_out(&db.store, org, hash).await;
            assert!(out == bytes && error.is_none(), "{} octets: {error:?}", bytes.len());
        }
        assert_eq!(raw::sweep_objects(&db.store, END_OF_TIME).await.unwrap(), 0, "each has its row");
        // One that was written whole comes out in pieces as well, wherever it lies.
        for octets in [0, 5_000, 400_000] {
            let prepared = raw::prepare(&db.store, org, bytes(octets)).await.unwrap();
            let hash = prepared.hash();
            keep(&db.store, prepared).await;
            let (out, error) = come_out(&db.store, org, hash).await;
            assert!(out == bytes(octets) && error.is_none(), "{octets} octets: {error:?}");
        }
        assert!(OutgoingRaw::open(&db.store.read(), org, RawHash::of(b"other")).await.unwrap().is_none());
    });
}

#[test]
fn a_file_that_broke_off_on_its_way_in_leaves_nothing() {
    on_both(async |db: Db| {
        let org = world(&db.store, "nord").await.org;
        let mut incoming = IncomingRaw::begin(&db.store, org).await.unwrap();
        incoming.push(&noise(11_000_000)).await.unwrap();
        assert_eq!(objects(&db).len(), 1, "it lies there while it comes in");
        drop(incoming);
        testkit::wait::until_async("it to go", || async { objects(&db).is_empty().then_some(()) }).await;
    });
}

#[test]
fn a_file_that_a_kill_cut_off_is_swept() {
    on_both(async |db: Db| {
        let org = world(&db.store, "nord").await.org;
        let mut incoming = IncomingRaw::begin(&db.store, org).await.unwrap();
        incoming.push(&noise(11_000_000)).await.unwrap();
        // Nothing is put in order any more, as after a kill.
        std::mem::forget(incoming);
        testkit::wait::until_async("it to be written", || async { objects(&db).first().map(|_| ()) }).await;
        let long_ago = Timestamp::from_millis(0);
        assert_eq!(raw::sweep_objects(&db.store, long_ago).await.unwrap(), 0, "it may still come in");
        assert_eq!(raw::sweep_objects(&db.store, END_OF_TIME).await.unwrap(), 1);
        assert!(objects(&db).is_empty());
    });
}

#[test]
fn what_is_damaged_breaks_off_before_its_end() {
    on_both(async |db: Db| {
        let org = world(&db.store, "nord").await.org;
        let bytes = noise(2_500_000);
        let came = come_in(&db.store, org, &bytes).await;
        let hash = came.hash();
        keep(&db.store, came).await;
        let file = objects(&db).remove(0);
        let whole = std::fs::read(&file).unwrap();
        let mut changed = whole.clone();
        let last = changed.len() - 40;
        changed[last] ^= 1;
        for wrong in [changed.as_slice(), &whole[..whole.len() / 2]] {
            std::fs::write(&file, wrong).unwrap();
            let (out, error) = come_out(&db.store, org, hash).await;
            assert!(matches!(error, Some(StoreError::Damaged(_))), "{error:?}");
            assert!(out.len() < bytes.len(), "whoever gets it sees that it is not whole");
        }
        std::fs::remove_file(&file).unwrap();
        let gone = OutgoingRaw::open(&db.store.read(), org, hash).await.err();
        assert!(matches!(gone, Some(StoreError::Damaged(_))), "{gone:?}");
    });
}

#[test]
fn the_sweep_takes_what_was_let_go_unless_it_is_used_again() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let (one, two) = (upload(&store, world, 200_000).await, upload(&store, world, 200_001).await);
        delete_upload(&store, world, one.0).await;
        delete_upload(&store, world, two.0).await;
        upload(&store, world, 200_001).await;
        // The second is let go of once more, yet the third upload refers to it.
        let fourth = upload(&store, world, 200_001).await;
        delete_upload(&store, world, fourth.0).await;
        assert_eq!(raw::sweep_rows(&store, END_OF_TIME).await.unwrap(), 1);
        let conn = store.read();
        assert_eq!(raw::get(&conn, world.org, one.1).await.unwrap(), None);
        assert_eq!(raw::get(&conn, world.org, two.1).await.unwrap().unwrap(), bytes(200_001));
    });
}

#[test]
fn old_uploads_go_by_themselves() {
    on_both(async |Db { store, .. }: Db| {
        let world = world(&store, "nord").await;
        let (id, _) = upload(&store, world, 10).await;
        let found = uploads::find(&store.read(), world.org, world.user, id).await.unwrap().unwrap();
        assert_eq!((found.name.as_str(), found.size_octets), ("fil.txt", 10));
        let gone = async |before: Timestamp| {
            write(&store, move |tx| Box::pin(async move { uploads::delete_before(tx, before).await })).await
        };
        assert_eq!([gone(START).await, gone(START.plus_millis(1)).await], [0, 1]);
        assert!(uploads::find(&store.read(), world.org, world.user, id).await.unwrap().is_none());
    });
}

async fn upload(store: &Store, world: World, octets: usize) -> (UploadId, RawHash) {
    let org: OrganisationId = world.org;
    let prepared = raw::prepare(store, org, bytes(octets)).await.unwrap();
    let hash = prepared.hash();
    let upload = NewUpload {
        user: world.user,
        name: String::from("fil.txt"),
        media_type: String::from("text/plain"),
        raw: prepared,
        at: START,
    };
    let id = write(store, move |tx| {
        let upload = upload.clone();
        Box::pin(async move { uploads::insert(tx, org, &upload).await })
    })
    .await;
    (id, hash)
}

async fn delete_upload(store: &Store, world: World, id: UploadId) {
    let done =
        write(store, move |tx| Box::pin(async move { uploads::delete(tx, world.org, world.user, id).await }));
    assert!(done.await);
}
