//! The sample mails of flufl.bounce: the recipients and the kind that we find, beside what that library finds. Each
//! disagreement stands in `docs/returns.md` with its reason, and here, so that none comes or goes unseen.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use mail::{Action, Class, Returned};
use policy::returns::{Evidence, RuleSet};

/// Samples of which we say something else, and what.
const OTHERWISE: &[(&str, &str)] = &[
    ("aol_01.txt", "-"),
    ("llnl_01.txt", "-"),
    ("microsoft_03.txt", "-"),
    ("sendmail_01.txt", "permanent zzzzz@shaft.coal.nl"),
    ("simple_14.txt", "-"),
    ("simple_20.txt", "-"),
    ("simple_38.txt", "-"),
    ("yahoo_12.txt", "-"),
    ("yale_01.txt", "-"),
];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../corpus/flufl.bounce")
}

/// `permanent a@b c@d`, as the table of expectations writes it.
fn found(raw: &[u8]) -> String {
    let Returned::Report(report) = mail::returned(raw) else { return "-".to_owned() };
    let told = report.recipients.iter().filter(|one| !one.guessed);
    let mut kinds = BTreeSet::new();
    let mut addresses = BTreeSet::new();
    for recipient in told.filter(|one| matches!(one.action, Action::Failed | Action::Delayed)) {
        kinds.insert(if recipient.action == Action::Delayed { "temporary" } else { "permanent" });
        addresses.extend(recipient.address().map(|address| address.to_string().to_lowercase()));
    }
    if addresses.is_empty() {
        return "-".to_owned();
    }
    let join = |set: BTreeSet<String>| set.into_iter().collect::<Vec<_>>().join(" ");
    format!("{} {}", kinds.into_iter().collect::<Vec<_>>().join("+"), join(addresses))
}

#[test]
fn recipients_and_kinds_are_those_of_flufl_bounce_but_for_known_ones() {
    let table = fs::read_to_string(folder().join("expected.tsv")).unwrap();
    let mut otherwise = Vec::new();
    for line in table.lines() {
        let mut fields = line.split('\t');
        let (name, kind) = (fields.next().unwrap(), fields.next().unwrap());
        let addresses = fields.next().unwrap_or_default();
        let expected = format!("{kind} {addresses}").trim().to_owned();
        let found = found(&fs::read(folder().join(name)).unwrap());
        if found != expected {
            otherwise.push((name.to_owned(), found));
        }
    }
    let known: Vec<(String, String)> =
        OTHERWISE.iter().map(|(name, found)| ((*name).to_owned(), (*found).to_owned())).collect();
    assert_eq!(otherwise, known);
}

/// What is told of a sample here is what the mail office makes of it as it comes in: a report whose class is another one
/// would open a case.
#[test]
fn the_class_of_each_sample_that_is_found_is_that_of_a_report() {
    let table = fs::read_to_string(folder().join("expected.tsv")).unwrap();
    for line in table.lines() {
        let mut fields = line.split('\t');
        let (name, kind) = (fields.next().unwrap(), fields.next().unwrap());
        let raw = fs::read(folder().join(name)).unwrap();
        let class = mail::parse(&raw).0.class;
        let is_report = matches!(mail::returned(&raw), Returned::Report(_));
        assert!(!is_report || class == Class::DeliveryReport, "{name}: {}", class.as_str());
        assert!(found(&raw) == "-" || is_report, "{name}: {}", class.as_str());
        let is_known = OTHERWISE.iter().any(|(known, found)| *known == name && *found == "-");
        assert!(is_report || is_known || kind == "-", "{name}: {}", class.as_str());
    }
}

#[test]
fn what_was_found_is_classified() {
    let (mut recipients, mut unclassified) = (0, 0);
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "txt") {
            continue;
        }
        let Returned::Report(report) = mail::returned(&fs::read(&path).unwrap()) else { continue };
        for recipient in &report.recipients {
            let host = report.reporting_host.as_deref();
            let notice = report.notice_about(recipient);
            let verdict = RuleSet::standard().judge(&Evidence::of_report(recipient, host, &notice));
            recipients += 1;
            if verdict.class == domain::returns::ReturnClass::Unclassified {
                unclassified += 1;
            }
        }
    }
    assert!(unclassified * 5 < recipients, "{unclassified} of {recipients}");
}
