//! Policies, alignment, and the walk up the tree, against zones.

use super::*;
use crate::auth::dns::zone::Zone;
use crate::auth::spf::Identity;

type Records<'a> = &'a [(&'static str, &'static str, &'a str)];

/// A mail of `author` whose return path at `spf.0` had the result `spf.1`, signed by domains.
fn of(records: Records<'_>, author: &str, spf: (&str, SpfResult), signers: &[(&str, Option<bool>)]) -> Dmarc {
    let spf = Spf {
        identity: Identity::MailFrom,
        domain: spf.0.to_owned(),
        result: spf.1,
        reason: String::new(),
        lookups: 0,
        void_lookups: 0,
    };
    let signers: Vec<Signer> = signers
        .iter()
        .map(|(domain, holds)| Signer { domain: (*domain).to_owned(), holds: *holds })
        .collect();
    let authors: Vec<String> = author.split(' ').filter(|name| !name.is_empty()).map(str::to_owned).collect();
    Zone::new(records).ask(|answers| check(&authors, &spf, &signers, answers)).0
}

const NO_SPF: (&str, SpfResult) = ("other.test", SpfResult::None);

#[test]
fn a_signature_or_the_return_path_vouches_when_it_is_near_enough() {
    use DmarcResult::{Fail, Pass};
    let relaxed: Records<'_> = &[("_dmarc.a.test", "TXT", "v=DMARC1; p=reject")];
    let strict: Records<'_> = &[("_dmarc.a.test", "TXT", "v=DMARC1; p=reject; adkim=s; aspf=s")];
    let holds = Some(true);
    for (records, spf, signers, expected) in [
        (relaxed, NO_SPF, vec![("a.test", holds)], Pass),
        (relaxed, NO_SPF, vec![("mail.a.test", holds)], Pass),
        (strict, NO_SPF, vec![("a.test", holds)], Pass),
        (strict, NO_SPF, vec![("mail.a.test", holds)], Fail),
        (relaxed, NO_SPF, vec![("a.test", Some(false))], Fail),
        (relaxed, NO_SPF, vec![("other.test", holds)], Fail),
        (relaxed, NO_SPF, vec![("nota.test", holds)], Fail),
        (relaxed, NO_SPF, vec![("other.test", holds), ("A.test", holds)], Pass),
        (relaxed, ("a.test", SpfResult::Pass), vec![], Pass),
        (relaxed, ("bounce.a.test", SpfResult::Pass), vec![], Pass),
        (strict, ("bounce.a.test", SpfResult::Pass), vec![], Fail),
        (relaxed, ("a.test", SpfResult::SoftFail), vec![], Fail),
        (relaxed, ("other.test", SpfResult::Pass), vec![], Fail),
    ] {
        let found = of(records, "a.test", spf, &signers);
        assert_eq!(found.result, expected, "{spf:?} {signers:?}: {}", found.reason);
        assert_eq!(found.policy, Some((Disposition::Reject, PolicyTag::P)));
    }
}

#[test]
fn a_domain_without_a_policy_is_none_and_so_is_one_with_two() {
    let none = of(&[], "a.test", ("a.test", SpfResult::Pass), &[]);
    assert_eq!((none.result, none.policy), (DmarcResult::None, None));
    let two: Records<'_> =
        &[("_dmarc.a.test", "TXT", "v=DMARC1; p=reject"), ("_dmarc.a.test", "TXT", "v=DMARC1; p=none")];
    assert_eq!(of(two, "a.test", NO_SPF, &[]).result, DmarcResult::None);
    let beside: Records<'_> =
        &[("_dmarc.a.test", "TXT", "something"), ("_dmarc.a.test", "TXT", "v=DMARC1; p=none")];
    assert_eq!(of(beside, "a.test", NO_SPF, &[]).result, DmarcResult::Fail);
}

#[test]
fn subdomains_have_the_organisations_policy_for_them() {
    let check = |record: &str, more: Records<'_>, expected| {
        let mut records = vec![("_dmarc.a.test", "TXT", record)];
        records.extend(more);
        assert_eq!(of(&records, "news.a.test", NO_SPF, &[]).policy, Some(expected), "{record}");
    };
    let exists: Records<'_> = &[("news.a.test", "A", "192.0.2.1")];
    check("v=DMARC1; p=reject", exists, (Disposition::Reject, PolicyTag::P));
    check("v=DMARC1; p=reject; sp=none", exists, (Disposition::None, PolicyTag::Sp));
    check("v=DMARC1; p=none; np=reject", exists, (Disposition::None, PolicyTag::P));
    check("v=DMARC1; p=none; sp=quarantine; np=reject", &[], (Disposition::Reject, PolicyTag::Np));
    check("v=DMARC1; p=none; np=reject", &[("news.a.test", "FAIL", "")], (Disposition::None, PolicyTag::P));
    let own: Records<'_> = &[("_dmarc.news.a.test", "TXT", "v=DMARC1; p=quarantine")];
    check("v=DMARC1; p=reject; sp=none", own, (Disposition::Quarantine, PolicyTag::P));
}

#[test]
fn a_policy_that_is_tried_out_is_one_step_milder() {
    let of_test = |record: &str| of(&[("_dmarc.a.test", "TXT", record)], "a.test", NO_SPF, &[]).policy;
    assert_eq!(of_test("v=DMARC1; p=reject; t=y"), Some((Disposition::Quarantine, PolicyTag::P)));
    assert_eq!(of_test("v=DMARC1; p=quarantine; t=y"), Some((Disposition::None, PolicyTag::P)));
    assert_eq!(of_test("v=DMARC1; p=reject; pct=0"), Some((Disposition::Reject, PolicyTag::P)));
}

#[test]
fn the_walk_ends_where_a_record_says_what_it_is() {
    let records: Records<'_> = &[
        ("_dmarc.bank.test", "TXT", "v=DMARC1; p=reject; psd=y"),
        ("_dmarc.north.a.bank.test", "TXT", "v=DMARC1; p=none; psd=n"),
    ];
    // Customers of a public suffix are organisations of their own.
    let near = of(records, "a.bank.test", NO_SPF, &[("mail.a.bank.test", Some(true))]);
    assert_eq!(near.result, DmarcResult::Pass);
    let far = of(records, "a.bank.test", NO_SPF, &[("b.bank.test", Some(true))]);
    assert_eq!(far.result, DmarcResult::Fail);
    assert_eq!(far.record.unwrap().domain, "bank.test");
    let own = of(records, "x.north.a.bank.test", NO_SPF, &[("a.bank.test", Some(true))]);
    assert_eq!(own.result, DmarcResult::Fail, "the branch is an organisation of its own");
    let long = "a.b.c.d.e.f.g.h.i.j.k.deep.test";
    let (_, asked) = Zone::new(&[]).ask(|answers| walk::up(long, answers));
    assert_eq!(asked, 8);
}

