//! A recipient as somebody writes him: an address, or a name and the address (RFC 5322 3.4).

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::address::{AddressError, EmailAddress};
use crate::limits::RECIPIENT_NAME_CHARS_MAX;

/// Somebody whom a mail goes to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recipient {
    /// The name, where one was written: one line, at most [`RECIPIENT_NAME_CHARS_MAX`] characters.
    pub name: Option<String>,
    /// The address.
    pub address: EmailAddress,
}

/// Why a text is no recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecipientError {
    /// There is no address in it that could be written to.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// The name would break the header, is cut off in the middle of a quotation, or holds the address of somebody else.
    #[error(
        "the name before the address holds a line break, a control character, a bracket, half a quotation \
         or another address"
    )]
    Name,
    /// The name is longer than [`RECIPIENT_NAME_CHARS_MAX`].
    #[error("the name before the address is longer than {} characters; shorten it", RECIPIENT_NAME_CHARS_MAX)]
    NameTooLong,
}

impl FromStr for Recipient {
    type Err = RecipientError;

    fn from_str(text: &str) -> Result<Self, RecipientError> {
        let text = text.trim();
        let refused = match text.parse::<EmailAddress>() {
            Ok(address) => return Ok(Self { name: None, address }),
            Err(refused) => RecipientError::Address(refused),
        };
        // RFC 5322 3.4: name-addr = [display-name] angle-addr.
        let (name, written) = text.strip_suffix('>').and_then(|rest| rest.rsplit_once('<')).ok_or(refused)?;
        let address: EmailAddress = written.parse()?;
        // Programs repeat an address as the name of whom they know no name of.
        let is_name = |name: &str| {
            let bare = name.trim_matches('\'');
            !bare.is_empty() && !bare.eq_ignore_ascii_case(written.trim())
        };
        let read = read_name(name)?;
        if names_another(name, &address) {
            return Err(RecipientError::Name);
        }
        Ok(Self { name: Some(read).filter(|name| is_name(name)), address })
    }
}

/// Whether another address stands before the brackets, outside quotes: a list of recipients in one text, of whom the last alone
/// would get anything.
fn names_another(written: &str, address: &EmailAddress) -> bool {
    let (mut is_quoted, mut is_escaped) = (false, false);
    let words = written.split(|one: char| {
        is_quoted ^= one == '"' && !is_escaped;
        is_escaped = one == '\\' && is_quoted && !is_escaped;
        !is_quoted && (one.is_whitespace() || matches!(one, ',' | ';'))
    });
    let mut found = words.filter_map(|word| word.trim_matches('\'').parse::<EmailAddress>().ok());
    found.any(|one| one.key() != address.key())
}

/// RFC 5322 3.2.5: display-name = phrase, whose words may be quoted (3.2.4). Points and commas are taken without quotation, as
/// people write them; whatever could end a header field is not.
fn read_name(written: &str) -> Result<String, RecipientError> {
    // Some programs break lines at Unicode's separators of lines and paragraphs, which are no controls.
    let is_break = |one: char| one.is_control() || matches!(one, '\u{2028}' | '\u{2029}');
    let (mut name, mut is_quoted) = (String::new(), false);
    let mut characters = written.trim().chars();
    while let Some(character) = characters.next() {
        let is_escape = character == '\\' && is_quoted;
        let character = if is_escape { characters.next().ok_or(RecipientError::Name)? } else { character };
        match character {
            '"' if !is_escape => is_quoted = !is_quoted,
            '<' | '>' if !is_quoted => return Err(RecipientError::Name),
            '\t' => name.push(' '),
            other if is_break(other) => return Err(RecipientError::Name),
            other => name.push(other),
        }
    }
    if is_quoted {
        return Err(RecipientError::Name);
    }
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().count() > RECIPIENT_NAME_CHARS_MAX {
        return Err(RecipientError::NameTooLong);
    }
    Ok(name)
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(name) = &self.name else { return write!(f, "{}", self.address) };
        // RFC 5322 3.2.3: specials stand in quotes alone.
        if name.contains(|character: char| "()<>[]:;@\\,.\"".contains(character)) {
            let escaped = name.replace('\\', "\\\\").replace('"', "\\\"");
            write!(f, "\"{escaped}\" <{}>", self.address)
        } else {
            write!(f, "{name} <{}>", self.address)
        }
    }
}

impl Serialize for Recipient {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Recipient {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// The address of a typed recipient; none of what is no recipient, as a distribution list.
#[must_use]
pub fn address_of(typed: &str) -> Option<EmailAddress> {
    typed.parse::<Recipient>().ok().map(|recipient| recipient.address)
}

/// The names by which the author of a mail knows those whom he writes to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RecipientNames(BTreeMap<String, String>);

impl RecipientNames {
    /// Those of typed recipients; what is none, as a distribution list, is passed over.
    #[must_use]
    pub fn of_typed<'a>(typed: impl IntoIterator<Item = &'a String>) -> Self {
        let read: Vec<Recipient> = typed.into_iter().filter_map(|typed| typed.parse().ok()).collect();
        read.iter().collect()
    }

    /// The name of whom this address is of.
    #[must_use]
    pub fn of(&self, address: &EmailAddress) -> Option<&str> {
        self.0.get(&address.key()).map(String::as_str)
    }

