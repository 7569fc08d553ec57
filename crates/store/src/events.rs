//! The change feed: one row per changed record, in the order of the commits. Table `events`.
//! The interface reads it through server-sent events; workers are woken by it.

use std::collections::BTreeSet;

use domain::{
    CaseId, CompanyId, IntakeId, JobId, MailboxId, OrganisationId, OutboxId, PersonId, Timestamp, UserId,
};
use sea_orm::DbBackend;
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};
use tokio::sync::broadcast;

use crate::conn::Shared;
use crate::engine::postgres::CHANNEL;
use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, Stored, col, is};
use crate::{Conn, Store, StoreError, Tx};

/// What kind of record changed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum EventKind {
    /// An intake; new ones are due work.
    Intake,
    /// A blocked mail.
    Blocked,
    /// A case.
    Case,
    /// An outbox item; new ones are due work.
    Outbox,
    /// A mailbox; one to be checked is due work.
    Mailbox,
    /// A person.
    Person,
    /// A company.
    Company,
    /// Something that lists choose from: categories, priorities, users, filters, the transport.
    Settings,
    /// A job; new ones are due work.
    Job,
    /// What one user is told; the record is the user.
    Notice,
}

impl EventKind {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Intake,
        Self::Blocked,
        Self::Case,
        Self::Outbox,
        Self::Mailbox,
        Self::Person,
        Self::Company,
        Self::Settings,
        Self::Job,
        Self::Notice,
    ];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Intake => "intake",
            Self::Blocked => "blocked",
            Self::Case => "case",
            Self::Outbox => "outbox",
            Self::Mailbox => "mailbox",
            Self::Person => "person",
            Self::Company => "company",
            Self::Settings => "settings",
            Self::Job => "job",
            Self::Notice => "notice",
        }
    }
}

/// What changed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Change {
    /// What kind of record.
    pub kind: EventKind,
    /// Its id; 0 where many changed at once.
    pub id: i64,
}

impl Change {
    /// An intake changed.
    #[must_use]
    pub const fn intake(id: IntakeId) -> Self {
        Self { kind: EventKind::Intake, id: id.get() }
    }

    /// A blocked mail changed.
    #[must_use]
    pub const fn blocked(id: IntakeId) -> Self {
        Self { kind: EventKind::Blocked, id: id.get() }
    }

    /// A case changed.
    #[must_use]
    pub const fn case(id: CaseId) -> Self {
        Self { kind: EventKind::Case, id: id.get() }
    }

    /// An outbox item changed.
    #[must_use]
    pub const fn outbox(id: OutboxId) -> Self {
        Self { kind: EventKind::Outbox, id: id.get() }
    }

    /// A mailbox changed.
    #[must_use]
    pub const fn mailbox(id: MailboxId) -> Self {
        Self { kind: EventKind::Mailbox, id: id.get() }
    }

    /// A job went on.
    #[must_use]
    pub const fn job(id: JobId) -> Self {
        Self { kind: EventKind::Job, id: id.get() }
    }

    /// A person changed.
    #[must_use]
    pub const fn person(id: PersonId) -> Self {
        Self { kind: EventKind::Person, id: id.get() }
    }

    /// A company changed.
    #[must_use]
    pub const fn company(id: CompanyId) -> Self {
        Self { kind: EventKind::Company, id: id.get() }
    }

    /// What a user is told changed.
    #[must_use]
    pub const fn notice(user: UserId) -> Self {
        Self { kind: EventKind::Notice, id: user.get() }
    }

    /// Some setting changed.
    #[must_use]
    pub const fn settings() -> Self {
        Self { kind: EventKind::Settings, id: 0 }
    }
}

/// One event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EventRow {
    /// Its place in the feed: rises with every commit of the organisation.
    pub seq: i64,
    /// What changed.
    pub change: Change,
    /// When.
    pub at: Timestamp,
}

/// A hint that there is something new; the feed and the queues say what.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Wake {
    /// The tenant.
    pub organisation: OrganisationId,
    /// What kind of record changed.
    pub kind: EventKind,
}

impl Wake {
    /// From what a node announced, as [`Self::to_payload`] writes it.
    pub(crate) fn from_payload(payload: &str) -> Option<Self> {
        let (organisation, kind) = payload.split_once(' ')?;
        let kind = EventKind::ALL.into_iter().find(|known| known.as_str() == kind)?;
        Some(Self { organisation: organisation.parse().ok()?, kind })
    }

    fn to_payload(self) -> String {
        format!("{} {}", self.organisation, self.kind.as_str())
    }
}

/// Notes a change; it is written at the end of the transaction, once however often it is noted.
pub fn insert(tx: &Tx, org: OrganisationId, change: Change) {
    tx.note_change(org, change);
}

