//! The largest mail that a relay takes, as it announced it last (RFC 1870): kept beside how it fares, so that whoever writes a
//! larger one hears of it before it is sent.

use std::cmp::Ordering;
use std::sync::{Mutex, PoisonError};

use domain::transport::TransportOwner;
use domain::{OrganisationId, Timestamp};
use serde::{Deserialize, Serialize};
use store::{Conn, StoreError, Tx};

use super::route::Way;
use crate::office::Office;

/// The name under which the installation's relay is remembered.
const KEY: &str = "outgoing.size";
/// What is larger than this is no limit that any mail meets, octets.
const NO_LIMIT_OCTETS: u64 = 1 << 40;

/// How often the same is written down again, milliseconds: each mail says it.
const SAID_AGAIN_MS: i64 = 3_600_000;
/// How long a smaller size counts that is said no more, milliseconds: the servers behind one name may announce different ones, and
/// no mail knows which of them it will meet.
const SMALLER_MS: i64 = 2 * SAID_AGAIN_MS;

/// What the installation's relay announced.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
struct SharedSize {
    /// Which relay; another one has another limit.
    host: String,
    octets_max: Option<u64>,
    /// When; not known of what an older version wrote.
    #[serde(default)]
    said_at: Option<Timestamp>,
}

impl SharedSize {
    /// What is kept of this relay.
    fn kept(&self, host: &str) -> Option<Kept> {
        let said_at = self.said_at.filter(|_| self.host == host)?;
        Some(Kept { octets_max: self.octets_max, said_at })
    }
}

/// What is kept of a relay's announcements.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Kept {
    octets_max: Option<u64>,
    said_at: Timestamp,
}

/// Whether what a relay announced is written down: a smaller size at once, and a larger one when the smaller is said no more.
fn is_news(kept: Option<Kept>, octets_max: Option<u64>, now: Timestamp) -> bool {
    let Some(kept) = kept else { return true };
    // Without a limit any size is taken.
    let size = |octets: Option<u64>| octets.unwrap_or(u64::MAX);
    let age_ms = now.millis_since(kept.said_at);
    match size(octets_max).cmp(&size(kept.octets_max)) {
        Ordering::Less => true,
        Ordering::Equal => age_ms >= SAID_AGAIN_MS,
        Ordering::Greater => age_ms >= SMALLER_MS,
    }
}

/// What this process knows to be written down of the installation's relay, so that each mail does not look.
#[derive(Default)]
pub(crate) struct ToldSize(Mutex<Option<SharedSize>>);

impl ToldSize {
    fn kept(&self, host: &str) -> Option<Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref().and_then(|size| size.kept(host))
    }

    fn told(&self, size: SharedSize) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(size);
    }
}

/// What a relay announced, where it is news.
pub(super) struct Announced {
    of: Whose,
    octets_max: Option<u64>,
}

/// Whose relay it is.
enum Whose {
    /// Somebody set it.
    Set(TransportOwner, Timestamp),
    /// It is the installation's, of this name.
    Installation(String),
}

impl Announced {
    /// What was announced on a connection that was reached.
    pub(super) fn of(
        office: &Office,
        way: &Way,
        (reached, octets_max): (Option<bool>, Option<u64>),
    ) -> Option<Self> {
        let relay = way.relay.as_ref()?;
        if reached != Some(true) {
            return None;
        }
        let octets_max = octets_max.filter(|octets| *octets < NO_LIMIT_OCTETS);
        let (kept, of) = match &way.of {
            Some(chosen) => {
                let kept = |said_at| Kept { octets_max: chosen.size_octets_max, said_at };
                (chosen.size_said_at.map(kept), Whose::Set(chosen.owner.clone(), chosen.set_at))
            }
            None => (office.told_size().kept(&relay.host), Whose::Installation(relay.host.clone())),
        };
        is_news(kept, octets_max, office.now()).then_some(Self { of, octets_max })
    }

    /// Notes it. A failure changes nothing of the mail: the next one says the same.
    pub(super) async fn note(self, office: &Office, organisation: OrganisationId) {
        let said = (self.octets_max, office.now());
        let noted: Result<(), StoreError> = match self.of {
            Whose::Set(owner, set_at) => {
                let written = office.store().write(move |tx| {
                    Box::pin(async move {
                        store::transports::note_size(tx, (organisation, &owner), set_at, said).await
                    })
                });
                written.await
            }
            Whose::Installation(host) => {
                let size = SharedSize { host, octets_max: said.0, said_at: Some(said.1) };
                let written: Result<SharedSize, StoreError> = office
                    .store()
                    .write(move |tx| Box::pin(async move { note_shared(tx, size, said).await }))
                    .await;
                written.map(|size| office.told_size().told(size))
            }
        };
        if let Err(error) = noted {
            tracing::warn!(organisation.id = %organisation, %error, "how large a mail a relay takes is not noted");
        }
    }
}

/// Writes it down unless another node, or this one before it was started, heard of less a short while ago; returns what is kept.
async fn note_shared(
    tx: &Tx,
    size: SharedSize,
    (octets_max, now): (Option<u64>, Timestamp),
) -> Result<SharedSize, StoreError> {
    let before = store::settings::find::<SharedSize>(tx, None, KEY).await?;
    if let Some(before) = before
        && !is_news(before.kept(&size.host), octets_max, now)
    {
        return Ok(before);
    }
    store::settings::remember(tx, None, KEY, &size).await?;
    Ok(size)
}

/// The largest mail that is taken on this way, octets, as far as its relay announced one.
///
/// # Errors
/// When the store fails.
pub(crate) async fn size_max(conn: &Conn, way: &Way) -> Result<Option<u64>, StoreError> {
    let Some(relay) = &way.relay else { return Ok(None) };
    if let Some(chosen) = &way.of {
        return Ok(chosen.size_octets_max);
    }
    let kept = store::settings::find::<SharedSize>(conn, None, KEY).await?;
    Ok(kept.filter(|size| size.host == relay.host).and_then(|size| size.octets_max))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_servers_that_announce_different_sizes_the_smaller_is_kept_while_it_is_said() {
        let now = Timestamp::from_millis(1_790_000_000_000);
        let kept = |octets_max, age_s: i64| Some(Kept { octets_max, said_at: now.plus_seconds(-age_s) });
        assert!(is_news(None, None, now), "nothing was said before");
        assert!(is_news(kept(Some(20), 1), Some(10), now));
        assert!(is_news(kept(None, 1), Some(10), now));
        assert!(!is_news(kept(Some(10), 7000), Some(20), now), "not with every mail to and fro");
        assert!(!is_news(kept(Some(10), 7000), None, now));
        assert!(is_news(kept(Some(10), 7200), Some(20), now), "the smaller is said no more");
        assert!(!is_news(kept(Some(10), 3599), Some(10), now));
        assert!(is_news(kept(Some(10), 3600), Some(10), now));
    }
}
