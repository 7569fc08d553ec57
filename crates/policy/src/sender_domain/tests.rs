//! What is thought of the records of made-up zones.

use super::*;
use crate::auth::dns::zone::Zone;

const KEY: &str = "MIIBIjANBgkq";

fn terms(terms: &[&str]) -> SpfOfWay {
    SpfOfWay::Terms(terms.iter().map(|term| (*term).to_owned()).collect())
}

fn wish() -> Wish {
    let key = |algorithm, selector: &str| WishedKey {
        selector: selector.to_owned(),
        algorithm,
        public_key: KEY.to_owned(),
        state: DkimKeyState::Active,
    };
    Wish {
        domain: "a.test".to_owned(),
        keys: vec![key(DkimAlgorithm::Rsa, "ph-1-r1"), key(DkimAlgorithm::Ed25519, "ph-1-e1")],
        dmarc: DmarcPolicy::None,
        reports_to: None,
        return_host: Some("return.host.test".to_owned()),
        spf: terms(&["include:spf.host.test"]),
        sts_id: None,
        keys_below: None,
    }
}

fn judged(wish: &Wish, records: &[(&'static str, &'static str, &str)]) -> Findings {
    Zone::new(records).ask(|answers| judge(wish, answers)).0
}

fn record(findings: &Findings, kind: RecordKind) -> &DnsRecord {
    findings.records.iter().find(|record| record.kind == kind).unwrap()
}

/// What came of one record: the verdict, what is wrong and its particulars, and what is to be published.
fn of(wish: &Wish, kind: RecordKind, records: &[(&'static str, &'static str, &str)]) -> (String, String) {
    let findings = judged(wish, records);
    let record = record(&findings, kind);
    let problem = record.problem.map_or("", RecordProblem::as_str);
    (
        format!("{} {problem} {}", record.verdict.as_str(), record.detail).trim().to_owned(),
        record.value.clone(),
    )
}

const RSA: &str = "ph-1-r1._domainkey.a.test";

#[test]
fn a_domain_with_all_its_records_is_live() {
    let findings = judged(
        &wish(),
        &[
            (RSA, "TXT", "v=DKIM1; k=rsa; p=MIIB IjANBgkq"),
            ("ph-1-e1._domainkey.a.test", "TXT", "k=ed25519;p=MIIBIjANBgkq;"),
            ("a.test", "TXT", "v=spf1 include:spf.host.test -all"),
            ("spf.host.test", "TXT", "v=spf1 ip4:192.0.2.0/24 -all"),
            ("_dmarc.a.test", "TXT", "v=DMARC1; p=reject"),
            ("posthus-return.a.test", "CNAME", "Return.host.test"),
            ("return.host.test", "MX", "mx.host.test"),
            ("_mta-sts.a.test", "TXT", "v=STSv1; id=20260101"),
            ("a.test", "MX", "mx.a.test"),
        ],
    );
    let wrong: Vec<_> =
        findings.records.iter().filter(|record| record.verdict != RecordVerdict::Live).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(
        (findings.spf_lookups, findings.exchangers.as_slice()),
        (Some(1), &["mx.a.test".to_owned()][..])
    );
    assert_eq!(seen(&wish(), &findings), Seen::Live);
}

#[test]
fn an_empty_zone_lacks_everything_and_a_silent_one_says_nothing() {
    let empty = judged(&wish(), &[("spf.host.test", "TXT", "v=spf1 ip4:192.0.2.0/24 -all")]);
    assert!(empty.records.iter().all(|record| record.verdict == RecordVerdict::Missing), "{empty:#?}");
    assert_eq!(seen(&wish(), &empty), Seen::Missing);
    let silent = judged(&wish(), &[(RSA, "FAIL", ""), ("a.test", "FAIL", ""), ("_dmarc.a.test", "FAIL", "")]);
    for kind in [RecordKind::Dkim, RecordKind::Spf, RecordKind::Dmarc] {
        let record = record(&silent, kind);
        assert_eq!(
            (record.verdict, record.problem),
            (RecordVerdict::Unanswered, Some(RecordProblem::NoAnswer))
        );
        assert!(!record.verdict.is_bad());
    }
    assert_eq!(seen(&wish(), &silent), Seen::NoAnswer);
}

