//! What is thought of names that lead to keys.

use domain::sender_domain::{DkimKeyState, DmarcPolicy, Findings};

use super::*;
use crate::auth::dns::zone::Zone;
use crate::sender_domain::{
    SpfOfWay, carried_over, is_of_our_side, is_published, judge, our_side, questions, records, selector,
};

const RSA: &str = "ph-0a0b0c0d-ra";
const NAME: &str = "ph-0a0b0c0d-ra._domainkey.a.test";
const TARGET: &str = "ph-0a0b0c0d-ra.0123.keys.host.test";
const KEY: &str = "v=DKIM1; k=rsa; p=MIIB";
const START: Timestamp = Timestamp::from_millis(1_700_000_000_000);
const WEEK_S: i64 = 7 * 24 * 3600;

fn key(selector: &str, public_key: &str, state: DkimKeyState) -> WishedKey {
    let algorithm = if selector.contains("-r") { DkimAlgorithm::Rsa } else { DkimAlgorithm::Ed25519 };
    WishedKey { selector: selector.to_owned(), algorithm, public_key: public_key.to_owned(), state }
}

fn wish(keys: Vec<WishedKey>) -> Wish {
    Wish {
        domain: "a.test".to_owned(),
        keys,
        dmarc: DmarcPolicy::None,
        reports_to: None,
        return_host: None,
        spf: SpfOfWay::Unknown,
        sts_id: None,
        keys_below: Some("0123.keys.host.test".to_owned()),
    }
}

fn active() -> Wish {
    wish(vec![key(RSA, "MIIB", DkimKeyState::Active)])
}

fn judged(wish: &Wish, zone: &[(&'static str, &'static str, &str)]) -> Findings {
    Zone::new(zone).ask(|answers| judge(wish, answers)).0
}

/// What came of the record at a name.
fn of(findings: &Findings, name: &str) -> String {
    let record = findings.records.iter().find(|record| record.name == name).unwrap();
    let problem = record.problem.map_or("", RecordProblem::as_str);
    format!("{} {problem} {}", record.verdict.as_str(), record.detail).trim().to_owned()
}

#[test]
fn a_key_in_a_slot_is_asked_for_as_a_name_that_leads_to_the_operators_zone_and_so_are_the_free_slots() {
    let keys =
        vec![key(RSA, "MIIB", DkimKeyState::Active), key("ph-0a0b0c0d-ea", "AAAA", DkimKeyState::Active)];
    let led = |record: &DnsRecord| record.kind == RecordKind::Dkim;
    let shown: Vec<DnsRecord> = records(&wish(keys.clone())).into_iter().filter(led).collect();
    assert!(shown.iter().all(|record| record.record_type == "CNAME"), "{shown:#?}");
    let lines: Vec<String> = shown
        .iter()
        .map(|record| format!("{} {} {}", record.importance.as_str(), record.name, record.value))
        .collect();
    let line = |importance: &str, selector: &str| {
        format!("{importance} {selector}._domainkey.a.test {selector}.0123.keys.host.test")
    };
    assert_eq!(
        lines,
        [
            line("required", RSA),
            line("recommended", "ph-0a0b0c0d-ea"),
            line("recommended", "ph-0a0b0c0d-rb"),
            line("recommended", "ph-0a0b0c0d-eb"),
        ]
    );
    // Without the zone, they are published as other keys are.
    let alone = Wish { keys_below: None, ..wish(keys) };
    let shown: Vec<DnsRecord> = records(&alone).into_iter().filter(led).collect();
    assert!(shown.iter().all(|record| record.record_type == "TXT" && record.value.contains("p=")));
    assert_eq!(shown.len(), 2);
}

#[test]
fn keys_that_have_records_of_their_own_stay_as_they_are() {
    let with_zone = wish(vec![key("ph-0a0b0c0d-r1", "MIIB", DkimKeyState::Active)]);
    let without = Wish { keys_below: None, ..with_zone.clone() };
    assert_eq!(records(&with_zone), records(&without));
    assert!(!is_of_our_side(
        &Findings { our_side: Some(our_side(&without)), ..Findings::default() },
        &with_zone
    ));
}

#[test]
fn what_a_name_leads_to_is_told_apart() {
    let with = |zone: &[(&'static str, &'static str, &str)]| of(&judged(&active(), zone), NAME);
    // DNS answers with the texts at the end of the way.
    assert_eq!(with(&[(NAME, "CNAME", TARGET), (NAME, "TXT", KEY)]), "live");
    assert_eq!(with(&[(NAME, "TXT", KEY)]), "live", "the key itself is as good");
    assert_eq!(with(&[(NAME, "CNAME", "other.test"), (NAME, "TXT", KEY)]), "live", "another way to the key");
    assert_eq!(with(&[]), "missing");
    let doubled = "ph-0a0b0c0d-ra._domainkey.a.test.a.test";
    assert_eq!(with(&[(doubled, "CNAME", TARGET)]), format!("missing name_doubled {doubled}"));
    assert_eq!(with(&[(NAME, "CNAME", "other.test")]), "differs other_target other.test");
    let others = [(NAME, "CNAME", "other.test"), (NAME, "TXT", "v=DKIM1; p=AAAA")];
    assert_eq!(with(&others), "differs other_target other.test");
    let unpublished = format!("differs key_not_published {TARGET}");
    assert_eq!(with(&[(NAME, "CNAME", "PH-0A0B0C0D-RA.0123.keys.host.test")]), unpublished);
    let old = [(NAME, "CNAME", TARGET), (NAME, "TXT", "v=DKIM1; k=rsa; p=AAAA")];
    assert_eq!(with(&old), unpublished, "the operator's zone has the key before");
    assert_eq!(with(&[(NAME, "TXT", "v=DKIM1; k=rsa; p=AAAA")]), "differs other_key", "a text of its owner");
    assert_eq!(with(&[(NAME, "FAIL", "")]), "unanswered no_answer SERVFAIL");
}

