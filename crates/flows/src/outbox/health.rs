//! How an outgoing server fares that somebody set: whoever owns it is told on his screen while no mail leaves
//! through it.

use domain::{OrganisationId, Outcome};
use store::StoreError;
use store::transports::Failing;

use super::record::Ended;
use super::route::Way;
use crate::office::Office;

/// Characters of a server's words that are kept.
const WORDS_CHARS_MAX: usize = 500;

/// Notes what an attempt showed of the relay that it took, where that changes what is known. What a relay said
/// of a recipient says nothing of the relay.
pub(super) async fn note(
    office: &Office,
    organisation: OrganisationId,
    way: &Way,
    ended: &Ended,
) -> Result<(), StoreError> {
    let (Some(chosen), Some(_), Some(reached)) = (&way.of, &way.relay, ended.reached) else { return Ok(()) };
    if reached != chosen.is_failing {
        return Ok(());
    }
    let unreachable = ended.outcomes.iter().find(|outcome| matches!(outcome, Outcome::Unreachable(_)));
    let failing = (!reached).then(|| {
        let words = unreachable.map_or("", |outcome| outcome.words());
        Failing { since: office.now(), words: words.chars().take(WORDS_CHARS_MAX).collect() }
    });
    let (owner, set_at) = (chosen.owner.clone(), chosen.set_at);
    office
        .store()
        .write(move |tx| {
            let (owner, failing) = (owner.clone(), failing.clone());
            Box::pin(async move {
                store::transports::note(tx, (organisation, &owner), set_at, failing.as_ref()).await
            })
        })
        .await
}
