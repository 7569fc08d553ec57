//! Who is in a list, and whom it reaches.

use domain::distribution_list::ListMember;
use domain::{DistributionListId, EmailAddress, OrganisationId};
use sea_orm::sea_query::{ExprTrait, IntoTableRef, Order, Query, SelectStatement};

use crate::row::{Columns, Row};
use crate::sql::{self, INSERT_ROWS_MAX, NewRow, col, is, joined, pick};
use crate::{Conn, StoreError, Tx, persons};

/// A member as a page shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MemberRow {
    /// Who or what.
    pub member: ListMember,
    /// Its name; `None` where an address has none.
    pub name: Option<String>,
}

/// Somebody whom a list reaches.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reached {
    /// The address.
    pub address: EmailAddress,
    /// Whose it is.
    pub name: Option<String>,
    /// Whether he has left where he worked.
    pub former: bool,
}

/// Puts these into the place of all who are in a list; those of the organisation alone are read again.
pub(super) async fn replace(
    tx: &Tx,
    org: OrganisationId,
    list: DistributionListId,
    members: &[ListMember],
) -> Result<(), StoreError> {
    let mut before = Query::delete();
    before.from_table("distribution_members").and_where(is("org_id", org)).and_where(is("list_id", list));
    tx.execute(&before).await?;
    let mut seen = std::collections::HashSet::new();
    let fresh: Vec<_> = members.iter().filter(|member| seen.insert(member.key())).collect();
    for some in fresh.chunks(INSERT_ROWS_MAX) {
        let rows = some.iter().map(|member| row(tx, org, list, member));
        tx.execute(&sql::insert("distribution_members", rows)).await?;
    }
    Ok(())
}

fn row(tx: &Tx, org: OrganisationId, list: DistributionListId, member: &ListMember) -> NewRow {
    let (ref_id, address, name) = match member {
        ListMember::Address { address, name } => (0, Some(address.to_string()), name.clone()),
        ListMember::Person { id } => (id.get(), None, None),
        ListMember::Company { id } => (id.get(), None, None),
        ListMember::Selection { id } => (id.get(), None, None),
    };
    NewRow::default()
        .with("id", tx.new_id::<()>())
        .with("org_id", org)
        .with("list_id", list)
        .with("kind", member.kind())
        .with("ref_id", ref_id)
        .with("address", address)
        .with("name", name)
        .with("member_key", member.key())
}

/// Who is in a list, in the order they came. Index `distribution_members_unique`.
pub async fn list_members(
    conn: &Conn,
    org: OrganisationId,
    list: DistributionListId,
) -> Result<Vec<MemberRow>, StoreError> {
    let mut query = Query::select();
    pick(&mut query, "m", &["kind", "ref_id", "address", "name"]);
    query
        .expr_as(col("p.name"), "person_name")
        .expr_as(col("c.name"), "company_name")
        .expr_as(col("s.name"), "selection_name")
        .from_as("distribution_members", "m")
        .left_join("persons".into_table_ref().alias("p"), of_kind("p.id", "p.org_id", "person"))
        .left_join("companies".into_table_ref().alias("c"), of_kind("c.id", "c.org_id", "company"))
        .left_join("people_lists".into_table_ref().alias("s"), of_kind("s.id", "s.org_id", "selection"))
        .and_where(is("m.org_id", org))
        .and_where(is("m.list_id", list))
        .order_by(("m", "id"), Order::Asc);
    let read = |row: &Row| read(row).transpose();
    conn.all(&query).await?.iter().filter_map(read).collect()
}

fn of_kind(id: &'static str, org: &'static str, kind: &'static str) -> sea_orm::sea_query::Expr {
    joined(id, "m.ref_id", (org, "m.org_id")).and(is("m.kind", kind))
}

