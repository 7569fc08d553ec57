//! Addresses of the organisation's own on a list of another service: blocked for all mail, its mailboxes would get nothing from
//! here any more, and its users no notice. By hand a person is asked before ([`super::super::ask_before_block`]); a list asks nobody.

use std::collections::BTreeSet;

use domain::OrganisationId;
use domain::blocks::BlockScope;
use store::{Conn, StoreError, cases, users};

use super::{BATCH, Sorted, scope_of};

/// A list without the addresses of the organisation's own that it would block for all mail.
pub(super) async fn left_alone(
    conn: &Conn,
    organisation: OrganisationId,
    mut sorted: Sorted,
) -> Result<Sorted, StoreError> {
    let all = std::mem::take(&mut sorted.entries);
    let mut left = BTreeSet::new();
    for some in all.chunks(BATCH) {
        let keys: Vec<String> = some.iter().map(|entry| entry.address.key()).collect();
        left.extend(users::active_among(conn, organisation, &keys).await?);
        left.extend(cases::own_addresses(conn, organisation, keys).await?);
    }
    for entry in all {
        if scope_of(entry.reason) == BlockScope::All && left.contains(&entry.address.key()) {
            sorted.left_out.own.add(entry.address);
        } else {
            sorted.entries.push(entry);
        }
    }
    Ok(sorted)
}
