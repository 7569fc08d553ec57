//! What kinds of requests an organisation's cases are. Table `request_types`; an archived one stays for the
//! cases that have it, and another may stand for it.

use domain::audit::AuditKind;
use domain::limits::REQUEST_TYPES_MAX;
use domain::{OrganisationId, RequestTypeId, Timestamp};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, IntoTableRef, Order, Query, SelectStatement};

use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, Stored, col, is, same, sort_key};
use crate::{Conn, StoreError, Tx, audit};

/// One request type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RequestTypeRow {
    /// The id.
    pub id: RequestTypeId,
    /// The name, unique among those that are not archived.
    pub name: String,
    /// Its place, from 1; an archived one has that of the one that stands for it.
    pub position: u32,
    /// When it was archived.
    pub archived_at: Option<Timestamp>,
    /// The one that stands for it since; without one its cases go on showing it.
    pub replaced_by: Option<RequestTypeId>,
}

impl RequestTypeRow {
    /// The one that cases show that have this one.
    #[must_use]
    pub fn shown(&self) -> RequestTypeId {
        self.replaced_by.unwrap_or(self.id)
    }
}

/// All request types in their order, archived ones behind the others. Index `request_types_in_order`.
pub async fn list(conn: &Conn, org: OrganisationId) -> Result<Vec<RequestTypeRow>, StoreError> {
    let mut query = select(org);
    query.order_by("position", Order::Asc).order_by("id", Order::Asc).limit(REQUEST_TYPES_MAX as u64);
    let mut rows = conn.all(&query).await?.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    rows.sort_by_key(|row| row.archived_at.is_some());
    Ok(rows)
}

/// The request type with this id, archived or not.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    id: RequestTypeId,
) -> Result<Option<RequestTypeRow>, StoreError> {
    let mut query = select(org);
    query.and_where(is("id", id));
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}

/// Makes a request type, the last of all; [`StoreError::Duplicate`] when the name is taken, `None` when there
/// are too many.
pub async fn insert(tx: &Tx, org: OrganisationId, name: &str) -> Result<Option<RequestTypeId>, StoreError> {
    lock(tx, org).await?;
    let known = list(tx, org).await?;
    if known.len() >= REQUEST_TYPES_MAX {
        return Ok(None);
    }
    let id = tx.new_id();
    audit::watch_one(tx, org, (AuditKind::RequestType, id)).await?;
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("name", name)
        .with("name_key", sort_key(name))
        .with("position", known.iter().map(|row| i64::from(row.position)).max().unwrap_or(0) + 1);
    tx.execute(&sql::insert("request_types", [row])).await?;
    number_anew(tx, org, None).await?;
    Ok(Some(id))
}

/// Gives it another name; [`StoreError::Duplicate`] when that is taken, `false` when there is no such type.
pub async fn rename(tx: &Tx, org: OrganisationId, id: RequestTypeId, name: &str) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::RequestType, id)).await?;
    let mut statement = sql::update("request_types", org, id);
    statement.value("name", name).value("name_key", sort_key(name));
    Ok(tx.execute(&statement).await? == 1)
}

/// Puts it at this place among those that are not archived, from 1; the others make room.
pub async fn put_at(
    tx: &Tx,
    org: OrganisationId,
    id: RequestTypeId,
    position: u32,
) -> Result<(), StoreError> {
    audit::watch_one(tx, org, (AuditKind::RequestType, id)).await?;
    lock(tx, org).await?;
    number_anew(tx, org, Some((id, position))).await
}

/// Takes it from the choices; another one may stand for it and for all that it stood for. That the other is
/// there is for the caller to check.
pub async fn archive(
    tx: &Tx,
    org: OrganisationId,
    id: RequestTypeId,
    (instead, at): (Option<RequestTypeId>, Timestamp),
) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::RequestType, id)).await?;
    let mut statement = sql::update("request_types", org, id);
    statement
        .value("archived_at", at.stored())
        .value("replaced_by", instead.stored())
        .and_where(col("archived_at").is_null());
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    if let Some(instead) = instead {
        // One step leads from an archived one to a living one.
        let mut others = Query::update();
        others.table("request_types").value("replaced_by", instead.stored());
        others.and_where(is("org_id", org)).and_where(is("replaced_by", id));
        tx.execute(&others).await?;
    }
    number_anew(tx, org, None).await?;
    Ok(true)
}

