//! The walks along indexes that a page is merged from.

use sea_orm::DbBackend;
use sea_orm::sea_query::{
    Condition, Expr, ExprTrait, IntoTableRef, JoinType, Order as Direction, Query, SelectStatement,
};

use super::cursor::{Cursor, KeyValue};
use super::{Key, Kind, Listing, Order, Referred};
use crate::sql::{col, is};

/// The names that an order's keys have in the merged rows.
pub(super) const fn names(order: Order) -> &'static [&'static str] {
    match order {
        Order::By(_) | Order::ByOptional(_) | Order::ByPart(_) => &["k1"],
        Order::ByReferred(_) => &["k1", "k2", "k3"],
    }
}

/// What kinds of values they hold.
pub(super) fn kinds(order: Order) -> Vec<Kind> {
    match order {
        Order::By(key) | Order::ByOptional(key) | Order::ByPart(key) => vec![key.kind],
        Order::ByReferred(referred) => vec![referred.key.kind, Kind::Number, referred.then.kind],
    }
}

/// One key of a walk: a column, or a filler where this walk has none.
enum Slot {
    Column(Key),
    Filler(Kind),
    /// A column that is empty in every row of the walk. It is ordered by all the same: PostgreSQL
    /// would not see that its index then has the rows in order, and sort them all.
    Empty(Key),
}

impl Slot {
    fn expression(&self) -> Expr {
        match self {
            Self::Column(key) => col(key.column),
            Self::Filler(Kind::Number) | Self::Empty(Key { kind: Kind::Number, .. }) => Expr::val(0_i64),
            Self::Filler(Kind::Text) | Self::Empty(Key { kind: Kind::Text, .. }) => Expr::val(""),
        }
    }
}

/// The id of the referred table's entry.
const ENTRY: Key = super::number("g.id");

/// Which stretch of a list a page wants.
pub(super) struct Stretch<'a> {
    /// For which engine.
    pub(super) backend: DbBackend,
    /// Whether it goes from the end.
    pub(super) descending: bool,
    /// Where it begins.
    pub(super) after: Option<&'a Cursor>,
    /// Its rows.
    pub(super) limit: u64,
}

impl Listing {
    /// The walks that have rows behind the cursor.
    pub(super) fn walks(&self, stretch: &Stretch<'_>) -> Vec<SelectStatement> {
        let (descending, after) = (stretch.descending, stretch.after);
        let mut walks = Vec::new();
        for part in &self.parts {
            let (rank, part) = (part.rank, &part.condition);
            match self.order {
                Order::By(key) => {
                    walks.extend(self.plain(part, 0, &[Slot::Column(key)], (descending, after)))
                }
                Order::ByPart(key) => {
                    let rank = if descending { -rank } else { rank };
                    walks.extend(self.plain(part, rank, &[Slot::Column(key)], (descending, after)));
                }
                Order::ByOptional(key) => {
                    let (with, without) = (col(key.column).is_not_null(), col(key.column).is_null());
                    let filled = part.clone().add(with);
                    walks.extend(self.plain(&filled, 0, &[Slot::Column(key)], (descending, after)));
                    let empty = part.clone().add(without);
                    walks.extend(self.plain(&empty, 1, &[Slot::Empty(key)], (descending, after)));
                }
                Order::ByReferred(referred) => walks.extend(self.referred(part, referred, stretch)),
            }
        }
        walks
    }

    /// A walk along one index; `None` when the cursor is already behind it.
    fn plain(
        &self,
        part: &Condition,
        rank: i64,
        keys: &[Slot],
        (descending, after): (bool, Option<&Cursor>),
    ) -> Option<SelectStatement> {
        let mut walk = self.rows(part);
        match after {
            Some(cursor) if cursor.rank > rank => return None,
            Some(cursor) if cursor.rank == rank => {
                walk.and_where(behind(keys, &cursor.values, cursor.id, descending));
            }
            Some(_) | None => {}
        }
        finish(&mut walk, rank, keys, descending);
        Some(walk)
    }

