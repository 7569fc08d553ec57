//! Failed mail in whose place another went since: nothing of it is left to be sent.

use std::collections::{BTreeMap, BTreeSet};

use domain::limits::COUNT_MAX;
use domain::outbox::DeliveryState;
use domain::{CaseId, DeliveryId, OrganisationId, OutboxId};
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, IntoTableRef as _, Query, SelectStatement};

use super::in_state;
use crate::cases::with_merged;
use crate::row::Row;
use crate::sql::{IN_VALUES_MAX, col, is, is_among, is_of, same};
use crate::{Conn, StoreError};

/// A delivery `ld` of a later mail `lo` of the case of a mail `r`, which stands there as `lm`. Indexes `case_messages_by_case` and
/// `deliveries_by_item`.
const LATER: &str =
    "lm.org_id = r.org_id AND lm.case_id = r.case_id AND lm.direction = 'sent' AND lm.outbox_id > r.id
        AND lo.id = lm.outbox_id AND +lo.org_id = lm.org_id AND lo.deleted_at IS NULL
        AND ld.org_id = lm.org_id AND ld.outbox_id = lm.outbox_id";

/// Whether it has the same words and files (or links to them) as the mail, which stands in the case as `fm`.
const SAME_WORDS: &str = "fm.org_id = r.org_id AND fm.case_id = r.case_id AND fm.outbox_id = r.id AND fm.direction = 'sent'
        AND fm.text <> '' AND fm.text = lm.text AND (fm.attachments = lm.attachments OR lm.attachments = '[]')";

/// Whether a later mail went to the address that the log says was put in the place of that of a recipient `fd` for a mail `r`
/// (`readdressed` this once, `corrected` for good; `store::cases::Missed`). A case that was merged leaves its log behind: the logs
/// of those that went into this one, and of those that had gone into them, are read with its own, at most 100 in all; written out,
/// since PostgreSQL takes a recursion for dearer than all the rest. What went in by more merges ([`Deep`]) stands between the two
/// pieces, and [`LATER`] behind them. Parameters stand in the log as JSON without spaces, in the order of their names. In this
/// order: notes are few. Indexes `case_merges_by_survivor` and `case_log_by_case`.
const NOTED: [&str; 2] = [
    "EXISTS (SELECT 1 FROM (SELECT r.case_id AS id",
    r#"
                    UNION ALL SELECT cm.case_id FROM case_merges cm
                        WHERE cm.org_id = r.org_id AND cm.into_id = r.case_id
                    UNION ALL SELECT cd.case_id FROM case_merges cm CROSS JOIN case_merges cd
                        WHERE cm.org_id = r.org_id AND cm.into_id = r.case_id
                        AND cd.org_id = cm.org_id AND cd.into_id = cm.case_id
                    LIMIT 200) its
        CROSS JOIN case_log cl CROSS JOIN case_messages lm CROSS JOIN outbox lo CROSS JOIN deliveries ld
        WHERE cl.org_id = r.org_id AND cl.case_id = its.id
        AND cl.what IN ('readdressed', 'corrected') AND cl.at >= r.created_at AND cl.at <= lm.created_at
        AND cl.params LIKE '%"mail":"' || CAST(r.id AS VARCHAR(20)) || '"%'
        AND LOWER(cl.params) LIKE '{"for":"' || LOWER(fd.recipient) || '",%'
        AND LOWER(cl.params) LIKE '%"to":"' || LOWER(ld.recipient) || '"}' AND "#,
];

/// Whether a mail has somebody whom it did not reach and for whom none went.
const UNREACHED: &str = "EXISTS (SELECT 1 FROM deliveries fd
    WHERE fd.org_id = r.org_id AND fd.outbox_id = r.id AND fd.state = 'failed' AND NOT fd.unasked AND NOT ";

/// Whether another case went into the one of a mail by three merges or more. Index `case_merges_by_survivor`.
const IS_DEEP: &str = "EXISTS (SELECT 1 FROM case_merges cm CROSS JOIN case_merges cd CROSS JOIN case_merges ce
    WHERE cm.org_id = r.org_id AND cm.into_id = r.case_id
    AND cd.org_id = cm.org_id AND cd.into_id = cm.case_id AND ce.org_id = cd.org_id AND ce.into_id = cd.case_id)";

