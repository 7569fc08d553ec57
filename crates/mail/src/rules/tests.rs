//! Each file is in order, and each of its tests holds in the code that asks for its words.

use std::collections::BTreeSet;

use domain::Timestamp;
use regex::Regex;

use super::*;
use crate::report::{Report, of_notice};
use crate::{back_on, delivery_report, nobody_reads, parse, reply, says_left};

/// A file with what people and tests read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: u32,
    group: BTreeMap<String, WrittenGroup>,
    #[serde(default)]
    months: BTreeMap<String, Vec<Vec<String>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenGroup {
    meaning: String,
    #[serde(default)]
    pattern: bool,
    phrases: BTreeMap<String, Vec<String>>,
    test: Vec<WrittenTest>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenTest {
    language: String,
    sample: String,
    expected: String,
}

fn written() -> Vec<(&'static str, Written)> {
    let read = |(name, text): (&'static str, &str)| {
        let written: Written = toml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, written)
    };
    FILES.into_iter().map(read).collect()
}

fn is_language(code: &str) -> bool {
    code == "any" || (code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase()))
}

/// Whether one of these phrases stands in a sample.
fn stand_in(phrases: &[String], is_pattern: bool, sample: &str) -> bool {
    let escaped = |phrase: &String| if is_pattern { phrase.clone() } else { regex::escape(phrase) };
    let each: Vec<String> = phrases.iter().map(escaped).collect();
    Regex::new(&format!("(?im:{})", each.join("|"))).unwrap().is_match(sample)
}

/// What the code that asks for these words says of a sample.
fn told(file: &str, group: &str, sample: &str) -> String {
    match (file, group) {
        ("absences", _) => back(sample, "2026-07-20T09:00:00Z"),
        ("arrivals" | "delays" | "failures", _) | ("copies", "subjects" | "speaking") => {
            let (mail, _) = parse(sample.as_bytes());
            of_notice(&mail.subject, &mail.text, None).as_str().to_owned()
        }
        ("automatic" | "challenges" | "complaints" | "notices", _) => {
            parse(sample.as_bytes()).0.class.as_str().to_owned()
        }
        ("departures", _) => says_left(sample).to_string(),
        ("copies", _) => report(sample).original.message_id.unwrap_or_default(),
        ("recipients", "hosts") => {
            report(sample).recipients.into_iter().find_map(|one| one.remote_host).unwrap_or_default()
        }
        ("recipients", _) => {
            let named: Vec<String> = report(sample)
                .recipients
                .iter()
                .filter(|one| !one.guessed)
                .filter_map(|one| one.address().map(ToString::to_string))
                .collect();
            named.join(" ")
        }
        ("replies", _) => {
            let said = reply::of_recipients(sample);
            let named = [
                (said.too_many, "too-many"),
                (said.limited, "limits"),
                (said.of_a_time, "of-a-time"),
                (reply::is_of_sender(sample), "of-sender"),
            ];
            let told = named.iter().filter(|(is_said, _)| *is_said).map(|(_, name)| *name);
            told.collect::<Vec<_>>().join(" ")
        }
        ("unread", _) => {
            let is_unread = nobody_reads(&sample.parse().unwrap());
            String::from(if is_unread { "unread" } else { "" })
        }
        _ => panic!("say here who asks for `{group}` of `{file}`"),
    }
}

fn back(text: &str, written_at: &str) -> String {
    back_on(text, Timestamp::from_rfc3339(written_at).unwrap()).unwrap_or_default()
}

fn report(sample: &str) -> Report {
    delivery_report(sample.as_bytes()).unwrap_or_default()
}

#[test]
fn phrases_are_lower_case_and_stand_there_once() {
    for (file, written) in written() {
        assert!(written.version >= 1, "{file}");
        for (name, group) in &written.group {
            assert!(!group.meaning.is_empty(), "{file}, {name}: say what the words mean");
            let mut known = BTreeSet::new();
            for (language, phrases) in &group.phrases {
                assert!(is_language(language), "{file}, {name}: `{language}` is no language");
                assert!(!phrases.is_empty(), "{file}, {name}: {language} has no phrases");
                for phrase in phrases {
                    assert!(!phrase.trim().is_empty(), "{file}, {name}: a phrase of {language} is empty");
                    assert_eq!(*phrase, phrase.to_lowercase(), "{file}, {name}");
                    assert!(known.insert(phrase.as_str()), "{file}, {name}: `{phrase}` stands there twice");
                }
            }
        }
    }
}

#[test]
fn each_language_of_each_group_has_a_test_with_words_of_it() {
    for (file, written) in written() {
        for (name, group) in &written.group {
            for test in &group.test {
                let is_known = group.phrases.contains_key(&test.language);
                assert!(is_known, "{file}, {name}: a test in {}, and no phrases", test.language);
            }
            for (language, phrases) in &group.phrases {
                let mut own = group.test.iter().filter(|test| test.language == *language);
                let is_tested = own.any(|test| stand_in(phrases, group.pattern, &test.sample));
                assert!(is_tested, "{file}, {name}: no sample has a phrase of {language}");
            }
        }
    }
}

#[test]
fn each_test_of_each_group_holds() {
    for (file, written) in written() {
        for (name, group) in &written.group {
            for test in &group.test {
                let told = told(file, name, &test.sample);
                assert_eq!(told, test.expected, "{file}, {name}: {}", test.sample);
            }
        }
    }
}

#[test]
fn each_name_of_a_month_is_read_as_it() {
    for (file, written) in written() {
        for (language, months) in &written.months {
            assert_eq!(months.len(), 12, "{file}, {language}");
            for (names, number) in months.iter().zip(1_u16..) {
                assert!(!names.is_empty(), "{file}, {language}: month {number} has no name");
                for name in names {
                    assert_eq!(*name, name.to_lowercase(), "{file}, {language}");
                    let told = back(&format!("Back on 10 {name}"), &format!("2026-{number:02}-01T09:00:00Z"));
                    assert_eq!(told, format!("2026-{number:02}-10"), "{file}, {language}: {name}");
                }
            }
        }
    }
}

#[test]
fn the_longest_beginning_is_taken_and_a_phrase_further_on_is_none() {
    let beginnings = Beginnings::of("automatic", "headings");
    assert_eq!(beginnings.behind("out of office: sak 12"), Some(" sak 12"));
    assert!(!beginnings.begin("re: out of office: sak 12"));
    assert!(!beginnings.begin("out of office"));
    let challenges = Beginnings::of("challenges", "headings");
    assert_eq!(challenges.behind("your email requires verification verify#abc"), Some("abc"));
    let anywhere = Anywhere::of("delays", "delays");
    assert!(anywhere.stand_in("meldingen er forsinket") && !anywhere.stand_in("meldingen er levert"));
}

#[test]
fn a_phrase_within_one_of_the_others_is_none() {
    let refusals = AnywhereBut::of(("failures", "refusals"), ("delays", "delays"));
    assert!(refusals.stand_in("meldingen er ikke levert"));
    assert!(!refusals.stand_in("meldingen er ikke levert ennå"));
    assert!(!refusals.stand_in("meldingen er ennå ikke levert"));
    assert!(refusals.stand_in("den er ikke levert ennå: adressen finnes ikke"));
    assert!(!refusals.stand_in("meldingen er forsinket"));
}
