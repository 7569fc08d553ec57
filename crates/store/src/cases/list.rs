//! The list of cases, within what one may see.

use std::collections::BTreeSet;

use domain::case::CaseStatus;
use domain::{CaseId, CategoryId, OrganisationId, StatusId, UserId};
use sea_orm::sea_query::{Condition, ExprTrait, IntoTableRef, Query, SelectStatement};

use super::narrow::Narrow;
use super::sort::{CaseSort, order};
use super::{CaseRow, by_status};
use crate::paging::{self, Listing, Part};
use crate::row::{Columns, Row};
use crate::sql::{IN_VALUES_MAX, col, is, is_among, is_of, joined, pick};
use crate::statuses::{self, StatusRow};
use crate::{Conn, ListQuery, Page, StoreError, request_types, tags};

/// Which cases somebody may see.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CaseScope {
    /// All of the organisation.
    All,
    /// Those he owns and those of his categories.
    Own {
        /// The user.
        user: UserId,
        /// His categories.
        categories: Vec<CategoryId>,
    },
}

/// Whose cases a list shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum OwnerFilter {
    /// Anybody's and nobody's.
    #[default]
    Any,
    /// Nobody's.
    Nobody,
    /// This user's.
    Is(UserId),
}

/// Which cases a list shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseFilter {
    /// What may be seen.
    pub scope: CaseScope,
    /// Only those in one of these states; none shows nothing.
    pub statuses: Vec<CaseStatus>,
    /// Only those that show this status of the organisation's own.
    pub own_status: Option<StatusId>,
    /// Whose.
    pub owner: OwnerFilter,
    /// Only those of this category.
    pub category_id: Option<CategoryId>,
    /// What else narrows the list.
    pub narrow: Narrow,
}

impl CaseFilter {
    /// All cases of these states within a scope.
    #[must_use]
    pub fn of(scope: CaseScope, statuses: &[CaseStatus]) -> Self {
        let statuses = statuses.to_vec();
        Self {
            scope,
            statuses,
            own_status: None,
            owner: OwnerFilter::Any,
            category_id: None,
            narrow: Narrow::default(),
        }
    }
}

/// The case with this id, if it is within the scope.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    id: CaseId,
    scope: &CaseScope,
) -> Result<Option<CaseRow>, StoreError> {
    let mut query = select();
    query.and_where(is("r.org_id", org)).and_where(is("r.id", id)).cond_where(scope.condition());
    let found: Option<CaseRow> = conn.one(&query).await?.map(|row| read(&row)).transpose()?;
    let Some(mut case) = found else { return Ok(None) };
    case.tags = tags::of_cases(conn, org, &[id]).await?.remove(&id).unwrap_or_default();
    Ok(Some(case))
}

/// Those of these cases that are within a scope.
pub async fn visible_among(
    conn: &Conn,
    org: OrganisationId,
    ids: &[CaseId],
    scope: &CaseScope,
) -> Result<BTreeSet<CaseId>, StoreError> {
    let mut visible = BTreeSet::new();
    for ids in ids.chunks(IN_VALUES_MAX) {
        let mut query = Query::select();
        query
            .column(("r", "id"))
            .from_as("cases", "r")
            .and_where(is_of("r.org_id", org))
            .and_where(is_among("r.id", ids))
            .cond_where(scope.condition());
        for row in conn.all(&query).await? {
            visible.insert(row.id("id")?);
        }
    }
    Ok(visible)
}

/// One page of cases.
pub async fn list(
    conn: &Conn,
    org: OrganisationId,
    query: &ListQuery<CaseSort>,
    filter: &CaseFilter,
) -> Result<Page<CaseRow>, StoreError> {
    let own = match (query.sort, filter.own_status) {
        (CaseSort::Status, _) | (_, Some(_)) => statuses::list(conn, org).await?,
        _ => Vec::new(),
    };
    let keys = paging::keys(conn, listing(org, query.sort, filter, &own), query).await?;
    let rows = by_ids(conn, org, &keys.ids).await?;
    Ok(keys.page(rows, |case| case.id.get()))
}

/// How a list of these cases is walked; `own` are the organisation's statuses, which only a list by them needs.
pub(crate) fn listing(
    org: OrganisationId,
    sort: CaseSort,
    filter: &CaseFilter,
    own: &[StatusRow],
) -> Listing {
    let owner = match filter.owner {
        OwnerFilter::Any => None,
        OwnerFilter::Nobody => Some(col("r.owner_id").is_null()),
        OwnerFilter::Is(user) => Some(is("r.owner_id", user)),
    };
    Listing {
        table: "cases",
        org,
        parts: if sort == CaseSort::Status || filter.own_status.is_some() {
            by_status::parts(filter, own)
        } else {
            parts(&filter.statuses, &filter.scope)
        },
        narrowed: Condition::all()
            .add_option(owner)
            .add_option(filter.category_id.map(|category| is("r.category_id", category)))
            .add(filter.narrow.condition(org)),
        order: order(sort),
        searched: &["r.title_key", "r.customer_key"],
    }
}

/// Categories that a list walks one by one; a user with more has his cases filtered out of all.
const CATEGORIES_WALKED_MAX: usize = 12;

impl CaseScope {
    /// Whether a case of this owner and category is within it: what `condition` asks of rows.
    #[must_use]
    pub fn covers(&self, owner: Option<UserId>, category: Option<CategoryId>) -> bool {
        match self {
            Self::All => true,
            Self::Own { user, categories } => {
                owner == Some(*user) || category.is_some_and(|category| categories.contains(&category))
            }
        }
    }

