//! What the server that takes a mail sees of its sender, thing by thing: also where the mail leaves through somebody's
//! own server, and over settings that are being tried and are not kept.

use domain::preflight::Sight;
use domain::{EmailAddress, Problem};
use policy::preflight::{Fate, Known, Through, fate, sights};
use store::StoreError;
use store::outbox::Spoken;
use store::sender_domains::SenderDomainRow;

use super::returns::returns_to;
use super::{Sender, Standing, dns, instead, known, operators, refused, row, server, through, watched, way};
use crate::office::Office;
use crate::outbox::Way;
use crate::problem;

/// What a receiver sees.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seen {
    /// The address that he sees the mail come from: the operator's, where it leaves from that.
    pub from: EmailAddress,
    /// What he looks at. Empty where no mail leaves from the address.
    pub sights: Vec<Sight>,
    /// How the newest mail from there was protected.
    pub spoken: Spoken,
}

/// What a receiver sees of mail from an address, over the way that it takes.
///
/// # Errors
/// When the store fails; what DNS does not answer is nothing bad.
pub async fn seen(office: &Office, sender: Sender<'_>) -> Result<Seen, Problem> {
    let looked = async {
        let way = way(office, sender).await?;
        let row = row(&office.store().read(), sender).await?;
        let watched = watched(office, sender, row.as_ref()).await?;
        look(office, sender, (&way, through(office, &way).await), watched).await
    };
    looked.await.map_err(problem::from_store)
}

/// The same over a way that is tried: one that somebody sets, or the installation's.
pub(crate) async fn seen_over(
    office: &Office,
    sender: Sender<'_>,
    (way, is_set): (&Way, bool),
) -> Result<Seen, StoreError> {
    // What the watcher found is about the way that is in use.
    look(office, sender, (way, through_of(office, way, is_set).await), None).await
}

/// The address that mail leaves from over a way that is tried: the operator's, where it is sent from that.
///
/// # Errors
/// 422 where it is not sent at all.
pub(crate) async fn from_over(
    office: &Office,
    sender: Sender<'_>,
    (way, is_set): (&Way, bool),
) -> Result<EmailAddress, Problem> {
    let conn = office.store().read();
    let through = through_of(office, way, is_set).await;
    let standing = Standing::of(&conn, office, sender, through).await.map_err(problem::from_store)?;
    let fate = fate(&known(office, sender, (through, server(way)), &standing));
    match fate {
        Fate::Refused(point) => Err(refused(point, sender.address)),
        Fate::Sent | Fate::Rewritten => Ok(instead(office, fate).unwrap_or_else(|| sender.address.clone())),
    }
}

async fn through_of(office: &Office, way: &Way, is_set: bool) -> Through {
    match (&way.relay, is_set) {
        (Some(_), true) if !operators::takes(office, way).await => Through::Own,
        (Some(_), _) => Through::Relay,
        (None, _) => Through::Nobody,
    }
}

async fn look(
    office: &Office,
    sender: Sender<'_>,
    (way, through): (&Way, Through),
    watched: Option<&SenderDomainRow>,
) -> Result<Seen, StoreError> {
    let conn = office.store().read();
    let of = Standing::of(&conn, office, sender, through).await?;
    let known = known(office, sender, (through, server(way)), &of);
    let fate = fate(&known);
    let from = instead(office, fate).unwrap_or_else(|| sender.address.clone());
    if let Fate::Refused(_) = fate {
        return Ok(Seen { from, sights: Vec::new(), spoken: Spoken::default() });
    }
    let is_operators = fate == Fate::Rewritten;
    // The operator's domain is nobody's sender domain.
    let standing = known.standing.filter(|_| !is_operators);
    let known = Known { domain: from.domain(), standing, ..known };
    let own_of = sender.own_of.filter(|_| !is_operators);
    let seen_from = Sender { address: &from, own_of, ..sender };
    let returns = returns_to(office, &conn, (seen_from, way)).await?;
    let watched = watched.filter(|_| !is_operators);
    let names = (known.domain, returns.as_str(), of.above_name());
    let found = dns::found(office, names, (way, watched)).await;
    let spoken = store::outbox::spoken(&conn, sender.organisation, &from.to_string()).await?;
    Ok(Seen { sights: sights(&known, &found, is_operators).to_vec(), from, spoken })
}
