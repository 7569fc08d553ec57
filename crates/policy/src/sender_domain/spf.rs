//! The domain's SPF record: one for all who send for it, so that ours is brought into what is there.

use std::net::IpAddr;

use domain::sender_domain::{DnsRecord, Importance, RecordKind, RecordProblem, RecordVerdict};

use super::{SpfOfWay, Wish, because, found, unanswered, wish};
use crate::auth::dns::{Answer, Answers, Lacking, Question};
use crate::auth::spf::survey::{self, Everybody, Facts, Fault, Survey};
use crate::auth::spf::{self, Client, Identity, LOOKUPS_MAX, SpfResult};

/// A first record, but for our way out. Who takes mail for a domain mostly sends for it, too; `~all` lets nobody's mail be
/// lost over it.
const FIRST: &str = "v=spf1 mx ~all";

pub(super) fn wished(wished: &Wish) -> DnsRecord {
    let value = with_terms(FIRST, wished.spf.terms());
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
                SpfOfWay::Terms(_) => first(record, wished, answers)?,
                SpfOfWay::NotNeeded => found(record, RecordVerdict::NotNeeded, &[]),
                // What it is to say, its provider knows: a record without our way out would shut our mail out.
                SpfOfWay::Unknown => found(record, RecordVerdict::WayUnknown, &[]),
            };
            return Ok((record, None));
        }
        Survey::Several(texts) => {
            let record = DnsRecord { value: united(&texts, terms), ..record };
            let there = found(record, RecordVerdict::Several, &texts);
            return Ok((of_united(there, wished, answers)?, None));
        }
        Survey::Unreadable { text, term: wrong } => {
            let value = with_terms(&readable(&text), terms);
            let there = found(DnsRecord { value, ..record }, RecordVerdict::Differs, &[text]);
            return Ok((because(there, RecordProblem::Unreadable, wrong), None));
        }
        Survey::Found(facts) => facts,
    };
    let lacking = lacking(&facts, wished, answers)?;
    Ok((weighed(record, (&facts, &lacking), wished, answers)?, Some(facts.lookups)))
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

fn weighed(
    record: DnsRecord,
    (facts, lacking): (&Facts, &[String]),
    wished: &Wish,
    answers: &Answers,
) -> Result<DnsRecord, Lacking> {
    let there =
        |verdict, value| found(DnsRecord { value, ..record }, verdict, std::slice::from_ref(&facts.text));
    let closed = closed(&facts.text, facts.everybody.as_ref());
    // What lets everybody send lets us send, too, until it is taken out.
    let wanted = if closed == facts.text { lacking } else { wished.spf.terms() };
    let proposed = with_terms(&closed, wanted);
    // RFC 7208 2.6.7: receivers then find that the domain lets nobody send, and what is added makes that no worse.
    if let Some(fault) = &facts.fault {
        return Ok(broken(there(RecordVerdict::Differs, proposed), fault));
    }
    if facts.lookups > LOOKUPS_MAX {
        let lookups = facts.lookups.to_string();
        return Ok(because(there(RecordVerdict::Differs, proposed), RecordProblem::TooManyLookups, lookups));
    }
    let obstacle = obstacle(&closed, wanted, wished, answers)?;
    // A record that others' mail goes by is not to be made void for ours.
    let value = if obstacle.is_some() { closed } else { proposed };
    let everybody = facts.everybody.as_ref().filter(|it| it.is_all || lacking.is_empty());
    if let Some(Everybody { term, is_own, .. }) = everybody {
        let there = there(RecordVerdict::Differs, value);
        return Ok(if *is_own {
            because(there, RecordProblem::AllowsEverybody, "")
        } else {
            // What is wrong in another's record is mended there.
            because(there, RecordProblem::IncludesEverybody, term.as_str())
        });
    }
    if lacking.is_empty() {
        return Ok(there(RecordVerdict::Live, value));
    }
    let (problem, detail) = obstacle.unwrap_or_else(|| (RecordProblem::NotAuthorised, lacking.join(" ")));
    Ok(because(there(RecordVerdict::Differs, value), problem, detail))
}

/// A first record. None is proposed that receivers would take none of: a domain without one does better.
fn first(record: DnsRecord, wished: &Wish, answers: &Answers) -> Result<DnsRecord, Lacking> {
    let missing = super::missing(record, &wished.domain, answers)?;
    Ok(match obstacle(FIRST, wished.spf.terms(), wished, answers)? {
        Some((problem, detail)) => because(found(missing, RecordVerdict::WayUnknown, &[]), problem, detail),
        None => missing,
    })
}

/// Why receivers would take none of a record once our terms are in it, and the particulars.
fn obstacle(
    text: &str,
    ours: &[String],
    wished: &Wish,
    answers: &Answers,
) -> Result<Option<(RecordProblem, String)>, Lacking> {
    let mut text = text.to_owned();
    for term in ours {
        text = with_term(&text, term);
        let facts = match survey::look_at(&text, &wished.domain, answers)? {
            Survey::Found(facts) => facts,
            // What could be read without our term can be read with it; and silence is no obstacle.
            Survey::None | Survey::Several(_) | Survey::Unreadable { .. } | Survey::NoAnswer(_) => continue,
        };
        match &facts.fault {
            Some(Fault::Target { .. } | Fault::Term(_)) if term.starts_with("include:") => {
                return Ok(Some((RecordProblem::BrokenInclude, term.clone())));
            }
            None if facts.lookups <= LOOKUPS_MAX => {}
            Some(Fault::Target { .. } | Fault::Term(_) | Fault::Voids(_)) | None => {
                return Ok(Some((RecordProblem::NoRoom, ours.join(" "))));
            }
        }
    }
    Ok(None)
}

