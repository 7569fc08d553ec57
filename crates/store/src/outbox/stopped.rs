//! What is stopped, and what its way follows from. Index `outbox_held`.

use domain::compose::FromKind;
use domain::outbox::DeliveryState;
use domain::transport::WayChoice;
use domain::{EmailAddress, OrganisationId, OutboxId, Timestamp, UserId};
use sea_orm::sea_query::{Cond, Expr, ExprTrait, Order, Query, SelectStatement};

use super::{Place, way_choice};
use crate::row::{Columns, Row};
use crate::sql::{Stored, col, is};
use crate::{Conn, StoreError};

/// A mail that is stopped.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoppedMail {
    /// The id.
    pub id: OutboxId,
    /// Who it is from.
    pub from: EmailAddress,
    /// Its author, where it is from his own address.
    pub own_of: Option<UserId>,
    /// The way that somebody chose for it.
    pub way: Option<WayChoice>,
    /// When it was written.
    pub created_at: Timestamp,
}

impl StoppedMail {
    /// Where the list goes on behind it.
    #[must_use]
    pub const fn place(&self) -> Place {
        (self.created_at, self.id)
    }
}

const TABLE: Columns = Columns("outbox");

/// What was stopped since an instant, still is and is not in the bin, from the first on that lies behind a place; at most
/// `limit`. Not what its author wanted sent from his own address at a time that went by while it was stopped.
pub async fn list_stopped(
    conn: &Conn,
    org: OrganisationId,
    (since, behind): (Timestamp, Option<Place>),
    (now, limit): (Timestamp, u64),
) -> Result<Vec<StoppedMail>, StoreError> {
    conn.all(&stopped(org, (since, behind), (now, limit))).await?.iter().map(read).collect()
}

pub(crate) fn stopped(
    org: OrganisationId,
    (since, behind): (Timestamp, Option<Place>),
    (now, limit): (Timestamp, u64),
) -> SelectStatement {
    let mut query = Query::select();
    query
        .columns(["id", "from_address", "from_kind", "created_by", "chosen_way", "chosen_by", "created_at"])
        .from("outbox")
        .and_where(is("org_id", org))
        .and_where(col("held_at").is_not_null())
        .and_where(col("held_at").gte(since.stored()))
        .and_where(col("deleted_at").is_null())
        .cond_where(
            Cond::any()
                .add(col("from_kind").ne(FromKind::Own.as_str()))
                .add(col("planned_at").is_null())
                .add(col("planned_at").gt(now.stored()))
                .add(col("planned_at").lte(col("held_at"))),
        )
        // Written so that no index serves it: what is stopped is little.
        .and_where(Expr::cust("(state || '')").eq(DeliveryState::Queued.as_str()))
        .order_by("created_at", Order::Asc)
        .order_by("id", Order::Asc)
        .limit(limit);
    if let Some((at, id)) = behind {
        query.and_where(col("created_at").gte(at.stored()));
        let later = col("created_at").gt(at.stored());
        query.cond_where(Cond::any().add(later).add(col("id").gt(id.stored())));
    }
    query
}

fn read(row: &Row) -> Result<StoppedMail, StoreError> {
    let author: Option<UserId> = row.id_or_none("created_by")?;
    let is_own = row.parsed::<FromKind>(TABLE.at("from_kind"))? == FromKind::Own;
    Ok(StoppedMail {
        id: row.id("id")?,
        from: row.parsed(TABLE.at("from_address"))?,
        own_of: author.filter(|_| is_own),
        way: way_choice(row)?,
        created_at: row.at("created_at")?,
    })
}
