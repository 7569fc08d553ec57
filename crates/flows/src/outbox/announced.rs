//! The largest mail that a relay takes, as it announced it last (RFC 1870): kept beside how it fares, so that whoever writes a
//! larger one hears of it before it is sent.

use std::sync::{Mutex, PoisonError};

use domain::transport::TransportOwner;
use domain::{OrganisationId, Timestamp};
use serde::{Deserialize, Serialize};
use store::{Conn, StoreError};

use super::route::Way;
use crate::office::Office;

/// The name under which the installation's relay is remembered.
const KEY: &str = "outgoing.size";
/// What is larger than this is no limit that any mail meets, octets.
const NO_LIMIT_OCTETS: u64 = 1 << 40;

/// What the installation's relay announced.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
struct SharedSize {
    /// Which relay; another one has another limit.
    host: String,
    octets_max: Option<u64>,
}

/// What this process wrote down last of the installation's relay, so that each mail does not.
#[derive(Default)]
pub(crate) struct ToldSize(Mutex<Option<SharedSize>>);

impl ToldSize {
    fn is(&self, size: &SharedSize) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref() == Some(size)
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
        let of = match &way.of {
            Some(chosen) if chosen.size_octets_max == octets_max => return None,
            Some(chosen) => Whose::Set(chosen.owner.clone(), chosen.set_at),
            None if office.told_size().is(&SharedSize { host: relay.host.clone(), octets_max }) => {
                return None;
            }
            None => Whose::Installation(relay.host.clone()),
        };
        Some(Self { of, octets_max })
    }

    /// Notes it. A failure changes nothing of the mail: the next one says the same.
    pub(super) async fn note(self, office: &Office, organisation: OrganisationId) {
        let octets_max = self.octets_max;
        let noted: Result<(), StoreError> = match self.of {
            Whose::Set(owner, set_at) => {
                let written = office.store().write(move |tx| {
                    Box::pin(async move {
                        store::transports::note_size(tx, (organisation, &owner), set_at, octets_max).await
                    })
                });
                written.await
            }
            Whose::Installation(host) => {
                let size = SharedSize { host, octets_max };
                let told = size.clone();
                let written = office.store().write(move |tx| {
                    Box::pin(async move { store::settings::remember(tx, None, KEY, &size).await })
                });
                let written: Result<(), StoreError> = written.await;
                if written.is_ok() {
                    office.told_size().told(told);
                }
                written
            }
        };
        if let Err(error) = noted {
            tracing::warn!(organisation.id = %organisation, %error, "how large a mail a relay takes is not noted");
        }
    }
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
