//! The sample mails of flufl.bounce: the recipients and the kind that we find, and how final our verdicts are, beside what that library finds. Each
//! disagreement stands in `docs/returns.md` with its reason, and here, so that none comes or goes unseen.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use domain::returns::ReturnClass;
use mail::{Action, Class, Report, ReportRecipient, Returned};
use policy::returns::{Evidence, RuleSet, Verdict};

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

/// Samples of which that library says that they are permanent, and whose verdict here is soft: what it is. What may pass, and what
/// nobody understands, never blocks at once.
const SOFT: &[(&str, &str)] = &[
    ("bounce_02.txt", "unclassified"),
    ("bounce_03.txt", "unclassified"),
    ("caiwireless_01.txt", "unclassified"),
    ("dsn_01.txt", "mailbox-full"),
    ("dsn_02.txt", "expired"),
    ("dsn_03.txt", "unclassified"),
    ("dsn_04.txt", "mailbox-full"),
    ("dsn_09.txt", "relay-denied"),
    ("hotpop_01.txt", "mailbox-full"),
    ("netscape_01.txt", "unclassified"),
    ("newmailru_01.txt", "mailbox-full"),
    ("postfix_02.txt", "host-down"),
    ("postfix_03.txt", "unclassified"),
    ("postfix_04.txt", "mailbox-full"),
    ("postfix_05.txt", "unclassified"),
    ("qmail_01.txt", "unclassified"),
    ("qmail_02.txt", "mailbox-full"),
    ("qmail_06.txt", "mailbox-full"),
    ("qmail_07.txt", "mailbox-full"),
    ("simple_01.txt", "mailbox-full"),
    ("simple_02.txt", "unclassified"),
    ("simple_07.txt", "mailbox-full"),
    ("simple_09.txt", "mailbox-full"),
    ("simple_10.txt", "unclassified"),
    ("simple_12.txt", "unclassified"),
    ("simple_16.txt", "unclassified"),
    ("simple_17.txt", "unclassified"),
    ("simple_24.txt", "unclassified"),
    ("simple_27.txt", "unclassified"),
    ("simple_31.txt", "unclassified"),
    ("simple_37.txt", "unclassified"),
    ("simple_44.txt", "expired"),
    ("simple_45.txt", "mailbox-full"),
    ("sina_01.txt", "unclassified"),
    ("smtp32_01.txt", "unclassified"),
    ("smtp32_02.txt", "unclassified"),
    ("smtp32_03.txt", "unclassified"),
    ("smtp32_04.txt", "host-down"),
    ("smtp32_05.txt", "unclassified"),
    ("smtp32_06.txt", "host-down"),
    ("smtp32_07.txt", "unclassified"),
    ("yahoo_01.txt", "expired"),
    ("yahoo_02.txt", "mailbox-full"),
    ("yahoo_04.txt", "mailbox-full"),
];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../corpus/flufl.bounce")
}

/// What the rules say of each recipient of a report.
fn verdicts(report: &Report) -> Vec<Verdict> {
    let host = report.reporting_host.as_deref();
    let verdict = |recipient: &ReportRecipient| {
        let notice = report.notice_about(recipient);
        RuleSet::standard().judge(&Evidence::of_report(recipient, host, &notice))
    };
    report.recipients.iter().map(verdict).collect()
}

/// `permanent a@b c@d`, as the table of expectations writes it, by what the report says that happened.
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
fn recipients_and_what_happened_are_those_of_flufl_bounce_but_for_known_ones() {
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

/// A delay is news of a mail that is tried still, so that its verdict is no failure of any kind.
#[test]
fn verdicts_are_as_final_as_flufl_bounce_says_but_for_what_may_pass_here() {
    let table = fs::read_to_string(folder().join("expected.tsv")).unwrap();
    let mut soft = Vec::new();
    for line in table.lines() {
        let mut fields = line.split('\t');
        let (name, kind) = (fields.next().unwrap(), fields.next().unwrap());
        let raw = fs::read(folder().join(name)).unwrap();
        if found(&raw) == "-" {
            continue;
        }
        let Returned::Report(report) = mail::returned(&raw) else { panic!("{name} is none") };
        let verdicts = verdicts(&report);
        let kinds: BTreeSet<&str> = verdicts.iter().map(|verdict| verdict.kind.as_str()).collect();
        let kinds: Vec<&str> = kinds.into_iter().collect();
        match (kind, kinds.as_slice()) {
            ("permanent", ["hard"]) | ("temporary", ["none"]) => {}
            ("permanent", ["soft"]) => {
                let classes: BTreeSet<&str> = verdicts.iter().map(|verdict| verdict.class.as_str()).collect();
                let classes: Vec<&str> = classes.into_iter().collect();
                soft.push((name.to_owned(), classes.join("+")));
            }
            _ => panic!("{name}: {kind} there, {kinds:?} here"),
        }
    }
    let known: Vec<(String, String)> =
        SOFT.iter().map(|(name, class)| ((*name).to_owned(), (*class).to_owned())).collect();
    assert_eq!(soft, known);
}

/// As many as there are: a rule that is added or lost shows here.
#[test]
fn what_was_found_is_classified() {
    let (mut recipients, mut unclassified) = (0, 0);
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "txt") {
            continue;
        }
        let Returned::Report(report) = mail::returned(&fs::read(&path).unwrap()) else { continue };
        let verdicts = verdicts(&report);
        recipients += verdicts.len();
        unclassified += verdicts.iter().filter(|it| it.class == ReturnClass::Unclassified).count();
    }
    assert_eq!((unclassified, recipients), (28, 143));
}
