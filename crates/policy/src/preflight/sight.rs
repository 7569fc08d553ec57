//! The five things that a receiver looks at, each with what he finds: also of mail that leaves through somebody's own
//! server, which the points leave to that server.

use domain::preflight::{Aspect, Level, Point, Sight, Sighting};
use domain::sender_domain::{RecordVerdict, SenderDomainState};

use super::{Encrypted, Found, Known, Through, dmarc};

/// All five, in the order in which they are shown; of the operator's address where mail leaves from that.
#[must_use]
pub fn sights(known: &Known<'_>, found: &Found, is_operators: bool) -> [Sight; 5] {
    Aspect::ALL.map(|aspect| {
        let (sighting, level) = match aspect {
            Aspect::Spf => spf(found.spf),
            Aspect::Dkim => dkim(known, is_operators),
            Aspect::Dmarc => of_point(dmarc(known, found)),
            Aspect::HostName => host_name(known.through, found.host_leads_back),
            Aspect::Tls => tls(found.encrypted),
        };
        Sight { aspect, sighting, level }
    })
}

const fn spf(verdict: Option<RecordVerdict>) -> (Sighting, Level) {
    match verdict {
        Some(RecordVerdict::Live) => (Sighting::Passes, Level::Pass),
        Some(RecordVerdict::Missing) => (Sighting::Missing, Level::Warn),
        Some(RecordVerdict::Differs | RecordVerdict::Several) => (Sighting::Fails, Level::Warn),
        Some(RecordVerdict::Unanswered) => (Sighting::Unknown, Level::Pass),
        // Which addresses the server sends from is known to those alone who run it, as is where its failures come back to.
        Some(RecordVerdict::Unchecked | RecordVerdict::WayUnknown | RecordVerdict::NotNeeded) | None => {
            (Sighting::Elsewhere, Level::Pass)
        }
    }
}

const fn dkim(known: &Known<'_>, is_operators: bool) -> (Sighting, Level) {
    match known.signer() {
        Some(SenderDomainState::Live) => (Sighting::Passes, Level::Pass),
        Some(SenderDomainState::Warning) => (Sighting::Fails, Level::Warn),
        Some(SenderDomainState::Pending) | None => match known.through {
            Through::Own => (Sighting::Elsewhere, Level::Pass),
            // He has it signed there.
            Through::Relay if is_operators => (Sighting::Elsewhere, Level::Pass),
            Through::Relay | Through::Nobody => (Sighting::Missing, Level::Warn),
        },
    }
}

const fn of_point((point, level): (Point, Level)) -> (Sighting, Level) {
    let sighting = match point {
        Point::DmarcPasses => Sighting::Passes,
        Point::DmarcFails => Sighting::Fails,
        Point::NoDmarc => Sighting::Missing,
        Point::NoAnswer
        | Point::OwnServer
        | Point::FreeMail
        | Point::NoSenderDomain
        | Point::NoSuchDomain
        | Point::NotLive
        | Point::Signed
        | Point::SignedAbove
        | Point::KeyGone
        | Point::SpfLetsUs
        | Point::SpfLacksUs
        | Point::NoSpf
        | Point::ReturnPathSpf
        | Point::HostNameDiffers
        | Point::Unencrypted
        | Point::Rewritten => Sighting::Unknown,
    };
    (sighting, level)
}

const fn host_name(through: Through, leads_back: Option<bool>) -> (Sighting, Level) {
    match (through, leads_back) {
        (Through::Own | Through::Relay, _) => (Sighting::Elsewhere, Level::Pass),
        (Through::Nobody, Some(true)) => (Sighting::Passes, Level::Pass),
        (Through::Nobody, Some(false)) => (Sighting::Fails, Level::Warn),
        (Through::Nobody, None) => (Sighting::Unknown, Level::Pass),
    }
}

const fn tls(encrypted: Encrypted) -> (Sighting, Level) {
    match encrypted {
        Encrypted::Always => (Sighting::Passes, Level::Pass),
        // Nobody else can read it on its way.
        Encrypted::Local => (Sighting::Missing, Level::Pass),
        Encrypted::Offered => (Sighting::Elsewhere, Level::Pass),
        Encrypted::Never => (Sighting::Fails, Level::Warn),
    }
}

#[cfg(test)]
mod tests {
    use domain::preflight::UnverifiedRule;
    use domain::sender_domain::DmarcPolicy;

    use super::super::{Published, Returns};
    use super::*;

    const KNOWN: Known<'_> = Known {
        domain: "nord.no",
        through: Through::Nobody,
        is_providers: false,
        standing: Some(SenderDomainState::Live),
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

    fn seen(known: &Known<'_>, found: &Found) -> [Sighting; 5] {
        sights(known, found, false).map(|sight| sight.sighting)
    }

    #[test]
    fn a_receiver_of_mail_from_a_live_domain_finds_all_well() {
        use Sighting::{Elsewhere, Passes};
        assert_eq!(seen(&KNOWN, &FOUND), [Passes, Passes, Passes, Passes, Elsewhere]);
        assert!(sights(&KNOWN, &FOUND, false).iter().all(|sight| sight.level == Level::Pass));
    }

    #[test]
    fn what_is_wrong_is_found_where_it_is() {
        use Sighting::{Elsewhere, Fails, Missing};
        let stranger = Known { standing: None, ..KNOWN };
        let found = Found { spf: Some(RecordVerdict::Differs), host_leads_back: Some(false), ..FOUND };
        assert_eq!(seen(&stranger, &found), [Fails, Missing, Fails, Fails, Elsewhere]);
        let gone = Known { standing: Some(SenderDomainState::Warning), ..KNOWN };
        let bare = Found {
            spf: Some(RecordVerdict::Missing),
            dmarc: Published::Nothing,
            encrypted: Encrypted::Never,
            ..FOUND
        };
        assert_eq!(seen(&gone, &bare)[..3], [Missing, Fails, Missing]);
        assert_eq!(seen(&gone, &bare)[4], Fails);
    }

    #[test]
    fn what_somebody_elses_server_does_is_left_to_it() {
        use Sighting::{Elsewhere, Missing, Passes, Unknown};
        let own = Known { through: Through::Own, standing: None, ..KNOWN };
        let found = Found { spf: None, host_leads_back: None, encrypted: Encrypted::Always, ..FOUND };
        assert_eq!(seen(&own, &found), [Elsewhere, Elsewhere, Unknown, Elsewhere, Passes]);
        let relay = Known { through: Through::Relay, ..own };
        assert_eq!(seen(&relay, &found)[1], Missing);
        assert_eq!(sights(&relay, &found, true)[1].sighting, Elsewhere);
    }
}
