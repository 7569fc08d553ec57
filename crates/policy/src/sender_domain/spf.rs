//! The domain's SPF record: one for all who send for it, so that ours is brought into what is there.

use std::net::IpAddr;

use domain::sender_domain::{DnsRecord, Importance, RecordKind, RecordProblem, RecordVerdict};

use super::{Wish, because, found, unanswered, wish};
use crate::auth::dns::{Answer, Answers, Lacking, Question};
use crate::auth::spf::survey::{self, Facts, Fault, Survey};
use crate::auth::spf::{self, Client, Identity, LOOKUPS_MAX, SpfResult};

pub(super) fn wished(wished: &Wish) -> DnsRecord {
    // Who takes mail for a domain mostly sends for it, too; `~all` lets nobody's mail be lost over a first record.
    let value = match &wished.spf_term {
        Some(term) => format!("v=spf1 mx {term} ~all"),
        None => "v=spf1 mx ~all".to_owned(),
    };
    wish(RecordKind::Spf, Importance::Recommended, wished.domain.clone(), value)
}

/// The record, and how often it asks DNS.
pub(super) fn judged(
    record: DnsRecord,
    wished: &Wish,
    answers: &Answers,
) -> Result<(DnsRecord, Option<u32>), Lacking> {
    let term = wished.spf_term.as_deref();
    let facts = match survey::look(&wished.domain, answers)? {
        Survey::NoAnswer(cause) => return Ok((unanswered(record, &cause), None)),
        // What it is to say, its provider knows: a record without our way out would shut our mail out.
        Survey::None if term.is_none() => {
            return Ok((found(record, RecordVerdict::WayUnknown, &[]), None));
        }
        Survey::None => return Ok((super::missing(record, &wished.domain, answers)?, None)),
        Survey::Several(texts) => {
            let record = DnsRecord { value: united(&texts, term), ..record };
            return Ok((found(record, RecordVerdict::Several, &texts), None));
        }
        Survey::Unreadable { text, term: wrong } => {
            let value = with_term(&without(&text, &wrong), term);
            let there = found(DnsRecord { value, ..record }, RecordVerdict::Differs, &[text]);
            return Ok((because(there, RecordProblem::Unreadable, wrong), None));
        }
        Survey::Found(facts) => facts,
    };
    let lets_us = lets_us_send(&facts, wished, answers)?;
    Ok((weighed(record, &facts, lets_us, term), Some(facts.lookups)))
}

/// `None` where nobody knows what our way out is called.
fn lets_us_send(facts: &Facts, wished: &Wish, answers: &Answers) -> Result<Option<bool>, Lacking> {
    let Some(term) = &wished.spf_term else { return Ok(None) };
    if facts.has(term) {
        return Ok(Some(true));
    }
    let Some((kind, host)) = term.split_once(':') else { return Ok(Some(false)) };
    let addresses = match kind {
        // The owner may have written our addresses in place of our name,
        "a" => match addresses_of(host, answers)? {
            Some(addresses) => addresses,
            None => return Ok(None),
        },
        // or a network in place of our address.
        "ip4" | "ip6" => host.parse::<IpAddr>().into_iter().collect(),
        _ => return Ok(Some(false)),
    };
    for address in &addresses {
        let mail_from = format!("post@{}", wished.domain);
        let client = Client { address: *address, helo: host.to_owned(), mail_from };
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

/// `None` where DNS does not answer.
fn addresses_of(host: &str, answers: &Answers) -> Result<Option<Vec<IpAddr>>, Lacking> {
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

fn weighed(record: DnsRecord, facts: &Facts, lets_us: Option<bool>, term: Option<&str>) -> DnsRecord {
    let wanted = term.filter(|_| lets_us == Some(false));
    let value = with_term(&facts.text, wanted);
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
    match wanted {
        Some(term) => because(there(RecordVerdict::Differs), RecordProblem::NotAuthorised, term),
        None => there(RecordVerdict::Live),
    }
}

fn broken(there: DnsRecord, (facts, fault): (&Facts, &Fault), wanted: Option<&str>) -> DnsRecord {
    match fault {
        Fault::Target { term, is_own } => {
            // What is wrong in another's record is mended there.
            let value = if *is_own { with_term(&without(&facts.text, term), wanted) } else { there.value };
            because(DnsRecord { value, ..there }, RecordProblem::BrokenInclude, term.as_str())
        }
        Fault::Term(term) => because(there, RecordProblem::Unreadable, term.as_str()),
        Fault::Voids(term) => because(there, RecordProblem::TooManyVoids, term.as_str()),
    }
}

/// The record with a mechanism in front of what ends it.
fn with_term(text: &str, term: Option<&str>) -> String {
    let Some(term) = term else { return text.to_owned() };
    let mut terms: Vec<&str> = text.split(' ').filter(|term| !term.is_empty()).collect();
    let is_end = |term: &&str| is_all(term) || term.to_ascii_lowercase().starts_with("redirect=");
    match terms.iter().position(is_end) {
        Some(at) => terms.insert(at, term),
        None => terms.extend([term, "~all"]),
    }
    terms.join(" ")
}

/// One record in place of several: all that they let send, and the mildest of their ends.
fn united(texts: &[String], term: Option<&str>) -> String {
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
    if let Some(term) = term {
        add(&mut terms, term);
    }
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
        assert_eq!(united(&texts, term), expected);
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
