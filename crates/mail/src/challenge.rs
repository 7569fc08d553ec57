//! Challenges: a program holds a mail back until its sender proves to be a person.

use std::sync::LazyLock;

use crate::body;
use crate::charset;
use crate::defect::Defects;
use crate::letter::Letter;
use crate::rules::{self, Anywhere, Beginnings};
use crate::structure::Structure;
use crate::text;

/// What is read of the words, octets.
const READ_OCTETS_MAX: usize = 4 * 1024;

/// Fields that only such programs write.
static FIELDS: LazyLock<Vec<&str>> = LazyLock::new(|| rules::phrases("challenges", "fields"));
/// How they head what they write.
static HEADINGS: LazyLock<Beginnings> = LazyLock::new(|| Beginnings::of("challenges", "headings"));
/// The same in words that people write themselves.
static HEADINGS_OF_ANSWERS: LazyLock<Beginnings> =
    LazyLock::new(|| Beginnings::of("challenges", "headings-of-answers"));
/// Those of them that count behind the mark of an answer.
static HEADINGS_BEHIND_A_MARK: LazyLock<Beginnings> =
    LazyLock::new(|| Beginnings::of("challenges", "headings-behind-a-mark"));
/// Sentences that nobody writes who received the mail.
static SENTENCES: LazyLock<Anywhere> = LazyLock::new(|| Anywhere::of("challenges", "sentences"));

/// Whether a mail asks its sender to prove something before a mail of ours is delivered.
pub(crate) fn is_challenge(letter: &Letter<'_, '_>) -> bool {
    let header = letter.header();
    if FIELDS.iter().any(|field| header.has(field)) {
        return true;
    }
    let subject = letter.subject_lower.as_str();
    if HEADINGS.begin(subject) {
        return true;
    }
    // RFC 3834 5: said by the mail itself. 3.1.5: behind the mark of an answer stands the subject of our own mail, as a rule.
    let is_answer_of_program = header.token("auto-submitted").starts_with("auto-replied");
    let is_headed = match subject.strip_prefix("re:") {
        Some(title) => HEADINGS_BEHIND_A_MARK.begin(title.trim_start()),
        None => HEADINGS_OF_ANSWERS.begin(subject),
    };
    if is_answer_of_program && is_headed {
        return true;
    }
    // Only an answer to a mail of ours can hold it back.
    let answers = header.has("in-reply-to") || header.has("auto-submitted") || subject.starts_with("re:");
    answers && says_so(letter.structure)
}

fn says_so(structure: &Structure<'_>) -> bool {
    let is_text = |kind: &str| kind == "text/plain" || kind == "text/html";
    let Some(part) = structure.parts.iter().find(|part| is_text(&part.media_type)) else { return false };
    let decoded = body::decoded(part, &mut Defects::default());
    let cut = charset::cut(&decoded, READ_OCTETS_MAX * 4);
    let shown = if part.media_type == "text/html" { text::from_html(cut) } else { cut.to_owned() };
    let said = charset::cut(&shown, READ_OCTETS_MAX).to_lowercase();
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ").replace('’', "'");
    SENTENCES.stand_in(&said)
}

#[cfg(test)]
mod tests {
    use crate::{Returned, returned};

    fn check(raw: &str, expected: bool) {
        assert_eq!(returned(raw.as_bytes()) == Returned::Challenge, expected, "{raw}");
    }

    #[test]
    fn challenges_are_known_by_their_program_heading_or_sentence() {
        check("From: kari@example.no\nSubject: Your email requires verification verify#abc\n\nx", true);
        check("From: kari@example.no\nX-TMDA-Fingerprint: x\nSubject: Please confirm\n\nx", true);
        check(
            "From: kari@example.no\nIn-Reply-To: <1@x>\nSubject: Re: Sak\n\nI apologize for this automatic\nreply to your email. To control spam, I",
            true,
        );
    }

    #[test]
    fn people_who_ask_for_a_confirmation_are_people() {
        check("From: kari@example.no\nSubject: Please confirm the meeting\n\nCan you come?", false);
        check("From: kari@example.no\nIn-Reply-To: <1@x>\nSubject: Re: Sak\n\nPlease confirm.", false);
    }
}
