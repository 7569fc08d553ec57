//! What a person does with queued mail: try again, delete, restore.

use domain::intake::{Decision, IntakeState};
use domain::timeline::Subject;
use domain::{FilterId, IntakeId, OrganisationId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, Query, UpdateStatement};

use super::left;
use crate::bins::{self, Bin};
use crate::events::{self, Change};
use crate::raw;
use crate::row::{Columns, Row};
use crate::sql::{self, Stored, col, is, is_among, is_of, json};
use crate::{StoreError, Tx, timeline};

/// Sends failed and blocked mail through the pipeline again, from the first attempt; for a blocked
/// one the filter that blocked it is left out from then on, the others still apply. One
/// that was left on its server is fetched again first. One that
/// its mailbox left out is taken all the same. Returns those that were failed, blocked or left out.
pub async fn requeue(
    tx: &Tx,
    org: OrganisationId,
    ids: &[IntakeId],
    at: Timestamp,
) -> Result<Vec<IntakeId>, StoreError> {
    let mut failed = among(org, ids);
    failed.and_where(col("deleted_at").is_null()).and_where(is("state", IntakeState::Failed.as_str()));
    failed.and_where(col("left_because").is_null());
    stored_again(&mut failed, at);
    let mut done = changed(tx, org, failed).await?;
    done.extend(left::ask_again(tx, org, ids, at).await?);
    let mut ignored = among(org, ids);
    ignored.and_where(col("deleted_at").is_null()).and_where(is("state", IntakeState::Ignored.as_str()));
    ignored.value("import_anyway", true);
    stored_again(&mut ignored, at);
    done.extend(changed(tx, org, ignored).await?);
    for blocked in find_blocked(tx, org, ids).await? {
        let mut statement = among(org, &[blocked.id]);
        statement
            .and_where(is("state", IntakeState::Blocked.as_str()))
            .and_where(col("deleted_at").is_null());
        statement.value("skip_filter_ids", json(&blocked.skipping)?).value("filter_id", None::<i64>);
        stored_again(&mut statement, at);
        done.extend(changed(tx, org, statement).await?);
    }
    Ok(done)
}

/// Sends mail that waits for review through the pipeline with what a person decided; `false` when
/// it does not wait for that.
pub async fn record_decision(
    tx: &Tx,
    org: OrganisationId,
    id: IntakeId,
    decision: Decision,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let mut statement = among(org, &[id]);
    statement
        .and_where(col("deleted_at").is_null())
        .and_where(is("state", IntakeState::Review.as_str()))
        .value("decision", json(&decision)?);
    stored_again(&mut statement, at);
    Ok(!changed(tx, org, statement).await?.is_empty())
}

/// Lets the next run of a mail tell of every filter that is tried.
pub async fn request_debug(tx: &Tx, org: OrganisationId, id: IntakeId) -> Result<(), StoreError> {
    let mut statement = among(org, &[id]);
    statement.value("debug", true);
    tx.execute(&statement).await?;
    Ok(())
}

/// Puts mail into the bin, whatever its state; returns those that were not there.
pub async fn delete(
    tx: &Tx,
    org: OrganisationId,
    ids: &[IntakeId],
    at: Timestamp,
) -> Result<Vec<IntakeId>, StoreError> {
    let mut statement = among(org, ids);
    statement
        .and_where(col("deleted_at").is_null())
        .value("deleted_at", at.stored())
        .value("due_at", None::<i64>)
        .value("lease_owner", None::<String>);
    changed(tx, org, statement).await
}

/// Takes mail out of the bin, into the state it had; returns those that were there.
pub async fn restore(
    tx: &Tx,
    org: OrganisationId,
    ids: &[IntakeId],
    at: Timestamp,
) -> Result<Vec<IntakeId>, StoreError> {
    let waits =
        Expr::case(is("state", IntakeState::Stored.as_str()), Expr::val(at.stored())).finally(col("due_at"));
    let mut statement = among(org, ids);
    statement
        .and_where(col("deleted_at").is_not_null())
        .and_where(col("purged_at").is_null())
        .value("deleted_at", None::<i64>)
        .value("due_at", waits);
    changed(tx, org, statement).await
}

