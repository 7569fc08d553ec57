//! Kinds of request. Table `categories`; a deleted one stays as a name for the cases that have it.

mod giving;

use std::collections::BTreeMap;

use domain::audit::AuditKind;
use domain::case::Assignment;
use domain::{CategoryId, EmailAddress, OrganisationId, PriorityId, StatusId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Order, Query, SelectStatement};

use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, Stored, col, is, is_among, sort_key};
use crate::{Conn, StoreError, Tx, audit};

pub use giving::{Member, members_in_turn, record_share, record_turn};

/// One category.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CategoryRow {
    /// The id.
    pub id: CategoryId,
    /// The name, unique among the organisation's.
    pub name: String,
    /// Its place in the list, from 1.
    pub position: i64,
    /// What belongs into it, for colleagues.
    pub description: String,
    /// How its new cases find an owner.
    pub assignment: Assignment,
    /// Who gets them when no member can.
    pub administrator_id: Option<UserId>,
    /// The priority of its new cases, where nothing else says one.
    pub priority_id: Option<PriorityId>,
    /// Its members, active or not.
    pub member_ids: Vec<UserId>,
    /// Whether they are told of its new cases.
    pub notify_members: bool,
    /// Addresses that are told of each new case.
    pub notify_addresses: Vec<EmailAddress>,
    /// Whether a case of nobody becomes his who answers it.
    pub take_when_replying: bool,
    /// Minutes within which a customer's new cases go to the same member; 0 is none.
    pub together_minutes: u32,
    /// Whether a customer's answer gives a case of somebody who is away to another.
    pub give_when_absent: bool,
    /// The status that an answer gives its cases when its author chose none.
    pub reply_status_id: Option<StatusId>,
    /// The weights of members that have another than 1.
    pub weights: BTreeMap<UserId, u32>,
}

/// What to change of a category; `None` leaves it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CategoryChange {
    /// The name.
    pub name: Option<String>,
    /// What belongs into it.
    pub description: Option<String>,
    /// How its new cases find an owner.
    pub assignment: Option<Assignment>,
    /// Who gets them when no member can, or nobody.
    pub administrator_id: Option<Option<UserId>>,
    /// The priority of its new cases, or none.
    pub priority_id: Option<Option<PriorityId>>,
    /// All members.
    pub member_ids: Option<Vec<UserId>>,
    /// Its place in the list, from 1; the others make room, and a place behind the last is the last.
    pub position: Option<u32>,
    /// Whether members are told of its new cases.
    pub notify_members: Option<bool>,
    /// All addresses that are told of each new case.
    pub notify_addresses: Option<Vec<EmailAddress>>,
    /// Whether a case of nobody becomes his who answers it.
    pub take_when_replying: Option<bool>,
    /// Minutes within which a customer's new cases go to the same member; 0 is none.
    pub together_minutes: Option<u32>,
    /// Whether a customer's answer gives a case of somebody who is away to another.
    pub give_when_absent: Option<bool>,
    /// The status that an answer gives its cases, or none.
    pub reply_status_id: Option<Option<StatusId>>,
    /// The weights of members; the others have 1.
    pub weights: Option<BTreeMap<UserId, u32>>,
}

/// All categories, by position.
pub async fn list(conn: &Conn, org: OrganisationId) -> Result<Vec<CategoryRow>, StoreError> {
    let mut query = select(org);
    query.order_by("position", Order::Asc).order_by("id", Order::Asc);
    let mut members = members(conn, org, None).await?;
    let rows = conn.all(&query).await?;
    rows.iter().map(|row| read(row, &mut members)).collect()
}

/// The category with this id, unless it was deleted.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    id: CategoryId,
) -> Result<Option<CategoryRow>, StoreError> {
    let mut query = select(org);
    query.and_where(is("id", id));
    let Some(row) = conn.one(&query).await? else { return Ok(None) };
    let mut members = members(conn, org, Some(id)).await?;
    read(&row, &mut members).map(Some)
}