#[test]
fn a_key_is_compared_and_its_faults_are_told_apart() {
    let dkim = |text: &str| of(&wish(), RecordKind::Dkim, &[(RSA, "TXT", text)]).0;
    assert_eq!(dkim("p=MIIBIjANBgkq"), "live", "version and kind of key may be left out");
    assert_eq!(dkim("v=DKIM1; k=rsa; p=AAAA"), "differs other_key");
    assert_eq!(dkim("v=DKIM1; k=ed25519; p=MIIBIjANBgkq"), "differs other_key");
    assert_eq!(dkim("v=DKIM1; p="), "differs revoked");
    assert_eq!(dkim("v=DKIM2; p=MIIBIjANBgkq"), "differs unreadable v=");
    assert_eq!(dkim("hello"), "differs unreadable p=");
    let two = [(RSA, "TXT", "p=MIIBIjANBgkq"), (RSA, "TXT", "p=AAAA")];
    assert_eq!(of(&wish(), RecordKind::Dkim, &two).0, "several");
    let value = format!("v=DKIM1; k=rsa; p={KEY}");
    let doubled = [("ph-1-r1._domainkey.a.test.a.test", "TXT", value.as_str())];
    let found = of(&wish(), RecordKind::Dkim, &doubled).0;
    assert_eq!(found, "missing name_doubled ph-1-r1._domainkey.a.test.a.test");
    let wildcard = [("ph-1-r1._domainkey.a.test.a.test", "TXT", "v=spf1 -all")];
    assert_eq!(of(&wish(), RecordKind::Dkim, &wildcard).0, "missing");
}

#[test]
fn a_key_is_gone_when_no_text_at_its_name_carries_it() {
    let texts = |texts: &[&str]| Answer::Texts(texts.iter().map(|text| (*text).to_owned()).collect());
    for gone in [Answer::Nothing, texts(&["v=spf1 -all"]), texts(&["v=DKIM1; p="]), texts(&["p=AAAA"])] {
        assert!(is_gone(&gone, KEY), "{gone:?}");
    }
    for there in
        [texts(&["v=spf1 -all", "k=rsa; p=MIIB IjANBgkq"]), Answer::Unavailable("SERVFAIL".to_owned())]
    {
        assert!(!is_gone(&there, KEY), "{there:?}");
    }
}

#[test]
fn our_term_is_brought_into_the_spf_record_that_is_there() {
    let others = [
        ("spf.host.test", "TXT", "v=spf1 ip4:192.0.2.0/24 -all"),
        ("b.test", "TXT", "v=spf1 ip4:198.51.100.1 -all"),
        ("here.test", "A", "198.51.100.2"),
    ];
    let spf = |text: &str| {
        let zone: Vec<_> = std::iter::once(("a.test", "TXT", text)).chain(others).collect();
        of(&wish(), RecordKind::Spf, &zone)
    };
    let lacks = "differs not_authorised include:spf.host.test";
    for (there, proposed) in [
        ("v=spf1 mx -all", "v=spf1 mx include:spf.host.test -all"),
        ("v=spf1 mx", "v=spf1 mx include:spf.host.test ~all"),
        ("v=spf1 redirect=b.test", "v=spf1 include:spf.host.test redirect=b.test"),
    ] {
        assert_eq!(spf(there), (lacks.to_owned(), proposed.to_owned()), "{there}");
    }
    assert_eq!(spf("v=spf1 redirect=spf.host.test").0, "live", "a redirect lets the same servers send");
    assert_eq!(
        spf("v=spf1 ipv4:192.0.2.1 ~all"),
        ("differs unreadable ipv4:192.0.2.1".to_owned(), "v=spf1 include:spf.host.test ~all".to_owned())
    );
    let everybody = spf("v=spf1 include:spf.host.test +all");
    assert_eq!(
        everybody,
        ("differs allows_everybody".to_owned(), "v=spf1 include:spf.host.test ~all".to_owned())
    );
    let many = "a:here.test ".repeat(11);
    assert_eq!(spf(&format!("v=spf1 {many}include:spf.host.test -all")).0, "differs too_many_lookups 12");
    let two = [
        ("a.test", "TXT", "v=spf1 mx -all"),
        ("a.test", "TXT", "v=spf1 mx ip4:192.0.2.1 ~all"),
        ("spf.host.test", "TXT", "v=spf1 ip4:192.0.2.0/24 -all"),
    ];
    assert_eq!(
        of(&wish(), RecordKind::Spf, &two),
        ("several".to_owned(), "v=spf1 mx ip4:192.0.2.1 include:spf.host.test ~all".to_owned())
    );
    assert_eq!(of(&wish(), RecordKind::Spf, &[]).1, "v=spf1 mx include:spf.host.test ~all");
}

