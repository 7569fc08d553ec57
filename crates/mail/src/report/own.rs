//! What a notice says itself: its words, but for what it repeats of our mail. Mails are about delays and arrivals, too, and
//! whatever a notice repeats of them says nothing of what became of ours.

use std::sync::LazyLock;

use regex::Regex;

use crate::rules;

/// Octets of a notice whose quotes are looked for: what a report's words are read of, and more than anybody writes.
const QUOTES_OCTETS_MAX: usize = 20 * 1024;
/// Octets of a subject of ours that is looked for.
const SUBJECT_OCTETS_MAX: usize = 500;

/// Words that a label has at most; more of them are the beginning of a sentence.
const LABEL_WORDS_MAX: usize = 4;
/// Words with which a sentence may begin before a colon; a label of so many is one where no sentence stands behind it.
const SENTENCE_WORDS_MIN: usize = 3;

/// How lines begin with which a notice repeats the subject of our mail.
static SUBJECTS: LazyLock<Vec<&str>> = LazyLock::new(|| rules::phrases("copies", "subjects"));

/// Labels under which servers speak themselves.
static SPEAKING: LazyLock<Vec<&str>> = LazyLock::new(|| rules::phrases("copies", "speaking"));

/// What stands in quotation marks within a paragraph. An apostrophe stands within a word, or at its end.
static QUOTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r#""(?:[^"\n]|\n[^"\n])+""#,
        r"|[“„”](?:[^“„”\n]|\n[^“„”\n])+[“”]",
        r"|«(?:[^«»\n]|\n[^«»\n])+»|»(?:[^«»\n]|\n[^«»\n])+«",
        r"|(?m:(?:^|[\s(:])['’‘‚][^\s'’](?:[^\n]|\n[^\n])*?['’](?:$|[\s.,:;!?)]))",
    ))
    .expect("the pattern is fixed")
});

/// The words of a notice and its subject in lower case, without the subject of our mail: neither where it stands behind
/// a label, nor, where it is known, where it stands by itself. `ours` is what the notice brings of it elsewhere.
pub(super) fn said(subject: &str, notice: &str, ours: Option<&str>) -> String {
    without_ours(&unlabelled(subject, notice).to_lowercase(), ours)
}

/// The same, without what may be anybody's words in whatever language the notice is: what stands in quotation marks or
/// behind marks of a quote, or in a paragraph of its own within a sentence.
pub(super) fn unquoted(subject: &str, notice: &str, ours: Option<&str>) -> String {
    without_quotes(&unlabelled(subject, notice), ours)
}

/// The same, without what stands behind labels that no server is known to speak under: a label in a language that nobody
/// knows here may be that of our subject, or of our text.
pub(super) fn surely_own(subject: &str, notice: &str, ours: Option<&str>) -> String {
    without_quotes(&without_labelled(&unlabelled(subject, notice)), ours)
}

fn without_quotes(lines: &str, ours: Option<&str>) -> String {
    let own = without_ours(&without_passages(lines).to_lowercase(), ours);
    if own.len() > QUOTES_OCTETS_MAX {
        return own;
    }
    QUOTED.replace_all(&own, " ").into_owned()
}

/// Without what stands behind labels, on their lines and further in below them; the labels stay.
fn without_labelled(own: &str) -> String {
    let mut kept = String::with_capacity(own.len());
    let mut inside: Option<usize> = None;
    for line in own.lines() {
        if inside.is_some_and(|at| !is_blank(line) && indent(line) > at) {
            continue;
        }
        let label = label_of(line);
        inside = label.map(|_| indent(line));
        kept.push_str(label.unwrap_or(line));
        kept.push('\n');
    }
    kept
}

/// The label that a line begins with, before a colon or, in a table, in a cell of its own; `None` where servers speak under
/// it, where an address stands behind it, and where a sentence does.
fn label_of(line: &str) -> Option<&str> {
    let start = line.trim_start_matches([' ', '\t', '>', '*', '|']);
    let at = start.find([':', '\t'])?;
    let (label, behind) = (&start[..at], start[at + 1..].trim_start_matches('*'));
    let is_apart = start[at..].starts_with('\t') || behind.is_empty() || behind.starts_with([' ', '\t']);
    let is_letters = |character: char| character.is_alphabetic() || " \u{a0}-.'’()*".contains(character);
    let words = label.split_whitespace().count();
    let is_label = (1..=LABEL_WORDS_MAX).contains(&words) && label.chars().all(is_letters);
    let is_sentence = words >= SENTENCE_WORDS_MIN && behind.trim_end().ends_with(['.', '!']);
    let speaks = || SPEAKING.contains(&label.trim_matches([' ', '\u{a0}', '*']).to_lowercase().as_str());
    let is_other = is_apart && is_label && !is_sentence && !behind.contains('@') && !speaks();
    is_other.then(|| &line[..line.len() - start.len() + at + 1])
}

