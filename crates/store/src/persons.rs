//! Whom we write to. Tables `persons`, `person_addresses`,
//! `persons_apart`, `person_joins`. Cases keep the raw address beside the
//! person, so that a person can be forgotten.

mod doubles;
mod joins;
mod list;
mod sought;
mod write;

pub use crate::joins::{Merged, Split};
pub use doubles::{Alike, Double, Doubles, EXAMINED_MAX, keep_apart, list_doubles};
#[cfg(test)]
pub(crate) use doubles::{Place, stretch};
pub use joins::{JoinedPerson, forget_joins, forget_joins_before, list_joined, split};
#[cfg(test)]
pub(crate) use list::listing;
pub use list::{PersonFilter, PersonSort, list};
pub use sought::find_by;
pub use write::{NewPerson, PersonChange, delete, insert, merge, open, update};

use std::collections::{BTreeMap, BTreeSet};

use domain::org::Language;
use domain::{CompanyId, EmailAddress, Id, OrganisationId, PersonId, Timestamp};
use sea_orm::sea_query::{ExprTrait, IntoTableRef, Order, Query, SelectStatement};

use crate::row::{Columns, Row};
use crate::sql::{IN_VALUES_MAX, col, is, is_of, joined, pick};
use crate::{Conn, StoreError};

/// Addresses of one person.
pub const ADDRESSES_MAX: usize = 20;

/// One person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonRow {
    /// The id.
    pub id: PersonId,
    /// The name.
    pub name: String,
    /// His addresses, the usual one first; none where his only one was deleted.
    pub addresses: Vec<EmailAddress>,
    /// His telephone number, as written; empty when not known.
    pub phone: String,
    /// The language he is written to in.
    pub language: Option<Language>,
    /// His company.
    pub company_id: Option<CompanyId>,
    /// Its name.
    pub company_name: Option<String>,
    /// Whether he has left it.
    pub former: bool,
    /// When he was made.
    pub created_at: Timestamp,
    /// How often he was changed.
    pub version: i64,
    /// The name of the user who changed him last; `None` where it was the program.
    pub updated_by_name: Option<String>,
}

/// The person with this id.
pub async fn find(conn: &Conn, org: OrganisationId, id: PersonId) -> Result<Option<PersonRow>, StoreError> {
    Ok(rows(conn, org, &[id.get()]).await?.into_iter().next())
}

/// Who has which of these addresses, by their keys.
pub async fn find_among(
    conn: &Conn,
    org: OrganisationId,
    keys: &[String],
) -> Result<BTreeMap<String, PersonId>, StoreError> {
    let mut found = BTreeMap::new();
    for keys in keys.chunks(IN_VALUES_MAX) {
        let mut query = Query::select();
        query
            .columns(["address_key", "person_id"])
            .from("person_addresses")
            .and_where(is("org_id", org))
            .and_where(col("address_key").is_in(keys.iter().map(String::as_str)));
        for row in conn.all(&query).await? {
            found.insert(row.text("address_key")?, row.id("person_id")?);
        }
    }
    Ok(found)
}

/// Those of these addresses whose persons have left where they worked, by their keys.
pub async fn former_among(
    conn: &Conn,
    org: OrganisationId,
    keys: &[String],
) -> Result<BTreeSet<String>, StoreError> {
    let mut found = BTreeSet::new();
    for keys in keys.chunks(IN_VALUES_MAX) {
        let mut query = Query::select();
        query
            .column(("a", "address_key"))
            .from_as("person_addresses", "a")
            .inner_join(
                "persons".into_table_ref().alias("p"),
                joined("p.id", "a.person_id", ("p.org_id", "a.org_id")),
            )
            .and_where(is("a.org_id", org))
            .and_where(is("p.former", true))
            .and_where(col("a.address_key").is_in(keys.iter().map(String::as_str)));
        for row in conn.all(&query).await? {
            found.insert(row.text("address_key")?);
        }
    }
    Ok(found)
}

/// The person who has this address, with his company.
pub async fn find_by_address(
    conn: &Conn,
    org: OrganisationId,
    address: &EmailAddress,
) -> Result<Option<(PersonId, Option<CompanyId>)>, StoreError> {
    let mut query = Query::select();
    query
        .columns([("p", "id"), ("p", "company_id")])
        .from_as("person_addresses", "a")
        .inner_join(
            "persons".into_table_ref().alias("p"),
            joined("p.id", "a.person_id", ("p.org_id", "a.org_id")),
        )
        .and_where(is("a.org_id", org))
        .and_where(is("a.address_key", address.key()));
    conn.one(&query).await?.map(|row| Ok((row.id("id")?, row.id_or_none("company_id")?))).transpose()
}

const TABLE: Columns = Columns("persons");

async fn rows(conn: &Conn, org: OrganisationId, ids: &[i64]) -> Result<Vec<PersonRow>, StoreError> {
    let mut query = select();
    query.and_where(is_of("r.org_id", org)).and_where(col("r.id").is_in(ids.iter().copied()));
    let mut addresses = addresses(conn, org, ids).await?;
    conn.all(&query).await?.iter().map(|row| read(row, &mut addresses)).collect()
}

fn select() -> SelectStatement {
    let mut query = Query::select();
    let columns = ["id", "name", "phone", "language", "company_id", "former", "created_at", "version"];
    pick(&mut query, "r", &columns);
    query
        .expr_as(col("c.name"), "company_name")
        .expr_as(col("u.name"), "updated_by_name")
        .from_as("persons", "r")
        .left_join(
            "companies".into_table_ref().alias("c"),
            joined("c.id", "r.company_id", ("c.org_id", "r.org_id")),
        )
        .left_join(
            "users".into_table_ref().alias("u"),
            joined("u.id", "r.updated_by", ("u.org_id", "r.org_id")),
        );
    query
}

async fn addresses(
    conn: &Conn,
    org: OrganisationId,
    persons: &[i64],
) -> Result<BTreeMap<PersonId, Vec<EmailAddress>>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["person_id", "address"])
        .from("person_addresses")
        .and_where(is("org_id", org))
        .and_where(col("person_id").is_in(persons.iter().copied()))
        .order_by("person_id", Order::Asc)
        .order_by("position", Order::Asc);
    let mut found = BTreeMap::<PersonId, Vec<EmailAddress>>::new();
    for row in conn.all(&query).await? {
        let address = row.parsed(Columns("person_addresses").at("address"))?;
        found.entry(row.id("person_id")?).or_default().push(address);
    }
    Ok(found)
}

fn read(row: &Row, addresses: &mut BTreeMap<PersonId, Vec<EmailAddress>>) -> Result<PersonRow, StoreError> {
    let id: Id<_> = row.id("id")?;
    Ok(PersonRow {
        id,
        name: row.text("name")?,
        addresses: addresses.remove(&id).unwrap_or_default(),
        phone: row.text("phone")?,
        language: row.parsed_or_none(TABLE.at("language"))?,
        company_id: row.id_or_none("company_id")?,
        company_name: row.text_or_none("company_name")?,
        former: row.flag("former")?,
        created_at: row.at("created_at")?,
        version: row.number("version")?,
        updated_by_name: row.text_or_none("updated_by_name")?,
    })
}
