//! Mailboxes that were deleted: their cases and their mail are still theirs, and one that is made with the address of one
//! is that one again.

use domain::audit::AuditKind;
use domain::{EmailAddress, MailboxId, OrganisationId, Secret, Timestamp};
use sea_orm::sea_query::{ExprTrait, Order, Query};

use super::read::{select_all, with_aliases};
use super::write::another_server;
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

/// How long after its end a mailbox goes on where it was left, milliseconds: 30 days. Longer ago it was no slip, and somebody
/// else may have read its mail since.
const LEFT_OFF_MS: i64 = 30 * 24 * 3600 * 1000;
/// How long before its end a mailbox was read last that goes on, milliseconds: a day. What lies on the server of one that was
/// paused for longer, or never read, was left alone before it was deleted, and must not get today's receipts.
const READ_BEFORE_END_MS: i64 = 24 * 3600 * 1000;

/// Makes a mailbox that was deleted a short while ago go on where it was left: what came to its server meanwhile is taken in like
/// any mail, from the moment on that it took mail from. `None` where none with this address was deleted, or long ago, or it was
/// fetched from elsewhere, or not in the day before its end.
///
/// # Errors
/// [`StoreError::Duplicate`] when the address is taken.
pub async fn take_up(
    tx: &Tx,
    org: OrganisationId,
    settings: &MailboxSettings,
    password: Option<&Secret>,
    at: Timestamp,
) -> Result<Option<MailboxId>, StoreError> {
    let Some(id) = find(tx, org, &settings.address).await? else { return Ok(None) };
    let Some(before) = find_even_deleted(tx, org, id).await? else { return Ok(None) };
    let is_recent = before.deleted_at.is_some_and(|deleted| at.millis_since(deleted) <= LEFT_OFF_MS);
    let was_read = before
        .deleted_at
        .zip(before.health.last_success_at)
        .is_some_and(|(deleted, read)| deleted.millis_since(read) <= READ_BEFORE_END_MS);
    let is_elsewhere =
        another_server(&before.settings, settings) || before.settings.folder != settings.folder;
    if !is_recent || !was_read || is_elsewhere {
        return Ok(None);
    }
    let mut settings = settings.clone();
    settings.rules.import_from = before.settings.rules.import_from;
    let restored = Box::pin(restore(tx, org, id, (&settings, password, at), Meanwhile::IsMail)).await?;
    Ok(restored.then_some(id))
}

/// What is made of the mail that came to the server while its mailbox was deleted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Meanwhile {
    /// Mail like any other.
    IsMail,
    /// History, as it is of a mailbox that was never here.
    IsHistory,
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

/// Makes one that was deleted anew: nothing but its id, what belongs to it and, where it goes on, its place is of before.
/// `false` where somebody else did.
pub(super) async fn restore(
    tx: &Tx,
    org: OrganisationId,
    id: MailboxId,
    (settings, password, at): (&MailboxSettings, Option<&Secret>, Timestamp),
    meanwhile: Meanwhile,
) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::Mailbox, id)).await?;
    let mut statement = sql::update("mailboxes", org, id);
    statement
        .and_where(col("deleted_at").is_not_null())
        .value("deleted_at", None::<i64>)
        .value("created_at", at.stored())
        .value("check_requested", false)
        .value("failures", 0)
        .value("last_error", None::<String>)
        .value("last_error_code", None::<String>)
        .value("last_try_at", None::<i64>)
        .value("last_success_at", None::<i64>);
    match meanwhile {
        // Also what came before its end and was not fetched by then: its folders are read on from where they were.
        Meanwhile::IsMail => {}
        Meanwhile::IsHistory => {
            statement.value("history_until", at.stored());
        }
    }
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    match meanwhile {
        Meanwhile::IsMail => {}
        // What it has is recognised, so that nothing comes in twice.
        Meanwhile::IsHistory => sources::start_over(tx, org, id).await?,
    }
    let password = password.map_or(PasswordChange::Clear, |password| PasswordChange::Set(password.clone()));
    let update = MailboxUpdate { settings: settings.clone(), password, aliases: Some(Vec::new()), at };
    Box::pin(super::update(tx, org, id, &update)).await
}
