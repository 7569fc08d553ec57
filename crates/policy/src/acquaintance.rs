//! What a sender's address tells about a person: his company's domain, his language, his name.

use domain::EmailAddress;
use domain::org::Language;

use crate::address_check::{is_public_suffix, is_shared_by_many, registrable_domain};

/// The domain by which a sender's company is known: what somebody registered of that of his address. `None` where many
/// people have their mailbox, or anybody registers below it.
#[must_use]
pub fn company_domain(address: &EmailAddress) -> Option<String> {
    let key = address.key();
    let (_, domain) = key.rsplit_once('@')?;
    if is_public_suffix(domain) {
        return None;
    }
    // Below no known suffix, as within an organisation's own network, the whole is its name.
    let root = registrable_domain(domain).unwrap_or(domain);
    (!is_shared_by_many(domain) && !is_shared_by_many(root)).then(|| root.to_owned())
}

/// A company's name until somebody writes a better one: the first word of what it registered.
#[must_use]
pub fn company_name(domain: &str) -> String {
    let labels = || domain.split('.').rev();
    let unknown = || labels().nth(1).or_else(|| labels().next());
    let word = match registrable_domain(domain) {
        Some(root) => root.split('.').next(),
        None => unknown(),
    };
    let word = word.unwrap_or(domain);
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The language that an address's top-level domain suggests.
#[must_use]
pub fn language(address: &EmailAddress) -> Option<Language> {
    let key = address.key();
    match key.rsplit_once('.')?.1 {
        "no" => Some(Language::Nb),
        "se" | "ax" => Some(Language::Sv),
        "uk" | "us" | "ie" | "au" | "nz" | "ca" => Some(Language::En),
        _ => None,
    }
}

/// A person's name: as he writes it, or the part of his address before the `@`.
#[must_use]
pub fn person_name(written: Option<&str>, address: &EmailAddress) -> String {
    let written = written.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    if !written.is_empty() && !written.contains('@') {
        return written.chars().take(NAME_CHARS_MAX).collect();
    }
    let text = address.to_string();
    let local = text.rsplit_once('@').map_or(text.as_str(), |(local, _)| local);
    local.chars().take(NAME_CHARS_MAX).collect()
}

/// Characters of a name that is taken from a mail.
const NAME_CHARS_MAX: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> EmailAddress {
        text.parse().unwrap()
    }

    #[test]
    fn a_company_is_known_by_its_domain_and_private_mailboxes_have_none() {
        assert_eq!(company_domain(&address("Kari@Fjord.NO")).as_deref(), Some("fjord.no"));
        assert_eq!(company_domain(&address("kari@gmail.com")), None);
        assert_eq!(company_domain(&address("kari@post.fjord.no")).as_deref(), Some("fjord.no"));
        for shared in
            ["gmail.com", "ONLINE.no", "altibox.no", "nextgentel.com", "outlook.de", "telia.se", "hey.com"]
        {
            assert_eq!(company_domain(&address(&format!("kari@{shared}"))), None, "{shared}");
        }
        assert_eq!(company_domain(&address("kari@co.uk")), None);
        assert_eq!(company_domain(&address("kari@fjord.test")).as_deref(), Some("fjord.test"));
        // Each municipality has registered its own.
        assert_eq!(company_domain(&address("post@oslo.kommune.no")).as_deref(), Some("oslo.kommune.no"));
        assert_eq!(company_name("oslo.kommune.no"), "Oslo");
        assert_eq!(company_name("fjord.no"), "Fjord");
        assert_eq!(company_name("mail.fjord.co.uk"), "Fjord");
        assert_eq!(company_name("øst.no"), "Øst");
        assert_eq!(company_name("no"), "No");
    }

    #[test]
    fn the_language_follows_the_country() {
        assert_eq!(language(&address("a@b.no")), Some(Language::Nb));
        assert_eq!(language(&address("a@b.se")), Some(Language::Sv));
        assert_eq!(language(&address("a@b.co.uk")), Some(Language::En));
        assert_eq!(language(&address("a@b.com")), None);
    }

    #[test]
    fn a_name_is_what_he_writes_or_what_stands_before_the_at() {
        let kari = address("kari.nordmann@fjord.no");
        assert_eq!(person_name(Some("  Kari  Nordmann "), &kari), "Kari Nordmann");
        assert_eq!(person_name(Some("kari.nordmann@fjord.no"), &kari), "kari.nordmann");
        assert_eq!(person_name(None, &kari), "kari.nordmann");
    }
}
