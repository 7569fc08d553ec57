//! Words that cases are marked with. Tables `tags`, `case_tags`.

use std::collections::BTreeMap;

use domain::audit::AuditKind;
use domain::palette::Colour;
use domain::{CaseId, OrganisationId, TagId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, IntoTableRef, OnConflict, Order, Query};

use crate::events::{self, Change};
use crate::row::{Columns, Row};
use crate::sql::{self, IN_VALUES_MAX, NewRow, col, is, is_among, joined, sort_key};
use crate::{Conn, StoreError, Tx, audit};

/// Tags of one organisation.
pub const TAGS_MAX: u64 = 1_000;

/// One tag.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TagRow {
    /// The id.
    pub id: TagId,
    /// The word, unique among the organisation's whatever its case.
    pub name: String,
    /// Its colour.
    pub colour: Colour,
}

/// All tags by name. Index `tags_by_name`.
pub async fn list(conn: &Conn, org: OrganisationId) -> Result<Vec<TagRow>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "name", "colour"])
        .from("tags")
        .and_where(is("org_id", org))
        .order_by("name_key", Order::Asc)
        .limit(TAGS_MAX);
    let rows = conn.all(&query).await?;
    rows.iter().map(read).collect()
}

/// How many cases have each tag, those in the bins among them; tags without any are left out. Index
/// `case_tags_by_tag`, read whole: for the one page that shows it.
pub async fn counts(conn: &Conn, org: OrganisationId) -> Result<BTreeMap<TagId, u64>, StoreError> {
    let mut query = Query::select();
    query
        .column("tag_id")
        .expr_as(col("case_id").count(), "cases")
        .from("case_tags")
        .and_where(is("org_id", org))
        .group_by_col("tag_id");
    let rows = conn.all(&query).await?;
    rows.iter().map(|row| Ok((row.id("tag_id")?, row.small(Columns("case_tags").at("cases"))?))).collect()
}

/// The tag with this id.
pub async fn find(conn: &Conn, org: OrganisationId, id: TagId) -> Result<Option<TagRow>, StoreError> {
    let mut query = Query::select();
    query.columns(["id", "name", "colour"]).from("tags").and_where(is("org_id", org)).and_where(is("id", id));
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}

fn read(row: &Row) -> Result<TagRow, StoreError> {
    Ok(TagRow {
        id: row.id("id")?,
        name: row.text("name")?,
        colour: row.parsed(Columns("tags").at("colour"))?,
    })
}

/// The tag with this name, made where there is none; [`None`] when the organisation has too many.
pub async fn find_or_insert(
    tx: &Tx,
    org: OrganisationId,
    name: &str,
    at: Timestamp,
) -> Result<Option<TagId>, StoreError> {
    if let Some(found) = find_by_name(tx, org, name).await? {
        return Ok(Some(found));
    }
    let mut counting = Query::select();
    counting.expr_as(col("id").count(), "tags").from("tags").and_where(is("org_id", org));
    let count = tx.one(&counting).await?.map_or(Ok(0), |row| row.number("tags"))?;
    if count >= i64::try_from(TAGS_MAX).unwrap_or(i64::MAX) {
        return Ok(None);
    }
    let row = NewRow::default()
        .with("id", tx.new_id::<domain::kind::Tag>())
        .with("org_id", org)
        .with("name", name)
        .with("name_key", sort_key(name))
        .with("created_at", at);
    let mut statement = sql::insert("tags", [row]);
    // Two may make the same word at once.
    statement.on_conflict(OnConflict::columns(["org_id", "name_key"]).do_nothing().to_owned());
    tx.execute(&statement).await?;
    find_by_name(tx, org, name).await
}

async fn find_by_name(conn: &Conn, org: OrganisationId, name: &str) -> Result<Option<TagId>, StoreError> {
    let mut query = Query::select();
    query.column("id").from("tags").and_where(is("org_id", org)).and_where(is("name_key", sort_key(name)));
    conn.one(&query).await?.map(|row| row.id("id")).transpose()
}

