//! The domain's SPF record: one for all who send for it, so that ours is brought into what is there.

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
        Survey::None if term.is_none() => {
            let cause =
                "it is not known from where our way out sends; ask its provider for the mechanism of SPF";
            return Ok((unanswered(record, cause), None));
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
    let Some(host) = term.strip_prefix("a:") else { return Ok(Some(false)) };
    // The owner may have written our addresses in place of our name.
    let mut addresses = Vec::new();
    for question in [Question::A, Question::Aaaa] {
        match answers.to(question(host.to_owned()))? {
            Answer::Unavailable(_) => return Ok(None),
            answer @ (Answer::Texts(_) | Answer::Addresses(_) | Answer::Nothing) => {
                addresses.extend(answer.addresses());
            }
        }
    }
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
    let mut terms: Vec<&str> = Vec::new();
    for one in texts.iter().flat_map(|text| text.split(' ').skip(1)) {
        let is_end = is_all(one) || one.is_empty();
        if !is_end && !terms.iter().any(|known| known.eq_ignore_ascii_case(one)) {
            terms.push(one);
        }
    }
    if let Some(term) = term
        && !terms.iter().any(|known| known.eq_ignore_ascii_case(term))
    {
        terms.push(term);
    }
    let has_redirect = terms.iter().any(|term| term.to_ascii_lowercase().starts_with("redirect="));
    let end = if has_redirect { "" } else { " ~all" };
    format!("v=spf1 {}{end}", terms.join(" "))
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
