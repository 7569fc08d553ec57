//! The delivery worker: claim, begin, record.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use domain::encryption::{Encryption, TlsNeed};
use domain::failure::HeldBack;
use domain::outbox::{DeliveryState, Stream};
use domain::transport::WayChoice;
use domain::{CaseId, DeliveryId, EmailAddress, OrganisationId, OutboxId, Outcome, Timestamp, UserId};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query, UpdateStatement};

use super::logged::{self, Verdict};
use crate::outbox::{ItemState, redraw, redraw_sending};
use crate::raw::RawHash;
use crate::row::{Columns, Row};
use crate::sql::{self, Stored, col, is, is_among, is_of};
use crate::{StoreError, Tx, lanes};

/// A claimed delivery.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DueDelivery {
    /// The id.
    pub id: DeliveryId,
    /// The tenant.
    pub organisation: OrganisationId,
    /// The recipient.
    pub recipient: EmailAddress,
    /// Attempts begun since it was queued.
    pub attempts: u32,
    /// When it was queued: what its lifetime is counted from.
    pub queued_at: Timestamp,
    /// The stream it goes in.
    pub stream: Stream,
    /// Whose way it takes ([`lanes::sender_of`]).
    pub sender: String,
    /// Whether an attempt was begun whose end nobody recorded; the peer may have taken the mail
    /// (RFC 1047).
    pub interrupted: bool,
    /// Whether somebody sent it again although its address is blocked.
    pub passes_block: bool,
    /// Whether it was not tried since somebody chose its way.
    pub way_is_new: bool,
    /// The mail.
    pub mail: DueMail,
}

/// What a delivery needs to know of its mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DueMail {
    /// The outbox item.
    pub outbox_id: OutboxId,
    /// Who it is from.
    pub from: EmailAddress,
    /// Where failures are reported; `None` is the null return path.
    pub return_path: Option<EmailAddress>,
    /// Its raw bytes.
    pub raw_hash: RawHash,
    /// Its size, octets.
    pub size_octets: u64,
    /// The case it belongs to.
    pub case_id: Option<CaseId>,
    /// Who wrote it; nobody for automatic mail.
    pub author: Option<UserId>,
    /// Whether it is from its author's own address.
    pub from_own: bool,
    /// What its author demands of its protection.
    pub tls: TlsNeed,
    /// Whether its author asks to be told when it has arrived.
    pub asks_receipt: bool,
    /// The way that somebody chose for it.
    pub way: Option<WayChoice>,
}

/// An attempt whose intent is written down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Begun {
    /// The delivery.
    pub id: DeliveryId,
    /// Which attempt it is, from 1.
    pub number: u32,
}

/// How one attempt ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AttemptRecord {
    /// The tenant.
    pub organisation: OrganisationId,
    /// The delivery.
    pub delivery_id: DeliveryId,
    /// When it ended.
    pub at: Timestamp,
    /// What the server, or we, said.
    pub outcome: Outcome,
    /// The host that was spoken to.
    pub host: Option<String>,
    /// Whether it went to a relay of ours, which passes our mail on.
    pub at_relay: bool,
    /// Whether it went with a return path of its own.
    pub stamped: bool,
    /// What protected the connection; `None` where no host was spoken to.
    pub encryption: Option<Encryption>,
    /// How long it took, milliseconds.
    pub duration_ms: i64,
    /// What becomes of the delivery.
    pub verdict: Verdict,
    /// The destination whose trouble it waits for.
    pub waits_for: Option<String>,
    /// Why nothing was tried, where the address is written to no more.
    pub held_back: Option<HeldBack>,
    /// How long it had been tried, seconds, where it is over for want of time.
    pub gave_up_after_s: Option<u32>,
}

/// Writes down that attempts begin now, before anything is connected to: state `Sending` and the
/// attempt's number. Leaves out those whose lease is lost; they must not be tried.
pub async fn begin_attempts(
    tx: &Tx,
    ids: &[DeliveryId],
    owner: &str,
    at: Timestamp,
) -> Result<Vec<Begun>, StoreError> {
    let mut statement = held(ids, owner);
    statement
        .and_where(col("due_at").gt(at.stored()))
        .value("state", DeliveryState::Sending.as_str())
        .value("attempts", col("attempts").add(1))
        .value("next_attempt_at", None::<i64>)
        .value("way_is_new", false)
        .returning(Query::returning().columns(CHANGED));
    let begun = tx.returning(&statement).await?;
    for (org, items) in items_of(&begun)? {
        redraw_sending(tx, org, &items).await?;
    }
    let read = |row: &Row| Ok(Begun { id: row.id("id")?, number: row.small(TABLE.at("attempts"))? });
    begun.iter().map(read).collect()
}