/// Takes mail out of the bin for good; returns those that were there. Their source ids stay
/// known, so that they are not fetched again.
pub async fn delete_for_good(
    tx: &Tx,
    org: OrganisationId,
    ids: &[IntakeId],
) -> Result<Vec<IntakeId>, StoreError> {
    let mut statement = among(org, ids);
    statement.and_where(col("deleted_at").is_not_null()).and_where(col("purged_at").is_null());
    let gone = emptied(tx, statement).await?;
    for id in &gone {
        events::insert(tx, org, Change::intake(*id));
    }
    Ok(gone)
}

/// Empties the bin of mails of all organisations that lay long enough in it, at most `limit`; returns how many.
/// Index `intakes_in_bin`.
pub async fn purge(tx: &Tx, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
    let bin = Bin { table: "intakes", since: "b.deleted_at", days: "o.queue_bin_days" };
    let mut over = bins::over(bin, now, limit);
    over.and_where(col("b.purged_at").is_null());
    let ids = tx.all(&over).await?.iter().map(|row| row.number("id")).collect::<Result<Vec<_>, _>>()?;
    if ids.is_empty() {
        return Ok(0);
    }
    let mut statement = Query::update();
    statement.table("intakes").and_where(col("id").is_in(ids)).and_where(col("purged_at").is_null());
    Ok(emptied(tx, statement).await?.len() as u64)
}

/// Takes what was read of one mail, its octets and its timeline away: the message that it became is gone.
pub(crate) async fn empty(tx: &Tx, org: OrganisationId, id: IntakeId) -> Result<(), StoreError> {
    let mut statement = sql::update("intakes", org, id);
    statement.value("deleted_at", tx.now().stored());
    emptied(tx, statement).await?;
    Ok(())
}

/// Takes what was read of these mails, their bytes and their timelines away.
async fn emptied(tx: &Tx, mut statement: UpdateStatement) -> Result<Vec<IntakeId>, StoreError> {
    statement.value("purged_at", tx.now().stored());
    for column in ["error", "review", "decision"] {
        statement.value(column, None::<String>);
    }
    for column in ["from_text", "from_key", "subject", "subject_key"] {
        statement.value(column, "");
    }
    statement.returning(Query::returning().columns(["id", "org_id", "raw_hash"]));
    let gone = tx.returning(&statement).await?;
    raw::let_go(tx, &gone).await?;
    let mut ids = Vec::with_capacity(gone.len());
    for row in &gone {
        let id = row.id("id")?;
        timeline::delete(tx, row.id("org_id")?, Subject::Intake(id)).await?;
        ids.push(id);
    }
    Ok(ids)
}

/// Changes those of these intakes that a further condition fits.
fn among(org: OrganisationId, ids: &[IntakeId]) -> UpdateStatement {
    let mut statement = Query::update();
    statement.table("intakes").and_where(is_of("org_id", org)).and_where(is_among("id", ids));
    statement
}

/// From the first attempt on, due at once.
fn stored_again(statement: &mut UpdateStatement, at: Timestamp) {
    statement
        .value("state", IntakeState::Stored.as_str())
        .value("state_at", at.stored())
        .value("attempts", 0)
        .value("error", None::<String>)
        .value("due_at", at.stored())
        .value("lease_owner", None::<String>);
}

/// Runs it and tells of each intake that it changed.
async fn changed(
    tx: &Tx,
    org: OrganisationId,
    mut statement: UpdateStatement,
) -> Result<Vec<IntakeId>, StoreError> {
    statement.returning_col("id");
    let ids =
        tx.returning(&statement).await?.iter().map(|row| row.id("id")).collect::<Result<Vec<_>, _>>()?;
    for id in &ids {
        events::insert(tx, org, Change::intake(*id));
        events::insert(tx, org, Change::blocked(*id));
    }
    Ok(ids)
}

/// A blocked mail and the filters that are left out for it from here on.
struct BlockedMail {
    id: IntakeId,
    skipping: Vec<FilterId>,
}

async fn find_blocked(
    tx: &Tx,
    org: OrganisationId,
    ids: &[IntakeId],
) -> Result<Vec<BlockedMail>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "filter_id", "skip_filter_ids"])
        .from("intakes")
        .and_where(is_of("org_id", org))
        .and_where(is_among("id", ids))
        .and_where(is("state", IntakeState::Blocked.as_str()));
    let read = |row: &Row| {
        let mut skipping: Vec<FilterId> = row.json(Columns("intakes").at("skip_filter_ids"))?;
        skipping.extend(row.id_or_none("filter_id")?);
        Ok(BlockedMail { id: row.id("id")?, skipping })
    };
    tx.all(&query).await?.iter().map(read).collect()
}
