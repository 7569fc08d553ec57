//! Destinations where nothing is tried until a time, for all nodes and after a restart. Table
//! `parked_destinations`, one row each. A row that is over stays for a while: the next trouble waits longer.

mod names;

use std::collections::HashMap;

use domain::outbox::{ParkReason, Stream};
use domain::transport::TransportOwner;
use domain::{OrganisationId, Timestamp};
use sea_orm::DbBackend;
use sea_orm::sea_query::{ExprTrait, LockBehavior, LockType, OnConflict, Order, Query, SelectStatement};

use crate::oauth::installation::INSTALLATION;
use crate::row::{Columns, Row};
use crate::sql::{self, IN_VALUES_MAX, NewRow, Stored, col, filled_up, is};
use crate::{Conn, StoreError, Tx, lanes};

pub(crate) use names::{DOMAIN_REFUSERS, REFUSERS, other_name};
pub use names::{
    Refuser, domain_refusers_of, exchangers_for, installation_relay_for, is_refuser, refused_by, refuser,
    refuser_of, relay_of, relays_of, share_of, whole_organisation,
};

/// A destination where nothing is tried for a while, or was not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Parked {
    /// Which.
    pub destination: String,
    /// Until when.
    pub until: Timestamp,
    /// Why.
    pub reason: ParkReason,
    /// The server's words, or ours.
    pub words: String,
    /// The host that was spoken to.
    pub host: Option<String>,
    /// How often in a row.
    pub failures: u32,
    /// Whose mail found it so: the words are for that organisation alone.
    pub found_by: OrganisationId,
}

/// What is known of a destination.
pub async fn find(conn: &Conn, destination: &str) -> Result<Option<Parked>, StoreError> {
    let mut query = all();
    query.and_where(is("destination", destination));
    conn.one(&query).await?.as_ref().map(read).transpose()
}

/// What is known of those of these destinations of which something is, by their names.
pub async fn find_each(conn: &Conn, asked: Vec<String>) -> Result<HashMap<String, Parked>, StoreError> {
    let mut found = HashMap::new();
    for asked in in_order(asked).chunks(CHUNK) {
        let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
        let mut query = all();
        query.and_where(col("destination").is_in(filled_up(&asked)));
        for row in conn.all(&query).await? {
            let parked = read(&row)?;
            found.insert(parked.destination.clone(), parked);
        }
    }
    Ok(found)
}

fn all() -> SelectStatement {
    let mut query = Query::select();
    query
        .columns([
            "destination",
            "until_at",
            "reason",
            "lacks_protection",
            "refuses_us",
            "words",
            "host",
            "failures",
            "found_by",
        ])
        .from("parked_destinations");
    query
}

fn read(row: &Row) -> Result<Parked, StoreError> {
    let table = Columns("parked_destinations");
    Ok(Parked {
        destination: row.text("destination")?,
        until: row.at("until_at")?,
        reason: reason(row)?,
        words: row.text("words")?,
        host: row.text_or_none("host")?,
        failures: row.small(table.at("failures"))?,
        found_by: row.id("found_by")?,
    })
}

/// Why: what a program does not know that is older waits under the word that it does.
pub(crate) fn reason(row: &Row) -> Result<ParkReason, StoreError> {
    let reason = row.parsed(Columns("parked_destinations").at("reason"))?;
    let is = |flag| Ok::<_, StoreError>(row.flag(flag)? && reason == ParkReason::Silent);
    Ok(if is("lacks_protection")? {
        ParkReason::Unprotected
    } else if is("refuses_us")? {
        ParkReason::Refused
    } else {
        reason
    })
}

