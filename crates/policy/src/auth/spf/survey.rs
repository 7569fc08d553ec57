//! What a domain's SPF record says to its owner: whom it lets send, and how much it asks of DNS, whoever the client
//! is. [`super::check`] answers for one client and stops at the first match; this walks all of it.

use super::macros::DomainSpec;
use super::record::{self, Mechanism, Qualifier, Record};
use crate::auth::dns::{Answer, Answers, Lacking, Question};

/// Where a walk stops counting: far above the limit of RFC 7208 4.6.4, so that the number can be told.
const COUNTED_MAX: u32 = 40;
/// Records within records that are followed.
const DEPTH_MAX: usize = 10;

/// What was found at a domain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Survey {
    /// No record.
    None,
    /// RFC 7208 4.5: several, so that none counts.
    Several(Vec<String>),
    /// A record with a wrong term.
    Unreadable {
        /// The record.
        text: String,
        /// The term.
        term: String,
    },
    /// DNS does not answer for the record or for one that it includes; the sentence says why.
    NoAnswer(String),
    /// A record.
    Found(Facts),
}

/// What a record says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Facts {
    /// The record.
    pub text: String,
    /// Terms that ask DNS, those of included records among them.
    pub lookups: u32,
    /// Every mechanism of it and of the records it includes, lower-case, without `+`.
    pub terms: Vec<String>,
    /// Whether it lets everybody send.
    pub allows_everybody: bool,
}

impl Facts {
    /// Whether this mechanism, as `include:spf.example.net`, is among them.
    #[must_use]
    pub fn has(&self, term: &str) -> bool {
        self.terms.iter().any(|known| known.eq_ignore_ascii_case(term))
    }
}

/// Looks at the record of a domain.
///
/// # Errors
/// The question whose answer is lacking.
pub fn look(domain: &str, answers: &Answers) -> Result<Survey, Lacking> {
    let answer = answers.to(Question::Txt(domain.to_owned()))?;
    if let Answer::Unavailable(cause) = answer {
        return Ok(Survey::NoAnswer(cause.clone()));
    }
    let records: Vec<String> =
        answer.texts().iter().filter(|text| record::is_record(text)).map(|text| (*text).clone()).collect();
    let [text] = records.as_slice() else {
        return Ok(if records.is_empty() { Survey::None } else { Survey::Several(records) });
    };
    let record = match record::read(text) {
        Ok(record) => record,
        Err(fault) => return Ok(Survey::Unreadable { text: text.clone(), term: fault.0 }),
    };
    let allows_everybody =
        record.directives.iter().any(|it| it.mechanism == Mechanism::All && it.qualifier == Qualifier::Pass);
    let mut walk = Walk { answers, lookups: 0, terms: Vec::new() };
    Ok(match walk.over(&record, 0)? {
        Some(cause) => Survey::NoAnswer(cause),
        None => Survey::Found(Facts {
            text: text.clone(),
            lookups: walk.lookups,
            terms: walk.terms,
            allows_everybody,
        }),
    })
}

struct Walk<'a> {
    answers: &'a Answers,
    lookups: u32,
    terms: Vec<String>,
}

impl Walk<'_> {
    /// Walks over a record; a sentence where DNS does not answer for a part of it.
    fn over(&mut self, record: &Record, depth: usize) -> Result<Option<String>, Lacking> {
        for directive in &record.directives {
            if directive.qualifier == Qualifier::Pass {
                self.terms.push(directive.text.trim_start_matches('+').to_ascii_lowercase());
            }
            let followed = match &directive.mechanism {
                Mechanism::All | Mechanism::Network(..) => continue,
                Mechanism::Include(target) => Some(target),
                Mechanism::A(..) | Mechanism::Mx(..) | Mechanism::Ptr(_) | Mechanism::Exists(_) => None,
            };
            self.lookups += 1;
            if let Some(cause) = self.within(followed, depth)? {
                return Ok(Some(cause));
            }
        }
        let has_all = record.directives.iter().any(|it| it.mechanism == Mechanism::All);
        // RFC 7208 6.1: a redirect beside `all` is never reached.
        let Some(target) = record.redirect.as_ref().filter(|_| !has_all) else { return Ok(None) };
        self.lookups += 1;
        if let Some(name) = target.plain() {
            // Whom the other record lets send, this one does, too.
            self.terms.push(format!("include:{}", name.to_ascii_lowercase()));
        }
        self.within(Some(target), depth)
    }

    fn within(&mut self, target: Option<&DomainSpec>, depth: usize) -> Result<Option<String>, Lacking> {
        let Some(name) = target.and_then(DomainSpec::plain) else { return Ok(None) };
        if depth >= DEPTH_MAX || self.lookups >= COUNTED_MAX {
            return Ok(None);
        }
        let answer = self.answers.to(Question::Txt(name.to_ascii_lowercase()))?;
        if let Answer::Unavailable(cause) = answer {
            return Ok(Some(cause.clone()));
        }
        let text = answer.texts().iter().find(|text| record::is_record(text));
        match text.map(|text| record::read(text)) {
            Some(Ok(record)) => self.over(&record, depth + 1),
            Some(Err(_)) | None => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::dns::zone::Zone;

    fn looked(records: &[(&'static str, &'static str, &str)]) -> Survey {
        Zone::new(records).ask(|answers| look("a.test", answers)).0
    }

    #[test]
    fn included_records_are_counted_with_it() {
        let found = looked(&[
            ("a.test", "TXT", "something else"),
            ("a.test", "TXT", "v=spf1 mx include:b.test ip4:192.0.2.1 -include:d.test redirect=c.test"),
            ("b.test", "TXT", "v=spf1 a:x.test include:c.test -all"),
            ("c.test", "TXT", "v=spf1 exists:%{i}.x.test ~all"),
            ("d.test", "TXT", "v=spf1 -all"),
        ]);
        let Survey::Found(facts) = found else { panic!("{found:?}") };
        // mx, include b (a, include c (exists)), include d, redirect c (exists).
        assert_eq!(facts.lookups, 8);
        assert!(facts.has("include:b.test") && facts.has("INCLUDE:C.test") && facts.has("ip4:192.0.2.1"));
        assert!(!facts.has("include:d.test"), "what is refused is not let send");
        assert!(!facts.allows_everybody);
    }

    #[test]
    fn what_stands_in_the_way_is_told_apart() {
        assert_eq!(looked(&[]), Survey::None);
        let two = looked(&[("a.test", "TXT", "v=spf1 -all"), ("a.test", "TXT", "v=spf1 mx -all")]);
        assert_eq!(two, Survey::Several(vec!["v=spf1 -all".to_owned(), "v=spf1 mx -all".to_owned()]));
        let (text, term) = ("v=spf1 ip4:no ~all".to_owned(), "ip4:no".to_owned());
        assert_eq!(looked(&[("a.test", "TXT", "v=spf1 ip4:no ~all")]), Survey::Unreadable { text, term });
        let silent = looked(&[("a.test", "TXT", "v=spf1 include:b.test -all"), ("b.test", "FAIL", "")]);
        assert_eq!(silent, Survey::NoAnswer("SERVFAIL".to_owned()));
        let Survey::Found(open) = looked(&[("a.test", "TXT", "v=spf1 +all")]) else { panic!() };
        assert!(open.allows_everybody);
    }

    #[test]
    fn a_record_that_includes_itself_ends() {
        let found = looked(&[("a.test", "TXT", "v=spf1 include:a.test include:a.test ~all")]);
        let Survey::Found(facts) = found else { panic!("{found:?}") };
        assert!(facts.lookups > super::super::LOOKUPS_MAX);
    }
}