/// Gives it another name, another colour or both; `false` when there is no such tag,
/// [`StoreError::Duplicate`] when the name is another's.
pub async fn update(
    tx: &Tx,
    org: OrganisationId,
    id: TagId,
    (name, colour): (Option<&str>, Option<Colour>),
) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::Tag, id)).await?;
    let mut statement = sql::update("tags", org, id);
    // Written over itself, so that there is always a column to set.
    statement.value("created_at", col("created_at"));
    if let Some(name) = name {
        statement.value("name", name).value("name_key", sort_key(name));
    }
    if let Some(colour) = colour {
        statement.value("colour", colour.as_str());
    }
    Ok(tx.execute(&statement).await? == 1)
}

/// Gives all cases of one tag the other one and removes it; `false` when either is not there.
pub async fn merge(tx: &Tx, org: OrganisationId, (from, into): (TagId, TagId)) -> Result<bool, StoreError> {
    if from == into || find(tx, org, into).await?.is_none() || find(tx, org, from).await?.is_none() {
        return Ok(false);
    }
    let mut marked = Query::select();
    marked
        .column("org_id")
        .column("case_id")
        .expr(Expr::val(into.get()))
        .from("case_tags")
        .and_where(is("org_id", org))
        .and_where(is("tag_id", from));
    let mut statement = Query::insert();
    statement.into_table("case_tags").columns(["org_id", "case_id", "tag_id"]);
    statement.select_from(marked).map_err(StoreError::database)?;
    statement.on_conflict(OnConflict::columns(["org_id", "case_id", "tag_id"]).do_nothing().to_owned());
    tx.execute(&statement).await?;
    delete(tx, org, from).await
}

/// Removes it, also from all cases; `false` when there is none.
pub async fn delete(tx: &Tx, org: OrganisationId, id: TagId) -> Result<bool, StoreError> {
    audit::watch_one(tx, org, (AuditKind::Tag, id)).await?;
    let mut links = Query::delete();
    links.from_table("case_tags").and_where(is("org_id", org)).and_where(is("tag_id", id));
    tx.execute(&links).await?;
    let mut statement = Query::delete();
    statement.from_table("tags").and_where(is("org_id", org)).and_where(is("id", id));
    Ok(tx.execute(&statement).await? == 1)
}

/// The tags of each of these cases, by name.
pub async fn of_cases(
    conn: &Conn,
    org: OrganisationId,
    cases: &[CaseId],
) -> Result<BTreeMap<CaseId, Vec<TagRow>>, StoreError> {
    let mut found = BTreeMap::<CaseId, Vec<TagRow>>::new();
    for cases in cases.chunks(IN_VALUES_MAX) {
        let mut query = Query::select();
        query
            .column(("l", "case_id"))
            .columns([("t", "id"), ("t", "name"), ("t", "colour")])
            .from_as("case_tags", "l")
            .inner_join(
                "tags".into_table_ref().alias("t"),
                joined("t.id", "l.tag_id", ("t.org_id", "l.org_id")),
            )
            .and_where(is("l.org_id", org))
            .and_where(is_among("l.case_id", cases))
            .order_by(("t", "name_key"), Order::Asc);
        for row in conn.all(&query).await? {
            found.entry(row.id("case_id")?).or_default().push(read(&row)?);
        }
    }
    Ok(found)
}

/// Marks a case, which the caller knows to be there.
pub async fn mark(tx: &Tx, org: OrganisationId, case: CaseId, tag: TagId) -> Result<bool, StoreError> {
    let row = NewRow::default().with("org_id", org).with("case_id", case).with("tag_id", tag);
    let mut statement = sql::insert("case_tags", [row]);
    statement.on_conflict(OnConflict::columns(["org_id", "case_id", "tag_id"]).do_nothing().to_owned());
    let marked = tx.execute(&statement).await? == 1;
    events::insert(tx, org, Change::case(case));
    Ok(marked)
}

/// Takes a mark away; `false` when the case did not have it.
pub async fn unmark(tx: &Tx, org: OrganisationId, case: CaseId, tag: TagId) -> Result<bool, StoreError> {
    let mut statement = Query::delete();
    statement
        .from_table("case_tags")
        .and_where(is("org_id", org))
        .and_where(is("case_id", case))
        .and_where(is("tag_id", tag));
    let unmarked = tx.execute(&statement).await? == 1;
    events::insert(tx, org, Change::case(case));
    Ok(unmarked)
}
