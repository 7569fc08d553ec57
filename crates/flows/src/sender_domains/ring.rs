//! The keys of sender domains, opened, as a node keeps them for a short while: a batch of mail asks the database once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::{OrganisationId, Timestamp};
use net::signatures::SigningKey;
use store::StoreError;
use store::sender_domains::keys;

use crate::office::Office;

/// How long keys are kept, milliseconds: what another node changes holds here after that.
const LIFE_MS: i64 = 60_000;
/// Domains whose keys are kept.
const DOMAINS_MAX: usize = 2_000;

/// What mail of a domain is signed with.
pub(crate) enum Keys {
    /// The organisation does not have it as a sender domain.
    NoSenderDomain,
    /// None, and why, as a stable name.
    None(&'static str),
    /// These.
    These(Vec<SigningKey>),
}

/// Keys by whose they are and the domain, and until when they are kept.
type Held = BTreeMap<(OrganisationId, String), (Timestamp, Arc<Keys>)>;

/// The keys that a node keeps.
#[derive(Default)]
pub(crate) struct KeyRing(Mutex<Held>);

impl KeyRing {
    /// The keys for mail of this organisation from this domain.
    pub(crate) async fn of(
        &self,
        office: &Office,
        organisation: OrganisationId,
        domain: &str,
    ) -> Result<Arc<Keys>, StoreError> {
        let (name, now) = ((organisation, domain.to_owned()), office.now());
        let held = self.locked().get(&name).filter(|(until, _)| *until > now).map(|(_, keys)| keys.clone());
        if let Some(keys) = held {
            return Ok(keys);
        }
        let found = Arc::new(read(office, organisation, domain).await?);
        let mut held = self.locked();
        if held.len() >= DOMAINS_MAX {
            held.retain(|_, (until, _)| *until > now);
        }
        if held.len() < DOMAINS_MAX {
            held.insert(name, (now.plus_millis(LIFE_MS), Arc::clone(&found)));
        }
        Ok(found)
    }

    /// Has the keys of a domain read again: they changed.
    pub(super) fn forget(&self, organisation: OrganisationId, domain: &str) {
        self.locked().remove(&(organisation, domain.to_owned()));
    }

    fn locked(&self) -> MutexGuard<'_, Held> {
        // Whoever panicked left whole entries.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn read(office: &Office, organisation: OrganisationId, domain: &str) -> Result<Keys, StoreError> {
    let found = match keys::signing(&office.store().read(), organisation, domain).await {
        Ok(Some(found)) => found,
        Ok(None) => return Ok(Keys::NoSenderDomain),
        Err(error @ (StoreError::NoKey | StoreError::Unsealable)) => {
            // Mail that waited for the right master key would wait for a person.
            tracing::error!(organisation.id = organisation.get(), %error, "signing keys cannot be opened; mail is not signed");
            return Ok(Keys::None("unreadable"));
        }
        Err(error) => return Err(error),
    };
    if !found.state.signs() {
        return Ok(Keys::None(if found.switched_off { "switched_off" } else { "not_live" }));
    }
    let read = found
        .keys
        .iter()
        .map(|(selector, algorithm, private)| SigningKey::read((domain, selector), *algorithm, private));
    Ok(match read.collect::<Result<Vec<_>, _>>() {
        Ok(keys) if keys.is_empty() => Keys::None("no_keys"),
        Ok(keys) => Keys::These(keys),
        Err(error) => {
            tracing::error!(organisation.id = organisation.get(), %error, "mail is not signed");
            Keys::None("unreadable")
        }
    })
}
