//! What is thought of the records of made-up zones.

use super::*;
use crate::auth::dns::zone::Zone;
use domain::OrganisationId;

const KEY: &str = "MIIBIjANBgkq";

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
        spf_term: Some("include:spf.host.test".to_owned()),
        sts_id: None,
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
    let empty = judged(&wish(), &[]);
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
    let two = [("a.test", "TXT", "v=spf1 mx -all"), ("a.test", "TXT", "v=spf1 mx ip4:192.0.2.1 ~all")];
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
fn our_host_is_let_send_by_its_addresses_as_well() {
    let direct = Wish { spf_term: Some("a:mail.host.test".to_owned()), ..wish() };
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
    let unknown = Wish { spf_term: None, ..wish() };
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
fn our_address_is_let_send_by_a_network_as_well() {
    let literal = Wish { spf_term: Some("ip4:192.0.2.1".to_owned()), ..wish() };
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
    let owners = "v=DMARC1; p=reject; sp=none";
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
fn reports_to_another_organisation_need_its_consent() {
    let abroad = Wish { reports_to: Some("rua@reports.example.net".parse().unwrap()), ..wish() };
    let names: Vec<String> = records(&abroad).into_iter().map(|record| record.name).collect();
    assert!(names.contains(&"a.test._report._dmarc.reports.example.net".to_owned()), "{names:?}");
    let zone = [("_smtp._tls.a.test", "TXT", "v=TLSRPTv1; rua=mailto:other@b.test")];
    assert_eq!(of(&abroad, RecordKind::TlsRpt, &zone).0, "differs no_reports rua@reports.example.net");
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
