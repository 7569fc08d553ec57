//! Filters: conditions and actions on intake, in their order. Table `filters`; a deleted one
//! stays as a name for the mail that it blocked.

use domain::intake::{FilterAction, FilterField, FilterOperator};
use domain::{FilterId, MailboxId, OrganisationId, Timestamp};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Order, Query, SelectStatement};

use crate::events::{self, Change};
use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, Stored, col, is, is_among, json, name_of, named, sort_key};
use crate::{Conn, StoreError, Tx};

/// What a person sets of a filter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FilterSettings {
    /// The name.
    pub name: String,
    /// Whether it is applied.
    pub active: bool,
    /// The mailbox whose mail it reads; all where absent.
    pub mailbox_id: Option<MailboxId>,
    /// The text it reads.
    pub field: FilterField,
    /// How it compares.
    pub operator: FilterOperator,
    /// What it looks for.
    pub pattern: String,
    /// What it does.
    pub action: FilterAction,
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
    let mine = Condition::any().add(col("mailbox_id").is_null()).add(is("mailbox_id", mailbox));
    let mut query = select(org);
    query.and_where(is("active", true)).cond_where(mine);
    conn.all(&query).await?.iter().map(read).collect()
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
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("name", settings.name.as_str())
        .with("name_key", sort_key(&settings.name))
        .with("position", last.unwrap_or(0) + 1)
        .with("active", settings.active)
        .with("mailbox_id", settings.mailbox_id)
        .with("field", name_of(&settings.field)?)
        .with("operator", name_of(&settings.operator)?)
        .with("pattern", settings.pattern.as_str())
        .with("action", json(&settings.action)?)
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
    let mut statement = sql::update("filters", org, id);
    statement
        .and_where(col("deleted_at").is_null())
        .value("name", settings.name.as_str())
        .value("name_key", sort_key(&settings.name))
        .value("active", settings.active)
        .value("mailbox_id", settings.mailbox_id.stored())
        .value("field", name_of(&settings.field)?)
        .value("operator", name_of(&settings.operator)?)
        .value("pattern", settings.pattern.as_str())
        .value("action", json(&settings.action)?);
    events::insert(tx, org, Change::settings());
    Ok(tx.execute(&statement).await? == 1)
}

/// Puts the filters into this order; those not named keep theirs, behind.
pub async fn reorder(tx: &Tx, org: OrganisationId, ids: &[FilterId]) -> Result<(), StoreError> {
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
        .and_where(is("org_id", org))
        .and_where(is_among("id", ids));
    tx.execute(&statement).await?;
    Ok(())
}

/// Deletes a filter; `false` when there is none.
pub async fn delete(tx: &Tx, org: OrganisationId, id: FilterId, at: Timestamp) -> Result<bool, StoreError> {
    let mut statement = sql::update("filters", org, id);
    statement
        .and_where(col("deleted_at").is_null())
        .value("deleted_at", at.stored())
        .value("active", Expr::val(false));
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

fn read(row: &Row) -> Result<FilterRow, StoreError> {
    let settings = FilterSettings {
        name: row.text("name")?,
        active: row.flag("active")?,
        mailbox_id: row.id_or_none("mailbox_id")?,
        field: named(&row.text("field")?).map_err(|error| row.nonsense(TABLE.at("field"), &error))?,
        operator: named(&row.text("operator")?)
            .map_err(|error| row.nonsense(TABLE.at("operator"), &error))?,
        pattern: row.text("pattern")?,
        action: row.json(TABLE.at("action"))?,
    };
    Ok(FilterRow {
        id: row.id("id")?,
        position: row.number("position")?,
        settings,
        hits: row.small(TABLE.at("hits"))?,
        last_hit_at: row.at_or_none("last_hit_at")?,
    })
}
