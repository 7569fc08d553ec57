//! What somebody sent, or the whole organisation: the outbox as its authors look at it. Mail of a case that whoever
//! asks may not see is left out.

use domain::outbox::DeliveryState;
use domain::{OrganisationId, OutboxId, UserId};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query};

use super::OutboxRow;
use super::list::{in_state, read, rows, select};
use crate::cases::CaseScope;
use crate::paging::{self, Listing, Order, Part, number};
use crate::sql::{col, is, is_among, is_of, joined};
use crate::{Conn, ListQuery, Page, SortColumn, StoreError};

/// What sent mail can be sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum SentSort {
    /// When it was written.
    #[default]
    CreatedAt,
}

impl SortColumn for SentSort {
    const ALL: &'static [Self] = &[Self::CreatedAt];

    fn as_str(self) -> &'static str {
        match self {
            Self::CreatedAt => "created_at",
        }
    }
}

/// Which of it a list shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum SentShelf {
    /// All of it.
    #[default]
    All,
    /// What every next server took.
    Sent,
    /// What is on its way, or waits for its time.
    OnItsWay,
    /// What came back, or was refused.
    Returned,
    /// What somebody stopped.
    Stopped,
}

impl SentShelf {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::All, Self::Sent, Self::OnItsWay, Self::Returned, Self::Stopped];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Sent => "sent",
            Self::OnItsWay => "on_its_way",
            Self::Returned => "returned",
            Self::Stopped => "stopped",
        }
    }

    /// The shelf with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shelf| shelf.as_str() == name)
    }

    /// The states of what stands on it; none for all.
    const fn states(self) -> &'static [DeliveryState] {
        match self {
            Self::All => &[],
            Self::Sent => &[DeliveryState::Sent],
            Self::OnItsWay => &[DeliveryState::Queued, DeliveryState::Sending],
            Self::Returned => &[DeliveryState::Failed],
            Self::Stopped => &[DeliveryState::Queued],
        }
    }

    /// The walks of it, one for each state: of one author's mail, or of everybody's. What is stopped is so little that
    /// all of it is walked, along `outbox_held`.
    fn parts(self, author: Option<UserId>) -> Vec<Part> {
        if self == Self::Stopped {
            let held =
                Condition::all().add(col("r.held_at").is_not_null()).add(col("r.deleted_at").is_null());
            // Written so that no index serves it.
            let own = author.map(|author| Expr::cust("+r.created_by").eq(author.get()));
            return vec![Part::only(held.add_option(own))];
        }
        let states = match self.states() {
            [] => DeliveryState::ALL.as_slice(),
            states => states,
        };
        let of = |state: &DeliveryState| {
            in_state(*state).add_option(author.map(|author| is("r.created_by", author)))
        };
        (0..).zip(states).map(|(rank, state)| Part { rank, condition: of(state) }).collect()
    }

    fn condition(self) -> Condition {
        let still = match self {
            Self::Stopped => Some(Expr::cust("(r.state || '')").eq(DeliveryState::Queued.as_str())),
            Self::OnItsWay => Some(col("r.held_at").is_null()),
            Self::All | Self::Sent | Self::Returned => None,
        };
        Condition::all().add_option(still)
    }
}

/// Whose sent mail, and which of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SentFilter {
    /// Whose; everybody's, and what programs wrote, when not given.
    pub author: Option<UserId>,
    /// Which of it.
    pub shelf: SentShelf,
    /// The cases that whoever asks may see.
    pub scope: CaseScope,
}

/// One page of it.
pub async fn list_sent(
    conn: &Conn,
    org: OrganisationId,
    query: &ListQuery<SentSort>,
    filter: &SentFilter,
) -> Result<Page<OutboxRow>, StoreError> {
    let keys = paging::keys(conn, listing(org, filter), query).await?;
    let rows = rows(conn, org, &keys.ids).await?;
    Ok(keys.page(rows, |item| item.id.get()))
}

/// One of it; not what lies in the bin.
pub async fn find_sent(
    conn: &Conn,
    org: OrganisationId,
    id: OutboxId,
    filter: &SentFilter,
) -> Result<Option<OutboxRow>, StoreError> {
    let mut query = Query::select();
    query
        .column(("r", "id"))
        .from_as("outbox", "r")
        .and_where(is_of("r.org_id", org))
        .and_where(is("r.id", id))
        .cond_where(shelved(filter))
        .cond_where(seen(&filter.scope));
    let mut item = select();
    item.and_where(is_of("o.org_id", org)).and_where(col("o.id").in_subquery(query));
    conn.one(&item).await?.map(|row| read(&row)).transpose()
}

/// How a list of it is walked: along index `outbox_by_author`, or along `outbox_by_created`, a walk for each state of
/// the shelf.
pub(crate) fn listing(org: OrganisationId, filter: &SentFilter) -> Listing {
    Listing {
        table: "outbox",
        org,
        parts: filter.shelf.parts(filter.author),
        narrowed: Condition::all().add(filter.shelf.condition()).add(seen(&filter.scope)),
        order: Order::By(number("r.created_at")),
        searched: &["r.subject_key", "r.recipients_key"],
    }
}

/// It stands on one of the shelf's walks.
fn shelved(filter: &SentFilter) -> Condition {
    let parts = filter.shelf.parts(filter.author).into_iter();
    let walks = parts.fold(Condition::any(), |walks, part| walks.add(part.condition));
    filter.shelf.condition().add(walks)
}

/// The mail is of no case, of one within the scope, or his own of one that is gone: it comes back to him alone.
fn seen(scope: &CaseScope) -> Condition {
    let CaseScope::Own { user, categories } = scope else { return Condition::all() };
    let mut case = Query::select();
    case.expr(Expr::val(1)).from_as("cases", "c").and_where(joined(
        "c.id",
        "r.case_id",
        ("c.org_id", "r.org_id"),
    ));
    let is_gone = Expr::not_exists(case.clone());
    case.cond_where(Condition::any().add(is("c.owner_id", *user)).add(is_among("c.category_id", categories)));
    // Written so that no index serves it: what it narrows is walked in another order.
    let is_his = Expr::cust("+r.created_by").eq(user.get());
    Condition::any().add(col("r.case_id").is_null()).add(Expr::exists(case)).add(is_his.and(is_gone))
}
