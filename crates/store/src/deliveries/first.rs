//! How long single mail waits for its first attempt. What jobs write to many is to hold up none of it, and this is where
//! that shows.

use domain::waiting::Waits;
use domain::{OrganisationId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, IntoTableRef as _, Order, Query, SelectStatement};

use crate::sql::{Stored, col, is, joined};
use crate::{Conn, StoreError};

/// The newest mails that are looked at.
const MAILS_MAX: u64 = 1_000;
const HOUR_S: i64 = 3600;
const DAY_S: i64 = 24 * HOUR_S;

/// How long single mail waited from when it was to leave until its first attempt began.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FirstWaits {
    /// Of the last hour; `None` where there was none.
    pub hour: Option<Waits>,
    /// Of the last 24 hours.
    pub day: Option<Waits>,
}

/// How long the newest single mails waited, by the first recipient of each, at most 1,000. Indexes
/// `deliveries_begun_single` and `attempts_by_item`.
pub async fn first_waits(conn: &Conn, org: OrganisationId, now: Timestamp) -> Result<FirstWaits, StoreError> {
    let hour = now.plus_seconds(-HOUR_S);
    let (mut of_hour, mut of_day) = (Vec::new(), Vec::new());
    for row in conn.all(&begun(org, now.plus_seconds(-DAY_S))).await? {
        let (queued_at, began_at) = (row.at("queued_at")?, row.number("began_at")?);
        let wait = u64::try_from(began_at.saturating_sub(queued_at.as_millis())).unwrap_or(0);
        of_day.push(wait);
        if queued_at > hour {
            of_hour.push(wait);
        }
    }
    Ok(FirstWaits { hour: Waits::of(of_hour), day: Waits::of(of_day) })
}

/// When the first attempts of the newest ones began.
pub(crate) fn begun(org: OrganisationId, since: Timestamp) -> SelectStatement {
    let mut newest = Query::select();
    newest
        .columns(["id", "org_id", "outbox_id", "queued_at"])
        .from("deliveries")
        .and_where(is("org_id", org))
        .and_where(col("queued_at").gt(since.stored()))
        // Written as in the index, which no value of a statement fits.
        .and_where(Expr::cust("stream = 'single' AND position = 1 AND attempts > 0"))
        .order_by("queued_at", Order::Desc)
        .limit(MAILS_MAX);
    let mut query = Query::select();
    query
        .column(("d", "queued_at"))
        .expr_as(Expr::cust("MIN(a.at - a.duration_ms)"), "began_at")
        .from_subquery(newest, "d")
        .inner_join(
            "attempts".into_table_ref().alias("a"),
            joined("a.outbox_id", "d.outbox_id", ("a.org_id", "d.org_id")),
        )
        .and_where(col("a.delivery_id").equals(("d", "id")))
        // Those of a mail that was sent again are older than its being queued.
        .and_where(col("a.at").gte(col("d.queued_at")))
        .add_group_by([col("d.id"), col("d.queued_at")]);
    query
}