/// One record in place of several, with what receivers would have against it.
fn of_united(there: DnsRecord, wished: &Wish, answers: &Answers) -> Result<DnsRecord, Lacking> {
    let facts = match survey::look_at(&there.value, &wished.domain, answers)? {
        Survey::Found(facts) => facts,
        Survey::Unreadable { term, .. } => {
            let value = readable(&there.value);
            return Ok(because(DnsRecord { value, ..there }, RecordProblem::Unreadable, term));
        }
        Survey::None | Survey::Several(_) | Survey::NoAnswer(_) => return Ok(there),
    };
    let there = DnsRecord { value: closed(&facts.text, facts.everybody.as_ref()), ..there };
    Ok(match &facts.fault {
        Some(fault) => broken(there, fault),
        None if facts.lookups > LOOKUPS_MAX => {
            because(there, RecordProblem::TooManyLookups, facts.lookups.to_string())
        }
        None => there,
    })
}

fn broken(there: DnsRecord, fault: &Fault) -> DnsRecord {
    match fault {
        Fault::Target { term, is_own } => {
            // What is wrong in another's record is mended there.
            let value = if *is_own { without(&there.value, term) } else { there.value };
            because(DnsRecord { value, ..there }, RecordProblem::BrokenInclude, term.as_str())
        }
        Fault::Term(term) => because(there, RecordProblem::Unreadable, term.as_str()),
        Fault::Voids(term) => because(there, RecordProblem::TooManyVoids, term.as_str()),
    }
}

/// The record with mechanisms in front of what ends it.
fn with_terms(text: &str, wanted: &[String]) -> String {
    wanted.iter().fold(text.to_owned(), |text, term| with_term(&text, term))
}

/// The record with a mechanism in front of what ends it. One that stands behind the end lets nobody send, and goes.
fn with_term(text: &str, term: &str) -> String {
    let mut terms: Vec<&str> = text.split(' ').filter(|term| !term.is_empty()).collect();
    let is_end = |term: &&str| is_all(term) || term.to_ascii_lowercase().starts_with("redirect=");
    let end = terms.iter().position(is_end).unwrap_or(terms.len());
    let is_it = |known: &&str| known.trim_start_matches('+').eq_ignore_ascii_case(term);
    if terms.iter().take(end).any(is_it) {
        return terms.join(" ");
    }
    terms.retain(|known| !is_it(known));
    // Nothing in front of the end was taken out.
    if end < terms.len() {
        terms.insert(end, term);
    } else {
        terms.extend([term, "~all"]);
    }
    terms.join(" ")
}

/// The record without what lets everybody send, as far as it says so itself.
fn closed(text: &str, everybody: Option<&Everybody>) -> String {
    match everybody {
        Some(Everybody { is_own: true, is_all: true, .. }) => soft(text),
        Some(Everybody { is_own: true, is_all: false, term }) => without(text, term),
        Some(Everybody { is_own: false, .. }) | None => text.to_owned(),
    }
}

/// The record without the terms that cannot be read.
fn readable(text: &str) -> String {
    let mut left = text.to_owned();
    while let Some(wrong) = survey::wrong_term(&left) {
        let without = without(&left, &wrong);
        // Of a term that is too long to be told, only the beginning is.
        if without.len() >= left.len() {
            break;
        }
        left = without;
    }
    left
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
    use super::{readable, united, with_term, with_terms};

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
    fn a_term_stands_once_and_where_it_is_reached() {
        let term = "include:x.test";
        assert_eq!(with_term("v=spf1 mx -all include:X.test", term), "v=spf1 mx include:x.test -all");
        assert_eq!(with_term("v=spf1 +include:x.test -all", term), "v=spf1 +include:x.test -all");
        assert_eq!(
            with_term("v=spf1 ?include:x.test -all", term),
            "v=spf1 ?include:x.test include:x.test -all"
        );
        let several = [term.to_owned(), "ip4:192.0.2.1".to_owned()];
        assert_eq!(
            with_terms("v=spf1 include:X.test redirect=a.test ip4:192.0.2.1", &several),
            "v=spf1 include:X.test ip4:192.0.2.1 redirect=a.test"
        );
        assert_eq!(with_terms("v=spf1", &several), "v=spf1 include:x.test ip4:192.0.2.1 ~all");
    }

    #[test]
    fn every_term_that_cannot_be_read_is_taken_out() {
        assert_eq!(readable("v=spf1 ip4:no mx ipv6:x -all"), "v=spf1 mx -all");
        let long = format!("v=spf1 {} -all", "x".repeat(200));
        assert_eq!(readable(&long), long, "what it begins with is no term of it");
    }

    #[test]
    fn of_several_explanations_the_first_is_kept() {
        let two = ["v=spf1 mx exp=why.a.test -all", "v=spf1 a exp=why.b.test -all"];
        check(&two, None, "v=spf1 mx a ~all exp=why.a.test");
    }
}
