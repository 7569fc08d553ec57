//! Mail comes in: raw bytes, row, timeline, cursor and event in the caller's one transaction.

use std::collections::{BTreeMap, HashSet};

use domain::intake::IntakeState;
use domain::timeline::{Step, Subject};
use domain::{IntakeId, MailboxId, OrganisationId, Timestamp};
use sea_orm::sea_query::{OnConflict, Query};

use super::Summary;
use super::left::Left;
use super::sources::{self, Source};
use crate::cursors::{self, FolderCursor};
use crate::events::{self, Change};
use crate::raw::{self, PreparedRaw, RawHash};
use crate::sql::{self, INSERT_ROWS_MAX, NewRow, sort_key};
use crate::timeline::{self, TimelineEntry};
use crate::{StoreError, Tx};

/// The `via` of what our own listeners took.
const LISTENERS: [&str; 2] = ["smtp", "lmtp"];

/// Mails of one mailbox that came in together.
#[derive(Clone, Debug)]
pub struct Arrivals {
    /// The mailbox.
    pub mailbox_id: MailboxId,
    /// `imap`, `pop3`, `smtp`, `lmtp` or `import`, for the timeline.
    pub via: String,
    /// The server they were fetched from, or the client that handed them over.
    pub peer: String,
    /// The mails.
    pub mails: Vec<Arrival>,
    /// Sources of mails that are left alone because they are older than the mailbox wants.
    pub skipped: Vec<String>,
    /// How far the folder is read with these.
    pub progress: Option<FolderProgress>,
}

impl Arrivals {
    /// Whether a client brought them, rather than we fetched them.
    fn came_to_us(&self) -> bool {
        LISTENERS.contains(&self.via.as_str())
    }
}

/// One mail that came in.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// What makes it one mail of its mailbox.
    pub source_id: String,
    /// The bytes.
    pub raw: PreparedRaw,
    /// When it came here, which everything in the office goes by; of history, when it arrived at its server.
    pub received_at: Timestamp,
    /// When it arrived at the server that it was fetched from, where that is known.
    pub arrived_at: Option<Timestamp>,
    /// What is known of it for the lists; the default until it is parsed.
    pub summary: Summary,
    /// Whether it arrived at its server before the mailbox was made.
    pub historic: bool,
    /// Why only its beginning came.
    pub left: Option<Left>,
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
    /// The mailbox has the same bytes from another source; this one is known from here on.
    Copy(IntakeId),
}

/// Stores mails that came in, with the steps *received* and *stored*, the cursor and the event; a
/// mail that the mailbox has already, by its source or, fetched, by its bytes, changes nothing but
/// that its source is known. Answers in the order of the arrivals.
pub async fn insert_stored(
    tx: &Tx,
    org: OrganisationId,
    arrivals: &Arrivals,
) -> Result<Vec<Inserted>, StoreError> {
    let copies = Copies::find(tx, org, arrivals).await?;
    let inserted = insert_rows(tx, org, arrivals, &copies).await?;
    let new = |mail: &&Arrival| inserted.contains_key(mail.source_id.as_str());
    let raws: Vec<_> = arrivals.mails.iter().filter(new).map(|mail| &mail.raw).collect();
    raw::insert_many(tx, org, &raws).await?;
    timeline::insert_many(tx, org, &first_steps(arrivals, &inserted)).await?;
    for id in inserted.values() {
        events::insert(tx, org, Change::intake(*id));
    }
    if let Some(progress) = &arrivals.progress {
        cursors::put(tx, org, arrivals.mailbox_id, &progress.folder, progress.cursor).await?;
    }
    let skipped: Vec<_> = arrivals.skipped.iter().map(|source| (source.as_str(), None)).collect();
    sources::insert(tx, org, arrivals.mailbox_id, &skipped).await?;
    let others = arrivals.mails.iter().filter(|mail| !new(mail)).map(|mail| mail.source_id.clone());
    let known = sources::known_sources(tx, org, arrivals.mailbox_id, &others.collect::<Vec<_>>()).await?;
    let answers = answers(arrivals, &inserted, (&known, &copies))?;
    recognise(tx, org, arrivals, &answers).await?;
    Ok(answers)
}

