//! Who sends as a domain, as the reports of other servers tell it (RFC 9990), and what to do about it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use domain::domain_report::{KnownBy, ReportAdvice, SourceStanding};
use domain::sender_domain::DmarcPolicy;

use crate::address_check::registrable_domain;

/// Mails of one source.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct SourceFacts {
    /// All of them.
    pub mails: u64,
    /// Those for which a signature of the domain or its SPF record speaks.
    pub proved: u64,
    /// Those with a signature of the domain that held.
    pub dkim: u64,
    /// Those that SPF lets the source send.
    pub spf: u64,
    /// Those that carry one of our keys' signatures.
    pub ours: u64,
    /// By what the source itself is known; `None` where nobody could tell.
    pub known_by: Option<KnownBy>,
}

/// Shares in percent: what is not whole may be a mailing list that changed a mail, or a forger who uses a service that
/// the domain uses, too.
const NEARLY_ALL: u64 = 95;
/// ... and what is little.
const LITTLE: u64 = 10;

/// Who a source is.
#[must_use]
pub fn standing(facts: &SourceFacts) -> SourceStanding {
    let is_nearly_all = |part: u64| reaches(part, facts.mails, NEARLY_ALL);
    if !reaches(facts.proved, facts.mails, LITTLE) {
        return match facts.known_by {
            Some(KnownBy::Nobody) if facts.ours == 0 => SourceStanding::Unknown,
            Some(KnownBy::Spf | KnownBy::Server) => SourceStanding::Known,
            Some(KnownBy::Nobody) | None => SourceStanding::Unproved,
        };
    }
    if !is_nearly_all(facts.proved) {
        return SourceStanding::Partly;
    }
    // What was signed stays signed on its way, while SPF knows only the last host of it.
    let is_passed_on = is_nearly_all(facts.dkim) && !reaches(facts.spf, facts.mails, LITTLE);
    match (is_nearly_all(facts.ours), is_passed_on) {
        // Without an SPF record of ours our own host looks like this, too; a single host does not forward alone.
        (_, true) => SourceStanding::Forwarder,
        (true, false) => SourceStanding::Ours,
        (false, false) => SourceStanding::Authorised,
    }
}

/// By what a source is known: whether the SPF record names it, its host's name where it leads back to it, and the names of
/// the servers in use. `None` where DNS did not tell.
#[must_use]
pub fn known_by(is_listed: Option<bool>, host: Option<&str>, servers: &[String]) -> Option<KnownBy> {
    // A provider sends from other hosts than it takes mail at.
    let operator = host.and_then(registrable_domain);
    let is_in_use = |server: &String| {
        let server = server.trim_end_matches('.').to_ascii_lowercase();
        operator.is_some() && registrable_domain(&server) == operator
    };
    match is_listed {
        _ if servers.iter().any(is_in_use) => Some(KnownBy::Server),
        Some(true) => Some(KnownBy::Spf),
        Some(false) => Some(KnownBy::Nobody),
        None => None,
    }
}

/// What is seen of a domain over some weeks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Seen {
    /// Reports that came.
    pub reports: u64,
    /// Days that they are about.
    pub days: u64,
    /// Mails that they count.
    pub mails: u64,
    /// Those that are proved.
    pub proved: u64,
    /// Those that are not, of sources that are let send: of which some is proved, or that are known.
    pub lacking: u64,
    /// What the domain asks receivers for.
    pub policy: DmarcPolicy,
}

/// Days of reports after which something can be said.
const DAYS_MIN: u64 = 14;
/// Mails after which something can be said.
const MAILS_MIN: u64 = 50;

/// Whether so many mails on so many days say something.
pub(super) const fn is_enough(days: u64, mails: u64) -> bool {
    days >= DAYS_MIN && mails >= MAILS_MIN
}

/// What to do. What nobody proves is no reason to wait: that is what receivers are to refuse. What sources send that
/// are let send, and is not proved, is.
#[must_use]
pub fn advice(seen: &Seen) -> ReportAdvice {
    if seen.reports == 0 {
        return ReportAdvice::NoReports;
    }
    if !is_enough(seen.days, seen.mails) {
        return ReportAdvice::TooFew;
    }
    // Of all that anybody sends who is let send.
    if reaches(seen.lacking, seen.proved.saturating_add(seen.lacking), 3) || seen.proved == 0 {
        return ReportAdvice::LookAtSources;
    }
    match seen.policy {
        DmarcPolicy::None | DmarcPolicy::Quarantine => ReportAdvice::Tighten,
        DmarcPolicy::Reject => ReportAdvice::AllWell,
    }
}

/// Whether a part is at least so many percent of a whole.
const fn reaches(part: u64, whole: u64, percent: u64) -> bool {
    part.saturating_mul(100) >= whole.saturating_mul(percent) && whole > 0
}

/// The network that an address is shown under: hosts of one service stand beside each other. Empty for what a report
/// sums up.
#[must_use]
pub fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) if address.is_unspecified() => String::new(),
        IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            format!("{}/24", Ipv4Addr::new(a, b, c, 0))
        }
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(mapped) => network(IpAddr::V4(mapped)),
            None => {
                let [a, b, c, ..] = address.segments();
                format!("{}/48", Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0))
            }
        },
    }
}

/// The name that a source is known by: of its host, else of who signed, else of the return path; the domain's own says
/// nothing. Empty where nothing does.
#[must_use]
pub fn known_as(own: &str, host: Option<&str>, signers: &[&str], returns_to: Option<&str>) -> String {
    let root = |name: &str| registrable_domain(name).unwrap_or(name).to_owned();
    let own = root(own);
    let names = host.into_iter().chain(signers.iter().copied()).chain(returns_to).map(root);
    names.into_iter().find(|name| *name != own && !name.is_empty()).unwrap_or_default()
}

