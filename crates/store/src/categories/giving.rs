//! Whose turn it is to be given a case of a category.

use domain::case::CaseStatus;
use domain::{CategoryId, OrganisationId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait, IntoTableRef, Order, Query};

use crate::row::{Columns, Row};
use crate::sql::{self, Stored, is, joined, same};
use crate::{StoreError, Tx, absences};

/// A member who can be given a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Member {
    /// The user; he is active.
    pub user: UserId,
    /// When he was given a case of this category last; the beginning of time when never.
    pub last_assigned_at: Timestamp,
    /// How many open cases he has, of any category.
    pub open_cases: u64,
    /// His weight.
    pub weight: u32,
    /// How far his share has come.
    pub share: i64,
}

/// Notes where the shares stand after a member's turn: his, and the category's.
pub async fn record_share(
    tx: &Tx,
    org: OrganisationId,
    (id, user): (CategoryId, UserId),
    (his, category): (i64, i64),
) -> Result<(), StoreError> {
    let mut statement = sql::update("categories", org, id);
    statement.value("share", category);
    tx.execute(&statement).await?;
    let mut statement = Query::update();
    statement
        .table("user_categories")
        .value("share", his)
        .and_where(is("org_id", org))
        .and_where(is("user_id", user))
        .and_where(is("category_id", id));
    tx.execute(&statement).await?;
    Ok(())
}

/// The active members who are not away, for giving one of them a case. Nobody else is given a case of this
/// category until the transaction ends, or two would get the same turn. With them, how far the sharing by weights
/// has come: what was read before may be older.
pub async fn members_in_turn(
    tx: &Tx,
    org: OrganisationId,
    id: CategoryId,
) -> Result<(Vec<Member>, i64), StoreError> {
    let mut lock = sql::update("categories", org, id);
    lock.value("last_assigned_at", tx.now().stored()).returning_col("share");
    let share = tx.returning(&lock).await?.first().map_or(Ok(0), |row| row.number("share"))?;
    // Index `cases_by_owner`.
    let mut open = Query::select();
    open.expr(Expr::cust("COUNT(*)"))
        .from_as("cases", "c")
        .and_where(same("c.org_id", "m.org_id"))
        .and_where(is("c.status", CaseStatus::Open.as_str()))
        .and_where(same("c.owner_id", "m.user_id"));
    let mut query = Query::select();
    query
        .columns(["user_id", "last_assigned_at", "weight", "share"].map(|column| ("m", column)))
        .expr_as(open, "open_cases")
        .from_as("user_categories", "m")
        .inner_join(
            "users".into_table_ref().alias("u"),
            joined("u.id", "m.user_id", ("u.org_id", "m.org_id")),
        )
        .and_where(is("m.org_id", org))
        .and_where(is("m.category_id", id))
        .and_where(is("u.active", true))
        .and_where(Expr::exists(absences::of_user_at("m.org_id", "m.user_id", tx.now())).not())
        .order_by(("m", "user_id"), Order::Asc);
    let rows = tx.all(&query).await?;
    let read = |row: &Row| {
        Ok(Member {
            user: row.id("user_id")?,
            last_assigned_at: row.at("last_assigned_at")?,
            open_cases: row.small(Columns("cases").at("open_cases"))?,
            weight: row.small(Columns("user_categories").at("weight"))?,
            share: row.number("share")?,
        })
    };
    Ok((rows.iter().map(read).collect::<Result<_, StoreError>>()?, share))
}

/// Notes that a member had his turn.
pub async fn record_turn(
    tx: &Tx,
    org: OrganisationId,
    id: CategoryId,
    user: UserId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let mut statement = Query::update();
    statement
        .table("user_categories")
        .value("last_assigned_at", at.stored())
        .and_where(is("org_id", org))
        .and_where(is("user_id", user))
        .and_where(is("category_id", id));
    tx.execute(&statement).await?;
    Ok(())
}
