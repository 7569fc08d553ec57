//! The keys of sender domains, opened, as a node keeps them for a short while: a batch of mail asks the database once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::{OrganisationId, Timestamp};
use net::signatures::SigningKey;
use store::StoreError;
use store::sender_domains::keys;

use super::above::signs_above;
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
    These {
        /// The domain that they sign for: the one that the mail is from, or one above it.
        signs_as: String,
        /// The keys.
        keys: Vec<SigningKey>,
        /// The name that return paths of its mail are under; `None` where reports do not come to us.
        returns_to: Option<String>,
    },
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

    /// Has the keys of a domain read again, and those of names below it, which may be the same: they changed.
    pub(super) fn forget(&self, organisation: OrganisationId, domain: &str) {
        let below = format!(".{domain}");
        let is_of = |name: &str| name == domain || name.ends_with(&below);
        self.locked().retain(|(whose, name), _| *whose != organisation || !is_of(name));
    }

    fn locked(&self) -> MutexGuard<'_, Held> {
        // Whoever panicked left whole entries.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn read(office: &Office, organisation: OrganisationId, domain: &str) -> Result<Keys, StoreError> {
    let conn = office.store().read();
    let above = signs_above(&conn, organisation, domain).await?.map(|row| row.name);
    let signs_as = above.as_deref().unwrap_or(domain);
    // Nobody said that mail of a name below is to be signed.
    let none = |because| if above.is_some() { Keys::NoSenderDomain } else { Keys::None(because) };
    let found = match keys::signing(&conn, organisation, signs_as).await {
        Ok(Some(found)) => found,
        Ok(None) => return Ok(Keys::NoSenderDomain),
        Err(error @ (StoreError::NoKey | StoreError::Unsealable)) => {
            // Mail that waited for the right master key would wait for a person.
            tracing::error!(organisation.id = organisation.get(), %error, "signing keys cannot be opened; mail is not signed");
            return Ok(none("unreadable"));
        }
        Err(error) => return Err(error),
    };
    if !found.state.signs() {
        return Ok(none(if found.switched_off { "switched_off" } else { "not_live" }));
    }
    let read = found
        .keys
        .iter()
        .map(|(selector, algorithm, private)| SigningKey::read((signs_as, selector), *algorithm, private));
    Ok(match read.collect::<Result<Vec<_>, _>>() {
        Ok(keys) if keys.is_empty() => none("no_keys"),
        Ok(keys) => {
            // Whose return path a name below would share nobody looked at.
            let is_here = above.is_none() && found.returns_here && office.settings().return_host.is_some();
            let returns_to = is_here.then(|| policy::sender_domain::return_domain(domain));
            Keys::These { signs_as: signs_as.to_owned(), keys, returns_to }
        }
        Err(error) => {
            tracing::error!(organisation.id = organisation.get(), %error, "mail is not signed");
            none("unreadable")
        }
    })
}