/// `None` for what is gone.
fn read(row: &Row) -> Result<Option<MemberRow>, StoreError> {
    let kind = row.text("kind")?;
    let named = |column: &str| row.text_or_none(column);
    let (member, name) = match kind.as_str() {
        "person" => (ListMember::Person { id: row.id("ref_id")? }, named("person_name")?),
        "company" => (ListMember::Company { id: row.id("ref_id")? }, named("company_name")?),
        "selection" => (ListMember::Selection { id: row.id("ref_id")? }, named("selection_name")?),
        _ => {
            let (address, name) = (row.parsed(TABLE.at("address"))?, named("name")?);
            let member = ListMember::Address { address, name: name.clone() };
            return Ok(Some(MemberRow { member, name }));
        }
    };
    Ok(name.map(|name| MemberRow { member, name: Some(name) }))
}

const TABLE: Columns = Columns("distribution_members");

/// Whom a list reaches at this moment, the addresses that were typed first, then persons by name, those who left last; at
/// most `limit` of each kind of member. Tells too whether somebody who did not leave is missing for that. Somebody may
/// be there twice. Indexes `distribution_members_unique`, `persons_by_company`.
pub async fn reached(
    conn: &Conn,
    org: OrganisationId,
    list: DistributionListId,
    limit: u64,
) -> Result<(Vec<Reached>, bool), StoreError> {
    let max = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut all = typed(conn, org, list, limit + 1).await?;
    let mut cut = all.len() > max;
    all.truncate(max);
    let mut persons = members_of(org, list, "person");
    persons.inner_join(
        "persons".into_table_ref().alias("p"),
        joined("p.id", "m.ref_id", ("p.org_id", "m.org_id")),
    );
    let mut companies = members_of(org, list, "company");
    companies.inner_join(
        "persons".into_table_ref().alias("p"),
        joined("p.company_id", "m.ref_id", ("p.org_id", "m.org_id")),
    );
    let mut selections = members_of(org, list, "selection");
    selections
        .inner_join(
            "people_list_members".into_table_ref().alias("x"),
            joined("x.list_id", "m.ref_id", ("x.org_id", "m.org_id")),
        )
        .inner_join(
            "persons".into_table_ref().alias("p"),
            joined("p.id", "x.person_id", ("p.org_id", "x.org_id")),
        );
    for mut query in [persons, companies, selections] {
        pick(&mut query, "p", &["address", "name", "former"]);
        query
            .and_where(col("p.address").ne(""))
            .order_by(("p", "former"), Order::Asc)
            .order_by(("p", "name_key"), Order::Asc)
            .limit(limit + 1);
        let rows = conn.all(&query).await?;
        if let Some(row) = rows.get(max) {
            cut |= !row.flag("former")?;
        }
        for row in rows.iter().take(max) {
            all.push(Reached {
                address: row.parsed(Columns("persons").at("address"))?,
                name: Some(row.text("name")?).filter(|name| !name.is_empty()),
                former: row.flag("former")?,
            });
        }
    }
    Ok((all, cut))
}

/// The addresses that were typed; whose person has left, has left under that address too.
async fn typed(
    conn: &Conn,
    org: OrganisationId,
    list: DistributionListId,
    limit: u64,
) -> Result<Vec<Reached>, StoreError> {
    let mut query = members_of(org, list, "address");
    query.columns([("m", "address"), ("m", "name")]).order_by(("m", "id"), Order::Asc).limit(limit);
    let mut all = Vec::new();
    for row in conn.all(&query).await? {
        let (address, name) = (row.parsed(TABLE.at("address"))?, row.text_or_none("name")?);
        all.push(Reached { address, name, former: false });
    }
    let keys: Vec<String> = all.iter().map(|one| one.address.key()).collect();
    let former = persons::former_among(conn, org, &keys).await?;
    for one in &mut all {
        one.former = former.contains(&one.address.key());
    }
    Ok(all)
}

fn members_of(org: OrganisationId, list: DistributionListId, kind: &'static str) -> SelectStatement {
    let mut query = Query::select();
    query
        .from_as("distribution_members", "m")
        .and_where(is("m.org_id", org))
        .and_where(is("m.list_id", list))
        .and_where(is("m.kind", kind));
    query
}

/// Whether a list has this member. Index `distribution_members_by_key`.
pub async fn is_member(conn: &Conn, org: OrganisationId, member: &ListMember) -> Result<bool, StoreError> {
    let mut query = Query::select();
    query
        .column("id")
        .from("distribution_members")
        .and_where(is("org_id", org))
        .and_where(is("member_key", member.key()))
        .limit(1);
    Ok(conn.one(&query).await?.is_some())
}

