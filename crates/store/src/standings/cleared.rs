//! Addresses whose block was taken away: who did it, when and why, and what they were blocked for. They have a list of their own
//! for as long as that is asked for, and what a job did is found by it.

use std::collections::BTreeSet;

use domain::blocks::{AddressDeed, BlockReason, BlockScope};
use domain::returns::ReturnClass;
use domain::{EmailAddress, JobId, OrganisationId, StandingId, Timestamp, UserId};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, IntoTableRef, Query, UpdateStatement};

use super::{restored, resumed};
use crate::paging::{self, Listing, Order, Part, Referred, number, text};
use crate::row::{Columns, Row};
use crate::sql::{Stored, col, is, is_among, is_of, joined, pick, sort_key};
use crate::{Conn, ListQuery, Page, SortColumn, StoreError, Tx};

/// Written out and no parameters, so that both engines see that the indexes hold them.
const IS_LIFTED: &str = "r.lifted_at IS NOT NULL";
const IS_FREE: &str = "r.blocked_at IS NULL";

/// An address that is written to again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClearedRow {
    /// The id.
    pub id: StandingId,
    /// The address.
    pub address: EmailAddress,
    /// When its block was taken away.
    pub at: Timestamp,
    /// How.
    pub deed: AddressDeed,
    /// Who did it, or put it on the trial that went well.
    pub by: Option<UserId>,
    /// His name, also of one who is not active any more.
    pub by_name: Option<String>,
    /// Why, in his own words; empty where he said nothing.
    pub note: String,
    /// Which mail the block stopped; `None` where that is not known.
    pub scope: Option<BlockScope>,
    /// Why it was blocked; `None` where that is not known.
    pub reason: Option<BlockReason>,
    /// What its last mail had come back as by then; `None` for one that no mail came back from.
    pub class: Option<ReturnClass>,
}

/// What cleared addresses can be sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ClearedSort {
    /// When the block was taken away.
    #[default]
    ClearedAt,
    /// The address.
    Address,
    /// Its domain.
    Domain,
    /// What its last mail had come back as.
    Class,
    /// Why it was blocked.
    Reason,
    /// Which mail the block stopped.
    Scope,
    /// How the block was taken away.
    Deed,
    /// Why it was, in a person's words.
    Note,
    /// Who took it away, by name; nobody comes last.
    ClearedBy,
}

impl SortColumn for ClearedSort {
    const ALL: &'static [Self] = &[
        Self::ClearedAt,
        Self::Address,
        Self::Domain,
        Self::Class,
        Self::Reason,
        Self::Scope,
        Self::Deed,
        Self::Note,
        Self::ClearedBy,
    ];

    fn as_str(self) -> &'static str {
        match self {
            Self::ClearedAt => "cleared_at",
            Self::Address => "address",
            Self::Domain => "domain",
            Self::Class => "class",
            Self::Reason => "reason",
            Self::Scope => "scope",
            Self::Deed => "deed",
            Self::Note => "note",
            Self::ClearedBy => "cleared_by",
        }
    }
}

/// Which cleared addresses a list shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClearedFilter {
    /// Only those whose block was taken away since then.
    pub since: Timestamp,
    /// Only those that were blocked for this.
    pub scope: Option<BlockScope>,
    /// Only those that were blocked for this reason.
    pub reason: Option<BlockReason>,
    /// Only those whose last mail had come back as this.
    pub class: Option<ReturnClass>,
    /// Only those that this job cleared.
    pub job: Option<JobId>,
}

impl ClearedFilter {
    /// All since then.
    #[must_use]
    pub const fn since(since: Timestamp) -> Self {
        Self { since, scope: None, reason: None, class: None, job: None }
    }
}

/// One page of cleared addresses.
pub async fn list_cleared(
    conn: &Conn,
    org: OrganisationId,
    query: &ListQuery<ClearedSort>,
    filter: ClearedFilter,
) -> Result<Page<ClearedRow>, StoreError> {
    let keys = paging::keys(conn, cleared_listing(org, query.sort, filter), query).await?;
    let ids: Vec<_> = keys.ids.iter().map(|id| StandingId::new(*id)).collect();
    let mut rows = Query::select();
    pick(
        &mut rows,
        "a",
        &[
            "id",
            "address",
            "changed_by",
            "lifted_at",
            "lifted_deed",
            "lifted_note",
            "lifted_scope",
            "lifted_reason",
            "lifted_class",
        ],
    );
    let by = joined("u.id", "a.changed_by", ("u.org_id", "a.org_id"));
    rows.expr_as(col("u.name"), "by_name")
        .from_as("address_standings", "a")
        .left_join("users".into_table_ref().alias("u"), by)
        .and_where(is_of("a.org_id", org))
        .and_where(is_among("a.id", &ids))
        .and_where(col("a.lifted_at").is_not_null());
    let rows = conn.all(&rows).await?.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(keys.page(rows, |row| row.id.get()))
}

