//! Companies that persons belong to, known by their domains. Tables `companies`, `company_domains`, `company_joins`.

mod joins;

use std::collections::BTreeMap;

use domain::distribution_list::ListMember;
use domain::{CompanyId, OrganisationId, Timestamp, UserId};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, IntoTableRef, Order as Direction, Query};

use crate::events::{self, Change};
use crate::joins::merged;
use crate::paging::{self, Listing, Order, Part, number, text};
use crate::row::Row;
use crate::sql::{self, NewRow, Stored, col, is, is_of, joined, sort_key};
use crate::{Conn, ListQuery, Page, SortColumn, StoreError, Tx, distribution_lists};

pub use crate::joins::{Merged, Split};
pub use joins::{JoinedCompany, forget_joins_before, list_joined, split};

/// Domains of one company.
pub const DOMAINS_MAX: usize = 50;

/// One company.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CompanyRow {
    /// The id.
    pub id: CompanyId,
    /// The name.
    pub name: String,
    /// The domains of its addresses, in lower case, by name.
    pub domains: Vec<String>,
    /// How many persons it has.
    pub persons: u64,
    /// When it was made.
    pub created_at: Timestamp,
    /// How often it was changed.
    pub version: i64,
    /// Who changed it last, where that is known.
    pub updated_by_name: Option<String>,
}

/// What companies can be sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum CompanySort {
    /// The name.
    #[default]
    Name,
    /// When it was made.
    CreatedAt,
}

impl SortColumn for CompanySort {
    const ALL: &'static [Self] = &[Self::Name, Self::CreatedAt];

    fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::CreatedAt => "created_at",
        }
    }
}

/// The company with this id.
pub async fn find(conn: &Conn, org: OrganisationId, id: CompanyId) -> Result<Option<CompanyRow>, StoreError> {
    Ok(rows(conn, org, &[id.get()]).await?.into_iter().next())
}

/// The company that has this domain.
pub async fn find_by_domain(
    conn: &Conn,
    org: OrganisationId,
    domain: &str,
) -> Result<Option<CompanyId>, StoreError> {
    let mut query = Query::select();
    query
        .column("company_id")
        .from("company_domains")
        .and_where(is("org_id", org))
        .and_where(is("domain", domain));
    conn.one(&query).await?.map(|row| row.id("company_id")).transpose()
}

/// The company with this name, the oldest where several have it. Index `companies_by_name`.
pub async fn find_by_name(
    conn: &Conn,
    org: OrganisationId,
    name: &str,
) -> Result<Option<CompanyId>, StoreError> {
    let mut query = Query::select();
    query
        .column("id")
        .from("companies")
        .and_where(is("org_id", org))
        .and_where(is("name_key", sort_key(name)))
        .order_by("id", Direction::Asc)
        .limit(1);
    conn.one(&query).await?.map(|row| row.id("id")).transpose()
}

/// One page of companies.
pub async fn list(
    conn: &Conn,
    org: OrganisationId,
    query: &ListQuery<CompanySort>,
) -> Result<Page<CompanyRow>, StoreError> {
    let keys = paging::keys(conn, listing(org, query.sort), query).await?;
    let rows = rows(conn, org, &keys.ids).await?;
    Ok(keys.page(rows, |company| company.id.get()))
}

/// How a list of companies is walked.
pub(crate) fn listing(org: OrganisationId, sort: CompanySort) -> Listing {
    let order = match sort {
        // Index `companies_by_name`.
        CompanySort::Name => Order::By(text("r.name_key")),
        // Index `companies_by_created`.
        CompanySort::CreatedAt => Order::By(number("r.created_at")),
    };
    let parts = vec![Part::only(Condition::all())];
    Listing { table: "companies", org, parts, narrowed: Condition::all(), order, searched: &["r.search_key"] }
}

