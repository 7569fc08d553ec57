//! Mailboxes that were deleted: their cases and their mail are still theirs, and one that is made with the address of one
//! is that one again.

use domain::audit::AuditKind;
use domain::{EmailAddress, MailboxId, OrganisationId, Secret, Timestamp};
use sea_orm::sea_query::{ExprTrait, Order, Query};

use super::read::{select_all, with_aliases};
use super::{MailboxRow, MailboxSettings, MailboxUpdate};
use crate::intake::sources;
use crate::sql::{self, IN_VALUES_MAX, Stored, col, is, is_of};
use crate::{Conn, PasswordChange, StoreError, Tx, audit};

/// The mailbox with this id, also one that was deleted: its cases still name it.
pub async fn find_even_deleted(
    conn: &Conn,
    org: OrganisationId,
    id: MailboxId,
) -> Result<Option<MailboxRow>, StoreError> {
    let mut query = select_all();
    query.and_where(is_of("m.org_id", org)).and_where(is("m.id", id));
    Ok(with_aliases(conn, &query).await?.into_iter().next())
}

/// The organisation's mailbox that has this address or alias.
pub async fn find_of_address(
    conn: &Conn,
    org: OrganisationId,
    address: &EmailAddress,
) -> Result<Option<MailboxRow>, StoreError> {
    let mut query = Query::select();
    query
        .column("mailbox_id")
        .from("mailbox_addresses")
        .and_where(is("org_id", org))
        .and_where(is("address_key", address.key()));
    match conn.one(&query).await? {
        Some(row) => super::find(conn, org, row.id("mailbox_id")?).await,
        None => Ok(None),
    }
}

/// Those of these addresses, as [`EmailAddress::key`] writes them, that mailboxes had which were deleted. Index
/// `mailboxes_by_org`.
pub async fn list_deleted_among(
    conn: &Conn,
    org: OrganisationId,
    keys: &[String],
) -> Result<Vec<String>, StoreError> {
    let mut query = Query::select();
    query
        .column("address_key")
        .from("mailboxes")
        .and_where(is("org_id", org))
        .and_where(col("address_key").is_in(keys.iter().take(IN_VALUES_MAX).map(String::as_str)))
        .and_where(col("deleted_at").is_not_null());
    conn.all(&query).await?.iter().map(|row| row.text("address_key")).collect()
}

/// The mailbox with this address that was deleted last. Index `mailboxes_by_org`.
pub(super) async fn find(
    conn: &Conn,
    org: OrganisationId,
    address: &EmailAddress,
) -> Result<Option<MailboxId>, StoreError> {
    let mut query = Query::select();
    query
        .column("id")
        .from("mailboxes")
        .and_where(is("org_id", org))
        .and_where(is("address_key", address.key()))
        .and_where(col("deleted_at").is_not_null())
        .order_by("deleted_at", Order::Desc)
        .order_by("id", Order::Desc)
        .limit(1);
    conn.one(&query).await?.map(|row| row.id("id")).transpose()
}

/// Makes one that was deleted anew: nothing but its id and what belongs to it is of before. `false` where somebody else did.
pub(super) async fn restore(
    tx: &Tx,
    org: OrganisationId,
    id: MailboxId,
    (settings, password, at): (&MailboxSettings, Option<&Secret>, Timestamp),
) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::Mailbox, id)).await?;
    let mut statement = sql::update("mailboxes", org, id);
    statement
        .and_where(col("deleted_at").is_not_null())
        .value("deleted_at", None::<i64>)
        .value("created_at", at.stored())
        // What came to the server meanwhile is history, as it is of a mailbox that was never here.
        .value("history_until", at.stored())
        .value("check_requested", false)
        .value("failures", 0)
        .value("last_error", None::<String>)
        .value("last_error_code", None::<String>)
        .value("last_try_at", None::<i64>)
        .value("last_success_at", None::<i64>);
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    // What it has is recognised, so that nothing comes in twice.
    sources::start_over(tx, org, id).await?;
    let password = password.map_or(PasswordChange::Clear, |password| PasswordChange::Set(password.clone()));
    let update = MailboxUpdate { settings: settings.clone(), password, aliases: Some(Vec::new()), at };
    Box::pin(super::update(tx, org, id, &update)).await
}
