//! Where a case stands: the little that decides who takes it and by when.

use std::collections::BTreeMap;

use domain::case::{CaseStatus, Direction};
use domain::{CaseId, CategoryId, OrganisationId, PersonId, PriorityId, Timestamp, UserId};
use sea_orm::DbBackend;
use sea_orm::sea_query::{Expr, ExprTrait, LockType, Order, Query};

use super::Correspondent;
use crate::row::{Columns, Row};
use crate::sql::{IN_VALUES_MAX, Stored, col, is, is_among, is_of};
use crate::{Conn, StoreError, Tx};

/// Whose a case is, without what a page shows of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Standing {
    /// The category.
    pub category_id: Option<CategoryId>,
    /// The priority.
    pub priority_id: Option<PriorityId>,
    /// The owner.
    pub owner_id: Option<UserId>,
    /// When it began.
    pub created_at: Timestamp,
    /// Its status.
    pub status: CaseStatus,
}

/// Makes other transactions that lock or change the same case wait until this one ends. What is read of it behind the
/// lock is as they left it; `SQLite` has one writer, and needs none.
pub async fn lock(tx: &Tx, org: OrganisationId, id: CaseId) -> Result<(), StoreError> {
    if matches!(tx.backend(), DbBackend::Postgres) {
        let mut query = Query::select();
        query.column("id").from("cases").and_where(is("org_id", org)).and_where(is("id", id));
        // Not against what merely points to the case, as a mail that comes in.
        query.lock(LockType::NoKeyUpdate);
        tx.returning(&query).await?;
    }
    Ok(())
}

/// Where this case stands.
pub async fn find_standing(
    conn: &Conn,
    org: OrganisationId,
    id: CaseId,
) -> Result<Option<Standing>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["category_id", "priority_id", "owner_id", "created_at", "status"])
        .from("cases")
        .and_where(is("org_id", org))
        .and_where(is("id", id));
    let Some(row) = conn.one(&query).await? else { return Ok(None) };
    Ok(Some(Standing {
        category_id: row.id_or_none("category_id")?,
        priority_id: row.id_or_none("priority_id")?,
        owner_id: row.id_or_none("owner_id")?,
        created_at: row.at("created_at")?,
        status: row.parsed(Columns("cases").at("status"))?,
    }))
}

/// Whose these cases are: those that live and are somebody's.
pub async fn list_owners(
    conn: &Conn,
    org: OrganisationId,
    ids: &[CaseId],
) -> Result<BTreeMap<CaseId, UserId>, StoreError> {
    let mut found = BTreeMap::new();
    for ids in ids.chunks(IN_VALUES_MAX) {
        let mut query = Query::select();
        query
            .columns(["id", "owner_id", "status"])
            .from("cases")
            .and_where(is_of("org_id", org))
            .and_where(is_among("id", ids))
            .and_where(col("owner_id").is_not_null());
        for row in conn.all(&query).await? {
            let status: CaseStatus = row.parsed(Columns("cases").at("status"))?;
            if status.is_living() {
                found.insert(row.id("id")?, row.id("owner_id")?);
            }
        }
    }
    Ok(found)
}

/// The newest words of a case that a mail may quote: who wrote, and what.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Newest {
    /// The author's name, or his address.
    pub author: String,
    /// The text.
    pub text: String,
}

/// What the customer's side wrote last: no comment, nothing that was removed, nothing with others. Index
/// `case_messages_by_case`.
pub async fn find_newest(conn: &Conn, org: OrganisationId, id: CaseId) -> Result<Option<Newest>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["correspondents", "text"])
        .from("case_messages")
        .and_where(is("org_id", org))
        .and_where(is("case_id", id))
        .and_where(is("direction", Direction::Received.as_str()))
        .and_where(is("aside", false))
        .and_where(col("removed_at").is_null())
        .order_by("id", Order::Desc)
        .limit(1);
    let Some(row) = conn.one(&query).await? else { return Ok(None) };
    let correspondents: Author = row.json(Columns("case_messages").at("correspondents"))?;
    let Correspondent { name, address } = correspondents.from;
    let author = name.or_else(|| address.map(|address| address.to_string())).unwrap_or_default();
    Ok(Some(Newest { author, text: row.text("text")? }))
}

/// The one of a message's correspondents who wrote it.
#[derive(serde::Deserialize)]
struct Author {
    from: Correspondent,
}

/// Writers of one case that are told of something.
const WRITERS_MAX: u64 = 50;

/// The users who wrote mail in a case. Index `case_messages_by_case`.
pub async fn list_writers(conn: &Conn, org: OrganisationId, id: CaseId) -> Result<Vec<UserId>, StoreError> {
    let mut query = Query::select();
    query
        .distinct()
        .column("author_id")
        .from("case_messages")
        .and_where(is("org_id", org))
        .and_where(is("case_id", id))
        .and_where(is("direction", Direction::Sent.as_str()))
        .and_where(col("author_id").is_not_null())
        .order_by("author_id", Order::Asc)
        .limit(WRITERS_MAX);
    conn.all(&query).await?.iter().map(|row| row.id("author_id")).collect()
}

/// Which users have how many open cases in which nobody wrote since. Index `cases_by_owner`.
pub async fn count_resting(
    conn: &Conn,
    org: OrganisationId,
    before: Timestamp,
) -> Result<Vec<(UserId, u64)>, StoreError> {
    let mut query = Query::select();
    query
        .column("owner_id")
        .expr_as(Expr::cust("COUNT(*)"), "resting")
        .from("cases")
        .and_where(is("org_id", org))
        .and_where(is("status", CaseStatus::Open.as_str()))
        .and_where(col("owner_id").is_not_null())
        .and_where(col("last_message_at").lt(before.stored()))
        .group_by_col("owner_id")
        .order_by("owner_id", Order::Asc);
    let read = |row: &Row| Ok((row.id("owner_id")?, row.small(Columns("cases").at("resting"))?));
    conn.all(&query).await?.iter().map(read).collect()
}

/// Who has the newest case of a person that was made since. Index `cases_by_person`.
pub async fn find_owner_before(
    conn: &Conn,
    org: OrganisationId,
    person: PersonId,
    (not, since): (CaseId, Timestamp),
) -> Result<Option<UserId>, StoreError> {
    let mut query = Query::select();
    query
        .column("owner_id")
        .from("cases")
        .and_where(is("org_id", org))
        .and_where(is("person_id", person))
        .and_where(col("last_message_at").gte(since.stored()))
        .and_where(col("created_at").gte(since.stored()))
        .and_where(col("owner_id").is_not_null())
        .and_where(col("id").ne(not.stored()))
        .order_by("last_message_at", Order::Desc)
        .limit(1);
    conn.one(&query).await?.map(|row| row.id("owner_id")).transpose()
}
