//! What is known of addresses that mail came back from, and which of them are blocked. Table `address_standings`.

mod cleared;
mod complaint;
mod erase;
mod imported;
mod listing;
mod older;
mod passed;
mod proof;
mod restored;
mod resumed;
mod trial;
mod write;

use std::collections::BTreeMap;

use domain::blocks::{AddressDeed, BlockReason, BlockScope};
use domain::returns::{ReturnClass, ReturnScope};
use domain::{EmailAddress, OrganisationId, OutboxId, StandingId, Timestamp, UserId};
use sea_orm::sea_query::{Condition, ExprTrait, Query, SelectStatement};

use crate::paging;
use crate::returns::NewReturn;
use crate::row::{Columns, Row};
use crate::sql::{IN_VALUES_MAX, Stored, col, is, is_among, is_of};
use crate::{Conn, ListQuery, Page, StoreError};

#[cfg(test)]
pub(crate) use cleared::cleared_listing;
pub use cleared::{
    ClearedFilter, ClearedRow, ClearedSort, clearing_jobs, forget_cleared, is_cleared_by, lifted_block,
    list_cleared, record_cleared_by,
};
pub use complaint::{Complaint, Complaints, record_complaint, take_back_consent, withdraw_complaint};
pub use erase::{Erasing, erase};
#[cfg(test)]
pub(crate) use imported::imports_since;
pub use imported::{
    BlockImport, ImportedChange, KnownImport, Stands, forget_imported, list_imported, list_imports,
    record_imported, stands, undo_imported,
};
pub(crate) use listing::listing;
pub use listing::{StandingFilter, StandingSort};
pub use older::record_untold;
pub use passed::begin_trial_with;
pub use proof::{awaits_decision, lift_proved, mail_lifts_blocks, set_mail_lifts_blocks};
pub use restored::restore_block;
pub use resumed::{lifted_trial, resume_trial};
pub use trial::{
    Trial, TrialMail, TrialOf, begin_trial, end_trial, free_trial, lift_trial, list_trials_due,
    set_trial_days, take_trial, trial_days,
};
pub use write::{
    accepted_returns, clear, open, put, record_held, record_returned, record_taken, record_writer,
    set_accepted_returns, take_back,
};

/// One address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StandingRow {
    /// The id.
    pub id: StandingId,
    /// The address.
    pub address: EmailAddress,
    /// Mails that came back since the last one that arrived.
    pub returns: u32,
    /// When the last one came back.
    pub last_return_at: Option<Timestamp>,
    /// What it came back as; `None` for one that was blocked by hand or from a list.
    pub last_class: Option<ReturnClass>,
    /// Whose fault that was: of a mail that was given up, the fault of what stood in the way.
    pub last_fault: Option<ReturnScope>,
    /// The rule that judged it so; `None` where no mail came back, or it is not known.
    pub last_rule: Option<String>,
    /// The host's words.
    pub last_words: String,
    /// The host.
    pub last_host: Option<String>,
    /// When mail arrived there for sure or came from there last, as far as it mattered.
    pub well_at: Option<Timestamp>,
    /// The first mail that a server took for it since the last return that weighs: it arrived unless it comes back.
    pub taken: Option<Taken>,
    /// The block; `None` while it is written to.
    pub block: Option<Block>,
    /// Who blocked it or took the block away; nobody: a return.
    pub changed_by: Option<UserId>,
    /// When a block was taken away last.
    pub cleared_at: Option<Timestamp>,
    /// Its trial; only of one that is blocked.
    pub trial: Option<Trial>,
    /// Its complaint, as long as nobody said that the owner's consent is on record: mailings stay blocked whatever else does.
    pub complaint: Option<Complaint>,
}

impl StandingRow {
    /// How many mails came back that count. Of one that is blocked they are why it is; of others nothing counts any more
    /// that is forgotten, or that a mail which arrived has outlived.
    #[must_use]
    pub fn returns_within(&self, memory: Memory) -> u32 {
        let is_remembered = self.last_return_at.is_some_and(|at| at >= memory.returned_since);
        let has_arrived = self.taken.is_some_and(|taken| taken.at <= memory.taken_until);
        if self.block.is_some() || (is_remembered && !has_arrived) { self.returns } else { 0 }
    }

