//! Small named values, as JSON. Table `settings`; those of no organisation are the installation's.

use domain::OrganisationId;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Conn, StoreError, Tx};

/// A value; `None` until it is set.
pub async fn find<T: DeserializeOwned>(
    conn: &Conn,
    org: Option<OrganisationId>,
    key: &str,
) -> Result<Option<T>, StoreError> {
    todo!()
}

/// Sets a value.
pub async fn put<T: Serialize + Sync>(
    tx: &Tx,
    org: Option<OrganisationId>,
    key: &str,
    value: &T,
) -> Result<(), StoreError> {
    todo!()
}

/// Removes a value; `false` when it was not set.
pub async fn delete(tx: &Tx, org: Option<OrganisationId>, key: &str) -> Result<bool, StoreError> {
    todo!()
}
