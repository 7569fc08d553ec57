//! Why an address is on a list, by what people and programs write of it.

use super::ListReason;
use crate::report::{first_reply, first_status};

/// Parts of the words for whoever wants no more mail, in the languages of those who keep such lists.
const COMPLAINTS: [&str; 7] = ["complain", "unsub", "opt-out", "klag", "avmeld", "avanmäl", "avregistrer"];
/// Parts of the words for mail that nobody wants: people say so of a mail that they got, and servers of one that they refuse.
const SPAM: [&str; 3] = ["spam", "søppel", "skräp"];
/// Parts of what servers say as they refuse one, and people do not.
const REFUSALS: [&str; 26] = [
    "reject",
    "refus",
    "denied",
    "not accepted",
    "block",
    "bounc",
    "filter",
    "looks like",
    "likely",
    "suspect",
    "detect",
    "identif",
    "classif",
    "consider",
    "contain",
    "content",
    "score",
    "policy",
    "listed",
    "avvis",
    "nekte",
    "nekad",
    "blokk",
    "innhold",
    "innehåll",
    "ligner",
];
/// Words of somebody's reason at most; a sentence has more.
const WORDS_MAX: usize = 5;

/// The reason that a text is the word for.
pub(super) fn reason(text: &str) -> ListReason {
    let text = text.to_lowercase();
    if has(&text, &COMPLAINTS) || has(&text, &SPAM) {
        ListReason::Complaint
    } else if text.contains("manual") || text.contains("manuel") {
        ListReason::Manual
    } else {
        ListReason::Bounce
    }
}

/// Whether a text is somebody's word for why an address is there.
pub(super) fn says_why(text: &str) -> bool {
    reason(text) != ListReason::Bounce && !said_by_server(text)
}

/// Whether a text is what a server said: it has a code, or calls a mail spam in a sentence or in words of refusal.
pub(super) fn said_by_server(text: &str) -> bool {
    if first_reply(text).is_some() || first_status(text).is_some() {
        return true;
    }
    let text = text.to_lowercase();
    let is_of_mail = has(&text, &SPAM) && !has(&text, &COMPLAINTS);
    is_of_mail && (has(&text, &REFUSALS) || text.split_whitespace().count() > WORDS_MAX)
}

fn has(text: &str, parts: &[&str]) -> bool {
    parts.iter().any(|part| text.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_call_a_mail_spam_that_they_got_and_servers_one_that_they_refuse() {
        for word in [
            "spam",
            "Spam complaint",
            "marked as spam",
            "reported as spam by recipient",
            "SpamComplaint",
            "Søppelpost",
            "skräppost",
            "unsubscribed from all of our newsletters by hand",
            "clicked \"report spam\"",
        ] {
            assert!(says_why(word) && !said_by_server(word), "{word}");
        }
        for said in [
            "554 rejected as spam",
            "5.7.1 spam",
            "Message rejected as spam",
            "This looks like spam",
            "blocked as spam",
            "we do not want any of your spam here",
            "Avvist som spam",
            "550 5.1.1 unknown",
        ] {
            assert!(said_by_server(said) && !says_why(said), "{said}");
        }
        for other in ["hard bounce", "", "no such user"] {
            assert!(!said_by_server(other) && !says_why(other), "{other}");
        }
        assert!(says_why("manually blocked after a call"));
    }
}
