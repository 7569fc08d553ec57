//! Whose reports on a domain count. Anybody has a domain and can prove a report to be from there; so a reporter is believed
//! who is a large receiver, or whom mail of ours goes to, and of the latter none decides alone what is advised.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use domain::domain_report::SourceStanding;

use super::sources::{SourceFacts, is_enough, standing};
use crate::address_check::{is_shared_by_many, registrable_domain};

static KNOWN: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    include_str!("../../rules/sending/reporters.txt")
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
});

/// Mails of one reporter that count without anybody else's, at most: fewer than an advice asks for.
const ALONE_MAX: u64 = 25;
/// What one reporter counts at most, as a part of what the others do.
const PART_OF_OTHERS: u64 = 3;

/// Whether a large receiver reports from a domain.
#[must_use]
pub fn is_known(domain: &str) -> bool {
    let is_of = |rest: &str| rest.is_empty() || rest.ends_with('.');
    KNOWN.iter().any(|known| domain.strip_suffix(*known).is_some_and(is_of))
}

/// Who reports, by the domain of a report's author: names are free below the one that somebody registered, and one who has
/// many of them is one reporter.
#[must_use]
pub fn reporter(domain: &str) -> &str {
    if is_known(domain) { domain } else { registrable_domain(domain).unwrap_or(domain) }
}

/// Whether mail of ours goes to whoever has the domain of a report's author, by the domains and the hosts that took some.
/// Where many have their mailboxes, mail to one of them says nothing of the others.
#[must_use]
pub fn is_written_to(domain: &str, taken_at: &BTreeSet<String>) -> bool {
    let own = reporter(domain);
    !is_shared_by_many(own) && !is_shared_by_many(domain) && taken_at.iter().any(|name| reporter(name) == own)
}

/// What one reporter tells of one source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// Who.
    pub reporter: String,
    /// The network that the source is shown under.
    pub network: String,
    /// What.
    pub facts: SourceFacts,
}

/// What an advice follows from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Decisive {
    /// Days that are reported on.
    pub days: u64,
    /// Mails.
    pub mails: u64,
    /// Those that are proved.
    pub proved: u64,
    /// Those that are not, of sources that are let send.
    pub lacking: u64,
}

/// What an advice follows from: what large receivers tell, where that is enough. Else the others count as well, none of them
/// for more than a third of what all but he do, and what is lacking has to be told of by two.
#[must_use]
pub fn decisive(told: &[Told], days: &BTreeMap<String, BTreeSet<i64>>) -> Decisive {
    let known: Vec<&Told> = told.iter().filter(|told| is_known(&told.reporter)).collect();
    let known_days = days.iter().filter(|(reporter, _)| is_known(reporter));
    let of_known = come_to(&known, known_days.flat_map(|(_, days)| days));
    if is_enough(of_known.days, of_known.mails) {
        return of_known;
    }
    come_to(&told.iter().collect::<Vec<_>>(), days.values().flatten())
}

fn come_to<'a>(told: &[&'a Told], days: impl Iterator<Item = &'a i64>) -> Decisive {
    let shares = shares(told);
    let mut networks: BTreeMap<&str, (SourceFacts, BTreeSet<&str>)> = BTreeMap::new();
    for told in told {
        let (facts, reporters) = networks.entry(&told.network).or_default();
        add(facts, &told.facts, shares.get(told.reporter.as_str()).copied().unwrap_or((0, 1)));
        reporters.insert(&told.reporter);
    }
    let mut all = Decisive { days: days.collect::<BTreeSet<_>>().len() as u64, ..Decisive::default() };
    for (facts, reporters) in networks.values() {
        all.mails = all.mails.saturating_add(facts.mails);
        all.proved = all.proved.saturating_add(facts.proved);
        let is_believed = reporters.len() > 1 || reporters.iter().any(|reporter| is_known(reporter));
        let is_let_send = match standing(facts) {
            SourceStanding::Partly | SourceStanding::Known => true,
            SourceStanding::Ours
            | SourceStanding::Authorised
            | SourceStanding::Forwarder
            | SourceStanding::Unproved
            | SourceStanding::Unknown => false,
        };
        if is_believed && is_let_send {
            all.lacking = all.lacking.saturating_add(facts.mails.saturating_sub(facts.proved));
        }
    }
    all
}

/// Which part of what each reporter tells counts, and of how much. The smaller ones come first, so that nobody is measured by
/// one who tells more than he.
fn shares<'a>(told: &[&'a Told]) -> BTreeMap<&'a str, (u64, u64)> {
    let mut mails: BTreeMap<&str, u64> = BTreeMap::new();
    for told in told {
        let sum = mails.entry(&told.reporter).or_default();
        *sum = sum.saturating_add(told.facts.mails);
    }
    let mut others: Vec<(u64, &str)> = Vec::new();
    let (mut shares, mut counted) = (BTreeMap::new(), 0_u64);
    for (reporter, mails) in mails {
        if is_known(reporter) {
            counted = counted.saturating_add(mails);
            shares.insert(reporter, (mails, mails));
        } else {
            others.push((mails, reporter));
        }
    }
    others.sort_unstable();
    for (mails, reporter) in others {
        let part = mails.min((counted / PART_OF_OTHERS).max(ALONE_MAX));
        counted = counted.saturating_add(part);
        shares.insert(reporter, (part, mails));
    }
    shares
}

