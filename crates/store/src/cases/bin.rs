//! Spam and deleted cases: out of every list but their own, restored or thrown away.

use domain::case::CaseStatus;
use domain::{CaseId, OrganisationId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, Query};

use super::{By, escalating, insert_log};
use crate::bins::{self, Bin};
use crate::events::{self, Change};
use crate::row::{Columns, Row};
use crate::sql::{Stored, col, is, is_among, is_of};
use crate::{StoreError, Tx, file_links, raw, search};

/// Puts those of these cases that live into the bin, as spam or as deleted; returns which.
pub async fn throw_away(
    tx: &Tx,
    org: OrganisationId,
    ids: &[CaseId],
    as_what: CaseStatus,
    by: By,
) -> Result<Vec<CaseId>, StoreError> {
    let living = CaseStatus::LIVING.map(CaseStatus::as_str);
    let mut statement = Query::update();
    statement
        .table("cases")
        .value("status_before", col("status"))
        .value("status", as_what.as_str())
        .value("binned_at", by.at.stored())
        .value("unread", false)
        .value("wait_until", None::<i64>)
        .value("escalate_at", None::<i64>)
        .value("updated_at", by.at.stored())
        .and_where(is_of("org_id", org))
        .and_where(is_among("id", ids))
        .and_where(col("status").is_in(living))
        .returning_col("id");
    tell(tx, org, tx.returning(&statement).await?, (as_what.as_str(), by)).await
}

/// Takes those of these cases that are spam or deleted out of the bin, as what they were;
/// returns which.
pub async fn restore(
    tx: &Tx,
    org: OrganisationId,
    ids: &[CaseId],
    by: By,
) -> Result<Vec<CaseId>, StoreError> {
    let binned = [CaseStatus::Spam, CaseStatus::Deleted].map(CaseStatus::as_str);
    let before = Expr::cust("COALESCE(status_before, 'open')");
    let mut statement = Query::update();
    statement
        .table("cases")
        .value("status", before)
        .value("status_before", None::<String>)
        .value("binned_at", None::<i64>)
        .value("updated_at", by.at.stored())
        .and_where(is_of("org_id", org))
        .and_where(is_among("id", ids))
        .and_where(col("status").is_in(binned))
        .returning_col("id");
    let restored = tell(tx, org, tx.returning(&statement).await?, ("restored", by)).await?;
    escalating::resume(tx, org, &restored, by.at).await?;
    Ok(restored)
}

async fn tell(
    tx: &Tx,
    org: OrganisationId,
    rows: Vec<Row>,
    (what, by): (&str, By),
) -> Result<Vec<CaseId>, StoreError> {
    let ids = rows.iter().map(|row| row.id("id")).collect::<Result<Vec<CaseId>, _>>()?;
    for id in &ids {
        insert_log(tx, org, *id, by, (what, std::collections::BTreeMap::new())).await?;
        events::insert(tx, org, Change::case(*id));
    }
    Ok(ids)
}

/// Removes cases of all organisations for good that lay long enough in the bin, at most `limit` of each kind;
/// returns how many. The sweep takes the bytes of their mail. Index `cases_in_bin`.
pub async fn purge(tx: &Tx, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
    let mut purged = 0;
    for (status, days) in [(CaseStatus::Spam, "o.spam_bin_days"), (CaseStatus::Deleted, "o.case_bin_days")] {
        let bin = Bin { table: "cases", since: "b.binned_at", days };
        let mut query = bins::over(bin, now, limit);
        query.and_where(is("b.status", status.as_str()));
        for row in tx.all(&query).await? {
            remove_with_merged(tx, row.id("org_id")?, row.id("id")?).await?;
            purged += 1;
        }
    }
    Ok(purged)
}

/// What is of one case alone, and goes with it.
const OF_CASE: [&str; 9] = [
    "case_participants",
    "case_tags",
    "case_log",
    "case_viewers",
    "awaited_ids",
    "case_followers",
    "case_happenings",
    "notices",
    "case_merges",
];

/// The case, and those that went into it: only it leads to them. Index `case_merges_by_survivor`.
async fn remove_with_merged(tx: &Tx, org: OrganisationId, id: CaseId) -> Result<(), StoreError> {
    let mut waiting = vec![id];
    while let Some(id) = waiting.pop() {
        let mut merged = Query::select();
        merged
            .column("case_id")
            .from("case_merges")
            .and_where(is("org_id", org))
            .and_where(is("into_id", id));
        for row in tx.all(&merged).await? {
            waiting.push(row.id("case_id")?);
        }
        remove(tx, org, id).await?;
    }
    Ok(())
}

async fn remove(tx: &Tx, org: OrganisationId, id: CaseId) -> Result<(), StoreError> {
    search::forget_case(tx, org, id).await?;
    let mut messages = Query::delete();
    messages.from_table("case_messages").and_where(is("org_id", org)).and_where(is("case_id", id));
    messages.returning(Query::returning().columns(["id", "org_id", "raw_hash", "message_id"]));
    let removed = tx.returning(&messages).await?;
    raw::let_go(tx, &removed).await?;
    let place = Columns("case_messages").at("message_id");
    for row in &removed {
        file_links::remove_of_message(tx, org, row.id("id")?).await?;
        let Some(message_id) = row.text_or_none(place.column)? else { continue };
        let mut known = Query::delete();
        known
            .from_table("message_ids")
            .and_where(is("org_id", org))
            .and_where(is("message_id", message_id))
            .and_where(is("case_id", id));
        tx.execute(&known).await?;
    }
    for table in OF_CASE {
        let mut rows = Query::delete();
        rows.from_table(table).and_where(is("org_id", org)).and_where(is("case_id", id));
        tx.execute(&rows).await?;
    }
    let mut case = Query::delete();
    case.from_table("cases").and_where(is("org_id", org)).and_where(is("id", id));
    tx.execute(&case).await?;
    events::insert(tx, org, Change::case(id));
    Ok(())
}
