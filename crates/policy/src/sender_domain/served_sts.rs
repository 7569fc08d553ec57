//! The policy of MTA-STS that we serve for a sender domain: its text, the id by which servers see that it is another one
//! (RFC 8461 3.1, 3.2), and what is to be known before it is switched.

use std::fmt::Write as _;

use domain::Timestamp;
use domain::sender_domain::{ServedSts, StsFileState, StsRefusal, StsServing, StsWarning};
use sha2::{Digest as _, Sha256};

/// How long servers remember a policy that is tested or ended: a day, so that a mistake is soon forgotten.
const SHORT_S: u32 = 24 * 3600;
/// How long they remember one that is enforced: a week, so that whoever hides DNS from them for some days gains nothing.
const LONG_S: u32 = 7 * SHORT_S;
/// How long a policy is tested before it is enforced without a warning, milliseconds: reports come once a day.
const TESTED_MS: i64 = 7 * 24 * 3_600_000;
/// Octets of the digest that make the id.
const ID_OCTETS: usize = 10;

/// The text of the file; `None` where nothing is served.
#[must_use]
pub fn document(served: &ServedSts) -> Option<String> {
    let (mode, max_age_s) = match served.serving {
        StsServing::Off => return None,
        StsServing::Testing => ("testing", SHORT_S),
        StsServing::Enforce => ("enforce", LONG_S),
        StsServing::Ending => ("none", SHORT_S),
    };
    let mut text = format!("version: STSv1\r\nmode: {mode}\r\n");
    for host in &served.exchangers {
        let _infallible = write!(text, "mx: {host}\r\n");
    }
    let _infallible = write!(text, "max_age: {max_age_s}\r\n");
    Some(text)
}

/// The id that the record in DNS carries; another text has another one.
///
/// ```text
/// sts-id = %s"id" *WSP "=" *WSP 1*32(ALPHA / DIGIT)     ; RFC 8461 3.1
/// ```
#[must_use]
pub fn id(document: &str) -> String {
    let digest = Sha256::digest(document.as_bytes());
    digest.iter().take(ID_OCTETS).fold(String::new(), |mut id, octet| {
        let _infallible = write!(id, "{octet:02x}");
        id
    })
}

/// What is known of a domain when its policy is to be switched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Facts<'a> {
    /// What is served at present.
    pub present: &'a ServedSts,
    /// Whether somebody has proved that the domain is his.
    pub is_proved: bool,
    /// The hosts that take mail for the domain, as DNS told last.
    pub exchangers: &'a [String],
    /// Whether the record in DNS carries the present policy's id.
    pub record_is_live: bool,
    /// What was found of the file.
    pub file: Option<StsFileState>,
    /// Connections towards the domain that reports count, and those that failed.
    pub connections: (u64, u64),
    /// The present.
    pub now: Timestamp,
}

/// The policy that follows, and what is to be known before.
///
/// # Errors
/// Why it cannot be.
pub fn switched(facts: &Facts<'_>, wanted: StsServing) -> Result<(ServedSts, Vec<StsWarning>), StsRefusal> {
    let present = facts.present;
    let with = |serving, exchangers: &[String]| ServedSts {
        serving,
        exchangers: exchangers.to_vec(),
        since: Some(facts.now),
    };
    match (present.serving, wanted) {
        (StsServing::Off, StsServing::Off | StsServing::Ending) => Ok((present.clone(), Vec::new())),
        (StsServing::Ending, StsServing::Ending) => Ok((present.clone(), Vec::new())),
        (StsServing::Ending, StsServing::Off) => match forgotten_at(present) {
            Some(until) if facts.now < until => Err(StsRefusal::StillRemembered(until)),
            Some(_) | None => Ok((ServedSts::default(), Vec::new())),
        },
        // RFC 8461 2.1: whoever remembers a policy is told that there is none, before the file goes.
        (StsServing::Testing | StsServing::Enforce, StsServing::Off | StsServing::Ending) => {
            Ok((with(StsServing::Ending, &present.exchangers), Vec::new()))
        }
        (StsServing::Off | StsServing::Ending, StsServing::Enforce) => Err(StsRefusal::TestFirst),
        (_, StsServing::Testing | StsServing::Enforce) => {
            may_begin(facts)?;
            let warnings = if wanted == StsServing::Enforce { before_enforcing(facts) } else { Vec::new() };
            let next = with(wanted, facts.exchangers);
            // The same again is no beginning: it has been tested for as long as it was.
            let since = if next.exchangers == present.exchangers && present.serving == wanted {
                present.since
            } else {
                next.since
            };
            Ok((ServedSts { since, ..next }, warnings))
        }
    }
}

fn may_begin(facts: &Facts<'_>) -> Result<(), StsRefusal> {
    // Whoever may say how mail for a domain is delivered must rule over it.
    if !facts.is_proved {
        return Err(StsRefusal::NotProved);
    }
    if facts.exchangers.is_empty() { Err(StsRefusal::NoExchangers) } else { Ok(()) }
}

fn before_enforcing(facts: &Facts<'_>) -> Vec<StsWarning> {
    let (all, failed) = facts.connections;
    let has_been_tested = facts.present.since.is_some_and(|since| facts.now.millis_since(since) >= TESTED_MS);
    let is_enforced = facts.present.serving == StsServing::Enforce;
    [
        (!facts.record_is_live, StsWarning::RecordNotSeen),
        (facts.file != Some(StsFileState::Live), StsWarning::FileNotSeen),
        (!has_been_tested && !is_enforced, StsWarning::TestedTooShort),
        (all == 0, StsWarning::NoReports),
        (failed > 0, StsWarning::Failures),
    ]
    .into_iter()
    .filter_map(|(holds, warning)| holds.then_some(warning))
    .collect()
}

