//! Whether a person can be made of what a file says of him, and what is to be said about his addresses.

use domain::EmailAddress;
use domain::limits::PHONE_CHARS_MAX;
use domain::org::Language;
use mail::contacts::Contact;

use crate::address_check::MailHosts;
use crate::{acquaintance, address_check};

/// Characters of a name.
const NAME_CHARS_MAX: usize = 100;

/// A person who can be made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Readable {
    /// The name; made of his address where none is said.
    pub name: String,
    /// Whether the file says it.
    pub is_named: bool,
    /// His addresses, the usual one first; at least one.
    pub addresses: Vec<EmailAddress>,
    /// His telephone number; empty where none is said.
    pub phone: String,
    /// His company's name; empty where none is said.
    pub company: String,
    /// The language he is written to in: said, or suggested by his address.
    pub language: Option<Language>,
    /// Whether he has left his company, where that is said.
    pub former: Option<bool>,
}

/// Why nobody can be made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unreadable {
    /// No address is said.
    NoAddress,
    /// This is none.
    BadAddress(String),
    /// There are more than a person has.
    TooManyAddresses,
    /// His number is too long.
    PhoneTooLong,
}

impl Unreadable {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoAddress => "contact.no_address",
            Self::BadAddress(_) => "contact.bad_address",
            Self::TooManyAddresses => "contact.too_many_addresses",
            Self::PhoneTooLong => "contact.phone_too_long",
        }
    }

    /// The address that it is about, where it is about one.
    #[must_use]
    pub fn address(&self) -> Option<&str> {
        match self {
            Self::BadAddress(text) => Some(text),
            Self::NoAddress | Self::TooManyAddresses | Self::PhoneTooLong => None,
        }
    }

    /// What is wrong, and what to do, in English.
    #[must_use]
    pub fn detail(&self) -> String {
        match self {
            Self::NoAddress => "the row holds no address; add one".to_owned(),
            Self::BadAddress(text) => format!("`{text}` is no address; correct it"),
            Self::TooManyAddresses => {
                "the row holds more addresses than a person has; take some away".to_owned()
            }
            Self::PhoneTooLong => {
                format!("the telephone number has more than {PHONE_CHARS_MAX} characters; shorten it")
            }
        }
    }
}

/// Something to look at before mail is sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Doubt {
    /// It was probably meant to be another one.
    Meant(EmailAddress, EmailAddress),
    /// Its domain gives out mailboxes for an hour.
    Disposable(EmailAddress),
    /// It is a function's and no person's.
    Role(EmailAddress),
}

/// What DNS says against an address. Silence says nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Deaf {
    /// Its domain says that it takes no mail at all (RFC 7505).
    TakesNoMail(EmailAddress),
    /// Its domain is not there, or has no host.
    NoHost(EmailAddress),
}

impl Deaf {
    /// What DNS says against an address, where it does.
    #[must_use]
    pub fn of(address: &EmailAddress, hosts: &MailHosts) -> Option<Self> {
        match hosts {
            MailHosts::NullMx => Some(Self::TakesNoMail(address.clone())),
            MailHosts::NoDomain | MailHosts::NoHost => Some(Self::NoHost(address.clone())),
            MailHosts::Exchangers(_) | MailHosts::Implicit | MailHosts::Unknown(_) | MailHosts::NotAsked => {
                None
            }
        }
    }

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TakesNoMail(_) => "contact.takes_no_mail",
            Self::NoHost(_) => "contact.no_host",
        }
    }

    /// What is wrong, and what to do, in English.
    #[must_use]
    pub fn detail(&self) -> String {
        match self {
            Self::TakesNoMail(address) => {
                format!("the domain of `{address}` says that it takes no mail at all; correct the address")
            }
            Self::NoHost(address) => {
                format!(
                    "no server takes mail for the domain of `{address}`; look whether it is written right"
                )
            }
        }
    }
}

/// Judges what a file says of a person; `addresses_max` is how many addresses one may have.
///
/// # Errors
/// Why nobody can be made of it.
pub fn judge(contact: &Contact, addresses_max: usize) -> Result<(Readable, Vec<Doubt>), Unreadable> {
    let (mut addresses, mut doubts): (Vec<EmailAddress>, Vec<Doubt>) = (Vec::new(), Vec::new());
    for text in &contact.addresses {
        let form = address_check::read(text);
        let Ok(address) = form.address else { return Err(Unreadable::BadAddress(text.clone())) };
        if addresses.iter().any(|known| known.key() == address.key()) {
            continue;
        }
        match form.suggestion {
            Some(meant) => doubts.push(Doubt::Meant(address.clone(), meant)),
            None if form.is_disposable => doubts.push(Doubt::Disposable(address.clone())),
            None if form.is_role => doubts.push(Doubt::Role(address.clone())),
            None => {}
        }
        addresses.push(address);
    }
    let usual = addresses.first().ok_or(Unreadable::NoAddress)?;
    if addresses.len() > addresses_max {
        return Err(Unreadable::TooManyAddresses);
    }
    if contact.phone.chars().count() > PHONE_CHARS_MAX {
        return Err(Unreadable::PhoneTooLong);
    }
    let name: String = contact.name.chars().take(NAME_CHARS_MAX).collect();
    let is_named = !name.is_empty() && !name.contains('@');
    let readable = Readable {
        name: if is_named { name } else { acquaintance::person_name(None, usual) },
        is_named,
        phone: contact.phone.clone(),
        company: contact.company.chars().take(NAME_CHARS_MAX).collect(),
        language: contact.language.or_else(|| acquaintance::language(usual)),
        former: contact.former,
        addresses,
    };
    Ok((readable, doubts))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(name: &str, addresses: &[&str]) -> Contact {
        Contact {
            name: name.to_owned(),
            addresses: addresses.iter().map(|text| (*text).to_owned()).collect(),
            ..Contact::default()
        }
    }

    #[test]
    fn who_has_an_address_can_be_made_and_is_named_by_it_where_nothing_else_is_said() {
        let (ready, doubts) = judge(&contact("", &["kari@fjord.no", "KARI@fjord.no"]), 20).unwrap();
        assert_eq!((ready.name.as_str(), ready.is_named, ready.addresses.len()), ("kari", false, 1));
        assert_eq!((ready.language, doubts), (Some(Language::Nb), Vec::new()));
    }

    #[test]
    fn a_slip_a_function_and_a_mailbox_for_an_hour_are_doubts_and_stop_nothing() {
        let (_, doubts) = judge(&contact("Kari", &["kari@hotmial.com", "post@fjord.no"]), 20).unwrap();
        assert!(matches!(&doubts[0], Doubt::Meant(_, meant) if meant.to_string() == "kari@hotmail.com"));
        assert!(matches!(doubts[1], Doubt::Role(_)));
    }

    #[test]
    fn what_cannot_be_written_to_is_refused_with_the_reason() {
        let refusal = |addresses: &[&str]| judge(&contact("Kari", addresses), 2).unwrap_err();
        assert_eq!(refusal(&[]), Unreadable::NoAddress);
        assert_eq!(refusal(&["kari(at)fjord.no"]), Unreadable::BadAddress("kari(at)fjord.no".to_owned()));
        assert_eq!(refusal(&["a@b.no", "b@b.no", "c@b.no"]), Unreadable::TooManyAddresses);
        let long = Contact { phone: "1".repeat(PHONE_CHARS_MAX + 1), ..contact("Kari", &["a@b.no"]) };
        assert_eq!(judge(&long, 2).unwrap_err(), Unreadable::PhoneTooLong);
    }
}
