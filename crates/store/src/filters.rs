//! Filters: conditions and actions on intake, in their order. Table `filters`; a deleted one
//! stays as a name for the mail that it blocked.

mod older;

use domain::audit::{AuditKind, Record};
use domain::filter::FilterRules;
use domain::{FilterId, MailboxId, OrganisationId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement, UpdateStatement};

use crate::events::{self, Change};
use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, Stored, col, is, is_among, is_of, json, sort_key};
use crate::{Conn, StoreError, Tx, audit};
use older::Older;

/// What a person sets of a filter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FilterSettings {
    /// The name.
    pub name: String,
    /// Whether it is applied.
    pub active: bool,
    /// The mailboxes whose mail it reads; all where there are none.
    pub mailbox_ids: Vec<MailboxId>,
    /// What it looks for and does.
    pub rules: FilterRules,
}

impl FilterSettings {
    /// Whether it reads the mail of this mailbox.
    #[must_use]
    pub fn reads(&self, mailbox: MailboxId) -> bool {
        self.mailbox_ids.is_empty() || self.mailbox_ids.contains(&mailbox)
    }
}

/// One filter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FilterRow {
    /// The id.
    pub id: FilterId,
    /// Its place in the order, from 1.
    pub position: i64,
    /// What a person set.
    pub settings: FilterSettings,
    /// How many mails it matched.
    pub hits: u64,
    /// When it last matched.
    pub last_hit_at: Option<Timestamp>,
}

/// All filters in their order.
pub async fn list(conn: &Conn, org: OrganisationId) -> Result<Vec<FilterRow>, StoreError> {
    let query = select(org);
    conn.all(&query).await?.iter().map(read).collect()
}

/// The active filters that read a mailbox's mail, in their order.
pub async fn list_active(
    conn: &Conn,
    org: OrganisationId,
    mailbox: MailboxId,
) -> Result<Vec<FilterRow>, StoreError> {
    let mut query = select(org);
    query.and_where(is("active", true));
    let rows = conn.all(&query).await?.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(rows.into_iter().filter(|filter| filter.settings.reads(mailbox)).collect())
}

/// The filter with this id, unless it was deleted.
pub async fn find(conn: &Conn, org: OrganisationId, id: FilterId) -> Result<Option<FilterRow>, StoreError> {
    let mut query = select(org);
    query.and_where(is("id", id));
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}

/// Makes a filter at the end of the order.
pub async fn insert(tx: &Tx, org: OrganisationId, settings: &FilterSettings) -> Result<FilterId, StoreError> {
    let mut last = Query::select();
    last.expr_as(col("position").max(), "last").from("filters").and_where(is("org_id", org));
    let last = tx.one(&last).await?.map_or(Ok(None), |row| row.number_or_none("last"))?;
    let id = tx.new_id();
    audit::watch_one(tx, org, (AuditKind::Filter, id)).await?;
    let older = Older::of(settings)?;
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("name", settings.name.as_str())
        .with("name_key", sort_key(&settings.name))
        .with("position", last.unwrap_or(0) + 1)
        .with("active", settings.active)
        .with("mailbox_id", older.mailbox_id)
        .with("field", older.field)
        .with("operator", older.operator)
        .with("pattern", older.pattern)
        .with("action", older.action)
        .with("mailbox_ids", json(&settings.mailbox_ids)?)
        .with("rules", json(&settings.rules)?)
        .with("hits", 0_i64);
    tx.execute(&sql::insert("filters", [row])).await?;
    events::insert(tx, org, Change::settings());
    Ok(id)
}

/// Changes a filter; `false` when there is none.
pub async fn update(
    tx: &Tx,
    org: OrganisationId,
    id: FilterId,
    settings: &FilterSettings,
) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::Filter, id)).await?;
    let mut statement = present(org, id);
    let older = Older::of(settings)?;
    statement
        .value("name", settings.name.as_str())
        .value("name_key", sort_key(&settings.name))
        .value("active", settings.active)
        .value("mailbox_id", older.mailbox_id.stored())
        .value("field", older.field)
        .value("operator", older.operator)
        .value("pattern", older.pattern)
        .value("action", older.action)
        .value("mailbox_ids", json(&settings.mailbox_ids)?)
        .value("rules", json(&settings.rules)?);
    events::insert(tx, org, Change::settings());
    Ok(tx.execute(&statement).await? == 1)
}

/// Puts the filters into this order; those not named keep theirs, behind.
pub async fn reorder(tx: &Tx, org: OrganisationId, ids: &[FilterId]) -> Result<(), StoreError> {
    audit::watch(tx, org, Record::setting(audit::FILTER_ORDER)).await?;
    let all = list(tx, org).await?;
    let named = ids.iter().copied().filter(|id| all.iter().any(|filter| filter.id == *id));
    let others = all.iter().map(|filter| filter.id).filter(|id| !ids.contains(id));
    for (position, id) in (1_i64..).zip(named.chain(others)) {
        let mut statement = sql::update("filters", org, id);
        statement.value("position", position);
        tx.execute(&statement).await?;
    }
    events::insert(tx, org, Change::settings());
    Ok(())
}

/// Counts one more match of each.
pub async fn record_hits(
    tx: &Tx,
    org: OrganisationId,
    ids: &[FilterId],
    at: Timestamp,
) -> Result<(), StoreError> {
    let mut statement = Query::update();
    statement
        .table("filters")
        .value("hits", col("hits").add(1))
        .value("last_hit_at", at.stored())
        .and_where(is_of("org_id", org))
        .and_where(is_among("id", ids));
    tx.execute(&statement).await?;
    Ok(())
}

/// Deletes a filter; `false` when there is none.
pub async fn delete(tx: &Tx, org: OrganisationId, id: FilterId, at: Timestamp) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::Filter, id)).await?;
    let mut statement = present(org, id);
    statement.value("deleted_at", at.stored()).value("active", Expr::val(false));
    events::insert(tx, org, Change::settings());
    Ok(tx.execute(&statement).await? == 1)
}

const TABLE: Columns = Columns("filters");

/// The filters that are not deleted, in their order. Index `filters_in_order`.
fn select(org: OrganisationId) -> SelectStatement {
    let mut query = Query::select();
    query
        .columns([
            "id",
            "name",
            "position",
            "active",
            "mailbox_id",
            "field",
            "operator",
            "pattern",
            "action",
            "mailbox_ids",
            "rules",
            "hits",
            "last_hit_at",
        ])
        .from("filters")
        .and_where(is("org_id", org))
        .and_where(col("deleted_at").is_null())
        .order_by("position", Order::Asc)
        .order_by("id", Order::Asc);
    query
}

/// Changes a filter unless it was deleted.
fn present(org: OrganisationId, id: FilterId) -> UpdateStatement {
    let mut statement = sql::update("filters", org, id);
    statement.and_where(col("deleted_at").is_null());
    statement
}

fn read(row: &Row) -> Result<FilterRow, StoreError> {
    let (mailbox_ids, rules) = match row.text_or_none("rules")? {
        Some(_) => (row.json(TABLE.at("mailbox_ids"))?, row.json(TABLE.at("rules"))?),
        None => older::read(row)?,
    };
    let settings =
        FilterSettings { name: row.text("name")?, active: row.flag("active")?, mailbox_ids, rules };
    Ok(FilterRow {
        id: row.id("id")?,
        position: row.number("position")?,
        settings,
        hits: row.small(TABLE.at("hits"))?,
        last_hit_at: row.at_or_none("last_hit_at")?,
    })
}
