//! What the writer of an answer wrote, told by its lines: without the quoted mail and the signature, for the
//! mail programs and languages of the North (Outlook, Gmail, Apple Mail, Thunderbird, Yahoo, Samsung).
//!
//! When in doubt the text is kept: an answer shown too long harms less than a lost one.

use super::words::{DAYS, DEVICE, FORWARDED, FROM, OPENS_ATTRIBUTION, ORIGINAL, SENT, TO_OR_SUBJECT, WROTE};

/// Lines that an attribution may be folded over.
const ATTRIBUTION_LINES_MAX: usize = 4;
/// Octets of an attribution: two names, an address, a date.
const ATTRIBUTION_OCTETS_MAX: usize = 400;
/// Lines in which the fields of a quoted header stand.
const HEADER_LINES_MAX: usize = 8;
/// Octets of the last lines that a telephone adds.
const DEVICE_LINE_OCTETS_MAX: usize = 120;

/// What the writer wrote: `text` without the quoted mail and the signature.
/// The whole text where nothing would be left, where answers stand between the quotes, and where it passes on
/// another mail.
pub(super) fn reply_text(text: &str) -> &str {
    let lines = Lines::of(text);
    let answer = match lines.first_break() {
        None => text,
        Some(Break::Forward) => return text.trim(),
        Some(Break::Quote(quote)) => around(text, &lines, quote),
    };
    let answer = without_signature(answer).trim();
    if answer.is_empty() { text.trim() } else { answer }
}

/// `text`, which stands before a marked quote, without what leads to it: the attribution, or a header.
pub(super) fn before_quote(text: &str) -> &str {
    let lines = Lines::of(text);
    let attribution = (0..lines.lines.len()).find(|&line| {
        !lines.trimmed(line).is_empty() && (lines.is_header(line) || lines.is_last_attribution(line))
    });
    attribution.map_or(text, |line| &text[..lines.offset(line)])
}

/// Whether a mail that was passed on begins within the first lines of this text.
pub(super) fn begins_forwarded(text: &str) -> bool {
    text.lines().filter(|line| !line.trim().is_empty()).take(2).any(|line| is_forward_line(line.trim()))
}

/// Whether this text is the header of a mail, in whatever language: lines of a word, a colon and something.
pub(super) fn begins_with_header(text: &str) -> bool {
    let is_field = |line: &str| {
        line.split_once(':')
            .is_some_and(|(label, rest)| label.chars().count() <= 20 && !rest.trim().is_empty())
    };
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(4);
    lines.next().is_some_and(is_field) && lines.filter(|line| is_field(line)).count() >= 2
}

/// Where the writer's own words end.
enum Break {
    /// What he answers begins.
    Quote(Quote),
    /// What he passes on begins.
    Forward,
}

/// Where a quoted mail begins, and how far its marked lines go.
#[derive(Clone, Copy)]
struct Quote {
    /// The line of the attribution, header or first mark.
    first: usize,
    /// The first line behind its `>` lines; the end of the text where it has no marks.
    after: usize,
}

/// The text before the quote; behind it when the answer stands there; all of it when both are written.
fn around<'a>(text: &'a str, lines: &Lines<'a>, quote: Quote) -> &'a str {
    let before = &text[..lines.offset(quote.first)];
    let behind = &text[lines.offset(quote.after)..];
    let has_answer_behind = !without_signature(behind).trim().is_empty();
    match (before.trim().is_empty(), has_answer_behind) {
        (_, false) => before,
        (true, true) if !behind.lines().any(is_marked) => behind,
        (true | false, true) => text,
    }
}

struct Lines<'a> {
    text: &'a str,
    lines: Vec<&'a str>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        Self { text, lines: text.split_inclusive('\n').collect() }
    }

    /// Where a line begins in the text.
    fn offset(&self, line: usize) -> usize {
        self.lines
            .get(line)
            .map_or(self.text.len(), |line| line.as_ptr() as usize - self.text.as_ptr() as usize)
    }

    fn trimmed(&self, line: usize) -> &'a str {
        self.lines.get(line).map_or("", |line| line.trim())
    }

    fn first_break(&self) -> Option<Break> {
        (0..self.lines.len()).find_map(|line| {
            if is_forward_line(self.trimmed(line)) {
                return Some(Break::Forward);
            }
            self.quote_at(line).map(Break::Quote)
        })
    }

    fn quote_at(&self, line: usize) -> Option<Quote> {
        let trimmed = self.trimmed(line);
        if trimmed.is_empty() {
            return None;
        }
        if is_marked(trimmed) {
            return Some(Quote { first: line, after: self.end_of_marks(line) });
        }
        if is_original_line(trimmed) || self.is_header(line) {
            let first = if line > 0 && is_rule(self.trimmed(line - 1)) { line - 1 } else { line };
            return Some(Quote { first, after: self.lines.len() });
        }
        let behind = self.behind_attribution(line)?;
        let next = (behind..self.lines.len()).find(|&next| !self.trimmed(next).is_empty());
        match next {
            Some(next) if is_marked(self.trimmed(next)) => {
                Some(Quote { first: line, after: self.end_of_marks(next) })
            }
            Some(_) | None => Some(Quote { first: line, after: self.lines.len() }),
        }
    }

    fn end_of_marks(&self, from: usize) -> usize {
        let mut end = from;
        for line in from..self.lines.len() {
            if is_marked(self.trimmed(line)) {
                end = line + 1;
            } else if !self.trimmed(line).is_empty() {
                break;
            }
        }
        end
    }

    /// "On Monday .. Kari wrote:", folded or not: the line behind it.
    fn behind_attribution(&self, line: usize) -> Option<usize> {
        let mut octets = 0;
        let mut has_verb = false;
        let mut has_date = false;
        for next in line..self.lines.len().min(line + ATTRIBUTION_LINES_MAX) {
            let trimmed = self.trimmed(next);
            octets += trimmed.len();
            if trimmed.is_empty() || octets > ATTRIBUTION_OCTETS_MAX {
                return None;
            }
            has_date |= is_dated_or_addressed(trimmed);
            has_verb |= trimmed.split(|character: char| !character.is_alphabetic()).any(is_wrote);
            if trimmed.ends_with(':') {
                let quoted =
                    (next + 1..self.lines.len()).map(|line| self.trimmed(line)).find(|line| !line.is_empty());
                let is_followed = quoted.is_some_and(is_marked);
                // A date, or the quote itself, tells an attribution from "she wrote:" in the text.
                let is_dated = has_date && begins_attribution(self.trimmed(line));
                // quirk: Gmail wrote for years "2014-09-21 14:13 GMT+02:00 Kari <kari@example.no>:".
                let is_bare = has_date && trimmed.ends_with(">:") && trimmed.contains('@');
                let is_attribution = (has_verb && (is_dated || is_followed)) || (is_bare && is_followed);
                return is_attribution.then_some(next + 1);
            }
        }
        None
    }

    /// An attribution that nothing follows.
    fn is_last_attribution(&self, line: usize) -> bool {
        self.behind_attribution(line)
            .is_some_and(|behind| (behind..self.lines.len()).all(|line| self.trimmed(line).is_empty()))
    }

    /// The header of a mail as Outlook quotes it: `From:` and two more fields in the lines below.
    fn is_header(&self, line: usize) -> bool {
        if !is_label(self.trimmed(line), &FROM) {
            return false;
        }
        let below = || (line + 1..line + HEADER_LINES_MAX).map(|next| self.trimmed(next));
        below().any(|line| is_label(line, &SENT)) && below().any(|line| is_label(line, &TO_OR_SUBJECT))
    }
}

