//! A mail that is proved to be from a blocked address lifts its block: there is somebody after all.

use domain::audit::AuditKind;
use domain::blocks::{AddressDeed, IncidentState};
use domain::returns::ReturnClass;
use domain::{EmailAddress, OrganisationId, Timestamp};
use sea_orm::sea_query::{ExprTrait, IntoTableRef, Query};

use super::StandingRow;
use super::cleared::lifted;
use super::trial::over;
use crate::address_changes::{self, AddressChange};
use crate::events::{self, Change};
use crate::sql::{self, Stored, col, is, joined};
use crate::{Conn, StoreError, Tx, audit};

/// Takes a block away for a mail that came from the address: it is written to again. What came back before counts no more as soon as
/// it is written down that somebody wrote ([`super::record_writer`]). `false` where it is not blocked any more as it was read.
pub async fn lift_proved(
    tx: &Tx,
    org: OrganisationId,
    row: &StandingRow,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let Some(block) = row.block else { return Ok(false) };
    let mut statement = sql::update("address_standings", org, row.id);
    statement
        .value("cleared_at", at.stored())
        .value("blocked_at", None::<i64>)
        .value("block_scope", None::<String>)
        .value("block_reason", None::<String>)
        .value("changed_by", None::<i64>)
        .and_where(is("blocked_at", block.at))
        .and_where(is("block_scope", block.scope.as_str()))
        .and_where(is("block_reason", block.reason.as_str()));
    over(&mut statement);
    lifted(&mut statement, (AddressDeed::Wrote, at), "");
    if tx.execute(&statement).await? == 0 {
        return Ok(false);
    }
    let change = AddressChange {
        at: tx.now(),
        by: None,
        deed: AddressDeed::Wrote,
        scope: None,
        reason: None,
        note: String::new(),
        mail: None,
    };
    address_changes::insert(tx, org, (&row.address.key(), &change)).await?;
    events::insert(tx, org, Change::settings());
    Ok(true)
}

/// Whether an incident that nobody has decided on holds a refusal of this address, but for those of these classes. Index
/// `returns_by_address`.
pub async fn awaits_decision(
    conn: &Conn,
    org: OrganisationId,
    address: &EmailAddress,
    but_for: &[ReturnClass],
) -> Result<bool, StoreError> {
    let mut query = Query::select();
    query
        .column(("r", "id"))
        .from_as("returns", "r")
        .inner_join(
            "return_incidents".into_table_ref().alias("i"),
            joined("i.id", "r.incident_id", ("i.org_id", "r.org_id")),
        )
        .and_where(is("r.org_id", org))
        .and_where(is("r.address_key", address.key()))
        .and_where(is("i.state", IncidentState::Open.as_str()))
        .and_where(col("i.class").is_not_in(but_for.iter().map(|class| class.as_str())))
        .limit(1);
    Ok(conn.one(&query).await?.is_some())
}

/// Whether such mails lift blocks.
pub async fn mail_lifts_blocks(conn: &Conn, org: OrganisationId) -> Result<bool, StoreError> {
    let mut query = Query::select();
    query.column("mail_lifts_blocks").from("organisations").and_where(is("id", org));
    let row = conn.one(&query).await?.ok_or(StoreError::Missing("organisation"))?;
    row.flag("mail_lifts_blocks")
}

/// Sets whether they do; what was lifted stays so.
pub async fn set_mail_lifts_blocks(tx: &Tx, org: OrganisationId, lifts: bool) -> Result<(), StoreError> {
    audit::watch_one(tx, org, (AuditKind::Organisation, org)).await?;
    let mut statement = Query::update();
    statement.table("organisations").value("mail_lifts_blocks", lifts).and_where(is("id", org));
    tx.execute(&statement).await?;
    events::insert(tx, org, Change::settings());
    Ok(())
}
