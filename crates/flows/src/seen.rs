//! Whoever saves says what he saw: what somebody else changed since is not written over without his knowing. Of records that
//! keep when they last changed, and whose changes the history of settings names.

use domain::audit::Record;
use domain::{OrganisationId, Timestamp};
use store::Tx;
use store::audit::AuditEntry;

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
    what: (&Record, &'static str),
    (seen, updated_at): (Option<i64>, Timestamp),
) -> Result<(), Refused> {
    fields_unchanged(tx, organisation, (what, &[""]), (seen, version(updated_at))).await
}

/// The same of some fields of a record that have a version of their own. Whoever changed one of them last is named.
pub(crate) async fn fields_unchanged(
    tx: &Tx,
    organisation: OrganisationId,
    ((record, code), fields): ((&Record, &'static str), &[&str]),
    (seen, there): (Option<i64>, i64),
) -> Result<(), Refused> {
    if seen.is_none_or(|seen| seen == there) {
        return Ok(());
    }
    let mut last: Option<AuditEntry> = None;
    for field in fields {
        let of_field = store::audit::last_of(tx, organisation, (record.kind, &record.key), field).await?;
        last = of_field.filter(|entry| last.as_ref().is_none_or(|last| last.at < entry.at)).or(last);
    }
    let by = last.map(|entry| entry.user_name).filter(|name| !name.is_empty());
    Err(problem::changed_meanwhile(code, (there, by)).into())
}
