//! What a receiver will see of mail from an address, before it is sent: whose server it leaves through, whether it is
//! signed, and what SPF (RFC 7208) and DMARC (RFC 9989) come to then. Silence of DNS is never bad.

mod sight;
mod vouching;

use std::net::IpAddr;

use domain::preflight::{Level, Point, UnverifiedRule};
use domain::sender_domain::{DmarcPolicy, RecordVerdict, SenderDomainState};

use crate::address_check::{is_shared_by_many, registrable_domain};
use crate::detection::Provider;

pub use sight::sights;
pub use vouching::{Returns, Vouching, published};

/// Through whose server mail leaves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Through {
    /// One that the organisation or a user set: it decides who may send through it, and may sign.
    Own,
    /// The installation's relay, under whosever name it was entered.
    Relay,
    /// None: it goes to each receiver's server.
    Nobody,
}

/// What decides whether mail is sent at all. All of it is known without DNS.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Known<'a> {
    /// The domain that the mail is from.
    pub domain: &'a str,
    /// Through whose server it leaves.
    pub through: Through,
    /// Whether that server is the one of the provider whose domain it is, as [`is_of_provider`] says.
    pub is_providers: bool,
    /// Where it stands as a sender domain; `None` of one that is none.
    pub standing: Option<SenderDomainState>,
    /// Where the domain above it stands that its mail is signed for; `None` where none is, as of one that is a sender domain.
    pub above: Option<SenderDomainState>,
    /// Whether another organisation has proved it, or a name that DMARC lets vouch for it (RFC 9989 5.1), as its own.
    pub proved_by_another: bool,
    /// What becomes of domains that are not proved.
    pub rule: UnverifiedRule,
    /// Whether the operator offers an address in the place of others.
    pub can_rewrite: bool,
}

impl Known<'_> {
    /// Where the domain stands whose keys sign, if some do: its own, or the one above it.
    #[must_use]
    pub const fn signer(&self) -> Option<SenderDomainState> {
        match (self.standing, self.above) {
            (Some(own), _) => Some(own),
            (None, above) => above,
        }
    }

    /// Whether mail is signed: whoever rules over the domain, or over the one above it, proved it.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        self.signer().is_some_and(SenderDomainState::signs)
    }
}

/// What becomes of mail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It is sent as it is.
    Sent,
    /// It is sent from the operator's address.
    Rewritten,
    /// It is not sent, and why.
    Refused(Point),
}

/// Decides it.
#[must_use]
pub fn fate(known: &Known<'_>) -> Fate {
    let is_shared = is_shared_by_many(known.domain);
    if known.through == Through::Own {
        let is_free = is_shared && !known.is_providers;
        return if is_free { Fate::Refused(Point::FreeMail) } else { Fate::Sent };
    }
    let is_proved = known.is_signed();
    // Nobody can prove a provider's domain to be his own, and the providers have others' mail refused. The
    // installation's relay may be the provider's own server.
    let is_free = is_shared && !(known.through == Through::Relay && known.is_providers);
    // Our servers stand in the records of whoever proved the domain: they vouch for nobody else's mail from it.
    let is_others = known.proved_by_another && known.rule == UnverifiedRule::Warn;
    match (is_proved, is_free, known.rule) {
        (true, ..) => Fate::Sent,
        (false, false, _) if is_others => Fate::Refused(lacks(known)),
        (false, _, UnverifiedRule::Rewrite) if known.can_rewrite => Fate::Rewritten,
        (false, true, _) => Fate::Refused(Point::FreeMail),
        // Without the operator's address there is nothing to write in its place.
        (false, false, UnverifiedRule::Refuse | UnverifiedRule::Rewrite) => Fate::Refused(lacks(known)),
        (false, false, UnverifiedRule::Warn) => Fate::Sent,
    }
}

/// Whether a server is the one of the provider whose domain it is: of the same operator, or both known to be of one
/// provider. Of a server without a name on the Internet nobody can tell: it may hand mail on to the provider.
#[must_use]
pub fn is_of_provider(domain: &str, host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    if host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok() {
        return true;
    }
    let Some(operator) = registrable_domain(&host) else { return true };
    if registrable_domain(domain) == Some(operator) {
        return true;
    }
    // Of a provider that is not known nobody can tell which servers are his.
    let Some(one) = Provider::of_domain(domain) else { return true };
    Provider::of_host(&host).is_some_and(|other| one.id == other.id || share_servers(one, other))
}

