//! What happened to each mail, in order. Table `timeline`.

use domain::timeline::{Step, Subject};
use domain::{OrganisationId, OutboxId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};

use crate::row::{Columns, Row};
use crate::sql::{self, IN_VALUES_MAX, NewRow, col, is, is_among, is_of, json, same};
use crate::{Conn, StoreError, Tx};

/// One step of one mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TimelineEntry {
    /// Whose.
    pub subject: Subject,
    /// When.
    pub at: Timestamp,
    /// What.
    pub step: Step,
}

/// Adds steps; those of one mail keep the order given.
pub async fn insert_many(tx: &Tx, org: OrganisationId, entries: &[TimelineEntry]) -> Result<(), StoreError> {
    let row = |entry: &TimelineEntry| {
        let (kind, id) = parts(entry.subject);
        let row = NewRow::default()
            .with("org_id", org)
            .with("subject_kind", kind)
            .with("subject_id", id)
            .with("id", tx.new_id::<()>())
            .with("at", entry.at)
            .with("step", json(&entry.step)?);
        Ok::<_, StoreError>(row)
    };
    let rows = entries.iter().map(row).collect::<Result<Vec<_>, _>>()?;
    sql::insert_often(tx, "timeline", rows).await
}

/// The steps of one mail in their order, at most the first 10,000.
pub async fn list(
    conn: &Conn,
    org: OrganisationId,
    subject: Subject,
) -> Result<Vec<(Timestamp, Step)>, StoreError> {
    let (kind, id) = parts(subject);
    let mut query = Query::select();
    query
        .columns(["id", "at", "step"])
        .from("timeline")
        .and_where(is("org_id", org))
        .and_where(is("subject_kind", kind))
        .and_where(is("subject_id", id))
        .order_by("id", Order::Asc)
        .limit(STEPS_MAX);
    let read = |row: &Row| Ok((row.at("at")?, step(row)?));
    conn.all(&query).await?.iter().map(read).collect()
}

/// A step; nodes of a newer version may have steps that this one cannot read, and the others are told all the same.
fn step(row: &Row) -> Result<Step, StoreError> {
    Ok(row.json_known(Columns("timeline").at("step"), "kind")?.unwrap_or(Step::Newer))
}

/// Those of these mails to be sent that the program stopped, and no person since: their last stop is told as
/// [`Step::Stranded`]. In the order of their ids.
pub async fn list_stranded(
    conn: &Conn,
    org: OrganisationId,
    ids: &[OutboxId],
) -> Result<Vec<OutboxId>, StoreError> {
    let mut stranded = Vec::new();
    for ids in ids.chunks(IN_VALUES_MAX) {
        for row in conn.all(&last_stops(org, ids)).await? {
            if row.text_or_none("step")?.is_some() && matches!(step(&row)?, Step::Stranded { .. }) {
                stranded.push(row.id("id")?);
            }
        }
    }
    stranded.sort_unstable();
    Ok(stranded)
}

/// The last step of each of these mails that tells of a stop. Sought backwards from the newest along the primary key: little
/// happens to a mail that is stopped, so that few steps are read of each however many it has.
pub(crate) fn last_stops(org: OrganisationId, ids: &[OutboxId]) -> SelectStatement {
    let is_kind = |kind: &str| col("t.step").like(format!(r#"{{"kind":"{kind}"%"#));
    let mut last = Query::select();
    last.expr(col("t.step"))
        .from_as("timeline", "t")
        .and_where(is("t.org_id", org))
        .and_where(is("t.subject_kind", OUTBOX))
        .and_where(same("t.subject_id", "o.id"))
        .and_where(is_kind("held").or(is_kind("stranded")))
        .order_by_expr(col("t.id"), Order::Desc)
        .limit(1);
    let mut query = Query::select();
    query
        .expr_as(col("o.id"), "id")
        .expr_as(Expr::SubQuery(None, Box::new(last.into())), "step")
        .from_as("outbox", "o")
        .and_where(is_of("o.org_id", org))
        .and_where(is_among("o.id", ids));
    query
}

/// Steps that are shown of one mail.
const STEPS_MAX: u64 = 10_000;

/// How mail to be sent is stored as a subject.
const OUTBOX: &str = "outbox";

/// How a subject is stored.
const fn parts(subject: Subject) -> (&'static str, i64) {
    match subject {
        Subject::Intake(id) => ("intake", id.get()),
        Subject::Outbox(id) => (OUTBOX, id.get()),
    }
}

/// Forgets a mail's steps.
pub(crate) async fn delete(tx: &Tx, org: OrganisationId, subject: Subject) -> Result<(), StoreError> {
    let (kind, id) = parts(subject);
    let mut statement = Query::delete();
    statement.from_table("timeline").and_where(is("org_id", org));
    statement.and_where(is("subject_kind", kind)).and_where(is("subject_id", id));
    tx.execute(&statement).await?;
    Ok(())
}