#[test]
fn whoever_has_done_his_part_finds_his_record_as_it_should_be() {
    let findings = judged(&active(), &[(NAME, "CNAME", TARGET)]);
    let record = findings.records.iter().find(|record| record.name == NAME).unwrap();
    assert_eq!((record.value.as_str(), record.found.as_slice()), (TARGET, &[TARGET.to_owned()][..]));
    let of_text = judged(&active(), &[(NAME, "TXT", "v=DKIM1; k=rsa; p=AAAA")]);
    let record = of_text.records.iter().find(|record| record.name == NAME).unwrap();
    assert_eq!((record.record_type.as_str(), record.value.as_str()), ("CNAME", TARGET));
}

#[test]
fn a_free_slot_is_right_when_its_name_leads_to_where_its_key_will_be() {
    let (name, target) = ("ph-0a0b0c0d-rb._domainkey.a.test", "ph-0a0b0c0d-rb.0123.keys.host.test");
    let with = |zone: &[(&'static str, &'static str, &str)]| of(&judged(&active(), zone), name);
    assert_eq!(with(&[(name, "CNAME", target)]), "live");
    assert_eq!(with(&[(name, "CNAME", target), (name, "TXT", "v=DKIM1; p=AAAA")]), "live", "an old key");
    assert_eq!(with(&[(name, "CNAME", "other.test")]), "differs other_target other.test");
    assert_eq!(with(&[]), "missing");
    assert_eq!(with(&[(name, "FAIL", "")]), "unanswered no_answer SERVFAIL");
}

#[test]
fn what_was_found_of_one_key_says_nothing_of_another_in_its_slot() {
    let before = judged(&active(), &[(NAME, "CNAME", TARGET), (NAME, "TXT", KEY)]);
    let next = wish(vec![key(RSA, "NEWER", DkimKeyState::Next)]);
    let same = carried_over(&before, &active());
    assert!(is_published("a.test", &active().keys[0], &same));
    let carried = carried_over(&before, &next);
    assert_eq!(of(&carried, NAME), "unchecked");
    assert!(!is_published("a.test", &next.keys[0], &carried));
}

#[test]
fn all_that_a_look_needs_is_asked_side_by_side() {
    let asked = questions(&active());
    for wanted in [Question::Cname(NAME.to_owned()), Question::Txt(NAME.to_owned())] {
        assert!(asked.contains(&wanted), "{asked:?}");
    }
    assert!(asked.contains(&Question::Cname("ph-0a0b0c0d-eb._domainkey.a.test".to_owned())));
    assert!(!asked.contains(&Question::Txt("ph-0a0b0c0d-eb._domainkey.a.test".to_owned())));
}

#[test]
fn new_keys_go_where_none_are_needed_any_more() {
    let week = START.plus_seconds(WEEK_S);
    assert_eq!(free_slot(&[], START), Ok(Slot::A));
    assert_eq!(free_slot(&[("ph-0a0b0c0d-r1", None), ("ph-0a0b0c0d-e1", None)], START), Ok(Slot::A));
    assert_eq!(free_slot(&[(RSA, None), ("ph-0a0b0c0d-ea", None)], START), Ok(Slot::B));
    let turned = [(RSA, Some(START)), ("ph-0a0b0c0d-ea", Some(START)), ("ph-0a0b0c0d-rb", None)];
    assert_eq!(free_slot(&turned, week.plus_seconds(-1)), Err(Some(week)), "its mail may be on its way");
    assert_eq!(free_slot(&turned, week), Ok(Slot::A));
    assert_eq!(free_slot(&[(RSA, None), ("ph-0a0b0c0d-rb", None)], START), Err(None));
}

#[test]
fn a_selector_says_whether_its_key_lies_in_a_slot() {
    let organisation = OrganisationId::new(7);
    for algorithm in DkimAlgorithm::ALL {
        for slot in Slot::ALL {
            let of_slot = slot_selector(organisation, algorithm, slot);
            assert_eq!(slot_of(&of_slot), Some(slot), "{of_slot}");
        }
        assert_eq!(slot_of(&selector(organisation, algorithm, 1)), None);
    }
    for other in ["", "ra", "ph-ra", "x-0a0b-ra", "ph-0a0b-rc", "ph-0a0b-r10", "ph-0a0b-xa"] {
        assert_eq!(slot_of(other), None, "{other}");
    }
}

#[test]
fn each_domain_has_a_place_of_its_own_in_the_zone_for_good() {
    let below = |organisation, domain| {
        keys_below((OrganisationId::new(organisation), SenderDomainId::new(domain)), "keys.host.test")
    };
    assert_eq!(below(1, 2), below(1, 2));
    assert_ne!(below(1, 2), below(2, 1));
    let (label, zone) =
        below(1, 2).split_once('.').map(|(label, zone)| (label.len(), zone.to_owned())).unwrap();
    assert_eq!((label, zone.as_str()), (16, "keys.host.test"));
    assert_eq!(key_target(RSA, "0123.keys.host.test").as_deref(), Some(TARGET));
    assert_eq!(key_target("ph-0a0b0c0d-r1", "0123.keys.host.test"), None);
}
