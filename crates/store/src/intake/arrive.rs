//! Mail comes in: raw bytes, row, timeline, cursor and event in the caller's one transaction.

use std::collections::{BTreeMap, HashSet};

use domain::intake::IntakeState;
use domain::timeline::{Step, Subject};
use domain::{IntakeId, MailboxId, OrganisationId, Timestamp};
use sea_orm::sea_query::{ExprTrait, OnConflict, Query};

use super::Summary;
use crate::cursors::{self, FolderCursor};
use crate::events::{self, Change};
use crate::raw::{self, PreparedRaw};
use crate::sql::{self, IN_VALUES_MAX, INSERT_ROWS_MAX, NewRow, col, is, sort_key};
use crate::timeline::{self, TimelineEntry};
use crate::{Conn, StoreError, Tx};

/// Mails of one mailbox that came in together.
#[derive(Clone, Debug)]
pub struct Arrivals {
    /// The mailbox.
    pub mailbox_id: MailboxId,
    /// `imap`, `pop3`, `smtp` or `import`, for the timeline.
    pub via: String,
    /// The server they were fetched from, or the client that handed them over.
    pub peer: String,
    /// The mails.
    pub mails: Vec<Arrival>,
    /// How far the folder is read with these.
    pub progress: Option<FolderProgress>,
}

/// One mail that came in.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// What makes it one mail of its mailbox.
    pub source_id: String,
    /// The bytes.
    pub raw: PreparedRaw,
    /// When it came.
    pub received_at: Timestamp,
    /// What is known of it for the lists; the default until it is parsed.
    pub summary: Summary,
}

/// How far a folder is read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FolderProgress {
    /// The folder.
    pub folder: String,
    /// Its new cursor.
    pub cursor: FolderCursor,
}

/// What became of one arrival.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Inserted {
    /// It is a new intake.
    New(IntakeId),
    /// The mailbox had it already.
    Known(IntakeId),
}

/// Those of the source ids that the mailbox has already.
pub async fn known_source_ids(
    conn: &Conn,
    org: OrganisationId,
    mailbox: MailboxId,
    source_ids: &[String],
) -> Result<HashSet<String>, StoreError> {
    Ok(find_known(conn, org, mailbox, source_ids).await?.into_keys().collect())
}

/// Stores mails that came in, with the steps *received* and *stored*, the cursor and the event;
/// a mail that the mailbox has already changes nothing. Answers in the order of the arrivals.
pub async fn insert_stored(
    tx: &Tx,
    org: OrganisationId,
    arrivals: &Arrivals,
) -> Result<Vec<Inserted>, StoreError> {
    let inserted = insert_rows(tx, org, arrivals).await?;
    let (new, known): (Vec<_>, Vec<_>) =
        arrivals.mails.iter().partition(|mail| inserted.contains_key(mail.source_id.as_str()));
    let raws: Vec<_> = new.iter().map(|mail| &mail.raw).collect();
    raw::insert_many(tx, org, &raws).await?;
    timeline::insert_many(tx, org, &first_steps(arrivals, &inserted)).await?;
    for id in inserted.values() {
        events::insert(tx, org, Change::intake(*id));
    }
    if let Some(progress) = &arrivals.progress {
        cursors::put(tx, org, arrivals.mailbox_id, &progress.folder, progress.cursor).await?;
    }
    let source_ids: Vec<_> = known.iter().map(|mail| mail.source_id.clone()).collect();
    let known = find_known(tx, org, arrivals.mailbox_id, &source_ids).await?;
    answers(arrivals, inserted, &known)
}

/// The intakes that a mailbox has by these source ids. Index `intakes_by_source`.
async fn find_known(
    conn: &Conn,
    org: OrganisationId,
    mailbox: MailboxId,
    source_ids: &[String],
) -> Result<BTreeMap<String, IntakeId>, StoreError> {
    let mut known = BTreeMap::new();
    for source_ids in source_ids.chunks(IN_VALUES_MAX) {
        let mut query = Query::select();
        query
            .columns(["id", "source_id"])
            .from("intakes")
            .and_where(is("org_id", org))
            .and_where(is("mailbox_id", mailbox))
            .and_where(col("source_id").is_in(source_ids.iter().map(String::as_str)));
        for row in conn.all(&query).await? {
            known.insert(row.text("source_id")?, row.id("id")?);
        }
    }
    Ok(known)
}