    /// The address with its name, where there is one.
    #[must_use]
    pub fn named(&self, address: &EmailAddress) -> Recipient {
        Recipient { name: self.of(address).map(str::to_owned), address: address.clone() }
    }
}

impl<'a> FromIterator<&'a Recipient> for RecipientNames {
    /// The first name of an address counts.
    fn from_iter<I: IntoIterator<Item = &'a Recipient>>(recipients: I) -> Self {
        let mut names = BTreeMap::new();
        for Recipient { name, address } in recipients {
            if let Some(name) = name {
                names.entry(address.key()).or_insert_with(|| name.clone());
            }
        }
        Self(names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, name: Option<&str>, written: &str) {
        let found: Recipient = text.parse().unwrap();
        assert_eq!(found.name.as_deref(), name, "{text:?}");
        assert_eq!(found.to_string(), written, "{text:?}");
        assert_eq!(written.parse::<Recipient>().unwrap(), found, "{written:?}");
    }

    #[test]
    fn an_address_is_read_with_its_name_and_without() {
        check("kari@example.org", None, "kari@example.org");
        check(" <kari@example.org> ", None, "kari@example.org");
        let kari = "Kari Nordmann <kari@example.org>";
        check(kari, Some("Kari Nordmann"), kari);
        check("\"Kari\"  Nordmann<kari@example.org>", Some("Kari Nordmann"), kari);
        check("Kari\tNordmann <kari@example.org>", Some("Kari Nordmann"), kari);
        check("Åse Bø <ase@example.org>", Some("Åse Bø"), "Åse Bø <ase@example.org>");
        let quoted = "\"Nordmann, Kari\" <kari@example.org>";
        check("Nordmann, Kari <kari@example.org>", Some("Nordmann, Kari"), quoted);
        check(quoted, Some("Nordmann, Kari"), quoted);
        let nested = r#""Kari \"K\" <N\\>" <kari@example.org>"#;
        check(nested, Some(r#"Kari "K" <N\>"#), nested);
        check("'Kari@example.org' <kari@example.org>", None, "kari@example.org");
        check("\"a b\"@example.org", None, "\"a b\"@example.org");
    }

    #[test]
    fn what_was_kept_as_an_address_alone_is_read_and_a_name_comes_back() {
        for text in ["\"kari@example.org\"", "\"Kari <kari@example.org>\""] {
            let read: Recipient = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), text);
        }
    }

    #[test]
    fn what_could_begin_a_header_field_is_no_name() {
        let name = Err(RecipientError::Name);
        for text in [
            "Kari\r\nBcc: x@example.org\r\n <kari@example.org>",
            "Kari\nNordmann <kari@example.org>",
            "\"Kari\\\r\n Nordmann\" <kari@example.org>",
            "Kari\u{2028}Nordmann <kari@example.org>",
            "Kari\0 <kari@example.org>",
            "Kari <ola@example.org>, Per <kari@example.org>",
            "\"Kari <kari@example.org>",
        ] {
            assert_eq!(text.parse::<Recipient>(), name, "{text:?}");
        }
    }

    #[test]
    fn a_list_of_recipients_is_not_the_last_of_them() {
        for text in [
            "ola@example.org, Kari <kari@example.org>",
            "ola@example.org; Kari <kari@example.org>",
            "ola@example.org;kari@example.org, Per <per@example.org>",
            "ola@example.org, Per, Kari <kari@example.org>",
            "\"Nordmann, Ola\", ola@example.org, Kari <kari@example.org>",
            "\"o l a\"@example.org, Kari <kari@example.org>",
            "ola@example.org Kari <kari@example.org>",
            "'ola@example.org' <kari@example.org>",
        ] {
            assert_eq!(text.parse::<Recipient>(), Err(RecipientError::Name), "{text:?}");
        }
        let name = "ola@example.org, Kari";
        let quoted = "\"ola@example.org, Kari\" <kari@example.org>";
        check(quoted, Some(name), quoted);
        check("Kari@Example.org <kari@example.org>", None, "kari@example.org");
    }

    #[test]
    fn a_name_is_as_long_as_names_are_and_its_address_is_one() {
        let of = |chars: usize| format!("{} <kari@example.org>", "å".repeat(chars)).parse::<Recipient>();
        assert!(of(RECIPIENT_NAME_CHARS_MAX).is_ok());
        assert_eq!(of(RECIPIENT_NAME_CHARS_MAX + 1), Err(RecipientError::NameTooLong));
        for text in ["Kari Nordmann", "Kari <kari>", "Kari kari@example.org", "<>", "list:12"] {
            assert!(matches!(text.parse::<Recipient>(), Err(RecipientError::Address(_))), "{text}");
        }
    }

    #[test]
    fn a_name_is_found_by_any_spelling_of_its_address_and_the_first_counts() {
        let typed = ["Kari <KARI@example.org>", "K <kari@example.org>", "list:12", "per@example.org"];
        let names = RecipientNames::of_typed(&typed.map(str::to_owned));
        let address = |text: &str| text.parse::<EmailAddress>().unwrap();
        assert_eq!(names.of(&address("kari@example.org")), Some("Kari"));
        assert_eq!(names.named(&address("per@example.org")).to_string(), "per@example.org");
        assert_eq!(address_of("Kari <kari@example.org>"), Some(address("kari@example.org")));
        assert_eq!(address_of("list:12"), None);
    }

    proptest! {
        #[test]
        fn what_is_accepted_reads_back_the_same_on_one_line(name in "(?s).{0,40}") {
            if let Ok(recipient) = format!("{name} <kari@example.org>").parse::<Recipient>() {
                let written = recipient.to_string();
                prop_assert!(!written.contains(['\r', '\n']));
                prop_assert_eq!(written.parse::<Recipient>().unwrap(), recipient);
            }
        }
    }
}
