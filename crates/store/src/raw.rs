//! Raw mail, byte for byte: compressed, keyed by its hash, once per organisation. Small mail lies
//! in table `raw_mails`, large mail in the object store, written and synced before the row.
//!
//! An object's name ends in a number of its own, so that the sweep of objects without a row can
//! never take one that somebody is about to make a row for.

mod incoming;
mod outgoing;
mod several;
mod sweep;
mod unfinished;
mod uploads;

pub use incoming::IncomingRaw;
pub use outgoing::{OutgoingRaw, PIECE_OCTETS};
pub use several::get_small;
pub(crate) use sweep::let_go;
pub use sweep::{sweep_objects, sweep_rows};
pub(crate) use uploads::Uploads;
pub use uploads::end_uploads;

use std::cell::RefCell;
use std::fmt;
use std::io;
use std::str::FromStr;

use bytes::Bytes;
use domain::OrganisationId;
use domain::limits::RAW_INLINE_OCTETS_MAX;
use object_store::path::Path;
use object_store::{ObjectStoreExt, PutPayload};
use sea_orm::sea_query::{OnConflict, Query};
use zstd::bulk::{Compressor, Decompressor};

use crate::row::Columns;
use crate::sql::{self, INSERT_ROWS_MAX, NewRow, is};
use crate::{Conn, Store, StoreError, Tx};

/// BLAKE3 of a raw mail: its key within the organisation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RawHash([u8; 32]);

impl RawHash {
    /// The hash of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, NotAHash> {
        bytes.try_into().map(Self).map_err(|_| NotAHash)
    }

    pub(crate) fn to_vec(self) -> Vec<u8> {
        self.0.to_vec()
    }
}

impl fmt::Display for RawHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for RawHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for RawHash {
    type Err = NotAHash;

    fn from_str(text: &str) -> Result<Self, NotAHash> {
        blake3::Hash::from_hex(text).map(|hash| Self(*hash.as_bytes())).map_err(|_| NotAHash)
    }
}

/// The text is not 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a hash of 64 hexadecimal digits")]
pub struct NotAHash;

/// A raw mail ready to be inserted: hashed, compressed and, where large, already in the object
/// store. It must be inserted within a day, or the sweep takes its object.
#[derive(Clone, Debug)]
pub struct PreparedRaw {
    organisation: OrganisationId,
    hash: RawHash,
    size_octets: u64,
    place: Place,
}

/// Where the compressed bytes are.
#[derive(Clone, Debug)]
enum Place {
    /// With us, for the row.
    Inline(Bytes),
    /// In the object store, under this name.
    Object(String),
}

impl PreparedRaw {
    /// Its key.
    #[must_use]
    pub const fn hash(&self) -> RawHash {
        self.hash
    }

    /// Its size as received, octets.
    #[must_use]
    pub const fn size_octets(&self) -> u64 {
        self.size_octets
    }
}

/// Hashes and compresses a mail, and writes a large one to the object store, durably. Outside
/// any transaction, since it may take long.
pub async fn prepare(store: &Store, org: OrganisationId, bytes: Bytes) -> Result<PreparedRaw, StoreError> {
    let large = bytes.len() >= RAW_INLINE_OCTETS_MAX;
    let size_octets = bytes.len() as u64;
    let (hash, packed) = if large {
        let work = move || pack(&bytes);
        tokio::task::spawn_blocking(work).await.map_err(|_| StoreError::Panicked)??
    } else {
        // Some 20 microseconds: less than handing it to another thread and back.
        pack(&bytes)?
    };
    let place = if large {
        Place::Object(put(store, org, hash, packed).await?)
    } else {
        Place::Inline(packed.into())
    };
    Ok(PreparedRaw { organisation: org, hash, size_octets, place })
}

/// Hashes and compresses a mail that goes into its row whatever its size: for what a transaction writes
/// itself, which may not wait for the object store. The caller sees to it that it is not much too large.
pub fn prepare_inline(org: OrganisationId, bytes: &[u8]) -> Result<PreparedRaw, StoreError> {
    let (hash, packed) = pack(bytes)?;
    let size_octets = bytes.len() as u64;
    Ok(PreparedRaw { organisation: org, hash, size_octets, place: Place::Inline(packed.into()) })
}

/// Makes the row of a prepared mail; one that is there already is kept and spared by the sweep.
pub async fn insert(tx: &Tx, raw: &PreparedRaw) -> Result<(), StoreError> {
    insert_many(tx, raw.organisation, &[raw]).await
}

/// Makes sure that raw mail which is there stays, for a new record that refers to it.
///
/// # Errors
/// [`StoreError::Missing`] when it is not there.
pub(crate) async fn hold(tx: &Tx, org: OrganisationId, hash: RawHash) -> Result<(), StoreError> {
    let mut statement = Query::update();
    statement.table("raw_mails").value("let_go_at", None::<i64>);
    statement.and_where(is("org_id", org)).and_where(is("hash", hash));
    match tx.execute(&statement).await? {
        0 => Err(StoreError::Missing("file")),
        _ => Ok(()),
    }
}

/// The bytes as received; `None` when the organisation has no such mail,
/// [`StoreError::Damaged`] when they are not those that were stored.
pub async fn get(conn: &Conn, org: OrganisationId, hash: RawHash) -> Result<Option<Bytes>, StoreError> {
    let Some(kept) = find(conn, org, hash).await? else {
        return Ok(None);
    };
    let packed = match (kept.content, kept.object) {
        (Some(content), _) => Bytes::from(content),
        (None, Some(object)) => fetch(conn, &object, hash).await?,
        (None, None) => return Err(StoreError::Damaged(hash.to_string())),
    };
    let size = kept.size;
    let unpacking = move || unpack(&packed, size, hash);
    let bytes = if size < RAW_INLINE_OCTETS_MAX {
        unpacking()
    } else {
        tokio::task::spawn_blocking(unpacking).await.map_err(|_| StoreError::Panicked)?
    };
    bytes.map(Some)
}

