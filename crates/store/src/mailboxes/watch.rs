//! Who watches which mailbox: a server that can push is listened to by one node at a time.
//!
//! The due date is the lease, as for intakes: a watcher that dies is replaced when it has passed.

use domain::{MailboxId, OrganisationId, Timestamp};
use sea_orm::sea_query::{ExprTrait, LockBehavior, LockType, Order, Query, UpdateStatement};

use super::{MailboxRow, WatchState, read};
use crate::events::{self, Change};
use crate::sql::{self, Stored, col, is};
use crate::{Claim, StoreError, Tx};

/// What is written down about a watch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Watched {
    /// How it goes.
    pub state: WatchState,
    /// When somebody may look again, or the lease ends.
    pub due_at: Timestamp,
}

/// Claims mailboxes of all organisations that nobody watches, the longest waiting first, with the
/// failures each has had in a row. Index `mailboxes_to_watch`.
pub async fn claim_watches(tx: &Tx, claim: &Claim) -> Result<Vec<(MailboxRow, u32)>, StoreError> {
    let mut takes = Query::select();
    takes
        .column("id")
        .from("mailboxes")
        .and_where(col("watch_due_at").lte(claim.now.stored()))
        .order_by("watch_due_at", Order::Asc)
        .limit(u64::from(claim.limit))
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    let mut statement = Query::update();
    statement
        .table("mailboxes")
        .value("watch_owner", claim.owner.as_str())
        .value("watch_due_at", claim.lease_until.stored())
        .and_where(col("id").in_subquery(takes))
        .returning(Query::returning().columns(["id", "watch_failures"]));
    let mut failures = std::collections::BTreeMap::new();
    for row in tx.returning(&statement).await? {
        failures.insert(row.number("id")?, row.number("watch_failures")?);
    }
    if failures.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = failures.keys().copied().collect();
    let rows = read::rows_of_all(tx, &ids).await?;
    let count = |row: &MailboxRow| failures.get(&row.id.get()).and_then(|count| u32::try_from(*count).ok());
    Ok(rows
        .into_iter()
        .map(|row| (count(&row).unwrap_or_default(), row))
        .map(|(count, row)| (row, count))
        .collect())
}

/// Holds a watch for longer; `false` when it is lost, as when the mailbox was changed.
pub async fn extend_watch(
    tx: &Tx,
    org: OrganisationId,
    id: MailboxId,
    owner: &str,
    until: Timestamp,
) -> Result<bool, StoreError> {
    let mut statement = held(org, id, owner);
    statement.value("watch_due_at", until.stored());
    Ok(tx.execute(&statement).await? == 1)
}

/// Notes how a watch goes; one that neither watches nor failed starts to count anew. `false` when
/// the lease is lost.
pub async fn record_watch(
    tx: &Tx,
    org: OrganisationId,
    id: MailboxId,
    owner: &str,
    watched: Watched,
) -> Result<bool, StoreError> {
    let mut statement = held(org, id, owner);
    statement.value("watch_state", watched.state.as_str()).value("watch_due_at", watched.due_at.stored());
    match watched.state {
        WatchState::Failing => {
            statement
                .value("watch_failures", col("watch_failures").add(1))
                .value("watch_owner", None::<String>);
        }
        WatchState::NotOffered | WatchState::Polled => {
            statement.value("watch_failures", 0).value("watch_owner", None::<String>);
        }
        WatchState::Watched => {
            statement.value("watch_failures", 0);
        }
    }
    let done = tx.execute(&statement).await? == 1;
    if done {
        events::insert(tx, org, Change::mailbox(id));
    }
    Ok(done)
}

/// Gives a watch back as the process stops: another node may take it at once.
pub async fn release_watch(
    tx: &Tx,
    org: OrganisationId,
    id: MailboxId,
    owner: &str,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let mut statement = held(org, id, owner);
    statement
        .value("watch_owner", None::<String>)
        .value("watch_state", None::<String>)
        .value("watch_due_at", at.stored());
    Ok(tx.execute(&statement).await? == 1)
}

fn held(org: OrganisationId, id: MailboxId, owner: &str) -> UpdateStatement {
    let mut statement = sql::update("mailboxes", org, id);
    statement.and_where(is("watch_owner", owner)).and_where(col("watch_due_at").is_not_null());
    statement
}
