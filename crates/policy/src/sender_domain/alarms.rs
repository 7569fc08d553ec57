//! What people are told of a domain that was in order. That a record was never there is no alarm: its page says so.

use domain::Timestamp;
use domain::sender_domain::{
    DnsRecord, DomainAlarm, Findings, RecordKind, SenderDomainState, ServedSts, StsServing,
};

/// How long a record that is gone is told of on every page, seconds: whoever took it away himself knows by then.
const LOST_FOR_S: i64 = 14 * 24 * 3600;

/// What is wrong, each thing once, the gravest first.
#[must_use]
pub fn alarms(
    (state, was_switched_off): (SenderDomainState, bool),
    (served, findings): (&ServedSts, &Findings),
    now: Timestamp,
) -> Vec<DomainAlarm> {
    let is_lost = |kind: RecordKind| {
        let since = |record: &DnsRecord| record.lost_since;
        let mut lost = findings.records.iter().filter(|record| record.kind == kind).filter_map(since);
        lost.any(|since| now < since.plus_seconds(LOST_FOR_S))
    };
    let is_wrong = |alarm: &DomainAlarm| match alarm {
        DomainAlarm::Key => state == SenderDomainState::Warning || was_switched_off,
        DomainAlarm::Exchangers => state.signs() && lacks_exchangers(served, findings),
        DomainAlarm::Policy => {
            let is_out_of_reach = is_lost(RecordKind::MtaSts) || findings.lost_sts_file();
            state.signs() && is_heeded(served) && is_out_of_reach
        }
        DomainAlarm::Spf => is_lost(RecordKind::Spf),
        DomainAlarm::Dmarc => is_lost(RecordKind::Dmarc),
        DomainAlarm::ReturnPath => is_lost(RecordKind::ReturnPath),
        DomainAlarm::Reports => is_lost(RecordKind::TlsRpt) || is_lost(RecordKind::ReportConsent),
    };
    DomainAlarm::ALL.into_iter().filter(is_wrong).collect()
}

/// Whether the policy asks for anything.
const fn is_heeded(served: &ServedSts) -> bool {
    matches!(served.serving, StsServing::Testing | StsServing::Enforce)
}

/// Whether a host takes mail for the domain that the policy does not name. Where DNS did not answer none is known.
fn lacks_exchangers(served: &ServedSts, findings: &Findings) -> bool {
    let is_named = |host: &String| served.exchangers.iter().any(|known| known.eq_ignore_ascii_case(host));
    is_heeded(served) && !findings.exchangers.iter().all(is_named)
}

#[cfg(test)]
mod tests {
    use domain::sender_domain::{Importance, RecordVerdict, StsFile, StsFileState};

    use super::*;

    const START: Timestamp = Timestamp::from_millis(1_700_000_000_000);

    fn found(kind: RecordKind, verdict: RecordVerdict) -> Findings {
        let record = DnsRecord {
            verdict,
            ..super::super::wish(kind, Importance::Recommended, "a.test".to_owned(), String::new())
        };
        Findings { records: vec![record], ..Findings::default() }
    }

    fn told(findings: &Findings, now: Timestamp) -> Vec<DomainAlarm> {
        alarms((SenderDomainState::Live, false), (&ServedSts::default(), findings), now)
    }

    #[test]
    fn a_record_that_was_live_is_missed_and_one_that_never_was_is_not() {
        use RecordVerdict::{Live, Missing, Several, Unanswered};
        for (kind, alarm) in [
            (RecordKind::Spf, DomainAlarm::Spf),
            (RecordKind::Dmarc, DomainAlarm::Dmarc),
            (RecordKind::ReturnPath, DomainAlarm::ReturnPath),
            (RecordKind::TlsRpt, DomainAlarm::Reports),
            (RecordKind::ReportConsent, DomainAlarm::Reports),
        ] {
            let after = |verdicts: &[RecordVerdict]| {
                let look =
                    |before: Findings, verdict: &RecordVerdict| found(kind, *verdict).after(&before, START);
                told(&verdicts.iter().fold(Findings::default(), look), START)
            };
            assert!(after(&[Missing]).is_empty() && after(&[Live]).is_empty());
            assert_eq!(after(&[Live, Missing]), [alarm]);
            assert_eq!(after(&[Live, Unanswered, Several, Missing, Unanswered]), [alarm]);
            assert!(after(&[Live, Unanswered]).is_empty(), "silence is no loss");
            assert!(after(&[Live, Missing, Live]).is_empty());
        }
        let unknown = found(RecordKind::Spf, RecordVerdict::WayUnknown);
        assert_eq!(told(&unknown.after(&found(RecordKind::Spf, Live), START), START), [DomainAlarm::Spf]);
        let lost = found(RecordKind::Spf, Missing).after(&found(RecordKind::Spf, Live), START);
        assert!(told(&lost, START.plus_seconds(LOST_FOR_S)).is_empty(), "whoever took it away knows");
    }