/// Cases whose merges are followed as far as those of any log.
const DEEP_MAX: u64 = 100;

/// The few cases of mail whose merges go deeper than the statement follows them by itself, each with all that went into it.
pub(crate) struct Deep(Vec<(CaseId, Vec<CaseId>)>);

impl Deep {
    /// Those of an organisation's failed mail.
    pub(crate) async fn of_failed(conn: &Conn, org: OrganisationId) -> Result<Self, StoreError> {
        Self::find(conn, org, &deep_of_failed(org)).await
    }

    /// Those of these items.
    async fn of_items(conn: &Conn, org: OrganisationId, items: &[OutboxId]) -> Result<Self, StoreError> {
        let these = Condition::all().add(is_of("r.org_id", org)).add(is_among("r.id", items));
        Self::find(conn, org, &deep_among(cases_of(these))).await
    }

    async fn find(conn: &Conn, org: OrganisationId, among: &SelectStatement) -> Result<Self, StoreError> {
        let mut found = Vec::new();
        for row in conn.all(among).await? {
            let case = row.id("case_id")?;
            found.push((case, with_merged(conn, org, case).await?));
        }
        Ok(Self(found))
    }

    /// Whether another went for a recipient `fd` whom a mail `r` did not reach: the same once more, or whatever went to the address
    /// that was put in the wrong one's place. One that failed in turn is counted by itself, until another stands for it.
    fn stands(&self) -> String {
        format!(
            "(EXISTS (SELECT 1 FROM case_messages lm CROSS JOIN outbox lo CROSS JOIN deliveries ld
        WHERE {LATER} AND LOWER(ld.recipient) = LOWER(fd.recipient)
        AND EXISTS (SELECT 1 FROM case_messages fm WHERE {SAME_WORDS})) OR {})",
            self.noted()
        )
    }

    /// Whether whatever went to the address that was put in the place of such a recipient's.
    fn noted(&self) -> String {
        let [begin, end] = NOTED;
        [begin, &self.its(), end, LATER, ")"].concat()
    }

    /// The logs that belong to the case of a mail beside those that the statement finds by itself.
    fn its(&self) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let each = self.0.iter().map(|(case, all)| {
            let all: Vec<String> = all.iter().map(|id| id.get().to_string()).collect();
            format!("(r.case_id = {} AND cx.id IN ({}))", case.get(), all.join(", "))
        });
        let each: Vec<String> = each.collect();
        format!(
            "
                    UNION ALL SELECT cx.id FROM cases cx WHERE cx.org_id = r.org_id AND ({})",
            each.join(" OR ")
        )
    }
}

/// Deep cases of an organisation's failed mail: of as much of it as is counted, however much there is. Indexes
/// `outbox_by_created` and `case_merges_by_survivor`.
pub(crate) fn deep_of_failed(org: OrganisationId) -> SelectStatement {
    let mut failed = cases_of(in_state(DeliveryState::Failed).add(is("r.org_id", org)));
    failed.limit(COUNT_MAX + 1);
    deep_among(failed)
}

/// The case of each of these mails that has one.
fn cases_of(these: Condition) -> SelectStatement {
    let mut query = Query::select();
    query
        .expr_as(col("r.org_id"), "org_id")
        .expr_as(col("r.case_id"), "case_id")
        .from_as("outbox", "r")
        .cond_where(these)
        .and_where(col("r.case_id").is_not_null());
    query
}

/// Those of these cases that others went into by three merges or more. Index `case_merges_by_survivor`.
fn deep_among(these: SelectStatement) -> SelectStatement {
    let mut query = Query::select();
    query
        .distinct()
        .expr_as(col("r.case_id"), "case_id")
        .from_subquery(these, "r")
        .and_where(Expr::cust(IS_DEEP))
        .limit(DEEP_MAX);
    query
}

