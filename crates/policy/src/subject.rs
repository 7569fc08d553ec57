//! The case number in a subject, `[#1042]`, and subjects as cases title them.

/// What the subject of a mail about case `number` ends with.
#[must_use]
pub fn tag(number: i64) -> String {
    format!("[#{number}]")
}

/// The case number that a subject names, the last one where there are several: clients put what
/// they add in front. A tag has up to 15 digits.
#[must_use]
pub fn number(subject: &str) -> Option<i64> {
    subject.rmatch_indices("[#").find_map(|(at, _)| {
        let (digits, _) = subject[at + 2..].split_once(']')?;
        let plausible = (1..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        if plausible { digits.parse().ok().filter(|number| *number > 0) } else { None }
    })
}

/// The prefixes that clients put before a subject they answer or forward, lower case: English,
/// Norwegian, Swedish, Danish, German, Finnish, French, Dutch.
const PREFIXES: [&str; 12] =
    ["re", "fw", "fwd", "sv", "vs", "vb", "vl", "videresend", "aw", "wg", "antw", "tr"];

/// The subject without the prefixes of answers and forwards, in any number and order.
#[must_use]
pub fn without_prefixes(subject: &str) -> &str {
    let mut rest = subject.trim();
    while let Some((head, tail)) = rest.split_once(':') {
        // "Re[2]:" and "Re (2):" count the answers.
        let word = head.trim_end_matches(|c: char| c.is_ascii_digit() || "[]()^ ".contains(c));
        if !PREFIXES.contains(&word.to_lowercase().as_str()) {
            break;
        }
        rest = tail.trim_start();
    }
    rest
}

/// The subject of an answer: one prefix, the bare subject, one tag.
#[must_use]
pub fn of_reply(subject: &str, number: i64) -> String {
    with_prefix("Re: ", subject, number)
}

/// The subject of a message that is passed on.
#[must_use]
pub fn of_forward(subject: &str, number: i64) -> String {
    with_prefix("Fwd: ", subject, number)
}

/// The subject of the first mail of a case that we start: it answers nothing.
#[must_use]
pub fn of_first(subject: &str, number: i64) -> String {
    with_prefix("", subject, number)
}

/// The subject without prefixes and without the number of the case that it names.
#[must_use]
pub fn bare(subject: &str) -> String {
    let untagged = number(subject).map_or_else(|| subject.to_owned(), |case| subject.replace(&tag(case), ""));
    without_prefixes(&untagged).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn with_prefix(prefix: &str, subject: &str, number: i64) -> String {
    let own = tag(number);
    let bare = without_prefixes(subject).replace(&own, "");
    let bare = bare.split_whitespace().collect::<Vec<_>>().join(" ");
    if bare.is_empty() { format!("{prefix}{own}") } else { format!("{prefix}{bare} {own}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_last_tag_counts_and_nonsense_does_not() {
        assert_eq!(number("Sv: Faktura [#1042]"), Some(1042));
        assert_eq!(number("[#7] Re: [#1042] hei"), Some(1042));
        assert_eq!(number("[#12x]"), None);
        assert_eq!(number("[#]"), None);
        assert_eq!(number("[#0]"), None);
        assert_eq!(number("[#1234567890123456]"), None);
        assert_eq!(number("#1042"), None);
    }

    #[test]
    fn prefixes_of_many_clients_are_taken_off() {
        assert_eq!(without_prefixes("Sv: RE: Fwd: AW[2]: Faktura"), "Faktura");
        assert_eq!(without_prefixes("Referat: møte"), "Referat: møte");
        assert_eq!(without_prefixes("  "), "");
    }

    #[test]
    fn answers_do_not_nest() {
        let once = of_reply("Faktura", 7);
        assert_eq!(once, "Re: Faktura [#7]");
        assert_eq!(of_reply(&once, 7), once);
        assert_eq!(of_reply(&format!("SV: {once}"), 7), once);
        assert_eq!(of_reply("", 7), "Re: [#7]");
        assert_eq!(of_forward(&once, 7), "Fwd: Faktura [#7]");
        assert_eq!(of_first(&once, 7), "Faktura [#7]");
    }

    #[test]
    fn a_bare_subject_names_no_case() {
        assert_eq!(bare("Re: Faktura [#7]"), "Faktura");
        assert_eq!(bare("Faktura  [urgent]"), "Faktura [urgent]");
        assert_eq!(bare("[#7]"), "");
    }

    proptest! {
        #[test]
        fn a_reply_always_names_its_case_and_is_stable(subject in "\\PC{0,60}", case in 1..1_000_000_i64) {
            let once = of_reply(&subject, case);
            prop_assert_eq!(number(&once), Some(case));
            prop_assert_eq!(of_reply(&once, case), once);
        }
    }
}
