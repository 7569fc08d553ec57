//! The domain's SPF record: one for all who send for it, so that ours is brought into what is there.

use std::net::IpAddr;

use domain::sender_domain::{DnsRecord, Importance, RecordKind, RecordProblem, RecordVerdict};

use super::{SpfOfWay, Wish, because, found, unanswered, wish};
use crate::auth::dns::{Answer, Answers, Lacking, Question};
use crate::auth::spf::survey::{self, Facts, Fault, Survey};
use crate::auth::spf::{self, Client, Identity, LOOKUPS_MAX, SpfResult};

pub(super) fn wished(wished: &Wish) -> DnsRecord {
    // Who takes mail for a domain mostly sends for it, too; `~all` lets nobody's mail be lost over a first record.
    let terms = std::iter::once("mx").chain(wished.spf.terms().iter().map(String::as_str));
    let value = format!("v=spf1 {} ~all", terms.collect::<Vec<_>>().join(" "));
    let record = wish(RecordKind::Spf, Importance::Recommended, wished.domain.clone(), value);
    match wished.spf {
        SpfOfWay::NotNeeded => not_needed(record),
        SpfOfWay::Terms(_) | SpfOfWay::Unknown => record,
    }
}

/// No look at DNS is needed to know that nothing is to be published.
fn not_needed(record: DnsRecord) -> DnsRecord {
    DnsRecord { importance: Importance::Optional, verdict: RecordVerdict::NotNeeded, ..record }
}

/// The record, and how often it asks DNS.
pub(super) fn judged(
    record: DnsRecord,
    wished: &Wish,
    answers: &Answers,
) -> Result<(DnsRecord, Option<u32>), Lacking> {
    let terms = wished.spf.terms();
    let facts = match survey::look(&wished.domain, answers)? {
        Survey::NoAnswer(cause) => return Ok((unanswered(record, &cause), None)),
        Survey::None => {
            let record = match wished.spf {
                SpfOfWay::Terms(_) => super::missing(record, &wished.domain, answers)?,
                SpfOfWay::NotNeeded => found(record, RecordVerdict::NotNeeded, &[]),
                // What it is to say, its provider knows: a record without our way out would shut our mail out.
                SpfOfWay::Unknown => found(record, RecordVerdict::WayUnknown, &[]),
            };
            return Ok((record, None));
        }
        Survey::Several(texts) => {
            let record = DnsRecord { value: united(&texts, terms), ..record };
            return Ok((found(record, RecordVerdict::Several, &texts), None));
        }
        Survey::Unreadable { text, term: wrong } => {
            let value = with_terms(&without(&text, &wrong), terms);
            let there = found(DnsRecord { value, ..record }, RecordVerdict::Differs, &[text]);
            return Ok((because(there, RecordProblem::Unreadable, wrong), None));
        }
        Survey::Found(facts) => facts,
    };
    let lacking = lacking(&facts, wished, answers)?;
    let record = weighed(record, &facts, &lacking);
    let record = if lacking.is_empty() { record } else { counted(record, wished, answers)? };
    Ok((record, Some(facts.lookups)))
}

/// Those of our terms of which DNS says that they do not let us send. Of a way out that nobody knows there are none.
fn lacking(facts: &Facts, wished: &Wish, answers: &Answers) -> Result<Vec<String>, Lacking> {
    let mut lacking = Vec::new();
    for term in wished.spf.terms() {
        if lets_send((facts, term), wished, answers)? == Some(false) {
            lacking.push(term.clone());
        }
    }
    Ok(lacking)
}

/// Whether the record lets those send that a term stands for; `None` where DNS does not say whom it stands for.
fn lets_send(
    (facts, term): (&Facts, &str),
    wished: &Wish,
    answers: &Answers,
) -> Result<Option<bool>, Lacking> {
    if facts.has(term) {
        return Ok(Some(true));
    }
    let Some(addresses) = addresses(term, answers)? else { return Ok(None) };
    for address in &addresses {
        let mail_from = format!("post@{}", wished.domain);
        let client = Client { address: *address, helo: wished.domain.clone(), mail_from };
        match spf::check(&client, Identity::MailFrom, answers)?.result {
            SpfResult::Pass => {}
            SpfResult::TempError => return Ok(None),
            SpfResult::None
            | SpfResult::Neutral
            | SpfResult::Fail
            | SpfResult::SoftFail
            | SpfResult::PermError => return Ok(Some(false)),
        }
    }
    Ok(Some(!addresses.is_empty()))
}

