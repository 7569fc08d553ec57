//! Sets of persons: selections and projects. Tables `people_lists`, `people_list_members`.

use std::collections::BTreeMap;

use domain::distribution_list::ListMember;
use domain::people_list::PeopleListKind;
use domain::{OrganisationId, PeopleListId, PersonId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, Func, OnConflict, Order, Query, SelectStatement};

use crate::events::{self, Change};
use crate::row::{Columns, Row};
use crate::sql::{self, INSERT_ROWS_MAX, NewRow, is, is_among, is_of, sort_key};
use crate::{Conn, StoreError, Tx, distribution_lists};

/// Sets of one kind.
pub const LISTS_MAX: u64 = 1_000;

/// One set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PeopleListRow {
    /// The id.
    pub id: PeopleListId,
    /// What it is.
    pub kind: PeopleListKind,
    /// The name.
    pub name: String,
    /// How many persons it has.
    pub persons: u64,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Makes a set; [`StoreError::Duplicate`] when another of its kind has the name.
pub async fn insert(
    tx: &Tx,
    org: OrganisationId,
    (kind, name): (PeopleListKind, &str),
    (by, at): (UserId, Timestamp),
) -> Result<PeopleListId, StoreError> {
    let id = tx.new_id();
    let row = NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("kind", kind.as_str())
        .with("name", name)
        .with("name_key", sort_key(name))
        .with("created_at", at)
        .with("created_by", by);
    tx.execute(&sql::insert("people_lists", [row])).await?;
    events::insert(tx, org, Change::settings());
    Ok(id)
}

/// Renames a set; `false` when there is none, [`StoreError::Duplicate`] when another of its kind has the name.
pub async fn rename(tx: &Tx, org: OrganisationId, id: PeopleListId, name: &str) -> Result<bool, StoreError> {
    let mut statement = sql::update("people_lists", org, id);
    statement.value("name", name).value("name_key", sort_key(name));
    events::insert(tx, org, Change::settings());
    Ok(tx.execute(&statement).await? == 1)
}

/// Deletes a set; its persons stay. `false` when there is none.
pub async fn delete(tx: &Tx, org: OrganisationId, id: PeopleListId) -> Result<bool, StoreError> {
    let mut members = Query::delete();
    members.from_table("people_list_members").and_where(is("org_id", org)).and_where(is("list_id", id));
    tx.execute(&members).await?;
    distribution_lists::forget(tx, org, &ListMember::Selection { id }).await?;
    let mut statement = Query::delete();
    statement.from_table("people_lists").and_where(is("org_id", org)).and_where(is("id", id));
    events::insert(tx, org, Change::settings());
    Ok(tx.execute(&statement).await? == 1)
}

/// The set with this id.
pub async fn find(
    conn: &Conn,
    org: OrganisationId,
    id: PeopleListId,
) -> Result<Option<PeopleListRow>, StoreError> {
    let mut query = select(org);
    query.and_where(is("id", id));
    Ok(with_counts(conn, org, &query).await?.into_iter().next())
}

/// The set of a kind with this name. Index `people_lists_by_name`.
pub async fn find_by_name(
    conn: &Conn,
    org: OrganisationId,
    (kind, name): (PeopleListKind, &str),
) -> Result<Option<PeopleListId>, StoreError> {
    let mut query = Query::select();
    query
        .column("id")
        .from("people_lists")
        .and_where(is("org_id", org))
        .and_where(is("kind", kind.as_str()))
        .and_where(is("name_key", sort_key(name)));
    conn.one(&query).await?.map(|row| row.id("id")).transpose()
}

/// The sets of a kind by name, at most 1,000. Index `people_lists_by_name`.
pub async fn list(
    conn: &Conn,
    org: OrganisationId,
    kind: PeopleListKind,
) -> Result<Vec<PeopleListRow>, StoreError> {
    let mut query = select(org);
    query.and_where(is("kind", kind.as_str())).order_by("name_key", Order::Asc).limit(LISTS_MAX);
    with_counts(conn, org, &query).await
}

/// The sets that a person stands in, selections first, each kind by name. Index `people_list_members_by_person`.
pub async fn list_of_person(
    conn: &Conn,
    org: OrganisationId,
    person: PersonId,
) -> Result<Vec<PeopleListRow>, StoreError> {
    let mut places = Query::select();
    places
        .column("list_id")
        .from("people_list_members")
        .and_where(is("org_id", org))
        .and_where(is("person_id", person))
        .limit(LISTS_MAX);
    let rows = conn.all(&places).await?;
    let ids = rows.iter().map(|row| row.id("list_id")).collect::<Result<Vec<PeopleListId>, _>>()?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = Query::select();
    query
        .columns(["id", "kind", "name", "created_at"])
        .from("people_lists")
        .and_where(is_of("org_id", org))
        .and_where(is_among("id", &ids))
        .order_by("kind", Order::Desc)
        .order_by("name_key", Order::Asc);
    with_counts(conn, org, &query).await
}

