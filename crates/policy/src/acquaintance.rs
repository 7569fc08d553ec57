//! What a sender's address tells about a person: his company's domain, his language, his name.

use domain::EmailAddress;
use domain::org::Language;

/// Providers whose domains say nothing about an employer: where the Nordic countries have their
/// private mailboxes, and the worldwide ones.
const PRIVATE_PROVIDERS: &[&str] = &[
    "aol.com",
    "bahnhof.se",
    "bbnett.no",
    "broadpark.no",
    "c2i.net",
    "comhem.se",
    "duck.com",
    "elisanet.fi",
    "fastmail.com",
    "frisurf.no",
    "getmail.no",
    "glocalnet.net",
    "gmail.com",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "haugnett.no",
    "hey.com",
    "home.se",
    "hotmail.co.uk",
    "hotmail.com",
    "hotmail.dk",
    "hotmail.fi",
    "hotmail.no",
    "hotmail.se",
    "icloud.com",
    "kolumbus.fi",
    "live.com",
    "live.dk",
    "live.no",
    "live.se",
    "loqal.no",
    "luukku.com",
    "lyse.net",
    "mac.com",
    "mail.com",
    "mail.dk",
    "mail.ru",
    "me.com",
    "msn.com",
    "online.no",
    "outlook.com",
    "outlook.dk",
    "outlook.no",
    "outlook.se",
    "passagen.se",
    "pm.me",
    "post.com",
    "proton.me",
    "protonmail.ch",
    "protonmail.com",
    "rocketmail.com",
    "runbox.com",
    "runbox.no",
    "sensewave.com",
    "spray.no",
    "spray.se",
    "start.no",
    "swipnet.se",
    "telia.com",
    "telia.se",
    "tele2.se",
    "telenor.no",
    "tutanota.com",
    "tuta.io",
    "t-online.de",
    "web.de",
    "yahoo.co.uk",
    "yahoo.com",
    "yahoo.dk",
    "yahoo.no",
    "yahoo.se",
    "yandex.com",
    "yandex.ru",
    "ymail.com",
    "zoho.com",
    "ziggo.nl",
];

/// The domain by which a sender's company is known; `None` at providers of private mailboxes.
#[must_use]
pub fn company_domain(address: &EmailAddress) -> Option<String> {
    let key = address.key();
    let (_, domain) = key.rsplit_once('@')?;
    (!PRIVATE_PROVIDERS.contains(&domain)).then(|| domain.to_owned())
}

/// A company's name until somebody writes a better one: the first word of its domain.
#[must_use]
pub fn company_name(domain: &str) -> String {
    let labels: Vec<&str> = domain.split('.').collect();
    let second = labels.len().saturating_sub(2);
    // `example.co.uk` is named by its third label from the end.
    let place = match labels.get(second) {
        Some(&("co" | "com" | "org" | "ac" | "gov" | "net")) if second > 0 => second - 1,
        _ => second,
    };
    let word = labels.get(place).copied().unwrap_or(domain);
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
        assert_eq!(company_domain(&address("kari@ONLINE.no")), None);
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

    #[test]
    fn the_list_of_providers_is_in_lower_case() {
        assert!(PRIVATE_PROVIDERS.iter().all(|domain| *domain == domain.to_lowercase()));
    }
}
