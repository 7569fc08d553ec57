//! Mail to a domain is stopped until somebody lets it go on: what waits for it, and what is written meanwhile. The time of what was
//! stopped begins when it goes on. What a person stopped by itself stays stopped.

use std::collections::BTreeSet;

use domain::{DeliveryId, EmailAddress, OrganisationId, OutboxId, Problem, Timestamp};
use store::held_destinations::{self, HOLDS_MAX, Held, Hold, Lifted};
use store::sending_stops::StoppedBy;
use store::{Conn, StoreError, Tx};

use super::ledger::Intent;
use super::stopping::{Stopper, name, reason};
use crate::office::Office;
use crate::problem;

/// Domains that one look lets mail go on to.
const LIFTED_MAX: u64 = 200;

/// A domain that mail does not leave for, as it is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HeldDestination {
    /// The domain, in the letters of DNS.
    pub domain: String,
    /// Whether the operator holds it.
    pub by_operator: bool,
    /// Who of the organisation does, as far as he is still there.
    pub user_name: Option<String>,
    /// Since when.
    pub at: Timestamp,
    /// Why.
    pub why: String,
}

/// The domains that an organisation's mail does not leave for.
///
/// # Errors
/// When the store fails.
pub async fn list_destination_holds(
    office: &Office,
    organisation: OrganisationId,
) -> Result<Vec<HeldDestination>, Problem> {
    let conn = office.store().read();
    let holds = held_destinations::list(&conn, organisation).await.map_err(problem::from_store)?;
    let mut shown = Vec::with_capacity(holds.len());
    for Hold { domain, by, at, why } in holds {
        let who = by.map_or(StoppedBy::Operator, StoppedBy::User);
        let user_name = name(&conn, organisation, who).await?;
        shown.push(HeldDestination { domain, by_operator: by.is_none(), user_name, at, why });
    }
    Ok(shown)
}

/// Stops all mail to a domain: no node begins any more of it from the commit on, but what one was about to begin in that
/// instant, and what is written later waits too. What a user stopped the operator takes over, whose stop and words it is from
/// then on.
///
/// # Errors
/// 422 for what is no domain, without a reason, or with one of more than 500 characters; 409 where it is held already, with who
/// does, since when and why, or where the users of the organisation hold as many as they may; when the store fails.
pub async fn hold_destination(
    office: &Office,
    stopper: Stopper,
    (domain, why): (&str, &str),
) -> Result<(), Problem> {
    let (organisation, now) = (stopper.organisation, office.now());
    let hold = Hold { domain: domain_of(domain)?, by: stopper.user, at: now, why: reason(why)? };
    let (asked, domain) = (hold.clone(), hold.domain);
    let put = office
        .store()
        .write(move |tx| Box::pin(async move { held_destinations::put(tx, organisation, &asked).await }));
    let put: Result<Held, StoreError> = put.await;
    match put.map_err(problem::from_store)? {
        Held::Done => {
            if stop_some(office, organisation, &domain).await.map_err(problem::from_store)? {
                let behind = office.clone();
                office.begin(async move {
                    if let Err(error) = stop_waiting(&behind, organisation, &domain).await {
                        tracing::warn!(%error, "mail to a domain that is held is stopped as it is claimed");
                    }
                });
            }
            Ok(())
        }
        Held::Before => Err(stands(office, organisation, &domain).await?),
        Held::TooMany => {
            let detail =
                format!("mail to {HOLDS_MAX} domains is stopped already; let some of it go on first");
            Err(Problem::conflict("held_destination.too_many", detail).with("max", HOLDS_MAX.to_string()))
        }
    }
}

/// Lets mail to a domain go on, whoever stopped it, unless that was the operator, who alone does: what waited is due, and has all
/// its time before it. Returns whether any was stopped so.
///
/// # Errors
/// 422 for what is no domain, 409 for what the operator stopped; when the store fails, and mail is stopped then as it was.
pub async fn let_destination_go_on(office: &Office, stopper: Stopper, domain: &str) -> Result<bool, Problem> {
    let (Stopper { organisation, user }, now) = (stopper, office.now());
    let domain = domain_of(domain)?;
    let of = domain.clone();
    let lifted = office.store().write(move |tx| {
        Box::pin(async move { held_destinations::lift(tx, organisation, (of.as_str(), user), now).await })
    });
    let lifted: Result<Lifted, StoreError> = lifted.await;
    match lifted.map_err(problem::from_store)? {
        Lifted::Done => {}
        Lifted::Before => return Ok(false),
        Lifted::OfOperator => {
            let detail = "whoever runs the installation has stopped mail to it; he alone lets it go on";
            return Err(Problem::conflict("held_destination.of_operator", detail));
        }
    }
    if let_some_go(office, organisation, &domain).await.map_err(problem::from_store)? {
        let behind = office.clone();
        office.begin(async move {
            if let Err(error) = let_go(&behind, organisation, &domain).await {
                tracing::warn!(%error, "mail to a domain that it goes on to is let go by the next look");
            }
        });
    }
    Ok(true)
}

