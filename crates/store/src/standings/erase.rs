//! An address that a person deletes: what is known of it is forgotten, and that he did it is not.

use domain::audit::AuditKind;
use domain::blocks::{AddressDeed, BlockScope};
use domain::distribution_list::ListMember;
use domain::returns::ReturnClass;
use domain::{OrganisationId, Timestamp, UserId};
use sea_orm::sea_query::Query;

use super::cleared::forgotten;
use super::trial::over;
use super::{StandingRow, imported};
use crate::address_changes::{self, AddressChange};
use crate::events::{self, Change};
use crate::sql::{self, Stored, is};
use crate::{StoreError, Tx, audit, distribution_lists, returns};

/// How an address is deleted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Erasing {
    /// Who does it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
    /// Whether its block stays, for mailings: it complained or unsubscribed, or somebody said that it gets none, and whoever enters it
    /// anew does not know that.
    pub keeps_block: bool,
}

/// Deletes an address: what came back from it, what was decided about it, and its places in distribution lists. Who
/// did it stays in the log of changes and among the decisions. Of persons it is taken by whoever calls.
pub async fn erase(
    tx: &Tx,
    org: OrganisationId,
    row: &StandingRow,
    erasing: Erasing,
) -> Result<(), StoreError> {
    let Erasing { by, at, keeps_block } = erasing;
    audit::watch_one(tx, org, (AuditKind::Address, row.id)).await?;
    returns::forget(tx, org, &row.address).await?;
    address_changes::forget(tx, org, &row.address).await?;
    imported::forget(tx, org, row.id).await?;
    let change = AddressChange {
        at,
        by: Some(by),
        deed: AddressDeed::Deleted,
        scope: None,
        reason: None,
        note: String::new(),
        mail: None,
    };
    address_changes::insert(tx, org, (&row.address.key(), &change)).await?;
    let member = ListMember::Address { address: row.address.clone(), name: None };
    distribution_lists::forget(tx, org, &member).await?;
    if keeps_block {
        let mut rest = sql::update("address_standings", org, row.id);
        rest.value("returns", 0)
            .value("last_return_at", None::<i64>)
            .value("last_rule", "")
            .value("last_words", "")
            .value("last_host", None::<String>)
            .value("words_key", "")
            .value("host_key", "")
            .value("well_at", None::<i64>)
            .value("taken_at", None::<i64>)
            .value("taken_outbox_id", None::<i64>)
            .value("block_scope", BlockScope::Mailings.as_str())
            .value("block_words", None::<String>)
            .value("deleted_at", at.stored());
        let reason = row.complaint.map(|complaint| complaint.reason).or(row.block.map(|block| block.reason));
        if let Some(reason) = reason {
            rest.value("block_reason", reason.as_str());
        }
        if row.complaint.is_some() {
            // What came back since is forgotten, and with it why the address was blocked for more.
            let class = ReturnClass::Complaint;
            rest.value("last_class", class.as_str()).value("last_fault", class.scope().as_str());
        }
        over(&mut rest);
        forgotten(&mut rest);
        tx.execute(&rest).await?;
        if let Some(reason) = reason {
            // Why it is blocked all the same.
            let left = AddressChange {
                deed: AddressDeed::Blocked,
                by: None,
                scope: Some(BlockScope::Mailings),
                reason: Some(reason),
                ..change
            };
            address_changes::insert(tx, org, (&row.address.key(), &left)).await?;
            address_changes::keep(tx, org, &row.address.key()).await?;
        }
    } else {
        let mut gone = Query::delete();
        gone.from_table("address_standings").and_where(is("org_id", org)).and_where(is("id", row.id));
        tx.execute(&gone).await?;
    }
    events::insert(tx, org, Change::settings());
    Ok(())
}
