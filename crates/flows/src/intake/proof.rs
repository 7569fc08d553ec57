//! Somebody wrote from an address: what came back from there before counts no more, and where it is proved that the mail is from
//! there, the block that came of it is lifted.

use mail::Class;
use policy::filter::Effects;
use store::{StoreError, Tx};

use super::passage::Passage;
use crate::returns;

/// Takes a mail for a sign of life of the address that it is from: not of where answers go, which nothing proves, and not where a
/// program or a list wrote. History says nothing of today.
pub(super) async fn of_life(tx: &Tx, passage: &Passage<'_>, effects: &Effects) -> Result<(), StoreError> {
    let reading = passage.reading;
    if effects.bounced || reading.parsed.class != Class::Person || reading.row.historic {
        return Ok(());
    }
    let Some(from) = reading.parsed.from.as_ref().and_then(|from| from.address.as_ref()) else {
        return Ok(());
    };
    let told = reading.authenticity.as_deref();
    if told.is_some_and(domain::timeline::AuthenticityTold::speaks_against) {
        return Ok(());
    }
    let (organisation, now) = (passage.organisation(), passage.desk.now);
    store::standings::record_writer(tx, organisation, &from.key(), now).await?;
    if told.is_some_and(|told| told.vouches_for(from.domain())) {
        Box::pin(returns::lift_proved(tx, organisation, from, (reading.at(), now))).await?;
    }
    Ok(())
}