/// The addresses of a term for single hosts: the owner may have written them in another way. None of a network and of a
/// record that is included; `None` where DNS does not answer.
fn addresses(term: &str, answers: &Answers) -> Result<Option<Vec<IpAddr>>, Lacking> {
    let Some(host) = term.strip_prefix("a:") else {
        let text = term.strip_prefix("ip4:").or_else(|| term.strip_prefix("ip6:"));
        return Ok(Some(text.and_then(|text| text.parse().ok()).into_iter().collect()));
    };
    let mut addresses = Vec::new();
    for question in [Question::A, Question::Aaaa] {
        match answers.to(question(host.to_owned()))? {
            Answer::Unavailable(_) => return Ok(None),
            answer @ (Answer::Texts(_) | Answer::Addresses(_) | Answer::Nothing) => {
                addresses.extend(answer.addresses());
            }
        }
    }
    Ok(Some(addresses))
}

fn weighed(record: DnsRecord, facts: &Facts, wanted: &[String]) -> DnsRecord {
    let value = with_terms(&facts.text, wanted);
    let there = |verdict| found(DnsRecord { value, ..record }, verdict, std::slice::from_ref(&facts.text));
    if facts.allows_everybody {
        let mut there = there(RecordVerdict::Differs);
        there.value = soft(&there.value);
        return because(there, RecordProblem::AllowsEverybody, "");
    }
    // RFC 7208 2.6.7: receivers then find that the domain lets nobody send.
    if let Some(fault) = &facts.fault {
        return broken(there(RecordVerdict::Differs), (facts, fault), wanted);
    }
    if facts.lookups > LOOKUPS_MAX {
        let lookups = facts.lookups.to_string();
        return because(there(RecordVerdict::Differs), RecordProblem::TooManyLookups, lookups);
    }
    if wanted.is_empty() {
        return there(RecordVerdict::Live);
    }
    because(there(RecordVerdict::Differs), RecordProblem::NotAuthorised, wanted.join(" "))
}

/// RFC 7208 4.6.4: a record that is in order but for our terms may ask too much of DNS with them; nobody is told to publish
/// that unawares.
fn counted(record: DnsRecord, wished: &Wish, answers: &Answers) -> Result<DnsRecord, Lacking> {
    if record.problem != Some(RecordProblem::NotAuthorised) {
        return Ok(record);
    }
    Ok(match survey::look_at(&wished.domain, &record.value, answers)? {
        Survey::Found(facts) if facts.lookups > LOOKUPS_MAX => {
            because(record, RecordProblem::TooManyWithUs, facts.lookups.to_string())
        }
        Survey::Found(_)
        | Survey::None
        | Survey::Several(_)
        | Survey::Unreadable { .. }
        | Survey::NoAnswer(_) => record,
    })
}

fn broken(there: DnsRecord, (facts, fault): (&Facts, &Fault), wanted: &[String]) -> DnsRecord {
    match fault {
        Fault::Target { term, is_own } => {
            // What is wrong in another's record is mended there.
            let value = if *is_own { with_terms(&without(&facts.text, term), wanted) } else { there.value };
            because(DnsRecord { value, ..there }, RecordProblem::BrokenInclude, term.as_str())
        }
        Fault::Term(term) => because(there, RecordProblem::Unreadable, term.as_str()),
        Fault::Voids(term) => because(there, RecordProblem::TooManyVoids, term.as_str()),
    }
}

/// The record with mechanisms in front of what ends it.
fn with_terms(text: &str, wanted: &[String]) -> String {
    if wanted.is_empty() {
        return text.to_owned();
    }
    let mut terms: Vec<&str> = text.split(' ').filter(|term| !term.is_empty()).collect();
    let is_end = |term: &&str| is_all(term) || term.to_ascii_lowercase().starts_with("redirect=");
    let wanted = wanted.iter().map(String::as_str);
    match terms.iter().position(is_end) {
        Some(at) => {
            let end = terms.split_off(at);
            terms.extend(wanted.chain(end));
        }
        None => terms.extend(wanted.chain(["~all"])),
    }
    terms.join(" ")
}

