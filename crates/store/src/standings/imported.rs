//! What a list of another service changed about addresses, so that the import can be taken back as a whole for some days. Table
//! `block_import_changes`.

use std::collections::BTreeMap;

use domain::{BlockImportId, EmailAddress, OrganisationId, StandingId, Timestamp, UserId};
use sea_orm::sea_query::{ExprTrait, OnConflict, Order, Query, SelectStatement};
use serde::{Deserialize, Serialize};

use super::write::open;
use crate::events::{self, Change};
use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, Stored, col, is};
use crate::{Conn, StoreError, Tx, address_changes};

const TABLE: Columns = Columns("block_import_changes");

/// The columns of numbers that an import may change.
const NUMBERS: [&str; 13] = [
    "last_return_at",
    "blocked_at",
    "changed_by",
    "deleted_at",
    "trial_at",
    "trial_by",
    "trial_outbox_id",
    "trial_taken_at",
    "trial_until",
    "complained_at",
    "consented_at",
    "former_complained_at",
    "former_consented_at",
];

/// The columns of texts that it may change.
const TEXTS: [&str; 12] = [
    "last_class",
    "last_fault",
    "last_rule",
    "last_words",
    "last_host",
    "words_key",
    "host_key",
    "block_words",
    "block_scope",
    "block_reason",
    "complaint_reason",
    "former_complaint_reason",
];

/// An import.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BlockImport {
    /// Which.
    pub id: BlockImportId,
    /// Who imports.
    pub by: UserId,
    /// When it began.
    pub at: Timestamp,
}

/// How an address stands: its block, its trial, its complaint, and what is shown of why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Stands {
    numbers: BTreeMap<String, Option<i64>>,
    texts: BTreeMap<String, Option<String>>,
    /// When the first mail was taken since the last return that weighs, and which.
    taken: Option<(i64, i64)>,
}

impl Stands {
    /// Whether nothing was decided between the two. A mail that was taken decides nothing.
    fn is_as(&self, other: &Self) -> bool {
        self.numbers == other.numbers && self.texts == other.texts
    }
}

/// What an import changed about an address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImportedChange {
    id: i64,
    standing: StandingId,
    by: UserId,
    at: Timestamp,
    changed_at: Timestamp,
    stood: Stands,
    stands: Stands,
}

/// How an address stands; `None` for one of which nothing is known.
pub async fn stands(
    conn: &Conn,
    org: OrganisationId,
    address: &EmailAddress,
) -> Result<Option<Stands>, StoreError> {
    Ok(with_id(conn, org, address).await?.map(|(_, stands)| stands))
}

async fn with_id(
    conn: &Conn,
    org: OrganisationId,
    address: &EmailAddress,
) -> Result<Option<(StandingId, Stands)>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "taken_at", "taken_outbox_id"])
        .columns(NUMBERS)
        .columns(TEXTS)
        .from("address_standings")
        .and_where(is("org_id", org))
        .and_where(is("address_key", address.key()));
    let Some(row) = conn.one(&query).await? else { return Ok(None) };
    Ok(Some((row.id("id")?, read(&row)?)))
}

fn read(row: &Row) -> Result<Stands, StoreError> {
    let (mut numbers, mut texts) = (BTreeMap::new(), BTreeMap::new());
    for name in NUMBERS {
        numbers.insert(name.to_owned(), row.number_or_none(name)?);
    }
    for name in TEXTS {
        texts.insert(name.to_owned(), row.text_or_none(name)?);
    }
    let taken = row.number_or_none("taken_at")?.zip(row.number_or_none("taken_outbox_id")?);
    Ok(Stands { numbers, texts, taken })
}

/// Keeps what an import made of an address that stood so before; `false` where that is nothing. Of an address that the list
/// names twice the first stand is kept.
pub async fn record_imported(
    tx: &Tx,
    org: OrganisationId,
    import: BlockImport,
    (address, stood): (&EmailAddress, &Stands),
) -> Result<bool, StoreError> {
    let Some((id, stands)) = with_id(tx, org, address).await? else { return Ok(false) };
    if stands == *stood {
        return Ok(false);
    }
    let row = NewRow::default()
        .with("id", tx.new_id::<()>())
        .with("org_id", org)
        .with("import_id", import.id)
        .with("standing_id", id)
        .with("user_id", import.by)
        .with("at", import.at)
        .with("changed_at", tx.now())
        .with("stood", sql::json(stood)?)
        .with("stands", sql::json(&stands)?);
    let mut statement = sql::insert("block_import_changes", [row]);
    let mut again = OnConflict::columns(["standing_id", "import_id"]);
    again.update_columns(["changed_at", "stands"]);
    statement.on_conflict(again);
    tx.execute(&statement).await?;
    Ok(true)
}

