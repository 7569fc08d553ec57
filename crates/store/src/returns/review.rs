//! The returns that a person should look at: those that no rule knows, and those that belong to no mail of ours. They
//! leave the list when somebody has looked, when a rule explains them, and when they are matched to their mail.

use domain::blocks::ReturnNature;
use domain::{EmailAddress, OrganisationId, OutboxId, ReturnId, Timestamp, UserId};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Order as Direction, Query};

use super::{Judged, ReturnRow, WORDS_CHARS_MAX, columns, of_nature, read, select};
use crate::events::{self, Change};
use crate::paging::{self, Listing, Order, Part, number};
use crate::row::Row;
use crate::sql::{self, IN_VALUES_MAX, Stored, col, is, is_among, is_of};
use crate::{Conn, ListQuery, Page, SortColumn, StoreError, Tx};

/// What is to be reviewed: written out and no parameter, so that both engines see that the index holds it.
const OPEN: [&str; 2] = ["r.reviewed_at IS NULL", "(r.outbox_id IS NULL OR r.class = 'unclassified')"];

/// What the list can be sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ReviewSort {
    /// When it became known; of those that are done, when that was.
    #[default]
    At,
}

impl SortColumn for ReviewSort {
    const ALL: &'static [Self] = &[Self::At];

    fn as_str(self) -> &'static str {
        match self {
            Self::At => "at",
        }
    }
}

/// Which returns the list shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ReviewFilter {
    /// Those that somebody has looked at, and not those that wait.
    pub done: bool,
}

/// A return on the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReviewRow {
    /// The return.
    pub row: ReturnRow,
    /// When somebody looked, and who.
    pub reviewed: Option<(Timestamp, UserId)>,
    /// Who said which mail it is about, where that can be taken back.
    pub matched_by: Option<UserId>,
}

/// One page of the returns that a person should look at, or has.
pub async fn list_to_review(
    conn: &Conn,
    org: OrganisationId,
    query: &ListQuery<ReviewSort>,
    filter: ReviewFilter,
) -> Result<Page<ReviewRow>, StoreError> {
    let keys = paging::keys(conn, listing(org, filter), query).await?;
    let ids: Vec<_> = keys.ids.iter().map(|id| ReturnId::new(*id)).collect();
    let mut rows = columns();
    rows.columns(["reviewed_at", "reviewed_by", "matched_by"])
        .and_where(is_of("org_id", org))
        .and_where(is_among("id", &ids));
    let rows = conn.all(&rows).await?.iter().map(read_reviewed).collect::<Result<_, _>>()?;
    Ok(keys.page(rows, |row: &ReviewRow| row.row.id.get()))
}

/// How the list is walked.
pub(crate) fn listing(org: OrganisationId, filter: ReviewFilter) -> Listing {
    let written = |all: Condition, condition: &'static str| all.add(Expr::cust(condition));
    let (part, order) = if filter.done {
        // Index `returns_reviewed`.
        (written(Condition::all(), "r.reviewed_at IS NOT NULL"), number("r.reviewed_at"))
    } else {
        // Index `returns_to_review`.
        (OPEN.into_iter().fold(Condition::all(), written), number("r.at"))
    };
    Listing {
        table: "returns",
        org,
        parts: vec![Part::only(part)],
        narrowed: Condition::all(),
        order: Order::By(order),
        searched: &["r.address_key"],
    }
}

/// The newest returns that wait to be looked at, at most `limit`. Index `returns_to_review`.
pub async fn list_waiting(
    conn: &Conn,
    org: OrganisationId,
    limit: u64,
) -> Result<Vec<ReturnRow>, StoreError> {
    let mut query = select(org);
    for condition in OPEN {
        query.and_where(Expr::cust(condition));
    }
    query.order_by("at", Direction::Desc).order_by("id", Direction::Desc).limit(limit);
    conn.all(&query).await?.iter().map(read).collect()
}

/// A return that waits to be looked at; whoever else writes about it waits until this transaction ends.
pub async fn take_waiting(
    tx: &Tx,
    org: OrganisationId,
    id: ReturnId,
) -> Result<Option<ReturnRow>, StoreError> {
    let mut lock = Query::update();
    lock.table("returns").value("id", col("id")).and_where(is("org_id", org)).and_where(is("id", id));
    if tx.execute(&lock).await? == 0 {
        return Ok(None);
    }
    let mut query = select(org);
    query.and_where(is("id", id));
    for condition in OPEN {
        query.and_where(Expr::cust(condition));
    }
    tx.one(&query).await?.map(|row| read(&row)).transpose()
}

