//! What waits on though somebody wants it tried at once, and why: nobody may cut short a pause that a server asked all of us
//! for, nor a limit of ours.

use std::collections::BTreeMap;

use domain::outbox::ParkReason;
use domain::{OrganisationId, OutboxId, Problem, Timestamp};
use store::outbox::KeptWaiting;
use store::{Conn, StoreError};

use super::actions::Deed;

/// Those of these mails, and why; none where they were to be anything else.
pub(super) async fn list(
    conn: &Conn,
    organisation: OrganisationId,
    ids: &[OutboxId],
    (deed, at): (Deed, Timestamp),
) -> Result<BTreeMap<OutboxId, Problem>, StoreError> {
    if !matches!(deed, Deed::Hasten) {
        return Ok(BTreeMap::new());
    }
    let kept = store::outbox::list_kept_waiting(conn, organisation, ids, at).await?;
    Ok(kept.into_iter().map(|(id, kept)| (id, refusal(kept))).collect())
}

fn refusal((until, reason): KeptWaiting) -> Problem {
    let problem = match reason {
        ParkReason::Rate => Problem::conflict(
            "outbox.waits_for_limit",
            "a limit on mails in a minute has no room for it yet; it goes when there is some",
        ),
        ParkReason::Busy | ParkReason::Silent | ParkReason::Unprotected | ParkReason::Refused => {
            Problem::conflict(
                "outbox.waits_for_server",
                "its server asked all who send to it for a pause, which nobody cuts short; it goes when that is over",
            )
        }
    };
    problem.with("at", until.to_rfc3339())
}