/// Who is gone is in no list, and whoever is about to save one of them as it was is told. Index
/// `distribution_members_by_key`.
pub(crate) async fn forget(tx: &Tx, org: OrganisationId, member: &ListMember) -> Result<(), StoreError> {
    let mut lists = Query::select();
    lists
        .column("list_id")
        .from("distribution_members")
        .and_where(is("org_id", org))
        .and_where(is("member_key", member.key()));
    let mut changed = Query::update();
    changed
        .table("distribution_lists")
        .value("version", col("version").add(1))
        .value("updated_by", None::<i64>)
        .and_where(is("org_id", org))
        .and_where(col("id").in_subquery(lists));
    tx.execute(&changed).await?;
    let mut statement = Query::delete();
    statement
        .from_table("distribution_members")
        .and_where(is("org_id", org))
        .and_where(is("member_key", member.key()));
    tx.execute(&statement).await?;
    Ok(())
}

/// The places of one go to the other, who is the same.
pub(crate) async fn hand_over(
    tx: &Tx,
    org: OrganisationId,
    from: &ListMember,
    (to, ref_id): (&ListMember, i64),
) -> Result<(), StoreError> {
    let mut has = Query::select();
    has.column(("o", "list_id"))
        .from_as("distribution_members", "o")
        .and_where(is("o.org_id", org))
        .and_where(is("o.member_key", to.key()));
    let mut statement = Query::update();
    statement
        .table("distribution_members")
        .value("ref_id", ref_id)
        .value("member_key", to.key())
        .and_where(is("org_id", org))
        .and_where(is("member_key", from.key()))
        .and_where(col("list_id").in_subquery(has).not());
    tx.execute(&statement).await?;
    forget(tx, org, from).await
}

/// Somebody's place in a list.
#[derive(serde::Serialize, serde::Deserialize)]
pub(crate) struct Place {
    list: DistributionListId,
    /// Whether the one whom he is joined with was there, too.
    is_shared: bool,
}

/// The places of one before he is joined with another.
pub(crate) async fn places(
    tx: &Tx,
    org: OrganisationId,
    (member, other): (&ListMember, &ListMember),
) -> Result<Vec<Place>, StoreError> {
    let others = lists_of(tx, org, other).await?;
    let of = lists_of(tx, org, member).await?.into_iter();
    Ok(of.map(|list| Place { list, is_shared: others.contains(&list) }).collect())
}

/// Gives places back to the one who had them, where the one whom he was joined with has them still.
pub(crate) async fn give_back(
    tx: &Tx,
    org: OrganisationId,
    ((member, ref_id), from): ((&ListMember, i64), &ListMember),
    places: &[Place],
) -> Result<(), StoreError> {
    let held = lists_of(tx, org, from).await?;
    for place in places.iter().filter(|place| held.contains(&place.list)) {
        if place.is_shared {
            let row = row(tx, org, place.list, member);
            tx.execute(&sql::insert("distribution_members", [row])).await?;
        } else {
            let mut moved = Query::update();
            moved
                .table("distribution_members")
                .value("ref_id", ref_id)
                .value("member_key", member.key())
                .and_where(is("org_id", org))
                .and_where(is("list_id", place.list))
                .and_where(is("member_key", from.key()));
            tx.execute(&moved).await?;
        }
        // Whoever is about to save the list as it was is told.
        let mut changed = sql::update("distribution_lists", org, place.list);
        changed.value("version", col("version").add(1)).value("updated_by", None::<i64>);
        tx.execute(&changed).await?;
    }
    Ok(())
}

async fn lists_of(
    tx: &Tx,
    org: OrganisationId,
    member: &ListMember,
) -> Result<Vec<DistributionListId>, StoreError> {
    let mut query = Query::select();
    query
        .column("list_id")
        .from("distribution_members")
        .and_where(is("org_id", org))
        .and_where(is("member_key", member.key()));
    tx.all(&query).await?.iter().map(|row| row.id("list_id")).collect()
}
