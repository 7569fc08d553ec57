//! What was decided about addresses, and by whom. Table `address_changes`.

use domain::blocks::{AddressDeed, BlockReason, BlockScope};
use domain::{EmailAddress, OrganisationId, OutboxId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait, IntoTableRef, Order, Query, SelectStatement, UnionType};

use crate::events::{self, Change};
use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, Stored, col, is, joined, pick};
use crate::{Conn, StoreError, Tx};

/// One decision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AddressChange {
    /// When.
    pub at: Timestamp,
    /// Who decided; nobody: a return did, or a trial ended.
    pub by: Option<UserId>,
    /// What.
    pub deed: AddressDeed,
    /// Which mail a block stops.
    pub scope: Option<BlockScope>,
    /// Why it is there.
    pub reason: Option<BlockReason>,
    /// Why, in a person's own words; empty where he said nothing.
    pub note: String,
    /// The mail of a trial that ended, or that one began with; of a block that is gone, the one whose return a person took back.
    pub mail: Option<OutboxId>,
}

/// One decision as it is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ToldChange {
    /// It.
    pub change: AddressChange,
    /// The name of whoever decided, also of one who is not active any more.
    pub by_name: Option<String>,
}

const TABLE: Columns = Columns("address_changes");

/// Writes down what is decided about the address with this key, in the transaction that does it.
pub(crate) async fn insert(
    tx: &Tx,
    org: OrganisationId,
    (key, change): (&str, &AddressChange),
) -> Result<(), StoreError> {
    let row = NewRow::default()
        .with("id", tx.new_id::<()>())
        .with("org_id", org)
        .with("address_key", key)
        .with("at", change.at)
        .with("user_id", change.by)
        .with("deed", stored(change.deed).as_str())
        .with("block_scope", change.scope.map(BlockScope::as_str))
        .with("block_reason", change.reason.map(BlockReason::as_str))
        .with("note", change.note.as_str())
        .with("outbox_id", change.mail);
    tx.execute(&sql::insert("address_changes", [row])).await?;
    match change.deed {
        AddressDeed::Blocked if change.by.is_none() => Ok(()),
        AddressDeed::Blocked
        | AddressDeed::Cleared
        | AddressDeed::Wrote
        | AddressDeed::RolledBack
        | AddressDeed::Deleted
        | AddressDeed::OnTrial
        | AddressDeed::TrialKept
        | AddressDeed::TrialReturned
        | AddressDeed::TrialUnused
        | AddressDeed::TrialEnded => keep_with_kept(tx, org, key).await,
    }
}

/// The deed as it is stored: an older node, which knows no mail that lifts a block, reads that nobody took it away.
const fn stored(deed: AddressDeed) -> AddressDeed {
    match deed {
        AddressDeed::Wrote => AddressDeed::Cleared,
        AddressDeed::Blocked
        | AddressDeed::Cleared
        | AddressDeed::RolledBack
        | AddressDeed::Deleted
        | AddressDeed::OnTrial
        | AddressDeed::TrialKept
        | AddressDeed::TrialReturned
        | AddressDeed::TrialUnused
        | AddressDeed::TrialEnded => deed,
    }
}

/// What was stored so: a person who takes a block away is named.
fn told(deed: AddressDeed, by: Option<UserId>) -> AddressDeed {
    if deed == AddressDeed::Cleared && by.is_none() { AddressDeed::Wrote } else { deed }
}

/// What ended a block, and that somebody undid that, is known for as long as the decisions before it that are kept: else those would
/// seem to stand, or to have been taken back.
async fn keep_with_kept(tx: &Tx, org: OrganisationId, key: &str) -> Result<(), StoreError> {
    let mut kept = Query::select();
    kept.column("id")
        .from("address_changes")
        .and_where(is("org_id", org))
        .and_where(is("address_key", key))
        .and_where(col("kept_at").is_not_null())
        .limit(1);
    if tx.one(&kept).await?.is_some() {
        keep(tx, org, key).await?;
    }
    Ok(())
}

/// Writes down that the owner of an address complained, beside whatever blocks it: to us, or as a list tells that somebody took in.
pub async fn insert_complaint(
    tx: &Tx,
    org: OrganisationId,
    address: &EmailAddress,
    told: (BlockReason, Option<UserId>),
) -> Result<(), StoreError> {
    insert_for_mailings(tx, org, &address.key(), told).await
}

/// Writes down that an address gets no mailings because a person said so, beside a block that stops more. That is known for as long
/// as the address is.
pub async fn insert_no_mailings(
    tx: &Tx,
    org: OrganisationId,
    address: &EmailAddress,
    by: Option<UserId>,
) -> Result<(), StoreError> {
    insert_for_mailings(tx, org, &address.key(), (BlockReason::Hand, by)).await?;
    keep(tx, org, &address.key()).await
}

async fn insert_for_mailings(
    tx: &Tx,
    org: OrganisationId,
    key: &str,
    (reason, by): (BlockReason, Option<UserId>),
) -> Result<(), StoreError> {
    let change = AddressChange {
        at: tx.now(),
        by,
        deed: AddressDeed::Blocked,
        scope: Some(BlockScope::Mailings),
        reason: Some(reason),
        note: String::new(),
        mail: None,
    };
    insert(tx, org, (key, &change)).await?;
    events::insert(tx, org, Change::settings());
    Ok(())
}

/// The newest decisions about an address, at most `limit`, the newest first. Index `address_changes_by_address`.
pub async fn list_of_address(
    conn: &Conn,
    org: OrganisationId,
    address: &EmailAddress,
    limit: u64,
) -> Result<Vec<ToldChange>, StoreError> {
    conn.all(&newest(org, &address.key(), limit)).await?.iter().map(read).collect()
}

