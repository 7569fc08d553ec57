//! Many equal refusals at one provider within minutes are a fault there, and not of so many addresses: blocking
//! stops until a person has looked.

use domain::EmailAddress;
use domain::returns::{ReturnClass, ReturnScope};

use crate::address_check::registrable_domain;

/// Addresses that may be blocked by one provider's equal words within [`WITHIN_MS`] before the next one is not.
pub const BLOCKS_MAX: u64 = 19;
/// How long that time is, milliseconds.
pub const WITHIN_MS: i64 = 10 * 60 * 1000;
/// Mails that one provider may refuse for one fault of ours within [`OURS_WITHIN_MS`] before somebody is told.
pub const OURS_MAX: u64 = 9;
/// How long that time is, milliseconds.
pub const OURS_WITHIN_MS: i64 = 60 * 60 * 1000;
/// Mails to many that one provider refuses in a row with such words before no more of them is tried there: of a list with many
/// addresses that are gone some are taken in between, of a directory that is broken none.
pub const IN_A_ROW: u32 = 5;
/// Characters of words that are compared: what stands behind is of one mail.
const WORDS_CHARS_MAX: usize = 200;

/// What equal refusals have in common.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Burst {
    /// Who refuses: the domain that somebody registered of the host, or of the address where no host is known.
    pub provider: String,
    /// The provider and its words, without what is of one mail or one address.
    pub key: String,
}

/// Whether a refusal is for a fault of ours: the server that sends, the sender's domain or address, or what we sent. It
/// meets everybody at a provider, and a person has to mend it.
#[must_use]
pub const fn is_ours(class: ReturnClass) -> bool {
    match class.scope() {
        ReturnScope::Source | ReturnScope::SenderDomain | ReturnScope::SenderAddress => true,
        ReturnScope::Message => matches!(class, ReturnClass::Virus),
        ReturnScope::Address
        | ReturnScope::Domain
        | ReturnScope::Destination
        | ReturnScope::AddressAndSender
        | ReturnScope::AddressAndList
        | ReturnScope::Nobody
        | ReturnScope::Unknown => false,
    }
}

/// The class of refusals for the reputation of our address: that it is on a block list, or sent too much that nobody
/// wanted. It passes, and everything that we hand to that provider meets it.
pub const REPUTATION: ReturnClass = ReturnClass::ReputationBlock;

/// Whether a refusal is for the reputation of our address.
#[must_use]
pub const fn is_of_reputation(class: ReturnClass) -> bool {
    matches!(class, REPUTATION)
}

/// Whether a refusal is for want of authentication: the sender's domain does not vouch for the mail (SPF, DKIM, DMARC). It
/// meets all mail of that domain until its records or its keys are put right, and then the same mail arrives.
#[must_use]
pub const fn is_of_authentication(class: ReturnClass) -> bool {
    matches!(class, ReturnClass::AuthFailed)
}

/// Whether mail to many waits while the incident of such a fault of ours is open.
#[must_use]
pub const fn keeps_mail(class: ReturnClass) -> bool {
    is_of_reputation(class) || is_of_authentication(class)
}

/// What refusals for one fault of ours have in common, and how many of them nobody is told of: a virus in our mail is
/// told of at once. `None` of any other class; of a mail that was given up, `class` is what stood in the way. What a domain does
/// not vouch for, as `from` whose address it was, is of that domain alone: mail of the others arrives.
#[must_use]
pub fn ours(
    class: ReturnClass,
    (address, host): (&EmailAddress, Option<&str>),
    from: Option<&EmailAddress>,
) -> Option<(Burst, u64)> {
    let borne = if class == ReturnClass::Virus { 0 } else { OURS_MAX };
    is_ours(class).then(|| {
        let Burst { provider, .. } = burst(address, host, "");
        let of_all = format!("{provider}{NOT_TO_BLAME}{class}");
        let key = match from.filter(|_| is_of_authentication(class)) {
            Some(from) => format!("{of_all}{OF_DOMAIN}{}", from.domain()),
            None => of_all,
        };
        (Burst { key, provider }, borne)
    })
}

