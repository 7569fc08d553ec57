//! The small vocabulary that the queries are written in, over sea-query's expressions.

use domain::{EmailAddress, Id, OrganisationId, Timestamp};
use sea_orm::sea_query::{
    Expr, ExprTrait, InsertStatement, LikeExpr, LockBehavior, LockType, Order, Query, SelectStatement,
    UpdateStatement, Value,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::raw::RawHash;
use crate::{Claim, StoreError, Tx};

/// Characters of a text that take part in sorting and searching.
const KEY_CHARS_MAX: usize = 200;
/// Rows of one INSERT: the engines allow 32,766 and 65,535 parameters in a statement.
pub(crate) const INSERT_ROWS_MAX: usize = 500;
/// Rows of one such INSERT that is kept prepared; a power of two.
const OFTEN_ROWS_MAX: usize = 64;
/// Values of one IN list.
pub(crate) const IN_VALUES_MAX: usize = 1_000;

/// A value of ours in a column of one of the portable types.
pub(crate) trait Stored {
    fn stored(self) -> Value;
}

impl<K> Stored for Id<K> {
    fn stored(self) -> Value {
        self.get().into()
    }
}

impl<K> Stored for Option<Id<K>> {
    fn stored(self) -> Value {
        self.map(Id::get).into()
    }
}

impl Stored for Timestamp {
    fn stored(self) -> Value {
        self.as_millis().into()
    }
}

impl Stored for Option<Timestamp> {
    fn stored(self) -> Value {
        self.map(Timestamp::as_millis).into()
    }
}

impl Stored for u64 {
    fn stored(self) -> Value {
        i64::try_from(self).unwrap_or(i64::MAX).into()
    }
}

impl Stored for u32 {
    fn stored(self) -> Value {
        i64::from(self).into()
    }
}

impl Stored for Option<u32> {
    fn stored(self) -> Value {
        self.map(i64::from).into()
    }
}

impl Stored for u16 {
    fn stored(self) -> Value {
        i64::from(self).into()
    }
}

impl Stored for i64 {
    fn stored(self) -> Value {
        self.into()
    }
}

impl Stored for bool {
    fn stored(self) -> Value {
        self.into()
    }
}

impl Stored for &str {
    fn stored(self) -> Value {
        self.into()
    }
}

impl Stored for String {
    fn stored(self) -> Value {
        self.into()
    }
}

impl Stored for Option<String> {
    fn stored(self) -> Value {
        self.into()
    }
}

impl Stored for Option<&str> {
    fn stored(self) -> Value {
        self.map(str::to_owned).into()
    }
}

impl Stored for &EmailAddress {
    fn stored(self) -> Value {
        self.to_string().into()
    }
}

impl Stored for Option<&EmailAddress> {
    fn stored(self) -> Value {
        self.map(ToString::to_string).into()
    }
}

impl Stored for Vec<u8> {
    fn stored(self) -> Value {
        self.into()
    }
}

impl Stored for Option<Vec<u8>> {
    fn stored(self) -> Value {
        self.into()
    }
}

impl Stored for RawHash {
    fn stored(self) -> Value {
        self.to_vec().into()
    }
}

impl Stored for Option<RawHash> {
    fn stored(self) -> Value {
        self.map(RawHash::to_vec).into()
    }
}

/// One row that is about to be inserted: columns and values side by side.
#[derive(Default)]
pub(crate) struct NewRow {
    columns: Vec<&'static str>,
    values: Vec<Value>,
}

impl NewRow {
    /// The row with this value in a column.
    pub(crate) fn with(mut self, column: &'static str, value: impl Stored) -> Self {
        self.columns.push(column);
        self.values.push(value.stored());
        self
    }
}

/// Inserts rows that name the same columns in the same order.
pub(crate) fn insert(table: &'static str, rows: impl IntoIterator<Item = NewRow>) -> InsertStatement {
    let mut statement = Query::insert();
    statement.into_table(table);
    let mut rows = rows.into_iter().peekable();
    if let Some(first) = rows.peek() {
        statement.columns(first.columns.iter().copied());
    }
    for row in rows {
        statement.values_panic(row.values.into_iter().map(Expr::val));
    }
    statement
}

/// Inserts rows that name the same columns in the same order, in statements of few different
/// lengths, which the engines keep prepared: for what is written all the time.
pub(crate) async fn insert_often(
    tx: &Tx,
    table: &'static str,
    mut rows: Vec<NewRow>,
) -> Result<(), StoreError> {
    while !rows.is_empty() {
        let length = 1 << std::cmp::min(rows.len(), OFTEN_ROWS_MAX).ilog2();
        let rest = rows.split_off(length);
        tx.execute_unawaited(&insert(table, std::mem::replace(&mut rows, rest))).await?;
    }
    Ok(())
}

/// A column: `state`, or with its table's name or alias, `i.state`.
pub(crate) fn col(name: &'static str) -> Expr {
    match name.split_once('.') {
        Some((table, column)) => Expr::col((table, column)),
        None => Expr::col(name),
    }
}

/// The column has this value.
pub(crate) fn is(name: &'static str, value: impl Stored) -> Expr {
    col(name).eq(value.stored())
}

/// The row that is sought by its id is of this organisation. Written so that no index serves it:
/// SQLite keeps no figures of its tables, takes any index that begins with the organisation for
/// better than a handful of ids, and would read all that the organisation has.
pub(crate) fn is_of(name: &'static str, org: OrganisationId) -> Expr {
    Expr::cust(format!("+{name}")).eq(org.stored())
}

/// The column has one of these ids.
pub(crate) fn is_among<K>(name: &'static str, ids: &[Id<K>]) -> Expr {
    col(name).is_in(filled_up(ids).map(|id| id.get()))
}

/// The values with the last one repeated up to the next power of two. Each length of an IN list is a
/// statement of its own; so there are few, and the engines keep them prepared.
pub(crate) fn filled_up<T: Copy>(values: &[T]) -> impl Iterator<Item = T> {
    let missing = values.len().next_power_of_two() - values.len();
    let last = values.last().copied().filter(|_| values.len() < IN_VALUES_MAX / 2);
    values.iter().copied().chain(last.into_iter().cycle().take(missing))
}

/// The two columns are equal: a join's condition.
pub(crate) fn same(one: &'static str, other: &'static str) -> Expr {
    col(one).eq(col(other))
}

/// The column, already folded, holds this folded text somewhere.
pub(crate) fn holds(name: &'static str, needle: &str) -> Expr {
    col(name).like(LikeExpr::new(format!("%{}%", escaped(needle))).escape('\\'))
}

/// Letters of names that are typed in several ways: Ødegård is Odegard, and Ödegård.
const PLAIN: [(&str, &str); 7] =
    [("å", "a"), ("ä", "a"), ("æ", "ae"), ("ø", "o"), ("ö", "o"), ("é", "e"), ("ü", "u")];

/// The same, whichever way the letters of a name are written on either side.
pub(crate) fn holds_plainly(name: &'static str, needle: &str) -> Expr {
    let column =
        PLAIN.iter().fold(name.to_owned(), |inner, (from, to)| format!("REPLACE({inner}, '{from}', '{to}')"));
    let plain = PLAIN.iter().fold(needle.to_owned(), |text, (from, to)| text.replace(from, to));
    Expr::cust(column).like(LikeExpr::new(format!("%{}%", escaped(&plain))).escape('\\'))
}

/// The column, already folded, ends with this folded text.
pub(crate) fn ends(name: &'static str, with: &str) -> Expr {
    col(name).like(LikeExpr::new(format!("%{}", escaped(with))).escape('\\'))
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// A join's condition within one organisation: `joined.id = row.reference`, and the same tenant.
pub(crate) fn joined(id: &'static str, reference: &'static str, orgs: (&'static str, &'static str)) -> Expr {
    same(id, reference).and(same(orgs.0, orgs.1))
}

/// Changes one record of an organisation.
pub(crate) fn update<O, K>(table: &'static str, org: Id<O>, id: Id<K>) -> UpdateStatement {
    let mut statement = Query::update();
    statement.table(table).and_where(is("org_id", org)).and_where(is("id", id));
    statement
}

/// What a claim writes into the rows it takes: the lease is a later due date, so that nobody has
/// to look for leases that ran out. `due` is the column.
pub(crate) fn claim(table: &'static str, due: &'static str, claim: &Claim) -> UpdateStatement {
    let mut takes = Query::select();
    takes
        .column("id")
        .from(table)
        .and_where(col(due).lte(claim.now.stored()))
        .order_by(due, Order::Asc)
        .limit(u64::from(claim.limit))
        // Written for PostgreSQL alone; SQLite has one writer.
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    let mut statement = Query::update();
    statement
        .table(table)
        .value("lease_owner", claim.owner.as_str())
        .value(due, claim.lease_until.stored())
        .and_where(col("id").in_subquery(takes))
        .returning_col("id");
    statement
}

/// Adds columns of one aliased table to a query.
pub(crate) fn pick(query: &mut SelectStatement, alias: &'static str, columns: &[&'static str]) {
    query.columns(columns.iter().map(|column| (alias, *column)));
}

/// What a text is compared and sorted by: lower case of its first characters.
pub(crate) fn sort_key(text: &str) -> String {
    text.trim().to_lowercase().chars().take(KEY_CHARS_MAX).collect()
}

/// A structure as JSON text.
pub(crate) fn json<T: Serialize + ?Sized>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(StoreError::database)
}

