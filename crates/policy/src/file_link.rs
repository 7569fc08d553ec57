//! Links by which the receiver of a mail fetches its files: whether there can be any, and where one stands.

use std::net::IpAddr;

use domain::Timestamp;
use domain::file_link::{FileLinkState, NoFileLinks};

/// What is known of a link.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// When it ends.
    pub expires_at: Timestamp,
    /// Whether somebody withdrew it.
    pub revoked: bool,
    /// How often it was fetched.
    pub fetches: u32,
    /// How often it may be.
    pub fetches_max: u32,
    /// The present.
    pub now: Timestamp,
}

/// Where it stands: what somebody decided counts before what came by itself.
#[must_use]
pub fn state(facts: &Facts) -> FileLinkState {
    if facts.revoked {
        FileLinkState::Revoked
    } else if facts.expires_at <= facts.now {
        FileLinkState::Expired
    } else if facts.fetches >= facts.fetches_max {
        FileLinkState::UsedUp
    } else {
        FileLinkState::Open
    }
}

/// Where links would lead, and whether they are wanted.
#[derive(Clone, Copy, Debug)]
pub struct Setup<'a> {
    /// Where people open the application.
    pub base_url: &'a str,
    /// Whether it is the demo: all its mail stays on its machine, and so its address is reached by whoever reads it.
    pub is_demo: bool,
    /// Whether the organisation wants them.
    pub is_enabled: bool,
}

/// Why there can be no links; `None` where there can.
#[must_use]
pub fn refusal(setup: &Setup<'_>) -> Option<NoFileLinks> {
    if is_of_this_machine(setup.base_url) && !setup.is_demo {
        return Some(NoFileLinks::NoPublicAddress);
    }
    (!setup.is_enabled).then_some(NoFileLinks::SwitchedOff)
}

fn is_of_this_machine(base_url: &str) -> bool {
    let rest = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    let authority = rest.split('/').next().unwrap_or_default();
    let host = match authority.strip_prefix('[') {
        Some(bracketed) => bracketed.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    let is_loopback = host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    host.is_empty() || host.eq_ignore_ascii_case("localhost") || is_loopback
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_ends_by_hand_by_time_and_by_use() {
        let at = Timestamp::from_millis;
        let open = Facts { expires_at: at(20), revoked: false, fetches: 1, fetches_max: 2, now: at(10) };
        assert_eq!(state(&open), FileLinkState::Open);
        assert_eq!(state(&Facts { now: at(20), ..open }), FileLinkState::Expired);
        assert_eq!(state(&Facts { fetches: 2, ..open }), FileLinkState::UsedUp);
        assert_eq!(state(&Facts { fetches: 2, now: at(30), revoked: true, ..open }), FileLinkState::Revoked);
    }

    #[test]
    fn an_address_that_only_this_machine_reaches_makes_no_links() {
        let of = |base_url, is_demo, is_enabled| refusal(&Setup { base_url, is_demo, is_enabled });
        for url in
            ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:8080", "https://LOCALHOST/x", ""]
        {
            assert_eq!(of(url, false, true), Some(NoFileLinks::NoPublicAddress), "{url}");
            assert_eq!(of(url, true, true), None, "{url}");
        }
        for url in ["https://post.example.no", "https://10.0.0.5:8443", "https://localhost.example.no"] {
            assert_eq!(of(url, false, true), None, "{url}");
            assert_eq!(of(url, false, false), Some(NoFileLinks::SwitchedOff), "{url}");
        }
    }
}
