//! Whether a text is an address that mail can be sent to: what it says by itself, and what DNS says of its domain.
//!
//! RFC 5321 4.1.2, RFC 5322 3.4.1 and RFC 6531 3.3 for its form. A name server that does not answer never makes an
//! address bad: it is `unknown` then.

mod lists;
mod typo;

use domain::{AddressError, EmailAddress};

use crate::detection::Provider;

/// What an address says by itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Form {
    /// The address as it is mailed, or why it is none.
    pub address: Result<EmailAddress, AddressError>,
    /// Whether comments (RFC 5322 3.2.2) were taken out.
    pub had_comment: bool,
    /// Whether its local part is quoted.
    pub is_quoted: bool,
    /// Whether its domain is a network address in brackets (RFC 5321 4.1.3).
    pub is_literal: bool,
    /// Whether its domain ends in a suffix under which names can be had; `true` of literals.
    pub has_known_suffix: bool,
    /// What it was probably meant to be.
    pub suggestion: Option<EmailAddress>,
    /// Whether it is a function's, as `post` or `info`.
    pub is_role: bool,
    /// Whether its domain gives out mailboxes for an hour.
    pub is_disposable: bool,
}

/// What DNS says of a domain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum MailHosts {
    /// Nobody asked.
    NotAsked,
    /// It has exchangers.
    Exchangers(Vec<String>),
    /// RFC 5321 5.1: it has none, and is its own.
    Implicit,
    /// RFC 7505: it takes no mail.
    NullMx,
    /// It exists, and has neither exchanger nor address; or it is a network address that mail is not sent to.
    NoHost,
    /// It does not exist.
    NoDomain,
    /// No answer; the sentence says why.
    Unknown(String),
}

/// What is to be thought of an address.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Judgement {
    /// Mail can be sent to it.
    Good,
    /// It is one, and probably not the one that was meant.
    Doubtful,
    /// Nothing can be sent to it.
    Bad,
    /// DNS did not say.
    Unknown,
}

impl Judgement {
    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Doubtful => "doubtful",
            Self::Bad => "bad",
            Self::Unknown => "unknown",
        }
    }
}

impl MailHosts {
    /// The stable name.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::NotAsked => "not-asked",
            Self::Exchangers(_) => "mx",
            Self::Implicit => "implicit-mx",
            Self::NullMx => "null-mx",
            Self::NoHost => "no-mx-and-no-address",
            Self::NoDomain => "no-such-domain",
            Self::Unknown(_) => "unknown",
        }
    }
}

/// The part of a name that somebody registered, as `example.no` of `mx1.post.example.no`.
#[must_use]
pub fn registrable_domain(name: &str) -> Option<&str> {
    lists::registrable(name)
}

/// Whether a name is a public suffix, as `co.uk`: nobody's own.
#[must_use]
pub fn is_public_suffix(name: &str) -> bool {
    lists::is_suffix(name)
}

/// Whether a domain is one at which many people have their mailbox, so that it is nobody's own; also one that a provider
/// whose settings are known gives out addresses at. A domain of one's own that a provider hosts is none.
#[must_use]
pub fn is_shared_by_many(domain: &str) -> bool {
    lists::is_shared(domain) || Provider::of_domain(domain).is_some()
}

/// Reads an address.
#[must_use]
pub fn read(text: &str) -> Form {
    let (bare, had_comment) = without_comments(text.trim());
    let address = bare.parse::<EmailAddress>();
    let known = address.as_ref().ok();
    let domain = known.map(EmailAddress::domain).unwrap_or_default();
    let is_literal = domain.starts_with('[');
    let suggestion = known.filter(|_| !is_literal && !lists::is_shared(domain)).and_then(suggestion);
    // Domains one slip away from a provider's stand on such lists, too: whoever writes one did not choose it.
    let is_disposable = suggestion.is_none() && lists::is_disposable(domain);
    Form {
        had_comment,
        is_quoted: known.is_some_and(|address| address.local().starts_with('"')),
        is_literal,
        has_known_suffix: is_literal || lists::has_known_suffix(domain),
        suggestion,
        is_role: known.is_some_and(|address| lists::is_role(address.local())),
        is_disposable,
        address,
    }
}

fn suggestion(address: &EmailAddress) -> Option<EmailAddress> {
    let domain = typo::meant(address.domain(), lists::providers())?;
    format!("{}@{domain}", address.local()).parse().ok()
}

/// RFC 5322 3.2.2: comments may stand around the parts of an address; RFC 5321 has none.
fn without_comments(text: &str) -> (String, bool) {
    let (mut bare, mut depth, mut quoted, mut escaped) =
        (String::with_capacity(text.len()), 0_u32, false, false);
    for character in text.chars() {
        let is_escaped = std::mem::take(&mut escaped);
        match character {
            '\\' if !is_escaped => escaped = true,
            '"' if !is_escaped && depth == 0 => quoted = !quoted,
            '(' if !quoted && !is_escaped => depth += 1,
            ')' if !quoted && !is_escaped && depth > 0 => {
                depth -= 1;
                continue;
            }
            _ => {}
        }
        if depth == 0 {
            bare.push(character);
        }
    }
    let had_comment = depth == 0 && bare.len() < text.len();
    if had_comment { (bare.trim().to_owned(), true) } else { (text.to_owned(), false) }
}

