//! What is due is claimed. A delivery whose last attempt nobody ended is told of in its log and on
//! the timeline: the server may have it already, and gets it once more (RFC 1047).

use std::collections::BTreeMap;

use domain::OrganisationId;
use domain::outbox::AttemptResult;
use domain::timeline::{EndedAttempt, Step, Subject};
use store::deliveries::{self, DueDelivery};
use store::timeline::{self, TimelineEntry};
use store::{Claim, StoreError, Tx};

use crate::lease;
use crate::office::Office;

/// What the log says of it, where a server's words would stand.
const WORDS: &str = "Posthus ended during this attempt; the server may have taken the mail";

/// Claims due deliveries of all organisations, at most `limit`.
pub(super) async fn claim(office: &Office, limit: u32) -> Result<Vec<DueDelivery>, StoreError> {
    let claim = lease::claim(office, "outbox", limit);
    office.store().write(move |tx| Box::pin(async move { take(tx, &claim).await })).await
}

async fn take(tx: &Tx, claim: &Claim) -> Result<Vec<DueDelivery>, StoreError> {
    let due = deliveries::claim_due(tx, claim).await?;
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
        duration_ms: 0,
    });
    TimelineEntry { subject: Subject::Outbox(delivery.mail.outbox_id), at: tx.now(), step }
}