/// Holds claimed deliveries for longer, and never for less long: two extensions may come in another order than they were asked
/// for. Returns those still held.
pub async fn extend_leases(
    tx: &Tx,
    ids: &[DeliveryId],
    owner: &str,
    until: Timestamp,
) -> Result<Vec<DeliveryId>, StoreError> {
    let mut statement = held(ids, owner);
    let later = Expr::case(col("due_at").lt(until.stored()), until.stored()).finally(col("due_at"));
    statement.value("due_at", later).returning_col("id");
    tx.returning(&statement).await?.iter().map(|row| row.id("id")).collect()
}

/// Writes down how attempts ended and what becomes of the deliveries; returns their items' new
/// states, and the deliveries that ended here and are another's by now. An attempt is logged even when its lease is lost, since it happened; the delivery then
/// changes only if the mail was taken.
pub async fn record_attempts(
    tx: &Tx,
    owner: &str,
    records: &[AttemptRecord],
) -> Result<(Vec<ItemState>, BTreeSet<DeliveryId>), StoreError> {
    let known = find_known(tx, records).await?;
    let known_records = records.iter().filter(|record| known.contains_key(&record.delivery_id));
    let rows: Result<Vec<_>, StoreError> =
        known_records.clone().map(|record| logged::row(tx, record, &known[&record.delivery_id])).collect();
    sql::insert_often(tx, "attempts", rows?).await?;
    let (mut items, mut sent) = (BTreeMap::<_, Vec<_>>::new(), BTreeMap::<_, Vec<_>>::new());
    let mut lost = BTreeSet::new();
    let mut again = BTreeMap::<_, Vec<_>>::new();
    for record in known_records {
        items.entry(record.organisation).or_default().push(known[&record.delivery_id].outbox_id);
        match record.verdict {
            Verdict::Sent => {
                let alike = sent.entry((record.organisation, record.stamped)).or_default();
                alike.push(record.delivery_id);
            }
            Verdict::Failed => {
                if tx.execute(&ended(record, owner, None)).await? == 0 {
                    lost.insert(record.delivery_id);
                }
            }
            Verdict::Retry { at } | Verdict::Next { at } | Verdict::Unbegun { at } => {
                let mut ended = ended(record, owner, Some(at));
                logged::take_back(&mut ended, record.verdict);
                tx.execute(&ended).await?;
                again.entry(record.organisation).or_default().push(known[&record.delivery_id].outbox_id);
            }
        }
    }
    for (org, items) in again {
        lanes::wake(tx, org, &items).await?;
    }
    for ((org, stamped), ids) in sent {
        let mut statement = taken(org, &ids, owner);
        statement.value("stamped", stamped);
        tx.execute(&statement).await?;
    }
    let mut states = Vec::new();
    for (org, items) in items {
        states.extend(redraw(tx, org, &items).await?);
    }
    Ok((states, lost))
}

/// Gives claimed deliveries back untried, due at an instant.
pub async fn release(tx: &Tx, ids: &[DeliveryId], owner: &str, due_at: Timestamp) -> Result<(), StoreError> {
    let untried = is("state", DeliveryState::Sending.as_str());
    let attempts = Expr::case(untried, col("attempts").sub(1)).finally(col("attempts"));
    let mut statement = held(ids, owner);
    statement
        .value("attempts", attempts)
        .value("state", DeliveryState::Queued.as_str())
        .value("lease_owner", None::<String>)
        .value("due_at", due_at.stored())
        .value("next_attempt_at", due_at.stored())
        .returning(Query::returning().columns(CHANGED));
    due_earlier(tx, &statement).await.map(|_count| ())
}

