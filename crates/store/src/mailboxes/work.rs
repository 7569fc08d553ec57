//! The schedule of fetching: claims, leases and how each fetch ended.

use domain::mailbox::Protocol;
use domain::{MailboxId, OrganisationId, Timestamp};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, LockBehavior, LockType, Order, Query, UpdateStatement};

use super::{MailboxRow, read};
use crate::events::{self, Change};
use crate::sql::{self, Stored, col, is};
use crate::{Claim, StoreError, Tx};

/// How a fetch succeeded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Success {
    /// When.
    pub at: Timestamp,
    /// When the next is due.
    pub next_check_at: Timestamp,
    /// Mails that were recognised under other numbers.
    pub recognised: u64,
}

/// How a fetch failed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// When.
    pub at: Timestamp,
    /// What failed and what to do.
    pub error: String,
    /// Its kind, as a stable name.
    pub code: &'static str,
    /// When it is tried next.
    pub next_check_at: Timestamp,
    /// Whether people are told from here on.
    pub alarms: bool,
}

/// Claims mailboxes of all organisations whose check is due and that nobody holds, the longest
/// waiting first. Index `mailboxes_due`.
pub async fn claim_due(tx: &Tx, claim: &Claim) -> Result<Vec<MailboxRow>, StoreError> {
    let free =
        Condition::any().add(col("lease_until").is_null()).add(col("lease_until").lte(claim.now.stored()));
    let mut takes = Query::select();
    takes
        .column("id")
        .from("mailboxes")
        .and_where(col("next_check_at").lte(claim.now.stored()))
        .cond_where(free)
        .order_by("next_check_at", Order::Asc)
        .limit(u64::from(claim.limit))
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    let mut statement = Query::update();
    statement
        .table("mailboxes")
        .value("lease_owner", claim.owner.as_str())
        .value("lease_until", claim.lease_until.stored())
        .value("check_requested", false)
        .and_where(col("id").in_subquery(takes))
        .returning_col("id");
    let taken = tx.returning(&statement).await?;
    let ids = taken.iter().map(|row| row.number("id")).collect::<Result<Vec<_>, _>>()?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut rows = read::rows_of_all(tx, &ids).await?;
    rows.sort_by_key(|mailbox| (mailbox.health.next_check_at, mailbox.id));
    Ok(rows)
}

/// Holds a claimed mailbox for longer; `false` when the lease is lost.
pub async fn extend_lease(
    tx: &Tx,
    org: OrganisationId,
    id: MailboxId,
    owner: &str,
    until: Timestamp,
) -> Result<bool, StoreError> {
    let mut statement = held(org, id, owner);
    statement.value("lease_until", until.stored());
    Ok(tx.execute(&statement).await? == 1)
}

/// Gives a claimed mailbox back untried; it is still due.
pub async fn release(tx: &Tx, org: OrganisationId, id: MailboxId, owner: &str) -> Result<bool, StoreError> {
    let mut statement = held(org, id, owner);
    give_back(&mut statement);
    Ok(tx.execute(&statement).await? == 1)
}

/// Notes a successful fetch and when the next is due, and gives the mailbox back; `false` when
/// the lease is lost. A check that was requested meanwhile stays due.
pub async fn record_success(
    tx: &Tx,
    org: OrganisationId,
    id: MailboxId,
    owner: &str,
    success: Success,
) -> Result<bool, StoreError> {
    let mut statement = held(org, id, owner);
    give_back(&mut statement);
    statement
        .value("last_try_at", success.at.stored())
        .value("last_success_at", success.at.stored())
        .value("failures", 0)
        .value("last_error", None::<String>)
        .value("last_error_code", None::<String>)
        .value("alarmed_at", None::<i64>)
        .value("next_check_at", next_check(success.at, success.next_check_at));
    if success.recognised > 0 {
        statement
            .value("recognised", col("recognised").add(success.recognised.stored()))
            .value("recognised_at", success.at.stored());
    }
    record(tx, org, id, statement).await
}

/// Notes a failed fetch, counts it, and gives the mailbox back; `false` when the lease is lost.
pub async fn record_failure(
    tx: &Tx,
    org: OrganisationId,
    id: MailboxId,
    owner: &str,
    failure: &Failure,
) -> Result<bool, StoreError> {
    let mut statement = held(org, id, owner);
    give_back(&mut statement);
    statement
        .value("last_try_at", failure.at.stored())
        .value("failures", col("failures").add(1))
        .value("last_error", failure.error.as_str())
        .value("last_error_code", failure.code)
        .value("next_check_at", next_check(failure.at, failure.next_check_at));
    if failure.alarms {
        statement.value("alarmed_at", failure.at.stored());
    }
    record(tx, org, id, statement).await
}

/// Makes a mailbox due now; `false` when it is not one that is fetched.
pub async fn request_check(
    tx: &Tx,
    org: OrganisationId,
    id: MailboxId,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let mut statement = sql::update("mailboxes", org, id);
    statement
        .and_where(col("next_check_at").is_not_null())
        .value("next_check_at", at.stored())
        .value("check_requested", true);
    record(tx, org, id, statement).await
}

/// Has a mailbox fetched and watched from now on: somebody signed in with its provider. `false` when it is
/// switched off, or nobody fetches it.
pub async fn begin_fetching(
    tx: &Tx,
    org: OrganisationId,
    id: MailboxId,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let mut statement = sql::update("mailboxes", org, id);
    statement
        .and_where(col("deleted_at").is_null())
        .and_where(is("active", true))
        .and_where(col("protocol").ne(Protocol::Smtp.as_str()))
        .value("next_check_at", at.stored())
        .value("check_requested", true)
        .value(
            "watch_due_at",
            Expr::case(is("protocol", Protocol::Imap.as_str()), Expr::val(at.stored())).finally(Expr::null()),
        );
    record(tx, org, id, statement).await
}

/// Has a mailbox neither fetched nor watched until somebody signs in with its provider. Who fetches it now
/// loses its lease, and writes nothing more.
pub async fn stop_fetching(tx: &Tx, org: OrganisationId, id: MailboxId) -> Result<bool, StoreError> {
    let mut statement = sql::update("mailboxes", org, id);
    give_back(&mut statement);
    statement
        .value("next_check_at", None::<i64>)
        .value("watch_due_at", None::<i64>)
        .value("watch_owner", None::<String>)
        .value("watch_state", None::<String>);
    record(tx, org, id, statement).await
}

/// Changes a mailbox that this worker still holds.
fn held(org: OrganisationId, id: MailboxId, owner: &str) -> UpdateStatement {
    let mut statement = sql::update("mailboxes", org, id);
    statement.and_where(is("lease_owner", owner));
    statement
}

fn give_back(statement: &mut UpdateStatement) {
    statement.value("lease_owner", None::<String>).value("lease_until", None::<i64>);
}

/// When it is due next: at once if somebody asked meanwhile, never if it was switched off.
fn next_check(now: Timestamp, planned: Timestamp) -> Expr {
    Expr::case(col("next_check_at").is_null(), col("next_check_at"))
        .case(is("check_requested", true), Expr::val(now.stored()))
        .finally(Expr::val(planned.stored()))
        .into()
}

async fn record(
    tx: &Tx,
    org: OrganisationId,
    id: MailboxId,
    statement: UpdateStatement,
) -> Result<bool, StoreError> {
    let done = tx.execute(&statement).await? == 1;
    if done {
        events::insert(tx, org, Change::mailbox(id));
    }
    Ok(done)
}