/// The same of each of these addresses, by their keys and in their order. Index `address_changes_by_address`.
pub async fn list_of_each(
    conn: &Conn,
    org: OrganisationId,
    keys: &[String],
    limit: u64,
) -> Result<Vec<Vec<ToldChange>>, StoreError> {
    let mut found: Vec<Vec<(i64, ToldChange)>> = vec![Vec::new(); keys.len()];
    let Some(query) = newest_of_each(org, keys, limit) else { return Ok(Vec::new()) };
    for row in conn.all(&query).await? {
        let place = usize::try_from(row.number("place")?).ok();
        let Some(of_key) = place.and_then(|place| found.get_mut(place)) else { continue };
        of_key.push((row.number("id")?, read(&row)?));
    }
    // The members of a union come in no order.
    let in_order = |mut of_key: Vec<(i64, ToldChange)>| {
        of_key.sort_by_key(|(id, told)| std::cmp::Reverse((told.change.at, *id)));
        of_key.into_iter().map(|(_, told)| told).collect()
    };
    Ok(found.into_iter().map(in_order).collect())
}

/// One short walk along the index for each address; `None` for none.
pub(crate) fn newest_of_each(org: OrganisationId, keys: &[String], limit: u64) -> Option<SelectStatement> {
    let mut walks = (0_i64..).zip(keys).map(|(place, key)| {
        let mut walk = newest(org, key, limit);
        walk.expr_as(Expr::val(place), "place");
        // As a table of its own: a union's members may have no order and limit.
        let mut wrapped = Query::select();
        wrapped.expr(Expr::cust("*")).from_subquery(walk, "w");
        wrapped
    });
    let mut all = walks.next()?;
    all.unions(walks.map(|walk| (UnionType::All, walk)));
    Some(all)
}

fn newest(org: OrganisationId, key: &str, limit: u64) -> SelectStatement {
    let mut query = Query::select();
    pick(
        &mut query,
        "a",
        &["id", "at", "user_id", "deed", "block_scope", "block_reason", "note", "outbox_id"],
    );
    query
        .expr_as(col("u.name"), "by_name")
        .from_as("address_changes", "a")
        .left_join("users".into_table_ref().alias("u"), joined("u.id", "a.user_id", ("u.org_id", "a.org_id")))
        .and_where(is("a.org_id", org))
        .and_where(is("a.address_key", key))
        .order_by(("a", "at"), Order::Desc)
        .order_by(("a", "id"), Order::Desc)
        .limit(limit);
    query
}

fn read(row: &Row) -> Result<ToldChange, StoreError> {
    let by = row.id_or_none("user_id")?;
    let change = AddressChange {
        at: row.at("at")?,
        by,
        deed: told(row.parsed(TABLE.at("deed"))?, by),
        scope: row.parsed_or_none(TABLE.at("block_scope"))?,
        reason: row.parsed_or_none(TABLE.at("block_reason"))?,
        note: row.text("note")?,
        mail: row.id_or_none("outbox_id")?,
    };
    Ok(ToldChange { change, by_name: row.text_or_none("by_name")? })
}

/// Forgets all that was decided about an address.
pub async fn forget(tx: &Tx, org: OrganisationId, address: &EmailAddress) -> Result<(), StoreError> {
    let mut statement = Query::delete();
    statement
        .from_table("address_changes")
        .and_where(is("org_id", org))
        .and_where(is("address_key", address.key()));
    tx.execute(&statement).await?;
    Ok(())
}

/// Forgets what an import decided about an address between these instants, both among them: it was taken back. So it
/// forgets that somebody took its block away since, and that this was undone. Index `address_changes_by_address`.
pub(crate) async fn take_back_imported(
    tx: &Tx,
    org: OrganisationId,
    address: &EmailAddress,
    (by, (since, until)): (UserId, (Timestamp, Timestamp)),
) -> Result<(), StoreError> {
    let of_list = || is("block_reason", BlockReason::Imported.as_str());
    let ends_trial = is("deed", AddressDeed::TrialEnded.as_str());
    let until = until.stored();
    let by_import = col("at").lte(until.clone()).and(is("user_id", by)).and(of_list().or(ends_trial));
    // The address stands as the import left it, so that whoever cleared it since has undone that: neither says anything any more.
    let cleared = is("deed", AddressDeed::Cleared.as_str());
    let undone = col("at").gt(until).and(of_list().or(cleared));
    let mut statement = Query::delete();
    statement
        .from_table("address_changes")
        .and_where(is("org_id", org))
        .and_where(is("address_key", address.key()))
        .and_where(col("at").gte(since.stored()))
        .and_where(by_import.or(undone));
    tx.execute(&statement).await?;
    Ok(())
}

/// What was decided about the address with this key until now is kept for as long as it is known. Index
/// `address_changes_by_address`.
pub(crate) async fn keep(tx: &Tx, org: OrganisationId, key: &str) -> Result<(), StoreError> {
    let mut statement = Query::update();
    statement
        .table("address_changes")
        .value("kept_at", tx.now().stored())
        .and_where(is("org_id", org))
        .and_where(is("address_key", key))
        .and_where(col("kept_at").is_null());
    tx.execute(&statement).await?;
    Ok(())
}

/// Forgets what is older than an instant and not kept, of all organisations, at most `limit`. Index `address_changes_by_age`.
pub async fn purge(tx: &Tx, before: Timestamp, limit: u64) -> Result<u64, StoreError> {
    let mut old = Query::select();
    old.column("id")
        .from("address_changes")
        .and_where(col("at").lt(before.stored()))
        .and_where(col("kept_at").is_null())
        .limit(limit);
    let mut statement = Query::delete();
    statement.from_table("address_changes").and_where(col("id").in_subquery(old));
    tx.execute(&statement).await
}