/// Makes a category at the end; [`StoreError::Duplicate`] when the name is taken.
pub async fn insert(tx: &Tx, org: OrganisationId, name: &str) -> Result<CategoryId, StoreError> {
    let mut last = Query::select();
    last.expr_as(col("position").max(), "last").from("categories").and_where(is("org_id", org));
    let last = tx.one(&last).await?.map_or(Ok(None), |row| row.number_or_none("last"))?;
    let id = tx.new_id();
    audit::watch_one(tx, org, (AuditKind::Category, id)).await?;
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("name", name)
        .with("name_key", sort_key(name))
        .with("position", last.unwrap_or(0) + 1);
    tx.execute(&sql::insert("categories", [row])).await?;
    Ok(id)
}

/// Changes it; `false` when there is no such category. That members and the rest are the
/// organisation's own is for the caller to check.
pub async fn update(
    tx: &Tx,
    org: OrganisationId,
    id: CategoryId,
    change: &CategoryChange,
) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::Category, id)).await?;
    let mut statement = sql::update("categories", org, id);
    // Written over itself, so that there is always a column to set.
    statement.value("position", col("position")).and_where(col("deleted_at").is_null());
    if let Some(name) = &change.name {
        statement.value("name", name.as_str()).value("name_key", sort_key(name));
    }
    if let Some(description) = &change.description {
        statement.value("description", description.as_str());
    }
    if let Some(assignment) = change.assignment {
        statement.value("assignment", assignment.as_str());
    }
    if let Some(administrator) = change.administrator_id {
        statement.value("administrator_id", administrator.stored());
    }
    if let Some(priority) = change.priority_id {
        statement.value("priority_id", priority.stored());
    }
    if let Some(notify) = change.notify_members {
        statement.value("notify_members", notify);
    }
    if let Some(addresses) = &change.notify_addresses {
        statement.value("notify_addresses", sql::json(addresses)?);
    }
    if let Some(take) = change.take_when_replying {
        statement.value("take_when_replying", take);
    }
    if let Some(give) = change.give_when_absent {
        statement.value("give_when_absent", give);
    }
    if let Some(status) = change.reply_status_id {
        statement.value("reply_status_id", status.stored());
    }
    if let Some(minutes) = change.together_minutes {
        statement.value("together_minutes", minutes.stored());
    }
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    if let Some(members) = &change.member_ids {
        set_members(tx, org, id, members).await?;
    }
    if let Some(weights) = &change.weights {
        set_weights(tx, org, id, weights).await?;
    }
    if let Some(position) = change.position {
        put_at(tx, org, id, position).await?;
    }
    Ok(true)
}

/// Puts it at this place, from 1, and numbers all anew. Whoever else orders the list waits.
async fn put_at(tx: &Tx, org: OrganisationId, id: CategoryId, position: u32) -> Result<(), StoreError> {
    let mut lock = Query::update();
    lock.table("categories").value("position", col("position")).and_where(is("org_id", org));
    tx.execute(&lock).await?;
    let mut query = Query::select();
    query.column("id").from("categories").and_where(is("org_id", org)).and_where(col("deleted_at").is_null());
    query.order_by("position", Order::Asc).order_by("id", Order::Asc);
    let rows = tx.all(&query).await?;
    let mut ids = rows.iter().map(|row| row.id("id")).collect::<Result<Vec<CategoryId>, _>>()?;
    ids.retain(|other| *other != id);
    let at = usize::try_from(position.saturating_sub(1)).map_or(ids.len(), |at| ids.len().min(at));
    ids.insert(at, id);
    for (place, id) in (1_i64..).zip(ids) {
        let mut statement = sql::update("categories", org, id);
        statement.value("position", place);
        tx.execute(&statement).await?;
    }
    Ok(())
}

/// Those who leave go, those who stay keep their turn.
async fn set_members(
    tx: &Tx,
    org: OrganisationId,
    id: CategoryId,
    members: &[UserId],
) -> Result<(), StoreError> {
    let mut leaving = Query::delete();
    leaving.from_table("user_categories").and_where(is("org_id", org)).and_where(is("category_id", id));
    leaving.and_where(is_among("user_id", members).not());
    tx.execute(&leaving).await?;
    if members.is_empty() {
        return Ok(());
    }
    let row =
        |user: &UserId| NewRow::default().with("org_id", org).with("user_id", *user).with("category_id", id);
    let mut joining = sql::insert("user_categories", members.iter().map(row));
    joining.on_conflict(OnConflict::columns(["org_id", "user_id", "category_id"]).do_nothing().to_owned());
    tx.execute(&joining).await?;
    Ok(())
}

