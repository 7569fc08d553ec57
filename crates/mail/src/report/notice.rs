//! Whether a mail is a server's notice of a failure, by its header: who wrote it and under which heading.

use std::sync::LazyLock;

use domain::EmailAddress;

use crate::header::Header;
use crate::letter::Letter;
use crate::parsed::Participant;
use crate::rules::{self, Anywhere, Beginnings};

/// How servers head their notices.
static HEADINGS: LazyLock<Beginnings> = LazyLock::new(|| Beginnings::of("notices", "headings"));
/// Local parts, or pieces of them, of those who write so.
static SENDERS: LazyLock<Anywhere> = LazyLock::new(|| Anywhere::of("notices", "senders"));
/// Whole words of such local parts.
static SENDER_WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| rules::phrases("notices", "sender-words"));
/// What stands in their names.
static NAMES: LazyLock<Anywhere> = LazyLock::new(|| Anywhere::of("notices", "names"));
/// Local parts of those who write nothing else.
static DAEMONS: LazyLock<Vec<&str>> = LazyLock::new(|| rules::phrases("notices", "daemons"));
/// Those of the local parts that only systems of mail have.
static SYSTEMS: LazyLock<Anywhere> = LazyLock::new(|| Anywhere::of("notices", "systems"));
/// What stands in their names.
static SYSTEM_NAMES: LazyLock<Anywhere> = LazyLock::new(|| Anywhere::of("notices", "system-names"));

/// Whether a server says what became of a mail.
pub(crate) fn is_notice(letter: &Letter<'_, '_>) -> bool {
    let is_report = letter.structure.root().content_type.get("report-type").is_none_or(is_delivery_status);
    is_report && (is_returned(letter) || is_headed(letter))
}

fn is_delivery_status(report_type: &str) -> bool {
    report_type.eq_ignore_ascii_case("delivery-status")
}

/// From a server's daemon, or naming the failed recipients.
pub(crate) fn is_returned(letter: &Letter<'_, '_>) -> bool {
    let (header, local) = (letter.header(), letter.from.map(local_part).unwrap_or_default());
    // RFC 5321 6.1 and RFC 2142 leave the name open; these are what servers write.
    let is_daemon = DAEMONS.contains(&local.as_str());
    header.has("x-failed-recipients") || is_daemon || (local == "postmaster" && has_null_return_path(header))
}

/// Under a heading of servers, from somebody who may be one: a person who passes such a mail on writes `Fwd:` before it
/// and has a name and a return path.
pub(crate) fn is_headed(letter: &Letter<'_, '_>) -> bool {
    has_heading(letter) && is_of_machine(letter)
}

/// Whether its subject begins as servers begin theirs.
pub(crate) fn has_heading(letter: &Letter<'_, '_>) -> bool {
    HEADINGS.begin(letter.subject_lower.trim())
}

/// Whether its sender may be a server, by the null return path, its own word, or the sender's address or name.
pub(crate) fn is_of_machine(letter: &Letter<'_, '_>) -> bool {
    is_of_server(letter) || letter.from.is_some_and(|from| NAMES.stand_in(&name_of(from)))
}

/// The same without the name: desks where people answer are called so, too.
pub(crate) fn is_of_server(letter: &Letter<'_, '_>) -> bool {
    let header = letter.header();
    let has_word =
        |local: &str| local.split(|c: char| !c.is_alphabetic()).any(|word| SENDER_WORDS.contains(&word));
    let is_named = |local: &str| local.is_empty() || SENDERS.stand_in(local) || has_word(local);
    has_null_return_path(header)
        || is_automatic(header)
        || letter.from.is_none_or(|from| is_named(&local_part(from)))
}

/// Whether it is from a system of mail by its address: neither shops nor newsletters have such a one. Whoever writes with such
/// an address and his own name is a person.
pub(crate) fn is_of_system(letter: &Letter<'_, '_>) -> bool {
    letter.from.is_some_and(|from| {
        let name = name_of(from);
        SYSTEMS.stand_in(&local_part(from)) && (name.is_empty() || SYSTEM_NAMES.stand_in(&name))
    })
}

/// Whether an address is one that servers alone report from: no provider gives it to anybody.
#[must_use]
pub fn is_of_daemon(address: &EmailAddress) -> bool {
    let local = address.local().to_ascii_lowercase();
    // RFC 5321 4.5.1: postmaster is reserved.
    local == "postmaster" || DAEMONS.contains(&local.as_str())
}

/// RFC 3834 5: said by the mail itself.
fn is_automatic(header: &Header<'_>) -> bool {
    let submitted = header.token("auto-submitted");
    !submitted.is_empty() && submitted != "no"
}

fn name_of(from: &Participant) -> String {
    from.name.as_deref().unwrap_or_default().trim().to_lowercase()
}

fn local_part(from: &Participant) -> String {
    let text = from.address.as_ref().map_or(from.raw.as_str(), |address| address.local());
    text.split('@').next().unwrap_or_default().trim_matches(['<', '>', '"']).to_ascii_lowercase()
}

/// RFC 5321 4.5.5: notifications about a mail are sent with the null return path.
pub(crate) fn has_null_return_path(header: &Header<'_>) -> bool {
    let path = header.get("return-path").map(|field| field.token());
    path.is_some_and(|path| path.split_whitespace().collect::<String>() == "<>")
}
