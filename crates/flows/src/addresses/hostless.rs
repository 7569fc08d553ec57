//! Domains of which DNS just said that nobody takes mail for them. They are told to whoever entered an address there, beside the
//! answer (`remarks`), which asks no name server.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::Timestamp;
use policy::address_check::MailHosts;

/// For how long an answer is remembered, milliseconds: until whoever entered the address is answered, and no longer than a slip in
/// DNS lasts.
const LIFE_MS: i64 = 60_000;
/// Domains that are remembered.
const DOMAINS_MAX: usize = 2_000;

/// What DNS said of domains without hosts, and until when it is told.
#[derive(Default)]
pub(crate) struct Hostless(Mutex<BTreeMap<String, (MailHosts, Timestamp)>>);

impl Hostless {
    /// Notes what DNS says of a domain; what has hosts, or of which nothing is known, is forgotten.
    pub(super) fn note(&self, domain: &str, hosts: &MailHosts, now: Timestamp) {
        let mut known = self.locked();
        match hosts {
            MailHosts::NoHost | MailHosts::NoDomain => {
                if known.len() >= DOMAINS_MAX {
                    known.retain(|_, (_, until)| *until > now);
                }
                if known.len() < DOMAINS_MAX {
                    known.insert(domain.to_owned(), (hosts.clone(), now.plus_millis(LIFE_MS)));
                }
            }
            MailHosts::NotAsked
            | MailHosts::Exchangers(_)
            | MailHosts::Implicit
            | MailHosts::NullMx
            | MailHosts::Unknown(_) => {
                known.remove(domain);
            }
        }
    }

    /// What is known of a domain.
    pub(super) fn of(&self, domain: &str, now: Timestamp) -> MailHosts {
        let known = self.locked();
        let found = known.get(domain).filter(|(_, until)| *until > now);
        found.map_or(MailHosts::NotAsked, |(hosts, _)| hosts.clone())
    }

    fn locked(&self) -> MutexGuard<'_, BTreeMap<String, (MailHosts, Timestamp)>> {
        // Whoever panicked left whole entries.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_without_hosts_is_told_for_a_minute_or_until_it_has_one() {
        let (hostless, start) = (Hostless::default(), Timestamp::from_millis(0));
        hostless.note("gone.test", &MailHosts::NoDomain, start);
        hostless.note("bare.test", &MailHosts::NoHost, start);
        hostless.note("slow.test", &MailHosts::Unknown("no answer".to_owned()), start);
        assert_eq!(hostless.of("gone.test", start), MailHosts::NoDomain);
        assert_eq!(hostless.of("bare.test", start), MailHosts::NoHost);
        assert_eq!(hostless.of("slow.test", start), MailHosts::NotAsked, "a failure calls no address bad");
        hostless.note("bare.test", &MailHosts::Implicit, start);
        assert_eq!(hostless.of("bare.test", start), MailHosts::NotAsked);
        assert_eq!(hostless.of("gone.test", start.plus_millis(LIFE_MS)), MailHosts::NotAsked);
    }
}
