//! Persons that come in from a file. Tables `person_imports`, `person_import_rows`.

use std::collections::BTreeMap;

use domain::person_import::RowOutcome;
use domain::{JobId, OrganisationId, PersonImportId, PersonImportRowId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Order, Query};

use crate::row::{Columns, Row};
use crate::sql::{self, INSERT_ROWS_MAX, NewRow, Stored, col, is, is_among, is_of, json};
use crate::{Conn, StoreError, Tx};

/// One file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonImport {
    /// The id.
    pub id: PersonImportId,
    /// What it is called.
    pub file_name: String,
    /// What its columns are called.
    pub headings: Vec<String>,
    /// The job that takes its rows in.
    pub job_id: Option<JobId>,
    /// When it came.
    pub created_at: Timestamp,
}

/// A file to be written down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewPersonImport {
    /// Whose it is.
    pub user: UserId,
    /// What it is called.
    pub file_name: String,
    /// What its columns are called.
    pub headings: Vec<String>,
    /// The present.
    pub at: Timestamp,
}

/// One row of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImportRow {
    /// Which one.
    pub number: u64,
    /// What stands there.
    pub cells: Vec<String>,
    /// What that says, as JSON.
    pub said: String,
}

/// A row that nothing can be made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RefusedRow {
    /// Its id.
    pub id: PersonImportRowId,
    /// Which one.
    pub number: u64,
    /// What stands there.
    pub cells: Vec<String>,
    /// Why, as a stable code.
    pub code: String,
    /// Why, in English.
    pub detail: String,
}

const TABLE: Columns = Columns("person_imports");
const ROWS: Columns = Columns("person_import_rows");

/// Writes a file down, without its rows.
pub async fn insert(
    tx: &Tx,
    org: OrganisationId,
    new: &NewPersonImport,
) -> Result<PersonImportId, StoreError> {
    let id = tx.new_id();
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("user_id", new.user)
        .with("file_name", new.file_name.as_str())
        .with("headings", json(&new.headings)?)
        .with("created_at", new.at);
    tx.execute(&sql::insert("person_imports", [row])).await?;
    Ok(id)
}

/// Writes rows of a file down; returns their ids, in their order.
pub async fn insert_rows(
    tx: &Tx,
    org: OrganisationId,
    import: PersonImportId,
    rows: &[ImportRow],
) -> Result<Vec<PersonImportRowId>, StoreError> {
    let mut ids = Vec::with_capacity(rows.len());
    for some in rows.chunks(INSERT_ROWS_MAX) {
        let mut written = Vec::with_capacity(some.len());
        for row in some {
            let id = tx.new_id();
            ids.push(id);
            let new = NewRow::default()
                .with("id", id)
                .with("org_id", org)
                .with("import_id", import)
                .with("number", row.number)
                .with("cells", json(&row.cells)?)
                .with("said", row.said.as_str())
                .with("outcome", RowOutcome::Waiting.as_str())
                .with("problem_code", "")
                .with("problem_detail", "");
            written.push(new);
        }
        tx.execute(&sql::insert("person_import_rows", written)).await?;
    }
    Ok(ids)
}

/// Notes which job takes the rows in.
pub async fn set_job(
    tx: &Tx,
    org: OrganisationId,
    import: PersonImportId,
    job: JobId,
) -> Result<(), StoreError> {
    let mut statement = sql::update("person_imports", org, import);
    statement.value("job_id", job.stored());
    tx.execute(&statement).await?;
    Ok(())
}

/// A user's file with this id.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    (user, id): (UserId, PersonImportId),
) -> Result<Option<PersonImport>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "file_name", "headings", "job_id", "created_at"])
        .from("person_imports")
        .and_where(is("org_id", org))
        .and_where(is("user_id", user))
        .and_where(is("id", id));
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}

/// A user's newest files, at most `limit`, the newest first. Index `person_imports_by_user`.
pub async fn list(
    conn: &Conn,
    org: OrganisationId,
    user: UserId,
    limit: u64,
) -> Result<Vec<PersonImport>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "file_name", "headings", "job_id", "created_at"])
        .from("person_imports")
        .and_where(is("org_id", org))
        .and_where(is("user_id", user))
        .order_by("id", Order::Desc)
        .limit(limit);
    conn.all(&query).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<PersonImport, StoreError> {
    Ok(PersonImport {
        id: row.id("id")?,
        file_name: row.text("file_name")?,
        headings: row.json(TABLE.at("headings"))?,
        job_id: row.id_or_none("job_id")?,
        created_at: row.at("created_at")?,
    })
}

