//! Whether a client may send mail for a domain: `check_host()` of RFC 7208 4.

mod check;
mod macros;
mod record;
pub mod survey;
pub mod term;

use std::net::IpAddr;

use super::dns::{Answers, Lacking};

/// RFC 7208 4.6.4: terms of all records together that ask DNS.
pub const LOOKUPS_MAX: u32 = 10;
/// RFC 7208 4.6.4: of the questions that these ask, those that may come to nothing.
pub const VOID_LOOKUPS_MAX: u32 = 2;
/// RFC 7208 4.6.4: exchangers, or names of the client, that one term looks at.
pub const NAMES_MAX: usize = 10;

/// RFC 7208 2.6: what came of it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SpfResult {
    /// The domain says nothing about its clients.
    None,
    /// The domain says nothing about this one.
    Neutral,
    /// The client may.
    Pass,
    /// The client may not.
    Fail,
    /// The client probably may not.
    SoftFail,
    /// DNS does not answer for now.
    TempError,
    /// The domain's records cannot be read, or ask too much.
    PermError,
}

impl SpfResult {
    /// The word of RFC 8601 2.7.2.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Neutral => "neutral",
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::SoftFail => "softfail",
            Self::TempError => "temperror",
            Self::PermError => "permerror",
        }
    }
}

/// Who connected, and as whom.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Client {
    /// The address that connected.
    pub address: IpAddr,
    /// The name it greeted with.
    pub helo: String,
    /// The return path; empty for reports.
    pub mail_from: String,
}

/// Whose word is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Identity {
    /// The domain of the return path.
    MailFrom,
    /// The name of the greeting.
    Helo,
}

impl Identity {
    /// The property of RFC 8601 2.7.2.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MailFrom => "mailfrom",
            Self::Helo => "helo",
        }
    }
}

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spf {
    /// Whose word was looked at.
    pub identity: Identity,
    /// The domain whose word it is.
    pub domain: String,
    /// What came of it.
    pub result: SpfResult,
    /// Why, in one sentence.
    pub reason: String,
    /// Terms that asked DNS.
    pub lookups: u32,
    /// Questions that came to nothing.
    pub void_lookups: u32,
}

impl Spf {
    /// Nobody looked: the client is not known.
    #[must_use]
    pub fn unchecked(identity: Identity) -> Self {
        let reason = "it is not known who brought the mail".to_owned();
        let (domain, result) = (String::new(), SpfResult::None);
        Self { identity, domain, result, reason, lookups: 0, void_lookups: 0 }
    }
}

impl Client {
    /// RFC 7208 2.4: the sender; where there is none it is the postmaster of the greeting.
    #[must_use]
    pub fn sender(&self) -> String {
        if self.mail_from.is_empty() {
            return format!("postmaster@{}", self.helo);
        }
        match self.mail_from.rsplit_once('@') {
            // RFC 7208 4.3: without a local part it is the postmaster.
            Some(("", domain)) => format!("postmaster@{domain}"),
            Some(_) => self.mail_from.clone(),
            None => format!("postmaster@{}", self.mail_from),
        }
    }

    /// The domain of the sender, as it is looked up.
    #[must_use]
    pub fn sender_domain(&self) -> String {
        let sender = self.sender();
        let domain = sender.rsplit_once('@').map_or("", |(_, domain)| domain);
        domain.trim_end_matches('.').to_ascii_lowercase()
    }
}

/// Whether the client may send mail for this identity.
///
/// # Errors
/// The question whose answer is lacking.
pub fn check(client: &Client, identity: Identity, answers: &Answers) -> Result<Spf, Lacking> {
    check::run(client, identity, answers)
}

#[cfg(test)]
mod tests;
