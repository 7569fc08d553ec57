//! Which of the claimed deliveries are for addresses that are written to no more.

use std::collections::BTreeMap;

use domain::OrganisationId;
use domain::blocks::{BlockReason, BlockScope};
use domain::failure::HeldBack;
use domain::outbox::Stream;
use store::deliveries::DueDelivery;
use store::standings::StandingRow;

use crate::office::Office;

/// An address of an organisation.
type Place = (OrganisationId, String);

/// The blocked addresses, each with what its block stops and why.
pub(super) type Blocked = BTreeMap<Place, (BlockScope, HeldBack)>;

/// Those among the addresses of these deliveries. What cannot be read holds
/// nothing back: a mail too many is a smaller harm than one that does not leave.
pub(super) async fn among(office: &Office, due: &[DueDelivery]) -> Blocked {
    let mut asked: BTreeMap<OrganisationId, Vec<String>> = BTreeMap::new();
    for delivery in due.iter().filter(|delivery| !delivery.passes_block) {
        asked.entry(delivery.organisation).or_default().push(delivery.recipient.key());
    }
    let (conn, mut blocked) = (office.store().read(), BTreeMap::new());
    for (organisation, mut keys) in asked {
        keys.sort_unstable();
        keys.dedup();
        match store::standings::blocked_among(&conn, organisation, &keys).await {
            Ok(found) => blocked.extend(
                found.into_iter().filter_map(|(key, row)| Some(((organisation, key), held_back(&row)?))),
            ),
            Err(error) => {
                tracing::error!(%error, "blocked addresses could not be read; nothing is held back")
            }
        }
    }
    blocked
}

/// What keeps a delivery back; `None` where it may go. Who wants no mailings gets no mail to many, and answers all the same.
pub(super) fn against(blocked: &Blocked, delivery: &DueDelivery) -> Option<HeldBack> {
    let (scope, held_back) = blocked.get(&(delivery.organisation, delivery.recipient.key()))?;
    let stops = match scope {
        BlockScope::All => true,
        BlockScope::Mailings => delivery.stream == Stream::Bulk,
    };
    (stops && !delivery.passes_block).then(|| held_back.clone())
}

/// Why it is blocked.
fn held_back(row: &StandingRow) -> Option<(BlockScope, HeldBack)> {
    let block = row.block?;
    let came_back = matches!(block.reason, BlockReason::Returned | BlockReason::Limit);
    let held_back = HeldBack {
        since: block.at,
        reason: block.reason,
        class: row.last_class.filter(|_| came_back),
        words: if came_back { row.last_words.clone() } else { String::new() },
    };
    Some((block.scope, held_back))
}