/// What came back of a mail from an address, of this nature where one is asked for, and first of all what somebody said to be about
/// it; whoever else writes about it waits until this transaction ends. Index `returns_of_mail`.
pub async fn take_of_mail(
    tx: &Tx,
    org: OrganisationId,
    (outbox, address, nature): (OutboxId, &EmailAddress, Option<ReturnNature>),
) -> Result<Option<ReviewRow>, StoreError> {
    let mut lock = Query::update();
    lock.table("returns")
        .value("id", col("id"))
        .and_where(is("org_id", org))
        .and_where(is("outbox_id", outbox))
        .and_where(is("address_key", address.key()));
    tx.execute(&lock).await?;
    let mut query = select(org);
    query
        .columns(["reviewed_at", "reviewed_by", "matched_by"])
        .and_where(is("outbox_id", outbox))
        .and_where(is("address_key", address.key()))
        .order_by_expr(col("matched_by").is_null(), Direction::Asc)
        .order_by_expr(of_nature(ReturnNature::Complaint), Direction::Asc)
        .limit(1);
    if let Some(nature) = nature {
        query.and_where(of_nature(nature));
    }
    tx.one(&query).await?.map(|row| read_reviewed(&row)).transpose()
}

/// It belongs to no mail any more, and waits to be looked at.
pub async fn unmatch(tx: &Tx, org: OrganisationId, id: ReturnId) -> Result<(), StoreError> {
    let mut statement = sql::update("returns", org, id);
    statement
        .value("outbox_id", None::<i64>)
        .value("counted", false)
        .value("blocked", false)
        .value("burst", None::<String>)
        .value("incident_id", None::<i64>)
        .value("reviewed_at", None::<i64>)
        .value("reviewed_by", None::<i64>)
        .value("matched_by", None::<i64>);
    tx.execute(&statement).await?;
    events::insert(tx, org, Change::settings());
    Ok(())
}

/// Somebody said that what came back of a mail from an address, of this nature, is about it. He has looked at it so, unless nobody knows
/// yet what its words mean. Index `returns_of_mail`.
pub async fn record_matched(
    tx: &Tx,
    org: OrganisationId,
    (outbox, address, nature): (OutboxId, &EmailAddress, ReturnNature),
    (by, at): (UserId, Timestamp),
) -> Result<(), StoreError> {
    let is_known = || col("class").ne("unclassified");
    let mut statement = Query::update();
    statement
        .table("returns")
        .value("matched_by", by.stored())
        .value("reviewed_at", Expr::case(is_known(), at.stored()).finally(col("reviewed_at")))
        .value("reviewed_by", Expr::case(is_known(), by.stored()).finally(col("reviewed_by")))
        .and_where(is("org_id", org))
        .and_where(is("outbox_id", outbox))
        .and_where(is("address_key", address.key()))
        .and_where(of_nature(nature));
    tx.execute(&statement).await?;
    events::insert(tx, org, Change::settings());
    Ok(())
}

/// Somebody has looked at these. Returns those that waited for it.
pub async fn review(
    tx: &Tx,
    org: OrganisationId,
    ids: &[ReturnId],
    by: (UserId, Timestamp),
) -> Result<Vec<ReturnId>, StoreError> {
    leave(tx, org, (ids, None), by).await
}

/// A rule of the organisation's own explains these. What they did to their addresses stays.
pub async fn explain(
    tx: &Tx,
    org: OrganisationId,
    (ids, judged): (&[ReturnId], &Judged),
    by: (UserId, Timestamp),
) -> Result<u64, StoreError> {
    Ok(leave(tx, org, (ids, Some(judged)), by).await?.len() as u64)
}

async fn leave(
    tx: &Tx,
    org: OrganisationId,
    (ids, judged): (&[ReturnId], Option<&Judged>),
    (by, at): (UserId, Timestamp),
) -> Result<Vec<ReturnId>, StoreError> {
    let mut left = Vec::with_capacity(ids.len());
    for ids in ids.chunks(IN_VALUES_MAX) {
        let mut statement = Query::update();
        statement
            .table("returns")
            .value("reviewed_at", at.stored())
            .value("reviewed_by", by.stored())
            .and_where(is_of("org_id", org))
            .and_where(is_among("id", ids))
            .and_where(col("reviewed_at").is_null())
            .and_where(col("outbox_id").is_null().or(col("class").eq("unclassified")))
            .returning_col("id");
        if let Some(judged) = judged {
            statement
                .value("class", judged.class.as_str())
                .value("cause", judged.cause.map(|cause| cause.as_str()).stored())
                .value("kind", judged.kind.as_str())
                .value("confidence", judged.confidence.as_str())
                .value("rule", judged.rule.as_str())
                .value("rules", judged.rules.clone())
                .value("of_relay", judged.of_relay)
                .value("matched", judged.matched.chars().take(WORDS_CHARS_MAX).collect::<String>());
        }
        for row in tx.returning(&statement).await? {
            left.push(row.id("id")?);
        }
    }
    if !left.is_empty() {
        events::insert(tx, org, Change::settings());
    }
    Ok(left)
}

fn read_reviewed(row: &Row) -> Result<ReviewRow, StoreError> {
    let reviewed = match (row.at_or_none("reviewed_at")?, row.id_or_none("reviewed_by")?) {
        (Some(at), Some(by)) => Some((at, by)),
        (_, None) | (None, _) => None,
    };
    Ok(ReviewRow { row: read(row)?, reviewed, matched_by: row.id_or_none("matched_by")? })
}
