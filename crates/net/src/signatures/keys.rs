//! The keys that signers publish in DNS, in the place of mail-auth's cache.
//!
//! Which keys a mail asks for stands in it, so all are fetched before it is looked at, and the cache lacks none.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::time::Instant;

use futures_util::future::join_all;
use mail_auth::common::cache::NoCache;
use mail_auth::common::parse::TxtRecordParser;
use mail_auth::common::verify::{DomainKey, VerifySignature};
use mail_auth::hickory_resolver::proto::op::ResponseCode;
use mail_auth::{AuthenticatedMessage, Error, MX, Parameters, RecordSet, ResolverCache, Txt};

use super::KEYS_MAX;
use crate::dns::{DnsError, Resolver};

/// Keys by the name of their record, as mail-auth asks for it: with a dot at its end.
pub(super) struct Keys(HashMap<Box<str>, Known>);

struct Known {
    /// The record, where there is one.
    text: Option<String>,
    answer: Txt,
}

/// What mail-auth is asked with: our cache for keys, and none for what it needs no look-up for.
pub(super) type Asking<'x> = Parameters<
    'x,
    &'x AuthenticatedMessage<'x>,
    Keys,
    NoCache<Box<str>, RecordSet<MX>>,
    NoCache<Box<str>, RecordSet<Ipv4Addr>>,
    NoCache<Box<str>, RecordSet<Ipv6Addr>>,
    NoCache<IpAddr, RecordSet<Box<str>>>,
>;

impl Keys {
    /// Fetches the keys that a mail's signatures name.
    pub(super) async fn fetch(resolver: &dyn Resolver, message: &AuthenticatedMessage<'_>) -> Self {
        let dkim = message.dkim_headers.iter().map(|it| it.header.domain_key());
        let arc = message.ams_headers.iter().map(|it| it.header.domain_key());
        let seals = message.as_headers.iter().map(|it| it.header.domain_key());
        let mut names: Vec<String> = dkim.chain(arc).chain(seals).map(|name| fqdn(&name)).collect();
        names.sort_unstable();
        names.dedup();
        let asked = names.len().min(KEYS_MAX);
        let answers = join_all(names[..asked].iter().map(|name| resolver.texts(name))).await;
        let known = answers.into_iter().map(of_answer);
        let too_many = std::iter::repeat_with(|| failing("the mail names too many keys".to_owned()));
        Self(names.into_iter().map(String::into_boxed_str).zip(known.chain(too_many)).collect())
    }

    pub(super) fn asking<'x>(&'x self, message: &'x AuthenticatedMessage<'x>) -> Asking<'x> {
        Parameters {
            params: message,
            cache_txt: Some(self),
            cache_mx: None,
            cache_ptr: None,
            cache_ipv4: None,
            cache_ipv6: None,
        }
    }

    /// The record of a key, where there is one.
    pub(super) fn text(&self, selector: &str, domain: &str) -> Option<&str> {
        let name = fqdn(&format!("{selector}._domainkey.{domain}"));
        self.0.get(name.as_str()).and_then(|known| known.text.as_deref())
    }
}

/// The name as mail-auth looks it up.
fn fqdn(name: &str) -> String {
    format!("{}.", name.trim_end_matches('.').to_lowercase())
}

fn of_answer(answer: Result<Vec<String>, DnsError>) -> Known {
    match answer {
        Ok(texts) => key(texts),
        Err(DnsError::NoSuchName(_) | DnsError::NoAddress(_)) => absent(),
        Err(error @ (DnsError::Unavailable { .. } | DnsError::Bogus(_))) => failing(error.to_string()),
    }
}

/// RFC 6376 3.6.2.2: of several records the first that is a key.
fn key(texts: Vec<String>) -> Known {
    let mut found = absent();
    for text in texts {
        match DomainKey::parse(text.as_bytes()) {
            Ok(key) => return Known { text: Some(text), answer: Txt::DomainKey(Arc::new(key)) },
            Err(error) => found = Known { text: Some(text), answer: Txt::Error(error) },
        }
    }
    found
}

fn absent() -> Known {
    let none = mail_auth::DnsError::RecordNotFound(ResponseCode::NXDomain);
    Known { text: None, answer: Txt::Error(Error::Dns(none)) }
}

fn failing(cause: String) -> Known {
    Known { text: None, answer: Txt::Error(Error::Dns(mail_auth::DnsError::Resolver(cause))) }
}

impl ResolverCache<Box<str>, Txt> for Keys {
    fn get<Q>(&self, name: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.0.get(name).map(|known| known.answer.clone())
    }

    fn remove<Q>(&self, _: &Q) -> Option<Txt>
    where
        Box<str>: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        None
    }

    fn insert(&self, _: Box<str>, _: Txt, _: Instant) {}
}