    #[test]
    fn a_record_that_somebody_wrote_over_is_as_good_as_gone() {
        use RecordVerdict::{Differs, Live, Missing, Several, Unanswered};
        for (kind, alarm) in
            [(RecordKind::Spf, DomainAlarm::Spf), (RecordKind::ReturnPath, DomainAlarm::ReturnPath)]
        {
            let after = |verdicts: &[RecordVerdict]| {
                let look =
                    |before: Findings, verdict: &RecordVerdict| found(kind, *verdict).after(&before, START);
                told(&verdicts.iter().fold(Findings::default(), look), START)
            };
            assert_eq!(after(&[Live, Differs]), [alarm]);
            assert_eq!(after(&[Live, Several, Differs, Unanswered]), [alarm], "one of several is no cure");
            assert!(after(&[Live, Differs, Live]).is_empty());
            assert!(after(&[Differs]).is_empty() && after(&[Missing, Differs]).is_empty());
        }
    }

    #[test]
    fn that_another_way_out_was_chosen_than_the_spf_record_names_is_no_loss() {
        use domain::sender_domain::RecordProblem;
        let look = |text: &str, problem: Option<RecordProblem>, version| {
            let verdict = problem.map_or(RecordVerdict::Live, |_| RecordVerdict::Differs);
            let mut findings = found(RecordKind::Spf, verdict);
            for record in &mut findings.records {
                (record.problem, record.found) = (problem, vec![text.to_owned()]);
            }
            Findings { version, ..findings }
        };
        let live = look("v=spf1 mx -all", None, 1).after(&Findings::default(), START);
        for problem in [RecordProblem::NotAuthorised, RecordProblem::NoRoom] {
            let chosen = look("v=spf1 mx -all", Some(problem), 2).after(&live, START);
            assert!(told(&chosen, START).is_empty(), "{problem:?}");
            let again = look("v=spf1 mx -all", Some(problem), 2).after(&chosen, START);
            assert!(told(&again, START).is_empty(), "{problem:?}");
            for (text, version) in [("v=spf1 -all", 2), ("v=spf1 mx -all", 1)] {
                let lost = look(text, Some(problem), version).after(&live, START);
                assert_eq!(told(&lost, START), [DomainAlarm::Spf], "{problem:?} {text}");
                let later = look(text, Some(problem), 3).after(&lost, START);
                assert_eq!(told(&later, START), [DomainAlarm::Spf], "a choice after it brings nothing back");
            }
        }
    }

    #[test]
    fn that_the_installation_sends_another_way_than_the_spf_record_names_is_no_loss() {
        use domain::sender_domain::RecordProblem;
        let look = |text: &str, problem: Option<RecordProblem>, side: Option<&str>| {
            let verdict = problem.map_or(RecordVerdict::Live, |_| RecordVerdict::Differs);
            let mut findings = found(RecordKind::Spf, verdict);
            for record in &mut findings.records {
                (record.problem, record.found) = (problem, vec![text.to_owned()]);
            }
            Findings { version: 1, our_side: side.map(str::to_owned), ..findings }
        };
        let (none, named) = (Some(RecordProblem::NotAuthorised), "v=spf1 mx -all");
        let live = look(named, None, Some("old")).after(&Findings::default(), START);
        let chosen = look(named, none, Some("new")).after(&live, START);
        assert!(told(&chosen, START).is_empty());
        assert!(told(&look(named, none, Some("new")).after(&chosen, START), START).is_empty());
        for (text, side) in [("v=spf1 -all", "new"), (named, "old")] {
            let lost = look(text, none, Some(side)).after(&live, START);
            assert_eq!(told(&lost, START), [DomainAlarm::Spf], "{text} {side}");
        }
        let unnoted = look(named, None, None).after(&Findings::default(), START);
        let lost = look(named, none, Some("new")).after(&unnoted, START);
        assert_eq!(told(&lost, START), [DomainAlarm::Spf], "nobody knows of another way");
    }