/// What the waiting ones of these rows say, as JSON, by their ids.
pub async fn waiting_among(
    conn: &Conn,
    org: OrganisationId,
    ids: &[PersonImportRowId],
) -> Result<BTreeMap<PersonImportRowId, String>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "said"])
        .from("person_import_rows")
        .and_where(is_of("org_id", org))
        .and_where(is_among("id", ids))
        .and_where(is("outcome", RowOutcome::Waiting.as_str()));
    let rows = conn.all(&query).await?;
    rows.iter().map(|row| Ok((row.id("id")?, row.text("said")?))).collect()
}

/// Notes what became of a row.
pub async fn record(
    tx: &Tx,
    org: OrganisationId,
    (id, outcome): (PersonImportRowId, RowOutcome),
    (code, detail): (&str, &str),
) -> Result<(), StoreError> {
    let mut statement = sql::update("person_import_rows", org, id);
    statement.value("outcome", outcome.as_str()).value("problem_code", code).value("problem_detail", detail);
    tx.execute(&statement).await?;
    Ok(())
}

/// How many rows of each of these files became what; a file without rows is not among them. Index
/// `person_import_rows_by_outcome`.
pub async fn counts(
    conn: &Conn,
    org: OrganisationId,
    imports: &[PersonImportId],
) -> Result<BTreeMap<PersonImportId, BTreeMap<RowOutcome, u64>>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["import_id", "outcome"])
        .expr_as(Func::count(Expr::col("id")), "count")
        .from("person_import_rows")
        .and_where(is("org_id", org))
        .and_where(is_among("import_id", imports))
        .group_by_columns(["import_id", "outcome"]);
    let mut counts: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
    for row in conn.all(&query).await? {
        let of_import = counts.entry(row.id("import_id")?).or_default();
        of_import.insert(row.parsed(ROWS.at("outcome"))?, u64::try_from(row.number("count")?).unwrap_or(0));
    }
    Ok(counts)
}

/// The refused rows of a file, and those to look at, behind one, in their order. Index `person_import_rows_by_outcome`.
pub async fn list_refused(
    conn: &Conn,
    org: OrganisationId,
    (import, behind): (PersonImportId, Option<PersonImportRowId>),
    limit: u64,
) -> Result<Vec<RefusedRow>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "number", "cells", "problem_code", "problem_detail"])
        .from("person_import_rows")
        .and_where(is("org_id", org))
        .and_where(is("import_id", import))
        .and_where(col("outcome").is_in([RowOutcome::Refused, RowOutcome::ToLookAt].map(RowOutcome::as_str)))
        .order_by("id", Order::Asc)
        .limit(limit);
    if let Some(behind) = behind {
        query.and_where(col("id").gt(behind.stored()));
    }
    let rows = conn.all(&query).await?;
    let refused = rows.iter().map(|row| {
        Ok(RefusedRow {
            id: row.id("id")?,
            number: u64::try_from(row.number("number")?).unwrap_or(0),
            cells: row.json(ROWS.at("cells"))?,
            code: row.text("problem_code")?,
            detail: row.text("problem_detail")?,
        })
    });
    refused.collect()
}

/// Forgets files of all organisations that came before an instant, with their rows: so many rows at a time, and a file
/// when none of its rows is left. Returns how many of both. Index `person_imports_by_age`.
pub async fn delete_before(tx: &Tx, before: Timestamp, limit: u64) -> Result<u64, StoreError> {
    let mut deleted = 0;
    while deleted < limit {
        let mut old = Query::select();
        old.columns(["id", "org_id"])
            .from("person_imports")
            .and_where(col("created_at").lt(before.stored()))
            .limit(1);
        let Some(row) = tx.one(&old).await? else { break };
        let (id, org): (PersonImportId, OrganisationId) = (row.id("id")?, row.id("org_id")?);
        let room = limit - deleted;
        let gone = delete_rows(tx, org, id, room).await?;
        deleted += gone;
        if gone < room {
            let mut file = Query::delete();
            file.from_table("person_imports").and_where(is("org_id", org)).and_where(is("id", id));
            tx.execute(&file).await?;
            deleted += 1;
        }
    }
    Ok(deleted)
}

/// Deletes rows of a file. Index `person_import_rows_by_outcome`.
async fn delete_rows(
    tx: &Tx,
    org: OrganisationId,
    import: PersonImportId,
    limit: u64,
) -> Result<u64, StoreError> {
    let mut some = Query::select();
    some.column("id")
        .from("person_import_rows")
        .and_where(is("org_id", org))
        .and_where(is("import_id", import))
        .limit(limit);
    let mut rows = Query::delete();
    rows.from_table("person_import_rows")
        .and_where(is_of("org_id", org))
        .and_where(col("id").in_subquery(some));
    tx.execute(&rows).await
}
