//! Whoever saves says what he saw: what somebody else changed since is not written over without his knowing. Of records that
//! keep when they last changed, and whose changes the history of settings names.

use domain::audit::Record;
use domain::{OrganisationId, Timestamp};
use store::Tx;

use crate::problem;
use crate::users::Refused;

/// Which version of a record this is, by when it last changed: another one with each change.
#[must_use]
pub const fn version(updated_at: Timestamp) -> i64 {
    updated_at.as_millis()
}

/// When a record changes that last did then: later than that, so that its version is another one.
pub(crate) fn next(updated_at: Timestamp, now: Timestamp) -> Timestamp {
    now.max(updated_at.plus_millis(1))
}

/// Refuses to write over what was changed since it was seen. The caller has locked it, so that it stays as it is read.
pub(crate) async fn unchanged(
    tx: &Tx,
    organisation: OrganisationId,
    (record, code): (&Record, &'static str),
    (seen, updated_at): (Option<i64>, Timestamp),
) -> Result<(), Refused> {
    let there = version(updated_at);
    if seen.is_none_or(|seen| seen == there) {
        return Ok(());
    }
    let last = store::audit::last_of(tx, organisation, (record.kind, &record.key), "").await?;
    let by = last.map(|entry| entry.user_name).filter(|name| !name.is_empty());
    Err(problem::changed_meanwhile(code, (there, by)).into())
}
