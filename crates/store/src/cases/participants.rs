//! Who outside takes part in a case: the customer and those kept informed.

use std::collections::{BTreeMap, BTreeSet};

use domain::case::{Direction, ParticipantRole};
use domain::{CaseId, EmailAddress, OrganisationId};
use sea_orm::sea_query::{ExprTrait, OnConflict, Order, Query};

use super::{Correspondent, NewMessage, own_addresses};
use crate::row::Columns;
use crate::sql::{self, NewRow, col, is, sort_key};
use crate::{Conn, StoreError, Tx};

/// Somebody who takes part.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParticipantRow {
    /// The address.
    pub address: EmailAddress,
    /// The name, where one is known.
    pub name: Option<String>,
    /// What he is to the case.
    pub role: ParticipantRole,
}

/// Everybody outside who wrote to the case or was written to from it, at most 1,000; those whom
/// somebody took out are strangers again.
pub async fn participants(
    conn: &Conn,
    org: OrganisationId,
    case: CaseId,
) -> Result<Vec<EmailAddress>, StoreError> {
    Ok(list_participants(conn, org, case).await?.into_iter().map(|row| row.address).collect())
}

/// The same with names and roles, by address.
pub async fn list_participants(
    conn: &Conn,
    org: OrganisationId,
    case: CaseId,
) -> Result<Vec<ParticipantRow>, StoreError> {
    let mut query = Query::select();
    query
        .columns(["address", "name", "role"])
        .from("case_participants")
        .and_where(is("org_id", org))
        .and_where(is("case_id", case))
        .and_where(is("removed", false))
        .order_by("address_key", Order::Asc)
        .limit(PARTICIPANTS_MAX);
    let rows = conn.all(&query).await?;
    let read = |row: &crate::row::Row| {
        Ok(ParticipantRow {
            address: row.parsed(TABLE.at("address"))?,
            name: row.text_or_none("name")?,
            role: row.parsed(TABLE.at("role"))?,
        })
    };
    rows.iter().map(read).collect()
}

/// Participants that are known of one case.
pub const PARTICIPANTS_MAX: u64 = 1_000;
const TABLE: Columns = Columns("case_participants");

/// Adds somebody by hand, or changes his role; whoever was taken out is back.
pub async fn put_participant(
    tx: &Tx,
    org: OrganisationId,
    case: CaseId,
    somebody: &ParticipantRow,
) -> Result<(), StoreError> {
    let row = NewRow::default()
        .with("org_id", org)
        .with("case_id", case)
        .with("address_key", somebody.address.key())
        .with("address", &somebody.address)
        .with("name", somebody.name.as_deref())
        .with("role", somebody.role.as_str())
        .with("by_hand", true)
        .with("removed", false);
    let mut statement = sql::insert("case_participants", [row]);
    let mut again = OnConflict::columns(["org_id", "case_id", "address_key"]);
    again.update_columns(["name", "role", "by_hand", "removed"]);
    statement.on_conflict(again);
    tx.execute(&statement).await?;
    Ok(())
}

/// Takes somebody out; `false` when he took no part.
pub async fn remove_participant(
    tx: &Tx,
    org: OrganisationId,
    case: CaseId,
    address: &EmailAddress,
) -> Result<bool, StoreError> {
    let mut statement = Query::update();
    statement
        .table("case_participants")
        .value("removed", true)
        .and_where(is("org_id", org))
        .and_where(is("case_id", case))
        .and_where(is("address_key", address.key()))
        .and_where(is("removed", false));
    Ok(tx.execute(&statement).await? == 1)
}

/// Makes a participant the customer; the one before is kept informed.
pub async fn set_customer(
    tx: &Tx,
    org: OrganisationId,
    case: CaseId,
    somebody: &ParticipantRow,
) -> Result<(), StoreError> {
    let mut before = Query::update();
    before
        .table("case_participants")
        .value("role", ParticipantRole::Cc.as_str())
        .and_where(is("org_id", org))
        .and_where(is("case_id", case))
        .and_where(is("role", ParticipantRole::Customer.as_str()))
        .and_where(col("address_key").ne(somebody.address.key()));
    tx.execute(&before).await?;
    let (name, address) = (somebody.name.clone(), somebody.address.to_string());
    let key = sort_key(&format!("{} {address}", name.as_deref().unwrap_or_default()));
    let mut statement = sql::update("cases", org, case);
    statement.value("customer_name", name).value("customer_address", address).value("customer_key", key);
    tx.execute(&statement).await?;
    Ok(())
}