#[test]
fn an_spf_record_that_receivers_take_none_of_is_not_live() {
    let ours = ("spf.host.test", "TXT", "v=spf1 ip4:192.0.2.0/24 -all");
    let spf = |text: &str| of(&wish(), RecordKind::Spf, &[("a.test", "TXT", text), ours]);
    let gone = spf("v=spf1 include:spf.host.test include:gone.test -all");
    assert_eq!(
        gone,
        (
            "differs broken_include include:gone.test".to_owned(),
            "v=spf1 include:spf.host.test -all".to_owned()
        )
    );
    let voids = spf("v=spf1 include:spf.host.test a:x.test a:y.test a:z.test -all");
    assert_eq!(voids.0, "differs too_many_voids a:z.test");
    assert_eq!(spf("v=spf1 include:spf.host.test a:x.test a:y.test -all").0, "live");
}

#[test]
fn a_term_behind_the_end_of_an_spf_record_lets_nobody_send() {
    let zone = [
        ("a.test", "TXT", "v=spf1 mx -all include:spf.host.test"),
        ("spf.host.test", "TXT", "v=spf1 ip4:192.0.2.0/24 -all"),
    ];
    let (verdict, value) = of(&wish(), RecordKind::Spf, &zone);
    assert_eq!(verdict, "differs not_authorised include:spf.host.test");
    assert_eq!(value, "v=spf1 mx include:spf.host.test -all");
}

#[test]
fn no_spf_record_is_proposed_that_receivers_would_take_none_of() {
    let others = [
        ("spf.host.test", "TXT", "v=spf1 ip4:192.0.2.0/24 -all"),
        ("here.test", "A", "198.51.100.2"),
        ("a.test", "MX", "here.test"),
    ];
    let spf = |texts: &[&str]| {
        let own = texts.iter().map(|text| ("a.test", "TXT", *text));
        let zone: Vec<_> = own.chain(others).collect();
        of(&wish(), RecordKind::Spf, &zone)
    };
    let with = |count| format!("v=spf1 {}-all", "a:here.test ".repeat(count));
    assert_eq!(spf(&[&with(9)]).0, "differs not_authorised include:spf.host.test");
    let full = with(10);
    assert_eq!(spf(&[&full]), ("differs no_room include:spf.host.test".to_owned(), full.clone()));
    let several = spf(&[&full.replace("-all", "exists:here.test -all"), "v=spf1 mx -all"]);
    assert_eq!(several.0, "several", "the same term counts once: {several:?}");
    let many: String = (0..9).map(|at| format!("a:n{at}.test ")).collect();
    let zone: Vec<(&'static str, &'static str, String)> = vec![
        ("a.test", "TXT", format!("v=spf1 {many}-all")),
        ("a.test", "TXT", "v=spf1 mx exists:here.test -all".to_owned()),
    ];
    let names =
        ["n0.test", "n1.test", "n2.test", "n3.test", "n4.test", "n5.test", "n6.test", "n7.test", "n8.test"];
    let addresses = names.map(|name| (name, "A", "198.51.100.3"));
    let zone: Vec<_> = zone.iter().map(|(name, kind, text)| (*name, *kind, text.as_str())).collect();
    let zone: Vec<_> = zone.into_iter().chain(addresses).chain(others).collect();
    assert_eq!(of(&wish(), RecordKind::Spf, &zone).0, "several too_many_lookups 12");
    // Our own provider's record is gone: nobody is asked to lead his own to it.
    let gone = [("a.test", "TXT", "v=spf1 ip4:198.51.100.1 -all")];
    let expected = (
        "differs broken_include include:spf.host.test".to_owned(),
        "v=spf1 ip4:198.51.100.1 -all".to_owned(),
    );
    assert_eq!(of(&wish(), RecordKind::Spf, &gone), expected);
}

#[test]
fn an_spf_record_lets_everybody_send_by_anothers_too() {
    let others =
        [("spf.host.test", "TXT", "v=spf1 ip4:192.0.2.0/24 -all"), ("open.test", "TXT", "v=spf1 +all")];
    let spf = |text: &str| {
        let zone: Vec<_> = std::iter::once(("a.test", "TXT", text)).chain(others).collect();
        of(&wish(), RecordKind::Spf, &zone)
    };
    let led = "v=spf1 include:spf.host.test include:open.test -all";
    assert_eq!(spf(led), ("differs includes_everybody include:open.test".to_owned(), led.to_owned()));
    assert_eq!(spf("v=spf1 redirect=open.test").0, "differs includes_everybody redirect=open.test");
    let (verdict, value) = spf("v=spf1 include:spf.host.test ip4:0.0.0.0/0 -all");
    assert_eq!(
        (verdict.as_str(), value.as_str()),
        ("differs allows_everybody", "v=spf1 include:spf.host.test -all")
    );
    let (verdict, value) = spf("v=spf1 ip6:::/0 -all");
    assert_eq!(verdict, "differs not_authorised include:spf.host.test", "one kind of address is not all");
    assert_eq!(value, "v=spf1 include:spf.host.test -all");
}

