//! Where somebody has moved to, as the words of a host say. Nobody has proved it: it is shown and never followed.

use domain::EmailAddress;

/// Octets of words that are searched.
const READ_OCTETS_MAX: usize = 4 * 1024;

/// Addresses of one text that are told apart: words that name more propose nothing anyway.
const NAMED_MAX: usize = 50;

/// The one address among the words that none of these is (RFC 5321 3.4: `551 User not local; please try <forward-path>`):
/// the old one, and whoever else had to do with the mail. `None` where there is none, or where the words name several: a
/// person then reads them himself.
#[must_use]
pub fn new_address(words: &str, known: &[EmailAddress]) -> Option<EmailAddress> {
    let is_known = |address: &EmailAddress| known.iter().any(|one| one.key() == address.key());
    let mut found = addresses_in(words).into_iter().filter(|address| !is_known(address));
    found.next().filter(|_| found.next().is_none())
}

/// The addresses that words name, each once, without those that programs write under; at most 50.
#[must_use]
pub fn addresses_in(words: &str) -> Vec<EmailAddress> {
    let words = words.get(..floor(words)).unwrap_or_default();
    let mut found: Vec<EmailAddress> = Vec::new();
    let tokens =
        words.split(|character: char| character.is_whitespace() || "<>()[]\"',;".contains(character));
    for address in tokens.filter_map(read).filter(|address| !is_of_program(address)) {
        if found.len() < NAMED_MAX && found.iter().all(|known| known.key() != address.key()) {
            found.push(address);
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
            new_address(words, &[old]).map(|address| address.to_string()).as_deref(),
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
    #[test]
    fn whoever_else_had_to_do_with_the_mail_is_not_the_new_address() {
        let words =
            "Your mail from a@b.example to ola@example.no and c@d.example: he has moved to ola@ny.example";
        let known = ["ola@example.no", "a@b.example", "C@D.example"].map(|address| address.parse().unwrap());
        assert_eq!(new_address(words, &known), "ola@ny.example".parse().ok());
        assert_eq!(new_address(words, &known[..2]), None);
        assert_eq!(new_address("ola@example.no has moved; c@d.example has it", &known), None);
    }
}
