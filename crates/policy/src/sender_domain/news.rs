//! What of a look at a domain is news: people are told of it once, wherever they are, and see what lasts on every page.

use domain::Timestamp;
use domain::sender_domain::{DomainAlarm, DomainNews, Findings, SenderDomainState, ServedSts};

use super::alarms;

/// What is known of a domain.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Where it stands.
    pub state: SenderDomainState,
    /// Whether it was switched off, and is not live since.
    pub is_off: bool,
    /// The policy of MTA-STS that is served for it.
    pub served: &'a ServedSts,
    /// What was found of its records.
    pub findings: &'a Findings,
}

/// What is new in what is known after a look, the key first.
#[must_use]
pub fn news(before: Known<'_>, after: Known<'_>, now: Timestamp) -> Vec<DomainNews> {
    let alarms_of =
        |known: Known<'_>| alarms((known.state, known.is_off), (known.served, known.findings), now);
    let told = alarms_of(before);
    // Where DNS was silent before, nobody knows whether a host is new, and each silence would tell of it anew.
    let knew_exchangers = !before.findings.exchangers.is_empty();
    let of_alarm = |alarm: DomainAlarm| match alarm {
        // How grave it is, its own states say.
        DomainAlarm::Key => None,
        DomainAlarm::Exchangers => knew_exchangers.then_some(DomainNews::Exchangers),
        DomainAlarm::Policy => Some(DomainNews::Policy),
        DomainAlarm::Spf => Some(DomainNews::Spf),
        DomainAlarm::Dmarc => Some(DomainNews::Dmarc),
        DomainAlarm::ReturnPath => Some(DomainNews::ReturnPath),
        DomainAlarm::Reports => Some(DomainNews::Reports),
    };
    let others = alarms_of(after).into_iter().filter(|alarm| !told.contains(alarm)).filter_map(of_alarm);
    of_key(before, after).into_iter().chain(others).collect()
}

fn of_key(before: Known<'_>, after: Known<'_>) -> Option<DomainNews> {
    use SenderDomainState::{Live, Pending, Warning};
    match (before.state, after.state) {
        (Live, Warning) => Some(DomainNews::KeyMissing),
        (Live | Warning, Pending) => Some(DomainNews::SwitchedOff),
        (Warning, Live) => Some(DomainNews::KeyBack),
        // Whoever publishes his first key looks at the page.
        (Pending, Live) => before.is_off.then_some(DomainNews::KeyBack),
        (Pending, Pending | Warning) | (Live, Live) | (Warning, Warning) => None,
    }
}

#[cfg(test)]
mod tests {
    use domain::sender_domain::{DnsRecord, Importance, RecordKind, RecordVerdict, StsServing};

    use super::*;

    const START: Timestamp = Timestamp::from_millis(1_700_000_000_000);

    #[test]
    fn every_step_of_a_key_is_told_of_but_the_first() {
        use SenderDomainState::{Live, Pending, Warning};
        let (served, findings) = (ServedSts::default(), Findings::default());
        let known = |(state, is_off)| Known { state, is_off, served: &served, findings: &findings };
        let of = |before, after| news(known(before), known(after), START);
        let (live, warned, off) = ((Live, false), (Warning, false), (Pending, true));
        assert_eq!(of(live, warned), [DomainNews::KeyMissing]);
        assert_eq!(of(warned, off), [DomainNews::SwitchedOff]);
        assert_eq!(of(warned, live), [DomainNews::KeyBack]);
        assert_eq!(of(off, live), [DomainNews::KeyBack]);
        for same in [live, warned, off] {
            assert!(of(same, same).is_empty());
        }
        assert!(of((Pending, false), live).is_empty());
    }

    #[test]
    fn a_record_that_is_lost_is_news_once() {
        let served = ServedSts::default();
        let look = |verdict, before: &Findings, now| {
            let wish = super::super::wish(
                RecordKind::Spf,
                Importance::Recommended,
                "a.test".to_owned(),
                String::new(),
            );
            let records = vec![DnsRecord { verdict, ..wish }];
            Findings { records, ..Findings::default() }.after(before, now)
        };
        let of = |before: &Findings, after: &Findings, now| {
            let known =
                |findings| Known { state: SenderDomainState::Live, is_off: false, served: &served, findings };
            news(known(before), known(after), now)
        };
        let there = look(RecordVerdict::Live, &Findings::default(), START);
        assert!(of(&Findings::default(), &there, START).is_empty());
        let gone = look(RecordVerdict::Missing, &there, START);
        assert_eq!(of(&there, &gone, START), [DomainNews::Spf]);
        let silent = look(RecordVerdict::Unanswered, &gone, START);
        let still = look(RecordVerdict::Differs, &silent, START);
        assert!(of(&gone, &silent, START).is_empty() && of(&silent, &still, START).is_empty());
        let later = START.plus_seconds(30 * 24 * 3600);
        assert!(of(&still, &look(RecordVerdict::Missing, &still, later), later).is_empty());
    }

    #[test]
    fn a_host_that_the_served_policy_does_not_name_is_news_where_others_were_known() {
        let served = ServedSts {
            serving: StsServing::Enforce,
            exchangers: vec!["mx.a.test".to_owned()],
            since: Some(START),
        };
        let of = |before: &[&str], after: &[&str]| {
            let taken = |hosts: &[&str]| Findings {
                exchangers: hosts.iter().map(|host| (*host).to_owned()).collect(),
                ..Findings::default()
            };
            let (before, after) = (taken(before), taken(after));
            let known =
                |findings| Known { state: SenderDomainState::Live, is_off: false, served: &served, findings };
            news(known(&before), known(&after), START)
        };
        assert_eq!(of(&["mx.a.test"], &["mx.b.test"]), [DomainNews::Exchangers]);
        assert!(of(&["mx.b.test"], &["mx.b.test"]).is_empty());
        assert!(of(&[], &["mx.b.test"]).is_empty(), "it was told of before DNS was silent");
    }
}