/// Whose bytes are whose.
#[derive(Default)]
struct Copies {
    /// Mails that the mailbox has, by their bytes.
    stored: BTreeMap<RawHash, IntakeId>,
    /// The source of the first of equal mails among the arrivals.
    first: BTreeMap<RawHash, String>,
}

impl Copies {
    /// What was fetched may be what was fetched before under another number. What our listener
    /// takes has a trace field of its own and is a mail each time.
    async fn find(tx: &Tx, org: OrganisationId, arrivals: &Arrivals) -> Result<Self, StoreError> {
        if arrivals.came_to_us() {
            return Ok(Self::default());
        }
        let whole = || arrivals.mails.iter().filter(|mail| mail.left.is_none());
        let hashes: Vec<_> = whole().map(|mail| mail.raw.hash()).collect();
        let stored = sources::by_raw(tx, org, arrivals.mailbox_id, &hashes).await?;
        let mut first = BTreeMap::new();
        for mail in whole() {
            first.entry(mail.raw.hash()).or_insert_with(|| mail.source_id.clone());
        }
        Ok(Self { stored, first })
    }

    /// Whether another mail has these bytes.
    fn has(&self, mail: &Arrival) -> bool {
        let hash = mail.raw.hash();
        mail.left.is_none()
            && (self.stored.contains_key(&hash)
                || self.first.get(&hash).is_some_and(|source| *source != mail.source_id))
    }
}

/// Remembers the sources of mails that came under other numbers before, and notes that they did.
async fn recognise(
    tx: &Tx,
    org: OrganisationId,
    arrivals: &Arrivals,
    answers: &[Inserted],
) -> Result<(), StoreError> {
    let (mut known, mut steps) = (Vec::new(), Vec::new());
    for (mail, answer) in arrivals.mails.iter().zip(answers) {
        let Inserted::Copy(id) = answer else { continue };
        known.push((mail.source_id.as_str(), Some(*id)));
        let step = Step::SeenAgain { via: arrivals.via.clone(), peer: arrivals.peer.clone() };
        steps.push(TimelineEntry { subject: Subject::Intake(*id), at: tx.now(), step });
    }
    sources::insert(tx, org, arrivals.mailbox_id, &known).await?;
    timeline::insert_many(tx, org, &steps).await
}

/// Inserts the rows whose source the mailbox does not have; returns their ids by source.
async fn insert_rows(
    tx: &Tx,
    org: OrganisationId,
    arrivals: &Arrivals,
    copies: &Copies,
) -> Result<BTreeMap<String, IntakeId>, StoreError> {
    let mut inserted = BTreeMap::new();
    let mails: Vec<&Arrival> = arrivals.mails.iter().filter(|mail| !copies.has(mail)).collect();
    for mails in mails.chunks(INSERT_ROWS_MAX) {
        let place = (org, arrivals.mailbox_id);
        let rows = mails.iter().map(|mail| new_row(tx.new_id(), place, mail, !arrivals.came_to_us()));
        let mut statement = sql::insert("intakes", rows);
        statement.on_conflict(OnConflict::columns(["mailbox_id", "source_id"]).do_nothing().to_owned());
        statement.returning(Query::returning().columns(["id", "source_id"]));
        for row in tx.returning(&statement).await? {
            inserted.insert(row.text("source_id")?, row.id("id")?);
        }
    }
    Ok(inserted)
}