/// Whether two providers are of one house, as Microsoft's for offices and for people: some of their servers have one operator.
fn share_servers(one: &Provider, other: &Provider) -> bool {
    let operators = |provider: &Provider| -> Vec<String> {
        let servers = provider.servers();
        servers.iter().filter_map(|server| registrable_domain(&server.host)).map(str::to_owned).collect()
    };
    let known = operators(one);
    operators(other).iter().any(|operator| known.contains(operator))
}

/// How the way out is encrypted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encrypted {
    /// Always, up to the server that it leaves through.
    Always,
    /// Where the receiver's server offers it.
    Offered,
    /// Never, and other hosts lie between.
    Never,
    /// Never, and it does not leave this machine.
    Local,
}

/// The stable name of why mail is not sent, for the timeline of what should have been.
#[must_use]
pub const fn refusal(point: Point) -> &'static str {
    match point {
        Point::FreeMail => "from_free_mail",
        Point::NotLive => "from_not_live",
        Point::NoSenderDomain
        | Point::NoSuchDomain
        | Point::OwnServer
        | Point::Signed
        | Point::SignedAbove
        | Point::KeyGone
        | Point::SpfLetsUs
        | Point::SpfLacksUs
        | Point::NoSpf
        | Point::ReturnPathSpf
        | Point::NoDmarc
        | Point::DmarcFails
        | Point::DmarcPasses
        | Point::HostNameDiffers
        | Point::NoAnswer
        | Point::Unencrypted
        | Point::Rewritten => "from_not_proved",
    }
}

const fn lacks(known: &Known<'_>) -> Point {
    if known.standing.is_some() { Point::NotLive } else { Point::NoSenderDomain }
}

/// What DNS says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Found {
    /// The SPF record of the domain that failures come back to, as far as it concerns our servers; `None` where nobody
    /// knows what they are called.
    pub spf: Option<RecordVerdict>,
    /// Which domain that is to the one that the mail is from.
    pub returns: Returns,
    /// What the domain asks receivers for.
    pub dmarc: Published,
    /// Whether the address of our host leads back to its name; `None` where that is not known or nothing to us.
    pub host_leads_back: Option<bool>,
    /// How the way out is encrypted.
    pub encrypted: Encrypted,
    /// Whether receivers count a signature of the domain above it that signs for it.
    pub above_counts: bool,
    /// Whether DNS knows the domain that the mail is from; `None` where it was not asked, or is silent.
    pub exists: Option<bool>,
}

/// A domain's DMARC policy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Published {
    /// DNS does not answer.
    Unknown,
    /// There is none.
    Nothing,
    /// This.
    Policy(DmarcPolicy),
}

/// All that is to be said, the gravest first.
#[must_use]
pub fn points(known: &Known<'_>, found: &Found) -> Vec<(Point, Level)> {
    match fate(known) {
        Fate::Refused(point) => return vec![(point, Level::Refuse)],
        Fate::Rewritten => return vec![(Point::Rewritten, Level::Warn)],
        Fate::Sent => {}
    }
    let mut points = vec![match (known.signer(), known.through) {
        (Some(SenderDomainState::Live), _) if known.standing.is_none() => (Point::SignedAbove, Level::Pass),
        (Some(SenderDomainState::Live), _) => (Point::Signed, Level::Pass),
        (Some(SenderDomainState::Warning), _) => (Point::KeyGone, Level::Warn),
        (Some(SenderDomainState::Pending) | None, Through::Own) => (Point::OwnServer, Level::Pass),
        (Some(SenderDomainState::Pending), Through::Relay | Through::Nobody) => (Point::NotLive, Level::Warn),
        (None, Through::Relay | Through::Nobody) => (Point::NoSenderDomain, Level::Warn),
    }];
    points.extend(found.spf.and_then(|verdict| spf(verdict, found.returns)));
    points.push(dmarc(known, found));
    if found.encrypted == Encrypted::Never {
        points.push((Point::Unencrypted, Level::Warn));
    }
    if found.host_leads_back == Some(false) && known.through == Through::Nobody {
        points.push((Point::HostNameDiffers, Level::Warn));
    }
    // A name that is wrong is told of before what follows from it. Which of a house's names others see is not ours to know.
    if found.exists == Some(false) {
        points.insert(0, (Point::NoSuchDomain, Level::Warn));
    }
    points.sort_by_key(|(_, level)| std::cmp::Reverse(*level));
    points
}