/// How a list of cleared addresses is walked. The indexes hold little but what it shows: what is older is forgotten.
pub(crate) fn cleared_listing(org: OrganisationId, sort: ClearedSort, filter: ClearedFilter) -> Listing {
    let part = match filter.job {
        // Index `address_standings_cleared_by_job`: written so that none of the others serves.
        Some(job) => Condition::all()
            .add(is("r.lifted_job", job))
            .add(Expr::cust("+r.lifted_at IS NOT NULL"))
            .add(Expr::cust("+r.blocked_at IS NULL")),
        None => Condition::all().add(Expr::cust(IS_LIFTED)).add(Expr::cust(IS_FREE)),
    };
    Listing {
        table: "address_standings",
        org,
        parts: vec![Part::only(part)],
        narrowed: Condition::all()
            // Not looked up: else an order by another column would be sorted.
            .add(Expr::cust("+r.lifted_at").gte(filter.since.stored()))
            .add_option(filter.scope.map(|scope| is("r.lifted_scope", scope.as_str())))
            .add_option(filter.reason.map(|reason| is("r.lifted_reason", reason.as_str())))
            .add_option(filter.class.map(|class| is("r.lifted_class", class.as_str()))),
        order: order(sort),
        searched: &["r.address_key", "r.lifted_note_key"],
    }
}

fn order(sort: ClearedSort) -> Order {
    match sort {
        // Index `address_standings_cleared`.
        ClearedSort::ClearedAt => Order::By(number("r.lifted_at")),
        // Index `address_standings_cleared_by_address`.
        ClearedSort::Address => Order::By(text("r.address_order")),
        // Index `address_standings_cleared_by_domain`.
        ClearedSort::Domain => Order::By(text("r.domain_key")),
        // Index `address_standings_cleared_by_class`.
        ClearedSort::Class => Order::By(text("r.lifted_class")),
        // Index `address_standings_cleared_by_reason`.
        ClearedSort::Reason => Order::By(text("r.lifted_reason")),
        // Index `address_standings_cleared_by_scope`.
        ClearedSort::Scope => Order::By(text("r.lifted_scope")),
        // Index `address_standings_cleared_by_deed`.
        ClearedSort::Deed => Order::By(text("r.lifted_deed")),
        // Index `address_standings_cleared_by_note`.
        ClearedSort::Note => Order::By(text("r.lifted_note_key")),
        // Index `address_standings_cleared_by_changer` for each of `users_by_name`.
        ClearedSort::ClearedBy => Order::ByReferred(Referred {
            table: "users",
            key: text("g.name_key"),
            reference: "r.changed_by",
            optional: true,
            then: number("r.lifted_at"),
        }),
    }
}

fn read(row: &Row) -> Result<ClearedRow, StoreError> {
    const TABLE: Columns = Columns("address_standings");
    let is_known = |column: &str| Ok::<_, StoreError>(!row.text(column)?.is_empty());
    Ok(ClearedRow {
        id: row.id("id")?,
        address: row.parsed(TABLE.at("address"))?,
        at: row.at("lifted_at")?,
        deed: row.parsed(TABLE.at("lifted_deed"))?,
        by: row.id_or_none("changed_by")?,
        by_name: row.text_or_none("by_name")?,
        note: row.text("lifted_note")?,
        scope: is_known("lifted_scope")?.then(|| row.parsed(TABLE.at("lifted_scope"))).transpose()?,
        reason: is_known("lifted_reason")?.then(|| row.parsed(TABLE.at("lifted_reason"))).transpose()?,
        class: is_known("lifted_class")?.then(|| row.parsed(TABLE.at("lifted_class"))).transpose()?,
    })
}

