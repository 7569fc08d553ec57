//! What waits on though somebody wants it tried at once, or let go, and why: nobody may cut short a pause that a server asked all of us
//! for, nor a limit of ours; and what is to a domain that somebody holds waits for him.

use std::collections::BTreeMap;

use domain::outbox::ParkReason;
use domain::{OrganisationId, OutboxId, Problem, Timestamp};
use store::held_destinations::{self, HeldFor};
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
    let mut why = BTreeMap::new();
    if matches!(deed, Deed::Hasten) {
        let kept = store::outbox::list_kept_waiting(conn, organisation, ids, at).await?;
        why.extend(kept.into_iter().map(|(id, kept)| (id, refusal(kept))));
    }
    if matches!(deed, Deed::Hasten | Deed::Release) {
        let held = held_destinations::list_held_for(conn, organisation, ids).await?;
        let waits = held.into_iter().filter(|(_, of)| !of.waits_elsewhere);
        why.extend(waits.map(|(id, of)| (id, is_held(&of))));
    }
    Ok(why)
}

/// The words name no domain, so that they are told once of all: each mail says for which it is held.
fn is_held(of: &HeldFor) -> Problem {
    let problem = if of.is_operators {
        Problem::conflict(
            "outbox.destination_held_by_operator",
            "whoever runs the installation has stopped mail to its domain; it is tried when he lets it go on",
        )
    } else {
        Problem::conflict(
            "outbox.destination_held",
            "mail to its domain is stopped; let it go on in the outbox, and it is tried at once",
        )
    };
    problem.with("domains", of.domains.join(", "))
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