const fn spf(verdict: RecordVerdict, returns: Returns) -> Option<(Point, Level)> {
    match (verdict, returns) {
        (RecordVerdict::Live, _) => Some((Point::SpfLetsUs, Level::Pass)),
        (RecordVerdict::Missing, Returns::Own) => Some((Point::NoSpf, Level::Warn)),
        (RecordVerdict::Differs | RecordVerdict::Several, Returns::Own) => {
            Some((Point::SpfLacksUs, Level::Warn))
        }
        (
            RecordVerdict::Missing | RecordVerdict::Differs | RecordVerdict::Several,
            Returns::Aligned | Returns::Elsewhere,
        ) => Some((Point::ReturnPathSpf, Level::Warn)),
        (RecordVerdict::Unanswered, _) => Some((Point::NoAnswer, Level::Pass)),
        (RecordVerdict::Unchecked | RecordVerdict::WayUnknown | RecordVerdict::NotNeeded, _) => None,
    }
}

/// As a receiver has it: a signature of the domain is enough, and SPF is, where failures come back to a domain that counts
/// as the one that the mail is from.
fn dmarc(known: &Known<'_>, found: &Found) -> (Point, Level) {
    let is_signed = known.is_signed();
    let may_vouch = found.returns != Returns::Elsewhere;
    let is_near = known.standing.is_some() || found.above_counts;
    let holds = (is_near && known.signer() == Some(SenderDomainState::Live))
        || (may_vouch && found.spf == Some(RecordVerdict::Live));
    match found.dmarc {
        Published::Policy(_) if holds => (Point::DmarcPasses, Level::Pass),
        // Somebody's own server may sign what we do not.
        Published::Policy(_) if known.through == Through::Own && !is_signed => (Point::NoAnswer, Level::Pass),
        // Whether SPF names our servers is not known where they have no name, nor where DNS is silent.
        Published::Policy(_)
            if may_vouch
                && matches!(
                    found.spf,
                    None | Some(RecordVerdict::Unanswered | RecordVerdict::WayUnknown)
                ) =>
        {
            (Point::NoAnswer, Level::Pass)
        }
        Published::Policy(DmarcPolicy::Quarantine | DmarcPolicy::Reject) => (Point::DmarcFails, Level::Warn),
        Published::Policy(DmarcPolicy::None) => (Point::DmarcFails, Level::Pass),
        Published::Nothing => (Point::NoDmarc, Level::Warn),
        Published::Unknown => (Point::NoAnswer, Level::Pass),
    }
}