/// Parks a destination. One that another node parked for longer meanwhile stays as it is. A limit of ours comes in the place
/// of another limit alone, and gives way to what is found of the servers.
pub async fn put(tx: &Tx, parked: &Parked) -> Result<(), StoreError> {
    let lacks_protection = parked.reason == ParkReason::Unprotected;
    let refuses_us = parked.reason == ParkReason::Refused;
    let reason = if lacks_protection || refuses_us { ParkReason::Silent } else { parked.reason };
    let row = NewRow::default()
        .with("id", tx.new_id::<()>())
        .with("destination", parked.destination.as_str())
        .with("until_at", parked.until)
        .with("reason", reason.as_str())
        .with("lacks_protection", lacks_protection)
        .with("refuses_us", refuses_us)
        .with("words", parked.words.as_str())
        .with("host", parked.host.as_deref())
        .with("failures", parked.failures)
        .with("found_by", parked.found_by)
        .with("updated_at", tx.now());
    let mut again = OnConflict::column("destination");
    again.update_columns([
        "until_at",
        "reason",
        "lacks_protection",
        "refuses_us",
        "words",
        "host",
        "failures",
        "found_by",
        "updated_at",
    ]);
    let is_limit = is("parked_destinations.reason", ParkReason::Rate.as_str());
    let is_longer = col("parked_destinations.until_at").lt(parked.until.stored());
    again.action_and_where(match parked.reason {
        ParkReason::Rate => is_limit.and(is_longer),
        ParkReason::Silent | ParkReason::Busy | ParkReason::Unprotected | ParkReason::Refused => {
            is_longer.or(is_limit)
        }
    });
    let mut statement = sql::insert("parked_destinations", [row]);
    statement.on_conflict(again);
    tx.execute(&statement).await?;
    Ok(())
}

/// A destination takes mail again: what waits for it may go at once.
pub async fn remove(tx: &Tx, destination: &str) -> Result<(), StoreError> {
    let mut statement = Query::delete();
    statement.from_table("parked_destinations").and_where(is("destination", destination));
    tx.execute(&statement).await?;
    lanes::open(tx, destination, tx.now()).await
}

/// A limit on all mail of an organisation is another: it is not parked any more, and all its mail is looked at anew.
pub async fn open_organisation(tx: &Tx, org: OrganisationId) -> Result<(), StoreError> {
    let whole = whole_organisation(org);
    let mut statement = Query::delete();
    statement.from_table("parked_destinations").and_where(is("destination", whole.as_str()));
    tx.execute(&statement).await?;
    lanes::open_stopped(tx, org, tx.now()).await
}

/// What kept the server of an owner in an organisation from taking mail is over: it is not parked any more, and the mail of
/// his senders is looked at anew, wherever it waited.
pub(crate) async fn remove_relays(
    tx: &Tx,
    org: OrganisationId,
    owner: &TransportOwner,
) -> Result<(), StoreError> {
    let (from, behind) = (relay_of(org, owner) + ":", relay_of(org, owner) + ";");
    let mut statement = Query::delete();
    statement
        .from_table("parked_destinations")
        .and_where(col("destination").gte(from))
        .and_where(col("destination").lt(behind));
    tx.execute(&statement).await?;
    lanes::forget_ways(tx, org, owner).await
}

/// What kept the installation's own relay from taking mail is over, for all organisations.
pub async fn remove_installation_relays(tx: &Tx) -> Result<(), StoreError> {
    let own = relays_of(INSTALLATION);
    let mut query = Query::select();
    query.column("destination").from("parked_destinations");
    query
        .and_where(col("destination").gte(format!("{own}:")))
        .and_where(col("destination").lt(format!("{own};")));
    for row in tx.all(&query).await? {
        remove(tx, &row.text("destination")?).await?;
    }
    Ok(())
}

/// Forgets what was over before this, at most `limit` rows; returns how many. Index `parked_destinations_by_age`.
pub async fn forget(tx: &Tx, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
    let mut gone = 0;
    for (table, age) in [("parked_destinations", "updated_at"), ("send_rates", "free_at")] {
        let mut old = Query::select();
        old.column("id").from(table).and_where(col(age).lt(before.stored()));
        old.order_by(age, Order::Asc).limit(u64::from(limit));
        let mut statement = Query::delete();
        statement.from_table(table).and_where(col("id").in_subquery(old));
        gone += tx.execute(&statement).await?;
    }
    Ok(gone)
}

