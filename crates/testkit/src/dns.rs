//! A scripted name server: a table of answers, and a real server on loopback that gives them.
//!
//! RFC 1035 over UDP, as much of it as a resolver needs: MX, A, AAAA, TXT, CNAME, PTR, SRV, TLSA; NXDOMAIN for names
//! that are not in the table, SERVFAIL and silence for those that are meant to fail. It signs nothing, and says of
//! names that are meant to be signed that their signatures are good, to whoever asks (RFC 6840 5.7).

mod message;
mod server;
pub mod signed;

use std::collections::{BTreeMap, BTreeSet};
use std::net::{Ipv4Addr, Ipv6Addr};

pub use server::DnsServer;

/// One record's data.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Record {
    /// A mail exchanger: preference, name; the name `.` is the null MX of RFC 7505.
    Mx(u16, String),
    /// An IPv4 address.
    A(Ipv4Addr),
    /// An IPv6 address.
    Aaaa(Ipv6Addr),
    /// A text; longer ones are split as RFC 1035 3.3.14 wants it.
    Txt(String),
    /// Another name for the same thing.
    Cname(String),
    /// The name of an address.
    Ptr(String),
    /// The host of a service (RFC 2782): priority, weight, port, name; the name `.` says that there is none.
    Srv(u16, u16, u16, String),
    /// What a server's certificate is (RFC 6698): usage, selector, matching type, data.
    Tlsa(u8, u8, u8, Vec<u8>),
}

/// What the server does about a name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// These records; those of the wanted type are sent, perhaps none.
    Records(Vec<Record>),
    /// RFC 1035 4.1.1, code 3: there is no such name.
    NoSuchName,
    /// RFC 1035 4.1.1, code 2: the server is unable to answer.
    ServerFailure,
    /// Nothing is sent; the resolver runs into its own deadline.
    Silence,
}

/// The table: names to answers.
///
/// ```
/// use testkit::dns::Zone;
/// let zone = Zone::new()
///     .mx("example.test", 10, "mx.example.test")
///     .a("mx.example.test", [127, 0, 0, 1])
///     .fails("broken.test");
/// # drop(zone);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Zone {
    answers: BTreeMap<String, Answer>,
    signed: BTreeSet<String>,
}

impl Zone {
    /// An empty table: every name is unknown.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a mail exchanger.
    #[must_use]
    pub fn mx(self, name: &str, preference: u16, host: &str) -> Self {
        self.record(name, Record::Mx(preference, host.to_owned()))
    }

    /// Adds the null MX: the domain takes no mail.
    #[must_use]
    pub fn null_mx(self, name: &str) -> Self {
        self.mx(name, 0, ".")
    }

    /// Adds an IPv4 address.
    #[must_use]
    pub fn a(self, name: &str, address: impl Into<Ipv4Addr>) -> Self {
        self.record(name, Record::A(address.into()))
    }

    /// Adds an IPv6 address.
    #[must_use]
    pub fn aaaa(self, name: &str, address: impl Into<Ipv6Addr>) -> Self {
        self.record(name, Record::Aaaa(address.into()))
    }

    /// Adds a text.
    #[must_use]
    pub fn txt(self, name: &str, text: &str) -> Self {
        self.record(name, Record::Txt(text.to_owned()))
    }

    /// Adds another name for `target`.
    #[must_use]
    pub fn cname(self, name: &str, target: &str) -> Self {
        self.record(name, Record::Cname(target.to_owned()))
    }

    /// Adds the name of an address, under its name in reverse (`7.2.0.192.in-addr.arpa`).
    #[must_use]
    pub fn ptr(self, reverse: &str, name: &str) -> Self {
        self.record(reverse, Record::Ptr(name.to_owned()))
    }

    /// Adds the host of a service, as of `_imaps._tcp.example.test`.
    #[must_use]
    pub fn srv(self, name: &str, (priority, weight): (u16, u16), (host, port): (&str, u16)) -> Self {
        self.record(name, Record::Srv(priority, weight, port, host.to_owned()))
    }

    /// Adds what a server's certificate is, under its port and name (`_25._tcp.mx.example.test`).
    #[must_use]
    pub fn tlsa(self, name: &str, (usage, selector, matching): (u8, u8, u8), data: &[u8]) -> Self {
        self.record(name, Record::Tlsa(usage, selector, matching, data.to_vec()))
    }

    /// Makes answers about a name proven ones.
    #[must_use]
    pub fn signed(mut self, name: &str) -> Self {
        self.signed.insert(key(name));
        self
    }

    /// Whether answers about `name` are proven ones.
    #[must_use]
    pub fn is_signed(&self, name: &str) -> bool {
        self.signed.contains(&key(name))
    }

    /// Makes a name answer SERVFAIL.
    #[must_use]
    pub fn fails(self, name: &str) -> Self {
        self.answer(name, Answer::ServerFailure)
    }

    /// Makes a name get no answer at all.
    #[must_use]
    pub fn is_silent(self, name: &str) -> Self {
        self.answer(name, Answer::Silence)
    }

    /// What the server does about `name`; names are compared as RFC 1035 2.3.3 wants it, without case.
    #[must_use]
    pub fn look_up(&self, name: &str) -> Answer {
        self.answers.get(&key(name)).cloned().unwrap_or(Answer::NoSuchName)
    }

    fn answer(mut self, name: &str, answer: Answer) -> Self {
        self.answers.insert(key(name), answer);
        self
    }

    fn record(mut self, name: &str, record: Record) -> Self {
        let answer = self.answers.entry(key(name)).or_insert_with(|| Answer::Records(Vec::new()));
        match answer {
            Answer::Records(records) => records.push(record),
            Answer::NoSuchName | Answer::ServerFailure | Answer::Silence => {
                *answer = Answer::Records(vec![record]);
            }
        }
        self
    }
}

fn key(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_without_case_and_last_dot() {
        let zone = Zone::new().a("Mx.Example.test", [127, 0, 0, 1]);
        let records = vec![Record::A(Ipv4Addr::LOCALHOST)];
        assert_eq!(zone.look_up("mx.example.TEST."), Answer::Records(records));
        assert_eq!(zone.look_up("example.test"), Answer::NoSuchName);
    }
}
