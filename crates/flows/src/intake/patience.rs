//! How long the name servers of strangers may take. Whoever writes a mail chooses whose servers it asks, and must neither
//! hold up other mail nor keep the questions from being answered that speak against him: each part of the check has time
//! of its own, what comes too late is as if it had not been answered, and who was slow is not waited for again soon.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use futures_util::future::BoxFuture;
use net::{DnsError, MxAnswer, Resolver};
use policy::address_check::registrable_domain;
use tokio::time::{Instant, timeout_at};

/// How long the questions of one part may take together.
const PART_WITHIN: Duration = Duration::from_secs(2);
/// How long a question has to wait before its domain counts as slow: what others left it no time for does not.
const SLOW_AFTER: Duration = Duration::from_secs(1);
/// How long a slow domain is not asked.
const SLOW_FOR: Duration = Duration::from_secs(60);
/// Domains that are remembered as slow.
const SLOW_MAX: usize = 500;

/// The domains whose servers were slow, and until when they are not asked.
#[derive(Default)]
pub(crate) struct Slow(Mutex<BTreeMap<String, Instant>>);

impl Slow {
    /// Whether it is not asked yet.
    pub(crate) fn has(&self, domain: &str) -> bool {
        self.locked().get(domain).is_some_and(|until| *until > Instant::now())
    }

    /// Remembers that it was slow.
    pub(crate) fn note(&self, domain: &str) {
        let (mut held, now) = (self.locked(), Instant::now());
        if held.len() >= SLOW_MAX {
            held.retain(|_, until| *until > now);
        }
        if held.len() < SLOW_MAX {
            held.insert(domain.to_owned(), now + SLOW_FOR);
        }
    }

    fn locked(&self) -> MutexGuard<'_, BTreeMap<String, Instant>> {
        // Whoever panicked left whole entries.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Name servers that are asked for one part of a check; its time begins with the first question.
pub(super) struct Patient<'a> {
    inner: &'a dyn Resolver,
    slow: &'a Slow,
    until: OnceLock<Instant>,
    is_late: AtomicBool,
}

impl<'a> Patient<'a> {
    pub(super) const fn new(inner: &'a dyn Resolver, slow: &'a Slow) -> Self {
        Self { inner, slow, until: OnceLock::new(), is_late: AtomicBool::new(false) }
    }

    /// Whether some answer came too late.
    pub(super) fn is_late(&self) -> bool {
        self.is_late.load(Ordering::Relaxed)
    }

    async fn by<T>(
        &self,
        name: &str,
        asked: impl Future<Output = Result<T, DnsError>> + Send,
    ) -> Result<T, DnsError> {
        let late = || DnsError::Unavailable {
            name: name.to_owned(),
            cause: format!("no answer within {} seconds", PART_WITHIN.as_secs()),
        };
        let owner = registrable_domain(name).unwrap_or(name);
        if self.slow.has(owner) {
            return Err(late());
        }
        let asked_at = Instant::now();
        let until = *self.until.get_or_init(|| asked_at + PART_WITHIN);
        let Ok(answered) = timeout_at(until, asked).await else {
            self.is_late.store(true, Ordering::Relaxed);
            if asked_at.elapsed() >= SLOW_AFTER {
                self.slow.note(owner);
            }
            return Err(late());
        };
        answered
    }
}

impl Resolver for Patient<'_> {
    fn mx<'a>(&'a self, domain: &'a str) -> BoxFuture<'a, Result<MxAnswer, DnsError>> {
        Box::pin(self.by(domain, self.inner.mx(domain)))
    }

    fn addresses<'a>(&'a self, host: &'a str) -> BoxFuture<'a, Result<Vec<IpAddr>, DnsError>> {
        Box::pin(self.by(host, self.inner.addresses(host)))
    }

    fn texts<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<String>, DnsError>> {
        Box::pin(self.by(name, self.inner.texts(name)))
    }

    fn addresses_of_kind<'a>(
        &'a self,
        host: &'a str,
        is_v6: bool,
    ) -> BoxFuture<'a, Result<Vec<IpAddr>, DnsError>> {
        Box::pin(self.by(host, self.inner.addresses_of_kind(host, is_v6)))
    }

    fn names<'a>(&'a self, address: IpAddr) -> BoxFuture<'a, Result<Vec<String>, DnsError>> {
        Box::pin(async move { self.by(&address.to_string(), self.inner.names(address)).await })
    }

    fn alias<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<String, DnsError>> {
        Box::pin(self.by(name, self.inner.alias(name)))
    }
}

#[cfg(test)]
mod tests {
    use policy::auth::dmarc::DmarcResult;
    use policy::auth::spf::{Client, SpfResult};

    use super::*;
    use crate::authenticity::{self, Asked};

    /// Names of which those of `evil.test` are never answered.
    struct Names;

    impl Resolver for Names {
        fn mx<'a>(&'a self, _domain: &'a str) -> BoxFuture<'a, Result<MxAnswer, DnsError>> {
            Box::pin(async { Ok(MxAnswer::Absent) })
        }

        fn addresses<'a>(&'a self, host: &'a str) -> BoxFuture<'a, Result<Vec<IpAddr>, DnsError>> {
            Box::pin(async { Err(DnsError::NoSuchName(host.to_owned())) })
        }

        fn texts<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Vec<String>, DnsError>> {
            Box::pin(async move {
                if name.ends_with("evil.test") {
                    std::future::pending::<()>().await;
                }
                match name {
                    "_dmarc.bank.test" => Ok(vec!["v=DMARC1; p=reject".to_owned()]),
                    "other.test" => Ok(vec!["v=spf1 include:_dmarc.bank.test -all".to_owned()]),
                    _ => Err(DnsError::NoSuchName(name.to_owned())),
                }
            })
        }
    }

    const FORGED: &[u8] =
        b"From: Bank <post@bank.test>\r\nTo: service@house.test\r\nSubject: Pay\r\n\r\nPay\r\n";

    async fn checked(slow: &Slow) -> authenticity::Authenticity {
        let [spf, signatures, dmarc] = [(); 3].map(|()| Patient::new(&Names, slow));
        let asked = Asked { spf: &spf, signatures: &signatures, dmarc: &dmarc };
        // Its greeting asks for what speaks against it when no time is left.
        let client = Client {
            address: "198.51.100.9".parse().unwrap(),
            helo: "other.test".to_owned(),
            mail_from: "x@evil.test".to_owned(),
        };
        authenticity::check_by(asked, FORGED, Some(&client)).await.unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn a_forger_whose_name_servers_are_slow_is_found_out_all_the_same() {
        let (slow, begun) = (Slow::default(), Instant::now());
        let found = checked(&slow).await;
        assert_eq!(found.mail_from.result, SpfResult::TempError, "nobody waits for his servers");
        assert_eq!(found.dmarc.result, DmarcResult::Fail, "{}", found.dmarc.reason);
        assert!(begun.elapsed() <= PART_WITHIN * 2, "{:?}", begun.elapsed());
        assert!(slow.has("evil.test") && !slow.has("bank.test") && !slow.has("other.test"));
        // The next mail of his holds nobody up.
        let again = Instant::now();
        assert_eq!(checked(&slow).await.dmarc.result, DmarcResult::Fail);
        assert_eq!(again.elapsed(), Duration::ZERO);
    }
}
