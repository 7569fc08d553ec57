//! Addresses of the organisation's own on a list of another service: blocked for all mail, its mailboxes would get nothing from
//! here any more, and its users no notice. By hand a person is asked before ([`super::super::ask_before_block`]); a list asks nobody.
//! It says that it blocks none of these, so that a complaint does not either, which would stop mailings alone.

use std::collections::BTreeSet;

use domain::OrganisationId;
use store::{Conn, StoreError, cases, users};

use super::{BATCH, Sorted};

/// A list without the addresses of the organisation's own.
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
        if left.contains(&entry.address.key()) {
            sorted.left_out.add(|left| &mut left.own, entry.address);
        } else {
            sorted.entries.push(entry);
        }
    }
    Ok(sorted)
}
