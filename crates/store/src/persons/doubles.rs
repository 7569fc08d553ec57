//! Persons who are likely one: they have the same name or the same telephone number. Whoever knows
//! better keeps two apart. Table `persons_apart`.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{Id, OrganisationId, PersonId};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use serde::{Deserialize, Serialize};

use super::{PersonRow, rows};
use crate::sql::{self, NewRow, col, is, json, same, sort_key};
use crate::{Conn, StoreError, Tx};

/// What two persons have in common.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
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

/// Some pairs, and where to look on.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Doubles {
    /// The pairs: those of one name by it, then those of one number.
    pub pairs: Vec<Double>,
    /// Where the next look begins; `None` when everybody was looked at.
    pub next: Option<String>,
}

/// Persons that one look examines, whatever it finds.
pub const EXAMINED_MAX: u64 = 5_000;

/// Pairs who are likely one and are not kept apart, from a cursor on: each person with the next one who is
/// alike, so that many of one name are a chain and not a pair each. At most `limit`, found among
/// [`EXAMINED_MAX`] persons; there may be more behind a look that found none.
pub async fn list_doubles(
    conn: &Conn,
    org: OrganisationId,
    cursor: Option<&str>,
    limit: usize,
) -> Result<Doubles, StoreError> {
    let from = cursor.map_or(Ok(Place::begin(Alike::Name)), Place::read)?;
    let (found, next) = look(conn, org, from, limit).await?;
    let ids: BTreeSet<i64> = found.iter().flat_map(|(_, one, other)| [one.get(), other.get()]).collect();
    let persons = rows(conn, org, &ids.into_iter().collect::<Vec<_>>()).await?;
    let named = |id: PersonId| persons.iter().find(|person| person.id == id).cloned();
    let double = |(alike, one, other)| Some(Double { alike, person: named(one)?, other: named(other)? });
    // Who has both in common is told of by the name.
    let is_told = |double: &Double| {
        double.alike == Alike::Name || sort_key(&double.person.name) != sort_key(&double.other.name)
    };
    let pairs = found.into_iter().filter_map(double).filter(is_told).collect();
    Ok(Doubles { pairs, next: next.map(|place| place.write()).transpose()? })
}

type Pair = (Alike, PersonId, PersonId);

async fn look(
    conn: &Conn,
    org: OrganisationId,
    from: Place,
    limit: usize,
) -> Result<(Vec<Pair>, Option<Place>), StoreError> {
    let (mut pairs, mut from, mut left) = (Vec::new(), from, EXAMINED_MAX);
    loop {
        let examined = conn.all(&stretch(org, &from, left)).await?;
        for row in &examined {
            from = Place { key: row.text("key")?, id: row.number("one")?, ..from };
            if let Some(other) = row.id_or_none("other")? {
                pairs.push((from.alike, row.id("one")?, other));
            }
            if pairs.len() == limit {
                return Ok((pairs, Some(from)));
            }
        }
        left -= examined.len() as u64;
        if left == 0 {
            return Ok((pairs, Some(from)));
        }
        match from.alike {
            Alike::Name => from = Place::begin(Alike::Phone),
            Alike::Phone => return Ok((pairs, None)),
        }
    }
}

/// The persons behind a place, and of each the next who is alike. Indexes `persons_by_name` and
/// `persons_by_phone`; the primary key of `persons_apart`.
pub(crate) fn stretch(org: OrganisationId, from: &Place, limit: u64) -> SelectStatement {
    let (one, other) = match from.alike {
        Alike::Name => ("a.name_key", "b.name_key"),
        Alike::Phone => ("a.phone_key", "b.phone_key"),
    };
    let mut apart = Query::select();
    apart.expr(Expr::val(1)).from_as("persons_apart", "d").and_where(is("d.org_id", org));
    apart.and_where(same("d.person_id", "a.id")).and_where(same("d.other_id", "b.id"));
    let mut next = Query::select();
    next.expr(col("b.id"))
        .from_as("persons", "b")
        .and_where(is("b.org_id", org))
        .and_where(same(other, one))
        .and_where(col("b.id").gt(col("a.id")))
        .and_where(Expr::not_exists(apart))
        .order_by_expr(col("b.id"), Order::Asc)
        .limit(1);
    let behind = if from.key.is_empty() {
        col(one).gt("")
    } else {
        Expr::tuple([col(one), col("a.id")])
            .gt(Expr::tuple([Expr::val(from.key.as_str()), Expr::val(from.id)]))
    };
    let mut query = Query::select();
    query
        .expr_as(col("a.id"), "one")
        .expr_as(col(one), "key")
        .expr_as(Expr::SubQuery(None, Box::new(next.into())), "other")
        .from_as("persons", "a")
        .and_where(is("a.org_id", org))
        .and_where(behind)
        .order_by_expr(col(one), Order::Asc)
        .order_by_expr(col("a.id"), Order::Asc)
        .limit(limit);
    query
}

/// Behind whom a look begins.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Place {
    alike: Alike,
    key: String,
    id: i64,
}

impl Place {
    /// Before everybody.
    pub(crate) const fn begin(alike: Alike) -> Self {
        Self { alike, key: String::new(), id: 0 }
    }

    fn read(text: &str) -> Result<Self, StoreError> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| StoreError::Cursor)?;
        serde_json::from_slice(&bytes).map_err(|_| StoreError::Cursor)
    }

    /// Opaque to whoever gives it back.
    fn write(&self) -> Result<String, StoreError> {
        Ok(URL_SAFE_NO_PAD.encode(json(self)?))
    }
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