/// Remembers the outsiders of a message: the organisation's own mailboxes are no participants,
/// or anybody who writes in their name could join a case.
pub(super) async fn insert_participants(
    tx: &Tx,
    org: OrganisationId,
    case: CaseId,
    message: &NewMessage,
) -> Result<(), StoreError> {
    let content = &message.content;
    let named = content.to.iter().chain(&content.cc);
    insert_outsiders(tx, org, case, outsiders(message.direction, &content.from, named)).await
}

/// The outsiders of a message by the key of their address.
pub(super) fn outsiders<'a>(
    direction: Direction,
    from: &'a Correspondent,
    named: impl Iterator<Item = &'a Correspondent>,
) -> Outsiders<'a> {
    let sender = match direction {
        Direction::Received => Some(from),
        Direction::Sent => None,
        Direction::Comment => return BTreeMap::new(),
    };
    let all = sender.into_iter().chain(named);
    all.filter_map(|somebody| Some((somebody.address.as_ref()?.key(), somebody))).collect()
}

/// Correspondents by the key of their address.
pub(super) type Outsiders<'a> = BTreeMap<String, &'a Correspondent>;

pub(super) async fn insert_outsiders(
    tx: &Tx,
    org: OrganisationId,
    case: CaseId,
    mut outsiders: Outsiders<'_>,
) -> Result<(), StoreError> {
    for own in own_addresses(tx, org, outsiders.keys().cloned().collect()).await? {
        outsiders.remove(&own);
    }
    if outsiders.is_empty() {
        return Ok(());
    }
    let customer = customer_key(tx, org, case).await?;
    let row = |(key, somebody): (&String, &&Correspondent)| {
        let role = if *key == customer { ParticipantRole::Customer } else { ParticipantRole::Cc };
        NewRow::default()
            .with("org_id", org)
            .with("case_id", case)
            .with("address_key", key.as_str())
            .with("address", somebody.address.as_ref())
            .with("name", somebody.name.as_deref())
            .with("role", role.as_str())
    };
    let mut statement =
        sql::insert("case_participants", outsiders.iter().take(sql::INSERT_ROWS_MAX).map(row));
    let mut again = OnConflict::columns(["org_id", "case_id", "address_key"]);
    // Whoever has a name keeps it; until then he is called as the first mail that names him does.
    again.update_column("name").action_and_where(col("case_participants.name").is_null());
    statement.on_conflict(again);
    tx.execute_unawaited(&statement).await
}

/// Forgets those who only messages named that are in the case no more.
pub(super) async fn keep_participants(
    tx: &Tx,
    org: OrganisationId,
    case: CaseId,
    named: &BTreeSet<String>,
) -> Result<(), StoreError> {
    let mut statement = Query::delete();
    statement
        .from_table("case_participants")
        .and_where(is("org_id", org))
        .and_where(is("case_id", case))
        .and_where(is("by_hand", false))
        .and_where(is("role", ParticipantRole::Cc.as_str()))
        .and_where(is("removed", false));
    if !named.is_empty() {
        statement.and_where(col("address_key").is_not_in(named.iter().take(sql::IN_VALUES_MAX).cloned()));
    }
    tx.execute(&statement).await?;
    Ok(())
}

async fn customer_key(tx: &Tx, org: OrganisationId, case: CaseId) -> Result<String, StoreError> {
    let mut query = Query::select();
    query.column("customer_address").from("cases").and_where(is("org_id", org)).and_where(is("id", case));
    let written = tx.one(&query).await?.map_or(Ok(String::new()), |row| row.text("customer_address"))?;
    Ok(written.parse::<EmailAddress>().map_or(written, |address| address.key()))
}