/// Sets the weights of those who are members.
async fn set_weights(
    tx: &Tx,
    org: OrganisationId,
    id: CategoryId,
    weights: &BTreeMap<UserId, u32>,
) -> Result<(), StoreError> {
    let of_category = || {
        let mut statement = Query::update();
        statement.table("user_categories").and_where(is("org_id", org)).and_where(is("category_id", id));
        statement
    };
    tx.execute(of_category().value("weight", 1)).await?;
    for (user, weight) in weights {
        tx.execute(of_category().value("weight", weight.stored()).and_where(is("user_id", *user))).await?;
    }
    Ok(())
}

/// The members of categories, each with his weight.
type Members = BTreeMap<CategoryId, Vec<(UserId, u32)>>;

/// The members of all categories, or of one.
async fn members(conn: &Conn, org: OrganisationId, only: Option<CategoryId>) -> Result<Members, StoreError> {
    let mut query = Query::select();
    query
        .columns(["category_id", "user_id", "weight"])
        .from("user_categories")
        .and_where(is("org_id", org))
        .order_by("user_id", Order::Asc);
    if let Some(id) = only {
        query.and_where(is("category_id", id));
    }
    let mut found = Members::new();
    let place = Columns("user_categories").at("weight");
    for row in conn.all(&query).await? {
        let member = (row.id("user_id")?, row.small(place)?);
        found.entry(row.id("category_id")?).or_default().push(member);
    }
    Ok(found)
}

/// Removes it from the choices, and from mailboxes and users; cases keep it. `false` when there is none.
pub async fn delete(tx: &Tx, org: OrganisationId, id: CategoryId, at: Timestamp) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::Category, id)).await?;
    let mut statement = sql::update("categories", org, id);
    statement.value("deleted_at", at.stored()).and_where(col("deleted_at").is_null());
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    let mut mailboxes = Query::update();
    mailboxes.table("mailboxes").value("category_id", Expr::null());
    mailboxes.and_where(is("org_id", org)).and_where(is("category_id", id));
    tx.execute(&mailboxes).await?;
    let mut users = Query::delete();
    users.from_table("user_categories").and_where(is("org_id", org)).and_where(is("category_id", id));
    tx.execute(&users).await?;
    Ok(true)
}

const COLUMNS: [&str; 13] = [
    "id",
    "name",
    "position",
    "description",
    "assignment",
    "administrator_id",
    "priority_id",
    "notify_members",
    "notify_addresses",
    "take_when_replying",
    "together_minutes",
    "give_when_absent",
    "reply_status_id",
];

fn select(org: OrganisationId) -> SelectStatement {
    let mut query = Query::select();
    query
        .columns(COLUMNS)
        .from("categories")
        .and_where(is("org_id", org))
        .and_where(col("deleted_at").is_null());
    query
}

fn read(row: &Row, members: &mut Members) -> Result<CategoryRow, StoreError> {
    let id = row.id("id")?;
    let of_category = members.remove(&id).unwrap_or_default();
    Ok(CategoryRow {
        id,
        name: row.text("name")?,
        position: row.number("position")?,
        description: row.text("description")?,
        assignment: row.parsed(Columns("categories").at("assignment"))?,
        administrator_id: row.id_or_none("administrator_id")?,
        priority_id: row.id_or_none("priority_id")?,
        member_ids: of_category.iter().map(|(user, _)| *user).collect(),
        weights: of_category.into_iter().filter(|(_, weight)| *weight != 1).collect(),
        take_when_replying: row.flag("take_when_replying")?,
        together_minutes: row.small(Columns("categories").at("together_minutes"))?,
        give_when_absent: row.flag("give_when_absent")?,
        reply_status_id: row.id_or_none("reply_status_id")?,
        notify_members: row.flag("notify_members")?,
        notify_addresses: row.json(Columns("categories").at("notify_addresses"))?,
    })
}
