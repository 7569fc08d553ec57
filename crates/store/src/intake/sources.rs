//! By which numbers a mailbox's server knows its mails. Table `intake_sources` beside `intakes`:
//! further numbers of one mail, and, without an intake, mails that the mailbox leaves alone.

use std::collections::BTreeMap;

use domain::{IntakeId, MailboxId, OrganisationId};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};

use crate::raw::RawHash;
use crate::row::{Columns, Row};
use crate::sql::{self, IN_VALUES_MAX, INSERT_ROWS_MAX, NewRow, Stored, col, is};
use crate::{Conn, StoreError, Tx};

/// What a mailbox knows of a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Source {
    /// The mail is here, whole.
    Whole(IntakeId),
    /// Its beginning is here, and why the rest is not; the whole is still on the server.
    Left(IntakeId),
    /// It is older than what the mailbox takes in.
    Skipped,
}

/// Those of the source ids that the mailbox knows. Index `intakes_by_source`.
pub async fn known_sources(
    conn: &Conn,
    org: OrganisationId,
    mailbox: MailboxId,
    source_ids: &[String],
) -> Result<BTreeMap<String, Source>, StoreError> {
    let mut known = BTreeMap::new();
    for source_ids in source_ids.chunks(IN_VALUES_MAX) {
        let among = || col("source_id").is_in(source_ids.iter().map(String::as_str));
        let mut query = Query::select();
        query
            .columns(["id", "source_id", "left_because"])
            .from("intakes")
            .and_where(is("org_id", org))
            .and_where(is("mailbox_id", mailbox))
            .and_where(among());
        for row in conn.all(&query).await? {
            let id = row.id("id")?;
            let left = row.text_or_none("left_because")?.is_some();
            known.insert(row.text("source_id")?, if left { Source::Left(id) } else { Source::Whole(id) });
        }
        let mut query = Query::select();
        query
            .columns(["source_id", "intake_id"])
            .from("intake_sources")
            .and_where(is("org_id", org))
            .and_where(is("mailbox_id", mailbox))
            .and_where(among());
        for row in conn.all(&query).await? {
            let of = row.id_or_none("intake_id")?;
            known.insert(row.text("source_id")?, of.map_or(Source::Skipped, Source::Whole));
        }
    }
    Ok(known)
}

/// The whole mails that the mailbox fetched with these bytes, the oldest of each, whatever became
/// of them. Index `intakes_by_raw`.
pub(super) async fn by_raw(
    tx: &Tx,
    org: OrganisationId,
    mailbox: MailboxId,
    hashes: &[RawHash],
) -> Result<BTreeMap<RawHash, IntakeId>, StoreError> {
    let mut found = BTreeMap::new();
    for hashes in hashes.chunks(IN_VALUES_MAX) {
        let mut query = Query::select();
        query
            .columns(["id", "raw_hash"])
            .from("intakes")
            .and_where(is("mailbox_id", mailbox))
            .and_where(col("raw_hash").is_in(hashes.iter().map(|hash| hash.stored())))
            .and_where(Expr::cust("fetched"))
            .and_where(is("org_id", org))
            .and_where(col("left_because").is_null());
        for row in tx.all(&query).await? {
            let (id, hash) = (row.id("id")?, row.hash(Columns("intakes").at("raw_hash"))?);
            found.entry(hash).and_modify(|first: &mut IntakeId| *first = id.min(*first)).or_insert(id);
        }
    }
    Ok(found)
}

/// Remembers numbers: of a mail that is here, or of one that is left alone.
pub(super) async fn insert(
    tx: &Tx,
    org: OrganisationId,
    mailbox: MailboxId,
    sources: &[(&str, Option<IntakeId>)],
) -> Result<(), StoreError> {
    for sources in sources.chunks(INSERT_ROWS_MAX) {
        let row = |(source_id, intake_id): &(&str, Option<IntakeId>)| {
            NewRow::default()
                .with("org_id", org)
                .with("mailbox_id", mailbox)
                .with("source_id", *source_id)
                .with("intake_id", *intake_id)
        };
        let mut statement = sql::insert("intake_sources", sources.iter().map(row));
        statement.on_conflict(OnConflict::columns(["mailbox_id", "source_id"]).do_nothing().to_owned());
        tx.execute_unawaited(&statement).await?;
    }
    Ok(())
}

/// Has the mailbox's folders read from the start and what it left alone looked at again. What it
/// has is recognised.
pub(crate) async fn start_over(tx: &Tx, org: OrganisationId, mailbox: MailboxId) -> Result<(), StoreError> {
    let mut skipped = Query::delete();
    skipped
        .from_table("intake_sources")
        .and_where(is("org_id", org))
        .and_where(is("mailbox_id", mailbox))
        .and_where(col("intake_id").is_null());
    tx.execute(&skipped).await?;
    let mut read = Query::delete();
    read.from_table("cursors").and_where(is("org_id", org)).and_where(is("mailbox_id", mailbox));
    tx.execute(&read).await?;
    Ok(())
}

/// A mail that somebody wants fetched again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wanted {
    /// Which.
    pub id: IntakeId,
    /// Its number at the server.
    pub source_id: String,
}

/// The mails of a mailbox that are to be fetched again, the first asked for first. Index
/// `intakes_fetch_again`.
pub async fn list_wanted(
    conn: &Conn,
    org: OrganisationId,
    mailbox: MailboxId,
    limit: u32,
) -> Result<Vec<Wanted>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["id", "source_id"])
        .from("intakes")
        .and_where(is("org_id", org))
        .and_where(is("mailbox_id", mailbox))
        .and_where(col("fetch_again_at").is_not_null())
        .order_by("fetch_again_at", sea_orm::sea_query::Order::Asc)
        .limit(u64::from(limit));
    let read = |row: &Row| Ok(Wanted { id: row.id("id")?, source_id: row.text("source_id")? });
    conn.all(&query).await?.iter().map(read).collect()
}