#[test]
fn our_host_is_let_send_by_its_addresses_as_well() {
    let direct = Wish { spf: terms(&["a:mail.host.test"]), ..wish() };
    let with = |text: &str| {
        let zone = [
            ("a.test", "TXT", text),
            ("mail.host.test", "A", "192.0.2.1"),
            ("mail.host.test", "AAAA", "2001:db8::1"),
        ];
        of(&direct, RecordKind::Spf, &zone).0
    };
    assert_eq!(with("v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::1 -all"), "live");
    assert_eq!(with("v=spf1 ip4:192.0.2.1 -all"), "differs not_authorised a:mail.host.test");
    assert_eq!(with("v=spf1 a:MAIL.host.test -all"), "live");
    // A relay that nobody knows: the record is judged by the rest alone.
    let unknown = Wish { spf: SpfOfWay::Unknown, ..wish() };
    assert_eq!(of(&unknown, RecordKind::Spf, &[("a.test", "TXT", "v=spf1 mx -all")]).0, "live");
    let none = judged(&unknown, &[]);
    assert_eq!(of(&unknown, RecordKind::Spf, &[]).0, "way_unknown", "and no name server is blamed for it");
    assert!(!is_silent(&none), "it is looked at no sooner");
    assert_eq!(
        of(&unknown, RecordKind::Spf, &[("a.test", "FAIL", "")]).0.split(' ').next(),
        Some("unanswered")
    );
}

#[test]
fn each_term_that_was_entered_of_a_relay_is_brought_in_unless_it_is_there_in_another_way() {
    let entered = ["include:spf.host.test", "ip4:198.51.100.0/25", "ip4:203.0.113.7", "a:out.host.test"];
    let relay = Wish { spf: terms(&entered), ..wish() };
    let with = |text: &str| {
        let zone = [
            ("a.test", "TXT", text),
            ("spf.host.test", "TXT", "v=spf1 ip4:192.0.2.0/24 -all"),
            ("out.host.test", "A", "192.0.2.9"),
            ("mx.a.test", "A", "203.0.113.7"),
            ("a.test", "MX", "mx.a.test"),
        ];
        of(&relay, RecordKind::Spf, &zone)
    };
    let all = entered.join(" ");
    assert_eq!(
        with("v=spf1 include:other.test -all").0,
        "differs broken_include include:other.test",
        "what makes all of it void comes first"
    );
    assert_eq!(
        with("v=spf1 ip4:192.0.2.200 ~all"),
        (format!("differs not_authorised {all}"), format!("v=spf1 ip4:192.0.2.200 {all} ~all"))
    );
    let rest = with("v=spf1 mx include:spf.host.test ~all");
    assert_eq!(
        rest.0, "differs not_authorised ip4:198.51.100.0/25",
        "the others are let send by what is there"
    );
    assert_eq!(rest.1, "v=spf1 mx include:spf.host.test ip4:198.51.100.0/25 ~all");
    assert_eq!(with("v=spf1 mx ip4:198.51.100.0/24 include:spf.host.test ~all").0, "live");
    let first = of(&relay, RecordKind::Spf, &[("spf.host.test", "TXT", "v=spf1 ip4:192.0.2.0/24 -all")]);
    assert_eq!(first, ("missing".to_owned(), format!("v=spf1 mx {all} ~all")));
}

#[test]
fn a_record_that_asks_too_much_with_our_terms_is_told_before_it_is_published() {
    let ours = ("spf.host.test", "TXT", "v=spf1 a:one.test a:two.test -all");
    let with = |hosts: usize| {
        let text = format!("v=spf1 {}~all", "a:here.test ".repeat(hosts));
        let zone = [("a.test", "TXT", text.as_str()), ("here.test", "A", "198.51.100.2"), ours];
        of(&wish(), RecordKind::Spf, &zone).0
    };
    assert_eq!(with(7), "differs not_authorised include:spf.host.test", "seven, and three with ours");
    assert_eq!(with(8), "differs no_room include:spf.host.test");
}