    #[test]
    fn a_dmarc_record_that_asks_for_less_than_it_did_is_told_of_and_a_new_choice_is_not() {
        use domain::sender_domain::{DmarcPolicy, RecordProblem};
        let look_at = |text: &str, problem: Option<RecordProblem>, chosen| {
            let verdict = problem.map_or(RecordVerdict::Live, |_| RecordVerdict::Differs);
            let mut findings = found(RecordKind::Dmarc, verdict);
            for record in &mut findings.records {
                (record.problem, record.found) = (problem, vec![text.to_owned()]);
            }
            Findings { dmarc_policy: Some(chosen), ..findings }
        };
        let look = |problem: Option<RecordProblem>, chosen| {
            look_at(problem.map_or("v=DMARC1", RecordProblem::as_str), problem, chosen)
        };
        let (none, reject) = (DmarcPolicy::None, DmarcPolicy::Reject);
        let after = |before, now: Findings| told(&now.after(&look(None, before), START), START);
        for weaker in [
            RecordProblem::WeakerPolicy,
            RecordProblem::OnlyTried,
            RecordProblem::ForAPart,
            RecordProblem::WeakerBelow,
        ] {
            let weaker = Some(weaker);
            assert_eq!(after(reject, look(weaker, reject)), [DomainAlarm::Dmarc]);
            assert!(after(none, look(weaker, reject)).is_empty(), "more was chosen than was published");
            // As a version found it that took less than this one for what was chosen.
            let before = look_at("v=DMARC1; p=reject; sp=none", None, reject);
            let judged = look_at("v=DMARC1; p=reject; sp=none", weaker, reject).after(&before, START);
            assert!(told(&judged, START).is_empty(), "nobody changed what it says");
            assert!(told(&judged.clone().after(&judged, START), START).is_empty());
        }
        assert_eq!(after(none, look(Some(RecordProblem::Unreadable), reject)), [DomainAlarm::Dmarc]);
        assert!(after(none, look(Some(RecordProblem::NoReports), none)).is_empty());
    }

    #[test]
    fn a_host_that_a_served_policy_does_not_name_is_told_of() {
        let moved = Findings { exchangers: vec!["mx.new.test".to_owned()], ..Findings::default() };
        let of = |serving, findings: &Findings| {
            let exchangers = vec!["MX.old.test".to_owned(), "mx2.old.test".to_owned()];
            let served = ServedSts { serving, exchangers, since: Some(START) };
            alarms((SenderDomainState::Live, false), (&served, findings), START)
        };
        assert_eq!(of(StsServing::Enforce, &moved), [DomainAlarm::Exchangers]);
        assert_eq!(of(StsServing::Testing, &moved), [DomainAlarm::Exchangers]);
        assert!(of(StsServing::Ending, &moved).is_empty() && of(StsServing::Off, &moved).is_empty());
        assert!(of(StsServing::Enforce, &Findings::default()).is_empty(), "nobody knows who takes its mail");
        let same = Findings { exchangers: vec!["mx.old.test".to_owned()], ..Findings::default() };
        assert!(of(StsServing::Enforce, &same).is_empty(), "fewer hosts lose nothing");
    }

    #[test]
    fn a_served_policy_whose_record_or_file_is_gone_is_told_of_and_one_that_nobody_saw_yet_is_not() {
        use StsFileState::{Certificate, LacksHost, Live, Missing, Unanswered, Unreadable};
        let told = |serving, findings: &Findings| {
            let served = ServedSts { serving, exchangers: Vec::new(), since: Some(START) };
            alarms((SenderDomainState::Live, false), (&served, findings), START)
        };
        let record = |verdict: RecordVerdict, before: &Findings| {
            found(RecordKind::MtaSts, verdict).after(before, START)
        };
        let there = record(RecordVerdict::Live, &Findings::default());
        let gone = record(RecordVerdict::Missing, &there);
        for serving in [StsServing::Testing, StsServing::Enforce] {
            assert_eq!(told(serving, &gone), [DomainAlarm::Policy]);
            assert!(told(serving, &there).is_empty());
            assert!(told(serving, &record(RecordVerdict::Missing, &Findings::default())).is_empty());
        }
        assert!(told(StsServing::Off, &gone).is_empty() && told(StsServing::Ending, &gone).is_empty());

        let after = |states: &[StsFileState]| {
            let look = |before: Findings, state: &StsFileState| {
                let sts_file = Some(StsFile { state: *state, detail: String::new() });
                Findings { sts_file, ..Findings::default() }.after(&before, START)
            };
            told(StsServing::Enforce, &states.iter().fold(Findings::default(), look))
        };
        for lost in [Missing, Unreadable, Certificate] {
            assert!(after(&[lost]).is_empty(), "it is being set up");
            assert_eq!(after(&[Live, lost]), [DomainAlarm::Policy]);
            assert_eq!(after(&[Live, Unanswered, lost, lost]), [DomainAlarm::Policy]);
            assert!(
                after(&[Live, lost, LacksHost]).is_empty() && after(&[Live, lost, Unanswered]).is_empty()
            );
        }
        let begun_anew =
            Findings::default().after(&Findings { had_sts_file: true, ..Findings::default() }, START);
        assert!(!begun_anew.had_sts_file, "nobody asks for it while it is off");
    }

    #[test]
    fn a_key_that_is_gone_is_told_of_until_it_is_back() {
        let of = |state, off| alarms((state, off), (&ServedSts::default(), &Findings::default()), START);
        assert_eq!(of(SenderDomainState::Warning, false), [DomainAlarm::Key]);
        assert_eq!(of(SenderDomainState::Pending, true), [DomainAlarm::Key]);
        assert!(of(SenderDomainState::Pending, false).is_empty());
    }
}
