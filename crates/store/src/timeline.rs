//! What happened to each mail, in order. Table `timeline`.

use domain::timeline::{Step, Subject};
use domain::{OrganisationId, Timestamp};
use sea_orm::sea_query::{Order, Query};

use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, is, json};
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
    let read = |row: &Row| Ok((row.at("at")?, row.json(Columns("timeline").at("step"))?));
    conn.all(&query).await?.iter().map(read).collect()
}

/// Steps that are shown of one mail.
const STEPS_MAX: u64 = 10_000;

/// How a subject is stored.
const fn parts(subject: Subject) -> (&'static str, i64) {
    match subject {
        Subject::Intake(id) => ("intake", id.get()),
        Subject::Outbox(id) => ("outbox", id.get()),
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