/// Makes a company; [`StoreError::Duplicate`] when another has one of the domains.
pub async fn insert(
    tx: &Tx,
    org: OrganisationId,
    (name, domains): (&str, &[String]),
    at: Timestamp,
) -> Result<CompanyId, StoreError> {
    let id = tx.new_id();
    insert_as(tx, org, id, (name, domains), at).await?;
    Ok(id)
}

/// Makes a company of this id.
async fn insert_as(
    tx: &Tx,
    org: OrganisationId,
    id: CompanyId,
    (name, domains): (&str, &[String]),
    at: Timestamp,
) -> Result<(), StoreError> {
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("name", name)
        .with("name_key", sort_key(name))
        .with("search_key", search_key(name, domains))
        .with("created_at", at);
    tx.execute(&sql::insert("companies", [row])).await?;
    insert_domains(tx, org, id, domains).await?;
    events::insert(tx, org, Change::company(id));
    Ok(())
}

/// Begins to change a company: whoever else does waits until this transaction ends, so that each changes what the others
/// left. `None` when there is none.
pub async fn open(tx: &Tx, org: OrganisationId, id: CompanyId) -> Result<Option<CompanyRow>, StoreError> {
    let mut lock = sql::update("companies", org, id);
    lock.value("id", col("id"));
    if tx.execute(&lock).await? == 0 { Ok(None) } else { find(tx, org, id).await }
}

/// Gives it another name and other domains, as somebody or the program wants it; `false` when there is none,
/// [`StoreError::Duplicate`] when another has one of the domains.
pub async fn update(
    tx: &Tx,
    org: OrganisationId,
    id: CompanyId,
    (name, domains): (&str, &[String]),
    by: Option<UserId>,
) -> Result<bool, StoreError> {
    let mut statement = sql::update("companies", org, id);
    statement
        .value("version", col("version").add(1))
        .value("updated_by", by.stored())
        .value("name", name)
        .value("name_key", sort_key(name))
        .value("search_key", search_key(name, domains));
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    forget_domains(tx, org, id).await?;
    insert_domains(tx, org, id, domains).await?;
    events::insert(tx, org, Change::company(id));
    Ok(true)
}

/// Removes a company, and what is kept of those that were joined with it; its persons and cases stay without one. `false`
/// when there is none.
pub async fn delete(tx: &Tx, org: OrganisationId, id: CompanyId) -> Result<bool, StoreError> {
    joins::forget(tx, org, id).await?;
    remove(tx, org, id).await
}

async fn remove(tx: &Tx, org: OrganisationId, id: CompanyId) -> Result<bool, StoreError> {
    for table in ["persons", "cases"] {
        let mut statement = Query::update();
        statement.table(table).value("company_id", Expr::null()).and_where(is("org_id", org));
        statement.and_where(is("company_id", id));
        tx.execute(&statement).await?;
    }
    forget_domains(tx, org, id).await?;
    distribution_lists::forget(tx, org, &ListMember::Company { id }).await?;
    let mut statement = Query::delete();
    statement.from_table("companies").and_where(is("org_id", org)).and_where(is("id", id));
    events::insert(tx, org, Change::company(id));
    Ok(tx.execute(&statement).await? == 1)
}

/// Gives a company's persons, cases and domains to another, which is the same, and keeps what [`split`] needs, unless the
/// first has more persons or cases than a join remembers; refused when one of them is not there, or both together have too many
/// domains. Indexes `persons_by_company`, `cases_by_company`.
pub async fn merge(
    tx: &Tx,
    org: OrganisationId,
    (from, to): (CompanyId, CompanyId),
    at: Timestamp,
) -> Result<Merged, StoreError> {
    // Both by their ids, so that two who join the same two the other way round wait for one another in one order.
    let (first, second) = (from.min(to), from.max(to));
    let (Some(first), Some(second)) = (open(tx, org, first).await?, open(tx, org, second).await?) else {
        return Ok(Merged::Refused);
    };
    let (gone, stays) = if first.id == from { (first, second) } else { (second, first) };
    if from == to || stays.domains.len() + gone.domains.len() > DOMAINS_MAX {
        return Ok(Merged::Refused);
    }
    let joined = joins::look(tx, org, (&stays, &gone)).await?;
    let domains: Vec<String> = stays.domains.into_iter().chain(gone.domains).collect();
    for table in ["persons", "cases"] {
        let mut statement = Query::update();
        statement.table(table).value("company_id", to.stored()).and_where(is("org_id", org));
        statement.and_where(is("company_id", from));
        tx.execute(&statement).await?;
    }
    let (gone_member, member) = (ListMember::Company { id: from }, ListMember::Company { id: to });
    distribution_lists::hand_over(tx, org, &gone_member, (&member, to.get())).await?;
    remove(tx, org, from).await?;
    if let Some(joined) = &joined {
        joins::insert(tx, org, (from, to), (joined, at)).await?;
    }
    let is_written = update(tx, org, to, (&stays.name, &domains), None).await?;
    Ok(merged(is_written, joined.as_ref()))
}