/// The level of the gravest.
#[must_use]
pub fn level(points: &[(Point, Level)]) -> Level {
    points.iter().map(|(_, level)| *level).max().unwrap_or(Level::Pass)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: Known<'_> = Known {
        domain: "nord.no",
        through: Through::Nobody,
        is_providers: false,
        standing: None,
        above: None,
        proved_by_another: false,
        rule: UnverifiedRule::Warn,
        can_rewrite: false,
    };

    const FOUND: Found = Found {
        spf: Some(RecordVerdict::Live),
        returns: Returns::Own,
        dmarc: Published::Policy(DmarcPolicy::Reject),
        host_leads_back: Some(true),
        encrypted: Encrypted::Offered,
        above_counts: false,
        exists: None,
    };

    #[test]
    fn the_domain_above_vouches_for_a_name_below_it() {
        let lacks = Found { spf: Some(RecordVerdict::Differs), above_counts: true, ..FOUND };
        let below = Known { domain: "a.nord.no", above: Some(SenderDomainState::Live), ..KNOWN };
        let said = |known: &Known<'_>, found: &Found| {
            points(known, found).into_iter().map(|(point, _)| point).collect::<Vec<_>>()
        };
        assert_eq!(said(&below, &lacks), [Point::SpfLacksUs, Point::SignedAbove, Point::DmarcPasses]);
        let strict = Found { above_counts: false, ..lacks };
        assert!(said(&below, &strict).contains(&Point::DmarcFails), "of that name itself is asked");
        let refusing = Known { rule: UnverifiedRule::Refuse, ..below };
        assert_eq!(fate(&refusing), Fate::Sent, "whoever rules over the domain above proved it");
        let pending = Known { standing: Some(SenderDomainState::Pending), ..refusing };
        assert_eq!(fate(&pending), Fate::Refused(Point::NotLive), "what is known of the name itself decides");
        let gone = Known { above: Some(SenderDomainState::Warning), ..below };
        assert!(said(&gone, &FOUND).contains(&Point::KeyGone));
    }

    #[test]
    fn mail_from_a_providers_domain_leaves_through_its_own_server_alone() {
        let gmail = Known { domain: "gmail.com", ..KNOWN };
        assert_eq!(fate(&gmail), Fate::Refused(Point::FreeMail));
        let foreign = Known { through: Through::Relay, ..gmail };
        assert_eq!(fate(&foreign), Fate::Refused(Point::FreeMail), "it signs nothing of the provider's");
        let relayed = Known { is_providers: true, ..foreign };
        assert_eq!(fate(&relayed), Fate::Sent, "the relay may be the provider's");
        assert_eq!(level(&points(&relayed, &FOUND)), Level::Warn);
        let own = Known { through: Through::Own, ..gmail };
        assert_eq!(fate(&own), Fate::Refused(Point::FreeMail));
        assert_eq!(fate(&Known { is_providers: true, ..own }), Fate::Sent);
        assert_eq!(fate(&Known { through: Through::Own, ..KNOWN }), Fate::Sent, "its operator decides");
        let rewritten = Known { rule: UnverifiedRule::Rewrite, can_rewrite: true, ..gmail };
        assert_eq!(fate(&rewritten), Fate::Rewritten);
    }

    #[test]
    fn a_providers_server_is_known_by_its_name() {
        for (domain, host) in [
            ("gmail.com", "smtp.gmail.com"),
            ("gmail.com", "SMTP-relay.gmail.com."),
            ("hotmail.com", "smtp.office365.com"),
            ("contoso.onmicrosoft.com", "smtp-mail.outlook.com"),
            ("altibox.no", "smtp.altibox.no"),
            ("gmail.com", "127.0.0.1"),
            ("gmail.com", "[::1]"),
            ("gmail.com", "localhost"),
        ] {
            assert!(is_of_provider(domain, host), "{domain} {host}");
        }
        for (domain, host) in [
            ("gmx.de", "mail.gmx.net"),
            ("proton.me", "smtp.protonmail.ch"),
            ("wanadoo.fr", "smtp.orange.fr"),
        ] {
            assert!(is_of_provider(domain, host), "nobody can tell: {domain} {host}");
        }
        for (domain, host) in [
            ("gmail.com", "smtp.office365.com"),
            ("yahoo.com", "mail.nord.no"),
            ("gmail.com", "notgmail.com"),
        ] {
            assert!(!is_of_provider(domain, host), "{domain} {host}");
        }
    }

    #[test]
    fn of_mail_through_ones_own_server_that_is_told_which_can_be_known() {
        let own = Known { through: Through::Own, ..KNOWN };
        let said = |known: &Known<'_>, found: &Found| {
            points(known, found).into_iter().map(|(point, _)| point).collect::<Vec<_>>()
        };
        assert_eq!(said(&own, &FOUND), [Point::OwnServer, Point::SpfLetsUs, Point::DmarcPasses]);
        let lacks = Found { spf: Some(RecordVerdict::Differs), ..FOUND };
        assert_eq!(said(&own, &lacks), [Point::SpfLacksUs, Point::OwnServer, Point::NoAnswer]);
        let unknown = Found { spf: None, encrypted: Encrypted::Never, ..FOUND };
        assert_eq!(said(&own, &unknown), [Point::Unencrypted, Point::OwnServer, Point::NoAnswer]);
        let live = Known { standing: Some(SenderDomainState::Live), ..own };
        assert_eq!(said(&live, &lacks), [Point::SpfLacksUs, Point::Signed, Point::DmarcPasses]);
    }

    #[test]
    fn what_another_organisation_proved_is_not_sent_by_whoever_did_not() {
        let others = Known { proved_by_another: true, ..KNOWN };
        assert_eq!(fate(&others), Fate::Refused(Point::NoSenderDomain), "whatever the rule says");
        assert_eq!(level(&points(&others, &FOUND)), Level::Refuse);
        let relayed = Known { through: Through::Relay, ..others };
        assert_eq!(fate(&relayed), Fate::Refused(Point::NoSenderDomain));
        let pending = Known { standing: Some(SenderDomainState::Pending), ..others };
        assert_eq!(fate(&pending), Fate::Refused(Point::NotLive));
        let both = Known { standing: Some(SenderDomainState::Live), ..others };
        assert_eq!(fate(&both), Fate::Sent, "two may have proved it");
        let own = Known { through: Through::Own, ..others };
        assert_eq!(fate(&own), Fate::Sent, "its operator vouches for it, and not we");
        let rewritten = Known { rule: UnverifiedRule::Rewrite, can_rewrite: true, ..others };
        assert_eq!(fate(&rewritten), Fate::Rewritten);
    }

    #[test]
    fn a_domain_that_is_not_proved_is_warned_of_refused_or_rewritten() {
        assert_eq!(fate(&KNOWN), Fate::Sent);
        let refused = Known { rule: UnverifiedRule::Refuse, ..KNOWN };
        assert_eq!(fate(&refused), Fate::Refused(Point::NoSenderDomain));
        let pending = Known { standing: Some(SenderDomainState::Pending), ..refused };
        assert_eq!(fate(&pending), Fate::Refused(Point::NotLive));
        let warned = Known { standing: Some(SenderDomainState::Warning), ..refused };
        assert_eq!(fate(&warned), Fate::Sent, "nothing is switched off over a record that is gone");
        let rewrite = Known { rule: UnverifiedRule::Rewrite, ..KNOWN };
        assert_eq!(fate(&rewrite), Fate::Refused(Point::NoSenderDomain), "the operator offers no address");
        assert_eq!(fate(&Known { can_rewrite: true, ..rewrite }), Fate::Rewritten);
    }

    #[test]
    fn a_live_domain_passes_and_each_thing_that_is_wrong_is_named() {
        let live = Known { standing: Some(SenderDomainState::Live), ..KNOWN };
        let said = |known: &Known<'_>, found: &Found| {
            let points = points(known, found);
            let bad = points.iter().filter(|(_, level)| *level > Level::Pass).map(|(point, _)| *point);
            (level(&points), bad.collect::<Vec<_>>())
        };
        assert_eq!(said(&live, &FOUND), (Level::Pass, vec![]));
        let lacks = Found { spf: Some(RecordVerdict::Differs), ..FOUND };
        assert_eq!(
            said(&live, &lacks),
            (Level::Warn, vec![Point::SpfLacksUs]),
            "the signature is enough for DMARC"
        );
        assert_eq!(said(&KNOWN, &lacks).1, [Point::NoSenderDomain, Point::SpfLacksUs, Point::DmarcFails]);
        let bare = Found { dmarc: Published::Nothing, ..FOUND };
        assert_eq!(said(&live, &bare).1, [Point::NoDmarc]);
        let host = Found { host_leads_back: Some(false), ..FOUND };
        assert_eq!(said(&live, &host).1, [Point::HostNameDiffers]);
        let relayed = said(&Known { through: Through::Relay, ..live }, &host);
        assert!(relayed.1.is_empty(), "the relay is known by its own name");
    }

    #[test]
    fn spf_of_another_domain_than_the_one_that_people_see_vouches_for_nothing() {
        let bad = |known: &Known<'_>, returns| {
            let found = Found { returns, ..FOUND };
            let points = points(known, &found);
            points.into_iter().filter(|(_, level)| *level > Level::Pass).map(|it| it.0).collect::<Vec<_>>()
        };
        assert_eq!(bad(&KNOWN, Returns::Aligned), [Point::NoSenderDomain]);
        assert_eq!(bad(&KNOWN, Returns::Elsewhere), [Point::NoSenderDomain, Point::DmarcFails]);
        let live = Known { standing: Some(SenderDomainState::Live), ..KNOWN };
        assert!(bad(&live, Returns::Elsewhere).is_empty(), "the signature vouches");
        let lacks = Found { spf: Some(RecordVerdict::Missing), returns: Returns::Aligned, ..FOUND };
        assert_eq!(points(&live, &lacks)[0], (Point::ReturnPathSpf, Level::Warn));
    }

    #[test]
    fn a_domain_that_dns_does_not_know_is_told_of_first() {
        let gone = Found { exists: Some(false), dmarc: Published::Nothing, ..FOUND };
        let said = points(&KNOWN, &gone);
        assert_eq!(said[..2], [(Point::NoSuchDomain, Level::Warn), (Point::NoSenderDomain, Level::Warn)]);
        let own = Known { through: Through::Own, ..KNOWN };
        assert_eq!(points(&own, &gone)[0].0, Point::NoSuchDomain, "through whosever server");
        for exists in [Some(true), None] {
            let found = Found { exists, ..gone };
            assert!(points(&KNOWN, &found).iter().all(|(point, _)| *point != Point::NoSuchDomain));
        }
    }

    #[test]
    fn silence_is_never_bad() {
        let live = Known { standing: Some(SenderDomainState::Live), ..KNOWN };
        let silent = Found {
            spf: Some(RecordVerdict::Unanswered),
            dmarc: Published::Unknown,
            host_leads_back: None,
            ..FOUND
        };
        assert_eq!(level(&points(&live, &silent)), Level::Pass);
        let half = Found { dmarc: Published::Policy(DmarcPolicy::Reject), ..silent };
        assert!(points(&KNOWN, &half).iter().all(|(point, _)| *point != Point::DmarcFails));
    }
}
