//! Mail is put into the outbox, sent again, deleted and restored.

use std::collections::{BTreeSet, HashSet};

use domain::compose::FromKind;
use domain::encryption::TlsNeed;
use domain::outbox::{DeliveryState, Stream};
use domain::timeline::Subject;
use domain::{DeliveryId, EmailAddress, IncidentId, OrganisationId, OutboxId, Timestamp};
use sea_orm::sea_query::{
    DeleteStatement, Expr, ExprTrait, Func, LockType, Order, Query, SelectStatement, UpdateStatement,
};

use super::blocked::is_blocked;
use super::hold::make_due;
use super::{NewOutbox, redraw};
use crate::bins::{self, Bin};
use crate::events::{self, Change};
use crate::lanes::{self, sender_of};
use crate::row::Row;
use crate::sql::{self, INSERT_ROWS_MAX, NewRow, Stored, col, is, is_among, is_of, joined, json, sort_key};
use crate::{StoreError, Tx, raw, timeline};

/// Puts a mail into the outbox: raw bytes, item and one queued delivery per recipient.
pub async fn insert(tx: &Tx, org: OrganisationId, item: &NewOutbox) -> Result<OutboxId, StoreError> {
    insert_into(tx, org, item, Stream::Single).await
}

/// The same, in a stream.
pub async fn insert_into(
    tx: &Tx,
    org: OrganisationId,
    item: &NewOutbox,
    stream: Stream,
) -> Result<OutboxId, StoreError> {
    insert_from(tx, org, item, (stream, FromKind::default())).await
}

/// The same, from such an address.
pub async fn insert_from(
    tx: &Tx,
    org: OrganisationId,
    item: &NewOutbox,
    how: (Stream, FromKind),
) -> Result<OutboxId, StoreError> {
    insert_through_lists(tx, org, item, how, &BTreeSet::new()).await
}

/// The same, where it reaches these recipients, by the keys of their addresses, through lists alone: to them it is mail to
/// many, whatever it is to the others.
pub async fn insert_through_lists(
    tx: &Tx,
    org: OrganisationId,
    item: &NewOutbox,
    (stream, kind): (Stream, FromKind),
    through_lists: &BTreeSet<String>,
) -> Result<OutboxId, StoreError> {
    raw::insert(tx, &item.raw).await?;
    let mut seen = HashSet::new();
    let recipients: Vec<_> =
        item.recipients.iter().filter(|recipient| seen.insert(recipient.key())).collect();
    let shown = recipients.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let id = tx.new_id();
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("created_at", item.at)
        .with("created_by", item.created_by)
        .with("from_address", &item.from)
        .with("from_kind", kind.as_str())
        .with("from_name", item.from_name.as_deref())
        .with("return_path", item.return_path.as_ref())
        .with("recipients", json(&recipients)?)
        .with("recipients_key", sort_key(&shown))
        .with("subject", item.subject.as_str())
        .with("subject_key", sort_key(&item.subject))
        .with("size_octets", item.raw.size_octets())
        .with("raw_hash", item.raw.hash())
        .with("case_id", item.case_id)
        .with("state", DeliveryState::Queued.as_str())
        .with("attempts", 0_i64)
        .with("next_attempt_at", item.due_at);
    tx.execute(&sql::insert("outbox", [row])).await?;
    let sender = sender_of(&item.from, item.created_by.filter(|_| kind == FromKind::Own));
    let stream_of = |recipient: &EmailAddress| {
        if through_lists.contains(&recipient.key()) { Stream::Bulk } else { stream }
    };
    let going: Vec<_> = recipients.iter().map(|recipient| (*recipient, stream_of(recipient))).collect();
    insert_deliveries(tx, org, (id, item.due_at, &sender), &going).await?;
    lanes::wake(tx, org, &[id]).await?;
    events::insert(tx, org, Change::outbox(id));
    Ok(id)
}

