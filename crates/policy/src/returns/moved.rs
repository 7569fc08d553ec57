//! Where somebody has moved to, as the words of a host say. Nobody has proved it: it is shown and never followed.

use domain::EmailAddress;

/// Octets of words that are searched.
const READ_OCTETS_MAX: usize = 4 * 1024;

/// The one address among the words that is not the old one (RFC 5321 3.4: `551 User not local; please try <forward-path>`).
/// `None` where there is none, or where the words name several: a person then reads them himself.
#[must_use]
pub fn new_address(words: &str, old: &EmailAddress) -> Option<EmailAddress> {
    let words = words.get(..floor(words)).unwrap_or_default();
    let mut found: Option<EmailAddress> = None;
    for address in
        words.split(|character: char| character.is_whitespace() || "<>()[]\"',;".contains(character))
    {
        let Some(address) = read(address).filter(|address| address.key() != old.key()) else { continue };
        if is_of_program(&address) {
            continue;
        }
        match &found {
            Some(known) if known.key() != address.key() => return None,
            Some(_) => {}
            None => found = Some(address),
        }
    }
    found
}

/// An address in the midst of a sentence, with the sentence's marks and a `mailto:` or `smtp:` taken off.
fn read(token: &str) -> Option<EmailAddress> {
    if !token.contains('@') || token.contains("//") {
        return None;
    }
    let bare = token.rsplit(':').find(|part| part.contains('@'))?;
    let bare = bare.trim_matches(|character: char| ".!?*=".contains(character));
    let address: EmailAddress = bare.parse().ok()?;
    // A host's name without a dot is one of the other side's own network.
    address.domain().contains('.').then_some(address)
}

/// Whom hosts name for help, and not as the new address.
fn is_of_program(address: &EmailAddress) -> bool {
    let local = address.local().to_ascii_lowercase();
    ["postmaster", "mailer-daemon", "abuse", "helpdesk", "no-reply", "noreply"].contains(&local.as_str())
}

/// Where to cut.
fn floor(words: &str) -> usize {
    (0..=words.len().min(READ_OCTETS_MAX)).rev().find(|at| words.is_char_boundary(*at)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, expected: Option<&str>) {
        let old = "ola@example.no".parse().unwrap();
        assert_eq!(
            new_address(words, &old).map(|address| address.to_string()).as_deref(),
            expected,
            "{words}"
        );
    }

    #[test]
    fn the_one_address_that_is_not_the_old_one_is_the_new_one() {
        check("551 User not local; please try <kari@example.org>", Some("kari@example.org"));
        check("550 5.1.6 Mailbox has moved, new address is kari@example.org.", Some("kari@example.org"));
        check("551 5.1.6 <Ola@Example.no> has moved to mailto:ola@ny.example", Some("ola@ny.example"));
        check(
            "Adressen ola@example.no er endret til 'ola.nordmann@firma.example'",
            Some("ola.nordmann@firma.example"),
        );
        check("new address is a@b.example (a@b.example)", Some("a@b.example"));
    }

    #[test]
    fn words_that_name_none_or_several_propose_nothing() {
        check("551 5.1.6 user has moved", None);
        check("has moved to a@b.example or c@d.example", None);
        check("ola@example.no has moved; ask postmaster@example.no", None);
        check("has moved, see https://x.example/@ola", None);
        check("551 moved to ola@intern", None);
        check("", None);
    }
}