    /// The walks of an order by a referred table: the rest of the entry that the cursor stands in,
    /// the entries behind it, and the rows that refer to nothing.
    fn referred(&self, part: &Condition, referred: Referred, stretch: &Stretch<'_>) -> Vec<SelectStatement> {
        let (descending, after) = (stretch.descending, stretch.after);
        let keys = [Slot::Column(referred.key), Slot::Column(ENTRY), Slot::Column(referred.then)];
        let mut walks = Vec::new();
        match after {
            Some(cursor) if cursor.rank == 0 => {
                let behind = behind(&keys[2..], &cursor.values[2..], cursor.id, descending);
                let mut rest = self.of_entries(&part.clone().add(behind), referred, stretch);
                rest.and_where(col("g.id").eq(cursor.values[1].expression()));
                finish(&mut rest, 0, &keys, descending);
                let mut later = self.of_entries(part, referred, stretch);
                later.and_where(beyond(&keys[..2], &cursor.values[..2], descending));
                finish(&mut later, 0, &keys, descending);
                walks.extend([rest, later]);
            }
            Some(_) => {}
            None => {
                let mut all = self.of_entries(part, referred, stretch);
                finish(&mut all, 0, &keys, descending);
                walks.push(all);
            }
        }
        if !referred.optional {
            return walks;
        }
        let reference = super::number(referred.reference);
        let fillers = [Slot::Filler(referred.key.kind), Slot::Empty(reference), Slot::Column(referred.then)];
        let empty = part.clone().add(col(referred.reference).is_null());
        walks.extend(self.plain(&empty, 1, &fillers, (descending, after)));
        walks
    }

    /// The entries of the referred table, `g`, and the rows of each, `r`: the entries in their order
    /// outside, the rows of each inside, so that nothing is left to sort. A cross join keeps `SQLite`
    /// from turning these loops around. `PostgreSQL` sorts all rows of an entry, which the index has in
    /// order, so it is given as many of each as the page may want.
    fn of_entries(&self, part: &Condition, referred: Referred, stretch: &Stretch<'_>) -> SelectStatement {
        let of_entry = col(referred.reference).eq(col("g.id"));
        let mut walk = self.rows(part);
        if matches!(stretch.backend, DbBackend::Postgres) {
            let direction = if stretch.descending { Direction::Desc } else { Direction::Asc };
            walk.expr(col(referred.then.column)).column(("r", "id")).and_where(of_entry);
            walk.order_by_expr(col(referred.then.column), direction.clone());
            walk.order_by(("r", "id"), direction).limit(stretch.limit);
            let mut entries = Query::select();
            entries.from_as(referred.table, "g").and_where(is("g.org_id", self.org));
            entries.join_lateral(JoinType::InnerJoin, walk, "r", Expr::cust("TRUE"));
            return entries;
        }
        walk.from_clear();
        walk.from_as(referred.table, "g");
        walk.cross_join(self.table.into_table_ref().alias("r"));
        walk.and_where(is("g.org_id", self.org)).and_where(of_entry);
        walk
    }
}

/// The rows behind the cursor in their order: `(keys.., id) > (values.., id)`, row by row, which
/// both engines turn into a place in the index.
fn behind(keys: &[Slot], values: &[KeyValue], id: i64, descending: bool) -> Expr {
    let pairs = keys.iter().zip(values).filter_map(|(key, value)| match key {
        Slot::Column(key) => Some((col(key.column), value.expression())),
        Slot::Filler(_) | Slot::Empty(_) => None,
    });
    compare(pairs.chain([(col("r.id"), Expr::val(id))]), descending)
}

/// The entries of a referred table behind the cursor's.
fn beyond(keys: &[Slot], values: &[KeyValue], descending: bool) -> Expr {
    let pairs = keys.iter().zip(values).map(|(key, value)| (key.expression(), value.expression()));
    compare(pairs, descending)
}

fn compare(pairs: impl Iterator<Item = (Expr, Expr)>, descending: bool) -> Expr {
    let (columns, values): (Vec<_>, Vec<_>) = pairs.unzip();
    let (columns, values) = (Expr::tuple(columns), Expr::tuple(values));
    if descending { columns.lt(values) } else { columns.gt(values) }
}

/// Selects the rank, the keys and the id, and orders by the columns among them.
fn finish(walk: &mut SelectStatement, rank: i64, keys: &[Slot], descending: bool) {
    let direction = if descending { Direction::Desc } else { Direction::Asc };
    walk.expr_as(Expr::val(rank), "rank");
    for (key, name) in keys.iter().zip(["k1", "k2", "k3"]) {
        walk.expr_as(key.expression(), name);
        if let Slot::Column(ordering) | Slot::Empty(ordering) = key {
            walk.order_by_expr(col(ordering.column), direction.clone());
        }
    }
    walk.expr_as(col("r.id"), "id").order_by(("r", "id"), direction);
}