/// Adds persons of the organisation; those that it has stay. Returns how many are new.
pub async fn add(
    tx: &Tx,
    org: OrganisationId,
    id: PeopleListId,
    (persons, at): (&[PersonId], Timestamp),
) -> Result<u64, StoreError> {
    let mut known = Query::select();
    known.column("id").from("persons").and_where(is_of("org_id", org)).and_where(is_among("id", persons));
    let rows = tx.all(&known).await?;
    let ours = rows.iter().map(|row| row.id("id")).collect::<Result<Vec<PersonId>, _>>()?;
    let row = |person: &PersonId| {
        NewRow::default()
            .with("org_id", org)
            .with("list_id", id)
            .with("person_id", *person)
            .with("added_at", at)
    };
    let mut added = 0;
    for some in ours.chunks(INSERT_ROWS_MAX) {
        let mut statement = sql::insert("people_list_members", some.iter().map(row));
        let once = OnConflict::columns(["org_id", "list_id", "person_id"]).do_nothing().to_owned();
        statement.on_conflict(once);
        added += tx.execute(&statement).await?;
    }
    events::insert(tx, org, Change::settings());
    Ok(added)
}

/// Takes persons out; returns how many were there.
pub async fn remove(
    tx: &Tx,
    org: OrganisationId,
    id: PeopleListId,
    persons: &[PersonId],
) -> Result<u64, StoreError> {
    let mut statement = Query::delete();
    statement
        .from_table("people_list_members")
        .and_where(is("org_id", org))
        .and_where(is("list_id", id))
        .and_where(is_among("person_id", persons));
    events::insert(tx, org, Change::settings());
    tx.execute(&statement).await
}

/// A person is forgotten.
pub(crate) async fn forget(tx: &Tx, org: OrganisationId, person: PersonId) -> Result<(), StoreError> {
    let mut statement = Query::delete();
    statement.from_table("people_list_members").and_where(is("org_id", org));
    statement.and_where(is("person_id", person));
    tx.execute(&statement).await?;
    Ok(())
}

/// A person's places go to the one that he is joined with.
pub(crate) async fn hand_over(
    tx: &Tx,
    org: OrganisationId,
    (from, to): (PersonId, PersonId),
) -> Result<(), StoreError> {
    for (list, added_at) in lists_of(tx, org, from).await? {
        add(tx, org, list, (&[to], added_at)).await?;
    }
    forget(tx, org, from).await
}

/// Somebody's place in a set.
#[derive(serde::Serialize, serde::Deserialize)]
pub(crate) struct Place {
    list: PeopleListId,
    added_at: Timestamp,
    /// Whether the one whom he is joined with was there, too.
    is_shared: bool,
}

/// A person's places before he is joined with another. Index `people_list_members_by_person`.
pub(crate) async fn places(
    tx: &Tx,
    org: OrganisationId,
    (person, other): (PersonId, PersonId),
) -> Result<Vec<Place>, StoreError> {
    let others = lists_of(tx, org, other).await?;
    let of = lists_of(tx, org, person).await?.into_iter();
    Ok(of
        .map(|(list, added_at)| {
            let is_shared = others.iter().any(|(other, _)| *other == list);
            Place { list, added_at, is_shared }
        })
        .collect())
}

/// Gives places back to the person who had them, where the one whom he was joined with has them still.
pub(crate) async fn give_back(
    tx: &Tx,
    org: OrganisationId,
    (person, from): (PersonId, PersonId),
    places: &[Place],
) -> Result<(), StoreError> {
    let held = lists_of(tx, org, from).await?;
    for place in places.iter().filter(|place| held.iter().any(|(list, _)| *list == place.list)) {
        add(tx, org, place.list, (&[person], place.added_at)).await?;
        if !place.is_shared {
            remove(tx, org, place.list, &[from]).await?;
        }
    }
    Ok(())
}

async fn lists_of(
    tx: &Tx,
    org: OrganisationId,
    person: PersonId,
) -> Result<Vec<(PeopleListId, Timestamp)>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["list_id", "added_at"])
        .from("people_list_members")
        .and_where(is("org_id", org))
        .and_where(is("person_id", person));
    tx.all(&query).await?.iter().map(|row| Ok((row.id("list_id")?, row.at("added_at")?))).collect()
}

/// The persons of a set, for a list of persons.
pub(crate) fn members(org: OrganisationId, id: PeopleListId) -> SelectStatement {
    let mut query = Query::select();
    query
        .column("person_id")
        .from("people_list_members")
        .and_where(is("org_id", org))
        .and_where(is("list_id", id));
    query
}

fn select(org: OrganisationId) -> SelectStatement {
    let mut query = Query::select();
    query.columns(["id", "kind", "name", "created_at"]).from("people_lists").and_where(is("org_id", org));
    query
}

async fn with_counts(
    conn: &Conn,
    org: OrganisationId,
    query: &SelectStatement,
) -> Result<Vec<PeopleListRow>, StoreError> {
    let table = Columns("people_lists");
    let read = |row: &Row| {
        Ok::<_, StoreError>(PeopleListRow {
            id: row.id("id")?,
            kind: row.parsed(table.at("kind"))?,
            name: row.text("name")?,
            persons: 0,
            created_at: row.at("created_at")?,
        })
    };
    let mut lists = conn.all(query).await?.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let ids: Vec<PeopleListId> = lists.iter().map(|list| list.id).collect();
    if ids.is_empty() {
        return Ok(lists);
    }
    let mut counting = Query::select();
    counting
        .column("list_id")
        .expr_as(Func::count(Expr::col("person_id")), "count")
        .from("people_list_members")
        .and_where(is("org_id", org))
        .and_where(is_among("list_id", &ids))
        .group_by_col("list_id");
    let mut counts = BTreeMap::new();
    for row in conn.all(&counting).await? {
        let id: PeopleListId = row.id("list_id")?;
        counts.insert(id, u64::try_from(row.number("count")?).unwrap_or(0));
    }
    for list in &mut lists {
        list.persons = counts.get(&list.id).copied().unwrap_or(0);
    }
    Ok(lists)
}
