//! Jobs and the rows that they still have to do. Tables `jobs`, `job_batches`.
//!
//! A job is made with all its rows, so that it acts on what its user saw. [`claim_batch`] takes
//! one batch in the transaction in which it is done: killed at any line, the batch is there again.

mod over;

use domain::job::{JobKind, JobState};
use domain::limits::JOB_FAILURES_MAX;
use domain::{JobId, OrganisationId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType, Order, Query, SelectStatement};
use serde::{Deserialize, Serialize};

use crate::events::{self, Change};
use crate::row::{Columns, Row};
use crate::sql::{self, INSERT_ROWS_MAX, NewRow, Stored, col, is, is_among, is_of, json};
use crate::{Conn, StoreError, Tx};
pub use over::{delete_before, list_planning, list_planning_over};

/// A row that a job was not done to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct JobFailure {
    /// The row's id.
    pub id: i64,
    /// The problem's stable code.
    pub code: String,
    /// What failed, in English.
    pub detail: String,
}

/// One job.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct JobRow {
    /// The id.
    pub id: JobId,
    /// The tenant.
    pub organisation: OrganisationId,
    /// Whose it is.
    pub user: UserId,
    /// What it does.
    pub kind: JobKind,
    /// What else it needs to know, as JSON text of its kind's own.
    pub params: String,
    /// Where it stands.
    pub state: JobState,
    /// How many rows it has.
    pub total: u64,
    /// To how many it was done.
    pub done: u64,
    /// To how many it could not be.
    pub failed: u64,
    /// Whether the list had more rows than one job takes.
    pub cut: bool,
    /// The first rows it was not done to.
    pub failures: Vec<JobFailure>,
    /// Whether its user wants it to stop.
    pub cancel_requested: bool,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it was over.
    pub finished_at: Option<Timestamp>,
}

/// What a new job needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewJob {
    /// Whose it is.
    pub user: UserId,
    /// What it does.
    pub kind: JobKind,
    /// What else it needs to know, as JSON text of its kind's own; `null` for nothing.
    pub params: String,
    /// To which rows, in their order.
    pub ids: Vec<i64>,
    /// Whether there were more.
    pub cut: bool,
    /// The present.
    pub at: Timestamp,
}

/// Some rows of a job.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Batch {
    /// Its place in the job.
    pub position: i64,
    /// The rows.
    pub ids: Vec<i64>,
    /// How often it was tried and failed.
    pub attempts: u32,
}

const TABLE: Columns = Columns("jobs");

/// Makes a job, due at once.
pub async fn insert(tx: &Tx, org: OrganisationId, job: &NewJob) -> Result<JobId, StoreError> {
    let id = tx.new_id();
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("user_id", job.user)
        .with("kind", job.kind.as_str())
        .with("params", job.params.as_str())
        .with("state", JobState::Waiting.as_str())
        .with("total", job.ids.len() as u64)
        .with("done", 0_i64)
        .with("failed", 0_i64)
        .with("cut", job.cut)
        .with("failures", "[]")
        .with("cancel_requested", false)
        .with("created_at", job.at)
        .with("due_at", job.at);
    tx.execute(&sql::insert("jobs", [row])).await?;
    insert_batches(tx, (org, id), &job.ids, (job.kind, 0)).await?;
    events::insert(tx, org, Change::job(id));
    Ok(id)
}

/// Takes a job up again that was read a while ago; `false` where somebody else took it further meanwhile, or ended it.
pub async fn take_up(tx: &Tx, job: &JobRow, at: Timestamp) -> Result<bool, StoreError> {
    let mut statement = sql::update("jobs", job.organisation, job.id);
    statement.value("due_at", at.stored()).and_where(is("params", job.params.as_str()));
    statement.and_where(is("total", job.total)).and_where(col("due_at").is_not_null());
    Ok(tx.execute(&statement).await? == 1)
}

/// More rows for a job whose own are done, and what it is to know from here on.
pub async fn extend<P: Serialize + Sync>(
    tx: &Tx,
    job: &JobRow,
    (ids, params): (&[i64], &P),
    at: Timestamp,
) -> Result<(), StoreError> {
    let params = json(params)?;
    // Behind all places that its batches had: it has had no more of them than rows.
    let first = i64::try_from(job.total).unwrap_or(i64::MAX);
    insert_batches(tx, (job.organisation, job.id), ids, (job.kind, first)).await?;
    let mut statement = sql::update("jobs", job.organisation, job.id);
    statement
        .value("state", JobState::Running.as_str())
        .value("total", col("total").add((ids.len() as u64).stored()))
        .value("params", params.stored())
        .value("due_at", at.stored());
    tx.execute(&statement).await?;
    events::insert(tx, job.organisation, Change::job(job.id));
    Ok(())
}

