//! How what is wrong with a record is stored: under a word that older programs know, with the exact one beside it. They read
//! the same rows while nodes are updated one by one, and one word that they do not know would keep the whole domain from them.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::RecordProblem;

#[derive(Serialize, Deserialize)]
struct Stored {
    problem: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    exact_problem: Option<String>,
}

pub(super) fn serialize<S: Serializer>(
    problem: &Option<RecordProblem>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let known = problem.map(known_to_all);
    let word = |problem: RecordProblem| problem.as_str().to_owned();
    let exact_problem = problem.filter(|_| *problem != known).map(word);
    Stored { problem: known.map(word), exact_problem }.serialize(serializer)
}

/// What a newer program found and this one does not know is no problem that it could tell of; the verdict stands.
pub(super) fn deserialize<'a, D: Deserializer<'a>>(
    deserializer: D,
) -> Result<Option<RecordProblem>, D::Error> {
    let Stored { problem, exact_problem } = Stored::deserialize(deserializer)?;
    let mut words = [exact_problem, problem].into_iter().flatten();
    Ok(words.find_map(|word| word.parse().ok()))
}

/// The nearest one that every program knows which may run beside this one.
const fn known_to_all(problem: RecordProblem) -> RecordProblem {
    match problem {
        RecordProblem::OnlyTried | RecordProblem::ForAPart | RecordProblem::WeakerBelow => {
            RecordProblem::WeakerPolicy
        }
        RecordProblem::HostTakesNoMail | RecordProblem::KeyNotPublished => RecordProblem::OtherTarget,
        RecordProblem::OtherUse => RecordProblem::OtherKey,
        RecordProblem::NameDoubled
        | RecordProblem::NotAuthorised
        | RecordProblem::TooManyLookups
        | RecordProblem::NoRoom
        | RecordProblem::BrokenInclude
        | RecordProblem::TooManyVoids
        | RecordProblem::AllowsEverybody
        | RecordProblem::IncludesEverybody
        | RecordProblem::Unreadable
        | RecordProblem::OtherKey
        | RecordProblem::Revoked
        | RecordProblem::WeakerPolicy
        | RecordProblem::NoReports
        | RecordProblem::OtherTarget
        | RecordProblem::Inherited
        | RecordProblem::NoAnswer => problem,
    }
}

#[cfg(test)]
mod tests {
    use crate::sender_domain::{DnsRecord, Findings, Importance, RecordKind, RecordVerdict};

    use super::*;

    fn findings(problem: Option<RecordProblem>) -> Findings {
        let record = DnsRecord {
            kind: RecordKind::Dmarc,
            importance: Importance::Recommended,
            name: "_dmarc.nord.no".to_owned(),
            record_type: "TXT".to_owned(),
            value: "v=DMARC1; p=reject".to_owned(),
            verdict: RecordVerdict::Differs,
            found: vec!["v=DMARC1; p=reject; sp=none".to_owned()],
            problem,
            detail: "sp=none".to_owned(),
            answered: Some(RecordVerdict::Differs),
            lost_since: None,
        };
        Findings { records: vec![record], ..Findings::default() }
    }

    /// Those of programs that may run beside this one.
    const KNOWN: [&str; 16] = [
        "name_doubled",
        "not_authorised",
        "too_many_lookups",
        "no_room",
        "broken_include",
        "too_many_voids",
        "allows_everybody",
        "includes_everybody",
        "unreadable",
        "other_key",
        "revoked",
        "weaker_policy",
        "no_reports",
        "other_target",
        "inherited",
        "no_answer",
    ];

    #[test]
    fn what_is_found_is_stored_with_words_that_older_programs_read() {
        for problem in RecordProblem::ALL {
            let findings = findings(Some(problem));
            let stored = serde_json::to_value(&findings).unwrap();
            let word = stored["records"][0]["problem"].as_str().unwrap();
            assert!(KNOWN.contains(&word), "{word}");
            assert_eq!(serde_json::from_value::<Findings>(stored).unwrap(), findings, "{problem:?}");
        }
        let none = findings(None);
        let stored = serde_json::to_value(&none).unwrap();
        assert!(stored["records"][0]["problem"].is_null());
        assert_eq!(serde_json::from_value::<Findings>(stored).unwrap(), none);
    }

    #[test]
    fn a_word_of_a_newer_program_costs_nobody_the_domain() {
        let mut stored = serde_json::to_value(findings(Some(RecordProblem::WeakerBelow))).unwrap();
        stored["records"][0]["exact_problem"] = "weaker_on_sundays".into();
        let read = serde_json::from_value::<Findings>(stored.clone()).unwrap();
        assert_eq!(read, findings(Some(RecordProblem::WeakerPolicy)), "the nearest that is known");
        stored["records"][0]["problem"] = "only_on_sundays".into();
        assert_eq!(serde_json::from_value::<Findings>(stored).unwrap(), findings(None));
    }
}