/// One record in place of several: all that they let send, and the mildest of their ends.
fn united(texts: &[String], ours: &[String]) -> String {
    let mut terms: Vec<String> = Vec::new();
    let mut redirects: Vec<&str> = Vec::new();
    let mut explanation = None;
    for one in texts.iter().flat_map(|text| text.split(' ').skip(1)) {
        if is_all(one) || one.is_empty() {
            continue;
        }
        match modifier(one) {
            // RFC 7208 6: each of the two stands in a record at most once; a second makes all of it void.
            Some(("redirect", domain)) => {
                if !redirects.iter().any(|known: &&str| known.eq_ignore_ascii_case(domain)) {
                    redirects.push(domain);
                }
            }
            Some(("exp", _)) => explanation = explanation.or(Some(one)),
            Some(_) | None => add(&mut terms, one),
        }
    }
    ours.iter().for_each(|term| add(&mut terms, term));
    let end = match redirects.as_slice() {
        [domain] => format!("redirect={domain}"),
        several => {
            // What each of them lets send is let send; what none of them does is nobody's.
            several.iter().for_each(|domain| add(&mut terms, &format!("include:{domain}")));
            "~all".to_owned()
        }
    };
    let whole = std::iter::once("v=spf1").chain(terms.iter().map(String::as_str)).chain([end.as_str()]);
    whole.chain(explanation).collect::<Vec<_>>().join(" ")
}

/// Adds a term that is not there yet.
fn add(terms: &mut Vec<String>, term: &str) {
    if !terms.iter().any(|known| known.eq_ignore_ascii_case(term)) {
        terms.push(term.to_owned());
    }
}

/// The name of one of the two modifiers that a record has once, and what it says (RFC 7208 6).
fn modifier(term: &str) -> Option<(&'static str, &str)> {
    let (name, value) = term.split_once('=')?;
    ["redirect", "exp"].into_iter().find(|known| name.eq_ignore_ascii_case(known)).map(|known| (known, value))
}

fn without(text: &str, wrong: &str) -> String {
    text.split(' ').filter(|term| !term.is_empty() && *term != wrong).collect::<Vec<_>>().join(" ")
}

fn soft(text: &str) -> String {
    let end = |term| if is_all(term) { "~all" } else { term };
    text.split(' ').map(end).collect::<Vec<_>>().join(" ")
}

fn is_all(term: &str) -> bool {
    term.trim_start_matches(['+', '-', '~', '?']).eq_ignore_ascii_case("all")
}

#[cfg(test)]
mod tests {
    use super::united;

    fn check(texts: &[&str], term: Option<&str>, expected: &str) {
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        let ours: Vec<String> = term.into_iter().map(str::to_owned).collect();
        assert_eq!(united(&texts, &ours), expected);
    }

    #[test]
    fn several_records_become_one_with_all_that_they_let_send() {
        let expected = "v=spf1 mx include:a.test ip4:192.0.2.1 a:out.test ~all";
        check(
            &["v=spf1 mx include:a.test -all", "v=spf1 MX ip4:192.0.2.1 ?all"],
            Some("a:out.test"),
            expected,
        );
    }

    #[test]
    fn one_redirect_stays_one_and_ends_the_record() {
        let one = "v=spf1 mx a:out.test redirect=_spf.a.test";
        check(&["v=spf1 redirect=_spf.a.test", "v=spf1 mx -all"], Some("a:out.test"), one);
        let twice = ["v=spf1 redirect=_spf.a.test", "v=spf1 mx Redirect=_SPF.a.test"];
        check(&twice, None, "v=spf1 mx redirect=_spf.a.test");
    }

    #[test]
    fn several_redirects_are_included_since_a_record_has_one() {
        let three =
            ["v=spf1 redirect=_spf.a.test", "v=spf1 mx redirect=_spf.b.test", "v=spf1 redirect=_spf.A.test"];
        check(
            &three,
            Some("a:out.test"),
            "v=spf1 mx a:out.test include:_spf.a.test include:_spf.b.test ~all",
        );
        let known = ["v=spf1 include:_spf.a.test redirect=_spf.b.test", "v=spf1 redirect=_spf.a.test"];
        check(&known, None, "v=spf1 include:_spf.a.test include:_spf.b.test ~all");
    }

    #[test]
    fn of_several_explanations_the_first_is_kept() {
        let two = ["v=spf1 mx exp=why.a.test -all", "v=spf1 a exp=why.b.test -all"];
        check(&two, None, "v=spf1 mx a ~all exp=why.a.test");
    }
}
