//! What a notice says itself: its words, but for what it repeats of our mail. Mails are about delays and arrivals, too, and
//! whatever a notice repeats of them says nothing of what became of ours.

use std::sync::LazyLock;

use memchr::memmem;
use regex::Regex;

use crate::rules;

/// Octets of a notice whose quotes are looked for: what a report's words are read of, and more than anybody writes.
const QUOTES_OCTETS_MAX: usize = 20 * 1024;
/// Octets of a subject of ours that is looked for.
const SUBJECT_OCTETS_MAX: usize = 500;

/// What may open and close something that our subject stands in by itself.
const OPENING: &str = "\"':“”„«»‘’‚([";
const CLOSING: &str = "\"'“”„«»‘’)]";

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

/// The words of a notice and its subject, but for the subject of our mail behind a label.
pub(super) struct Own {
    lines: String,
    /// The subject of our mail, where it is known: its words in lower case.
    ours: Vec<String>,
}

impl Own {
    /// `ours` is what the notice brings elsewhere of the subject of our mail.
    pub(super) fn read(subject: &str, notice: &str, ours: Option<&str>) -> Self {
        let ours = ours.filter(|ours| ours.len() <= SUBJECT_OCTETS_MAX).unwrap_or_default().to_lowercase();
        let words = ours.split(is_between).filter(|word| !word.is_empty());
        Self { lines: unlabelled(subject, notice), ours: words.map(str::to_owned).collect() }
    }

    /// They in lower case, without the subject of our mail where it is known and stands by itself.
    pub(super) fn said(&self) -> String {
        without_ours(self.lines.to_lowercase(), &self.ours)
    }

    /// The same, without what may be anybody's words in whatever language the notice is: what stands in quotation marks or
    /// behind marks of a quote, or in a paragraph of its own within a sentence.
    pub(super) fn unquoted(&self) -> String {
        self.without_quotes(&self.lines)
    }

    /// The same, without what stands behind labels that no server is known to speak under: a label in a language that
    /// nobody knows here may be that of our subject, or of our text.
    pub(super) fn surely_own(&self) -> String {
        self.without_quotes(&without_labelled(&self.lines))
    }

    fn without_quotes(&self, lines: &str) -> String {
        let own = without_ours(without_passages(lines).to_lowercase(), &self.ours);
        if !may_quote(&own) || own.len() > QUOTES_OCTETS_MAX {
            return own;
        }
        QUOTED.replace_all(&own, " ").into_owned()
    }
}

/// Whether a text may quote something. Most notices have no mark but apostrophes, and need not be searched for pairs of them.
fn may_quote(text: &str) -> bool {
    let opens = |before: u8| char::from(before).is_whitespace() || before == b'(' || before == b':';
    text.bytes().any(|byte| byte == b'"' || !byte.is_ascii())
        || text.starts_with('\'')
        || text.as_bytes().windows(2).any(|two| two[1] == b'\'' && opens(two[0]))
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
        repeated = Repeated::begun(line).or_else(|| repeated?.continued(line));
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
        let behind = SUBJECTS.iter().find_map(|label| behind(start, label))?;
        Some(Self { indent: indent(line), is_bare: behind.trim_matches([' ', '\t', '*']).is_empty() })
    }

    /// RFC 5322 2.2.3: lines further in go on with it. Behind a label alone it stands below, where a blank line may be
    /// between.
    fn continued(self, line: &str) -> Option<Self> {
        let goes_on = self.is_bare || (!is_blank(line) && indent(line) > self.indent);
        goes_on.then_some(Self { is_bare: false, ..self })
    }
}

/// What stands behind a label of lower case that a text of any case begins with.
fn behind<'t>(text: &'t str, label: &str) -> Option<&'t str> {
    let mut rest = text.chars();
    let is_same =
        |wanted: char| rest.next().is_some_and(|one| one == wanted || one.to_lowercase().eq([wanted]));
    label.chars().all(is_same).then_some(rest.as_str())
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
fn without_ours(own: String, ours: &[String]) -> String {
    let Some((first, others)) = ours.split_first() else { return own };
    let mut kept = String::new();
    let mut done = 0;
    for at in memmem::find_iter(own.as_bytes(), first) {
        let (before, behind) = own.split_at(at);
        let around = begin_alone(before).zip(end_alone(&behind[first.len()..], others));
        if let Some((from, left)) = around.filter(|(from, _)| *from >= done) {
            kept.push_str(&own[done..from]);
            kept.push(' ');
            done = own.len() - left;
        }
    }
    if done == 0 {
        return own;
    }
    kept.push_str(&own[done..]);
    kept
}

/// Where words stand by themselves that begin behind this: from their line's beginning, or from a mark that opens something.
fn begin_alone(before: &str) -> Option<usize> {
    let start = before.trim_end_matches([' ', '\t', '>', '*']);
    match start.chars().next_back() {
        None | Some('\n') => Some(start.len()),
        Some(mark) => OPENING.contains(mark).then(|| start.len() - mark.len_utf8()),
    }
}

/// How much is left behind these words where they stand by themselves up to the end of their line, or to a mark that closes
/// something.
fn end_alone(mut rest: &str, words: &[String]) -> Option<usize> {
    for word in words {
        let next = rest.trim_start_matches(is_between);
        rest = next.strip_prefix(word.as_str()).filter(|_| next.len() < rest.len())?;
    }
    let rest = rest.trim_start_matches([' ', '\t', '*']);
    match rest.chars().next() {
        None | Some('\n') => Some(rest.len()),
        Some(mark) => CLOSING.contains(mark).then(|| rest.len() - mark.len_utf8()),
    }
}

/// What stands between the words of a subject that was folded or quoted.
fn is_between(character: char) -> bool {
    character.is_whitespace() || character == '>'
}

/// Without lines behind marks of a quote, unless all are, and without paragraphs within a sentence.
fn without_passages(own: &str) -> String {
    let is_marked = |line: &str| line.trim_start().starts_with('>');
    // The first line is the notice's subject.
    let is_passed_on = own.lines().skip(1).all(|line| is_blank(line) || is_marked(line));
    let lines: Vec<&str> = own.lines().filter(|line| is_passed_on || !is_marked(line)).collect();
    let paragraphs: Vec<&[&str]> =
        lines.split(|line| is_blank(line)).filter(|paragraph| !paragraph.is_empty()).collect();
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