#[test]
fn of_several_terms_of_ours_the_one_that_makes_the_record_void_is_told() {
    let entered = ["ip4:203.0.113.7", "include:gone.test", "include:spf.host.test"];
    let relay = Wish { spf: terms(&entered), ..wish() };
    let zone = [
        ("a.test", "TXT", "v=spf1 ip4:198.51.100.1 -all"),
        ("spf.host.test", "TXT", "v=spf1 ip4:192.0.2.0/24 -all"),
    ];
    let expected =
        ("differs broken_include include:gone.test".to_owned(), "v=spf1 ip4:198.51.100.1 -all".to_owned());
    assert_eq!(of(&relay, RecordKind::Spf, &zone), expected);
    let many: Vec<String> = (0..11).map(|at| format!("a:n{at}.test")).collect();
    let full = Wish { spf: SpfOfWay::Terms(many.clone()), ..wish() };
    assert_eq!(of(&full, RecordKind::Spf, &zone).0, format!("differs no_room {}", many.join(" ")));
}

#[test]
fn a_first_record_is_proposed_only_where_receivers_would_take_it() {
    let first = |spf: &[&str], zone: &[(&'static str, &'static str, &str)]| {
        of(&Wish { spf: terms(spf), ..wish() }, RecordKind::Spf, zone).0
    };
    assert_eq!(first(&["include:gone.test"], &[]), "way_unknown broken_include include:gone.test");
    let ours = "include:spf.host.test";
    // `mx` and the include ask DNS, too.
    for (hosts, expected) in [(8, "missing"), (9, "way_unknown no_room include:spf.host.test")] {
        let text = format!("v=spf1 {}-all", "a:here.test ".repeat(hosts));
        let zone = [("spf.host.test", "TXT", text.as_str()), ("here.test", "A", "198.51.100.2")];
        assert_eq!(first(&[ours], &zone), expected, "{hosts}");
    }
}

#[test]
fn what_let_us_send_with_everybody_else_is_replaced_by_our_own_term() {
    let relay = Wish { spf: terms(&["ip4:203.0.113.7"]), ..wish() };
    for (there, proposed) in [
        ("v=spf1 mx ip4:0.0.0.0/0 -all", "v=spf1 mx ip4:203.0.113.7 -all"),
        ("v=spf1 mx +all", "v=spf1 mx ip4:203.0.113.7 ~all"),
    ] {
        let found = of(&relay, RecordKind::Spf, &[("a.test", "TXT", there)]);
        assert_eq!(found, ("differs allows_everybody".to_owned(), proposed.to_owned()), "{there}");
    }
}

#[test]
fn where_the_relay_has_its_own_return_path_no_record_is_asked_for() {
    let free = Wish { spf: SpfOfWay::NotNeeded, ..wish() };
    let shown = records(&free).into_iter().find(|record| record.kind == RecordKind::Spf).unwrap();
    assert_eq!((shown.verdict, shown.importance), (RecordVerdict::NotNeeded, Importance::Optional));
    let looked = judged(&free, &[]);
    assert_eq!(record(&looked, RecordKind::Spf).verdict, RecordVerdict::NotNeeded);
    assert!(!RecordVerdict::NotNeeded.is_bad());
    // A record that others need is judged by itself.
    let spf = |text| of(&free, RecordKind::Spf, &[("a.test", "TXT", text)]);
    assert_eq!(spf("v=spf1 mx -all"), ("live".to_owned(), "v=spf1 mx -all".to_owned()));
    assert_eq!(spf("v=spf1 +all").0, "differs allows_everybody");
    assert_eq!(of(&free, RecordKind::Spf, &[("a.test", "FAIL", "")]).0.split(' ').next(), Some("unanswered"));
}

#[test]
fn our_address_is_let_send_by_a_network_as_well() {
    let literal = Wish { spf: terms(&["ip4:192.0.2.1"]), ..wish() };
    let with = |text: &str| of(&literal, RecordKind::Spf, &[("a.test", "TXT", text)]);
    assert_eq!(with("v=spf1 ip4:192.0.2.1 -all").0, "live");
    assert_eq!(with("v=spf1 ip4:192.0.2.0/24 -all").0, "live");
    assert_eq!(
        with("v=spf1 ip4:198.51.100.1 -all"),
        (
            "differs not_authorised ip4:192.0.2.1".to_owned(),
            "v=spf1 ip4:198.51.100.1 ip4:192.0.2.1 -all".to_owned()
        )
    );
}

