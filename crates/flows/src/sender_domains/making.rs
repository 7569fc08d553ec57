//! New pairs of keys.

use domain::sender_domain::{DkimAlgorithm, DkimKeyState};
use domain::{OrganisationId, Problem};
use policy::sender_domain::{Slot, selector, slot_selector};
use store::sender_domains::keys::{DkimKeyRow, NewDkimKey};

use crate::problem;

/// A pair, in a slot of the operator's zone or with selectors of its own: RSA for every receiver, Ed25519 for those that know
/// it. Made on a thread that nobody waits for.
pub(super) async fn pair(
    organisation: OrganisationId,
    (generation, slot): (u32, Option<Slot>),
    state: DkimKeyState,
) -> Result<Vec<NewDkimKey>, Problem> {
    let made = tokio::task::spawn_blocking(move || {
        DkimAlgorithm::ALL
            .into_iter()
            .map(|algorithm| {
                let key = net::signatures::generate(algorithm)?;
                Ok(NewDkimKey {
                    selector: match slot {
                        Some(slot) => slot_selector(organisation, algorithm, slot),
                        None => selector(organisation, algorithm, generation),
                    },
                    algorithm,
                    generation,
                    private_key: key.private_key,
                    public_key: key.public_key,
                    state,
                })
            })
            .collect::<Result<Vec<_>, net::signatures::MakingError>>()
    });
    match made.await {
        Ok(Ok(pair)) => Ok(pair),
        Ok(Err(error)) => {
            tracing::error!(%error, "no signing key could be made");
            Err(problem::internal("making a signing key"))
        }
        Err(_) => Err(problem::internal("making a signing key")),
    }
}

/// Where new keys begin: they wait while others sign.
pub(super) fn beginning(own: &[DkimKeyRow]) -> DkimKeyState {
    if own.iter().all(|key| key.state == DkimKeyState::Retired) {
        DkimKeyState::Active
    } else {
        DkimKeyState::Next
    }
}
