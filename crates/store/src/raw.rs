//! Raw mail, byte for byte: compressed, keyed by its hash, once per organisation. Small mail lies
//! in table `raw_mails`, large mail in the object store, written and synced before the row.
//!
//! An object's name ends in a number of its own, so that the sweep of objects without a row can
//! never take one that somebody is about to make a row for.

use std::fmt;
use std::str::FromStr;

use bytes::Bytes;
use domain::{OrganisationId, Timestamp};

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
    todo!()
}

/// Makes the row of a prepared mail; one that is there already is kept and spared by the sweep.
pub async fn insert(tx: &Tx, raw: &PreparedRaw) -> Result<(), StoreError> {
    todo!()
}

/// The bytes as received; `None` when the organisation has no such mail,
/// [`StoreError::Damaged`] when they are not those that were stored.
pub async fn get(conn: &Conn, org: OrganisationId, hash: RawHash) -> Result<Option<Bytes>, StoreError> {
    todo!()
}

/// What a sweep removed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Swept {
    /// Rows that nothing refers to.
    pub rows: u64,
    /// Objects that no row speaks of.
    pub objects: u64,
}

/// Removes raw mail of all organisations that nothing refers to and that is older than `before`,
/// and objects as old without a row. Give it a day at least: a mail is prepared before its row is.
pub async fn sweep(store: &Store, before: Timestamp) -> Result<Swept, StoreError> {
    todo!()
}