#[test]
fn what_was_published_of_dmarc_stays_found_for_a_wish_that_it_answers_alike() {
    let carried = |before: &Wish, text: &str, after: &Wish| {
        let findings = judged(before, &[("_dmarc.a.test", "TXT", text)]);
        record(&carried_over(&findings, after), RecordKind::Dmarc).verdict
    };
    let of = |dmarc| Wish { dmarc, ..wish() };
    let (none, strict) = (of(DmarcPolicy::None), of(DmarcPolicy::Quarantine));
    let rotated = |wish: &Wish| Wish { keys: Vec::new(), ..wish.clone() };
    // With its owner's tags it is no wish of ours, word for word.
    let owners = "v=DMARC1; p=reject; sp=quarantine";
    assert_eq!(carried(&none, owners, &rotated(&none)), RecordVerdict::Live);
    assert_eq!(carried(&none, owners, &strict), RecordVerdict::Live, "it asks for more than either");
    let weak = "v=DMARC1; p=none; sp=none";
    assert_eq!(carried(&strict, weak, &rotated(&strict)), RecordVerdict::Differs);
    for (before, after) in [(&none, &strict), (&strict, &none)] {
        assert_eq!(carried(before, weak, after), RecordVerdict::Unchecked, "another wish is looked at anew");
    }
    let reported = Wish { reports_to: Some("rua@a.test".parse().unwrap()), ..wish() };
    assert_eq!(carried(&none, owners, &reported), RecordVerdict::Unchecked);
}

#[test]
fn a_dmarc_record_keeps_what_its_owner_wrote() {
    let stricter =
        Wish { dmarc: DmarcPolicy::Quarantine, reports_to: Some("rua@a.test".parse().unwrap()), ..wish() };
    let dmarc = |text: &str| of(&stricter, RecordKind::Dmarc, &[("_dmarc.a.test", "TXT", text)]);
    for (there, verdict, value) in [
        (
            "v=DMARC1; p=none; sp=reject; rua=mailto:x@b.test!10m",
            "differs weaker_policy none",
            "v=DMARC1; p=quarantine; sp=reject; rua=mailto:x@b.test!10m,mailto:rua@a.test",
        ),
        ("v=DMARC1; p=reject", "differs no_reports rua@a.test", "v=DMARC1; p=reject; rua=mailto:rua@a.test"),
        (
            "v=DMARC1; rua=mailto:RUA@a.test",
            "differs unreadable p=",
            "v=DMARC1; p=quarantine; rua=mailto:RUA@a.test",
        ),
        (
            "v=DMARC1;p=reject;rua=mailto:Rua@a.test!1m",
            "live",
            "v=DMARC1; p=reject; rua=mailto:Rua@a.test!1m",
        ),
    ] {
        assert_eq!(dmarc(there), (verdict.to_owned(), value.to_owned()), "{there}");
    }
    let above = [("_dmarc.test", "TXT", "v=DMARC1; p=reject")];
    assert_eq!(of(&wish(), RecordKind::Dmarc, &above).0, "live inherited test");
    assert_eq!(of(&stricter, RecordKind::Dmarc, &above).0, "missing", "its reports go elsewhere");
}

#[test]
fn a_dmarc_record_is_as_strict_as_the_mildest_reading_of_it() {
    let with = |dmarc, text: &str| {
        of(&Wish { dmarc, ..wish() }, RecordKind::Dmarc, &[("_dmarc.a.test", "TXT", text)])
    };
    for (there, verdict, value) in [
        ("v=DMARC1; p=reject; t=y", "differs only_tried quarantine", "v=DMARC1; p=reject"),
        ("v=DMARC1; p=reject; t=n; pct=100", "live", "v=DMARC1; p=reject; t=n; pct=100"),
        ("v=DMARC1; p=reject; pct=25", "differs for_a_part 25", "v=DMARC1; p=reject"),
        ("v=DMARC1; p=reject; sp=none", "differs weaker_below sp=none", "v=DMARC1; p=reject; sp=reject"),
        (
            "v=DMARC1; p=reject; np=quarantine",
            "differs weaker_below np=quarantine",
            "v=DMARC1; p=reject; np=reject",
        ),
        (
            "v=DMARC1; p=quarantine; sp=none; t=y; pct=5; adkim=s",
            "differs weaker_policy quarantine",
            "v=DMARC1; p=reject; sp=reject; adkim=s",
        ),
    ] {
        assert_eq!(with(DmarcPolicy::Reject, there), (verdict.to_owned(), value.to_owned()), "{there}");
    }
    let quarantine = |text: &str| with(DmarcPolicy::Quarantine, text).0;
    assert_eq!(quarantine("v=DMARC1; p=reject; t=y"), "live", "what is one step milder is what was chosen");
    assert_eq!(quarantine("v=DMARC1; p=reject; pct=10"), "live");
    assert_eq!(quarantine("v=DMARC1; p=reject; sp=quarantine; t=y"), "differs only_tried none");
    assert_eq!(
        with(DmarcPolicy::None, "v=DMARC1; p=none; sp=none; t=y; pct=0").0,
        "live",
        "nothing was chosen"
    );
    // Of a name below the organisation's nobody asks what its record says of names below it.
    let below = Wish { domain: "news.nord.no".to_owned(), dmarc: DmarcPolicy::Reject, ..wish() };
    let own = [("_dmarc.news.nord.no", "TXT", "v=DMARC1; p=reject; sp=none")];
    assert_eq!(of(&below, RecordKind::Dmarc, &own).0, "live");
    for (above, verdict) in [
        ("v=DMARC1; p=reject", "live inherited nord.no"),
        ("v=DMARC1; p=reject; sp=none", "missing"),
        ("v=DMARC1; p=reject; t=y", "missing"),
        ("v=DMARC1; p=reject; pct=50", "missing"),
    ] {
        let zone = [("_dmarc.nord.no", "TXT", above)];
        assert_eq!(of(&below, RecordKind::Dmarc, &zone).0, verdict, "{above}");
    }
}

