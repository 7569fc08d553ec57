//! Due deliveries are claimed.

use std::collections::BTreeMap;

use domain::compose::FromKind;
use domain::outbox::DeliveryState;
use domain::{Id, OrganisationId, Timestamp};
use sea_orm::sea_query::{ExprTrait, IntoTableRef, Query};

use super::work::{DueDelivery, DueMail, TABLE};
use crate::lanes::{self, Shares};
use crate::outbox::{tls_need, way_choice};
use crate::row::{Columns, Row};
use crate::sql::{col, filled_up, joined, pick};
use crate::{Claim, StoreError, Tx, held_destinations, sending_stops};

/// How often a claim asks for more where all that it found is of domains that are held, and stopped by that.
const ROUNDS_MAX: usize = 8;

/// Claims due deliveries of all organisations out of their lanes, single mail first.
pub async fn claim_due(tx: &Tx, claim: &Claim) -> Result<Vec<DueDelivery>, StoreError> {
    let (after, overdue_before) = (OrganisationId::new(0), Timestamp::from_millis(i64::MIN));
    let shares = Shares {
        bulk_max: claim.limit,
        after,
        overdue_before,
        full: Vec::new(),
        full_bulk: Vec::new(),
        refused_single: BTreeMap::new(),
    };
    claim_shares(tx, claim, shares).await
}

/// The same, with these shares of it. What is of a domain that is held is stopped, and left out: but what was cut short, which
/// is told of first.
pub async fn claim_shares(tx: &Tx, claim: &Claim, shares: Shares) -> Result<Vec<DueDelivery>, StoreError> {
    let resumed = sending_stops::resumed_since(tx, shares.overdue_before).await?;
    let stopped = lanes::put_in_order(tx, claim.now).await?;
    for _ in 0..ROUNDS_MAX {
        let ids = lanes::take(tx, claim, &shares, &resumed, &stopped).await?;
        if ids.is_empty() {
            break;
        }
        let (mut due, held) = claimed(tx, &ids).await?;
        let held = held_destinations::stop_claimed(tx, &held, &claim.owner).await?;
        due.retain(|delivery| !held.contains(&delivery.id));
        if due.is_empty() {
            continue;
        }
        // Of mail that was stopped nothing was tried meanwhile.
        for (organisation, at) in &resumed {
            let theirs = due.iter_mut().filter(|delivery| delivery.organisation == *organisation);
            theirs.for_each(|delivery| delivery.queued_at = delivery.queued_at.max(*at));
        }
        due.sort_by_key(|delivery| (delivery.queued_at, delivery.id));
        return Ok(due);
    }
    Ok(Vec::new())
}

/// These deliveries, and which of them are of domains that are held. Index `held_destinations_unique`.
async fn claimed(
    tx: &Tx,
    ids: &[i64],
) -> Result<(Vec<DueDelivery>, Vec<held_destinations::Found>), StoreError> {
    let mut query = Query::select();
    pick(&mut query, "d", &["stream", "sender"]);
    let own = ["id", "org_id", "recipient", "state", "attempts", "queued_at", "passes_block", "outbox_id"];
    pick(&mut query, "d", &own);
    pick(&mut query, "d", &["way_is_new"]);
    pick(&mut query, "o", &["from_address", "return_path", "raw_hash", "size_octets", "case_id"]);
    pick(&mut query, "o", &["created_by", "from_kind", "needs_tls", "tls_throughout", "asks_receipt"]);
    pick(&mut query, "o", &["chosen_way", "chosen_by"]);
    query
        .expr_as(col("h.id"), "hold_id")
        .from_as("deliveries", "d")
        .inner_join(
            "outbox".into_table_ref().alias("o"),
            joined("o.id", "d.outbox_id", ("o.org_id", "d.org_id")),
        )
        .left_join("held_destinations".into_table_ref().alias("h"), held_destinations::its_hold())
        .and_where(col("d.id").is_in(filled_up(ids)));
    let (mut due, mut held) = (Vec::with_capacity(ids.len()), Vec::new());
    for row in &tx.all(&query).await? {
        let delivery = read_due(row)?;
        let hold: Option<Id<()>> = row.id_or_none("hold_id")?;
        held.extend(hold.filter(|_| !delivery.interrupted).map(|hold| (delivery.id, hold)));
        due.push(delivery);
    }
    Ok((due, held))
}

fn read_due(row: &Row) -> Result<DueDelivery, StoreError> {
    let state: DeliveryState = row.parsed(TABLE.at("state"))?;
    let outbox = Columns("outbox");
    Ok(DueDelivery {
        id: row.id("id")?,
        organisation: row.id("org_id")?,
        recipient: row.parsed(TABLE.at("recipient"))?,
        attempts: row.small(TABLE.at("attempts"))?,
        queued_at: row.at("queued_at")?,
        stream: row.parsed(TABLE.at("stream"))?,
        sender: row.text("sender")?,
        interrupted: matches!(state, DeliveryState::Sending),
        passes_block: row.flag("passes_block")?,
        way_is_new: row.flag("way_is_new")?,
        mail: DueMail {
            outbox_id: row.id("outbox_id")?,
            from: row.parsed(outbox.at("from_address"))?,
            return_path: row.parsed_or_none(outbox.at("return_path"))?,
            raw_hash: row.hash(outbox.at("raw_hash"))?,
            size_octets: row.small(outbox.at("size_octets"))?,
            case_id: row.id_or_none("case_id")?,
            author: row.id_or_none("created_by")?,
            from_own: row.parsed::<FromKind>(outbox.at("from_kind"))? == FromKind::Own,
            tls: tls_need(row)?,
            asks_receipt: row.flag("asks_receipt")?,
            way: way_choice(row)?,
        },
    })
}
