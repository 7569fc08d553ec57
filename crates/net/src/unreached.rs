//! Addresses of exchangers that did not answer a while ago. One mail finds out, and the mails after it go to the next
//! exchanger at once, in place of waiting for the same silence each (RFC 5321 5.1: whoever is tried next is decided by
//! preference, among those that answer).
//!
//! What is remembered is an address and not a name or a domain: whether somebody answers there is a fact about the
//! address, whoever's exchangers are called what, so nobody who chooses a name can have another's server passed over. It
//! is the node's alone, since another node may well reach what this one does not.

use std::collections::BTreeMap;
use std::fmt;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::{Clock, Timestamp};

/// Addresses that are remembered; a full memory forgets those whose time is over, then those whose time is over first.
const REMEMBERED_MAX: usize = 10_000;
/// How long an address is passed over after the first failure, milliseconds; each further one in a row doubles it.
const FIRST_MS: i64 = 2 * 60_000;
/// The longest that it is, milliseconds. A server that comes back is asked again within this time.
const LONGEST_MS: i64 = 30 * 60_000;
/// A failure after this long is the first one again, milliseconds.
const FORGOTTEN_AFTER_MS: i64 = 2 * 3_600_000;
/// A connection that was waited for less than this was not given the time to come about: nothing is told by it.
pub(crate) const PATIENCE_MIN: Duration = Duration::from_secs(1);

/// The addresses that a node does not reach at present.
#[derive(Debug, Default)]
pub struct Unreached(Mutex<BTreeMap<SocketAddr, Silence>>);

#[derive(Clone, Copy, Debug)]
struct Silence {
    /// When it was found so the last time.
    since: Timestamp,
    /// Until when it is passed over.
    until: Timestamp,
    /// Failures in a row.
    failures: u32,
}

impl Unreached {
    /// Since when an address does not answer; `None` where it is to be tried.
    #[must_use]
    pub fn since(&self, address: SocketAddr, now: Timestamp) -> Option<Timestamp> {
        let known = self.lock().get(&canonical(address)).copied();
        known.filter(|silence| now < silence.until).map(|silence| silence.since)
    }

    /// Notes that nobody answered. Those who tried at the same time tell of one failure.
    pub fn failed(&self, address: SocketAddr, now: Timestamp) {
        let address = canonical(address);
        let mut known = self.lock();
        let before = known.get(&address).copied();
        let failures = match before {
            Some(silence) if now < silence.until => return,
            Some(silence) if now.millis_since(silence.until) < FORGOTTEN_AFTER_MS => silence.failures + 1,
            Some(_) | None => 1,
        };
        let wait_ms = (FIRST_MS << (failures - 1).min(16)).min(LONGEST_MS);
        if before.is_none() && known.len() >= REMEMBERED_MAX {
            make_room(&mut known, now);
        }
        known.insert(address, Silence { since: now, until: now.plus_millis(wait_ms), failures });
    }

    /// Forgets an address that answered.
    pub fn answered(&self, address: SocketAddr) {
        self.lock().remove(&canonical(address));
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<SocketAddr, Silence>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn make_room(known: &mut BTreeMap<SocketAddr, Silence>, now: Timestamp) {
    known.retain(|_, silence| now < silence.until);
    if known.len() < REMEMBERED_MAX {
        return;
    }
    let first = known.iter().min_by_key(|(_, silence)| silence.until).map(|(address, _)| *address);
    if let Some(first) = first {
        known.remove(&first);
    }
}

/// An address as it is whatever it is written as: an IPv4 one within IPv6 is the same server.
fn canonical(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip().to_canonical(), address.port())
}

/// What is remembered, for one connection.
#[derive(Clone, Copy)]
pub struct Memory<'a> {
    unreached: &'a Unreached,
    clock: &'a dyn Clock,
    passes_over: bool,
}

impl<'a> Memory<'a> {
    /// A memory that passes over whoever did not answer, or that asks him all the same and after the others.
    #[must_use]
    pub fn new(unreached: &'a Unreached, clock: &'a dyn Clock, passes_over: bool) -> Self {
        Self { unreached, clock, passes_over }
    }

