//! How the newest mail of a sender was protected on its way: whether any of it went in plain text.

use domain::outbox::DeliveryState;
use domain::{OrganisationId, OutboxId};
use sea_orm::sea_query::{ExprTrait, Order, Query};

use crate::row::Row;
use crate::sql::{col, is, is_among};
use crate::{Conn, StoreError};

/// Mails of the whole organisation among which those of a sender are looked for.
const NEWEST: u64 = 100;

/// Attempts at the newest mail of a sender that spoke with a server.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Spoken {
    /// All of them.
    pub attempts: u64,
    /// Those over connections without encryption.
    pub plain: u64,
}

/// Of the newest mails that were sent, those from this address. Indexes `outbox_by_created` and `attempts_by_item`.
pub async fn spoken(conn: &Conn, org: OrganisationId, from: &str) -> Result<Spoken, StoreError> {
    let mut newest = Query::select();
    newest
        .columns(["id", "from_address"])
        .from("outbox")
        .and_where(is("org_id", org))
        .and_where(is("state", DeliveryState::Sent.as_str()))
        .and_where(col("deleted_at").is_null())
        .order_by("created_at", Order::Desc)
        .order_by("id", Order::Desc)
        .limit(NEWEST);
    let read = |row: &Row| Ok::<_, StoreError>((row.id("id")?, row.text("from_address")?));
    let rows: Vec<(OutboxId, String)> =
        conn.all(&newest).await?.iter().map(read).collect::<Result<_, _>>()?;
    let ids: Vec<OutboxId> =
        rows.into_iter().filter(|(_, of)| of.eq_ignore_ascii_case(from)).map(|(id, _)| id).collect();
    if ids.is_empty() {
        return Ok(Spoken::default());
    }
    let mut attempts = Query::select();
    attempts
        .column("tls")
        .from("attempts")
        .and_where(is("org_id", org))
        .and_where(is_among("outbox_id", &ids))
        .and_where(col("host").is_not_null());
    let mut spoken = Spoken::default();
    for row in conn.all(&attempts).await? {
        spoken.attempts += 1;
        if !row.flag("tls")? {
            spoken.plain += 1;
        }
    }
    Ok(spoken)
}
