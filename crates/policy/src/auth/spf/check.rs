//! The walk over a domain's record and those that it includes (RFC 7208 4.6 to 6.1).

use std::net::IpAddr;

use super::macros::{DomainSpec, Values};
use super::record::{self, Directive, Mechanism, Qualifier, Record};
use super::{Client, Identity, LOOKUPS_MAX, NAMES_MAX, Spf, SpfResult, VOID_LOOKUPS_MAX};
use crate::auth::dns::{Answer, Answers, Lacking, Question};

/// Why a walk ends before it has found anything.
enum Stop {
    Lacking(Lacking),
    /// The result of the whole, and why.
    Over(SpfResult, String),
}

impl From<Lacking> for Stop {
    fn from(lacking: Lacking) -> Self {
        Self::Lacking(lacking)
    }
}

type Walked<T> = Result<T, Stop>;

pub(super) fn run(client: &Client, identity: Identity, answers: &Answers) -> Result<Spf, Lacking> {
    let (sender, domain) = match identity {
        Identity::MailFrom => (client.sender(), client.sender_domain()),
        Identity::Helo => (format!("postmaster@{}", client.helo), client.helo.to_ascii_lowercase()),
    };
    let mut walk = Walk { client, sender, answers, lookups: 0, voids: 0 };
    let (result, reason) = match walk.host(&domain) {
        Ok(found) => found,
        Err(Stop::Over(result, reason)) => (result, reason),
        Err(Stop::Lacking(lacking)) => return Err(lacking),
    };
    Ok(Spf { identity, domain, result, reason, lookups: walk.lookups, void_lookups: walk.voids })
}

struct Walk<'a> {
    client: &'a Client,
    sender: String,
    answers: &'a Answers,
    lookups: u32,
    voids: u32,
}

fn over<T>(result: SpfResult, reason: impl Into<String>) -> Walked<T> {
    Err(Stop::Over(result, reason.into()))
}