/// Lets a mail go to all its recipients, whatever is known of their addresses; neither to copies that nobody asked for nor to whom
/// a list adds to those that its author named, which whoever says so did not look at.
pub async fn pass_blocks(tx: &Tx, org: OrganisationId, id: OutboxId) -> Result<(), StoreError> {
    let mut statement = Query::update();
    statement
        .table("deliveries")
        .value("passes_block", true)
        .and_where(is("org_id", org))
        .and_where(is("outbox_id", id))
        .and_where(is("unasked", false))
        .and_where(Expr::cust(IS_LOOKED_AT));
    tx.execute(&statement).await?;
    Ok(())
}

/// Whether a delivery is to one whom the author named, or a list reaches all. Written so that no index of lanes serves it.
const IS_LOOKED_AT: &str = "((stream || '') = 'single' OR NOT EXISTS (SELECT 1 FROM deliveries named
    WHERE named.org_id = deliveries.org_id AND named.outbox_id = deliveries.outbox_id
    AND (named.stream || '') = 'single' AND NOT named.unasked))";

/// Lets a mail go to those whom its author named, whatever is known of their addresses: whom a list reaches he did not look
/// at.
pub async fn pass_blocks_of_named(tx: &Tx, org: OrganisationId, id: OutboxId) -> Result<(), StoreError> {
    let mut statement = Query::update();
    statement
        .table("deliveries")
        .value("passes_block", true)
        .and_where(is("org_id", org))
        .and_where(is("outbox_id", id))
        // Written so that no index of lanes serves it.
        .and_where(Expr::cust("(stream || '')").eq(Stream::Single.as_str()));
    tx.execute(&statement).await?;
    Ok(())
}

/// Lets one delivery go, whatever is known of its address.
pub async fn pass_block_of(tx: &Tx, org: OrganisationId, id: DeliveryId) -> Result<(), StoreError> {
    let mut statement = sql::update("deliveries", org, id);
    statement.value("passes_block", true);
    tx.execute(&statement).await?;
    Ok(())
}

/// Lets a mail go as protected as its author demands.
pub async fn need_tls(tx: &Tx, org: OrganisationId, id: OutboxId, need: TlsNeed) -> Result<(), StoreError> {
    let mut statement = sql::update("outbox", org, id);
    statement
        .value("needs_tls", need != TlsNeed::Nothing)
        .value("tls_throughout", need == TlsNeed::Throughout);
    tx.execute(&statement).await?;
    Ok(())
}

/// Which of the failed deliveries of items are meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FailedOf {
    /// All.
    All,
    /// Those whose addresses are not blocked.
    Unblocked,
    /// Those, and those that [`pass_blocks`] lets go all the same.
    Meant,
    /// This one alone.
    Delivery(DeliveryId),
    /// Those whose refusals are of this incident, and whose addresses are not blocked.
    Incident(IncidentId),
}

/// Queues the failed deliveries of these items again, due now and with their attempts counted from
/// zero; returns the items that had one. Not what is held: somebody lets that go first.
pub async fn requeue_failed(
    tx: &Tx,
    org: OrganisationId,
    ids: &[OutboxId],
    at: Timestamp,
) -> Result<Vec<OutboxId>, StoreError> {
    requeue_failed_of(tx, org, (ids, FailedOf::All), at).await
}

/// The same, of some of them.
pub async fn requeue_failed_of(
    tx: &Tx,
    org: OrganisationId,
    (ids, of): (&[OutboxId], FailedOf),
    at: Timestamp,
) -> Result<Vec<OutboxId>, StoreError> {
    let mut kept = Query::select();
    kept.column("id").from("outbox").and_where(is_of("org_id", org)).and_where(is_among("id", ids));
    kept.and_where(col("deleted_at").is_null()).and_where(col("held_at").is_null());
    // Written for PostgreSQL alone: whoever stops one or throws it away in this instant is waited for, and seen.
    kept.order_by("id", Order::Asc).lock(LockType::Update);
    let mut statement = Query::update();
    statement
        .table("deliveries")
        .value("state", DeliveryState::Queued.as_str())
        .value("attempts", 0)
        .value("queued_at", at.stored())
        .value("due_at", at.stored())
        .value("next_attempt_at", at.stored())
        .value("waits_for", None::<String>)
        .value("told", 0)
        .and_where(is("org_id", org))
        .and_where(is("state", DeliveryState::Failed.as_str()))
        .and_where(col("outbox_id").in_subquery(kept))
        .returning_col("outbox_id");
    if let Some(meant) = is_meant(of) {
        statement.and_where(meant);
    }
    let items = distinct(&tx.returning(&statement).await?, "outbox_id")?;
    redraw(tx, org, &items).await?;
    lanes::wake(tx, org, &items).await?;
    lanes::mix(tx, org, &items).await?;
    Ok(items)
}

