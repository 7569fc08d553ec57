//! Every mechanism and every way to fail, against zones.

use super::*;
use crate::auth::dns::zone::Zone;

type Records<'a> = &'a [(&'static str, &'static str, &'a str)];

fn of(records: Records<'_>, client: &str, identity: Identity) -> Spf {
    let client = Client {
        address: client.parse().unwrap(),
        helo: "mx.client.test".to_owned(),
        mail_from: "kari@a.test".to_owned(),
    };
    Zone::new(records).ask(|answers| check(&client, identity, answers)).0
}

/// The result for mail of `kari@a.test`, whose record is the first argument, from 192.0.2.7.
fn check_of(record: &str, others: Records<'_>, expected: SpfResult) -> Spf {
    let mut records = vec![("a.test", "TXT", record)];
    records.extend(others);
    let found = of(&records, "192.0.2.7", Identity::MailFrom);
    assert_eq!(found.result, expected, "{record}: {}", found.reason);
    found
}

#[test]
fn the_qualifier_of_the_first_match_decides() {
    use SpfResult::{Fail, Neutral, Pass, SoftFail};
    check_of("v=spf1 ip4:192.0.2.0/24 -all", &[], Pass);
    check_of("v=spf1 ip4:192.0.3.0/24 -all", &[], Fail);
    check_of("v=spf1 ~all", &[], SoftFail);
    check_of("v=spf1 ?all", &[], Neutral);
    check_of("v=spf1", &[], Neutral);
    check_of("v=spf1 -ip4:192.0.2.7 +all", &[], Fail);
    let found = check_of("V=SPF1 IP4:192.0.2.7 -ALL", &[], Pass);
    assert_eq!(found.reason, "192.0.2.7 matches `IP4:192.0.2.7` of a.test");
}

#[test]
fn a_domain_without_a_record_says_nothing() {
    assert_eq!(of(&[], "192.0.2.7", Identity::MailFrom).result, SpfResult::None);
    check_of("something else", &[("a.test", "TXT", "v=spf10 -all")], SpfResult::None);
}

#[test]
fn two_records_and_wrong_terms_are_permanent_errors() {
    check_of("v=spf1 +all", &[("a.test", "TXT", "v=spf1 -all")], SpfResult::PermError);
    let found = check_of("v=spf1 ip4:192.0.2.7 typo:x -all", &[], SpfResult::PermError);
    assert!(found.reason.contains("`typo:x`"), "{}", found.reason);
}

#[test]
fn addresses_and_exchangers_are_looked_up_of_the_clients_kind() {
    let others: Records<'_> = &[
        ("a.test", "A", "192.0.2.7"),
        ("b.test", "A", "192.0.3.1"),
        ("b.test", "MX", "mx.b.test"),
        ("mx.b.test", "A", "192.0.2.9"),
    ];
    check_of("v=spf1 a -all", others, SpfResult::Pass);
    check_of("v=spf1 a:b.test -all", others, SpfResult::Fail);
    check_of("v=spf1 a:b.test/22 -all", others, SpfResult::Pass);
    check_of("v=spf1 mx:b.test -all", others, SpfResult::Fail);
    check_of("v=spf1 mx:b.test/24 -all", others, SpfResult::Pass);
    let six =
        [("a.test", "TXT", "v=spf1 a -all"), ("a.test", "AAAA", "2001:db8::7"), ("a.test", "A", "192.0.2.7")];
    assert_eq!(of(&six, "2001:db8::7", Identity::MailFrom).result, SpfResult::Pass);
    assert_eq!(of(&six, "2001:db8::8", Identity::MailFrom).result, SpfResult::Fail);
}

#[test]
fn what_is_included_matches_by_its_own_result() {
    let included = |record: &'static str| [("b.test", "TXT", record)];
    check_of("v=spf1 include:b.test -all", &included("v=spf1 ip4:192.0.2.7 -all"), SpfResult::Pass);
    check_of("v=spf1 ?include:b.test -all", &included("v=spf1 ip4:192.0.2.7 -all"), SpfResult::Neutral);
    check_of("v=spf1 include:b.test ~all", &included("v=spf1 -all"), SpfResult::SoftFail);
    check_of("v=spf1 include:b.test ~all", &included("v=spf1 ?all"), SpfResult::SoftFail);
    check_of("v=spf1 include:b.test +all", &included("no record"), SpfResult::PermError);
    check_of("v=spf1 include:b.test +all", &included("v=spf1 wrong"), SpfResult::PermError);
    check_of("v=spf1 include:b.test +all", &[("b.test", "FAIL", "")], SpfResult::TempError);
}

#[test]
fn a_redirect_takes_the_place_of_the_record() {
    let target = [("b.test", "TXT", "v=spf1 ip4:192.0.2.7 -all")];
    check_of("v=spf1 redirect=b.test", &target, SpfResult::Pass);
    check_of("v=spf1 redirect=b.test ?all", &target, SpfResult::Neutral);
    check_of("v=spf1 redirect=c.test", &target, SpfResult::PermError);
    check_of("v=spf1 redirect=b.test", &[("b.test", "FAIL", "")], SpfResult::TempError);
}

#[test]
fn names_are_made_of_the_client_and_found_or_not() {
    let others: Records<'_> = &[
        ("7.2.0.192.in-addr.kari.list.test", "A", "127.0.0.2"),
        ("a.test.only6.test", "AAAA", "2001:db8::1"),
    ];
    check_of("v=spf1 exists:%{ir}.%{v}.%{l}.list.test -all", others, SpfResult::Pass);
    check_of("v=spf1 exists:%{i}.list.test -all", others, SpfResult::Fail);
    check_of("v=spf1 exists:%{d}.only6.test -all", others, SpfResult::Fail);
    check_of("v=spf1 exists:x.list.test -all", &[("x.list.test", "FAIL", "")], SpfResult::TempError);
}