/// Until when mail of a stream waits at those of these destinations where it does. Single mail tries whether a limit of ours
/// has room for it: bulk mail, which is told of the limit first, leaves some to it.
pub async fn until(
    conn: &Conn,
    (stream, asked): (Stream, Vec<String>),
    now: Timestamp,
) -> Result<HashMap<String, Timestamp>, StoreError> {
    let mut found = HashMap::new();
    for asked in in_order(asked).chunks(CHUNK) {
        let mut query = waiting(asked, now);
        if stream == Stream::Single {
            query.and_where(col("reason").ne(ParkReason::Rate.as_str()));
        }
        read_until(conn.all(&query).await?, &mut found)?;
    }
    Ok(found)
}

/// The same, for whoever sets aside what waits there: whoever ends one of these waits does so behind this transaction, and
/// finds all that it set aside. One that somebody changes at the moment is not waited for, since he may wait for what this
/// transaction holds; it is said to end soon, so that what waits there is looked at again.
pub(crate) async fn until_kept(
    tx: &Tx,
    asked: (Stream, Vec<String>),
    now: Timestamp,
) -> Result<HashMap<String, Timestamp>, StoreError> {
    let mut found = until(tx, asked, now).await?;
    // SQLite has one writer.
    if found.is_empty() || matches!(tx.backend(), DbBackend::Sqlite) {
        return Ok(found);
    }
    let mut kept = HashMap::new();
    for asked in in_order(found.keys().cloned().collect()).chunks(CHUNK) {
        let mut query = waiting(asked, now);
        query.lock_with_behavior(LockType::Share, LockBehavior::SkipLocked);
        read_until(tx.returning(&query).await?, &mut kept)?;
    }
    for (destination, until) in &mut found {
        let soon = now.plus_millis(CHANGING_MS);
        *until = kept.get(destination).copied().unwrap_or_else(|| soon.min(*until));
    }
    Ok(found)
}

/// How long nobody looks at what waits at a destination that somebody changes at the moment, milliseconds.
const CHANGING_MS: i64 = 1_000;

/// Until when mail waits at those of these destinations where it does; whoever ends one of these waits does so behind this
/// transaction.
pub async fn lock_until(
    tx: &Tx,
    asked: Vec<String>,
    now: Timestamp,
) -> Result<HashMap<String, Timestamp>, StoreError> {
    let mut found = HashMap::new();
    for asked in in_order(asked).chunks(CHUNK) {
        let mut query = waiting(asked, now);
        lock_in_order(&mut query);
        read_until(tx.returning(&query).await?, &mut found)?;
    }
    Ok(found)
}

/// Locks the rows of those of these destinations that have one, before anything that waits there is: whoever changes both
/// does so in this order, so that none waits in a circle.
pub async fn lock(tx: &Tx, asked: Vec<String>) -> Result<(), StoreError> {
    // SQLite has one writer.
    if matches!(tx.backend(), DbBackend::Sqlite) {
        return Ok(());
    }
    for asked in in_order(asked).chunks(CHUNK) {
        let mut query = named(asked);
        lock_in_order(&mut query);
        tx.returning(&query).await?;
    }
    Ok(())
}

/// Destinations of one query.
const CHUNK: usize = IN_VALUES_MAX / 2;

fn in_order(mut asked: Vec<String>) -> Vec<String> {
    asked.sort_unstable();
    asked.dedup();
    asked
}

fn named(asked: &[String]) -> SelectStatement {
    let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
    let mut query = Query::select();
    query
        .columns(["destination", "until_at"])
        .from("parked_destinations")
        .and_where(col("destination").is_in(filled_up(&asked)));
    query
}

fn waiting(asked: &[String], now: Timestamp) -> SelectStatement {
    let mut query = named(asked);
    query.and_where(col("until_at").gt(now.stored()));
    query
}

/// Written for PostgreSQL alone; in one order, so that two who lock them do not wait for each other.
fn lock_in_order(query: &mut SelectStatement) {
    query.order_by("destination", Order::Asc).lock(LockType::Update);
}

fn read_until(rows: Vec<Row>, found: &mut HashMap<String, Timestamp>) -> Result<(), StoreError> {
    for row in rows {
        found.insert(row.text("destination")?, row.at("until_at")?);
    }
    Ok(())
}