/// Whether a failed delivery is one of these; `None` where all are.
pub(super) fn is_meant(of: FailedOf) -> Option<Expr> {
    match of {
        FailedOf::All => None,
        FailedOf::Unblocked => Some(is_blocked().not()),
        FailedOf::Meant => {
            let passes = is("unasked", false).and(Expr::cust(IS_LOOKED_AT));
            Some(is_blocked().not().or(passes))
        }
        FailedOf::Delivery(id) => Some(is("id", id)),
        FailedOf::Incident(id) => Some(Expr::exists(refused_for(id)).and(is_blocked().not())),
    }
}

/// The refusal of a delivery that is of an incident. Index `returns_of_mail`; the incident is written so that its own, which
/// has all its refusals, does not serve.
fn refused_for(id: IncidentId) -> SelectStatement {
    let mut query = Query::select();
    query
        .expr(Expr::val(1))
        .from_as("returns", "r")
        .and_where(joined("r.outbox_id", "deliveries.outbox_id", ("r.org_id", "deliveries.org_id")))
        .and_where(Expr::cust("+r.incident_id").eq(id.stored()))
        .and_where(Expr::from(Func::lower(col("r.address"))).eq(Func::lower(col("deliveries.recipient"))));
    query
}

/// Puts items into the bin: their queued deliveries wait there. Not those being sent; returns those put there.
pub async fn delete(
    tx: &Tx,
    org: OrganisationId,
    ids: &[OutboxId],
    at: Timestamp,
) -> Result<Vec<OutboxId>, StoreError> {
    let mut statement = among(org, ids);
    statement
        .and_where(col("deleted_at").is_null())
        .and_where(col("state").ne(DeliveryState::Sending.as_str()))
        .value("deleted_at", at.stored());
    let items = changed(tx, org, statement).await?;
    let mut waiting = Query::update();
    waiting
        .table("deliveries")
        .value("due_at", None::<i64>)
        .value("lease_owner", None::<String>)
        .and_where(is("org_id", org))
        .and_where(is_among("outbox_id", &items));
    tx.execute(&waiting).await?;
    Ok(items)
}

/// Takes items out of the bin; what was queued is due at once, or at the time its author chose. What somebody had stopped
/// stays so until it is let go. Returns those that were there.
pub async fn restore(
    tx: &Tx,
    org: OrganisationId,
    ids: &[OutboxId],
    at: Timestamp,
) -> Result<Vec<OutboxId>, StoreError> {
    let mut statement = among(org, ids);
    statement.and_where(col("deleted_at").is_not_null()).value("deleted_at", None::<i64>);
    let items = changed(tx, org, statement).await?;
    let mut free = Query::select();
    free.column("id").from("outbox").and_where(is_of("org_id", org)).and_where(is_among("id", &items));
    free.and_where(col("held_at").is_null());
    let free = distinct(&tx.all(&free).await?, "id")?;
    make_due(tx, org, &free, at).await?;
    Ok(items)
}

/// Takes items out of the bin for good; returns those that were there.
pub async fn delete_for_good(
    tx: &Tx,
    org: OrganisationId,
    ids: &[OutboxId],
) -> Result<Vec<OutboxId>, StoreError> {
    let mut statement = Query::delete();
    statement.from_table("outbox").and_where(is_of("org_id", org)).and_where(is_among("id", ids));
    statement.and_where(col("deleted_at").is_not_null());
    removed(tx, statement).await
}

