//! What a domain's SPF record says to its owner: whom it lets send, and how much it asks of DNS, whoever the client
//! is. [`super::check`] answers for one client and stops at the first match; this walks all of it.

use super::VOID_LOOKUPS_MAX;
use super::macros::DomainSpec;
use super::record::{self, Directive, Mechanism, Qualifier, Record};
use super::term;
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
    /// What lets everybody send; `None` where nothing does.
    pub everybody: Option<Everybody>,
    /// Why receivers take none of it.
    pub fault: Option<Fault>,
}

/// What lets everybody send, or everybody who has an address of one kind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Everybody {
    /// The term of the record itself that does so, or that leads to another's that does.
    pub term: String,
    /// Whether it does so itself.
    pub is_own: bool,
    /// Whether it is `all`; else it is a network without a bit that counts, of one kind of address.
    pub is_all: bool,
}

/// What makes all of a record void, though it can be read itself (RFC 7208 2.6.7).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// RFC 7208 5.2, 6.1: a term leads to a domain without one record that counts.
    Target {
        /// The term.
        term: String,
        /// Whether it stands in the record itself, not in one that this one includes.
        is_own: bool,
    },
    /// A term of a record that this one includes cannot be read.
    Term(String),
    /// RFC 7208 4.6.4: more than two terms ask for names that are not there; the last of them.
    Voids(String),
}

impl Facts {
    /// Whether this mechanism, as `include:spf.example.net`, is among them, or a network that holds its one.
    #[must_use]
    pub fn has(&self, term: &str) -> bool {
        self.terms.iter().any(|known| known.eq_ignore_ascii_case(term) || term::holds(known, term))
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
    look_at(text, domain, answers)
}

/// Looks at a text as if it were the record of a domain: what came of it if it were published.
///
/// # Errors
/// The question whose answer is lacking.
pub fn look_at(text: &str, domain: &str, answers: &Answers) -> Result<Survey, Lacking> {
    let record = match record::read(text) {
        Ok(record) => record,
        Err(fault) => return Ok(Survey::Unreadable { text: text.to_owned(), term: fault.0 }),
    };
    let mut walk = Walk { answers, lookups: 0, voids: 0, terms: Vec::new(), everybody: None, fault: None };
    Ok(match walk.over(&record, Place { domain, depth: 0, lets_send: true, via: None })? {
        Some(cause) => Survey::NoAnswer(cause),
        None => Survey::Found(Facts {
            text: text.to_owned(),
            lookups: walk.lookups,
            terms: walk.terms,
            everybody: walk.everybody,
            fault: walk.fault,
        }),
    })
}

/// A term that makes a record unreadable, at most 80 characters of it; `None` of one that can be read.
#[must_use]
pub fn wrong_term(text: &str) -> Option<String> {
    record::read(text).err().map(|fault| fault.0)
}

/// A question about a name.
type Kind = fn(String) -> Question;

/// Where a walk is.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// Whose record it is.
    domain: &'a str,
    /// How many records lead there.
    depth: usize,
    /// Whether who is let send there is let send by the first record.
    lets_send: bool,
    /// The term of the first record that leads there; `None` while it is that one.
    via: Option<&'a str>,
}

struct Walk<'a> {
    answers: &'a Answers,
    lookups: u32,
    voids: u32,
    terms: Vec<String>,
    everybody: Option<Everybody>,
    fault: Option<Fault>,
}

