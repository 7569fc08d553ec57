//! Pages by key: the one way all large lists are read.
//!
//! A list is cut into *parts*, each an equality on the leading columns of an index: one state, one
//! category. Within a part the rows lie in the index in the order asked for, so a page of a part
//! is a short walk along the index from the cursor on. The walks of all parts are merged into the
//! page: a list of two states costs two short walks and never a sort of everything.
//!
//! Rows without a value in the sort column are a walk of their own and come last. A sort by a
//! column of a small table that the rows refer to (a category's name) walks that table in order and
//! the rows of each entry. The walks yield ids alone; the rows are then read by id.

mod cursor;
mod walk;

use domain::OrganisationId;
use domain::limits::COUNT_MAX;
use sea_orm::DbBackend;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Order as Direction, Query, SelectStatement, UnionType};

use crate::list::{Count, ListQuery, Page, Purpose, SortColumn};
use crate::sql::{holds, holds_plainly, is};
use crate::{Conn, StoreError};
use cursor::Cursor;
use walk::Stretch;

/// What kind of value a sort column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Number,
    Text,
}

/// A sort column of the list's own table, `r` in every walk.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    /// With its alias: `r.title_key`.
    pub(crate) column: &'static str,
    pub(crate) kind: Kind,
}

/// A column that holds a number.
pub(crate) const fn number(column: &'static str) -> Key {
    Key { column, kind: Kind::Number }
}

/// A column that holds a folded text.
pub(crate) const fn text(column: &'static str) -> Key {
    Key { column, kind: Kind::Text }
}

/// A small table that the rows refer to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Referred {
    pub(crate) table: &'static str,
    /// Its sort column, with the alias `g`.
    pub(crate) key: Key,
    /// The column of the list's table with its id.
    pub(crate) reference: &'static str,
    /// Whether that column may be empty.
    pub(crate) optional: bool,
    /// The order among rows that refer to the same entry.
    pub(crate) then: Key,
}

/// How a list is ordered.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Order {
    /// By a column that always has a value.
    By(Key),
    /// By a column that may be empty.
    ByOptional(Key),
    /// By the parts' ranks, then by a column.
    ByPart(Key),
    /// By a column of a table that the rows refer to.
    ByReferred(Referred),
}

/// One part of a list.
pub(crate) struct Part {
    /// Its place in [`Order::ByPart`]; several parts may share one.
    pub(crate) rank: i64,
    /// What its rows have in common.
    pub(crate) condition: Condition,
}

impl Part {
    /// The one part of a list that is not cut.
    pub(crate) const fn only(condition: Condition) -> Self {
        Self { rank: 0, condition }
    }
}

/// A list of one organisation's rows.
pub(crate) struct Listing {
    pub(crate) table: &'static str,
    pub(crate) org: OrganisationId,
    /// The parts. No row may be in two.
    pub(crate) parts: Vec<Part>,
    /// What narrows every part further.
    pub(crate) narrowed: Condition,
    pub(crate) order: Order,
    /// The folded columns that a search looks into.
    pub(crate) searched: &'static [&'static str],
}

/// The ids of one page.
#[derive(Debug)]
pub(crate) struct Keys {
    pub(crate) ids: Vec<i64>,
    next: Option<String>,
    total: Count,
}

impl Keys {
    /// The page of rows that were read by the ids, put into their order; rows that went away
    /// between the two reads are left out.
    pub(crate) fn page<T>(self, mut rows: Vec<T>, id: impl Fn(&T) -> i64) -> Page<T> {
        let place = |row: &T| self.ids.iter().position(|wanted| *wanted == id(row));
        rows.sort_by_cached_key(place);
        Page { rows, next: self.next, total: self.total }
    }
}

/// Reads the ids of one page, where the next begins, and how many rows there are.
pub(crate) async fn keys<S: SortColumn>(
    conn: &Conn,
    listing: Listing,
    query: &ListQuery<S>,
) -> Result<Keys, StoreError> {
    let listing = listing.narrowed_by(query);
    let total = match query.purpose {
        Purpose::Screen => count(conn, &listing).await?,
        Purpose::Export => Count::default(),
    };
    let after = query.cursor.as_deref().map(|text| Cursor::read(text, query, listing.order)).transpose()?;
    let rows_max = query.rows_max() as usize;
    let Some(walks) = listing.statement(conn.backend(), query, after.as_ref()) else {
        return Ok(Keys { ids: Vec::new(), next: None, total });
    };
    let mut rows = conn.all(&walks).await?;
    let more = rows.len() > rows_max;
    rows.truncate(rows_max);
    let next = match rows.last() {
        Some(last) if more => Some(Cursor::of_row(last, listing.order)?.write(query)?),
        Some(_) | None => None,
    };
    let ids = rows.iter().map(|row| row.number("id")).collect::<Result<_, _>>()?;
    Ok(Keys { ids, next, total })
}

