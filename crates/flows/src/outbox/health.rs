//! How an outgoing server fares that somebody set: whoever owns it is told while no mail leaves
//! through it.

use domain::transport::TransportOwner;
use domain::{OrganisationId, Outcome, Timestamp};
use store::transports::Failing;

use super::record::Ended;
use super::route::Way;
use crate::notify;
use crate::office::Office;

/// Characters of a server's words that are kept.
const WORDS_CHARS_MAX: usize = 500;

/// What an attempt showed of the relay that it took.
pub(super) struct Shown {
    owner: TransportOwner,
    set_at: Timestamp,
    failing: Option<Failing>,
}

impl Shown {
    /// What changes what is known. What a relay said of a recipient says nothing of the relay, nor does a mail that may not go
    /// this way at all: others may.
    pub(super) fn of(office: &Office, way: &Way, ended: &Ended) -> Option<Self> {
        let (Some(chosen), Some(_), Some(reached)) = (&way.of, &way.relay, ended.reached()) else {
            return None;
        };
        if reached != chosen.is_failing {
            return None;
        }
        let failing = if reached {
            None
        } else {
            let is_unreachable = |outcome: &&Outcome| matches!(outcome, Outcome::Unreachable(_));
            let words = ended.outcomes.iter().find(is_unreachable)?.words();
            let words = words.chars().take(WORDS_CHARS_MAX).collect();
            Some(Failing { since: office.now(), words })
        };
        Some(Self { owner: chosen.owner.clone(), set_at: chosen.set_at, failing })
    }

    /// Notes it. The attempt is written down by then, and a failure here changes nothing of it: the next one says
    /// the same.
    pub(super) async fn note(self, office: &Office, organisation: OrganisationId) {
        let Self { owner, set_at, failing } = self;
        let noted = office
            .store()
            .write(move |tx| {
                let (owner, failing) = (owner.clone(), failing.clone());
                Box::pin(async move {
                    let noted = (organisation, &owner);
                    let is_news = store::transports::note(tx, noted, set_at, failing.as_ref()).await?;
                    match failing.filter(|_| is_news) {
                        Some(failing) => {
                            notify::tell_of_failing(tx, organisation, &owner, failing.since).await
                        }
                        None => Ok(()),
                    }
                })
            })
            .await;
        if let Err(error) = noted {
            tracing::warn!(organisation.id = %organisation, %error, "how an outgoing server fares is not noted");
        }
    }
}
