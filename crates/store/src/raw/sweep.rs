//! The sweep: raw mail that nothing refers to any more, and objects that no row speaks of.
//!
//! Whoever removes a record lets go of its raw mail; only rows that were let go of are looked at.
//! Inserting a mail takes that mark away, so a row that gets a new referrer between the look and
//! the removal is spared.

use std::collections::{BTreeMap, HashSet};

use domain::{OrganisationId, Timestamp};
use futures_util::TryStreamExt;
use object_store::ObjectStoreExt;
use object_store::path::Path;
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};

use super::{RawHash, unfinished};
use crate::row::{Columns, Row};
use crate::sql::{Stored, col, is};
use crate::{Conn, Store, StoreError, Tx};

/// Rows that one transaction of the sweep looks at.
const ROWS_MAX: u64 = 200;
/// Objects that are looked up together.
const OBJECTS_MAX: usize = 200;
/// The tables that refer to raw mail.
const REFERRERS: [&str; 6] = ["intakes", "outbox", "case_messages", "uploads", "file_links", "kept_files"];

/// Removes raw mail of all organisations that was let go of before an instant and that nothing
/// refers to; returns how many rows. Give it a day at least: a mail is prepared some time before
/// its row is made.
pub async fn sweep_rows(store: &Store, before: Timestamp) -> Result<u64, StoreError> {
    let mut rows = 0;
    loop {
        let found = let_go_before(&store.read(), before).await?;
        if found.is_empty() {
            return Ok(rows);
        }
        rows += store.write(move |tx| Box::pin(remove_rows(tx, found, before))).await?;
    }
}

/// Marks the raw mail of removed records, which have `org_id` and `raw_hash`.
pub(crate) async fn let_go(tx: &Tx, removed: &[Row]) -> Result<(), StoreError> {
    let now = tx.now();
    for row in removed {
        let Some(hash) = row.bytes_or_none("raw_hash")? else { continue };
        let mut statement = Query::update();
        statement
            .table("raw_mails")
            .value("let_go_at", now.stored())
            .and_where(is("org_id", row.number("org_id")?))
            .and_where(is("hash", hash));
        tx.execute(&statement).await?;
    }
    Ok(())
}

/// A raw mail that was let go of, and whether something else still refers to it.
#[derive(Clone)]
struct Found {
    id: i64,
    referred: bool,
}

async fn let_go_before(conn: &Conn, before: Timestamp) -> Result<Vec<Found>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "org_id", "hash"])
        .from("raw_mails")
        .and_where(col("let_go_at").lt(before.stored()))
        .order_by("let_go_at", Order::Asc)
        .limit(ROWS_MAX);
    let read = |row: &Row| {
        let hash = row.hash(Columns("raw_mails").at("hash"))?;
        Ok::<_, StoreError>((row.number("id")?, (row.id("org_id")?, hash)))
    };
    let rows = conn.all(&query).await?.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let referred = referred(conn, rows.iter().map(|(_, key)| *key)).await?;
    Ok(rows.into_iter().map(|(id, key)| Found { id, referred: referred.contains(&key) }).collect())
}

/// Those that some table refers to. This reads whole tables, once for each round of the sweep:
/// an index on each would cost every mail that comes in.
async fn referred(
    conn: &Conn,
    keys: impl Iterator<Item = (OrganisationId, RawHash)>,
) -> Result<HashSet<(OrganisationId, RawHash)>, StoreError> {
    let hashes: Vec<_> = keys.map(|(_, hash)| hash.to_vec()).collect();
    let mut found = HashSet::new();
    for table in REFERRERS {
        let mut query = Query::select();
        query
            .columns(["org_id", "raw_hash"])
            .from(table)
            .and_where(col("raw_hash").is_in(hashes.iter().cloned()));
        if table == "intakes" {
            query.and_where(col("purged_at").is_null());
        }
        for row in conn.all(&query).await? {
            found.insert((row.id("org_id")?, row.hash(Columns(table).at("raw_hash"))?));
        }
    }
    Ok(found)
}

async fn remove_rows(tx: &Tx, found: Vec<Found>, before: Timestamp) -> Result<u64, StoreError> {
    let (kept, gone): (Vec<_>, Vec<_>) = found.into_iter().partition(|found| found.referred);
    let still = || col("let_go_at").lt(before.stored());
    let mut keep = Query::update();
    keep.table("raw_mails").value("let_go_at", Expr::val(None::<i64>)).and_where(still());
    keep.and_where(col("id").is_in(kept.iter().map(|found| found.id)));
    tx.execute(&keep).await?;
    let mut remove = Query::delete();
    remove
        .from_table("raw_mails")
        .and_where(still())
        .and_where(col("id").is_in(gone.iter().map(|found| found.id)));
    tx.execute(&remove).await
}

/// Removes objects older than an instant that no row speaks of: of removed rows, and of writes that
/// came to nothing; returns how many. Such an object never gets a row any more, since each write
/// makes a name of its own. It lists the whole object store: once a day is enough.
pub async fn sweep_objects(store: &Store, before: Timestamp) -> Result<u64, StoreError> {
    let objects = &store.shared().objects;
    let failed = |error| StoreError::object("raw", error);
    let old = objects.list(Some(&Path::from("raw"))).map_err(failed).try_filter(|object| {
        std::future::ready(object.last_modified.timestamp_millis() < before.as_millis())
    });
    let mut batches = old.map_ok(|object| object.location).try_chunks(OBJECTS_MAX);
    let mut removed = 0;
    while let Some(names) = batches.try_next().await.map_err(|error| error.1)? {
        let known = known(&store.read(), &names).await?;
        for name in names.iter().filter(|name| !known.contains(name.as_ref())) {
            objects.delete(name).await.map_err(|error| StoreError::object(name.as_ref(), error))?;
            removed += 1;
        }
    }
    match &store.shared().objects_folder {
        Some(folder) => Ok(removed + unfinished::sweep(folder.join("raw"), before).await?),
        None => Ok(removed),
    }
}

/// Those of the objects that a row speaks of, found by the mail's key in their names.
async fn known(conn: &Conn, names: &[Path]) -> Result<HashSet<String>, StoreError> {
    let mut keys: BTreeMap<OrganisationId, Vec<Vec<u8>>> = BTreeMap::new();
    for (org, hash) in names.iter().filter_map(key) {
        keys.entry(org).or_default().push(hash.to_vec());
    }
    let mut known = HashSet::new();
    for (org, hashes) in keys {
        let mut query = Query::select();
        query.column("object").from("raw_mails").and_where(is("org_id", org));
        query.and_where(col("hash").is_in(hashes)).and_where(col("object").is_not_null());
        for row in conn.all(&query).await? {
            known.insert(row.text("object")?);
        }
    }
    Ok(known)
}

/// The organisation and the hash in an object's name, which [`super::put`] made.
fn key(name: &Path) -> Option<(OrganisationId, RawHash)> {
    let mut parts = name.as_ref().split('/').skip(1);
    let org = parts.next()?.parse().ok()?;
    let (hash, _) = parts.next()?.split_once('-')?;
    Some((org, hash.parse().ok()?))
}
