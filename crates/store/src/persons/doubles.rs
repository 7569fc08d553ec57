//! Persons who are likely one: they have the same name or the same telephone number. Whoever knows
//! better keeps two apart. Table `persons_apart`.

use std::collections::BTreeSet;

use domain::{Id, OrganisationId, PersonId};
use sea_orm::sea_query::{Expr, ExprTrait, IntoTableRef, Order, Query};

use super::{PersonRow, rows};
use crate::sql::{self, NewRow, col, is, same};
use crate::{Conn, StoreError, Tx};

/// What two persons have in common.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Alike {
    /// The name, whatever its capitals.
    Name,
    /// The telephone number, however it is written.
    Phone,
}

impl Alike {
    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Phone => "phone",
        }
    }
}

/// Two persons who are likely one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Double {
    /// What they have in common.
    pub alike: Alike,
    /// Who has been known longer.
    pub person: PersonRow,
    /// Who came later.
    pub other: PersonRow,
}

/// The first pairs who are likely one and are not kept apart: those of one name by it, then those of
/// one number.
pub async fn list_doubles(conn: &Conn, org: OrganisationId, limit: u64) -> Result<Vec<Double>, StoreError> {
    let mut pairs = pairs(conn, org, Alike::Name, limit).await?;
    let known: BTreeSet<_> = pairs.iter().map(|(_, one, other)| (*one, *other)).collect();
    let by_phone = self::pairs(conn, org, Alike::Phone, limit).await?;
    pairs.extend(by_phone.into_iter().filter(|(_, one, other)| !known.contains(&(*one, *other))));
    pairs.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let ids: BTreeSet<i64> = pairs.iter().flat_map(|(_, one, other)| [one.get(), other.get()]).collect();
    let ids: Vec<i64> = ids.into_iter().collect();
    let persons = rows(conn, org, &ids).await?;
    let named = |id: PersonId| persons.iter().find(|person| person.id == id).cloned();
    let double = |(alike, one, other)| Some(Double { alike, person: named(one)?, other: named(other)? });
    Ok(pairs.into_iter().filter_map(double).collect())
}

/// Indexes `persons_by_name` and `persons_by_phone`, walked in their order until there are enough; the
/// primary key of `persons_apart`.
async fn pairs(
    conn: &Conn,
    org: OrganisationId,
    alike: Alike,
    limit: u64,
) -> Result<Vec<(Alike, PersonId, PersonId)>, StoreError> {
    let (one, other) = match alike {
        Alike::Name => ("a.name_key", "b.name_key"),
        Alike::Phone => ("a.phone_key", "b.phone_key"),
    };
    let mut apart = Query::select();
    apart.expr(Expr::val(1)).from_as("persons_apart", "d").and_where(is("d.org_id", org));
    apart.and_where(same("d.person_id", "a.id")).and_where(same("d.other_id", "b.id"));
    let mut query = Query::select();
    query.expr_as(col("a.id"), "one").expr_as(col("b.id"), "other").from_as("persons", "a").inner_join(
        "persons".into_table_ref().alias("b"),
        same("b.org_id", "a.org_id").and(same(other, one)).and(col("b.id").gt(col("a.id"))),
    );
    query
        .and_where(is("a.org_id", org))
        .and_where(col(one).ne(""))
        .and_where(Expr::exists(apart).not())
        .order_by_expr(col(one), Order::Asc)
        .order_by_expr(col("a.id"), Order::Asc)
        .order_by_expr(col("b.id"), Order::Asc)
        .limit(limit);
    let found = conn.all(&query).await?;
    found.iter().map(|row| Ok((alike, row.id("one")?, row.id("other")?))).collect()
}

/// Notes that two persons are not one; `false` when one of them is not there, or both are the same.
pub async fn keep_apart(
    tx: &Tx,
    org: OrganisationId,
    (one, other): (PersonId, PersonId),
) -> Result<bool, StoreError> {
    if one == other || rows(tx, org, &[one.get(), other.get()]).await?.len() != 2 {
        return Ok(false);
    }
    let mut pair = [one.get(), other.get()];
    pair.sort_unstable();
    let [first, second] = pair;
    forget_pair(tx, org, (first, second)).await?;
    let row = NewRow::default()
        .with("org_id", org)
        .with("person_id", PersonId::from(Id::new(first)))
        .with("other_id", PersonId::from(Id::new(second)));
    tx.execute(&sql::insert("persons_apart", [row])).await?;
    crate::events::insert(tx, org, crate::events::Change::person(one));
    Ok(true)
}

async fn forget_pair(tx: &Tx, org: OrganisationId, (first, second): (i64, i64)) -> Result<(), StoreError> {
    let mut statement = Query::delete();
    statement.from_table("persons_apart").and_where(is("org_id", org));
    statement.and_where(is("person_id", first)).and_where(is("other_id", second));
    tx.execute(&statement).await?;
    Ok(())
}

/// Forgets what was said of a person who is gone.
pub(super) async fn forget_apart(tx: &Tx, org: OrganisationId, person: PersonId) -> Result<(), StoreError> {
    for column in ["person_id", "other_id"] {
        let mut statement = Query::delete();
        statement.from_table("persons_apart").and_where(is("org_id", org)).and_where(is(column, person));
        tx.execute(&statement).await?;
    }
    Ok(())
}