/// Lets go on what was left of it, by a node that was stopped or a store that failed.
pub(super) async fn let_all_go(office: &Office) -> Result<(), StoreError> {
    for (organisation, domain) in held_destinations::list_lifted(&office.store().read(), LIFTED_MAX).await? {
        let_go(office, organisation, &domain).await?;
    }
    Ok(())
}

/// Stops what was claimed before somebody held its domain; a claim leaves it out from then on. Where nobody holds any, none is
/// asked for.
pub(super) async fn leave_held(
    tx: &Tx,
    holding: &BTreeSet<OrganisationId>,
    intents: &[Intent],
    owner: &str,
) -> Result<BTreeSet<DeliveryId>, StoreError> {
    let may_be_held = |intent: &&Intent| intent.leaves() && holding.contains(&intent.organisation);
    let ids: Vec<_> =
        intents.iter().filter(may_be_held).flat_map(|intent| intent.deliveries.iter().copied()).collect();
    held_destinations::leave_held(tx, &ids, owner).await
}

/// Those of these mails of which something waits for a domain that is not held, or nothing for one that is.
pub(super) async fn not_held(
    conn: &Conn,
    organisation: OrganisationId,
    ids: &[OutboxId],
) -> Result<Vec<OutboxId>, StoreError> {
    let held = held_destinations::list_held_for(conn, organisation, ids).await?;
    let is_free = |id: &OutboxId| held.get(id).is_none_or(|of| of.waits_elsewhere);
    Ok(ids.iter().copied().filter(is_free).collect())
}

async fn stop_waiting(office: &Office, organisation: OrganisationId, domain: &str) -> Result<(), StoreError> {
    while stop_some(office, organisation, domain).await? {}
    Ok(())
}

/// One transaction of it; whether there is more.
async fn stop_some(office: &Office, organisation: OrganisationId, domain: &str) -> Result<bool, StoreError> {
    let (of, now) = (domain.to_owned(), office.now());
    let some = office.store().write(move |tx| {
        Box::pin(async move { held_destinations::stop_waiting(tx, organisation, &of, now).await })
    });
    some.await
}

async fn let_go(office: &Office, organisation: OrganisationId, domain: &str) -> Result<(), StoreError> {
    while let_some_go(office, organisation, domain).await? {}
    Ok(())
}

/// One transaction of it; whether there is more.
async fn let_some_go(
    office: &Office,
    organisation: OrganisationId,
    domain: &str,
) -> Result<bool, StoreError> {
    let (of, now) = (domain.to_owned(), office.now());
    let some = office.store().write(move |tx| {
        Box::pin(async move { held_destinations::let_go(tx, organisation, &of, now).await })
    });
    let is_more: Result<bool, StoreError> = some.await;
    office.signals().outbox.notify_one();
    is_more
}

/// Why a domain is not held anew.
async fn stands(office: &Office, organisation: OrganisationId, domain: &str) -> Result<Problem, Problem> {
    let standing = list_destination_holds(office, organisation).await?;
    let Some(own) = standing.into_iter().find(|hold| hold.domain == domain) else {
        let detail = "mail to it goes on since; stop it anew if it must not";
        return Ok(Problem::conflict("held_destination.over", detail));
    };
    let said = format!("stopped mail to {domain} at {}: {}", own.at, own.why);
    let problem = if own.by_operator {
        let detail = format!("whoever runs the installation has {said}; he alone lets it go on");
        Problem::conflict("held_destination.stands_of_operator", detail)
    } else {
        let who = own.user_name.as_deref().unwrap_or("somebody who has left");
        let detail = format!("{who} {said}; let it go on first to say another reason");
        Problem::conflict("held_destination.stands", detail)
    };
    let problem = problem.with("domain", own.domain).with("at", own.at.to_rfc3339()).with("why", own.why);
    Ok(match own.user_name {
        Some(name) => problem.with("user", name),
        None => problem,
    })
}

/// A domain that somebody typed, as those of recipients are written.
fn domain_of(typed: &str) -> Result<String, Problem> {
    let bare = typed.trim().trim_start_matches('@').trim_end_matches('.');
    let address = format!("postmaster@{bare}").parse::<EmailAddress>().map_err(|_| {
        let detail = "write a domain, such as example.org";
        Problem::invalid("domain", "held_destination.no_domain", detail)
    })?;
    Ok(address.domain().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_written_as_those_of_recipients_are() {
        for (typed, domain) in
            [(" Example.ORG. ", "example.org"), ("@b\u{fc}cher.example", "xn--bcher-kva.example")]
        {
            assert_eq!(domain_of(typed).unwrap(), domain);
        }
        for typed in ["", "ola@example.org", "two words"] {
            assert_eq!(domain_of(typed).unwrap_err().code, "held_destination.no_domain", "{typed}");
        }
    }
}