/// Failed mail that a person may still have to see to: not what another mail of its case stands for.
pub(crate) fn is_left(deep: &Deep) -> Condition {
    let unreached = [UNREACHED, &deep.stands(), ")"].concat();
    Condition::any().add(col("r.case_id").is_null()).add(Expr::cust(unreached))
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
        let deep = Deep::of_items(conn, org, items).await?;
        let mut query = Query::select();
        query
            .expr_as(col("r.id"), "id")
            .from_as("outbox", "r")
            .and_where(is_of("r.org_id", org))
            .and_where(is_among("r.id", items))
            .and_where(is("r.state", DeliveryState::Failed.as_str()))
            .cond_where(is_left(&deep).not());
        let rows = conn.all(&query).await?;
        found.extend(rows.iter().map(|row: &Row| row.id("id")).collect::<Result<Vec<OutboxId>, _>>()?);
    }
    Ok(found)
}

/// The recipients of these items whom they did not reach and for whom another mail of the case went since, or is on its way:
/// nobody has to see to them, whatever became of the others. By the item.
pub async fn list_stood_for(
    conn: &Conn,
    org: OrganisationId,
    items: &[OutboxId],
) -> Result<BTreeMap<OutboxId, BTreeSet<DeliveryId>>, StoreError> {
    let mut found = BTreeMap::<OutboxId, BTreeSet<DeliveryId>>::new();
    for items in items.chunks(IN_VALUES_MAX) {
        let failed = conn.all(&unreached(org, items)).await?;
        let failed = failed.iter().map(|row| Ok((row.id("outbox_id")?, row.text("who")?, row.id("id")?)));
        let failed = failed.collect::<Result<Vec<(OutboxId, String, DeliveryId)>, StoreError>>()?;
        let of: BTreeSet<_> = failed.iter().map(|(item, ..)| *item).collect();
        if of.is_empty() {
            continue;
        }
        let of: Vec<_> = of.into_iter().collect();
        let went = list_same_words(conn, org, &of).await?;
        let again = failed.into_iter().filter(|(item, who, _)| went.contains(&(*item, who.clone())));
        for (item, _, delivery) in again {
            found.entry(item).or_default().insert(delivery);
        }
        let mut noted = unreached(org, &of);
        noted.and_where(Expr::cust(Deep::of_items(conn, org, &of).await?.noted()));
        for row in conn.all(&noted).await? {
            found.entry(row.id("outbox_id")?).or_default().insert(row.id("id")?);
        }
    }
    Ok(found)
}

/// The recipients `fd` whom these items `r` did not reach.
fn unreached(org: OrganisationId, items: &[OutboxId]) -> SelectStatement {
    let mut query = Query::select();
    query
        .columns([("fd", "id"), ("fd", "outbox_id")])
        .expr_as(Expr::cust("LOWER(fd.recipient)"), "who")
        .from_as("outbox", "r")
        // In this order: the items are few.
        .cross_join("deliveries".into_table_ref().alias("fd"))
        .and_where(same("fd.org_id", "r.org_id").and(same("fd.outbox_id", "r.id")))
        .and_where(is_of("r.org_id", org))
        .and_where(is_among("r.id", items))
        .and_where(is("fd.state", DeliveryState::Failed.as_str()))
        .and_where(is("fd.unasked", false));
    query
}

/// Whom the same words went to later, by the item: read once, since each recipient of a long list would look through all of
/// another one.
async fn list_same_words(
    conn: &Conn,
    org: OrganisationId,
    items: &[OutboxId],
) -> Result<BTreeSet<(OutboxId, String)>, StoreError> {
    let mut query = Query::select();
    query
        .distinct()
        .expr_as(col("r.id"), "id")
        .expr_as(Expr::cust("LOWER(ld.recipient)"), "who")
        .from_as("outbox", "r")
        .cross_join("case_messages".into_table_ref().alias("fm"))
        .cross_join("case_messages".into_table_ref().alias("lm"))
        .cross_join("outbox".into_table_ref().alias("lo"))
        .cross_join("deliveries".into_table_ref().alias("ld"))
        .and_where(is_of("r.org_id", org))
        .and_where(is_among("r.id", items))
        .and_where(Expr::cust(SAME_WORDS))
        .and_where(Expr::cust(LATER));
    let rows = conn.all(&query).await?;
    rows.iter().map(|row| Ok((row.id("id")?, row.text("who")?))).collect()
}