    /// When it wrote last, where that is after it was blocked.
    #[must_use]
    pub fn written_since(&self) -> Option<Timestamp> {
        let blocked_at = self.block?.at;
        self.well_at.filter(|well| *well > blocked_at)
    }
}

/// How far what came back is remembered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Memory {
    /// What came back before this is forgotten.
    pub returned_since: Timestamp,
    /// A mail that was taken until then, and did not come back, has arrived.
    pub taken_until: Timestamp,
}

/// A mail that a server took for an address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Taken {
    /// When.
    pub at: Timestamp,
    /// The mail.
    pub outbox_id: OutboxId,
}

/// A block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Block {
    /// Since when.
    pub at: Timestamp,
    /// Which mail it stops.
    pub scope: BlockScope,
    /// Why.
    pub reason: BlockReason,
}

/// What a return changes of its address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewStanding {
    /// The address.
    pub address: EmailAddress,
    /// Mails that came back, this one among them.
    pub returns: u32,
    /// When.
    pub at: Timestamp,
    /// What it came back as; `None` where a person or a list blocks it.
    pub class: Option<ReturnClass>,
    /// Whose fault that was; `None` without a class.
    pub fault: Option<ReturnScope>,
    /// The rule that judged it so; `None` without a class.
    pub rule: Option<String>,
    /// The host's words.
    pub words: String,
    /// The host.
    pub host: Option<String>,
    /// When it was well last.
    pub well_at: Option<Timestamp>,
    /// The block that follows; `None` leaves the one that is.
    pub block: Option<Block>,
    /// Who blocks it; nobody: the return.
    pub by: Option<UserId>,
}

/// Who takes blocks away, and why.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Clearing<'a> {
    /// Who.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
    /// How it is told.
    pub deed: AddressDeed,
    /// Why, in his own words; empty where he says nothing.
    pub note: &'a str,
    /// What becomes of complaints.
    pub complaints: Complaints,
}

/// A return that somebody takes back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TakenBack<'a> {
    /// Mails that count without it.
    pub returns: u32,
    /// The last one that came back beside it.
    pub last: Option<&'a NewReturn>,
    /// Who takes it back, where the block came of it alone and goes with it.
    pub unblocked_by: Option<UserId>,
    /// The mail that it was said to be about. Who takes that back decides nothing about the address.
    pub mail: Option<OutboxId>,
    /// When.
    pub at: Timestamp,
}

/// What is known of an address.
pub async fn find_by_address(
    conn: &Conn,
    org: OrganisationId,
    address: &EmailAddress,
) -> Result<Option<StandingRow>, StoreError> {
    let mut query = select();
    query.and_where(is("org_id", org)).and_where(is("address_key", address.key()));
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}

/// The address with this id.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    id: StandingId,
) -> Result<Option<StandingRow>, StoreError> {
    Ok(rows(conn, org, &[id]).await?.into_iter().next())
}

/// Those with these ids.
pub async fn rows(
    conn: &Conn,
    org: OrganisationId,
    ids: &[StandingId],
) -> Result<Vec<StandingRow>, StoreError> {
    let mut query = select();
    query.and_where(is_of("org_id", org)).and_where(is_among("id", ids));
    conn.all(&query).await?.iter().map(read).collect()
}

/// Those of these addresses that are blocked, by their keys. Index `address_standings_by_address`.
pub async fn blocked_among(
    conn: &Conn,
    org: OrganisationId,
    keys: &[String],
) -> Result<BTreeMap<String, StandingRow>, StoreError> {
    among(conn, org, (keys, &Condition::all().add(col("blocked_at").is_not_null()))).await
}

/// Those of these addresses that are blocked or that mail came back from since it last arrived, as far as that is
/// remembered, by their keys. Index `address_standings_by_address`.
pub async fn doubtful_among(
    conn: &Conn,
    org: OrganisationId,
    keys: &[String],
    memory: Memory,
) -> Result<BTreeMap<String, StandingRow>, StoreError> {
    // As `StandingRow::returns_within` has it.
    let came_back = col("returns")
        .gt(0)
        .and(col("last_return_at").gte(memory.returned_since.stored()))
        .and(col("taken_at").is_null().or(col("taken_at").gt(memory.taken_until.stored())));
    let doubtful = Condition::any().add(col("blocked_at").is_not_null()).add(came_back);
    among(conn, org, (keys, &doubtful)).await
}