async fn insert_batches(
    tx: &Tx,
    (org, job): (OrganisationId, JobId),
    ids: &[i64],
    (kind, first): (JobKind, i64),
) -> Result<(), StoreError> {
    let mut batches = Vec::new();
    for (position, ids) in (first..).zip(ids.chunks(kind.batch_rows())) {
        let row = NewRow::default().with("org_id", org).with("job_id", job).with("position", position);
        batches.push(row.with("ids", json(ids)?));
    }
    let mut batches = batches.into_iter().peekable();
    while batches.peek().is_some() {
        tx.execute(&sql::insert("job_batches", batches.by_ref().take(INSERT_ROWS_MAX))).await?;
    }
    Ok(())
}

/// The job of this user with this id.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    user: UserId,
    id: JobId,
) -> Result<Option<JobRow>, StoreError> {
    let mut query = select();
    query.and_where(is("org_id", org)).and_where(is("user_id", user)).and_where(is("id", id));
    query.and_where(is_known());
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}

/// Those of these jobs that the user has.
pub async fn list_among(
    conn: &Conn,
    org: OrganisationId,
    user: UserId,
    ids: &[JobId],
) -> Result<Vec<JobRow>, StoreError> {
    let mut query = select();
    query.and_where(is_of("org_id", org)).and_where(is("user_id", user)).and_where(is_among("id", ids));
    query.and_where(is_known());
    conn.all(&query).await?.iter().map(read).collect()
}

/// A user's newest jobs, newest first. Index `jobs_by_user`.
pub async fn list(
    conn: &Conn,
    org: OrganisationId,
    user: UserId,
    limit: u32,
) -> Result<Vec<JobRow>, StoreError> {
    let mut query = select();
    query
        .and_where(is("org_id", org))
        .and_where(is("user_id", user))
        .and_where(is_known())
        .order_by("id", Order::Desc)
        .limit(u64::from(limit));
    conn.all(&query).await?.iter().map(read).collect()
}

/// How many jobs of a user are not over.
pub async fn count_open(conn: &Conn, org: OrganisationId, user: UserId) -> Result<u64, StoreError> {
    let mut query = Query::select();
    query
        .expr_as(Expr::cust("COUNT(*)"), "counted")
        .from("jobs")
        .and_where(is("org_id", org))
        .and_where(is("user_id", user))
        .and_where(col("due_at").is_not_null());
    let counted = conn.one(&query).await?.map_or(Ok(0), |row| row.number("counted"))?;
    Ok(u64::try_from(counted).unwrap_or(0))
}

/// Notes that its user wants a job to stop, before its next batch; `false` when it is over or not his.
pub async fn request_cancel(
    tx: &Tx,
    org: OrganisationId,
    user: UserId,
    id: JobId,
) -> Result<bool, StoreError> {
    let mut statement = sql::update("jobs", org, id);
    statement
        .value("cancel_requested", true)
        .and_where(is("user_id", user))
        .and_where(col("due_at").is_not_null());
    let changed = tx.execute(&statement).await? == 1;
    if changed {
        events::insert(tx, org, Change::job(id));
    }
    Ok(changed)
}

/// The job of any organisation that waits longest, held until the end of the transaction, and its
/// next batch; the batch is `None` when all are done. Index `jobs_due`.
pub async fn claim_batch(tx: &Tx, now: Timestamp) -> Result<Option<(JobRow, Option<Batch>)>, StoreError> {
    let mut due = select();
    due.and_where(col("due_at").lte(now.stored()))
        .and_where(is_known())
        .order_by("due_at", Order::Asc)
        .order_by("id", Order::Asc)
        .limit(1)
        // Written for PostgreSQL alone; SQLite has one writer.
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    let Some(job) = tx.one(&due).await?.map(|row| read(&row)).transpose()? else {
        return Ok(None);
    };
    let mut next = Query::select();
    next.columns(["position", "ids", "attempts"])
        .from("job_batches")
        .and_where(is("org_id", job.organisation))
        .and_where(is("job_id", job.id))
        .order_by("position", Order::Asc)
        .limit(1);
    let batch = tx.one(&next).await?.map(|row| {
        let place = Columns("job_batches");
        let (ids, attempts) = (row.json(place.at("ids"))?, row.small(place.at("attempts"))?);
        Ok::<_, StoreError>(Batch { position: row.number("position")?, ids, attempts })
    });
    Ok(Some((job, batch.transpose()?)))
}