/// When no server remembers any more what it was asked before the policy was ended; `None` unless it is.
#[must_use]
pub fn forgotten_at(served: &ServedSts) -> Option<Timestamp> {
    let since = served.since.filter(|_| served.serving == StsServing::Ending)?;
    Some(since.plus_seconds(i64::from(LONG_S)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);
    const DAY_MS: i64 = 24 * 3_600_000;

    fn hosts() -> Vec<String> {
        vec!["mx1.a.test".to_owned(), "mx2.a.test".to_owned()]
    }

    fn served(serving: StsServing, days_ago: i64) -> ServedSts {
        ServedSts { serving, exchangers: hosts(), since: Some(NOW.plus_millis(-days_ago * DAY_MS)) }
    }

    fn facts<'a>(present: &'a ServedSts, exchangers: &'a [String]) -> Facts<'a> {
        Facts {
            present,
            is_proved: true,
            exchangers,
            record_is_live: true,
            file: Some(StsFileState::Live),
            connections: (100, 0),
            now: NOW,
        }
    }

    #[test]
    fn the_file_is_read_as_senders_read_it_and_its_id_follows_it() {
        let text = document(&served(StsServing::Enforce, 0)).unwrap();
        let read = crate::mta_sts::read(&text).unwrap();
        assert_eq!(read.mode, domain::encryption::StsMode::Enforce);
        assert_eq!((read.exchangers, read.max_age_s), (hosts(), 604_800));
        let none = crate::mta_sts::read(&document(&served(StsServing::Ending, 0)).unwrap()).unwrap();
        assert_eq!(none.mode, domain::encryption::StsMode::None);
        assert_eq!(document(&ServedSts::default()), None);

        let id_of = |serving| id(&document(&served(serving, 0)).unwrap());
        assert_eq!(id_of(StsServing::Enforce), id_of(StsServing::Enforce));
        assert_ne!(id_of(StsServing::Enforce), id_of(StsServing::Testing));
        let record = format!("v=STSv1; id={}", id_of(StsServing::Testing));
        assert_eq!(crate::mta_sts::record_id(&[record]), Some(id_of(StsServing::Testing)));
    }

    #[test]
    fn it_is_tested_before_it_is_enforced_and_what_speaks_against_it_is_told() {
        let hosts = hosts();
        let off = ServedSts::default();
        assert_eq!(switched(&facts(&off, &hosts), StsServing::Enforce), Err(StsRefusal::TestFirst));
        let (testing, warnings) = switched(&facts(&off, &hosts), StsServing::Testing).unwrap();
        assert_eq!((testing.serving, testing.exchangers.len(), warnings), (StsServing::Testing, 2, vec![]));

        let tested = served(StsServing::Testing, 8);
        let (enforced, warnings) = switched(&facts(&tested, &hosts), StsServing::Enforce).unwrap();
        assert_eq!((enforced.serving, warnings), (StsServing::Enforce, vec![]));
        let young = served(StsServing::Testing, 2);
        let bad = Facts {
            record_is_live: false,
            file: Some(StsFileState::Certificate),
            connections: (9, 3),
            ..facts(&young, &hosts)
        };
        use StsWarning::{Failures, FileNotSeen, NoReports, RecordNotSeen, TestedTooShort};
        let warned = |facts: &Facts<'_>| switched(facts, StsServing::Enforce).unwrap().1;
        assert_eq!(warned(&bad), [RecordNotSeen, FileNotSeen, TestedTooShort, Failures]);
        assert_eq!(warned(&Facts { connections: (0, 0), ..facts(&tested, &hosts) }), [NoReports]);
    }

    #[test]
    fn nobody_serves_a_domain_that_is_not_his_or_takes_no_mail() {
        let (off, hosts) = (ServedSts::default(), hosts());
        let strangers = Facts { is_proved: false, ..facts(&off, &hosts) };
        assert_eq!(switched(&strangers, StsServing::Testing), Err(StsRefusal::NotProved));
        assert_eq!(switched(&facts(&off, &[]), StsServing::Testing), Err(StsRefusal::NoExchangers));
    }

    #[test]
    fn it_ends_when_no_server_remembers_it() {
        let hosts = hosts();
        let enforced = served(StsServing::Enforce, 100);
        let (ending, _) = switched(&facts(&enforced, &hosts), StsServing::Off).unwrap();
        assert_eq!(ending.serving, StsServing::Ending);
        let until = NOW.plus_millis(7 * DAY_MS);
        assert_eq!(
            switched(&facts(&ending, &hosts), StsServing::Off),
            Err(StsRefusal::StillRemembered(until))
        );
        let old = served(StsServing::Ending, 8);
        assert_eq!(switched(&facts(&old, &hosts), StsServing::Off).unwrap().0, ServedSts::default());
        // A domain that is no longer proved may end it, too.
        let lost = Facts { is_proved: false, exchangers: &[], ..facts(&enforced, &[]) };
        assert_eq!(switched(&lost, StsServing::Off).unwrap().0.serving, StsServing::Ending);
    }

    #[test]
    fn other_servers_that_take_mail_make_another_policy_and_the_same_again_none() {
        let enforced = served(StsServing::Enforce, 30);
        let hosts = hosts();
        let (same, _) = switched(&facts(&enforced, &hosts), StsServing::Enforce).unwrap();
        assert_eq!(same, enforced);
        let moved = vec!["mx.new.test".to_owned()];
        let (next, warnings) = switched(&facts(&enforced, &moved), StsServing::Enforce).unwrap();
        assert_eq!((next.exchangers, next.since, warnings), (moved, Some(NOW), vec![]));
    }
}
