//! What waits from its author's own address, and takes the way of its sender. Index `outbox_by_author`.

use domain::compose::FromKind;
use domain::outbox::DeliveryState;
use domain::{CaseId, EmailAddress, OrganisationId, OutboxId, Timestamp, UserId};
use sea_orm::sea_query::{Cond, ExprTrait, Order, Query, SelectStatement};

use super::Place;
use crate::row::Columns;
use crate::sql::{Stored, col, filled_up, is};
use crate::{Conn, StoreError};

/// A mail from its author's own address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnMail {
    /// The id.
    pub id: OutboxId,
    /// Who it is from.
    pub from: EmailAddress,
    /// When it was written.
    pub created_at: Timestamp,
    /// The case that it is of.
    pub case_id: Option<CaseId>,
    /// When it was stopped; `None` where it is not.
    pub held_at: Option<Timestamp>,
}

impl OwnMail {
    /// Where the list goes on behind it.
    #[must_use]
    pub const fn place(&self) -> Place {
        (self.created_at, self.id)
    }
}

const TABLE: Columns = Columns("outbox");

/// The addresses that such mail is from, held or not, by the alphabet from the first on that lies behind `after`; at most
/// `limit`. A user has one, and had few.
pub async fn list_own_addresses(
    conn: &Conn,
    org: OrganisationId,
    asked: (UserId, Option<&EmailAddress>),
    limit: u64,
) -> Result<Vec<EmailAddress>, StoreError> {
    let rows = conn.all(&addresses(org, asked, limit)).await?;
    rows.iter().map(|row| row.parsed(TABLE.at("from_address"))).collect()
}

pub(crate) fn addresses(
    org: OrganisationId,
    (author, after): (UserId, Option<&EmailAddress>),
    limit: u64,
) -> SelectStatement {
    let mut query = waiting_own(org, author);
    query.distinct().column("from_address").order_by("from_address", Order::Asc).limit(limit);
    if let Some(after) = after {
        query.and_where(col("from_address").gt(after.to_string()));
    }
    query
}

/// What is from these addresses and not held, from the first on that lies behind a place; at most `limit`.
pub async fn list_waiting_own(
    conn: &Conn,
    org: OrganisationId,
    (author, addresses, after): (UserId, &[EmailAddress], Option<Place>),
    limit: u64,
) -> Result<Vec<OwnMail>, StoreError> {
    read_all(conn, &waiting(org, (author, addresses, after), limit)).await
}

pub(crate) fn waiting(
    org: OrganisationId,
    (author, addresses, after): (UserId, &[EmailAddress], Option<Place>),
    limit: u64,
) -> SelectStatement {
    let mut query = behind(waiting_own(org, author), (addresses, after), limit);
    query.and_where(col("held_at").is_null());
    query
}

/// What is from these addresses, held, and to leave later than `now`, from the first on that lies behind a place; at most
/// `limit`.
pub async fn list_held_own(
    conn: &Conn,
    org: OrganisationId,
    asked: (UserId, &[EmailAddress], Option<Place>),
    (now, limit): (Timestamp, u64),
) -> Result<Vec<OwnMail>, StoreError> {
    read_all(conn, &held(org, asked, (now, limit))).await
}

pub(crate) fn held(
    org: OrganisationId,
    (author, addresses, after): (UserId, &[EmailAddress], Option<Place>),
    (now, limit): (Timestamp, u64),
) -> SelectStatement {
    let mut query = behind(waiting_own(org, author), (addresses, after), limit);
    query.and_where(col("held_at").is_not_null()).and_where(col("planned_at").gt(now.stored()));
    query
}

fn waiting_own(org: OrganisationId, author: UserId) -> SelectStatement {
    let mut query = Query::select();
    query
        .from("outbox")
        .and_where(is("org_id", org))
        .and_where(is("created_by", author))
        .and_where(is("state", DeliveryState::Queued.as_str()))
        .and_where(is("from_kind", FromKind::Own.as_str()))
        .and_where(col("deleted_at").is_null())
        .and_where(col("chosen_way").is_null());
    query
}

fn behind(
    mut query: SelectStatement,
    (addresses, after): (&[EmailAddress], Option<Place>),
    limit: u64,
) -> SelectStatement {
    let addresses: Vec<String> = addresses.iter().map(EmailAddress::to_string).collect();
    let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
    query
        .columns(["id", "from_address", "created_at", "case_id", "held_at"])
        .and_where(col("from_address").is_in(filled_up(&addresses)))
        .order_by("created_at", Order::Asc)
        .order_by("id", Order::Asc)
        .limit(limit);
    if let Some((at, id)) = after {
        query.and_where(col("created_at").gte(at.stored()));
        let later = col("created_at").gt(at.stored());
        query.cond_where(Cond::any().add(later).add(col("id").gt(id.stored())));
    }
    query
}

async fn read_all(conn: &Conn, query: &SelectStatement) -> Result<Vec<OwnMail>, StoreError> {
    let mut found = Vec::new();
    for row in conn.all(query).await? {
        found.push(OwnMail {
            id: row.id("id")?,
            from: row.parsed(TABLE.at("from_address"))?,
            created_at: row.at("created_at")?,
            case_id: row.id_or_none("case_id")?,
            held_at: row.at_or_none("held_at")?,
        });
    }
    Ok(found)
}
