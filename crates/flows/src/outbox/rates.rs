//! Limits on mails in a minute, of the installation: to one destination, and of one organisation. They are counted for
//! all nodes together, in the transaction that begins a mail.

use domain::outbox::Stream;
use store::parked::whole_organisation;
use store::send_rates::{self, Rate};
use store::{StoreError, Tx};

use super::ledger::{Intent, Refused};

/// What may leave at once after a rest, as time that mails may be ahead of theirs, milliseconds. Bulk mail leaves half
/// of it to single mail.
const AHEAD_MS: (i64, i64) = (10_000, 5_000);

/// Mails in a minute; 0 sets no limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Rates {
    /// To one destination: a relay, or the exchangers of one operator.
    pub per_destination: u32,
    /// Of one organisation.
    pub per_organisation: u32,
}

/// The limit that each of these is refused by, in their order; the others are counted.
pub(super) async fn refused(
    tx: &Tx,
    rates: Rates,
    intents: &[Intent],
) -> Result<Vec<Option<Refused>>, StoreError> {
    let mut refused = Vec::with_capacity(intents.len());
    for intent in intents {
        let found = send_rates::take(tx, &limits(rates, intent)).await?;
        refused.push(found.map(|(counted, until)| Refused { counted, until }));
    }
    Ok(refused)
}

fn limits(rates: Rates, intent: &Intent) -> Vec<Rate> {
    let Some(destination) = &intent.destination else { return Vec::new() };
    let ahead_ms = match intent.stream {
        Stream::Single => AHEAD_MS.0,
        Stream::Bulk => AHEAD_MS.1,
    };
    let counted = [
        (whole_organisation(intent.organisation), rates.per_organisation),
        (destination.clone(), rates.per_destination),
    ];
    let set = counted.into_iter().filter(|(_, per_minute)| *per_minute > 0);
    set.map(|(counted, per_minute)| Rate { counted, per_minute, ahead_ms }).collect()
}