/// The stable name of an enum's value, as its serialisation has it.
pub(crate) fn name_of<T: Serialize>(value: &T) -> Result<String, StoreError> {
    Ok(json(value)?.trim_matches('"').to_owned())
}

/// The value with such a name.
pub(crate) fn named<T: DeserializeOwned>(name: &str) -> Result<T, serde_json::Error> {
    serde_json::from_value(serde_json::Value::String(name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sea_orm::sea_query::SqliteQueryBuilder;

    #[test]
    fn a_claim_takes_what_is_due_and_pushes_it_behind_the_lease() {
        let (now, until) = (Timestamp::from_millis(10), Timestamp::from_millis(20));
        let owner = String::from("node-1");
        let claim = claim("intakes", "due_at", &Claim { now, owner, lease_until: until, limit: 7 });
        assert_eq!(
            claim.to_string(SqliteQueryBuilder),
            "UPDATE \"intakes\" SET \"lease_owner\" = 'node-1', \"due_at\" = 20 WHERE \"id\" IN (SELECT \"id\" \
             FROM \"intakes\" WHERE \"due_at\" <= 10 ORDER BY \"due_at\" ASC LIMIT 7 ) RETURNING \"id\""
        );
    }

    #[test]
    fn lists_of_many_lengths_are_few_statements() {
        let length = |count: u8| filled_up(&(0..count).collect::<Vec<_>>()).count();
        assert_eq!([0, 1, 2, 3, 4, 5, 17, 64].map(length), [0, 1, 2, 4, 4, 8, 32, 64]);
        assert_eq!(filled_up(&[7, 8, 9]).collect::<Vec<_>>(), [7, 8, 9, 9]);
        assert_eq!(filled_up(&vec![1; IN_VALUES_MAX]).count(), IN_VALUES_MAX);
    }

    #[test]
    fn a_search_takes_wildcards_literally() {
        let mut query = Query::select();
        query.column("id").from("cases").and_where(holds("title_key", "50%_\\"));
        assert!(query.to_string(SqliteQueryBuilder).contains("50\\%\\_\\\\"));
    }

    #[test]
    fn keys_fold_case_and_are_bounded() {
        assert_eq!(sort_key("  ÅSE Ødegård "), "åse ødegård");
        assert_eq!(sort_key(&"Æ".repeat(500)).chars().count(), KEY_CHARS_MAX);
    }
}