impl Walk<'_> {
    /// Walks over the record of a domain; a sentence where DNS does not answer for a part of it.
    fn over(&mut self, record: &Record, place: Place<'_>) -> Result<Option<String>, Lacking> {
        for directive in &record.directives {
            let lets_send = place.lets_send && directive.qualifier == Qualifier::Pass;
            if lets_send {
                self.terms.push(directive.text.trim_start_matches('+').to_ascii_lowercase());
                self.note_everybody(directive, place);
            }
            match &directive.mechanism {
                // RFC 7208 5.1: it matches always, and what stands behind it is never reached, a redirect neither.
                Mechanism::All => return Ok(None),
                Mechanism::Network(..) => {}
                Mechanism::Include(target) => {
                    self.lookups += 1;
                    if let Some(cause) =
                        self.within((target, &directive.text), Place { lets_send, ..place })?
                    {
                        return Ok(Some(cause));
                    }
                }
                Mechanism::A(..) | Mechanism::Mx(..) | Mechanism::Ptr(_) | Mechanism::Exists(_) => {
                    self.lookups += 1;
                    self.count_void(directive, place.domain)?;
                }
            }
        }
        let Some(target) = record.redirect.as_ref() else { return Ok(None) };
        self.lookups += 1;
        let name = target.plain().unwrap_or_default();
        if !name.is_empty() && place.lets_send {
            // Whom the other record lets send, this one does, too.
            self.terms.push(format!("include:{}", name.to_ascii_lowercase()));
        }
        self.within((target, &format!("redirect={name}")), place)
    }

    fn note_everybody(&mut self, directive: &Directive, place: Place<'_>) {
        let (is_open, is_all) = match &directive.mechanism {
            Mechanism::All => (true, true),
            Mechanism::Network(network, prefix) => (prefix.covers_all_like(*network), false),
            Mechanism::A(_, prefix) | Mechanism::Mx(_, prefix) => (prefix.covers_all_of_a_kind(), false),
            Mechanism::Include(_) | Mechanism::Ptr(_) | Mechanism::Exists(_) => (false, false),
        };
        // `all` says more than what was found before it.
        let is_news = self.everybody.as_ref().is_none_or(|known| is_all && !known.is_all);
        if is_open && is_news {
            let term = place.via.unwrap_or(&directive.text).to_owned();
            self.everybody = Some(Everybody { term, is_own: place.via.is_none(), is_all });
        }
    }

    /// The record that a term of the one at a place leads to.
    fn within(
        &mut self,
        (target, term): (&DomainSpec, &str),
        from: Place<'_>,
    ) -> Result<Option<String>, Lacking> {
        let Some(name) = target.plain() else { return Ok(None) };
        if from.depth >= DEPTH_MAX || self.lookups >= COUNTED_MAX {
            return Ok(None);
        }
        let name = name.to_ascii_lowercase();
        let answer = self.answers.to(Question::Txt(name.clone()))?;
        if let Answer::Unavailable(cause) = answer {
            return Ok(Some(cause.clone()));
        }
        let records: Vec<&String> = answer.texts().iter().filter(|text| record::is_record(text)).collect();
        let [text] = records.as_slice() else {
            let fault = || Fault::Target { term: term.to_owned(), is_own: from.depth == 0 };
            self.fault.get_or_insert_with(fault);
            return Ok(None);
        };
        match record::read(text) {
            Ok(record) => {
                let via = Some(from.via.unwrap_or(term));
                self.over(&record, Place { domain: &name, depth: from.depth + 1, via, ..from })
            }
            Err(wrong) => {
                self.fault.get_or_insert(Fault::Term(wrong.0));
                Ok(None)
            }
        }
    }

    /// Counts a term that asks for a name that is not there, whatever the kind of the client's address.
    fn count_void(&mut self, directive: &Directive, domain: &str) -> Result<(), Lacking> {
        if self.lookups >= COUNTED_MAX || self.fault.is_some() {
            return Ok(());
        }
        let of = |target: &Option<DomainSpec>| match target {
            Some(target) => target.plain().map(str::to_ascii_lowercase),
            None => Some(domain.to_owned()),
        };
        let (name, kinds): (Option<String>, &[Kind]) = match &directive.mechanism {
            Mechanism::A(target, _) => (of(target), &[Question::A, Question::Aaaa]),
            Mechanism::Mx(target, _) => (of(target), &[Question::Mx]),
            Mechanism::Exists(target) => (target.plain().map(str::to_ascii_lowercase), &[Question::A]),
            // Whose names are asked for hangs on the client.
            Mechanism::Ptr(_) | Mechanism::All | Mechanism::Network(..) | Mechanism::Include(_) => {
                (None, &[])
            }
        };
        let Some(name) = name else { return Ok(()) };
        for kind in kinds {
            if *self.answers.to(kind(name.clone()))? != Answer::Nothing {
                return Ok(());
            }
        }
        self.voids += 1;
        if self.voids > VOID_LOOKUPS_MAX {
            self.fault = Some(Fault::Voids(directive.text.clone()));
        }
        Ok(())
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
        assert_eq!(facts.everybody, None);
    }

    #[test]
    fn what_stands_behind_all_is_never_reached() {
        let found = looked(&[
            (
                "a.test",
                "TXT",
                "v=spf1 include:b.test -all include:c.test a:gone1.test a:gone2.test a:gone3.test",
            ),
            ("b.test", "TXT", "v=spf1 ip4:192.0.2.1 ?all include:c.test redirect=c.test"),
            ("c.test", "TXT", "v=spf1 ip4:192.0.2.2 -all"),
        ]);
        let Survey::Found(facts) = found else { panic!("{found:?}") };
        assert!(facts.has("include:b.test") && !facts.has("include:c.test"), "{facts:?}");
        assert_eq!((facts.lookups, facts.fault), (1, None));
    }

    #[test]
    fn whoever_lets_everybody_send_is_found_wherever_a_pass_leads() {
        let everybody = |text: &str| {
            let found = looked(&[
                ("a.test", "TXT", text),
                ("open.test", "TXT", "v=spf1 +all"),
                ("led.test", "TXT", "v=spf1 include:open.test -all"),
                ("wide.test", "TXT", "v=spf1 ip6:::/0 ip4:0.0.0.0/0 -all"),
                ("shut.test", "TXT", "v=spf1 -include:open.test ~all"),
            ]);
            let Survey::Found(facts) = found else { panic!("{found:?}") };
            facts.everybody.map(|it| (it.term, it.is_own, it.is_all))
        };
        let found = |term: &str, is_own, is_all| Some((term.to_owned(), is_own, is_all));
        assert_eq!(everybody("v=spf1 all"), found("all", true, true));
        assert_eq!(everybody("v=spf1 ip4:0.0.0.0/0 -all"), found("ip4:0.0.0.0/0", true, false));
        assert_eq!(everybody("v=spf1 mx//0 -all"), found("mx//0", true, false));
        assert_eq!(everybody("v=spf1 ip4:0.0.0.0/0 +all"), found("+all", true, true));
        assert_eq!(everybody("v=spf1 include:led.test -all"), found("include:led.test", false, true));
        assert_eq!(everybody("v=spf1 redirect=open.test"), found("redirect=open.test", false, true));
        assert_eq!(everybody("v=spf1 include:wide.test -all"), found("include:wide.test", false, false));
        for closed in ["-include:open.test -all", "include:shut.test -all", "-all +all", "ip4:1.2.3.4/1 -all"]
        {
            assert_eq!(everybody(&format!("v=spf1 {closed}")), None, "{closed}");
        }
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
        assert!(open.everybody.is_some());
    }

    #[test]
    fn what_makes_receivers_take_none_of_a_record_is_found() {
        let fault = |records: &[(&'static str, &'static str, &str)]| {
            let Survey::Found(facts) = looked(records) else { panic!("a record") };
            facts.fault
        };
        let own = ("a.test", "TXT", "v=spf1 include:gone.test -all");
        let target = |term: &str, is_own| Some(Fault::Target { term: term.to_owned(), is_own });
        assert_eq!(fault(&[own]), target("include:gone.test", true));
        let twice = [own, ("gone.test", "TXT", "v=spf1 -all"), ("gone.test", "TXT", "v=spf1 mx -all")];
        assert_eq!(fault(&twice), target("include:gone.test", true));
        let led = [("a.test", "TXT", "v=spf1 redirect=gone.test")];
        assert_eq!(fault(&led), target("redirect=gone.test", true));
        let within = [
            ("a.test", "TXT", "v=spf1 include:b.test -all"),
            ("b.test", "TXT", "v=spf1 include:gone.test -all"),
        ];
        assert_eq!(fault(&within), target("include:gone.test", false));
        let broken = [own, ("gone.test", "TXT", "v=spf1 ip4:no -all")];
        assert_eq!(fault(&broken), Some(Fault::Term("ip4:no".to_owned())));
        let voids = |record| fault(&[("a.test", "TXT", record), ("here.test", "A", "192.0.2.1")]);
        assert_eq!(voids("v=spf1 a:one.test mx:two.test a:here.test exists:%{i}.x.test -all"), None);
        let third = Some(Fault::Voids("a:three.test".to_owned()));
        assert_eq!(voids("v=spf1 a:one.test mx:two.test a:three.test -all"), third);
        let silent =
            [("a.test", "TXT", "v=spf1 a:s1.test a:s2.test a:s3.test -all"), ("s1.test", "FAIL", "")];
        assert_eq!(fault(&silent), None, "silence is not absence");
    }

    #[test]
    fn a_record_that_includes_itself_ends() {
        let found = looked(&[("a.test", "TXT", "v=spf1 include:a.test include:a.test ~all")]);
        let Survey::Found(facts) = found else { panic!("{found:?}") };
        assert!(facts.lookups > super::super::LOOKUPS_MAX);
    }
}
