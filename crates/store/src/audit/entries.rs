//! The entries themselves: written, listed, and thrown away when their organisation keeps them no longer.

use domain::audit::{AuditKind, Author, Origin, Record, Verb};
use domain::{AuditEntryId, OrganisationId, Timestamp, UserId};
use sea_orm::sea_query::{Condition, ExprTrait, Order as Direction, Query, SelectStatement};

use super::compare::{FieldChange, RecordChange};
use crate::bins::{self, Bin};
use crate::paging::{self, Listing, Order, Part, number};
use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, Stored, col, holds, is, is_among, is_of, json, sort_key};
use crate::{Conn, ListQuery, Page, SortColumn, StoreError, Tx};

/// One change of one record.
#[derive(Clone, PartialEq, Debug)]
pub struct AuditEntry {
    /// The id.
    pub id: AuditEntryId,
    /// When.
    pub at: Timestamp,
    /// Who; nobody where it was the operator or Posthus itself.
    pub user: Option<UserId>,
    /// His name then.
    pub user_name: String,
    /// By what means.
    pub origin: Origin,
    /// The name of the key then, where he used one.
    pub origin_name: String,
    /// Which record.
    pub record: Record,
    /// What it was called then.
    pub record_name: String,
    /// What happened to it.
    pub verb: Verb,
    /// What became of its fields.
    pub fields: Vec<FieldChange>,
}

/// What changes can be sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum AuditSort {
    /// When.
    #[default]
    At,
}

impl SortColumn for AuditSort {
    const ALL: &'static [Self] = &[Self::At];

    fn as_str(self) -> &'static str {
        match self {
            Self::At => "at",
        }
    }
}

/// Which changes a list shows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AuditFilter {
    /// Only those of records of these kinds; all if there are none.
    pub kinds: Vec<AuditKind>,
    /// Only those of the record of this key.
    pub key: Option<String>,
    /// Only those of this user.
    pub user: Option<UserId>,
    /// Only those since then.
    pub from: Option<Timestamp>,
    /// Only those before then.
    pub until: Option<Timestamp>,
}

/// One page of changes.
pub async fn list(
    conn: &Conn,
    org: OrganisationId,
    query: &ListQuery<AuditSort>,
    filter: &AuditFilter,
) -> Result<Page<AuditEntry>, StoreError> {
    let keys = paging::keys(conn, listing(org, filter), query).await?;
    let ids: Vec<AuditEntryId> = keys.ids.iter().copied().map(AuditEntryId::new).collect();
    let mut rows = Vec::with_capacity(ids.len());
    for ids in ids.chunks(sql::IN_VALUES_MAX) {
        let mut query = selected();
        query.and_where(is_of("org_id", org)).and_where(is_among("id", ids));
        for row in conn.all(&query).await? {
            rows.push(read(&row)?);
        }
    }
    Ok(keys.page(rows, |entry| entry.id.get()))
}

/// How a list of changes is walked. Index `audit_entries_in_order`; `audit_entries_by_kind` of some kinds,
/// `audit_entries_by_user` of one user.
pub(crate) fn listing(org: OrganisationId, filter: &AuditFilter) -> Listing {
    let of_kind = |kind: &AuditKind| Part::only(Condition::all().add(is("r.kind", kind.as_str())));
    let mut parts: Vec<Part> = filter.kinds.iter().map(of_kind).collect();
    if parts.is_empty() {
        parts.push(Part::only(Condition::all()));
    }
    let narrowed = Condition::all()
        .add_option(filter.key.as_deref().map(|key| is("r.record_key", key)))
        .add_option(filter.user.map(|user| is("r.user_id", user)))
        .add_option(filter.from.map(|from| col("r.at").gte(from.stored())))
        .add_option(filter.until.map(|until| col("r.at").lt(until.stored())));
    let order = Order::By(number("r.at"));
    Listing { table: "audit_entries", org, parts, narrowed, order, searched: &["r.search_key"] }
}

/// The last changes of records of one kind, the newest first. Index `audit_entries_by_kind`.
pub async fn latest(
    conn: &Conn,
    org: OrganisationId,
    kind: AuditKind,
    limit: u32,
) -> Result<Vec<AuditEntry>, StoreError> {
    let mut query = selected();
    query
        .and_where(is("org_id", org))
        .and_where(is("kind", kind.as_str()))
        .order_by("at", Direction::Desc)
        .order_by("id", Direction::Desc)
        .limit(limit.into());
    conn.all(&query).await?.iter().map(read).collect()
}

