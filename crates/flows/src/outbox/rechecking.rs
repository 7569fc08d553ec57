//! What servers say of a domain is asked of DNS before it weighs in full.

use domain::{DeliveryId, OrganisationId};
use futures_util::future::join_all;
use policy::blocking;
use store::StoreError;

use super::failed::tell_blocked;
use crate::addresses;
use crate::office::Office;
use crate::returns::{self, CameBack};

/// Those of which DNS knows better what a server said of a domain, and was not asked yet.
pub(super) fn doubtful_among(came_back: &[(DeliveryId, CameBack)]) -> Vec<(DeliveryId, CameBack)> {
    let is_doubtful = |(_, back): &&(DeliveryId, CameBack)| {
        !back.domain_is_gone && blocking::is_asked_of_dns(back.verdict.class)
    };
    came_back.iter().filter(is_doubtful).cloned().collect()
}

/// Asks DNS of the domains that do not exist or take no mail, as servers say, and lets those returns weigh in full of which it
/// says the same. Behind the commit that wrote them down: between a server's answer and that, nobody is waited for. What fails
/// here leaves them as they were written down, and is no failure of the attempt.
pub(super) async fn recheck(
    office: &Office,
    organisation: OrganisationId,
    doubtful: Vec<(DeliveryId, CameBack)>,
) {
    let asked = doubtful.into_iter().map(|(_, back)| async move {
        let domain_is_gone = addresses::is_gone(office, back.address.domain()).await;
        domain_is_gone.then_some(CameBack { domain_is_gone, ..back })
    });
    for back in join_all(asked).await.into_iter().flatten() {
        let written = office.store().write(move |tx| {
            Box::pin(async move {
                let at = tx.now();
                returns::record(tx, organisation, &back, at).await?;
                match back.outbox {
                    Some(outbox) => tell_blocked(tx, organisation, (outbox, &back.address), at).await,
                    None => Ok(()),
                }
            })
        });
        let written: Result<(), StoreError> = written.await;
        if let Err(error) = written {
            tracing::warn!(organisation.id = %organisation, %error, "a return that DNS confirms does not weigh in full");
        }
    }
}
