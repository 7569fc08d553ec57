//! A second report about the same recipient is no news to the author, but may say more than the first: what a gateway said
//! in words of its own, the server behind it says with a code.

use domain::blocks::{ReturnNature, ReturnSource};
use domain::{OrganisationId, Timestamp};
use policy::blocking::anew;
use store::{StoreError, Tx};

use super::counting::{self, CameBack};
use super::reviewing::verdict;

/// Writes it down where it says more than the report before it; what a server told us itself stands.
pub(crate) async fn record_anew(
    tx: &Tx,
    organisation: OrganisationId,
    back: &CameBack,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(outbox) = back.outbox else { return Ok(()) };
    // Of two reports that come at once the second sees what the first wrote.
    store::standings::open(tx, organisation, &back.address).await?;
    let of_mail = (outbox, &back.address, ReturnNature::Failure);
    let known = store::returns::find_of_mail(tx, organisation, of_mail).await?;
    let Some(known) = known.filter(|known| known.told.source == ReturnSource::Report) else { return Ok(()) };
    let has_effect = known.blocked || known.incident_id.is_some();
    if !anew::says_more(&verdict(&known.told.judged), &back.verdict, has_effect) {
        return Ok(());
    }
    counting::record(tx, organisation, back, now).await
}