/// The last change of a field of a record; of any of its fields where `field` is empty, and of any record of the kind where `key`
/// is. Index `audit_entries_by_record`; `audit_entries_by_kind` without a key.
pub async fn last_of(
    conn: &Conn,
    org: OrganisationId,
    (kind, key): (AuditKind, &str),
    field: &str,
) -> Result<Option<AuditEntry>, StoreError> {
    let mut query = selected();
    query.and_where(is("org_id", org)).and_where(is("kind", kind.as_str()));
    if !key.is_empty() {
        query.and_where(is("record_key", key));
    }
    if !field.is_empty() {
        // As it stands in the JSON of the fields, itself or with what is within it. A quotation mark in a value is escaped there.
        let told = |end: char| holds("fields", &format!("\"field\":\"{field}{end}"));
        query.cond_where(Condition::any().add(told('"')).add(told('.')));
    }
    query.order_by("at", Direction::Desc).order_by("id", Direction::Desc).limit(1);
    conn.one(&query).await?.as_ref().map(read).transpose()
}

/// How many days an organisation keeps them.
pub async fn days(conn: &Conn, org: OrganisationId) -> Result<u32, StoreError> {
    let mut query = Query::select();
    query.column("audit_days").from("organisations").and_where(is("id", org));
    let row = conn.one(&query).await?.ok_or(StoreError::Missing("organisation"))?;
    row.small(Columns("organisations").at("audit_days"))
}

/// Sets it; what is there already goes by it, too.
pub async fn set_days(tx: &Tx, org: OrganisationId, days: u32) -> Result<(), StoreError> {
    super::watch_one(tx, org, (AuditKind::Organisation, org)).await?;
    let mut statement = Query::update();
    statement.table("organisations").value("audit_days", days.stored()).and_where(is("id", org));
    tx.execute(&statement).await?;
    Ok(())
}

/// Removes what organisations keep no longer, at most `limit`; returns how many. Index `audit_entries_in_order`.
pub async fn purge(tx: &Tx, now: Timestamp, limit: u32) -> Result<u64, StoreError> {
    let bin = Bin { table: "audit_entries", since: "b.at", days: "o.audit_days" };
    let over = tx.all(&bins::over(bin, now, limit)).await?;
    for row in &over {
        let (org, id): (OrganisationId, AuditEntryId) = (row.id("org_id")?, row.id("id")?);
        let mut statement = Query::delete();
        statement.from_table("audit_entries").and_where(is("org_id", org)).and_where(is("id", id));
        tx.execute(&statement).await?;
    }
    Ok(over.len() as u64)
}

pub(super) async fn insert(
    tx: &Tx,
    org: OrganisationId,
    (record, author): (&Record, Author),
    change: &RecordChange,
) -> Result<(), StoreError> {
    let user_name = name_of(tx, org, "users", author.user).await?;
    let origin_name = name_of(tx, org, "api_tokens", author.token).await?;
    let searched = format!("{}\n{user_name}\n{origin_name}\n{}", change.name, record.key);
    let row = NewRow::default()
        .with("id", tx.new_id::<domain::kind::AuditEntry>())
        .with("org_id", org)
        .with("at", tx.now())
        .with("user_id", author.user)
        .with("user_name", user_name)
        .with("origin", author.origin.as_str())
        .with("origin_name", origin_name)
        .with("kind", record.kind.as_str())
        .with("record_key", record.key.as_str())
        .with("record_name", change.name.as_str())
        .with("verb", change.verb.as_str())
        .with("fields", json(&change.fields)?)
        .with("search_key", sort_key(&searched));
    tx.execute(&sql::insert("audit_entries", [row])).await?;
    Ok(())
}

async fn name_of<K>(
    conn: &Conn,
    org: OrganisationId,
    table: &'static str,
    id: Option<domain::Id<K>>,
) -> Result<String, StoreError> {
    let Some(id) = id else { return Ok(String::new()) };
    let mut query = Query::select();
    query.column("name").from(table).and_where(is("org_id", org)).and_where(is("id", id));
    conn.one(&query).await?.map_or(Ok(String::new()), |row| row.text("name"))
}

fn selected() -> SelectStatement {
    let mut query = Query::select();
    query
        .columns(["id", "at", "user_id", "user_name", "origin", "origin_name", "kind", "record_key"])
        .columns(["record_name", "verb", "fields"])
        .from("audit_entries");
    query
}

fn read(row: &Row) -> Result<AuditEntry, StoreError> {
    let table = Columns("audit_entries");
    Ok(AuditEntry {
        id: row.id("id")?,
        at: row.at("at")?,
        user: row.id_or_none("user_id")?,
        user_name: row.text("user_name")?,
        origin: row.parsed(table.at("origin"))?,
        origin_name: row.text("origin_name")?,
        record: Record { kind: row.parsed(table.at("kind"))?, key: row.text("record_key")? },
        record_name: row.text("record_name")?,
        verb: row.parsed(table.at("verb"))?,
        fields: row.json(table.at("fields"))?,
    })
}
