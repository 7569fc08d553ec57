//! What is due and may not leave the way that it would take is stopped before anybody is connected to, as what a user planned
//! is: whatever kept it until here, and whoever's server is gone.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::timeline::Step;
use domain::{CaseId, DeliveryId, EmailAddress, OrganisationId, OutboxId, UserId};
use store::deliveries::{self, DueDelivery, DueMail};
use store::{StoreError, Tx};

use super::freed::lets;
use super::{owned, tell};
use crate::lease;
use crate::notify::{self, Stranded};
use crate::office::Office;

/// After how many seconds one comes again that could not be stopped: another recipient of the mail is with a server.
const AGAIN_S: i64 = 60;

/// Stops the mails of these deliveries, which this node has claimed. Those who can act are told by the bell.
///
/// # Errors
/// When the store fails; what is not stopped comes back when its lease ends.
pub(in crate::outbox) async fn hold_due(office: &Office, due: Vec<DueDelivery>) -> Result<(), StoreError> {
    let mut by_organisation: BTreeMap<OrganisationId, Vec<DueDelivery>> = BTreeMap::new();
    for delivery in due {
        by_organisation.entry(delivery.organisation).or_default().push(delivery);
    }
    let owner = lease::owner(office, "outbox");
    for (organisation, due) in by_organisation {
        let (owner, within) = (owner.clone(), office.clone());
        let write = office
            .store()
            .write(move |tx| Box::pin(async move { hold((tx, &within), organisation, &owner, &due).await }));
        let written: Result<(), StoreError> = write.await;
        written?;
    }
    Ok(())
}

async fn hold(
    (tx, office): (&Tx, &Office),
    organisation: OrganisationId,
    owner: &str,
    due: &[DueDelivery],
) -> Result<(), StoreError> {
    let at = office.now();
    // Whoever sets a server or proves a domain meanwhile looks at what is stopped before or behind this, and not beside it.
    store::organisations::lock(tx, organisation).await?;
    let (ids, again): (Vec<DeliveryId>, _) =
        (due.iter().map(|due| due.id).collect(), at.plus_seconds(AGAIN_S));
    // Whoever has one by now, since its lease ended or somebody chose its way, judges it himself.
    let ours = deliveries::extend_leases(tx, &ids, owner, again).await?;
    if ours.is_empty() {
        return Ok(());
    }
    let is_ours = |due: &&DueDelivery| ours.contains(&due.id);
    let mails: BTreeMap<OutboxId, &DueMail> =
        due.iter().filter(is_ours).map(|due| (due.mail.outbox_id, &due.mail)).collect();
    // Given back first: a mail is not stopped while an attempt of it is said to be under way, and nobody ended one of these.
    deliveries::release(tx, &ours, owner, again).await?;
    let ids = still_refused(tx, office, organisation, &mails).await?;
    if ids.is_empty() {
        return Ok(());
    }
    let held: BTreeSet<OutboxId> =
        store::outbox::hold(tx, organisation, &ids, at).await?.into_iter().collect();
    let mails: Vec<&DueMail> = mails.into_values().filter(|mail| held.contains(&mail.outbox_id)).collect();
    let mut by_address: BTreeMap<&EmailAddress, Vec<OutboxId>> = BTreeMap::new();
    let mut by_author: BTreeMap<Option<UserId>, Vec<OutboxId>> = BTreeMap::new();
    for mail in &mails {
        by_address.entry(&mail.from).or_default().push(mail.outbox_id);
        by_author.entry(mail.author).or_default().push(mail.outbox_id);
    }
    for (address, ids) in by_address {
        tell(tx, organisation, (&ids, at), &Step::Stranded { address: address.clone() }).await?;
    }
    let cases: HashMap<OutboxId, CaseId> =
        mails.iter().filter_map(|mail| Some((mail.outbox_id, mail.case_id?))).collect();
    for (author, ids) in by_author {
        let mut stopped = Stranded::default();
        owned(tx, organisation, &cases, &ids).await?.into_iter().for_each(|owned| stopped.note(owned));
        notify::tell_of_more_stranded(tx, organisation, (author, at), &stopped).await?;
    }
    Ok(())
}

/// Those of these mails that may not leave by now either: who changed that since they were judged looked at what was stopped
/// then, and found none of them. The others are tried again.
async fn still_refused(
    tx: &Tx,
    office: &Office,
    organisation: OrganisationId,
    mails: &BTreeMap<OutboxId, &DueMail>,
) -> Result<Vec<OutboxId>, StoreError> {
    let (mut judged, mut refused) = (BTreeMap::new(), Vec::new());
    for (id, mail) in mails {
        let asked = (&mail.from, mail.author.filter(|_| mail.from_own), mail.way);
        if !lets(tx, office, organisation, (&mut judged, asked)).await? {
            refused.push(*id);
        }
    }
    Ok(refused)
}
