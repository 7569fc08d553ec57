//! Mails that did not arrive, each with its verdict. Table `returns`.

mod purge;
mod review;

use domain::blocks::{ReturnNature, ReturnSource};
use domain::returns::{Confidence, ReturnClass, ReturnKind, ReturnScope};
use domain::{About, EmailAddress, IncidentId, IntakeId, OrganisationId, OutboxId, ReturnId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};

use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, Stored, col, is};
use crate::{Conn, StoreError, Tx};

pub use purge::{Purged, purge};
#[cfg(test)]
pub(crate) use review::listing;
pub use review::{
    ReviewFilter, ReviewRow, ReviewSort, explain, list_to_review, list_waiting, record_matched, review,
    take_of_mail, take_waiting, unmatch,
};

/// Characters of a host's words that are kept; the report itself is kept as mail.
const WORDS_CHARS_MAX: usize = 1_000;
/// Characters of a host's name (RFC 1035 2.3.4).
const HOST_CHARS_MAX: usize = 255;
/// What stands for the address where a report names nobody: one that no mail goes to (RFC 2606 2).
const NOBODY: &str = "nobody@report.invalid";

/// What is written down of one mail that did not arrive.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewReturn {
    /// The address that the mail was for; `None` where nobody is named, so that a person says whom of the mail it is about.
    pub address: Option<EmailAddress>,
    /// The mail; `None` where it is none of ours that is known.
    pub outbox_id: Option<OutboxId>,
    /// The report.
    pub intake_id: Option<IntakeId>,
    /// When it became known.
    pub at: Timestamp,
    /// How.
    pub source: ReturnSource,
    /// The verdict.
    pub judged: Judged,
    /// The host's words, codes among them.
    pub words: String,
    /// What they answer, where they were said to us; else what is not known.
    pub about: About,
    /// The host.
    pub host: Option<String>,
    /// Whether a relay of ours said so while it was given the mail, and not the recipient's own server.
    pub at_relay: bool,
}

impl NewReturn {
    /// The key of its address, where it names one, and when it became known.
    #[must_use]
    pub fn keyed(&self) -> Option<(String, Timestamp)> {
        self.address.as_ref().map(|address| (address.key(), self.at))
    }
}

/// What a return means, and by which rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judged {
    /// The class.
    pub class: ReturnClass,
    /// What stood in the way before it was given up.
    pub cause: Option<ReturnClass>,
    /// How final it is.
    pub kind: ReturnKind,
    /// How sure this is.
    pub confidence: Confidence,
    /// The rule.
    pub rule: String,
    /// The set of rules that it is of, with its version; `None` where no set judged, or it is not known.
    pub rules: Option<String>,
    /// The words that the rule matched.
    pub matched: String,
    /// Whether it is a relay of ours that is in trouble: whatever the class says of a destination is meant of it.
    pub of_relay: bool,
}

impl Judged {
    /// What stood in the way: the cause of a mail that was given up, else the class.
    #[must_use]
    pub fn obstacle(&self) -> ReturnClass {
        self.cause.filter(|_| self.class == ReturnClass::Expired).unwrap_or(self.class)
    }

    /// Whose fault it is: of a mail that was given up, that of what stood in the way.
    #[must_use]
    pub fn scope(&self) -> ReturnScope {
        if self.of_relay { ReturnScope::Source } else { self.obstacle().scope() }
    }
}

/// What a return does to its address.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Weight<'a> {
    /// Whether it counts.
    pub counted: bool,
    /// Whether it blocks.
    pub blocked: bool,
    /// What it has in common with others that block, or would.
    pub burst: Option<&'a str>,
    /// The incident that keeps it from blocking.
    pub incident_id: Option<IncidentId>,
}

/// One return.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReturnRow {
    /// The id.
    pub id: ReturnId,
    /// What was written down.
    pub told: NewReturn,
    /// Whether it counted for its address.
    pub counted: bool,
    /// Whether it blocked it.
    pub blocked: bool,
    /// What it has in common with others that block, or would.
    pub burst: Option<String>,
    /// The incident that it belongs to.
    pub incident_id: Option<IncidentId>,
}