/// The row of a mail of this mailbox; `fetched` says that we asked its server for it.
pub(super) fn new_row(
    id: IntakeId,
    (org, mailbox): (OrganisationId, MailboxId),
    mail: &Arrival,
    fetched: bool,
) -> NewRow {
    let summary = &mail.summary;
    let left = mail.left.as_ref();
    let state = if left.is_some() { IntakeState::Failed } else { IntakeState::Stored };
    NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("mailbox_id", mailbox)
        .with("source_id", mail.source_id.as_str())
        .with("raw_hash", mail.raw.hash())
        .with("size_octets", left.map_or(mail.raw.size_octets(), |left| left.size_octets))
        .with("received_at", mail.received_at)
        .with("arrived_at", mail.arrived_at)
        .with("state", state.as_str())
        .with("state_at", mail.received_at)
        .with("attempts", 0_i64)
        .with("due_at", left.is_none().then_some(mail.received_at))
        .with("historic", mail.historic)
        .with("fetched", fetched)
        .with("left_because", left.map(|left| left.because.as_str()))
        .with("error", left.map(|left| left.error.as_str()))
        .with("skip_filter_ids", "[]")
        .with("from_text", summary.from.as_str())
        .with("from_key", sort_key(&summary.from))
        .with("subject", summary.subject.as_str())
        .with("subject_key", sort_key(&summary.subject))
        .with("message_id", summary.message_id.as_deref())
        .with("sent_at", summary.sent_at)
        .with("parser_version", summary.parser_version)
}

/// The first steps of each new mail.
fn first_steps(arrivals: &Arrivals, inserted: &BTreeMap<String, IntakeId>) -> Vec<TimelineEntry> {
    let mut steps = Vec::with_capacity(inserted.len() * 2);
    let mut told = HashSet::new();
    let way = Way { mailbox_id: arrivals.mailbox_id, via: &arrivals.via, peer: &arrivals.peer };
    for mail in &arrivals.mails {
        let Some(id) = inserted.get(&mail.source_id).filter(|id| told.insert(**id)) else { continue };
        way.first_steps(*id, mail, &mut steps);
    }
    steps
}

/// How mails came, for their timelines.
pub(super) struct Way<'a> {
    pub(super) mailbox_id: MailboxId,
    pub(super) via: &'a str,
    pub(super) peer: &'a str,
}

impl Way<'_> {
    /// Tells that a mail was received and stored, and of one that is not whole, why.
    pub(super) fn first_steps(&self, id: IntakeId, mail: &Arrival, steps: &mut Vec<TimelineEntry>) {
        let (mailbox_id, via, peer) = (self.mailbox_id, self.via.to_owned(), self.peer.to_owned());
        let received = Step::Received { mailbox_id, via, peer };
        let stored = Step::Stored { size_octets: mail.raw.size_octets(), hash: mail.raw.hash().to_string() };
        let entry = |step| TimelineEntry { subject: Subject::Intake(id), at: mail.received_at, step };
        steps.extend([entry(received), entry(stored)]);
        steps.extend(mail.left.as_ref().map(|left| entry(Step::Failed { error: left.error.clone() })));
    }
}

/// One answer for each arrival; a source that was named twice is new the first time.
fn answers(
    arrivals: &Arrivals,
    inserted: &BTreeMap<String, IntakeId>,
    (known, copies): (&BTreeMap<String, Source>, &Copies),
) -> Result<Vec<Inserted>, StoreError> {
    let mut told = HashSet::new();
    let mut answer = |mail: &Arrival| {
        let source = mail.source_id.as_str();
        if let Some(id) = inserted.get(source) {
            return Some(if told.insert(source.to_owned()) {
                Inserted::New(*id)
            } else {
                Inserted::Known(*id)
            });
        }
        if let Some(Source::Whole(id) | Source::Left(id)) = known.get(source) {
            return Some(Inserted::Known(*id));
        }
        let hash = mail.raw.hash();
        let first = copies.first.get(&hash).and_then(|source| inserted.get(source));
        copies.stored.get(&hash).or(first).map(|id| Inserted::Copy(*id))
    };
    arrivals.mails.iter().map(|mail| answer(mail).ok_or(StoreError::Missing("intake"))).collect()
}
