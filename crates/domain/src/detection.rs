//! What is found out from an address alone: the servers of its mail, and where each was named.

use crate::mailbox::Security;

/// What a server does for an address.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Service {
    /// Mail is read there, and stays.
    Imap,
    /// Mail is fetched there.
    Pop3,
    /// Mail is handed over there (RFC 6409).
    Smtp,
}

impl Service {
    /// Every one, the best way to fetch first.
    pub const ALL: [Self; 3] = [Self::Imap, Self::Pop3, Self::Smtp];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Imap => "imap",
            Self::Pop3 => "pop3",
            Self::Smtp => "smtp",
        }
    }

    /// The usual port (RFC 8314 3.2, 3.3).
    #[must_use]
    pub const fn default_port(self, security: Security) -> u16 {
        match (self, security) {
            (Self::Imap, Security::Tls) => 993,
            (Self::Imap, Security::StartTls | Security::None) => 143,
            (Self::Pop3, Security::Tls) => 995,
            (Self::Pop3, Security::StartTls | Security::None) => 110,
            (Self::Smtp, Security::Tls) => 465,
            (Self::Smtp, Security::StartTls | Security::None) => 587,
        }
    }
}

/// What is written in the field for the user name, measured against the address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Username {
    /// The whole address.
    Address,
    /// What stands before the `@`.
    LocalPart,
    /// Something else.
    Other(String),
}

impl Username {
    /// The stable name of the form.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::LocalPart => "local_part",
            Self::Other(_) => "other",
        }
    }
}

/// Which password a server takes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PasswordUse {
    /// The account's own.
    Account,
    /// One that the account's owner makes for this program.
    App,
    /// None.
    Refused,
}

impl PasswordUse {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Account, Self::App, Self::Refused];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::App => "app",
            Self::Refused => "refused",
        }
    }
}

/// How one signs in at a server.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SignIn {
    /// Whether OAuth 2.0 is the server's way (RFC 7628).
    pub oauth: bool,
    /// Which password it takes.
    pub password: PasswordUse,
}

impl SignIn {
    /// The account's password, and nothing else.
    pub const PASSWORD: Self = Self { oauth: false, password: PasswordUse::Account };
}

/// A server, as somebody names it for an address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Server {
    /// What it does.
    pub service: Service,
    /// Its name, lower-case A-labels.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// Who signs in.
    pub username: Username,
    /// How.
    pub sign_in: SignIn,
}

/// Who named a server; the one to believe first stands first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Source {
    /// The domain's own settings file, over HTTPS.
    Autoconfig,
    /// A public collection of settings files.
    IspDatabase,
    /// The domain's service records (RFC 6186, RFC 8314 5.1).
    Srv,
    /// Whose the domain's mail exchangers are.
    Mx,
    /// The domain's answer to Outlook's question.
    Autodiscover,
    /// The domain's own settings file, over HTTP without encryption.
    PlainAutoconfig,
    /// The providers that Posthus knows.
    Preset,
    /// A usual name below the domain that exists.
    Guess,
}

impl Source {
    /// Every one, in order.
    pub const ALL: [Self; 8] = [
        Self::Autoconfig,
        Self::IspDatabase,
        Self::Srv,
        Self::Mx,
        Self::Autodiscover,
        Self::PlainAutoconfig,
        Self::Preset,
        Self::Guess,
    ];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Autoconfig => "autoconfig",
            Self::IspDatabase => "isp_database",
            Self::Srv => "srv",
            Self::Mx => "mx",
            Self::Autodiscover => "autodiscover",
            Self::PlainAutoconfig => "plain_autoconfig",
            Self::Preset => "preset",
            Self::Guess => "guess",
        }
    }
}

/// Reads the name of a server that a stranger wrote: lower-case A-labels, at least two of them.
///
/// RFC 1035 2.3.1, RFC 1123 2.1; an underscore is let through, since some hosts have one. A network
/// address is no name: no certificate would be for it.
#[must_use]
pub fn host_name(text: &str) -> Option<String> {
    let ascii = idna::domain_to_ascii(text.trim().trim_end_matches('.')).ok()?;
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_'))
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last_is_letters = |last: &str| last.bytes().any(|octet| octet.is_ascii_alphabetic());
    let (_, last) = ascii.rsplit_once('.')?;
    (ascii.len() <= 253 && ascii.split('.').all(is_label) && last_is_letters(last)).then_some(ascii)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_servers_are_names_and_nothing_else() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(host_name(text).as_deref(), expected, "{text:?}");
        };
        check(" IMAP.Example.org. ", Some("imap.example.org"));
        check("post.blåbær.example", Some("post.xn--blbr-roah.example"));
        check("a_b.example.org", Some("a_b.example.org"));
        for none in [
            "",
            ".",
            "localhost",
            "127.0.0.1",
            "[::1]",
            "169.254.169.254",
            "0x7f.1",
            "a b.example",
            "a..b",
            "x.example:993",
            "x.example/path",
            "user@x.example",
            "-x.example",
            "x-.example",
        ] {
            check(none, None);
        }
        check(&format!("{}.example", "a".repeat(64)), None);
        check(&"a.".repeat(128), None);
    }

    #[test]
    fn sources_are_listed_in_the_order_of_trust() {
        assert!(Source::ALL.is_sorted());
    }
}
