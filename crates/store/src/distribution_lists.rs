//! Named sets of recipients. Tables `distribution_lists`, `distribution_members`. A member that is gone, as a person who
//! was deleted, takes his place with him.

mod members;

use std::collections::BTreeMap;

use domain::distribution_list::ListMember;
use domain::{DistributionListId, OrganisationId, Timestamp, UserId};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Func, IntoTableRef, Order, Query, SelectStatement};

use crate::events::{self, Change};
use crate::row::Row;
use crate::sql::{self, NewRow, col, is, is_among, joined, pick, sort_key};
use crate::{Conn, StoreError, Tx};

pub use members::{MemberRow, Reached, is_member, list_members, reached};
pub(crate) use members::{Place, forget, give_back, hand_over, places};

/// What a list is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DistributionListSettings {
    /// The name, unique in the organisation.
    pub name: String,
    /// What it is for; empty for nothing said.
    pub description: String,
    /// Whose it is.
    pub owner: UserId,
    /// Whether everybody may write to it, or its owner alone.
    pub shared: bool,
}

/// One list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DistributionListRow {
    /// The id.
    pub id: DistributionListId,
    /// What it is.
    pub settings: DistributionListSettings,
    /// The owner's name.
    pub owner_name: Option<String>,
    /// Whether the owner is there and active.
    pub owner_active: bool,
    /// How many members it has; a company is one.
    pub members: u64,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// How often it was changed.
    pub version: i64,
    /// The name of the user who changed it last; `None` where it was the program, or nobody yet.
    pub updated_by_name: Option<String>,
}

/// Who reads lists: a user sees everybody's and his own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reader {
    /// The user.
    pub user: UserId,
    /// Whether he sees those of users who are not active any more too.
    pub of_inactive: bool,
}

/// Makes a list; [`StoreError::Duplicate`] when another has the name.
pub async fn insert(
    tx: &Tx,
    org: OrganisationId,
    settings: &DistributionListSettings,
    members: &[ListMember],
    at: Timestamp,
) -> Result<DistributionListId, StoreError> {
    let id = tx.new_id();
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("name", settings.name.as_str())
        .with("name_key", sort_key(&settings.name))
        .with("description", settings.description.as_str())
        .with("owner_id", settings.owner)
        .with("shared", settings.shared)
        .with("updated_at", at);
    tx.execute(&sql::insert("distribution_lists", [row])).await?;
    members::replace(tx, org, id, members).await?;
    events::insert(tx, org, Change::settings());
    Ok(id)
}

/// Begins to change a list: whoever else does waits until this transaction ends. `false` when there is none.
pub async fn open(tx: &Tx, org: OrganisationId, id: DistributionListId) -> Result<bool, StoreError> {
    let mut lock = sql::update("distribution_lists", org, id);
    lock.value("id", col("id"));
    Ok(tx.execute(&lock).await? == 1)
}

/// Notes who changed a list, in the transaction that did.
pub async fn set_updated_by(
    tx: &Tx,
    org: OrganisationId,
    (id, by): (DistributionListId, UserId),
) -> Result<(), StoreError> {
    let mut statement = sql::update("distribution_lists", org, id);
    statement.value("updated_by", by.get());
    tx.execute(&statement).await?;
    Ok(())
}

/// Changes a list and who is in it; `false` when there is none, [`StoreError::Duplicate`] when another has the name.
pub async fn update(
    tx: &Tx,
    org: OrganisationId,
    id: DistributionListId,
    (settings, members): (&DistributionListSettings, &[ListMember]),
    at: Timestamp,
) -> Result<bool, StoreError> {
    let mut statement = sql::update("distribution_lists", org, id);
    statement
        .value("name", settings.name.as_str())
        .value("name_key", sort_key(&settings.name))
        .value("description", settings.description.as_str())
        .value("owner_id", settings.owner.get())
        .value("shared", settings.shared)
        .value("version", col("version").add(1))
        .value("updated_by", None::<i64>)
        .value("updated_at", at.as_millis());
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    members::replace(tx, org, id, members).await?;
    events::insert(tx, org, Change::settings());
    Ok(true)
}

