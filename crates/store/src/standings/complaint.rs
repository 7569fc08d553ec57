//! An address whose owner complained: he wants no mailings, whatever else blocks the address, until his consent is on record.

use domain::blocks::BlockReason;
use domain::{EmailAddress, OrganisationId, StandingId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, UpdateStatement};

use super::TABLE;
use super::write::open;
use crate::events::{self, Change};
use crate::row::Row;
use crate::sql::{self, Stored, col};
use crate::{StoreError, Tx, address_changes};

/// A complaint that stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Complaint {
    /// When it became known.
    pub at: Timestamp,
    /// Why mailings are blocked for it: it came back to us, or a list of another service tells of it.
    pub reason: BlockReason,
    /// When the owner's consent was on record last before it.
    pub consented_before: Option<Timestamp>,
}

/// What becomes of complaints where blocks are taken away.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Complaints {
    /// An address that complained is left as it is.
    LeftOut,
    /// The owners' consent is on record: their complaints are settled.
    Settled,
    /// They stand, whatever block goes: whoever takes it away blocks mailings for them.
    Stand,
}

pub(super) fn read(row: &Row) -> Result<Option<Complaint>, StoreError> {
    let Some(at) = row.at_or_none("complained_at")? else { return Ok(None) };
    if row.at_or_none("consented_at")?.is_some() {
        return Ok(None);
    }
    let reason = row.parsed(TABLE.at("complaint_reason"))?;
    Ok(Some(Complaint { at, reason, consented_before: row.at_or_none("former_consented_at")? }))
}

/// What is kept of a complaint that was settled as another one comes, and where.
const FORMER: [(&str, &str); 3] = [
    ("complained_at", "former_complained_at"),
    ("complaint_reason", "former_complaint_reason"),
    ("consented_at", "former_consented_at"),
];

/// Whether the complaint of a row stands, as `read` has it.
pub(super) fn stands() -> Expr {
    col("complained_at").is_not_null().and(col("consented_at").is_null())
}

/// What a clearing at this time makes of complaints, and of the addresses that have one.
pub(super) fn clearing(statement: &mut UpdateStatement, complaints: Complaints, at: Timestamp) {
    match complaints {
        Complaints::LeftOut => {
            statement.and_where(col("complained_at").is_null().or(col("consented_at").is_not_null()));
        }
        Complaints::Settled => {
            let consented = Expr::case(stands(), at.stored()).finally(col("consented_at"));
            statement.value("consented_at", consented);
        }
        Complaints::Stand => {}
    }
}

/// Writes down that the owner of an address complained; what was decided about it is kept from then on. What a list tells of
/// one that came back to us is told of both.
pub async fn record_complaint(
    tx: &Tx,
    org: OrganisationId,
    address: &EmailAddress,
    reason: BlockReason,
) -> Result<(), StoreError> {
    let id = open(tx, org, address).await?;
    let mut statement = sql::update("address_standings", org, id);
    for (column, former) in FORMER {
        // As they are before the statement.
        let kept = Expr::case(col("consented_at").is_not_null(), col(column)).finally(col(former));
        statement.value(former, kept);
    }
    statement
        .value("complained_at", tx.now().stored())
        .value("complaint_reason", reason.as_str())
        .value("consented_at", None::<i64>);
    if reason != BlockReason::Imported {
        // What a list told stands, whatever is taken back of what came to us.
        statement.and_where(col("complained_at").is_null().or(col("consented_at").is_not_null()));
    }
    tx.execute(&statement).await?;
    address_changes::keep(tx, org, &address.key()).await?;
    events::insert(tx, org, Change::settings());
    Ok(())
}

/// The complaint was of somebody else: what was known before it is known again, that its owner's consent is on record, or nothing.
pub async fn withdraw_complaint(tx: &Tx, org: OrganisationId, id: StandingId) -> Result<(), StoreError> {
    let mut statement = sql::update("address_standings", org, id);
    for (column, former) in FORMER {
        statement.value(column, col(former));
    }
    statement
        .value("former_complained_at", None::<i64>)
        .value("former_complaint_reason", None::<String>)
        .value("former_consented_at", None::<i64>);
    tx.execute(&statement).await?;
    Ok(())
}

/// Whoever took the block of the address away last takes that back, and what he said of the owner's consent with it; what was said
/// before stands.
pub async fn take_back_consent(tx: &Tx, org: OrganisationId, id: StandingId) -> Result<(), StoreError> {
    let mut statement = sql::update("address_standings", org, id);
    statement.value("consented_at", None::<i64>).and_where(sql::same("consented_at", "lifted_at"));
    tx.execute(&statement).await?;
    Ok(())
}