/// Removes items of all organisations for good that lay long enough in the bin, at most `limit`; returns how
/// many. Index `outbox_in_bin`.
pub async fn purge(tx: &Tx, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
    let bin = Bin { table: "outbox", since: "b.deleted_at", days: "o.queue_bin_days" };
    let over = tx.all(&bins::over(bin, now, limit)).await?;
    let ids = over.iter().map(|row| row.number("id")).collect::<Result<Vec<_>, _>>()?;
    if ids.is_empty() {
        return Ok(0);
    }
    let mut statement = Query::delete();
    statement.from_table("outbox").and_where(col("id").is_in(ids)).and_where(col("deleted_at").is_not_null());
    Ok(removed(tx, statement).await?.len() as u64)
}

/// Removes one item for good: the message that it sent is gone.
pub(crate) async fn remove(tx: &Tx, org: OrganisationId, id: OutboxId) -> Result<(), StoreError> {
    let mut statement = Query::delete();
    statement.from_table("outbox").and_where(is("org_id", org)).and_where(is("id", id));
    removed(tx, statement).await?;
    Ok(())
}

/// Removes these items with their bytes, deliveries, attempts and timelines.
pub(super) async fn removed(tx: &Tx, mut statement: DeleteStatement) -> Result<Vec<OutboxId>, StoreError> {
    statement.returning(Query::returning().columns(["id", "org_id", "raw_hash"]));
    let gone = tx.returning(&statement).await?;
    raw::let_go(tx, &gone).await?;
    let mut ids = Vec::with_capacity(gone.len());
    for row in &gone {
        let (org, id) = (row.id("org_id")?, row.id("id")?);
        timeline::delete(tx, org, Subject::Outbox(id)).await?;
        for table in ["deliveries", "attempts"] {
            let mut statement = Query::delete();
            statement.from_table(table).and_where(is("org_id", org)).and_where(is("outbox_id", id));
            tx.execute(&statement).await?;
        }
        ids.push(id);
    }
    Ok(ids)
}

async fn insert_deliveries(
    tx: &Tx,
    org: OrganisationId,
    (id, due_at, sender): (OutboxId, Timestamp, &str),
    recipients: &[(&EmailAddress, Stream)],
) -> Result<(), StoreError> {
    let row = |(position, (recipient, stream)): (i64, &(&EmailAddress, Stream))| {
        NewRow::default()
            .with("id", tx.new_id::<()>())
            .with("org_id", org)
            .with("outbox_id", id)
            .with("position", position)
            .with("recipient", *recipient)
            .with("stream", stream.as_str())
            .with("domain", recipient.domain())
            .with("sender", sender)
            .with("state", DeliveryState::Queued.as_str())
            .with("attempts", 0_i64)
            // Its lifetime begins when it may leave.
            .with("queued_at", due_at)
            .with("next_attempt_at", due_at)
            .with("due_at", due_at)
    };
    let rows: Vec<_> = (1..).zip(recipients).map(row).collect();
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        tx.execute(&sql::insert("deliveries", rows.by_ref().take(INSERT_ROWS_MAX))).await?;
    }
    Ok(())
}

/// Changes those of these items that a further condition fits.
pub(super) fn among(org: OrganisationId, ids: &[OutboxId]) -> UpdateStatement {
    let mut statement = Query::update();
    statement.table("outbox").and_where(is_of("org_id", org)).and_where(is_among("id", ids));
    statement
}

/// Runs it and tells of each item that it changed.
pub(super) async fn changed(
    tx: &Tx,
    org: OrganisationId,
    mut statement: UpdateStatement,
) -> Result<Vec<OutboxId>, StoreError> {
    statement.returning_col("id");
    let ids = distinct(&tx.returning(&statement).await?, "id")?;
    for id in &ids {
        events::insert(tx, org, Change::outbox(*id));
    }
    Ok(ids)
}

fn distinct(rows: &[Row], column: &str) -> Result<Vec<OutboxId>, StoreError> {
    let ids = rows.iter().map(|row| row.id(column)).collect::<Result<BTreeSet<_>, _>>()?;
    Ok(ids.into_iter().collect())
}