/// The row of a raw mail.
struct Kept {
    size: usize,
    content: Option<Vec<u8>>,
    object: Option<String>,
}

async fn find(conn: &Conn, org: OrganisationId, hash: RawHash) -> Result<Option<Kept>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "size_octets", "content", "object"])
        .from("raw_mails")
        .and_where(is("org_id", org))
        .and_where(is("hash", hash));
    let Some(row) = conn.one(&query).await? else {
        return Ok(None);
    };
    Ok(Some(Kept {
        size: row.small(Columns("raw_mails").at("size_octets"))?,
        content: row.bytes_or_none("content")?,
        object: row.text_or_none("object")?,
    }))
}

/// The rows of mails that were prepared for this organisation.
pub(crate) async fn insert_many(
    tx: &Tx,
    org: OrganisationId,
    raws: &[&PreparedRaw],
) -> Result<(), StoreError> {
    for raws in raws.chunks(INSERT_ROWS_MAX) {
        let row = |raw: &PreparedRaw| {
            let (content, object) = match &raw.place {
                Place::Inline(packed) => (Some(packed.to_vec()), None),
                Place::Object(name) => (None, Some(name.as_str())),
            };
            NewRow::default()
                .with("id", tx.new_id::<()>())
                .with("org_id", org)
                .with("hash", raw.hash)
                .with("size_octets", raw.size_octets)
                .with("content", content)
                .with("object", object)
        };
        let mut statement = sql::insert("raw_mails", once_each(raws).into_iter().map(row));
        // The write, although it changes nothing most of the time, makes a sweep that wants to
        // remove the row wait for this transaction and then think again.
        let mut kept = OnConflict::columns(["org_id", "hash"]);
        kept.value("let_go_at", None::<i64>);
        statement.on_conflict(kept);
        tx.execute_unawaited(&statement).await?;
    }
    Ok(())
}

/// One INSERT may not touch a row twice.
fn once_each<'a>(raws: &[&'a PreparedRaw]) -> Vec<&'a PreparedRaw> {
    let mut seen = std::collections::HashSet::new();
    raws.iter().copied().filter(|raw| seen.insert(raw.hash)).collect()
}

/// Level 3 is zstd's own default: a third of the size of plain mail at some 200 MB/s.
const LEVEL: i32 = 3;

thread_local! {
    /// Setting up a compressor costs more than compressing a small mail.
    static COMPRESSOR: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    /// The same the other way.
    static DECOMPRESSOR: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

fn pack(bytes: &[u8]) -> Result<(RawHash, Vec<u8>), StoreError> {
    let packed = if bytes.len() < RAW_INLINE_OCTETS_MAX {
        COMPRESSOR.with_borrow_mut(|kept| pack_small(kept, bytes))
    } else {
        // What a large mail needs is given back after it.
        zstd::bulk::compress(bytes, LEVEL)
    };
    Ok((RawHash::of(bytes), packed.map_err(StoreError::database)?))
}

fn pack_small(kept: &mut Option<Compressor<'static>>, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let compressor = match kept {
        Some(compressor) => compressor,
        None => kept.insert(Compressor::new(LEVEL)?),
    };
    compressor.compress(bytes)
}

fn unpack(packed: &[u8], size: usize, hash: RawHash) -> Result<Bytes, StoreError> {
    let damaged = |_: io::Error| StoreError::Damaged(hash.to_string());
    let bytes = DECOMPRESSOR.with_borrow_mut(|kept| decompress(kept, packed, size)).map_err(damaged)?;
    if bytes.len() == size && RawHash::of(&bytes) == hash {
        Ok(Bytes::from(bytes))
    } else {
        Err(StoreError::Damaged(hash.to_string()))
    }
}

fn decompress(kept: &mut Option<Decompressor<'static>>, packed: &[u8], size: usize) -> io::Result<Vec<u8>> {
    let decompressor = match kept {
        Some(decompressor) => decompressor,
        None => kept.insert(Decompressor::new()?),
    };
    decompressor.decompress(packed, size)
}

/// A name that no object had before.
fn object_name(store: &Store, org: OrganisationId, hash: RawHash) -> String {
    format!("raw/{org}/{hash}-{}", store.new_id::<()>())
}

/// Writes an object durably; returns its name, which nothing else ever has.
async fn put(
    store: &Store,
    org: OrganisationId,
    hash: RawHash,
    packed: Vec<u8>,
) -> Result<String, StoreError> {
    let name = object_name(store, org, hash);
    let objects = &store.shared().objects;
    let written = objects.put(&Path::from(name.as_str()), PutPayload::from(packed)).await;
    written.map_err(|error| StoreError::object(name.as_str(), error))?;
    Ok(name)
}

async fn fetch(conn: &Conn, name: &str, hash: RawHash) -> Result<Bytes, StoreError> {
    let failed = unread(name, hash);
    let found = conn.shared().objects.get(&Path::from(name)).await.map_err(&failed)?;
    found.bytes().await.map_err(&failed)
}

/// Why an object was not read.
fn unread(name: &str, hash: RawHash) -> impl Fn(object_store::Error) -> StoreError {
    move |error| {
        let gone = matches!(error, object_store::Error::NotFound { .. });
        if gone { StoreError::Damaged(hash.to_string()) } else { StoreError::object(name, error) }
    }
}