/// Which of an organisation's domains a report is about: the domain itself or the nearest above it.
#[must_use]
pub fn nearest_domain<'a>(about: &str, own: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let holds = |name: &&str| {
        let rest = about.strip_suffix(*name);
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    own.filter(holds).max_by_key(|name| name.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(mails: u64, (dkim, spf, ours): (u64, u64, u64)) -> SourceFacts {
        SourceFacts { mails, proved: dkim.max(spf), dkim, spf, ours, known_by: None }
    }

    #[test]
    fn sources_are_told_apart_by_what_speaks_for_them() {
        for (facts, standing_of) in [
            (of(100, (100, 100, 100)), SourceStanding::Ours),
            (of(100, (99, 100, 98)), SourceStanding::Ours),
            (of(100, (100, 100, 0)), SourceStanding::Authorised),
            (of(100, (0, 100, 0)), SourceStanding::Authorised),
            (of(100, (100, 0, 100)), SourceStanding::Forwarder),
            (of(100, (60, 0, 0)), SourceStanding::Partly),
            (of(100, (9, 0, 0)), SourceStanding::Unproved),
            (of(0, (0, 0, 0)), SourceStanding::Unproved),
        ] {
            assert_eq!(standing(&facts), standing_of, "{facts:?}");
        }
    }

    #[test]
    fn who_proves_nothing_is_known_by_the_spf_record_or_as_a_server_in_use() {
        let servers = ["smtp.Domeneshop.no".to_owned(), "mail.nord.no".to_owned()];
        for (is_listed, host, known) in [
            (Some(false), Some("out3.domeneshop.no"), Some(KnownBy::Server)),
            (Some(false), Some("mail.nord.no"), Some(KnownBy::Server)),
            (Some(true), Some("a2.esp.com"), Some(KnownBy::Spf)),
            (Some(true), None, Some(KnownBy::Spf)),
            (Some(false), Some("vps7.cheap.net"), Some(KnownBy::Nobody)),
            (Some(false), Some("notdomeneshop.no"), Some(KnownBy::Nobody)),
            (Some(false), None, Some(KnownBy::Nobody)),
            (None, Some("vps7.cheap.net"), None),
        ] {
            assert_eq!(known_by(is_listed, host, &servers), known, "{is_listed:?} {host:?}");
        }
        let with = |known_by| standing(&SourceFacts { known_by, ..of(50, (0, 0, 0)) });
        assert_eq!(with(Some(KnownBy::Nobody)), SourceStanding::Unknown);
        assert_eq!(with(Some(KnownBy::Spf)), SourceStanding::Known);
        assert_eq!(with(None), SourceStanding::Unproved);
        let ours = SourceFacts { known_by: Some(KnownBy::Nobody), ..of(50, (0, 0, 2)) };
        assert_eq!(standing(&ours), SourceStanding::Unproved, "our key was seen there");
    }

    #[test]
    fn a_domain_is_tightened_when_those_who_may_send_are_proved_whatever_forgers_do() {
        let seen =
            Seen { reports: 30, days: 20, mails: 1_000, proved: 500, lacking: 0, policy: DmarcPolicy::None };
        assert_eq!(advice(&seen), ReportAdvice::Tighten);
        assert_eq!(advice(&Seen { policy: DmarcPolicy::Reject, ..seen }), ReportAdvice::AllWell);
        assert_eq!(advice(&Seen { lacking: 100, ..seen }), ReportAdvice::LookAtSources);
        assert_eq!(advice(&Seen { proved: 0, ..seen }), ReportAdvice::LookAtSources);
        assert_eq!(advice(&Seen { days: 3, ..seen }), ReportAdvice::TooFew);
        assert_eq!(advice(&Seen { reports: 0, ..seen }), ReportAdvice::NoReports);
    }

    #[test]
    fn addresses_stand_under_their_networks() {
        let shown = |text: &str| network(text.parse().unwrap());
        assert_eq!(shown("192.0.2.77"), "192.0.2.0/24");
        assert_eq!(shown("2001:db8:7:1::9"), "2001:db8:7::/48");
        assert_eq!(shown("::ffff:192.0.2.77"), "192.0.2.0/24");
        assert_eq!(shown("0.0.0.0"), "");
    }

    #[test]
    fn a_source_is_known_by_somebody_elses_name() {
        let known = |host, signers: &[&str], returns| known_as("nord.no", host, signers, returns);
        assert_eq!(known(Some("o1.mail.esp.com"), &[], None), "esp.com");
        assert_eq!(known(None, &["nord.no", "mcsv.net"], Some("bounce.nord.no")), "mcsv.net");
        assert_eq!(known(None, &["post.nord.no"], Some("bounces.esp.co.uk")), "esp.co.uk");
        assert_eq!(known(None, &[], None), "");
    }

    #[test]
    fn a_report_on_a_subdomain_is_about_the_nearest_domain_of_ones_own() {
        let own = ["nord.no", "post.nord.no"];
        let find = |about: &str| nearest_domain(about, own.into_iter());
        assert_eq!(find("a.post.nord.no"), Some("post.nord.no"));
        assert_eq!(find("nord.no"), Some("nord.no"));
        assert_eq!(find("fjernord.no"), None);
        assert_eq!(find("no"), None);
    }
}
