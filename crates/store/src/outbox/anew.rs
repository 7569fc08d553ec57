//! Failed mail in whose place another went since: nothing of it is left to be sent.

use std::collections::BTreeSet;

use domain::outbox::DeliveryState;
use domain::{OrganisationId, OutboxId};
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, Query};

use crate::row::Row;
use crate::sql::{IN_VALUES_MAX, col, is, is_among, is_of};
use crate::{Conn, StoreError};

/// Those whom it did not reach and for whom no later mail of its case went: the same words and files (or links to them) once more,
/// or whatever went to the address that the log says was put in the wrong one's place for this mail (`readdressed` this once,
/// `corrected` for good; `store::cases::Missed`). One that failed in turn is counted by itself, until another stands for it. A
/// case that was merged leaves its log behind: the logs of those that went into this one, and of those that had gone into them,
/// are read with its own, at most 100 in all; written out, since PostgreSQL takes a recursion for dearer than all the rest.
/// Parameters stand in the log as JSON without spaces, in the order of their names. Indexes `deliveries_by_item`,
/// `case_messages_by_case`, `case_merges_by_survivor` and `case_log_by_case`.
const UNREACHED: &str = r#"EXISTS (SELECT 1 FROM deliveries fd
    WHERE fd.org_id = r.org_id AND fd.outbox_id = r.id AND fd.state = 'failed' AND NOT fd.unasked
    AND NOT EXISTS (SELECT 1 FROM case_messages lm
        JOIN outbox lo ON lo.id = lm.outbox_id AND +lo.org_id = lm.org_id
        JOIN deliveries ld ON ld.org_id = lm.org_id AND ld.outbox_id = lm.outbox_id
        WHERE lm.org_id = r.org_id AND lm.case_id = r.case_id AND lm.direction = 'sent'
        AND lm.outbox_id > r.id AND lo.deleted_at IS NULL
        AND ((LOWER(ld.recipient) = LOWER(fd.recipient) AND lm.text <> ''
                AND EXISTS (SELECT 1 FROM case_messages fm WHERE fm.org_id = r.org_id AND fm.case_id = r.case_id
                    AND fm.outbox_id = r.id AND fm.direction = 'sent' AND fm.text = lm.text
                    AND (fm.attachments = lm.attachments OR lm.attachments = '[]')))
            OR EXISTS (SELECT 1 FROM (SELECT r.case_id AS id
                    UNION ALL SELECT cm.case_id FROM case_merges cm
                        WHERE cm.org_id = r.org_id AND cm.into_id = r.case_id
                    UNION ALL SELECT cd.case_id FROM case_merges cm CROSS JOIN case_merges cd
                        WHERE cm.org_id = r.org_id AND cm.into_id = r.case_id
                        AND cd.org_id = cm.org_id AND cd.into_id = cm.case_id
                    LIMIT 100) its
                JOIN case_log cl ON cl.org_id = r.org_id AND cl.case_id = its.id
                WHERE cl.what IN ('readdressed', 'corrected') AND cl.at >= r.created_at AND cl.at <= lm.created_at
                AND cl.params LIKE '%"mail":"' || CAST(r.id AS VARCHAR(20)) || '"%'
                AND LOWER(cl.params) LIKE '{"for":"' || LOWER(fd.recipient) || '",%'
                AND LOWER(cl.params) LIKE '%"to":"' || LOWER(ld.recipient) || '"}'))))"#;

/// Failed mail that a person may still have to see to: not what another mail of its case stands for.
pub(crate) fn is_left() -> Condition {
    Condition::any().add(col("r.case_id").is_null()).add(Expr::cust(UNREACHED))
}

/// Those of these items that failed and in whose place others went since, or are on their way, to everybody whom they did not
/// reach. Whoever sent them again would write twice.
pub async fn list_sent_anew(
    conn: &Conn,
    org: OrganisationId,
    items: &[OutboxId],
) -> Result<BTreeSet<OutboxId>, StoreError> {
    let mut found = BTreeSet::new();
    for items in items.chunks(IN_VALUES_MAX) {
        let mut query = Query::select();
        query
            .expr_as(col("r.id"), "id")
            .from_as("outbox", "r")
            .and_where(is_of("r.org_id", org))
            .and_where(is_among("r.id", items))
            .and_where(is("r.state", DeliveryState::Failed.as_str()))
            .cond_where(is_left().not());
        let rows = conn.all(&query).await?;
        found.extend(rows.iter().map(|row: &Row| row.id("id")).collect::<Result<Vec<OutboxId>, _>>()?);
    }
    Ok(found)
}
