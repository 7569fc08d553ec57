//! The variables that a text may name.

use std::fmt;
use std::str::FromStr;

/// Characters of a capture's name.
const CAPTURE_CHARS_MAX: usize = 40;

/// What a text can name between `[[` and `]]`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Variable {
    /// The customer's name.
    CustomerName,
    /// His address.
    CustomerAddress,
    /// The company that he belongs to.
    CompanyName,
    /// The case's number.
    CaseNumber,
    /// Its title.
    CaseTitle,
    /// The name of its category.
    CaseCategory,
    /// The name of its request type.
    CaseRequestType,
    /// Who answers; nobody in automatic mail.
    UserName,
    /// His address.
    UserAddress,
    /// The organisation's name.
    OrganisationName,
    /// The address that the mail is sent from.
    MailboxAddress,
    /// What the customer wrote last, without what he quoted.
    MessageText,
    /// Answers of the FAQ that fit what the customer wrote, each with title, text and link.
    FaqList,
    /// Their titles and links, a line each.
    FaqTitles,
    /// What a filter found under this name.
    Capture(String),
}

impl Variable {
    /// All but the captures, in the order the interface shows.
    pub const ALL: [Self; 14] = [
        Self::CustomerName,
        Self::CustomerAddress,
        Self::CompanyName,
        Self::CaseNumber,
        Self::CaseTitle,
        Self::CaseCategory,
        Self::CaseRequestType,
        Self::UserName,
        Self::UserAddress,
        Self::OrganisationName,
        Self::MailboxAddress,
        Self::MessageText,
        Self::FaqList,
        Self::FaqTitles,
    ];

    /// The name as it is written; a capture's without its prefix.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        match self {
            Self::CustomerName => "customer.name",
            Self::CustomerAddress => "customer.address",
            Self::CompanyName => "company.name",
            Self::CaseNumber => "case.number",
            Self::CaseTitle => "case.title",
            Self::CaseCategory => "case.category",
            Self::CaseRequestType => "case.request_type",
            Self::UserName => "user.name",
            Self::UserAddress => "user.address",
            Self::OrganisationName => "organisation.name",
            Self::MailboxAddress => "mailbox.address",
            Self::MessageText => "message.text",
            Self::FaqList => "faq.list",
            Self::FaqTitles => "faq.titles",
            Self::Capture(name) => name.as_str(),
        }
    }
}

impl fmt::Display for Variable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if matches!(self, Self::Capture(_)) {
            f.write_str("capture.")?;
        }
        f.write_str(self.as_str())
    }
}

/// There is no such variable.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownVariable {
    /// What was written.
    pub name: String,
    /// The variable that was probably meant.
    pub nearest: Option<Variable>,
}

impl fmt::Display for UnknownVariable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no variable `{}`", self.name)?;
        match &self.nearest {
            Some(nearest) => write!(f, "; did you mean `{nearest}`?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for UnknownVariable {}

impl FromStr for Variable {
    type Err = UnknownVariable;

    fn from_str(text: &str) -> Result<Self, UnknownVariable> {
        let name = text.trim();
        let lower = name.to_lowercase();
        if let Some(known) = Self::ALL.into_iter().find(|known| known.as_str() == lower) {
            return Ok(known);
        }
        match lower.strip_prefix("capture.") {
            Some(_) if is_capture_name(&name["capture.".len()..]) => {
                Ok(Self::Capture(name["capture.".len()..].to_owned()))
            }
            Some(_) | None => {
                let shown = name.chars().take(80).collect();
                Err(UnknownVariable { name: shown, nearest: nearest(&lower) })
            }
        }
    }
}

/// The names that a filter's captures can have: as named groups of regular expressions.
fn is_capture_name(name: &str) -> bool {
    let is_word = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let begins = name.starts_with(|character: char| character.is_ascii_alphabetic() || character == '_');
    begins && name.chars().count() <= CAPTURE_CHARS_MAX && name.chars().all(is_word)
}

/// The known name that takes the fewest changes, where few enough do; one that ends the same after
/// its dot is meant before any other, since other products call a case a ticket.
fn nearest(name: &str) -> Option<Variable> {
    let name: String = name.chars().take(40).collect();
    let end = name.rsplit_once('.').map(|(_, end)| end).unwrap_or_default();
    let allowed = 2.max(name.chars().count() / 3);
    let close = Variable::ALL
        .into_iter()
        .map(|known| (distance(&name, known.as_str()), known))
        .filter(|(changes, _)| *changes <= allowed)
        .min_by_key(|(changes, _)| *changes);
    let same_end = || {
        Variable::ALL
            .into_iter()
            .find(|known| !end.is_empty() && known.as_str().ends_with(&format!(".{end}")))
    };
    close.map(|(_, known)| known).or_else(same_end)
}

/// How many letters must be put in, taken out or changed (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (above, letter) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = above + 1;
        for (at, candidate) in other.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *candidate);
            diagonal = row[at + 1];
            row[at + 1] = changed.min(row[at] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, nearest: Option<&str>) {
        let error = name.parse::<Variable>().unwrap_err();
        assert_eq!(error.nearest.map(|known| known.to_string()).as_deref(), nearest, "{name}");
    }

    #[test]
    fn every_name_reads_as_its_variable_in_any_case() {
        for known in Variable::ALL {
            assert_eq!(known.to_string().to_uppercase().parse(), Ok(known));
        }
        let capture = Variable::Capture("orderNo".to_owned());
        assert_eq!(" capture.orderNo ".parse(), Ok(capture.clone()));
        assert_eq!(capture.to_string(), "capture.orderNo");
    }

    #[test]
    fn the_nearest_known_name_is_offered() {
        check("custommer.name", Some("customer.name"));
        check("case.nummer", Some("case.number"));
        check("ticket.category", Some("case.category"));
        check("organization.name", Some("organisation.name"));
        check("client.name", Some("customer.name"));
        check("weather", None);
        check("capture.", None);
        check("capture.1st", None);
        check("", None);
    }
}
