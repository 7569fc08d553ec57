//! Which mails keep their way, and why.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use domain::org::Right;
use domain::preflight::Point;
use domain::transport::{TransportOwner, WayChoice};
use domain::{Actor, OrganisationId, OutboxId, Problem, UserId};
use policy::route::{self as rules, Keeps};
use store::outbox::{FailedOf, Reroutable};
use store::{Conn, StoreError};

use super::super::actions::{Deed, is_blocked, is_held};
use super::{ChoiceOfWay, in_use};
use crate::office::Office;
use crate::preflight::{self, Sender};

/// Why a mail keeps its way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kept {
    /// A server takes it whose owner is not whoever wants it.
    Server(Keeps),
    /// Mail of its sender does not leave the other way.
    Sender(Point),
    /// It failed, and somebody stopped it.
    Stopped,
    /// It failed, and whom it did not reach is blocked.
    Blocked,
    /// It failed, is meant whatever is known of its addresses, and did not reach those alone whom a list added.
    BlockedOfList,
}

/// The mails that keep their way, and why.
pub(super) async fn keep(
    conn: &Conn,
    office: &Office,
    actor: &Actor,
    mails: &[Reroutable],
    choice: WayChoice,
) -> Result<HashMap<OutboxId, Kept>, StoreError> {
    let (mut servers, mut senders, mut kept) = (HashMap::new(), HashMap::new(), HashMap::new());
    for mail in mails {
        let wish = wish(conn, actor, mail, &mut servers).await?;
        if let Err(keeps) = rules::may_choose(wish) {
            kept.insert(mail.id, Kept::Server(keeps));
            continue;
        }
        let refused = match senders.entry((mail.own_of, mail.from.to_string())) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(unknown) => {
                let (organisation, own_of) = (actor.organisation, mail.own_of);
                let sender = Sender { organisation, address: &mail.from, own_of };
                *unknown.insert(preflight::refused_another_way(conn, office, sender, Some(choice)).await?)
            }
        };
        kept.extend(refused.map(|point| (mail.id, Kept::Sender(point))));
    }
    Ok(kept)
}

/// Adds those that failed and would not be sent again: the way of what does not leave is nobody's choice.
pub(super) async fn keep_failed(
    conn: &Conn,
    organisation: OrganisationId,
    (mails, of): (&[Reroutable], FailedOf),
    kept: &mut HashMap<OutboxId, Kept>,
) -> Result<(), StoreError> {
    let failed = mails.iter().filter(|mail| mail.has_failed && !kept.contains_key(&mail.id));
    let failed: Vec<OutboxId> = failed.map(|mail| mail.id).collect();
    let again = store::outbox::list_requeueable(conn, organisation, (&failed, of)).await?;
    let left: Vec<OutboxId> = failed.into_iter().filter(|id| !again.contains(id)).collect();
    let stopped = store::outbox::held_with_failures(conn, organisation, &left).await?;
    let blocked = if of == FailedOf::Meant { Kept::BlockedOfList } else { Kept::Blocked };
    kept.extend(left.into_iter().map(|id| (id, if stopped.contains(&id) { Kept::Stopped } else { blocked })));
    Ok(())
}

/// Whose it is to choose the way of this mail, as far as the actor is concerned.
pub(super) async fn choice_of(conn: &Conn, actor: &Actor, id: OutboxId) -> Result<ChoiceOfWay, StoreError> {
    let mails = store::outbox::list_reroutable(conn, actor.organisation, &[id]).await?;
    let Some(mail) = mails.first() else { return Ok(ChoiceOfWay::Nobodys) };
    let wish = wish(conn, actor, mail, &mut HashMap::new()).await?;
    Ok(match rules::may_choose(wish) {
        Err(keeps) => ChoiceOfWay::Kept(keeps),
        Ok(()) if wish.takes_own => ChoiceOfWay::Authors,
        Ok(()) => ChoiceOfWay::Offices,
    })
}

/// What decides whether the actor may choose the way of a mail. Which servers are in use is looked up once.
async fn wish(
    conn: &Conn,
    actor: &Actor,
    mail: &Reroutable,
    known: &mut HashMap<TransportOwner, bool>,
) -> Result<rules::Wish, StoreError> {
    let domain = TransportOwner::Domain(mail.from.domain().to_owned());
    for owner in mail.own_of.map(TransportOwner::User).into_iter().chain([domain.clone()]) {
        if let Entry::Vacant(unknown) = known.entry(owner) {
            let row = in_use(conn, actor.organisation, unknown.key().clone()).await?;
            unknown.insert(row.is_some());
        }
    }
    let takes = |owner: &TransportOwner| known.get(owner).copied().unwrap_or(false);
    Ok(rules::Wish {
        takes_own: mail.own_of.is_some_and(|user: UserId| takes(&TransportOwner::User(user))),
        takes_domains: takes(&domain),
        is_author: mail.own_of == Some(actor.user),
        may_set_servers: actor.may(Right::Mailboxes),
    })
}

/// Why a mail is not sent another way; `None` where it neither waits nor failed.
pub(super) fn refusal(kept: Option<Kept>) -> Problem {
    match kept {
        Some(Kept::Server(Keeps::Authors)) => Problem::conflict(
            "outbox.way_is_authors",
            "its author sends it through a server of his own, which he alone can change for it",
        ),
        Some(Kept::Server(Keeps::Domains)) => Problem::conflict(
            "outbox.way_is_domains",
            "its sender domain has a server of its own; whoever sets outgoing servers can send it another way",
        ),
        Some(Kept::Sender(Point::FreeMail)) => Problem::conflict(
            "outbox.way_is_providers",
            "other servers refuse mail of this provider's addresses that does not come from the provider; leave it to the \
             provider's outgoing server",
        ),
        Some(Kept::Sender(_)) => Problem::conflict(
            "outbox.way_needs_proof",
            "the domain that it is from is no live sender domain, and the organisation sends no mail of such domains that \
             way; prove it in the settings, or choose another way",
        ),
        Some(Kept::Stopped) => is_held(),
        Some(Kept::Blocked) => is_blocked(Deed::Again),
        Some(Kept::BlockedOfList) => is_blocked(Deed::AgainAllTheSame),
        None => Problem::conflict(
            "outbox.way_not_changed",
            "only mail that waits or failed can be sent another way",
        ),
    }
}
