//! Files uploaded for a mail that is being written. Table `uploads`; the bytes lie with raw mail.

use domain::{OrganisationId, Timestamp, UploadId, UserId};

use crate::raw::{PreparedRaw, RawHash};
use crate::{Conn, StoreError, Tx};

/// One upload.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UploadRow {
    /// The id.
    pub id: UploadId,
    /// Who uploaded it.
    pub user: UserId,
    /// A safe file name.
    pub name: String,
    /// The media type.
    pub media_type: String,
    /// Its size, octets.
    pub size_octets: u64,
    /// Its bytes, for [`crate::raw::get`].
    pub raw_hash: RawHash,
    /// When.
    pub created_at: Timestamp,
}

/// What a new upload needs.
#[derive(Clone, Debug)]
pub struct NewUpload {
    /// Who uploads it.
    pub user: UserId,
    /// A safe file name.
    pub name: String,
    /// The media type.
    pub media_type: String,
    /// Its bytes.
    pub raw: PreparedRaw,
    /// The present.
    pub at: Timestamp,
}

/// Keeps an upload.
pub async fn insert(tx: &Tx, org: OrganisationId, upload: &NewUpload) -> Result<UploadId, StoreError> {
    todo!()
}

/// A user's upload.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    user: UserId,
    id: UploadId,
) -> Result<Option<UploadRow>, StoreError> {
    todo!()
}

/// Removes a user's upload; `false` when he has no such upload. The sweep takes its bytes.
pub async fn delete(tx: &Tx, org: OrganisationId, user: UserId, id: UploadId) -> Result<bool, StoreError> {
    todo!()
}

/// Removes uploads of all organisations that are older; returns how many.
pub async fn delete_before(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    todo!()
}