/// Puts both together.
#[must_use]
pub fn judge(form: &Form, hosts: &MailHosts) -> Judgement {
    if form.address.is_err() {
        return Judgement::Bad;
    }
    match hosts {
        MailHosts::NullMx | MailHosts::NoHost | MailHosts::NoDomain => Judgement::Bad,
        MailHosts::Unknown(_) => Judgement::Unknown,
        MailHosts::NotAsked | MailHosts::Exchangers(_) | MailHosts::Implicit => {
            let is_doubtful = form.suggestion.is_some() || form.is_disposable || !form.has_known_suffix;
            if is_doubtful { Judgement::Doubtful } else { Judgement::Good }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn meant(text: &str) -> Option<String> {
        read(text).suggestion.map(|address| address.to_string())
    }

    #[test]
    fn forms_are_read_as_the_rfcs_write_them() {
        let plain = read("kari(at work)@example.no");
        assert_eq!(plain.address.unwrap().to_string(), "kari@example.no");
        assert!(plain.had_comment && plain.has_known_suffix && !plain.is_quoted);
        let quoted = read("\"kari (ikke ute)\"@example.no");
        assert!(quoted.is_quoted && !quoted.had_comment && quoted.address.is_ok());
        assert!(read("root@[IPv6:2001:db8::1]").is_literal);
        assert!(read("kari@blåbær.no").has_known_suffix);
        assert!(read("kari").address.is_err() && read("kari(x@example.no").address.is_err());
    }

    #[test]
    fn suffixes_are_those_of_registries() {
        let known = |text: &str| read(text).has_known_suffix;
        assert_eq!(registrable_domain("mx1.post.example.no"), Some("example.no"));
        assert_eq!(registrable_domain("a.b.example.co.uk"), Some("example.co.uk"));
        assert_eq!(registrable_domain("example.no"), Some("example.no"));
        assert_eq!(registrable_domain("co.uk"), None);
        assert!(known("a@example.co.uk") && known("a@etat.kommune.no") && known("a@example.museum"));
        assert!(!known("a@example.nno") && !known("a@intranet"));
        // A suffix by itself is nobody's domain.
        assert!(!known("a@co.uk"));
    }

    #[test]
    fn typing_mistakes_at_known_providers_are_pointed_out() {
        let check =
            |text: &str, expected: Option<&str>| assert_eq!(meant(text).as_deref(), expected, "{text}");
        check("kari@hotmial.com", Some("kari@hotmail.com"));
        check("kari@gmial.com", Some("kari@gmail.com"));
        check("kari@gmail.con", Some("kari@gmail.com"));
        check("kari@outlok.com", Some("kari@outlook.com"));
        check("kari@onlin.no", Some("kari@online.no"));
        check("kari@telia.com", None);
        check("kari@hotmail.no", None);
        check("kari@mail.com", None);
        check("kari@example.no", None);
        check("kari@posten.no", None);
    }

    #[test]
    fn roles_and_mailboxes_for_an_hour_are_marked() {
        assert!(read("Post@example.no").is_role && read("info+sak@example.no").is_role);
        assert!(!read("kari@example.no").is_role);
        assert!(read("x@mailinator.com").is_disposable && read("x@a.mailinator.com").is_disposable);
        assert!(!read("x@mymailinator.com").is_disposable);
        assert!(!read("kari@hotmial.com").is_disposable, "it was meant to be another");
    }

    #[test]
    fn a_silent_name_server_makes_no_address_bad() {
        let form = read("kari@example.no");
        let check = |hosts: MailHosts, expected| assert_eq!(judge(&form, &hosts), expected, "{hosts:?}");
        check(MailHosts::Unknown("timeout".to_owned()), Judgement::Unknown);
        check(MailHosts::Exchangers(vec!["mx.example.no".to_owned()]), Judgement::Good);
        check(MailHosts::Implicit, Judgement::Good);
        check(MailHosts::NullMx, Judgement::Bad);
        check(MailHosts::NoHost, Judgement::Bad);
        check(MailHosts::NoDomain, Judgement::Bad);
        assert_eq!(judge(&read("kari@hotmial.com"), &MailHosts::NotAsked), Judgement::Doubtful);
        assert_eq!(judge(&read("kari"), &MailHosts::NotAsked), Judgement::Bad);
    }

    proptest! {
        #[test]
        fn any_text_is_judged(text in "\\PC{0,100}") {
            let form = read(&text);
            prop_assert_eq!(form.address.is_err(), judge(&form, &MailHosts::NotAsked) == Judgement::Bad);
        }
    }
}