/// Inserts the rows whose source the mailbox does not have; returns their ids by source.
async fn insert_rows(
    tx: &Tx,
    org: OrganisationId,
    arrivals: &Arrivals,
) -> Result<BTreeMap<String, IntakeId>, StoreError> {
    let mut inserted = BTreeMap::new();
    for mails in arrivals.mails.chunks(INSERT_ROWS_MAX) {
        let rows = mails.iter().map(|mail| new_row(tx, org, arrivals.mailbox_id, mail));
        let mut statement = sql::insert("intakes", rows);
        statement.on_conflict(OnConflict::columns(["mailbox_id", "source_id"]).do_nothing().to_owned());
        statement.returning(Query::returning().columns(["id", "source_id"]));
        for row in tx.returning(&statement).await? {
            inserted.insert(row.text("source_id")?, row.id("id")?);
        }
    }
    Ok(inserted)
}

fn new_row(tx: &Tx, org: OrganisationId, mailbox: MailboxId, mail: &Arrival) -> NewRow {
    let summary = &mail.summary;
    NewRow::default()
        .with("id", tx.new_id::<()>())
        .with("org_id", org)
        .with("mailbox_id", mailbox)
        .with("source_id", mail.source_id.as_str())
        .with("raw_hash", mail.raw.hash())
        .with("size_octets", mail.raw.size_octets())
        .with("received_at", mail.received_at)
        .with("state", IntakeState::Stored.as_str())
        .with("state_at", mail.received_at)
        .with("attempts", 0_i64)
        .with("due_at", mail.received_at)
        .with("skip_filter_ids", "[]")
        .with("from_text", summary.from.as_str())
        .with("from_key", sort_key(&summary.from))
        .with("subject", summary.subject.as_str())
        .with("subject_key", sort_key(&summary.subject))
        .with("message_id", summary.message_id.as_deref())
        .with("sent_at", summary.sent_at)
        .with("parser_version", summary.parser_version)
}

/// The first two steps of each new mail.
fn first_steps(arrivals: &Arrivals, inserted: &BTreeMap<String, IntakeId>) -> Vec<TimelineEntry> {
    let mut steps = Vec::with_capacity(inserted.len() * 2);
    let mut told = HashSet::new();
    for mail in &arrivals.mails {
        let Some(id) = inserted.get(&mail.source_id).filter(|id| told.insert(**id)) else { continue };
        let (mailbox_id, via, peer) = (arrivals.mailbox_id, arrivals.via.clone(), arrivals.peer.clone());
        let received = Step::Received { mailbox_id, via, peer };
        let stored = Step::Stored { size_octets: mail.raw.size_octets(), hash: mail.raw.hash().to_string() };
        let entry = |step| TimelineEntry { subject: Subject::Intake(*id), at: mail.received_at, step };
        steps.extend([entry(received), entry(stored)]);
    }
    steps
}

/// One answer for each arrival; a source that was named twice is new the first time.
fn answers(
    arrivals: &Arrivals,
    mut inserted: BTreeMap<String, IntakeId>,
    known: &BTreeMap<String, IntakeId>,
) -> Result<Vec<Inserted>, StoreError> {
    let mut twice = BTreeMap::new();
    let answer = |mail: &Arrival| {
        let source = mail.source_id.as_str();
        if let Some(id) = inserted.remove(source) {
            twice.insert(source.to_owned(), id);
            return Ok(Inserted::New(id));
        }
        let id = known.get(source).or_else(|| twice.get(source));
        id.map(|id| Inserted::Known(*id)).ok_or(StoreError::Missing("intake"))
    };
    arrivals.mails.iter().map(answer).collect()
}
