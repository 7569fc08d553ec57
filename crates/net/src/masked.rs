//! Words without what signs in. Servers are known to quote a refused command back, whole or as much of it as they have room
//! for, and lines are cut before they are kept: so the beginning of a secret is taken out as the whole of it is.

use domain::Secret;
use wire::TraceLine;

/// What stands in the place of a secret.
pub(crate) const MASK: &str = "****";
/// Characters that a secret is known by wherever it begins, and is left off anywhere behind them.
const BEGINNING_CHARS: usize = 16;
/// Octets that it is known by at the end of a line that was cut.
const AT_CUT_OCTETS: usize = 4;

/// The words without these secrets, and without the beginnings of them.
pub(crate) fn masked<'a>(words: String, secrets: impl IntoIterator<Item = &'a Secret>) -> String {
    let mut secrets: Vec<&str> =
        secrets.into_iter().map(Secret::expose).filter(|secret| !secret.is_empty()).collect();
    // A short one may stand within a long one, which would be known no more.
    secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    secrets.into_iter().fold(words, |words, secret| {
        let words = if words.contains(secret) { words.replace(secret, MASK) } else { words };
        without_cut(without_begun(words, secret), secret)
    })
}

fn without_begun(words: String, secret: &str) -> String {
    // Of one that is no longer, the whole is looked for.
    let Some((end, _)) = secret.char_indices().nth(BEGINNING_CHARS) else { return words };
    let beginning = &secret[..end];
    if !words.contains(beginning) {
        return words;
    }
    let (mut shown, mut rest) = (String::with_capacity(words.len()), words.as_str());
    while let Some(at) = rest.find(beginning) {
        let (before, found) = rest.split_at(at);
        shown.push_str(before);
        shown.push_str(MASK);
        rest = &found[octets_in_common(found, secret)..];
    }
    shown.push_str(rest);
    shown
}

/// Octets at the beginning of both.
fn octets_in_common(one: &str, other: &str) -> usize {
    let differs = one.char_indices().zip(other.chars()).find(|((_, a), b)| a != b);
    differs.map_or(one.len().min(other.len()), |((at, _), _)| at)
}

fn without_cut(words: String, secret: &str) -> String {
    let Some(kept) = words.strip_suffix(TraceLine::CUT) else { return words };
    let ends = secret.char_indices().rev().map(|(end, _)| end).take_while(|end| *end >= AT_CUT_OCTETS);
    let found = ends.map(|end| &secret[..end]).find_map(|beginning| kept.strip_suffix(beginning));
    match found {
        Some(before) => format!("{before}{MASK}{}", TraceLine::CUT),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use wire::Side;

    use super::*;

    fn check(secrets: &[&str], words: &str, expected: &str) {
        let secrets: Vec<Secret> = secrets.iter().map(|secret| Secret::new(*secret)).collect();
        assert_eq!(masked(words.to_owned(), &secrets), expected);
    }

    #[test]
    fn a_secret_is_taken_out_whole_and_as_far_as_it_is_quoted() {
        let token = "dXNlcj1rYXJpQG5vcmQuZXhhbXBsZQFhdXRoPUJlYXJlciBoZW1tZWxpZw==";
        check(&[token], &format!("501 what is {token}?"), "501 what is ****?");
        check(&[token], &format!("501 what is {}?", &token[..40]), "501 what is ****?");
        check(&[token], &format!("501 {} and {token}", &token[..16]), "501 **** and ****");
        check(&[token], "501 dXNlcj1rYXJpQG5, and no more", "501 dXNlcj1rYXJpQG5, and no more");
        check(&[""], "501 no", "501 no");
    }

    #[test]
    fn a_short_secret_within_a_long_one_does_not_hide_that_from_us() {
        let token = "AGthcmkAaGVtbWVsaWc-and-more";
        check(&["kari", "aGVt", token], &format!("501 {token}"), "501 ****");
    }

    #[test]
    fn what_a_cut_leaves_of_a_secret_is_taken_out() {
        check(&["hemmelig"], "501 hemm\u{2026}", "501 ****\u{2026}");
        check(&["hemmelig"], "501 hemmeli\u{2026}", "501 ****\u{2026}");
        check(&["hemmelig"], "501 hem\u{2026}", "501 hem\u{2026}");
        check(&["hemmelig"], "501 hemm", "501 hemm");
        check(&["pæssørd!"], "501 pæss\u{2026}", "501 ****\u{2026}");
    }

    #[test]
    fn wherever_a_line_is_cut_nothing_of_a_token_is_left() {
        let token = "ya29.abcdefghijklmnopqrstuvwxyz0123456789".repeat(8);
        for before in [0, 100, 270, 280, 288, 292, 296] {
            let said = format!("{}{token}", "x".repeat(before));
            let line = TraceLine::new(Side::Server, said.as_bytes());
            assert!(line.text.ends_with(TraceLine::CUT), "{before}");
            let shown = masked(line.text, &[Secret::new(token.clone())]);
            assert_eq!(shown, format!("{}****{}", "x".repeat(before), TraceLine::CUT), "{before}");
        }
    }
}