/// Puts an archived one back among the choices, the last of them, with the cases that it had;
/// [`StoreError::Duplicate`] when another has its name by now.
pub async fn restore(tx: &Tx, org: OrganisationId, id: RequestTypeId) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::RequestType, id)).await?;
    let mut statement = sql::update("request_types", org, id);
    statement
        .value("archived_at", None::<i64>)
        .value("replaced_by", None::<i64>)
        .and_where(col("archived_at").is_not_null());
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    number_anew(tx, org, Some((id, u32::MAX))).await?;
    Ok(true)
}

/// Whoever else makes, orders or archives a request type of this organisation waits.
pub async fn lock(tx: &Tx, org: OrganisationId) -> Result<(), StoreError> {
    crate::organisations::lock(tx, org).await
}

/// Numbers all: those that can be chosen in their order, with one of them moved; then archived ones that nothing
/// stands for; and each of the others like the one that stands for it.
async fn number_anew(
    tx: &Tx,
    org: OrganisationId,
    moved: Option<(RequestTypeId, u32)>,
) -> Result<(), StoreError> {
    let rows = list(tx, org).await?;
    let mut order: Vec<&RequestTypeRow> = rows.iter().filter(|row| row.archived_at.is_none()).collect();
    if let Some((id, position)) = moved
        && let Some(from) = order.iter().position(|row| row.id == id)
    {
        let row = order.remove(from);
        let at = usize::try_from(position.saturating_sub(1)).map_or(order.len(), |at| order.len().min(at));
        order.insert(at, row);
    }
    order.extend(rows.iter().filter(|row| row.archived_at.is_some() && row.replaced_by.is_none()));
    for row in &rows {
        let at = order.iter().position(|placed| placed.id == row.shown());
        let Some(place) = at.and_then(|at| u32::try_from(at + 1).ok()) else { continue };
        if place != row.position {
            let mut statement = sql::update("request_types", org, row.id);
            statement.value("position", place.stored());
            tx.execute(&statement).await?;
        }
    }
    Ok(())
}

/// The cases `r` that show this request type, or the one that stands for it.
pub(crate) fn shown_by_cases(org: OrganisationId, id: RequestTypeId) -> Condition {
    let instead = || {
        let mut instead = Query::select();
        instead.column("replaced_by").from("request_types").and_where(is("org_id", org));
        instead.and_where(is("id", id));
        instead
    };
    let same = Condition::any()
        .add(is("id", id))
        .add(is("replaced_by", id))
        .add(col("id").in_subquery(instead()))
        .add(col("replaced_by").in_subquery(instead()));
    let mut shown = Query::select();
    shown.column("id").from("request_types").and_where(is("org_id", org)).cond_where(same);
    Condition::all().add(col("r.request_type_id").in_subquery(shown))
}

/// Adds what a case `r` shows: its request type `k`, or the one `l` that stands for it.
pub(crate) fn pick_shown(query: &mut SelectStatement) {
    let own = Condition::all().add(same("k.id", "r.request_type_id")).add(same("k.org_id", "r.org_id"));
    let instead = Condition::all().add(same("l.id", "k.replaced_by")).add(same("l.org_id", "r.org_id"));
    for (alias, id, name, condition) in
        [("k", "own_type_id", "own_type_name", own), ("l", "instead_type_id", "instead_type_name", instead)]
    {
        query
            .expr_as(Expr::col((alias, "id")), id)
            .expr_as(Expr::col((alias, "name")), name)
            .left_join("request_types".into_table_ref().alias(alias), condition);
    }
}

/// Reads it: the request type and its name.
pub(crate) fn read_shown(row: &Row) -> Result<(Option<RequestTypeId>, Option<String>), StoreError> {
    for (id, name) in [("instead_type_id", "instead_type_name"), ("own_type_id", "own_type_name")] {
        if let Some(found) = row.id_or_none(id)? {
            return Ok((Some(found), row.text_or_none(name)?));
        }
    }
    Ok((None, None))
}

fn select(org: OrganisationId) -> SelectStatement {
    let mut query = Query::select();
    query
        .columns(["id", "name", "position", "archived_at", "replaced_by"])
        .from("request_types")
        .and_where(is("org_id", org));
    query
}

fn read(row: &Row) -> Result<RequestTypeRow, StoreError> {
    Ok(RequestTypeRow {
        id: row.id("id")?,
        name: row.text("name")?,
        position: row.small(Columns("request_types").at("position"))?,
        archived_at: row.at_or_none("archived_at")?,
        replaced_by: row.id_or_none("replaced_by")?,
    })
}