/// Deletes a list; `false` when there is none.
pub async fn delete(tx: &Tx, org: OrganisationId, id: DistributionListId) -> Result<bool, StoreError> {
    members::replace(tx, org, id, &[]).await?;
    let mut statement = Query::delete();
    statement.from_table("distribution_lists").and_where(is("org_id", org)).and_where(is("id", id));
    events::insert(tx, org, Change::settings());
    Ok(tx.execute(&statement).await? == 1)
}

/// The list with this id, if its reader may write to it.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    reader: Reader,
    id: DistributionListId,
) -> Result<Option<DistributionListRow>, StoreError> {
    let mut query = select(org, reader);
    query.and_where(is("d.id", id));
    Ok(with_counts(conn, org, &query).await?.into_iter().next())
}

/// The lists that a reader may write to, by name; there are at most [`domain::limits::DISTRIBUTION_LISTS_MAX`]. Index
/// `distribution_lists_by_name`.
pub async fn list(
    conn: &Conn,
    org: OrganisationId,
    reader: Reader,
) -> Result<Vec<DistributionListRow>, StoreError> {
    let mut query = select(org, reader);
    query.order_by(("d", "name_key"), Order::Asc).limit(domain::limits::DISTRIBUTION_LISTS_MAX);
    with_counts(conn, org, &query).await
}

/// How many lists an organisation has, whoever may write to them.
pub async fn count(conn: &Conn, org: OrganisationId) -> Result<u64, StoreError> {
    let mut query = Query::select();
    query.expr_as(Expr::cust("COUNT(*)"), "lists").from("distribution_lists").and_where(is("org_id", org));
    let counted = conn.one(&query).await?;
    Ok(counted.map_or(Ok(0), |row| row.number("lists"))?.unsigned_abs())
}

fn select(org: OrganisationId, reader: Reader) -> SelectStatement {
    let mut seen = Condition::any().add(is("d.shared", true)).add(is("d.owner_id", reader.user));
    if reader.of_inactive {
        seen = seen.add(is("u.active", false)).add(col("u.id").is_null());
    }
    let mut query = Query::select();
    pick(&mut query, "d", &["id", "name", "description", "owner_id", "shared", "updated_at", "version"]);
    query
        .expr_as(col("u.name"), "owner_name")
        .expr_as(col("b.name"), "updated_by_name")
        .expr_as(col("u.active").is_not_null().and(is("u.active", true)), "owner_active")
        .from_as("distribution_lists", "d")
        .left_join(
            "users".into_table_ref().alias("u"),
            joined("u.id", "d.owner_id", ("u.org_id", "d.org_id")),
        )
        .left_join(
            "users".into_table_ref().alias("b"),
            joined("b.id", "d.updated_by", ("b.org_id", "d.org_id")),
        )
        .and_where(is("d.org_id", org))
        .cond_where(seen);
    query
}

async fn with_counts(
    conn: &Conn,
    org: OrganisationId,
    query: &SelectStatement,
) -> Result<Vec<DistributionListRow>, StoreError> {
    let mut lists = conn.all(query).await?.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let ids: Vec<DistributionListId> = lists.iter().map(|list| list.id).collect();
    if ids.is_empty() {
        return Ok(lists);
    }
    let mut counting = Query::select();
    counting
        .column("list_id")
        .expr_as(Func::count(Expr::col("id")), "count")
        .from("distribution_members")
        .and_where(is("org_id", org))
        .and_where(is_among("list_id", &ids))
        .group_by_col("list_id");
    let mut counts = BTreeMap::new();
    for row in conn.all(&counting).await? {
        let id: DistributionListId = row.id("list_id")?;
        counts.insert(id, row.number("count")?.unsigned_abs());
    }
    for list in &mut lists {
        list.members = counts.get(&list.id).copied().unwrap_or(0);
    }
    Ok(lists)
}

fn read(row: &Row) -> Result<DistributionListRow, StoreError> {
    Ok(DistributionListRow {
        id: row.id("id")?,
        settings: DistributionListSettings {
            name: row.text("name")?,
            description: row.text("description")?,
            owner: row.id("owner_id")?,
            shared: row.flag("shared")?,
        },
        owner_name: row.text_or_none("owner_name")?,
        owner_active: row.flag("owner_active")?,
        members: 0,
        updated_at: row.at("updated_at")?,
        version: row.number("version")?,
        updated_by_name: row.text_or_none("updated_by_name")?,
    })
}