fn is_marked(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

fn is_wrote(word: &str) -> bool {
    WROTE.iter().any(|verb| word.eq_ignore_ascii_case(verb))
}

/// Gmail, Apple Mail and Thunderbird begin with "On", "Den", "Am", a weekday or the date itself.
fn begins_attribution(line: &str) -> bool {
    let first =
        line.split_whitespace().next().unwrap_or_default().trim_end_matches(['.', ',']).to_lowercase();
    let is_day = |day: &str| {
        let rest = first.strip_prefix(day);
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with(['s', 'y']) || rest.ends_with("dag"))
    };
    first.starts_with(|character: char| character.is_ascii_digit())
        || OPENS_ATTRIBUTION.contains(&first.as_str())
        || DAYS.iter().any(|day| is_day(day))
}

/// A year, a time or an address: what an attribution has besides a verb.
fn is_dated_or_addressed(line: &str) -> bool {
    let digits = |window: &[u8]| window.iter().all(u8::is_ascii_digit);
    line.contains('@')
        || line.as_bytes().windows(4).any(|window| {
            digits(window)
                || (digits(&[window[0], window[2], window[3]]) && [b':', b'.'].contains(&window[1]))
        })
}

/// "---------- Forwarded message ---------", "Start på videresendt melding:".
fn is_forward_line(line: &str) -> bool {
    const LINE_OCTETS_MAX: usize = 80;
    if line.len() > LINE_OCTETS_MAX || !line.ends_with([':', '-', '_', '=']) {
        return false;
    }
    let inner = line.trim_matches(['-', ' ', '_', '=', ':', '*']).to_lowercase();
    FORWARDED.iter().any(|words| inner == *words)
}

/// "-----Original Message-----".
fn is_original_line(line: &str) -> bool {
    let inner = line.trim_matches(['-', ' ', '_']);
    line.starts_with("--") && ORIGINAL.iter().any(|words| inner.to_lowercase() == *words)
}

/// Outlook on the web draws a line above what it quotes.
fn is_rule(line: &str) -> bool {
    line.len() >= 10 && line.bytes().all(|byte| byte == b'_' || byte == b'-')
}

/// "From: Kari", "*Fra:* Kari": the first word with a colon, perhaps in bold.
fn is_label(line: &str, labels: &[&str]) -> bool {
    let line = line.trim_start_matches(['*', ' ']);
    let Some((label, _)) = line.split_once(':') else { return false };
    let label = label.trim_end_matches(['*', ' ', '\u{a0}']).to_lowercase();
    labels.contains(&label.as_str())
}

/// RFC 3676 4.3: the signature follows a line of two hyphens and a blank (which gets lost on the way);
/// and what telephones add.
pub(super) fn without_signature(text: &str) -> &str {
    let separator = text.match_indices("--").find(|(at, _)| {
        let starts_line = *at == 0 || text.as_bytes()[at - 1] == b'\n';
        starts_line && text[at + 2..].split('\n').next().unwrap_or_default().trim().is_empty()
    });
    let mut kept = separator.map_or(text, |(at, _)| &text[..at]).trim_end();
    while let Some(last) = kept.lines().next_back().filter(|line| is_device_line(line)) {
        kept = kept[..kept.len() - last.len()].trim_end();
    }
    kept
}

fn is_device_line(line: &str) -> bool {
    let line = line.trim();
    line.len() <= DEVICE_LINE_OCTETS_MAX && {
        let lower = line.to_lowercase();
        DEVICE.iter().any(|beginning| lower.starts_with(beginning))
    }
}

#[cfg(test)]
#[path = "reply_tests.rs"]
mod tests;