/// What is known of these addresses, by their keys. Index `address_standings_by_address`.
pub async fn known_among(
    conn: &Conn,
    org: OrganisationId,
    keys: &[String],
) -> Result<BTreeMap<String, StandingRow>, StoreError> {
    among(conn, org, (keys, &Condition::all())).await
}

async fn among(
    conn: &Conn,
    org: OrganisationId,
    (keys, which): (&[String], &Condition),
) -> Result<BTreeMap<String, StandingRow>, StoreError> {
    let mut found = BTreeMap::new();
    for keys in keys.chunks(IN_VALUES_MAX) {
        let mut query = select();
        query
            .and_where(is("org_id", org))
            .and_where(col("address_key").is_in(keys.iter().map(String::as_str)))
            .cond_where(which.clone());
        for row in conn.all(&query).await? {
            let standing = read(&row)?;
            found.insert(standing.address.key(), standing);
        }
    }
    Ok(found)
}

/// One page of blocked addresses.
pub async fn list(
    conn: &Conn,
    org: OrganisationId,
    query: &ListQuery<StandingSort>,
    filter: StandingFilter,
) -> Result<Page<StandingRow>, StoreError> {
    let keys = paging::keys(conn, listing(org, query.sort, filter), query).await?;
    let ids: Vec<_> = keys.ids.iter().map(|id| StandingId::new(*id)).collect();
    let rows = rows(conn, org, &ids).await?;
    Ok(keys.page(rows, |row| row.id.get()))
}

const TABLE: Columns = Columns("address_standings");

fn select() -> SelectStatement {
    let mut query = Query::select();
    query
        .columns([
            "id",
            "address",
            "returns",
            "last_return_at",
            "last_class",
            "last_fault",
            "last_rule",
            "last_words",
            "last_host",
            "well_at",
            "taken_at",
            "taken_outbox_id",
            "blocked_at",
            "block_scope",
            "block_reason",
            "changed_by",
            "cleared_at",
            "trial_at",
            "trial_by",
            "trial_outbox_id",
            "trial_taken_at",
            "trial_until",
            "complained_at",
            "complaint_reason",
            "consented_at",
            "former_consented_at",
        ])
        .from("address_standings");
    query
}

fn read(row: &Row) -> Result<StandingRow, StoreError> {
    let block = match row.at_or_none("blocked_at")? {
        Some(at) => Some(Block {
            at,
            scope: row.parsed(TABLE.at("block_scope"))?,
            reason: row.parsed(TABLE.at("block_reason"))?,
        }),
        None => None,
    };
    let has_class = !row.text("last_class")?.is_empty();
    let last_class = has_class.then(|| row.parsed(TABLE.at("last_class"))).transpose()?;
    Ok(StandingRow {
        id: row.id("id")?,
        address: row.parsed(TABLE.at("address"))?,
        returns: row.small(TABLE.at("returns"))?,
        last_return_at: row.at_or_none("last_return_at")?,
        last_class,
        // A person's deed stands there too, which is no fault.
        last_fault: row.text_or_none("last_fault")?.and_then(|fault| fault.parse().ok()),
        last_rule: Some(row.text("last_rule")?).filter(|rule| !rule.is_empty()),
        last_words: row.text("last_words")?,
        last_host: row.text_or_none("last_host")?,
        well_at: row.at_or_none("well_at")?,
        taken: match (row.at_or_none("taken_at")?, row.id_or_none("taken_outbox_id")?) {
            (Some(at), Some(outbox_id)) => Some(Taken { at, outbox_id }),
            (_, None) | (None, _) => None,
        },
        block,
        changed_by: row.id_or_none("changed_by")?,
        cleared_at: row.at_or_none("cleared_at")?,
        trial: trial::read(row)?,
        complaint: complaint::read(row)?,
    })
}