#[test]
fn failures_of_dns_are_never_a_fail() {
    let failing: Records<'_> = &[("_dmarc.a.test", "FAIL", "")];
    assert_eq!(of(failing, "a.test", NO_SPF, &[]).result, DmarcResult::TempError);
    let there: Records<'_> = &[("_dmarc.a.test", "TXT", "v=DMARC1; p=reject")];
    assert_eq!(of(there, "a.test", NO_SPF, &[("a.test", None)]).result, DmarcResult::TempError);
    assert_eq!(of(there, "a.test", NO_SPF, &[("other.test", None)]).result, DmarcResult::Fail);
    assert_eq!(of(there, "a.test", ("a.test", SpfResult::TempError), &[]).result, DmarcResult::TempError);
    assert_eq!(of(there, "a.test", ("b.test", SpfResult::TempError), &[]).result, DmarcResult::Fail);
    let unsure: Records<'_> =
        &[("_dmarc.a.test", "TXT", "v=DMARC1; p=reject"), ("_dmarc.mail.a.test", "FAIL", "")];
    assert_eq!(of(unsure, "a.test", NO_SPF, &[("mail.a.test", Some(true))]).result, DmarcResult::TempError);
    assert_eq!(
        of(unsure, "a.test", ("a.test", SpfResult::Pass), &[("mail.a.test", Some(true))]).result,
        DmarcResult::Pass
    );
}

#[test]
fn a_mail_shows_one_authors_domain_or_nobody_vouches() {
    let records: Records<'_> = &[("_dmarc.a.test", "TXT", "v=DMARC1; p=reject")];
    let spf = ("a.test", SpfResult::Pass);
    assert_eq!(of(records, "", spf, &[]).result, DmarcResult::PermError);
    assert_eq!(of(records, "a.test b.test", spf, &[]).result, DmarcResult::PermError);
    assert_eq!(of(records, "a.test a.test", spf, &[]).result, DmarcResult::Pass);
}
