//! What is due is claimed. A delivery whose last attempt nobody ended is told of in its log and on
//! the timeline: the server may have it already, and gets it once more (RFC 1047).

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use domain::outbox::{AttemptResult, Stream};
use domain::timeline::{EndedAttempt, Step, Subject};
use domain::{OrganisationId, Timestamp};
use store::deliveries::{self, DueDelivery};
use store::lanes::Shares;
use store::timeline::{self, TimelineEntry};
use store::{Claim, StoreError, Tx};

use super::batch::Dispatch;
use super::places::Claimable;
use crate::lease;

/// What the log says of it, where a server's words would stand.
const WORDS: &str = "Posthus ended during this attempt; the server may have taken the mail";

/// Claims due deliveries of all organisations but those that are full, so many, and so many of the bulk stream at most; until
/// when they are claimed stands beside them. What a batch of this process still has is not due, however long its lease is over.
pub(super) async fn claim(
    dispatch: &Dispatch,
    Claimable { limit, bulk_max, full, full_bulk }: Claimable,
) -> Result<(Vec<DueDelivery>, Timestamp), StoreError> {
    let office = &dispatch.office;
    let claim = lease::claim(office, "outbox", limit);
    let (until, lapsed) = (claim.lease_until, dispatch.holdings.lapsed(claim.now));
    let ours: Vec<_> = lapsed.iter().flat_map(|holding| holding.ids()).collect();
    let after = OrganisationId::new(dispatch.served.load(Ordering::Relaxed));
    let overdue_before = office.now().plus_millis(-office.settings().schedule.lifetime_ms);
    let refused_single = office.ready_rates().refused_single.all(office.now());
    let shares = Shares { bulk_max, after, overdue_before, full, full_bulk, refused_single };
    let taken = office.store().write(move |tx| {
        Box::pin(async move {
            if !ours.is_empty() {
                deliveries::extend_leases(tx, &ours, &claim.owner, claim.lease_until).await?;
            }
            take(tx, &claim, shares).await
        })
    });
    let taken = taken.await?;
    for holding in lapsed {
        holding.extended(until);
    }
    dispatch.served.store(last_served(&taken, after).get(), Ordering::Relaxed);
    Ok((taken, until))
}

/// The organisation whose turn in the bulk stream was the last: they go by their numbers, and from the start again.
fn last_served(taken: &[DueDelivery], after: OrganisationId) -> OrganisationId {
    let bulk = taken.iter().filter(|due| due.stream == Stream::Bulk).map(|due| due.organisation);
    bulk.max_by_key(|organisation| (*organisation <= after, *organisation)).unwrap_or(after)
}

async fn take(tx: &Tx, claim: &Claim, shares: Shares) -> Result<Vec<DueDelivery>, StoreError> {
    let due = deliveries::claim_shares(tx, claim, shares).await?;
    let cut: Vec<_> = due.iter().filter(|delivery| delivery.interrupted).collect();
    if cut.is_empty() {
        return Ok(due);
    }
    deliveries::record_interrupted(tx, &cut, WORDS).await?;
    let mut told: BTreeMap<OrganisationId, Vec<TimelineEntry>> = BTreeMap::new();
    for delivery in cut {
        told.entry(delivery.organisation).or_default().push(entry(tx, delivery));
    }
    for (organisation, entries) in told {
        timeline::insert_many(tx, organisation, &entries).await?;
    }
    Ok(due)
}

fn entry(tx: &Tx, delivery: &DueDelivery) -> TimelineEntry {
    let step = Step::Attempted(EndedAttempt {
        recipient: delivery.recipient.to_string(),
        result: AttemptResult::Interrupted,
        code: None,
        enhanced: None,
        words: String::new(),
        host: None,
        tls: false,
        encryption: None,
        duration_ms: 0,
        held_back: None,
        passed_over: Vec::new(),
    });
    TimelineEntry { subject: Subject::Outbox(delivery.mail.outbox_id), at: tx.now(), step }
}
