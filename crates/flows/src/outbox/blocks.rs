//! Which of the claimed deliveries are for addresses that are written to no more.

use std::collections::BTreeMap;

use domain::OrganisationId;
use domain::blocks::{BlockReason, BlockScope};
use domain::outbox::Stream;
use store::deliveries::DueDelivery;
use store::standings::StandingRow;

use crate::office::Office;

/// An address of an organisation.
type Place = (OrganisationId, String);

/// The blocked addresses, each with what its block stops and what is said in the place of a server's words.
pub(super) type Blocked = BTreeMap<Place, (BlockScope, String)>;

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
            Ok(found) => blocked
                .extend(found.into_iter().filter_map(|(key, row)| Some(((organisation, key), words(&row)?)))),
            Err(error) => {
                tracing::error!(%error, "blocked addresses could not be read; nothing is held back")
            }
        }
    }
    blocked
}

/// What keeps a delivery back; `None` where it may go. Who wants no mailings gets no mail to many, and answers all the same.
pub(super) fn against(blocked: &Blocked, delivery: &DueDelivery) -> Option<String> {
    let (scope, words) = blocked.get(&(delivery.organisation, delivery.recipient.key()))?;
    let stops = match scope {
        BlockScope::All => true,
        BlockScope::Mailings => delivery.stream == Stream::Bulk,
    };
    (stops && !delivery.passes_block).then(|| words.clone())
}

/// What the attempt says. The interface reads the reason out of this sentence and
/// says it in its own language (`web/src/lib/mail/held-back.ts`): both change together.
fn words(row: &StandingRow) -> Option<(BlockScope, String)> {
    let block = row.block?;
    let since = block.at.to_rfc3339();
    let since = since.get(..10).unwrap_or_default();
    let cause = match block.reason {
        BlockReason::Returned | BlockReason::Limit => {
            let class = row.last_class.map_or("", |class| class.as_str());
            format!("mail to it came back ({class}): {}", row.last_words)
        }
        BlockReason::Hand => "a colleague blocked it".to_owned(),
        BlockReason::Imported => "it was on an imported list".to_owned(),
    };
    Some((block.scope, format!("the address is blocked since {since}: {cause}")))
}