/// The events after `seq`, oldest first, at most `limit`. Those of kinds that a newer node has and this
/// one does not know are passed over: nothing here shows such records.
pub async fn since(
    conn: &Conn,
    org: OrganisationId,
    seq: i64,
    limit: u32,
) -> Result<Vec<EventRow>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["seq", "kind", "record_id", "at"])
        .from("events")
        .and_where(is("org_id", org))
        .and_where(col("seq").gt(seq))
        // In the query, so that a whole page of unknown ones does not look like the end.
        .and_where(col("kind").is_in(EventKind::ALL.map(EventKind::as_str)))
        .order_by("seq", Order::Asc)
        .limit(u64::from(limit));
    conn.all(&query).await?.iter().map(read).collect()
}

/// The place of the newest event, 0 when there is none: where a new reader begins.
pub async fn latest(conn: &Conn, org: OrganisationId) -> Result<i64, StoreError> {
    let mut query = Query::select();
    query.expr_as(col("seq").max(), "seq").from("events").and_where(is("org_id", org));
    let newest = conn.one(&query).await?.map_or(Ok(None), |row| row.number_or_none("seq"))?;
    Ok(newest.unwrap_or(0))
}

/// Hints from all nodes from here on, sent after the commit. A receiver that lags must look
/// at everything; one that hears nothing must look from time to time.
#[must_use]
pub fn subscribe(store: &Store) -> broadcast::Receiver<Wake> {
    store.shared().wakes.subscribe()
}

/// Forgets events of all organisations that are older; returns how many.
pub async fn delete_before(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    let mut statement = Query::delete();
    statement.from_table("events").and_where(col("at").lt(before.stored()));
    tx.execute(&statement).await
}

/// Writes the noted changes at the end of their transaction; returns whom to wake after it.
pub(crate) async fn flush(
    tx: &Tx,
    changes: BTreeSet<(OrganisationId, Change)>,
) -> Result<BTreeSet<Wake>, StoreError> {
    if changes.is_empty() {
        return Ok(BTreeSet::new());
    }
    let wakes: BTreeSet<_> = changes
        .iter()
        .map(|(organisation, change)| Wake { organisation: *organisation, kind: change.kind })
        .collect();
    let organisations: BTreeSet<_> = wakes.iter().map(|wake| wake.organisation).collect();
    if matches!(tx.backend(), DbBackend::Postgres) {
        announce(tx, organisations, &wakes).await?;
    }
    let now = tx.now();
    let row = |(org, change): &(OrganisationId, Change)| {
        NewRow::default()
            .with("org_id", *org)
            .with("kind", change.kind.as_str())
            .with("record_id", change.id)
            .with("at", now)
    };
    sql::insert_often(tx, "events", together(changes).iter().map(row).collect()).await?;
    Ok(wakes)
}

/// Changes of one kind that are told one by one; more are told as "many changed".
const TOLD_SINGLY_MAX: usize = 16;

/// Many changes of one kind as one: whoever watches a list reads it again either way.
fn together(changes: BTreeSet<(OrganisationId, Change)>) -> Vec<(OrganisationId, Change)> {
    // Organisation and kind come first in their order, so those that belong together are neighbours.
    let changes: Vec<_> = changes.into_iter().collect();
    let of_one_kind =
        changes.chunk_by(|(org, change), (other, next)| (org, change.kind) == (other, next.kind));
    let told = |changes: &[(OrganisationId, Change)]| match changes {
        [(org, change), ..] if changes.len() > TOLD_SINGLY_MAX => vec![(*org, Change { id: 0, ..*change })],
        few => few.to_vec(),
    };
    of_one_kind.flat_map(told).collect()
}

/// Wakes this node's listeners; nobody listening is no error.
pub(crate) fn wake(shared: &Shared, wakes: BTreeSet<Wake>) {
    for wake in wakes {
        let _unheard = shared.wakes.send(wake);
    }
}

/// `PostgreSQL` only. Numbers are drawn before the commit, so a reader could pass over one that is
/// committed later: the lock, held to the end of the transaction, makes the events of one
/// organisation commit in the order of their numbers. It is the last thing that a transaction
/// takes, in the same order in all, so that none waits for another in a circle.
async fn announce(
    tx: &Tx,
    organisations: BTreeSet<OrganisationId>,
    wakes: &BTreeSet<Wake>,
) -> Result<(), StoreError> {
    for organisation in organisations {
        let mut lock = Query::select();
        lock.expr(Expr::cust_with_values("pg_advisory_xact_lock($1)::text", [organisation.get()]));
        tx.returning(&lock).await?;
    }
    for wake in wakes {
        let mut notify = Query::select();
        notify
            .expr(Expr::cust_with_values("pg_notify($1, $2)::text", [CHANNEL.to_owned(), wake.to_payload()]));
        tx.returning(&notify).await?;
    }
    Ok(())
}

fn read(row: &Row) -> Result<EventRow, StoreError> {
    let kind = row.text("kind")?;
    let known = EventKind::ALL.into_iter().find(|known| known.as_str() == kind);
    let kind = known.ok_or_else(|| row.nonsense(Columns("events").at("kind"), &"no such kind"))?;
    let change = Change { kind, id: row.number("record_id")? };
    Ok(EventRow { seq: row.number("seq")?, change, at: row.at("at")? })
}
