//! Somebody wrote from an address: what came back from there before counts no more, and where it is proved that the mail is from
//! there, the block that came of it is lifted.

use mail::Class;
use policy::blocking::speakers;
use policy::filter::Effects;
use store::{StoreError, Tx};

use super::passage::Passage;
use crate::returns;

/// Takes a mail for a sign of life of the address that it is from: not of where answers go, which nothing proves, and not where a
/// program or a list wrote, also one that lets a person answer somebody else. History says nothing of today.
pub(super) async fn of_life(tx: &Tx, passage: &Passage<'_>, effects: &Effects) -> Result<(), StoreError> {
    let reading = passage.reading;
    if effects.bounced || reading.parsed.class != Class::Person || reading.row.historic {
        return Ok(());
    }
    let Some(from) = reading.parsed.from.as_ref().and_then(|from| from.address.as_ref()) else {
        return Ok(());
    };
    if mail::nobody_reads(from) {
        return Ok(());
    }
    let told = reading.authenticity.as_deref();
    if told.is_some_and(domain::timeline::AuthenticityTold::speaks_against) {
        return Ok(());
    }
    let (organisation, now) = (passage.organisation(), passage.desk.now);
    // A mailbox may be fetched days after somebody wrote: what came back in between says more of the address.
    let arrived_at = reading.arrived_at();
    let written_at = reading.parsed.date.map_or(arrived_at, |date| date.min(arrived_at));
    store::standings::record_writer(tx, organisation, &from.key(), written_at).await?;
    if told.is_some_and(|told| speakers::is_proved(told, from.domain())) {
        Box::pin(returns::lift_proved(tx, organisation, from, (written_at, now))).await?;
    }
    Ok(())
}