/// Notes that a batch was done, and puts the job behind the others that wait; `false` when somebody
/// else did that batch, and nothing is noted.
pub async fn record_batch(
    tx: &Tx,
    job: &JobRow,
    batch: &Batch,
    failures: &[JobFailure],
    at: Timestamp,
) -> Result<bool, StoreError> {
    let mut gone = Query::delete();
    gone.from_table("job_batches")
        .and_where(is("org_id", job.organisation))
        .and_where(is("job_id", job.id))
        .and_where(is("position", batch.position));
    if tx.execute(&gone).await? == 0 {
        return Ok(false);
    }
    let room = JOB_FAILURES_MAX.saturating_sub(job.failures.len());
    let told: Vec<_> = job.failures.iter().chain(failures.iter().take(room)).collect();
    let (failed, rows) = (failures.len() as u64, batch.ids.len() as u64);
    let mut statement = sql::update("jobs", job.organisation, job.id);
    statement
        .value("state", JobState::Running.as_str())
        .value("done", col("done").add(rows.saturating_sub(failed).stored()))
        .value("failed", col("failed").add(failed.stored()))
        .value("failures", json(&told)?)
        .value("due_at", at.stored());
    tx.execute(&statement).await?;
    events::insert(tx, job.organisation, Change::job(job.id));
    Ok(true)
}

/// Notes that a batch was tried and failed, and lets its job wait until an instant.
pub async fn record_attempt(
    tx: &Tx,
    job: &JobRow,
    batch: &Batch,
    until: Timestamp,
) -> Result<(), StoreError> {
    let mut statement = Query::update();
    statement
        .table("job_batches")
        .value("attempts", col("attempts").add(1))
        .and_where(is("org_id", job.organisation))
        .and_where(is("job_id", job.id))
        .and_where(is("position", batch.position));
    tx.execute(&statement).await?;
    postpone(tx, job, until).await
}

/// Lets a job that is not over wait until an instant: it rests, or is leased to who does its next batch.
pub async fn postpone(tx: &Tx, job: &JobRow, until: Timestamp) -> Result<(), StoreError> {
    let mut statement = sql::update("jobs", job.organisation, job.id);
    statement.value("due_at", until.stored()).and_where(col("due_at").is_not_null());
    tx.execute(&statement).await?;
    Ok(())
}

/// Ends a job; rows that were not done stay as they are.
pub async fn finish(tx: &Tx, job: &JobRow, state: JobState, at: Timestamp) -> Result<(), StoreError> {
    delete_batches(tx, job.organisation, job.id).await?;
    let mut statement = sql::update("jobs", job.organisation, job.id);
    statement.value("state", state.as_str()).value("due_at", None::<i64>).value("finished_at", at.stored());
    tx.execute(&statement).await?;
    events::insert(tx, job.organisation, Change::job(job.id));
    Ok(())
}

async fn delete_batches(tx: &Tx, org: OrganisationId, job: JobId) -> Result<(), StoreError> {
    let mut statement = Query::delete();
    statement.from_table("job_batches").and_where(is("org_id", org)).and_where(is("job_id", job));
    tx.execute(&statement).await?;
    Ok(())
}

/// Whether this version knows what it does: a newer program's kinds are for its own nodes, which do and show them.
fn is_known() -> Expr {
    col("kind").is_in(JobKind::ALL.map(JobKind::as_str))
}

fn select() -> SelectStatement {
    let mut query = Query::select();
    query.columns([
        "id",
        "org_id",
        "user_id",
        "kind",
        "params",
        "state",
        "total",
        "done",
        "failed",
        "cut",
        "failures",
        "cancel_requested",
        "created_at",
        "finished_at",
    ]);
    query.from("jobs");
    query
}

fn read(row: &Row) -> Result<JobRow, StoreError> {
    Ok(JobRow {
        id: row.id("id")?,
        organisation: row.id("org_id")?,
        user: row.id("user_id")?,
        kind: row.parsed(TABLE.at("kind"))?,
        params: row.text("params")?,
        state: row.parsed(TABLE.at("state"))?,
        total: row.small(TABLE.at("total"))?,
        done: row.small(TABLE.at("done"))?,
        failed: row.small(TABLE.at("failed"))?,
        cut: row.flag("cut")?,
        failures: row.json(TABLE.at("failures"))?,
        cancel_requested: row.flag("cancel_requested")?,
        created_at: row.at("created_at")?,
        finished_at: row.at_or_none("finished_at")?,
    })
}