/// What stands between the provider and the class in the key of a fault of ours.
const NOT_TO_BLAME: &str = " is not to blame: ";
/// What stands in front of the domain whose fault it is.
const OF_DOMAIN: &str = " of ";

/// The domain whose mail alone is refused, as [`ours`] noted it in a key; `None` where all mail is.
#[must_use]
pub fn sender_domain(class: ReturnClass, key: &str) -> Option<&str> {
    let (_, fault) = key.split_once(NOT_TO_BLAME).filter(|_| is_of_authentication(class))?;
    fault.split_once(OF_DOMAIN).map(|(_, domain)| domain)
}

/// Whether two hosts lie under a domain that somebody registered, so that one operator has both.
#[must_use]
pub fn are_of_one(host: &str, other: &str) -> bool {
    operator_of(host) == operator_of(other)
}

fn operator_of(host: &str) -> String {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    registrable_domain(&host).unwrap_or(&host).to_owned()
}

/// What a refusal has in common with others. `host` is one of the recipient's that refused; a relay that only tells of it is the
/// provider of nobody, and then the address's domain stands for its provider.
#[must_use]
pub fn burst(address: &EmailAddress, host: Option<&str>, words: &str) -> Burst {
    let place = host.filter(|host| host.contains('.')).unwrap_or_else(|| address.domain());
    let provider = operator_of(place);
    let names = names_of(address);
    let said: Vec<String> = words.split_whitespace().map(|word| common(word, &names)).collect();
    let said: String = said.join(" ").chars().take(WORDS_CHARS_MAX).collect();
    Burst { key: format!("{provider} {said}"), provider }
}

/// What a host may call the one whom an address belongs to: all before the `@`, its parts, and the domain, since many of them
/// may be one provider's.
fn names_of(address: &EmailAddress) -> Vec<String> {
    /// A shorter part may be any word.
    const LETTERS_MIN: usize = 2;
    let local = address.local().to_lowercase();
    let parts = local.split(['.', '_', '-', '+']).filter(|part| part.chars().count() >= LETTERS_MIN);
    let mut names: Vec<String> = parts.map(str::to_owned).collect();
    names.extend([local, address.domain().to_lowercase()]);
    names
}

