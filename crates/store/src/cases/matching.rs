//! The facts by which a mail is matched to a case.

use std::collections::BTreeSet;

use domain::case::Direction;
use domain::outbox::DeliveryState;
use domain::{CaseId, EmailAddress, OrganisationId};
use sea_orm::DbBackend;
use sea_orm::sea_query::{Expr, ExprTrait, Func, IntoTableRef, OnConflict, Query};

use crate::row::Row;
use crate::sql::{self, IN_VALUES_MAX, NewRow, col, is, joined};
use crate::{Conn, StoreError, Tx};

/// A case that a mail may belong to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseRef {
    /// The case.
    pub id: CaseId,
    /// Its number.
    pub number: i64,
    /// The Message-ID that led to it, where one did.
    pub message_id: Option<String>,
}

/// The cases that have a message with one of these Message-IDs (without brackets), one entry per
/// id found, in the order given.
pub async fn find_by_message_ids(
    conn: &Conn,
    org: OrganisationId,
    message_ids: &[String],
) -> Result<Vec<CaseRef>, StoreError> {
    named(conn, org, ("message_ids", message_ids)).await
}

/// The cases with a mail that refers to one of these Message-IDs although no case had it, in the order given.
pub async fn find_awaiting(
    conn: &Conn,
    org: OrganisationId,
    message_ids: &[String],
) -> Result<Vec<CaseRef>, StoreError> {
    named(conn, org, ("awaited_ids", message_ids)).await
}

/// Remembers Message-IDs that a mail of the case refers to: mail comes in any order.
pub async fn await_message_ids(
    tx: &Tx,
    org: OrganisationId,
    case: CaseId,
    message_ids: &BTreeSet<String>,
) -> Result<(), StoreError> {
    if message_ids.is_empty() {
        return Ok(());
    }
    let row = |id: &String| {
        NewRow::default().with("org_id", org).with("message_id", id.as_str()).with("case_id", case)
    };
    let mut statement = sql::insert("awaited_ids", message_ids.iter().map(row));
    statement.on_conflict(OnConflict::columns(["org_id", "message_id", "case_id"]).do_nothing().to_owned());
    tx.execute_unawaited(&statement).await
}

/// The mail with this Message-ID is in a case: nothing waits for it any more.
pub async fn forget_awaited(tx: &Tx, org: OrganisationId, message_id: &str) -> Result<(), StoreError> {
    let mut statement = Query::delete();
    statement.from_table("awaited_ids").and_where(is("org_id", org)).and_where(is("message_id", message_id));
    tx.execute(&statement).await.map(|_count| ())
}

async fn named(
    conn: &Conn,
    org: OrganisationId,
    (table, message_ids): (&'static str, &[String]),
) -> Result<Vec<CaseRef>, StoreError> {
    let mut query = Query::select();
    query
        .columns([("c", "id"), ("c", "number"), ("m", "message_id")])
        .from_as(table, "m")
        .inner_join(
            "cases".into_table_ref().alias("c"),
            joined("c.id", "m.case_id", ("c.org_id", "m.org_id")),
        )
        .and_where(is("m.org_id", org))
        .and_where(col("m.message_id").is_in(message_ids.iter().take(IN_VALUES_MAX).map(String::as_str)));
    let mut found = conn.all(&query).await?.iter().map(read).collect::<Result<Vec<_>, StoreError>>()?;
    let place = |case: &CaseRef| message_ids.iter().position(|id| Some(id) == case.message_id.as_ref());
    found.sort_by_cached_key(|case| (place(case), case.id));
    Ok(found)
}

/// Makes other transactions that place mail of the same threads wait until this one ends, so that
/// two mails of one thread that come at the same instant do not make two cases. `SQLite` has one
/// writer, who waits anyway.
pub async fn lock_threads(tx: &Tx, threads: &BTreeSet<(OrganisationId, String)>) -> Result<(), StoreError> {
    if !matches!(tx.backend(), DbBackend::Postgres) {
        return Ok(());
    }
    // Locks are taken in one order by all, so that none waits for another in a circle.
    let keys: BTreeSet<i64> = threads.iter().map(|(org, id)| thread_key(*org, id)).collect();
    for key in keys {
        let mut lock = Query::select();
        lock.expr(Expr::cust_with_values("pg_advisory_xact_lock($1)::text", [key]));
        tx.returning(&lock).await?;
    }
    Ok(())
}

/// The number that stands for a thread; two that collide only wait for each other.
fn thread_key(org: OrganisationId, id: &str) -> i64 {
    let hash = blake3::hash(format!("thread {org} {id}").as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash.as_bytes()[..8]);
    i64::from_be_bytes(first)
}

/// Whether a mail of the case reached this address, as its deliveries tell: who got a hidden copy stands in no field. Not one that
/// somebody took out of the case, nor one that was written to aside. Indexes `case_messages_by_case` and `deliveries_by_item`.
pub async fn was_sent_to(
    conn: &Conn,
    org: OrganisationId,
    case: CaseId,
    address: &EmailAddress,
) -> Result<bool, StoreError> {
    let key = address.key();
    let mut taken_out = Query::select();
    taken_out
        .column("address_key")
        .from("case_participants")
        .and_where(is("org_id", org))
        .and_where(is("case_id", case))
        .and_where(is("address_key", key.as_str()))
        .and_where(is("removed", true))
        .limit(1);
    if conn.one(&taken_out).await?.is_some() {
        return Ok(false);
    }
    let mut query = Query::select();
    query
        .column(("d", "id"))
        .from_as("case_messages", "m")
        .inner_join(
            "deliveries".into_table_ref().alias("d"),
            joined("d.outbox_id", "m.outbox_id", ("d.org_id", "m.org_id")),
        )
        .and_where(is("m.org_id", org))
        .and_where(is("m.case_id", case))
        .and_where(is("m.direction", Direction::Sent.as_str()))
        .and_where(is("m.aside", false))
        .and_where(is("d.state", DeliveryState::Sent.as_str()))
        .and_where(Expr::from(Func::lower(col("d.recipient"))).eq(key))
        .limit(1);
    Ok(conn.one(&query).await?.is_some())
}

/// The case with this number.
pub async fn find_by_number(
    conn: &Conn,
    org: OrganisationId,
    number: i64,
) -> Result<Option<CaseRef>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "number"])
        .from("cases")
        .and_where(is("org_id", org))
        .and_where(is("number", number));
    let found = conn.one(&query).await?;
    found
        .map(|row| Ok(CaseRef { id: row.id("id")?, number: row.number("number")?, message_id: None }))
        .transpose()
}

fn read(row: &Row) -> Result<CaseRef, StoreError> {
    Ok(CaseRef {
        id: row.id("id")?,
        number: row.number("number")?,
        message_id: row.text_or_none("message_id")?,
    })
}
