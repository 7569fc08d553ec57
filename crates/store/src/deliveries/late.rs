//! Mail that is still on its way after hours, and whether its author was told.

use std::collections::BTreeMap;

use domain::{CaseId, EmailAddress, OrganisationId, OutboxId, Timestamp, UserId};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, IntoTableRef, Query, SelectStatement};

use crate::row::Columns;
use crate::sql::{Stored, col, is, joined, pick};
use crate::{Conn, StoreError, Tx};

/// How often the author of a mail that is late is told at most: whoever counts what waits by this walks so many parts of
/// `deliveries_untold_of`.
pub const TOLD_MAX: u32 = 2;

/// Whether the destination of a delivery, or that of its lane, is in trouble of its own. Index `sender_lanes_unique`.
const IN_TROUBLE: &str = "EXISTS (SELECT 1 FROM parked_destinations p WHERE p.reason <> 'rate' \
     AND (p.destination = d.waits_for OR p.destination = (SELECT l.destination FROM sender_lanes l \
     WHERE l.org_id = d.org_id AND l.stream = d.stream AND l.domain = d.domain AND l.sender = d.sender)))";

/// A mail that is still on its way to some of its recipients.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LateMail {
    /// The tenant.
    pub organisation: OrganisationId,
    /// The item.
    pub outbox_id: OutboxId,
    /// Who wrote it; nobody for automatic mail.
    pub author: Option<UserId>,
    /// The case it belongs to.
    pub case_id: Option<CaseId>,
    /// The subject.
    pub subject: String,
    /// Those whom it did not reach.
    pub recipients: Vec<EmailAddress>,
}

/// The mails of all organisations that wait since before an instant and whose author was told so many times: what was tried, and
/// what is not since nobody answers where it goes. What merely waits for a limit of ours, or for its turn, is late by our own
/// doing, and its page says so. What its author wanted sent later waits since then. At most `limit` recipients. Index `deliveries_untold_of`.
pub async fn list_late(
    conn: &Conn,
    told: u32,
    before: Timestamp,
    limit: u64,
) -> Result<Vec<LateMail>, StoreError> {
    let mut late = BTreeMap::<(OrganisationId, OutboxId), LateMail>::new();
    for row in conn.all(&untold(told, before, limit)).await? {
        let (organisation, outbox_id) = (row.id("org_id")?, row.id("outbox_id")?);
        let recipient: EmailAddress = row.parsed(Columns("deliveries").at("recipient"))?;
        let mail = LateMail {
            organisation,
            outbox_id,
            author: row.id_or_none("created_by")?,
            case_id: row.id_or_none("case_id")?,
            subject: row.text("subject")?,
            recipients: Vec::new(),
        };
        late.entry((organisation, outbox_id)).or_insert(mail).recipients.push(recipient);
    }
    Ok(late.into_values().collect())
}

/// Notes that the author of a mail is told for this time; `false` where he was meanwhile, by another node. Index
/// `deliveries_by_item`.
pub async fn note_told(tx: &Tx, org: OrganisationId, id: OutboxId, becomes: u32) -> Result<bool, StoreError> {
    let mut statement = Query::update();
    statement
        .table("deliveries")
        .value("told", becomes)
        .and_where(is("org_id", org))
        .and_where(is("outbox_id", id))
        .and_where(col("told").lt(becomes.stored()));
    Ok(tx.execute(&statement).await? > 0)
}

/// Those to be told of, organisation by organisation, so that what waits of one whose mail is stopped is not even looked at.
pub(crate) fn untold(told: u32, before: Timestamp, limit: u64) -> SelectStatement {
    let mut query = Query::select();
    pick(&mut query, "d", &["org_id", "outbox_id", "recipient"]);
    pick(&mut query, "o", &["created_by", "case_id", "subject"]);
    let sent_since =
        Condition::any().add(col("o.planned_at").is_null()).add(col("o.planned_at").lte(before.stored()));
    // Of mail that is stopped nobody was asked, and its time begins when it goes on.
    let went_on = Condition::any()
        .add(col("sending_resumed_at").is_null())
        .add(col("sending_resumed_at").lte(before.stored()));
    let mut asked = Query::select();
    asked
        .column("id")
        .from("organisations")
        .and_where(col("sending_stopped_at").is_null())
        .and_where(col("operator_stopped_at").is_null())
        .cond_where(went_on);
    let not_ours = Condition::any().add(col("d.attempts").gt(0)).add(Expr::cust(IN_TROUBLE));
    query
        .from_as("deliveries", "d")
        .inner_join(
            "outbox".into_table_ref().alias("o"),
            joined("o.id", "d.outbox_id", ("o.org_id", "d.org_id")),
        )
        .and_where(col("d.org_id").in_subquery(asked))
        .and_where(is("d.told", told))
        .and_where(Expr::cust("NOT d.unasked"))
        .and_where(col("d.queued_at").lte(before.stored()))
        .and_where(col("d.due_at").is_not_null())
        .cond_where(sent_since)
        .cond_where(not_ours)
        .limit(limit);
    query
}