/// A word as all refusals of a kind have it: codes stay, addresses, names and marks of one mail do not.
fn common(word: &str, names: &[String]) -> String {
    let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase();
    if names.contains(&bare) {
        return "#".to_owned();
    }
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let is_code = word.len() <= 7 && word.bytes().all(|byte| byte.is_ascii_digit() || b".-".contains(&byte));
    let is_of_one = word.contains('@') || (digits > 0 && !is_code);
    if is_of_one { "#".to_owned() } else { word.to_lowercase() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(host: Option<&str>, words: &str) -> String {
        burst(&"kari@mail.example.no".parse().unwrap(), host, words).key
    }

    #[test]
    fn refusals_that_differ_in_the_mail_alone_are_equal() {
        let one = key(Some("mx1.big.example.com"), "550 5.1.1 <a@b.no>: no such user k1si2345 - gsmtp");
        let other = key(Some("MX7.big.example.com."), "550 5.1.1 <x@y.no>: No such user z9si1 - gsmtp");
        assert_eq!(one, other);
        assert_eq!(one, "example.com 550 5.1.1 # no such user # - gsmtp");
    }

    #[test]
    fn who_is_named_without_his_address_is_left_out_too() {
        let of = |address: &str, words: &str| burst(&address.parse().unwrap(), Some("mx.a.com"), words).key;
        let kari = of(
            "kari.nordmann@a.com",
            "550 User Kari Nordmann (kari.nordmann) not listed in Domino Directory",
        );
        let ola = of("ola.hansen@a.com", "550 User Ola Hansen (ola.hansen) not listed in Domino Directory");
        assert_eq!(kari, ola);
        assert_eq!(kari, "a.com 550 user # # # not listed in domino directory");
    }

    #[test]
    fn domains_of_one_provider_are_left_out_and_without_its_host_each_stands_for_itself() {
        let of = |address: &str, host: Option<&str>| {
            let address: EmailAddress = address.parse().unwrap();
            burst(&address, host, &format!("550 5.1.1 no such user at {} (unknown)", address.domain()))
        };
        let (nord, sor) = (of("kari@nord.no", Some("mx1.big.com")), of("ola@sor.no", Some("mx2.big.com")));
        assert_eq!(nord, sor);
        assert_eq!(nord.key, "big.com 550 5.1.1 no such user at # (unknown)");
        let (nord, sor) = (of("kari@nord.no", None), of("ola@post.sor.no", None));
        assert_eq!((nord.provider.as_str(), sor.provider.as_str()), ("nord.no", "sor.no"));
        assert_ne!(nord.key, sor.key);
        assert!(
            are_of_one("smtp.relay.com", "mx7.RELAY.com.") && !are_of_one("smtp.relay.com", "mx1.big.com")
        );
    }

    #[test]
    fn other_words_codes_and_providers_are_not() {
        let one = key(Some("mx.a.com"), "550 5.1.1 no such user");
        assert_ne!(one, key(Some("mx.a.com"), "550 5.7.1 no such user"));
        assert_ne!(one, key(Some("mx.a.com"), "550 5.1.1 mailbox is full"));
        assert_ne!(one, key(Some("mx.b.com"), "550 5.1.1 no such user"));
        assert!(key(None, "550").starts_with("example.no "));
    }

    #[test]
    fn a_fault_of_ours_is_told_of_by_provider_and_a_virus_at_once() {
        let address = "kari@mail.example.no".parse().unwrap();
        let of = |class, host| ours(class, (&address, host), None);
        let listed = of(ReturnClass::ReputationBlock, Some("mx1.big.example.com")).unwrap();
        assert_eq!(listed, of(ReturnClass::ReputationBlock, Some("mx2.big.example.com")).unwrap());
        assert_eq!((listed.0.provider.as_str(), listed.1), ("example.com", OURS_MAX));
        assert_ne!(listed.0.key, of(ReturnClass::AuthFailed, Some("mx1.big.example.com")).unwrap().0.key);
        assert_eq!(of(ReturnClass::Virus, None).unwrap().1, 0);
        for class in [ReturnClass::MailboxUnknown, ReturnClass::SpamJudged, ReturnClass::HostDown] {
            assert_eq!(of(class, None), None, "{class}");
        }
    }

    #[test]
    fn what_a_domain_does_not_vouch_for_is_of_that_domain_alone() {
        let (address, host) = ("kari@mail.example.no".parse().unwrap(), Some("mx1.big.example.com"));
        let of = |class, from: &str| {
            let from: EmailAddress = from.parse().unwrap();
            ours(class, (&address, host), Some(&from)).unwrap().0
        };
        let (nord, sor) = (of(ReturnClass::AuthFailed, "a@nord.no"), of(ReturnClass::AuthFailed, "a@sor.no"));
        assert_ne!(nord.key, sor.key);
        assert_eq!((nord.provider.as_str(), sor.provider.as_str()), ("example.com", "example.com"));
        assert_eq!(nord, of(ReturnClass::AuthFailed, "b@nord.no"));
        assert_eq!(sender_domain(ReturnClass::AuthFailed, &nord.key), Some("nord.no"));
        let listed = of(ReturnClass::ReputationBlock, "a@nord.no");
        assert_eq!(listed, of(ReturnClass::ReputationBlock, "a@sor.no"), "the address is everybody's");
        assert_eq!(sender_domain(ReturnClass::ReputationBlock, &listed.key), None);
        // As it was noted before.
        let before = "example.com is not to blame: auth-failed";
        assert_eq!(sender_domain(ReturnClass::AuthFailed, before), None);
    }
}