/// Writes it down. What was known before of the same nature of the same mail and address is replaced, so that a mail
/// counts once: the last word about it is the best known. A report that belongs to no mail stands once too, however often
/// it is read.
pub async fn put(
    tx: &Tx,
    org: OrganisationId,
    told: &NewReturn,
    weight: &Weight<'_>,
) -> Result<ReturnId, StoreError> {
    forget_before(tx, org, told).await?;
    let id = tx.new_id();
    let (address, key) = address_of(told);
    let words: String = told.words.chars().take(WORDS_CHARS_MAX).collect();
    let judged = &told.judged;
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("address", address.as_str())
        .with("address_key", key.as_str())
        .with("outbox_id", told.outbox_id)
        .with("intake_id", told.intake_id)
        .with("at", told.at)
        .with("source", told.source.as_str())
        .with("class", judged.class.as_str())
        .with("cause", judged.cause.map(ReturnClass::as_str))
        .with("kind", judged.kind.as_str())
        .with("confidence", judged.confidence.as_str())
        .with("rule", judged.rule.as_str())
        .with("rules", judged.rules.as_deref())
        .with("matched", judged.matched.chars().take(WORDS_CHARS_MAX).collect::<String>())
        .with("of_relay", judged.of_relay)
        .with("words", words.as_str())
        .with("about", told.about.as_str())
        .with("host", told.host.as_deref().map(cut_host))
        .with("at_relay", told.at_relay)
        .with("counted", weight.counted)
        .with("blocked", weight.blocked)
        .with("burst", weight.burst)
        .with("incident_id", weight.incident_id);
    tx.execute(&sql::insert("returns", [row])).await?;
    Ok(id)
}

/// The address and its key, as they are stored. What names nobody is of its report, and of nothing else that came back.
fn address_of(told: &NewReturn) -> (String, String) {
    match &told.address {
        Some(address) => (address.to_string(), address.key()),
        None => (NOBODY.to_owned(), format!("#{}", told.intake_id.map_or(0, IntakeId::get))),
    }
}

/// Forgets what was known before of the same nature of the same mail, or read before from the same report, and the same
/// address: a complaint stays whatever becomes of its mail elsewhere.
/// Indexes `returns_of_mail` and `returns_by_address`.
async fn forget_before(tx: &Tx, org: OrganisationId, told: &NewReturn) -> Result<(), StoreError> {
    let mut before = Query::delete();
    before
        .from_table("returns")
        .and_where(is("org_id", org))
        .and_where(is("address_key", address_of(told).1))
        .and_where(of_nature(told.source.nature()));
    match (told.outbox_id, told.intake_id) {
        (Some(outbox), _) => before.and_where(is("outbox_id", outbox)),
        (None, Some(intake)) => {
            before.and_where(col("outbox_id").is_null()).and_where(is("intake_id", intake))
        }
        (None, None) => return Ok(()),
    };
    tx.execute(&before).await?;
    Ok(())
}

/// The condition that a return is of this nature.
fn of_nature(nature: ReturnNature) -> Expr {
    let complaint = ReturnSource::Complaint.as_str();
    match nature {
        ReturnNature::Complaint => col("source").eq(complaint),
        ReturnNature::Failure => col("source").ne(complaint),
    }
}

/// The beginning of a host's name: whoever writes a report may write what he likes there.
pub(crate) fn cut_host(host: &str) -> String {
    host.chars().take(HOST_CHARS_MAX).collect()
}

/// The newest returns of an address, at most `limit`, the newest first. Index `returns_by_address`.
pub async fn list_of_address(
    conn: &Conn,
    org: OrganisationId,
    address: &EmailAddress,
    limit: u64,
) -> Result<Vec<ReturnRow>, StoreError> {
    let mut query = select(org);
    query
        .and_where(is("address_key", address.key()))
        .order_by("at", Order::Desc)
        .order_by("id", Order::Desc)
        .limit(limit);
    conn.all(&query).await?.iter().map(read).collect()
}

/// The returns of an address since an instant, of other mails than this one, the newest first.
pub async fn list_since(
    conn: &Conn,
    org: OrganisationId,
    address: &EmailAddress,
    (since, not): (Timestamp, Option<OutboxId>),
) -> Result<Vec<ReturnRow>, StoreError> {
    /// More than any limit of returns asks for.
    const ROWS_MAX: u64 = 200;
    let mut query = select(org);
    query
        .and_where(is("address_key", address.key()))
        .and_where(col("at").gte(since.stored()))
        .order_by("at", Order::Desc)
        .order_by("id", Order::Desc)
        .limit(ROWS_MAX);
    let rows = conn.all(&query).await?.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(rows.into_iter().filter(|row| not.is_none() || row.told.outbox_id != not).collect())
}