#[test]
fn what_a_record_asks_of_its_own_mail_heeds_that_it_is_tried_out() {
    assert_eq!(asked_for("v=DMARC1; p=Reject; T=y"), Some(DmarcPolicy::Quarantine));
    assert_eq!(asked_for("v=DMARC1; p=reject; sp=none"), Some(DmarcPolicy::Reject));
    assert_eq!(asked_for("v=DMARC1; p=quarantine;t=y"), Some(DmarcPolicy::None));
    assert_eq!(asked_for("v=DMARC1; rua=mailto:x@a.test"), None);
}

#[test]
fn a_return_path_counts_only_while_somebody_takes_our_hosts_mail() {
    let with = |records: &[(&'static str, &'static str, &str)]| {
        let cname = ("posthus-return.a.test", "CNAME", "return.host.test");
        let zone: Vec<_> = std::iter::once(cname).chain(records.iter().copied()).collect();
        of(&wish(), RecordKind::ReturnPath, &zone).0
    };
    assert_eq!(with(&[("return.host.test", "MX", "mx.host.test")]), "live");
    assert_eq!(with(&[("return.host.test", "A", "192.0.2.1")]), "live", "RFC 5321 5.1");
    assert_eq!(with(&[("return.host.test", "AAAA", "2001:db8::1")]), "live");
    assert_eq!(with(&[]), "differs host_takes_no_mail return.host.test");
    let silent = with(&[("return.host.test", "FAIL", "")]);
    assert!(silent.starts_with("unanswered no_answer"), "{silent}");
    let elsewhere = [("posthus-return.a.test", "CNAME", "bounces.b.test")];
    let elsewhere = of(&wish(), RecordKind::ReturnPath, &elsewhere).0;
    assert_eq!(elsewhere, "differs other_target bounces.b.test", "nobody asks who takes mail there");
}

#[test]
fn reports_on_tls_go_to_their_other_readers_too() {
    let ours = Wish { reports_to: Some("rua@a.test".parse().unwrap()), ..wish() };
    let tls = |texts: &[&str]| {
        let zone: Vec<_> = texts.iter().map(|text| ("_smtp._tls.a.test", "TXT", *text)).collect();
        of(&ours, RecordKind::TlsRpt, &zone)
    };
    let cases: [(&[&str], &str, &str); 6] = [
        (&[], "missing", "v=TLSRPTv1; rua=mailto:rua@a.test"),
        (
            &["v=TLSRPTv1; rua=mailto:tls@esp.test,https://esp.test/v1"],
            "differs no_reports rua@a.test",
            "v=TLSRPTv1; rua=mailto:tls@esp.test,https://esp.test/v1,mailto:rua@a.test",
        ),
        (
            &["v=TLSRPTv1;rua=mailto:RUA@a.test, mailto:tls@esp.test;x=1"],
            "live",
            "v=TLSRPTv1; rua=mailto:RUA@a.test,mailto:tls@esp.test; x=1",
        ),
        (
            &["v=TLSRPTv1; rua=mailto:rua@a.test.evil.test"],
            "differs no_reports rua@a.test",
            "v=TLSRPTv1; rua=mailto:rua@a.test.evil.test,mailto:rua@a.test",
        ),
        (&["v=TLSRPTv1"], "differs no_reports rua@a.test", "v=TLSRPTv1; rua=mailto:rua@a.test"),
        (
            &["v=TLSRPTv1; rua=mailto:one@esp.test", "v=TLSRPTv1; rua=mailto:other@esp.test"],
            "several",
            "v=TLSRPTv1; rua=mailto:one@esp.test,mailto:other@esp.test,mailto:rua@a.test",
        ),
    ];
    for (there, verdict, value) in cases {
        assert_eq!(tls(there), (verdict.to_owned(), value.to_owned()), "{there:?}");
    }
    // What was found stays found for a wish that it answers alike.
    let text = "v=TLSRPTv1; rua=mailto:tls@esp.test,mailto:rua@a.test";
    let found = judged(&ours, &[("_smtp._tls.a.test", "TXT", text)]);
    let rotated = Wish { keys: Vec::new(), ..ours.clone() };
    assert_eq!(record(&carried_over(&found, &rotated), RecordKind::TlsRpt).verdict, RecordVerdict::Live);
    let elsewhere = Wish { reports_to: Some("other@a.test".parse().unwrap()), ..ours };
    let carried = carried_over(&found, &elsewhere);
    assert_eq!(record(&carried, RecordKind::TlsRpt).verdict, RecordVerdict::Unchecked);
}