/// What an import changed that began since then and was not taken back, at most `limit`. Index `block_import_changes_of_import`.
pub async fn list_imported(
    conn: &Conn,
    org: OrganisationId,
    (import, since): (BlockImportId, Timestamp),
    limit: u64,
) -> Result<Vec<ImportedChange>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "standing_id", "user_id", "at", "changed_at", "stood", "stands"])
        .from("block_import_changes")
        .and_where(is("import_id", import))
        .and_where(is("org_id", org))
        .and_where(col("at").gte(since.stored()))
        .order_by("id", Order::Asc)
        .limit(limit);
    let read = |row: &Row| {
        Ok(ImportedChange {
            id: row.number("id")?,
            standing: row.id("standing_id")?,
            by: row.id("user_id")?,
            at: row.at("at")?,
            changed_at: row.at("changed_at")?,
            stood: row.json(TABLE.at("stood"))?,
            stands: row.json(TABLE.at("stands"))?,
        })
    };
    conn.all(&query).await?.iter().map(read).collect()
}

/// An import that can be taken back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KnownImport {
    /// Which, whose, and when it began.
    pub import: BlockImport,
    /// Addresses that it changed and that were not taken back.
    pub changed: u64,
}

/// The imports that began since then and changed what was not taken back, the newest first, at most `limit`. Their ids
/// rise with time. Index `block_import_changes_of_organisation`.
pub async fn list_imports(
    conn: &Conn,
    org: OrganisationId,
    since: Timestamp,
    limit: u64,
) -> Result<Vec<KnownImport>, StoreError> {
    let read = |row: &Row| {
        let (id, by, at) = (row.id("import_id")?, row.id("imported_by")?, row.at("began_at")?);
        let changed = u64::try_from(row.number("changed")?).unwrap_or(0);
        Ok(KnownImport { import: BlockImport { id, by, at }, changed })
    };
    conn.all(&imports_since(org, since, limit)).await?.iter().map(read).collect()
}

/// The imports of one organisation. Index `block_import_changes_of_organisation`.
pub(crate) fn imports_since(org: OrganisationId, since: Timestamp, limit: u64) -> SelectStatement {
    let mut query = Query::select();
    query
        .column("import_id")
        .expr_as(col("user_id").min(), "imported_by")
        .expr_as(col("at").min(), "began_at")
        .expr_as(col("import_id").count(), "changed")
        .from("block_import_changes")
        .and_where(is("org_id", org))
        .and_where(col("at").gte(since.stored()))
        .group_by_col("import_id")
        .order_by("import_id", Order::Desc)
        .limit(limit);
    query
}

/// Takes back what an import changed about an address: it stands as before, and nothing of the import is left among what was
/// decided. `false` where something was decided about it since, which stays. Either way the change is known no more.
pub async fn undo_imported(
    tx: &Tx,
    org: OrganisationId,
    change: &ImportedChange,
) -> Result<bool, StoreError> {
    let mut known = Query::delete();
    known.from_table("block_import_changes").and_where(is("org_id", org)).and_where(is("id", change.id));
    if tx.execute(&known).await? == 0 {
        return Ok(false);
    }
    let Some(row) = super::find(tx, org, change.standing).await? else { return Ok(false) };
    open(tx, org, &row.address).await?;
    let Some((id, present)) = with_id(tx, org, &row.address).await? else { return Ok(false) };
    if !present.is_as(&change.stands) {
        return Ok(false);
    }
    let mut statement = sql::update("address_standings", org, id);
    for name in NUMBERS {
        if let Some(value) = change.stood.numbers.get(name) {
            statement.value(name, *value);
        }
    }
    for name in TEXTS {
        if let Some(value) = change.stood.texts.get(name) {
            statement.value(name, value.clone());
        }
    }
    if let Some((at, outbox)) = change.stood.taken {
        statement.value("taken_at", at).value("taken_outbox_id", outbox);
    }
    tx.execute(&statement).await?;
    let decided = (change.by, (change.at, change.changed_at));
    address_changes::take_back_imported(tx, org, &row.address, decided).await?;
    events::insert(tx, org, Change::settings());
    Ok(true)
}

/// Forgets what imports changed that began before an instant, of all organisations, at most `limit`. Index
/// `block_import_changes_by_age`.
pub async fn forget_imported(tx: &Tx, before: Timestamp, limit: u64) -> Result<u64, StoreError> {
    let mut old = Query::select();
    old.column("id").from("block_import_changes").and_where(col("at").lt(before.stored())).limit(limit);
    let mut statement = Query::delete();
    statement.from_table("block_import_changes").and_where(col("id").in_subquery(old));
    tx.execute(&statement).await
}

/// Forgets what imports changed about an address that is deleted. Index `block_import_changes_unique`.
pub(super) async fn forget(tx: &Tx, org: OrganisationId, id: StandingId) -> Result<(), StoreError> {
    let mut statement = Query::delete();
    statement
        .from_table("block_import_changes")
        .and_where(is("standing_id", id))
        .and_where(is("org_id", org));
    tx.execute(&statement).await?;
    Ok(())
}
