//! The newest mail that went to an address before an instant: what a report that names no mail may be about.

use domain::{OrganisationId, OutboxId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, IntoTableRef, Order, Query, SelectStatement, UnionType};

use crate::sql::{Stored, col, is, joined};
use crate::{Conn, StoreError};

/// How long before a report its mail was sent, milliseconds: servers try for five days (RFC 5321 4.5.4.1), and some
/// reports wait on their own way.
const WITHIN_MS: i64 = 7 * 24 * 3600 * 1000;
/// Mails that are looked at of one address: the newest, and whether there is another.
const LOOKED_AT: u64 = 2;

/// A mail that went to an address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SentBefore {
    /// The mail.
    pub outbox_id: OutboxId,
    /// Its subject.
    pub subject: String,
    /// When it was written.
    pub at: Timestamp,
    /// Whether it is the only one that may be meant.
    pub only: bool,
}

/// For each of these addresses, by its key, and each instant: the newest mail that a server took for it within the
/// seven days before; `None` where there is none. Index `deliveries_by_recipient`.
pub async fn newest_to(
    conn: &Conn,
    org: OrganisationId,
    wanted: &[(String, Timestamp)],
) -> Result<Vec<Option<SentBefore>>, StoreError> {
    let mut found = vec![None; wanted.len()];
    let Some(query) = all_of(org, wanted) else { return Ok(found) };
    for row in conn.all(&query).await? {
        let place = usize::try_from(row.number("place")?).ok();
        let Some(place) = place.and_then(|place| found.get_mut(place)) else { continue };
        let sent = SentBefore {
            outbox_id: row.id("outbox_id")?,
            subject: row.text("subject")?,
            at: row.at("queued_at")?,
            only: true,
        };
        *place = Some(match place.take() {
            None => sent,
            // The members of a union come in no order.
            Some(known) if (known.at, known.outbox_id) > (sent.at, sent.outbox_id) => {
                SentBefore { only: false, ..known }
            }
            Some(_) => SentBefore { only: false, ..sent },
        });
    }
    Ok(found)
}

/// One short walk along the index for each; `None` for no address.
pub(crate) fn all_of(org: OrganisationId, wanted: &[(String, Timestamp)]) -> Option<SelectStatement> {
    let mut walks = (0..).zip(wanted).map(|(place, (key, before))| newest(org, place, (key, *before)));
    let mut all = walks.next()?;
    all.unions(walks.map(|walk| (UnionType::All, walk)));
    Some(all)
}

/// As a table of its own: a union's members may have no order and limit.
fn newest(org: OrganisationId, place: i64, (key, before): (&str, Timestamp)) -> SelectStatement {
    let mut walk = Query::select();
    walk.expr_as(Expr::val(place), "place")
        .columns([("d", "outbox_id"), ("d", "queued_at"), ("o", "subject")])
        .from_as("deliveries", "d")
        .inner_join(
            "outbox".into_table_ref().alias("o"),
            joined("o.id", "d.outbox_id", ("o.org_id", "d.org_id")),
        )
        .and_where(is("d.org_id", org))
        // Written as the index has it, so that both engines see that it serves.
        .and_where(Expr::cust("LOWER(d.recipient)").eq(key))
        .and_where(Expr::cust("d.state = 'sent'"))
        .and_where(col("d.queued_at").lte(before.stored()))
        .and_where(col("d.queued_at").gte(before.plus_millis(-WITHIN_MS).stored()))
        .and_where(col("o.deleted_at").is_null())
        .order_by(("d", "queued_at"), Order::Desc)
        .order_by(("d", "id"), Order::Desc)
        .limit(LOOKED_AT);
    let mut wrapped = Query::select();
    wrapped.expr(Expr::cust("*")).from_subquery(walk, "w");
    wrapped
}