    /// What its cases, `r`, have in common.
    pub(crate) fn condition(&self) -> Condition {
        match self {
            Self::All => Condition::all(),
            Self::Own { user, categories } => {
                Condition::any().add(is("r.owner_id", *user)).add(is_among("r.category_id", categories))
            }
        }
    }

    /// The same in pieces that an index walks each; no case is in two.
    pub(super) fn pieces(&self) -> Vec<Condition> {
        match self {
            Self::Own { user, categories } if categories.len() <= CATEGORIES_WALKED_MAX => {
                let elsewhere = Condition::any()
                    .add(col("r.category_id").is_null())
                    .add(is_among("r.category_id", categories).not());
                let owned = Condition::all().add(is("r.owner_id", *user)).add(elsewhere);
                let of = |category: &CategoryId| Condition::all().add(is("r.category_id", *category));
                std::iter::once(owned).chain(categories.iter().map(of)).collect()
            }
            Self::All | Self::Own { .. } => vec![self.condition()],
        }
    }
}

/// The walks of a list of these states within a scope.
pub(crate) fn parts(statuses: &[CaseStatus], scope: &CaseScope) -> Vec<Part> {
    let mut parts = Vec::new();
    for (rank, status) in (0..).zip(CaseStatus::ALL).filter(|(_, status)| statuses.contains(status)) {
        let in_status =
            |piece: Condition| Part { rank, condition: piece.add(is("r.status", status.as_str())) };
        parts.extend(scope.pieces().into_iter().map(|piece| in_status(Condition::all().add(piece))));
    }
    parts
}

const TABLE: Columns = Columns("cases");

/// The cases with these ids, in no order.
pub(crate) async fn by_ids(
    conn: &Conn,
    org: OrganisationId,
    ids: &[i64],
) -> Result<Vec<CaseRow>, StoreError> {
    let mut rows =
        conn.all(&of_page(org, ids)).await?.iter().map(read).collect::<Result<Vec<CaseRow>, _>>()?;
    let ids: Vec<CaseId> = rows.iter().map(|case| case.id).collect();
    let mut tags = tags::of_cases(conn, org, &ids).await?;
    for case in &mut rows {
        case.tags = tags.remove(&case.id).unwrap_or_default();
    }
    Ok(rows)
}

/// The statement that reads these cases.
pub(crate) fn of_page(org: OrganisationId, ids: &[i64]) -> SelectStatement {
    let mut query = select();
    query.and_where(is_of("r.org_id", org)).and_where(col("r.id").is_in(ids.iter().copied()));
    query
}

fn select() -> SelectStatement {
    let mut query = Query::select();
    pick(
        &mut query,
        "r",
        &[
            "id",
            "number",
            "title",
            "status",
            "customer_name",
            "customer_address",
            "category_id",
            "priority_id",
            "owner_id",
            "mailbox_id",
            "messages",
            "unread",
            "delivery_failed",
            "created_at",
            "updated_at",
            "last_message_at",
            "due_at",
            "wait_until",
            "merged_into",
            "binned_at",
            "person_id",
            "company_id",
        ],
    );
    query
        .expr_as(col("c.name"), "category_name")
        .expr_as(col("p.name"), "priority_name")
        .expr_as(col("o.name"), "owner_name")
        .expr_as(col("m.address"), "mailbox_address")
        .from_as("cases", "r");
    by_status::pick_shown(&mut query);
    request_types::pick_shown(&mut query);
    let names = [
        ("categories", "c", joined("c.id", "r.category_id", ("c.org_id", "r.org_id"))),
        ("priorities", "p", joined("p.id", "r.priority_id", ("p.org_id", "r.org_id"))),
        ("users", "o", joined("o.id", "r.owner_id", ("o.org_id", "r.org_id"))),
        ("mailboxes", "m", joined("m.id", "r.mailbox_id", ("m.org_id", "r.org_id"))),
    ];
    for (table, alias, condition) in names {
        query.left_join(table.into_table_ref().alias(alias), condition);
    }
    query
}

fn read(row: &Row) -> Result<CaseRow, StoreError> {
    let (status_id, status_name) = by_status::read_shown(row)?;
    let (request_type_id, request_type_name) = request_types::read_shown(row)?;
    Ok(CaseRow {
        id: row.id("id")?,
        number: row.number("number")?,
        title: row.text("title")?,
        status: row.parsed(TABLE.at("status"))?,
        status_id,
        status_name,
        customer_name: row.text_or_none("customer_name")?,
        customer_address: row.text("customer_address")?,
        category_id: row.id_or_none("category_id")?,
        category_name: row.text_or_none("category_name")?,
        priority_id: row.id_or_none("priority_id")?,
        priority_name: row.text_or_none("priority_name")?,
        request_type_id,
        request_type_name,
        owner_id: row.id_or_none("owner_id")?,
        owner_name: row.text_or_none("owner_name")?,
        mailbox_id: row.id_or_none("mailbox_id")?,
        mailbox_address: row.text_or_none("mailbox_address")?,
        messages: row.small(TABLE.at("messages"))?,
        unread: row.flag("unread")?,
        delivery_failed: row.flag("delivery_failed")?,
        created_at: row.at("created_at")?,
        updated_at: row.at("updated_at")?,
        last_message_at: row.at("last_message_at")?,
        due_at: row.at_or_none("due_at")?,
        wait_until: row.at_or_none("wait_until")?,
        merged_into: row.id_or_none("merged_into")?,
        binned_at: row.at_or_none("binned_at")?,
        person_id: row.id_or_none("person_id")?,
        company_id: row.id_or_none("company_id")?,
        tags: Vec::new(),
    })
}