#[test]
fn reports_to_another_organisation_need_its_consent() {
    let abroad = Wish { reports_to: Some("rua@reports.example.net".parse().unwrap()), ..wish() };
    let names: Vec<String> = records(&abroad).into_iter().map(|record| record.name).collect();
    assert!(names.contains(&"a.test._report._dmarc.reports.example.net".to_owned()), "{names:?}");
    let zone = [("_smtp._tls.a.test", "TXT", "v=TLSRPTv1; rua=mailto:other@b.test")];
    assert_eq!(of(&abroad, RecordKind::TlsRpt, &zone).0, "differs no_reports rua@reports.example.net");
    let doubled = "a.test._report._dmarc.reports.example.net.reports.example.net";
    let found = of(&abroad, RecordKind::ReportConsent, &[(doubled, "TXT", "v=DMARC1")]).0;
    assert_eq!(found, format!("missing name_doubled {doubled}"), "by the tool of whoever consents");
    let inside = Wish {
        reports_to: Some("rua@mail.example.no".parse().unwrap()),
        domain: "example.no".into(),
        ..wish()
    };
    assert!(records(&inside).iter().all(|record| record.kind != RecordKind::ReportConsent));
}

#[test]
fn two_organisations_never_share_a_selector() {
    let one = selector(OrganisationId::new(1), DkimAlgorithm::Rsa, 1);
    assert_ne!(one, selector(OrganisationId::new(2), DkimAlgorithm::Rsa, 1));
    assert_ne!(one, selector(OrganisationId::new(1), DkimAlgorithm::Ed25519, 1));
    assert_ne!(one, selector(OrganisationId::new(1), DkimAlgorithm::Rsa, 2));
    assert_eq!(one.len(), 14, "{one}");
}

#[test]
fn the_file_of_mta_sts_names_who_takes_mail() {
    assert_eq!(sts_policy("a.test", &[]), None);
    let (place, file) = sts_policy("a.test", &["mx.a.test".to_owned()]).unwrap();
    assert_eq!(place, "https://mta-sts.a.test/.well-known/mta-sts.txt");
    assert_eq!(file, "version: STSv1\nmode: testing\nmx: mx.a.test\nmax_age: 604800\n");
}

#[test]
fn every_question_is_known_beforehand_but_those_that_answers_lead_to() {
    let asked = questions(&wish());
    assert!(asked.contains(&Question::Txt(RSA.to_owned())));
    assert!(asked.contains(&Question::Cname("posthus-return.a.test".to_owned())));
    assert_eq!(asked.len(), records(&wish()).len() + 1);
}

#[test]
fn the_record_of_a_policy_that_we_serve_carries_its_id() {
    let ours = Wish { sts_id: Some("abc123".to_owned()), ..wish() };
    let verdict = |wish: &Wish, text: &str| {
        let mut answers = Answers::default();
        let judged = loop {
            match judge(wish, &answers) {
                Ok(findings) => break findings,
                Err(Lacking(question)) => {
                    let is_it = question == Question::Txt("_mta-sts.a.test".to_owned());
                    let answer = if is_it { Answer::Texts(vec![text.to_owned()]) } else { Answer::Nothing };
                    answers.add(question, answer);
                }
            }
        };
        let record = judged.records.into_iter().find(|record| record.kind == RecordKind::MtaSts).unwrap();
        (record.value, record.verdict)
    };
    assert_eq!(verdict(&ours, "v=STSv1; id=abc123"), ("v=STSv1; id=abc123".to_owned(), RecordVerdict::Live));
    assert_eq!(verdict(&ours, "v=STSv1; id=old").1, RecordVerdict::Differs);
    assert_eq!(verdict(&wish(), "v=STSv1; id=20260101").1, RecordVerdict::Live, "its owner's id is any");
}