/// The newest return of an address, of whatever age, that counted or blocked; `None` where none did. Index
/// `returns_by_address`.
pub async fn newest_that_weighs(
    conn: &Conn,
    org: OrganisationId,
    address: &EmailAddress,
) -> Result<Option<ReturnRow>, StoreError> {
    let mut query = select(org);
    query
        .and_where(is("address_key", address.key()))
        .and_where(is("counted", true).or(is("blocked", true)))
        .order_by("at", Order::Desc)
        .order_by("id", Order::Desc)
        .limit(1);
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}

/// What came back of a mail from an address, of this nature; `None` where nothing did. Index `returns_of_mail`.
pub async fn find_of_mail(
    conn: &Conn,
    org: OrganisationId,
    (outbox, address, nature): (OutboxId, &EmailAddress, ReturnNature),
) -> Result<Option<ReturnRow>, StoreError> {
    let mut query = select(org);
    query
        .and_where(is("outbox_id", outbox))
        .and_where(is("address_key", address.key()))
        .and_where(of_nature(nature));
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}

/// Whether anything came back of a mail from an address. Index `returns_of_mail`.
pub async fn has_come_back(
    conn: &Conn,
    org: OrganisationId,
    (outbox, address): (OutboxId, &EmailAddress),
) -> Result<bool, StoreError> {
    let mut query = Query::select();
    query
        .column("id")
        .from("returns")
        .and_where(is("org_id", org))
        .and_where(is("outbox_id", outbox))
        .and_where(is("address_key", address.key()))
        .limit(1);
    Ok(conn.one(&query).await?.is_some())
}

/// The newest returns of an organisation, the newest first. Index `returns_by_time`.
pub async fn list_newest(conn: &Conn, org: OrganisationId, limit: u64) -> Result<Vec<ReturnRow>, StoreError> {
    let mut query = select(org);
    query.order_by("at", Order::Desc).order_by("id", Order::Desc).limit(limit);
    conn.all(&query).await?.iter().map(read).collect()
}

/// Forgets one.
pub async fn delete(tx: &Tx, org: OrganisationId, id: ReturnId) -> Result<(), StoreError> {
    let mut statement = Query::delete();
    statement.from_table("returns").and_where(is("org_id", org)).and_where(is("id", id));
    tx.execute(&statement).await?;
    Ok(())
}

/// Forgets all that came back from an address.
pub async fn forget(tx: &Tx, org: OrganisationId, address: &EmailAddress) -> Result<(), StoreError> {
    let mut statement = Query::delete();
    statement.from_table("returns").and_where(is("org_id", org)).and_where(is("address_key", address.key()));
    tx.execute(&statement).await?;
    Ok(())
}

fn select(org: OrganisationId) -> SelectStatement {
    let mut query = columns();
    query.and_where(is("org_id", org));
    query
}

fn columns() -> SelectStatement {
    let mut query = Query::select();
    query
        .columns([
            "id",
            "address",
            "outbox_id",
            "intake_id",
            "at",
            "source",
            "class",
            "cause",
            "kind",
            "confidence",
            "rule",
            "rules",
            "matched",
            "of_relay",
            "words",
            "about",
            "host",
            "at_relay",
            "counted",
            "blocked",
            "burst",
            "incident_id",
        ])
        .from_as("returns", "r");
    query
}

fn read(row: &Row) -> Result<ReturnRow, StoreError> {
    let table = Columns("returns");
    let address: EmailAddress = row.parsed(table.at("address"))?;
    let told = NewReturn {
        address: Some(address).filter(|address| address.to_string() != NOBODY),
        outbox_id: row.id_or_none("outbox_id")?,
        intake_id: row.id_or_none("intake_id")?,
        at: row.at("at")?,
        source: row.parsed(table.at("source"))?,
        judged: Judged {
            class: row.parsed(table.at("class"))?,
            cause: row.parsed_or_none(table.at("cause"))?,
            kind: row.parsed(table.at("kind"))?,
            confidence: row.parsed(table.at("confidence"))?,
            rule: row.text("rule")?,
            rules: row.text_or_none("rules")?,
            matched: row.text("matched")?,
            of_relay: row.flag("of_relay")?,
        },
        words: row.text("words")?,
        about: row.parsed_or_none(table.at("about"))?.unwrap_or_default(),
        host: row.text_or_none("host")?,
        at_relay: row.flag("at_relay")?,
    };
    let (burst, incident_id) = (row.text_or_none("burst")?, row.id_or_none("incident_id")?);
    let (counted, blocked) = (row.flag("counted")?, row.flag("blocked")?);
    Ok(ReturnRow { id: row.id("id")?, told, counted, blocked, burst, incident_id })
}