/// Counts along the index up to the cap.
pub(crate) async fn count(conn: &Conn, listing: &Listing) -> Result<Count, StoreError> {
    let Some(counting) = counting(listing) else {
        return Ok(Count::default());
    };
    let counted = conn.one(&counting).await?;
    Ok(Count::capped(counted.map_or(Ok(0), |row| row.number("counted"))?))
}

/// The statement that counts; `None` for a list without parts.
pub(crate) fn counting(listing: &Listing) -> Option<SelectStatement> {
    let mut parts = listing.parts.iter().map(|part| {
        let mut rows = listing.rows(&part.condition);
        rows.expr_as(Expr::val(1_i64), "one").limit(COUNT_MAX + 1);
        wrapped(rows)
    });
    let mut all = parts.next()?;
    all.unions(parts.map(|part| (UnionType::All, part)));
    let mut counted = Query::select();
    counted.expr_as(Expr::cust("COUNT(*)"), "counted").from_subquery(all, "a");
    Some(counted)
}

/// Tables of names, which people type in several ways.
const NAMES: [&str; 2] = ["persons", "companies"];

impl Listing {
    /// Takes the selection and the search into the condition.
    fn narrowed_by<S: SortColumn>(mut self, query: &ListQuery<S>) -> Self {
        if let Some(ids) = &query.ids {
            self.narrowed = self.narrowed.add(Expr::col(("r", "id")).is_in(ids.iter().copied()));
        }
        if let Some(needle) = query.needle() {
            let holds = if NAMES.contains(&self.table) { holds_plainly } else { holds };
            let found =
                self.searched.iter().fold(Condition::any(), |any, column| any.add(holds(column, &needle)));
            self.narrowed = self.narrowed.add(found);
        }
        self
    }

    /// The rows of a part, nothing selected yet.
    fn rows(&self, part: &Condition) -> SelectStatement {
        let mut rows = Query::select();
        rows.from_as(self.table, "r")
            .and_where(is("r.org_id", self.org))
            .cond_where(part.clone())
            .cond_where(self.narrowed.clone());
        rows
    }

    /// All walks that have rows behind the cursor, merged; `None` when there are none.
    fn statement<S: SortColumn>(
        &self,
        backend: DbBackend,
        query: &ListQuery<S>,
        after: Option<&Cursor>,
    ) -> Option<SelectStatement> {
        let direction = if query.descending { Direction::Desc } else { Direction::Asc };
        let limit = u64::from(query.rows_max()) + 1;
        let stretch = Stretch { backend, descending: query.descending, after, limit };
        let mut walks = self.walks(&stretch).into_iter().map(|mut walk| {
            walk.limit(limit);
            wrapped(walk)
        });
        let mut merged = walks.next()?;
        merged.unions(walks.map(|walk| (UnionType::All, walk)));
        merged.order_by("rank", Direction::Asc);
        for name in walk::names(self.order) {
            merged.order_by(*name, direction.clone());
        }
        merged.order_by("id", direction).limit(limit);
        Some(merged)
    }
}

/// A query as a table: a union's members may have no order and limit of their own.
fn wrapped(inner: SelectStatement) -> SelectStatement {
    let mut outer = Query::select();
    outer.expr(Expr::cust("*")).from_subquery(inner, "w");
    outer
}

/// The statements of the first page and of one behind a cursor, to look at their plans.
#[cfg(test)]
pub(crate) fn first_and_next<S: SortColumn>(
    backend: DbBackend,
    listing: &Listing,
    query: &ListQuery<S>,
) -> Vec<SelectStatement> {
    let cursors = [None, Some(Cursor::example(listing.order))];
    cursors.iter().filter_map(|after| listing.statement(backend, query, after.as_ref())).collect()
}