impl Walk<'_> {
    /// `check_host()`: the result, and why.
    fn host(&mut self, domain: &str) -> Walked<(SpfResult, String)> {
        let Some(record) = self.record(domain)? else {
            return Ok((SpfResult::None, format!("{domain} has no SPF record")));
        };
        let mut has_all = false;
        for directive in &record.directives {
            has_all |= directive.mechanism == Mechanism::All;
            if self.matches(directive, domain)? {
                let result = match directive.qualifier {
                    Qualifier::Pass => SpfResult::Pass,
                    Qualifier::Fail => SpfResult::Fail,
                    Qualifier::SoftFail => SpfResult::SoftFail,
                    Qualifier::Neutral => SpfResult::Neutral,
                };
                return Ok((
                    result,
                    format!("{} matches `{}` of {domain}", self.client.address, directive.text),
                ));
            }
        }
        // RFC 7208 6.1: a redirect beside `all` is never reached.
        match &record.redirect {
            Some(target) if !has_all => self.redirected(target, domain),
            Some(_) | None => Ok((SpfResult::Neutral, format!("nothing in the record of {domain} matches"))),
        }
    }

    fn redirected(&mut self, target: &DomainSpec, domain: &str) -> Walked<(SpfResult, String)> {
        self.count(domain)?;
        let target = self.expand(target, domain)?;
        match self.host(&target)? {
            // RFC 7208 6.1: a redirect to a domain without a record is a mistake.
            (SpfResult::None, _) => {
                over(SpfResult::PermError, format!("{domain} redirects to {target}, which has no SPF record"))
            }
            found => Ok(found),
        }
    }

    /// RFC 7208 4.3 to 4.6: the one record of a domain, read.
    fn record(&self, domain: &str) -> Walked<Option<Record>> {
        if !is_domain(domain) {
            return Ok(None);
        }
        let answer = self.answers.to(Question::Txt(domain.to_owned()))?;
        if let Answer::Unavailable(cause) = answer {
            return over(SpfResult::TempError, format!("DNS does not answer for {domain}: {cause}"));
        }
        let mut records = answer.texts().iter().filter(|text| record::is_record(text));
        let Some(text) = records.next() else { return Ok(None) };
        if records.next().is_some() {
            return over(SpfResult::PermError, format!("{domain} has more than one SPF record"));
        }
        match record::read(text) {
            Ok(record) => Ok(Some(record)),
            Err(fault) => over(
                SpfResult::PermError,
                format!("the SPF record of {domain} has the wrong term `{}`", fault.0),
            ),
        }
    }

    fn matches(&mut self, directive: &Directive, domain: &str) -> Walked<bool> {
        match &directive.mechanism {
            Mechanism::All => Ok(true),
            Mechanism::Network(network, prefix) => Ok(prefix.covers(*network, self.client.address)),
            Mechanism::Include(target) => self.includes(target, domain),
            Mechanism::A(target, prefix) => {
                self.count(domain)?;
                let name = self.target(target.as_ref(), domain)?;
                let addresses = self.addresses(&name)?;
                self.count_void(addresses.is_empty(), &name)?;
                Ok(addresses.into_iter().any(|address| prefix.covers(address, self.client.address)))
            }
            Mechanism::Mx(target, prefix) => {
                self.count(domain)?;
                let name = self.target(target.as_ref(), domain)?;
                for host in self.exchangers(&name)? {
                    let addresses = self.addresses(&host)?;
                    self.count_void(addresses.is_empty(), &host)?;
                    if addresses.into_iter().any(|address| prefix.covers(address, self.client.address)) {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Mechanism::Ptr(target) => {
                self.count(domain)?;
                let name = self.target(target.as_ref(), domain)?;
                Ok(self.validated()?.iter().any(|known| is_below(known, &name)))
            }
            Mechanism::Exists(target) => {
                self.count(domain)?;
                let name = self.expand(target, domain)?;
                let addresses = self.ask(Question::A(name.clone()), &name)?;
                self.count_void(addresses.is_empty(), &name)?;
                Ok(!addresses.is_empty())
            }
        }
    }

    /// RFC 7208 5.2: what the included record says of the client decides whether it matches.
    fn includes(&mut self, target: &DomainSpec, domain: &str) -> Walked<bool> {
        self.count(domain)?;
        let target = self.expand(target, domain)?;
        match self.host(&target)?.0 {
            SpfResult::Pass => Ok(true),
            SpfResult::Fail | SpfResult::SoftFail | SpfResult::Neutral => Ok(false),
            SpfResult::None | SpfResult::TempError | SpfResult::PermError => {
                over(SpfResult::PermError, format!("{domain} includes {target}, which has no SPF record"))
            }
        }
    }

    fn target(&mut self, target: Option<&DomainSpec>, domain: &str) -> Walked<String> {
        target.map_or_else(|| Ok(domain.to_owned()), |target| self.expand(target, domain))
    }

    fn expand(&mut self, target: &DomainSpec, domain: &str) -> Walked<String> {
        let validated = if target.needs_name() { self.validated()? } else { Vec::new() };
        // RFC 7208 7.3: the domain itself before one below it before any.
        let best = validated
            .iter()
            .find(|name| *name == domain)
            .or_else(|| validated.iter().find(|name| is_below(name, domain)))
            .or_else(|| validated.first());
        let values = Values {
            sender: &self.sender,
            domain,
            client: self.client.address,
            helo: &self.client.helo,
            validated: best.map_or("unknown", String::as_str),
        };
        Ok(target.expand(&values).to_ascii_lowercase())
    }

    /// RFC 7208 5.5: the client's names that lead back to it. Where DNS fails there are none.
    fn validated(&self) -> Walked<Vec<String>> {
        let names = self.answers.to(Question::Ptr(self.client.address))?.texts();
        let mut validated = Vec::new();
        for name in names.iter().take(NAMES_MAX) {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            let addresses = self.answers.to(self.question_of_address(&name))?.addresses();
            if addresses.contains(&self.client.address) {
                validated.push(name);
            }
        }
        Ok(validated)
    }

    fn exchangers(&mut self, name: &str) -> Walked<Vec<String>> {
        if !is_domain(name) {
            return Ok(Vec::new());
        }
        let hosts = match self.answers.to(Question::Mx(name.to_owned()))? {
            Answer::Unavailable(cause) => {
                return over(SpfResult::TempError, format!("DNS does not answer for {name}: {cause}"));
            }
            answer @ (Answer::Texts(_) | Answer::Addresses(_) | Answer::Nothing) => answer.texts().to_vec(),
        };
        if hosts.len() > NAMES_MAX {
            return over(SpfResult::PermError, format!("{name} has more than {NAMES_MAX} mail exchangers"));
        }
        self.count_void(hosts.is_empty(), name)?;
        Ok(hosts)
    }

    /// RFC 7208 5: of the kind that the client's own address is of.
    fn question_of_address(&self, name: &str) -> Question {
        if self.client.address.is_ipv4() {
            Question::A(name.to_owned())
        } else {
            Question::Aaaa(name.to_owned())
        }
    }

    fn addresses(&self, name: &str) -> Walked<Vec<IpAddr>> {
        self.ask(self.question_of_address(name), name)
    }

    fn ask(&self, question: Question, name: &str) -> Walked<Vec<IpAddr>> {
        if !is_domain(name) {
            return Ok(Vec::new());
        }
        match self.answers.to(question)? {
            Answer::Unavailable(cause) => {
                over(SpfResult::TempError, format!("DNS does not answer for {name}: {cause}"))
            }
            answer @ (Answer::Texts(_) | Answer::Addresses(_) | Answer::Nothing) => {
                Ok(answer.addresses().to_vec())
            }
        }
    }

    fn count(&mut self, domain: &str) -> Walked<()> {
        self.lookups += 1;
        if self.lookups > LOOKUPS_MAX {
            let reason =
                format!("the record asks DNS more than {LOOKUPS_MAX} times, the last time for {domain}");
            return over(SpfResult::PermError, reason);
        }
        Ok(())
    }

    fn count_void(&mut self, is_void: bool, name: &str) -> Walked<()> {
        self.voids += u32::from(is_void);
        if self.voids > VOID_LOOKUPS_MAX {
            let reason =
                format!("more than {VOID_LOOKUPS_MAX} names of the record do not exist, the last one {name}");
            return over(SpfResult::PermError, reason);
        }
        Ok(())
    }
}

/// RFC 7208 4.3: what is no name of several labels has no record.
fn is_domain(name: &str) -> bool {
    name.len() <= 253
        && name.contains('.')
        && name.split('.').all(|label| (1..=63).contains(&label.len()))
        && !name.starts_with('[')
}

fn is_below(name: &str, domain: &str) -> bool {
    name.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}