/// Keeps what is known of a block with the statement that takes it away: how, when, and why.
pub(super) fn lifted(statement: &mut UpdateStatement, (deed, at): (AddressDeed, Timestamp), note: &str) {
    statement
        .value("lifted_at", at.stored())
        .value("lifted_deed", deed.as_str())
        .value("lifted_note", note)
        .value("lifted_note_key", sort_key(note))
        // As they are before the statement.
        .value("lifted_scope", Expr::cust("COALESCE(block_scope, '')"))
        .value("lifted_reason", Expr::cust("COALESCE(block_reason, '')"))
        .value("lifted_class", col("last_class"))
        .value("lifted_job", None::<i64>);
    restored::kept(statement, deed);
    resumed::kept(statement, deed);
}

/// Keeps nothing of it any more.
pub(super) fn forgotten(statement: &mut UpdateStatement) {
    for column in ["lifted_at", "lifted_job"] {
        statement.value(column, None::<i64>);
    }
    for column in
        ["lifted_deed", "lifted_note", "lifted_note_key", "lifted_scope", "lifted_reason", "lifted_class"]
    {
        statement.value(column, None::<String>);
    }
    restored::forgotten(statement);
    resumed::forgotten(statement);
}

/// Notes that a job took these blocks away, in the transaction that did: whoever takes it back finds them by it.
pub async fn record_cleared_by(
    tx: &Tx,
    org: OrganisationId,
    ids: &[StandingId],
    job: JobId,
) -> Result<(), StoreError> {
    if ids.is_empty() {
        return Ok(());
    }
    let mut statement = Query::update();
    statement
        .table("address_standings")
        .value("lifted_job", job.stored())
        .and_where(is_of("org_id", org))
        .and_where(is_among("id", ids));
    tx.execute(&statement).await?;
    Ok(())
}

/// Whether it was this job that took the block of an address away last.
pub async fn is_cleared_by(
    conn: &Conn,
    org: OrganisationId,
    id: StandingId,
    job: JobId,
) -> Result<bool, StoreError> {
    let mut query = Query::select();
    query
        .column("id")
        .from("address_standings")
        .and_where(is_of("org_id", org))
        .and_where(is_among("id", &[id]))
        .and_where(is("lifted_job", job));
    Ok(conn.one(&query).await?.is_some())
}

/// What the block of an address stopped, and why, as it was taken away last; `None` where that is not known, or not any more, or
/// where it is blocked again.
pub async fn lifted_block(
    conn: &Conn,
    org: OrganisationId,
    id: StandingId,
) -> Result<Option<(BlockScope, BlockReason)>, StoreError> {
    const TABLE: Columns = Columns("address_standings");
    let mut query = Query::select();
    query
        .columns(["lifted_scope", "lifted_reason"])
        .from("address_standings")
        .and_where(is_of("org_id", org))
        .and_where(is_among("id", &[id]))
        .and_where(col("lifted_at").is_not_null())
        .and_where(col("blocked_at").is_null());
    let Some(row) = conn.one(&query).await? else { return Ok(None) };
    if row.text("lifted_scope")?.is_empty() || row.text("lifted_reason")?.is_empty() {
        return Ok(None);
    }
    Ok(Some((row.parsed(TABLE.at("lifted_scope"))?, row.parsed(TABLE.at("lifted_reason"))?)))
}

/// Those of these few jobs that took a block away which is not there again. Index `address_standings_cleared_by_job`.
pub async fn clearing_jobs(
    conn: &Conn,
    org: OrganisationId,
    jobs: &[JobId],
    since: Timestamp,
) -> Result<BTreeSet<JobId>, StoreError> {
    let mut found = BTreeSet::new();
    for job in jobs {
        let mut query = Query::select();
        query
            .column("id")
            .from_as("address_standings", "r")
            .and_where(is("r.org_id", org))
            .and_where(is("r.lifted_job", *job))
            .and_where(Expr::cust(IS_LIFTED))
            .and_where(Expr::cust(IS_FREE))
            .and_where(col("r.lifted_at").gte(since.stored()))
            .limit(1);
        if conn.one(&query).await?.is_some() {
            found.insert(*job);
        }
    }
    Ok(found)
}

/// Forgets of all organisations how blocks were taken away before an instant, of at most `limit` addresses; the decisions on
/// them stay. Index `address_standings_cleared_by_age`.
pub async fn forget_cleared(tx: &Tx, before: Timestamp, limit: u64) -> Result<u64, StoreError> {
    let mut old = Query::select();
    old.column("id").from("address_standings").and_where(col("lifted_at").lt(before.stored())).limit(limit);
    let mut statement = Query::update();
    statement.table("address_standings").and_where(col("id").in_subquery(old));
    forgotten(&mut statement);
    tx.execute(&statement).await
}