async fn forget_domains(tx: &Tx, org: OrganisationId, id: CompanyId) -> Result<(), StoreError> {
    let mut statement = Query::delete();
    statement.from_table("company_domains").and_where(is("org_id", org)).and_where(is("company_id", id));
    tx.execute(&statement).await?;
    Ok(())
}

async fn insert_domains(
    tx: &Tx,
    org: OrganisationId,
    id: CompanyId,
    domains: &[String],
) -> Result<(), StoreError> {
    let row = |domain: &String| {
        NewRow::default().with("org_id", org).with("domain", domain.as_str()).with("company_id", id)
    };
    let rows: Vec<NewRow> = domains.iter().take(DOMAINS_MAX).map(row).collect();
    if !rows.is_empty() {
        tx.execute(&sql::insert("company_domains", rows)).await?;
    }
    Ok(())
}

fn search_key(name: &str, domains: &[String]) -> String {
    sort_key(&format!("{name} {}", domains.join(" ")))
}

async fn rows(conn: &Conn, org: OrganisationId, ids: &[i64]) -> Result<Vec<CompanyRow>, StoreError> {
    // Index `persons_by_company`.
    let mut persons = Query::select();
    persons.expr(Expr::cust("COUNT(*)")).from_as("persons", "p");
    persons.and_where(joined("p.company_id", "r.id", ("p.org_id", "r.org_id")));
    let mut query = Query::select();
    query
        .columns([("r", "id"), ("r", "name"), ("r", "created_at"), ("r", "version")])
        .expr_as(persons, "persons")
        .expr_as(col("u.name"), "updated_by_name")
        .from_as("companies", "r")
        .left_join(
            "users".into_table_ref().alias("u"),
            joined("u.id", "r.updated_by", ("u.org_id", "r.org_id")),
        )
        .and_where(is_of("r.org_id", org))
        .and_where(col("r.id").is_in(ids.iter().copied()));
    let mut domains = domains(conn, org, ids).await?;
    let read = |row: &Row| {
        let id = row.id("id")?;
        Ok(CompanyRow {
            id,
            name: row.text("name")?,
            domains: domains.remove(&id).unwrap_or_default(),
            persons: row.small(crate::row::Columns("companies").at("persons"))?,
            created_at: row.at("created_at")?,
            version: row.number("version")?,
            updated_by_name: row.text_or_none("updated_by_name")?,
        })
    };
    conn.all(&query).await?.iter().map(read).collect()
}

async fn domains(
    conn: &Conn,
    org: OrganisationId,
    companies: &[i64],
) -> Result<BTreeMap<CompanyId, Vec<String>>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["company_id", "domain"])
        .from("company_domains")
        .and_where(is("org_id", org))
        .and_where(col("company_id").is_in(companies.iter().copied()))
        .order_by("domain", Direction::Asc);
    let mut found = BTreeMap::<CompanyId, Vec<String>>::new();
    for row in conn.all(&query).await? {
        found.entry(row.id("company_id")?).or_default().push(row.text("domain")?);
    }
    Ok(found)
}