/// Lets the time of deliveries begin at an instant, of those that were tried so often: a limit of ours kept them back.
pub async fn count_from(
    tx: &Tx,
    ids: &[DeliveryId],
    (attempts, at): (u32, Timestamp),
) -> Result<(), StoreError> {
    if ids.is_empty() {
        return Ok(());
    }
    let mut statement = Query::update();
    statement
        .table("deliveries")
        .value("queued_at", at.stored())
        .and_where(is_among("id", ids))
        .and_where(is("attempts", attempts));
    tx.execute(&statement).await?;
    Ok(())
}

/// Changes deliveries that become due, and with them their items and lanes; returns how many there were.
pub(super) async fn due_earlier(tx: &Tx, statement: &UpdateStatement) -> Result<u64, StoreError> {
    let changed = tx.returning(statement).await?;
    for (org, items) in items_of(&changed)? {
        redraw(tx, org, &items).await?;
        lanes::wake(tx, org, &items).await?;
    }
    Ok(changed.len() as u64)
}

pub(super) const TABLE: Columns = Columns("deliveries");

/// Changes those of these deliveries that this worker still holds, over all organisations.
fn held(ids: &[DeliveryId], owner: &str) -> UpdateStatement {
    let mut statement = Query::update();
    statement.table("deliveries").and_where(is_among("id", ids)).and_where(is("lease_owner", owner));
    statement
}

/// What is asked of deliveries that change.
pub(super) const CHANGED: [&str; 4] = ["id", "org_id", "outbox_id", "attempts"];

/// The items of changed deliveries, by organisation.
fn items_of(changed: &[Row]) -> Result<BTreeMap<OrganisationId, Vec<OutboxId>>, StoreError> {
    let mut items = BTreeMap::<OrganisationId, Vec<OutboxId>>::new();
    for row in changed {
        items.entry(row.id("org_id")?).or_default().push(row.id("outbox_id")?);
    }
    Ok(items)
}

/// What is known of a delivery whose attempt ended.
pub(super) struct Known {
    pub(super) outbox_id: OutboxId,
    pub(super) attempts: u32,
}

async fn find_known(tx: &Tx, records: &[AttemptRecord]) -> Result<HashMap<DeliveryId, Known>, StoreError> {
    let mut query = Query::select();
    let ids: Vec<_> = records.iter().map(|record| record.delivery_id).collect();
    query.columns(CHANGED).from("deliveries").and_where(is_among("id", &ids));
    let asked: HashSet<_> = records.iter().map(|record| (record.delivery_id, record.organisation)).collect();
    let mut known = HashMap::new();
    for row in tx.all(&query).await? {
        let (id, org): (DeliveryId, OrganisationId) = (row.id("id")?, row.id("org_id")?);
        if asked.contains(&(id, org)) {
            let attempts = row.small(TABLE.at("attempts"))?;
            known.insert(id, Known { outbox_id: row.id("outbox_id")?, attempts });
        }
    }
    Ok(known)
}

/// What becomes of a delivery that was not taken.
fn ended(record: &AttemptRecord, owner: &str, next: Option<Timestamp>) -> UpdateStatement {
    let state = if next.is_some() { DeliveryState::Queued } else { DeliveryState::Failed };
    let mut statement = sql::update("deliveries", record.organisation, record.delivery_id);
    statement.and_where(is("lease_owner", owner));
    statement.value("waits_for", record.waits_for.as_deref());
    settle(&mut statement, state, next);
    statement
}

/// These deliveries were taken. Whoever had a mail taken says so even when the lease is lost: a
/// mail that is not tried again cannot arrive twice.
fn taken(org: OrganisationId, ids: &[DeliveryId], owner: &str) -> UpdateStatement {
    let open = [DeliveryState::Queued.as_str(), DeliveryState::Sending.as_str()];
    let mut statement = Query::update();
    statement
        .table("deliveries")
        .and_where(is_of("org_id", org))
        .and_where(is_among("id", ids))
        .cond_where(Condition::any().add(is("lease_owner", owner)).add(col("state").is_in(open)))
        .value("waits_for", None::<String>);
    settle(&mut statement, DeliveryState::Sent, None);
    statement
}

fn settle(statement: &mut UpdateStatement, state: DeliveryState, next: Option<Timestamp>) {
    statement
        .value("state", state.as_str())
        .value("due_at", next.stored())
        .value("next_attempt_at", next.stored())
        .value("lease_owner", None::<String>);
}