/// Without the subject of our mail behind a label.
fn unlabelled(subject: &str, notice: &str) -> String {
    let mut own = String::with_capacity(subject.len() + notice.len() + 2);
    let mut repeated: Option<Repeated> = None;
    for line in std::iter::once(subject).chain(notice.lines()) {
        repeated = Repeated::begun(&line.to_lowercase()).or_else(|| repeated?.continued(line));
        if repeated.is_none() {
            own.push_str(line);
            own.push('\n');
        }
    }
    own
}

/// The subject of our mail within a notice, as far as it was read.
#[derive(Clone, Copy, Debug)]
struct Repeated {
    /// How far in its label stands, octets.
    indent: usize,
    /// Whether nothing of it was read yet but the label.
    is_bare: bool,
}

impl Repeated {
    fn begun(line: &str) -> Option<Self> {
        let start = line.trim_start_matches([' ', '\t', '>', '*']);
        let behind = SUBJECTS.iter().find_map(|label| start.strip_prefix(*label))?;
        Some(Self { indent: indent(line), is_bare: behind.trim_matches([' ', '\t', '*']).is_empty() })
    }

    /// RFC 5322 2.2.3: lines further in go on with it. Behind a label alone it stands below, where a blank line may be
    /// between.
    fn continued(self, line: &str) -> Option<Self> {
        let goes_on = self.is_bare || (!is_blank(line) && indent(line) > self.indent);
        goes_on.then_some(Self { is_bare: false, ..self })
    }
}

/// How far in the words of a line stand, octets.
fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t', '>']).len()
}

fn is_blank(line: &str) -> bool {
    line.trim_start_matches([' ', '\t', '>']).is_empty()
}

/// Without a known subject of our mail where it stands by itself: on lines of its own, behind a colon, or in quotation
/// marks. Within a sentence a short one may be the server's words.
fn without_ours(own: &str, ours: Option<&str>) -> String {
    match ours.and_then(by_itself) {
        Some(ours) => ours.replace_all(own, " ").into_owned(),
        None => own.to_owned(),
    }
}

fn by_itself(ours: &str) -> Option<Regex> {
    let words: Vec<String> = ours.to_lowercase().split_whitespace().map(regex::escape).collect();
    if words.is_empty() || ours.len() > SUBJECT_OCTETS_MAX {
        return None;
    }
    let words = words.join(r"[\s>]+");
    let (before, behind) = (r#"(?:^|["':“”„«»‘’‚(\[])[ \t>*]*"#, r#"[ \t*]*(?:$|["'“”„«»‘’)\]])"#);
    Regex::new(&format!("(?m){before}{words}{behind}")).ok()
}

/// Without lines behind marks of a quote, unless all are, and without paragraphs within a sentence.
fn without_passages(own: &str) -> String {
    let is_marked = |line: &str| line.trim_start().starts_with('>');
    // The first line is the notice's subject.
    let is_passed_on = own.lines().skip(1).all(|line| is_blank(line) || is_marked(line));
    let mut paragraphs: Vec<Vec<&str>> = vec![Vec::new()];
    for line in own.lines().filter(|line| is_passed_on || !is_marked(line)) {
        if is_blank(line) {
            paragraphs.push(Vec::new());
        } else if let Some(last) = paragraphs.last_mut() {
            last.push(line);
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    let mut kept = String::with_capacity(own.len());
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let before = paragraphs[..at].last().and_then(|before| before.last());
        let behind = paragraphs.get(at + 1).and_then(|behind| behind.first());
        let is_within = before.zip(behind).is_some_and(|around| is_within_sentence(paragraph, around));
        for line in paragraph.iter().filter(|_| !is_within) {
            kept.push_str(line);
            kept.push('\n');
        }
        kept.push('\n');
    }
    kept
}

/// quirk: Domino, as in corpus/flufl.bounce/simple_11.txt: "Your message", the subject further in, "was not delivered to". In
/// whatever language: the line before ends without a mark, and the one behind begins with a small letter. HTML keeps no
/// line further in: then it is one line, which ends without a mark, too.
fn is_within_sentence(paragraph: &[&str], (before, behind): (&&str, &&str)) -> bool {
    let around = indent(before).max(indent(behind));
    let is_alone = matches!(paragraph, [line] if line.trim_end().ends_with(char::is_alphanumeric));
    (is_alone || paragraph.iter().all(|line| indent(line) > around))
        && before.trim_end().ends_with(char::is_alphanumeric)
        && behind.trim_start().starts_with(char::is_lowercase)
}