#[test]
fn a_clients_name_counts_when_it_leads_back() {
    let others: Records<'_> = &[
        ("192.0.2.7", "PTR", "forged.a.test."),
        ("192.0.2.7", "PTR", "Mail.A.test."),
        ("mail.a.test", "A", "192.0.2.7"),
        ("forged.a.test", "A", "192.0.2.8"),
        ("mail.a.test.names.test", "A", "127.0.0.1"),
    ];
    check_of("v=spf1 ptr -all", others, SpfResult::Pass);
    check_of("v=spf1 ptr:b.test -all", others, SpfResult::Fail);
    check_of("v=spf1 ptr:st -all", others, SpfResult::PermError);
    check_of("v=spf1 exists:%{p}.names.test -all", others, SpfResult::Pass);
    check_of("v=spf1 ptr -all", &[("192.0.2.7", "FAIL", "")], SpfResult::Fail);
}

#[test]
fn ten_look_ups_are_allowed_and_no_more() {
    let names: Vec<String> = (0..11).map(|number| format!("n{number}.test")).collect();
    let names: &'static [String] = names.leak();
    let records: Vec<_> = names.iter().map(|name| (name.as_str(), "A", "192.0.3.1")).collect();
    let record = |count: usize| {
        let terms: Vec<String> = names.iter().take(count).map(|name| format!("a:{name}")).collect();
        format!("v=spf1 {} ip4:192.0.2.7 -all", terms.join(" "))
    };
    assert_eq!(check_of(&record(10), &records, SpfResult::Pass).lookups, 10);
    check_of(&record(11), &records, SpfResult::PermError);
    // A record that includes itself ends by the same count.
    check_of("v=spf1 include:a.test -all", &[], SpfResult::PermError);
    check_of("v=spf1 redirect=a.test", &[], SpfResult::PermError);
}

#[test]
fn two_names_may_be_missing_and_no_more() {
    let found = check_of("v=spf1 a:n1.test a:n2.test ip4:192.0.2.7 -all", &[], SpfResult::Pass);
    assert_eq!(found.void_lookups, 2);
    check_of("v=spf1 a:n1.test mx:n2.test exists:n3.test ip4:192.0.2.7 -all", &[], SpfResult::PermError);
    check_of("v=spf1 ip4:192.0.2.7 a:n1.test mx:n2.test exists:n3.test -all", &[], SpfResult::Pass);
}

#[test]
fn more_than_ten_exchangers_are_a_permanent_error() {
    let hosts: Vec<String> = (0..11).map(|number| format!("mx{number}.a.test")).collect();
    let hosts: &'static [String] = hosts.leak();
    let mut records: Vec<_> = hosts.iter().map(|host| ("a.test", "MX", host.as_str())).collect();
    records.extend(hosts.iter().map(|host| (host.as_str(), "A", "192.0.3.1")));
    check_of("v=spf1 mx +all", &records, SpfResult::PermError);
    records.remove(0);
    check_of("v=spf1 mx +all", &records, SpfResult::Pass);
}

#[test]
fn failures_of_dns_are_never_a_fail() {
    for record in [
        "v=spf1 a:x.test -all",
        "v=spf1 mx:x.test -all",
        "v=spf1 include:x.test -all",
        "v=spf1 redirect=x.test",
    ] {
        let found = check_of(record, &[("x.test", "FAIL", "")], SpfResult::TempError);
        assert!(found.reason.contains("x.test"), "{}", found.reason);
    }
    assert_eq!(of(&[("a.test", "FAIL", "")], "192.0.2.7", Identity::MailFrom).result, SpfResult::TempError);
}

#[test]
fn the_greeting_has_an_answer_of_its_own_and_stands_for_an_empty_return_path() {
    let records = [("mx.client.test", "TXT", "v=spf1 ip4:192.0.2.7 -all"), ("a.test", "TXT", "v=spf1 -all")];
    let found = of(&records, "192.0.2.7", Identity::Helo);
    assert_eq!((found.result, found.domain.as_str()), (SpfResult::Pass, "mx.client.test"));
    let report = Client {
        address: "192.0.2.7".parse().unwrap(),
        helo: "mx.client.test".to_owned(),
        mail_from: String::new(),
    };
    assert_eq!(report.sender(), "postmaster@mx.client.test");
    let found = Zone::new(&records).ask(|answers| check(&report, Identity::MailFrom, answers)).0;
    assert_eq!(found.result, SpfResult::Pass);
    let odd = |mail_from: &str| Client { mail_from: mail_from.to_owned(), ..report.clone() }.sender();
    assert_eq!((odd("@a.test").as_str(), odd("a.test").as_str()), ("postmaster@a.test", "postmaster@a.test"));
    let literal = Client { helo: "[192.0.2.7]".to_owned(), ..report };
    let found = Zone::new(&[]).ask(|answers| check(&literal, Identity::Helo, answers));
    assert_eq!((found.0.result, found.1), (SpfResult::None, 0), "nobody is asked about a network address");
}
