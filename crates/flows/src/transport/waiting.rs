//! What waits when an owner's server becomes another one, or is gone.

use domain::transport::TransportOwner;
use domain::{OrganisationId, Timestamp};
use store::{StoreError, Tx};

use crate::office::Office;
use crate::outbox;

/// Sees to what waits for an owner's server once that is another one or gone: what may not leave the way that is left is
/// stopped, what was stopped and may leave by now goes on, and the rest is tried there at once. Returns whether that was all;
/// else [`go_on`] follows. The caller has locked the organisation.
pub(super) async fn see_to_waiting(
    tx: &Tx,
    office: &Office,
    (organisation, owner): (OrganisationId, &TransportOwner),
    at: Timestamp,
) -> Result<bool, StoreError> {
    match owner {
        TransportOwner::User(user) => {
            let is_all = outbox::hold_stranded(tx, office, organisation, (*user, at)).await?;
            // Nothing is hastened that is to be stopped.
            if is_all {
                store::deliveries::hasten(tx, organisation, owner, at).await?;
            }
            // What was stopped as it was due, and what was written by other senders since.
            Ok(!outbox::begin_to_free(tx, office, organisation).await? && is_all)
        }
        // What may not leave is stopped as its time comes.
        TransportOwner::Organisation | TransportOwner::Domain(_) => {
            store::sender_domains::look_anew(tx, organisation, at).await?;
            store::deliveries::hasten(tx, organisation, owner, at).await?;
            Ok(!outbox::begin_to_free(tx, office, organisation).await?)
        }
    }
}

/// Sees to what one transaction did not.
pub(crate) async fn go_on(
    office: &Office,
    organisation: OrganisationId,
    owner: TransportOwner,
) -> Result<(), StoreError> {
    match owner {
        TransportOwner::User(_) => {
            outbox::hold_rest(office, organisation).await?;
            let at = office.now();
            let hastened = office.store().write(move |tx| {
                Box::pin(async move { store::deliveries::hasten(tx, organisation, &owner, at).await })
            });
            let hastened: Result<(), StoreError> = hastened.await;
            hastened?;
            outbox::free_rest(office, organisation).await
        }
        // The rest was hastened at once.
        TransportOwner::Organisation | TransportOwner::Domain(_) => {
            outbox::free_rest(office, organisation).await
        }
    }
}