fn add(sum: &mut SourceFacts, facts: &SourceFacts, (part, whole): (u64, u64)) {
    let scaled = |mails: u64| {
        let counts = u128::from(mails) * u128::from(part) / u128::from(whole.max(1));
        u64::try_from(counts).unwrap_or(u64::MAX)
    };
    sum.mails = sum.mails.saturating_add(scaled(facts.mails));
    sum.proved = sum.proved.saturating_add(scaled(facts.proved));
    sum.dkim = sum.dkim.saturating_add(scaled(facts.dkim));
    sum.spf = sum.spf.saturating_add(scaled(facts.spf));
    sum.ours = sum.ours.saturating_add(scaled(facts.ours));
    sum.known_by = sum.known_by.max(facts.known_by);
}

#[cfg(test)]
mod tests {
    use domain::domain_report::KnownBy;

    use super::*;

    fn told(reporter: &str, network: &str, (mails, proved): (u64, u64)) -> Told {
        let facts = SourceFacts {
            mails,
            proved,
            dkim: proved,
            spf: proved,
            ours: proved,
            known_by: Some(KnownBy::Spf),
        };
        Told { reporter: reporter.to_owned(), network: network.to_owned(), facts }
    }

    fn days(reporters: &[&str]) -> BTreeMap<String, BTreeSet<i64>> {
        reporters.iter().map(|reporter| ((*reporter).to_owned(), (0..14).collect())).collect()
    }

    #[test]
    fn large_receivers_are_known_by_the_domains_that_nobody_else_has_an_address_at() {
        for (domain, is) in [
            ("google.com", true),
            ("dmarc.yahoo.com", true),
            ("eu-1.mimecastreport.com", true),
            ("yahoo.com", false),
            ("notgoogle.com", false),
            ("google.com.evil.example", false),
        ] {
            assert_eq!(is_known(domain), is, "{domain}");
        }
    }

    #[test]
    fn names_below_one_domain_are_one_reporter() {
        assert_eq!(reporter("a.b.stranger.no"), "stranger.no");
        assert_eq!(reporter("dmarc.yahoo.com"), "dmarc.yahoo.com");
    }

    #[test]
    fn mail_to_one_mailbox_of_a_provider_makes_no_reporters_of_its_other_customers() {
        let taken_at: BTreeSet<String> =
            ["kunde.no", "gmail.com", "mx3.domeneshop.no"].map(str::to_owned).into();
        assert!(is_written_to("dmarc.kunde.no", &taken_at));
        assert!(is_written_to("domeneshop.no", &taken_at), "it runs the exchanger of some domain");
        assert!(!is_written_to("gmail.com", &taken_at));
        assert!(!is_written_to("stranger.no", &taken_at));
    }

    #[test]
    fn where_large_receivers_tell_enough_nobody_else_decides() {
        let honest = told("google.com", "192.0.2.0/24", (100, 100));
        let flood = told("stranger.no", "192.0.2.0/24", (1_000_000, 0));
        let found = decisive(&[honest, flood], &days(&["google.com", "stranger.no"]));
        assert_eq!(found, Decisive { days: 14, mails: 100, proved: 100, lacking: 0 });
    }

    #[test]
    fn of_the_others_none_counts_for_more_than_a_third_of_the_rest_and_none_finds_alone_what_is_lacking() {
        let small = [told("a.no", "192.0.2.0/24", (20, 20)), told("b.no", "192.0.2.0/24", (25, 25))];
        let flood = told("stranger.no", "198.51.100.0/24", (1_000_000, 0));
        let all: Vec<_> = small.iter().cloned().chain([flood]).collect();
        let found = decisive(&all, &days(&["a.no", "b.no", "stranger.no"]));
        assert_eq!((found.mails, found.proved, found.lacking), (70, 45, 0));
        let seconded: Vec<_> = all.into_iter().chain([told("b.no", "198.51.100.0/24", (5, 0))]).collect();
        assert!(decisive(&seconded, &days(&["a.no"])).lacking > 0);
    }

    #[test]
    fn one_stranger_is_too_few() {
        let alone = told("stranger.no", "192.0.2.0/24", (1_000_000, 1_000_000));
        let found = decisive(&[alone], &days(&["stranger.no"]));
        assert!(!is_enough(found.days, found.mails), "{found:?}");
    }
}
