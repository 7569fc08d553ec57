//! Slows guessing down: failures are counted per address and per host, in the database, so that
//! every node counts the same.
//!
//! Each attempt is counted as a failure before its password is looked at, and forgotten when it
//! succeeds: a thousand guesses sent at once are not admitted together.

use std::net::{IpAddr, Ipv6Addr};

use domain::limits::{SIGN_IN_FAILURES_MAX, SIGN_IN_HOST_FAILURES_MAX, SIGN_IN_WAIT_MS};
use domain::problem::ProblemKind;
use domain::{EmailAddress, Problem, Timestamp};
use store::{StoreError, Tx, sign_in_throttle};

use crate::office::Office;
use crate::users::{Refused, readable_address};

/// What an attempt is counted under.
#[derive(Clone)]
pub(super) struct Keys {
    address: String,
    host: String,
}

impl Keys {
    pub(super) fn new(address: &str, peer: IpAddr) -> Self {
        Self {
            address: format!("address:{}", address_key(address)),
            host: format!("host:{}", host_key(peer)),
        }
    }
}

/// Spellings of one address count together; what is no address counts as it is written.
fn address_key(text: &str) -> String {
    match readable_address(text) {
        Some(address) => address.key(),
        None => text.trim().to_lowercase().chars().take(EmailAddress::OCTETS_MAX).collect(),
    }
}

/// RFC 4291 2.5.4: one IPv6 host may have all addresses of its /64, so they count together.
pub(crate) fn host_key(peer: IpAddr) -> String {
    match peer.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).to_string(),
    }
}

/// Counts an attempt, or refuses it.
///
/// # Errors
/// 429 when the address or the host must wait; 503 when the store does not answer.
pub(super) async fn admit(office: &Office, keys: &Keys) -> Result<(), Problem> {
    let (now, keys) = (office.now(), keys.clone());
    let written = office.store().write(move |tx| Box::pin(async move { count(tx, &keys, now).await }));
    written.await.map_err(Refused::into_problem)
}

async fn count(tx: &Tx, Keys { address, host }: &Keys, now: Timestamp) -> Result<(), Refused> {
    for (key, max) in [(address, SIGN_IN_FAILURES_MAX), (host, SIGN_IN_HOST_FAILURES_MAX)] {
        let failures = sign_in_throttle::find(tx, key).await?;
        let Some(failures) = failures.filter(|failures| failures.count >= max) else {
            continue;
        };
        let left_ms = SIGN_IN_WAIT_MS - now.millis_since(failures.last_at);
        if left_ms > 0 {
            metrics::counter!("posthus_sign_ins_total", "result" => "throttled").increment(1);
            return Err(throttled(left_ms).into());
        }
    }
    for key in [address, host] {
        sign_in_throttle::record_failure(tx, key, now, SIGN_IN_WAIT_MS).await?;
    }
    Ok(())
}

fn throttled(left_ms: i64) -> Problem {
    let seconds = left_ms.div_euclid(1000) + 1;
    let detail =
        "too many failed sign-ins; wait before you try again, or ask an administrator for a new password";
    Problem::new(ProblemKind::Limit, "sign_in_throttled", detail).with("retry_after_s", seconds.to_string())
}

/// Forgets the failures of the address after a success; of the host's only this attempt, or one
/// account of his own would let a guesser try the addresses of others without end.
pub(super) async fn forget(tx: &Tx, Keys { address, host }: &Keys) -> Result<(), StoreError> {
    sign_in_throttle::clear(tx, address).await?;
    sign_in_throttle::take_back(tx, host).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_and_neighbours_count_together() {
        assert_eq!(address_key(" Kari@Example.ORG "), address_key("kari@example.org"));
        assert_eq!(address_key("NOBODY"), "nobody");
        let host = |text: &str| host_key(text.parse().unwrap());
        assert_eq!(host("2001:db8:1:2:3::4"), host("2001:db8:1:2::"));
        assert_ne!(host("2001:db8:1:2::"), host("2001:db8:1:3::"));
        assert_eq!(host("::ffff:192.0.2.7"), "192.0.2.7");
    }
}