    /// Since when this address does not answer, where it is to be passed over for that.
    #[must_use]
    pub fn passes_over(&self, address: SocketAddr) -> Option<Timestamp> {
        self.since(address).filter(|_| self.passes_over)
    }

    /// Notes that nobody answered.
    pub fn failed(&self, address: SocketAddr) {
        self.unreached.failed(address, self.clock.now());
    }

    /// Notes that somebody did.
    pub fn answered(&self, address: SocketAddr) {
        self.unreached.answered(address);
    }

    pub(crate) fn since(&self, address: SocketAddr) -> Option<Timestamp> {
        self.unreached.since(address, self.clock.now())
    }
}

impl fmt::Debug for Memory<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").field("passes_over", &self.passes_over).finish_non_exhaustive()
    }
}

/// Whether an error of the operating system says that nobody answers at an address. That this machine has no more
/// sockets, say, tells nothing of anybody.
pub(crate) fn tells_of_peer(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::ConnectionRefused
            | ErrorKind::TimedOut
            | ErrorKind::HostUnreachable
            | ErrorKind::NetworkUnreachable
            | ErrorKind::ConnectionReset
    )
}

/// An instant as people say it while it is of the present, in UTC: 14:03.
pub(crate) fn hour_and_minute(at: Timestamp) -> String {
    at.to_rfc3339().get(11..16).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::from_millis(1_000_000_000_000 + minutes * 60_000)
    }

    fn address(number: u16) -> SocketAddr {
        let [high, low] = number.to_be_bytes();
        SocketAddr::from(([192, 0, high, low], 25))
    }

    #[test]
    fn an_address_is_passed_over_for_minutes_that_double_and_end() {
        let (unreached, one) = (Unreached::default(), address(1));
        let mut now = 0;
        for minutes in [2, 4, 8, 16, 30, 30] {
            unreached.failed(one, at(now));
            // Whoever tried at the same time tells nothing new.
            unreached.failed(one, at(now + 1));
            assert_eq!(unreached.since(one, at(now + minutes - 1)), Some(at(now)));
            assert_eq!(unreached.since(one, at(now + minutes)), None, "{minutes} minutes are over");
            now += minutes;
        }
        assert_eq!(unreached.since(address(2), at(0)), None);
    }

    #[test]
    fn an_answer_and_a_long_time_begin_anew() {
        let (unreached, one) = (Unreached::default(), address(1));
        unreached.failed(one, at(0));
        unreached.failed(one, at(2));
        unreached.answered(one);
        assert_eq!(unreached.since(one, at(3)), None);
        unreached.failed(one, at(3));
        assert_eq!(unreached.since(one, at(5)), None, "the first failure again");
        unreached.failed(one, at(5 + 120));
        assert_eq!(unreached.since(one, at(5 + 120 + 2)), None);
    }

    #[test]
    fn one_server_is_one_in_both_spellings_of_its_address() {
        let unreached = Unreached::default();
        unreached.failed("192.0.2.1:25".parse().unwrap(), at(0));
        assert_eq!(unreached.since("[::ffff:192.0.2.1]:25".parse().unwrap(), at(1)), Some(at(0)));
        assert_eq!(unreached.since("192.0.2.1:587".parse().unwrap(), at(1)), None);
    }

    #[test]
    fn the_memory_is_bounded_and_keeps_the_newest() {
        let unreached = Unreached::default();
        for number in 0..=u16::try_from(REMEMBERED_MAX).unwrap() {
            unreached.failed(address(number), at(0).plus_millis(i64::from(number)));
        }
        assert_eq!(unreached.lock().len(), REMEMBERED_MAX);
        assert_eq!(unreached.since(address(0), at(1)), None);
        assert!(unreached.since(address(u16::try_from(REMEMBERED_MAX).unwrap()), at(1)).is_some());
        unreached.failed(address(50_000), at(10));
        assert_eq!(unreached.lock().len(), 1, "what is over goes first");
    }
}
