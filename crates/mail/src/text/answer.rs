//! What the writer of a mail wrote himself: by the structure of the HTML where his program marked what it
//! quotes, by the lines of the text where it did not; all of it where he passes on another mail.

use std::ops::Range;

use super::quoted_html::{Marked, read};
use super::reply::{self, begins_forwarded, without_signature};
use super::words::{ANSWERS_BELOW, FORWARD_PREFIXES};
use crate::parsed::Parsed;

/// Longest text above a quote in which "see my answers below" is looked for, octets.
const BELOW_OCTETS_MAX: usize = 600;
/// Longest signature that is taken off, octets: what is longer has words of the writer in it.
const SIGNATURE_OCTETS_MAX: usize = 1500;

/// The answer in a mail: its text without the quoted mail and the signature. All of the text where nothing would
/// be left, where answers stand between the quotes, and where another mail is passed on.
#[must_use]
pub fn reply_text(mail: &Parsed) -> String {
    answer(&mail.text, mail.html.as_deref(), &mail.subject)
}

fn answer(text: &str, html: Option<&str>, subject: &str) -> String {
    if is_forwarding(subject) {
        return text.trim().to_owned();
    }
    let by_structure = html.and_then(|html| by_structure(&read(html)));
    by_structure.unwrap_or_else(|| {
        let answer = reply::reply_text(text);
        let is_pointing = answer.len() < text.trim().len() && points_below(answer);
        if is_pointing { text.trim().to_owned() } else { answer.to_owned() }
    })
}

/// "Fwd:", "VS:", "[extern] VB:", "Fwd[2]:": the outermost prefix says what was done last.
pub(crate) fn is_forwarding(subject: &str) -> bool {
    let mut rest = subject.trim_start();
    // Gateways put a mark in square brackets before all else.
    while let Some((_, behind)) = rest.strip_prefix('[').and_then(|tag| tag.split_once(']')) {
        rest = behind.trim_start();
    }
    let Some((prefix, _)) = rest.split_once(':') else { return false };
    let prefix = prefix.trim_end().trim_end_matches(|character: char| "[]()0123456789".contains(character));
    FORWARD_PREFIXES.contains(&prefix.to_lowercase().as_str())
}

/// `None` where the HTML marks no quote, or not so that it can be trusted.
fn by_structure(marked: &Marked) -> Option<String> {
    let text = marked.text.as_str();
    let quotes = marked.quotes();
    let first = quotes.first()?;
    if begins_forwarded(&text[first.clone()]) {
        return Some(text.trim().to_owned());
    }
    let lead = lead(marked, first.start);
    let behind: Vec<&str> = between(text, &quotes).filter(|piece| !own_words(piece).is_empty()).collect();
    match (own_words(lead), behind.as_slice()) {
        // Nothing of his own: a mail passed on without a word.
        ("", []) => Some(text.trim().to_owned()),
        (answer, []) if points_below(answer) => Some(text.trim().to_owned()),
        (answer, []) => Some(answer.to_owned()),
        // The answer stands under the quote.
        ("", [only]) => Some(own_words(only).to_owned()),
        // Answers stand between the quotes.
        _ => Some(text.trim().to_owned()),
    }
}

/// The text above the first quote, without the signature that the program marked and the line it drew.
fn lead(marked: &Marked, end: usize) -> &str {
    let lead = without_rules(&marked.text[..end]);
    let signature = marked.signatures.iter().find(|signature| {
        let is_last = signature.start <= lead.len() && lead.len() <= signature.end;
        is_last && signature.len() <= SIGNATURE_OCTETS_MAX
    });
    match signature.map(|signature| lead[..signature.start].trim_end()) {
        Some(above) if !above.trim().is_empty() => above,
        Some(_) | None => lead,
    }
}

/// Lines drawn above the quote: `<hr>`, and what stands for one.
fn without_rules(text: &str) -> &str {
    let mut kept = text.trim_end();
    while let Some(last) = kept.lines().next_back().filter(|line| line.trim().len() > 4) {
        if !last.trim().bytes().all(|byte| b"*_- ".contains(&byte)) {
            break;
        }
        kept = kept[..kept.len() - last.len()].trim_end();
    }
    kept
}

/// The pieces of text behind the first quote that are in none.
fn between<'t>(text: &'t str, quotes: &[Range<usize>]) -> impl Iterator<Item = &'t str> {
    let ends = quotes.iter().skip(1).map(|quote| quote.start).chain([text.len()]);
    quotes.iter().zip(ends).map(|(quote, end)| &text[quote.end..end.max(quote.end)])
}

/// A piece without attributions, marks and signature.
fn own_words(piece: &str) -> &str {
    let kept = without_signature(piece).trim();
    let is_bare_mark = kept.lines().all(|line| line.trim_matches([' ', '>']).is_empty());
    if is_bare_mark { "" } else { cut_attribution(kept) }
}

/// quirk: Apple Mail before 2014 wrote the attribution outside of what it marked as quoted.
fn cut_attribution(text: &str) -> &str {
    let answer = reply::before_quote(text);
    without_signature(answer).trim()
}

fn points_below(answer: &str) -> bool {
    answer.len() <= BELOW_OCTETS_MAX && {
        let lower = answer.to_lowercase();
        ANSWERS_BELOW.iter().any(|phrase| lower.contains(phrase))
    }
}

#[cfg(test)]
#[path = "answer_tests.rs"]
mod tests;
